"""Which points a refund takes back, from which lots, and what becomes debt (RULES 18)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from salon_pos.domain.lots import Back, Lot, Use, ended, good, held, pick
from salon_pos.domain.sold import SoldLine, SoldSale


@dataclass(frozen=True, slots=True)
class Take:
    """Points taken from a lot, or (`child_expires` set) from the child lot of it that the same
    refund opens. `own`: the sale itself gave that lot."""

    lot_id: int
    amount: int
    child_expires: date | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The points of one refunded line: `points` = the takes + `forgiven` + `debt` +
    `stays_expired`, what had expired and the rest of the sale earns with the same refund
    (RULES 24)."""

    points: int = 0
    takes: tuple[Take, ...] = ()
    forgiven: int = 0
    debt: int = 0
    stays_expired: int = 0


def points_of(line: SoldLine, quantity: int) -> int:
    """RULES 18: what `quantity` more of the line takes back; all the rest with the last unit."""
    by_quantity = Fraction(line.refunded + quantity, line.quantity)
    done = line.gone_after(quantity) if line.prepaid else by_quantity
    return max(0, int(line.points * done) - line.points_taken)


def take_back(
    points: Sequence[int],
    sale: SoldSale,
    lots: Sequence[Lot],
    *,
    given_back: Sequence[Back],
    uses: Sequence[Use],
    day: date,
) -> tuple[TakenBack, ...]:
    """Where the points of each refunded line come from, line by line: the sale's own lots, what
    of those has expired is forgiven, then the client's other `lots` by expiry, then debt.

    `given_back` are the points this refund returns for `uses` of its own tenders; they come first
    and may be taken.
    """
    # What ended and waits for its expiry to be posted is as good as expired.
    ended_own, _ = _split(ended(lots, day), sale.points_lots)
    forgivable = sale.points_expired + held(ended_own) - sale.points_forgiven
    # No child lot may be taken for one of the client's, nor for the sale's own that has ended.
    expires = {use.lot_id: use.expires for use in uses}
    new_id = 1 + max({*(lot.id for lot in lots), *sale.points_lots, *expires}, default=0)
    left, children = _after(good(lots, day), given_back, expires, new_id)
    taken: list[TakenBack] = []
    for amount in points:
        own, other = _split(left, sale.points_lots)
        from_own = _pick(own, amount)
        forgiven = min(amount - sum(from_own.values()), forgivable)
        from_other = _pick(other, amount - sum(from_own.values()) - forgiven)
        picked = {**from_own, **from_other}
        left = [replace(lot, left=lot.left - picked.get(lot.id, 0)) for lot in left]
        forgivable -= forgiven
        takes = tuple(_take(lot_id, part, children, from_own) for lot_id, part in picked.items())
        debt = amount - forgiven - sum(picked.values())
        taken.append(TakenBack(amount, takes, forgiven, debt))
    return tuple(taken)


def _after(
    lots: Sequence[Lot],
    given_back: Sequence[Back],
    expires: Mapping[int, date | None],
    new_id: int,
) -> tuple[list[Lot], dict[int, tuple[int, date]]]:
    """The lots once the refund has given its points back. A child lot has no id yet: it gets one
    from `new_id` on, as the newest, and the second value says which lot and day it stands for."""
    after = {lot.id: lot for lot in lots}
    children: dict[tuple[int, date], int] = {}
    for back in given_back:
        lot_id, ends = back.lot_id, expires[back.lot_id]
        if back.child_expires is not None:
            ends = back.child_expires
            lot_id = children.setdefault((back.lot_id, ends), new_id + len(children))
        lot = after.get(lot_id) or Lot(lot_id, 0, ends)
        after[lot_id] = replace(lot, left=lot.left + back.amount)
    return list(after.values()), {lot_id: child for child, lot_id in children.items()}


def _split(lots: Sequence[Lot], own: frozenset[int]) -> tuple[list[Lot], list[Lot]]:
    return (
        [lot for lot in lots if lot.id in own],
        [lot for lot in lots if lot.id not in own],
    )


def _pick(lots: Sequence[Lot], most: int) -> dict[int, int]:
    """(lot id: amount) for `most`, or for all there is."""
    return dict(pick(lots, min(most, held(lots))))


def _take(
    lot_id: int, amount: int, children: Mapping[int, tuple[int, date]], own: Mapping[int, int]
) -> Take:
    if lot_id in children:
        parent, ends = children[lot_id]
        return Take(parent, amount, ends)
    return Take(lot_id, amount, own=lot_id in own)
