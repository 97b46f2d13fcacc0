"""What is on file of the points that a sale's lines earned, and of what its refunds took back.

A part on account that is paid, or a claim, adds further rows to a line and to its refunds; a card
that is closed, to the line of its top-up.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from peewee import JOIN, fn

from salon_pos.db.models.sales import SaleLineRow, SaleRow
from salon_pos.db.models.value import SaleEarningRow
from salon_pos.db.prepared import P, Prepared, rows
from salon_pos.db.queries.closed_cards import CLOSED
from salon_pos.domain.receipt_value import LineEarning

_BACK = SaleLineRow.alias()
_EARNED = Prepared(
    lambda: (
        SaleEarningRow.select(
            SaleEarningRow.line, SaleEarningRow.why == P, fn.SUM(SaleEarningRow.eligible),
            fn.SUM(SaleEarningRow.points),
        )
        .join(SaleLineRow)
        .where(SaleLineRow.sale == P)
        .group_by(SaleEarningRow.line, SaleEarningRow.why == P)
    )
)  # fmt: skip
_TAKEN_BACK = Prepared(
    lambda: (
        SaleEarningRow.select(
            _BACK.refunds, fn.SUM(SaleEarningRow.eligible), fn.SUM(SaleEarningRow.points)
        )
        .join(_BACK, on=SaleEarningRow.line == _BACK.id)
        .join(SaleLineRow, on=_BACK.refunds == SaleLineRow.id)
        .where(SaleLineRow.sale == P)
        .group_by(_BACK.refunds)
    )
)

Earnings = Mapping[int, tuple[int, int]]
"""The eligible amount (minor units) and the points of each line, by its id."""


@dataclass(frozen=True, slots=True)
class LineOfSale:
    """A line of the sale `number`; `earned` is what it earned a client with that sale (or with its
    claim), None where nothing was to be had by them, or the sale gives one back."""

    sale_uid: str
    number: str
    earned: LineEarning | None


def lines_of_sales(uids: Collection[str], client_id: int) -> list[LineOfSale]:
    """The lines of these sales in their order, with what each earned this client."""
    theirs = (SaleEarningRow.line == SaleLineRow.id) & (SaleEarningRow.client == client_id)
    found = rows(
        SaleLineRow.select(
            SaleRow.uid, SaleRow.number, SaleRow.deed, fn.MIN(SaleEarningRow.id),
            SaleLineRow.item_name, SaleLineRow.net, SaleEarningRow.eligible, SaleEarningRow.points,
            SaleEarningRow.why,
        )
        .join(SaleRow)
        .switch(SaleLineRow)
        .join(SaleEarningRow, JOIN.LEFT_OUTER, on=theirs)
        .where(SaleRow.uid.in_(list(uids)))
        .group_by(SaleLineRow.id)
        .order_by(SaleLineRow.sale, SaleLineRow.position)
    )  # fmt: skip
    return [
        LineOfSale(uid, number, LineEarning(*line) if deed == "sale" and first else None)
        for uid, number, deed, first, *line in found
    ]


def earned(sale_id: int) -> tuple[Earnings, Earnings]:
    """What the lines of a sale earned; and, below zero, what refunds and closed cards took back of
    that."""
    gained: dict[int, tuple[int, int]] = {}
    taken = {line: (eligible, points) for line, eligible, points in _TAKEN_BACK.all(sale_id)}
    for line, is_taken, eligible, points in _EARNED.all(CLOSED, sale_id, CLOSED):
        if is_taken:
            before = taken.get(line, (0, 0))
            taken[line] = before[0] + eligible, before[1] + points
        else:
            gained[line] = eligible, points
    return gained, taken
