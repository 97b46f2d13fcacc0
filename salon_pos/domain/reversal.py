"""What a refund gives back and takes back, to the cent, before anything happens (RULES 16-22).

Everything is cumulative over the refunds of a sale, so parts in any order add up to the whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from salon_pos.domain.catalog import TenderKind
from salon_pos.domain.giving_back import Due, TenderBack, Terms, pay_back
from salon_pos.domain.lots import Back, Lot, give_back
from salon_pos.domain.money import Amount, half_up, share
from salon_pos.domain.refusal import refuse
from salon_pos.domain.sold import BOOKED, MONEY, Asked, SoldLine, SoldSale, check_sale
from salon_pos.domain.taking_back import TakenBack, points_of, take_back
from salon_pos.domain.words import N_, OnFile

NO_POINTS = TakenBack()


@dataclass(frozen=True, slots=True)
class ReversedLine:
    """What comes back of one line: net = `revenue`, with inclusive taxes; payable = net + exclusive
    taxes; `taxes` as (tax id, amount). `credits` are (staff id, part of the net); `sessions`, the
    lots they return to; `stock`, pieces; `free`, uses of a tier's free service. All positive."""

    line: SoldLine
    quantity: int
    revenue: int
    net: int
    taxes: tuple[tuple[int, int], ...]
    payable: int
    eligible: int
    credits: tuple[tuple[int, int], ...]
    taken: TakenBack = NO_POINTS
    sessions: tuple[Back, ...] = ()
    stock: int = 0
    free: int = 0

    @property
    def top_up(self) -> tuple[int, int]:
        """What a line that is a top-up counts for a tier: before this comes back, and after."""
        before = self.line.net - (self.line.prepaid.gone if self.line.prepaid else 0)
        return before, before - self.net


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a manager is asked, or why something cannot be done: a stable key and a sentence."""

    key: str
    text: str
    values: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class Reversal:
    """A refund in full, in positive amounts: payables + tips + cash rounding = the parts of the
    tenders with their tips."""

    sale: SoldSale
    lines: tuple[ReversedLine, ...]
    tenders: tuple[TenderBack, ...]
    needs_manager: tuple[Reason, ...] = ()

    @property
    def total(self) -> int:
        """The payables of what comes back."""
        return sum(line.payable for line in self.lines)

    @property
    def is_rest(self) -> bool:
        """Whether nothing of the sale stays."""
        back = {line.line.uid: line.quantity for line in self.lines}
        lines = self.sale.lines
        return all(line.refunded + back.get(line.uid, 0) == line.quantity for line in lines)

    @property
    def tips(self) -> int:
        """The tips that are paid back."""
        return sum(tender.tip for tender in self.tenders)

    @property
    def cash_rounding(self) -> int:
        """What coins make of it: below zero where less is paid out."""
        return sum(tender.part for tender in self.tenders) - self.total

    @property
    def cash(self) -> int:
        """What is handed over from the drawer, with its tips."""
        return sum(back.amount + back.tip for back in self.tenders if back.kind is TenderKind.CASH)

    @property
    def to_client(self) -> int:
        """What goes back to the client, tips included; vouchers pay nothing."""
        return sum(tender.amount + tender.tip for tender in self.tenders)

    @property
    def paid_out(self) -> Mapping[str, int]:
        """What is handed over or sent as money beside the cash, tips included, by the name of the
        means; what returns to a card, a pack or an account is not among it."""
        parts: dict[str, int] = {}
        for back in self.tenders:
            if back.kind in MONEY - {TenderKind.CASH} and back.amount + back.tip:
                parts[back.name] = parts.get(back.name, 0) + back.amount + back.tip
        return parts

    @property
    def money(self) -> int:
        """What goes into the client's hand or bank, tips included."""
        return self.cash + sum(self.paid_out.values())

    @property
    def taken(self) -> TakenBack:
        """The points that all lines take back."""
        taken = [line.taken for line in self.lines]
        return TakenBack(
            points=sum(each.points for each in taken),
            takes=tuple(take for each in taken for take in each.takes),
            forgiven=sum(each.forgiven for each in taken),
            debt=sum(each.debt for each in taken),
            stays_expired=sum(each.stays_expired for each in taken),
        )


def reverse(sale: SoldSale, asked: Asked, terms: Terms, lots: Sequence[Lot] = ()) -> Reversal:
    """What happens when `asked` comes back; `lots` are the client's points, by lot, right now.

    Refuses when nothing is chosen, a line that is not of this sale, a quantity of zero or less or
    above what is left, a prepaid line in parts or used up, and what `pay_back` refuses. ValueError
    for a sale whose tenders do not meet its lines.
    """
    check_sale(sale)
    _check_asked(sale, asked)
    lines = [
        _line(line, asked.lines[line.uid], sale, terms)
        for line in sale.lines
        if line.uid in asked.lines
    ]
    tenders = pay_back(sale, asked, _due(sale, lines), terms)
    taken = take_back(
        [points_of(line.line, line.quantity) for line in lines],
        sale,
        lots,
        given_back=[back for tender in tenders for back in tender.points_back],
        uses=[use for tender in sale.tenders for use in tender.points],
        day=terms.day,
    )
    reversal = Reversal(
        sale,
        tuple(replace(line, taken=points) for line, points in zip(lines, taken, strict=True)),
        tenders,
    )
    return replace(reversal, needs_manager=_needs_manager(reversal, terms))


def expired_stay(reversal: Reversal, earned: int) -> Reversal:
    """The refund where the rest of the sale earns so many points with it: of what it would let go
    as expired as many are the rest's now, and no points again (RULES 24)."""
    lines: list[ReversedLine] = []
    for line in reversal.lines:
        stays = min(earned, line.taken.forgiven)
        earned -= stays
        left = line.taken.forgiven - stays
        lines.append(replace(line, taken=replace(line.taken, forgiven=left, stays_expired=stays)))
    return replace(reversal, lines=tuple(lines))


def _check_asked(sale: SoldSale, asked: Asked) -> None:
    if not asked.lines:
        refuse("nothing_chosen", N_("Choose at least one line."))
    lines = {line.uid: line for line in sale.lines}
    for uid, quantity in asked.lines.items():
        if uid not in lines:
            refuse("line_unknown", N_("This line is not on the sale. Choose one that is."))
        _check_quantity(lines[uid], quantity)


_BACK = N_("{item} was refunded before.")
# A line comes back once, whole or by its units: what returns to it later has another way out.
_BACK_SINCE = N_(
    "{item} was refunded before. What came back to it since can be used; what is on a card is paid "
    "out by closing the card, a deposit in the client's file."
)


def _check_quantity(line: SoldLine, quantity: int) -> None:
    left = line.quantity - line.refunded
    if type(quantity) is not int or quantity < 1:
        refuse("bad_refund_quantity", N_("At least one comes back."), field="quantity")
    if not left:
        refuse("already_refunded", _BACK_SINCE if line.came_back_since else _BACK, item=line.name)
    if quantity > left:
        refuse(
            "more_than_left",
            N_("{left} of {item} can still come back; the others were refunded before."),
            field="quantity",
            left=left,
            item=line.name,
        )
    if line.prepaid and quantity < left:
        refuse(
            "prepaid_whole",
            N_("What is left of {item} comes back at once. Choose all of it."),
            field="quantity",
            item=line.name,
        )
    if line.is_used_up:
        refuse("used_up", N_("{item} is used up. Nothing of it can come back."), item=line.name)


def _line(line: SoldLine, quantity: int, sale: SoldSale, terms: Terms) -> ReversedLine:
    """RULES 16, 22: what comes back of a line, as the difference of two cumulative amounts."""
    before, after = line.done, line.done_after(quantity)
    revenue, *taxes = _between(line, before, after, inclusive=sale.inclusive)
    net = revenue + sum(taxes) if sale.inclusive else revenue
    is_free = line.free_until is not None and terms.day <= line.free_until
    return ReversedLine(
        line=line,
        quantity=quantity,
        revenue=revenue,
        net=net,
        taxes=tuple((tax, part) for (tax, _), part in zip(line.taxes, taxes, strict=True)),
        payable=revenue + sum(taxes),
        eligible=half_up(line.eligible * line.gone_after(quantity)) - line.eligible_returned,
        credits=_credits(line, net),
        sessions=_sessions(line, quantity, terms),
        stock=quantity if line.counted else 0,
        free=quantity if is_free else 0,
    )


def _between(
    line: SoldLine, before: Fraction, after: Fraction, *, inclusive: bool
) -> tuple[int, ...]:
    """Revenue, then each tax, of the part of a line from `before` to `after`."""
    started = _so_far(line, before, inclusive=inclusive)
    ended = _so_far(line, after, inclusive=inclusive)
    return tuple(late - early for early, late in zip(started, ended, strict=True))


def _so_far(line: SoldLine, done: Fraction, *, inclusive: bool) -> tuple[int, ...]:
    """RULES 16: revenue and each tax separately, half up. Of a prepaid line and of sessions the
    money is given (RULES 19, 22), and what is no tax of it is revenue."""
    taxes = [half_up(amount * done) for _, amount in line.taxes]
    held = sum(amount for _, amount in line.taxes) if inclusive else 0
    if inclusive and (line.prepaid or line.sessions):
        return half_up(line.net * done) - sum(taxes), *taxes
    return half_up((line.net - held) * done), *taxes


def _credits(line: SoldLine, net: int) -> tuple[tuple[int, int], ...]:
    """RULES 27: the net that comes back, shared over what each still has of the line."""
    left = [credit.amount - credit.returned for credit in line.credits]
    parts = share(net, left)
    return tuple((credit.staff_id, part) for credit, part in zip(line.credits, parts, strict=True))


def _sessions(line: SoldLine, quantity: int, terms: Terms) -> tuple[Back, ...]:
    if not line.sessions:
        return ()
    return give_back(
        line.sessions,
        quantity,
        before=line.refunded,
        day=terms.day,
        grace_days=terms.grace_days,
    )


def _due(sale: SoldSale, lines: Sequence[ReversedLine]) -> Due:
    """The money that comes back, the packs' part apart: a session's net was paid by its pack."""
    packs: dict[int, int] = {}
    for line in lines:
        if line.line.pack is not None:
            packs[line.line.pack] = packs.get(line.line.pack, 0) + line.net
    quantities = {line.line.uid: line.quantity for line in lines}
    prepaid = [line for line in sale.lines if line.prepaid]
    return Due(
        now=sum(line.payable for line in lines) - sum(packs.values()),
        left=sum(_paid_otherwise(line, line.done, sale) for line in sale.lines),
        prepaid=sum(line.payable for line in lines if line.line.prepaid),
        prepaid_left=sum(_paid_otherwise(line, line.done, sale) for line in prepaid),
        total=sum(_paid_otherwise(line, Fraction(0), sale) for line in sale.lines),
        packs=packs,
        whole=all(
            line.refunded + quantities.get(line.uid, 0) == line.quantity for line in sale.lines
        ),
    )


def _paid_otherwise(line: SoldLine, before: Fraction, sale: SoldSale) -> int:
    """What of a line from `before` to its end was paid by other tenders than a pack."""
    revenue, *taxes = _between(line, before, Fraction(1), inclusive=sale.inclusive)
    if line.pack is None:
        return revenue + sum(taxes)
    return 0 if sale.inclusive else sum(taxes)


def _needs_manager(reversal: Reversal, terms: Terms) -> tuple[Reason, ...]:
    reasons = [
        Reason(
            "sent",
            N_("{amount} goes back by {tender}, not as it was paid"),
            {"amount": Amount(tender.amount + tender.tip), "tender": OnFile(tender.name)},
        )
        for tender in reversal.tenders
        if tender.sent and tender.amount + tender.tip
    ]
    above, before = terms.manager_above, _given_before(reversal.sale)
    if above is not None and reversal.to_client and before + reversal.to_client > above:
        text = _OVER_IN_PARTS if before else _OVER
        values = {"above": Amount(above), "before": Amount(before)}
        reasons.append(Reason("above", text, values))
    return tuple(reasons)


_OVER = N_("over {above}: a manager's PIN is asked")
_OVER_IN_PARTS = N_(
    "over {above} with the {before} that came back of this sale before: a manager's PIN is asked"
)


def _given_before(sale: SoldSale) -> int:
    """What earlier refunds gave to the client, tips included: a limit is not passed in parts."""
    paid = sum(tender.returned for tender in sale.tenders if tender.kind not in BOOKED)
    return paid + sum(tender.tip_returned for tender in sale.tenders)
