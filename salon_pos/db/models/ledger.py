"""Accounts, lots, entries and the transactions that seal them, the journal, and the stamps."""

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from salon_pos.db.models.base import DayField, Table, UtcField
from salon_pos.db.models.catalog import TillRow
from salon_pos.db.models.people import StaffRow


class ShiftRow(Table):
    uid = TextField(unique=True)
    till = ForeignKeyField(TillRow)
    business_day = DayField()
    opening_float = IntegerField()
    opened_at = UtcField()
    opened_by = ForeignKeyField(StaffRow, column_name="opened_by")
    closed_at = UtcField(null=True)
    closed_by = ForeignKeyField(StaffRow, null=True, column_name="closed_by")
    expected = IntegerField(null=True)
    counted = IntegerField(null=True)
    reason = TextField(null=True)

    class Meta:
        table_name = "shift"


class AccountRow(Table):
    code = TextField(unique=True)
    unit = TextField()
    side = TextField()
    floor = IntegerField(null=True)
    in_lots = BooleanField(default=False)

    class Meta:
        table_name = "account"


class TransactionRow(Table):
    uid = TextField(unique=True)
    deed = TextField()
    posted_at = UtcField()
    business_day = DayField()
    shift = ForeignKeyField(ShiftRow, null=True)
    staff = ForeignKeyField(StaffRow)
    reverses = ForeignKeyField("self", null=True)
    entry_count = IntegerField()
    till = ForeignKeyField(TillRow, null=True)
    link = TextField(default="")

    class Meta:
        table_name = "ledger_transaction"


class LotRow(Table):
    uid = TextField(unique=True)
    account = ForeignKeyField(AccountRow)
    transaction = ForeignKeyField(TransactionRow)
    expires = DayField(null=True)
    unit_price = IntegerField(null=True)
    parent = ForeignKeyField("self", null=True)

    class Meta:
        table_name = "lot"


class EntryRow(Table):
    transaction = ForeignKeyField(TransactionRow)
    account = ForeignKeyField(AccountRow)
    lot = ForeignKeyField(LotRow, null=True)
    amount = IntegerField()
    rule = TextField()
    rule_version = IntegerField()
    inputs = TextField(default="{}")

    class Meta:
        table_name = "ledger_entry"


class JournalRow(Table):
    at = UtcField()
    staff = ForeignKeyField(StaffRow, null=True)
    till = ForeignKeyField(TillRow, null=True)
    deed = TextField()
    subject = TextField(default="")
    details = TextField(default="{}")

    class Meta:
        table_name = "journal"


class RowVersionRow(Table):
    of = TextField()
    key = TextField()
    content = TextField(null=True)

    class Meta:
        table_name = "row_version"


class StampRow(Table):
    rows = TextField()
    note = IntegerField()
    link = TextField()

    class Meta:
        table_name = "stamp"
