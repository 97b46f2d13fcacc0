"""RULES 14 and 28: what may be a reward, and for how many points. Figures made by hand."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from salon_pos.db.queries import value
from salon_pos.domain.money import Amount
from salon_pos.domain.points import Bonus, BonusKind
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.rewards import RewardKind
from salon_pos.usecases.catalog import save_item
from salon_pos.usecases.rewards import save_reward
from salon_pos.usecases.rules import set_points_rules
from tests.salons import NOW, Salon
from tests.usecases.keeping import refused
from tests.usecases.rewarding import offer
from tests.usecases.spending import ENGLISH
from tests.usecases.valued import POINTS, Valued, made

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
    assert no.value.values == {"earns": 46, "points": 46, "least": 47}
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
NO_MONEY = replace(POINTS, burn=None)


def spring(valued: Valued, least: int) -> None:
    rules = replace(NO_MONEY, bonuses=(replace(SPRING, least=least),))
    set_points_rules(rules, by=valued.salon.by("olga"), now=NOW)


def test_rule_14_a_reward_is_not_earned_by_the_smallest_sales_of_a_campaign(
    valued: Valued,
) -> None:
    """10 points with a sale of 0.01: 1,000 of them, 10.00, earn 10,015. From 100.00 on 1,015.00
    earn 10.15 of them."""
    spring(valued, 0)
    with refused("reward_pays_the_client", "points") as no:
        offer(valued, RewardKind.VOUCHER, 10_015)
    assert no.value.values == {"worth": Amount(1_000), "earns": 10_015, "least": 10_016}
    assert "may earn 10,015 points with a campaign" in said(no.value)
    assert offer(valued, RewardKind.VOUCHER, 10_016)
    spring(valued, 10_000)
    with refused("reward_pays_the_client", "points") as no:
        offer(valued, RewardKind.VOUCHER, 16)  # 15 by the rate and 1 beside
    assert no.value.values == {"worth": Amount(1_000), "earns": 16, "least": 17}
    assert offer(valued, RewardKind.VOUCHER, 17)


def test_rule_14_a_campaign_does_not_give_a_reward_that_is_offered(valued: Valued) -> None:
    """Refused beside the campaign with which it breaks: the percent is before it."""
    by = valued.salon.by("olga")
    offer(valued, RewardKind.VOUCHER, 300)
    half = replace(SPRING, key="Half", points=0, percent_bp=5_000)
    rules = replace(NO_MONEY, bonuses=(half, replace(SPRING, least=35)))
    with refused("reward_pays_the_client", "bonuses.1.points") as no:
        set_points_rules(rules, by=by, now=NOW)
    # 10.00 earn 20 by the rate, and 285.7 in sales of 0.35 (277.8 in sales of 0.36).
    assert no.value.values == {
        "bonus": "Spring", "worth": Amount(1_000), "points": 300, "reward": "Ten off", "least": 306,
    }  # fmt: skip
    rules = replace(NO_MONEY, bonuses=(half, replace(SPRING, least=36)))
    assert set_points_rules(rules, by=by, now=NOW).version == 2
    rules = replace(NO_MONEY, bonuses=(half, replace(SPRING, least=0)))
    assert set_points_rules(rules, by=by, now=TOMORROW).version == 3  # it has ended


def test_rule_14_a_price_does_not_rise_to_what_a_campaign_gives(valued: Valued) -> None:
    """0.015 by the rate and 10 with 100.00, 0.016: 30.62 earn 48.992, 30.63 earn 49.008."""
    by, gel = valued.salon.by("olga"), valued.salon.items["gel"]
    spring(valued, 10_000)
    offer(valued, RewardKind.PRODUCT, 49)
    with refused("reward_pays_the_client", "price") as no:
        save_item(replace(gel, price=3_063), by=by, now=NOW)
    assert no.value.values == {"earns": 49, "points": 49, "least": 50}
    assert "with a campaign" in said(no.value)
    save_item(replace(gel, price=3_062), by=by, now=NOW)
    save_item(replace(gel, price=3_063), by=by, now=TOMORROW)  # it has ended


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
