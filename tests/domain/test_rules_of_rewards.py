"""RULES 28: what points are exchanged for, and at which price. Figures are worked out by hand."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from salon_pos.domain.explain import explain
from salon_pos.domain.rewards import (
    Reward,
    RewardKind,
    check_reward,
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
