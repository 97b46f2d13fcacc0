"""Whether a mistaken sale can still be cancelled as a whole (RULES 23)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from salon_pos.domain.money import Amount
from salon_pos.domain.reversal import Reason
from salon_pos.domain.sold import SoldSale
from salon_pos.domain.words import N_


class Given(StrEnum):
    """What a sale may have given to a client: points, what was bought ahead, and credit."""

    POINTS = "points"
    PRINCIPAL = "principal"
    BONUS = "bonus"
    SESSIONS = "sessions"
    GIFT_CARD = "gift_card"
    DEPOSIT = "deposit"
    ON_ACCOUNT = "on_account"


@dataclass(frozen=True, slots=True)
class Gave:
    """What the sale put into one lot or account, and what is left of it. Points that repaid debt
    went into no lot: voiding restores the debt. `name` says the item they came with."""

    given: Given
    amount: int
    left: int
    name: str = ""


_USED = {
    Given.POINTS: N_("{used} of its points are used. Refund the sale instead."),
    Given.PRINCIPAL: N_("{money} of {item} is spent. Refund the sale instead."),
    Given.BONUS: N_("{money} of the bonus of {item} is spent. Refund the sale instead."),
    Given.SESSIONS: N_("{used} sessions of {item} are used. Refund the sale instead."),
    Given.GIFT_CARD: N_("{money} of {item} is spent. Refund the sale instead."),
    Given.DEPOSIT: N_("{money} of {item} is spent. Refund the sale instead."),
    Given.ON_ACCOUNT: N_("{money} of what was put on account is paid. Refund the sale instead."),
}


def void_obstacles(
    sale: SoldSale, gave: Sequence[Gave], *, sold_in: str, shift: str | None, used_tier: str = ""
) -> tuple[Reason, ...]:
    """Why the sale cannot be voided, all reasons; none where it can. `sold_in` is the uid of its
    shift, `shift` that of the open one. `used_tier` is the name of a tier that the sale led to and
    that gave something since, empty without one."""
    reasons: list[Reason] = []
    if shift != sold_in:
        text = N_("Its shift is closed. Refund the sale instead.")
        reasons.append(Reason("shift_closed", text))
    if any(line.refunded for line in sale.lines):
        text = N_("Something of it was refunded. Refund the rest instead.")
        reasons.append(Reason("partly_refunded", text))
    reasons.extend(_used(each) for each in gave if each.left < each.amount)
    if used_tier:
        text = N_("{tier} was used since: refund the sale instead.")
        reasons.append(Reason("used_tier", text, {"tier": used_tier}))
    return tuple(reasons)


def _used(gave: Gave) -> Reason:
    used = gave.amount - gave.left
    values = {"used": used, "money": Amount(used), "item": gave.name}
    return Reason(f"used_{gave.given}", _USED[gave.given], values)
