"""Refunds, voids, claims and points by hand in `salon-pos batch`."""

from dataclasses import replace
from datetime import datetime

from salon_pos.cli.batch_find import client_id, reward_id, tender_method
from salon_pos.cli.batch_sales import sale_answer
from salon_pos.cli.fields import Answer, BrokenLine, Fields, refuse_uid
from salon_pos.db.queries import catalog, receipts, sales, value
from salon_pos.domain.receipt import Receipt
from salon_pos.domain.rights import Actor, Right
from salon_pos.domain.words import N_
from salon_pos.usecases import claims, expiry, points, refunds, rewards, voids
from salon_pos.usecases.deed import new_uid, permitted


def refund(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Give a sale back, whole or some of its lines; `total` is what must go back for it."""
    receipt = _sale(fields)
    asked = [_asked(Fields(plain), receipt) for plain in fields.list("lines")]
    request = refunds.RefundRequest(
        fields.uid() or new_uid(), receipt.uid,
        dict(asked) or {line.uid: line.quantity for line in receipt.lines},
        tips=fields.flag("tips", default=False),
        sent=dict(_sent(Fields(plain)) for plain in fields.list("sent")),
        reason=fields.string("reason", ""), approval=fields.string("approval", ""),
    )  # fmt: skip
    total = fields.maybe_whole("total")
    fields.end()
    if sales.paid_ticket(request.uid):
        return _done_before(request, receipt, by)
    seen = refunds.preview(request, by=by, now=now)
    shown = seen.total if total is None else total
    told = replace(request, shown_total=shown, shown=seen.digest)
    return sale_answer(refunds.refund(told, by=by, now=now))


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


def expire(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Post what has ended before this business day."""
    sure = fields.flag("sure", default=False)
    fields.end()
    done = expiry.expire(by=by, now=now, sure=sure)
    return {"points": done.points, "bonus": done.bonus, "sessions": done.sessions,
            "income": done.income, "tiers": done.tiers}  # fmt: skip


def _sale(fields: Fields) -> Receipt:
    """The sale with this number or uid."""
    named = fields.string("sale")
    uid = sales.sale_uid(named) or named
    try:
        return receipts.receipt(uid)
    except KeyError:
        text = N_("There is no sale {number}.")
        raise BrokenLine("sale_unknown", text, number=named) from None


def _asked(fields: Fields, receipt: Receipt) -> tuple[str, int]:
    """A line by its number from 1, and how many of it."""
    number = fields.whole("line")
    if not 1 <= number <= len(receipt.lines):
        raise BrokenLine("line_unknown", N_("The sale has no line {number}."), number=number)
    line = receipt.lines[number - 1]
    quantity = fields.whole("quantity", line.quantity)
    fields.end()
    return line.uid, quantity


def _sent(fields: Fields) -> tuple[int, int]:
    """A tender of the sale by its number from 1, and the means that pays it back."""
    number, by = fields.whole("tender"), fields.string("by")
    fields.end()
    return number - 1, tender_method(by, catalog.tender_methods()).id


def _done_before(request: refunds.RefundRequest, of: Receipt, by: Actor) -> Answer:
    """The same answer for the same lines; other ones under the same uid are refused."""
    permitted(Right.REFUND, by)
    done = receipts.receipt(request.uid)
    items = {line.uid: line.item for line in of.lines}
    asked = sorted((items[uid], -count) for uid, count in request.lines.items())
    if sorted((line.item, line.quantity) for line in done.lines) != asked:
        refuse_uid()
    return sale_answer(done)


def _moved(uid: str, moved: points.PointsMoved) -> Answer:
    return {"uid": uid, "points": moved.points, "balance": moved.balance}
