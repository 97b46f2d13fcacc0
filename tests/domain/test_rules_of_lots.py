"""RULES 15 and 19: what is taken from which lot, and to which lot it goes back.

Every expected figure is worked out by hand from the rule.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salon_pos.domain.expiry import ending, ends_soon
from salon_pos.domain.lots import (
    Back,
    Lot,
    Use,
    ended,
    give_back,
    good,
    held,
    last_good_day,
    pick,
    take,
    without,
)
from salon_pos.domain.receipt import Ending

MAY_31, JUNE_1, JUNE_2, JULY_1 = (
    date(2024, 5, 31),
    date(2024, 6, 1),
    date(2024, 6, 2),
    date(2024, 7, 1),
)
DECEMBER = date(2024, 12, 31)


# --- 15 ---


@pytest.mark.parametrize(("day", "is_good"), [(MAY_31, True), (JUNE_1, True), (JUNE_2, False)])
def test_rule_15_a_lot_is_good_to_the_end_of_its_last_business_day(
    day: date, is_good: bool
) -> None:
    lots = [Lot(1, 100, JUNE_1)]
    assert (held(good(lots, day)), held(ended(lots, day))) == ((100, 0) if is_good else (0, 100))


def test_rule_15_a_lot_without_a_day_never_ends() -> None:
    lot = Lot(1, 100)
    assert (good([lot], date.max), ended([lot], date.max)) == ((lot,), ())


@pytest.mark.parametrize(("days", "last"), [(None, None), (1, JUNE_2), (30, JULY_1)])
def test_rule_15_days_count_from_the_day_after(days: int | None, last: date | None) -> None:
    assert last_good_day(JUNE_1, days) == last


def test_rule_15_taken_soonest_to_expire_then_oldest_and_never_ending_last() -> None:
    lots = [
        Lot(1, 10),
        Lot(2, 10, DECEMBER, unit_value=7),
        Lot(5, 10, JUNE_1),
        Lot(4, 10, JUNE_1),
        Lot(3, 0, MAY_31),
    ]
    assert take(lots, 35) == (
        Use(4, 10, JUNE_1),
        Use(5, 10, JUNE_1),
        Use(2, 10, DECEMBER, unit_value=7),
        Use(1, 5),
    )
    assert pick(lots, 12) == ((4, 10), (5, 2))


def test_rule_15_nothing_is_taken_for_nothing() -> None:
    assert take([Lot(1, 10)], 0) == take([], 0) == ()


@pytest.mark.parametrize("amount", [-1, 11])
def test_rule_15_a_lot_gives_no_more_than_it_holds(amount: int) -> None:
    with pytest.raises(ValueError, match=r"-1|1 less"):
        take([Lot(1, 10)], amount)


def test_rule_15_what_is_left_after_two_uses_of_one_lot() -> None:
    lots = (Lot(1, 100, JUNE_1, unit_value=3), Lot(2, 50))
    left = without(lots, [Use(1, 30, JUNE_1), Use(2, 50), Use(1, 20, JUNE_1)])
    assert left == (Lot(1, 50, JUNE_1, unit_value=3), Lot(2, 0))


# --- 19 ---

TAKEN = (Use(4, 100, JUNE_1), Use(2, 60, DECEMBER), Use(1, 40))


@pytest.mark.parametrize(
    ("amount", "before", "backs"),
    [
        (0, 0, ()),
        (30, 0, (Back(1, 30),)),
        (70, 0, (Back(1, 40), Back(2, 30))),
        # 70 went back before: all of lot 1, 30 of the 60 of lot 2.
        (50, 70, (Back(2, 30), Back(4, 20))),
        (80, 120, (Back(4, 80),)),
        (0, 200, ()),
        (200, 0, (Back(1, 40), Back(2, 60), Back(4, 100))),
    ],
)
def test_rule_19_what_was_taken_last_goes_back_first(
    amount: int, before: int, backs: tuple[Back, ...]
) -> None:
    assert give_back(TAKEN, amount, before=before, day=MAY_31) == backs


def test_rule_19_on_its_last_day_a_lot_still_takes_it_back() -> None:
    assert give_back(TAKEN, 100, before=100, day=JUNE_1) == (Back(4, 100),)


def test_rule_19_what_an_ended_lot_would_get_goes_to_a_child_for_30_days() -> None:
    # 2 June + 30 days is 2 July; lots 2 and 1 are still good.
    assert give_back(TAKEN, 150, before=0, day=JUNE_2) == (
        Back(1, 40),
        Back(2, 60),
        Back(4, 50, child_expires=date(2024, 7, 2)),
    )


def test_rule_19_how_long_a_child_is_good_is_a_setting() -> None:
    (back,) = give_back(TAKEN, 10, before=190, day=JUNE_2, grace_days=7)
    assert back == Back(4, 10, child_expires=date(2024, 6, 9))


def test_rule_19_a_session_goes_back_at_its_unit_value() -> None:
    uses = (Use(8, 2, JUNE_1, unit_value=16_667), Use(9, 1, JUNE_1, unit_value=16_666))
    assert give_back(uses, 2, before=0, day=JUNE_2) == (
        Back(9, 1, child_expires=date(2024, 7, 2), unit_value=16_666),
        Back(8, 1, child_expires=date(2024, 7, 2), unit_value=16_667),
    )


@pytest.mark.parametrize(("amount", "before"), [(-1, 0), (1, -1), (201, 0), (1, 200), (101, 100)])
def test_rule_19_no_more_goes_back_than_was_taken(amount: int, before: int) -> None:
    with pytest.raises(ValueError, match="given back"):
        give_back(TAKEN, amount, before=before, day=MAY_31)


# --- whatever the lots ---

DAYS = st.none() | st.dates(date(2024, 1, 1), date(2024, 12, 31))


@st.composite
def drawn_lots(draw: st.DrawFn) -> tuple[Lot, ...]:
    ids = draw(st.lists(st.integers(1, 99), max_size=6, unique=True))
    return tuple(Lot(id_, draw(st.integers(0, 10**6)), draw(DAYS)) for id_ in ids)


def by_lot(parts: Sequence[Use | Back]) -> Counter[int]:
    amounts: Counter[int] = Counter()
    for part in parts:
        amounts[part.lot_id] += part.amount
    return amounts


@given(st.data(), drawn_lots())
def test_rule_15_what_is_taken_and_what_is_left_is_what_there_was(
    data: st.DataObject, lots: tuple[Lot, ...]
) -> None:
    amount = data.draw(st.integers(0, sum(lot.left for lot in lots)))
    uses = take(lots, amount)
    left = {lot.id: lot.left for lot in without(lots, uses)}
    taken = by_lot(uses)
    assert sum(taken.values()) == amount
    assert all(use.amount > 0 for use in uses)
    for lot in lots:
        assert left[lot.id] >= 0
        assert taken[lot.id] + left[lot.id] == lot.left
    # Whoever gave something was not passed over by one that ends later: those before are empty.
    order = sorted(lots, key=lambda lot: (lot.expires is None, lot.expires or JUNE_1, lot.id))
    given_last = max((i for i, lot in enumerate(order) if taken[lot.id]), default=0)
    assert all(not left[lot.id] for lot in order[:given_last])


@given(st.data(), drawn_lots(), st.dates(date(2024, 1, 1), date(2025, 1, 1)))
def test_rule_19_in_any_parts_every_lot_gets_back_exactly_what_it_gave(
    data: st.DataObject, lots: tuple[Lot, ...], day: date
) -> None:
    uses = take(lots, data.draw(st.integers(0, sum(lot.left for lot in lots))))
    total, before, backs = sum(use.amount for use in uses), 0, []
    while before < total:
        part = data.draw(st.integers(1, total - before))
        some = give_back(uses, part, before=before, day=day, grace_days=30)
        assert sum(back.amount for back in some) == part
        backs += some
        before += part
    assert by_lot(backs) == by_lot(uses)
    ends = {lot.id: lot.expires for lot in lots}
    for back in backs:
        expires = ends[back.lot_id]
        is_over = expires is not None and expires < day
        assert back.child_expires == (day + timedelta(days=30) if is_over else None)


# --- 15: what ends soon ---


def test_rule_15_what_ends_soon_is_what_has_the_soonest_day() -> None:
    """From 2 June, 60 days on is 1 August."""
    august_1, august_2 = date(2024, 8, 1), date(2024, 8, 2)
    lots = (Lot(1, 5, august_1), Lot(2, 7, JULY_1), Lot(3, 2, JULY_1), Lot(4, 9), Lot(5, 4, MAY_31))
    assert ending(lots, JUNE_2) == Ending(JULY_1, 9)
    assert ending(lots[:1], JUNE_2) == Ending(august_1, 5)
    assert ending((Lot(1, 5, august_2), Lot(2, 0, JULY_1)), JUNE_2) is None
    assert ending((), JUNE_2) is None


@pytest.mark.parametrize(
    ("expires", "is_soon"),
    [(None, False), (JUNE_1, False), (JUNE_2, True), (date(2024, 8, 1), True),
     (date(2024, 8, 2), False)],
)  # fmt: skip
def test_rule_15_soon_is_within_sixty_days(expires: date | None, is_soon: bool) -> None:
    assert ends_soon(expires, JUNE_2) is is_soon
