"""A paid sale as it is on file, with what earlier refunds took of it: what a refund starts from.

All amounts in minor units and as the sale has them: positive, also what was refunded so far.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from itertools import chain

from salon_pos.domain.catalog import TenderKind
from salon_pos.domain.lots import Use, give_back
from salon_pos.domain.money import half_up

MONEY = frozenset(
    {
        TenderKind.CASH,
        TenderKind.CARD,
        TenderKind.WALLET,
        TenderKind.TRANSFER,
        TenderKind.OTHER,
    }
)
"""Means of payment that pay out."""

BOOKED = frozenset({TenderKind.VOUCHER, TenderKind.PLATFORM})
"""Their share of a refund is booked, and pays the client nothing (RULES 20)."""


@dataclass(frozen=True, slots=True)
class SoldCredit:
    """A staff member's part of the line's net, and what of it earlier refunds took."""

    staff_id: int
    amount: int
    returned: int = 0


@dataclass(frozen=True, slots=True)
class Prepaid:
    """What a top-up, pack, gift card or deposit line may still give back (RULES 22): `left` of its
    own money. `returned` is what earlier refunds paid, `paid_out` what of a top-up was paid out as
    its card was closed."""

    left: int
    returned: int = 0
    paid_out: int = 0

    @property
    def gone(self) -> int:
        """What of its money was given back, by refunds and with closed cards."""
        return self.returned + self.paid_out


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line of the sale. `taxes` are (tax id, amount). `refunded`, `eligible_returned` and
    `points_taken` are what earlier refunds (of the last two also closed cards) gave and took back.
    Where it is the use of a pack, `sessions` are those taken, in order, and the tender at position
    `pack` paid their unit values, its net. `counted`: its pieces are counted in stock. `free_until`
    is the last day of the period in which it was a free service of the tier."""

    uid: str
    name: str
    quantity: int
    net: int
    payable: int
    taxes: tuple[tuple[int, int], ...] = ()
    refunded: int = 0
    eligible: int = 0
    eligible_returned: int = 0
    points: int = 0
    points_taken: int = 0
    counted: bool = False
    sessions: tuple[Use, ...] = ()
    pack: int | None = None
    prepaid: Prepaid | None = None
    credits: tuple[SoldCredit, ...] = ()
    free_until: date | None = None

    @property
    def came_back_since(self) -> bool:
        """Whether it was given back, and value that had been used of it returned to it later."""
        prepaid = self.prepaid
        return prepaid is not None and prepaid.left > 0 and self.refunded == self.quantity

    @property
    def is_used_up(self) -> bool:
        """Whether it is prepaid, and nothing of what was paid for it is left to come back."""
        return self.prepaid is not None and self.net > 0 and not self.prepaid.left

    @property
    def done(self) -> Fraction:
        """The part of the line's money that earlier refunds gave back."""
        return self._done(self.refunded, self.prepaid.returned if self.prepaid else 0)

    def done_after(self, quantity: int) -> Fraction:
        """The part that is given back once `quantity` more is; of a prepaid line, once all its
        money that is left is."""
        prepaid = self.prepaid
        return self._done(
            self.refunded + quantity, prepaid.returned + prepaid.left if prepaid else 0
        )

    def gone_after(self, quantity: int) -> Fraction:
        """The part that earns no more then: of a top-up also what was paid out as its card was
        closed, which is no refund of it."""
        prepaid = self.prepaid
        return self._done(self.refunded + quantity, prepaid.gone + prepaid.left if prepaid else 0)

    def _done(self, quantity: int, money: int) -> Fraction:
        if self.net and self.prepaid:
            return Fraction(money, self.net)
        if self.net and self.sessions:
            backs = give_back(self.sessions, quantity, before=0, day=date.min)
            return Fraction(sum(back.amount * back.unit_value for back in backs), self.net)
        return Fraction(quantity, self.quantity)


@dataclass(frozen=True, slots=True)
class SoldTender:
    """A tender of the sale. `returned` is what earlier refunds paid for it, wherever that went;
    `bonus_returned` the part of that which was bonus. `principal` (a deposit's lots too), `bonus`
    and `points` are what it took from which lots, in order."""

    position: int
    method_id: int
    kind: TenderKind
    name: str
    applied: int
    tip: int = 0
    returned: int = 0
    bonus_returned: int = 0
    tip_returned: int = 0
    principal: tuple[Use, ...] = ()
    bonus: tuple[Use, ...] = ()
    points: tuple[Use, ...] = ()

    @property
    def left(self) -> int:
        """What it gave and has not been paid back."""
        return self.applied - self.returned

    @property
    def principal_left(self) -> int:
        """What of it was principal and has not been given back."""
        used = sum(use.amount for use in self.principal)
        return used - (self.returned - self.bonus_returned)

    @property
    def bonus_left(self) -> int:
        """What of it was bonus and has not been given back."""
        return sum(use.amount for use in self.bonus) - self.bonus_returned


@dataclass(frozen=True, slots=True)
class SoldSale:
    """The sale. `inclusive`: its nets hold their taxes. `points_lots` are the lots it opened for
    the points it gave and those that go on for them, `points_expired` what of them was posted as
    expired, and `points_forgiven` what of that earlier refunds have let go. `coupon` is the uid of
    the voucher with conditions that it used, empty without one. `owed`: what of it is on account
    and not paid yet."""

    uid: str
    number: str
    lines: tuple[SoldLine, ...]
    tenders: tuple[SoldTender, ...] = ()
    inclusive: bool = False
    cash_step: int = 1
    points_lots: frozenset[int] = frozenset()
    points_expired: int = 0
    points_forgiven: int = 0
    coupon: str = ""
    owed: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """What comes back: how many of each line (by uid), the tips too or not, and which tenders (by
    position) are paid by another means (the id of its method)."""

    lines: Mapping[str, int]
    tips: bool = False
    sent: Mapping[int, int] = field(default_factory=dict[int, int])


def prepaid_left(line: SoldLine, prepaid: Prepaid, left: int, *, inclusive: bool) -> SoldLine:
    """The prepaid line when `left` of its money is still owed. Where the net holds its taxes, the
    part of the net goes back that leaves just that without them (RULES 4, 22)."""
    most = line.net - prepaid.returned
    if not inclusive or not line.taxes or not left:
        return replace(line, prepaid=replace(prepaid, left=min(left, most)))
    # One unit more of the net is at most one more without its taxes: no amount is passed over. Each
    # tax is rounded by less than one unit, so what is less than the exact part by that cannot fit.
    taxes = [amount for _, amount in line.taxes]
    exact = (left - len(taxes)) * Fraction(line.net, line.net - sum(taxes))
    fitting = (part for part in chain([most], range(max(left, int(exact)), most))
               if _without_taxes(line, prepaid.returned, part) == left)  # fmt: skip
    return replace(line, prepaid=replace(prepaid, left=next(fitting)))


def _without_taxes(line: SoldLine, returned: int, part: int) -> int:
    """What `part` of the net is without the taxes it holds, after `returned` of it."""
    before, after = Fraction(returned, line.net), Fraction(returned + part, line.net)
    taxes = sum(half_up(amount * after) - half_up(amount * before) for _, amount in line.taxes)
    return part - taxes


def check_sale(sale: SoldSale) -> None:
    """ValueError for figures that no sale can have: a bug in reading one must not pay anybody."""
    for line in sale.lines:
        exclusive = 0 if sale.inclusive else sum(amount for _, amount in line.taxes)
        if line.payable != line.net + exclusive:
            raise ValueError(f"line {line.uid}: {line.payable} is not {line.net} + {exclusive}")
        if line.sessions and line.net != sum(use.amount * use.unit_value for use in line.sessions):
            raise ValueError(f"line {line.uid}: its sessions are not worth {line.net}")
    exact = sum(line.payable for line in sale.lines)
    cash = sum(tender.applied for tender in sale.tenders if tender.kind is TenderKind.CASH)
    others = sum(tender.applied for tender in sale.tenders) - cash
    # Cash that was corrected to a card leaves its rounding behind: the nearest coins, either way.
    if 2 * abs(exact - others - cash) > sale.cash_step or cash % sale.cash_step:
        raise ValueError(f"sale {sale.uid}: {others} and {cash} in cash do not pay {exact}")
    for tender in sale.tenders:
        _check_tender(tender, sale)


def _check_tender(tender: SoldTender, sale: SoldSale) -> None:
    used = sum(use.amount for use in (*tender.principal, *tender.bonus))
    if used and used != tender.applied:
        raise ValueError(f"tender {tender.position}: {used} from lots is not {tender.applied}")
    sessions = sum(line.net for line in sale.lines if line.pack == tender.position)
    if sessions != (tender.applied if tender.kind is TenderKind.PACK else 0):
        raise ValueError(f"tender {tender.position}: sessions of {sessions} on {tender.kind}")
