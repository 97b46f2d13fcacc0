"""Staff, clients, and prices that depend on who serves."""

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from salon_pos.db.models.base import DayField, Table, UtcField
from salon_pos.db.models.catalog import ItemRow, LevelRow


class StaffRow(Table):
    uid = TextField(unique=True)
    code = TextField(unique=True)
    name = TextField()
    role = TextField()
    level = ForeignKeyField(LevelRow, null=True)
    serves = BooleanField(default=True)
    pin_hash = TextField(null=True)
    password_hash = TextField(null=True)
    failures = IntegerField(default=0)
    wait_until = UtcField(null=True)
    retired = BooleanField(default=False)

    class Meta:
        table_name = "staff"


class ItemPriceRow(Table):
    item = ForeignKeyField(ItemRow)
    level = ForeignKeyField(LevelRow, null=True)
    staff = ForeignKeyField(StaffRow, null=True)
    length = TextField(null=True)
    price = IntegerField()

    class Meta:
        table_name = "item_price"


class ClientRow(Table):
    uid = TextField(unique=True)
    code = TextField(unique=True, null=True)
    name = TextField()
    phone = TextField(default="")
    gender = TextField(default="")
    birthday = DayField(null=True)
    note = TextField(default="")
    created_at = UtcField()
    retired = BooleanField(default=False)
    referrer = ForeignKeyField("self", null=True)

    class Meta:
        table_name = "client"
