"""RULES 28: what points are exchanged for, and at which price. Figures are worked out by hand."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from salon_pos.domain.catalog import Item, PriceCell, Pricing
from salon_pos.domain.explain import explain
from salon_pos.domain.points import BaseRule, Bonus, BonusKind, PointsRules
from salon_pos.domain.rewards import (
    Reward,
    RewardKind,
    check_reward,
    least_points,
    least_price,
    worth_of,
)
from salon_pos.domain.standing import Deeds, Held, tier_for
from salon_pos.domain.tiers import Tier, TierRules
from tests.domain.making import refused

PRODUCT = Reward(0, RewardKind.PRODUCT, 100, item_id=7)
SERVICE = Reward(0, RewardKind.SERVICE, 100, item_id=8, days=30)
VOUCHER = Reward(0, RewardKind.VOUCHER, 100, "Ten off", face=1_000, least=2_000)
TIER = Reward(0, RewardKind.TIER, 100, tier="gold", days=30)


@pytest.mark.parametrize("reward", [PRODUCT, SERVICE, VOUCHER, TIER])
def test_rule_28_what_a_kind_does_not_have_is_not_kept(reward: Reward) -> None:
    more: dict[str, Any] = {
        "item_id": reward.item_id or 9, "face": reward.face or 5, "least": reward.least or 6,
        "tier": reward.tier or "gold", "days": reward.days or 3,
    }  # fmt: skip
    kept = check_reward(replace(reward, name=f" {reward.name} ", **more))
    days = reward.days or (3 if reward.kind is RewardKind.VOUCHER else None)
    assert kept == replace(reward, days=days)


@pytest.mark.parametrize(
    ("reward", "change", "key", "field"),
    [
        (PRODUCT, {"points": 0}, "bad_rule_number", "points"),
        (PRODUCT, {"points": -5}, "bad_rule_number", "points"),
        (PRODUCT, {"points": 1.5}, "bad_rule_number", "points"),
        (PRODUCT, {"points": True}, "bad_rule_number", "points"),
        (PRODUCT, {"points": 10**9 + 1}, "bad_rule_number", "points"),
        (PRODUCT, {"item_id": None}, "reward_of_nothing", "item"),
        (SERVICE, {"item_id": None}, "reward_of_nothing", "item"),
        (SERVICE, {"days": 0}, "bad_reward_days", "days"),
        (SERVICE, {"days": 36_501}, "bad_reward_days", "days"),
        (VOUCHER, {"name": " "}, "name_missing", "name"),
        (VOUCHER, {"face": 0}, "bad_face", "face"),
        (VOUCHER, {"face": 9.5}, "bad_face", "face"),
        (VOUCHER, {"least": -1}, "bad_least", "least"),
        (TIER, {"tier": ""}, "reward_of_nothing", "tier"),
        (TIER, {"days": None}, "tier_without_end", "days"),
        (TIER, {"days": 2.5}, "bad_reward_days", "days"),
    ],
)
def test_rule_28_what_no_reward_can_be(
    reward: Reward, change: dict[str, Any], key: str, field: str
) -> None:
    with refused(key, field):
        check_reward(replace(reward, **change))


def test_rule_28_a_service_is_worth_the_most_that_anyone_asks_for_it() -> None:
    cells = (PriceCell(5_000, level_id=1), PriceCell(8_000, level_id=2))
    cut = Item(8, "Cut", pricing=Pricing.LEVEL, price=6_000, cells=cells)
    assert worth_of(SERVICE, cut) == 8_000
    assert worth_of(SERVICE, replace(cut, cells=())) == 6_000
    assert worth_of(VOUCHER, None) == 1_000
    assert worth_of(TIER, None) == 0


@pytest.mark.parametrize(
    ("worth", "best", "least"),
    [
        (3_030, Fraction(15, 1_000), 46),  # 30.30 earn 45.45: with 45 the next one is free
        (1_000, Fraction(15, 1_000), 16),  # exactly 15 earned
        (0, Fraction(1, 100), 1),
        (1_000, Fraction(0), 1),
    ],
)
def test_rule_28_more_points_than_its_own_price_can_give(
    worth: int, best: Fraction, least: int
) -> None:
    assert least_points(worth, best) == least


SPRING = Bonus(
    "spring", BonusKind.CAMPAIGN, points=5, least=2_000, first=date(2024, 3, 1),
    last=date(2024, 3, 31),
)  # fmt: skip
ONE_FOR_ONE = PointsRules(1, base=(BaseRule(1, 100),), bonuses=(SPRING,))


@pytest.mark.parametrize(
    ("bonuses", "least"),
    [
        ((SPRING,), 13),  # 20.00 gives 20 + 5, so 10.00 in such sales gives 12.5
        ((replace(SPRING, least=0),), 5_011),  # a sale of 0.01 gives 5.01
        # From 40.00 on 40 + 5 + 20; two of 20.00 give 50.
        ((SPRING, replace(SPRING, key="more", points=20, least=4_000)), 17),
        ((SPRING, replace(SPRING, key="april", first=date(2024, 4, 1), last=date(2024, 4, 2))), 13),
        # Given once: of 100,000 none counts; of 200,000 all, 10.00 gives 10 + 10,000 + 0.25.
        ((SPRING, Bonus("visit", BonusKind.VISIT, points=100_000)), 13),
        ((SPRING, Bonus("visit", BonusKind.VISIT, points=200_000, least=20_000)), 10_011),
    ],
)
def test_rule_28_what_campaigns_give_counts_for_the_same_money_in_many_sales(
    bonuses: tuple[Bonus, ...], least: int
) -> None:
    rules = replace(ONE_FOR_ONE, bonuses=bonuses)
    assert least_price(1_000, rules, date(2024, 3, 31)) == (11, least)


def test_rule_28_a_campaign_that_has_ended_gives_nothing_more() -> None:
    rules = replace(ONE_FOR_ONE, bonuses=(replace(SPRING, points=0, percent_bp=5_000), SPRING))
    assert least_price(1_000, rules, date(2024, 1, 1)) == (16, 18)
    assert least_price(1_000, rules, date(2024, 3, 31)) == (16, 18)
    assert least_price(1_000, rules, date(2024, 4, 1)) == (11, 11)


# --- a tier for points lifts, and holds nobody down ---

RULES = TierRules(
    1,
    (Tier("basic", "Basic"), Tier("silver", "Silver", spend=100), Tier("gold", "Gold", spend=300)),
)
DAY = date(2024, 5, 1)
LIFTED = Held("silver", date(2024, 4, 1), date(2024, 6, 30), is_override=True, is_exchanged=True)


def test_rule_28_a_tier_for_points_lasts_until_its_end() -> None:
    standing = tier_for(RULES, Deeds(), DAY, LIFTED)
    assert (standing.tier, standing.until, standing.rule) == (
        "silver", date(2024, 6, 30), "tier.exchanged"
    )  # fmt: skip
    names = {"silver": "Silver"}
    assert explain(standing.rule, 0, standing.inputs, names).values["tier"] == "Silver"
    assert tier_for(RULES, Deeds(), date(2024, 7, 1), LIFTED).tier == "basic"


def test_rule_28_who_reaches_more_by_themselves_has_it() -> None:
    standing = tier_for(RULES, Deeds(spend={DAY: 300}), DAY, LIFTED)
    assert (standing.tier, standing.rule) == ("gold", "tier.reached_spend")
    by_hand = replace(LIFTED, is_exchanged=False)
    assert tier_for(RULES, Deeds(spend={DAY: 300}), DAY, by_hand).tier == "silver"
