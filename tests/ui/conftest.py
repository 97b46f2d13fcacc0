"""The screens' tests play at the real desk, on a real file, in a window that is really shown."""

import gc
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from salon_pos import i18n
from salon_pos.db import connection
from salon_pos.db.queries import people
from salon_pos.domain.money import CURRENCIES
from salon_pos.domain.people import StaffMember
from salon_pos.ui import theme
from salon_pos.ui.app import Program
from salon_pos.ui.desk import Desk
from salon_pos.ui.rooms import ROOMS
from salon_pos.ui.shell import Shell
from salon_pos.ui.shell.preferences import Preferences
from salon_pos.ui.shell.window import Window
from salon_pos.ui.sweeper import Sweeper
from salon_pos.ui.theme import Theme
from tests.salons import NOW, Salon, salon, salon_template, selling

__all__ = ["salon", "salon_template", "selling"]

SignIn = Callable[[str], StaffMember]
Tap = Callable[..., None]
Queries = Callable[..., object]
Start = Callable[[Path], Program]
SCANNER_GAP_MS = 5


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def ahead(self, **by: float) -> None:
        """Move on by so many seconds, minutes, hours, days."""
        self.now += timedelta(**by)


@pytest.fixture(autouse=True)
def swept(qapp: QApplication) -> Iterator[None]:
    """Garbage is looked for on the window's thread, as the program does."""
    sweeper = Sweeper(qapp)
    yield
    sweeper.sweep()
    sweeper.deleteLater()
    gc.enable()


@pytest.fixture
def clock() -> Clock:
    """Monday 4 May 2026, 11:00 in Vancouver."""
    return Clock(NOW)


@pytest.fixture
def plain_look(qapp: QApplication) -> Iterator[None]:
    """English, light, 100 %, nothing moves; the same again afterwards."""

    def dress() -> None:
        i18n.use("en", CURRENCIES["CAD"])
        theme.apply(qapp, Theme(motion_ms=0))

    dress()
    yield
    dress()


@pytest.fixture
def desk(salon: Salon, clock: Clock, plain_look: None) -> Iterator[Desk]:
    """The desk of the small salon, nobody signed in; ask for `selling` too for an open shift."""
    made = Desk(clock)
    yield made
    made.close()


@pytest.fixture
def shell(qtbot, desk: Desk) -> Shell:
    """The window, 1440 × 900, shown and active, with the real rooms."""
    window, made = Window(), Shell(desk, ROOMS, Preferences())
    qtbot.addWidget(window)
    window.show_page(made)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    # Qt's window lives only as long as somebody holds it.
    made.held = window  # pyright: ignore[reportAttributeAccessIssue]
    return made


@pytest.fixture
def start(
    qtbot, qapp: QApplication, clock: Clock, plain_look: None, tmp_path: Path
) -> Iterator[Start]:
    """`start(folder)` starts the whole program on a folder as `salon-pos open` does, its window
    shown and active; it is closed afterwards."""
    programs: list[Program] = []

    def begin(folder: Path) -> Program:
        file = tmp_path / "preferences.json"
        program = Program(qapp, folder, preferences_file=file, clock=clock)
        programs.append(program)
        program.wear(replace(program.preferences, language=program.preferences.language or "en"))
        program.start()
        qtbot.addWidget(program.window)
        with qtbot.waitActive(program.window):
            program.window.show()
            program.window.activateWindow()
        return program

    yield begin
    for program in programs:
        program.close()


@pytest.fixture
def sign_in(desk: Desk) -> SignIn:
    """`sign_in("Olga")` puts someone at the desk without the PIN pad."""

    def enter(name: str) -> StaffMember:
        member = {m.name: m for m in people.staff_members()}[name]
        desk.sign_in(member)
        return member

    return enter


@pytest.fixture
def signed_in_shell(selling: Salon, shell: Shell, sign_in: SignIn) -> Shell:
    """The window with Olga (the owner) signed in and a shift open."""
    sign_in("Olga")
    return shell


@pytest.fixture
def tap() -> Tap:
    """`tap(widget)` in its middle, or `tap(widget, QPoint(x, y))`."""

    def press(widget: QWidget, at: QPoint | None = None) -> None:
        place = at or widget.rect().center()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)

    return press


@pytest.fixture
def scan(qtbot) -> Callable[[Shell, str], None]:
    """`scan(shell, "6901234567892")` types as a scanner does: through the window, at once, Enter.
    The keys carry their own times, as a keyboard's do, however slow the machine is just now.
    What `qtbot.keyClicks` types goes to the widget itself and is never taken for a scan."""

    def type_fast(shell: Shell, code: str) -> None:
        window = shell.window().windowHandle()
        first = round(time.monotonic() * 1000)
        for number, letter in enumerate((*code, "\r")):
            key = Qt.Key.Key_Return if letter == "\r" else Qt.Key(ord(letter.upper()))
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter)
                event.setTimestamp(first + number * SCANNER_GAP_MS)
                QApplication.sendEvent(window, event)

    return type_fast


@pytest.fixture
def queries() -> Queries:
    """`with queries(most=5):` fails when more statements than that run inside."""

    @contextmanager
    def guard(*, most: int) -> Generator[list[str]]:
        seen: list[str] = []
        handle = connection.database.connection()
        handle.set_trace_callback(seen.append)
        try:
            yield seen
        finally:
            handle.set_trace_callback(None)
        assert len(seen) <= most, f"{len(seen)} statements, {most} allowed:\n" + "\n".join(seen)

    return guard
