"""What ends with a day: points, bonus, sessions and gift cards expire, tiers come to their end.

Run at the opening of a day, beside the window's thread; running it again does nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from salon_pos.db.queries import expiring, shifts
from salon_pos.db.queries import settings as salon
from salon_pos.db.records import expiring as records
from salon_pos.db.records import journal, ledger
from salon_pos.domain.expiry import EXPIRING, expiry_entries
from salon_pos.domain.lots import Lot
from salon_pos.domain.rights import Actor, Right
from salon_pos.usecases.clock import check_not_ahead, check_not_behind, check_year
from salon_pos.usecases.deed import GoOn, deed, new_uid
from salon_pos.usecases.tier_moves import look_at_tier

CHUNK = 20
"""Lots, or clients, in one transaction: the till never waits longer than 50 ms for one."""


@dataclass(frozen=True, slots=True)
class Expired:
    """What expired: points, bonus (minor units), sessions, and the income of what was paid for and
    not used (minor units); `tiers` is how many clients' periods had ended. `finished` is false
    where it was stopped before the end: the next run goes on."""

    points: int = 0
    bonus: int = 0
    sessions: int = 0
    income: int = 0
    tiers: int = 0
    finished: bool = True


def expire(
    *, by: Actor, now: datetime, go_on: GoOn = lambda _done, _all: True, sure: bool = False
) -> Expired:
    """Post the expiry of every lot that ended before the business day of `now`, and look at the
    tiers whose period did. Between two short transactions `go_on(done, all)` may stop it.

    Refuses, unless `sure`, a clock that is behind the open shift (without one: what is on file) or
    so far ahead of it that it may have jumped: what has expired does not come back.
    """
    with deed(Right.RUN_SHIFT, by):
        day, since, newest = _day(by, now, sure=sure), expiring.looked(), expiring.newest_lot()
        begun = expiring.newest_entry()
    lots = expiring.ended_lots(day, since)
    clients = expiring.ended_tiers(day)
    work = [*_chunks(lots, _lots), *_chunks(clients, _tiers)]
    total, done = Expired(), 0
    for ids, deed_of in work:
        if not go_on(done, len(lots) + len(clients)):
            return _sum(total, Expired(finished=False))
        with deed(Right.RUN_SHIFT, by):
            total = _sum(total, deed_of(ids, day, by, now))
        done += len(ids)
    if lots or since.day < day:
        with deed(Right.RUN_SHIFT, by):
            # A void between two chunks may have put something back into a lot of an earlier one.
            back = expiring.filled_since(begun)
            total = _sum(total, _lots([lot for lot in lots if lot in back], day, by, now))
            records.set_looked(expiring.Looked(max(day, since.day), newest))
    return total


def _day(by: Actor, now: datetime, *, sure: bool) -> date:
    """Who opened the shift has said that its day is right, whatever else is on file: one day that
    was posted in a wrong year does not keep the salon from going on."""
    day, shift = salon.settings().business_day(now), shifts.open_shift(by.till_id)
    check_year(day)
    if not sure:
        newest = shift.newest_day if shift else expiring.newest_day()
        check_not_behind(day, newest)
        check_not_ahead(day, newest)
    return day


ChunkDeed = Callable[[Sequence[int], date, Actor, datetime], Expired]


def _chunks(ids: Sequence[int], of: ChunkDeed) -> Iterator[tuple[Sequence[int], ChunkDeed]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK], of


def _lots(ids: Iterable[int], day: date, by: Actor, now: datetime) -> Expired:
    """Post what is left of these lots as expired."""
    found = [lot for lot in map(expiring.ended_lot, ids) if lot and lot.kind in EXPIRING]
    entries = [
        entry
        for lot in found
        for entry in expiry_entries(
            lot.kind, lot.owner, Lot(lot.id, lot.left, lot.expires, lot.unit_value)
        )
    ]
    if not entries:
        return Expired()
    uid, shift = new_uid(), shifts.open_shift(by.till_id)
    ledger.post(ledger.Posting(uid, "expire", now, day, by, shift.id if shift else None), entries)
    journal.note(by, now, "expire", uid, lots=len(found))
    of_kind = {kind: sum(lot.left for lot in found if lot.kind == kind) for kind in EXPIRING}
    packs = sum(lot.left * lot.unit_value for lot in found if lot.kind == "pack")
    return Expired(
        of_kind["points"], of_kind["bonus"], of_kind["pack"], packs + of_kind["gift_card"]
    )


def _tiers(ids: Iterable[int], day: date, by: Actor, now: datetime) -> Expired:
    """Look at the tiers of these clients, whose period has ended."""
    cause, moved = new_uid(), 0
    for client_id in ids:
        moved += look_at_tier(client_id, day, cause=cause, by=by, now=now)
    if moved:
        journal.note(by, now, "expire", cause, tiers=moved)
    return Expired(tiers=moved)


def _sum(one: Expired, other: Expired) -> Expired:
    return Expired(
        one.points + other.points, one.bonus + other.bonus, one.sessions + other.sessions,
        one.income + other.income, one.tiers + other.tiers, one.finished and other.finished,
    )  # fmt: skip
