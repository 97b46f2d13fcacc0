"""What is prepaid, what rules are in force, and where a client stands: reads for value's deeds."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from peewee import JOIN, SQL, Field, Function, fn

from salon_pos.db.models.base import from_millis, to_millis
from salon_pos.db.models.catalog import ItemRow
from salon_pos.db.models.people import ClientRow
from salon_pos.db.models.sales import SaleLineRow, SaleLineTaxRow
from salon_pos.db.models.value import (
    AnswerRow,
    GiftCardRow,
    PackRow,
    PrepaidItemRow,
    PrepaidRow,
    RewardRow,
    RuleSetRow,
    VoucherRow,
)
from salon_pos.db.prepared import P, Prepared
from salon_pos.db.queries.balances import lots
from salon_pos.domain import ledger
from salon_pos.domain.lots import Lot
from salon_pos.domain.platforms import ValueRules, value_rules
from salon_pos.domain.points import PointsRules, points_rules
from salon_pos.domain.prepaid import Plan, PrepaidKind
from salon_pos.domain.rewards import Reward, RewardKind
from salon_pos.domain.tiers import TierRules, tier_rules

_PLANS = Prepared(
    lambda: PrepaidRow.select(
        PrepaidRow.item, PrepaidRow.kind, PrepaidRow.bonus, PrepaidRow.bought, PrepaidRow.given,
        PrepaidRow.days,
    )
)  # fmt: skip
_PLAN_ITEMS = Prepared(lambda: PrepaidItemRow.select(PrepaidItemRow.prepaid, PrepaidItemRow.item))
_PACK_COLUMNS = (
    PackRow.uid, PackRow.client, ClientRow.uid, PackRow.item, ItemRow.name, PackRow.sessions,
    PackRow.expires,
    fn.EXISTS(
        SaleLineTaxRow.select(SQL("1"))
        .join(SaleLineRow)
        .where(SaleLineRow.uid == PackRow.sale_line_uid)
    ),
)  # fmt: skip
_PACK = Prepared(
    lambda: (
        PackRow.select(*_PACK_COLUMNS)
        .join(ClientRow)
        .switch(PackRow)
        .join(ItemRow)
        .where(PackRow.uid == P)
    )
)
_PACKS_OF = Prepared(
    lambda: (
        PackRow.select(*_PACK_COLUMNS)
        .join(ClientRow)
        .switch(PackRow)
        .join(ItemRow)
        .where(PackRow.client == P)
        .order_by(PackRow.id)
    )
)
_GIFT_CARD = Prepared(
    lambda: GiftCardRow.select(GiftCardRow.uid, GiftCardRow.code).where(
        (GiftCardRow.code == P) | (GiftCardRow.uid == P)
    )
)


def cancelled(used_by: Field) -> Function:
    """Whether what used a voucher up is a deed that cancelled it, and no sale."""
    deeds = [SQL("'cancel_voucher'"), SQL("'cancel_redemption'")]
    found = AnswerRow.select(SQL("1")).where(AnswerRow.uid == used_by, AnswerRow.deed.in_(deeds))
    return fn.EXISTS(found)


_VOUCHER_COLUMNS = (
    VoucherRow.uid, VoucherRow.code, VoucherRow.face, VoucherRow.least, VoucherRow.client,
    VoucherRow.expires, VoucherRow.used_by, VoucherRow.made_at, cancelled(VoucherRow.used_by),
)  # fmt: skip
_VOUCHER = Prepared(
    lambda: VoucherRow.select(*_VOUCHER_COLUMNS).where(
        (VoucherRow.code == P) | (VoucherRow.uid == P)
    )
)
_VOUCHERS_OF = Prepared(
    lambda: (
        VoucherRow.select(*_VOUCHER_COLUMNS)
        .where(VoucherRow.client == P)
        .order_by(VoucherRow.id.desc())
        .limit(P)
    )
)
_RULES = Prepared(
    lambda: (
        RuleSetRow.select(RuleSetRow.version, RuleSetRow.content)
        .where(RuleSetRow.kind == P)
        .order_by(RuleSetRow.version.desc())
        .limit(P)
    )
)
_RULES_AT = Prepared(
    lambda: (
        RuleSetRow.select(RuleSetRow.version, RuleSetRow.content)
        .where(RuleSetRow.kind == P, RuleSetRow.made_at <= P)
        .order_by(RuleSetRow.version.desc())
        .limit(P)
    )
)
_RULES_OF = Prepared(
    lambda: RuleSetRow.select(RuleSetRow.version, RuleSetRow.content).where(
        RuleSetRow.kind == P, RuleSetRow.version == P
    )
)
_REWARDS = Prepared(
    lambda: (
        RewardRow.select(
            RewardRow.id, RewardRow.kind, RewardRow.points, RewardRow.name, RewardRow.item,
            RewardRow.face, RewardRow.least, RewardRow.tier, RewardRow.days, RewardRow.retired,
            RewardRow.uid, ItemRow.name, ItemRow.uid, ItemRow.stock, ItemRow.retired,
        )
        .join(ItemRow, JOIN.LEFT_OUTER)
        .order_by(RewardRow.points, RewardRow.id)
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pack:
    """A client's session pack. `lots` has what is left, ended sessions too; `item_ids` what it may
    be used for: by its plan today, or the one service whose sessions were exchanged for points.
    `taxed`: it was when it was sold, whatever its item says today."""

    uid: str
    client_id: int
    client_uid: str
    item_id: int
    name: str
    sessions: int
    expires: date | None
    item_ids: frozenset[int]
    lots: tuple[Lot, ...]
    taxed: bool


@dataclass(frozen=True, slots=True)
class Voucher:
    """A given cash voucher: `face` minor units off bills of `least` or more, for one client or
    anybody (None). `used_by` is the uid of the sale that used it, or of the deed by which it
    `is_cancelled`, empty while it is alive."""

    uid: str
    code: str
    face: int
    least: int
    client_id: int | None
    expires: date | None
    used_by: str
    given_at: datetime
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class RewardOffer:
    """A reward by its `id`, as the counter shows it. `available` says whether it can be had now,
    `left` how many there are (None: as many as one likes); of a tier there is one."""

    id: int
    kind: RewardKind
    name: str
    points: int
    available: bool
    left: int | None
    reward: Reward
    item_uid: str = ""
    item_name: str = ""


def plans() -> dict[int, Plan]:
    """What each prepaid item delivers, by item id."""
    items: defaultdict[int, set[int]] = defaultdict(set)
    for prepaid_id, item_id in _PLAN_ITEMS.all():
        items[prepaid_id].add(item_id)
    return {
        item_id: Plan(PrepaidKind(kind), bonus, bought, given, days, frozenset(items[item_id]))
        for item_id, kind, bonus, bought, given, days in _PLANS.all()
    }


def pack(uid: str) -> Pack | None:
    """The pack with this uid."""
    row = _PACK.one(uid)
    return _pack(row, plans()) if row else None


def pack_uids(client_id: int) -> tuple[str, ...]:
    """The uids of all packs a client ever bought."""
    return tuple(row[0] for row in _PACKS_OF.all(client_id))


def pack_names(client_id: int) -> dict[str, str]:
    """What each pack that a client ever had is called, by its uid."""
    return {row[0]: row[4] for row in _PACKS_OF.all(client_id)}


def packs_of(client_id: int) -> tuple[Pack, ...]:
    """A client's packs that have sessions left, the oldest first."""
    known = plans()
    found = (_pack(row, known) for row in _PACKS_OF.all(client_id))
    return tuple(one for one in found if one.lots)


def gift_card(code_or_uid: str) -> tuple[str, str] | None:
    """(uid, code) of a gift card."""
    row = _GIFT_CARD.one(code_or_uid, code_or_uid)
    return (row[0], row[1]) if row else None


def voucher(code_or_uid: str) -> Voucher | None:
    """A cash voucher, used or not."""
    row = _VOUCHER.one(code_or_uid, code_or_uid)
    return _voucher(row) if row else None


def vouchers_of(client_id: int, *, limit: int) -> tuple[Voucher, ...]:
    """The cash vouchers that were given to a client, used and ended ones too, the newest first."""
    return tuple(_voucher(row) for row in _VOUCHERS_OF.all(client_id, limit))


def points_in_force() -> PointsRules | None:
    """The newest points rules; None where the salon gives no points."""
    row = _RULES.one("points", 1)
    return _points(*row) if row else None


def tiers_in_force() -> TierRules | None:
    """The newest tier rules; None where the salon has no tiers."""
    row = _RULES.one("tiers", 1)
    return _tiers(*row) if row else None


def tier_names() -> dict[str, str]:
    """What the salon calls each of its tiers, by key."""
    rules = tiers_in_force()
    return {tier.key: tier.name for tier in rules.tiers} if rules else {}


def newest_version(kind: str) -> int:
    """The number of the newest rule set of a kind, 0 before the first."""
    row = _RULES.one(kind, 1)
    return row[0] if row else 0


def points_at(at: datetime) -> PointsRules | None:
    """The points rules that were in force at this instant."""
    row = _RULES_AT.one("points", to_millis(at), 1)
    return _points(*row) if row else None


def points_of(version: int) -> PointsRules | None:
    """The points rules of this version."""
    row = _RULES_OF.one("points", version)
    return _points(*row) if row else None


def tiers_at(at: datetime) -> TierRules | None:
    """The tier rules that were in force at this instant."""
    row = _RULES_AT.one("tiers", to_millis(at), 1)
    return _tiers(*row) if row else None


def value_rules_in_force() -> ValueRules | None:
    """The newest rules of what else may pay; None where there are no platforms."""
    row = _RULES.one("value", 1)
    return value_rules(_plain(*row)) if row else None


def value_rules_of(version: int) -> ValueRules | None:
    """The rules of what else may pay of this version."""
    row = _RULES_OF.one("value", version)
    return value_rules(_plain(*row)) if row else None


def rewards(*, with_retired: bool = False) -> tuple[RewardOffer, ...]:
    """What points are exchanged for, the cheapest first."""
    names = tier_names()
    found = (_offer(row, names) for row in _REWARDS.all())
    return tuple(one for one in found if with_retired or not one.reward.retired)


def reward_names() -> dict[str, str]:
    """What the items that are or were rewards are called, by uid."""
    return {one.item_uid: one.item_name for one in rewards(with_retired=True) if one.item_uid}


def points_lots(client_uid: str) -> tuple[Lot, ...]:
    """A client's lots of points that have something left, ended ones too."""
    return lots(ledger.points(client_uid))


@lru_cache(maxsize=16)
def _points(version: int, content: str) -> PointsRules:
    """Rules are read at every payment and rarely change: the same text is made into values once."""
    return points_rules(_plain(version, content))


@lru_cache(maxsize=16)
def _tiers(version: int, content: str) -> TierRules:
    return tier_rules(_plain(version, content))


def _plain(version: int, content: str) -> Mapping[str, Any]:
    return {**json.loads(content), "version": version}


def _voucher(row: tuple[Any, ...]) -> Voucher:
    uid, code, face, least, client_id, expires, used_by, made_at, is_cancelled = row
    return Voucher(
        uid, code, face, least, client_id, _day(expires), used_by or "", from_millis(made_at),
        bool(is_cancelled),
    )  # fmt: skip


def _offer(row: tuple[Any, ...], tiers: Mapping[str, str]) -> RewardOffer:
    *own, uid, item, item_uid, stock, item_gone = row
    id_, kind, points, name, item_id, face, least, tier, days, retired = own
    reward = Reward(
        id_, RewardKind(kind), points, name, item_id=item_id, face=face, least=least, tier=tier,
        days=days, retired=bool(retired), uid=uid,
    )  # fmt: skip
    left = 1 if reward.kind is RewardKind.TIER else stock
    is_there = not item_gone and (left is None or left > 0) and (not tier or tier in tiers)
    named = name or item or tiers.get(tier, tier)
    return RewardOffer(
        id_, reward.kind, named, points, is_there and not retired, left, reward,
        item_uid=item_uid or "", item_name=item or "",
    )  # fmt: skip


def _pack(row: tuple[Any, ...], known: Mapping[int, Plan]) -> Pack:
    uid, client_id, client_uid, item_id, name, sessions, expires, taxed = row
    plan = known.get(item_id)
    return Pack(
        uid, client_id, client_uid, item_id, name, sessions, _day(expires),
        plan.item_ids if plan else frozenset({item_id}), lots(ledger.pack(uid)), bool(taxed),
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
