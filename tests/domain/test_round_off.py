"""抹零: the smallest discount that brings the total down to a round amount."""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from salon_pos.domain.catalog import ItemKind, PriceBook, Tax, TaxMode, TaxRounding
from salon_pos.domain.pricing import price
from salon_pos.domain.round_off import round_off
from salon_pos.domain.ticket import Discount, Ticket
from tests.domain.making import GST, PST, VAT, book, item, line, refused, ticket

REASON = 9


def rounded(one: Ticket, prices: PriceBook, step: int = 100) -> Ticket:
    return round_off(one, prices, step=step, reason_id=REASON)


@pytest.mark.parametrize(
    ("mode", "taxes", "step", "off", "total"),
    [
        # 128.50 goes to 128.00, to 120.00 in tens.
        (TaxMode.NONE, (), 100, 50, 12800),
        (TaxMode.NONE, (), 1000, 850, 12000),
        # Prices that hold their tax: the same.
        (TaxMode.INCLUSIVE, (VAT,), 100, 50, 12800),
        # 128.50 + 5 % (6.425) = 134.93. Off 0.88: 127.62 + 6.381 = 134.00; off 0.87: 134.01.
        (TaxMode.EXCLUSIVE, (GST,), 100, 88, 13400),
    ],
)
def test_the_total_comes_down_to_a_round_amount(
    *, mode: TaxMode, taxes: tuple[Tax, ...], step: int, off: int, total: int
) -> None:
    prices = book(item(1, 12850, *taxes), taxes=taxes, mode=mode)
    down = rounded(ticket(line(1)), prices, step)
    assert down.discounts == (Discount(REASON, amount=off),)
    assert price(down, prices).total == total


def test_a_total_that_is_round_carries_none() -> None:
    assert rounded(ticket(line(1)), book(item(1, 12800))).discounts == ()
    assert rounded(ticket(), book()).discounts == ()


def test_an_earlier_rounding_off_is_replaced_and_other_discounts_stay() -> None:
    prices = book(item(1, 12850), item(2, 330))
    other = Discount(7, amount=20)
    first = rounded(replace(ticket(line(1)), discounts=(other,)), prices)
    assert first.discounts == (other, Discount(REASON, amount=30))
    # 128.50 + 3.30 − 0.20 = 131.60
    again = rounded(replace(first, lines=(*first.lines, line(2))), prices)
    assert again.discounts == (other, Discount(REASON, amount=60))
    # 131.60 + 1.40 = 133.00: nothing to take off any more.
    tuned = book(item(1, 12850), item(2, 330), item(3, 140))
    assert rounded(replace(again, lines=(*again.lines, line(3))), tuned).discounts == (other,)


def test_where_tax_cents_leave_a_gap_the_total_lies_just_below() -> None:
    # At 100 % tax every total is even: 2.08 cannot go to 2.05, and 2.04 is the nearest below.
    double = Tax(5, "double", 1_000_000)
    prices = book(item(1, 104, double), taxes=(double,), mode=TaxMode.EXCLUSIVE)
    down = rounded(ticket(line(1)), prices, 5)
    assert down.discounts == (Discount(REASON, amount=2),)
    assert price(down, prices).total == 204


def test_prepaid_lines_keep_their_price() -> None:
    top_up = item(2, 100050, kind=ItemKind.PREPAID)
    # 1,000.50 + 128.20 = 1,128.70: the haircut gives way by 0.70.
    prices = book(item(1, 12820), top_up)
    down = rounded(ticket(line(1), line(2)), prices)
    assert down.discounts == (Discount(REASON, amount=70),)
    assert price(down, prices).total == 112800
    with refused("nothing_to_round_off"):
        rounded(ticket(line(2)), prices)
    with refused("nothing_to_round_off"):  # 0.20 cannot give 0.70
        rounded(ticket(line(1), line(2)), book(item(1, 20), top_up))


@st.composite
def open_tickets(draw: st.DrawFn) -> tuple[Ticket, PriceBook]:
    prices = draw(st.lists(st.integers(0, 300), min_size=1, max_size=5))
    items = [
        item(item_id, asked, *draw(st.sets(st.sampled_from([GST, PST, VAT]))))
        for item_id, asked in enumerate(prices)
    ]
    listed = book(
        *items,
        taxes=(GST, PST, VAT),
        mode=draw(st.sampled_from(TaxMode)),
        rounding=draw(st.sampled_from(TaxRounding)),
    )
    return ticket(*(line(each.id) for each in items)), listed


def uneven() -> tuple[Ticket, PriceBook]:
    """2.41 of small lines, some at 21 % rounded per line: 0.37 off gives 2.00, and 0.38 more."""
    taxed = {3, 15, 47}
    asked = (3, 15, 57, 3, 55, 47, 19, 27)
    items = [
        item(number, each, *([VAT] if each in taxed else [])) for number, each in enumerate(asked)
    ]
    prices = book(*items, taxes=(VAT,), mode=TaxMode.EXCLUSIVE, rounding=TaxRounding.LINE)
    return ticket(*(line(each.id) for each in items)), prices


@given(open_tickets(), st.sampled_from([5, 10, 50, 100]))
@example(uneven(), 50)
def test_no_smaller_discount_reaches_the_round_amount(
    case: tuple[Ticket, PriceBook], step: int
) -> None:
    one, prices = case
    before = price(one, prices).total
    target = before - before % step
    down = rounded(one, prices, step)
    assert price(down, prices).total <= target
    taken = sum(discount.amount for discount in down.discounts)
    assert bool(taken) == (target != before)
    for less in range(1, taken):
        smaller = replace(one, discounts=(Discount(REASON, amount=less),))
        assert price(smaller, prices).total > target
