"""A till's shift: opened with a float, closed by a count, its drawer empty afterwards."""

from datetime import UTC, date, datetime, timedelta

import pytest

from salon_pos.db.doctor import examine
from salon_pos.db.queries import shifts
from salon_pos.domain.ledger import OVER_SHORT, SAFE
from salon_pos.domain.money import MOST, Amount
from salon_pos.usecases.checkout import take_payment
from salon_pos.usecases.shifts import close_shift, open_shift
from tests.salons import NOW, Salon
from tests.usecases.keeping import refused, rows
from tests.usecases.paying import cut, pay

LATER = NOW + timedelta(hours=8)


def opened(salon: Salon, opening_float: int = 10_000) -> shifts.Shift:
    return open_shift(opening_float, by=salon.by("kai"), now=NOW)


def balances(salon: Salon) -> tuple[int, int, int]:
    """Drawer, safe, and what counts were over (short: below zero), in minor units."""
    drawer = shifts.drawer_balance(salon.till_id)
    return drawer, shifts.balance(SAFE), shifts.balance(OVER_SHORT)


def test_the_float_comes_from_the_safe_into_the_drawer(salon: Salon) -> None:
    shift = opened(salon)
    assert shift == shifts.open_shift(salon.till_id)
    assert (shift.opening_float, shift.opened_at, shift.opened_by) == (
        10_000,
        NOW,
        salon.staff["kai"].id,
    )
    assert balances(salon) == (10_000, -10_000, 0)


def test_a_float_of_nothing_moves_nothing(salon: Salon) -> None:
    assert opened(salon, 0).opening_float == 0
    assert balances(salon) == (0, 0, 0)
    assert rows("SELECT COUNT(*) FROM ledger_entry") == [(0,)]


@pytest.mark.parametrize("wrong", [-1, MOST + 1])
def test_a_float_that_nobody_has(salon: Salon, wrong: int) -> None:
    with refused("bad_float", "float") as no:
        opened(salon, wrong)
    assert no.value.values == {"most": Amount(MOST)}


def test_one_shift_at_a_time(selling: Salon) -> None:
    with refused("shift_is_open"):
        opened(selling)


def test_another_shift_may_follow_on_the_same_day(salon: Salon) -> None:
    first = opened(salon)
    close_shift(10_000, by=salon.by("kai"), now=NOW)
    second = opened(salon, 0)
    assert second.id != first.id
    assert second.business_day == first.business_day


@pytest.mark.parametrize(
    ("at", "day"),
    [
        # Vancouver is seven hours behind in May; the salon's day ends at 04:00 there.
        (datetime(2026, 5, 5, 10, 59, tzinfo=UTC), date(2026, 5, 4)),
        (datetime(2026, 5, 5, 11, 0, tzinfo=UTC), date(2026, 5, 5)),
    ],
)
def test_a_shift_belongs_to_the_business_day_of_its_opening(
    salon: Salon, at: datetime, day: date
) -> None:
    assert open_shift(5_000, by=salon.by("kai"), now=at).business_day == day
    assert rows("SELECT business_day FROM ledger_transaction") == [(day.isoformat(),)]


def test_a_shift_that_runs_over_the_cut_off_keeps_its_day_when_it_closes(salon: Salon) -> None:
    late = datetime(2026, 5, 5, 12, 0, tzinfo=UTC)
    opened(salon)
    receipt = take_payment(salon.payment(cut(salon)), by=salon.by("kai"), now=late)
    close_shift(10_000, by=salon.by("kai"), now=late)
    assert receipt.business_day == date(2026, 5, 5)  # a sale goes by its own time
    days = rows("SELECT deed, business_day FROM ledger_transaction ORDER BY id")
    assert days == [
        ("open_shift", "2026-05-04"),
        ("sale", "2026-05-05"),
        ("close_shift", "2026-05-04"),
    ]


def test_a_count_that_agrees_needs_no_reason(selling: Salon) -> None:
    ticket = cut(selling)
    pay(selling, selling.payment(ticket, selling.handed("cash", 10_000, mei=100)))  # 1,500 back
    closing = close_shift(18_500, by=selling.by("chen"), now=LATER)
    assert (closing.expected, closing.counted, closing.difference) == (18_500, 18_500, 0)
    assert balances(selling) == (0, 8_500, 0)
    (last,) = shifts.recent_shifts(selling.till_id)
    assert (last.closed_at, last.closed_by) == (LATER, selling.staff["chen"].id)
    assert (last.expected, last.counted, last.reason) == (18_500, 18_500, "")
    assert shifts.open_shift(selling.till_id) is None
    assert examine()[1] == ()


def test_only_cash_is_in_the_drawer(selling: Salon) -> None:
    ticket = cut(selling)
    handed = selling.handed("card", 5_000), selling.handed("cash", 5_000)  # 34.00 of it stay
    pay(selling, selling.payment(ticket, *handed))
    assert close_shift(13_400, by=selling.by("kai"), now=LATER).difference == 0


@pytest.mark.parametrize(("counted", "difference"), [(9_995, -5), (10_050, 50), (0, -10_000)])
def test_a_difference_needs_a_reason_and_is_posted(
    selling: Salon, counted: int, difference: int
) -> None:
    for reason in ("", "  \n"):
        with refused("reason_missing", "reason") as no:
            close_shift(counted, reason, by=selling.by("kai"), now=LATER)
        assert no.value.values == {"difference": Amount(difference)}
    closing = close_shift(counted, " taxi ", by=selling.by("kai"), now=LATER)
    assert closing.difference == difference
    assert balances(selling) == (0, counted - 10_000, difference)
    assert shifts.recent_shifts(selling.till_id)[0].reason == "taxi"
    assert examine()[1] == ()


def test_money_found_in_a_drawer_that_should_be_empty(salon: Salon) -> None:
    opened(salon, 0)
    close_shift(100, "found", by=salon.by("kai"), now=LATER)
    assert balances(salon) == (0, 100, 100)
    assert examine()[1] == ()


def test_an_empty_drawer_of_an_empty_shift_posts_nothing(salon: Salon) -> None:
    opened(salon, 0)
    close_shift(0, by=salon.by("kai"), now=LATER)
    assert rows("SELECT COUNT(*) FROM ledger_entry") == [(0,)]
    assert examine()[1] == ()


@pytest.mark.parametrize("wrong", [-1, MOST + 1])
def test_a_count_that_nobody_has(selling: Salon, wrong: int) -> None:
    with refused("bad_count", "counted"):
        close_shift(wrong, "why not", by=selling.by("kai"), now=LATER)


def test_no_shift_to_close(salon: Salon) -> None:
    with refused("no_shift"):
        close_shift(0, by=salon.by("kai"), now=NOW)


def test_a_shift_is_closed_once(selling: Salon) -> None:
    close_shift(10_000, by=selling.by("kai"), now=LATER)
    with refused("no_shift"):
        close_shift(10_000, by=selling.by("kai"), now=LATER)
