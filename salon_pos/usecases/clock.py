"""A clock that jumped: what is posted on a wrong day stays there, and what has expired is gone."""

from datetime import date, datetime

from salon_pos.db.queries import expiring, shifts
from salon_pos.db.queries import settings as salon
from salon_pos.db.queries.shifts import Shift
from salon_pos.db.records.ledger import Posting
from salon_pos.domain.expiry import is_long_gap
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rights import Actor
from salon_pos.domain.settings import Settings
from salon_pos.domain.words import N_

LONG_GAP_DAYS = 40
LONGEST_SHIFT_DAYS = 366
"""Nobody works so long in one shift; a clock whose year is wrong says so."""
LAST_YEAR = 2_999
"""No clock is right beyond it, and the calendar has room for what is good for long after it."""


def posting(uid: str, deed: str, by: Actor, now: datetime) -> Posting:
    """How `by` posts the deed with this uid now: on its business day, in the till's open shift
    where there is one. Refuses what `posting_day` refuses."""
    shift = shifts.open_shift(by.till_id)
    return Posting(uid, deed, now, _day(shift, now), by, shift.id if shift else None)


def posting_day(by: Actor, now: datetime) -> date:
    """The business day on which a deed of `by` posts now, or from which it counts days. Refuses a
    clock that jumped: while a shift is open, one that does not go with it; else one that is behind
    what is on file, or far ahead of it. The opening of a shift is where somebody says that a date
    is right: no other deed asks."""
    return _day(shifts.open_shift(by.till_id), now)


def _day(shift: Shift | None, now: datetime) -> date:
    settings = salon.settings()
    day = settings.business_day(now)
    if shift is None:
        _check_without_shift(day, settings)
    else:
        check_in_shift(day, shift, settings)
    return day


def check_year(day: date) -> None:
    """Refuse a business day that nobody can be sure of."""
    if day.year > LAST_YEAR:
        refuse("clock_ahead", N_("The clock says {day}. Set the computer's clock."), day=day)


def _check_without_shift(day: date, settings: Settings) -> None:
    check_year(day)
    newest = expiring.newest_day()
    if newest is not None and day < newest:
        refuse(
            "clock_behind",
            N_("The clock says {day}, but {newest} is on file already. Set the computer's clock; "
               "if the date is right, open the shift first."),
            day=day, newest=newest,
        )  # fmt: skip
    if is_long_gap(newest, day, LONG_GAP_DAYS) and not settings.is_demo:
        refuse(
            "clock_ahead",
            N_("The clock says {day}, but nothing was done since {newest}. Set the computer's "
               "clock; if the date is right, open the shift first."),
            day=day, newest=newest,
        )  # fmt: skip


def check_not_behind(day: date, newest: date | None) -> None:
    """Refuse a business day before the `newest` on file."""
    if newest is not None and day < newest:
        refuse("clock_behind", N_("The clock says {day}, but {newest} is on file already. Set the "
                                  "computer's clock."), day=day, newest=newest)  # fmt: skip


def check_not_ahead(day: date, newest: date | None) -> None:
    """Refuse a business day so long after the `newest` on file that the clock may have jumped."""
    if is_long_gap(newest, day, LONG_GAP_DAYS):
        refuse(
            "clock_ahead",
            N_("Nothing was done since {newest}. If it really is {day}, say so; else set the "
               "computer's clock."),
            day=day, newest=newest,
        )  # fmt: skip


def check_in_shift(day: date, shift: Shift, settings: Settings) -> None:
    """Refuse a business day before the newest of the open shift, or one more than a year after its
    own. A demo's clock is set at will, but never back. Closing the shift is the way out where the
    date is right: that goes with any clock."""
    check_year(day)
    if day < shift.newest_day:
        refuse(
            "clock_behind",
            N_("The clock says {day}, but the shift has come to {newest}. Set the computer's "
               "clock; if the date is right, close the shift and open it anew."),
            day=day, newest=shift.newest_day,
        )  # fmt: skip
    if is_long_gap(shift.business_day, day, LONGEST_SHIFT_DAYS) and not settings.is_demo:
        refuse(
            "clock_ahead",
            N_("The clock says {day}, but the shift is of {newest}. Set the computer's clock; if "
               "the date is right, close the shift and open it anew."),
            day=day, newest=shift.business_day,
        )  # fmt: skip
