"""Short ways to say sales that are refunded, and what is on file after a refund."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from salon_pos.domain.catalog import TenderKind, TenderMethod
from salon_pos.domain.giving_back import Terms
from salon_pos.domain.lots import Lot, Use
from salon_pos.domain.reversal import Reversal, reverse
from salon_pos.domain.sold import Asked, Prepaid, SoldLine, SoldSale, SoldTender
from tests.domain.making import CARD, CASH, METHODS

DAY = date(2026, 11, 24)
LATER = DAY + timedelta(days=30)
"""The last good day of what returns to a lot that has ended."""
YESTERDAY = DAY - timedelta(days=1)
TERMS = Terms(DAY, methods=METHODS)
CLOSED = TenderMethod(8, "Old card", TenderKind.CARD, "old", retired=True)


def line(uid: str, payable: int, quantity: int = 1, *, points: int = 0) -> SoldLine:
    """A line without tax."""
    return SoldLine(uid, f"item {uid}", quantity, payable, payable, points=points)


def taxed(uid: str, net: int, quantity: int, *taxes: int, inclusive: bool = False) -> SoldLine:
    """A line with these amounts of the taxes 1, 2 …"""
    payable = net if inclusive else net + sum(taxes)
    numbered = tuple(enumerate(taxes, start=1))
    return SoldLine(uid, f"item {uid}", quantity, net, payable, numbered)


def tender(position: int, method: TenderMethod, applied: int) -> SoldTender:
    """A money tender."""
    return SoldTender(position, method.id, method.kind, method.name, applied)


def value(position: int, kind: TenderKind, applied: int) -> SoldTender:
    """A tender that is no money, without lots."""
    return SoldTender(position, 100 + position, kind, str(kind), applied)


def sale(lines: Sequence[SoldLine], *tenders: SoldTender, step: int = 1) -> SoldSale:
    """A sale paid with these; without any, by card."""
    due = sum(line.payable for line in lines)
    return SoldSale("s", "A-1", tuple(lines), tenders or (tender(1, CARD, due),), cash_step=step)


def cash_sale(*lines: SoldLine, received: int, step: int) -> SoldSale:
    """A sale paid in cash."""
    return sale(lines, tender(1, CASH, received), step=step)


def refund(
    sold: SoldSale, lines: Mapping[str, int], *, lots: Sequence[Lot] = (), day: date = DAY
) -> Reversal:
    """The refund of so many of each line, as it was paid."""
    return reverse(sold, Asked(lines), replace(TERMS, day=day), lots)


def on_file(sold: SoldSale, reversal: Reversal) -> SoldSale:
    """The sale as the file has it once the refund is done."""
    lines = {each.line.uid: each for each in reversal.lines}
    backs = {each.position: each for each in reversal.tenders}
    return replace(
        sold,
        lines=tuple(
            _line_after(each, reversal) if each.uid in lines else each for each in sold.lines
        ),
        tenders=tuple(
            replace(
                each,
                returned=each.returned + backs[each.position].part,
                bonus_returned=each.bonus_returned
                + sum(back.amount for back in backs[each.position].bonus),
                tip_returned=each.tip_returned + backs[each.position].tip,
            )
            for each in sold.tenders
        ),
        points_forgiven=sold.points_forgiven + reversal.taken.forgiven,
    )


def _line_after(sold: SoldLine, reversal: Reversal) -> SoldLine:
    back = next(each for each in reversal.lines if each.line.uid == sold.uid)
    credited = dict(back.credits)
    return replace(
        sold,
        refunded=sold.refunded + back.quantity,
        eligible_returned=sold.eligible_returned + back.eligible,
        points_taken=sold.points_taken + back.taken.points,
        prepaid=sold.prepaid and Prepaid(0, sold.prepaid.returned + back.net),
        credits=tuple(
            replace(credit, returned=credit.returned + credited[credit.staff_id])
            for credit in sold.credits
        ),
    )


def one_by_one(sold: SoldSale, *steps: Mapping[str, int]) -> list[Reversal]:
    """These refunds after one another, each on what the file has by then."""
    done: list[Reversal] = []
    for lines in steps:
        done.append(refund(sold, lines))
        sold = on_file(sold, done[-1])
    return done


def used(*parts: tuple[int, int, date | None]) -> tuple[Use, ...]:
    """(lot, amount, last good day) in the order taken."""
    return tuple(Use(lot_id, amount, expires) for lot_id, amount, expires in parts)


OWN = 7
"""The lot that a sale's own points went into."""


def picture() -> SoldSale:
    """562.30 paid with 400.00 of stored value (333.33 and 66.67 of bonus) and 162.30 in cash."""
    stored = replace(
        value(1, TenderKind.STORED_VALUE, 40000),
        name="Stored value",
        principal=used((1, 33333, None)),
        bonus=used((2, 6667, LATER)),
    )
    lines = [
        line("cut", 16800),
        line("care", 16830, points=178),
        line("child", 5800),
        replace(line("oil", 16800, points=177), counted=True, name="Hair oil"),
    ]
    return replace(sale(lines, stored, tender(2, CASH, 16230)), points_lots=frozenset({OWN}))


def sessions(expires: bool = False) -> SoldSale:
    """Three sessions of a pack (33.34, 33.33, 33.33) with 5.00 of tax beside them, and a cut."""
    uses = (Use(1, 1, YESTERDAY if expires else None, 3334), Use(2, 2, None, 3333))
    course = SoldLine("s", "Course", 3, 10000, 10500, ((1, 500),), sessions=uses, pack=1)
    return sale(
        [course, line("cut", 9500)], value(1, TenderKind.PACK, 10000), tender(2, CARD, 10000)
    )
