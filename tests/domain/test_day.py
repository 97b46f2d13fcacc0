"""The business day around its cut-off, at the other end of the world, and when clocks change."""

from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salon_pos.domain.day import business_day

SHANGHAI, VANCOUVER = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/Vancouver")
SYDNEY, HAVANA = ZoneInfo("Australia/Sydney"), ZoneInfo("America/Havana")


@pytest.mark.parametrize(
    ("hour", "minute", "second", "cutoff", "day"),
    [
        (3, 59, 59, 240, 1),
        (4, 0, 0, 240, 2),
        (0, 0, 0, 240, 1),
        (23, 59, 59, 240, 2),
        (0, 0, 0, 0, 2),
        (11, 59, 59, 720, 1),
        (12, 0, 0, 720, 2),
    ],
)
def test_a_day_ends_at_its_cut_off(
    *, hour: int, minute: int, second: int, cutoff: int, day: int
) -> None:
    at = datetime(2024, 5, 2, hour, minute, second, tzinfo=SHANGHAI)
    assert business_day(at, SHANGHAI, cutoff) == date(2024, 5, day)


def test_a_night_belongs_to_the_month_and_year_it_began_in() -> None:
    at = datetime(2024, 1, 1, 1, 30, tzinfo=SHANGHAI)
    assert business_day(at, SHANGHAI, 240) == date(2023, 12, 31)


def test_an_instant_counts_by_the_salons_own_clock() -> None:
    at = datetime(2024, 5, 1, 20, 30, tzinfo=UTC)  # 04:30 on the 2nd in Shanghai, 13:30 out west
    assert business_day(at, SHANGHAI, 240) == date(2024, 5, 2)
    assert business_day(at, VANCOUVER, 240) == date(2024, 5, 1)


@pytest.mark.parametrize(
    ("zone", "at", "cutoff", "day"),
    [
        # Vancouver, 10 March 2024: 02:00 is 03:00, at 10:00 UTC.
        (VANCOUVER, datetime(2024, 3, 10, 10, 59, tzinfo=UTC), 240, date(2024, 3, 9)),
        (VANCOUVER, datetime(2024, 3, 10, 11, 0, tzinfo=UTC), 240, date(2024, 3, 10)),
        # A cut-off at 02:30, which that night does not have: the day ends as the clocks jump.
        (VANCOUVER, datetime(2024, 3, 10, 9, 59, tzinfo=UTC), 150, date(2024, 3, 9)),
        (VANCOUVER, datetime(2024, 3, 10, 10, 0, tzinfo=UTC), 150, date(2024, 3, 10)),
        # Vancouver, 3 November 2024: 02:00 is 01:00 again, at 09:00 UTC.
        (VANCOUVER, datetime(2024, 11, 3, 11, 59, tzinfo=UTC), 240, date(2024, 11, 2)),
        (VANCOUVER, datetime(2024, 11, 3, 12, 0, tzinfo=UTC), 240, date(2024, 11, 3)),
        # A cut-off at 01:30, which that night has twice: the first ends the day for good.
        (VANCOUVER, datetime(2024, 11, 3, 8, 29, tzinfo=UTC), 90, date(2024, 11, 2)),
        (VANCOUVER, datetime(2024, 11, 3, 8, 30, tzinfo=UTC), 90, date(2024, 11, 3)),
        (VANCOUVER, datetime(2024, 11, 3, 9, 10, tzinfo=UTC), 90, date(2024, 11, 3)),
        (VANCOUVER, datetime(2024, 11, 3, 9, 40, tzinfo=UTC), 90, date(2024, 11, 3)),
    ],
)
def test_a_day_ends_once_on_the_night_the_clocks_change(
    zone: tzinfo, at: datetime, cutoff: int, day: date
) -> None:
    assert business_day(at, zone, cutoff) == day


@given(
    st.sampled_from([SHANGHAI, VANCOUVER, SYDNEY, HAVANA]),
    st.integers(0, 366 * 24 * 60),
    st.integers(1, 180),
    st.integers(0, 720),
)
def test_a_business_day_never_follows_the_next_one(
    zone: tzinfo, minute: int, later: int, cutoff: int
) -> None:
    at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    then = at + timedelta(minutes=later)
    assert business_day(at, zone, cutoff) <= business_day(then, zone, cutoff)


def test_every_night_of_changing_clocks_keeps_its_order() -> None:
    nights = [
        (VANCOUVER, datetime(2024, 3, 10, 6, tzinfo=UTC)),
        (VANCOUVER, datetime(2024, 11, 3, 4, tzinfo=UTC)),
        (SYDNEY, datetime(2024, 4, 6, 12, tzinfo=UTC)),
        (SYDNEY, datetime(2024, 10, 5, 12, tzinfo=UTC)),
        (HAVANA, datetime(2024, 3, 10, 2, tzinfo=UTC)),
        (HAVANA, datetime(2024, 11, 3, 2, tzinfo=UTC)),
    ]
    for zone, evening in nights:
        for cutoff in range(0, 301, 30):
            minutes = (evening + timedelta(minutes=each) for each in range(0, 600, 10))
            days = [business_day(at, zone, cutoff) for at in minutes]
            assert days == sorted(days), (zone, cutoff)


def test_a_time_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="naive"):
        business_day(datetime(2024, 5, 1), UTC, 240)  # noqa: DTZ001 - what is refused
