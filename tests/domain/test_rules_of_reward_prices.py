"""RULES 14 and 28: the fewest points for a reward. Figures are worked out by hand."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from salon_pos.domain.catalog import Item, PriceCell, Pricing
from salon_pos.domain.points import BaseRule, Bonus, BonusKind, PointsRules, Referral, unpaid
from salon_pos.domain.reward_prices import (
    breaking_bonus,
    breaking_gift,
    least_points,
    least_price,
    without_price,
    worth_of,
)
from salon_pos.domain.rewards import Reward, RewardKind
from salon_pos.domain.tenders import PointsRule
from salon_pos.domain.tiers import FreeServices, Perks, Tier, TierRules

SERVICE = Reward(0, RewardKind.SERVICE, 100, item_id=8, days=30)
VOUCHER = Reward(0, RewardKind.VOUCHER, 100, "Ten off", face=1_000, least=2_000)
TIER = Reward(0, RewardKind.TIER, 100, tier="gold", days=30)
CUT = Item(8, "Cut", pricing=Pricing.LEVEL, price=6_000,
           cells=(PriceCell(5_000, level_id=1), PriceCell(8_000, level_id=2)))  # fmt: skip
WASH = Item(9, "Wash", price=3_000)
ITEMS = {8: CUT, 9: WASH}


def test_rule_28_a_service_is_worth_the_most_that_anyone_asks_for_it() -> None:
    assert worth_of(SERVICE, ITEMS, None) == 8_000
    assert worth_of(SERVICE, {8: replace(CUT, cells=())}, None) == 6_000
    assert worth_of(SERVICE, {8: replace(CUT, retired=True)}, None) == 0
    assert worth_of(VOUCHER, {}, None) == 1_000


def test_rule_28_what_has_no_price_is_named() -> None:
    tiers = TierRules(1, (Tier("gold", "Gold", perks=Perks(
        free_services=(FreeServices(frozenset({8, 9}), 1),)
    )),))  # fmt: skip
    open_wash = replace(WASH, pricing=Pricing.OPEN)
    assert without_price(TIER, ITEMS, tiers) is None
    assert without_price(TIER, {8: CUT, 9: open_wash}, tiers) == open_wash
    assert without_price(SERVICE, {8: CUT, 9: open_wash}, tiers) is None
    assert without_price(replace(SERVICE, item_id=9), {9: open_wash}, None) == open_wash
    assert without_price(VOUCHER, {9: open_wash}, tiers) is None


def test_rule_28_a_tier_is_worth_what_it_gives_free() -> None:
    """Two of cut or wash, 80.00 at most; three washes; and 50.00 on the birthday."""
    free = (FreeServices(frozenset({8, 9}), 2), FreeServices(frozenset({9}), 3))
    perks = Perks(free_services=free, birthday_voucher=5_000)
    tiers = TierRules(1, (Tier("member", "Member"), Tier("gold", "Gold", spend=1, perks=perks)))
    assert worth_of(TIER, ITEMS, tiers) == 16_000 + 9_000 + 5_000
    assert worth_of(TIER, {9: WASH}, tiers) == 6_000 + 9_000 + 5_000
    long = replace(TIER, days=600)  # three birthdays: a gift comes 300 days after the last
    assert worth_of(long, ITEMS, tiers) == 16_000 + 9_000 + 3 * 5_000
    assert worth_of(replace(TIER, tier="member"), ITEMS, tiers) == 0
    assert worth_of(replace(TIER, tier="gone"), ITEMS, tiers) == 0
    assert worth_of(TIER, ITEMS, None) == 0


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
HALF = replace(SPRING, key="half", points=0, percent_bp=5_000)
VISIT = Bonus("visit", BonusKind.VISIT, points=100)
BIRTHDAY = Bonus("birthday", BonusKind.BIRTHDAY, points=200, least=500)
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
        ((SPRING, replace(VISIT, points=100_000)), 13),
        ((SPRING, replace(VISIT, points=200_000, least=20_000)), 10_011),
    ],
)
def test_rule_28_what_campaigns_give_counts_for_the_same_money_in_many_sales(
    bonuses: tuple[Bonus, ...], least: int
) -> None:
    price = least_price(1_000, replace(ONE_FOR_ONE, bonuses=bonuses))
    assert (price.by_rate, price.by_bonuses) == (11, least)


def test_rule_28_what_is_given_for_nothing_buys_rewards_for_a_thousand_at_most() -> None:
    """300 points on a birthday's visit from 5.00 on: of a reward of 10.00 they buy 100 for 3
    points, 150 for 2."""
    rules = replace(ONE_FOR_ONE, bonuses=(VISIT, BIRTHDAY), referral=Referral(250, 10),
                    activities={"review": 20})  # fmt: skip
    assert unpaid(rules) == {
        "referral.referrer": 250, "referral.newcomer": 10, "activities.review": 20,
        "bonuses.0.points": 100, "bonuses.1.points": 300,
    }  # fmt: skip
    assert least_price(1_000, rules) == (11, 11, 3)
    assert least_price(100_000, rules).by_gifts == 300
    assert least_price(100_001, rules).by_gifts == 301  # 300.003
    assert least_price(0, rules) == (1, 1, 1)
    assert least_price(0, rules).least == 1
    assert breaking_gift(299, 100_000, rules) == ("bonuses.1.points", 299)
    assert breaking_gift(249, 100_000, rules) == ("referral.referrer", 249)


def test_rule_28_what_is_not_small_is_no_gift() -> None:
    """At 1.00 a point 1,000 are 1,000.00; more are covered, by 14."""
    burn = PointsRule(1, 100)
    rules = replace(ONE_FOR_ONE, base=(), burn=burn, bonuses=(replace(VISIT, points=1_000),))
    assert unpaid(rules)["bonuses.0.points"] == 1_000
    rules = replace(rules, bonuses=(replace(VISIT, points=1_001, least=200_000),))
    assert "bonuses.0.points" not in unpaid(rules)


def test_the_bonus_that_breaks_is_one_of_fixed_points() -> None:
    """10.00 give 10 by the rate, 5 by the half, 2.5 by spring: 17.5, and 2.5 by each more."""
    more = replace(SPRING, key="more")
    rules = replace(ONE_FOR_ONE, bonuses=(SPRING, HALF, more))
    assert breaking_bonus(20, 1_000, rules) == 2
    assert breaking_bonus(17, 1_000, rules) == 0
    rules = replace(ONE_FOR_ONE, bonuses=(HALF, SPRING, more))
    assert breaking_bonus(17, 1_000, rules) == 1
    with pytest.raises(ValueError, match="enough"):
        breaking_bonus(21, 1_000, rules)
