"""Vouchers with conditions: given by the salon, and put on a ticket by their code."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from salon_pos.db.queries import catalog, coupons
from salon_pos.db.queries.coupons import GivenCoupon
from salon_pos.db.records import coupons as records
from salon_pos.db.records import journal
from salon_pos.domain.coupons import Coupon, check_coupon
from salon_pos.domain.limits import coupon_worth
from salon_pos.domain.lots import last_good_day
from salon_pos.domain.money import Amount
from salon_pos.domain.pricing import Bill
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rights import Actor, Right
from salon_pos.domain.ticket import Ticket
from salon_pos.domain.words import N_
from salon_pos.usecases.clock import posting_day
from salon_pos.usecases.codes import new_code, typed_code
from salon_pos.usecases.deed import deed
from salon_pos.usecases.once import answered, keep_answer
from salon_pos.usecases.vouchers import check_alive, check_given, check_worth


@dataclass(frozen=True, slots=True)
class NewCoupon:
    """A voucher to give. Its `coupon` has a uid of the caller's and gets a code; it is for one
    client or (None) for whoever has the code, good for `days` after today (None: for ever)."""

    coupon: Coupon
    client_id: int | None = None
    days: int | None = None


def give_coupon(new: NewCoupon, *, approval: str = "", by: Actor, now: datetime) -> GivenCoupon:
    """Give a voucher with a code that nobody guesses. Refuses one that takes off nothing or more
    than all, a client who is not on file, a clock that jumped, and one whose `coupon_worth` is
    above the salon's limit without another's `approval`. Done again under its uid it is the same
    voucher."""
    with deed(Right.ADJUST_POINTS, by):
        uid = new.coupon.uid
        if not answered(uid, "give_coupon", new):
            check_coupon(new.coupon)
            check_given(new.client_id, new.days)
            worth = coupon_worth(new.coupon, catalog.items())
            approver = check_worth(worth, approval, uid, by)
            records.add_coupon(
                replace(new.coupon, code=new_code()), client_id=new.client_id,
                expires=last_good_day(posting_day(by, now), new.days), made_at=now,
            )  # fmt: skip
            journal.note(by, now, "give_coupon", uid, worth=worth, approved_by=approver)
            keep_answer(uid, "give_coupon", new, {"uid": uid})
        given = coupons.coupon(uid)
        assert given is not None
        return given


def put_on(ticket: Ticket, code: str, day: date) -> Ticket:
    """The ticket with the voucher that has this code, in place of another one. Refuses one that is
    unknown, used, cancelled, ended or another client's."""
    found = coupons.coupon(typed_code(code))
    if found is None:
        refuse("voucher_unknown", N_("No voucher has this code. Check it and type it again."),
               field="source")  # fmt: skip
    check_alive(found, ticket, day)
    return replace(ticket, coupon=found.coupon.uid)


def use_coupon(ticket: Ticket, bill: Bill) -> Coupon | None:
    """The ticket's voucher, marked as used within its payment; None without one. Refuses one that
    took nothing off."""
    found = coupons.coupon(ticket.coupon) if ticket.coupon else None
    if found is None:
        return None
    check_fits(bill)
    records.coupon_used(ticket.coupon, ticket.uid)
    return found.coupon


def check_fits(bill: Bill) -> None:
    """Refuse a bill whose voucher takes nothing off: what it is for is missing, or some of it."""
    if bill.is_coupon_idle and bill.coupon_for:
        refuse("voucher_idle",
               N_("The voucher is for {items}, and none of that is to be paid here. Add it, or "
                  "take the voucher off."),
               field="coupon", items=bill.coupon_for)  # fmt: skip
    if bill.is_coupon_idle:
        refuse("voucher_idle",
               N_("The voucher is for services and products, and none is to be paid here. Add one, "
                  "or take the voucher off."),
               field="coupon")  # fmt: skip
    if bill.coupon_missing:
        refuse(
            "voucher_least",
            N_("The voucher needs {missing} more of what it is for. Add to it, or take it off."),
            field="coupon", missing=Amount(bill.coupon_missing),
        )  # fmt: skip
    if not bill.coupon_off:
        refuse("voucher_nothing", N_("The voucher takes nothing off here. Take it off the ticket."),
               field="coupon")  # fmt: skip
