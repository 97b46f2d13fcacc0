"""Lots: dated parts of a balance; what is taken from which, and where it goes back (RULES 15, 19).

Amounts are in the account's unit: minor units, points or sessions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

MOST_DAYS = 36_500
"""The most days that anything is good for; a longer time is "it never ends"."""


@dataclass(frozen=True, slots=True)
class Lot:
    """What is left of one lot. `expires` is its last good business day (None: it never ends). The
    lower `id` is the older lot. `unit_value`: a session's worth in minor units."""

    id: int
    left: int
    expires: date | None = None
    unit_value: int = 0


@dataclass(frozen=True, slots=True)
class Use:
    """One part of what a deed took, from one lot."""

    lot_id: int
    amount: int
    expires: date | None = None
    unit_value: int = 0


@dataclass(frozen=True, slots=True)
class Back:
    """Where a part goes back to: the lot itself, or a new child lot of it that is good until
    `child_expires`."""

    lot_id: int
    amount: int
    child_expires: date | None = None
    unit_value: int = 0


def last_good_day(day: date, days: int | None) -> date | None:
    """The last good business day of what is given on `day` and lasts `days` more."""
    return None if days is None else day + timedelta(days=days)


def is_good(expires: date | None, day: date) -> bool:
    """RULES 15: a lot is good to the end of its last business day."""
    return expires is None or day <= expires


def good(lots: Sequence[Lot], day: date) -> tuple[Lot, ...]:
    """The lots that can be used on `day`."""
    return tuple(lot for lot in lots if is_good(lot.expires, day))


def ended(lots: Sequence[Lot], day: date) -> tuple[Lot, ...]:
    """The lots that are past their last good day on `day`."""
    return tuple(lot for lot in lots if not is_good(lot.expires, day))


def held(lots: Sequence[Lot]) -> int:
    """What the lots hold together."""
    return sum(lot.left for lot in lots)


def take(lots: Sequence[Lot], amount: int) -> tuple[Use, ...]:
    """RULES 15: what is taken for `amount`, soonest to expire first, then oldest, then id.

    ValueError for a negative amount, or for more than the lots hold.
    """
    if amount < 0:
        raise ValueError(f"nothing can be taken for {amount}")
    uses: list[Use] = []
    for lot in sorted(lots, key=lambda lot: (lot.expires or date.max, lot.id)):
        part = min(lot.left, amount)
        if part:
            uses.append(Use(lot.id, part, lot.expires, lot.unit_value))
            amount -= part
    if amount:
        raise ValueError(f"the lots hold {amount} less than is asked")
    return tuple(uses)


def pick(lots: Sequence[Lot], amount: int) -> tuple[tuple[int, int], ...]:
    """`take`, as (lot id, amount)."""
    return tuple((use.lot_id, use.amount) for use in take(lots, amount))


def without(lots: Sequence[Lot], uses: Sequence[Use]) -> tuple[Lot, ...]:
    """The lots as they are after the uses."""
    taken: dict[int, int] = {}
    for use in uses:
        taken[use.lot_id] = taken.get(use.lot_id, 0) + use.amount
    return tuple(replace(lot, left=lot.left - taken.get(lot.id, 0)) for lot in lots)


def give_back(
    uses: Sequence[Use], amount: int, *, before: int, day: date, grace_days: int = 30
) -> tuple[Back, ...]:
    """RULES 19: where `amount` of what `uses` took (in the order taken) goes back to, last taken
    first. `before` is what earlier refunds gave back; `day`, the refund's business day. What a
    lot that has ended would get goes to a child lot that is good for `grace_days` after it.

    ValueError for a negative amount, or where more would be given back than was taken.
    """
    if min(amount, before) < 0:
        raise ValueError(f"{amount} cannot be given back after {before}")
    if before + amount > sum(use.amount for use in uses):
        raise ValueError(f"{before + amount} would be given back, more than was taken")
    grace = last_good_day(day, grace_days)
    return tuple(
        Back(
            use.lot_id,
            use.amount,
            child_expires=None if is_good(use.expires, day) else grace,
            unit_value=use.unit_value,
        )
        for use in _last_taken(uses, amount, before)
    )


def _last_taken(uses: Sequence[Use], amount: int, skip: int) -> Iterator[Use]:
    """The parts of `uses` from the last one backwards: `skip` are passed over, `amount` told."""
    for use in reversed(uses):
        passed = min(skip, use.amount)
        part = min(use.amount - passed, amount)
        skip -= passed
        amount -= part
        if part:
            yield replace(use, amount=part)
