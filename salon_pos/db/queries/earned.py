"""What is on file of the points that a sale's lines earned, and of what its refunds took back.

A part on account that is paid, or a claim, adds further rows to a line and to its refunds.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from peewee import JOIN, fn

from salon_pos.db.models.sales import SaleLineRow, SaleRow
from salon_pos.db.models.value import SaleEarningRow
from salon_pos.db.prepared import P, Prepared, rows
from salon_pos.domain.receipt_value import LineEarning

_BACK = SaleLineRow.alias()
_EARNED = Prepared(
    lambda: (
        SaleEarningRow.select(
            SaleEarningRow.line, fn.SUM(SaleEarningRow.eligible), fn.SUM(SaleEarningRow.points)
        )
        .join(SaleLineRow)
        .where(SaleLineRow.sale == P)
        .group_by(SaleEarningRow.line)
    )
)
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


def earned(sale_id: int) -> Earnings:
    """What the lines of a sale earned."""
    return {line: (eligible, points) for line, eligible, points in _EARNED.all(sale_id)}


def taken_back(sale_id: int) -> Earnings:
    """What refunds took back of the lines of a sale, below zero."""
    return {line: (eligible, points) for line, eligible, points in _TAKEN_BACK.all(sale_id)}
