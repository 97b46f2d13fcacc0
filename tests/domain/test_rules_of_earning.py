"""RULES 10-13: what a line earns, and what a sale earns.

Every expected figure is worked out by hand from the rule.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salon_pos.domain.catalog import ItemKind
from salon_pos.domain.earning import Occasion, PaidLine, earn, eligible
from salon_pos.domain.points import (
    BaseRule,
    Bonus,
    BonusKind,
    MemberDays,
    PointsRules,
)
from salon_pos.domain.tenders import Handed, settle
from tests.domain.making import CARD, METHODS, WALLET

ONE_PER_YUAN = PointsRules(1, base=(BaseRule(1, 100),))
WEDNESDAY = date(2024, 5, 1)
OCCASION = Occasion(WEDNESDAY)

HAIR, COLOUR = 1, 2
"""Categories."""


def paid(net: int, payable: int | None = None, *, item_id: int = 1, **more: Any) -> PaidLine:
    """A service line; payable is its net, unless told."""
    made = PaidLine(
        uid=f"{item_id}-{net}",
        item_id=item_id,
        category_id=HAIR,
        kind=ItemKind.SERVICE,
        net=net,
        payable=net if payable is None else payable,
    )
    return replace(made, **more)


def prepaid(net: int, **more: Any) -> PaidLine:
    return paid(net, kind=ItemKind.PREPAID, **more)


def session(net: int, payable: int) -> PaidLine:
    return paid(net, payable, session_use=True)


# --- 10 ---


def test_rule_10_prepaid_earns_nothing_when_it_is_sold() -> None:
    earned = earn([prepaid(100_000), paid(5_000)], 0, ONE_PER_YUAN, OCCASION)
    assert [(line.eligible, line.points, line.nothing) for line in earned.lines] == [
        (0, 0, "prepaid"),
        (5_000, 50, ""),
    ]


def test_rule_10_at_top_up_the_principal_earns_and_its_use_does_not() -> None:
    rules = replace(ONE_PER_YUAN, at_top_up=True)
    assert earn([prepaid(100_000, top_up=True)], 0, rules, OCCASION).points == 1_000
    used = earn([paid(5_000)], 5_000, rules, OCCASION)
    assert (used.points, used.lines[0].nothing) == (0, "not_earning")


def test_rule_10_at_top_up_packs_still_earn_nothing_when_sold() -> None:
    rules = replace(ONE_PER_YUAN, at_top_up=True)
    assert earn([prepaid(60_000)], 0, rules, OCCASION).points == 0


def test_rule_10_bonus_earns_nothing() -> None:
    # 120.00, of which the card's bonus paid 20.00.
    assert earn([paid(12_000)], 2_000, ONE_PER_YUAN, OCCASION).points == 100


def test_rule_10_a_line_wholly_paid_with_points_says_so() -> None:
    (line,) = earn([paid(3_000)], 3_000, ONE_PER_YUAN, OCCASION).lines
    assert (line.eligible, line.points, line.nothing) == (0, 0, "not_earning")


# --- 11 ---


def test_rule_11_exclusive_tax_does_not_earn() -> None:
    # 100.00 + 13.00 tax, 11.30 in points: a tenth of the payable, so a tenth of the net.
    assert eligible([paid(10_000, 11_300)], 1_130, ONE_PER_YUAN) == (9_000,)


def test_rule_11_inclusive_tax_earns() -> None:
    # The net of 121.00 holds 21.00 of tax and is all payable.
    assert eligible([paid(12_100)], 0, ONE_PER_YUAN) == (12_100,)


def test_rule_11_not_earning_tenders_are_shared_by_payable() -> None:
    # 10.00 in points over 30.00 and 10.00: 7.50 and 2.50.
    assert eligible([paid(3_000), paid(1_000)], 1_000, ONE_PER_YUAN) == (2_250, 750)


def test_rule_11_the_odd_cent_of_a_part_goes_to_the_earlier_line() -> None:
    # 0.01 over three equal lines: 0.01, 0, 0.
    lines = [paid(100), paid(100), paid(100)]
    assert eligible(lines, 1, ONE_PER_YUAN) == (99, 100, 100)


def test_rule_11_eligible_is_rounded_half_up() -> None:
    # 1.00 + 0.10 tax with 0.11 in points: 100 × 99 / 110 = 90. With 0.04: 100 × 106 / 110 = 96.36.
    # 0.05 + 0.05 tax with 0.05 in points: 5 × 5 / 10 = 2.5, which is 3.
    assert eligible([paid(100, 110)], 11, ONE_PER_YUAN) == (90,)
    assert eligible([paid(100, 110)], 4, ONE_PER_YUAN) == (96,)
    assert eligible([paid(5, 10)], 5, ONE_PER_YUAN) == (3,)


def test_rule_11_a_session_is_eligible_at_its_unit_value_and_weighs_with_its_tax_alone() -> None:
    # A session of 83.34 with 4.00 tax on top, beside a service of 36.00; 10.00 in points:
    # 10.00 over 4.00 and 36.00 is 1.00 and 9.00.
    lines = [session(8_334, 8_734), paid(3_600)]
    assert eligible(lines, 1_000, ONE_PER_YUAN) == (8_334, 2_700)


def test_rule_11_prepaid_takes_no_part_of_what_cannot_buy_it() -> None:
    # 20.00 in points lie on the 50.00 service alone, not on the 100.00 gift card.
    assert eligible([prepaid(10_000), paid(5_000)], 2_000, ONE_PER_YUAN) == (0, 3_000)


def test_rule_11_only_what_no_other_line_can_have_taken_lies_on_prepaid() -> None:
    # A platform voucher of 80.00 bought a top-up of 60.00 and a service of 50.00.
    rules = replace(ONE_PER_YUAN, at_top_up=True)
    lines = [prepaid(6_000, top_up=True), paid(5_000)]
    assert eligible(lines, 8_000, rules) == (3_000, 0)


def test_rule_11_excluded_items_and_categories_and_redo_lines_have_nothing() -> None:
    rules = replace(
        ONE_PER_YUAN, excluded_items=frozenset({7}), excluded_categories=frozenset({COLOUR})
    )
    lines = [paid(4_000, item_id=7), paid(4_000, category_id=COLOUR), paid(0, redo=True), paid(0)]
    earned = earn([*lines, paid(4_000)], 0, rules, OCCASION)
    assert [line.nothing for line in earned.lines] == ["excluded", "excluded", "redo", "free", ""]
    assert earned.points == 40


def test_rule_11_an_excluded_line_still_bears_its_part_of_the_points() -> None:
    rules = replace(ONE_PER_YUAN, excluded_items=frozenset({7}))
    assert eligible([paid(3_000, item_id=7), paid(1_000)], 1_000, rules) == (0, 750)


def test_rule_24_what_is_owed_lies_on_what_the_others_left() -> None:
    # 1.00 in points over 0.50 / 0.50 / 2.00 is 0.17 / 0.17 / 0.66; 1.00 owed lies on the 0.33 /
    # 0.33 / 1.34 they left: 0.17 / 0.16 / 0.67.
    lines = [paid(50), paid(50, item_id=2), paid(200)]
    assert eligible(lines, 100, ONE_PER_YUAN) == (33, 33, 134)
    assert eligible(lines, 100, ONE_PER_YUAN, owed=100) == (16, 17, 67)


@given(st.lists(st.integers(0, 500), min_size=1, max_size=5), st.integers(0, 900), st.data())
def test_rule_24_paying_it_off_never_makes_a_line_earn_less(
    nets: list[int], most: int, data: st.DataObject
) -> None:
    lines = [paid(net) for net in nets]
    not_earning = min(most, sum(nets))
    owed = data.draw(st.integers(0, sum(nets) - not_earning))
    while_owed = eligible(lines, not_earning, ONE_PER_YUAN, owed=owed)
    paid_off = eligible(lines, not_earning, ONE_PER_YUAN)
    assert all(a <= b for a, b in zip(while_owed, paid_off, strict=True))


@pytest.mark.parametrize("not_earning", [-1, 5_001])
def test_rule_11_more_than_the_lines_cannot_have_been_paid(not_earning: int) -> None:
    with pytest.raises(ValueError, match="cannot have been paid"):
        eligible([paid(5_000)], not_earning, ONE_PER_YUAN)


# --- 12 ---


def test_rule_12_one_floor_over_the_sale() -> None:
    # 3 × 0.99 = 2.97: 2 points, which go to the earlier two of three equal parts.
    earned = earn([paid(99), paid(99), paid(99)], 0, ONE_PER_YUAN, OCCASION)
    assert earned.points == 2
    assert [line.points for line in earned.lines] == [1, 1, 0]
    assert earned.lines[2].nothing == "too_little"


def test_rule_12_a_tier_multiplies_before_the_floor() -> None:
    # 105.90 × 1.2 = 127.08.
    rules = replace(ONE_PER_YUAN, tier_multipliers={"silver": 12_000})
    earned = earn([paid(10_590)], 0, rules, replace(OCCASION, tier="silver"))
    assert earned.points == 127
    assert earned.why == {
        "eligible": 10_590,
        "eligible_1": 10_590,
        "points_1": 1,
        "per_1": 100,
        "tier": "silver",
        "tier_bp": 12_000,
        "numerator": 3_177,  # 127.08 = 3177 / 25
        "denominator": 25,
        "earned": 127,
    }


def test_rule_12_the_most_specific_base_rule_counts() -> None:
    rules = PointsRules(
        1,
        base=(
            BaseRule(1, 100),
            BaseRule(2, 100, category_id=COLOUR),
            BaseRule(3, 100, item_id=9),
        ),
    )
    lines = [
        paid(1_000),
        paid(1_000, category_id=COLOUR),
        paid(1_000, item_id=9, category_id=COLOUR),
    ]
    earned = earn(lines, 0, rules, OCCASION)
    assert [line.points for line in earned.lines] == [10, 20, 30]
    assert earned.why["eligible_2"] == 1_000
    assert earned.why["points_3"] == 3


def test_rule_12_a_line_without_a_rule_earns_nothing() -> None:
    rules = PointsRules(1, base=(BaseRule(1, 100, category_id=COLOUR),))
    (line,) = earn([paid(1_000)], 0, rules, OCCASION).lines
    assert (line.eligible, line.points, line.nothing) == (1_000, 0, "no_rule")


def test_rule_12_multipliers_multiply_one_another_and_the_base_alone() -> None:
    # 100 × 1.5 gold × 2 on Wednesdays + 30 for the visit + 10 % of 100 for spring = 340.
    rules = replace(
        ONE_PER_YUAN,
        tier_multipliers={"gold": 15_000},
        member_days=MemberDays(20_000, weekdays=frozenset({3})),
        bonuses=(
            Bonus("visit", BonusKind.VISIT, points=30),
            Bonus(
                "spring",
                BonusKind.CAMPAIGN,
                percent_bp=1_000,
                first=date(2024, 5, 1),
                last=date(2024, 5, 31),
            ),
        ),
    )
    earned = earn([paid(10_000)], 0, rules, replace(OCCASION, tier="gold"))
    assert earned.points == 340
    assert earned.why["member_day_bp"] == 20_000
    assert (earned.why["bonus_1"], earned.why["bonus_1_points"]) == ("visit", 30)
    assert (earned.why["bonus_2"], earned.why["bonus_2_bp"]) == ("spring", 1_000)


def test_rule_12_fixed_bonuses_lie_on_the_lines_by_their_eligible_amounts() -> None:
    # 30 + 10 points, and 40 more by 30.00 : 10.00 = 30 and 10.
    rules = replace(ONE_PER_YUAN, bonuses=(Bonus("visit", BonusKind.VISIT, points=40),))
    earned = earn([paid(3_000), paid(1_000)], 0, rules, OCCASION)
    assert [line.points for line in earned.lines] == [60, 20]


def test_rule_12_a_bonus_needs_its_least_amount() -> None:
    bonus = Bonus("visit", BonusKind.VISIT, points=40, least=10_000)
    rules = replace(ONE_PER_YUAN, bonuses=(bonus,))
    assert earn([paid(9_999)], 0, rules, OCCASION).points == 99
    assert earn([paid(10_000)], 0, rules, OCCASION).points == 140


def test_rule_12_a_bonus_has_nothing_to_lie_on_where_nothing_is_eligible() -> None:
    rules = replace(ONE_PER_YUAN, bonuses=(Bonus("visit", BonusKind.VISIT, points=40),))
    assert earn([paid(5_000)], 5_000, rules, OCCASION).points == 0


def test_rule_12_a_visit_bonus_counts_once_a_business_day() -> None:
    rules = replace(ONE_PER_YUAN, bonuses=(Bonus("visit", BonusKind.VISIT, points=40),))
    assert earn([paid(1_000)], 0, rules, replace(OCCASION, first_visit=False)).points == 10


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (date(2024, 5, 7), False),
        (date(2024, 5, 8), True),
        (date(2024, 5, 31), True),
        (date(2024, 6, 1), False),
    ],
)
def test_rule_12_a_campaign_runs_from_its_first_day_to_its_last(day: date, counts: bool) -> None:
    campaign = Bonus(
        "may", BonusKind.CAMPAIGN, points=5, first=date(2024, 5, 8), last=date(2024, 5, 31)
    )
    rules = replace(ONE_PER_YUAN, bonuses=(campaign,))
    assert earn([paid(1_000)], 0, rules, Occasion(day)).points == (15 if counts else 10)


@pytest.mark.parametrize(
    ("birthday", "day", "counts"),
    [
        (date(1990, 5, 4), date(2024, 5, 1), True),
        (date(1990, 5, 5), date(2024, 5, 1), False),
        (date(1990, 1, 2), date(2023, 12, 30), True),
        (date(1990, 12, 31), date(2024, 1, 3), True),
        (date(1990, 12, 31), date(2024, 1, 4), False),
        (date(1992, 2, 29), date(2023, 2, 25), True),  # has it on the 28th
        (date(1992, 2, 29), date(2023, 2, 24), False),
        (date(1992, 2, 29), date(2024, 2, 26), True),
        (None, date(2024, 5, 1), False),
    ],
)
def test_rule_12_a_birthday_reaches_three_days_around_it(
    birthday: date | None, day: date, counts: bool
) -> None:
    bonus = Bonus("birthday", BonusKind.BIRTHDAY, points=5, window_days=3)
    rules = replace(ONE_PER_YUAN, bonuses=(bonus,))
    earned = earn([paid(1_000)], 0, rules, Occasion(day, birthday=birthday))
    assert earned.points == (15 if counts else 10)


def test_rule_12_fixed_birthday_points_come_once_and_a_birthday_percent_with_each_sale() -> None:
    occasion = replace(OCCASION, birthday=WEDNESDAY, birthday_given=True)
    fixed = Bonus("birthday", BonusKind.BIRTHDAY, points=50)
    percent = Bonus("birthday", BonusKind.BIRTHDAY, percent_bp=10_000)
    for bonus, points in ((fixed, 10), (percent, 20)):
        rules = replace(ONE_PER_YUAN, bonuses=(bonus,))
        assert earn([paid(1_000)], 0, rules, occasion).points == points


def test_rule_12_a_member_day_may_be_a_day_of_the_month() -> None:
    days = MemberDays(20_000, days_of_month=frozenset({18}))
    assert days.multiplier_on(date(2024, 5, 18)) == 20_000
    assert days.multiplier_on(date(2024, 5, 19)) == 10_000


# --- 13 ---


def test_rule_13_the_tier_is_the_one_that_is_passed_and_an_unnamed_one_multiplies_nothing() -> None:
    rules = replace(ONE_PER_YUAN, tier_multipliers={"gold": 20_000})
    by_tier = {
        tier: earn([paid(1_000)], 0, rules, replace(OCCASION, tier=tier)).points
        for tier in (None, "silver", "gold")
    }
    assert by_tier == {None: 10, "silver": 10, "gold": 20}


# --- whatever is sold ---


@st.composite
def sales(draw: st.DrawFn) -> tuple[list[PaidLine], int]:
    """Lines, and how much of them was paid with what does not earn."""
    lines: list[PaidLine] = []
    for number in range(draw(st.integers(1, 6))):
        net, tax = draw(st.integers(0, 50_000)), draw(st.integers(0, 5_000))
        kind = draw(st.sampled_from(ItemKind))
        lines.append(
            PaidLine(
                uid=str(number),
                item_id=draw(st.integers(1, 4)),
                category_id=draw(st.sampled_from([None, HAIR, COLOUR])),
                kind=kind,
                net=net,
                payable=net if kind is ItemKind.PREPAID else net + tax,
                session_use=kind is ItemKind.SERVICE and draw(st.booleans()),
            )
        )
    most = sum(
        line.payable - (line.net if line.session_use else 0)
        for line in lines
        if line.kind is not ItemKind.PREPAID
    )
    return lines, draw(st.integers(0, most))


RICH = PointsRules(
    1,
    base=(BaseRule(1, 100), BaseRule(3, 700, category_id=COLOUR), BaseRule(0, 1, item_id=4)),
    tier_multipliers={"gold": 13_333},
    member_days=MemberDays(15_000, weekdays=frozenset({3})),
    excluded_items=frozenset({3}),
    bonuses=(
        Bonus("visit", BonusKind.VISIT, points=7, least=1_000),
        Bonus("birthday", BonusKind.BIRTHDAY, percent_bp=2_500),
    ),
)
GOLD = Occasion(WEDNESDAY, tier="gold", birthday=WEDNESDAY)


@given(sales())
def test_rule_11_eligible_is_never_above_net_nor_below_zero(
    sale: tuple[list[PaidLine], int],
) -> None:
    lines, not_earning = sale
    for line, amount in zip(lines, eligible(lines, not_earning, RICH), strict=True):
        assert 0 <= amount <= line.net


@given(sales())
def test_rule_12_the_points_of_the_lines_sum_to_those_of_the_sale(
    sale: tuple[list[PaidLine], int],
) -> None:
    lines, not_earning = sale
    earned = earn(lines, not_earning, RICH, GOLD)
    assert sum(line.points for line in earned.lines) == earned.points
    assert all(bool(line.nothing) == (line.points == 0) for line in earned.lines)


@given(sales())
def test_rule_12_points_are_the_floor_of_a_sum_worked_another_way(
    sale: tuple[list[PaidLine], int],
) -> None:
    lines, not_earning = sale
    amounts = eligible(lines, not_earning, RICH)
    base = Fraction(0)
    for line, amount in zip(lines, amounts, strict=True):
        if line.item_id != 4:
            base += (
                Fraction(amount * 3, 700) if line.category_id == COLOUR else Fraction(amount, 100)
            )
    exact = base * Fraction(13_333, 10_000) * Fraction(3, 2) + base / 4
    exact += 7 if sum(amounts) >= 1_000 else 0
    points = earn(lines, not_earning, RICH, GOLD).points
    assert points <= exact < points + 1


@given(sales())
def test_rule_10_nothing_is_earned_where_nothing_that_earns_was_paid(
    sale: tuple[list[PaidLine], int],
) -> None:
    lines = [line for line in sale[0] if not line.session_use]
    ordinary = sum(line.payable for line in lines if line.kind is not ItemKind.PREPAID)
    assert earn(lines, ordinary, RICH, GOLD).points == 0


@given(sales(), st.data())
def test_rule_11_the_order_of_tenders_does_not_matter(
    sale: tuple[list[PaidLine], int], data: st.DataObject
) -> None:
    lines, not_earning = sale
    total = sum(line.payable for line in lines)
    cuts = sorted({0, not_earning // 3, not_earning})
    bonus = [Handed(WALLET.id, high - low) for low, high in pairwise(cuts)]
    handed = [*bonus, Handed(CARD.id, total - not_earning)]
    one, other = (
        _not_earning(total, handed),
        _not_earning(total, data.draw(st.permutations(handed))),
    )
    assert earn(lines, one, RICH, GOLD) == earn(lines, other, RICH, GOLD)


def _not_earning(total: int, handed: Sequence[Handed]) -> int:
    """What was taken of a sale on the tender that stands for what does not earn."""
    taken = settle(total, handed, METHODS).taken
    return sum(tender.applied for tender in taken if tender.method is WALLET)


@given(sales(), st.data())
def test_rule_12_the_order_of_lines_does_not_change_the_points_of_the_sale_unpaid_by_value(
    sale: tuple[list[PaidLine], int], data: st.DataObject
) -> None:
    lines, _ = sale
    shuffled = data.draw(st.permutations(lines))
    assert earn(lines, 0, RICH, GOLD).points == earn(shuffled, 0, RICH, GOLD).points
