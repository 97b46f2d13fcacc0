"""The recovery code: for owners alone, each look written down, on paper as it is on screen."""

from pathlib import Path

import pypdfium2
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from salon_pos.db import salon_file
from salon_pos.db.connection import database
from salon_pos.ui.backoffice.room import BackOfficeRoom
from salon_pos.ui.backoffice.safety import SafetySection
from salon_pos.ui.shell import Shell
from tests.salons import Salon
from tests.ui.backoffice.conftest import Enter
from tests.ui.backoffice.hands import CTRL, press, tap_section


def page(room: BackOfficeRoom) -> SafetySection:
    found = room.section()
    assert isinstance(found, SafetySection)
    return found


def looks() -> int:
    rows = database.execute_sql("SELECT count(*) FROM journal WHERE deed = 'look_at_recovery_code'")
    return rows.fetchone()[0]


def test_an_owner_sees_it_and_that_is_written_down(room: BackOfficeRoom, salon: Salon) -> None:
    tap_section(room, "safety")
    assert page(room).code.text() == ""
    QTest.mouseClick(page(room).show_code, Qt.MouseButton.LeftButton)
    code = salon_file.recovery_code(salon.folder)
    assert page(room).code.text().split() == code.split("-")
    assert looks() == 1
    press(Qt.Key.Key_F9)
    assert page(room).code.text() == ""


def test_leaving_puts_it_away(room: BackOfficeRoom) -> None:
    tap_section(room, "safety")
    press(Qt.Key.Key_F9)
    tap_section(room, "salon")
    tap_section(room, "safety")
    assert page(room).code.text() == ""


def test_a_manager_does_not_see_it(enter: Enter) -> None:
    room = enter("Chen")
    tap_section(room, "safety")
    assert not page(room).show_code.isVisible()
    assert page(room).needs.isVisible()
    press(Qt.Key.Key_F9)
    assert page(room).code.text() == ""
    assert looks() == 0


def test_it_is_saved_as_a_pdf(qtbot, room: BackOfficeRoom, shell: Shell, salon: Salon) -> None:
    tap_section(room, "safety")
    press(Qt.Key.Key_F9)
    press(Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: page(room).saved_file is not None)
    file = page(room).saved_file
    assert isinstance(file, Path)
    text = pypdfium2.PdfDocument(file)[0].get_textpage().get_text_range()
    for group in salon_file.recovery_code(salon.folder).split("-"):
        assert group in text
    assert str(file) in shell.toasts.history[-1].message
    file.unlink()


def test_where_the_file_lies(room: BackOfficeRoom, salon: Salon) -> None:
    tap_section(room, "safety")
    assert page(room).folder.text() == str(salon.folder)
