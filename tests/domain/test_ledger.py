"""A sale posts in full: every movement on its own account, and all of them sum to zero."""

from dataclasses import replace

import pytest

from salon_pos.domain import ledger
from salon_pos.domain.catalog import ItemKind, TaxMode
from salon_pos.domain.ledger import Side, drawer, revenue, sale_entries, tax, tender, tips
from salon_pos.domain.pricing import price
from salon_pos.domain.tenders import Handed, Tip, settle
from salon_pos.domain.ticket import Discount
from tests.domain.making import CARD, CASH, GST, METHODS, PST, STAFF, book, item, line, ticket

HAIRCUT = item(1, 10000, GST, PST)
SHAMPOO = item(2, 5000, GST, kind=ItemKind.PRODUCT)


def test_a_sale_with_two_taxes_two_tenders_a_tip_and_rounded_cash() -> None:
    # 150.00 + 5 % of 150.00 + 8 % of 100.00 = 165.50; 100.02 by card leaves 65.48: 65.50 in cash.
    prices = book(HAIRCUT, SHAMPOO, taxes=(GST, PST), mode=TaxMode.EXCLUSIVE)
    bill = price(ticket(line(1), line(2)), prices)
    handed = [Handed(CARD.id, 11002, (Tip(7, 1000),)), Handed(CASH.id, 10000)]
    settled = settle(bill.total, handed, METHODS, cash_step=5)
    entries = sale_entries(bill, settled, "B", STAFF)
    assert [(entry.account.code, entry.amount, entry.rule) for entry in entries] == [
        ("tender:card", 11002, "tender"),
        ("drawer:B", 6550, "tender"),
        ("revenue:service", -10000, "revenue"),
        ("revenue:product", -5000, "revenue"),
        ("tax:gst", -750, "tax"),
        ("tax:pst", -800, "tax"),
        ("tips:kai", -1000, "tip"),
        ("cash_rounding", -2, "cash_rounding"),
    ]
    assert sum(entry.amount for entry in entries) == 0


def test_entries_explain_themselves() -> None:
    prices = book(HAIRCUT, taxes=(GST,), mode=TaxMode.EXCLUSIVE)
    bill = price(ticket(line(1)), prices)
    settled = settle(bill.total, [Handed(CASH.id, 20000)], METHODS)
    inputs = {entry.rule: dict(entry.inputs) for entry in sale_entries(bill, settled, "A", STAFF)}
    assert inputs["tender"] == {"handed": 20000, "change": 9500}
    assert inputs["tax"] == {"base": 10000, "rate_ppm": 50000}


def test_tax_held_in_a_price_is_no_revenue() -> None:
    # 105.00 holds 5.00.
    prices = book(item(1, 10500, GST), taxes=(GST,), mode=TaxMode.INCLUSIVE)
    bill = price(ticket(line(1)), prices)
    settled = settle(bill.total, [Handed(CARD.id, 10500)], METHODS)
    entries = {
        entry.account.code: entry.amount for entry in sale_entries(bill, settled, "A", STAFF)
    }
    assert entries == {"tender:card": 10500, "revenue:service": -10000, "tax:gst": -500}


def test_a_sale_for_nothing_moves_nothing() -> None:
    for discount in (Discount(7, percent_bp=10000), Discount(7, amount=10000)):
        free = replace(ticket(line(1)), discounts=(discount,))
        bill = price(free, book(HAIRCUT))
        assert sale_entries(bill, settle(bill.total, [], METHODS), "A", STAFF) == ()


def test_cash_that_rounds_to_nothing_is_booked_against_the_revenue() -> None:
    bill = price(ticket(line(1)), book(item(1, 2)))
    settled = settle(bill.total, [Handed(CASH.id, 0)], METHODS, cash_step=5)
    entries = {
        entry.account.code: entry.amount for entry in sale_entries(bill, settled, "A", STAFF)
    }
    assert entries == {"revenue:service": -2, "cash_rounding": 2}


def test_what_the_salon_has_grows_by_debits_and_what_it_owes_by_credits() -> None:
    assert {drawer("A").side, tender("card").side} == {Side.DEBIT}
    assert {revenue("service").side, tax("gst").side, tips("mei").side} == {Side.CREDIT}


CREDIT, DEBIT = Side.CREDIT, Side.DEBIT


@pytest.mark.parametrize(
    "account",
    [
        (ledger.points("lin"), "points:lin", CREDIT, "points", 0, True),
        (ledger.points_debt("lin"), "points_debt:lin", DEBIT, "points", 0, False),
        (ledger.principal("w"), "principal:w", CREDIT, "money", 0, True),
        (ledger.bonus("w"), "bonus:w", CREDIT, "money", 0, True),
        (ledger.pack("p"), "pack:p", CREDIT, "sessions", 0, True),
        (ledger.pack_value("p"), "pack_value:p", CREDIT, "money", 0, False),
        (ledger.gift_card("g"), "gift_card:g", CREDIT, "money", 0, True),
        (ledger.deposit("lin"), "deposit:lin", CREDIT, "money", 0, True),
        (ledger.receivable("lin"), "receivable:lin", DEBIT, "money", 0, False),
        (ledger.platform("meituan"), "platform:meituan", DEBIT, "money", None, False),
        (ledger.POINTS_ISSUED, "points_issued", DEBIT, "points", None, False),
        (ledger.POINTS_ADJUSTED, "points_adjusted", DEBIT, "points", None, False),
        (ledger.POINTS_BURNED, "points_burned", CREDIT, "points", None, False),
        (ledger.POINTS_EXPIRED, "points_expired", CREDIT, "points", None, False),
        (ledger.POINTS_SPENT, "points_spent", DEBIT, "money", None, False),
        (ledger.BONUS_GIVEN, "bonus_given", DEBIT, "money", None, False),
        (ledger.VOUCHER_GIVEN, "voucher_given", DEBIT, "money", None, False),
        (ledger.BREAKAGE, "breakage", CREDIT, "money", None, False),
        (ledger.SESSIONS_SOLD, "sessions_sold", DEBIT, "sessions", None, False),
        (ledger.PLATFORM_FEES, "platform_fees", DEBIT, "money", None, False),
    ],
    ids=lambda account: account[1],
)
def test_an_account_of_value_has_its_code_side_unit_floor_and_lots(
    account: tuple[ledger.Account, str, Side, str, int | None, bool],
) -> None:
    made, code, side, unit, floor, in_lots = account
    assert made == ledger.Account(code, side, unit, floor, in_lots)
