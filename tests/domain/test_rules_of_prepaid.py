"""RULES 7, 22 and 25: top-ups, session packs, and what is left of them.

Every expected figure is worked out by hand from the rule.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salon_pos.domain.lots import Lot, Use, held, without
from salon_pos.domain.money import MOST
from salon_pos.domain.packs import next_uses, runs, unit_values
from salon_pos.domain.prepaid import Plan, PrepaidKind, check_plan
from salon_pos.domain.stored_value import (
    SpendOrder,
    Spent,
    spend,
    split_spending,
)
from tests.domain.making import refused

SOON, LATE = date(2024, 6, 1), date(2024, 12, 31)


# --- 7 ---


def test_rule_07_principal_and_bonus_each_come_from_their_lots() -> None:
    # 1,000.00 and 200.00: 630.00 is 525.00 and 105.00. Principal from the older top-up first,
    # bonus from what ends first.
    principal = [Lot(3, 60_000), Lot(1, 40_000)]
    bonus = [Lot(2, 10_000, LATE), Lot(4, 10_000, SOON)]
    assert spend(63_000, principal, bonus) == Spent(
        principal=(Use(1, 40_000), Use(3, 12_500)),
        bonus=(Use(4, 10_000, SOON), Use(2, 500, LATE)),
    )
    assert spend(63_000, principal, bonus).from_bonus == 10_500


def test_rule_07_without_bonus_all_is_principal() -> None:
    assert spend(500, [Lot(1, 800)], []) == Spent((Use(1, 500),), ())


def test_rule_07_lots_give_no_more_than_the_card_holds() -> None:
    with refused("not_enough_value"):
        spend(1_201, [Lot(1, 1_000)], [Lot(2, 200)])


@pytest.mark.parametrize(
    ("order", "amount", "principal", "bonus"),
    [
        (SpendOrder.PRINCIPAL_FIRST, 900, 900, 0),
        (SpendOrder.PRINCIPAL_FIRST, 1_100, 1_000, 100),
        (SpendOrder.BONUS_FIRST, 150, 0, 150),
        (SpendOrder.BONUS_FIRST, 900, 700, 200),
        (SpendOrder.PROPORTION, 600, 500, 100),
    ],
)
def test_rule_07_what_is_spent_first_is_a_setting(
    order: SpendOrder, amount: int, principal: int, bonus: int
) -> None:
    """Of 10.00 and a bonus of 2.00."""
    assert split_spending(amount, 1_000, 200, order) == (principal, bonus)
    with refused("not_enough_value"):
        split_spending(1_201, 1_000, 200, order)


@given(st.data(), st.integers(0, 10**6), st.integers(0, 10**6))
def test_rule_07_spending_again_and_again_never_leaves_less_than_nothing(
    data: st.DataObject, principal: int, bonus: int
) -> None:
    while principal + bonus:
        amount = data.draw(st.integers(1, principal + bonus))
        from_principal, from_bonus = split_spending(amount, principal, bonus)
        assert from_principal + from_bonus == amount
        assert 0 <= from_principal <= principal
        assert 0 <= from_bonus <= bonus
        # Within one minor unit of the exact part, so never out of proportion.
        assert abs(from_principal * (principal + bonus) - amount * principal) < principal + bonus
        principal, bonus = principal - from_principal, bonus - from_bonus


# --- plans ---


@pytest.mark.parametrize(
    ("price", "bonus", "days"),
    [
        (100_000, 0, None),
        (100_000, 20_000, None),
        (100_000, 20_000, 365),
        (1, 0, None),
        (MOST, MOST, 36_500),
        (None, 0, None),
    ],
)
def test_rule_07_a_plan_that_can_be(price: int | None, bonus: int, days: int | None) -> None:
    check_plan(Plan(PrepaidKind.TOP_UP, bonus, days=days), price)


@pytest.mark.parametrize(
    ("changed", "key", "field"),
    [
        ({"price": 0}, "bad_principal", "price"),
        ({"price": -5}, "bad_principal", "price"),
        ({"price": 1.5}, "bad_principal", "price"),
        ({"price": True}, "bad_principal", "price"),
        ({"price": MOST + 1}, "bad_principal", "price"),
        ({"price": None}, "bonus_of_any_amount", "bonus"),
        ({"bonus": -1}, "bad_bonus", "bonus"),
        ({"bonus": MOST + 1}, "bad_bonus", "bonus"),
        ({"bonus": "200"}, "bad_bonus", "bonus"),
        ({"days": 0}, "bad_bonus_days", "days"),
        ({"days": -30}, "bad_bonus_days", "days"),
        ({"days": 36_501}, "bad_bonus_days", "days"),
        ({"bonus": 0, "days": 30}, "days_of_no_bonus", "days"),
        ({"bought": 1}, "bad_sessions", "bought"),
        ({"given": 1}, "bad_sessions", "bought"),
    ],
)
def test_rule_07_a_plan_that_is_nonsense_is_refused(
    changed: dict[str, Any], key: str, field: str
) -> None:
    price = changed.get("price", 100_000)
    changed = {name: value for name, value in changed.items() if name != "price"}
    with refused(key, field):
        check_plan(replace(Plan(PrepaidKind.TOP_UP, 20_000), **changed), price)


# --- 25 ---


@pytest.mark.parametrize(
    ("price", "sessions", "values"),
    [
        # 5 + 1 for 1,000.00: 166.666… each; four sessions get the odd cents.
        (100_000, 6, (16_667, 16_667, 16_667, 16_667, 16_666, 16_666)),
        (60_000, 6, (10_000,) * 6),
        (10_000, 3, (3_334, 3_333, 3_333)),
        (2, 3, (1, 1, 0)),
        (0, 2, (0, 0)),
        (10_000, 1, (10_000,)),
    ],
)
def test_rule_25_unit_values_share_the_price_over_all_sessions(
    price: int, sessions: int, values: tuple[int, ...]
) -> None:
    assert unit_values(price, sessions) == values


@pytest.mark.parametrize(
    ("price", "sessions", "lots"),
    [
        (100_000, 6, ((4, 16_667), (2, 16_666))),
        (60_000, 6, ((6, 10_000),)),
        (10_000, 3, ((1, 3_334), (2, 3_333))),
        (2, 3, ((2, 1), (1, 0))),
    ],
)
def test_rule_25_sessions_of_one_value_are_one_lot(
    price: int, sessions: int, lots: tuple[tuple[int, int], ...]
) -> None:
    assert runs(price, sessions) == lots


PACK = (Lot(1, 4, LATE, 16_667), Lot(2, 2, LATE, 16_666))
"""Five and one for 1,000.00."""


def test_rule_25_sessions_are_used_in_the_order_of_their_values() -> None:
    assert next_uses(PACK, 1) == (Use(1, 1, LATE, 16_667),)
    assert next_uses(PACK, 5) == (Use(1, 4, LATE, 16_667), Use(2, 1, LATE, 16_666))
    uses = next_uses(PACK, 5)
    assert sum(use.amount * use.unit_value for use in uses) == 83_334  # 4 × 166.67 + 166.66


def test_rule_25_a_session_that_ends_first_is_used_first() -> None:
    # One came back to an ended pack: its child lot is newer, and ends sooner than the others.
    child = Lot(9, 1, SOON, 16_666)
    assert next_uses([*PACK, child], 2) == (Use(9, 1, SOON, 16_666), Use(1, 1, LATE, 16_667))


def test_rule_25_a_pack_gives_no_more_sessions_than_are_left_and_never_none() -> None:
    with refused("not_enough_sessions", "quantity"):
        next_uses(PACK, 7)
    for sessions in (0, -1):
        with refused("no_session", "quantity"):
            next_uses(PACK, sessions)
    with refused("not_enough_sessions", "quantity"):
        next_uses([], 1)


@given(st.integers(0, 10**9), st.integers(1, 999))
def test_rule_25_unit_values_sum_to_the_price_and_differ_by_one_at_most(
    price: int, sessions: int
) -> None:
    values = unit_values(price, sessions)
    assert (len(values), sum(values)) == (sessions, price)
    assert max(values) - min(values) <= 1
    assert sum(count * value for count, value in runs(price, sessions)) == price
    assert len(runs(price, sessions)) <= 2


@given(st.data(), st.integers(0, 10**6), st.integers(1, 30))
def test_rule_25_what_is_used_and_what_is_unused_is_the_price(
    data: st.DataObject, price: int, sessions: int
) -> None:
    sold = enumerate(runs(price, sessions), start=1)
    lots = tuple(Lot(id_, count, LATE, value) for id_, (count, value) in sold)
    used: list[int] = []
    while held(lots):
        uses = next_uses(lots, data.draw(st.integers(1, held(lots))))
        for use in uses:
            used += [use.unit_value] * use.amount
        lots = without(lots, uses)
        assert sum(used) + sum(lot.left * lot.unit_value for lot in lots) == price
    assert tuple(used) == unit_values(price, sessions)


FIVE_AND_ONE = Plan(PrepaidKind.PACK, bought=5, given=1, days=365, item_ids=frozenset({1}))


def test_rule_25_a_pack_has_the_sessions_that_were_bought_and_given() -> None:
    assert FIVE_AND_ONE.sessions == 6
    for bought, given_ in ((5, 1), (999, 0), (1, 998)):
        check_plan(replace(FIVE_AND_ONE, bought=bought, given=given_), 10_000)


@pytest.mark.parametrize(
    ("changed", "key", "field"),
    [
        ({"item_ids": frozenset()}, "pack_of_nothing", "items"),
        ({"bought": 0}, "bad_sessions", "bought"),
        ({"bought": 1_000}, "bad_sessions", "bought"),
        ({"bought": 2.5}, "bad_sessions", "bought"),
        ({"given": -1}, "bad_sessions", "given"),
        ({"given": 995}, "bad_sessions", "given"),
        ({"days": 0}, "bad_pack_days", "days"),
        ({"days": 36_501}, "bad_pack_days", "days"),
        ({"bonus": 1}, "bad_bonus", "bonus"),
    ],
)
def test_rule_25_a_pack_that_is_nonsense_is_refused(
    changed: dict[str, Any], key: str, field: str
) -> None:
    with refused(key, field):
        check_plan(replace(FIVE_AND_ONE, **changed), 10_000)
