"""Whole minor units: one way to round, shares that sum to the whole, and amounts as typed."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salon_pos.domain.money import (
    BASIS_POINTS,
    CURRENCIES,
    half_up,
    parse_decimal,
    parse_money,
    share,
    to_step,
)
from salon_pos.domain.ticket import equal_credit
from tests.domain.making import refused

# --- rounding ---


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        (Fraction(0), 0),
        (Fraction(49, 100), 0),
        (Fraction(1, 2), 1),
        (Fraction(3, 2), 2),
        (Fraction(5, 2), 3),
        (Fraction(-1, 2), -1),
        (Fraction(-49, 100), 0),
        (Fraction(-5, 2), -3),
        (Fraction(7), 7),
        (Fraction(10**20 + 1, 2), 5 * 10**19 + 1),
    ],
)
def test_a_half_goes_away_from_zero(exact: Fraction, rounded: int) -> None:
    assert half_up(exact) == rounded


@pytest.mark.parametrize(
    ("amount", "step", "rounded"),
    [
        (0, 5, 0),
        (1, 5, 0),
        (2, 5, 0),
        (3, 5, 5),
        (4, 5, 5),
        (5, 10, 10),
        (4, 10, 0),
        (3424, 5, 3425),
        (3422, 5, 3420),
        (3424, 1, 3424),
        (-3, 5, -5),
    ],
)
def test_an_amount_is_rounded_half_up_to_the_step(amount: int, step: int, rounded: int) -> None:
    assert to_step(amount, step) == rounded


# --- shares ---


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (0, [1, 2], (0, 0)),
        (1, [1, 1], (1, 0)),
        (100, [1, 1, 1], (34, 33, 33)),
        (101, [1, 1, 1], (34, 34, 33)),
        (10, [1, 2], (3, 7)),  # 3.33 and 6.67: the larger remainder gets the odd one
        (7, [0, 0, 0], (7, 0, 0)),
        (7, [0, 1, 0], (0, 7, 0)),
        (-100, [1, 1, 1], (-34, -33, -33)),
        (2, [Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)], (1, 1, 0)),  # 1, 0.67, 0.33
        (5, [], ()),
    ],
)
def test_a_share_goes_to_the_largest_remainders_and_of_equals_to_the_earlier(
    total: int, weights: list[int | Fraction], parts: tuple[int, ...]
) -> None:
    assert share(total, weights) == parts


def test_a_share_by_a_negative_weight_is_a_bug() -> None:
    with pytest.raises(ValueError, match="never negative"):
        share(10, [3, -1])


WHOLE_WEIGHTS = st.integers(0, 50)
WEIGHTS = st.one_of(
    WHOLE_WEIGHTS, st.fractions(min_value=0, max_value=50, max_denominator=1_000_000)
)


@given(st.integers(-(10**6), 10**6), st.lists(WEIGHTS, min_size=1, max_size=12))
def test_shares_sum_to_the_whole_and_none_is_a_unit_off(
    total: int, weights: list[int | Fraction]
) -> None:
    parts = share(total, weights)
    assert sum(parts) == total
    whole = sum(weights)
    if not whole:
        assert parts == (total, *[0] * (len(weights) - 1))
        return
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(total) * weight / whole) < 1


@given(st.integers(0, 1000), st.lists(WHOLE_WEIGHTS, min_size=2, max_size=8))
def test_who_gets_an_odd_unit_had_the_larger_remainder_or_came_earlier(
    total: int, weights: list[int]
) -> None:
    if not sum(weights):
        return
    exact = [Fraction(total * weight, sum(weights)) for weight in weights]
    parts = share(total, weights)
    lifted = [part > e for part, e in zip(parts, exact, strict=True)]
    remainder = [e - int(e) for e in exact]
    for i, up in enumerate(lifted):
        for j, other_up in enumerate(lifted):
            if up and not other_up and remainder[j]:
                assert (-remainder[i], i) < (-remainder[j], j)


@given(st.integers(0, 60))
def test_sales_credit_in_equal_parts_sums_to_exactly_100_percent(people: int) -> None:
    credit = equal_credit(tuple(range(people)))
    parts = [each.part_bp for each in credit]
    assert [each.staff_id for each in credit] == list(range(people))
    assert sum(parts) == (BASIS_POINTS if people else 0)
    assert parts == sorted(parts, reverse=True)
    assert not parts or parts[0] - parts[-1] <= 1


# --- typed amounts ---

CNY, TWD = CURRENCIES["CNY"], CURRENCIES["TWD"]


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("128", 12800),
        ("128.5", 12850),
        ("128.50", 12850),
        ("0", 0),
        ("0.05", 5),
        (".5", 50),
        ("5.", 500),
        ("007", 700),
        ("  36 ", 3600),
        ("\u300036\u3000", 3600),  # the wide space a Chinese input method types
        ("1,234.50", 123450),
        ("1,234,567", 123456700),
        ("１２８．５", 12850),
        ("１，２３４", 123400),
        ("128。5", 12850),
        ("999999999999.99", 99999999999999),
    ],
)
def test_an_amount_is_read_as_it_is_typed(text: str, minor: int) -> None:
    assert parse_money(text, CNY, field="amount") == minor


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ".",
        ",",
        "1.2.3",
        "-5",
        "−5",
        "+5",
        "1e5",
        "٣",
        "三",
        "½",
        "²",
        "1 234",
        "¥5",
        "12,50",  # a decimal comma must not become 1,250
        "1,2",
        "1234,567",
        ",123",
        "1,,234",
        "1.234,5",
        "1.005",
        "0x10",
        "NaN",
        "6901234567892",  # a barcode scanned into an amount
        "5\n6",
    ],
)
def test_what_is_no_amount_is_refused_beside_its_field(text: str) -> None:
    with refused("not_a_number", "amount"):
        parse_money(text, CNY, field="amount")


def test_a_currency_without_minor_units_takes_no_decimals() -> None:
    assert parse_money("1,500", TWD, field="price") == 1500
    assert TWD.unit == 1
    for text in ("1500.5", "1500.0"):
        with refused("not_a_number", "price"):
            parse_money(text, TWD, field="price")


@pytest.mark.parametrize(
    ("text", "digits", "number"),
    [("9.975", 4, 99750), ("5", 4, 50000), ("15", 2, 1500), ("3", 0, 3), ("3.", 0, 3)],
)
def test_a_decimal_counts_its_last_digit(text: str, digits: int, number: int) -> None:
    assert parse_decimal(text, digits=digits, field="rate") == number


@given(st.integers(0, 10**14 - 1))
def test_every_amount_is_read_back_from_its_own_writing(minor: int) -> None:
    assert parse_money(f"{minor // 100:,}.{minor % 100:02}", CNY, field="amount") == minor
