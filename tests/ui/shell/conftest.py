"""The whole program, with somebody at the counter."""

import pytest
from PySide6.QtCore import Qt

from salon_pos.ui.app import Program
from tests.salons import PINS, Salon
from tests.ui.conftest import Start
from tests.ui.counter.hands import press
from tests.ui.shell.hands import counter_of, desk_of, shell_of


@pytest.fixture
def program(selling: Salon, start: Start, sign_in_to) -> Program:
    """The whole program with Olga at the counter, a product and two letters typed."""
    made = start(selling.folder)
    sign_in_to(made)
    counter = counter_of(shell_of(made))
    counter.deeds.add(selling.items["gel"])
    press("ma")
    return made


@pytest.fixture
def sign_in_to(qtbot):
    """The owner's PIN at the keyboard."""

    def enter(program: Program) -> None:
        desk = desk_of(program)
        with qtbot.waitSignal(desk.signed_in, timeout=20_000):
            press(PINS["olga"], Qt.Key.Key_Return)

    return enter
