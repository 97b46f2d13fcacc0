"""Refunds, voids, corrections, claims and points by hand in `salon-pos batch`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from salon_pos.cli.batch_find import client_id, reward_id, staff_id, tender_method
from salon_pos.cli.batch_sales import credit, sale_answer
from salon_pos.cli.fields import Answer, BrokenLine, Fields
from salon_pos.db.queries import catalog, receipts, sales, value
from salon_pos.domain.receipt import Receipt, ReceiptLine
from salon_pos.domain.rights import Actor
from salon_pos.domain.sold import BOOKED
from salon_pos.domain.words import N_
from salon_pos.usecases import (
    claims,
    corrections,
    expiry,
    points,
    refunds,
    rewards,
    voids,
    vouchers,
)
from salon_pos.usecases.approving import WordFor, approve_deed
from salon_pos.usecases.deed import new_uid

Named = TypeVar("Named", str, int)


def refund(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Give a sale back, all that is left of it or some of its lines; `total` is what must go back
    for it."""
    receipt, uid = _sale(fields), fields.uid() or new_uid()
    # Done before under this uid it names what it gave back then.
    rest = sales.lines_back(uid) or sales.lines_left(receipt.uid)
    asked = [_asked(Fields(plain), receipt, rest) for plain in fields.list("lines")]
    request = refunds.RefundRequest(
        uid, receipt.uid,
        _once(asked) or rest or {line.uid: line.quantity for line in receipt.lines},
        tips=fields.flag("tips", default=False),
        sent=_once([_sent(Fields(plain)) for plain in fields.list("sent")]),
        reason=fields.string("reason", ""), approval=fields.string("approval", ""),
    )  # fmt: skip
    total = fields.maybe_whole("total")
    fields.end()
    if sales.paid_ticket(request.uid):
        paid = _paid_before(request.uid) if total is None else total
        return sale_answer(refunds.refund(replace(request, shown_total=paid), by=by, now=now))
    seen = refunds.preview(request, by=by, now=now)
    shown = seen.total if total is None else total
    told = replace(request, shown_total=shown, shown=seen.digest)
    return sale_answer(refunds.refund(told, by=by, now=now))


def approve(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Another manager's word for a deed to come, of this kind and with the uid `for`."""
    manager, pin = staff_id(fields.string("manager")), fields.string("pin")
    kind, amount = fields.choice("deed", WordFor), fields.whole("amount")
    uid = _sale(fields, "for").uid if kind is WordFor.VOID else fields.string("for")
    fields.end()
    subject = kind.subject(uid)
    word = approve_deed(manager, pin, subject=subject, amount=amount, by=by, now=now)
    return {"approval": word}


def void(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Cancel a mistaken sale of this shift."""
    receipt, reason = _sale(fields), fields.string("reason", "")
    approval = fields.string("approval", "")
    fields.end()
    return sale_answer(voids.void(receipt.uid, reason, approval, by=by, now=now))


def claim(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Post a walk-in's sale of this business day to a client."""
    receipt, client = _sale(fields), client_id(fields.string("client"))
    fields.end()
    claimed = claims.claim(receipt.uid, client, by=by, now=now)
    return {"sale": receipt.uid, "points": claimed.points}


def correct_staff(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Say who really did a line of a paid sale."""
    line, uid = _line(fields, _sale(fields)), fields.uid() or new_uid()
    change = corrections.StaffCorrection(uid, line.uid, credit(fields), *_why(fields))
    fields.end()
    return _corrected(corrections.correct_staff(change, by=by, now=now))


def correct_tender(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Say by what a payment of this shift was really made."""
    receipt, uid = _sale(fields), fields.uid() or new_uid()
    change = corrections.TenderCorrection(uid, receipt.uid, *_by_what(fields), *_why(fields))
    fields.end()
    return _corrected(corrections.correct_tender(change, by=by, now=now))


def adjust_points(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Change a client's points by hand."""
    change = points.PointsChange(
        fields.uid() or new_uid(), client_id(fields.string("client")), fields.whole("points"),
        fields.string("reason", ""), fields.string("approval", ""),
    )  # fmt: skip
    fields.end()
    return _moved(change.uid, points.adjust_points(change, by=by, now=now))


def redeem(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Exchange points for a reward; the answer names the vouchers or the pack that it gave."""
    uid, client = fields.uid() or new_uid(), client_id(fields.string("client"))
    reward, quantity = reward_id(fields.string("reward")), fields.whole("quantity", 1)
    fields.end()
    moved = points.redeem(uid, client, reward, quantity, by=by, now=now)
    found = (value.voucher(each) for each in rewards.voucher_uids(uid, quantity))
    codes = [voucher.code for voucher in found if voucher]
    given = {"vouchers": codes} if codes else {"pack": uid} if value.pack(uid) else {}
    return {**_moved(uid, moved), **given}


def cancel_redemption(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Undo an exchange of this business day."""
    uid, redemption = fields.uid() or new_uid(), fields.string("redemption")
    reason = fields.string("reason", "")
    fields.end()
    return _moved(uid, points.cancel_redemption(uid, redemption, reason, by=by, now=now))


def cancel_voucher(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Take back a voucher of either kind that is not used."""
    uid, voucher = fields.uid() or new_uid(), fields.string("voucher").strip()
    reason = fields.string("reason", "")
    fields.end()
    vouchers.cancel_voucher(uid, voucher, reason, by=by, now=now)
    return {"uid": uid, "voucher": voucher}


def expire(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Post what has ended before this business day."""
    sure = fields.flag("sure", default=False)
    fields.end()
    done = expiry.expire(by=by, now=now, sure=sure)
    return {"points": done.points, "bonus": done.bonus, "sessions": done.sessions,
            "income": done.income, "tiers": done.tiers}  # fmt: skip


def _sale(fields: Fields, field: str = "sale") -> Receipt:
    """The sale with this number or uid. Two that are named so are no sale."""
    named = fields.string(field)
    numbered = sales.sale_uid(named)
    if numbered not in (None, named) and sales.paid_ticket(named):
        text = N_("{name} is one sale's number and another's uid. Name the first by its uid, the "
                  "other by its number.")  # fmt: skip
        raise BrokenLine("sale_ambiguous", text, name=named)
    uid = numbered or named
    try:
        return receipts.receipt(uid)
    except KeyError:
        text = N_("There is no sale {number}.")
        raise BrokenLine("sale_unknown", text, number=named) from None


def _line(fields: Fields, receipt: Receipt) -> ReceiptLine:
    """A line by its number from 1."""
    number = fields.whole("line")
    if not 1 <= number <= len(receipt.lines):
        raise BrokenLine("line_unknown", N_("The sale has no line {number}."), number=number)
    return receipt.lines[number - 1]


def _asked(fields: Fields, receipt: Receipt, rest: Mapping[str, int]) -> tuple[str, int]:
    """A line, and how many of it: all that is left where it does not say."""
    line = _line(fields, receipt)
    quantity = fields.whole("quantity", rest.get(line.uid, line.quantity))
    fields.end()
    return line.uid, quantity


def _by_what(fields: Fields) -> tuple[int, int]:
    """A tender of the sale by its number from 1, and another means of payment."""
    number, by = fields.whole("tender"), fields.string("by")
    return number - 1, tender_method(by, catalog.tender_methods()).id


def _sent(fields: Fields) -> tuple[int, int]:
    """A tender of the sale, and the means that pays it back."""
    sent = _by_what(fields)
    fields.end()
    return sent


def _why(fields: Fields) -> tuple[str, str]:
    """The reason that was typed, and the uid of a manager's word."""
    return fields.string("reason", ""), fields.string("approval", "")


def _paid_before(uid: str) -> int:
    """What the refund with this uid paid to the client, in minor units."""
    kinds = {method.name: method.kind for method in catalog.tender_methods().values()}
    return -sum(
        tender.applied + sum(tip for _, tip in tender.tips)
        for tender in receipts.receipt(uid).tenders
        if kinds.get(tender.name) not in BOOKED
    )


def _once(named: Sequence[tuple[Named, int]]) -> dict[Named, int]:
    """Pairs as a mapping; a line that names one thing twice is no deed."""
    found = dict(named)
    if len(found) != len(named):
        raise BrokenLine("named_twice", N_("A line or a tender is named twice."))
    return found


def _corrected(done: corrections.Corrected) -> Answer:
    return {"uid": done.uid, "sale": done.sale_uid, "amount": done.amount}


def _moved(uid: str, moved: points.PointsMoved) -> Answer:
    return {"uid": uid, "points": moved.points, "balance": moved.balance}
