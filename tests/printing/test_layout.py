"""What a receipt says, line by line, worked out by hand from the sample receipts."""

from dataclasses import replace

import pytest

from salon_pos.domain.receipt import Receipt
from salon_pos.i18n import words
from salon_pos.printing.layout import Kind, PaperLine, layout
from tests.printing.samples import CHINESE, ENGLISH, FREE, TRADITIONAL, UID, WITH_VALUE

ENGLISH_LINES = """
heading | Cloud Hair · Jing’an
centre  | 1288 West Nanjing Road
centre  | Level 3, Unit 12
centre  | 021-6248 0017
rule    |
fact    | Receipt no. | A-000017
fact    | Business day | 24 Nov 2026
fact    | Paid at | 25 Nov 2026 00:40
fact    | Cashier | Chen
fact    | Client | Maya Torres
fact    | Tag | Chair 3
rule    |
item    | Women's cut | $30.30
note    | 3 × $10.10 · Mei, Jie, requested
item    | Deep conditioning treatment with scalp massage and steam, long hair | $69.70
note    | Mei · for 张小满
rule    |
amount  | Subtotal | $100.00
amount  | GST 5 % | $5.00
amount  | PST 8 % on $30.30 | $2.42
total   | Total | $107.42
rule    |
amount  | Cash rounding | −$0.02
amount  | Bank card | $65.00
note    |   with a tip for Mei | $5.00
amount  | Cash, received | $50.00
strong  | Change | $2.60
rule    |
thanks  | Thank you. See you again soon.
qr      | 019abc12-7f30-7c52-9d4e-5f6a7b8c9d0e
centre  | 019abc12-7f30-7c52-9d4e-5f6a7b8c9d0e
"""

CHINESE_LINES = """
heading | 云上发艺 · 静安店
centre  | 上海市静安区南京西路 1288 号 3 楼
centre  | 021-6248 0017
rule    |
fact    | 小票号 | A-001432
fact    | 营业日 | 2026-11-24
fact    | 付款时间 | 14:32
fact    | 收银 | 小陈
fact    | 顾客 | 张雨桐
fact    | 牌号 | 3 号
rule    |
item    | 女士剪发 | ¥168.00
note    | 美（指定）
item    | 深层护理 | ¥168.30 | ¥198.00
note    | 美、阿杰
note    | 会员优惠 −¥29.70
item    |   加长发 | ¥58.00
note    |   2 × ¥29.00 · 阿杰
item    | 无硅油洗发水（敏感头皮适用，含天然茶树精油）500 ml 家庭装 | ¥159.80 | ¥188.00
note    | 为 张小满
note    | 投诉补偿 · 85折 −¥28.20
rule    |
amount  | 小计 | ¥554.10
amount  | 老顾客 · 9折 | −¥55.41
amount  | 抹零 | −¥0.69
total   | 合计 | ¥498.00
rule    |
amount  | 微信支付 | ¥300.00
amount  | 现金（实收） | ¥220.00
note    |   含小费 · 美 | ¥20.00
strong  | 找零 | ¥2.00
rule    |
thanks  | 谢谢光临，期待再见。
qr      | 019abc12-7f30-7c52-9d4e-5f6a7b8c9d0e
centre  | 019abc12-7f30-7c52-9d4e-5f6a7b8c9d0e
"""

TRADITIONAL_LINES = """
heading | 雲上髮藝
centre  | 香港銅鑼灣軒尼詩道 500 號
centre  | +852 2890 1234
rule    |
fact    | 收據編號 | B-000205
fact    | 營業日 | 2026-11-24
fact    | 付款時間 | 19:05
fact    | 收銀 | 陳喆
fact    | 顧客 | 周堃
rule    |
item    | 染髮連護理 | HK$6,000.00
note    | 12 × HK$500.00 · 䶮姐、阿傑
item    | 護髮精華油 | HK$36.00
rule    |
total   | 合計 | HK$6,036.00
note    | 已含 增值稅 21% | HK$1,047.57
rule    |
amount  | 現金（實收） | HK$6,100.00
strong  | 找零 | HK$64.00
rule    |
thanks  | 謝謝光臨，期待再見。
qr      | 019abc12-7f30-7c52-9d4e-5f6a7b8c9d0e
centre  | 019abc12-7f30-7c52-9d4e-5f6a7b8c9d0e
"""


def paper(receipt: Receipt, *, copy: bool = False) -> tuple[PaperLine, ...]:
    return layout(receipt, words(receipt.language, receipt.currency), copy=copy)


def written(lines: tuple[PaperLine, ...]) -> list[str]:
    """The lines as the tables above have them."""
    return [
        " | ".join([
            f"{line.kind:7}",
            "  " * line.indent + line.left,
            *filter(None, (line.right, line.struck)),
        ]).rstrip()
        for line in lines
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("receipt", "expected"),
    [(ENGLISH, ENGLISH_LINES), (CHINESE, CHINESE_LINES), (TRADITIONAL, TRADITIONAL_LINES)],
)
def test_a_receipt_says_everything(receipt: Receipt, expected: str) -> None:
    assert written(paper(receipt)) == expected.strip().splitlines()


def test_a_copy_says_so_at_its_head_and_foot_and_nothing_else_changes() -> None:
    copy = paper(TRADITIONAL, copy=True)
    assert [line for line in copy if line.kind is not Kind.MARK] == list(paper(TRADITIONAL))
    assert [i for i, line in enumerate(copy) if line == PaperLine(Kind.MARK, "副本")] == [
        3,
        len(copy) - 1,
    ]


def test_a_free_sale_needs_no_tender() -> None:
    lines = written(paper(FREE))
    assert "total   | Total | $0.00" in lines
    assert lines[lines.index("total   | Total | $0.00") :][:3] == [
        "total   | Total | $0.00", "rule    |", "amount  | Nothing to pay",
    ]  # fmt: skip


def test_a_taxed_sale_with_a_ticket_discount_says_what_the_tax_lies_on() -> None:
    """100.00 − 10 % = 90.00; GST 5 % of it is 4.50, PST 8 % of 27.27 is 2.18."""
    off = replace(CHINESE.discounts[0], reason="Regular client", amount=1000)
    first, second = ENGLISH.lines
    receipt = replace(
        ENGLISH,
        lines=(
            replace(first, ticket_off=303, net=2727),
            replace(second, ticket_off=697, net=6273),
        ),
        discounts=(off,),
        taxes=(
            replace(ENGLISH.taxes[0], base=9000, amount=450),
            replace(ENGLISH.taxes[1], base=2727, amount=218),
        ),
        net=9000,
        total=9668,
    )
    lines = written(paper(receipt))
    start = lines.index("amount  | Subtotal | $100.00")
    assert lines[start : start + 6] == [
        "amount  | Subtotal | $100.00",
        "amount  | Regular client · 10 % off | −$10.00",
        "amount  | Before tax | $90.00",
        "amount  | GST 5 % | $4.50",
        "amount  | PST 8 % on $27.27 | $2.18",
        "total   | Total | $96.68",
    ]


def test_the_qr_code_holds_the_sales_uid_alone() -> None:
    assert [line.left for line in paper(ENGLISH) if line.kind is Kind.QR] == [UID]


def test_a_refund_says_what_it_gives_back() -> None:
    """Its amounts are negative; it names the sale."""
    line = replace(ENGLISH.lines[0], quantity=-3, list_amount=-3_030, net=-3_030, payable=-3_424)
    tender = replace(ENGLISH.tenders[0], handed=-3_424, applied=-3_424, change=0, tips=())
    refund = replace(
        ENGLISH, deed="refund", refunds="A-000016", lines=(line,), tenders=(tender,), taxes=(),
        net=-3_030, total=-3_424, cash_rounding=0,
    )  # fmt: skip
    said = layout(refund, words("en", refund.currency))
    assert PaperLine(Kind.MARK, "Refund") in said
    assert PaperLine(Kind.FACT, "Gives back no.", "A-000016") in said
    assert when(said) == ["Refunded at"]
    assert PaperLine(Kind.ITEM, "Women's cut", "−$30.30") in said
    assert PaperLine(Kind.TOTAL, "Total", "−$34.24") in said
    assert PaperLine(Kind.AMOUNT, "Bank card", "−$34.24") in said
    void = layout(replace(refund, deed="void"), words("en", refund.currency))
    assert PaperLine(Kind.MARK, "Cancelled sale") in void
    assert when(void) == ["Cancelled at"]


def test_of_a_pack_that_is_used_in_part_no_whole_price_is_said() -> None:
    """5 + 1 for 340.00, of which four are left: 226.66 come back."""
    pack = replace(
        ENGLISH.lines[0], item="Pack 5+1", quantity=-1, unit_price=34_000, list_amount=-22_666,
        net=-22_666, payable=-22_666, staff=(),
    )  # fmt: skip
    said = layout(replace(ENGLISH, deed="refund", lines=(pack,)), words("en", ENGLISH.currency))
    assert PaperLine(Kind.ITEM, "Pack 5+1", "−$226.66") in said
    assert not any("340.00" in line.left for line in said)


def when(said: tuple[PaperLine, ...]) -> list[str]:
    """What a receipt says of its instant."""
    return [one.left for one in said if one.left.endswith(" at")]


def test_rule_20_of_a_given_voucher_nothing_is_paid_out() -> None:
    tender = replace(ENGLISH.tenders[0], name="Voucher", handed=-1_669, applied=-1_669, change=0,
                     tips=(), unpaid=True)  # fmt: skip
    said = written(layout(replace(ENGLISH, deed="refund", tenders=(tender,)),
                          words("en", ENGLISH.currency)))  # fmt: skip
    at = said.index("amount  | Voucher | −$16.69")
    assert said[at + 1].startswith("note ")
    assert said[at + 1].endswith("it was given, so nothing is paid out")


VALUE_LINES = """
item    | Points balance | 3,420
note    | Points debt left | 4
note    | 280 points end on 31 Dec 2026
note    | Points exchanged for 1 × 洗发水: 100. | −100
note    | ¥498.00 at 1 per ¥1.00 = 498; 498 × 1.2 金卡 = 597.6, rounded down to 597. | +597
note    | Points debt repaid: 26.
note    | 加长发, 护发精油: A redo is free and earns nothing.
item    | Card •••• 9527, balance | ¥900.00
note    | Of it bonus | ¥150.00
note    | ¥150.00 ends on 5 Jan 2027
note    | Paid from the card: ¥300.00 = ¥250.00 principal + ¥50.00 bonus, in proportion to \
¥1,000.00 and ¥200.00. | −¥300.00
item    | 吹风次卡 5+1 | 4 left
note    | One session used, worth ¥56.67. | −1
item    | Gift card •••• K7P2, balance | ¥50.00
note    | Gift card sold: ¥50.00. | +¥50.00
item    | Owed on account | ¥20.00
note    | Put on account: ¥20.00. | +¥20.00
item    | Tier | 金卡
note    | 金卡 is open to every member.
rule    |
thanks  | Thank you. See you again soon.
"""


def test_what_a_sale_moved_stands_below_each_balance() -> None:
    lines = written(paper(replace(WITH_VALUE, language="en")))
    start = lines.index("item    | Points balance | 3,420")
    assert lines[start - 1] == "rule    |"
    expected = VALUE_LINES.strip().splitlines()
    assert lines[start : start + len(expected)] == expected


def test_no_tier_is_said_in_words() -> None:
    """A void may lead back to before the first one."""
    assert WITH_VALUE.value is not None
    assert WITH_VALUE.value.tier is not None
    none = replace(WITH_VALUE.value, tier=replace(WITH_VALUE.value.tier, name=""))
    assert PaperLine(Kind.ITEM, "会员等级", "无") in paper(replace(WITH_VALUE, value=none))
