"""How the unit price of an item comes about, and what has no price."""

from dataclasses import replace

import pytest

from salon_pos.domain.catalog import HairLength, Item, PriceCell, Pricing
from salon_pos.domain.pricing import price, unit_price
from salon_pos.domain.ticket import Credit, Line
from tests.domain.making import book, item, line, refused, ticket

SENIOR, DIRECTOR = 1, 2
AMY, BOB, CAT = 11, 12, 13
LEVELS: dict[int, int | None] = {AMY: SENIOR, BOB: DIRECTOR, CAT: None}


def led_by(staff_id: int | None, length: HairLength | None = None) -> Line:
    staff = (Credit(staff_id),) if staff_id else ()
    return replace(line(1), staff=staff, length=length)


def asked(priced: Item, one: Line) -> int:
    return unit_price(one, priced, replace(book(priced), levels=LEVELS))


BY_LEVEL = replace(
    item(1, 8000),
    pricing=Pricing.LEVEL,
    cells=(PriceCell(10000, level_id=SENIOR), PriceCell(15000, level_id=DIRECTOR)),
)


@pytest.mark.parametrize(
    ("staff_id", "unit"), [(AMY, 10000), (BOB, 15000), (CAT, 8000), (99, 8000), (None, 8000)]
)
def test_a_price_by_level_follows_who_leads(staff_id: int | None, unit: int) -> None:
    assert asked(BY_LEVEL, led_by(staff_id)) == unit


def test_the_first_of_several_leads() -> None:
    shared = replace(line(1), staff=(Credit(BOB, 4000), Credit(AMY, 6000)))
    assert asked(BY_LEVEL, shared) == 15000


def test_a_price_by_staff_member_is_theirs_alone() -> None:
    by_staff = replace(
        item(1, 8000), pricing=Pricing.STAFF, cells=(PriceCell(12000, staff_id=AMY),)
    )
    assert [asked(by_staff, led_by(who)) for who in (AMY, BOB, None)] == [12000, 8000, 8000]


@pytest.mark.parametrize(
    ("staff_id", "length", "unit"),
    [
        (AMY, HairLength.LONG, 20000),  # the cell that names both
        (BOB, HairLength.LONG, 18000),  # the cell that names the length only
        (AMY, HairLength.SHORT, 10000),  # the cell that names the level only
        (BOB, HairLength.SHORT, 8000),  # none: the base price
    ],
)
def test_the_most_specific_cell_counts(staff_id: int, length: HairLength, unit: int) -> None:
    matrix = replace(
        item(1, 8000),
        pricing=Pricing.LENGTH_LEVEL,
        cells=(
            PriceCell(10000, level_id=SENIOR),
            PriceCell(18000, length=HairLength.LONG),
            PriceCell(20000, level_id=SENIOR, length=HairLength.LONG),
        ),
    )
    assert asked(matrix, led_by(staff_id, length)) == unit


def test_a_price_by_length_needs_the_length() -> None:
    by_length = replace(item(1, 8000), pricing=Pricing.LENGTH_LEVEL)
    with refused("length_missing", "length"):
        asked(by_length, led_by(AMY))


def test_a_fixed_price_is_not_touched_by_a_matrix_left_from_before() -> None:
    fixed = replace(BY_LEVEL, pricing=Pricing.FIXED)
    assert (asked(fixed, led_by(AMY)), fixed.from_price) == (8000, 8000)
    assert BY_LEVEL.from_price == 10000


def test_an_open_price_is_typed_and_no_other_is() -> None:
    opened = replace(item(1, 0), pricing=Pricing.OPEN)
    assert asked(opened, replace(line(1), typed_price=0)) == 0
    assert asked(opened, replace(line(1), typed_price=6800)) == 6800
    with refused("price_missing", "price"):
        price(ticket(line(1)), book(opened))
    assert asked(item(1, 8000), replace(line(1), typed_price=1)) == 8000


def test_an_item_that_is_gone_is_refused_by_name() -> None:
    with refused("item_gone"):
        price(ticket(line(1)), book(item(1, 1000, retired=True)))
    with refused("item_gone"):
        price(ticket(line(2)), book(item(1, 1000)))


def test_a_line_of_the_bill_is_found_by_its_uid() -> None:
    bill = price(ticket(line(1), line(2)), book(item(1, 1000), item(2, 2000)))
    assert bill.line("2").net == 2000
    with pytest.raises(KeyError):
        bill.line("3")


def test_an_empty_ticket_costs_nothing() -> None:
    bill = price(ticket(), book(item(1, 1000)))
    assert (bill.lines, bill.total) == ((), 0)
