"""Whether a mistaken sale can still be cancelled as a whole, and what becomes of its points then
(RULES 23)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import chain

from salon_pos.domain.ledger import Entry
from salon_pos.domain.lots import is_good
from salon_pos.domain.money import Amount
from salon_pos.domain.reversal import Reason, Reversal
from salon_pos.domain.sold import SoldSale
from salon_pos.domain.taking_back import Take, TakenBack
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
    sale: SoldSale, gave: Sequence[Gave], *, day: date, sold_in: str, shift: str | None,
    used_tier: str = "",
) -> tuple[Reason, ...]:  # fmt: skip
    """Why the sale cannot be voided on this business day, all reasons; none where it can. `sold_in`
    is the uid of its shift, `shift` that of the open one. `used_tier` is the name of a tier that
    the sale led to and that gave something since, empty without one."""
    reasons: list[Reason] = []
    if shift != sold_in:
        text = N_("Its shift is closed. Refund the sale instead.")
        reasons.append(Reason("shift_closed", text))
    if any(line.refunded for line in sale.lines):
        text = N_("Something of it was refunded. Refund the rest instead.")
        reasons.append(Reason("partly_refunded", text))
    reasons.extend(_used(each) for each in gave if each.left < each.amount)
    if any(not is_good(ends, day) for ends in _took_from(sale)):
        text = N_(
            "What paid for it has ended since. Refund the sale instead: what comes back is good "
            "for some more days."
        )
        reasons.append(Reason("has_ended", text))
    if used_tier:
        text = N_("{tier} was used since: refund the sale instead.")
        reasons.append(Reason("used_tier", text, {"tier": used_tier}))
    return tuple(reasons)


def _took_from(sale: SoldSale) -> list[date | None]:
    """The last good days of what its tenders and its uses of packs took from: a void puts that back
    where it came from, and what has ended there is lost."""
    parts = ((*each.principal, *each.bonus, *each.points) for each in sale.tenders)
    sessions = (line.sessions for line in sale.lines)
    return [use.expires for use in chain.from_iterable((*parts, *sessions))]


def turned_round(reversal: Reversal, posted: Iterable[Entry]) -> Reversal:
    """The reversal of a whole sale as a void does it: the points that its lines gave are taken from
    the lots where its `posted` entries put them, and those that repaid a debt are owed again."""
    gave = [
        Take(entry.lot, -entry.amount, own=True)
        for entry in posted
        if entry.rule == "points.earn" and isinstance(entry.lot, int)
    ]
    lines = list(reversal.lines)
    for at, line in enumerate(lines):
        takes, gave = _taken(gave, line.taken.points)
        debt = line.taken.points - sum(take.amount for take in takes)
        taken = TakenBack(line.taken.points, takes, debt=debt)
        lines[at] = replace(line, taken=taken)
    return replace(reversal, lines=tuple(lines))


def _taken(gave: Sequence[Take], points: int) -> tuple[tuple[Take, ...], list[Take]]:
    """What of `gave` makes up so many points, and what stays of it."""
    takes, stays = list[Take](), list[Take]()
    for each in gave:
        part = min(each.amount, points)
        points -= part
        takes += [replace(each, amount=part)] if part else []
        stays += [replace(each, amount=each.amount - part)]
    return tuple(takes), stays


def _used(gave: Gave) -> Reason:
    used = gave.amount - gave.left
    values = {"used": used, "money": Amount(used), "item": gave.name}
    return Reason(f"used_{gave.given}", _USED[gave.given], values)
