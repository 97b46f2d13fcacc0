"""The tiers that a client held, and what they did that tiers count: spend, visits, top-ups."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from peewee import SQL, fn

from salon_pos.db.models.base import from_millis, to_millis
from salon_pos.db.models.sales import SaleLineRow, SaleRow
from salon_pos.db.models.value import (
    ClaimRow,
    PrepaidRow,
    SaleEarningRow,
    TierMoveRow,
)
from salon_pos.db.prepared import P, Prepared
from salon_pos.db.queries import closed_cards
from salon_pos.db.queries import settings as salon
from salon_pos.db.queries.closed_cards import paid_out
from salon_pos.db.queries.left import BY_THEN, left_of, served
from salon_pos.domain.free_services import stood
from salon_pos.domain.prepaid import PrepaidKind
from salon_pos.domain.standing import Deeds, Held, after_move
from salon_pos.domain.tiers import TierRules

ANY_TIME, ANY_SALE = 1 << 60, 1 << 60
_SOLD_LINE = SaleLineRow.alias()
_TIER_MOVES = Prepared(
    lambda: (
        TierMoveRow.select(
            TierMoveRow.tier, TierMoveRow.day, TierMoveRow.until, TierMoveRow.is_override,
            TierMoveRow.reason, TierMoveRow.cause,
        )
        .where(TierMoveRow.client == P, TierMoveRow.at < P)
        .order_by(TierMoveRow.id)
    )
)  # fmt: skip

_WITH_CAUSE = Prepared(
    lambda: (
        TierMoveRow.select(
            TierMoveRow.tier, TierMoveRow.day, TierMoveRow.until, TierMoveRow.is_override,
            TierMoveRow.reason, TierMoveRow.cause, TierMoveRow.at,
        )
        .where(TierMoveRow.client == P)
        .order_by(TierMoveRow.id)
    )
)  # fmt: skip

_FIRST_DAY = Prepared(
    lambda: TierMoveRow.select(fn.MIN(TierMoveRow.day)).where(
        TierMoveRow.client == P, TierMoveRow.tier == P
    )
)

_THEIRS = (SaleRow.client == P) | SaleRow.id.in_(
    ClaimRow.select(ClaimRow.sale).where(ClaimRow.client == P)
)

_THEIRS_THEN = (SaleRow.client == P) | SaleRow.id.in_(
    ClaimRow.select(ClaimRow.sale).where(ClaimRow.client == P, ClaimRow.at < P)
)

_EARNED = Prepared(
    lambda: (
        SaleEarningRow.select(SaleRow.business_day, fn.SUM(SaleEarningRow.eligible))
        .join(SaleLineRow)
        .join(_SOLD_LINE, on=_SOLD_LINE.id == fn.COALESCE(SaleLineRow.refunds, SaleLineRow.id))
        .join(SaleRow, on=_SOLD_LINE.sale == SaleRow.id)
        .where(
            SaleEarningRow.client == P, _THEIRS_THEN, SaleRow.business_day >= P,
            SaleLineRow.sale < P, SaleEarningRow.id <= P,
        )
        .group_by(SaleRow.business_day)
    )
)  # fmt: skip

_VISIT_DAYS = Prepared(
    lambda: (
        SaleRow.select(SaleRow.business_day)
        .where(
            _THEIRS_THEN, SaleRow.business_day >= P, SaleRow.deed == P, SaleRow.id < P,
            fn.EXISTS(served(BY_THEN)),
        )
        .distinct()
    )
)  # fmt: skip

_TOP_UPS = Prepared(
    lambda: (
        SaleLineRow.select(
            SaleRow.business_day, left_of(SaleLineRow.net, BY_THEN) - paid_out(closed_cards.BY_THEN)
        )
        .join(SaleRow)
        .switch(SaleLineRow)
        .join(PrepaidRow, on=PrepaidRow.item == SaleLineRow.item)
        .where(
            SaleRow.client == P, SaleRow.business_day >= P, PrepaidRow.kind == P,
            SaleRow.deed == P, SaleRow.id < P, left_of(SaleLineRow.net, BY_THEN) > SQL("0"),
        )
    )
)  # fmt: skip

_VISITED = Prepared(
    lambda: (
        SaleRow.select(SaleRow.id)
        .where(
            _THEIRS, SaleRow.business_day == P, SaleRow.deed == P, SaleRow.id != P,
            fn.EXISTS(served()),
        )
        .limit(P)
    )
)  # fmt: skip

_PAID_SINCE = Prepared(
    lambda: (
        SaleRow.select(SaleRow.id).where(_THEIRS, SaleRow.deed == P, SaleRow.paid_at >= P).limit(P)
    )
)

_CAUSED_BY = Prepared(
    lambda: (
        TierMoveRow.select(TierMoveRow.cause)
        .where(
            TierMoveRow.client == P,
            fn.json_extract(TierMoveRow.reason, P).in_([P, P]),
        )
        .order_by(TierMoveRow.id.desc())
        .limit(P)
    )
)


def held_tier(client_id: int, *, before: datetime | None = None) -> Held | None:
    """The tier that a client's moves gave them, the newest in front of all before it; those
    `before` an instant only, if one is given."""
    return held_until(client_id, to_millis(before) if before else ANY_TIME)


def held_until(client_id: int, before: int) -> Held | None:
    """The same, for an instant in milliseconds."""
    held: Held | None = None
    for move in _TIER_MOVES.all(client_id, before):
        held = moved_to(held, move)
    return held


def first_day(client_id: int, tier: str) -> date | None:
    """The first day on which a client had this tier, also if that was undone; None if they never
    had it."""
    row = _FIRST_DAY.one(client_id, tier)
    return date.fromisoformat(row[0]) if row and row[0] else None


def stays(client_id: int, rules: TierRules) -> tuple[Held, ...]:
    """A client's stays in tiers that stood under these rules: of what `held_tier` keeps those that
    were not undone, and all that were set by hand, which later moves drop from that. One of these
    ended with its last day, or on the day when another took its place."""
    held: Held | None = None
    by_hand: list[Held] = []
    settings = salon.settings()
    for *move, at in _WITH_CAUSE.all(client_id):
        held = moved_to(held, move)
        if held.is_by_hand:
            day = settings.business_day(from_millis(at))  # it may be set for since when they had it
            if by_hand and by_hand[-1].runs_on(day):
                by_hand[-1] = replace(by_hand[-1], until=day)
            by_hand.append(held)
    return (*stood(held, rules), *by_hand)


@dataclass(frozen=True, slots=True)
class MoveBy:
    """A move into `tier` at an instant `at` (milliseconds) by one who held `held` before it."""

    tier: str
    at: int
    held: Held | None


def moves_by(client_id: int, cause: str) -> tuple[MoveBy, ...]:
    """The moves that the deed with this uid made of a client, those into a tier by hand or for
    points left out."""
    held: Held | None = None
    found: list[MoveBy] = []
    for *move, at in _WITH_CAUSE.all(client_id):
        tier, _, _, is_override, _, by = move
        if by == cause and not is_override:
            found.append(MoveBy(tier, at, held))
        held = moved_to(held, move)
    return tuple(found)


def moved_to(held: Held | None, move: Sequence[Any]) -> Held:
    """What a client holds by a `move` as it lies on file, who held `held` before it. One that puts
    them back where they stood leaves no trace of what it undid."""
    tier, day, until, is_override, reason, cause = move
    why = json.loads(reason)
    moved = Held(
        tier or None, date.fromisoformat(day), date.fromisoformat(until) if until else None,
        bool(is_override),
        is_exchanged=why.get("rule") == "tier.exchanged", cause=cause,
    )  # fmt: skip
    # An exchange names its reward; put back by what undid a later move, it does not.
    undoes = why.get("rule") == "tier.undone" or (moved.is_exchanged and "reward" not in why)
    return after_move(held, moved, undoes=undoes)


@dataclass(frozen=True, slots=True)
class Before:
    """The instant `at` (milliseconds) of the sale with this id, itself not counted: what was done
    later (a refund, a claim of an earlier sale) was not done then. `earned`: the newest row of what
    lines earned then; a debt that is paid off adds to those of an older sale."""

    sale_id: int = ANY_SALE
    at: int = ANY_TIME
    earned: int = ANY_TIME


NOW = Before()


def qualifying_spend(client_id: int, since: date, *, before: Before = NOW) -> dict[date, int]:
    """RULES 26: eligible amounts by business day, net of refunds on the day of their sale."""
    then = (before.at, since.isoformat(), before.sale_id, before.earned)
    found = _EARNED.all(*(client_id,) * 3, *then)
    return {date.fromisoformat(day): amount for day, amount in found}


def deeds_of(client_id: int, since: date, *, before: Before = NOW) -> Deeds:
    """What a client did from this business day on, as the rules of tiers count it: net of refunds
    and of what closed cards paid out, on the day of the sale; a day on which only prepaid was
    bought, or whose sales were all given back, is no visit."""
    return deeds_beside(qualifying_spend(client_id, since, before=before), client_id, since, before)


def deeds_beside(spend: Mapping[date, int], client_id: int, since: date, before: Before) -> Deeds:
    """The same, where what they spent is known already."""
    first, top_up, then = since.isoformat(), str(PrepaidKind.TOP_UP), before.sale_id
    top_ups = _TOP_UPS.all(then, before.at, client_id, first, top_up, "sale", then, then)
    visits = _VISIT_DAYS.all(client_id, client_id, before.at, first, "sale", then, then)
    return Deeds(
        spend,
        frozenset(date.fromisoformat(day) for (day,) in visits),
        tuple((date.fromisoformat(day), amount) for day, amount in top_ups if amount > 0),
    )


def was_here(client_id: int, day: date, *, beside: int = 0) -> bool:
    """Whether a client's visit was paid on this business day: a sale with a line that is no prepaid
    and was not given back; `beside` is the id of one that does not count."""
    given = (client_id, client_id, day.isoformat(), "sale", beside)
    return _VISITED.one(*given, 1) is not None


def exchanged_by(client_id: int) -> str:
    """The uid of the deed that gave a client a tier for points last; empty where none did."""
    row = _CAUSED_BY.one(client_id, "$.rule", "tier.exchanged", "tier.exchanged", 1)
    return row[0] if row else ""


def set_by(client_id: int) -> str:
    """The uid of the deed that set a client's tier by hand last; empty where none did."""
    row = _CAUSED_BY.one(client_id, "$.rule", "tier.override", "tier.override_none", 1)
    return row[0] if row else ""


def paid_since(client_id: int, at: datetime) -> bool:
    """Whether a client paid a sale (or one that is claimed) at this instant or later."""
    return _PAID_SINCE.one(client_id, client_id, "sale", to_millis(at), 1) is not None
