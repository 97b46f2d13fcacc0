"""Voids: a mistaken sale cancelled as a whole, within its shift (RULES 23)."""

from dataclasses import dataclass, replace
from datetime import datetime

from salon_pos.db.queries import lifted, receipts, sold
from salon_pos.db.records import refunds as records
from salon_pos.domain.consequences import Consequence, brought, consequences, prepaid_taken
from salon_pos.domain.receipt import Receipt
from salon_pos.domain.refund_entries import void_entries
from salon_pos.domain.refusal import Refusal, refuse
from salon_pos.domain.reversal import Reason, Reversal, reverse
from salon_pos.domain.rights import Actor, Right
from salon_pos.domain.sale_facts import SaleFacts
from salon_pos.domain.sold import Asked, SoldSale
from salon_pos.domain.standing import Standing
from salon_pos.domain.ticket_json import digest
from salon_pos.domain.voiding import turned_round, void_obstacles
from salon_pos.domain.words import N_
from salon_pos.usecases.approving import WordFor
from salon_pos.usecases.deed import deed, new_uid, permitted
from salon_pos.usecases.off_account import off_account
from salon_pos.usecases.refunds import (
    Frame,
    check_word,
    drawer_short,
    frame_of,
    refundable,
    tiers_after,
    write,
)
from salon_pos.usecases.tier_moves import undo_tier

# What is void leaves no trace in any tender: sent elsewhere, it would.
_SHORT = N_(
    "The drawer holds {held}. Refund the sale instead: there the cash can go back another way."
)


@dataclass(frozen=True, slots=True)
class VoidPreview:
    """Whether a sale can be voided: why not, and why a manager is asked. `reversal` is what comes
    back, all of it, with its `consequences` and the client's tier before and after it, as in
    `refunds.RefundPreview`; None where there are `obstacles`."""

    obstacles: tuple[Reason, ...]
    reversal: Reversal | None = None
    consequences: tuple[Consequence, ...] = ()
    tier_before: Standing | None = None
    tier: Standing | None = None

    @property
    def needs_manager(self) -> tuple[Reason, ...]:
        """Why a manager is asked."""
        return self.reversal.needs_manager if self.reversal else ()


def preview_void(sale_uid: str, *, by: Actor, now: datetime) -> VoidPreview:
    """Whether this sale can be voided, and what that takes; reads only."""
    permitted(Right.REFUND, by)
    frame = frame_of(by, now)
    facts = refundable(sale_uid, frame.day)
    if obstacles := _obstacles(facts, frame):
        return VoidPreview(obstacles)
    reversal = _reversal(facts, frame)
    if short := _shortage(reversal, by):
        return VoidPreview(short)
    taken = prepaid_taken(reversal, facts.posted)
    said = (*consequences(reversal), *taken, *brought(void_entries(facts)))
    made = off_account(facts, reversal)
    tiers = tiers_after(facts, reversal, frame.day, made, undone=True)
    return VoidPreview((), reversal, said, *tiers)


def void(sale_uid: str, reason: str, approval: str = "", *, by: Actor, now: datetime) -> Receipt:
    """Cancel a sale: every entry turned round in its own lot, the tier and a repaid debt as they
    were. A sale that is void already gives the same receipt. Refuses an empty reason, what is in
    the way (see `preview_void`), and one that needs a manager's word without one."""
    with deed(Right.REFUND, by):
        frame = frame_of(by, now)
        facts = refundable(sale_uid, frame.day)
        done = sold.voided_by(facts.id)
        if done:
            return receipts.receipt(done, frame.settings)
        if not reason.strip():
            refuse("reason_missing", N_("Say why the sale is cancelled."), field="reason")
        _check_obstacles(_obstacles(facts, frame))
        reversal = _reversal(facts, frame)
        _check_obstacles(_shortage(reversal, by))
        subject = WordFor.VOID.subject(sale_uid)
        check_word(reversal, approval, subject, by)
        written = records.Refund(new_uid(), "void", facts, reversal)
        write(written, void_entries(facts), digest(subject), frame, reason=reason)
        if facts.client_id is not None:
            undo_tier(facts.client_id, sale_uid, frame.day, cause=written.uid, by=by, now=now)
        return receipts.receipt(written.uid, frame.settings)


def _check_obstacles(obstacles: tuple[Reason, ...]) -> None:
    if obstacles:
        refusal = Refusal(obstacles[0].key, obstacles[0].text)
        refusal.values = obstacles[0].values
        raise refusal


def _obstacles(facts: SaleFacts, frame: Frame) -> tuple[Reason, ...]:
    return void_obstacles(
        facts.sold, facts.gave, day=frame.day, sold_in=facts.shift_uid, shift=frame.shift.uid,
        used_tier=lifted.used_tier(facts),
    )  # fmt: skip


def _shortage(reversal: Reversal, by: Actor) -> tuple[Reason, ...]:
    held = drawer_short(reversal, by)
    return () if held is None else (Reason("drawer_short", _SHORT, {"held": held}),)


def _reversal(facts: SaleFacts, frame: Frame) -> Reversal:
    whole = {line.uid: line.quantity for line in facts.sold.lines}
    reversal = reverse(_unused(facts.sold), Asked(whole, tips=True), frame.terms)
    return turned_round(reversal, facts.posted)


def _unused(sold: SoldSale) -> SoldSale:
    """The sale as if nothing prepaid was used: only the ticket itself can have, and that comes
    back with it."""
    lines = (
        replace(line, prepaid=replace(line.prepaid, left=line.net)) if line.prepaid else line
        for line in sold.lines
    )
    return replace(sold, lines=tuple(lines))
