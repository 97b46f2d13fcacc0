"""What ended is posted when a shift opens, and a clock that jumped is asked about first."""

from dataclasses import replace

import pytest

from salon_pos.db.queries import balances
from salon_pos.domain import ledger
from salon_pos.ui.desk import Desk
from salon_pos.ui.shell import Shell
from salon_pos.ui.upkeep import Upkeep
from salon_pos.ui.widgets.confirm import Confirm
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


def test_a_clock_that_jumped_is_asked_about(
    earned: Salon, shell: Shell, desk: Desk, clock: Clock, sign_in, qtbot
) -> None:
    sign_in("Kai")
    Upkeep(desk, shell)
    clock.ahead(days=900)
    desk.perform(open_shift, 0)
    qtbot.waitUntil(lambda: any(q.is_open() for q in shell.findChildren(Confirm)))
    assert held(earned) == 80
    (question,) = [q for q in shell.findChildren(Confirm) if q.is_open()]
    with qtbot.waitSignal(desk.changed):
        question.yes.click()
    assert held(earned) == 0
