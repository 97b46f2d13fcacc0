"""Settings, tills, and what the salon sells and takes."""

from peewee import BooleanField, CompositeKey, ForeignKeyField, IntegerField, TextField

from salon_pos.db.models.base import Table


class SettingRow(Table):
    key = TextField(primary_key=True)
    value = TextField()

    class Meta:
        table_name = "setting"
        without_rowid = True


class TillRow(Table):
    code = TextField(unique=True)
    is_import = BooleanField(default=False)

    class Meta:
        table_name = "till"


class LevelRow(Table):
    name = TextField()
    rank = IntegerField()
    retired = BooleanField(default=False)

    class Meta:
        table_name = "level"


class CategoryRow(Table):
    name = TextField()
    rank = IntegerField()
    retired = BooleanField(default=False)

    class Meta:
        table_name = "category"


class TaxRow(Table):
    name = TextField()
    rate_ppm = IntegerField()
    retired = BooleanField(default=False)
    uid = TextField(default="")

    class Meta:
        table_name = "tax"


class ItemRow(Table):
    uid = TextField(unique=True)
    code = TextField(unique=True, null=True)
    name = TextField()
    kind = TextField()
    pricing = TextField()
    price = IntegerField(default=0)
    category = ForeignKeyField(CategoryRow, null=True)
    minutes = IntegerField(default=0)
    is_addon = BooleanField(default=False)
    barcode = TextField(unique=True, null=True)
    cost = IntegerField(default=0)
    stock = IntegerField(null=True)
    retired = BooleanField(default=False)

    class Meta:
        table_name = "item"


class DiscountReasonRow(Table):
    name = TextField()
    limit_bp = IntegerField(null=True)
    limit_amount = IntegerField(null=True)
    is_round_off = BooleanField(default=False)
    retired = BooleanField(default=False)

    class Meta:
        table_name = "discount_reason"


class TenderMethodRow(Table):
    code = TextField(unique=True)
    name = TextField()
    kind = TextField()
    rank = IntegerField()
    retired = BooleanField(default=False)

    class Meta:
        table_name = "tender_method"


class ItemTaxRow(Table):
    item = ForeignKeyField(ItemRow)
    tax = ForeignKeyField(TaxRow)

    class Meta:
        table_name = "item_tax"
        primary_key = CompositeKey("item", "tax")
        without_rowid = True
