"""Keeping and dropping open tickets, and a manager's approvals."""

from datetime import datetime

from salon_pos.db.models.base import to_millis
from salon_pos.db.models.sales import ApprovalRow, TicketRow
from salon_pos.db.prepared import Insert, P, Prepared
from salon_pos.domain.rights import Actor
from salon_pos.domain.ticket import Ticket
from salon_pos.domain.ticket_json import to_json

_NEW = Insert(
    TicketRow, "uid", "till", "content", "parked", "revision", "opened_at", "saved_at", "saved_by"
)
_SAVE = Prepared(
    lambda: TicketRow.update(
        {
            TicketRow.content: P,
            TicketRow.parked: P,
            TicketRow.revision: P,
            TicketRow.saved_at: P,
            TicketRow.saved_by: P,
        }
    ).where(TicketRow.uid == P)
)
_DROP = Prepared(lambda: TicketRow.delete().where(TicketRow.uid == P))
_APPROVAL = Insert(
    ApprovalRow, "uid", "manager", "asked_by", "ticket_uid", "reason", "amount", "given_at"
)


def add_ticket(ticket: Ticket, *, parked: bool, by: Actor, now: datetime) -> int:
    """Put a new ticket on file; its revision, 1."""
    _NEW(
        uid=ticket.uid,
        till=by.till_id,
        content=to_json(ticket),
        parked=parked,
        revision=1,
        opened_at=ticket.opened_at,
        saved_at=now,
        saved_by=by.staff_id,
    )
    return 1


def save_ticket(ticket: Ticket, *, parked: bool, revision: int, by: Actor, now: datetime) -> None:
    """Keep a changed ticket under its new revision."""
    _SAVE.run(to_json(ticket), parked, revision, to_millis(now), by.staff_id, ticket.uid)


def drop_ticket(uid: str) -> bool:
    """Take a ticket off the file; whether it was there."""
    return bool(_DROP.run(uid))


def add_approval(
    uid: str, *, manager_id: int, asked_by: int, ticket_uid: str, reason_id: int, amount: int,
    given_at: datetime,
) -> None:  # fmt: skip
    """Write down a manager's word for one discount, up to `amount` minor units."""
    _APPROVAL(
        uid=uid, manager=manager_id, asked_by=asked_by, ticket_uid=ticket_uid, reason=reason_id,
        amount=amount, given_at=given_at,
    )  # fmt: skip
