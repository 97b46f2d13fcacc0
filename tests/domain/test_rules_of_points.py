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
