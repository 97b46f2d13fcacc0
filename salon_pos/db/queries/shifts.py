"""Shifts of a till, and what its drawer should hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import SQL, fn

from salon_pos.db.models.base import from_millis
from salon_pos.db.models.catalog import ItemRow
from salon_pos.db.models.ledger import (
    AccountRow,
    EntryRow,
    JournalRow,
    ShiftRow,
    StampRow,
    TransactionRow,
)
from salon_pos.db.models.sales import SaleLineRow, SaleRow
from salon_pos.db.prepared import P, Prepared, rows
from salon_pos.db.queries.settings import till_code
from salon_pos.db.queries.shift_money import TenderTotal, tender_totals
from salon_pos.db.stamps import grouped
from salon_pos.domain import ledger
from salon_pos.domain.catalog import ItemKind, TenderKind

_LAST_SOLD = (
    SaleRow.select(SaleRow.business_day)
    .where(SaleRow.shift == ShiftRow.id)
    .order_by(SaleRow.id.desc())
    .limit(SQL("1"))
)
_NEWEST = TransactionRow.alias()
# Whatever a till posts while its shift is open names that shift: its newest posting is enough.
_LAST_POSTED = TransactionRow.select(TransactionRow.business_day).where(
    TransactionRow.shift == ShiftRow.id,
    TransactionRow.id == _NEWEST.select(fn.MAX(_NEWEST.id)).where(_NEWEST.till == ShiftRow.till),
)
_COLUMNS = (
    ShiftRow.id, ShiftRow.uid, ShiftRow.till, ShiftRow.business_day, ShiftRow.opening_float,
    ShiftRow.opened_at, ShiftRow.opened_by, ShiftRow.closed_at, ShiftRow.closed_by,
    ShiftRow.expected, ShiftRow.counted, ShiftRow.reason, _LAST_SOLD, _LAST_POSTED,
)  # fmt: skip
_OPEN = Prepared(
    lambda: ShiftRow.select(*_COLUMNS).where(ShiftRow.till == P, ShiftRow.closed_at.is_null())
)
_RECENT = Prepared(
    lambda: (
        ShiftRow.select(*_COLUMNS).where(ShiftRow.till == P).order_by(ShiftRow.id.desc()).limit(P)
    )
)
_BALANCE = Prepared(
    lambda: EntryRow.select(fn.SUM(EntryRow.amount)).join(AccountRow).where(AccountRow.code == P)
)
_SALES = Prepared(
    lambda: SaleRow.select(fn.SUM(SaleRow.deed == P), fn.SUM(SaleRow.total)).where(
        SaleRow.shift == P
    )
)
_PREPAID_SOLD = Prepared(
    lambda: (
        SaleLineRow.select(fn.SUM(SaleLineRow.payable))
        .join(SaleRow)
        .switch(SaleLineRow)
        .join(ItemRow)
        .where(SaleRow.shift == P, ItemRow.kind == P)
    )
)
_STAMP = Prepared(
    lambda: (
        StampRow.select(StampRow.link)
        .join(JournalRow, on=StampRow.note == JournalRow.id)
        .where(JournalRow.subject == P, JournalRow.deed == P)
    )
)

_PREPAID = frozenset(
    {TenderKind.STORED_VALUE, TenderKind.PACK, TenderKind.GIFT_CARD, TenderKind.DEPOSIT}
)


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift; money in minor units. What was counted is None while it is open. `last_sold` is the
    business day of its newest sale or refund, `last_posted` that of the newest entries of its till
    where they are of this shift."""

    id: int
    uid: str
    till_id: int
    business_day: date
    opening_float: int
    opened_at: datetime
    opened_by: int
    closed_at: datetime | None
    closed_by: int | None
    expected: int | None
    counted: int | None
    reason: str | None
    last_sold: date | None = None
    last_posted: date | None = None

    @property
    def newest_day(self) -> date:
        """The business day that it has come to."""
        days = (self.business_day, self.last_sold, self.last_posted)
        return max(day for day in days if day is not None)


@dataclass(frozen=True, slots=True)
class ShiftTotals:
    """What a shift has done so far, in minor units: how many sales, what they come to less its
    refunds, what of that was for what is prepaid, and each of its tenders."""

    sales: int
    total: int
    tenders: tuple[TenderTotal, ...]
    prepaid_sold: int = 0

    @property
    def tips(self) -> int:
        """All tips, owed to staff."""
        return sum(tender.tips for tender in self.tenders)

    @property
    def prepaid_used(self) -> int:
        """What was paid with what was prepaid before."""
        return sum(tender.applied for tender in self.tenders if tender.kind in _PREPAID)


def open_shift(till_id: int) -> Shift | None:
    """The till's open shift."""
    row = _OPEN.one(till_id)
    return _shift(row) if row else None


def recent_shifts(till_id: int, *, limit: int = 30) -> tuple[Shift, ...]:
    """The till's shifts, the newest first."""
    return tuple(_shift(row) for row in _RECENT.all(till_id, limit))


def drawer_balance(till_id: int) -> int:
    """What the till's drawer should hold, in minor units."""
    return balance(ledger.drawer(till_code(till_id)))


def balance(account: ledger.Account) -> int:
    """An account's sum of entries, counted on its side."""
    row = _BALANCE.one(account.code)
    total = row[0] if row and row[0] is not None else 0
    return total if account.side is ledger.Side.DEBIT else -total


def shift_totals(shift_id: int) -> ShiftTotals:
    """Sales and tenders of one shift."""
    count, total = _SALES.one("sale", shift_id) or (0, 0)
    (prepaid,) = _PREPAID_SOLD.one(shift_id, ItemKind.PREPAID) or (0,)
    return ShiftTotals(count or 0, total or 0, tender_totals(shift_id), prepaid or 0)


def closing_stamp(shift_uid: str) -> str:
    """The first digits of the stamp on the closing of a shift; empty while it is open, and for one
    that was closed before there were stamps."""
    row = _STAMP.one(shift_uid, "close_shift")
    return grouped(row[0]) if row else ""


def shift_sums(shift_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """How many sales each of these shifts had, and their total; none for a shift without."""
    sold = fn.SUM(SaleRow.deed == "sale")
    sums = SaleRow.select(SaleRow.shift, sold, fn.SUM(SaleRow.total))
    of_each = sums.where(SaleRow.shift.in_(shift_ids)).group_by(SaleRow.shift)
    return {shift_id: (count, total) for shift_id, count, total in rows(of_each)}


def _shift(row: tuple[Any, ...]) -> Shift:
    id_, uid, till, day, opening, opened_at, opened_by, closed_at, *counted, sold, posted = row
    closed = from_millis(closed_at) if closed_at is not None else None
    last = (date.fromisoformat(each) if each else None for each in (sold, posted))
    opened = (date.fromisoformat(day), opening, from_millis(opened_at), opened_by)
    return Shift(id_, uid, till, *opened, closed, *counted, *last)
