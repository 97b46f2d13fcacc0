"""What ended is posted when a shift opens, and a clock that jumped is asked about first."""

from dataclasses import replace
from datetime import timedelta

import pytest

from salon_pos.db.queries import balances, shifts
from salon_pos.domain import ledger
from salon_pos.ui.counter.room import CounterRoom
from salon_pos.ui.day.room import DayRoom
from salon_pos.ui.desk import Desk
from salon_pos.ui.shell import Shell
from salon_pos.ui.upkeep import Upkeep
from salon_pos.ui.widgets.confirm import Confirm
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.usecases.rules import set_points_rules
from salon_pos.usecases.shifts import close_shift, open_shift
from tests.salons import NOW, Salon
from tests.ui.conftest import Clock
from tests.usecases.valued import POINTS, made


@pytest.fixture
def earned(selling: Salon) -> Salon:
    """Maya has 80 points that are good for ten days; the shift is closed."""
    there = made(selling)
    set_points_rules(replace(POINTS, days_good=10), by=selling.by("olga"), now=NOW)
    there.pay(selling.ticket("a", selling.line("cut"), client="maya"))
    close_shift(10_000, by=selling.by("kai"), now=NOW)
    return selling


def held(salon: Salon) -> int:
    return balances.balance(ledger.points(salon.clients["maya"].uid))


def test_what_ended_is_posted_as_the_shift_opens(
    earned: Salon, shell: Shell, desk: Desk, clock: Clock, sign_in, qtbot
) -> None:
    sign_in("Kai")
    upkeep = Upkeep(desk, shell)
    assert held(earned) == 80
    clock.ahead(days=12)
    with qtbot.waitSignal(desk.changed, check_params_cb=lambda deed: deed == "expire"):
        desk.perform(open_shift, 0)
    assert held(earned) == 0
    assert upkeep.parent() is shell
    assert shell.toasts.history[-1].message == "80 points ended and were posted."


@pytest.mark.parametrize("opening_float", ["0", "100"])
@pytest.mark.parametrize("room", ["day", "counter"])
def test_a_clock_that_jumped_ahead_is_asked_about_before_anything_is_posted(
    earned: Salon, shell: Shell, desk: Desk, clock: Clock, sign_in, qtbot, room: str,
    opening_float: str,
) -> None:  # fmt: skip
    """With money in the drawer, the opening itself would make the wrong day the newest on file."""
    sign_in("Kai")
    Upkeep(desk, shell)
    clock.ahead(days=900)
    press_open(shell, room, opening_float)
    question = asked(shell)
    assert shifts.open_shift(earned.till_id) is None
    assert held(earned) == 80
    with qtbot.waitSignal(desk.changed, check_params_cb=lambda deed: deed == "expire"):
        question.yes.click()
    shift = shifts.open_shift(earned.till_id)
    assert shift is not None
    assert shift.business_day == NOW.date() + timedelta(days=900)
    assert held(earned) == 0


@pytest.mark.parametrize("room", ["day", "counter"])
def test_a_clock_that_went_back_is_asked_about(
    earned: Salon, shell: Shell, desk: Desk, clock: Clock, sign_in, room: str
) -> None:
    sign_in("Kai")
    Upkeep(desk, shell)
    clock.ahead(days=-2)
    press_open(shell, room, "0")
    question = asked(shell)
    assert "4 May 2026 is on file already" in words_of(question)
    question.no.click()
    assert shifts.open_shift(earned.till_id) is None
    press_open(shell, room, "0")
    asked(shell).yes.click()
    assert shifts.open_shift(earned.till_id) is not None
    assert held(earned) == 80


def press_open(shell: Shell, name: str, opening_float: str) -> None:
    """Type a float and press the button, in the Day room or above the counter."""
    shell.show_room(name)
    room = shell.room(name)
    assert isinstance(room, DayRoom | CounterRoom)
    card = room.opening if isinstance(room, DayRoom) else room.gate
    card.float.set_value(opening_float)
    card.open.click()


def asked(shell: Shell) -> Confirm:
    """The one open question about the date."""
    (question,) = [q for q in shell.window().findChildren(Confirm) if q.is_open()]
    return question


def words_of(question: Confirm) -> str:
    return " ".join(one.text() for one in question.findChildren(Paragraph))
