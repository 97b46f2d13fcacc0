"""Writing what was corrected of a paid sale: the sale's own rows stay."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from peewee import fn

from salon_pos.db.models.sales import (
    SaleCreditCorrectionRow,
    SaleCreditRow,
    SaleTenderCorrectionRow,
)
from salon_pos.db.prepared import Insert, Prepared
from salon_pos.domain.catalog import TenderMethod
from salon_pos.domain.ticket import Credit

_NEXT = Prepared(lambda: SaleCreditCorrectionRow.select(fn.MAX(SaleCreditCorrectionRow.id)))
_SHARE = Insert(SaleCreditRow, "line", "position", "staff", "part_bp", "amount", "correction")
_SHARES = Insert(SaleCreditCorrectionRow, "id", "uid", "line", "at", "staff", "approved_by")
_TENDER = Insert(
    SaleTenderCorrectionRow, "uid", "tender", "method", "name", "transaction", "at", "staff",
    "approved_by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction's own uid, when it was made, by whom, and whose word it had (ids)."""

    uid: str
    at: datetime
    staff_id: int
    approved_by: int | None

    def of_refund(self, place: int) -> "Correction":
        """The same for what came back of the line, the oldest at place 1."""
        return replace(self, uid=f"{self.uid}/{place}")


def correct_credits(
    made: Correction, line_id: int, shares: Sequence[Credit], amounts: Sequence[int]
) -> None:
    """The shares of a line from now on, with the `amounts` of its net; the row behind them seals
    them."""
    newest = _NEXT.one()
    correction_id = 1 + ((newest[0] or 0) if newest else 0)
    _SHARE.rows(
        [
            (line_id, place, each.staff_id, each.part_bp, amount, correction_id)
            for place, (each, amount) in enumerate(zip(shares, amounts, strict=True))
        ]
    )
    _SHARES(
        id=correction_id, uid=made.uid, line=line_id, at=made.at, staff=made.staff_id,
        approved_by=made.approved_by,
    )  # fmt: skip


def correct_tender(
    made: Correction, tender_id: int, method: TenderMethod, transaction_id: int
) -> None:
    """By what a tender was paid, from now on."""
    _TENDER(
        uid=made.uid, tender=tender_id, method=method.id, name=method.name,
        transaction=transaction_id, at=made.at, staff=made.staff_id, approved_by=made.approved_by,
    )  # fmt: skip
