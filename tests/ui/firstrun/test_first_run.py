"""The first run: three steps by keys found a real salon, its code is kept, or the demo is made."""

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from salon_pos.db import connection, salon_file
from salon_pos.db.doctor import examine
from salon_pos.db.queries import catalog, people
from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain.catalog import Pricing, TaxMode
from salon_pos.domain.rights import Role
from salon_pos.i18n import screen
from salon_pos.ui.app import Program
from salon_pos.ui.firstrun import making
from salon_pos.ui.firstrun.code_step import CodeStep
from salon_pos.ui.firstrun.list_step import ListStep
from salon_pos.ui.firstrun.owner_step import OwnerStep
from salon_pos.ui.firstrun.page import FirstRun
from salon_pos.ui.firstrun.salon_step import SalonStep
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.progress import Progress
from tests.printing.reading import squeezed
from tests.ui.backoffice.hands import tab_to, tap_block, type_over
from tests.ui.conftest import Start
from tests.ui.counter.hands import CTRL, press
from tests.ui.reading import field

KEYS = Qt.Key
SLOW = 20_000  # milliseconds


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the salon is to be; it is not there yet."""
    return tmp_path / "new salon"


@pytest.fixture
def program(start: Start, folder: Path) -> Program:
    """The program on an empty folder."""
    return start(folder)


def page_of(program: Program) -> FirstRun:
    page = program.window.page
    assert isinstance(page, FirstRun)
    return page


def salon_step(program: Program) -> SalonStep:
    inside = page_of(program).inside
    assert isinstance(inside, SalonStep)
    return inside


def owner_step(program: Program) -> OwnerStep:
    inside = page_of(program).inside
    assert isinstance(inside, OwnerStep)
    return inside


def list_step(program: Program) -> ListStep:
    inside = page_of(program).inside
    assert isinstance(inside, ListStep)
    return inside


def code_step(program: Program) -> CodeStep:
    inside = page_of(program).inside
    assert isinstance(inside, CodeStep)
    return inside


def go_to_owner(program: Program) -> None:
    press("Cloud Hair", KEYS.Key_Return)


def go_to_list(program: Program) -> None:
    go_to_owner(program)
    press("Olga", KEYS.Key_Tab, "1234", KEYS.Key_Tab, "1234", KEYS.Key_Return)


def go_to_code(program: Program, qtbot) -> None:
    go_to_list(program)
    press(KEYS.Key_Return)
    qtbot.waitUntil(lambda: isinstance(page_of(program).inside, CodeStep), timeout=SLOW)


# --- founding ---


def test_a_name_and_a_pin_are_enough(program: Program, folder: Path, qtbot) -> None:
    """Everything else has a default: ten keys and two words found a salon that opens."""
    go_to_code(program, qtbot)
    code = code_step(program)
    assert not code.go.isEnabled()
    tab_to(code.kept)
    press(KEYS.Key_Space)
    tab_to(code.go)
    press(KEYS.Key_Return)

    assert isinstance(program.window.page, Shell)
    assert program.window.page.sign_in_screen.is_open()
    (owner,) = people.staff_members()
    assert (owner.name, owner.role) == ("Olga", Role.OWNER)
    settings = salon_queries.settings()
    assert (settings.name, settings.language) == ("Cloud Hair", "en")
    assert (settings.tax_mode, settings.cutoff_minutes) == (TaxMode.NONE, 240)
    assert len(catalog.items()) == 17
    assert examine()[1] == ()
    assert program.desk is not None
    with qtbot.waitSignal(program.desk.signed_in, timeout=SLOW):
        press("1234", KEYS.Key_Return)
    assert program.desk.who == owner


def test_all_that_was_said_is_in_the_salon(program: Program, qtbot) -> None:
    step = salon_step(program)
    press("Cloud", KEYS.Key_Tab, "12 Alder Street", KEYS.Key_Tab, "604 555 0123")
    field(step, "currency_code").set_value("CAD")
    field(step, "timezone").set_value("America/Vancouver")
    field(step, "cutoff_minutes").set_value(120)
    tap_block(step.mode, TaxMode.EXCLUSIVE)
    step.taxes.rows[0].name.setFocus()
    press("GST", KEYS.Key_Tab, "5")
    step.taxes.more.click()
    QApplication.processEvents()  # the row comes into sight
    step.taxes.rows[1].name.setFocus()
    press("PST", KEYS.Key_Tab, "9.975", KEYS.Key_Return)
    press("Olga", KEYS.Key_Tab, "1234", KEYS.Key_Tab, "1234", KEYS.Key_Tab, "long enough")
    press(KEYS.Key_Return)
    rows = list_step(program).rows
    rows[0].name.setFocus()
    type_over("Signature cut")
    rows[0].price.setFocus()
    type_over("72.50")
    rows[1].price.setFocus()
    type_over("")
    rows[2].remove.setFocus()
    press(KEYS.Key_Space)
    list_step(program).save.setFocus()
    press(KEYS.Key_Return)
    qtbot.waitUntil(lambda: isinstance(page_of(program).inside, CodeStep), timeout=SLOW)
    code_step(program).kept.setChecked(True)
    code_step(program).go.click()

    settings = salon_queries.settings()
    assert (settings.name, settings.address) == ("Cloud", "12 Alder Street")
    assert settings.phone == "604 555 0123"
    assert (settings.currency_code, settings.region, settings.cash_step) == ("CAD", "CA", 5)
    assert (settings.timezone, settings.cutoff_minutes) == ("America/Vancouver", 120)
    assert settings.tax_mode is TaxMode.EXCLUSIVE
    taxes = catalog.price_book(settings).taxes
    assert [(tax.name, tax.rate_ppm) for tax in taxes] == [("GST", 50_000), ("PST", 99_750)]
    items = catalog.items()
    assert len(items) == 16
    first, second = items[0], items[1]
    assert (first.name, first.price, first.pricing) == ("Signature cut", 72_50, Pricing.FIXED)
    assert (second.name, second.pricing) == ("Men's cut", Pricing.OPEN)
    assert "Children's cut" not in {item.name for item in items}
    assert all(len(item.tax_ids) == 2 for item in items)


def test_going_back_forgets_nothing(program: Program) -> None:
    go_to_owner(program)
    press("Olga", KEYS.Key_Tab, "1234", KEYS.Key_Escape)
    assert salon_step(program).name.value() == "Cloud Hair"
    press(KEYS.Key_Return)
    assert owner_step(program).name.value() == "Olga"
    assert field(owner_step(program), "pin").value() == "1234"


def test_another_language_speaks_at_once_and_forgets_nothing(
    program: Program, folder: Path
) -> None:
    press("Cloud Hair")
    tap_block(salon_step(program).language, "zh_CN")
    assert screen().language == "zh_CN"
    assert page_of(program).title.text() == "店铺"
    assert salon_step(program).name.value() == "Cloud Hair"
    press(KEYS.Key_Return)
    field(owner_step(program), "owner_name").set_value("王芳")
    for name in ("pin", "again"):
        field(owner_step(program), name).set_value("1234")
    owner_step(program).submit()
    assert list_step(program).rows[0].name.value() == "女士剪发"
    assert not salon_file.exists(folder)


# --- what is refused ---


def test_a_salon_without_a_name_is_refused_beside_it(program: Program) -> None:
    press(KEYS.Key_Return)
    assert salon_step(program).name.error() == "Type the salon's name."
    assert salon_step(program).name.line.hasFocus()
    press("C")
    assert salon_step(program).name.error() == ""


@pytest.mark.parametrize("rate", ["five", "", "-5", "101", "5,5"])
def test_a_wrong_rate_is_refused_beside_it(program: Program, rate: str) -> None:
    press("Cloud Hair")
    step = salon_step(program)
    tap_block(step.mode, TaxMode.EXCLUSIVE)
    step.taxes.rows[0].name.setFocus()
    press("GST", KEYS.Key_Tab, rate, KEYS.Key_Return)
    assert salon_step(program) is step
    assert step.taxes.rows[0].rate.error()
    assert step.taxes.rows[0].rate.line.hasFocus()


@pytest.mark.parametrize(
    ("name", "pin", "again", "password", "wrong"),
    [
        ("", "1234", "1234", "", "owner_name"),
        ("Olga", "12", "12", "", "pin"),
        ("Olga", "12a4", "12a4", "", "pin"),
        ("Olga", "123456789", "123456789", "", "pin"),
        ("Olga", "1234", "1243", "", "again"),
        ("Olga", "1234", "1234", "short", "password"),
    ],
)
def test_a_wrong_owner_is_refused_beside_the_field(
    program: Program, name: str, pin: str, again: str, password: str, wrong: str
) -> None:
    go_to_owner(program)
    step = owner_step(program)
    for number, text in enumerate((name, pin, again, password)):
        press(*([KEYS.Key_Tab] if number else []), *([text] if text else []))
    press(KEYS.Key_Return)
    assert owner_step(program) is step
    said = {one: field(step, one).error() for one in ("owner_name", "pin", "again", "password")}
    assert [one for one, sentence in said.items() if sentence] == [wrong]
    assert field(step, wrong).line.hasFocus()


@pytest.mark.parametrize("price", ["a lot", "-1", "12.345", "9999999999999"])
def test_a_wrong_price_is_refused_beside_it(program: Program, folder: Path, price: str) -> None:
    go_to_list(program)
    row = list_step(program).rows[4]
    row.price.setFocus()
    type_over(price)
    press(KEYS.Key_Return)
    assert row.price.error()
    assert row.price.line.hasFocus()
    assert not salon_file.exists(folder)


def test_a_folder_that_takes_no_salon_is_said_and_nothing_typed_is_lost(
    start: Start, tmp_path: Path, qtbot
) -> None:
    (tmp_path / "file").write_text("in the way")
    program = start(tmp_path / "file" / "salon")
    go_to_list(program)
    press(KEYS.Key_Return)
    qtbot.waitUntil(lambda: not page_of(program).banner.isHidden(), timeout=SLOW)
    assert "cannot be written" in page_of(program).banner.words.text()
    assert list_step(program).rows[0].name.value() == "Women's cut"
    press(KEYS.Key_Escape)
    assert owner_step(program).name.value() == "Olga"


# --- the recovery code ---


def test_the_code_is_shown_copied_and_saved_and_is_the_files(
    program: Program, folder: Path, tmp_path: Path, qtbot, tap
) -> None:
    go_to_code(program, qtbot)
    step, code = code_step(program), salon_file.recovery_code(folder)
    assert step.save.hasFocus()
    tap(step.copy)
    assert QApplication.clipboard().text() == code
    step.save_to(tmp_path / "code.pdf")
    assert str(tmp_path / "code.pdf") in step.sentence.text()
    page = pypdfium2.PdfDocument(tmp_path / "code.pdf")[0].get_textpage().get_text_bounded()
    assert squeezed(code[:19]) in squeezed(page)
    assert squeezed(code[20:]) in squeezed(page)
    assert "Cloud Hair" in page
    step.save_to(tmp_path / "no folder" / "code.pdf")
    assert step.sentence.text() == "Nothing can be saved there. Choose another folder."
    tap(step.print)
    assert "Save the sheet as a PDF instead" in step.sentence.text()  # no printer is set up here


def test_the_program_closed_before_the_code_was_kept_opens_the_salon_next_time(
    program: Program, folder: Path, start: Start, qtbot
) -> None:
    go_to_code(program, qtbot)
    program.window.hide()
    program.close()
    assert isinstance(start(folder).window.page, Shell)


def test_a_file_left_empty_by_a_crash_is_taken_up(folder: Path, start: Start, qtbot) -> None:
    code = salon_file.create(folder)
    connection.close()
    program = start(folder)
    go_to_code(program, qtbot)
    assert salon_file.recovery_code(folder) == code


# --- the demo ---


@pytest.fixture
def small_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    """A demo that is made in a moment."""
    monkeypatch.setattr(making, "DEMO_CLIENTS", 8)
    monkeypatch.setattr(making, "DEMO_MONTHS", 1)


def test_the_demo_is_made_with_progress_and_opens(
    program: Program, folder: Path, small_demo: None, qtbot
) -> None:
    told: list[tuple[int, int]] = []
    press((CTRL, KEYS.Key_D))
    page = page_of(program)
    assert page.task is not None
    page.task.progressed.connect(lambda done, total: told.append((done, total)))
    assert page.title.text() == "Making the demo salon"
    qtbot.waitUntil(lambda: isinstance(program.window.page, Shell), timeout=SLOW)
    assert len(told) > 1
    assert told[-1][0] <= told[-1][1]
    assert program.desk is not None
    assert program.desk.settings.is_demo
    shell = program.window.page
    assert isinstance(shell, Shell)
    pin = shell.sign_in_screen.entry.sentence.text().removesuffix(".").split()[-1]
    with qtbot.waitSignal(program.desk.signed_in, timeout=SLOW):
        press(pin, KEYS.Key_Return)
    assert shell.top_line.demo.isVisible()
    assert sorted(file.name for file in folder.iterdir())[0:2] == ["salon.db", "salon.db-shm"]
    assert not (folder / "demo.new").exists()


def test_a_cancelled_demo_leaves_nothing(program: Program, folder: Path, qtbot) -> None:
    press((CTRL, KEYS.Key_D))
    page = page_of(program)
    assert page.task is not None
    with qtbot.waitSignal(page.task.progressed, timeout=SLOW):
        pass
    inside = page.inside
    assert inside is not None
    (progress,) = inside.findChildren(Progress)
    QTest.mouseClick(progress.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(page.inside, SalonStep), timeout=SLOW)
    assert page.demo.isVisible()
    assert list(folder.iterdir()) == []
    press("Cloud Hair", KEYS.Key_Return)
    assert isinstance(page.inside, OwnerStep)
    press((CTRL, KEYS.Key_D))  # the demo is offered on the first page only
    assert page.task is None


def test_esc_cancels_the_demo(program: Program, folder: Path, qtbot) -> None:
    press((CTRL, KEYS.Key_D))
    page = page_of(program)
    assert page.task is not None
    with qtbot.waitSignal(page.task.progressed, timeout=SLOW):
        pass
    press(KEYS.Key_Escape)
    qtbot.waitUntil(lambda: isinstance(page.inside, SalonStep), timeout=SLOW)
    assert list(folder.iterdir()) == []
