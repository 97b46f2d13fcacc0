"""RULES 1-5: what a line costs, what comes off it, and the tax on it.

Every expected figure is worked out by hand from the rule.
"""

from dataclasses import replace

import pytest

from salon_pos.domain.catalog import Benefit, ItemKind, PriceBook, TaxMode, TaxRounding
from salon_pos.domain.ledger import sale_entries
from salon_pos.domain.pricing import price
from salon_pos.domain.tenders import Handed, settle
from salon_pos.domain.ticket import Discount, Line
from tests.domain.making import (
    CARD,
    CASH,
    GST,
    METHODS,
    PST,
    STAFF,
    VAT,
    book,
    item,
    line,
    refused,
    ticket,
)


def with_benefit(price_list: PriceBook, benefit: Benefit) -> PriceBook:
    return replace(price_list, benefits={1: benefit})


def discounted(quantity: int, *, percent_bp: int = 0, amount: int = 0) -> Line:
    return replace(line(1, quantity), discount=Discount(7, percent_bp=percent_bp, amount=amount))


# --- 1 ---


def test_rule_01_a_line_lists_quantity_times_unit_price() -> None:
    bill = price(ticket(line(1, 3)), book(item(1, 1010)))
    assert bill.lines[0].list_amount == 3030
    assert (bill.list_total, bill.net, bill.total) == (3030, 3030, 3030)


@pytest.mark.parametrize(
    ("unit", "quantity", "benefit", "off"),
    [
        # 10 % of 3 × 0.33 = 0.099, once: 0.10; rounded per unit it would be 0.09.
        (33, 3, Benefit(percent_bp=1000), 10),
        # 5 % of 0.10 = 0.005: half up.
        (10, 1, Benefit(percent_bp=500), 1),
        # A member price is per unit: 3 × (10.00 − 9.00).
        (1000, 3, Benefit(member_price=900), 300),
        # The better of 15 % (4.50) and 9.00 each (3.00), never both (7.50).
        (1000, 3, Benefit(percent_bp=1500, member_price=900), 450),
        # The better of 5 % (1.50) and 9.00 each (3.00).
        (1000, 3, Benefit(percent_bp=500, member_price=900), 300),
        # A member price above the list price is no surcharge.
        (1000, 3, Benefit(member_price=1200), 0),
        # A member price of zero gives it all; none given, nothing.
        (1000, 3, Benefit(member_price=0), 3000),
        (1000, 3, Benefit(), 0),
    ],
)
def test_rule_01_the_better_benefit_counts_never_both(
    unit: int, quantity: int, benefit: Benefit, off: int
) -> None:
    priced = price(ticket(line(1, quantity)), with_benefit(book(item(1, unit)), benefit)).lines[0]
    assert (priced.member_off, priced.net) == (off, unit * quantity - off)


# --- 2 ---


@pytest.mark.parametrize(
    ("unit", "discount", "off"),
    [
        (1005, Discount(7, percent_bp=1000), 101),  # 1.005
        (1004, Discount(7, percent_bp=1000), 100),  # 1.004
        (1000, Discount(7, percent_bp=10000), 1000),
        (1, Discount(7, percent_bp=4999), 0),
        (1, Discount(7, percent_bp=5000), 1),
        (1000, Discount(7, amount=1000), 1000),
        (1000, Discount(7, amount=1), 1),
        (0, Discount(7, percent_bp=1500), 0),
    ],
)
def test_rule_02_a_line_discount_is_a_percent_half_up_or_an_amount(
    unit: int, discount: Discount, off: int
) -> None:
    bill = price(ticket(replace(line(1), discount=discount)), book(item(1, unit)))
    assert (bill.lines[0].line_off, bill.total) == (off, unit - off)


def test_rule_02_a_line_discount_takes_from_what_the_benefit_left() -> None:
    # 100.00 − 10 % = 90.00; 15 % of that is 13.50.
    prices = with_benefit(book(item(1, 10000)), Benefit(percent_bp=1000))
    priced = price(ticket(discounted(1, percent_bp=1500)), prices).lines[0]
    assert (priced.member_off, priced.line_off, priced.net) == (1000, 1350, 7650)
    with refused("discount_too_large", "discount"):
        price(ticket(discounted(1, amount=9001)), prices)


def test_rule_02_a_ticket_percent_comes_off_the_sum_and_is_shared_by_net() -> None:
    # 10 % of 10.05 + 20.00 = 3.005, half up 3.01; exact parts 1.0067 and 2.0033.
    offer = replace(ticket(line(1), line(2)), discounts=(Discount(7, percent_bp=1000),))
    bill = price(offer, book(item(1, 1005), item(2, 2000)))
    assert bill.discounts == (301,)
    assert [each.ticket_off for each in bill.lines] == [101, 200]
    assert bill.total == 2704


def test_rule_02_a_ticket_amount_is_shared_by_net_the_odd_cent_to_the_earlier() -> None:
    offer = replace(ticket(line(1), line(2), line(3)), discounts=(Discount(7, amount=100),))
    bill = price(offer, book(item(1, 1000), item(2, 1000), item(3, 1000)))
    assert [each.ticket_off for each in bill.lines] == [34, 33, 33]
    assert bill.total == 2900


def test_rule_02_each_ticket_discount_takes_from_what_the_earlier_left() -> None:
    twice = (Discount(7, percent_bp=1000), Discount(8, percent_bp=1000))
    bill = price(replace(ticket(line(1)), discounts=twice), book(item(1, 10000)))
    assert bill.discounts == (1000, 900)
    assert bill.total == 8100
    thrice = (*twice, Discount(9, amount=8101))
    with refused("discount_too_large", "discount"):
        price(replace(ticket(line(1)), discounts=thrice), book(item(1, 10000)))


@pytest.mark.parametrize(
    ("discount", "key"),
    [
        (Discount(7), "bad_discount"),
        (Discount(7, amount=-1), "bad_discount"),
        (Discount(7, percent_bp=-1), "bad_percent"),
        (Discount(7, percent_bp=10001), "bad_percent"),
        (Discount(7, amount=1001), "discount_too_large"),
        (Discount(7, percent_bp=1000, amount=100), "percent_and_amount"),
    ],
)
def test_rule_02_a_discount_that_cannot_be_is_refused(discount: Discount, key: str) -> None:
    prices = book(item(1, 1000))
    with refused(key, "discount"):
        price(ticket(replace(line(1), discount=discount)), prices)
    with refused(key, "discount"):
        price(replace(ticket(line(1)), discounts=(discount,)), prices)


# --- 3 ---

HAIRCUT, TOP_UP = item(1, 10000), item(2, 100000, kind=ItemKind.PREPAID)


def test_rule_03_prepaid_has_its_price_whatever_is_taken_off_the_ticket() -> None:
    offer = replace(ticket(line(2), line(1)), discounts=(Discount(7, percent_bp=1000),))
    bill = price(offer, book(HAIRCUT, TOP_UP))
    assert bill.discounts == (1000,)
    assert [each.ticket_off for each in bill.lines] == [0, 1000]
    assert bill.discountable == 9000
    too_much = replace(offer, discounts=(Discount(7, amount=10001),))
    with refused("discount_too_large", "discount"):
        price(too_much, book(HAIRCUT, TOP_UP))


def test_rule_03_prepaid_takes_no_benefit() -> None:
    prices = replace(book(TOP_UP), benefits={2: Benefit(percent_bp=1000, member_price=1)})
    assert price(ticket(line(2)), prices).total == 100000


@pytest.mark.parametrize("top_up", [100000, 0])
def test_rule_03_prepaid_takes_no_line_discount(top_up: int) -> None:
    less = replace(line(2), discount=Discount(7, percent_bp=100))
    with refused("prepaid_has_its_price"):
        price(ticket(less), book(item(2, top_up, kind=ItemKind.PREPAID)))


# --- 4 ---


def test_rule_04_tax_lies_on_the_fully_discounted_net() -> None:
    # 100.00 − 10 % member = 90.00, − 5.00 on the line, − 5.00 on the ticket = 80.00; 5 % is 4.00.
    prices = book(item(1, 10000, GST), taxes=(GST,), mode=TaxMode.EXCLUSIVE)
    offer = replace(ticket(discounted(1, amount=500)), discounts=(Discount(8, amount=500),))
    bill = price(offer, with_benefit(prices, Benefit(percent_bp=1000)))
    assert (bill.net, bill.lines[0].taxes, bill.total) == (8000, (400,), 8400)


def test_rule_04_exclusive_taxes_never_lie_on_one_another() -> None:
    prices = book(item(1, 10000, GST, PST), taxes=(GST, PST), mode=TaxMode.EXCLUSIVE)
    bill = price(ticket(line(1)), prices)
    assert [(part.base, part.amount) for part in bill.taxes] == [(10000, 500), (10000, 800)]
    assert bill.total == 11300


def test_rule_04_inclusive_taxes_divide_by_one_plus_their_sum() -> None:
    prices = book(item(1, 11300, GST, PST), taxes=(GST, PST), mode=TaxMode.INCLUSIVE)
    bill = price(ticket(line(1)), prices)
    assert [part.amount for part in bill.taxes] == [500, 800]
    assert bill.total == 11300


def test_rule_04_an_item_bears_its_own_taxes_only() -> None:
    items = (item(1, 10000, GST), item(2, 10000, GST, PST), item(3, 10000))
    bill = price(
        ticket(line(1), line(2), line(3)),
        book(*items, taxes=(GST, PST), mode=TaxMode.EXCLUSIVE),
    )
    assert [each.taxes for each in bill.lines] == [(500, 0), (500, 800), (0, 0)]
    assert [(part.base, part.amount) for part in bill.taxes] == [(20000, 1000), (10000, 800)]


def test_rule_04_the_inclusive_divisor_is_each_items_own() -> None:
    # 105.00 holds 5.00 of 5 %; 113.00 holds 5.00 and 8.00.
    prices = book(
        item(1, 10500, GST), item(2, 11300, GST, PST), taxes=(GST, PST), mode=TaxMode.INCLUSIVE
    )
    bill = price(ticket(line(1), line(2)), prices)
    assert [each.taxes for each in bill.lines] == [(500, 0), (500, 800)]


@pytest.mark.parametrize("mode", [TaxMode.INCLUSIVE, TaxMode.EXCLUSIVE])
def test_rule_04_a_tax_no_longer_in_use_is_not_taken(mode: TaxMode) -> None:
    # PST is still named on the item but is retired, so the book does not have it.
    # Exclusive 5 % of 105.00 is 5.25; inclusive, 105.00 holds 5.00 and not 105 × 5 ÷ 113.
    bill = price(ticket(line(1)), book(item(1, 10500, GST, PST), taxes=(GST,), mode=mode))
    amount = 525 if mode is TaxMode.EXCLUSIVE else 500
    assert [part.amount for part in bill.taxes] == [amount]
    assert bill.lines[0].taxes == (amount,)


def test_rule_04_a_salon_without_tax_has_none() -> None:
    bill = price(ticket(line(1)), book(item(1, 10000, GST), taxes=(GST,)))
    assert (bill.taxes, bill.total) == ((), 10000)
    assert sum(bill.lines[0].taxes) == 0


def test_rule_04_per_sale_the_exact_sum_is_rounded_and_shared_back() -> None:
    # 5 % of 0.10 is 0.005 twice: 0.01 in all, and of equal remainders the earlier line bears it.
    prices = book(
        item(1, 10, GST), item(2, 10, GST), item(3, 10), taxes=(GST,), mode=TaxMode.EXCLUSIVE
    )
    bill = price(ticket(line(3), line(1), line(2)), prices)
    assert [each.taxes for each in bill.lines] == [(0,), (1,), (0,)]
    assert (bill.taxes[0].amount, bill.total) == (1, 31)


def test_rule_04_per_line_each_line_is_rounded_half_up() -> None:
    prices = book(
        item(1, 10, GST),
        item(2, 10, GST),
        taxes=(GST,),
        mode=TaxMode.EXCLUSIVE,
        rounding=TaxRounding.LINE,
    )
    bill = price(ticket(line(1), line(2)), prices)
    assert [each.taxes for each in bill.lines] == [(1,), (1,)]
    assert (bill.taxes[0].amount, bill.total) == (2, 22)


@pytest.mark.parametrize(
    ("rounding", "gst", "pst", "total"),
    [
        # GST 1.515 and PST 2.424 over the sale; 0.505 and 0.808 on each of three lines.
        (TaxRounding.SALE, [51, 51, 50], [81, 81, 80], 3424),
        (TaxRounding.LINE, [51, 51, 51], [81, 81, 81], 3426),
    ],
)
def test_rule_04_three_lines_of_ten_and_a_dime(
    rounding: TaxRounding, gst: list[int], pst: list[int], total: int
) -> None:
    prices = book(
        item(1, 1010, GST, PST), taxes=(GST, PST), mode=TaxMode.EXCLUSIVE, rounding=rounding
    )
    bill = price(ticket(*(line(1, uid=str(i)) for i in range(3))), prices)
    assert [each.taxes for each in bill.lines] == list(zip(gst, pst, strict=True))
    assert bill.total == total


def test_rule_04_the_worked_example_three_at_ten_and_a_dime() -> None:
    prices = book(item(1, 1010, GST, PST), taxes=(GST, PST), mode=TaxMode.EXCLUSIVE)
    bill = price(ticket(line(1, 3)), prices)
    assert (bill.net, [part.amount for part in bill.taxes], bill.total) == (3030, [152, 242], 3424)


def test_rule_04_the_worked_example_of_21_percent_held_in_6036() -> None:
    prices = book(item(1, 50000, VAT), item(2, 3600, VAT), taxes=(VAT,), mode=TaxMode.INCLUSIVE)
    bill = price(ticket(line(1, 12), line(2)), prices)
    assert (bill.total, bill.taxes[0].base, bill.taxes[0].amount) == (603600, 603600, 104757)
    settled = settle(bill.total, [Handed(CASH.id, 610000)], METHODS)
    assert settled.change == 6400


# --- 5 ---


def test_rule_05_a_line_is_payable_at_net_and_exclusive_taxes() -> None:
    for mode, payable in ((TaxMode.EXCLUSIVE, 11300), (TaxMode.INCLUSIVE, 10000)):
        prices = book(item(1, 10000, GST, PST), taxes=(GST, PST), mode=mode)
        assert price(ticket(line(1)), prices).lines[0].payable == payable


@pytest.mark.parametrize(
    ("total", "rounding"), [(0, 0), (1, -1), (2, -2), (3, 2), (4, 1), (5, 0), (3424, 1), (3422, -2)]
)
def test_rule_05_a_total_paid_in_cash_is_rounded_half_up_to_the_step(
    total: int, rounding: int
) -> None:
    settled = settle(total, [Handed(CASH.id, total + rounding)], METHODS, cash_step=5)
    assert (settled.cash_rounding, settled.due, settled.change) == (rounding, 0, 0)


@pytest.mark.parametrize(
    ("by_card", "in_cash", "rounding"),
    [
        (3424, 0, 0),  # no cash, no rounding
        (2000, 1425, 1),  # 14.24 in cash
        (2002, 1420, -2),  # 14.22 in cash
        (2004, 1420, 0),  # 14.20 in cash
    ],
)
def test_rule_05_only_the_part_paid_in_cash_is_rounded(
    by_card: int, in_cash: int, rounding: int
) -> None:
    cash = [Handed(CASH.id, in_cash)] if in_cash else []
    settled = settle(3424, [Handed(CARD.id, by_card), *cash], METHODS, cash_step=5)
    assert (settled.cash_rounding, settled.due) == (rounding, 0)
    assert sum(taken.applied for taken in settled.taken) == 3424 + rounding


@pytest.mark.parametrize("total", [1, 2, 3, 4, 3422, 3424])
def test_rule_05_a_card_pays_to_the_cent(total: int) -> None:
    settled = settle(total, [Handed(CARD.id, total)], METHODS, cash_step=5)
    assert (settled.taken[0].applied, settled.cash_rounding, settled.due) == (total, 0, 0)


def test_rule_05_cash_rounding_is_no_revenue() -> None:
    bill = price(ticket(line(1)), book(item(1, 3424)))
    settled = settle(bill.total, [Handed(CASH.id, 5000)], METHODS, cash_step=5)
    entries = {
        entry.account.code: entry.amount for entry in sale_entries(bill, settled, "A", STAFF)
    }
    assert entries == {"drawer:A": 3425, "revenue:service": -3424, "cash_rounding": -1}
