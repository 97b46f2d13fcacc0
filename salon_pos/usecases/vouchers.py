"""Cash vouchers that the salon gives."""

from dataclasses import dataclass
from datetime import date, datetime

from salon_pos.db.queries import people, value
from salon_pos.db.queries import settings as salon
from salon_pos.db.queries.coupons import GivenCoupon
from salon_pos.db.records import journal
from salon_pos.db.records import value as records
from salon_pos.domain.lots import MOST_DAYS, last_good_day
from salon_pos.domain.money import is_whole
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rewards import check_face
from salon_pos.domain.rights import Actor, Right
from salon_pos.domain.ticket import Ticket
from salon_pos.domain.words import N_
from salon_pos.usecases.codes import new_code
from salon_pos.usecases.deed import deed
from salon_pos.usecases.once import answered, keep_answer

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


def give_voucher(new: NewVoucher, *, by: Actor, now: datetime) -> value.Voucher:
    """Give a voucher with a code that nobody guesses. Refuses a face or a least bill that cannot
    be, and a client who is not on file. Done again under its uid it is the same voucher."""
    with deed(Right.ADJUST_POINTS, by):
        if not answered(new.uid, "give_voucher", new):
            _check(new)
            make_voucher(new, now)
            journal.note(by, now, "give_voucher", new.uid, face=new.face)
            keep_answer(new.uid, "give_voucher", new, {"uid": new.uid})
        voucher = value.voucher(new.uid)
        assert voucher is not None
        return voucher


def make_voucher(new: NewVoucher, now: datetime) -> None:
    """Put a voucher on file, within the deed that gives it."""
    records.add_voucher(
        new.uid, new_code(), face=new.face, least=new.least, client_id=new.client_id,
        expires=last_good_day(salon.settings().business_day(now), new.days), made_at=now,
    )  # fmt: skip


def _check(new: NewVoucher) -> None:
    check_face(new.face, new.least)
    check_given(new.client_id, new.days)


def check_given(client_id: int | None, days: int | None) -> None:
    """Refuse a time that nothing is good for, and a client who is not on file."""
    if days is not None and not is_whole(days, 1, MOST_DAYS):
        refuse("bad_days", N_("A voucher is good for 1 to {most} days, or leave the days empty."),
               field="days", most=MOST_DAYS)  # fmt: skip
    client = people.client(client_id) if client_id is not None else None
    if client_id is not None and (client is None or client.retired):
        refuse("client_unknown", N_("This client is not on file."), field="client")


def check_alive(found: value.Voucher | GivenCoupon, ticket: Ticket, day: date) -> None:
    """Refuse a voucher of either kind that is used, has ended by this business day, or is another
    client's than the ticket's."""
    if found.used_by:
        refuse("voucher_used", N_("This voucher was used already."), field="source")
    if found.expires is not None and day > found.expires:
        refuse("voucher_ended", N_("This voucher was good until {day}."), field="source",
               day=found.expires)  # fmt: skip
    if found.client_id not in (None, ticket.client_id):
        refuse("voucher_other", N_("This voucher is another client's."), field="source")
