"""Cash vouchers that the salon gives, and taking back a voucher of either kind."""

from dataclasses import dataclass
from datetime import date, datetime

from salon_pos.db.queries import coupons, people, value
from salon_pos.db.queries import settings as salon
from salon_pos.db.queries.coupons import GivenCoupon
from salon_pos.db.records import coupons as coupon_records
from salon_pos.db.records import deeds as deed_records
from salon_pos.db.records import journal
from salon_pos.db.records import value as records
from salon_pos.domain.lots import MOST_DAYS, last_good_day
from salon_pos.domain.money import Amount, is_whole
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rewards import check_face
from salon_pos.domain.rights import Actor, Right
from salon_pos.domain.ticket import Ticket
from salon_pos.domain.words import N_
from salon_pos.usecases.approving import WordFor, approved_by
from salon_pos.usecases.clients import client_on_file
from salon_pos.usecases.clock import posting_day
from salon_pos.usecases.codes import new_code
from salon_pos.usecases.deed import deed
from salon_pos.usecases.once import answered, check_named, keep_answer

USUAL_DAYS = 90
"""How long a voucher is good where nobody says."""


@dataclass(frozen=True, slots=True)
class NewVoucher:
    """A voucher to give: `face` minor units off a bill of `least` or more, for one client or (None)
    for whoever has its code, good for `days` after today (None: for ever). `uid` is its own."""

    uid: str
    face: int
    least: int = 0
    client_id: int | None = None
    days: int | None = None


def give_voucher(new: NewVoucher, *, approval: str = "", by: Actor, now: datetime) -> value.Voucher:
    """Give a voucher with a code that nobody guesses. Refuses a face or a least bill that cannot
    be, a client who is not on file, a clock that jumped, and one above the salon's limit without
    another's `approval`. Done again under its uid it is the same voucher."""
    with deed(Right.ADJUST_POINTS, by):
        if not answered(new.uid, "give_voucher", new):
            _check(new)
            approver = check_worth(new.face, approval, new.uid, by)
            make_voucher(new, posting_day(by, now), now)
            journal.note(by, now, "give_voucher", new.uid, face=new.face, approved_by=approver)
            keep_answer(new.uid, "give_voucher", new, {"uid": new.uid})
        voucher = value.voucher(new.uid)
        assert voucher is not None
        return voucher


def cancel_voucher(
    uid: str, voucher: str, reason: str, *, by: Actor, now: datetime
) -> value.Voucher | GivenCoupon:
    """Take back the voucher with this uid or code, of either kind: it is good for nothing from now
    on. Refuses one that is unknown, used or cancelled already, and an empty reason. Done again
    under its uid it is the same voucher."""
    with deed(Right.ADJUST_POINTS, by):
        found = _given(voucher)
        if not answered(uid, "cancel_voucher", found.uid):
            if not reason.strip():
                refuse("reason_missing", N_("Say why the voucher is cancelled."), field="reason")
            _check_unused(found)
            _use(found, uid)
            deed_records.add_remark(uid, reason.strip())
            journal.note(by, now, "cancel_voucher", uid, voucher=found.uid)
            keep_answer(uid, "cancel_voucher", found.uid, {"voucher": found.uid})
        return _given(voucher)


def make_voucher(new: NewVoucher, day: date, now: datetime) -> None:
    """Put a voucher on file on this business day, within the deed that gives it."""
    check_named(new.uid)
    records.add_voucher(
        new.uid, new_code(), face=new.face, least=new.least, client_id=new.client_id,
        expires=last_good_day(day, new.days), made_at=now,
    )  # fmt: skip


def check_worth(worth: int, approval: str, uid: str, by: Actor) -> str:
    """The uid of who approved to give a voucher `uid` that is worth so much, in minor units; empty
    where nobody had to. Refuses more than is paid back alone, without another's `approval`: it is
    money's worth that goes out, too."""
    if worth <= salon.settings().refund_manager_above:
        return ""
    subject = WordFor.GIVE_VOUCHER.subject(uid)
    approver = approved_by(approval, subject, worth, by_id=by.staff_id)
    if approver is None:
        refuse("needs_manager", N_("A voucher worth {amount} needs another person's PIN."),
               field="approval", amount=Amount(worth))  # fmt: skip
    return people.staff_uids([approver])[approver]


def _given(code_or_uid: str) -> value.Voucher | GivenCoupon:
    found = coupons.given(code_or_uid)
    if found is None:
        refuse("voucher_unknown", N_("No voucher has this code. Check it and type it again."),
               field="voucher")  # fmt: skip
    return found


def _use(found: value.Voucher | GivenCoupon, by_deed: str) -> None:
    if isinstance(found, GivenCoupon):
        coupon_records.coupon_used(found.uid, by_deed)
    else:
        records.voucher_used(found.uid, by_deed)


def _check_unused(found: value.Voucher | GivenCoupon, field: str = "voucher") -> None:
    if found.is_cancelled:
        refuse("voucher_cancelled", N_("This voucher was cancelled and is good for nothing."),
               field=field)  # fmt: skip
    if found.used_by:
        refuse("voucher_used", N_("This voucher was used already."), field=field)


def _check(new: NewVoucher) -> None:
    check_face(new.face, new.least)
    check_given(new.client_id, new.days)


def check_given(client_id: int | None, days: int | None) -> None:
    """Refuse a time that nothing is good for, and a client who is not on file."""
    if days is not None and not is_whole(days, 1, MOST_DAYS):
        refuse("bad_days", N_("A voucher is good for 1 to {most} days, or leave the days empty."),
               field="days", most=MOST_DAYS)  # fmt: skip
    if client_id is not None:
        client_on_file(client_id)


def check_alive(found: value.Voucher | GivenCoupon, ticket: Ticket, day: date) -> None:
    """Refuse a voucher of either kind that is used or cancelled, has ended by this business day, or
    is another client's than the ticket's."""
    _check_unused(found, "source")
    if found.expires is not None and day > found.expires:
        refuse("voucher_ended", N_("This voucher was good until {day}."), field="source",
               day=found.expires)  # fmt: skip
    if found.client_id not in (None, ticket.client_id):
        refuse("voucher_other", N_("This voucher is another client's. Put that client on the "
                                   "ticket, or pay another way."), field="source")  # fmt: skip
