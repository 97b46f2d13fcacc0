"""Receipts made by hand: each fact is written here once and looked for on the paper."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from salon_pos.domain.catalog import TaxMode
from salon_pos.domain.explain import explain
from salon_pos.domain.money import CURRENCIES
from salon_pos.domain.receipt import (
    Ending,
    Holding,
    Receipt,
    ReceiptDiscount,
    ReceiptHolding,
    ReceiptLine,
    ReceiptMove,
    ReceiptPoints,
    ReceiptTax,
    ReceiptTender,
    ReceiptTier,
    ReceiptValue,
)

UID = "019abc12-7f30-7c52-9d4e-5f6a7b8c9d0e"


def line(item: str, unit_price: int, quantity: int = 1) -> ReceiptLine:
    """A line without discounts, by nobody."""
    amount = unit_price * quantity
    return ReceiptLine(
        uid=UID,
        item=item,
        quantity=quantity,
        unit_price=unit_price,
        list_amount=amount,
        member_off=0,
        discount=None,
        ticket_off=0,
        net=amount,
        payable=amount,
        staff=(),
        requested=False,
        client="",
        is_addon=False,
    )


# 3 × 10.10 and 69.70 with GST 5 % and PST 8 % on top (the second only on 30.30):
# 100.00 + 5.00 + 2.42 = 107.42; card 60.00, cash 47.42 → 47.40 in steps of 0.05.
ENGLISH = Receipt(
    uid=UID,
    number="A-000017",
    business_day=date(2026, 11, 24),
    paid_at=datetime(2026, 11, 25, 0, 40, tzinfo=timezone(timedelta(hours=-7))),
    salon="Cloud Hair · Jing’an",
    address="1288 West Nanjing Road\nLevel 3, Unit 12",
    phone="021-6248 0017",
    language="en",
    currency=CURRENCIES["CAD"],
    cashier="Chen",
    client="Maya Torres",
    tag="Chair 3",
    lines=(
        replace(
            line("Women's cut", 1010, 3),
            staff=("Mei", "Jie"),
            requested=True,
            net=3030,
            payable=3424,
        ),
        replace(
            line("Deep conditioning treatment with scalp massage and steam, long hair", 6970),
            staff=("Mei",),
            client="张小满",
            payable=7319,
        ),
    ),
    discounts=(),
    tax_mode=TaxMode.EXCLUSIVE,
    taxes=(
        ReceiptTax("GST", 50_000, 10000, 500),
        ReceiptTax("PST", 80_000, 3030, 242),
    ),
    tenders=(
        ReceiptTender("Bank card", 6500, 6000, 0, (("Mei", 500),)),
        ReceiptTender("Cash", 5000, 4740, 260, ()),
    ),
    net=10000,
    total=10742,
    cash_rounding=-2,
)

# 168.00 + (198.00 − 29.70 member) + 2 × 29.00 + (188.00 − 15 % complaint) = 554.10,
# 10 % off the ticket = 55.41, and 0.69 rounded off: 498.00.
CHINESE = Receipt(
    uid=UID,
    number="A-001432",
    business_day=date(2026, 11, 24),
    paid_at=datetime(2026, 11, 24, 14, 32, tzinfo=timezone(timedelta(hours=8))),
    salon="云上发艺 · 静安店",
    address="上海市静安区南京西路 1288 号 3 楼",
    phone="021-6248 0017",
    language="zh_CN",
    currency=CURRENCIES["CNY"],
    cashier="小陈",
    client="张雨桐",
    tag="3 号",
    lines=(
        replace(line("女士剪发", 16800), staff=("美",), requested=True, ticket_off=1701, net=15099),
        replace(
            line("深层护理", 19800),
            staff=("美", "阿杰"),
            member_off=2970,
            ticket_off=1704,
            net=15126,
        ),
        replace(line("加长发", 2900, 2), is_addon=True, staff=("阿杰",), ticket_off=587, net=5213),
        replace(
            line("无硅油洗发水（敏感头皮适用，含天然茶树精油）500 ml 家庭装", 18800),
            client="张小满",
            discount=ReceiptDiscount("投诉补偿", 1500, 2820),
            ticket_off=1618,
            net=14362,
        ),
    ),
    discounts=(ReceiptDiscount("老顾客", 1000, 5541), ReceiptDiscount("抹零", 0, 69)),
    tax_mode=TaxMode.NONE,
    taxes=(),
    tenders=(
        ReceiptTender("微信支付", 30000, 30000, 0, ()),
        ReceiptTender("现金", 22000, 19800, 200, (("美", 2000),)),
    ),
    net=49800,
    total=49800,
    cash_rounding=0,
)

# 12 × 500 + 36 with 21 % inside: 6,036.00 holds 1,047.57.
TRADITIONAL = Receipt(
    uid=UID,
    number="B-000205",
    business_day=date(2026, 11, 24),
    paid_at=datetime(2026, 11, 24, 19, 5, tzinfo=timezone(timedelta(hours=8))),
    salon="雲上髮藝",
    address="香港銅鑼灣軒尼詩道 500 號",
    phone="+852 2890 1234",
    language="zh_TW",
    currency=CURRENCIES["HKD"],
    cashier="陳喆",
    client="周堃",
    tag="",
    lines=(
        replace(line("染髮連護理", 50000, 12), staff=("䶮姐", "阿傑")),
        line("護髮精華油", 3600),
    ),
    discounts=(),
    tax_mode=TaxMode.INCLUSIVE,
    taxes=(ReceiptTax("增值稅", 210_000, 603600, 104757),),
    tenders=(ReceiptTender("現金", 610000, 603600, 6400, ()),),
    net=603600,
    total=603600,
    cash_rounding=0,
)

FREE = replace(
    ENGLISH,
    lines=(replace(line("Redo", 0), staff=("Mei",)),),
    tax_mode=TaxMode.NONE,
    taxes=(),
    tenders=(),
    net=0,
    total=0,
    cash_rounding=0,
    paid_at=datetime(2026, 11, 24, 9, 5, tzinfo=UTC),
)

# 498.00 at 1 per 1.00 × 1.2 = 597.6; 26 of them repay a debt of 30.
EARNED = {
    "eligible_1": 49_800, "points_1": 1, "per_1": 100, "tier": "gold", "tier_bp": 12_000,
    "numerator": 2_988, "denominator": 5, "earned": 597,
}  # fmt: skip
SHAMPOO = {"quantity": 1, "product": "洗发水"}
SPENT = {
    "value": 30_000, "principal": 25_000, "bonus": 5_000, "principal_held": 100_000,
    "bonus_held": 20_000,
}  # fmt: skip
WITH_VALUE = replace(
    CHINESE,
    value=ReceiptValue(
        ReceiptPoints(
            (
                ReceiptMove(-100, explain("points.product", 100, SHAMPOO)),
                ReceiptMove(597, explain("points.earn", 597, EARNED, {"gold": "金卡"})),
            ),
            left=3_420,
            debt=4,
            repaid=(explain("points.repay", 26, {}),),
            ending=Ending(date(2026, 12, 31), 280),
            nothing=((("加长发", "护发精油"), explain("points.nothing", 0, {"reason": "redo"})),),
        ),
        (
            ReceiptHolding(
                Holding.CARD, "9527",
                (ReceiptMove(-30_000, explain("value.spend", 30_000, SPENT)),), 90_000,
                bonus=15_000, ending=Ending(date(2027, 1, 5), 15_000),
            ),
            ReceiptHolding(
                Holding.PACK, "吹风次卡 5+1",
                (ReceiptMove(-1, explain("pack.use", 1, {"value": 5_667})),), 4,
            ),
            ReceiptHolding(
                Holding.GIFT_CARD, "K7P2",
                (ReceiptMove(5_000, explain("gift_card.sell", 5_000, {})),), 5_000,
            ),
            ReceiptHolding(
                Holding.ON_ACCOUNT, "",
                (ReceiptMove(2_000, explain("account.owe", 2_000, {})),), 2_000,
            ),
        ),
        ReceiptTier("金卡", explain("tier.open", 0, {"tier": "gold"}, {"gold": "金卡"})),
    ),
)  # fmt: skip
