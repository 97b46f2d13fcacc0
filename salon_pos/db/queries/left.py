"""What refunds left of the lines of a sale, as parts of queries."""

from typing import Any

from peewee import SQL, Expression, Field, fn

from salon_pos.db.models.catalog import ItemRow
from salon_pos.db.models.sales import SaleLineRow, SaleRow
from salon_pos.db.prepared import P

_BACK = SaleLineRow.alias()


def left_of(field: Field, *those: Expression) -> Expression:
    """What of a line's figure no refund gave back; of all refunds, or only `those`."""
    back = _BACK.select(fn.SUM(getattr(_BACK, field.name))).where(
        _BACK.refunds == SaleLineRow.id, *those
    )
    return field + fn.COALESCE(back, SQL("0"))


BY_THEN = _BACK.sale < P  # refunds with an id below another sale's


def standing_lines(*those: Expression) -> Any:
    """The lines of a sale that refunds left something of."""
    left = left_of(SaleLineRow.quantity, *those)
    return SaleLineRow.select(SaleLineRow.id).where(SaleLineRow.sale == SaleRow.id, left > SQL("0"))


def served(*those: Expression) -> Any:
    """The same without prepaid: that was only bought, nobody was served for it."""
    standing = standing_lines(*those).join(ItemRow, on=SaleLineRow.item == ItemRow.id)
    return standing.where(ItemRow.kind != SQL("'prepaid'"))


STANDING_LINES = standing_lines()
