"""Closing a card: what is paid out, to whom it belongs, and what returns to it later."""

from dataclasses import replace

import pytest

from salon_pos.db.queries import balances, cards
from salon_pos.domain import ledger
from salon_pos.domain.cards import CardState
from salon_pos.domain.money import Amount
from salon_pos.usecases.closing import Closed, Closing, close_card, preview_close
from salon_pos.usecases.refunds import RefundRequest, preview, refund
from tests.salons import NOW, Salon
from tests.usecases.card_hands import close, issue, spend, topped_up, word_for
from tests.usecases.keeping import changed, everything, refused
from tests.usecases.spending import is_sound, left, said
from tests.usecases.valued import Valued, made


@pytest.fixture
def valued(selling: Salon) -> Valued:
    return made(selling)


def test_a_closed_card_pays_out_principal_only(valued: Valued) -> None:
    wallet = topped_up(valued)
    closed = close(valued, "c", valued.card, word=word_for(valued, "c"))
    assert closed == Closed(100_000, 100_000, 20_000, "Bank card")
    assert close(valued, "c", valued.card) == closed
    assert left(ledger.principal(wallet)) == left(ledger.bonus(wallet)) == []
    assert balances.balance(ledger.BONUS_GIVEN) == 0
    assert balances.balance(ledger.BREAKAGE) == 0
    assert balances.balance(ledger.tender("card")) == 0  # 1,000.00 came, 1,000.00 went
    assert said(ledger.principal(wallet))[0] == (
        "Principal paid back: $1,000.00 of the $1,000.00 left of this top-up."
    )
    assert said(ledger.bonus(wallet))[0] == "Bonus cancelled as the card was closed: $200.00."
    with refused("card_closed", "card"):
        spend(valued, "s")
    with refused("card_dead", "card"):
        close(valued, "d", valued.card)
    with refused("number_taken", "number"):
        issue(valued, number="100000017")
    assert is_sound()


def test_an_empty_card_closes_without_money(valued: Valued) -> None:
    assert close(valued, "c", valued.card, "") == Closed()
    card = cards.card_by_uid(valued.card.uid)
    assert card is not None
    assert card.state is CardState.CLOSED


def test_closing_asks_how_to_pay(valued: Valued) -> None:
    topped_up(valued)
    with refused("how_to_pay", "tender") as no:
        close(valued, "c", valued.card, "")
    assert no.value.values["amount"] == Amount(100_000)
    with refused("no_money", "tender"):
        close(valued, "c", valued.card, "points")


def test_closing_is_seen_before_it_is_done(valued: Valued) -> None:
    topped_up(valued)
    by, before = valued.salon.by("kai"), everything()
    seen = preview_close(valued.card.uid, by=by, now=NOW)
    assert seen.closed == Closed(100_000, 100_000, 20_000)
    assert changed(before) == set()
    leos = issue(valued, "leo", shares=valued.card.uid)
    keeps = Closing(Closed(), keepers=(valued.card,), kept=120_000)
    assert preview_close(leos.uid, by=by, now=NOW) == keeps
    close(valued, "c", leos)
    with refused("card_dead", "card"):
        preview_close(leos.uid, by=by, now=NOW)
    with refused("card_unknown", "card"):
        preview_close("nothing", by=by, now=NOW)
    with refused("not_allowed"):
        preview_close(valued.card.uid, by=valued.salon.by("mei"), now=NOW)


def test_paying_out_much_needs_another_managers_word(valued: Valued) -> None:
    """More than the salon refunds without a manager (300.00), whoever does it."""
    topped_up(valued)
    salon = valued.salon
    card, bank = valued.card.uid, salon.tenders["card"]
    other, less = word_for(valued, "other"), word_for(valued, "c", amount=99_999)
    for word in ("", other, less):
        with refused("needs_manager", "approval") as no:
            close_card("c", card, bank, approval=word, by=salon.by("kai"), now=NOW)
        assert no.value.values["amount"] == Amount(100_000)
    with refused("needs_manager", "approval"):
        close_card("c", card, bank, by=salon.by("olga"), now=NOW)


def test_no_more_cash_is_paid_out_than_the_drawer_holds(valued: Valued) -> None:
    """It was opened with 100.00; the top-up was paid by bank card."""
    topped_up(valued)
    salon, word = valued.salon, word_for(valued, "c")
    with refused("drawer_short", "tender") as no:
        close_card("c", valued.card.uid, salon.tenders["cash"], approval=word, by=salon.by("kai"),
                   now=NOW)  # fmt: skip
    assert no.value.values["held"] == Amount(10_000)


def test_a_shared_wallet_keeps_its_money_until_its_last_card_closes(valued: Valued) -> None:
    wallet = topped_up(valued)
    leos = issue(valued, "leo", shares=valued.card.uid)
    assert close(valued, "c", valued.card) == Closed()
    assert left(ledger.principal(wallet)) == [(100_000, "None")]
    assert close(valued, "d", leos, word=word_for(valued, "d")).paid == 100_000
    assert is_sound()


def test_what_comes_back_to_a_closed_card_can_be_paid_out(valued: Valued) -> None:
    """RULES 22. The gel is 34.24 (30.30 + 1.52 + 2.42) of 1,000.00 + 200.00: 28.53 and 5.71."""
    wallet, by = topped_up(valued), valued.salon.by("olga")
    spend(valued, "s")
    assert left(ledger.principal(wallet)) == [(100_000 - 2_853, "None")]
    close(valued, "c", valued.card, word=word_for(valued, "c"))
    asked = RefundRequest("r", "s", {"s/gel": 1}, reason="Not as wished")
    seen = preview(asked, by=by, now=NOW)
    refund(replace(asked, shown_total=seen.total, shown=seen.digest), by=by, now=NOW)
    assert left(ledger.principal(wallet)) == [(2_853, "None")]
    assert close(valued, "d", valued.card) == Closed(2_853, 2_853, 571, "Bank card")
    assert is_sound()
