"""What clients had free with their tier, and what is still free for them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from peewee import SQL

from salon_pos.db.models.catalog import ItemRow
from salon_pos.db.models.sales import SaleLineRow, SaleRow
from salon_pos.db.prepared import P, Prepared
from salon_pos.db.queries import catalog, tier_moves, value
from salon_pos.db.queries.left import left_of as not_given_back
from salon_pos.domain import free_services
from salon_pos.domain.catalog import FreeLeft
from salon_pos.domain.free_services import Left
from salon_pos.domain.standing import Standing
from salon_pos.domain.ticket import free_source
from salon_pos.domain.tiers import Tier

_HAD_SINCE = Prepared(
    lambda: (
        SaleLineRow.select(SaleLineRow.id)
        .join(SaleRow)
        .where(
            SaleRow.client == P, SaleRow.id > P, SaleRow.paid_at >= P, SaleRow.deed == P,
            SaleLineRow.source == P, not_given_back(SaleLineRow.quantity) > SQL("0"),
        )
        .limit(P)
    )
)  # fmt: skip

_USED = Prepared(
    lambda: (
        SaleLineRow.select(
            SaleRow.business_day, SaleLineRow.item, ItemRow.name,
            not_given_back(SaleLineRow.quantity),
        )
        .join(SaleRow)
        .switch(SaleLineRow)
        .join(ItemRow)
        .where(
            SaleRow.client == P, SaleRow.business_day >= P, SaleRow.deed == P,
            SaleLineRow.source == P, not_given_back(SaleLineRow.quantity) > SQL("0"),
        )
        .order_by(SaleLineRow.id)
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Used:
    """What a client had free on a business day and was not given back since."""

    day: date
    item_id: int
    item: str
    times: int


@dataclass(frozen=True, slots=True)
class Free:
    """Services that a client's tier gives free: what is left of them by now, what they are called
    (those on the price list) and when they were used in the period that runs."""

    left: FreeLeft
    items: tuple[str, ...]
    used: tuple[Used, ...]


def used(client_id: int, tier: str, since: date) -> tuple[Used, ...]:
    """What a client had free with a tier from this business day on, the oldest first."""
    found = _USED.all(client_id, since.isoformat(), "sale", free_source(tier))
    return tuple(Used(date.fromisoformat(day), *rest) for day, *rest in found)


def had_since(client_id: int, tier: str, sale_id: int, at: int) -> bool:
    """Whether a client had something free with a tier since this instant (milliseconds), on a sale
    after the one with this id, and was not given it back."""
    return _HAD_SINCE.one(client_id, sale_id, at, "sale", free_source(tier), 1) is not None


def counted_from(client_id: int, tier: Tier, standing: Standing) -> date:
    """From which business day on what a client had free with this tier, theirs, counts."""
    rules = value.tiers_in_force()
    if tier.is_open or rules is None:
        return standing.since
    first = tier_moves.first_day(client_id, tier.key)
    if first is None or first >= standing.since:
        return standing.since
    return free_services.counted_from(standing, tier_moves.stays(client_id, rules), first)


def left(client_id: int, tier: Tier | None, standing: Standing | None) -> Left:
    """What is still free for a client who has this tier."""
    if tier is None or standing is None or not tier.perks.free_services:
        return ()
    had = used(client_id, tier.key, counted_from(client_id, tier, standing))
    return free_services.left_of(tier.perks.free_services, _times(had))


def of_client(client_id: int, tier: Tier | None, standing: Standing | None) -> tuple[Free, ...]:
    """The same in words, for the client's file and the counter."""
    if tier is None or standing is None or not tier.perks.free_services:
        return ()
    had = used(client_id, tier.key, counted_from(client_id, tier, standing))
    found = free_services.left_of(tier.perks.free_services, _times(had))
    items = catalog.some_items(sorted({item_id for one in found for item_id in one.item_ids}))
    return tuple(
        Free(
            one, tuple(i.name for i in items if i.id in one.item_ids and not i.retired),
            tuple(each for each in had if each.item_id in one.item_ids),
        )
        for one in found
    )  # fmt: skip


def _times(had: tuple[Used, ...]) -> Mapping[int, int]:
    times = Counter[int]()
    for each in had:
        times[each.item_id] += each.times
    return times
