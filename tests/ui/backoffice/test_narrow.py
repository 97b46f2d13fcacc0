"""A narrow window shows the list, or the entry that is being edited; nothing is lost on the way."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from salon_pos.ui.backoffice.room import BackOfficeRoom
from salon_pos.ui.backoffice.search import Place
from salon_pos.ui.shell import Shell
from tests.ui.backoffice.conftest import Enter
from tests.ui.backoffice.hands import press, section, tap_row, tap_section


@pytest.fixture
def narrow(shell: Shell) -> None:
    shell.window().resize(1024, 768)
    QApplication.processEvents()
    assert shell.compact


def test_list_then_entry_and_back_by_tap(narrow: None, room: BackOfficeRoom) -> None:
    page = section(room)
    assert page.card.isVisible()
    assert not page.editor.isVisible()
    tap_row(page.list, page.entries()[0].id)
    assert page.editor.isVisible()
    assert not page.card.isVisible()
    assert not room.navigation.isVisible()
    QTest.mouseClick(page.editor.back, Qt.MouseButton.LeftButton)
    assert page.card.isVisible()
    assert room.navigation.isVisible()


def test_a_manager_reads_why_and_gets_back(narrow: None, enter: Enter) -> None:
    room = enter("Chen")
    tap_section(room, "tenders")
    assert section(room).card.needs.isVisible()
    tap_section(room, "staff")
    owner = next(m for m in section(room).entries() if m.name == "Olga")
    room.open(Place("staff", owner.id))
    said = section(room).editor.sentence
    assert said is not None
    assert said.isVisible()
    press(Qt.Key.Key_Escape)
    assert section(room).card.isVisible()


def test_the_window_grows_while_an_entry_is_edited(
    narrow: None, room: BackOfficeRoom, shell: Shell
) -> None:
    page = section(room)
    tap_row(page.list, page.entries()[0].id)
    shell.window().resize(1440, 900)
    QApplication.processEvents()
    assert page.card.isVisible()
    assert page.editor.isVisible()
    assert room.navigation.isVisible()
