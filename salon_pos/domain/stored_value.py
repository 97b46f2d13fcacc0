"""How prepaid money is spent: principal and bonus in proportion, each from its lots (RULES 7, 15).

The ledger already keeps lots; the deeds that top up and spend them come with member cards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from salon_pos.domain.money import Amount, share
from salon_pos.domain.refusal import refuse
from salon_pos.domain.words import N_


@dataclass(frozen=True, slots=True)
class Lot:
    """What is left of one lot, in minor units (or points). `expires` is its last good business
    day; principal has none. The lower `id` is the older lot."""

    id: int
    left: int
    expires: date | None = None


def split_spending(amount: int, principal: int, bonus: int) -> tuple[int, int]:
    """RULES 7: principal and bonus used for `amount`, in proportion to the two balances."""
    if amount > principal + bonus:
        refuse(
            "not_enough_value",
            N_("The card holds {held}. Take another tender for the rest."),
            held=Amount(principal + bonus),
        )
    from_principal, from_bonus = share(amount, [principal, bonus])
    return from_principal, from_bonus


def pick(lots: Sequence[Lot], amount: int) -> tuple[tuple[int, int], ...]:
    """(lot id, amount) taken for `amount`: soonest to expire first, then oldest, then id.

    ValueError for a negative amount, or for more than the lots hold.
    """
    if amount < 0:
        raise ValueError(f"nothing can be taken for {amount}")
    taken: list[tuple[int, int]] = []
    for lot in sorted(lots, key=lambda lot: (lot.expires or date.max, lot.id)):
        part = min(lot.left, amount)
        if part:
            taken.append((lot.id, part))
            amount -= part
    if amount:
        raise ValueError(f"the lots hold {amount} less than is asked")
    return tuple(taken)
