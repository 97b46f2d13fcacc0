"""Opening a shift with its float, and closing it with a count of the drawer."""

from dataclasses import dataclass
from datetime import date, datetime

from salon_pos.db.queries import expiring, shifts
from salon_pos.db.queries import settings as salon
from salon_pos.db.records import journal, ledger
from salon_pos.db.records import shifts as records
from salon_pos.domain.ledger import OVER_SHORT, SAFE, Entry, drawer
from salon_pos.domain.money import MOST, Amount
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rights import Actor, Right
from salon_pos.domain.words import N_
from salon_pos.usecases.clock import check_not_ahead, check_not_behind, check_year
from salon_pos.usecases.deed import deed, new_uid


@dataclass(frozen=True, slots=True)
class Closing:
    """How a shift ended, in minor units: `difference` is counted − expected."""

    shift_id: int
    expected: int
    counted: int

    @property
    def difference(self) -> int:
        """More (positive) or less (negative) in the drawer than there should be."""
        return self.counted - self.expected


def open_shift(opening_float: int, *, by: Actor, now: datetime, sure: bool = False) -> shifts.Shift:
    """Open the till's shift with the money put into its drawer (minor units, zero allowed).
    Refuses a second one, and (unless `sure`) a clock that is behind what is on file or so far ahead
    that it may have jumped: what ended is posted after the opening, and does not come back."""
    with deed(Right.RUN_SHIFT, by):
        if not 0 <= opening_float <= MOST:
            refuse("bad_float", N_("The float is zero or more, and at most {most}."),
                   field="float", most=Amount(MOST))  # fmt: skip
        if shifts.open_shift(by.till_id):
            refuse("shift_is_open", N_("The shift is open already."))
        uid, day = new_uid(), _day(now, sure=sure)
        shift_id = records.add_shift(
            uid,
            till_id=by.till_id,
            business_day=day,
            opening_float=opening_float,
            opened_at=now,
            opened_by=by.staff_id,
        )
        _move_cash(
            ledger.Posting(uid, "open_shift", now, day, by, shift_id=shift_id),
            Entry(drawer(salon.till_code(by.till_id)), opening_float, "float"),
            Entry(SAFE, -opening_float, "float"),
        )
        journal.note(by, now, "open_shift", uid, float=opening_float)
        shift = shifts.open_shift(by.till_id)
        assert shift is not None
        return shift


def _day(now: datetime, *, sure: bool) -> date:
    settings = salon.settings()
    day, newest = settings.business_day(now), expiring.newest_day()
    check_year(day)
    if not sure:
        check_not_behind(day, newest)
    if not (sure or settings.is_demo):
        check_not_ahead(day, newest)
    return day


def close_shift(counted: int, reason: str = "", *, by: Actor, now: datetime) -> Closing:
    """Close the till's shift with what was counted (minor units); a difference needs a reason.
    The drawer is emptied into the safe, the difference posted."""
    with deed(Right.RUN_SHIFT, by):
        shift = shifts.open_shift(by.till_id)
        if shift is None:
            refuse("no_shift", N_("Open the shift first."))
        if not 0 <= counted <= MOST:
            refuse("bad_count", N_("The count is zero or more, and at most {most}."),
                   field="counted", most=Amount(MOST))  # fmt: skip
        closing = Closing(shift.id, shifts.drawer_balance(by.till_id), counted)
        if closing.difference and not reason.strip():
            refuse(
                "reason_missing",
                N_("The count differs by {difference}. Say why, or count again."),
                field="reason",
                difference=Amount(closing.difference),
            )
        posting = ledger.Posting(
            new_uid(), "close_shift", now, shift.business_day, by, shift_id=shift.id
        )
        _move_cash(
            posting,
            Entry(drawer(salon.till_code(by.till_id)), -closing.expected, "count"),
            Entry(SAFE, counted, "count"),
            Entry(OVER_SHORT, -closing.difference, "count"),
        )
        records.end_shift(
            shift.id,
            closed_at=now,
            closed_by=by.staff_id,
            expected=closing.expected,
            counted=counted,
            reason=reason.strip(),
        )
        journal.note(by, now, "close_shift", shift.uid, expected=closing.expected, counted=counted)
        return closing


def _move_cash(posting: ledger.Posting, *entries: Entry) -> None:
    ledger.post(posting, [entry for entry in entries if entry.amount])
