"""Cards and what they open, prepaid items, packs, gift cards, vouchers, rules, tiers, earnings."""

from peewee import BooleanField, CompositeKey, ForeignKeyField, IntegerField, TextField

from salon_pos.db.models.base import DayField, Table, UtcField
from salon_pos.db.models.catalog import ItemRow
from salon_pos.db.models.ledger import TransactionRow
from salon_pos.db.models.people import ClientRow, StaffRow
from salon_pos.db.models.sales import SaleLineRow, SaleRow


class WalletRow(Table):
    uid = TextField(unique=True)
    client = ForeignKeyField(ClientRow)
    kind = TextField()
    discount_bp = IntegerField(default=0)
    valid_until = DayField(null=True)
    opened_at = UtcField()

    class Meta:
        table_name = "wallet"


class CardRow(Table):
    uid = TextField(unique=True)
    number = TextField(unique=True)
    wallet = ForeignKeyField(WalletRow)
    client = ForeignKeyField(ClientRow)
    state = TextField(default="active")
    pin_hash = TextField(null=True)
    failures = IntegerField(default=0)
    wait_until = UtcField(null=True)
    issued_at = UtcField()

    class Meta:
        table_name = "card"


class CardUnlockRow(Table):
    uid = TextField(primary_key=True)
    card = ForeignKeyField(CardRow)
    ticket_uid = TextField()
    at = UtcField()

    class Meta:
        table_name = "card_unlock"
        without_rowid = True


class PrepaidRow(Table):
    item = ForeignKeyField(ItemRow, primary_key=True)
    kind = TextField()
    bonus = IntegerField(default=0)
    bought = IntegerField(default=0)
    given = IntegerField(default=0)
    days = IntegerField(null=True)

    class Meta:
        table_name = "prepaid"


class PrepaidItemRow(Table):
    prepaid = ForeignKeyField(PrepaidRow)
    item = ForeignKeyField(ItemRow)

    class Meta:
        table_name = "prepaid_item"
        primary_key = CompositeKey("prepaid", "item")
        without_rowid = True


class PackRow(Table):
    uid = TextField(unique=True)
    client = ForeignKeyField(ClientRow)
    item = ForeignKeyField(ItemRow)
    sale_line_uid = TextField()
    sessions = IntegerField()
    expires = DayField(null=True)

    class Meta:
        table_name = "pack"


class GiftCardRow(Table):
    uid = TextField(unique=True)
    code = TextField(unique=True)
    sale_line_uid = TextField()
    expires = DayField(null=True)

    class Meta:
        table_name = "gift_card"


class VoucherRow(Table):
    uid = TextField(unique=True)
    code = TextField(unique=True)
    face = IntegerField()
    least = IntegerField(default=0)
    client = ForeignKeyField(ClientRow, null=True)
    expires = DayField(null=True)
    used_by = TextField(null=True)
    made_at = UtcField()

    class Meta:
        table_name = "voucher"


class CouponRow(Table):
    uid = TextField(unique=True)
    code = TextField(unique=True)
    name = TextField()
    percent_bp = IntegerField()
    amount = IntegerField()
    least = IntegerField()
    items = TextField()
    client = ForeignKeyField(ClientRow, null=True)
    expires = DayField(null=True)
    used_by = TextField(null=True)
    made_at = UtcField()

    class Meta:
        table_name = "coupon"


class RuleSetRow(Table):
    kind = TextField()
    version = IntegerField()
    content = TextField()
    made_at = UtcField()
    staff = ForeignKeyField(StaffRow)

    class Meta:
        table_name = "rule_set"


class TierMoveRow(Table):
    uid = TextField(unique=True)
    client = ForeignKeyField(ClientRow)
    tier = TextField()
    day = DayField()
    until = DayField(null=True)
    cause = TextField()
    is_override = BooleanField(default=False)
    version = IntegerField()
    reason = TextField(default="{}")
    at = UtcField()
    staff = ForeignKeyField(StaffRow)

    class Meta:
        table_name = "tier_move"


class SaleEarningRow(Table):
    line = ForeignKeyField(SaleLineRow)
    client = ForeignKeyField(ClientRow, null=True)
    eligible = IntegerField()
    points = IntegerField()
    why = TextField(default="")

    class Meta:
        table_name = "sale_earning"


class ClaimRow(Table):
    sale = ForeignKeyField(SaleRow, primary_key=True)
    client = ForeignKeyField(ClientRow)
    at = UtcField()
    staff = ForeignKeyField(StaffRow)
    transaction = ForeignKeyField(TransactionRow, null=True)

    class Meta:
        table_name = "claim"


class OwedSaleRow(Table):
    sale = ForeignKeyField(SaleRow, primary_key=True)
    client = ForeignKeyField(ClientRow)
    version = IntegerField()
    tier = TextField()
    first_visit = BooleanField()
    birthday_given = BooleanField()

    class Meta:
        table_name = "owed_sale"


class SettledRow(Table):
    sale = ForeignKeyField(OwedSaleRow)
    transaction = ForeignKeyField(TransactionRow)
    amount = IntegerField()

    class Meta:
        table_name = "settled"


class RewardRow(Table):
    uid = TextField(unique=True)
    kind = TextField()
    name = TextField()
    points = IntegerField()
    item = ForeignKeyField(ItemRow, null=True)
    face = IntegerField(default=0)
    least = IntegerField(default=0)
    tier = TextField(default="")
    days = IntegerField(null=True)
    retired = BooleanField(default=False)

    class Meta:
        table_name = "reward"


class AnswerRow(Table):
    uid = TextField(primary_key=True)
    deed = TextField()
    digest = TextField()
    content = TextField()

    class Meta:
        table_name = "answer"
        without_rowid = True


class RemarkRow(Table):
    subject = TextField(primary_key=True)
    text = TextField()

    class Meta:
        table_name = "remark"
        without_rowid = True
