"""Every line of "What will happen" before a refund, in the order it is read.

Tier and commission are not among them: they hang on the client's and the staff's other sales.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from salon_pos.domain.catalog import TenderKind
from salon_pos.domain.giving_back import TenderBack
from salon_pos.domain.ledger import POINTS_ISSUED, Entry
from salon_pos.domain.lots import Back
from salon_pos.domain.money import Amount, half_up
from salon_pos.domain.reversal import Reversal, ReversedLine
from salon_pos.domain.words import N_, OnFile


@dataclass(frozen=True, slots=True)
class Consequence:
    """One thing that will happen. `kind` is a stable key; `amount` is money in minor units, points,
    sessions or pieces, below zero for what the client loses. `title` and `text` (may be empty) are
    sentences whose places `values` fill."""

    kind: str
    amount: int
    title: str
    text: str = ""
    values: Mapping[str, object] = field(default_factory=dict[str, object])


def consequences(reversal: Reversal) -> tuple[Consequence, ...]:
    """What the refund will do, every line of it."""
    return (
        *(said for tender in reversal.tenders for said in _tender(tender)),
        *_coins(reversal),
        *points_taken(reversal),
        *(said for line in reversal.lines for said in _line(line)),
        *([_alive()] if reversal.sale.coupon and reversal.is_rest else []),
    )


def _alive() -> Consequence:
    text = N_("its code can be used once more, to its old last day")
    return Consequence("voucher_alive", 1, N_("Voucher valid again"), text)


_PAID: Mapping[TenderKind, tuple[str, str]] = {
    TenderKind.CASH: (N_("Cash back"), ""),
    TenderKind.STORED_VALUE: (
        N_("Stored value back"),
        N_("principal {principal} + bonus {bonus}, as it was paid"),
    ),
    TenderKind.POINTS: (N_("Points back"), N_("they paid {part}")),
    TenderKind.ON_ACCOUNT: (N_("Owed on account"), N_("{part} less; nothing is paid out")),
    TenderKind.VOUCHER: (
        N_("{tender}: nothing paid out"),
        N_("{part} of it was given, not paid for"),
    ),
    TenderKind.PLATFORM: (N_("{tender}: nothing paid out"), N_("the platform gives {part} back")),
}
"""Title and text of what becomes of a tender's part; any other kind is "… back"."""


def _tender(tender: TenderBack) -> Iterator[Consequence]:
    # The sessions that come back say what becomes of a pack's part.
    if tender.kind is not TenderKind.PACK and (tender.part or tender.points):
        yield _paid(tender)
    if tender.tip:
        title = N_("Tips back by {tender}")
        yield Consequence("tips", tender.tip, title, values={"tender": OnFile(tender.name)})
    if tender.alive:
        yield _alive()
    yield from _late("late_value", tender.principal)
    yield from _late("late_bonus", tender.bonus)
    yield from _late("late_points", tender.points_back)


def _paid(tender: TenderBack) -> Consequence:
    title, text = _PAID.get(tender.kind, (N_("{tender} back"), ""))
    values = {
        "tender": OnFile(tender.name),
        "part": Amount(tender.part),
        "principal": Amount(sum(back.amount for back in tender.principal)),
        "bonus": Amount(sum(back.amount for back in tender.bonus)),
        "was": OnFile(tender.was),
    }
    if tender.sent:
        text = N_("it was paid with {was}")
    amount = tender.points if tender.kind is TenderKind.POINTS else tender.part
    return Consequence(tender.kind, amount, title, text, values)


def _late(kind: str, backs: Sequence[Back]) -> Iterator[Consequence]:
    """What returns to a lot that has ended, and how long it lasts now."""
    late: dict[date, int] = {}
    for back in backs:
        if back.child_expires is not None:
            late[back.child_expires] = late.get(back.child_expires, 0) + back.amount
    for ends, amount in late.items():
        text = N_("it had ended and is given some more days")
        yield Consequence(kind, amount, N_("Of this, good to {day}"), text, {"day": ends})


def _coins(reversal: Reversal) -> Iterator[Consequence]:
    if reversal.cash_rounding:
        text = N_("cash comes in steps of {step}")
        values = {"step": Amount(reversal.sale.cash_step)}
        yield Consequence(
            "cash_rounding", reversal.cash_rounding, N_("Cash rounding"), text, values
        )


def brought(void: Iterable[Entry]) -> Iterator[Consequence]:
    """What the entries of a void take back of the points that bringing a client gave (they lie on
    no line of their sale)."""
    points = sum(
        entry.amount
        for entry in void
        if entry.account == POINTS_ISSUED and entry.inputs.get("of") == "points.referral"
    )
    if points:
        text = N_("of who brought the client, and of the client")
        yield Consequence("points_taken", points, N_("Points for bringing a client"), text)


_TAKEN: Mapping[str, tuple[str, str, str]] = {
    "top_up": ("taken_top_up", N_("Principal taken off the card"), N_("{item}")),
    "bonus": ("bonus", N_("Bonus cancelled"), N_("it came with {item}")),
    "pack": ("taken_sessions", N_("Sessions taken back"), N_("{item}")),
    "gift_card": ("taken_gift_card", N_("Gift card emptied"), N_("{item}")),
    "deposit": ("taken_deposit", N_("Deposit taken off the account"), N_("{item}")),
}
_TAKES = {
    "value.refund": "top_up", "value.top_up": "top_up", "value.cancel_bonus": "bonus",
    "value.bonus": "bonus", "pack.refund": "pack", "pack.sell": "pack",
    "gift_card.refund": "gift_card", "gift_card.sell": "gift_card", "deposit.refund": "deposit",
    "deposit.take": "deposit",
}  # fmt: skip
"""By the rule of an entry that takes it back, or of the one that a void turns round."""


def prepaid_taken(reversal: Reversal, entries: Iterable[Entry]) -> Iterator[Consequence]:
    """What a client loses of what they bought ahead: `entries` are those that take it back, or, of
    a void, those of the sale that delivered it."""
    names = {line.line.uid: line.line.name for line in reversal.lines}
    taken: dict[tuple[str, str], int] = {}
    for entry in entries:
        if entry.rule in _TAKES and entry.lot is not None:
            place = _TAKES[entry.rule], str(entry.inputs["line"])
            taken[place] = taken.get(place, 0) + abs(entry.amount)
    for (what, line), amount in taken.items():
        kind, title, text = _TAKEN[what]
        yield Consequence(kind, -amount, title, text, {"item": names[line]})


def points_taken(reversal: Reversal) -> Iterator[Consequence]:
    """What becomes of the points that its lines gave."""
    taken = reversal.taken
    own = sum(take.amount for take in taken.takes if take.own)
    values = {
        "arithmetic": arithmetic(reversal.lines),
        "own": own,
        "other": sum(take.amount for take in taken.takes) - own,
    }
    if taken.takes:
        amount = -sum(take.amount for take in taken.takes)
        text = (
            N_("{arithmetic}; {own} still in the sale's lot, {other} from other lots")
            if values["other"]
            else N_("{arithmetic}; {own} still in the sale's lot")
        )
        yield Consequence("points_taken", amount, N_("Points taken back"), text, values)
    if taken.forgiven:
        text = N_("{points} of the sale's points have expired and are not asked for")
        values = {"points": taken.forgiven}
        yield Consequence("forgiven", taken.forgiven, N_("Expired points"), text, values)
    if taken.debt:
        text = N_("{points} already spent; the next points repay it first")
        values = {"points": taken.debt}
        yield Consequence("points_debt", taken.debt, N_("Points debt"), text, values)


def arithmetic(lines: Sequence[ReversedLine]) -> str:
    """How the points taken back come about, in figures alone, so that any language prints it:
    "100 × 2 ÷ 3 = 66.67 → 66 − 33 = 33" for the second of three."""
    terms = [_term(line) for line in lines if line.taken.points]
    total = f"{sum(line.taken.points for line in lines):,}"
    return total if terms in ([], [total]) else f"{' + '.join(terms)} = {total}"


def _term(line: ReversedLine) -> str:
    sold, done = line.line, line.line.refunded + line.quantity
    shown = f"{sold.points_taken + line.taken.points:,}"
    if not sold.prepaid and done < sold.quantity:
        exact = Fraction(sold.points * done, sold.quantity)
        so_far = int(exact)
        shown = f"{sold.points:,} × {done} ÷ {sold.quantity}"
        shown += f" = {_hundredths(exact)} → {so_far:,}" if exact != so_far else ""
    return f"{shown} − {sold.points_taken:,}" if sold.points_taken else shown


def _hundredths(exact: Fraction) -> str:
    whole, part = divmod(half_up(exact * 100), 100)
    return f"{whole:,}.{part:02}"


def _line(line: ReversedLine) -> Iterator[Consequence]:
    values: dict[str, object] = {"item": line.line.name, "worth": Amount(line.net)}
    if line.sessions:
        count, text = sum(back.amount for back in line.sessions), N_("{item}, worth {worth}")
        yield Consequence("sessions", count, N_("Sessions back"), text, values)
        yield from _late("late_sessions", line.sessions)
    if line.free:
        text = N_("{item} counts again in this period")
        yield Consequence("free", line.free, N_("Free services back"), text, values)
    if line.stock:
        yield Consequence("stock", line.stock, N_("Stock"), N_("{item}"), values)
