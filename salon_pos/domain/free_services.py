"""A tier's free services: how often each is still free in its period, and what a line takes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from salon_pos.domain.catalog import FreeLeft
from salon_pos.domain.standing import ONE_DAY, Held, Standing
from salon_pos.domain.ticket import Line
from salon_pos.domain.tiers import FreeServices, TierRules

Left = tuple[FreeLeft, ...]


def left_of(services: Iterable[FreeServices], used: Mapping[int, int]) -> Left:
    """What is left of a tier's free services once so many of each item (by id) were used in the
    period. The services with the fewest items come first and are used first, so that one which
    could be had in two ways does not take the only way of another."""
    left = tuple(FreeLeft(each.item_ids, each.times, each.times) for each in services)
    left = tuple(sorted(left, key=lambda one: len(one.item_ids)))
    for item_id, times in used.items():
        left, _missing = take(left, item_id, times)
    return left


def take(left: Left, item_id: int, times: int) -> tuple[Left, int]:
    """What is left once an item is had free so many times, and how many of them none is left
    for."""
    after: list[FreeLeft] = []
    for one in left:
        taken = min(one.left, times) if item_id in one.item_ids else 0
        times -= taken
        after.append(replace(one, left=one.left - taken))
    return tuple(after), times


def left_after(left: Left, lines: Sequence[Line]) -> Left:
    """What is left once the lines that are had free have theirs."""
    for line in lines:
        if line.free_with:
            left, _missing = take(left, line.item_id, line.quantity)
    return left


def stood(held: Held | None, rules: TierRules) -> tuple[Held, ...]:
    """What a client holds and held before it, the newest first, without what was undone on the day
    that it was reached: a lower tier, had no later, is held since."""
    kept: list[Held] = []
    newer: list[Held] = []
    while held:
        is_undone = any(
            one.since <= held.since and rules.rank(one.tier) < rules.rank(held.tier)
            for one in newer
        )
        if held.is_override or not is_undone:
            kept.append(held)
        if not held.is_override:  # what is set by hand or had for points undoes nothing
            newer.append(held)
        held = held.previous
    return tuple(kept)


def counted_from(standing: Standing, stays: Iterable[Held], first: date) -> date:
    """From which day on what was had free with the tier where a client stands counts: the day after
    their last stay in it that stood, or the `first` day on which they ever had it, so that what was
    had in one that was undone is not had anew by who reaches the tier again. Never later than since
    when they have it."""
    earlier = [
        (stay.since, stay.until)
        for stay in stays
        if stay.tier == standing.tier and stay.until and stay.since < standing.since
    ]
    if not earlier:
        return first
    _, last = max(earlier)
    return min(last + ONE_DAY, standing.since)


def still_counts(tier: str, sold: date, standing: Standing, since: date) -> bool:
    """Whether what was had free with a tier ("" for none) on a day counts into the period that
    runs, which counts from `since`."""
    return bool(tier) and standing.tier == tier and since <= sold
