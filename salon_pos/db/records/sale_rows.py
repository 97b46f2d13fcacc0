"""The rows of a sale and of a refund: the same tables, filled in the same way."""

from peewee import fn

from salon_pos.db.models.sales import (
    SaleCreditRow,
    SaleDiscountRow,
    SaleLineRow,
    SaleLineTaxRow,
    SaleRow,
    SaleTaxRow,
    SaleTenderRow,
    SaleTipRow,
)
from salon_pos.db.prepared import Insert, Prepared

_NEXT = Prepared(lambda: SaleRow.select(fn.MAX(SaleRow.id)))
SALE = Insert(
    SaleRow, "id", "uid", "till", "serial", "number", "shift", "business_day", "opened_at",
    "paid_at", "staff", "client", "tag", "tax_mode", "net", "total", "cash_rounding", "tips",
    "line_count", "digest", "transaction", "deed", "refund_of", "cash_step",
)  # fmt: skip
LINE = Insert(
    SaleLineRow, "sale", "uid", "position", "item", "item_name", "client", "parent_uid",
    "quantity", "unit_price", "list_amount", "member_off", "line_off", "ticket_off", "net",
    "payable", "requested", "length", "refunds", "source",
)  # fmt: skip
CREDIT = Insert(SaleCreditRow, "line", "position", "staff", "part_bp", "amount")
LINE_TAX = Insert(SaleLineTaxRow, "line", "tax", "amount")
TAX = Insert(SaleTaxRow, "sale", "tax", "name", "rate_ppm", "base", "amount")
DISCOUNT = Insert(
    SaleDiscountRow, "sale", "line_uid", "reason", "reason_name", "percent_bp", "amount",
    "approval", "coupon",
)  # fmt: skip
TENDER = Insert(
    SaleTenderRow, "sale", "position", "method", "name", "handed", "applied", "change", "tip",
    "source", "refunds",
)  # fmt: skip
TIP = Insert(SaleTipRow, "tender", "staff", "amount")


def next_id() -> int:
    """The id of the next sale: its parts name it before its own row seals them."""
    newest = _NEXT.one()
    return 1 + ((newest[0] or 0) if newest else 0)
