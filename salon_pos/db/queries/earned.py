"""What is on file of the points that a sale's lines earned, and of what its refunds took back.

A part on account that is paid, or a claim, adds further rows to a line and to its refunds.
"""

from collections.abc import Mapping

from peewee import fn

from salon_pos.db.models.sales import SaleLineRow
from salon_pos.db.models.value import SaleEarningRow
from salon_pos.db.prepared import P, Prepared

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


def earned(sale_id: int) -> Earnings:
    """What the lines of a sale earned."""
    return {line: (eligible, points) for line, eligible, points in _EARNED.all(sale_id)}


def taken_back(sale_id: int) -> Earnings:
    """What refunds took back of the lines of a sale, below zero."""
    return {line: (eligible, points) for line, eligible, points in _TAKEN_BACK.all(sale_id)}
