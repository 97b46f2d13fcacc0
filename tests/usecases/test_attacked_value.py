"""Ways in which value could have been spent twice, by another, or for nothing; one test for each.

Cut: 80.00, 5 % GST, so 84.00. Cash comes in steps of 0.05.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from salon_pos.db.doctor import examine
from salon_pos.db.queries import balances, value
from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain import ledger
from salon_pos.domain.points import Bonus, BonusKind
from salon_pos.usecases.approving import approve_deed
from salon_pos.usecases.cards import NewCard, close_card, issue_card
from salon_pos.usecases.deposits import refund_deposit
from salon_pos.usecases.settings import change_settings
from salon_pos.usecases.vouchers import NewVoucher, give_voucher
from tests.salons import NOW, PINS, Salon
from tests.usecases.keeping import refused
from tests.usecases.spending import pay
from tests.usecases.valued import POINTS, Valued, made

DAY = NOW.date()
BIRTHDAY = replace(POINTS, bonuses=(Bonus("birthday", BonusKind.BIRTHDAY, points=50),))


@pytest.fixture
def valued(selling: Salon) -> Iterator[Valued]:
    """Whatever a test does, the doctor finds nothing afterwards."""
    made_here = made(selling)
    settings = replace(salon_queries.settings(), credit_limit=20_000)
    change_settings(settings, by=selling.by("olga"), now=NOW)
    yield made_here
    assert examine()[1] == ()


def cut(valued: Valued, uid: str, client: str = "maya", count: int = 1):
    lines = (replace(valued.salon.line("cut"), uid=f"cut{i}") for i in range(count))
    return valued.salon.ticket(uid, *lines, client=client)


def points(valued: Valued, name: str = "maya") -> int:
    return balances.balance(ledger.points(valued.salon.clients[name].uid))


# --- one thing under two names ---


def test_a_voucher_pays_once_though_it_is_named_twice(valued: Valued) -> None:
    """By its code and by its uid, on one ticket of 168.00."""
    new = NewVoucher("v", 4_000)
    code = give_voucher(new, by=valued.salon.by("olga"), now=NOW).code
    with refused("source_unknown", "source"):
        pay(
            valued,
            cut(valued, "a", count=2),
            valued.handed("voucher", 4_000, source=code),
            valued.handed("voucher", 4_000, source="v"),
            valued.salon.handed("card", 8_800),
        )


def test_a_gift_card_holds_once_what_it_holds_though_it_is_named_twice(valued: Valued) -> None:
    salon = valued.salon
    pay(valued, salon.ticket("g", valued.line(valued.gift_card)))
    uid, code = value.gift_card(f"g/{valued.gift_card.name}") or ("", "")
    with refused("not_enough_value", "amount"):
        pay(
            valued,
            cut(valued, "a"),
            valued.handed("gift_card", 4_200, source=code),
            valued.handed("gift_card", 4_200, source=uid),
        )


# --- whose it is ---


def test_a_deposit_pays_for_its_client_alone(valued: Valued) -> None:
    salon = valued.salon
    pay(valued, salon.ticket("d", valued.line(valued.deposit), client="leo"))
    leo = salon.clients["leo"].uid
    for client in ("maya", ""):
        with refused("source_unknown", "source"):
            pay(
                valued,
                cut(valued, "a", client),
                valued.handed("deposit", 3_000, source=leo),
                salon.handed("card", 5_400),
            )


def test_a_pack_pays_for_its_client_alone(valued: Valued) -> None:
    """Leo's pack is used on Leo's ticket, or for Leo where somebody else pays."""
    salon = valued.salon
    pay(valued, salon.ticket("p", valued.line(valued.pack), client="leo"))
    (pack,) = value.packs_of(salon.clients["leo"].id)
    line = replace(salon.line("wash"), source=pack.uid)
    for client in ("maya", ""):
        with refused("pack_other", "pack"):
            pay(valued, salon.ticket("a", line, client=client), salon.handed("card", 216))
    for_leo = replace(line, client_id=salon.clients["leo"].id)
    pay(valued, salon.ticket("b", for_leo, client="maya"), salon.handed("card", 216))
    pay(valued, salon.ticket("c", line, client="leo"), salon.handed("card", 216))


# --- limits, passed in small steps ---


def test_a_word_for_on_account_is_not_for_as_much_again(valued: Valued) -> None:
    salon = valued.salon
    word = approve_deed(
        salon.staff["chen"].id, PINS["chen"], subject="a", amount=4_200, by=salon.by("kai"), now=NOW
    )
    twice = valued.handed("on_account", 4_200, unlock=word)
    with refused("needs_manager", "pin"):
        pay(valued, cut(valued, "a"), twice, twice)


def test_a_card_asks_for_its_pin_above_the_limit_also_in_two_parts(valued: Valued) -> None:
    """The limit is 500.00: 504.00 as 250.00 and 254.00 of one card, or of two cards that open one
    wallet, is above it."""
    salon = valued.salon
    pay(valued, salon.ticket("u", valued.line(valued.top_up), client="maya"))
    second = issue_card(
        NewCard(salon.clients["maya"].id, wallet=valued.card.wallet), by=salon.by("kai"), now=NOW
    )
    first = valued.handed("stored_value", 25_000, source=valued.card.uid)
    for card in (valued.card, second):
        rest = valued.handed("stored_value", 25_400, source=card.uid)
        with refused("card_pin_above", "pin"):
            pay(valued, cut(valued, "a", count=6), first, rest)


def test_a_deposit_is_not_paid_back_in_more_coins_than_it_was(valued: Valued) -> None:
    """0.03 would be 0.05 in coins, a thousand times over."""
    salon = valued.salon
    pay(valued, salon.ticket("d", valued.line(valued.deposit), client="maya"))
    with refused("no_such_coins", "amount"):
        refund_deposit(
            "r", salon.clients["maya"].id, 3, salon.tenders["cash"], by=salon.by("kai"), now=NOW
        )


def test_the_drawer_pays_out_no_more_than_it_holds(valued: Valued) -> None:
    """100.00 are in it."""
    salon = valued.salon
    cash, by = salon.tenders["cash"], salon.by("kai")
    pay(valued, salon.ticket("u", valued.line(valued.top_up), client="maya"))
    with refused("drawer_short", "tender"):
        close_card("c", valued.card.uid, cash, by=by, now=NOW)
    for uid in ("d1", "d2", "d3", "d4"):
        pay(valued, salon.ticket(uid, valued.line(valued.deposit), client="maya"))
    with refused("drawer_short", "tender"):
        refund_deposit("r", salon.clients["maya"].id, 12_000, cash, by=by, now=NOW)
