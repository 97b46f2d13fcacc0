"""What is handed over: tenders in the order given, change, cash rounding and tips (RULES 5-9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from salon_pos.domain.catalog import TenderKind, TenderMethod
from salon_pos.domain.money import BASIS_POINTS, MOST, Amount, to_step
from salon_pos.domain.refusal import refuse
from salon_pos.domain.words import N_, OnFile


@dataclass(frozen=True, slots=True)
class Tip:
    """Money for a staff member beside the sale, in minor units."""

    staff_id: int
    amount: int


@dataclass(frozen=True, slots=True)
class Handed:
    """One tender as it was handed over: `amount` in minor units, its tips included. `source` is
    what a value tender takes from: the uid of a card, gift card or voucher, of a deposit's client,
    or a platform's voucher (`platforms.VoucherName`); points and on account come from the payer.
    `unlock` is the word that a card's PIN, or for on account a manager's, was typed for this
    ticket."""

    method_id: int
    amount: int
    tips: tuple[Tip, ...] = ()
    source: str = ""
    unlock: str = ""

    @property
    def tip(self) -> int:
        """The tips that ride on this tender, in minor units."""
        return sum(tip.amount for tip in self.tips)


@dataclass(frozen=True, slots=True)
class Taken:
    """One tender as it was taken, in minor units: handed − change = applied + tip. What a voucher
    loses was never taken."""

    method: TenderMethod
    handed: int
    applied: int
    change: int
    tips: tuple[Tip, ...]
    source: str = ""

    @property
    def tip(self) -> int:
        """The tips that ride on this tender, in minor units."""
        return sum(tip.amount for tip in self.tips)


@dataclass(frozen=True, slots=True)
class Settlement:
    """How a total was met, in minor units: total + cash_rounding = the applied parts, + `due`
    where it is not met yet."""

    taken: tuple[Taken, ...]
    cash_rounding: int
    due: int

    @property
    def change(self) -> int:
        """Cash to give back, in minor units."""
        return sum(taken.change for taken in self.taken)

    @property
    def tips(self) -> int:
        """All tips, in minor units."""
        return sum(taken.tip for taken in self.taken)


def settle(
    total: int,
    handed: Sequence[Handed],
    methods: Mapping[int, TenderMethod],
    *,
    cash_step: int = 1,
) -> Settlement:
    """Apply the tenders in order. Refuses a negative total, an unknown means, a negative amount,
    more than is due on anything but cash, cash that no coins can make, and a tip on value. A given
    voucher loses what is more than due. What is left is `due`."""
    if total < 0:
        refuse("negative_total", N_("The total is below zero. Change the ticket to go on."))
    due, rounding = total, 0
    taken: list[Taken] = []
    for tender in handed:
        method = _method(tender, methods)
        _check(tender, method, cash_step)
        money = _money(tender, method, due)
        asked = to_step(due, cash_step) if method.kind is TenderKind.CASH else due
        applied = min(money, asked)
        if money > due and method.kind is not TenderKind.CASH:
            _refuse_over(method, due)
        if applied == asked:
            rounding += asked - due
            due = 0
        else:
            due -= applied
        change = money - applied
        kept = Taken(method, money + tender.tip, applied, change, tender.tips, tender.source)
        taken.append(kept)
    return Settlement(tuple(taken), rounding, due)


def check_settled(settlement: Settlement) -> None:
    """Refuse a sale that is not paid in full."""
    if settlement.due > 0:
        refuse(
            "short",
            N_("{due} is still to be paid. Take another tender for it."),
            due=Amount(settlement.due),
        )


def cash_asked(due: int, cash_step: int) -> int:
    """What is asked for when `due` is paid in cash (RULES 5)."""
    return to_step(due, cash_step)


def likely_notes(due: int, unit: int) -> tuple[int, ...]:
    """Up to three round amounts above `due` that a client may hand over, in minor units."""
    notes = [to_step_up(due, size * unit) for size in (1, 5, 10, 20, 50, 100, 500, 1000)]
    return tuple(dict.fromkeys(note for note in notes if note > due))[:3]


def to_step_up(amount: int, step: int) -> int:
    """`amount` rounded up to a multiple of `step`."""
    return -(-amount // step) * step


@dataclass(frozen=True, slots=True)
class PointsRule:
    """Points as money: `value` minor units for each `step` points, at most `cap_bp` of a bill."""

    step: int
    value: int
    cap_bp: int = BASIS_POINTS


def most_points(bill: int, points: int, rule: PointsRule) -> int:
    """RULES 6: the most points a bill takes: a multiple of the step, no more than the client has,
    worth at most the capped share of the bill: with tax before cash rounding, without prepaid."""
    cap = bill * rule.cap_bp // BASIS_POINTS
    return max(0, min(points // rule.step, cap // rule.value)) * rule.step


def cash_voucher(face: int, due: int) -> tuple[int, int]:
    """RULES 6: what a given cash voucher pays of `due`, and what of it is lost."""
    paid = min(face, due)
    return paid, face - paid


def _method(tender: Handed, methods: Mapping[int, TenderMethod]) -> TenderMethod:
    method = methods.get(tender.method_id)
    if method is None or method.retired or method.kind is TenderKind.IMPORTED:
        refuse("tender_unknown", N_("This means of payment is not taken here. Choose another."))
    return method


def _money(tender: Handed, method: TenderMethod, due: int) -> int:
    """What a tender has for the sale: all but its tips, of a voucher no more than is due."""
    money = tender.amount - tender.tip
    # Where nothing is due a voucher would be lost for nothing: then it is over like any other.
    return cash_voucher(money, due)[0] if method.kind is TenderKind.VOUCHER and due else money


def _check(tender: Handed, method: TenderMethod, cash_step: int) -> None:
    amounts = [tender.amount, *(tip.amount for tip in tender.tips)]
    if any(type(amount) is not int or amount < 0 for amount in amounts):
        refuse("bad_tender", N_("An amount is zero or more."), field="amount")
    if tender.tip > tender.amount:
        refuse("tip_above_tender", N_("The tip is more than what was handed over."), field="tip")
    if tender.tip and method.kind.is_value:
        refuse(
            "tip_on_value",
            N_("A tip is paid with money. Put it on cash, a card or another such tender."),
            field="tip",
        )
    if tender.amount > MOST:
        refuse(
            "tender_too_large",
            N_("An amount is at most {most}."),
            field="amount",
            most=Amount(MOST),
        )
    if method.kind is TenderKind.CASH and (tender.amount % cash_step or tender.tip % cash_step):
        refuse(
            "no_such_coins",
            N_("Cash comes in steps of {step}."),
            field="amount",
            step=Amount(cash_step),
        )


def _refuse_over(method: TenderMethod, due: int) -> None:
    refuse(
        "over",
        N_("{tender} takes exactly what is due: {due}. Only cash gives change."),
        field="amount",
        tender=OnFile(method.name),
        due=Amount(due),
    )
