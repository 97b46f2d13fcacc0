"""The counter of the small salon, open with a shift, and what a cashier's hands do there."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint

from salon_pos.ui.counter.room import CounterRoom
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.lists import TouchList
from tests.salons import Salon


@pytest.fixture
def counter(signed_in_shell: Shell) -> CounterRoom:
    """The counter as the owner sees it after signing in."""
    room = signed_in_shell.room("counter")
    assert isinstance(room, CounterRoom)
    return room


@pytest.fixture
def tap_entry(tap) -> Callable[[TouchList, Any], None]:
    """`tap_entry(grid, key)` on the middle of an entry of a list or grid."""

    def press(view: TouchList, key: Any) -> None:
        keys = [entry.key for entry in view.entries.entries]
        box = view.visualRect(view.entries.index(keys.index(key)))
        tap(view.viewport(), box.center())

    return press


@pytest.fixture
def tap_staff(tap, salon: Salon) -> Callable[[CounterRoom, str], None]:
    """`tap_staff(counter, "mei")` on the staff strip."""

    def press(room: CounterRoom, name: str) -> None:
        strip = room.ticket.strip
        place = [person.id for person in strip.people].index(salon.staff[name].id)
        box = strip.box(place)
        tap(strip, QPoint(round(box.center().x()) - 4, round(box.center().y())))

    return press
