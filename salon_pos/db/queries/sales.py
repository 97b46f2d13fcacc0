"""Paid sales: found by number, day, client or amount, listed, and what a client bought."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN, fn

from salon_pos.db.models.base import from_millis
from salon_pos.db.models.people import ClientRow, StaffRow
from salon_pos.db.models.sales import SaleCreditRow, SaleLineRow, SaleRow
from salon_pos.db.prepared import P, Prepared


@dataclass(frozen=True, slots=True)
class FoundSale:
    """A sale in a list. `total` in minor units."""

    uid: str
    number: str
    business_day: date
    paid_at: datetime
    client: str
    total: int
    items: str


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One line in a client's history: what, by whom (lead first), for how much net."""

    sale_uid: str
    number: str
    business_day: date
    item: str
    quantity: int
    staff: str
    net: int
    payer: str


_SALES = (
    SaleRow.select(
        SaleRow.uid,
        SaleRow.number,
        SaleRow.business_day,
        SaleRow.paid_at,
        ClientRow.name,
        SaleRow.total,
        fn.GROUP_CONCAT(SaleLineRow.item_name, " · "),
    )
    .join(ClientRow, JOIN.LEFT_OUTER)
    .switch(SaleRow)
    .join(SaleLineRow, on=SaleLineRow.sale == SaleRow.id)
    .group_by(SaleRow.id)
    .order_by(SaleRow.id.desc())
)
_TICKET_SALE = Prepared(lambda: SaleRow.select(SaleRow.id, SaleRow.digest).where(SaleRow.uid == P))
_BY_NUMBER = Prepared(lambda: SaleRow.select(SaleRow.uid).where(SaleRow.number == P))
_LAST_SERIAL = Prepared(lambda: SaleRow.select(fn.MAX(SaleRow.serial)).where(SaleRow.till == P))


def paid_ticket(uid: str) -> tuple[int, str] | None:
    """(sale id, digest of what was paid) if the ticket with this uid is a sale already."""
    row = _TICKET_SALE.one(uid)
    return (row[0], row[1]) if row else None


def sale_uid(number: str) -> str | None:
    """The uid of the sale with this number; the till's own number before an imported one."""
    rows = _BY_NUMBER.all(number)
    return rows[0][0] if rows else None


def last_serial(till_id: int) -> int:
    """The newest number of a till, 0 before the first."""
    row = _LAST_SERIAL.one(till_id)
    return (row[0] or 0) if row else 0


def find_sales(
    *,
    number: str = "",
    day: date | None = None,
    client_id: int | None = None,
    amount: int | None = None,
    limit: int = 100,
) -> tuple[FoundSale, ...]:
    """Sales that meet every condition given, the newest first; `amount` is the total."""
    query = _SALES.limit(limit)
    if number:
        query = query.where(SaleRow.number.contains(number))
    if day:
        query = query.where(SaleRow.business_day == day)
    if client_id is not None:
        query = query.where(_concerns(client_id))
    if amount is not None:
        query = query.where(SaleRow.total == amount)
    return tuple(_found(row) for row in query.tuples())


def history(client_id: int, *, limit: int = 100) -> tuple[VisitLine, ...]:
    """Every line that was for this client, the newest sale first."""
    payer = ClientRow.alias()
    staff = (
        SaleCreditRow.select(fn.GROUP_CONCAT(StaffRow.name, " · "))
        .join(StaffRow)
        .where(SaleCreditRow.line == SaleLineRow.id)
    )
    query = (
        SaleLineRow.select(
            SaleRow.uid,
            SaleRow.number,
            SaleRow.business_day,
            SaleLineRow.item_name,
            SaleLineRow.quantity,
            staff,
            SaleLineRow.net,
            payer.name,
        )
        .join(SaleRow)
        .join(payer, JOIN.LEFT_OUTER, on=SaleRow.client == payer.id)
        .where(SaleLineRow.client == client_id)
        .order_by(SaleRow.business_day.desc(), SaleRow.id.desc(), SaleLineRow.position)
        .limit(limit)
    )
    return tuple(_visit(row) for row in query.tuples())


def _concerns(client_id: int) -> Any:
    theirs = SaleLineRow.select(SaleLineRow.sale).where(SaleLineRow.client == client_id)
    return (SaleRow.client == client_id) | SaleRow.id.in_(theirs)


def _found(row: tuple[Any, ...]) -> FoundSale:
    uid, number, day, paid_at, client, total, items = row
    return FoundSale(uid, number, _day(day), _instant(paid_at), client or "", total, items)


def _visit(row: tuple[Any, ...]) -> VisitLine:
    uid, number, day, item, quantity, staff, net, payer = row
    return VisitLine(uid, number, _day(day), item, quantity, staff or "", net, payer or "")


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _instant(value: datetime | int) -> datetime:
    return value if isinstance(value, datetime) else from_millis(value)
