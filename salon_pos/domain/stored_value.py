"""Prepaid money: plans that give a bonus, and how principal and bonus are spent (RULES 7). All
amounts in minor units."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from salon_pos.domain.lots import MOST_DAYS, Lot, Use, held, take
from salon_pos.domain.money import MOST, Amount, is_whole, share
from salon_pos.domain.refusal import refuse
from salon_pos.domain.words import N_


class SpendOrder(StrEnum):
    """What a payment takes from a card: of both in proportion to the two balances (RULES 7), or
    one of them as long as it lasts."""

    PROPORTION = "proportion"
    PRINCIPAL_FIRST = "principal_first"
    BONUS_FIRST = "bonus_first"


@dataclass(frozen=True, slots=True)
class TopUpPlan:
    """Pay `principal` (None: any amount, with no bonus), get `bonus` on top. The bonus is good for
    `bonus_days` after the day of the top-up (None: it never ends); principal never ends."""

    principal: int | None
    bonus: int = 0
    bonus_days: int | None = None


def check_plan(plan: TopUpPlan) -> TopUpPlan:
    """`plan` as given; refuses what nobody can pay or get, beside its field."""
    if plan.principal is None:
        _check_open(plan)
    elif is_whole(plan.principal, -MOST, 0):
        refuse("bad_principal", N_("A top-up is more than zero."), field="principal")
    elif not is_whole(plan.principal, 1, MOST):
        refuse(
            "bad_principal",
            N_("A top-up is more than zero and at most {most}."),
            field="principal",
            most=Amount(MOST),
        )
    if not is_whole(plan.bonus, 0, MOST):
        refuse(
            "bad_bonus",
            N_("A bonus is zero or more, and at most {most}."),
            field="bonus",
            most=Amount(MOST),
        )
    if plan.bonus_days is not None:
        _check_bonus_days(plan.bonus, plan.bonus_days)
    return plan


def _check_open(plan: TopUpPlan) -> None:
    if plan.bonus:
        refuse(
            "bonus_of_any_amount",
            N_(
                "A top-up of any amount gives no bonus. Leave it empty, or give the top-up a price."
            ),
            field="bonus",
        )


def _check_bonus_days(bonus: int, days: int) -> None:
    if not is_whole(days, 1, MOST_DAYS):
        refuse(
            "bad_bonus_days",
            N_("A bonus is good for 1 to {most} days, or leave the days empty."),
            field="bonus_days",
            most=MOST_DAYS,
        )
    if not bonus:
        refuse(
            "days_of_no_bonus",
            N_("Without a bonus there is nothing that ends. Leave the days empty."),
            field="bonus_days",
        )


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
