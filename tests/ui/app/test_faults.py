"""A bug is told calmly and loses nothing; a killed program takes the ticket up again."""

import multiprocessing
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from salon_pos.db import connection
from salon_pos.domain.ticket import Ticket
from salon_pos.ui import faults
from salon_pos.ui.app import Program, tell_fault
from salon_pos.ui.counter.room import CounterRoom
from salon_pos.ui.widgets.confirm import Confirm
from tests.salons import NOW, PINS, Salon
from tests.ui.conftest import Start
from tests.ui.counter.hands import press

KEYS = Qt.Key
SLOW = 20_000  # milliseconds


def counter_of(program: Program) -> CounterRoom:
    assert program.shell is not None
    room = program.shell.room("counter")
    assert isinstance(room, CounterRoom)
    return room


@pytest.fixture
def program(selling: Salon, start: Start, qtbot) -> Program:
    """The whole program with the owner at the counter and a product on the ticket."""
    made = start(selling.folder)
    assert made.desk is not None
    with qtbot.waitSignal(made.desk.signed_in, timeout=SLOW):
        press(PINS["olga"], KEYS.Key_Return)
    press("gel", KEYS.Key_Return)
    return made


@pytest.fixture
def watched(program: Program, tmp_path: Path) -> Iterator[Path]:
    """The log of a program that watches for bugs as `open_window` lets it."""
    hook, handlers = sys.excepthook, list(faults.log.handlers)
    faults.watch(tmp_path / "log", lambda: tell_fault(program.window))
    yield tmp_path / "log" / faults.LOG_NAME
    sys.excepthook = hook
    for handler in [one for one in faults.log.handlers if one not in handlers]:
        faults.log.removeHandler(handler)
        handler.close()


def notes(program: Program) -> list[Confirm]:
    return [note for note in program.window.findChildren(Confirm) if note.is_open()]


def go_wrong() -> None:
    raise ZeroDivisionError("张雨桐 owes 12.00")


def has_a_bug(program: Program, qtbot) -> None:
    """Let one happen, and hand it to the hook as Qt's own loop does."""
    with qtbot.captureExceptions() as caught:
        QTimer.singleShot(0, go_wrong)
        qtbot.waitUntil(lambda: len(caught) == 1)
    sys.excepthook(*caught[0])


@pytest.mark.expects_log("ZeroDivisionError")
def test_a_bug_is_told_calmly_and_the_ticket_stays(program: Program, watched: Path, qtbot) -> None:
    before = counter_of(program).till.ticket
    has_a_bug(program, qtbot)
    (note,) = notes(program)
    assert note.yes.hasFocus()
    press(KEYS.Key_Return)
    assert notes(program) == []
    assert counter_of(program).till.ticket == before
    counter_of(program).finder.field.setFocus()
    press("+")
    assert counter_of(program).till.ticket.lines[0].quantity == 2


@pytest.mark.expects_log("ZeroDivisionError")
def test_the_log_names_the_place_and_nobodys_data(program: Program, watched: Path, qtbot) -> None:
    has_a_bug(program, qtbot)
    said = watched.read_text("utf-8")
    assert "ZeroDivisionError: test_faults.py" in said
    assert "go_wrong" in said
    assert "张雨桐" not in said
    assert "12.00" not in said


@pytest.mark.expects_log("ZeroDivisionError")
def test_a_bug_in_the_note_itself_shows_no_note_after_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    handlers = list(faults.log.handlers)

    def tell() -> None:
        told.append(1)
        _hand_over()

    faults.watch(tmp_path, tell)
    _hand_over()
    assert told == [1]
    for handler in [one for one in faults.log.handlers if one not in handlers]:
        faults.log.removeHandler(handler)
        handler.close()


def _hand_over() -> None:
    try:
        go_wrong()
    except ZeroDivisionError as error:
        sys.excepthook(ZeroDivisionError, error, error.__traceback__)


def test_a_log_that_cannot_be_written_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    handlers = list(faults.log.handlers)
    (tmp_path / "log").write_text("in the way")
    faults.watch(tmp_path / "log", lambda: None)
    for handler in [one for one in faults.log.handlers if one not in handlers]:
        faults.log.removeHandler(handler)


# --- killed ---


def _serve_and_die(folder: Path, preferences: Path) -> None:
    """In a process of its own: open the window, ring up, and be gone without a good-bye."""
    app = QApplication([])
    program = Program(app, folder, preferences_file=preferences, clock=lambda: NOW)
    program.start()
    program.window.show()
    counter = counter_of(program)
    desk = program.desk
    assert desk is not None
    assert program.shell is not None
    desk.sign_in(program.shell.sign_in_screen.members[0])
    for item in list(desk.book.items.values())[5:7]:
        counter.deeds.add(item)
    counter.till.set_client(2)
    os.kill(os.getpid(), 9)


def test_a_killed_program_takes_the_ticket_up_again(
    selling: Salon, start: Start, tmp_path: Path, qtbot
) -> None:
    connection.close()
    arguments = (selling.folder, tmp_path / "killed.json")
    process = multiprocessing.get_context("spawn").Process(target=_serve_and_die, args=arguments)
    process.start()
    process.join(60)
    assert process.exitcode == -9

    program = start(selling.folder)
    counter = counter_of(program)
    ticket: Ticket = counter.till.ticket
    assert [line.item_id for line in ticket.lines] == [
        selling.items["gel"].id,
        selling.items["comb"].id,
    ]
    assert ticket.client_id == selling.clients["maya"].id
    assert isinstance(program.desk, QObject)
    with qtbot.waitSignal(program.desk.signed_in, timeout=SLOW):
        press(PINS["olga"], KEYS.Key_Return)
    press("+")
    assert counter.till.ticket.lines[-1].quantity == 2
