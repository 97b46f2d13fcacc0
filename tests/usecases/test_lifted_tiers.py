"""A tier for points (RULES 28) beside sales that lead higher and are undone (RULES 21, 23).

A woman's cut with Mei is 80.00; the tiers are told with each test.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from salon_pos.db.queries import members, tier_moves
from salon_pos.db.queries.receipts import receipt
from salon_pos.domain.receipt import ReceiptTier
from salon_pos.domain.rewards import Reward, RewardKind
from salon_pos.domain.standing import Standing
from salon_pos.domain.ticket import Line
from salon_pos.domain.tiers import Tier, TierRules
from salon_pos.usecases.claims import claim
from salon_pos.usecases.expiry import expire
from salon_pos.usecases.points import PointsChange, adjust_points, cancel_redemption, redeem
from salon_pos.usecases.refunds import RefundRequest
from salon_pos.usecases.rewards import save_reward
from salon_pos.usecases.rules import set_tier_rules
from salon_pos.usecases.tiers import TierChange, set_tier
from salon_pos.usecases.voids import void
from tests.salons import NOW, Salon
from tests.usecases.keeping import refused
from tests.usecases.refunding import give_back, whole
from tests.usecases.spending import is_sound, pay
from tests.usecases.valued import TIERS, Valued, made

DAY = NOW.date()
LAST = date(2026, 6, 3)  # the 30th day after


@pytest.fixture
def valued(selling: Salon) -> Valued:
    return with_points(made(selling))


def with_points(valued: Valued) -> Valued:
    """Maya has 1,000 points; gold is 20.00 above silver."""
    salon = valued.salon
    tiers = (*TIERS.tiers[:2], replace(TIERS.tiers[2], spend=22_000))
    set_tier_rules(replace(TIERS, tiers=tiers), by=salon.by("olga"), now=NOW)
    change = PointsChange("given", salon.clients["maya"].id, 1_000, "x")
    adjust_points(change, by=salon.by("olga"), now=NOW)
    return valued


def lift_over(valued: Valued, uid: str, tier: str, at: datetime) -> None:
    """The tier for 30 days."""
    salon = valued.salon
    reward = save_reward(Reward(0, RewardKind.TIER, 300, tier=tier, days=30),
                         by=salon.by("olga"), now=NOW)  # fmt: skip
    redeem(uid, salon.clients["maya"].id, reward.id, by=salon.by("kai"), now=at)


def lift(valued: Valued, tier: str, at: datetime = NOW) -> None:
    lift_over(valued, "lifted", tier, at)


def cuts(valued: Valued, uid: str, count: int, at: datetime = NOW, client: str = "maya") -> None:
    salon = valued.salon
    lines = [Line(f"cut{i}", salon.items["cut"].id, staff=salon.line("cut").staff)
             for i in range(count)]  # fmt: skip
    pay(valued, salon.ticket(uid, *lines, client=client), at=at)


def standing(valued: Valued, day: date) -> Standing:
    member = members.member(valued.salon.clients["maya"].id, day)
    assert member is not None
    assert member.standing is not None
    return member.standing


def set_by_hand(valued: Valued, until: date) -> None:
    maya = valued.salon.clients["maya"].id
    change = TierChange("by hand", maya, "member", until, "A friend")
    set_tier(change, by=valued.salon.by("olga"), now=NOW)


def test_a_tier_for_points_that_is_taken_back_is_not_had_once_the_one_by_hand_ends(
    valued: Valued,
) -> None:
    """By hand until tomorrow, lifted over that for 30 days, and the points are back: so nothing of
    it is left after tomorrow."""
    set_by_hand(valued, DAY + timedelta(days=1))
    lift(valued, "gold")
    assert standing(valued, DAY).tier == "gold"
    cancel_redemption("back", "lifted", "not wished", by=valued.salon.by("chen"), now=NOW)
    for days, rule in ((0, "tier.override"), (1, "tier.override"), (2, "tier.open")):
        seen = standing(valued, DAY + timedelta(days=days))
        assert (seen.tier, seen.rule) == ("member", rule), days
    assert is_sound()


def test_a_tier_by_hand_goes_on_when_the_one_for_points_over_it_has_ended(valued: Valued) -> None:
    """It is still that of the deed which set it, with its reason."""
    set_by_hand(valued, date(2026, 12, 31))
    lift(valued, "gold")
    later = NOW + timedelta(days=31)
    assert expire(by=valued.salon.by("olga"), now=later, sure=True).tiers == 1
    seen = standing(valued, LAST + timedelta(days=1))
    assert (seen.tier, seen.rule, seen.until) == ("member", "tier.override", date(2026, 12, 31))
    assert tier_moves.set_by(valued.salon.clients["maya"].id) == "by hand"
    assert is_sound()


@pytest.mark.parametrize("undone", ["void", "refund"])
def test_a_sale_that_led_higher_leaves_no_trace(undone: str, valued: Valued) -> None:
    """Lifted to silver, gold by 240.00 of cuts that are given back the same day: silver again, the
    next day too, and what she was once it ends."""
    by = valued.salon.by("kai")
    lift(valued, "silver")
    cuts(valued, "t", 3, NOW + timedelta(minutes=1))
    assert standing(valued, DAY).tier == "gold"
    later = NOW + timedelta(minutes=2)
    if undone == "void":
        void("t", "mistaken", by=by, now=later)
    else:
        give_back(RefundRequest("r", "t", whole("t")), by, later)
    for days in (0, 1, 30):
        seen = standing(valued, DAY + timedelta(days=days))
        assert (seen.tier, seen.until, seen.rule) == ("silver", LAST, "tier.exchanged"), days
    over = standing(valued, LAST + timedelta(days=1))
    assert (over.tier, over.rule) == ("member", "tier.open")
    assert is_sound()


def test_the_period_of_before_goes_on(valued: Valued) -> None:
    """Silver for a year by 160.00 in a month; 40 days later gold for points, and the top for an
    hour. Silver goes on when the gold ends, though by then no month reaches it."""
    tiers = (Tier("member", "Member"), Tier("silver", "Silver", spend=16_000),
             Tier("gold", "Gold", spend=18_000), Tier("top", "Top", spend=20_000))  # fmt: skip
    set_tier_rules(TierRules(1, tiers, window_months=1), by=valued.salon.by("olga"), now=NOW)
    cuts(valued, "first", 2)
    then = NOW + timedelta(days=40)
    lift(valued, "gold", then)
    cuts(valued, "t", 3, then + timedelta(minutes=1))
    assert standing(valued, then.date()).tier == "top"
    give_back(
        RefundRequest("r", "t", whole("t")), valued.salon.by("kai"), then + timedelta(hours=1)
    )
    assert standing(valued, then.date() + timedelta(days=30)).tier == "gold"
    over = standing(valued, then.date() + timedelta(days=31))
    assert (over.tier, over.since, over.until) == ("silver", DAY, date(2027, 5, 3))
    assert is_sound()


def test_it_stays_once_a_sale_since_was_claimed(valued: Valued) -> None:
    """A walk-in's cut after the exchange, claimed at the lifted tier: 80 × 1.2 points."""
    salon, later = valued.salon, NOW + timedelta(hours=1)
    lift(valued, "silver")
    cuts(valued, "walk", 1, NOW + timedelta(minutes=1), client="")
    claimed = claim("walk", salon.clients["maya"].id, by=salon.by("kai"), now=later)
    assert claimed.points == 96
    with refused("reward_used", "redemption"):
        cancel_redemption("c", "lifted", "not wished", by=salon.by("olga"), now=later)


def test_what_was_given_back_since_was_paid_before(valued: Valued) -> None:
    """A refund since the exchange uses nothing of it."""
    salon, later = valued.salon, NOW + timedelta(hours=1)
    cuts(valued, "t", 1, NOW - timedelta(minutes=1))
    lift(valued, "silver")
    give_back(RefundRequest("r", "t", whole("t")), salon.by("kai"), later)
    cancel_redemption("c", "lifted", "not wished", by=salon.by("olga"), now=later)
    assert standing(valued, DAY).tier == "member"
    assert is_sound()


def test_one_for_points_beneath_one_by_hand_goes_on_whatever_is_cancelled(selling: Salon) -> None:
    """Gold for 30 days, over it silver by hand for two; then a sale of 240.00, silver by itself,
    brings gold back, and its void takes nothing away."""
    valued = made(selling)
    salon, maya = valued.salon, valued.salon.clients["maya"].id
    adjust_points(PointsChange("given", maya, 1_000, "x"), by=salon.by("olga"), now=NOW)
    lift(valued, "gold")
    by_hand = TierChange("by hand", maya, "silver", DAY + timedelta(days=2), "A friend")
    set_tier(by_hand, by=salon.by("olga"), now=NOW)
    assert standing(valued, DAY).tier == "silver"
    day, at = DAY + timedelta(days=3), NOW + timedelta(days=3)
    assert standing(valued, day).tier == "gold"
    cuts(valued, "sale", 3, at)
    assert standing(valued, day).tier == "gold"
    void("sale", "mistake", by=salon.by("chen"), now=at)
    assert (standing(valued, day).tier, standing(valued, day).until) == ("gold", LAST)
    cuts(valued, "again", 3, at)
    assert (standing(valued, day).tier, standing(valued, day).until) == ("gold", LAST)
    assert standing(valued, LAST + timedelta(days=1)).tier == "silver"
    assert is_sound()


def test_a_sale_before_one_for_points_is_void_beneath_one_by_hand(selling: Salon) -> None:
    """A cut made her a member, gold came for points, over it silver by hand: the void of the cut
    undoes neither, for it moved her into none of them."""
    valued = with_points(made(selling))
    salon, maya = valued.salon, valued.salon.clients["maya"].id
    cuts(valued, "first", 1)
    lift(valued, "gold", NOW + timedelta(minutes=1))
    by_hand = TierChange("by hand", maya, "silver", DAY + timedelta(days=2), "A friend")
    set_tier(by_hand, by=salon.by("olga"), now=NOW + timedelta(minutes=2))
    void("first", "mistake", by=salon.by("chen"), now=NOW + timedelta(minutes=3))
    assert standing(valued, DAY).tier == "silver"
    after = standing(valued, DAY + timedelta(days=3))
    assert (after.tier, after.until) == ("gold", LAST)
    assert is_sound()


def tier_on(uid: str) -> ReceiptTier | None:
    """What the receipt of a sale or a refund says."""
    said_of = receipt(uid).value
    return said_of.tier if said_of else None


def take_off(valued: Valued, how: str, uid: str, at: datetime) -> None:
    if how == "void":
        void(uid, "mistake", by=valued.salon.by("chen"), now=at)
    else:
        give_back(RefundRequest(f"back {uid}", uid, whole(uid)), valued.salon.by("chen"), at)


@pytest.mark.parametrize("how", ["void", "refund"])
@pytest.mark.parametrize("by_hand", ["", "before", "after"])
def test_rule_23_a_sale_beneath_one_for_points_is_undone_there(
    selling: Salon, how: str, by_hand: str
) -> None:
    """240.00 make her silver for a year, gold for points comes over it, and another cut: with both
    undone, nothing is left of silver once gold has ended, and gold is left beneath one by hand."""
    valued, minutes = made(selling), timedelta(minutes=1)
    maya = valued.salon.clients["maya"].id
    points = PointsChange("given", maya, 1_000, "x")
    adjust_points(points, by=valued.salon.by("olga"), now=NOW)
    change = TierChange("by hand", maya, "member", DAY + timedelta(days=2), "A friend")
    if by_hand == "before":
        set_tier(change, by=valued.salon.by("olga"), now=NOW)
    cuts(valued, "sale", 3, NOW + minutes)
    lift_over(valued, "lifted", "gold", NOW + 2 * minutes)
    cuts(valued, "more", 1, NOW + 3 * minutes)
    if by_hand == "after":
        set_tier(change, by=valued.salon.by("olga"), now=NOW + 4 * minutes)
    take_off(valued, how, "more", NOW + 5 * minutes)
    take_off(valued, how, "sale", NOW + 6 * minutes)
    now = "member" if by_hand == "after" else "gold"
    assert standing(valued, DAY).tier == now
    assert standing(valued, DAY + timedelta(days=3)).tier == "gold"
    assert standing(valued, LAST).until == LAST
    over = standing(valued, LAST + timedelta(days=1))
    assert (over.tier, over.rule) == ("member", "tier.open")
    assert is_sound()


def test_one_for_points_is_taken_back_beneath_others(valued: Valued) -> None:
    """Silver, then gold for points, and one by hand over both: each goes by itself."""
    by, maya = valued.salon.by("chen"), valued.salon.clients["maya"].id
    lift_over(valued, "first", "silver", NOW)
    lift_over(valued, "second", "gold", NOW)
    by_hand = TierChange("by hand", maya, "member", DAY + timedelta(days=2), "A friend")
    set_tier(by_hand, by=valued.salon.by("olga"), now=NOW)
    cancel_redemption("back 1", "second", "not wished", by=by, now=NOW)
    assert standing(valued, DAY).tier == "member"
    assert standing(valued, DAY + timedelta(days=3)).tier == "silver"
    cancel_redemption("back 2", "first", "not wished", by=by, now=NOW)
    assert standing(valued, DAY + timedelta(days=3)).rule == "tier.open"
    assert is_sound()


def test_the_receipt_of_what_was_undone_beneath_says_the_tier_over_it(valued: Valued) -> None:
    """What Maya sees is gold, before and after; the sale that made her silver says so still."""
    tiers = (*TIERS.tiers[:2], replace(TIERS.tiers[2], spend=100_000))
    set_tier_rules(replace(TIERS, tiers=tiers), by=valued.salon.by("olga"), now=NOW)
    cuts(valued, "sale", 3, NOW + timedelta(minutes=1))
    before = tier_on("sale")
    assert before is not None
    assert (before.name, before.is_new) == ("Silver", True)
    lift_over(valued, "lifted", "gold", NOW + timedelta(minutes=2))
    take_off(valued, "refund", "sale", NOW + timedelta(minutes=3))
    assert tier_on("sale") == before
    after = tier_on("back sale")
    assert after is not None
    assert after.name == "Gold"
