"""What a payment writes, to the cent and worked out by hand: taxes, tenders, postings, receipt."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from salon_pos.db.doctor import examine
from salon_pos.db.queries import catalog, receipts
from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain.catalog import TaxMode, TaxRounding
from salon_pos.domain.money import CURRENCIES
from salon_pos.domain.receipt import (
    Receipt,
    ReceiptDiscount,
    ReceiptLine,
    ReceiptTax,
    ReceiptTender,
)
from salon_pos.domain.ticket import Credit, Discount, Ticket
from salon_pos.usecases.catalog import save_item
from salon_pos.usecases.checkout import take_payment
from salon_pos.usecases.settings import change_settings
from salon_pos.usecases.staff import save_staff
from tests.salons import NOW, Salon
from tests.usecases.keeping import refused, rows
from tests.usecases.paying import CUT, cut, pay

LATE = datetime(2026, 5, 5, 10, 30, tzinfo=UTC)  # 03:30 on Tuesday, before the cut-off

_ENTRIES = """SELECT a.code, SUM(e.amount) FROM ledger_entry e
    JOIN account a ON a.id = e.account_id JOIN ledger_transaction t ON t.id = e.transaction_id
    WHERE t.uid = ? GROUP BY a.code"""


def entries(uid: str) -> dict[str, int]:
    """What one deed moved on each account: debits positive, credits negative."""
    return dict(rows(_ENTRIES, uid))


def taxed(mode: TaxMode, rounding: TaxRounding, salon: Salon) -> None:
    """Let the salon tax its sales this way."""
    new = replace(salon_queries.settings(), tax_mode=mode, tax_rounding=rounding)
    change_settings(new, by=salon.by("olga"), now=NOW)


# A wash at 10.10 and a gel at 30.30, both with GST 5 % and PST 8 %; 20.00 by card, 30.00 in cash
# with 3.00 for Mei in it. Columns: taxes as told, revenue of the service and of the product, total,
# cash rounding (steps of 0.05), change.
#
# Exclusive: GST is 0.505 and 1.515, PST 0.808 and 2.424: over the sale 2.02 and 3.232, by lines
# 0.51 + 1.52 and 0.81 + 2.42. Inclusive: GST 1.010 x 5/113 = 0.4469 and 1.3407, PST 0.7150 and
# 2.1451: over the sale 1.79 (0.45 + 1.34) and 2.86 (0.72 + 2.14: a quarter each way is equal, and
# the earlier line gets the cent), by lines 0.45 + 1.34 and 0.72 + 2.15.
FIGURES = {
    (TaxMode.NONE, TaxRounding.SALE): ((), 1_010, 3_030, 4_040, 0, 660),
    (TaxMode.NONE, TaxRounding.LINE): ((), 1_010, 3_030, 4_040, 0, 660),
    (TaxMode.EXCLUSIVE, TaxRounding.SALE): ((202, 323), 1_010, 3_030, 4_565, 0, 135),
    (TaxMode.EXCLUSIVE, TaxRounding.LINE): ((203, 323), 1_010, 3_030, 4_566, -1, 135),
    (TaxMode.INCLUSIVE, TaxRounding.SALE): ((179, 286), 893, 2_682, 4_040, 0, 660),
    (TaxMode.INCLUSIVE, TaxRounding.LINE): ((179, 287), 893, 2_681, 4_040, 0, 660),
}


@pytest.mark.parametrize(("mode", "rounding"), FIGURES)
def test_a_sale_posts_in_full(selling: Salon, mode: TaxMode, rounding: TaxRounding) -> None:
    taxes, service, product, total, cash_rounding, change = FIGURES[mode, rounding]
    taxed(mode, rounding, selling)
    ticket = selling.ticket("t", selling.line("wash"), selling.line("gel"))
    handed = selling.handed("card", 2_000), selling.handed("cash", 3_000, mei=300)
    receipt = pay(selling, selling.payment(ticket, *handed))

    assert (receipt.net, receipt.total) == (4_040, total)
    assert tuple(tax.amount for tax in receipt.taxes) == taxes
    assert [tax.base for tax in receipt.taxes] == [4_040] * len(taxes)
    assert (receipt.cash_rounding, receipt.change, receipt.tips) == (cash_rounding, change, 300)

    mei, on_file = selling.staff["mei"].uid, catalog.taxes()
    posted = {
        "tender:card": 2_000,
        "drawer:A": 3_000 - change,
        "revenue:service": -service,
        "revenue:product": -product,
        **{f"tax:{tax.uid}": -amount for tax, amount in zip(on_file, taxes, strict=False)},
        f"tips:{mei}": -300,
        "cash_rounding": -cash_rounding,
    }
    assert entries("t") == {account: amount for account, amount in posted.items() if amount}
    assert sum(entries("t").values()) == 0
    assert examine()[1] == ()


@pytest.mark.parametrize(("mode", "rounding"), FIGURES)
def test_payables_tips_and_rounding_are_what_the_tenders_left(
    selling: Salon, mode: TaxMode, rounding: TaxRounding
) -> None:
    taxed(mode, rounding, selling)
    ticket = selling.ticket("t", selling.line("wash", 3), selling.line("cut"), selling.line("gel"))
    handed = selling.handed("card", 4_321, jie=1), selling.handed("cash", 20_000, mei=300)
    pay(selling, selling.payment(ticket, *handed))
    ((payables,),) = rows("SELECT SUM(payable) FROM sale_line")
    ((tips, rounded),) = rows("SELECT tips, cash_rounding FROM sale")
    ((handed_over, change),) = rows("SELECT SUM(handed), SUM(change) FROM sale_tender")
    assert payables + tips + rounded == handed_over - change
    assert (tips, handed_over) == (301, 24_321)
    assert examine()[1] == ()


@pytest.mark.parametrize(
    ("item", "quantity", "due", "asked", "handed"),
    [
        ("wash", 3, 3_424, 3_425, 4_000),  # RULES: 30.30 + 1.52 + 2.42
        ("comb", 2, 2, 0, 0),  # two cents: no coin asks for them
        ("comb", 3, 3, 5, 5),
        ("comb", 7, 7, 5, 10),
        ("comb", 10, 10, 10, 10),
    ],
)
def test_cash_is_rounded_to_coins_and_the_difference_is_posted(
    selling: Salon, item: str, quantity: int, due: int, asked: int, handed: int
) -> None:
    ticket = selling.ticket("t", selling.line(item, quantity))
    receipt = pay(selling, selling.payment(ticket, selling.handed("cash", handed)))
    assert (receipt.total, receipt.cash_rounding) == (due, asked - due)
    assert (receipt.tenders[0].applied, receipt.change) == (asked, handed - asked)
    assert entries("t").get("drawer:A", 0) == asked
    assert entries("t").get("cash_rounding", 0) == due - asked
    assert examine()[1] == ()


def test_a_card_pays_to_the_cent(selling: Salon) -> None:
    receipt = pay(selling, selling.payment(selling.ticket("t", selling.line("wash", 3))))
    assert (receipt.total, receipt.cash_rounding, receipt.tenders[0].applied) == (3_424, 0, 3_424)


def test_nothing_to_pay_needs_no_tender_and_posts_nothing(selling: Salon) -> None:
    payment = replace(selling.payment(selling.ticket("t", selling.line("gift"))), tenders=())
    receipt = pay(selling, payment)
    assert (receipt.number, receipt.total, receipt.tenders) == ("A-000001", 0, ())
    assert entries("t") == {}
    assert rows("SELECT transaction_id FROM sale") == [(None,)]
    assert examine()[1] == ()


def test_a_tip_beside_a_sale_of_nothing(selling: Salon) -> None:
    ticket = selling.ticket("t", selling.line("gift"))
    receipt = pay(selling, selling.payment(ticket, selling.handed("card", 500, mei=500)))
    assert (receipt.total, receipt.tips, receipt.tenders[0].applied) == (0, 500, 0)
    mei = selling.staff["mei"].uid
    assert entries("t") == {"tender:card": 500, f"tips:{mei}": -500}
    assert examine()[1] == ()


def test_tips_of_several_tenders_go_to_whom_they_are_for(selling: Salon) -> None:
    handed = (
        selling.handed("wechat", 4_000, mei=200, jie=100),
        selling.handed("cash", 5_000, jie=50),
    )
    receipt = pay(selling, selling.payment(cut(selling), *handed))
    assert [tender.tips for tender in receipt.tenders] == [
        (("Mei", 200), ("Jie", 100)),
        (("Jie", 50),),
    ]
    mei, jie = (selling.staff[name].uid for name in ("mei", "jie"))
    posted = entries("t")
    assert (posted[f"tips:{mei}"], posted[f"tips:{jie}"]) == (-200, -150)
    assert receipt.change == 4_950 - (CUT - 3_700)


def test_stock_goes_down_by_what_was_sold_and_below_nothing_too(selling: Salon) -> None:
    """A shelf that was miscounted must not stop a sale."""
    for uid, quantity, left in (("one", 3, 1), ("other", 2, -1)):
        pay(selling, selling.payment(selling.ticket(uid, selling.line("gel", quantity))))
        assert catalog.item(selling.items["gel"].id).stock == left
    pay(selling, selling.payment(selling.ticket("comb", selling.line("comb"))))
    assert catalog.item(selling.items["comb"].id).stock is None


def test_stock_stays_where_a_payment_is_refused(selling: Salon) -> None:
    ticket = selling.ticket("t", selling.line("gel"))
    with refused("short"):
        pay(selling, selling.payment(ticket, selling.handed("card", 1)))
    assert catalog.item(selling.items["gel"].id).stock == 4


def test_a_sale_after_midnight_belongs_to_the_day_before(selling: Salon) -> None:
    payment = selling.payment(cut(selling))
    receipt = take_payment(payment, by=selling.by("kai"), now=LATE)
    assert receipt.business_day == date(2026, 5, 4)
    assert rows("SELECT business_day FROM ledger_transaction WHERE uid = 't'") == [("2026-05-04",)]


def family_ticket(salon: Salon) -> Ticket:
    """Maya pays her cut with a mask, and gel for Leo. A tenth off the cut, a tenth off it all."""
    mei, jie = (salon.staff[name].id for name in ("mei", "jie"))
    regular, complaint = (salon.reasons[name] for name in ("Regular client", "Complaint"))
    women_cut = replace(
        salon.line("cut"),
        staff=(Credit(mei, 6_000), Credit(jie, 4_000)),
        requested=True,
        discount=Discount(regular, percent_bp=1_000),
    )
    mask = replace(salon.line("mask"), parent="cut")
    gel = replace(salon.line("gel", 2, staff=""), client_id=salon.clients["leo"].id)
    ticket = salon.ticket("t", women_cut, mask, gel, client="maya")
    return replace(ticket, tag="7", discounts=(Discount(complaint, percent_bp=1_000),))


def family_receipt(salon: Salon) -> Receipt:
    """By hand. 80.00 less a tenth is 72.00; with the mask and two gels 157.60, less 15.76: nets
    64.80 + 22.50 + 54.54. GST 7.092 and PST (not on the cut) 6.1632, shared by the exact parts
    3.24 / 1.125 / 2.727 and 1.80 / 4.3632: 3.24 + 1.12 + 2.73 and 1.80 + 4.36."""
    line = ReceiptLine(
        uid="t/cut", item="Women's cut", quantity=1, unit_price=8_000, list_amount=8_000,
        member_off=0, discount=ReceiptDiscount("Regular client", 1_000, 800), ticket_off=720,
        net=6_480, payable=6_804, staff=("Mei", "Jie"), requested=True, client="", is_addon=False,
    )  # fmt: skip
    return Receipt(
        uid="t", number="A-000001", business_day=date(2026, 5, 4),
        paid_at=salon_queries.settings().local(NOW), salon="Cloud Hair",
        address="12 Alder Street", phone="", language="en", currency=CURRENCIES["CAD"],
        cashier="Kai", client="Maya Torres", tag="7",
        lines=(
            line,
            replace(
                line, uid="t/mask", item="Mask", unit_price=2_500, list_amount=2_500,
                discount=None, ticket_off=250, net=2_250, payable=2_542, staff=("Mei",),
                requested=False, is_addon=True,
            ),
            replace(
                line, uid="t/gel", item="Gel", quantity=2, unit_price=3_030, list_amount=6_060,
                discount=None, ticket_off=606, net=5_454, payable=6_163, staff=(),
                requested=False, client="Leo Torres",
            ),
        ),
        discounts=(ReceiptDiscount("Complaint", 1_000, 1_576),),
        tax_mode=TaxMode.EXCLUSIVE,
        taxes=(ReceiptTax("GST", 50_000, 14_184, 709), ReceiptTax("PST", 80_000, 7_704, 616)),
        tenders=(
            ReceiptTender("WeChat Pay", 5_000, 5_000, 0, ()),
            ReceiptTender("Bank card", 5_709, 5_509, 0, (("Jie", 200),)),
            ReceiptTender("Cash", 6_000, 5_000, 700, (("Mei", 300),)),
        ),
        net=14_184, total=15_509, cash_rounding=0,
    )  # fmt: skip


def paid_family(salon: Salon) -> Receipt:
    tenders = (
        salon.handed("wechat", 5_000),
        salon.handed("card", 5_709, jie=200),
        salon.handed("cash", 6_000, mei=300),
    )
    return pay(salon, salon.payment(family_ticket(salon), *tenders))


def test_the_receipt_says_what_was_paid_now_and_years_later(selling: Salon) -> None:
    expected = family_receipt(selling)
    assert paid_family(selling) == expected
    assert receipts.receipt("t") == expected
    save_staff(replace(selling.staff["jie"], retired=True), by=selling.by("chen"), now=NOW)
    assert receipts.receipt("t") == expected
    assert examine()[1] == ()


def test_sales_credit_is_shared_over_the_net(selling: Salon) -> None:
    paid_family(selling)
    mei, jie = (selling.staff[name].id for name in ("mei", "jie"))
    assert rows("SELECT staff_id, part_bp, amount FROM sale_credit ORDER BY id") == [
        (mei, 6_000, 3_888),
        (jie, 4_000, 2_592),
        (mei, 10_000, 2_250),
    ]


def test_a_later_change_of_prices_and_taxes_changes_no_receipt(selling: Salon) -> None:
    expected = paid_family(selling)
    taxed(TaxMode.NONE, TaxRounding.LINE, selling)
    gel = catalog.item(selling.items["gel"].id)
    save_item(replace(gel, name="Gel XL", price=9_900), by=selling.by("chen"), now=NOW)
    assert receipts.receipt("t") == expected
