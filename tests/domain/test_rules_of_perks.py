"""RULES 1: what a tier and cards take off; and how tiers are kept as text."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from salon_pos.domain.catalog import Benefit, ItemKind
from salon_pos.domain.rule_sets import to_json
from salon_pos.domain.tiers import (
    CardPercents,
    CategoryPercent,
    FreeServices,
    MemberPrice,
    Perks,
    Tier,
    TierRules,
    benefits_for,
    tier_rules,
)
from tests.domain.making import item, refused

SILVER = Tier("silver", "Silver", spend=100_000, visits=6)
GOLD = Tier("gold", "Gold", spend=300_000, top_up=200_000)
DIAMOND = Tier("diamond", "Diamond", spend=800_000, visits=40, top_up=500_000)

# --- what a tier gives ---

HAIR, COLOUR = 1, 2
ITEMS = [
    replace(item(1, 10_000), category_id=HAIR),
    replace(item(2, 10_000), category_id=COLOUR),
    replace(item(3, 10_000, kind=ItemKind.PRODUCT), category_id=None),
    replace(item(4, 10_000, kind=ItemKind.PREPAID), category_id=HAIR),
]
VIP = replace(
    GOLD,
    perks=Perks(
        percents=(CategoryPercent(1_000, HAIR), CategoryPercent(500)),
        member_prices=(MemberPrice(2, 7_000), MemberPrice(4, 1)),
    ),
)


def test_rule_01_a_category_of_its_own_comes_before_every_category_and_prepaid_has_nothing() -> (
    None
):
    assert benefits_for(VIP, ITEMS) == {
        1: Benefit(1_000),
        2: Benefit(500, 7_000),
        3: Benefit(500),
    }


def test_rule_01_of_tier_and_discount_card_the_larger_percent_counts() -> None:
    card = Benefit(800, by_card=True)
    assert benefits_for(VIP, ITEMS, CardPercents(800)) == {
        1: Benefit(1_000),
        2: Benefit(800, 7_000, by_card=True),
        3: card,
    }
    assert benefits_for(None, ITEMS, CardPercents(800)) == {1: card, 2: card, 3: card}


def test_rule_01_a_period_card_is_for_services_and_the_better_card_counts() -> None:
    """Items 1 and 2 are services, 3 is a product, for which the tier gives 500."""
    assert benefits_for(VIP, ITEMS, CardPercents(services=1_200)) == {
        1: Benefit(1_200, by_card=True),
        2: Benefit(1_200, 7_000, by_card=True),
        3: Benefit(500),
    }
    both = benefits_for(None, ITEMS, CardPercents(800, services=700))
    assert both == dict.fromkeys((1, 2, 3), Benefit(800, by_card=True))


@pytest.mark.parametrize("tier", [None, SILVER])
def test_rule_01_who_has_neither_gets_no_benefit(tier: Tier | None) -> None:
    assert benefits_for(tier, ITEMS) == {}


# --- kept as text ---


def test_tiers_are_kept_as_text() -> None:
    perks = replace(
        VIP.perks,
        free_services=(FreeServices(frozenset({2, 1}), 3),),
        birthday_gift="Hair mask",
        birthday_voucher=5_000,
    )
    rules = TierRules(7, (SILVER, replace(VIP, perks=perks), DIAMOND), 6, 3)
    text = to_json(rules)
    assert tier_rules(json.loads(text)) == rules
    assert to_json(tier_rules(json.loads(text))) == text


@pytest.mark.parametrize(
    "plain",
    [
        {"version": 1},
        {"version": 1, "tiers": 3},
        {"version": 1, "tiers": [{"key": "a"}]},
        {"version": 1, "tiers": [{"key": "a", "name": "A", "colour": "red"}]},
        {"version": 1, "tiers": [{"key": "a", "name": "A", "perks": {"percents": [1]}}]},
    ],
)
def test_tiers_that_cannot_be_read_are_refused(plain: Mapping[str, Any]) -> None:
    with refused("rules_unreadable"):
        tier_rules(plain)
