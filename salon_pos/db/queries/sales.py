"""Paid sales: found by number, day, client or amount, listed, and what a client came for."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN, SQL, Case, Expression, Ordering, fn

from salon_pos.db import search
from salon_pos.db.models.base import from_millis
from salon_pos.db.models.catalog import ItemRow, TenderMethodRow, TillRow
from salon_pos.db.models.people import ClientRow, StaffRow
from salon_pos.db.models.sales import SaleCreditRow, SaleLineRow, SaleRow, SaleTenderRow
from salon_pos.db.models.value import ClaimRow, PackRow
from salon_pos.db.prepared import P, Prepared, rows
from salon_pos.db.queries import deeds, tickets
from salon_pos.db.queries.claimed import for_lines, lines_of_client
from salon_pos.db.queries.corrected import counts
from salon_pos.db.queries.left import STANDING_LINES, left_of
from salon_pos.domain.catalog import ItemKind, TenderKind
from salon_pos.domain.ticket import Ticket

_LINES_TOLD = 6
_MOST_USUAL = 3


@dataclass(frozen=True, slots=True)
class FoundSale:
    """A sale in a list: its payer ("" for a walk-in), its items, the `others` it was for beside
    the payer, its `total` in minor units. `imported` ones come from another system, under their
    old number. One that `is_claimed` was a walk-in's; its payer is whom it was claimed for. A
    refund or a void (`deed`) gives back the sale with the number `gives_back`, "" for a sale;
    `came_back` is what refunds gave back of this one, in minor units, and `is_back` whether that is
    all of it, with no line of something prepaid, to which value may return."""

    uid: str
    number: str
    business_day: date
    paid_at: datetime
    client_id: int | None
    client: str
    total: int
    items: tuple[str, ...]
    others: tuple[str, ...]
    imported: bool
    deed: str
    gives_back: str
    came_back: int
    is_back: bool
    is_void: bool
    is_claimed: bool


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One line in a client's history: what, by whom (the lead first, each with their part of the
    sales credit in basis points), `net` and, with its taxes, `payable` in minor units. `payer` is
    who paid where that was somebody else, `pack` the pack whose sessions it used."""

    sale_uid: str
    number: str
    business_day: date
    item: str
    quantity: int
    credits: tuple[tuple[str, int], ...]
    net: int
    payable: int
    payer: str
    pack: str

    @property
    def staff(self) -> str:
        """Who did it, the lead first."""
        return " · ".join(name for name, _ in self.credits)


@dataclass(frozen=True, slots=True)
class LastServed:
    """A client's last visit: its business day, what they had, and `who` led the first of it."""

    day: date
    items: tuple[str, ...]
    who: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A client's visits so far: days on which something was done for them that did not come back,
    and `spent`, what their lines come to with their taxes, in minor units. Prepaid is neither: what
    it pays for is."""

    first_day: date
    last_day: date
    visits: int
    spent: int


_TICKET_SALE = Prepared(lambda: SaleRow.select(SaleRow.id, SaleRow.digest).where(SaleRow.uid == P))
_RUNG_UP = Prepared(
    lambda: (
        SaleTenderRow.select(TenderMethodRow.kind, SaleTenderRow.method, SaleTenderRow.handed)
        .join(SaleRow)
        .switch(SaleTenderRow)
        .join(TenderMethodRow)
        .where(SaleRow.uid == P)
        .order_by(SaleTenderRow.position)
    )
)
_LINE_OF_ANOTHER = Prepared(
    lambda: (
        SaleLineRow.select(SaleLineRow.id)
        .join(SaleRow)
        .where(SaleLineRow.uid == P, SaleRow.uid != P)
    )
)
_BY_UID = Prepared(lambda: SaleRow.select(SaleRow.id).where(SaleRow.uid == P))
_BY_NUMBER = Prepared(
    lambda: SaleRow.select(SaleRow.uid).where(SaleRow.number == P).order_by(SaleRow.till).limit(P)
)
_LINE_IDS = Prepared(
    lambda: SaleLineRow.select(SaleLineRow.uid, SaleLineRow.id).where(SaleLineRow.sale == P)
)
_LINES_LEFT = Prepared(
    lambda: (
        SaleLineRow.select(SaleLineRow.uid, left_of(SaleLineRow.quantity))
        .join(SaleRow)
        .where(SaleRow.uid == P)
        .order_by(SaleLineRow.position)
    )
)
_SOLD_LINE = SaleLineRow.alias()
_LINES_BACK = Prepared(
    lambda: (
        SaleLineRow.select(_SOLD_LINE.uid, SQL("0") - SaleLineRow.quantity)
        .join(_SOLD_LINE, on=SaleLineRow.refunds == _SOLD_LINE.id)
        .switch(SaleLineRow)
        .join(SaleRow)
        .where(SaleRow.uid == P)
        .order_by(SaleLineRow.position)
    )
)
_LAST_SERIAL = Prepared(lambda: SaleRow.select(fn.MAX(SaleRow.serial)).where(SaleRow.till == P))
_NEWEST = Prepared(
    lambda: (
        SaleRow.select(SaleRow.id).order_by(SaleRow.business_day.desc(), SaleRow.id.desc()).limit(P)
    )
)
_OF_DAY = Prepared(
    lambda: (
        SaleRow.select(SaleRow.id)
        .where(SaleRow.business_day == P)
        .order_by(SaleRow.id.desc())
        .limit(P)
    )
)
_SUM_OF_DAY = Prepared(
    lambda: SaleRow.select(fn.SUM(SaleRow.deed == P), fn.SUM(SaleRow.total)).where(
        SaleRow.business_day == P
    )
)
# The day of a line that was sold and did not come back.
_DAY = Case(
    None,
    [((SaleLineRow.quantity > SQL("0")) & (left_of(SaleLineRow.quantity) > SQL("0")),
      SaleRow.business_day)],
)  # fmt: skip
_STANDING = Prepared(
    lambda: (
        SaleLineRow.select(
            fn.MIN(_DAY), fn.MAX(_DAY), fn.COUNT(fn.DISTINCT(_DAY)), fn.SUM(SaleLineRow.payable)
        )
        .join(SaleRow)
        .switch(SaleLineRow)
        .join(ItemRow)
        .where(lines_of_client(), ItemRow.kind != SQL("'prepaid'"))
    )
)
_LINES = Prepared(
    lambda: (
        SaleLineRow.select(
            SaleLineRow.id, SaleRow.uid, SaleRow.number, SaleRow.business_day,
            SaleLineRow.item_name, SaleLineRow.quantity, SaleLineRow.net, SaleLineRow.payable,
            SaleRow.client, ClientRow.name, ItemRow.name,
        )
        .join(SaleRow)
        .join(ClientRow, JOIN.LEFT_OUTER)
        .switch(SaleLineRow)
        .join(PackRow, JOIN.LEFT_OUTER, on=PackRow.uid == SaleLineRow.source)
        .join(ItemRow, JOIN.LEFT_OUTER)
        .where(lines_of_client())
        .order_by(SaleRow.business_day.desc(), SaleRow.id.desc(), SaleLineRow.position)
        .limit(P)
    )
)  # fmt: skip
_LAST_SERVED = Prepared(
    lambda: (
        SaleLineRow.select(SaleLineRow.id, SaleRow.id, SaleRow.business_day, SaleLineRow.item_name)
        .join(SaleRow)
        .switch(SaleLineRow)
        .join(ItemRow)
        .where(
            lines_of_client(), ItemRow.kind != SQL("'prepaid'"), SaleLineRow.quantity > SQL("0"),
            left_of(SaleLineRow.quantity) > SQL("0"),
        )
        .order_by(SaleRow.business_day.desc(), SaleRow.id.desc(), SaleLineRow.position)
        .limit(P)
    )
)  # fmt: skip
_USUAL = Prepared(
    lambda: (
        SaleLineRow.select(SaleLineRow.item, SaleCreditRow.staff)
        .join(SaleCreditRow, on=SaleCreditRow.line == SaleLineRow.id)
        .switch(SaleLineRow)
        .join(ItemRow)
        .join(StaffRow, on=SaleCreditRow.staff == StaffRow.id)
        .where(
            SaleLineRow.client == P, SaleCreditRow.position == P, counts(), ItemRow.kind == P,
            ItemRow.retired == P, StaffRow.retired == P, SaleLineRow.quantity > SQL("0"),
            left_of(SaleLineRow.quantity) > SQL("0"), ~ItemRow.is_addon,
        )
        .group_by(SaleLineRow.item, SaleCreditRow.staff)
        .order_by(fn.COUNT(SaleLineRow.id).desc(), fn.MAX(SaleLineRow.id).desc())
        .limit(P)
    )
)  # fmt: skip


_ORIGINAL = SaleRow.alias()
_REFUND = SaleRow.alias()
_PREPAID_LINES = (
    SaleLineRow.select(SaleLineRow.id)
    .join(ItemRow)
    .where(SaleLineRow.sale == SaleRow.id, ItemRow.kind == SQL("'prepaid'"))
)
_VOIDS = _REFUND.select(_REFUND.id).where(_REFUND.refund_of == SaleRow.id,
                                          _REFUND.deed == SQL("'void'"))  # fmt: skip
_SOLD_AS = fn.COALESCE(SaleRow.refund_of, SaleRow.id)
_PAYER = fn.COALESCE(SaleRow.client, ClaimRow.client)
_CAME_BACK = _REFUND.select(fn.SUM(_REFUND.total)).where(_REFUND.refund_of == SaleRow.id)


def is_uid_of_another(ticket: Ticket) -> bool:
    """Whether the uid of this ticket, or of a line on it, is on file already as something else: a
    deed's or what it made, a line's of another sale or open ticket."""
    mine = {line.uid for line in ticket.lines}
    if not paid_ticket(ticket.uid) and any(map(deeds.is_taken, (ticket.uid, *mine))):
        return True
    others = [one.ticket for one in tickets.open_tickets() if one.ticket.uid != ticket.uid]
    theirs = {uid for other in others for uid in (other.uid, *(line.uid for line in other.lines))}
    return is_line_of_another(ticket) or bool(theirs & {ticket.uid, *mine})


def is_line_of_another(ticket: Ticket) -> bool:
    """Whether a line of this ticket is on another sale."""
    return any(_LINE_OF_ANOTHER.one(line.uid, ticket.uid) for line in ticket.lines)


def paid_ticket(uid: str) -> tuple[int, str] | None:
    """(sale id, digest of what was paid) if the ticket with this uid is a sale already."""
    row = _TICKET_SALE.one(uid)
    return (row[0], row[1]) if row else None


def rung_up(uid: str) -> tuple[tuple[TenderKind, int, int], ...]:
    """(kind, method id, what was handed over in minor units) of each tender of a sale in its order,
    as it was rung up: whatever was corrected since."""
    return tuple((TenderKind(kind), method, handed) for kind, method, handed in _RUNG_UP.all(uid))


def sale_uid(number: str) -> str | None:
    """The uid of the sale with this number; the till's own number before an imported one."""
    row = _BY_NUMBER.one(number, 1)
    return row[0] if row else None


def last_serial(till_id: int) -> int:
    """The newest number of a till, 0 before the first."""
    row = _LAST_SERIAL.one(till_id)
    return (row[0] or 0) if row else 0


def line_ids(sale_id: int) -> dict[str, int]:
    """The ids of a sale's lines by uid."""
    return dict(_LINE_IDS.all(sale_id))


def lines_left(sale_uid: str) -> dict[str, int]:
    """How many of each line of a sale no refund gave back, by the line's uid; lines of which
    nothing is left are not among them."""
    return {uid: left for uid, left in _LINES_LEFT.all(sale_uid) if left > 0}


def lines_back(refund_uid: str) -> dict[str, int]:
    """How many of each line of its sale this refund gave back, by the uid of the sale's line."""
    return dict(_LINES_BACK.all(refund_uid))


def found_sale(uid: str) -> FoundSale | None:
    """The sale with this uid, as a list shows it."""
    row = _BY_UID.one(uid)
    return _listed([row[0]])[0] if row else None


def sales_of_day(day: date) -> tuple[int, int]:
    """How many sales a business day has, and what they come to less its refunds, in minor units."""
    count, total = _SUM_OF_DAY.one("sale", day.isoformat()) or (None, None)
    return count or 0, total or 0


def find_sales(
    text: str = "", *, amount: int | None = None, day: date | None = None, limit: int = 100
) -> tuple[FoundSale, ...]:
    """The newest sales that answer to `text`, on `day` if one is given: by the start of their
    number, its digits without the zeros, their uid, or a client they are for. `amount` is `text`
    read as money: sales with exactly this total answer too. All sales where `text` is empty."""
    if text:
        ids = _answering(list(_answers(text, amount)), day, limit)
    elif day:
        ids = [row[0] for row in _OF_DAY.all(day.isoformat(), limit)]
    else:
        ids = [row[0] for row in _NEWEST.all(limit)]
    return _listed(ids)[:limit]


def standing(client_id: int) -> Standing | None:
    """What a client's visits add up to; None before the first."""
    row = _STANDING.one(*for_lines(client_id))
    if row is None or not row[2]:
        return None
    first, last, visits, spent = row
    return Standing(date.fromisoformat(first), date.fromisoformat(last), visits, spent)


def history(client_id: int, *, limit: int = 100) -> tuple[VisitLine, ...]:
    """The newest lines that were for this client, the newest sale first."""
    lines = _LINES.all(*for_lines(client_id), limit)
    staff = _staff([line[0] for line in lines])
    return tuple(_visit(line, staff[line[0]], client_id) for line in lines)


def last_served(client_id: int) -> LastServed | None:
    """When a client was served last, and what they had then that did not come back: what is prepaid
    was only bought (RULES 26). None before the first."""
    lines = _LAST_SERVED.all(*for_lines(client_id), _LINES_TOLD)
    if not lines:
        return None
    of_it = [row for row in lines if row[1] == lines[0][1]]
    lead = _staff([of_it[0][0]])[of_it[0][0]]
    items = tuple(dict.fromkeys(row[3] for row in of_it))
    return LastServed(date.fromisoformat(of_it[0][2]), items, lead[0][0] if lead else "")


def usual(client_id: int) -> tuple[tuple[int, int], ...]:
    """The few that this client has most often: (item id, id of who leads it), services still on the
    list that did not come back, no add-ons, of equals the newer first."""
    given = (client_id, 0, ItemKind.SERVICE.value, False, False)
    return tuple((row[0], row[1]) for row in _USUAL.all(*given, _MOST_USUAL))


def _answers(text: str, amount: int | None) -> Iterator[tuple[Expression, Ordering]]:
    """Each way in which a sale can answer, with the order in which its index runs: sorting all
    sales that start with "A-" would take longer than finding them."""
    newest = SaleRow.id.desc()
    typed = text.upper()
    yield (SaleRow.number >= typed) & (SaleRow.number < f"{typed}\uffff"), SaleRow.number.desc()
    yield SaleRow.uid == text.lower(), newest
    if text.isdecimal() and len(text) <= 15:
        tills = TillRow.select(TillRow.id)
        yield SaleRow.till.in_(tills) & (SaleRow.serial == int(text)), newest
    if amount is not None:
        yield SaleRow.total == amount, newest
    clients = search.find_clients(text, 20)
    if clients:
        theirs = SaleLineRow.select(SaleLineRow.sale).where(SaleLineRow.client.in_(clients))
        yield SaleRow.client.in_(clients), newest
        claimed = ClaimRow.select(ClaimRow.sale).where(ClaimRow.client.in_(clients))
        yield SaleRow.id.in_(theirs.union(claimed)), newest


def _answering(
    answers: list[tuple[Expression, Ordering]], day: date | None, limit: int
) -> Collection[int]:
    found: set[int] = set()
    for answer, order in answers:
        where = answer & (SaleRow.business_day == day) if day else answer
        query = SaleRow.select(SaleRow.id).where(where).order_by(order).limit(limit)
        found.update(row[0] for row in rows(query))
    return found


def _listed(ids: Collection[int]) -> tuple[FoundSale, ...]:
    """Sales by their ids, the newest first."""
    if not ids:
        return ()
    heads = (
        SaleRow.select(
            SaleRow.id, SaleRow.uid, SaleRow.number, SaleRow.business_day, SaleRow.paid_at,
            ClientRow.id, ClientRow.name, SaleRow.total, TillRow.is_import, SaleRow.deed,
            _ORIGINAL.number, _CAME_BACK, fn.EXISTS(STANDING_LINES) | fn.EXISTS(_PREPAID_LINES),
            fn.EXISTS(_VOIDS), ClaimRow.client.is_null(False),
        )
        .join(ClaimRow, JOIN.LEFT_OUTER, on=ClaimRow.sale == _SOLD_AS)
        .switch(SaleRow)
        .join(ClientRow, JOIN.LEFT_OUTER, on=ClientRow.id == _PAYER)
        .switch(SaleRow)
        .join(TillRow)
        .switch(SaleRow)
        .join(_ORIGINAL, JOIN.LEFT_OUTER, on=SaleRow.refund_of == _ORIGINAL.id)
        .where(SaleRow.id.in_(ids))
    )  # fmt: skip
    lines = _line_names(ids)
    found = sorted(rows(heads), key=lambda row: (row[3], row[0]), reverse=True)
    return tuple(_found(row, lines[row[0]]) for row in found)


def _line_names(ids: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """(item, client) of each line, by sale."""
    names: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    lines = (
        SaleLineRow.select(SaleLineRow.sale, SaleLineRow.item_name, ClientRow.name)
        .join(ClientRow, JOIN.LEFT_OUTER)
        .where(SaleLineRow.sale.in_(ids))
        .order_by(SaleLineRow.sale, SaleLineRow.position)
    )
    for sale_id, item, client in rows(lines):
        names[sale_id].append((item, client or ""))
    return names


def _found(row: tuple[Any, ...], lines: list[tuple[str, str]]) -> FoundSale:
    _, uid, number, day, paid_at, client_id, client, total, imported, *back = row
    deed, gives_back, came_back, stands, is_void, is_claimed = back
    payer = client or ""
    items = tuple(dict.fromkeys(item for item, _ in lines))
    others = tuple(dict.fromkeys(name for _, name in lines if name not in ("", payer)))
    return FoundSale(
        uid, number, date.fromisoformat(day), from_millis(paid_at), client_id, payer, total,
        items, others, bool(imported), deed, gives_back or "", -(came_back or 0), not stands,
        bool(is_void), bool(is_claimed),
    )  # fmt: skip


def _staff(line_ids: list[int]) -> dict[int, list[tuple[str, int]]]:
    parts = (
        SaleCreditRow.select(SaleCreditRow.line, StaffRow.name, SaleCreditRow.part_bp)
        .join(StaffRow)
        .where(SaleCreditRow.line.in_(line_ids), counts())
        .order_by(SaleCreditRow.line, SaleCreditRow.position)
    )
    found: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    for line_id, name, part in rows(parts):
        found[line_id].append((name, part))
    return found


def _visit(row: tuple[Any, ...], staff: list[tuple[str, int]], client_id: int) -> VisitLine:
    _, uid, number, day, item, quantity, net, payable, payer_id, payer, pack = row
    return VisitLine(
        uid, number, date.fromisoformat(day), item, quantity, tuple(staff), net, payable,
        payer or "" if payer_id != client_id else "", pack or "",
    )  # fmt: skip
