"""Sales: any past sale is found by what somebody remembers of it, read, and printed again."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest

from salon_pos.db.connection import database
from salon_pos.db.queries import sales
from salon_pos.ui import theme
from salon_pos.ui.sales.days import ANY, PICKED, TODAY, YESTERDAY
from salon_pos.ui.sales.room import SalesRoom
from salon_pos.ui.shell import Shell
from salon_pos.ui.shell.preferences import Preferences
from salon_pos.usecases.imports import ImportFiles, import_books, look_at_files, plan_for
from salon_pos.usecases.shifts import close_shift, open_shift
from tests.salons import NOW, Salon
from tests.ui.reading import entries, headings
from tests.ui.selling import sell


@pytest.fixture
def sold(selling: Salon) -> Salon:
    """Two sales yesterday, and three today: a walk-in, Maya, and 张雨桐 who pays for Leo too."""
    salon = selling
    sell(salon, "uid-1", client="maya")
    sell(salon, "uid-2", salon.line("gel"))
    close_shift(10_000, by=salon.by("kai"), now=NOW + timedelta(hours=8))
    open_shift(0, by=salon.by("kai"), now=NOW + timedelta(days=1))
    today = NOW + timedelta(days=1)
    sell(salon, "uid-3", at=today)
    sell(salon, "uid-4", salon.line("gel"), salon.line("cut"), client="maya", at=today)
    leo = replace(salon.line("wash"), client_id=salon.clients["leo"].id)
    sell(salon, "uid-5", salon.line("cut"), leo, client="yutong", at=today)
    return salon


@pytest.fixture
def room(sold: Salon, shell: Shell, sign_in, clock) -> SalesRoom:
    clock.now = NOW + timedelta(days=1, hours=2)
    sign_in("Kai")
    shell.show_room("sales")
    room = shell.room("sales")
    assert isinstance(room, SalesRoom)
    return room


class Opener(QObject):
    """Stands where the system's own program for PDFs would."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Path] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(Path(url.toLocalFile()))


def numbers(room: SalesRoom) -> list[str]:
    """What the list shows, without its headings."""
    return [entry.note for entry in entries(room.finder.list)]


def paper(room: SalesRoom) -> str:
    return room.opened.paper.accessibleDescription()


def test_newest_first_and_the_newest_is_open(room: SalesRoom) -> None:
    assert numbers(room) == [f"A-{n:06}" for n in (5, 4, 3, 2, 1)]
    assert "Receipt no. A-000005" in paper(room)
    assert room.finder.search.hasFocus()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("A-000002", ["A-000002"]),
        ("000002", ["A-000002"]),
        ("maya", ["A-000004", "A-000001"]),
        ("0123", ["A-000004", "A-000001"]),
        ("zyt", ["A-000005"]),
        ("torres", ["A-000005", "A-000004", "A-000001"]),
        ("uid-3", ["A-000003"]),
        ("zzz", []),
    ],
)
def test_found_as_one_types(room: SalesRoom, typed: str, found: list[str]) -> None:
    QTest.keyClicks(room.finder.search, typed)
    assert numbers(room) == found


def test_found_by_the_exact_total(room: SalesRoom) -> None:
    shown = entries(room.finder.list)[0]
    assert shown.note == "A-000005"
    QTest.keyClicks(room.finder.search, shown.figure.removeprefix("$"))
    assert numbers(room) == ["A-000005"]
    room.finder.search.clear()
    QTest.keyClicks(room.finder.search, shown.figure)
    assert numbers(room) == ["A-000005"]


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        (TODAY, ["A-000005", "A-000004", "A-000003"]),
        (YESTERDAY, ["A-000002", "A-000001"]),
        (ANY, ["A-000005", "A-000004", "A-000003", "A-000002", "A-000001"]),
    ],
)
def test_by_day(room: SalesRoom, choice: str, found: list[str]) -> None:
    options = [value for value, _ in room.finder.days.choice.blocks.options]
    room.finder.days.choice.blocks.choose(options.index(PICKED))
    room.finder.days.choice.blocks.choose(options.index(choice))
    assert numbers(room) == found


def test_a_picked_date_is_typed_or_stepped(room: SalesRoom, tap) -> None:
    days = room.finder.days
    days.choice.blocks.choose(3)
    assert days.date.line.hasFocus()
    QTest.keyClicks(days.date.line, "2026-05-04")
    assert numbers(room) == ["A-000002", "A-000001"]
    tap(days.later)
    assert numbers(room)[0] == "A-000005"
    days.date.line.selectAll()
    QTest.keyClicks(days.date.line, "2026-05-99")
    assert "Type it like" in days.date.error()


def test_a_day_says_what_it_came_to(room: SalesRoom) -> None:
    room.finder.days.choice.blocks.choose(1)
    heading = headings(room.finder.list)[0]
    total = sum(sale.total for sale in sales.find_sales(day=sales.find_sales()[0].business_day))
    assert heading.title.startswith("Today · Tue 5 May · 3 sales · ")
    assert heading.title.endswith(f"${total // 100}.{total % 100:02}")


def test_arrows_open_one_sale_after_the_other(room: SalesRoom) -> None:
    QTest.keyClick(room.finder.search, Qt.Key.Key_Down)
    assert "Receipt no. A-000004" in paper(room)
    QTest.keyClick(room.finder.search, Qt.Key.Key_Up)
    assert "Receipt no. A-000005" in paper(room)


def test_a_tap_opens_a_sale(room: SalesRoom, tap) -> None:
    listed = room.finder.list
    index = listed.entries.index(3)
    tap(listed.viewport(), listed.visualRect(index).center())
    assert "Receipt no. A-000003" in paper(room)


def test_a_walk_in_has_no_file_to_show(room: SalesRoom) -> None:
    assert room.opened.client.isVisible()
    room.open_sale("uid-3")
    assert not room.opened.client.isVisible()


def test_nothing_found_says_what_to_try(room: SalesRoom, tap) -> None:
    room.finder.days.choice.blocks.choose(2)
    QTest.keyClicks(room.finder.search, "zyt")
    assert "zyt" in room.finder.none_found.words.text()
    assert not room.opened.isVisible()
    tap(room.finder.none_found.action)
    assert numbers(room) == ["A-000005"]


def test_reprint_makes_a_marked_copy_and_is_written_down(room: SalesRoom, qtbot) -> None:
    shell = room.shell
    with qtbot.waitSignal(shell.toasts.happened, timeout=20_000):
        QTest.keyClick(room.finder.search, Qt.Key.Key_F8)
    said = shell.toasts.history[-1].message
    file = Path(said.removeprefix("The copy is saved as ").removesuffix("."))
    page = pypdfium2.PdfDocument(file)[0].get_textpage().get_text_bounded()
    assert page.count("COPY") == 2
    assert "A-000005" in page
    opener = Opener()
    # The library takes a text where its own stub asks for bytes.
    QDesktopServices.setUrlHandler("file", opener, "open")  # pyright: ignore[reportArgumentType]
    QTest.keyClick(room.finder.search, Qt.Key.Key_F9)
    QDesktopServices.unsetUrlHandler("file")
    assert opener.opened == [file]
    last = "SELECT deed, subject FROM journal ORDER BY id DESC LIMIT 1"
    assert database.execute_sql(last).fetchone() == ("reprint", "uid-5")


def test_a_folder_that_cannot_be_written_says_so(
    room: SalesRoom, qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "no folder"
    file.write_text("in the way")
    monkeypatch.setattr("salon_pos.ui.sales.room.receipt_folder", lambda: file)
    with qtbot.waitSignal(room.shell.toasts.happened, timeout=20_000):
        room.reprint()
    assert "could not be saved" in room.shell.toasts.history[-1].message
    assert not room.opened.file.isVisible()


def test_an_imported_sale_keeps_its_old_number_and_says_where_it_is_from(
    room: SalesRoom, sold: Salon, tmp_path: Path
) -> None:
    head = "Receipt,Date,Description,Client,Staff,Quantity,Amount,GST,PST\n"
    (tmp_path / "receipt-transactions.csv").write_text(
        head + "1772,7/29/2018,Wash,ALIA01,BECKY,1,50,2.5,4\n"
    )
    files = ImportFiles(tmp_path)
    plan = plan_for(look_at_files(files, now=NOW))
    import_books(plan, by=sold.by("olga"), now=NOW, go_on=lambda *_: True)
    room.finder.search.setText("1772")
    row = entries(room.finder.list)[0]
    assert (row.title, row.note, row.figure_note) == ("ALIA01", "1772", "imported")
    assert "another system, where its number was 1772" in room.opened.imported.words.text()
    assert room.opened.imported.isVisible()
    room.open_sale("uid-5")
    assert not room.opened.imported.isVisible()


def test_a_scanned_receipt_opens_its_sale(room: SalesRoom) -> None:
    room.finder.search.setText("zzz")
    room.shell.scanned.emit("uid-2")
    assert "Receipt no. A-000002" in paper(room)


def test_a_stylist_reads_why_not(sold: Salon, shell: Shell, sign_in) -> None:
    sign_in("Mei")
    shell.show_room("sales")
    room = shell.room("sales")
    assert isinstance(room, SalesRoom)
    assert room.not_allowed.isVisible()
    room.open_sale("uid-1")
    assert room.opened.sale is None
    assert not room.opened.isVisible()


def test_an_empty_salon_says_where_to_begin(salon: Salon, shell: Shell, sign_in) -> None:
    sign_in("Kai")
    shell.show_room("sales")
    room = shell.room("sales")
    assert isinstance(room, SalesRoom)
    assert room.finder.none_yet.isVisible()
    assert not room.opened.isVisible()


def test_the_search_survives_a_new_window(room: SalesRoom) -> None:
    QTest.keyClicks(room.finder.search, "maya")
    QTest.keyClick(room.finder.search, Qt.Key.Key_Down)
    shell = room.shell
    shell.rebuild(shell.preferences)
    again = shell.room("sales")
    assert isinstance(again, SalesRoom)
    assert again.finder.search.text() == "maya"
    assert "Receipt no. A-000001" in paper(again)


def test_in_a_narrow_window_the_sale_takes_the_place_of_the_list(room: SalesRoom) -> None:
    window = room.shell.window()
    window.resize(1000, 700)
    assert room.finder.isVisible()
    assert not room.opened.isVisible()
    QTest.keyClick(room.finder.search, Qt.Key.Key_Return)
    assert room.opened.isVisible()
    assert not room.finder.isVisible()
    QTest.keyClick(room.opened.back, Qt.Key.Key_Escape)
    assert room.finder.isVisible()


def test_large_text_leaves_the_receipt_half_of_the_height(room: SalesRoom, qapp, qtbot) -> None:
    theme.apply(qapp, theme.Theme(scale=1.5, motion_ms=0))
    shell = room.shell
    shell.rebuild(Preferences(scale=150))
    shell.window().resize(1_280, 800)
    again = shell.room("sales")
    assert isinstance(again, SalesRoom)
    qtbot.waitUntil(lambda: shell.compact and shell.height() == 800)
    QTest.keyClick(again.finder.search, Qt.Key.Key_Return)
    opened = again.opened
    qtbot.waitUntil(lambda: opened.strip.height() >= opened.height() / 2)
    keys = [key for key in (opened.reprint, opened.client, opened.refund, opened.void, opened.staff,
                            opened.tender) if key.isVisible()]  # fmt: skip
    assert len(keys) == 6
    assert not [key for key in keys if key.is_cut()]


def test_a_search_asks_a_handful_of_questions(room: SalesRoom, queries) -> None:
    with queries(most=29):  # three of them say what became of the first answer
        room.finder.search.setText("maya")


def test_the_payers_file_opens_by_its_key(sold: Salon, room: SalesRoom) -> None:
    room.open_sale("uid-4")
    QTest.keyClick(room.finder.search, Qt.Key.Key_F7)
    clients = room.shell.room("clients")
    assert clients.isVisible()
    client = clients.client  # pyright: ignore[reportAttributeAccessIssue]
    assert client == sold.clients["maya"]


def test_whom_a_sale_was_for_is_said_beside_its_payer(room: SalesRoom) -> None:
    QTest.keyClicks(room.finder.search, "leo")
    row = entries(room.finder.list)[0]
    assert (row.title, row.subtitle) == ("张雨桐", "Women's cut · Wash · for Leo Torres")
    start, length = row.subtitle_marks[0]
    assert row.subtitle[start : start + length] == "Leo"
