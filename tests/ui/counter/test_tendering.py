"""What is handed over, as plain values: amounts, what is left, change, tips, coins."""

import pytest

from salon_pos.domain.catalog import TenderKind, TenderMethod
from salon_pos.ui.counter.pay.tendering import Tendering

CASH, CARD, WALLET = 1, 2, 3
METHODS = {
    CASH: TenderMethod(CASH, "Cash", TenderKind.CASH),
    CARD: TenderMethod(CARD, "Bank card", TenderKind.CARD),
    WALLET: TenderMethod(WALLET, "WeChat Pay", TenderKind.WALLET),
}


def owing(total: int, *, cash_step: int = 1) -> Tendering:
    return Tendering(total, METHODS, cash_step)


def test_one_tap_pays_all_that_is_due() -> None:
    state = owing(16_230).take(CARD)
    assert [h.amount for h in state.handed] == [16_230]
    assert (state.left, state.change, state.is_met) == (0, 0, True)


def test_another_tender_takes_what_the_first_left() -> None:
    state = owing(56_230).take(CARD, 40_000).take(CASH).type_amount(20_000)
    assert [h.amount for h in state.handed] == [40_000, 20_000]
    assert (state.due_now, state.change, state.left) == (16_230, 3_770, 0)


def test_a_tap_when_nothing_is_left_turns_the_tender_into_another() -> None:
    state = owing(5_000).take(CASH).take(CARD)
    assert [entry.method_id for entry in state.entries] == [CARD]


def test_the_same_tender_again_takes_all_that_is_due() -> None:
    state = owing(5_000).take(CARD, 2_000).take(CARD)
    assert [h.amount for h in state.handed] == [5_000]


@pytest.mark.parametrize(
    ("due", "asked", "rounding"), [(10_02, 10_00, -2), (10_03, 10_05, 2), (10_05, 10_05, 0)]
)
def test_only_cash_is_asked_in_coins(due: int, asked: int, rounding: int) -> None:
    state = owing(due, cash_step=5)
    assert state.take(CASH).due_now == asked
    assert state.take(CASH).settlement().cash_rounding == rounding
    assert state.take(CARD).due_now == due


def test_tips_ride_on_the_last_tender() -> None:
    state = owing(10_000).take(CARD, 4_000).take(WALLET).give_tip(7, 500).give_tip(8, 300)
    assert [(h.amount, h.tip) for h in state.handed] == [(4_000, 0), (6_800, 800)]
    assert state.due_now == 6_800
    assert state.settlement().tips == 800
    assert state.give_tip(7, 0).give_tip(8, 0).due_now == 6_000


def test_a_cash_tip_comes_off_the_change() -> None:
    state = owing(16_230).take(CASH, 20_000).give_tip(7, 2_000)
    assert state.change == 1_770
    assert state.settlement().change == 1_770


def test_removing_a_tender_makes_the_rest_due_again() -> None:
    state = owing(10_000).take(CARD, 4_000).take(CASH).remove(0)
    assert [h.amount for h in state.handed] == [10_000]


def test_what_is_still_to_pay_is_what_is_left_with_the_tips() -> None:
    assert owing(8_000).to_pay == 8_000
    assert owing(8_000).give_tip(7, 500).to_pay == 8_500
    part = owing(8_000).take(CARD, 1_700)
    assert part.to_pay == 6_300
    assert part.take(WALLET).to_pay == 0
    assert part.take(CASH, 10_000).to_pay == 0


def test_a_tender_of_nothing_gives_way_to_the_next() -> None:
    state = owing(1_000).take(CARD).type_amount(0).take(CASH)
    assert [(h.method_id, h.amount) for h in state.handed] == [(CASH, 1_000)]


def test_nothing_to_pay_needs_no_tender() -> None:
    assert owing(0).is_met
    assert owing(0).settlement().due == 0
    assert not owing(1).is_met


def test_an_empty_amount_of_a_card_is_not_met() -> None:
    state = owing(1_000).take(CARD).type_amount(0)
    assert (state.left, state.is_met) == (1_000, False)
