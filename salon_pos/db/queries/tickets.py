"""Open tickets: what waits to be paid, on the counter or parked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from salon_pos.db.models.base import from_millis
from salon_pos.db.models.sales import ApprovalRow, TicketRow
from salon_pos.db.prepared import P, Prepared
from salon_pos.domain.ticket import Ticket
from salon_pos.domain.ticket_json import from_json

_COLUMNS = (
    TicketRow.content, TicketRow.parked, TicketRow.revision, TicketRow.opened_at, TicketRow.till,
)  # fmt: skip
_ALL = Prepared(lambda: TicketRow.select(*_COLUMNS).order_by(TicketRow.opened_at, TicketRow.uid))
_ONE = Prepared(lambda: TicketRow.select(*_COLUMNS).where(TicketRow.uid == P))
_APPROVAL = Prepared(
    lambda: ApprovalRow.select(
        ApprovalRow.manager, ApprovalRow.ticket_uid, ApprovalRow.reason, ApprovalRow.amount
    ).where(ApprovalRow.uid == P)
)


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """A ticket on file. `revision` grows with every save: a save must name the one it saw."""

    ticket: Ticket
    parked: bool
    revision: int
    opened_at: datetime
    till_id: int


@dataclass(frozen=True, slots=True)
class Approval:
    """A manager's word for one discount of one ticket, up to `amount` minor units. Without
    a reason it is for a deed that is no discount."""

    manager_id: int
    ticket_uid: str
    reason_id: int | None
    amount: int


def open_tickets() -> tuple[OpenTicket, ...]:
    """Every ticket on file, the oldest first."""
    return tuple(_open(row) for row in _ALL.all())


def open_ticket(uid: str) -> OpenTicket | None:
    """One ticket on file."""
    row = _ONE.one(uid)
    return _open(row) if row else None


def approvals(uids: Iterable[str]) -> dict[str, Approval]:
    """The approvals with these uids, as far as they exist."""
    found = ((uid, _APPROVAL.one(uid)) for uid in uids)
    return {uid: Approval(*row) for uid, row in found if row}


def _open(row: tuple[Any, ...]) -> OpenTicket:
    content, parked, revision, opened_at, till = row
    return OpenTicket(from_json(content), bool(parked), revision, from_millis(opened_at), till)
