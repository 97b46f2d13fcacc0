"""Open tickets, approvals, and paid sales with all their parts."""

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from salon_pos.db.models.base import DayField, Table, UtcField
from salon_pos.db.models.catalog import (
    DiscountReasonRow,
    ItemRow,
    TaxRow,
    TenderMethodRow,
    TillRow,
)
from salon_pos.db.models.ledger import ShiftRow, TransactionRow
from salon_pos.db.models.people import ClientRow, StaffRow


class TicketRow(Table):
    uid = TextField(primary_key=True)
    till = ForeignKeyField(TillRow)
    content = TextField()
    parked = BooleanField(default=False)
    revision = IntegerField(default=1)
    opened_at = UtcField()
    saved_at = UtcField()
    saved_by = ForeignKeyField(StaffRow, column_name="saved_by")

    class Meta:
        table_name = "ticket"
        without_rowid = True


class ApprovalRow(Table):
    uid = TextField(primary_key=True)
    manager = ForeignKeyField(StaffRow)
    asked_by = ForeignKeyField(StaffRow, column_name="asked_by")
    ticket_uid = TextField()
    reason = ForeignKeyField(DiscountReasonRow, null=True)
    amount = IntegerField()
    given_at = UtcField()

    class Meta:
        table_name = "approval"
        without_rowid = True


class SaleRow(Table):
    uid = TextField(unique=True)
    till = ForeignKeyField(TillRow)
    serial = IntegerField(null=True)
    number = TextField()
    shift = ForeignKeyField(ShiftRow, null=True)
    business_day = DayField()
    opened_at = UtcField()
    paid_at = UtcField()
    staff = ForeignKeyField(StaffRow)
    client = ForeignKeyField(ClientRow, null=True)
    tag = TextField(default="")
    tax_mode = TextField()
    net = IntegerField()
    total = IntegerField()
    cash_rounding = IntegerField()
    tips = IntegerField()
    line_count = IntegerField()
    digest = TextField()
    transaction = ForeignKeyField(TransactionRow, null=True)
    deed = TextField(default="sale")
    refund_of = ForeignKeyField("self", null=True, column_name="refund_of")
    cash_step = IntegerField(default=1)

    class Meta:
        table_name = "sale"


class SaleLineRow(Table):
    sale = ForeignKeyField(SaleRow)
    uid = TextField(unique=True)
    position = IntegerField()
    item = ForeignKeyField(ItemRow)
    item_name = TextField()
    client = ForeignKeyField(ClientRow, null=True)
    parent_uid = TextField(default="")
    quantity = IntegerField()
    unit_price = IntegerField()
    list_amount = IntegerField()
    member_off = IntegerField()
    line_off = IntegerField()
    ticket_off = IntegerField()
    net = IntegerField()
    payable = IntegerField()
    requested = BooleanField()
    length = TextField(null=True)
    refunds = ForeignKeyField("self", null=True)
    source = TextField(default="")

    class Meta:
        table_name = "sale_line"


class SaleCreditCorrectionRow(Table):
    uid = TextField(unique=True)
    line = ForeignKeyField(SaleLineRow)
    at = UtcField()
    staff = ForeignKeyField(StaffRow)
    approved_by = ForeignKeyField(StaffRow, null=True, column_name="approved_by")

    class Meta:
        table_name = "sale_credit_correction"


class SaleCreditRow(Table):
    line = ForeignKeyField(SaleLineRow)
    position = IntegerField()
    staff = ForeignKeyField(StaffRow)
    part_bp = IntegerField()
    amount = IntegerField()
    correction = ForeignKeyField(SaleCreditCorrectionRow, null=True)

    class Meta:
        table_name = "sale_credit"


class SaleLineTaxRow(Table):
    line = ForeignKeyField(SaleLineRow)
    tax = ForeignKeyField(TaxRow)
    amount = IntegerField()

    class Meta:
        table_name = "sale_line_tax"


class SaleTaxRow(Table):
    sale = ForeignKeyField(SaleRow)
    tax = ForeignKeyField(TaxRow)
    name = TextField()
    rate_ppm = IntegerField()
    base = IntegerField()
    amount = IntegerField()

    class Meta:
        table_name = "sale_tax"


class SaleDiscountRow(Table):
    sale = ForeignKeyField(SaleRow)
    line_uid = TextField(default="")
    reason = ForeignKeyField(DiscountReasonRow, null=True, column_name="reason_id")
    reason_name = TextField(column_name="reason")
    percent_bp = IntegerField()
    amount = IntegerField()
    approval = ForeignKeyField(ApprovalRow, null=True, column_name="approval_uid")
    coupon = TextField(default="")

    class Meta:
        table_name = "sale_discount"


class SaleTenderRow(Table):
    sale = ForeignKeyField(SaleRow)
    position = IntegerField()
    method = ForeignKeyField(TenderMethodRow)
    name = TextField()
    handed = IntegerField()
    applied = IntegerField()
    change = IntegerField()
    tip = IntegerField()
    source = TextField(default="")
    refunds = ForeignKeyField("self", null=True)

    class Meta:
        table_name = "sale_tender"


class SaleTenderCorrectionRow(Table):
    uid = TextField(unique=True)
    tender = ForeignKeyField(SaleTenderRow)
    method = ForeignKeyField(TenderMethodRow)
    name = TextField()
    transaction = ForeignKeyField(TransactionRow)
    at = UtcField()
    staff = ForeignKeyField(StaffRow)
    approved_by = ForeignKeyField(StaffRow, null=True, column_name="approved_by")

    class Meta:
        table_name = "sale_tender_correction"


class SaleTipRow(Table):
    tender = ForeignKeyField(SaleTenderRow)
    staff = ForeignKeyField(StaffRow)
    amount = IntegerField()

    class Meta:
        table_name = "sale_tip"
