"""What counts of a paid sale that was corrected: its newest shares, its newest means of payment.

The rows of the sale stay. Whoever reads sales credit asks for `counts`, whoever reads by what a
tender was paid joins `CORRECTED` on `newest`, and takes `method_now` and `name_now`. What was paid
with a balance is never corrected, so a query of those alone needs neither.
"""

from typing import Any

from peewee import OP, Expression, fn

from salon_pos.db.models.sales import (
    SaleCreditCorrectionRow,
    SaleCreditRow,
    SaleLineRow,
    SaleRow,
    SaleTenderCorrectionRow,
    SaleTenderRow,
)
from salon_pos.db.prepared import P, Prepared

CORRECTED = SaleTenderCorrectionRow.alias()
_OF_LINE = SaleCreditCorrectionRow.alias()
_OF_TENDER = SaleTenderCorrectionRow.alias()


def counts(credit: Any = SaleCreditRow) -> Expression:
    """Whether this share is one of the newest of its line; `credit` is the table or an alias."""
    newest_of = _OF_LINE.select(fn.MAX(_OF_LINE.id)).where(_OF_LINE.line == credit.line)
    return Expression(credit.correction, OP.IS, newest_of)


def newest() -> Expression:
    """Joins `CORRECTED` to the tenders: the newest correction of each, none where it stands."""
    of_tender = _OF_TENDER.select(fn.MAX(_OF_TENDER.id)).where(
        _OF_TENDER.tender == SaleTenderRow.id
    )
    return CORRECTED.id == of_tender


def method_now() -> Any:
    """The id of the means of payment that a tender was paid with, as it is known now."""
    return fn.COALESCE(CORRECTED.method, SaleTenderRow.method)


def name_now() -> Any:
    """Its name, as it was when it was written."""
    return fn.COALESCE(CORRECTED.name, SaleTenderRow.name)


_SALE_OF_LINE = Prepared(
    lambda: SaleLineRow.select(SaleRow.uid).join(SaleRow).where(SaleLineRow.uid == P)
)
_BACK = Prepared(
    lambda: (
        SaleLineRow.select(SaleLineRow.id, SaleLineRow.net)
        .where(SaleLineRow.refunds == P)
        .order_by(SaleLineRow.id)
    )
)


def sale_of_line(line_uid: str) -> str | None:
    """The uid of the sale that the line with this uid is on."""
    row = _SALE_OF_LINE.one(line_uid)
    return row[0] if row else None


def lines_back(line_id: int) -> list[tuple[int, int]]:
    """(id, net) of the lines that gave this one back, the oldest first."""
    return [(id_, net) for id_, net in _BACK.all(line_id)]
