"""Points exchanged for products, services, vouchers and tiers: figures made by hand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from salon_pos.db.queries import (
    balances,
    catalog,
    deeds,
    members,
    statement,
    value,
)
from salon_pos.domain import ledger
from salon_pos.domain.explain import explain
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.rewards import RewardKind
from salon_pos.domain.tiers import Perks
from salon_pos.usecases.birthdays import give_birthday_gift
from salon_pos.usecases.catalog import save_item
from salon_pos.usecases.clients import save_client
from salon_pos.usecases.expiry import expire
from salon_pos.usecases.points import (
    PointsChange,
    PointsMoved,
    RedemptionBack,
    adjust_points,
    cancel_redemption,
    preview_cancel_redemption,
    redeem,
)
from salon_pos.usecases.refunds import RefundRequest
from salon_pos.usecases.rewards import save_reward
from salon_pos.usecases.rules import set_tier_rules
from tests.salons import NOW, Salon
from tests.usecases.keeping import changed, everything, refused
from tests.usecases.refunding import give_back, whole
from tests.usecases.rewarding import offer
from tests.usecases.spending import ENGLISH, is_sound, left, pay, said
from tests.usecases.valued import TIERS, Valued, made

DAY = NOW.date()
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def valued(selling: Salon) -> Valued:
    """Maya has 1,000 points."""
    made_here = made(selling)
    give(made_here, 1_000)
    return made_here


def give(valued: Valued, points: int, client: str = "maya") -> None:
    change = PointsChange(f"to {client}", valued.salon.clients[client].id, points, "x")
    adjust_points(change, by=valued.salon.by("olga"), now=NOW)


def exchanged(valued: Valued, reward: int, quantity: int = 1, uid: str = "r") -> PointsMoved:
    maya = valued.salon.clients["maya"].id
    return redeem(uid, maya, reward, quantity, by=valued.salon.by("kai"), now=NOW)


def points_of(valued: Valued) -> ledger.Account:
    return ledger.points(valued.salon.clients["maya"].uid)


def newest(valued: Valued) -> str:
    """What Maya's newest points entry says."""
    maya = valued.salon.clients["maya"].id
    entry = balances.entries(points_of(valued))[0]
    names = statement.names_of(maya)
    return ENGLISH.sentence(explain(entry.rule, entry.amount, entry.inputs, names))


def tier_of(valued: Valued, day: date = DAY) -> str:
    member = members.member(valued.salon.clients["maya"].id, day)
    assert member is not None
    return member.tier.key if member.tier else ""


# --- what each kind gives ---


def test_a_product_leaves_the_stock_at_its_cost(valued: Valued) -> None:
    gel = offer(valued, RewardKind.PRODUCT)
    assert exchanged(valued, gel, 2) == PointsMoved(-600, 400, 0)
    assert catalog.item(valued.salon.items["gel"].id).stock == 2
    entry = balances.entries(points_of(valued))[0]
    assert (entry.rule, entry.inputs["cost"], entry.version) == ("points.product", 2_400, 1)
    assert newest(valued) == "Points exchanged for 2 × Gel: 600."
    assert balances.balance(ledger.POINTS_BURNED) == 600
    assert is_sound()


def test_a_voucher_is_the_clients_own(valued: Valued) -> None:
    voucher = offer(valued, RewardKind.VOUCHER)
    exchanged(valued, voucher, 2)
    assert newest(valued) == "Points exchanged for 2 × a voucher over $10.00: 600."
    one, other = (value.voucher(f"r/{number}") for number in (1, 2))
    assert one is not None
    assert other is not None
    assert (one.face, one.least, one.expires) == (1_000, 2_000, date(2026, 6, 3))
    assert one.code != other.code
    salon, paid = valued.salon, valued.handed("voucher", 1_000, one.code)
    leo = salon.ticket("leo", salon.line("cut"), client="leo")
    with refused("voucher_other", "source"):
        pay(valued, leo, paid, salon.handed("card", 7_400))
    # 80.00 + 4.00 GST; all of it is income, and 10.00 of it was given.
    maya = salon.ticket("maya", salon.line("cut"), client="maya")
    pay(valued, maya, paid, salon.handed("card", 7_400))
    assert balances.balance(ledger.revenue("service")) == 8_000
    assert balances.balance(ledger.VOUCHER_GIVEN) == 1_000
    assert is_sound()


def test_a_service_is_a_session_that_nobody_paid_for(valued: Valued) -> None:
    salon, maya = valued.salon, valued.salon.clients["maya"].id
    exchanged(valued, offer(valued, RewardKind.SERVICE))
    assert newest(valued) == "Points exchanged for 1 × Women's cut: 300."
    (pack,) = value.packs_of(maya)
    assert (pack.uid, pack.name, pack.item_ids) == (
        "r", "Women's cut", frozenset({salon.items["cut"].id})
    )  # fmt: skip
    assert left(ledger.pack("r")) == [(1, "2026-08-02")]
    assert said(ledger.pack("r")) == ["Sessions given for points: 1."]
    assert is_sound()
    line = replace(salon.line("cut"), source="r")
    total = valued.total(salon.ticket("t", line, client="maya"))
    receipt = pay(valued, salon.ticket("t", line, client="maya"), salon.handed("card", total))
    assert (receipt.total, total) == (0, 0)
    assert value.packs_of(maya) == ()
    assert balances.balance(ledger.revenue("service")) == 0
    assert [entry.amount for entry in balances.entries(points_of(valued))] == [-300, 1_000]
    assert is_sound()
    wash = replace(salon.line("wash"), source="r")
    with pytest.raises(Refusal) as no:
        valued.total(salon.ticket("w", wash, client="maya"))
    assert no.value.key == "pack_not_for"


def test_a_session_for_points_comes_back_and_ends_without_income(valued: Valued) -> None:
    salon = valued.salon
    exchanged(valued, offer(valued, RewardKind.SERVICE))
    line = replace(salon.line("cut"), source="r")
    pay(valued, salon.ticket("t", line, client="maya"))
    give_back(RefundRequest("back", "t", whole("t")), salon.by("olga"))
    assert left(ledger.pack("r")) == [(1, "2026-08-02")]
    assert is_sound()
    done = expire(by=salon.by("kai"), now=NOW + timedelta(days=91), sure=True)
    assert (done.sessions, done.income) == (1, 0)
    assert balances.balance(ledger.BREAKAGE) == 0
    assert is_sound()


def test_a_tier_until_a_day(valued: Valued) -> None:
    exchanged(valued, offer(valued, RewardKind.TIER))
    assert newest(valued) == "Points exchanged for Silver until 3 Jun 2026: 300."
    assert (tier_of(valued), tier_of(valued, date(2026, 6, 3))) == ("silver", "silver")
    assert tier_of(valued, date(2026, 6, 4)) == "member"
    member = members.member(valued.salon.clients["maya"].id, DAY)
    assert member
    why = member.standing
    assert why is not None
    assert (why.rule, why.until) == ("tier.exchanged", date(2026, 6, 3))
    # 80.00 at 1 per 1.00 × 1.2 Silver = 96.
    pay(valued, valued.salon.ticket("t", valued.salon.line("cut"), client="maya"))
    assert balances.entries(points_of(valued))[0].amount == 96
    assert tier_of(valued) == "silver"
    # The end of the tier is an end of a period like any other.
    assert expire(by=valued.salon.by("kai"), now=NOW + timedelta(days=31)).tiers == 1
    assert tier_of(valued, date(2026, 6, 4)) == "member"
    assert is_sound()


def test_a_tier_for_points_does_not_hold_down(valued: Valued) -> None:
    exchanged(valued, offer(valued, RewardKind.TIER))
    pay(valued, valued.salon.ticket("t", valued.line(valued.top_up), client="maya"))
    assert tier_of(valued) == "gold"


# --- what is refused ---


@pytest.mark.parametrize(
    ("kind", "quantity", "key", "field"),
    [
        (RewardKind.PRODUCT, 5, "reward_gone", "reward"),
        (RewardKind.PRODUCT, 0, "bad_quantity", "quantity"),
        (RewardKind.PRODUCT, -1, "bad_quantity", "quantity"),
        (RewardKind.PRODUCT, 1.5, "bad_quantity", "quantity"),
        (RewardKind.PRODUCT, 4, "not_enough_points", "points"),
        (RewardKind.SERVICE, 4, "not_enough_points", "points"),
        (RewardKind.VOUCHER, 4, "not_enough_points", "points"),
        (RewardKind.VOUCHER, 100, "bad_quantity", "quantity"),
        (RewardKind.TIER, 2, "bad_quantity", "quantity"),
    ],
)
def test_no_more_than_there_is(
    valued: Valued, kind: RewardKind, quantity: int, key: str, field: str
) -> None:
    reward = offer(valued, kind)
    with refused(key, field):
        exchanged(valued, reward, quantity)


def test_a_tier_costs_its_points_too(valued: Valued) -> None:
    reward = offer(valued, RewardKind.TIER, 1_001)
    with refused("not_enough_points", "points"):
        exchanged(valued, reward)


@pytest.mark.parametrize("kind", RewardKind)
def test_a_retired_reward_is_not_offered(valued: Valued, kind: RewardKind) -> None:
    by, reward_id = valued.salon.by("olga"), offer(valued, kind)
    (reward,) = value.rewards()
    assert (reward.id, reward.kind, reward.points, reward.available) == (reward_id, kind, 300, True)
    save_reward(replace(reward.reward, retired=True), by=by, now=NOW)
    assert value.rewards() == ()
    for unknown in (reward_id, 9_999):
        with refused("reward_unknown", "reward"):
            exchanged(valued, unknown)


def test_what_is_gone_from_the_lists_is_not_available(valued: Valued) -> None:
    salon, by = valued.salon, valued.salon.by("olga")
    kinds = (RewardKind.PRODUCT, RewardKind.SERVICE, RewardKind.TIER)
    ids = [offer(valued, kind) for kind in kinds]
    for name in ("gel", "cut"):
        save_item(replace(salon.items[name], retired=True), by=by, now=NOW)
    bronze = replace(TIERS, tiers=(*TIERS.tiers[:1], replace(TIERS.tiers[1], key="bronze"),
                                   *TIERS.tiers[2:]))  # fmt: skip
    set_tier_rules(bronze, by=by, now=NOW)
    assert [one.available for one in value.rewards()] == [False] * 3
    for reward_id in ids:
        with refused("reward_gone", "reward"):
            exchanged(valued, reward_id)


def test_only_a_tier_above_the_present_one(valued: Valued) -> None:
    member, silver = (offer(valued, RewardKind.TIER, tier=tier) for tier in ("member", "silver"))
    with refused("tier_not_above", "reward") as no:
        exchanged(valued, member)
    assert no.value.values == {"name": "Maya Torres", "tier": "Member"}
    exchanged(valued, silver)
    for tier in (member, silver):
        with refused("tier_not_above", "reward"):
            exchanged(valued, tier, uid="again")


def test_expired_points_buy_nothing(valued: Valued) -> None:
    """1,000 points of 2026-05-04 are good for 365 days; nobody has posted their expiry yet."""
    reward, maya = offer(valued, RewardKind.PRODUCT), valued.salon.clients["maya"].id
    late = NOW + timedelta(days=366)
    with refused("not_enough_points", "points") as no:
        redeem("r", maya, reward, by=valued.salon.by("kai"), now=late)
    assert no.value.values == {"points": 0}


@pytest.mark.parametrize("kind", RewardKind)
def test_again_under_its_uid_is_the_same(valued: Valued, kind: RewardKind) -> None:
    reward = offer(valued, kind)
    first = exchanged(valued, reward)
    before = everything()
    assert exchanged(valued, reward) == first == PointsMoved(-300, 700, 0)
    assert changed(before) == set()
    with refused("uid_taken", "uid"):
        exchanged(valued, reward, 2)


# --- undone ---


def undone(valued: Valued, *, uid: str = "c", reason: str = "Pressed twice") -> PointsMoved:
    return cancel_redemption(uid, "r", reason, by=valued.salon.by("olga"), now=NOW)


def foreseen(valued: Valued) -> RedemptionBack:
    return preview_cancel_redemption("r", by=valued.salon.by("olga"), now=NOW)


@pytest.mark.parametrize("kind", RewardKind)
def test_whatever_was_given_is_taken_back(valued: Valued, kind: RewardKind) -> None:
    reward = offer(valued, kind)
    exchanged(valued, reward)
    voucher = value.voucher("r/1")
    codes = (voucher.code,) if voucher else ()
    before = everything()
    assert foreseen(valued) == RedemptionBack(300, kind, 1, codes)
    assert changed(before) == set()
    assert undone(valued) == PointsMoved(300, 1_000, 0)
    assert newest(valued) == "Points given back, as their exchange was cancelled: 300."
    assert left(points_of(valued)) == [(1_000, "2027-05-04")]
    assert balances.balance(ledger.POINTS_BURNED) == 0
    assert catalog.item(valued.salon.items["gel"].id).stock == 4
    assert value.packs_of(valued.salon.clients["maya"].id) == ()
    voucher = value.voucher("r/1")
    assert voucher is None or voucher.used_by == "c"
    assert tier_of(valued) == "member"
    assert deeds.remark("c") == "Pressed twice"
    assert is_sound()
    before = everything()
    assert undone(valued) == PointsMoved(300, 1_000, 0)
    assert changed(before) == set()
    with refused("already_cancelled", "redemption"):
        undone(valued, uid="again")
    with refused("already_cancelled", "redemption"):
        foreseen(valued)


def _session(valued: Valued) -> None:
    line = replace(valued.salon.line("cut"), source="r")
    pay(valued, valued.salon.ticket("t", line, client="maya"))


def _voucher(valued: Valued) -> None:
    voucher = value.voucher("r/1")
    assert voucher is not None
    ticket = valued.salon.ticket("t", valued.salon.line("cut"), client="maya")
    tender = valued.handed("voucher", 1_000, voucher.code)
    pay(valued, ticket, tender, valued.salon.handed("card", 7_400))


def _sale(valued: Valued) -> None:
    pay(valued, valued.salon.ticket("t", valued.salon.line("cut"), client="maya"))


def _gift(valued: Valued) -> None:
    """Her birthday's voucher of 10.00, which silver gives."""
    by, maya = valued.salon.by("olga"), valued.salon.clients["maya"]
    silver = replace(TIERS.tiers[1], perks=Perks(birthday_voucher=1_000))
    set_tier_rules(replace(TIERS, tiers=(TIERS.tiers[0], silver, TIERS.tiers[2])), by=by, now=NOW)
    save_client(replace(maya, birthday=DAY.replace(year=1990)), by=by, now=NOW)
    give_birthday_gift("gift", maya.id, by=valued.salon.by("kai"), now=NOW)


@pytest.mark.parametrize(
    ("kind", "use"),
    [
        (RewardKind.SERVICE, _session), (RewardKind.VOUCHER, _voucher), (RewardKind.TIER, _sale),
        (RewardKind.TIER, _gift),
    ],
)  # fmt: skip
def test_what_is_used_stays(
    valued: Valued, kind: RewardKind, use: Callable[[Valued], None]
) -> None:
    reward = offer(valued, kind)
    exchanged(valued, reward)
    use(valued)
    with refused("reward_used", "redemption"):
        undone(valued)
    with refused("reward_used", "redemption"):
        foreseen(valued)


def test_only_an_exchange_of_today_and_with_a_reason(valued: Valued) -> None:
    olga = valued.salon.by("olga")
    exchanged(valued, offer(valued, RewardKind.PRODUCT))
    with refused("reason_missing", "reason"):
        undone(valued, reason=" ")
    for other in ("nothing", "to maya"):
        with refused("redemption_unknown", "redemption"):
            cancel_redemption("c", other, "x", by=olga, now=NOW)
    with refused("redemption_over", "redemption"):
        cancel_redemption("c", "r", "x", by=olga, now=TOMORROW)
