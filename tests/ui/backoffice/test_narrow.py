"""A narrow window shows the list, or the entry that is being edited; nothing is lost on the way."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from salon_pos.ui.backoffice.room import BackOfficeRoom
from salon_pos.ui.backoffice.rules_section import RulesSection
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


def test_the_lab_over_the_rules_has_a_way_back(narrow: None, room: BackOfficeRoom) -> None:
    tap_section(room, "points")
    page = room.section()
    assert isinstance(page, RulesSection)
    QTest.mouseClick(page.to_lab, Qt.MouseButton.LeftButton)
    assert page.lab.isVisible()
    assert not page.card.isVisible()
    assert page.to_rules.isVisible()
    QTest.mouseClick(page.to_rules, Qt.MouseButton.LeftButton)
    assert page.card.isVisible()
    assert room.navigation.isVisible()
    assert not page.lab.isVisible()


def test_the_lab_says_in_full_what_it_does(narrow: None, room: BackOfficeRoom) -> None:
    """Its words wrap; beside the rules they have a third of the window."""
    tap_section(room, "points")
    page = room.section()
    assert isinstance(page, RulesSection)
    page.go_to_lab()
    progress = page.lab.progress
    progress.tell(0, 0, "Past sales are replayed, one after the other. " * 3)
    progress.show()
    QApplication.processEvents()
    assert progress.text.height() >= progress.text.heightForWidth(progress.text.width())
