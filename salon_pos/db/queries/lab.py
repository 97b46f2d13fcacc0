"""What the rule lab replays: clients with their deeds, tiers and sales, many at a time."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, fn

from salon_pos.db.models.catalog import ItemRow, TenderMethodRow
from salon_pos.db.models.ledger import AccountRow, EntryRow, TransactionRow
from salon_pos.db.models.people import ClientRow
from salon_pos.db.models.sales import SaleLineRow, SaleRow, SaleTenderRow
from salon_pos.db.models.value import ClaimRow, SaleEarningRow, SettledRow, TierMoveRow
from salon_pos.db.prepared import rows
from salon_pos.db.queries.closed_cards import closings_of, paid_out
from salon_pos.db.queries.tier_moves import moved_to
from salon_pos.db.queries.value import plans
from salon_pos.domain.catalog import ItemKind, TenderKind
from salon_pos.domain.earned_by_now import paid_by
from salon_pos.domain.earning import PaidLine
from salon_pos.domain.lab import AccountMove, GivenBack, Past, PastLine, PastSale
from salon_pos.domain.ledger import BONUS_GIVEN
from salon_pos.domain.prepaid import PrepaidKind
from salon_pos.domain.standing import Deeds, Held
from salon_pos.domain.ticket import uses_pack

_AT_ONCE = 500
_PAYER = fn.COALESCE(ClaimRow.client, SaleRow.client)
_SOLD = SaleLineRow.alias()
_BACK = SaleLineRow.alias()

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Which sales are replayed: those of business days from `first` to `last`. Deeds count from
    `counted` on."""

    counted: date
    first: date
    last: date


def clients(span: Span) -> tuple[tuple[int, int], ...]:
    """(client id, how many sales are replayed) of everybody who did anything since `counted` or
    holds a tier."""
    found: dict[int, int] = dict.fromkeys(
        (row[0] for row in rows(TierMoveRow.select(TierMoveRow.client).distinct())), 0
    )
    sold = (
        SaleRow.select(_PAYER, fn.SUM(SaleRow.business_day >= span.first))
        .join(ClaimRow, JOIN.LEFT_OUTER, on=ClaimRow.sale == SaleRow.id)
        .where(SaleRow.business_day.between(span.counted, span.last), SaleRow.deed == "sale")
        .group_by(_PAYER)
    )
    found |= {client: count for client, count in rows(sold) if client is not None}
    return tuple(sorted(found.items()))


def pasts(client_ids: Sequence[int], span: Span) -> tuple[Past, ...]:
    """The past of these clients, in their order."""
    people = ClientRow.select(ClientRow.id, ClientRow.name, ClientRow.birthday)
    known = {row[0]: row[1:] for row in rows(people.where(ClientRow.id.in_(client_ids)))}
    spend, visits = _spend(client_ids, span), _visits(client_ids, span)
    top_ups, held = _top_ups(client_ids, span), _held(client_ids)
    sold = _sales(client_ids, span)
    return tuple(
        Past(
            client_id, known[client_id][0], _day(known[client_id][1]),
            Deeds(spend[client_id], frozenset(visits[client_id]), tuple(top_ups[client_id])),
            held.get(client_id), tuple(sold[client_id]),
        )
        for client_id in client_ids
    )  # fmt: skip


# --- what counts for tiers, as it stands today (`tier_moves` reads the same for one client) ---


def _spend(client_ids: Sequence[int], span: Span) -> Mapping[int, dict[date, int]]:
    query = (
        SaleEarningRow.select(
            SaleEarningRow.client, SaleRow.business_day, fn.SUM(SaleEarningRow.eligible)
        )
        .join(SaleLineRow)
        .join(_SOLD, on=_SOLD.id == fn.COALESCE(SaleLineRow.refunds, SaleLineRow.id))
        .join(SaleRow, on=_SOLD.sale == SaleRow.id)
        .where(SaleEarningRow.client.in_(client_ids), SaleRow.business_day >= span.counted)
        .group_by(SaleEarningRow.client, SaleRow.business_day)
    )
    found: defaultdict[int, dict[date, int]] = defaultdict(dict)
    for client_id, day, amount in rows(query):
        found[client_id][date.fromisoformat(day)] = amount
    return found


def _visits(client_ids: Sequence[int], span: Span) -> Mapping[int, set[date]]:
    """Days with something that is no prepaid and was not given back."""
    stands = (
        SaleLineRow.select(SaleLineRow.id)
        .join(ItemRow)
        .where(
            SaleLineRow.sale == SaleRow.id,
            SaleLineRow.quantity + _given_back(_BACK.quantity) > 0,
            ItemRow.kind != str(ItemKind.PREPAID),
        )
    )
    query = (
        SaleRow.select(_PAYER, SaleRow.business_day)
        .join(ClaimRow, JOIN.LEFT_OUTER, on=ClaimRow.sale == SaleRow.id)
        .where(
            _of(client_ids), SaleRow.business_day >= span.counted, SaleRow.deed == "sale",
            fn.EXISTS(stands),
        )
    )  # fmt: skip
    found: defaultdict[int, set[date]] = defaultdict(set)
    for client_id, day in rows(query):
        found[client_id].add(date.fromisoformat(day))
    return found


def _top_ups(client_ids: Sequence[int], span: Span) -> Mapping[int, list[tuple[date, int]]]:
    left = SaleLineRow.net + _given_back(_BACK.net) - paid_out()
    query = (
        SaleLineRow.select(SaleRow.client, SaleRow.business_day, left)
        .join(SaleRow)
        .where(
            SaleRow.client.in_(client_ids), SaleRow.business_day >= span.counted,
            SaleRow.deed == "sale", SaleLineRow.item.in_(_top_up_items()), left > 0,
        )
    )  # fmt: skip
    found: defaultdict[int, list[tuple[date, int]]] = defaultdict(list)
    for client_id, day, amount in rows(query):
        found[client_id].append((date.fromisoformat(day), amount))
    return found


def _given_back(figure: Any) -> Any:
    """The sum of a figure over the refunds of a line; they are below zero."""
    back = _BACK.select(fn.SUM(figure)).where(_BACK.refunds == SaleLineRow.id)
    return fn.COALESCE(back, 0)


def _top_up_items() -> list[int]:
    return [item for item, plan in plans().items() if plan.kind is PrepaidKind.TOP_UP]


def _held(client_ids: Sequence[int]) -> Mapping[int, Held]:
    query = (
        TierMoveRow.select(
            TierMoveRow.client, TierMoveRow.tier, TierMoveRow.day, TierMoveRow.until,
            TierMoveRow.is_override, TierMoveRow.reason, TierMoveRow.cause,
        )
        .where(TierMoveRow.client.in_(client_ids))
        .order_by(TierMoveRow.id)
    )  # fmt: skip
    held: dict[int, Held] = {}
    for client_id, *move in rows(query):
        held[client_id] = moved_to(held.get(client_id), move)
    return held


# --- the sales that are replayed ---


def _of(client_ids: Sequence[int]) -> Any:
    """Whether a sale is one of these clients', from the first or by a claim."""
    claimed = ClaimRow.select(ClaimRow.sale).where(ClaimRow.client.in_(client_ids))
    return SaleRow.client.in_(client_ids) | SaleRow.id.in_(claimed)


def _sales(client_ids: Sequence[int], span: Span) -> Mapping[int, list[PastSale]]:
    """A void undoes all that a sale gave (RULES 23), under whatever rules: those are left out."""
    voids = SaleRow.alias()
    voided = voids.select(voids.id).where(voids.refund_of == SaleRow.id, voids.deed == "void")
    query = (
        SaleRow.select(SaleRow.id, _PAYER, SaleRow.business_day, SaleRow.transaction)
        .join(ClaimRow, JOIN.LEFT_OUTER, on=ClaimRow.sale == SaleRow.id)
        .where(
            _of(client_ids), SaleRow.business_day.between(span.first, span.last),
            SaleRow.deed == "sale", ~fn.EXISTS(voided),
        )
        .order_by(SaleRow.business_day, SaleRow.id)
    )  # fmt: skip
    heads = rows(query)
    found: defaultdict[int, list[PastSale]] = defaultdict(list)
    for start in range(0, len(heads), _AT_ONCE):
        for client_id, sale in _with_parts(heads[start : start + _AT_ONCE]):
            found[client_id].append(sale)
    return found


def _with_parts(heads: Sequence[Row]) -> Iterator[tuple[int, PastSale]]:
    ids = [row[0] for row in heads]
    lines, paid, points = _lines(ids), _paid(ids), _points(ids)
    spent, given = _bonus_spent(ids), _bonus_given(ids)
    moved = _moved([id_ for id_, by_kind in paid.items() if TenderKind.ON_ACCOUNT in by_kind])
    for sale_id, client_id, day, _ in heads:
        how = paid_by(paid[sale_id], spent.get(sale_id, 0))
        yield (
            client_id,
            PastSale(
                date.fromisoformat(day), tuple(lines[sale_id]), how, tuple(moved[sale_id]),
                points=points.get(sale_id, 0), top_up_bonus=given.get(sale_id, 0),
            ),
        )  # fmt: skip


def _lines(ids: Sequence[int]) -> Mapping[int, list[PastLine]]:
    """Lines with the category that their item has today."""
    top_ups, back = set(_top_up_items()), _given(ids)
    query = (
        SaleLineRow.select(
            SaleLineRow.sale, SaleLineRow.id, SaleLineRow.uid, SaleLineRow.item, ItemRow.category,
            ItemRow.kind, SaleLineRow.net, SaleLineRow.payable, SaleLineRow.source,
            SaleLineRow.quantity,
        )
        .join(ItemRow)
        .where(SaleLineRow.sale.in_(ids))
        .order_by(SaleLineRow.sale, SaleLineRow.position)
    )  # fmt: skip
    found: defaultdict[int, list[PastLine]] = defaultdict(list)
    for sale_id, id_, uid, item, category, kind, net, payable, source, quantity in rows(query):
        paid = PaidLine(
            uid, item, category, ItemKind(kind), net, payable,
            session_use=uses_pack(source, kind), top_up=item in top_ups,
        )  # fmt: skip
        found[sale_id].append(PastLine(paid, quantity, tuple(back.get(id_, ()))))
    return found


def _given(ids: Sequence[int]) -> Mapping[int, list[GivenBack]]:
    """What refunds and closed cards gave back of each line, by its id."""
    query = (
        _BACK.select(_BACK.refunds, SaleRow.business_day, _BACK.quantity, _BACK.net)
        .join(_SOLD, on=_BACK.refunds == _SOLD.id)
        .join(SaleRow, on=_BACK.sale == SaleRow.id)
        .where(_SOLD.sale.in_(ids))
        .order_by(_BACK.id)
    )
    found: defaultdict[int, list[GivenBack]] = defaultdict(list)
    for line_id, day, quantity, net in rows(query):
        found[line_id].append(GivenBack(date.fromisoformat(day), -quantity, -net))
    for line_id, day, paid in closings_of(ids):
        found[line_id].append(GivenBack(date.fromisoformat(day), 0, paid))
    return {line_id: sorted(backs, key=lambda one: one.day) for line_id, backs in found.items()}


def _paid(ids: Sequence[int]) -> Mapping[int, dict[TenderKind, int]]:
    query = (
        SaleTenderRow.select(
            SaleTenderRow.sale, TenderMethodRow.kind, fn.SUM(SaleTenderRow.applied)
        )
        .join(TenderMethodRow)
        .where(SaleTenderRow.sale.in_(ids))
        .group_by(SaleTenderRow.sale, TenderMethodRow.kind)
    )
    found: defaultdict[int, dict[TenderKind, int]] = defaultdict(dict)
    for sale_id, kind, applied in rows(query):
        found[sale_id][TenderKind(kind)] = applied
    return found


def _moved(ids: Sequence[int]) -> Mapping[int, list[AccountMove]]:
    """What was settled of sales on account, and what refunds took off that; `queries.owed` reads
    the same for one sale."""
    found: defaultdict[int, list[AccountMove]] = defaultdict(list)
    if not ids:
        return found
    settled = (
        SettledRow.select(SettledRow.sale, TransactionRow.business_day, SettledRow.amount)
        .join(TransactionRow)
        .where(SettledRow.sale.in_(ids))
    )
    for sale_id, day, amount in rows(settled):
        found[sale_id].append(AccountMove(date.fromisoformat(day), owed=amount))
    for sale_id, day, kind, of_kind, applied in rows(_tenders_back(ids)):
        owed, stays = (-applied if which == "on_account" else 0 for which in (kind, of_kind))
        found[sale_id].append(AccountMove(date.fromisoformat(day), owed, stays))
    return found


def _tenders_back(ids: Sequence[int]) -> Any:
    """What refunds gave back by tender: of which kind, and of which kind what it gave back was."""
    of, of_method = SaleTenderRow.alias(), TenderMethodRow.alias()
    return (
        SaleTenderRow.select(
            SaleRow.refund_of, SaleRow.business_day, TenderMethodRow.kind, of_method.kind,
            SaleTenderRow.applied,
        )
        .join(SaleRow)
        .switch(SaleTenderRow)
        .join(TenderMethodRow)
        .switch(SaleTenderRow)
        .join(of, JOIN.LEFT_OUTER, on=SaleTenderRow.refunds == of.id)
        .join(of_method, JOIN.LEFT_OUTER, on=of.method == of_method.id)
        .where(SaleRow.refund_of.in_(ids))
    )  # fmt: skip


def _points(ids: Sequence[int]) -> Mapping[int, int]:
    """The points that each sale's lines were given, less what its refunds took back."""
    query = (
        SaleEarningRow.select(_SOLD.sale, fn.SUM(SaleEarningRow.points))
        .join(SaleLineRow)
        .join(_SOLD, on=_SOLD.id == fn.COALESCE(SaleLineRow.refunds, SaleLineRow.id))
        .where(_SOLD.sale.in_(ids))
        .group_by(_SOLD.sale)
    )
    return dict(rows(query))


def _bonus_spent(ids: Sequence[int]) -> Mapping[int, int]:
    """What of each sale was paid with bonus."""
    query = (
        EntryRow.select(SaleRow.id, fn.SUM(EntryRow.amount))
        .join(SaleRow, on=SaleRow.transaction == EntryRow.transaction)
        .join(AccountRow, on=EntryRow.account == AccountRow.id)
        .where(SaleRow.id.in_(ids), EntryRow.rule == "value.spend",
               fn.SUBSTR(AccountRow.code, 1, 6) == "bonus:")
        .group_by(SaleRow.id)
    )  # fmt: skip
    return dict(rows(query))


def _bonus_given(ids: Sequence[int]) -> Mapping[int, int]:
    """What each sale's top-ups gave on top, less what refunds cancelled."""
    sold = fn.COALESCE(SaleRow.refund_of, SaleRow.id)
    query = (
        EntryRow.select(sold, fn.SUM(EntryRow.amount))
        .join(SaleRow, on=SaleRow.transaction == EntryRow.transaction)
        .join(AccountRow, on=EntryRow.account == AccountRow.id)
        .where(SaleRow.id.in_(ids) | SaleRow.refund_of.in_(ids),
               AccountRow.code == BONUS_GIVEN.code,
               EntryRow.rule.in_(["value.bonus", "value.cancel_bonus"]))
        .group_by(sold)
    )  # fmt: skip
    return dict(rows(query))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
