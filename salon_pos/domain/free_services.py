"""A tier's free services: how often each is still free in its period, and what a line takes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from salon_pos.domain.catalog import FreeLeft
from salon_pos.domain.standing import Standing
from salon_pos.domain.ticket import Line
from salon_pos.domain.tiers import FreeServices

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


def still_counts(tier: str, sold: date, standing: Standing) -> bool:
    """Whether what was had free with a tier ("" for none) on a day counts into the period that
    runs."""
    return bool(tier) and standing.tier == tier and standing.since <= sold
