"""Another client's session pack asks as their card does; their deposit pays for nobody else.

Maya's pack is 5 + 1 washes for 100.00: the first session is worth 16.67 (10,000 over six is 1,667
four times, then 1,666), and its taxes are 5 % and 8 % on top: 0.83 and 1.33, so 2.16 to pay.
"""

from dataclasses import replace

import pytest

from salon_pos.db.queries import balances
from salon_pos.domain import ledger
from salon_pos.domain.money import Amount
from salon_pos.domain.ticket import Ticket
from salon_pos.usecases.approving import approve_deed
from salon_pos.usecases.cards import NewCard, NewPin, issue_card, set_card_pin, unlock_card
from salon_pos.usecases.staff import save_staff
from tests.salons import NOW, PINS, Salon
from tests.usecases.keeping import refused
from tests.usecases.spending import is_sound, pay, total_of
from tests.usecases.valued import Valued, made


@pytest.fixture
def valued(selling: Salon) -> Valued:
    """The salon where Maya has a pack."""
    made_here = made(selling)
    pay(made_here, selling.ticket("p", made_here.line(made_here.pack), client="maya"))
    return made_here


PACK = "p/Wash 5+1"


def session(valued: Valued, uid: str, *, client: str = "leo", whose: str = "") -> Ticket:
    """A wash of Maya's pack that `client` pays what is on top of; the line is for `whose`."""
    line = replace(valued.salon.line("wash"), source=PACK)
    if whose:
        line = replace(line, client_id=valued.salon.clients[whose].id)
    return valued.salon.ticket(uid, line, client=client)


def use(valued: Valued, ticket: Ticket, *, by: str = "kai") -> int:
    """Pay what is on top of the sessions by bank card; what the sale comes to."""
    worth = 1_667 * len(ticket.lines)
    return pay(valued, ticket, valued.salon.handed("card", total_of(ticket) - worth), by=by).total


def left() -> int:
    return balances.balance(ledger.pack(PACK))


def typed(valued: Valued, ticket: str, card: str = "") -> str:
    uid = card or valued.card.uid
    return unlock_card(uid, "1234", ticket_uid=ticket, by=valued.salon.by("kai"), now=NOW)


def give_pin(valued: Valued) -> None:
    set_card_pin(NewPin(valued.card.uid, "1234"), by=valued.salon.by("olga"), now=NOW)


def test_who_owns_the_pack_pays_or_has_it_done_and_is_asked_nothing(valued: Valued) -> None:
    give_pin(valued)
    use(valued, session(valued, "a", client="maya"))
    use(valued, session(valued, "b", client="leo", whose="maya"))
    assert left() == 4
    assert is_sound()


def test_another_clients_pack_asks_for_the_pin_of_their_card(valued: Valued) -> None:
    give_pin(valued)
    for client, whose in (("leo", ""), ("", ""), ("leo", "yutong")):
        with refused("pack_pin_other", "pin") as no:
            use(valued, session(valued, "a", client=client, whose=whose))
    assert no.value.values == {"pack": "Wash 5+1", "number": "100000017"}
    typed(valued, "elsewhere")
    with refused("pack_pin_other", "pin"):
        use(valued, session(valued, "a"))
    typed(valued, "a")
    paid = use(valued, session(valued, "a"))
    assert (paid, left()) == (1_883, 5)
    assert is_sound()


def test_a_card_that_shares_the_familys_wallet_opens_the_pack_too(valued: Valued) -> None:
    by = valued.salon.by("chen")
    new = NewCard(valued.salon.clients["leo"].id, pin="1234", shares=valued.card.uid)
    shared = issue_card(new, by=by, now=NOW)
    own = issue_card(NewCard(valued.salon.clients["leo"].id, pin="1234"), by=by, now=NOW)
    typed(valued, "a", own.uid)
    with refused("pack_pin_other", "pin") as no:
        use(valued, session(valued, "a"))
    assert no.value.values["number"] == shared.number
    typed(valued, "a", shared.uid)
    use(valued, session(valued, "a"))
    assert left() == 5


def test_without_a_pin_on_file_a_manager_agrees(valued: Valued) -> None:
    """Kai takes the payment and may not agree; Chen may, also by his own hand."""
    by = valued.salon.by("kai")

    def word(subject: str, amount: int) -> None:
        chen = valued.salon.staff["chen"].id
        approve_deed(chen, PINS["chen"], subject=subject, amount=amount, by=by, now=NOW)

    with refused("pack_word_other", "pin") as no:
        use(valued, session(valued, "a"))
    assert no.value.values == {"pack": "Wash 5+1", "amount": Amount(1_667)}
    for subject, amount in (("b/packs", 1_667), ("a", 1_667), ("a/packs", 1_666)):
        word(subject, amount)
        with refused("pack_word_other", "pin"):
            use(valued, session(valued, "a"))
    word("a/packs", 1_667)
    use(valued, session(valued, "a"))
    use(valued, session(valued, "c"), by="chen")
    assert left() == 4
    assert is_sound()


def test_a_word_of_who_left_opens_no_pack(valued: Valued) -> None:
    salon = valued.salon
    approve_deed(
        salon.staff["chen"].id, PINS["chen"], subject="a/packs", amount=1_667,
        by=salon.by("kai"), now=NOW,
    )  # fmt: skip
    save_staff(replace(salon.staff["chen"], retired=True), by=salon.by("olga"), now=NOW)
    with refused("pack_word_other", "pin"):
        use(valued, session(valued, "a"))


def test_one_word_covers_no_more_sessions_than_it_was_given_for(valued: Valued) -> None:
    """Two sessions are 33.34."""
    two = (replace(valued.salon.line("wash", uid=name), source=PACK) for name in ("x", "y"))
    ticket = valued.salon.ticket("a", *two, client="leo")
    approve_deed(
        valued.salon.staff["chen"].id, PINS["chen"], subject="a/packs", amount=3_333,
        by=valued.salon.by("kai"), now=NOW,
    )  # fmt: skip
    with refused("pack_word_other", "pin") as no:
        use(valued, ticket)
    assert no.value.values["amount"] == Amount(3_334)


def test_a_deposit_is_spent_by_nobody_but_its_client(valued: Valued) -> None:
    """Maya left 30.00. A wash is 10.10 and 13 % on top: 1.31 (0.51 and 0.81 round to 1.32 over
    the sale), so 11.42."""
    salon = valued.salon
    pay(valued, salon.ticket("d", valued.line(valued.deposit), client="maya"))
    maya = salon.clients["maya"].uid
    for client in ("leo", ""):
        with refused("source_unknown", "source"):
            pay(valued, salon.ticket("a", salon.line("wash"), client=client),
                valued.handed("deposit", 1_142, source=maya))  # fmt: skip
    pay(valued, salon.ticket("a", salon.line("wash"), client="maya"),
        valued.handed("deposit", 1_142, source=maya))  # fmt: skip
    assert balances.balance(ledger.deposit(maya)) == 1_858
    assert is_sound()
