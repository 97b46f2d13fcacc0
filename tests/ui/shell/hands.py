"""What the tests of the window share: its rooms, the whole program's window, its menu."""

from PySide6.QtCore import Qt

from salon_pos.ui.app import Program
from salon_pos.ui.counter.room import CounterRoom
from salon_pos.ui.desk import Desk
from salon_pos.ui.shell import Shell
from salon_pos.ui.shell.menu import Menu
from tests.ui.counter.hands import CTRL, press


def counter_of(shell: Shell) -> CounterRoom:
    room = shell.room("counter")
    assert isinstance(room, CounterRoom)
    return room


def shell_of(program: Program) -> Shell:
    assert program.shell is not None
    return program.shell


def desk_of(program: Program) -> Desk:
    assert program.desk is not None
    return program.desk


def open_menu(program: Program) -> Menu:
    press((CTRL, Qt.Key.Key_M))
    (menu,) = [m for m in shell_of(program).findChildren(Menu) if m.is_open()]
    return menu
