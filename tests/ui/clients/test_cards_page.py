"""The page of cards and points: every entry with its sentence, page by page; who may do what."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from salon_pos.db import connection
from salon_pos.ui.clients.cards_page import MORE, PackTile
from salon_pos.ui.clients.room import ENTRIES, ClientsRoom
from salon_pos.ui.counter.room import CounterRoom
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.figures import Stat
from salon_pos.ui.widgets.stat_key import StatKey
from salon_pos.usecases.points import PointsChange, adjust_points
from salon_pos.usecases.rules import set_points_rules
from tests.salons import NOW, Salon
from tests.ui.reading import entries
from tests.usecases.valued import POINTS, Valued, made


@pytest.fixture
def valued(selling: Salon) -> Valued:
    return made(selling)


@pytest.fixture
def room(valued: Valued, shell: Shell, sign_in) -> ClientsRoom:
    sign_in("Kai")
    shell.show_room("clients")
    found = shell.room("clients")
    assert isinstance(found, ClientsRoom)
    return found


def opened(room: ClientsRoom, valued: Valued, name: str) -> None:
    room.open_client(valued.salon.clients[name].id)
    QTest.keyClick(room, Qt.Key.Key_F7)


def test_what_moved_is_said_with_its_arithmetic(room: ClientsRoom, valued: Valued) -> None:
    salon = valued.salon
    valued.pay(salon.ticket("t", valued.line(valued.top_up), client="maya"))
    wash = salon.ticket("w", salon.line("wash"), client="maya")
    valued.pay(wash, valued.handed("stored_value", 1_142, source=valued.card.uid))
    opened(room, valued, "maya")
    shown = entries(room.file.cards.entries)
    assert [(row.title, row.figure) for row in shown] == [
        ("Points", "+12 points"), ("Bonus", "−$1.90"), ("Principal", "−$9.52"),
        ("Bonus", "+$200.00"), ("Principal", "+$1,000.00"),
    ]  # fmt: skip
    spent = "Paid from the card: $11.42 = $9.52 principal + $1.90 bonus, in proportion to"
    assert all(row.told[0].startswith(spent) for row in shown[1:3])
    assert shown[-1].told[0] == "Topped up: $1,000.00 principal."
    assert "Gold" in room.file.cards.why.text()


def test_a_session_is_used_from_the_file(room: ClientsRoom, valued: Valued, shell: Shell) -> None:
    """A tap on the pack begins a ticket at the counter, with its wash on it."""
    valued.pay(valued.salon.ticket("p", valued.line(valued.pack), client="maya"))
    opened(room, valued, "maya")
    (pack,) = room.file.cards.findChildren(PackTile)
    assert (pack.caption, pack.figure) == ("Wash 5+1", "6 sessions left")
    pack.click()
    counter = shell.room("counter")
    assert isinstance(counter, CounterRoom)
    ticket = counter.till.ticket
    assert ticket.client_id == valued.salon.clients["maya"].id
    assert [(line.item_id, line.source) for line in ticket.lines] == [
        (valued.salon.items["wash"].id, pack.uid)
    ]


def test_a_stylist_looks_and_changes_nothing(valued: Valued, shell: Shell, sign_in) -> None:
    sign_in("Mei")
    shell.show_room("clients")
    room = shell.room("clients")
    assert isinstance(room, ClientsRoom)
    opened(room, valued, "maya")
    assert room.file.cards.isVisible()
    assert not [b for b in room.file.cards.findChildren(Button) if b.isVisible()]


def change(valued: Valued, first: int, last: int) -> None:
    """Olga gives Maya 1 point, again and again."""
    maya, olga = valued.salon.clients["maya"].id, valued.salon.by("olga")
    with connection.without_waiting_for_the_disk():
        for n in range(first, last):
            adjust_points(PointsChange(f"p{n}", maya, 1, "test"), by=olga, now=NOW)


def test_more_is_shown_when_it_is_asked_for(room: ClientsRoom, valued: Valued) -> None:
    """Of 50 entries read the last is left to the next page; of 120, 49 and then 99 and all."""
    change(valued, 0, 120)
    opened(room, valued, "maya")
    shown = entries(room.file.cards.entries)
    assert (len(shown), shown[-1].title) == (ENTRIES, "Show more")
    room.file.cards.entries.setFocus(Qt.FocusReason.TabFocusReason)
    for rows, more in ((2 * ENTRIES, True), (120, False)):
        room.file.cards.entries.set_current(MORE)
        QTest.keyClick(room.file.cards.entries, Qt.Key.Key_Return)
        shown = entries(room.file.cards.entries)
        assert (len(shown), shown[-1].key == MORE) == (rows, more)
    room.open_client(valued.salon.clients["maya"].id)
    assert len(entries(room.file.cards.entries)) == ENTRIES


def test_a_page_asks_no_more_of_a_longer_statement(
    room: ClientsRoom, valued: Valued, queries
) -> None:
    maya = valued.salon.clients["maya"].id
    change(valued, 0, 60)
    room.open_client(maya)
    with queries(most=60) as short:
        room.open_client(maya)
    change(valued, 60, 180)
    with queries(most=len(short)):
        room.open_client(maya)
    with queries(most=len(short)):
        room.file.cards.more_pressed.emit()


def test_a_page_of_somebody_who_has_nothing(room: ClientsRoom, valued: Valued) -> None:
    opened(room, valued, "leo")
    assert room.file.cards.nothing.isVisible()
    assert room.file.cards.issue.isVisible()
    assert not room.file.cards.cards.isVisible()


def test_what_ends_soon_is_told_alike_in_the_file_and_at_the_counter(
    room: ClientsRoom, valued: Valued, shell: Shell
) -> None:
    """Good for 60 days from 4 May; a day more is not soon. The receipt has its own test."""
    salon, olga = valued.salon, valued.salon.by("olga")
    maya = salon.clients["maya"].id
    for days, points in ((61, 5), (60, 7)):
        set_points_rules(replace(POINTS, days_good=days), by=olga, now=NOW)
        adjust_points(PointsChange(f"p{days}", maya, points, "test"), by=olga, now=NOW)
    shell.desk.refresh()
    opened(room, valued, "maya")
    notes = {tile.caption.text(): tile.note.text() for tile in room.file.cards.findChildren(Stat)}
    assert notes["Points"] == "7 end 3 Jul"
    room.new_ticket()
    counter = shell.room("counter")
    assert isinstance(counter, CounterRoom)
    keys = {key.caption: key.note for key in counter.findChildren(StatKey)}
    assert keys["Points"] == "7 end 3 Jul"


def test_the_page_scrolls_as_a_whole(room: ClientsRoom, valued: Valued, shell: Shell) -> None:
    """With what is above it; the entry that the keys go to stays in sight."""
    change(valued, 0, 30)
    opened(room, valued, "maya")
    page = room.file.cards
    QApplication.processEvents()
    assert page.entries.verticalScrollBar().maximum() == 0
    assert page.verticalScrollBar().maximum() > 0
    page.entries.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(page.entries, Qt.Key.Key_End)
    row = page.entries.visualRect(page.entries.currentIndex())
    top = page.entries.viewport().mapTo(page.viewport(), row.topLeft())
    assert page.viewport().rect().contains(row.translated(top - row.topLeft()))
    room.open_client(valued.salon.clients["leo"].id)
    assert page.verticalScrollBar().value() == 0


def test_a_finger_on_the_entries_moves_the_page(room: ClientsRoom, valued: Valued, qtbot) -> None:
    change(valued, 0, 30)
    opened(room, valued, "maya")
    page = room.file.cards
    QApplication.processEvents()
    start = page.viewport().mapToGlobal(page.viewport().rect().center())

    def up(by: int) -> tuple[QWidget, QPoint]:
        on = page.entries.viewport()
        return on, on.mapFromGlobal(start - QPoint(0, by))

    on, at = up(0)
    qtbot.mousePress(on, Qt.MouseButton.LeftButton, pos=at)
    for step in range(1, 11):
        qtbot.mouseMove(*up(15 * step))
        qtbot.wait(5)
    on, at = up(150)
    qtbot.mouseRelease(on, Qt.MouseButton.LeftButton, pos=at)
    assert page.verticalScrollBar().value() > 0


def test_what_ends_soon_is_said_number_first(room: ClientsRoom, valued: Valued, clock) -> None:
    """200.00 of bonus for 180 days and a pack for 90: on 1 August the pack's 6 end the next day; on
    10 October the bonus ends within 60 days, on 31 October."""
    salon = valued.salon
    valued.pay(salon.ticket("t", valued.line(valued.top_up), client="maya"))
    valued.pay(salon.ticket("p", valued.line(valued.pack), client="maya"))
    opened(room, valued, "maya")
    assert not room.file.cards.ends.isVisible()
    clock.now = datetime(2026, 8, 1, 18, 0, tzinfo=UTC)
    room.open_client(salon.clients["maya"].id)
    (pack,) = [tile for tile in room.file.cards.tiles.tiles if isinstance(tile, PackTile)]
    assert pack.note == "6 sessions end 2 Aug"
    assert room.file.cards.ends.text() == "Ends soon\nWash 5+1: 6 sessions on 2 Aug"
    clock.now = datetime(2026, 10, 10, 18, 0, tzinfo=UTC)
    room.open_client(salon.clients["maya"].id)
    first = room.file.cards.tiles.tiles[0]
    assert isinstance(first, Stat)
    assert first.note.text() == "$200.00 of bonus ends 31 Oct"
    assert "Bonus: $200.00 on 31 Oct" in room.file.cards.ends.text()
