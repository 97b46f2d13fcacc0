"""RULES 14: which rule sets of points are refused; and that a set is kept as text.

Every expected figure is worked out by hand from the rule.
"""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from salon_pos.domain.points import (
    BaseRule,
    Bonus,
    BonusKind,
    MemberDays,
    PointsRules,
    Referral,
    best_rate,
    check_rules,
    points_rules,
)
from salon_pos.domain.rule_sets import to_json
from salon_pos.domain.tenders import PointsRule
from tests.domain.making import refused

ONE_PER_YUAN = PointsRules(1, base=(BaseRule(1, 100),))
COLOUR = 2
"""A category."""

TYPED: Any = "100"
"""Text where a number belongs, as a file may have it."""

FIVE_PERCENT = replace(ONE_PER_YUAN, burn=PointsRule(step=100, value=500))
"""A point is worth 0.05."""


def test_rule_14_a_set_that_gives_back_less_than_the_price_is_taken() -> None:
    # At 20 points per 1.00 exactly 100 % come back, at 19 it is 95 %.
    rules = replace(FIVE_PERCENT, base=(BaseRule(19, 100),))
    assert check_rules(rules) is rules


def test_rule_14_a_set_that_gives_back_the_whole_price_is_refused() -> None:
    with refused("pays_the_client", "base"):
        check_rules(replace(FIVE_PERCENT, base=(BaseRule(20, 100),)))


def test_rule_14_the_best_item_and_every_multiplier_and_percent_count() -> None:
    # (8 per 1.00) × (1.5 × 1.5 + 10 % + the dearer campaign's 15 %) × 0.05 = 100 %.
    may, june = (
        Bonus(
            f"month {month}",
            BonusKind.CAMPAIGN,
            percent_bp=percent,
            first=date(2024, month, 1),
            last=date(2024, month, 28),
        )
        for month, percent in ((5, 1_000), (6, 1_500))
    )
    rules = replace(
        FIVE_PERCENT,
        base=(BaseRule(1, 100), BaseRule(8, 100, item_id=3)),
        tier_multipliers={"silver": 12_000, "gold": 15_000},
        member_days=MemberDays(15_000, weekdays=frozenset({1})),
        bonuses=(Bonus("birthday", BonusKind.BIRTHDAY, percent_bp=1_000), may, june),
    )
    assert best_rate(rules) == Fraction(20, 100)
    with refused("pays_the_client", "base"):
        check_rules(rules)
    check_rules(replace(rules, bonuses=rules.bonuses[:2]))  # 98 %


def test_rule_14_without_a_value_points_may_still_not_be_without_bound() -> None:
    check_rules(PointsRules(1, base=(BaseRule(100, 1),)))
    with refused("too_many_points", "base"):
        check_rules(PointsRules(1, base=(BaseRule(101, 1),)))


# --- 14: fixed points, 10 of which burn as 1.00 ---

TEN_FOR_ONE = PointsRules(1, base=(BaseRule(1, 100),), burn=PointsRule(10, 100))


def campaign(key: str, points: int, least: int = 0, *, month: int = 3) -> Bonus:
    """A month of fixed points, in March unless told."""
    first, last = date(2024, month, 1), date(2024, month, 28)
    return Bonus(key, BonusKind.CAMPAIGN, points=points, least=least, first=first, last=last)


def visit(points: int, least: int = 0) -> Bonus:
    return Bonus("visit", BonusKind.VISIT, points=points, least=least)


BIRTHDAY = Bonus("birthday", BonusKind.BIRTHDAY, points=100, window_days=7)


def test_rule_14_campaigns_that_run_together_are_covered_together() -> None:
    """19,000 points are 1,900.00, less than 2,000.00; twice that is 3,800.00."""
    apart = replace(TEN_FOR_ONE, base=(), bonuses=(
        campaign("a", 19_000, 200_000), campaign("b", 19_000, 200_000, month=4),
    ))  # fmt: skip
    check_rules(apart)
    together = (apart.bonuses[0], campaign("b", 19_000, 200_000))
    with refused("bonus_pays_the_client", "bonuses.1.points"):
        check_rules(replace(apart, bonuses=together))
    # From 3,800.01 on the second is covered with the first.
    check_rules(replace(apart, bonuses=(together[0], campaign("b", 19_000, 380_001))))
    with refused("bonus_pays_the_client", "bonuses.1.points"):
        check_rules(replace(apart, bonuses=(together[0], campaign("b", 19_000, 380_000))))


@pytest.mark.parametrize(
    ("points", "least", "is_refused"),
    [
        (100, 0, True),
        (1, 0, True),
        (1, 11, True),  # 0.11 gives 0.11 points and the one: 1.11 of 10 are 0.111
        (1, 12, False),  # 0.12 gives 1.12 points, 0.112
        (20, 10_000, False),
        # 10.00 gives 10 points, 1.00; 90 more are the whole, 89 are 9.90.
        (90, 1_000, True),
        (89, 1_000, False),
    ],
)
def test_rule_14_what_comes_with_every_sale_is_covered_by_it(
    points: int, least: int, is_refused: bool
) -> None:
    rules = replace(TEN_FOR_ONE, bonuses=(campaign("spring", points, least),))
    if is_refused:
        with refused("bonus_pays_the_client", "bonuses.0.points"):
            check_rules(rules)
    else:
        check_rules(rules)


def test_rule_14_a_smaller_campaign_counts_with_a_larger_sale() -> None:
    """From 10.00 on 80 points, from 20.00 on 80 more: 20.00 gives 20 + 160, 18.00 of it; with 100
    more it gives 20.00."""
    small, large = campaign("small", 80, 1_000), campaign("large", 80, 2_000)
    check_rules(replace(TEN_FOR_ONE, bonuses=(large, small)))
    with refused("bonus_pays_the_client", "bonuses.1.points"):
        check_rules(replace(TEN_FOR_ONE, bonuses=(campaign("large", 100, 2_000), small)))


def test_rule_14_what_is_given_once_may_be_small_beside_a_campaign() -> None:
    """10,000 points are 1,000.00, the most; what is more is covered with all that comes with it:
    2,000.00 gives 2,000 points, 20 of spring and 100 of the birthday; 17,880 more are 20,000, the
    whole."""
    spring = campaign("spring", 20, 10_000)
    check_rules(replace(TEN_FOR_ONE, bonuses=(visit(10), BIRTHDAY, spring)))
    check_rules(replace(TEN_FOR_ONE, bonuses=(visit(9_900), BIRTHDAY, spring)))
    with refused("bonus_pays_the_client", "bonuses.1.points"):
        check_rules(replace(TEN_FOR_ONE, bonuses=(visit(9_901), BIRTHDAY, spring)))
    dear = (BIRTHDAY, spring)
    check_rules(replace(TEN_FOR_ONE, bonuses=(*dear, visit(17_879, 200_000))))
    with refused("bonus_pays_the_client", "bonuses.2.points"):
        check_rules(replace(TEN_FOR_ONE, bonuses=(*dear, visit(17_880, 200_000))))


def test_rule_14_where_points_are_no_money_a_small_campaign_needs_no_amount() -> None:
    rules = replace(TEN_FOR_ONE, burn=None, bonuses=(campaign("spring", 100),))
    check_rules(rules)
    with refused("bonus_pays_the_client", "bonuses.0.points"):
        check_rules(replace(rules, burn=PointsRule(10, 100)))


def test_rule_14_an_ordinary_salon_may_have_its_bonuses() -> None:
    """At gold half as many again, twice on member days, and a week with half as many more."""
    week = replace(campaign("week", 0), percent_bp=5_000)
    check_rules(
        replace(
            TEN_FOR_ONE,
            bonuses=(BIRTHDAY, visit(10), week, campaign("spring", 20, 10_000)),
            tier_multipliers={"gold": 15_000},
            member_days=MemberDays(20_000, weekdays=frozenset({3})),
        )
    )


SPRING = Bonus(
    "spring", BonusKind.CAMPAIGN, points=5, first=date(2024, 3, 1), last=date(2024, 5, 31)
)
AGAIN = replace(SPRING, first=date(2025, 3, 1), last=date(2025, 5, 31))


@pytest.mark.parametrize(
    ("changed", "key", "field"),
    [
        ({"base": (BaseRule(-1, 100),)}, "bad_rule_number", "base.0.points"),
        ({"base": (BaseRule(1, 0),)}, "bad_rule_number", "base.0.per"),
        ({"base": (BaseRule(1, TYPED),)}, "bad_rule_number", "base.0.per"),
        ({"base": (BaseRule(1, 100, 1, 1),)}, "item_and_category", "base.0"),
        ({"base": (BaseRule(1, 100), BaseRule(2, 100))}, "rule_twice", "base"),
        ({"base": (BaseRule(1, 100, 3), BaseRule(2, 100, 3))}, "rule_twice", "base"),
        ({"version": 0}, "bad_rule_number", "version"),
        ({"tier_multipliers": {"gold": 0}}, "bad_rule_number", "tier_multipliers.gold"),
        ({"activities": {"review": -5}}, "bad_rule_number", "activities.review"),
        ({"referral": Referral(-1, 0)}, "bad_rule_number", "referral.referrer"),
        ({"referral": Referral(0, True)}, "bad_rule_number", "referral.newcomer"),
        ({"days_good": 0}, "bad_rule_number", "days_good"),
        ({"burn": PointsRule(0, 100)}, "bad_rule_number", "burn.step"),
        ({"burn": PointsRule(100, 0)}, "bad_rule_number", "burn.value"),
        ({"burn": PointsRule(100, 100, 10_001)}, "bad_rule_number", "burn.cap_bp"),
        ({"at_top_up": "no"}, "not_yes_or_no", "at_top_up"),
        ({"excluded_items": frozenset({-3})}, "bad_rule_number", "excluded"),
        ({"bonuses": (replace(SPRING, points=-5),)}, "bad_rule_number", "bonuses.0.points"),
        ({"bonuses": (replace(SPRING, points=0),)}, "points_or_percent", "bonuses.0"),
        ({"bonuses": (replace(SPRING, percent_bp=1),)}, "points_or_percent", "bonuses.0"),
        ({"bonuses": (replace(SPRING, key=" "),)}, "bonus_unnamed", "bonuses.0.key"),
        ({"bonuses": (replace(SPRING, last=None),)}, "bad_campaign_days", "bonuses.0.first"),
        (
            {"bonuses": (replace(SPRING, last=date(2024, 2, 1)),)},
            "bad_campaign_days",
            "bonuses.0.first",
        ),
        (
            {"bonuses": (replace(SPRING, kind=BonusKind.VISIT),)},
            "bad_campaign_days",
            "bonuses.0.first",
        ),
        ({"bonuses": (SPRING, replace(SPRING, points=6))}, "bonuses_overlap", "bonuses"),
        (
            {"bonuses": (replace(AGAIN, first=date(2024, 5, 31)), SPRING)},
            "bonuses_overlap",
            "bonuses",
        ),
        (
            {"member_days": MemberDays(10_000, frozenset({8}))},
            "bad_rule_number",
            "member_days.weekdays",
        ),
        (
            {"member_days": MemberDays(10_000, days_of_month=frozenset({0}))},
            "bad_rule_number",
            "member_days.days_of_month",
        ),
    ],
)
def test_rule_14_rules_that_cannot_be_are_refused(
    changed: dict[str, object], key: str, field: str
) -> None:
    with refused(key, field):
        check_rules(replace(ONE_PER_YUAN, **changed))


def test_rule_14_the_same_campaign_may_come_again_another_year() -> None:
    check_rules(replace(ONE_PER_YUAN, bonuses=(SPRING, AGAIN)))


# --- kept as text ---


def test_a_rule_set_is_kept_as_text() -> None:
    rules = PointsRules(
        3,
        base=(BaseRule(1, 100), BaseRule(2, 100, category_id=COLOUR)),
        bonuses=(SPRING, Bonus("birthday", BonusKind.BIRTHDAY, percent_bp=5_000, window_days=3)),
        tier_multipliers={"gold": 15_000},
        member_days=MemberDays(20_000, frozenset({3, 1}), frozenset({18})),
        excluded_items=frozenset({9, 4}),
        excluded_categories=frozenset({2}),
        burn=PointsRule(100, 100, 5_000),
        days_good=365,
        at_top_up=True,
        platform_earns=True,
        referral=Referral(100, 50),
        activities={"review": 20},
    )
    text = to_json(rules)
    assert points_rules(json.loads(text)) == rules
    assert to_json(points_rules(json.loads(text))) == text
    assert '"excluded_items":[4,9]' in text
    assert '"first":"2024-03-01"' in text


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"version": 1, "typo": 1},
        {"version": 1, "base": 7},
        {"version": 1, "base": [{"points": 1}]},
        {"version": 1, "bonuses": [{"key": "x", "kind": "luck"}]},
        {"version": 1, "bonuses": [{"key": "x", "kind": "campaign", "first": "May"}]},
        {"version": 1, "member_days": {"weekdays": 3}},
    ],
)
def test_a_rule_set_that_cannot_be_read_is_refused(plain: dict[str, object]) -> None:
    with refused("rules_unreadable"):
        points_rules(plain)


def test_a_fractional_number_is_read_and_then_refused() -> None:
    plain = json.loads('{"version": 1, "base": [{"points": 1.5, "per": 100}]}')
    with refused("bad_rule_number", "base.0.points"):
        check_rules(points_rules(plain))
