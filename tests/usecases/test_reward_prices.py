"""RULES 14 and 28: what may be a reward, and for how many points. Figures made by hand."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from salon_pos.db.queries import value
from salon_pos.db.records import value as records
from salon_pos.db.stamps import stamped
from salon_pos.domain.catalog import Item, ItemKind, Pricing
from salon_pos.domain.money import Amount
from salon_pos.domain.points import BaseRule, Bonus, BonusKind, Referral
from salon_pos.domain.prepaid import Plan, PrepaidKind
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.rewards import Reward, RewardKind
from salon_pos.domain.tiers import FreeServices, Perks, TierRules
from salon_pos.usecases.catalog import save_item
from salon_pos.usecases.rewards import save_reward
from salon_pos.usecases.rules import save_prepaid, set_points_rules, set_tier_rules
from tests.salons import NOW, Salon
from tests.usecases.keeping import refused
from tests.usecases.rewarding import offer
from tests.usecases.spending import ENGLISH
from tests.usecases.valued import POINTS, TIERS, Valued, made

DAY = NOW.date()
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def valued(selling: Salon) -> Valued:
    return made(selling)


def said(refusal: Refusal) -> str:
    return ENGLISH.text(refusal.text, **refusal.values)


@pytest.mark.parametrize(
    ("kind", "more", "key", "field"),
    [
        (RewardKind.PRODUCT, {"item": "cut"}, "reward_no_item", "item"),
        (RewardKind.SERVICE, {"item": "gel"}, "reward_no_item", "item"),
        (RewardKind.SERVICE, {"item_id": 9_999}, "reward_no_item", "item"),
        (RewardKind.TIER, {"tier": "platinum"}, "tier_unknown", "tier"),
        (RewardKind.VOUCHER, {"face": 0}, "bad_face", "face"),
        # 30.30 × 0.015 = 45.45; 80.00, the dearest cut, 120; 10.00 exactly 15.
        (RewardKind.PRODUCT, {"points": 45}, "reward_pays_the_client", "points"),
        (RewardKind.SERVICE, {"points": 120}, "reward_pays_the_client", "points"),
        (RewardKind.VOUCHER, {"points": 15}, "reward_pays_the_client", "points"),
    ],
)
def test_what_is_no_reward(
    valued: Valued, kind: RewardKind, more: dict[str, Any], key: str, field: str
) -> None:
    if "item" in more:
        more = {"item_id": valued.salon.items[more["item"]].id}
    with refused(key, field):
        offer(valued, kind, **more)


def test_the_fewest_points_that_do_not_pay_the_client(valued: Valued) -> None:
    for kind, points in (
        (RewardKind.PRODUCT, 46), (RewardKind.SERVICE, 121), (RewardKind.VOUCHER, 16),
        (RewardKind.TIER, 1),
    ):  # fmt: skip
        assert offer(valued, kind, points)


def test_rule_14_a_price_does_not_rise_to_what_pays_for_the_reward(valued: Valued) -> None:
    """Gold earns 1.5 per 1.00: 30.66 earns 45.99, 30.67 earns 46.005 points of 46."""
    by, gel = valued.salon.by("olga"), valued.salon.items["gel"]
    offer(valued, RewardKind.PRODUCT, 46)
    with refused("reward_pays_the_client", "price") as no:
        save_item(replace(gel, price=3_067), by=by, now=NOW)
    assert no.value.values == {
        "reward": "Gel", "worth": Amount(3_067), "points": 46, "least": 47,
    }  # fmt: skip
    save_item(replace(gel, price=3_066), by=by, now=NOW)
    gone = save_item(replace(gel, price=3_067, retired=True), by=by, now=NOW)  # not to be had
    with refused("reward_pays_the_client", "price"):
        save_item(replace(gone, retired=False), by=by, now=NOW)
    (offered,) = value.rewards()
    save_reward(replace(offered.reward, retired=True), by=by, now=NOW)
    save_item(replace(gone, retired=False), by=by, now=NOW)


def test_rule_14_of_a_matrix_the_dearest_price_counts(valued: Valued) -> None:
    """121 points for a cut; 80.66 earns 120.99, 80.67 earns 121.005."""
    by, cut = valued.salon.by("olga"), valued.salon.items["cut"]
    offer(valued, RewardKind.SERVICE, 121)
    for price, least in ((8_066, 121), (8_067, 122)):
        dear = replace(cut, cells=(*cut.cells[:-1], replace(cut.cells[-1], price=price)))
        if least == 121:
            save_item(dear, by=by, now=NOW)
        else:
            with refused("reward_pays_the_client", "price"):
                save_item(dear, by=by, now=NOW)


def test_new_rules_do_not_pay_for_a_reward_that_is_offered(valued: Valued) -> None:
    by, reward = valued.salon.by("olga"), offer(valued, RewardKind.VOUCHER, 16)
    gold = replace(POINTS, tier_multipliers={"gold": 20_000})  # 10.00 would give 20
    with refused("reward_pays_the_client", "base") as no:
        set_points_rules(gold, by=by, now=NOW)
    assert no.value.values == {"points": 16, "reward": "Ten off", "least": 21}
    (offered,) = value.rewards()
    assert offered.id == reward
    save_reward(replace(offered.reward, retired=True), by=by, now=NOW)
    assert set_points_rules(gold, by=by, now=NOW).version == 2


SPRING = Bonus("Spring", BonusKind.CAMPAIGN, points=10, first=DAY, last=DAY)
HALF = replace(SPRING, key="Half", points=0, percent_bp=5_000)
NO_MONEY = replace(POINTS, burn=None)


def set_bonuses(valued: Valued, *bonuses: Bonus, **more: Any) -> int:
    rules = replace(NO_MONEY, bonuses=bonuses, **more)
    return set_points_rules(rules, by=valued.salon.by("olga"), now=NOW).version


def test_rule_14_a_reward_is_not_earned_by_the_smallest_sales_of_a_campaign(
    valued: Valued,
) -> None:
    """10 points with a sale of 0.01: 1,000 of them, 10.00, earn 10,015. From 100.00 on 1,015.00
    earn 10.15 of them."""
    set_bonuses(valued, SPRING)
    with refused("reward_pays_the_client", "points") as no:
        offer(valued, RewardKind.VOUCHER, 10_015)
    assert "With Spring, many small sales of $10.00 together may earn 10,015" in said(no.value)
    assert no.value.values["least"] == 10_016
    assert offer(valued, RewardKind.VOUCHER, 10_016)
    set_bonuses(valued, replace(SPRING, least=10_000))
    with refused("reward_pays_the_client", "points") as no:
        offer(valued, RewardKind.VOUCHER, 16)  # 15 by the rate and 1 beside
    assert no.value.values["least"] == 17
    assert offer(valued, RewardKind.VOUCHER, 17)


def test_rule_14_a_campaign_does_not_give_a_reward_that_is_offered(valued: Valued) -> None:
    """Refused beside the campaign of fixed points, also where a percent does the rest."""
    offer(valued, RewardKind.VOUCHER, 300)
    with refused("reward_pays_the_client", "bonuses.1.points") as no:
        set_bonuses(valued, HALF, replace(SPRING, least=35))
    # 10.00 earn 20 by the rate, and 285.7 in sales of 0.35 (277.8 in sales of 0.36).
    assert no.value.values == {
        "bonus": "Spring", "worth": Amount(1_000), "points": 300, "reward": "Ten off", "least": 306,
    }  # fmt: skip
    assert set_bonuses(valued, HALF, replace(SPRING, least=36)) == 2
    with refused("reward_pays_the_client", "bonuses.0.points"):
        set_bonuses(valued, replace(SPRING, least=34), HALF)


def test_rule_14_a_price_does_not_rise_to_what_a_campaign_gives(valued: Valued) -> None:
    """0.015 by the rate and 10 with 100.00, 0.016: 30.62 earn 48.992, 30.63 earn 49.008."""
    by, gel = valued.salon.by("olga"), valued.salon.items["gel"]
    set_bonuses(valued, replace(SPRING, least=10_000))
    offer(valued, RewardKind.PRODUCT, 49)
    with refused("reward_pays_the_client", "price") as no:
        save_item(replace(gel, price=3_063), by=by, now=NOW)
    assert no.value.values["least"] == 50
    save_item(replace(gel, price=3_062), by=by, now=NOW)


def test_rule_14_what_is_given_for_nothing_buys_little(valued: Valued) -> None:
    """100,000 points with a visit are ten vouchers of 10.00 at 10,000, a hundred at 1,000: no more
    than 1,000.00 in all."""
    visit = Bonus("Visit", BonusKind.VISIT, points=100_000)
    set_bonuses(valued, visit)
    with refused("reward_pays_the_client", "points") as no:
        offer(valued, RewardKind.VOUCHER, 999)
    assert "for nothing" in said(no.value)
    assert no.value.values == {"worth": Amount(1_000), "least": 1_000}
    assert offer(valued, RewardKind.VOUCHER, 1_000)
    (offered,) = value.rewards()
    dear = replace(offered.reward, face=2_000, points=2_000)
    save_reward(dear, by=valued.salon.by("olga"), now=NOW)
    with refused("reward_pays_the_client", "points"):
        save_reward(replace(dear, face=2_001), by=valued.salon.by("olga"), now=NOW)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"activities": {"review": 1_001}}, "activities.review"),
        ({"referral": Referral(1_001, 0)}, "referral.referrer"),
        ({"bonuses": (Bonus("Visit", BonusKind.VISIT, points=1_001),)}, "bonuses.0.points"),
    ],
)
def test_rule_14_gifts_do_not_grow_beyond_what_is_offered(
    valued: Valued, more: dict[str, Any], field: str
) -> None:
    """At most 1,000 points where 1,000 of them buy 1,000.00 (the rate is 1 for 1,000.00)."""
    by, slow = valued.salon.by("olga"), replace(NO_MONEY, base=(BaseRule(1, 100_000),))
    set_points_rules(slow, by=by, now=NOW)
    offer(valued, RewardKind.VOUCHER, 1_000, face=100_000)
    with refused("reward_pays_the_client", field) as no:
        set_points_rules(replace(slow, **more), by=by, now=NOW)
    assert no.value.values == {"most": 1_000, "reward": "Ten off", "least": 1_001}
    assert ("visit and birthday together" in said(no.value)) == field.startswith("bonuses")


def test_what_has_no_price_is_no_reward(valued: Valued) -> None:
    """The care is priced at the counter; the gel keeps a price while it is offered."""
    by, items = valued.salon.by("olga"), valued.salon.items
    assert items["care"].pricing is Pricing.OPEN
    with refused("reward_open_price", "item"):
        offer(valued, RewardKind.SERVICE, item_id=items["care"].id)
    offer(valued, RewardKind.PRODUCT)
    open_gel = replace(items["gel"], pricing=Pricing.OPEN, price=0)
    with refused("item_is_reward", "pricing"):
        save_item(open_gel, by=by, now=NOW)
    (offered,) = value.rewards()
    gone = save_reward(replace(offered.reward, retired=True), by=by, now=NOW)
    save_item(open_gel, by=by, now=NOW)
    with refused("reward_open_price", "item"):
        save_reward(replace(gone, retired=False), by=by, now=NOW)


def test_a_tier_on_offer_gives_nothing_without_a_price(valued: Valued) -> None:
    by, items = valued.salon.by("olga"), valued.salon.items

    def gold(*names: str) -> TierRules:
        ids = frozenset(items[name].id for name in names)
        perks = Perks(free_services=(FreeServices(ids, 1),))
        return replace(TIERS, tiers=(*TIERS.tiers[:2], replace(TIERS.tiers[2], perks=perks)))

    offer(valued, RewardKind.TIER, tier="gold")
    with refused("reward_open_price", "tiers.2.free_services"):
        set_tier_rules(gold("wash", "care"), by=by, now=NOW)
    set_tier_rules(gold("wash"), by=by, now=NOW)
    with refused("item_is_reward", "pricing"):
        save_item(replace(items["wash"], pricing=Pricing.OPEN, price=0), by=by, now=NOW)
    (offered,) = value.rewards()
    gone = save_reward(replace(offered.reward, retired=True), by=by, now=NOW)
    set_tier_rules(gold("wash", "care"), by=by, now=NOW)
    with refused("reward_open_price", "tier"):
        save_reward(replace(gone, retired=False), by=by, now=NOW)


def test_an_item_comes_back_as_it_may_be_on_offer(valued: Valued) -> None:
    by, gel = valued.salon.by("olga"), valued.salon.items["gel"]
    offer(valued, RewardKind.PRODUCT)
    gone = save_item(replace(gel, retired=True, pricing=Pricing.OPEN, price=0), by=by, now=NOW)
    with refused("item_is_reward", "pricing"):
        save_item(replace(gone, retired=False), by=by, now=NOW)


def test_a_birthday_voucher_counts_beside_its_field(valued: Valued) -> None:
    """Gold for 30 days: 100.00 earn 150 points."""
    by, tiers = valued.salon.by("olga"), TIERS.tiers
    offer(valued, RewardKind.TIER, 150, tier="gold")
    given = replace(tiers[2], perks=Perks(birthday_voucher=10_000))
    with refused("reward_pays_the_client", "tiers.2.birthday_voucher"):
        set_tier_rules(replace(TIERS, tiers=(*tiers[:2], given)), by=by, now=NOW)


def test_what_is_too_cheap_already_stops_only_what_makes_it_worse(valued: Valued) -> None:
    """Kept by an older program: a gel for 10 points."""
    by, gel = valued.salon.by("olga"), valued.salon.items["gel"]
    with stamped():
        records.save_reward(Reward(0, RewardKind.PRODUCT, 10, item_id=gel.id, uid="old"))
    save_item(replace(gel, name="Hair gel", cost=1_300, price=3_000), by=by, now=NOW)
    set_points_rules(replace(POINTS, base=(BaseRule(1, 200),), days_good=200), by=by, now=NOW)
    with refused("reward_pays_the_client", "price"):
        save_item(replace(gel, price=3_001), by=by, now=NOW)
    with refused("reward_pays_the_client", "base"):
        set_points_rules(POINTS, by=by, now=NOW)


def test_a_service_on_offer_does_not_become_a_pack(valued: Valued) -> None:
    by, salon = valued.salon.by("olga"), valued.salon
    fringe = save_item(Item(0, "Fringe", price=500), by=by, now=NOW)
    offer(valued, RewardKind.SERVICE, 8, item_id=fringe.id)
    plan = Plan(PrepaidKind.PACK, bought=1, item_ids=frozenset({salon.items["cut"].id}))
    pack = replace(fringe, kind=ItemKind.PREPAID, price=16_000)
    with refused("item_is_reward", "kind"):
        save_prepaid(pack, plan, by=by, now=NOW)
    (offered,) = value.rewards()
    save_reward(replace(offered.reward, retired=True), by=by, now=NOW)
    save_prepaid(pack, plan, by=by, now=NOW)


def test_rule_14_a_tier_costs_more_than_what_it_gives_free_can_earn(valued: Valued) -> None:
    """Gold with five cuts of 80.00, 400.00: at 1.5 points for 1.00 they earn 600."""
    by, cut = valued.salon.by("olga"), valued.salon.items["cut"]
    free = Perks(free_services=(FreeServices(frozenset({cut.id}), 5),))
    gold = replace(TIERS, tiers=(*TIERS.tiers[:2], replace(TIERS.tiers[2], perks=free)))
    offer(valued, RewardKind.TIER, 600, tier="gold", name="Gold days")
    with refused("reward_pays_the_client", "tiers.2.free_services") as no:
        set_tier_rules(gold, by=by, now=NOW)
    assert said(no.value) == (
        "With this, Gold days is worth $400.00: too much for 600 points by the points rules. Ask "
        "for 601 or more there first."
    )
    (offered,) = value.rewards()
    save_reward(replace(offered.reward, points=601), by=by, now=NOW)
    set_tier_rules(gold, by=by, now=NOW)
    with refused("reward_pays_the_client", "points"):
        offer(valued, RewardKind.TIER, 600, tier="gold")
    cells = (*cut.cells[:-1], replace(cut.cells[-1], price=8_014))  # 400.70 earn 601.05
    with refused("reward_pays_the_client", "price"):
        save_item(replace(cut, cells=cells), by=by, now=NOW)
    save_item(replace(valued.salon.items["comb"], price=9_999), by=by, now=NOW)  # of no tier


def test_a_reward_stays_what_it_is(valued: Valued) -> None:
    by = valued.salon.by("olga")
    offer(valued, RewardKind.PRODUCT)
    (gel,) = value.rewards()
    comb = replace(gel.reward, item_id=valued.salon.items["comb"].id)
    for wrong in (comb, replace(gel.reward, kind=RewardKind.SERVICE)):
        with refused("reward_stays", "kind"):
            save_reward(wrong, by=by, now=NOW)
    dearer = save_reward(replace(gel.reward, points=400, name="Any gel"), by=by, now=NOW)
    assert [(one.id, one.name, one.points) for one in value.rewards()] == [
        (dearer.id, "Any gel", 400)
    ]
