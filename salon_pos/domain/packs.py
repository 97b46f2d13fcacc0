"""Session packs: what each session is worth, which is used next, what is left of them (RULES 25).

A pack's lots hold sessions; every lot has one unit value in minor units.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from salon_pos.domain.lots import MOST_DAYS, Lot, Use, held, take
from salon_pos.domain.money import is_whole, share
from salon_pos.domain.refusal import refuse
from salon_pos.domain.words import N_

MOST_SESSIONS = 999


@dataclass(frozen=True, slots=True)
class PackPlan:
    """Sessions of any of `item_ids`: `bought` ones and those `given` on top. They are good for
    `days` after the day of the sale (None: for ever)."""

    item_ids: frozenset[int]
    bought: int
    given: int = 0
    days: int | None = None

    @property
    def sessions(self) -> int:
        """All sessions of the pack."""
        return self.bought + self.given


def check_plan(plan: PackPlan) -> PackPlan:
    """`plan` as given; refuses one that nobody can sell or use, beside its field."""
    if not plan.item_ids:
        refuse("pack_of_nothing", N_("Choose what the pack is for."), field="item_ids")
    if not is_whole(plan.bought, 1, MOST_SESSIONS):
        _refuse_sessions("bought")
    if not is_whole(plan.given, 0, MOST_SESSIONS - plan.bought):
        _refuse_sessions("given")
    if plan.days is not None and not is_whole(plan.days, 1, MOST_DAYS):
        refuse(
            "bad_pack_days",
            N_("A pack is good for 1 to {most} days, or leave the days empty."),
            field="days",
            most=MOST_DAYS,
        )
    return plan


def _refuse_sessions(field: str) -> None:
    refuse(
        "bad_sessions",
        N_("A pack has 1 to {most} sessions together, at least one of them bought."),
        field=field,
        most=MOST_SESSIONS,
    )


def unit_values(price: int, sessions: int) -> tuple[int, ...]:
    """RULES 25: the price shared over all sessions, those given on top too, in order of use."""
    return share(price, [1] * sessions)


def runs(price: int, sessions: int) -> tuple[tuple[int, int], ...]:
    """(sessions, unit value) of each run of equal unit values in order: a pack's lots when sold."""
    values = unit_values(price, sessions)
    return tuple((len(list(run)), value) for value, run in groupby(values))


def next_uses(lots: Sequence[Lot], sessions: int) -> tuple[Use, ...]:
    """The next sessions of a pack's good lots in order of use, each part at its unit value.

    Refuses none, and more than are left.
    """
    if sessions < 1:
        refuse("no_session", N_("Use at least one session."), field="quantity")
    left = held(lots)
    if sessions > left:
        refuse(
            "not_enough_sessions",
            N_("The pack has {left} good sessions left. Take the rest without the pack."),
            field="quantity",
            left=left,
        )
    return take(lots, sessions)
