"""A salon's file that cannot be used: a plain page says what to do, and not one byte is changed."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import uuid6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from sqlcipher3 import dbapi2

from salon_pos.db import connection, keys, salon_file
from salon_pos.ui.app import Program
from salon_pos.ui.firstrun.page import FirstRun
from salon_pos.ui.problem.page import ProblemPage
from salon_pos.ui.shell import Shell
from tests.salons import Salon
from tests.ui.conftest import Start
from tests.ui.counter.hands import press

KEYS = Qt.Key
PAGE = 4096


def salon_in(folder: Path) -> Path:
    """The salon's file."""
    return folder / connection.FILE_NAME


def kept(folder: Path) -> dict[str, bytes]:
    """Every file of the folder, byte for byte."""
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.fixture
def folder(salon_template: Salon, tmp_path: Path) -> Path:
    """A copy of the small salon that nobody has open."""
    place = tmp_path / "salon"
    place.mkdir()
    for name in (connection.FILE_NAME, salon_file.NAME_FILE):
        shutil.copy(salon_template.folder / name, place / name)
    return place


@pytest.fixture
def code(salon_template: Salon) -> str:
    """Its recovery code."""
    return salon_file.recovery_code(salon_template.folder)


def page_of(program: Program) -> ProblemPage:
    page = program.window.page
    assert isinstance(page, ProblemPage)
    return page


def without_key(folder: Path) -> None:
    """Another machine: it never had this salon's key."""
    (folder / salon_file.NAME_FILE).write_text(str(uuid6.uuid7()))


def with_another_key(folder: Path) -> None:
    """The key kept under this name opens something else."""
    uid = str(uuid6.uuid7())
    keys.keep(uid, keys.new_secret())
    (folder / salon_file.NAME_FILE).write_text(uid)


def cut_short(folder: Path) -> None:
    """A copy that was broken off."""
    file = salon_in(folder)
    file.write_bytes(file.read_bytes()[: 8 * PAGE])


def worn(folder: Path) -> None:
    """The disk went bad in the middle: the first page still reads."""
    file = salon_in(folder)
    pages = bytearray(file.read_bytes())
    for start in range(PAGE, len(pages), PAGE):
        pages[start + 100] ^= 1
    file.write_bytes(pages)


def emptied(folder: Path) -> None:
    """Its name is all that was left."""
    salon_in(folder).write_bytes(b"")


def with_pragma(folder: Path, pragma: str) -> None:
    secret = keys.find((folder / salon_file.NAME_FILE).read_text())
    assert secret
    file = salon_in(folder)
    with closing(dbapi2.connect(file)) as other:  # pyright: ignore[reportAttributeAccessIssue]
        other.execute(f"PRAGMA key = \"x'{keys.file_key(secret).hex()}'\"")
        other.execute(pragma)


def newer(folder: Path) -> None:
    """A later version of the program has opened it."""
    with_pragma(folder, f"PRAGMA user_version = {connection.SCHEMA_VERSION + 1}")


def foreign(folder: Path) -> None:
    """Another program made it, with the same library."""
    with_pragma(folder, "PRAGMA application_id = 1")


def unencrypted(folder: Path) -> None:
    """Another program's plain database."""
    salon_in(folder).unlink()
    with closing(dbapi2.connect(salon_in(folder))) as other:  # pyright: ignore[reportAttributeAccessIssue]
        other.execute("CREATE TABLE other (id INTEGER)")


PROBLEMS: list[tuple[Callable[[Path], None], str, str, bool]] = [
    (without_key, "This salon is locked", "Type the recovery code.", True),
    (with_another_key, "The salon's file does not open", "Type the recovery code.", True),
    (unencrypted, "The salon's file does not open", "Type the recovery code.", True),
    (foreign, "This is not a salon's file", "Choose another folder.", False),
    (newer, "This salon needs a newer Salon POS", "Install that version here, too.", False),
    (cut_short, "The salon's file is damaged", "Restore the newest backup.", False),
    (worn, "The salon's file is damaged", "Restore the newest backup.", False),
    (emptied, "The salon's file is damaged", "Restore the newest backup.", False),
]


@pytest.mark.parametrize(
    ("harm", "heading", "advice", "asks_code"), PROBLEMS, ids=[p[0].__name__ for p in PROBLEMS]
)
def test_a_plain_page_says_what_to_do_and_nothing_is_changed(
    start: Start, folder: Path, harm: Callable[[Path], None], heading: str, advice: str,
    asks_code: bool,
) -> None:  # fmt: skip
    harm(folder)
    before = kept(folder)
    program = start(folder)
    page = page_of(program)
    assert page.heading.text() == heading
    assert page.sentence.text().endswith(advice)
    assert (page.code is not None) == asks_code
    assert page.again_button.isVisible()
    press(KEYS.Key_Return)  # once more, as one does
    assert page_of(program).heading.text() == heading
    assert kept(folder) == before


def first_page(folder: Path, table: str) -> int:
    """Where the first page of a table lies in the file."""
    salon_file.open_folder(folder)
    sql = "SELECT rootpage FROM sqlite_schema WHERE name = ?"
    (page,) = connection.database.execute_sql(sql, (table,)).fetchone()
    connection.close()
    return (page - 1) * PAGE


@pytest.mark.parametrize("table", ["setting", "item", "tax", "staff", "level"])
def test_a_page_that_went_bad_is_told_of_before_the_window_opens(
    start: Start, folder: Path, table: str
) -> None:
    harmed = bytearray(salon_in(folder).read_bytes())
    harmed[first_page(folder, table) + 100] ^= 1
    salon_in(folder).write_bytes(harmed)
    program = start(folder)
    assert page_of(program).heading.text() == "The salon's file is damaged"
    assert program.desk is None
    assert salon_in(folder).read_bytes() == harmed


def type_code(program: Program, code: str) -> None:
    """Into the field, which has the focus by itself."""
    page = page_of(program)
    assert page.code is not None
    assert QApplication.focusWidget() is page.code.line
    page.code.line.selectAll()
    press(code, KEYS.Key_Return)


def error(program: Program) -> str:
    """What is said beside the code."""
    page = page_of(program)
    assert page.code is not None
    return page.code.error()


@pytest.mark.parametrize("written", ["as printed", "small, without its hyphens"])
def test_the_recovery_code_opens_it_and_the_next_start_needs_none(
    start: Start, folder: Path, code: str, written: str
) -> None:
    without_key(folder)
    program = start(folder)
    type_code(program, code if written == "as printed" else code.lower().replace("-", " "))
    assert isinstance(program.window.page, Shell)
    assert program.window.page.sign_in_screen.salon.text() == "Cloud Hair"
    program.close()
    assert isinstance(start(folder).window.page, Shell)


def test_a_file_that_came_alone_opens_with_its_code(start: Start, folder: Path, code: str) -> None:
    (folder / salon_file.NAME_FILE).unlink()
    program = start(folder)
    type_code(program, code)
    assert isinstance(program.window.page, Shell)
    program.close()
    assert isinstance(start(folder).window.page, Shell)


def test_a_mistyped_code_is_refused_beside_the_field(start: Start, folder: Path, code: str) -> None:
    without_key(folder)
    before = kept(folder)
    program = start(folder)
    other = "A" if code[-1] != "A" else "B"
    type_code(program, code[:-1] + other)
    assert "eight groups of four" in error(program)
    type_code(program, "")
    assert "eight groups of four" in error(program)
    assert kept(folder) == before
    type_code(program, code)
    assert isinstance(program.window.page, Shell)


def test_another_salons_code_is_refused_beside_the_field(start: Start, folder: Path) -> None:
    without_key(folder)
    before = kept(folder)
    program = start(folder)
    type_code(program, keys.recovery_code(keys.new_secret()))
    assert "does not fit" in error(program)
    assert kept(folder) == before


def test_the_right_code_of_a_damaged_file_says_that_it_is_damaged(
    start: Start, folder: Path, code: str
) -> None:
    worn(folder)
    without_key(folder)
    before = kept(folder)
    program = start(folder)
    type_code(program, code)
    assert error(program).startswith("The salon's file is damaged.")
    assert kept(folder) == before


def test_once_it_is_mended_trying_again_opens_it(start: Start, folder: Path, tap) -> None:
    whole = salon_in(folder).read_bytes()
    cut_short(folder)
    program = start(folder)
    salon_in(folder).write_bytes(whole)
    tap(page_of(program).again_button)
    assert isinstance(program.window.page, Shell)


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path | None], None]:
    """What is chosen in the system's own dialog, which no test can press; None leaves it."""

    def answer(chosen: Path | None) -> None:
        said = str(chosen) if chosen else ""
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: said)

    return answer


def test_another_folder_is_opened_instead(
    start: Start, folder: Path, tmp_path: Path, tap, choose: Callable[[Path | None], None]
) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(folder, broken)
    cut_short(broken)
    before = kept(broken)
    program = start(broken)
    page = page_of(program)
    choose(None)
    tap(page.other_button)
    assert program.window.page is page
    choose(folder)
    tap(page.other_button)
    assert isinstance(program.window.page, Shell)
    assert program.folder == folder
    assert kept(broken) == before


def test_a_folder_without_a_salon_begins_the_first_run(
    start: Start, folder: Path, tmp_path: Path, tap, choose: Callable[[Path | None], None]
) -> None:
    cut_short(folder)
    program = start(folder)
    choose(tmp_path / "empty")
    tap(page_of(program).other_button)
    assert isinstance(program.window.page, FirstRun)
    assert not (tmp_path / "empty").exists()
