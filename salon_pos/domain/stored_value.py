"""Prepaid money: how principal and bonus are spent (RULES 7). All amounts in minor units."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from salon_pos.domain.lots import Lot, Use, held, take
from salon_pos.domain.money import Amount, share
from salon_pos.domain.refusal import refuse
from salon_pos.domain.words import N_


class SpendOrder(StrEnum):
    """What a payment takes from a card: of both in proportion to the two balances (RULES 7), or
    one of them as long as it lasts."""

    PROPORTION = "proportion"
    PRINCIPAL_FIRST = "principal_first"
    BONUS_FIRST = "bonus_first"


@dataclass(frozen=True, slots=True)
class Spent:
    """What one payment took from a card's principal and from its bonus, in the order taken."""

    principal: tuple[Use, ...]
    bonus: tuple[Use, ...]

    @property
    def from_bonus(self) -> int:
        """The part that was given, not paid for."""
        return sum(use.amount for use in self.bonus)


def spend(
    amount: int,
    principal: Sequence[Lot],
    bonus: Sequence[Lot],
    order: SpendOrder = SpendOrder.PROPORTION,
) -> Spent:
    """RULES 7: what `amount` takes from a card's good lots. Refuses more than they hold."""
    from_principal, from_bonus = split_spending(amount, held(principal), held(bonus), order)
    return Spent(take(principal, from_principal), take(bonus, from_bonus))


def split_spending(
    amount: int, principal: int, bonus: int, order: SpendOrder = SpendOrder.PROPORTION
) -> tuple[int, int]:
    """RULES 7: principal and bonus used for `amount`, in the salon's order."""
    if amount > principal + bonus:
        refuse(
            "not_enough_value",
            N_("The card holds {held}. Take another tender for the rest."),
            held=Amount(principal + bonus),
        )
    if order is SpendOrder.PRINCIPAL_FIRST:
        from_principal = min(amount, principal)
    elif order is SpendOrder.BONUS_FIRST:
        from_principal = max(0, amount - bonus)
    else:
        from_principal, _ = share(amount, [principal, bonus])
    return from_principal, amount - from_principal
