"""Corrections of a paid sale: wrong staff on a line, a wrong means of payment. The sale row stays.

Both ask for the right to refund, as they change what a paid sale did; who may approve does them
alone, anybody else with a manager's word: so a cashier mends a slip at the counter, and nobody
moves cash or commission unseen.
"""

from dataclasses import dataclass
from datetime import datetime

from salon_pos.db.queries import catalog, corrected, people, shifts
from salon_pos.db.queries import settings as salon
from salon_pos.db.records import corrections as records
from salon_pos.db.records import deeds as deed_records
from salon_pos.db.records import journal, ledger
from salon_pos.domain.corrections import (
    TenderMove,
    check_shares,
    credit_parts,
    tender_entries,
    tender_move,
)
from salon_pos.domain.money import Amount
from salon_pos.domain.people import StaffMember
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rights import Actor, Right, may
from salon_pos.domain.sale_facts import SaleFacts
from salon_pos.domain.sold import SoldLine
from salon_pos.domain.ticket import Credit
from salon_pos.domain.words import N_
from salon_pos.usecases.approving import WordFor, approved_by
from salon_pos.usecases.deed import deed, permitted
from salon_pos.usecases.once import answered, check_named, keep_answer
from salon_pos.usecases.refunds import Frame, frame_of, refundable


@dataclass(frozen=True, slots=True)
class StaffCorrection:
    """Who really did the line with the uid `line_uid`: `shares` sum to exactly 100 %, the first one
    leads. `uid` is the deed's own, `approval` a manager's word for it."""

    uid: str
    line_uid: str
    shares: tuple[Credit, ...]
    reason: str = ""
    approval: str = ""


@dataclass(frozen=True, slots=True)
class TenderCorrection:
    """By what (the id of a method) the tender at `position` of a sale was really paid. `uid` is the
    deed's own, `approval` a manager's word for it."""

    uid: str
    sale_uid: str
    position: int
    method_id: int
    reason: str = ""
    approval: str = ""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction that is on file, of which sale, and how much of it lies elsewhere now: the net
    of the line, or the tender with its tip, in minor units."""

    uid: str
    sale_uid: str
    amount: int


@dataclass(frozen=True, slots=True)
class StaffPreview:
    """What everybody has of the line and will have, (staff id, minor units), less what came back of
    it; `amount` is what a manager's word is for, where one is asked."""

    before: tuple[tuple[int, int], ...]
    after: tuple[tuple[int, int], ...]
    amount: int
    needs_manager: bool


@dataclass(frozen=True, slots=True)
class TenderPreview:
    """What moves from which means of payment to which, and whether a manager is asked."""

    move: TenderMove
    needs_manager: bool


def preview_correct_staff(change: StaffCorrection, *, by: Actor, now: datetime) -> StaffPreview:
    """What `correct_staff` would do; reads only. Refuses what it refuses, except a missing reason,
    and that a manager is still to be asked."""
    member = permitted(Right.REFUND, by)
    facts, line = _line(change, now)
    columns = list(_parts(facts, line, change.shares))
    now_has = [sum(parts) for parts in zip(*(amounts for _, amounts in columns), strict=True)]
    after = zip((each.staff_id for each in change.shares), now_has, strict=True)
    before = ((each.staff_id, each.amount - each.returned) for each in line.credits)
    return StaffPreview(tuple(before), tuple(after), abs(line.net), not _alone(member))


def correct_staff(change: StaffCorrection, *, by: Actor, now: datetime) -> Corrected:
    """Say who really did a paid line, in which parts of its sales credit; its price, whether they
    were requested, and tips stay. What came back of the line is shared anew, too. The same again
    does nothing more.

    Refuses a line that is not on a sale of this salon or came back as a whole, nobody, somebody who
    is not on file, parts that are not 100 %, what is so already, an empty reason, and a cashier
    without a manager's word.
    """
    with deed(Right.REFUND, by) as member:
        asked = (change.line_uid, [(each.staff_id, each.part_bp) for each in change.shares])
        if done := answered(change.uid, "correct_staff", asked):
            return Corrected(**done)
        facts, line = _line(change, now)
        made = _checked(change, abs(line.net), member, now)
        for place, (line_id, amounts) in enumerate(_parts(facts, line, change.shares)):
            own = made.of_refund(place) if place else made
            check_named(own.uid)
            records.correct_credits(own, line_id, change.shares, amounts)
        journal.note(by, now, "correct_staff", change.uid, line=line.uid, sale=facts.sold.uid)
        done = Corrected(change.uid, facts.sold.uid, abs(line.net))
        return _kept(done, "correct_staff", asked, change.reason)


def preview_correct_tender(change: TenderCorrection, *, by: Actor, now: datetime) -> TenderPreview:
    """What `correct_tender` would move; reads only. Refuses what it refuses, except a missing
    reason, and that a manager is still to be asked."""
    member = permitted(Right.REFUND, by)
    _, move = _move(change, frame_of(by, now))
    return TenderPreview(move, not _alone(member))


def correct_tender(change: TenderCorrection, *, by: Actor, now: datetime) -> Corrected:
    """Say by what a tender was really paid: what it took, with its tip, moves from the old means of
    payment to the new one, in the same shift. What was handed over and the change stay on the
    sale's row and move nothing. The same again does nothing more.

    Refuses another shift than the sale's, what is no money on either side, a tender that something
    was paid back for, what is so already, cash that no coins can make or that the drawer does not
    hold, an empty reason, and a cashier without a manager's word.
    """
    with deed(Right.REFUND, by) as member:
        asked = (change.sale_uid, change.position, change.method_id)
        if done := answered(change.uid, "correct_tender", asked):
            return Corrected(**done)
        frame = frame_of(by, now)
        facts, move = _move(change, frame)
        made = _checked(change, move.amount, member, now)
        posting = ledger.Posting(
            change.uid, "correct_tender", now, frame.day, by, shift_id=frame.shift.id
        )
        transaction_id = ledger.post(posting, tender_entries(move, frame.till))
        assert transaction_id is not None
        records.correct_tender(made, facts.tenders[change.position].id, move.to, transaction_id)
        journal.note(
            by, now, "correct_tender", change.uid, sale=change.sale_uid, tender=change.position,
            was=move.was.code, to=move.to.code, amount=move.amount,
        )  # fmt: skip
        done = Corrected(change.uid, change.sale_uid, move.amount)
        return _kept(done, "correct_tender", asked, change.reason)


def _line(change: StaffCorrection, now: datetime) -> tuple[SaleFacts, SoldLine]:
    """The line as it stands. A month that is locked will refuse here; none can be locked yet."""
    sale_uid = corrected.sale_of_line(change.line_uid)
    if sale_uid is None:
        refuse("line_unknown", N_("This line is not on a paid sale. Find it under Sales."),
               field="line")  # fmt: skip
    facts = refundable(sale_uid, salon.settings().business_day(now))
    line = next(each for each in facts.sold.lines if each.uid == change.line_uid)
    if line.refunded == line.quantity:
        refuse("all_refunded", N_("{item} was given back. Nothing is left to correct."),
               field="line", item=line.name)  # fmt: skip
    parts = zip(line.credits, facts.lines[line.uid].parts_bp, strict=True)
    check_shares([Credit(each.staff_id, part) for each, part in parts], change.shares)
    if any(people.staff_member(each.staff_id) is None for each in change.shares):
        refuse("staff_unknown", N_("This staff member is not on file. Choose another."),
               field="staff")  # fmt: skip
    return facts, line


def _parts(
    facts: SaleFacts, line: SoldLine, shares: tuple[Credit, ...]
) -> list[tuple[int, tuple[int, ...]]]:
    """(line id, what each has of it) for the line, then for what came back of it."""
    line_id = facts.lines[line.uid].id
    back = corrected.lines_back(line_id)
    parts = credit_parts(line.net, [net for _, net in back], shares)
    return list(zip((line_id, *(id_ for id_, _ in back)), parts, strict=True))


def _move(change: TenderCorrection, frame: Frame) -> tuple[SaleFacts, TenderMove]:
    """What moves, from the sale as it stands."""
    facts = refundable(change.sale_uid, frame.day)
    if facts.shift_uid != frame.shift.uid:
        refuse("shift_closed",
               N_("Its shift is closed, and what it took was counted. Refund the sale instead."),
               field="tender")  # fmt: skip
    tender = next((one for one in facts.sold.tenders if one.position == change.position), None)
    if tender is None:
        refuse("no_such_tender", N_("This sale has no such payment. Choose one that it has."),
               field="tender")  # fmt: skip
    methods = catalog.tender_methods()
    move = tender_move(
        change.sale_uid, tender, methods[tender.method_id], methods.get(change.method_id),
        cash_step=facts.sold.cash_step,
    )  # fmt: skip
    in_drawer = shifts.drawer_balance(frame.by.till_id)
    if move.from_drawer > in_drawer:
        refuse("drawer_short",
               N_("The drawer holds {held}, so {amount} cannot come out of it. Count it first."),
               field="method", held=Amount(in_drawer), amount=Amount(move.amount))  # fmt: skip
    return facts, move


def _alone(member: StaffMember) -> bool:
    """Whether they correct without anybody else's word."""
    return may(member.role, Right.APPROVE)


def _checked(
    change: StaffCorrection | TenderCorrection, amount: int, member: StaffMember, now: datetime
) -> records.Correction:
    """Who corrects, and whose word they have; refuses an empty reason and a missing word."""
    if not change.reason.strip():
        refuse("reason_missing", N_("Say why this is corrected."), field="reason")
    if _alone(member):
        return records.Correction(change.uid, now, member.id, None)
    is_staff = isinstance(change, StaffCorrection)
    word_for = WordFor.CORRECT_STAFF if is_staff else WordFor.CORRECT_TENDER
    subject = word_for.subject(change.uid)
    approver = approved_by(change.approval, subject, amount, by_id=member.id)
    if approver is None:
        refuse("needs_manager", N_("A correction needs a manager's PIN."), field="approval")
    return records.Correction(change.uid, now, member.id, approver)


def _kept(done: Corrected, deed_name: str, asked: object, reason: str) -> Corrected:
    """Keep what was answered, and why in words that can be erased."""
    deed_records.add_remark(done.uid, reason.strip())
    content = {"uid": done.uid, "sale_uid": done.sale_uid, "amount": done.amount}
    keep_answer(done.uid, deed_name, asked, content)
    return done
