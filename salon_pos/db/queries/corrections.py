"""What was corrected of a paid sale, what of it was given back and for whom it was claimed, by whom
and why: for whoever opens it. What counts now is `corrected`'s."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from peewee import JOIN, SQL, fn

from salon_pos.db.models.base import from_millis
from salon_pos.db.models.ledger import AccountRow, EntryRow
from salon_pos.db.models.people import ClientRow, StaffRow
from salon_pos.db.models.sales import (
    SaleCreditCorrectionRow,
    SaleCreditRow,
    SaleLineRow,
    SaleRow,
    SaleTenderCorrectionRow,
    SaleTenderRow,
)
from salon_pos.db.models.value import ClaimRow, RemarkRow
from salon_pos.db.prepared import P, Prepared
from salon_pos.domain import ledger


@dataclass(frozen=True, slots=True)
class Made:
    """When something was corrected, by whom, with whose word ("" where none was asked), and why: ""
    where that was erased, or nobody asks."""

    at: datetime
    by: str
    approved_by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StaffCorrected:
    """Who did a line, the lead first, before and after: names, each with their part in basis
    points. `was` is empty where nobody was named."""

    item: str
    was: tuple[tuple[str, int], ...]
    now: tuple[tuple[str, int], ...]
    made: Made


@dataclass(frozen=True, slots=True)
class TenderCorrected:
    """The names, as on file, of what a payment of so much (its tip included) was said to be."""

    was: str
    now: str
    amount: int
    made: Made


@dataclass(frozen=True, slots=True)
class ClaimedFor:
    """For whom a walk-in's sale was claimed, and the points that it earned them then."""

    client_id: int
    client: str
    points: int
    made: Made


@dataclass(frozen=True, slots=True)
class GivenBack:
    """A refund of the sale, or the void that cancelled it: its number and what it came to, in
    minor units."""

    number: str
    amount: int
    is_void: bool
    made: Made


Note = StaffCorrected | TenderCorrected | ClaimedFor | GivenBack

_APPROVER = StaffRow.alias()
_LINES = Prepared(
    lambda: (
        SaleCreditCorrectionRow.select(
            SaleCreditCorrectionRow.id, SaleCreditCorrectionRow.line, SaleLineRow.item_name,
            SaleCreditCorrectionRow.at, StaffRow.name, _APPROVER.name, RemarkRow.text,
        )
        .join(SaleLineRow)
        .join(SaleRow)
        .switch(SaleCreditCorrectionRow)
        .join(StaffRow, on=SaleCreditCorrectionRow.staff == StaffRow.id)
        .switch(SaleCreditCorrectionRow)
        .join(_APPROVER, JOIN.LEFT_OUTER, on=SaleCreditCorrectionRow.approved_by == _APPROVER.id)
        .switch(SaleCreditCorrectionRow)
        .join(RemarkRow, JOIN.LEFT_OUTER, on=RemarkRow.subject == SaleCreditCorrectionRow.uid)
        .where(SaleRow.uid == P)
        .order_by(SaleCreditCorrectionRow.id)
    )
)  # fmt: skip
_SHARES = Prepared(
    lambda: (
        SaleCreditRow.select(
            SaleCreditRow.line, SaleCreditRow.correction, StaffRow.name, SaleCreditRow.part_bp
        )
        .join(StaffRow)
        .switch(SaleCreditRow)
        .join(SaleLineRow)
        .join(SaleRow)
        .where(SaleRow.uid == P)
        .order_by(SaleCreditRow.line, SaleCreditRow.correction, SaleCreditRow.position)
    )
)
_TENDERS = Prepared(
    lambda: (
        SaleTenderCorrectionRow.select(
            SaleTenderRow.id, SaleTenderRow.name, SaleTenderCorrectionRow.name,
            SaleTenderRow.applied + SaleTenderRow.tip, SaleTenderCorrectionRow.at, StaffRow.name,
            _APPROVER.name, RemarkRow.text,
        )
        .join(SaleTenderRow)
        .join(SaleRow)
        .switch(SaleTenderCorrectionRow)
        .join(StaffRow, on=SaleTenderCorrectionRow.staff == StaffRow.id)
        .switch(SaleTenderCorrectionRow)
        .join(_APPROVER, JOIN.LEFT_OUTER, on=SaleTenderCorrectionRow.approved_by == _APPROVER.id)
        .switch(SaleTenderCorrectionRow)
        .join(RemarkRow, JOIN.LEFT_OUTER, on=RemarkRow.subject == SaleTenderCorrectionRow.uid)
        .where(SaleRow.uid == P)
        .order_by(SaleTenderCorrectionRow.id)
    )
)  # fmt: skip
_ISSUED = (
    EntryRow.select(fn.SUM(EntryRow.amount))
    .join(AccountRow)
    .where(EntryRow.transaction == ClaimRow.transaction, AccountRow.code == P)
)
_CLAIM = Prepared(
    lambda: (
        ClaimRow.select(
            ClaimRow.client, ClientRow.name, fn.COALESCE(_ISSUED, SQL("0")), ClaimRow.at,
            StaffRow.name,
        )
        .join(SaleRow, on=ClaimRow.sale == SaleRow.id)
        .switch(ClaimRow)
        .join(ClientRow, on=ClaimRow.client == ClientRow.id)
        .switch(ClaimRow)
        .join(StaffRow, on=ClaimRow.staff == StaffRow.id)
        .where(SaleRow.uid == P)
    )
)  # fmt: skip
_REFUND = SaleRow.alias()
_GIVEN_BACK = Prepared(
    lambda: (
        _REFUND.select(
            _REFUND.number, _REFUND.total, _REFUND.deed, _REFUND.paid_at, StaffRow.name,
            RemarkRow.text,
        )
        .join(SaleRow, on=_REFUND.refund_of == SaleRow.id)
        .switch(_REFUND)
        .join(StaffRow, on=_REFUND.staff == StaffRow.id)
        .switch(_REFUND)
        .join(RemarkRow, JOIN.LEFT_OUTER, on=RemarkRow.subject == _REFUND.uid)
        .where(SaleRow.uid == P)
    )
)  # fmt: skip


def corrections_of(sale_uid: str) -> tuple[Note, ...]:
    """Everything that was corrected of the sale with this uid or came back, and its claim, the
    newest first."""
    found = (*_staff(sale_uid), *_tenders(sale_uid), *_claim(sale_uid), *_given_back(sale_uid))
    return tuple(sorted(found, key=lambda note: note.made.at, reverse=True))


def _staff(sale_uid: str) -> Iterator[StaffCorrected]:
    corrections = _LINES.all(sale_uid)
    shares: defaultdict[tuple[int, int | None], list[tuple[str, int]]] = defaultdict(list)
    for line, correction, name, part in _SHARES.all(sale_uid) if corrections else ():
        shares[line, correction].append((name, part))
    newest: dict[int, int] = {}
    for correction, line, item, *made in corrections:
        was, now = shares[line, newest.get(line)], shares[line, correction]
        yield StaffCorrected(item, tuple(was), tuple(now), _made(made))
        newest[line] = correction


def _tenders(sale_uid: str) -> Iterator[TenderCorrected]:
    newest: dict[int, str] = {}
    for tender, rung_up, now, amount, *made in _TENDERS.all(sale_uid):
        was = newest.setdefault(tender, rung_up)
        yield TenderCorrected(was, now, amount, _made(made))
        newest[tender] = now


def _claim(sale_uid: str) -> Iterator[ClaimedFor]:
    for client_id, client, points, *made in _CLAIM.all(ledger.POINTS_ISSUED.code, sale_uid):
        yield ClaimedFor(client_id, client, points, _made(made))


def _given_back(sale_uid: str) -> Iterator[GivenBack]:
    for number, total, deed, at, by, reason in _GIVEN_BACK.all(sale_uid):
        yield GivenBack(number, -total, deed == "void", _made((at, by, "", reason)))


def _made(row: Sequence[object]) -> Made:
    at, by, *rest = row
    return Made(from_millis(int(str(at))), str(by), *(str(each or "") for each in rest))
