"""Which discounts need a manager: one's own limit is not passed in small steps or by detours."""

from dataclasses import replace
from typing import Any

import pytest

from salon_pos.domain.catalog import (
    Benefit,
    DiscountReason,
    Item,
    ItemKind,
    PriceBook,
    PriceCell,
    Pricing,
)
from salon_pos.domain.coupons import Coupon
from salon_pos.domain.limits import Given, coupon_worth, given_discounts
from salon_pos.domain.pricing import price
from salon_pos.domain.ticket import Discount, Ticket
from tests.domain.making import book, item, line, refused, ticket

FREE = DiscountReason(1, "complaint")
TENTH = DiscountReason(2, "staff price", limit_bp=1000)
FIVER = DiscountReason(3, "regular", limit_amount=500)
BOTH = DiscountReason(4, "birthday", limit_bp=1000, limit_amount=500)
NEVER = DiscountReason(5, "owner's", limit_bp=0)
GONE = DiscountReason(6, "summer", retired=True)
REASONS = {reason.id: reason for reason in (FREE, TENTH, FIVER, BOTH, NEVER, GONE)}


def given(one: Ticket, prices: PriceBook) -> tuple[Given, ...]:
    return given_discounts(one, price(one, prices), REASONS)


@pytest.mark.parametrize(
    ("reason", "percent_bp", "amount", "needs_manager"),
    [
        (FREE, 10000, 0, False),
        (TENTH, 1000, 0, False),
        (TENTH, 1001, 0, True),
        (TENTH, 0, 3330, False),
        (TENTH, 0, 3331, True),
        (FIVER, 0, 500, False),
        (FIVER, 0, 501, True),
        (FIVER, 10000, 0, True),
        (BOTH, 0, 500, False),
        (BOTH, 1000, 0, True),  # 10 %, but 33.30
        (NEVER, 1, 0, True),
    ],
)
def test_a_discount_above_its_reasons_limit_needs_a_manager(
    reason: DiscountReason, percent_bp: int, amount: int, needs_manager: bool
) -> None:
    discount = Discount(reason.id, percent_bp=percent_bp, amount=amount)
    prices = book(item(1, 33300))
    on_line = given(ticket(replace(line(1), discount=discount)), prices)
    on_ticket = given(replace(ticket(line(1)), discounts=(discount,)), prices)
    assert [each.needs_manager for each in (*on_line, *on_ticket)] == [needs_manager] * 2
    assert [each.line_uid for each in (*on_line, *on_ticket)] == ["1", ""]


def test_the_limit_itself_typed_as_a_percent_is_within_it_however_it_rounds() -> None:
    # 10 % of 0.05 is 0.005, rounded to 0.01: more than a tenth, yet the tenth that was typed.
    one = ticket(replace(line(1), discount=Discount(TENTH.id, percent_bp=1000)))
    (only,) = given(one, book(item(1, 5)))
    assert (only.amount, only.taken_from, only.needs_manager) == (1, 5, False)


def test_a_limit_counts_from_what_the_benefit_left() -> None:
    # 100.00 at the member price of 50.00: a tenth is 5.00.
    prices = replace(book(item(1, 10000)), benefits={1: Benefit(member_price=5000)})
    for amount, needs_manager in ((500, False), (501, True)):
        one = ticket(replace(line(1), discount=Discount(TENTH.id, amount=amount)))
        (only,) = given(one, prices)
        assert (only.taken_from, only.needs_manager) == (5000, needs_manager)


def test_prepaid_lines_lift_no_limit() -> None:
    # Half the haircut is a half, though only a twentieth of all that is paid.
    prices = book(item(1, 10000), item(2, 100000, kind=ItemKind.PREPAID))
    one = replace(ticket(line(1), line(2)), discounts=(Discount(TENTH.id, percent_bp=5000),))
    (only,) = given(one, prices)
    assert (only.amount, only.taken_from, only.needs_manager) == (5000, 10000, True)


def test_the_same_reason_given_twice_on_the_whole_counts_together() -> None:
    tenth = Discount(TENTH.id, percent_bp=1000)
    once, twice = given(replace(ticket(line(1)), discounts=(tenth, tenth)), book(item(1, 10000)))
    assert (once.amount, once.taken_from, once.needs_manager) == (1000, 10000, False)
    assert (twice.amount, twice.taken_from, twice.needs_manager) == (900, 9000, True)
    in_steps = (Discount(FIVER.id, amount=300), Discount(FIVER.id, amount=200))
    within = given(replace(ticket(line(1)), discounts=in_steps), book(item(1, 10000)))
    assert [each.needs_manager for each in within] == [False, False]
    above = (*in_steps, Discount(FIVER.id, amount=1))
    third = given(replace(ticket(line(1)), discounts=above), book(item(1, 10000)))[2]
    assert third.needs_manager


def test_another_reason_counts_from_what_the_first_left() -> None:
    two = (Discount(FREE.id, amount=5000), Discount(TENTH.id, amount=501))
    _, second = given(replace(ticket(line(1)), discounts=two), book(item(1, 10000)))
    assert (second.taken_from, second.needs_manager) == (5000, True)


@pytest.mark.parametrize("reason_id", [GONE.id, 99])
def test_a_reason_that_is_not_in_use_is_refused(reason_id: int) -> None:
    discount = Discount(reason_id, amount=1)
    for one in (
        ticket(replace(line(1), discount=discount)),
        replace(ticket(line(1)), discounts=(discount,)),
    ):
        with refused("reason_unknown", "reason"):
            given(one, book(item(1, 1000)))


@pytest.mark.parametrize(
    ("conditions", "worth"),
    [
        ({"amount": 700}, 700),
        ({"amount": 700, "item_ids": frozenset({1})}, 700),
        ({"percent_bp": 1_000}, 334),  # of 33.35, half up
        ({"percent_bp": 1_000, "item_ids": frozenset({1})}, 100),
        ({"percent_bp": 10_000, "item_ids": frozenset({9})}, 0),
    ],
)
def test_what_a_voucher_is_worth_to_who_gets_it(conditions: Any, worth: int) -> None:
    """Of a matrix the dearest price counts; prepaid is never lowered."""
    cells = (PriceCell(500), PriceCell(3_335, level_id=1))
    items = (
        Item(1, "wash", price=1_000),
        Item(2, "cut", pricing=Pricing.LEVEL, price=2_000, cells=cells),
        Item(3, "top-up", ItemKind.PREPAID, price=100_000),
    )
    assert coupon_worth(Coupon("c", "", "x", **conditions), items) == worth
