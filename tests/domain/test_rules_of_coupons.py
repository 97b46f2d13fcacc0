"""RULES 1-3 and PRODUCT's order of price: what a voucher with conditions takes off, and when."""

from dataclasses import replace

import pytest

from salon_pos.domain.catalog import Benefit, DiscountReason, ItemKind
from salon_pos.domain.coupons import Coupon, check_coupon
from salon_pos.domain.limits import given_discounts
from salon_pos.domain.pricing import Bill, price
from salon_pos.domain.ticket import Discount, Line, Ticket, merge, move_lines, remove_line
from salon_pos.domain.ticket_json import from_json, to_json
from tests.domain.making import book, item, line, refused, ticket

FIFTH = Coupon("c", "CODE", "Spring", percent_bp=2_000)


def bill(coupon: Coupon | None, *lines: Line, discounts: tuple[Discount, ...] = ()) -> Bill:
    """Item 1 costs 100.00 (90.00 to members), 2 costs 33.33, 3 is prepaid at 50.00."""
    items = (item(1, 10_000), item(2, 3_333), item(3, 5_000, kind=ItemKind.PREPAID))
    prices = replace(book(*items), benefits={1: Benefit(member_price=9_000)}, coupon=coupon)
    asked = replace(ticket(*lines), coupon="c", discounts=discounts)
    return price(asked, prices)


def test_a_percent_comes_after_the_member_price_and_half_up_on_each_line() -> None:
    """20 % of 90.00 and of 33.33 (6.666)."""
    priced = bill(FIFTH, line(1), line(2))
    assert [one.coupon_off for one in priced.lines] == [1_800, 667]
    assert [one.ticket_off for one in priced.lines] == [1_800, 667]
    assert (priced.coupon_off, priced.total) == (2_467, 9_000 + 3_333 - 2_467)


def test_an_amount_is_shared_over_what_it_is_for() -> None:
    """10.00 over 90.00 and 33.33: 7.297 and 2.703."""
    priced = bill(replace(FIFTH, percent_bp=0, amount=1_000), line(1), line(2), line(3))
    assert [one.coupon_off for one in priced.lines] == [730, 270, 0]


def test_it_takes_no_more_than_there_is() -> None:
    priced = bill(replace(FIFTH, percent_bp=0, amount=99_999), line(2), line(3))
    assert (priced.coupon_off, priced.total) == (3_333, 5_000)


def test_it_may_be_for_some_items_alone() -> None:
    priced = bill(replace(FIFTH, item_ids=frozenset({2})), line(1), line(2))
    assert [one.coupon_off for one in priced.lines] == [0, 667]


def test_below_the_least_it_takes_nothing_and_says_how_much_is_missing() -> None:
    """The least is of what it is for, after the member price: 33.33 of 100.00."""
    wanting = replace(FIFTH, item_ids=frozenset({2}), least=10_000)
    priced = bill(wanting, line(1), line(2))
    assert (priced.coupon_off, priced.coupon_missing, priced.total) == (0, 6_667, 12_333)
    # Three cost 99.99, and that is not enough; four are.
    assert bill(wanting, line(2, 3)).coupon_missing == 1
    assert bill(wanting, line(2, 4)).coupon_off == 2_666  # 20 % of 133.32 is 26.664


def test_with_nothing_it_is_for_it_is_missing_something() -> None:
    only_two = bill(replace(FIFTH, item_ids=frozenset({2})), line(1))
    assert (only_two.coupon_missing, only_two.is_coupon_idle) == (1, True)
    assert only_two.coupon_for == ("item 2",)


def test_discounts_by_hand_come_after_it() -> None:
    """90.00 less 20 % is 72.00; half of that off the line; then 10 % of what is left off all."""
    half = replace(line(1), discount=Discount(7, percent_bp=5_000))
    priced = bill(FIFTH, half, discounts=(Discount(7, percent_bp=1_000),))
    (only,) = priced.lines
    assert (only.member_off, only.coupon_off, only.line_off) == (1_000, 1_800, 3_600)
    assert (priced.discounts, only.ticket_off, priced.total) == ((360,), 2_160, 3_240)
    on_line, on_ticket = given_discounts(
        replace(ticket(half), discounts=(Discount(7, percent_bp=1_000),)), priced,
        {7: DiscountReason(7, "Regular client")},
    )  # fmt: skip
    assert (on_line.taken_from, on_ticket.taken_from) == (7_200, 3_600)


def test_one_that_may_not_be_used_is_refused() -> None:
    with refused("coupon_gone", "coupon"):
        bill(None, line(1))


@pytest.mark.parametrize(
    ("wrong", "key", "field"),
    [
        (Coupon("c", "", " ", percent_bp=1), "name_missing", "name"),
        (Coupon("c", "", "x"), "percent_or_amount", "amount"),
        (Coupon("c", "", "x", percent_bp=1, amount=1), "percent_or_amount", "amount"),
        (Coupon("c", "", "x", percent_bp=10_001), "bad_percent", "percent_bp"),
        (Coupon("c", "", "x", percent_bp=-1), "bad_percent", "percent_bp"),
        (Coupon("c", "", "x", amount=-1), "bad_face", "amount"),
        (Coupon("c", "", "x", amount=1, least=-1), "bad_least", "least"),
    ],
)
def test_what_no_voucher_can_be(wrong: Coupon, key: str, field: str) -> None:
    with refused(key, field):
        check_coupon(wrong)


def test_it_goes_with_the_last_line_and_is_not_merged() -> None:
    one = replace(ticket(line(1)), coupon="c")
    assert remove_line(one, one.lines[0].uid).coupon == ""
    other = replace(ticket(line(2)), uid="other")
    left, moved = move_lines(one, other, frozenset({one.lines[0].uid}))
    assert (left.coupon, moved.coupon) == ("", "")
    with refused("merge_discounted"):
        merge(other, one)


def test_the_ticket_is_kept_with_it() -> None:
    one: Ticket = replace(ticket(line(1)), coupon="c")
    assert from_json(to_json(one)) == one
