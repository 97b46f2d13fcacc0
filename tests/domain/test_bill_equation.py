"""For every sale: payables + tips + cash rounding = tenders − change, whatever is on the ticket.

Tickets, price lists and tenders are drawn; the checks are worked another way than the program.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from salon_pos.domain.catalog import (
    Benefit,
    ItemKind,
    PriceBook,
    TaxMode,
    TaxRounding,
    TenderKind,
)
from salon_pos.domain.ledger import sale_entries
from salon_pos.domain.pricing import Bill, BillLine, price
from salon_pos.domain.tenders import Handed, Settlement, Tip, cash_asked, check_settled, settle
from salon_pos.domain.ticket import Discount, Line, Ticket
from tests.domain.making import (
    CARD,
    CASH,
    GST,
    METHODS,
    PST,
    QST,
    STAFF,
    VAT,
    book,
    item,
    nearest,
    ticket,
)

PERCENTS = st.sampled_from([1, 500, 1000, 1250, 3333, 9999, 10000])
TAXES = (GST, PST, QST, VAT)


@st.composite
def books(draw: st.DrawFn) -> PriceBook:
    prices = draw(st.lists(st.integers(0, 20_000), min_size=4, max_size=4))
    items = [
        item(
            item_id,
            asked,
            *draw(st.sets(st.sampled_from(TAXES))),
            kind=draw(st.sampled_from(ItemKind)),
        )
        for item_id, asked in enumerate(prices, start=1)
    ]
    plain = book(
        *items,
        taxes=draw(st.lists(st.sampled_from(TAXES), unique=True).map(tuple)),
        mode=draw(st.sampled_from(TaxMode)),
        rounding=draw(st.sampled_from(TaxRounding)),
    )
    benefit = Benefit(draw(st.sampled_from([0, 1000, 10_000])), draw(st.integers(0, 20_000)))
    return replace(plain, benefits={1: benefit})


@st.composite
def lines(draw: st.DrawFn, prices: PriceBook) -> tuple[Line, ...]:
    drawn: list[Line] = []
    for number in range(draw(st.integers(1, 6))):
        item_id, quantity = draw(st.integers(1, 4)), draw(st.integers(1, 5))
        discount = None
        if prices.items[item_id].kind is not ItemKind.PREPAID and draw(st.booleans()):
            discount = Discount(7, percent_bp=draw(PERCENTS))
        drawn.append(Line(uid=str(number), item_id=item_id, quantity=quantity, discount=discount))
    return tuple(drawn)


class Case(NamedTuple):
    """A ticket with the price list it is priced by."""

    ticket: Ticket
    prices: PriceBook

    @property
    def bill(self) -> Bill:
        return price(self.ticket, self.prices)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    prices = draw(books())
    one = ticket(*draw(lines(prices)))
    for _ in range(draw(st.integers(0, 2))):
        left = price(one, prices).discountable
        off = Discount(8, percent_bp=draw(PERCENTS))
        if left and draw(st.booleans()):
            off = Discount(8, amount=draw(st.integers(1, left)))
        one = replace(one, discounts=(*one.discounts, off))
    return Case(one, prices)


STEPS = st.sampled_from([1, 5, 10, 100])


@st.composite
def payments(draw: st.DrawFn, total: int, step: int) -> tuple[Handed, ...]:
    """Up to three parts in any order, then the rest by card or in cash, tips on any of them."""
    handed: list[Handed] = []

    def due() -> int:
        return settle(total, handed, METHODS, cash_step=step).due

    def hand(method_id: int, amount: int) -> None:
        coin = step if method_id == CASH.id else 1
        tips = tuple(
            Tip(staff_id, coin * draw(st.integers(0, 50)))
            for staff_id in (1, 2)[: draw(st.integers(0, 2))]
        )
        handed.append(Handed(method_id, amount + sum(tip.amount for tip in tips), tips))

    for _ in range(draw(st.integers(0, 3))):
        if draw(st.booleans()):
            hand(CARD.id, draw(st.integers(0, due())))
        else:
            hand(CASH.id, step * draw(st.integers(0, due() // step + 1)))
    if due() and draw(st.booleans()):
        hand(CARD.id, due())
    elif due():
        hand(CASH.id, cash_asked(due(), step) + step * draw(st.integers(0, 200)))
    return tuple(handed)


# --- the bill ---


@given(cases())
def test_discount_parts_sum_to_the_whole(case: Case) -> None:
    bill = case.bill
    assert sum(each.ticket_off for each in bill.lines) == sum(bill.discounts)
    for each in bill.lines:
        assert each.list_amount - each.member_off - each.line_off - each.ticket_off == each.net
        assert min(each.member_off, each.line_off, each.ticket_off, each.net) >= 0


@given(cases())
def test_nothing_touches_prepaid_lines(case: Case) -> None:
    for each in case.bill.lines:
        if each.item.kind is ItemKind.PREPAID:
            assert each.net == each.item.price * each.line.quantity


def exact_tax(rate_ppm: int, each: BillLine, prices: PriceBook) -> Fraction:
    """RULES 4 with rates as fractions."""
    rate = Fraction(rate_ppm, 1_000_000)
    if prices.tax_mode is TaxMode.EXCLUSIVE:
        return each.net * rate
    own = [tax for tax in prices.taxes if tax.id in each.item.tax_ids]
    held = sum((Fraction(tax.rate_ppm, 1_000_000) for tax in own), Fraction(0))
    return each.net / (1 + held) * rate


@given(cases())
def test_every_tax_is_rounded_once_as_set_and_its_parts_sum_to_it(case: Case) -> None:
    bill, prices = case.bill, case.prices
    for i, part in enumerate(bill.taxes):
        taxed = [each for each in bill.lines if part.tax.id in each.item.tax_ids]
        exact = [exact_tax(part.tax.rate_ppm, each, prices) for each in taxed]
        if prices.tax_rounding is TaxRounding.LINE:
            assert part.amount == sum(nearest(amount) for amount in exact)
        else:
            assert part.amount == nearest(sum(exact, Fraction(0)))
        assert sum(each.taxes[i] for each in bill.lines) == part.amount
        assert sum(each.taxes[i] for each in taxed) == part.amount
        assert part.base == sum(each.net for each in taxed)


@given(cases())
def test_the_total_is_the_net_and_what_lies_on_top(case: Case) -> None:
    bill = case.bill
    on_top = sum(part.amount for part in bill.taxes)
    expected = bill.net + (on_top if bill.tax_mode is TaxMode.EXCLUSIVE else 0)
    assert bill.total == sum(each.payable for each in bill.lines) == expected
    assert bill.total >= 0


# --- paid ---


@given(cases(), STEPS, st.data())
def test_payables_tips_and_cash_rounding_are_tenders_less_change(
    case: Case, step: int, data: st.DataObject
) -> None:
    bill = case.bill
    handed = data.draw(payments(bill.total, step))
    settled = settle(bill.total, handed, METHODS, cash_step=step)
    check_settled(settled)
    given_back = sum(taken.change for taken in settled.taken)
    tips = sum(tip.amount for tender in handed for tip in tender.tips)
    payables = sum(each.payable for each in bill.lines)
    assert payables + tips + settled.cash_rounding == sum(h.amount for h in handed) - given_back
    assert settled.due == 0
    entries = sale_entries(bill, settled, "A", STAFF)
    # What is prepaid is no revenue: what its lines deliver is owed instead, for the same money.
    owed = sum(
        each.payable - sum(each.taxes)
        if bill.tax_mode is TaxMode.EXCLUSIVE
        else each.net - sum(each.taxes)
        for each in bill.lines
        if each.item.kind is ItemKind.PREPAID
    )
    assert sum(entry.amount for entry in entries) == owed
    assert all(entry.amount for entry in entries)


def applied(settled: Settlement, is_cash: Callable[[TenderKind], bool]) -> int:
    return sum(taken.applied for taken in settled.taken if is_cash(taken.method.kind))


def check_parts(settled: Settlement, handed: Sequence[Handed], step: int) -> None:
    for tender, taken in zip(handed, settled.taken, strict=True):
        assert tender.amount - taken.change == taken.applied + tender.tip
        assert min(taken.applied, taken.change) >= 0
        assert taken.method.kind is TenderKind.CASH or not taken.change
        assert taken.method.kind is not TenderKind.CASH or not taken.change % step


@given(st.integers(0, 30_000), STEPS, st.data())
def test_only_the_cash_part_is_rounded_and_to_its_nearest_coins(
    total: int, step: int, data: st.DataObject
) -> None:
    handed = data.draw(payments(total, step))
    settled = settle(total, handed, METHODS, cash_step=step)
    check_parts(settled, handed, step)
    in_cash = applied(settled, lambda kind: kind is TenderKind.CASH)
    otherwise = applied(settled, lambda kind: kind is not TenderKind.CASH)
    cash_part = total - otherwise
    assert in_cash == step * nearest(Fraction(cash_part, step)) or not settled.cash_rounding
    assert settled.cash_rounding == in_cash - cash_part
    assert in_cash % step == 0
    if not any(taken.method.kind is TenderKind.CASH for taken in settled.taken):
        assert settled.cash_rounding == 0


@given(st.integers(0, 30_000), STEPS, st.data())
def test_what_is_not_yet_met_is_due(total: int, step: int, data: st.DataObject) -> None:
    handed = data.draw(payments(total, step))
    for count in range(len(handed) + 1):
        settled = settle(total, handed[:count], METHODS, cash_step=step)
        paid = sum(taken.applied for taken in settled.taken)
        assert total + settled.cash_rounding == paid + settled.due
        assert settled.due >= 0
