"""Refunds: what will happen, and making it happen, whole or by line and quantity (RULES 16-22)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from salon_pos.db.queries import (
    catalog,
    expiring,
    members,
    receipts,
    sales,
    shifts,
    sold,
    tier_moves,
    value,
)
from salon_pos.db.queries import settings as salon
from salon_pos.db.records import catalog as stock
from salon_pos.db.records import coupons as coupon_records
from salon_pos.db.records import deeds as deed_records
from salon_pos.db.records import expiring as expiring_records
from salon_pos.db.records import journal, ledger
from salon_pos.db.records import refunds as records
from salon_pos.db.records import value as value_records
from salon_pos.domain.catalog import ItemKind
from salon_pos.domain.consequences import Consequence, consequences, prepaid_taken
from salon_pos.domain.giving_back import Terms
from salon_pos.domain.ledger import Entry
from salon_pos.domain.money import Amount
from salon_pos.domain.prepaid import PrepaidKind
from salon_pos.domain.receipt import Receipt
from salon_pos.domain.refund_entries import prepaid_entries, refund_entries
from salon_pos.domain.refusal import refuse
from salon_pos.domain.reversal import Reason, Reversal, expired_stay, reverse
from salon_pos.domain.rights import Actor, Right
from salon_pos.domain.sale_facts import SaleFacts
from salon_pos.domain.settings import Settings
from salon_pos.domain.sold import Asked
from salon_pos.domain.standing import Deeds, Standing
from salon_pos.domain.ticket_json import digest
from salon_pos.domain.words import N_
from salon_pos.usecases.approving import WordFor, approved_by
from salon_pos.usecases.checkout import sale_head
from salon_pos.usecases.clock import check_in_shift
from salon_pos.usecases.deed import deed, permitted
from salon_pos.usecases.off_account import (
    OffAccount,
    earned_consequences,
    off_account,
)
from salon_pos.usecases.once import check_unused, refuse_taken
from salon_pos.usecases.tier_moves import held_without, look_at_tier


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """What comes back of a sale: how many of each line by uid, the `tips` or not, and which
    tenders (by position) are `sent` to another means of payment (by id). `uid` is the refund's
    own. `approval` is a manager's word for it, `reason` what was typed. `shown_total` and `shown`
    are the preview's `total` and `digest`."""

    uid: str
    sale_uid: str
    lines: Mapping[str, int]
    tips: bool = False
    sent: Mapping[int, int] = field(default_factory=dict[int, int])
    reason: str = ""
    approval: str = ""
    shown_total: int = 0
    shown: str = ""


@dataclass(frozen=True, slots=True)
class RefundPreview:
    """Everything that the refund will do. `tier_before` and `tier` say where the client stands now
    and afterwards, with their sentences; None without a client or without tiers. A manager is
    asked where there are `needs_manager`; `approved` where one has agreed to it. `made` is what the
    rest of the sale earns as less of it is owed."""

    reversal: Reversal
    consequences: tuple[Consequence, ...]
    tier_before: Standing | None
    tier: Standing | None
    approved: bool
    digest: str
    made: OffAccount

    @property
    def total(self) -> int:
        """What goes back to the client, in minor units."""
        return self.reversal.to_client

    @property
    def needs_manager(self) -> tuple[Reason, ...]:
        """Why a manager is asked."""
        return self.reversal.needs_manager


@dataclass(frozen=True, slots=True)
class Frame:
    """Where and when a refund is made: the till's code, its open shift, the business day."""

    settings: Settings
    till: str
    shift: shifts.Shift
    day: date
    by: Actor
    now: datetime

    @property
    def terms(self) -> Terms:
        """What holds for a refund made here."""
        return Terms(
            self.day, self.settings.grace_days, catalog.tender_methods(),
            self.settings.refund_manager_above,
        )  # fmt: skip


def preview(request: RefundRequest, *, by: Actor, now: datetime) -> RefundPreview:
    """What the refund would do, to the cent; reads only. Refuses what `refund` refuses, except
    that a manager is still to be asked, or that something else was shown."""
    permitted(Right.REFUND, by)
    frame = frame_of(by, now)
    return _look(request, refundable(request.sale_uid, frame.day), frame)


def refund(request: RefundRequest, *, by: Actor, now: datetime) -> Receipt:
    """Give back what was asked for, on disk before this returns. The same request again gives the
    same receipt and pays nothing more.

    Refuses: no open shift, a sale that cannot be refunded here, what `reverse` refuses, more cash
    than the drawer holds, what would happen when it is not what was shown, and a refund that needs
    a manager's word without one.
    """
    with deed(Right.REFUND, by):
        request_digest = _digest(request)
        done = sales.paid_ticket(request.uid)
        if done:
            if done[1] != request_digest:
                refuse_taken()
            return receipts.receipt(request.uid)
        check_unused(request.uid)
        frame = frame_of(by, now)
        facts = refundable(request.sale_uid, frame.day)
        seen = _look(request, facts, frame)
        if (seen.total, seen.digest) != (request.shown_total, request.shown):
            refuse("refund_changed",
                   N_("What this refund does has changed: it gives back {now} now. Look again."),
                   now=Amount(seen.total))  # fmt: skip
        check_word(seen.reversal, request.approval, WordFor.REFUND.subject(request.uid), by)
        written = records.Refund(request.uid, "refund", facts, seen.reversal, seen.made.later.rows)
        for uid in written.line_uids:
            check_unused(uid)
        entries = refund_entries(facts, seen.reversal, frame.terms.methods, frame.till)
        entries += seen.made.entries(seen.reversal, frame.day)
        write(written, entries, request_digest, frame, reason=request.reason)
        if facts.client_id is not None:
            look_at_tier(facts.client_id, frame.day, cause=request.uid, by=by, now=now)
        return receipts.receipt(request.uid, frame.settings)


def frame_of(by: Actor, now: datetime) -> Frame:
    """Where and when `by` makes a refund; refuses where no shift is open, and a clock that does not
    go with it."""
    shift = shifts.open_shift(by.till_id)
    if shift is None:
        refuse("no_shift", N_("Open the shift first."))
    settings = salon.settings()
    day = settings.business_day(now)
    check_in_shift(day, shift, settings)
    return Frame(settings, salon.till_code(by.till_id), shift, day, by, now)


def refundable(sale_uid: str, day: date) -> SaleFacts:
    """The sale as it is on file; refuses one that is not there, came from another system, or is
    a refund itself."""
    facts = sold.sold_sale(sale_uid, day)
    if facts is None:
        refuse("sale_unknown", N_("This sale is not on file. Find it under Sales."))
    if facts.is_import:
        refuse("sale_imported",
               N_("Sale {number} was made in another system. Give the money back there."),
               number=facts.sold.number)  # fmt: skip
    if facts.deed != "sale":
        refuse("not_a_sale", N_("{number} gives back a sale itself. Choose the sale."),
               number=facts.sold.number)  # fmt: skip
    return facts


def check_word(reversal: Reversal, approval: str, subject: str, by: Actor) -> None:
    """Refuse what needs a manager's word without one of somebody else than `by`."""
    if not reversal.needs_manager:
        return
    if approved_by(approval, subject, reversal.to_client, by_id=by.staff_id) is None:
        refuse("needs_manager", N_("Giving back {amount} this way needs another manager's PIN."),
               field="approval", amount=Amount(reversal.to_client))  # fmt: skip


def write(
    written: records.Refund, entries: Sequence[Entry], asked: str, frame: Frame, *, reason: str
) -> None:
    """Put a refund or a void on file with all it moves; `asked` is the digest of the request. The
    tier is looked at by who calls."""
    facts, reversal = written.facts, written.reversal
    posting = ledger.Posting(
        written.uid, written.deed, frame.now, frame.day, frame.by, frame.shift.id,
        reverses_id=facts.transaction_id,
    )  # fmt: skip
    placed = ledger.open_lots(entries)
    transaction_id = ledger.post(posting, placed)
    _look_again(placed)
    head = sale_head(posting, frame.till, asked, cash_step=facts.sold.cash_step,
                     transaction_id=transaction_id)  # fmt: skip
    records.add_refund(written, head, opened_at=frame.now)
    for line in reversal.lines:
        if line.stock:
            stock.take_from_stock(facts.lines[line.line.uid].item_id, -line.stock)
    for back in reversal.tenders:
        if back.alive:
            found = value.voucher(facts.tenders[back.position].source)
            assert found is not None
            value_records.voucher_alive(found.uid, facts.sold.uid)
    if facts.sold.coupon and reversal.is_rest:
        coupon_records.coupon_alive(facts.sold.coupon, facts.sold.uid)
    if reason.strip():
        deed_records.add_remark(written.uid, reason.strip())
    journal.note(frame.by, frame.now, written.deed, written.uid, sale=facts.sold.uid,
                 total=-reversal.to_client)  # fmt: skip


def _look_again(entries: Sequence[Entry]) -> None:
    """Let expiry look again at what came back to a lot that it looked at when the lot ended: with
    a void, or while the clock was behind."""
    looked = expiring.looked()
    end = expiring.first_end({entry.lot for entry in entries if isinstance(entry.lot, int)})
    if end is not None and end < looked.day:
        expiring_records.set_looked(replace(looked, day=end))


_SHORT = N_("The drawer holds {held}. Send the cash to another means of payment.")


def drawer_short(reversal: Reversal, by: Actor) -> Amount | None:
    """What the drawer holds, where more cash is to be paid back."""
    in_drawer = shifts.drawer_balance(by.till_id)
    return Amount(in_drawer) if reversal.cash > in_drawer else None


def _check_payable(reversal: Reversal, by: Actor) -> None:
    if held := drawer_short(reversal, by):
        refuse("drawer_short", _SHORT, field="sent", held=held)


def _look(request: RefundRequest, facts: SaleFacts, frame: Frame) -> RefundPreview:
    lots = value.points_lots(facts.client_uid) if facts.client_uid else ()
    asked = Asked(request.lines, request.tips, request.sent)
    reversal = reverse(facts.sold, asked, frame.terms, lots)
    _check_payable(reversal, frame.by)
    made = off_account(facts, reversal)
    reversal = expired_stay(reversal, made.later.points)
    before, after = tiers_after(facts, reversal, frame.day, made)
    taken = prepaid_taken(reversal, prepaid_entries(facts, reversal))
    said = (*consequences(reversal), *taken, *earned_consequences(made.later, reversal))
    shown = (said, reversal.to_client, (after.tier, after.until) if after else None)
    approver = approved_by(
        request.approval, WordFor.REFUND.subject(request.uid), reversal.to_client,
        by_id=frame.by.staff_id,
    )  # fmt: skip
    return RefundPreview(reversal, said, before, after, approver is not None, digest(shown), made)


def tiers_after(
    facts: SaleFacts, reversal: Reversal, day: date, made: OffAccount, *, undone: bool = False
) -> tuple[Standing | None, Standing | None]:
    """Where the client stands, and where once the refund is made; with a void it is `undone` as if
    the sale had never moved their tier."""
    rules, client_id = value.tiers_in_force(), facts.client_id
    if rules is None or client_id is None:
        return None, None
    top_ups = [
        line.top_up
        for line in reversal.lines
        if line.line.prepaid and _is_top_up(facts, line.line.uid)
    ]
    back = {line.line.uid: line.quantity for line in reversal.lines}
    all_back = all(
        line.refunded + back.get(line.uid, 0) == line.quantity
        for line in facts.sold.lines
        if facts.lines[line.uid].kind is not ItemKind.PREPAID
    )
    visit = all_back and not tier_moves.was_here(client_id, facts.day, beside=facts.id)
    spend = sum(line.eligible for line in reversal.lines) - made.eligible

    def without(deeds: Deeds) -> Deeds:
        return deeds.less(facts.day, spend=spend, top_ups=top_ups, visit=visit)

    held = tier_moves.held_tier(client_id)
    then = held_without(client_id, facts.sold.uid, day) if undone else held
    return (
        members.standing_from(held, client_id, day, rules),
        members.standing_from(then, client_id, day, rules, without=without),
    )


def _is_top_up(facts: SaleFacts, line_uid: str) -> bool:
    delivered = facts.lines[line_uid].delivered
    return delivered is not None and delivered.kind is PrepaidKind.TOP_UP


def _digest(request: RefundRequest) -> str:
    """What was asked for, for telling a repeated request from a different one. What was typed is
    in no hash: it can be erased."""
    what = (request.sale_uid, sorted(request.lines.items()), request.tips)
    return digest((*what, sorted(request.sent.items()), request.shown_total))
