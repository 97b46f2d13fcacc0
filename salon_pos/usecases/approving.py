"""A second person's word for a deed that is no discount, typed with their PIN."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from salon_pos.db.queries import deeds
from salon_pos.db.records import deeds as records
from salon_pos.db.records import journal
from salon_pos.domain.catalog import TenderKind
from salon_pos.domain.money import Amount
from salon_pos.domain.people import StaffMember
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rights import Actor, Right, may
from salon_pos.domain.tenders import Handed, Settlement
from salon_pos.domain.ticket import Ticket
from salon_pos.domain.words import N_
from salon_pos.usecases.deed import deed, new_uid
from salon_pos.usecases.staff import manager_of_pin


def approve_deed(
    manager_id: int, pin: str, *, subject: str, amount: int, by: Actor, now: datetime
) -> str:
    """A manager's word for the deed that will have the uid `subject`, up to `amount` (minor units
    or points); the word's uid. Refuses one's own PIN, a wrong one, and who may not approve. Takes
    some 20 ms on purpose: call it beside the window's thread."""
    manager = manager_of_pin(manager_id, pin, asked_by=by.staff_id, now=now)
    with deed(Right.WRITE_TICKET, by):
        uid = new_uid()
        records.add_word(
            uid, manager_id=manager.id, asked_by=by.staff_id, subject=subject, amount=amount,
            given_at=now,
        )  # fmt: skip
        journal.note(by, now, "approve_deed", subject, manager=manager.uid, amount=amount)
        return uid


def approved_by(word: str, subject: str, amount: int, *, by_id: int) -> int | None:
    """The id of who gave this word for the deed `subject` and for so much; None without one, and
    where it was given by who does the deed (`by_id`)."""
    found = deeds.word(word) if word else None
    if found is None or found.subject != subject or found.amount < amount:
        return None
    return None if found.manager_id == by_id else found.manager_id


def check_on_account(
    ticket: Ticket, settlement: Settlement, handed: Sequence[Handed], member: StaffMember
) -> None:
    """Refuse a debt that no manager has agreed to: who takes the payment, or one whose word for
    this ticket the tender names as its `unlock`."""
    if may(member.role, Right.APPROVE):
        return
    owed = Counter[str]()  # by word: one is for the ticket, however often it is named
    for taken, each in zip(settlement.taken, handed, strict=True):
        if taken.method.kind is TenderKind.ON_ACCOUNT:
            owed[each.unlock] += taken.applied
    for word, amount in owed.items():
        if approved_by(word, ticket.uid, amount, by_id=member.id) is None:
            refuse("needs_manager", N_("{amount} on account needs a manager's PIN."), field="pin",
                   amount=Amount(amount))  # fmt: skip
