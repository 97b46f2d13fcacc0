"""RULES 6-9 and 27: how a total is met, what rides beside it, and whose sale it was.

Every expected figure is worked out by hand from the rule.
"""

from dataclasses import replace
from datetime import date

import pytest

from salon_pos.domain.catalog import TaxMode, TenderKind, TenderMethod
from salon_pos.domain.ledger import sale_entries
from salon_pos.domain.lots import Lot, pick
from salon_pos.domain.money import MOST, share
from salon_pos.domain.pricing import price
from salon_pos.domain.stored_value import split_spending
from salon_pos.domain.tenders import (
    Handed,
    PointsRule,
    Tip,
    cash_asked,
    cash_voucher,
    check_settled,
    likely_notes,
    most_points,
    settle,
)
from salon_pos.domain.ticket import equal_credit, line_client, merge, move_lines
from tests.domain.making import (
    CARD,
    CASH,
    EVERY,
    GST,
    METHODS,
    STAFF,
    VALUE,
    WALLET,
    book,
    item,
    line,
    refused,
    ticket,
)

# --- 6 ---


def test_rule_06_tenders_apply_in_the_order_given() -> None:
    handed = [Handed(CASH.id, 2000), Handed(WALLET.id, 1000), Handed(CASH.id, 500)]
    settled = settle(3424, handed, METHODS)
    assert [taken.applied for taken in settled.taken] == [2000, 1000, 424]
    assert [taken.change for taken in settled.taken] == [0, 0, 76]
    assert (settled.due, settled.change) == (0, 76)


def test_rule_06_cash_may_exceed_what_is_due_and_gives_change() -> None:
    settled = settle(603600, [Handed(CASH.id, 610000)], METHODS)
    assert (settled.change, settled.taken[0].applied, settled.due) == (6400, 603600, 0)


@pytest.mark.parametrize("method", [CARD, WALLET])
def test_rule_06_only_cash_may_exceed_what_is_due(method: TenderMethod) -> None:
    with refused("over", "amount"):
        settle(3424, [Handed(method.id, 3425)], METHODS)
    with refused("over", "amount"):
        settle(3424, [Handed(CASH.id, 3000), Handed(method.id, 425)], METHODS)
    with refused("over", "amount"):  # the cash before it already met the total
        settle(3424, [Handed(CASH.id, 5000), Handed(method.id, 1)], METHODS)
    assert settle(3424, [Handed(method.id, 3424)], METHODS).due == 0


def test_rule_06_the_same_means_may_appear_twice() -> None:
    settled = settle(3424, [Handed(CARD.id, 1000), Handed(CARD.id, 2424)], METHODS)
    assert ([taken.applied for taken in settled.taken], settled.due) == ([1000, 2424], 0)


def test_rule_06_paying_short_leaves_something_due_and_is_refused() -> None:
    settled = settle(3424, [Handed(CARD.id, 3000)], METHODS)
    assert settled.due == 424
    with refused("short"):
        check_settled(settled)


def test_rule_06_a_zero_total_needs_no_tender() -> None:
    settled = settle(0, [], METHODS, cash_step=5)
    check_settled(settled)
    assert (settled.taken, settled.cash_rounding, settled.due) == ((), 0, 0)


def test_rule_06_a_zero_total_takes_nothing_it_is_given() -> None:
    settled = settle(0, [Handed(CASH.id, 5000)], METHODS, cash_step=5)
    assert (settled.change, settled.taken[0].applied, settled.cash_rounding) == (5000, 0, 0)
    with refused("over", "amount"):
        settle(0, [Handed(CARD.id, 1)], METHODS)


def test_rule_06_a_total_below_zero_is_refused() -> None:
    with refused("negative_total"):
        settle(-1, [], METHODS)


@pytest.mark.parametrize(
    ("method", "amount", "key"),
    [
        (CASH, 3424, "no_such_coins"),
        (CASH, 1, "no_such_coins"),
        (CASH, -5, "bad_tender"),
        (CARD, -1, "bad_tender"),
        (CASH, MOST + 5, "tender_too_large"),
    ],
)
def test_rule_06_an_amount_nobody_can_hand_over_is_refused(
    method: TenderMethod, amount: int, key: str
) -> None:
    with refused(key, "amount"):
        settle(3424, [Handed(method.id, amount)], METHODS, cash_step=5)


def test_rule_06_an_unknown_retired_or_imported_means_is_refused() -> None:
    retired = replace(CARD, id=8, retired=True)
    imported = TenderMethod(9, "imported", TenderKind.IMPORTED)
    for method_id in (7, 8, 9):
        with refused("tender_unknown"):
            settle(3424, [Handed(method_id, 3424)], {8: retired, 9: imported})


def test_rule_06_cash_in_two_parts_meets_a_rounded_total() -> None:
    # 34.24 in cash asks 34.25: 20.00, then 14.24 asks 14.25.
    settled = settle(3424, [Handed(CASH.id, 2000), Handed(CASH.id, 1500)], METHODS, cash_step=5)
    assert [taken.applied for taken in settled.taken] == [2000, 1425]
    assert (settled.cash_rounding, settled.change, settled.due) == (1, 75, 0)
    # One coin less than asked is not enough, though only 0.04 is missing.
    short = settle(3424, [Handed(CASH.id, 3420)], METHODS, cash_step=5)
    assert (short.due, short.cash_rounding) == (4, 0)
    assert cash_asked(short.due, 5) == 5


def test_rule_06_cash_before_a_card_is_not_rounded() -> None:
    handed = [Handed(CASH.id, 2000), Handed(CARD.id, 1424)]
    settled = settle(3424, handed, METHODS, cash_step=5)
    assert (settled.cash_rounding, settled.due) == (0, 0)


def test_rule_06_cash_of_nothing_meets_what_rounds_to_nothing() -> None:
    assert cash_asked(2, 5) == 0
    settled = settle(2, [Handed(CASH.id, 0)], METHODS, cash_step=5)
    assert (settled.cash_rounding, settled.due, settled.change) == (-2, 0, 0)
    assert settle(3, [Handed(CASH.id, 0)], METHODS, cash_step=5).due == 3


@pytest.mark.parametrize(
    ("total", "points", "cap_bp", "most"),
    [
        # 100 points are 1.00. Half of 34.24 is 17.12: 17 steps.
        (3424, 5000, 5000, 1700),
        # The client has 950: 9 steps.
        (3424, 950, 5000, 900),
        (3424, 99, 5000, 0),
        # The whole bill: 34 steps.
        (3424, 5000, 10000, 3400),
        (0, 5000, 10000, 0),
        (3424, 0, 10000, 0),
        (3424, -50, 10000, 0),
    ],
)
def test_rule_06_points_come_in_steps_up_to_the_capped_share(
    total: int, points: int, cap_bp: int, most: int
) -> None:
    assert most_points(total, points, PointsRule(step=100, value=100, cap_bp=cap_bp)) == most


def test_rule_06_a_cash_voucher_above_the_bill_loses_the_rest() -> None:
    assert cash_voucher(5000, 3424) == (3424, 1576)
    assert cash_voucher(2000, 3424) == (2000, 0)


def value(kind: TenderKind, amount: int, source: str) -> Handed:
    return Handed(VALUE[kind].id, amount, source=source)


GIVEN = value(TenderKind.VOUCHER, 5_000, "v")


@pytest.mark.parametrize("kind", [kind for kind in VALUE if kind is not TenderKind.VOUCHER])
def test_rule_06_no_value_gives_change(kind: TenderKind) -> None:
    with refused("over", "amount"):
        settle(3_424, [value(kind, 3_425, "x")], EVERY)
    one = settle(3_424, [value(kind, 3_424, "x")], EVERY).taken[0]
    assert (one.handed, one.applied, one.change, one.source) == (3_424, 3_424, 0, "x")


def test_rule_06_a_voucher_above_the_bill_loses_the_rest_and_gives_no_change() -> None:
    paid = settle(3_424, [GIVEN], EVERY)
    (one,) = paid.taken
    assert (one.handed, one.applied, one.change, paid.due) == (3_424, 3_424, 0, 0)
    # After 20.00 in cash only 14.24 are due.
    paid = settle(3_424, [Handed(CASH.id, 2_000), GIVEN], EVERY)
    assert (paid.taken[1].applied, paid.change, paid.due) == (1_424, 0, 0)


def test_rule_06_a_voucher_below_the_bill_leaves_something_due() -> None:
    paid = settle(8_000, [GIVEN], EVERY)
    assert (paid.taken[0].applied, paid.due) == (5_000, 3_000)


def test_rule_06_a_voucher_is_not_lost_where_nothing_is_due() -> None:
    with refused("over", "amount"):
        settle(2_000, [Handed(CASH.id, 2_000), GIVEN], EVERY)


@pytest.mark.parametrize(
    ("due", "unit", "notes"),
    [
        (3424, 100, (3500, 4000, 5000)),
        (3500, 100, (4000, 5000, 10000)),
        (4100, 100, (4500, 5000, 6000)),
        (5000, 100, (6000, 10000, 50000)),
        (9800, 100, (10000, 50000, 100000)),
        (100000, 100, ()),
        (99900, 100, (100000,)),
        (1, 100, (100, 500, 1000)),
        (480, 1, (500, 1000)),
        (0, 100, ()),
    ],
)
def test_likely_notes_lie_above_what_is_due(due: int, unit: int, notes: tuple[int, ...]) -> None:
    assert likely_notes(due, unit) == notes


# --- 7 ---


@pytest.mark.parametrize(
    ("amount", "principal", "bonus", "used"),
    [
        # Topped up 1000.00 with 200.00 on top.
        (6000, 100000, 20000, (5000, 1000)),
        # 0.833 and 0.167 of a cent's hundred: the larger remainder goes to the bonus.
        (100, 1000, 200, (83, 17)),
        # Equal remainders: the principal comes first.
        (1, 500, 500, (1, 0)),
        (500, 0, 500, (0, 500)),
        (500, 500, 0, (500, 0)),
        (120000, 100000, 20000, (100000, 20000)),
        (0, 0, 0, (0, 0)),
    ],
)
def test_rule_07_principal_and_bonus_are_spent_in_proportion(
    amount: int, principal: int, bonus: int, used: tuple[int, int]
) -> None:
    assert split_spending(amount, principal, bonus) == used


def test_rule_07_no_card_pays_more_than_it_holds() -> None:
    with refused("not_enough_value"):
        split_spending(1201, 1000, 200)


SOON, LATE = date(2024, 6, 1), date(2024, 12, 31)


@pytest.mark.parametrize(
    ("amount", "taken"),
    [
        (0, ()),
        (50, ((3, 50),)),
        (150, ((3, 100), (4, 50))),
        (250, ((3, 100), (4, 100), (1, 50))),
        (400, ((3, 100), (4, 100), (1, 100), (2, 100))),
    ],
)
def test_rule_07_the_lot_soonest_to_expire_is_spent_first_then_the_oldest(
    amount: int, taken: tuple[tuple[int, int], ...]
) -> None:
    lots = [Lot(2, 100), Lot(1, 100, LATE), Lot(4, 100, SOON), Lot(3, 100, SOON), Lot(0, 0, SOON)]
    assert pick(lots, amount) == taken


def test_rule_07_lots_give_no_more_than_they_hold_and_nothing_back() -> None:
    with pytest.raises(ValueError, match="1 less"):
        pick([Lot(1, 100)], 101)
    with pytest.raises(ValueError, match="-5"):
        pick([Lot(1, 100)], -5)


# --- 8 ---

MOTHER, DAUGHTER = 10, 20


def test_rule_08_the_payer_stays_the_payer_whoever_the_lines_are_for() -> None:
    family = merge(
        ticket(line(1), client_id=MOTHER), ticket(line(2), client_id=DAUGHTER, uid="other")
    )
    assert family.client_id == MOTHER
    assert [line_client(family, each) for each in family.lines] == [MOTHER, DAUGHTER]
    left, moved = move_lines(family, ticket(client_id=DAUGHTER, uid="other"), frozenset({"1", "2"}))
    assert (left.client_id, moved.client_id) == (MOTHER, DAUGHTER)
    assert [line_client(moved, each) for each in moved.lines] == [MOTHER, DAUGHTER]


# --- 9 ---

TIPS = (Tip(1, 500), Tip(2, 300))


def test_rule_09_a_tip_rides_on_a_tender_beside_the_sale() -> None:
    plain = settle(3424, [Handed(CARD.id, 3424)], METHODS)
    tipped = settle(3424, [Handed(CARD.id, 4224, TIPS)], METHODS)
    assert tipped.taken[0].applied == plain.taken[0].applied == 3424
    assert (tipped.tips, tipped.change, tipped.due) == (800, 0, 0)
    cash = settle(3424, [Handed(CASH.id, 5000, TIPS)], METHODS)
    assert (cash.tips, cash.change, cash.due) == (800, 776, 0)


def test_rule_09_a_tip_is_no_revenue_and_bears_no_tax() -> None:
    prices = book(item(1, 10000, GST), taxes=(GST,), mode=TaxMode.EXCLUSIVE)
    bill = price(ticket(line(1)), prices)
    settled = settle(bill.total, [Handed(CARD.id, 11300, TIPS)], METHODS)
    entries = {
        entry.account.code: entry.amount for entry in sale_entries(bill, settled, "A", STAFF)
    }
    assert entries == {
        "tender:card": 11300,
        "revenue:service": -10000,
        "tax:gst": -500,
        "tips:mei": -500,
        "tips:jie": -300,
    }


def test_rule_09_a_free_sale_may_be_tipped() -> None:
    settled = settle(0, [Handed(CARD.id, 800, TIPS)], METHODS)
    assert (settled.tips, settled.taken[0].applied, settled.due) == (800, 0, 0)


@pytest.mark.parametrize(
    ("handed", "key"),
    [
        (Handed(CARD.id, 500, (Tip(1, 501),)), "tip_above_tender"),
        (Handed(CARD.id, 500, (Tip(1, -1),)), "bad_tender"),
        # 0.03 left of a 0.05 step cannot be given back in coins.
        (Handed(CASH.id, 500, (Tip(1, 3),)), "no_such_coins"),
        # Its tip is no part of what the card pays: 34.25 of 34.24.
        (Handed(CARD.id, 3925, (Tip(1, 500),)), "over"),
    ],
)
def test_rule_09_a_tip_that_cannot_be_is_refused(handed: Handed, key: str) -> None:
    field = "tip" if key == "tip_above_tender" else "amount"
    with refused(key, field):
        settle(3424, [handed], METHODS, cash_step=5)


@pytest.mark.parametrize("kind", VALUE)
def test_rule_09_a_tip_is_paid_with_money(kind: TenderKind) -> None:
    tipped = Handed(VALUE[kind].id, 3_924, (Tip(1, 500),), "x")
    with refused("tip_on_value", "tip"):
        settle(3_424, [tipped], EVERY)


# --- 27 ---


@pytest.mark.parametrize(
    ("net", "parts_bp", "amounts"),
    [
        (10001, (5000, 5000), (5001, 5000)),
        (1000, (3334, 3333, 3333), (334, 333, 333)),  # 333.4, 333.3, 333.3
        (1000, (3333, 3333, 3334), (333, 333, 334)),
        (10000, (7000, 3000), (7000, 3000)),
        (101, (10000, 0), (101, 0)),
        (0, (5000, 5000), (0, 0)),
    ],
)
def test_rule_27_sales_credit_is_shared_over_the_lines_net(
    net: int, parts_bp: tuple[int, ...], amounts: tuple[int, ...]
) -> None:
    assert share(net, parts_bp) == amounts


def test_rule_27_equal_parts_sum_to_100_percent_the_odd_point_to_the_leader() -> None:
    credit = [(each.staff_id, each.part_bp) for each in equal_credit((7, 8, 9))]
    assert credit == [(7, 3334), (8, 3333), (9, 3333)]
