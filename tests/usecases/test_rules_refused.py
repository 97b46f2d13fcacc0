"""RULES 14: rules that name nothing, or give everything, are refused, and nothing is kept."""

from dataclasses import replace
from typing import Any

import pytest

from salon_pos.domain.points import BaseRule, Bonus, BonusKind, PointsRules, Referral
from salon_pos.domain.tenders import PointsRule
from salon_pos.domain.tiers import CategoryPercent, FreeServices, MemberPrice, Perks
from salon_pos.usecases.rules import set_points_rules, set_rules, set_tier_rules
from tests.salons import NOW, Salon
from tests.usecases.keeping import refused
from tests.usecases.valued import POINTS, TIERS, Valued, made

NOBODYS = 9_999
VAST = 100_000_000


@pytest.fixture
def valued(selling: Salon) -> Valued:
    return made(selling)


def bonus(kind: BonusKind, points: int, least: int = 0) -> Bonus:
    return Bonus("gift", kind, points=points, least=least)


@pytest.mark.parametrize(
    ("different", "key", "field"),
    [
        ({"tier_multipliers": {"platinum": 20_000}}, "tier_unknown", "tier_multipliers.platinum"),
        ({"base": (BaseRule(1, 100, item_id=NOBODYS),)}, "not_on_file", "base.0"),
        ({"base": (BaseRule(1, 100, category_id=NOBODYS),)}, "not_on_file", "base.0"),
        ({"excluded_items": frozenset({NOBODYS})}, "not_on_file", "excluded"),
        ({"excluded_categories": frozenset({NOBODYS})}, "not_on_file", "excluded"),
        ({"bonuses": (bonus(BonusKind.VISIT, VAST),)}, "bonus_pays_the_client",
         "bonuses.0.points"),
        ({"bonuses": (bonus(BonusKind.BIRTHDAY, VAST),)}, "bonus_pays_the_client",
         "bonuses.0.points"),
        ({"activities": {"review": VAST}}, "gift_too_large", "activities.review"),
        ({"referral": Referral(VAST, 0)}, "gift_too_large", "referral.referrer"),
        ({"referral": Referral(0, VAST)}, "gift_too_large", "referral.newcomer"),
    ],
)  # fmt: skip
def test_rule_14_points_for_nothing_are_refused(
    valued: Valued, different: dict[str, Any], key: str, field: str
) -> None:
    with refused(key, field):
        set_points_rules(replace(POINTS, **different), by=valued.salon.by("olga"), now=NOW)


@pytest.mark.parametrize(
    ("perks", "key", "field"),
    [
        (Perks(percents=(CategoryPercent(10_000),)), "all_for_nothing", "tiers.2.percents"),
        (Perks(percents=(CategoryPercent(10_000, 1),)), "all_for_nothing", "tiers.2.percents"),
        (Perks(percents=(CategoryPercent(500, NOBODYS),)), "not_on_file", "tiers.2.percents"),
        (Perks(member_prices=(MemberPrice(NOBODYS, 1),)), "not_on_file", "tiers.2.member_prices"),
        (Perks(free_services=(FreeServices(frozenset({NOBODYS}), 1),)), "not_on_file",
         "tiers.2.free_services"),
    ],
)  # fmt: skip
def test_tiers_that_give_all_or_name_nothing_are_refused(
    valued: Valued, perks: Perks, key: str, field: str
) -> None:
    tiers = (*TIERS.tiers[:2], replace(TIERS.tiers[2], perks=perks))
    with refused(key, field):
        set_tier_rules(replace(TIERS, tiers=tiers), by=valued.salon.by("olga"), now=NOW)


def test_a_product_is_no_free_service(valued: Valued) -> None:
    gel = FreeServices(frozenset({valued.salon.items["gel"].id}), 1)
    tiers = (*TIERS.tiers[:2], replace(TIERS.tiers[2], perks=Perks(free_services=(gel,))))
    with refused("not_on_file", "tiers.2.free_services"):
        set_tier_rules(replace(TIERS, tiers=tiers), by=valued.salon.by("olga"), now=NOW)


def test_rule_03_what_is_prepaid_has_no_member_price(valued: Valued) -> None:
    pack = MemberPrice(valued.pack.id, 1)
    tiers = (*TIERS.tiers[:2], replace(TIERS.tiers[2], perks=Perks(member_prices=(pack,))))
    with refused("prepaid_has_its_price", "tiers.2.member_prices"):
        set_tier_rules(replace(TIERS, tiers=tiers), by=valued.salon.by("olga"), now=NOW)


def test_plain_rules_are_looked_at_as_well(valued: Valued) -> None:
    plain = {"base": [{"points": 1, "per": 100, "item_id": NOBODYS}]}
    with refused("not_on_file", "base.0"):
        set_rules("points", plain, by=valued.salon.by("olga"), now=NOW)


def test_rule_14_a_large_bonus_is_given_from_an_amount_that_covers_it(valued: Valued) -> None:
    """100 points are 1.00, and 1.00 gives at best 1.5 points. A sale of 2,030.45 then gives
    3,045.675 + 200,000 points, which are 2,030.45675: more than it. One of 2,030.46 gives 3,045.69
    and the same, 2,030.4569: less than it."""
    by = valued.salon.by("olga")
    for least, is_refused in ((203_045, True), (203_046, False)):
        rules = replace(POINTS, bonuses=(bonus(BonusKind.CAMPAIGN, 200_000, least),))
        (one,) = rules.bonuses
        rules = replace(rules, bonuses=(replace(one, first=NOW.date(), last=NOW.date()),))
        if is_refused:
            with refused("bonus_pays_the_client", "bonuses.0.points"):
                set_points_rules(rules, by=by, now=NOW)
        else:
            set_points_rules(rules, by=by, now=NOW)


@pytest.mark.parametrize(
    ("gifts", "place"),
    [
        # 100 points are 1.00, 1.00 gives 1.5 at best: 2,000.00 gives 3,000 and 380,000, 3,830.00.
        ([(190_000, 200_000), (190_000, 200_000)], 1),
        # 20.00 gives 30 and 5 points; the other comes with a sale of 0.01, too, where 1 is 0.01.
        ([(5, 2_000), (1, 0)], 1),
    ],
)
def test_rule_14_campaigns_are_covered_together_and_by_the_smallest_sale(
    valued: Valued, gifts: list[tuple[int, int]], place: int
) -> None:
    day = NOW.date()
    campaigns = [
        Bonus(f"c{number}", BonusKind.CAMPAIGN, points=points, least=least, first=day, last=day)
        for number, (points, least) in enumerate(gifts)
    ]
    with refused("bonus_pays_the_client", f"bonuses.{place}.points"):
        set_points_rules(replace(POINTS, bonuses=tuple(campaigns)), by=valued.salon.by("olga"),
                         now=NOW)  # fmt: skip


def test_rule_14_a_small_gift_needs_no_amount(valued: Valued) -> None:
    """100,000 minor units at 3.00 for 7 points are at most 2,333 points (233,333 hundredths)."""
    by = valued.salon.by("olga")
    burn = PointsRule(step=7, value=300, cap_bp=5_000)
    dear = replace(POINTS, base=(BaseRule(1, 1_000),), burn=burn)
    set_points_rules(replace(dear, activities={"review": 2_333}), by=by, now=NOW)
    with refused("gift_too_large", "activities.review"):
        set_points_rules(replace(dear, activities={"review": 2_334}), by=by, now=NOW)
    set_points_rules(PointsRules(1, activities={"review": 100_000}), by=by, now=NOW)
    with refused("gift_too_large", "activities.review"):
        set_points_rules(PointsRules(1, activities={"review": 100_001}), by=by, now=NOW)


def test_the_multiplier_of_a_tier_that_went_may_stay(valued: Valued) -> None:
    by = valued.salon.by("olga")
    renamed = replace(TIERS.tiers[2], key="jade", name="Jade")
    set_tier_rules(replace(TIERS, tiers=(*TIERS.tiers[:2], renamed)), by=by, now=NOW)
    kept = set_points_rules(replace(POINTS, days_good=30), by=by, now=NOW)
    assert kept.tier_multipliers == POINTS.tier_multipliers
