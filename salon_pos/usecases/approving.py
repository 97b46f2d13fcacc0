"""A second person's word for a deed, or for a discount, typed with their PIN."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from salon_pos.db.queries import cards, deeds, people, value
from salon_pos.db.records import deeds as records
from salon_pos.db.records import journal
from salon_pos.db.records import tickets as ticket_records
from salon_pos.domain.cards import Card, CardState
from salon_pos.domain.catalog import TenderKind
from salon_pos.domain.limits import Given
from salon_pos.domain.money import Amount
from salon_pos.domain.people import StaffMember
from salon_pos.domain.pricing import Bill
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rights import Actor, Right, may
from salon_pos.domain.tenders import Handed, Settlement
from salon_pos.domain.ticket import Ticket, line_client
from salon_pos.domain.words import N_
from salon_pos.usecases.deed import deed, new_uid
from salon_pos.usecases.staff import manager_of_pin


class WordFor(StrEnum):
    """The kind of deed that a manager's word is for: one for a refund is none for a correction
    under the same uid."""

    ON_ACCOUNT = "on_account"
    PACKS = "packs"
    REFUND = "refund"
    VOID = "void"
    CORRECT_STAFF = "correct_staff"
    CORRECT_TENDER = "correct_tender"
    ADJUST_POINTS = "adjust_points"
    GIVE_VOUCHER = "give_voucher"
    REFUND_DEPOSIT = "refund_deposit"
    CLOSE_CARD = "close_card"
    ISSUE_CARD = "issue_card"
    SET_CARD_PIN = "set_card_pin"

    def subject(self, uid: str) -> str:
        """What the word names: the kind, and the uid of the deed to come, of the ticket to be paid
        or of the sale to be voided."""
        return f"{uid}/{self}"


def approve_deed(
    manager_id: int, pin: str, *, subject: str, amount: int, by: Actor, now: datetime
) -> str:
    """A manager's word for the deed `subject` (see `WordFor`), up to `amount` (minor units,
    points, or the basis points of a card); the word's uid. Refuses one's own PIN, a wrong one, and
    who may not approve. Takes some 20 ms on purpose: call it beside the window's thread."""
    manager = manager_of_pin(manager_id, pin, asked_by=by.staff_id, now=now)
    with deed(Right.WRITE_TICKET, by):
        uid = new_uid()
        records.add_word(
            uid, manager_id=manager.id, asked_by=by.staff_id, subject=subject, amount=amount,
            given_at=now,
        )  # fmt: skip
        journal.note(by, now, "approve_deed", subject, manager=manager.uid, amount=amount)
        return uid


def approve(
    manager_id: int, pin: str, given: Given, *, ticket_uid: str, by: Actor, now: datetime
) -> str:
    """A manager's word for one discount of a ticket, up to its amount; the approval's uid.
    Refuses one's own PIN, a wrong one, and who may not approve. Slow like `approve_deed`."""
    manager = manager_of_pin(manager_id, pin, asked_by=by.staff_id, now=now)
    with deed(Right.WRITE_TICKET, by):
        uid = new_uid()
        ticket_records.add_approval(
            uid, manager_id=manager.id, asked_by=by.staff_id, ticket_uid=ticket_uid,
            reason_id=given.reason.id, amount=given.amount, given_at=now,
        )  # fmt: skip
        journal.note(by, now, "approve", ticket_uid, manager=manager.uid, amount=given.amount)
        return uid


def approved_by(word: str, subject: str, amount: int, *, by_id: int) -> int | None:
    """The id of who gave this word for the deed `subject` and for so much; None without one, where
    it was given by who does the deed (`by_id`), and where its giver may approve no more."""
    found = deeds.word(word) if word else None
    if found is None or found.subject != subject or found.amount < amount:
        return None
    if found.manager_id == by_id or not may_approve(found.manager_id):
        return None
    return found.manager_id


def may_approve(staff_id: int) -> bool:
    """Whether this person's word counts: as good as who gave it is when it is used."""
    member = people.staff_member(staff_id)
    return member is not None and not member.retired and may(member.role, Right.APPROVE)


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
        subject = WordFor.ON_ACCOUNT.subject(ticket.uid)
        if approved_by(word, subject, amount, by_id=member.id) is None:
            refuse("needs_manager", N_("{amount} on account needs a manager's PIN."), field="pin",
                   amount=Amount(amount))  # fmt: skip


def check_packs(ticket: Ticket, bill: Bill, member: StaffMember) -> None:
    """Refuse sessions of a client who neither pays nor has the line done, unless the PIN of a card
    of theirs was typed for this ticket. Where they have no card with a PIN a manager must agree:
    who takes the payment, or one whose word for it is on file."""
    worth, unpinned = 0, ""
    for line in bill.lines:
        pack = value.pack(line.line.source) if line.session else None
        if pack is None or pack.client_id in (ticket.client_id, line_client(ticket, line.line)):
            continue
        card = _card_with_pin(pack.client_id)
        if card is None:
            worth, unpinned = worth + line.net, pack.name
        elif not _unlocked(pack.client_id, ticket.uid):
            refuse("pack_pin_other",
                   N_("{pack} is another client's. The PIN of their card {number} is needed."),
                   field="pin", pack=pack.name, number=card.number)  # fmt: skip
    if unpinned and not may(member.role, Right.APPROVE):
        _check_word(unpinned, ticket.uid, worth, member)


def _card_with_pin(client_id: int) -> Card | None:
    """The card whose PIN is asked for: theirs, or one that opens their wallet."""
    alive = (one for one in cards.cards_of(client_id) if one.state is CardState.ACTIVE)
    return next((one for one in alive if one.has_pin), None)


def _unlocked(client_id: int, ticket_uid: str) -> bool:
    unlocked = cards.unlocked_for(ticket_uid)
    return any(one.id in unlocked for one in cards.cards_of(client_id))


def _check_word(pack: str, ticket_uid: str, worth: int, member: StaffMember) -> None:
    givers = deeds.agreed_by(WordFor.PACKS.subject(ticket_uid), worth, beside=member.id)
    if not any(map(may_approve, givers)):
        refuse("pack_word_other",
               N_("{pack} is another client's, who has no card with a PIN. A manager's PIN is "
                  "needed."), field="pin", pack=pack, amount=Amount(worth))  # fmt: skip
