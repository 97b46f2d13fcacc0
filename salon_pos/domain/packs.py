"""Session packs: what each session is worth, which is used next, what is left of them (RULES 25).

A pack's lots hold sessions; every lot has one unit value in minor units.
"""

from collections.abc import Sequence
from itertools import groupby

from salon_pos.domain.lots import Lot, Use, held, take
from salon_pos.domain.money import share
from salon_pos.domain.refusal import refuse
from salon_pos.domain.words import N_


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
