"""Member cards: numbers, QR codes, states, PINs and replacing them."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from salon_pos.db.queries import balances, cards
from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain import ledger
from salon_pos.domain.cards import Card, CardKind, CardState
from salon_pos.domain.money import Amount, Off
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.rights import Role
from salon_pos.domain.stored_value import SpendOrder
from salon_pos.usecases.cards import (
    NewCard,
    NewPin,
    card_qr,
    find_card,
    issue_card,
    replace_card,
    set_card_pin,
    set_card_state,
    unlock_card,
)
from salon_pos.usecases.clients import save_client
from salon_pos.usecases.settings import change_settings
from salon_pos.usecases.staff import save_staff
from tests.salons import NOW, Salon
from tests.usecases.card_hands import issue, spend, topped_up, word_for
from tests.usecases.keeping import changed, everything, refused, rows
from tests.usecases.spending import is_sound, left, pay, said
from tests.usecases.valued import Valued, made


@pytest.fixture
def valued(selling: Salon) -> Valued:
    return made(selling)


def set_state(valued: Valued, state: CardState) -> Card:
    return set_card_state(valued.card.uid, state, by=valued.salon.by("kai"), now=NOW)


# --- numbers and QR codes ---


def test_numbers_run_on_with_a_check_digit(valued: Valued) -> None:
    """Luhn by hand. 10000001: from the right, every second digit doubled from the first on:
    1→2, 0, 0, 0, 0, 0, 0, 1 as it is = 3, so 7 makes ten. 10000002: 2→4, 1 = 5, so 5."""
    assert valued.card.number == "100000017"
    assert issue(valued).number == "100000025"
    assert [find_card(n).number for n in ("100000017", " 100000025 ")] == [
        "100000017",
        "100000025",
    ]
    with pytest.raises(Refusal, match="card_unknown"):
        find_card("100000018")


def test_a_number_of_ones_own(valued: Valued) -> None:
    assert issue(valued, number="VIP8").number == "VIP8"
    with refused("number_taken", "number"):
        issue(valued, "maya", number="VIP8")
    for number in ("A" * 33, "with space", "会员卡"):
        with refused("bad_card_number", "number"):
            issue(valued, "maya", number=number)


def test_the_next_number_passes_over_one_that_is_taken(valued: Valued) -> None:
    issue(valued, number="100000033")  # 10000003 and its check digit: 3→6, 1 = 7, so 3
    assert issue(valued).number == "100000033"[:7] + "41"  # 10000004: 4→8, 1 = 9, so 1


def test_a_scanned_card_is_known_and_a_forged_one_is_not(valued: Valued) -> None:
    qr = card_qr(valued.card)
    assert qr.startswith("SPC:100000017:")
    assert find_card(qr) == valued.card
    other = issue(valued)
    forged = (
        qr[:-1] + ("A" if qr[-1] != "A" else "B"),
        qr.replace(valued.card.number, other.number),  # another's number, this one's signature
        "SPC:100000017:",
        "SPC:100000017",
    )
    for scanned in forged:
        with refused("card_forged", "card"):
            find_card(scanned)


# --- kinds ---


@pytest.mark.parametrize(
    ("more", "key", "field"),
    [
        ({"kind": CardKind.DISCOUNT}, "bad_percent", "discount"),
        ({"kind": CardKind.DISCOUNT, "discount_bp": 10_000}, "bad_percent", "discount"),
        ({"discount_bp": 2_000}, "bad_percent", "discount"),
        ({"kind": CardKind.PERIOD}, "bad_period", "valid_until"),
        ({"valid_until": date(2027, 1, 1)}, "bad_period", "valid_until"),
        ({"shares": "nothing"}, "wallet_unknown", "shares"),
        ({"pin": "12"}, "bad_pin", "pin"),
    ],
)
def test_cards_that_cannot_be(valued: Valued, more: dict[str, Any], key: str, field: str) -> None:
    with refused(key, field):
        issue(valued, **more)


YEAR = {"kind": CardKind.PERIOD, "valid_until": date(2027, 5, 4)}


@pytest.mark.parametrize("kind", [{"kind": CardKind.DISCOUNT}, YEAR])
@pytest.mark.parametrize("percent", [1, 2_000, 9_999])
def test_nobody_alone_issues_a_card_with_a_percent(
    valued: Valued, kind: dict[str, Any], percent: int
) -> None:
    """However little: it comes back with every visit. Who may approve issues it."""
    asked = {**kind, "discount_bp": percent, "uid": "c"}
    with refused("needs_manager", "approval") as no:
        issue(valued, by="kai", **asked)
    assert no.value.values["off"] == Off(percent)
    assert issue(valued, by="chen", **asked).discount_bp == percent


def test_a_card_with_a_percent_is_issued_with_a_word_for_so_much(valued: Valued) -> None:
    """20 % was agreed to for the card "c" by Chen: 90 % was not, nor another card, nor by no uid.
    Issued again with or without the word it is the same card."""
    agreed = word_for(valued, "c", "issue_card", amount=2_000)
    asked = {"kind": CardKind.DISCOUNT, "discount_bp": 2_000, "uid": "c", "approval": agreed}
    for other in ({"discount_bp": 9_000}, {"discount_bp": 2_001}, {"uid": "d"}, {"uid": ""}):
        with refused("needs_manager", "approval"):
            issue(valued, by="kai", **{**asked, **other})
    first = issue(valued, by="kai", **asked)
    assert first.discount_bp == 2_000
    before = everything()
    assert (
        issue(valued, by="kai", **asked)
        == issue(valued, by="kai", **{**asked, "approval": ""})
        == first
    )
    assert changed(before) == set()
    with refused("uid_taken", "uid"):
        issue(valued, by="kai", **{**asked, "discount_bp": 9_000})


def test_a_word_for_a_percent_counts_while_who_gave_it_may_approve(valued: Valued) -> None:
    salon = valued.salon
    agreed = word_for(valued, "c", "issue_card", amount=2_000)
    save_staff(replace(salon.staff["chen"], role=Role.CASHIER), by=salon.by("olga"), now=NOW)
    with refused("needs_manager", "approval"):
        issue(valued, by="kai", kind=CardKind.DISCOUNT, discount_bp=2_000, uid="c", approval=agreed)


def test_a_card_issued_again_with_another_pin_is_refused(valued: Valued) -> None:
    """Its PIN cannot be guessed so: the third wrong one in a row has to wait."""
    first = issue(valued, by="kai", uid="c", pin="1234")
    before = everything()
    assert issue(valued, by="kai", uid="c", pin="1234") == first
    assert changed(before) == set()
    with refused("uid_taken", "uid"):
        issue(valued, by="kai", uid="c")
    for pin, key in (("4321", "uid_taken"), ("0000", "uid_taken"), ("1111", "wait")):
        with pytest.raises(Refusal) as no:  # the wrong try is kept
            issue(valued, by="kai", uid="c", pin=pin)
        assert no.value.key == key
    with refused("wait", "pin"):
        issue(valued, by="kai", uid="c", pin="1234")
    state = cards.pin_state(first.id)
    assert state
    assert state.failures == 3


def test_a_card_issued_without_a_pin_is_another_than_one_with_it(valued: Valued) -> None:
    issue(valued, by="kai", uid="c")
    with refused("uid_taken", "uid"):
        issue(valued, by="kai", uid="c", pin="1234")


def test_a_card_whose_pin_was_set_since_is_still_the_card_that_was_issued(valued: Valued) -> None:
    issue(valued, by="kai", uid="c", pin="1234")
    set_card_pin(NewPin("c", "5678", "1234"), by=valued.salon.by("kai"), now=NOW)
    before = everything()
    for pin in ("1234", "5678", "0000", ""):  # nobody is told which one it is
        assert issue(valued, by="kai", uid="c", pin=pin).uid == "c"
    assert changed(before) == set()


def test_a_card_is_for_somebody_on_file(valued: Valued) -> None:
    salon = valued.salon
    with refused("client_unknown", "client"):
        issue_card(NewCard(9_999), by=salon.by("kai"), now=NOW)
    save_client(replace(salon.clients["leo"], retired=True), by=salon.by("olga"), now=NOW)
    with refused("client_unknown", "client"):
        issue(valued)


def test_a_card_with_a_uid_is_issued_once(valued: Valued) -> None:
    first = issue(valued, uid="mine")
    before = everything()
    assert issue(valued, uid="mine") == first
    assert changed(before) == set()
    with refused("uid_taken", "uid"):
        issue(valued, "maya", uid="mine")


# --- states ---


def test_only_an_active_card_pays(valued: Valued) -> None:
    topped_up(valued)
    for state, key, way_out in (
        (CardState.FROZEN, "card_frozen", "Unfreeze it in the client's file"),
        (CardState.LOST, "card_lost", "Replace it in the client's file"),
    ):
        set_state(valued, state)
        with refused(key, "card") as no:
            spend(valued, "s")
        assert way_out in no.value.text
        assert no.value.values["number"] == "100000017"
    set_state(valued, CardState.ACTIVE)
    spend(valued, "s")
    assert is_sound()


def test_a_stopped_card_is_not_topped_up_and_it_is_said_what_helps(valued: Valued) -> None:
    for state, way_out in (
        (CardState.FROZEN, "Unfreeze it in the client's file, or top up another card."),
        (CardState.LOST, "Replace it in the client's file, or top up another card."),
    ):
        set_state(valued, state)
        before = everything()
        with refused(f"card_{state}", "card") as no:
            topped_up(valued)
        assert changed(before) == set()
        assert no.value.text.endswith(way_out)


def test_a_card_dies_only_by_its_own_deeds(valued: Valued) -> None:
    for state in (CardState.CLOSED, CardState.REPLACED):
        with refused("bad_card_state"):
            set_state(valued, state)


def test_a_period_card_ends(valued: Valued) -> None:
    salon = valued.salon
    card = issue(valued, "maya", kind=CardKind.PERIOD, valid_until=NOW.date())

    def pin(at: datetime) -> str:
        return unlock_card(card.uid, "1234", ticket_uid="t", by=salon.by("kai"), now=at)

    set_card_pin(NewPin(card.uid, "1234"), by=salon.by("kai"), now=NOW)
    assert pin(NOW)
    with refused("card_ended", "card"):
        pin(NOW + timedelta(days=1))


def test_a_replaced_card_keeps_the_balances_and_the_number_is_dead(valued: Valued) -> None:
    wallet = topped_up(valued)
    set_state(valued, CardState.LOST)
    fresh = replace_card(valued.card.uid, by=valued.salon.by("kai"), now=NOW)
    assert (fresh.wallet, fresh.number, fresh.state) == (wallet, "100000025", CardState.ACTIVE)
    assert left(ledger.principal(wallet)) == [(100_000, "None")]
    with refused("card_replaced", "card"):
        spend(valued, "s")
    spend(valued, "s", card=fresh)
    for deed in (
        lambda: replace_card(valued.card.uid, by=valued.salon.by("kai"), now=NOW),
        lambda: set_state(valued, CardState.ACTIVE),
        lambda: set_card_pin(NewPin(valued.card.uid, "1234"), by=valued.salon.by("kai"), now=NOW),
    ):
        with refused("card_dead", "card"):
            deed()
    with refused("number_taken", "number"):
        issue(valued, number="100000017")


# --- PINs ---


def unlock(valued: Valued, pin: str, ticket: str, *, seconds: int = 0) -> str:
    now = NOW + timedelta(seconds=seconds)
    return unlock_card(valued.card.uid, pin, ticket_uid=ticket, by=valued.salon.by("kai"), now=now)


def test_above_the_limit_a_card_asks_for_its_pin(valued: Valued) -> None:
    """A gel is 30.30 and 13 % on top. 14 are 479.35 (424.20 + 21.21 + 33.94); the limit is 500.00,
    and 15 are 513.59 (454.50 + 22.73 + 36.36)."""
    topped_up(valued)
    set_card_pin(NewPin(valued.card.uid, "1234"), by=valued.salon.by("olga"), now=NOW)
    spend(valued, "a", gels=14)
    with refused("card_pin_above", "pin") as no:
        spend(valued, "b", gels=15)
    assert no.value.values["limit"] == Amount(50_000)
    elsewhere = unlock(valued, "1234", "another ticket")
    with refused("card_pin_above", "pin"):
        spend(valued, "b", gels=15, unlock=elsewhere)
    spend(valued, "b", gels=15, unlock=unlock(valued, "1234", "b"))
    assert is_sound()


def test_another_clients_card_always_asks_for_its_pin(valued: Valued) -> None:
    topped_up(valued)
    set_card_pin(NewPin(valued.card.uid, "1234"), by=valued.salon.by("olga"), now=NOW)
    with refused("card_pin_other", "pin"):
        spend(valued, "a", client="leo")
    spend(valued, "a", client="leo", unlock=unlock(valued, "1234", "a"))


def test_a_family_members_card_is_their_own(valued: Valued) -> None:
    """Leo's card opens Maya's wallet: it is his, and below the limit asks for nothing."""
    wallet = topped_up(valued)
    leos = issue(valued, "leo", shares=valued.card.uid)
    assert (leos.wallet, leos.owner_id) == (wallet, valued.salon.clients["maya"].id)
    spend(valued, "a", client="leo", card=leos)
    assert balances.balance(ledger.principal(wallet)) < 100_000


def test_where_the_salon_has_no_family_cards_a_balance_is_its_owners(valued: Valued) -> None:
    wallet, settings = topped_up(valued), salon_queries.settings()
    change_settings(replace(settings, family_cards=False), by=valued.salon.by("olga"), now=NOW)
    with refused("no_family_cards", "shares"):
        issue(valued, "leo", shares=valued.card.uid)
    assert issue(valued, "maya", shares=valued.card.uid).wallet == wallet  # a second one of her own


# --- how much, and what first ---


def test_a_card_holds_no_more_than_the_salon_lets_it(valued: Valued) -> None:
    """1,000.00 and 200.00 of bonus fit once below 2,000.00; a second time they do not."""
    salon, settings = valued.salon, salon_queries.settings()
    change_settings(replace(settings, card_most=200_000), by=salon.by("olga"), now=NOW)
    topped_up(valued)
    before, again = everything(), salon.ticket("again", valued.line(valued.top_up), client="maya")
    with refused("card_full", "quantity") as no:
        pay(valued, again)
    assert changed(before) == set()
    assert (no.value.values["most"], no.value.values["there"]) == (Amount(200_000), Amount(120_000))
    other = issue(valued)  # each card for itself
    line = valued.line(valued.top_up, source=other.uid)
    pay(valued, salon.ticket("other", line, client="maya"))
    twice = replace(line, quantity=2)
    change_settings(replace(settings, card_most=None), by=salon.by("olga"), now=NOW)
    pay(valued, salon.ticket("twice", twice, client="maya"))
    assert balances.balance(ledger.principal(other.wallet)) == 300_000


@pytest.mark.parametrize(
    ("order", "principal", "bonus", "said_so"),
    [
        (SpendOrder.BONUS_FIRST, 100_000, 16_576, "bonus first"),
        (SpendOrder.PRINCIPAL_FIRST, 96_576, 20_000, "principal first"),
    ],
)
def test_what_a_card_spends_first(
    order: SpendOrder, principal: int, bonus: int, said_so: str, valued: Valued
) -> None:
    """A gel is 34.24 with its taxes."""
    wallet, settings = topped_up(valued), salon_queries.settings()
    change_settings(replace(settings, spend_order=order), by=valued.salon.by("olga"), now=NOW)
    spend(valued, "a")
    assert balances.balance(ledger.principal(wallet)) == principal
    assert balances.balance(ledger.bonus(wallet)) == bonus
    account = ledger.bonus(wallet) if bonus < 20_000 else ledger.principal(wallet)
    assert said_so in said(account)[0]
    assert is_sound()


def test_wrong_pins_wait_longer_and_longer(valued: Valued) -> None:
    with pytest.raises(Refusal, match="no_pin"):
        unlock(valued, "1234", "t")
    set_card_pin(NewPin(valued.card.uid, "1234"), by=valued.salon.by("olga"), now=NOW)
    asked: list[tuple[str, object]] = []
    for _ in range(4):
        seconds = sum(int(str(wait)) for _, wait in asked if wait is not None)
        with pytest.raises(Refusal) as no:
            unlock(valued, "0000", "t", seconds=seconds)
        asked.append((no.value.key, no.value.values.get("seconds")))
    assert asked == [("wrong_pin", None), ("wrong_pin", None), ("wait", 5), ("wait", 15)]
    with pytest.raises(Refusal, match="wait"):  # the right one has to wait, too
        unlock(valued, "1234", "t", seconds=19)
    assert unlock(valued, "1234", "t", seconds=20)
    state = cards.pin_state(valued.card.id)
    assert state is not None
    assert (state.failures, state.wait_until) == (0, None)
    assert rows("SELECT COUNT(*) FROM journal WHERE deed = 'wrong_card_pin'") == [(4,)]
