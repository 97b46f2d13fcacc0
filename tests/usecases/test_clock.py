"""A clock that jumped, forward or back: refused or asked about, and nothing is posted."""

from datetime import date, datetime, timedelta

import pytest

from salon_pos.db.queries import balances, sales, shifts
from salon_pos.domain import ledger
from salon_pos.usecases.expiry import expire
from salon_pos.usecases.refunds import RefundRequest, preview
from salon_pos.usecases.shifts import close_shift, open_shift
from tests.salons import NOW, Salon
from tests.usecases.keeping import refused
from tests.usecases.spending import is_sound, pay
from tests.usecases.valued import Valued, made

DAY = NOW.date()


@pytest.fixture
def valued(selling: Salon) -> Valued:
    """Maya bought a cut on 2026-05-04: 80 points, good to 2027-05-04."""
    made_here = made(selling)
    pay(made_here, selling.ticket("first", selling.line("cut"), client="maya"))
    return made_here


def at(days: int) -> datetime:
    return NOW + timedelta(days=days)


def opened(valued: Valued, days: int, *, sure: bool = False, money: int = 5_000) -> shifts.Shift:
    return open_shift(money, by=valued.salon.by("kai"), now=at(days), sure=sure)


def closed(valued: Valued, days: int = 0) -> None:
    held = shifts.drawer_balance(valued.salon.till_id)
    close_shift(held, by=valued.salon.by("kai"), now=at(days))


def points(valued: Valued) -> int:
    return balances.balance(ledger.points(valued.salon.clients["maya"].uid))


def cut(valued: Valued, days: int, uid: str = "next") -> None:
    ticket = valued.salon.ticket(uid, valued.salon.line("cut"), client="maya")
    pay(valued, ticket, at=at(days))


# --- opening the shift ---


@pytest.mark.parametrize("days", [41, 400, 36_500])
@pytest.mark.parametrize("money", [0, 5_000])
def test_no_shift_opens_far_ahead_unless_somebody_is_sure(
    valued: Valued, days: int, money: int
) -> None:
    """What ended is posted right after the opening: by then it would be too late to ask."""
    closed(valued)
    with refused("clock_ahead") as no:
        opened(valued, days, money=money)
    assert no.value.values == {"day": DAY + timedelta(days=days), "newest": DAY}
    assert points(valued) == 80
    assert opened(valued, days, sure=True, money=money).business_day == DAY + timedelta(days=days)
    done = expire(by=valued.salon.by("kai"), now=at(days))  # the day is known to be right
    assert done.points == (80 if days >= 366 else 0)
    assert is_sound()


def test_forty_days_of_holiday_are_no_jump(valued: Valued) -> None:
    closed(valued)
    assert opened(valued, 40).business_day == DAY + timedelta(days=40)


@pytest.mark.parametrize("days", [-1, -40, -9_000])
def test_no_shift_opens_before_the_last_one_unless_somebody_is_sure(
    valued: Valued, days: int
) -> None:
    closed(valued)
    with refused("clock_behind") as no:
        opened(valued, days)
    assert no.value.values == {"day": DAY + timedelta(days=days), "newest": DAY}
    assert opened(valued, days, sure=True).business_day == DAY + timedelta(days=days)
    with refused("clock_behind"):  # sure or not: it would be undone by the right clock
        expire(by=valued.salon.by("kai"), now=at(days), sure=True)
    assert points(valued) == 80
    assert is_sound()


def test_the_first_shift_of_a_salon_opens_on_any_day(salon: Salon) -> None:
    assert open_shift(0, by=salon.by("kai"), now=at(-9_000)).business_day < DAY


def test_a_wrong_day_that_was_confirmed_is_no_trap(valued: Valued) -> None:
    """Opened in 2036 by mistake: it can be closed, and the right day goes on after a question."""
    closed(valued)
    opened(valued, 3_650, sure=True)
    with refused("clock_behind"):
        cut(valued, 1)
    closed(valued, 1)
    with refused("clock_behind"):
        opened(valued, 1)
    opened(valued, 1, sure=True)
    cut(valued, 1)
    assert points(valued) == 160
    assert is_sound()


# --- within a shift ---


@pytest.mark.parametrize("days", [-1, -400])
def test_no_sale_before_the_day_of_its_shift(valued: Valued, days: int) -> None:
    with refused("clock_behind") as no:
        cut(valued, days)
    assert no.value.values == {"day": DAY + timedelta(days=days), "newest": DAY}
    with refused("clock_behind"):
        preview(RefundRequest("r", "first", {"first/cut": 1}), by=valued.salon.by("olga"),
                now=at(days))  # fmt: skip


def test_no_sale_before_the_last_one(valued: Valued) -> None:
    """The shift runs over the cut-off; then the clock is set back before it."""
    cut(valued, 1, "after midnight")
    with refused("clock_behind") as no:
        cut(valued, 0)
    assert no.value.values == {"day": DAY, "newest": DAY + timedelta(days=1)}
    cut(valued, 1)


def test_a_clock_set_right_within_the_day_is_no_jump(valued: Valued) -> None:
    ticket = valued.salon.ticket("earlier", valued.salon.line("cut"))
    pay(valued, ticket, at=NOW - timedelta(hours=3))
    assert sales.paid_ticket("earlier")


def test_no_sale_a_year_after_its_shift_was_opened(valued: Valued) -> None:
    with refused("clock_ahead") as no:
        cut(valued, 367)
    assert no.value.values == {"day": date(2027, 5, 6), "newest": DAY}
    with refused("clock_ahead"):
        preview(RefundRequest("r", "first", {"first/cut": 1}), by=valued.salon.by("olga"),
                now=at(367))  # fmt: skip
    cut(valued, 366)
