"""Import: first what would happen, then let it happen; stopped and gone on with; wrong paths."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from salon_pos.db.connection import database
from salon_pos.ui.backoffice.import_section import ImportSection
from salon_pos.ui.backoffice.room import BackOfficeRoom
from salon_pos.ui.shell import Shell
from tests.ui.backoffice.hands import CTRL, focus, press, tap_section, type_over

HEAD = 40


def page(room: BackOfficeRoom) -> ImportSection:
    found = room.section()
    assert isinstance(found, ImportSection)
    return found


def sales() -> int:
    return database.execute_sql("SELECT count(*) FROM sale").fetchone()[0]


@pytest.fixture
def books(real_salon: Path, tmp_path: Path) -> Path:
    """The beginning of a real salon's books, with one damaged row."""
    folder = tmp_path / "books"
    folder.mkdir()
    for file in real_salon.glob("*.csv"):
        shutil.copy(file, folder / file.name)
    sold = folder / "receipt-transactions.csv"
    lines = sold.read_text("utf-8").splitlines()[:HEAD]
    sold.write_text("\n".join([*lines, "damaged row"]) + "\n", "utf-8")
    return folder


def read(qtbot, room: BackOfficeRoom, path: Path) -> None:
    tap_section(room, "import")
    assert focus() is page(room).path.line
    type_over(str(path))
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(page(room).report.isVisible, timeout=20_000)


def test_a_dry_run_writes_nothing_and_says_which_row_is_wrong(
    qtbot, room: BackOfficeRoom, books: Path
) -> None:
    read(qtbot, room, books)
    said = page(room).report.said()
    assert page(room).report.title.text() == "What would happen"
    assert f"receipt-transactions.csv, line {HEAD + 1}:" in said
    assert sales() == 0


def test_then_it_is_imported_and_again_changes_nothing(
    qtbot, room: BackOfficeRoom, shell: Shell, books: Path
) -> None:
    read(qtbot, room, books)
    press(Qt.Key.Key_S, CTRL)
    assert page(room).under_way.isVisible()
    qtbot.waitUntil(page(room).report.isVisible, timeout=30_000)
    assert page(room).report.title.text() == "What happened"
    taken = sales()
    assert taken > 0
    assert "rows are imported." in shell.toasts.history[-1].message
    press(Qt.Key.Key_Escape)
    read(qtbot, room, books)
    assert not page(room).report.start.isVisible()
    assert "Everything is on file already." in page(room).report.end.words.text()
    assert sales() == taken


def test_it_stops_when_it_is_told(qtbot, room: BackOfficeRoom, real_salon: Path) -> None:
    read(qtbot, room, real_salon)
    QTest.mouseClick(page(room).report.start, Qt.MouseButton.LeftButton)
    press(Qt.Key.Key_F9, CTRL)
    qtbot.waitUntil(page(room).report.isVisible, timeout=30_000)
    assert sales() < 1_436
    said = page(room).report.end.words.text()
    assert "of 2,344 new rows were written." in said


@pytest.mark.parametrize("path", ["", "/nowhere/at/all"])
def test_a_path_that_is_not_there(room: BackOfficeRoom, path: str) -> None:
    tap_section(room, "import")
    type_over(path)
    press(Qt.Key.Key_Return)
    assert page(room).path.error().startswith("There is no such folder or file.")


def test_a_folder_without_anything_known(qtbot, room: BackOfficeRoom, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", "utf-8")
    tap_section(room, "import")
    type_over(str(tmp_path / "other.csv"))
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(page(room).path.error()))
    assert page(room).chooser.isVisible()
