"""Writing plans, packs, gift cards, vouchers, rule sets, tier moves and what lines earned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from salon_pos.db.models.value import (
    GiftCardRow,
    PackRow,
    PrepaidItemRow,
    PrepaidRow,
    RewardRow,
    RuleSetRow,
    SaleEarningRow,
    TierMoveRow,
    VoucherRow,
)
from salon_pos.db.prepared import Insert, P, Prepared
from salon_pos.domain.prepaid import Plan
from salon_pos.domain.rewards import Reward

_PACK = Insert(PackRow, "uid", "client", "item", "sale_line_uid", "sessions", "expires")
_GIFT_CARD = Insert(GiftCardRow, "uid", "code", "sale_line_uid", "expires")
_VOUCHER = Insert(
    VoucherRow, "uid", "code", "face", "least", "client", "expires", "used_by", "made_at"
)
_RULE_SET = Insert(RuleSetRow, "kind", "version", "content", "made_at", "staff")
_TIER_MOVE = Insert(
    TierMoveRow, "uid", "client", "tier", "day", "until", "cause", "is_override", "version",
    "reason", "at", "staff",
)  # fmt: skip
_EARNING = Insert(SaleEarningRow, "line", "client", "eligible", "points", "why")
_USED = Prepared(lambda: VoucherRow.update({VoucherRow.used_by: P}).where(VoucherRow.uid == P))
_ALIVE = Prepared(
    lambda: VoucherRow.update({VoucherRow.used_by: P}).where(
        VoucherRow.uid == P, VoucherRow.used_by == P
    )
)

EarningRow = tuple[int, int | None, int, int, str]
"""What a line earned: (line id, client id, eligible minor units, points, why nothing)."""


@dataclass(frozen=True, slots=True)
class TierMove:
    """A client's move to a tier ("" for none) on a business day. `cause` is the uid of the sale or
    deed that made it, `reason` the canonical JSON of the sentence that says why."""

    uid: str
    client_id: int
    tier: str
    day: date
    until: date | None
    cause: str
    version: int
    reason: str
    at: datetime
    staff_id: int
    is_override: bool = False


def save_plan(item_id: int, plan: Plan) -> None:
    """What a prepaid item delivers from now on; what was sold before stays as it was."""
    PrepaidItemRow.delete().where(PrepaidItemRow.prepaid == item_id).execute()
    values = {
        "kind": str(plan.kind), "bonus": plan.bonus, "bought": plan.bought, "given": plan.given,
        "days": plan.days,
    }  # fmt: skip
    PrepaidRow.insert(item=item_id, **values).on_conflict(
        conflict_target=[PrepaidRow.item], update=values
    ).execute()
    for covered in sorted(plan.item_ids):
        PrepaidItemRow.insert(prepaid=item_id, item=covered).execute()


def save_reward(reward: Reward) -> int:
    """Add (id 0) a reward, or change what may change of one; its id."""
    values = {
        "name": reward.name, "points": reward.points, "face": reward.face, "least": reward.least,
        "tier": reward.tier, "days": reward.days, "retired": reward.retired,
    }  # fmt: skip
    if reward.id:
        RewardRow.update(**values).where(RewardRow.id == reward.id).execute()
        return reward.id
    return RewardRow.insert(
        uid=reward.uid, kind=str(reward.kind), item=reward.item_id, **values
    ).execute()


def add_pack(
    uid: str, *, client_id: int, item_id: int, line_uid: str, sessions: int, expires: date | None
) -> None:
    """A pack that a client bought with a sale's line, or (`line_uid` is that of the exchange) got
    for points."""
    _PACK(
        uid=uid, client=client_id, item=item_id, sale_line_uid=line_uid, sessions=sessions,
        expires=expires,
    )  # fmt: skip


def add_gift_card(uid: str, code: str, *, line_uid: str, expires: date | None) -> None:
    """A gift card that was bought with a sale's line."""
    _GIFT_CARD(uid=uid, code=code, sale_line_uid=line_uid, expires=expires)


def add_voucher(
    uid: str,
    code: str,
    *,
    face: int,
    least: int,
    client_id: int | None,
    expires: date | None,
    made_at: datetime,
) -> None:
    """A cash voucher that is given to a client, or to whoever has its code."""
    _VOUCHER(
        uid=uid, code=code, face=face, least=least, client=client_id, expires=expires,
        used_by=None, made_at=made_at,
    )  # fmt: skip


def voucher_used(uid: str, used_by: str) -> None:
    """A voucher was used by the sale with this uid, or cancelled by the deed with it."""
    _USED.run(used_by, uid)


def voucher_alive(uid: str, sale_uid: str) -> None:
    """A voucher that this sale used is alive again; one that was cancelled stays as it is."""
    _ALIVE.run(None, uid, sale_uid)


def add_rule_set(kind: str, version: int, content: str, *, at: datetime, staff_id: int) -> None:
    """The rules of a kind from now on."""
    _RULE_SET(kind=kind, version=version, content=content, made_at=at, staff=staff_id)


def add_tier_move(move: TierMove) -> None:
    """Keep that a client moved to another tier."""
    _TIER_MOVE(
        uid=move.uid, client=move.client_id, tier=move.tier, day=move.day, until=move.until,
        cause=move.cause, is_override=move.is_override, version=move.version,
        reason=move.reason, at=move.at, staff=move.staff_id,
    )  # fmt: skip


def add_earnings(rows: Sequence[EarningRow]) -> None:
    """Keep what lines earned."""
    _EARNING.rows(list(rows))
