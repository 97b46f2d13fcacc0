"""Tiles and rows: taps, flings, keys, many of them, and what is cut."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QScroller

from salon_pos.ui.widgets import lists, reveal
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.lists import MARK_PLACE, TouchList
from salon_pos.ui.widgets.row_list import RowList
from salon_pos.ui.widgets.rows import Mark, Row
from salon_pos.ui.widgets.tile_grid import TileGrid
from salon_pos.ui.widgets.tiles import Tile

LEFT = Qt.MouseButton.LeftButton
LONG = "Keratin smoothing with a very long name 角蛋白順髮護理療程 and more of it"


def tiles(count: int) -> list[Tile]:
    mark = Mark("过敏", "bad")
    return [
        Tile(
            key=n,
            title=f"Service {n}",
            subtitle="45 min",
            price="¥128",
            mark=mark if n % 3 else None,
        )
        for n in range(count)
    ]


@pytest.fixture
def grid(stage) -> TileGrid:
    grid = TileGrid("Items")
    grid.show_entries(tiles(200))
    grid.setFixedHeight(500)
    stage(grid, width=582, height=500)
    return grid


@pytest.fixture
def rows(stage) -> RowList:
    rows = RowList("Clients")
    rows.show_entries([Row(key=n, title=f"Client {n}", subtitle="•••• 9527") for n in range(300)])
    rows.setFixedHeight(500)
    stage(rows, width=320, height=500)
    return rows


def tap(view: TouchList, row: int, qtbot) -> None:
    place = view.visualRect(view.model().index(row, 0)).center()
    qtbot.mouseClick(view.viewport(), LEFT, pos=place)


def heard(view: TouchList) -> list[object]:
    picked: list[object] = []
    view.picked.connect(picked.append)
    return picked


@pytest.mark.parametrize("view", ["grid", "rows"])
def test_a_tap_picks_what_is_under_it(view, request, qtbot):
    shown = request.getfixturevalue(view)
    picked = heard(shown)
    tap(shown, 2, qtbot)
    tap(shown, 0, qtbot)
    assert picked == [2, 0]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_keys_pick_the_current_one(rows, qtbot, key):
    picked = heard(rows)
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    qtbot.keyClick(rows, key)
    assert picked == [1]


def test_arrows_walk_over_the_tiles(grid, qtbot):
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    walked = [grid.current_key()]
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up):
        qtbot.keyClick(grid, key)
        walked.append(grid.current_key())
    assert walked == [0, 1, 1 + grid.columns(), grid.columns(), 0]


def test_columns_fill_the_width_and_end_flush(grid):
    assert grid.columns() == 4
    boxes = [grid.visualRect(grid.model().index(n, 0)) for n in range(5)]
    assert len({box.top() for box in boxes[:4]}) == 1
    assert boxes[4].top() > boxes[0].top()
    width = grid.viewport().width()
    assert width - MARK_PLACE - 5 <= boxes[3].right() <= width - MARK_PLACE  # its mark stands there
    grid.show_entries(grid.entries.entries[:4])
    assert width - 5 <= grid.visualRect(grid.model().index(3, 0)).right() <= width


def test_a_narrow_grid_has_fewer_columns(stage, wear):
    wear(scale=1.5)
    grid = TileGrid("Items")
    grid.show_entries(tiles(9))
    stage(grid, width=582)
    assert grid.columns() == 2


def test_filtering_two_hundred_tiles_keeps_the_current_one(grid, qtbot):
    grid.set_current(12)
    grid.show_entries([tile for tile in tiles(200) if "12" in tile.title])
    assert grid.model().rowCount() == 12
    assert grid.current_key() == 12
    grid.show_entries([tile for tile in tiles(200) if "7" in tile.title])
    assert grid.current_key() is None
    picked = heard(grid)
    tap(grid, 0, qtbot)
    assert picked == [7]


def test_typing_over_a_list_reaches_the_screen(grid, qtbot):
    typed: list[str] = []

    class Screen:
        def keyPressEvent(self, event) -> None:
            typed.append(event.text())

    grid.window().keyPressEvent = Screen().keyPressEvent
    grid.setFocus()
    qtbot.keyClicks(grid, "cut")
    assert typed == ["c", "u", "t"]


def test_headings_are_passed_over(stage, qtbot):
    rows = RowList("Found")
    rows.show_entries([
        Row(key="h", title="Clients", heading=True),
        Row(key=1, title="张雨桐"),
        Row(key="i", title="Items", heading=True),
        Row(key=2, title="护发精油"),
    ])  # fmt: skip
    stage(rows)
    rows.set_current(None)
    walked = []
    for by in (1, 1, 1, -1, -1):
        rows.step(by)
        walked.append(rows.current_key())
    assert walked == [1, 2, 2, 1, 1]
    rows.setFocus()
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    assert rows.current_key() == 2
    qtbot.keyClick(rows, Qt.Key.Key_Up)
    assert rows.current_key() == 1
    picked = heard(rows)
    tap(rows, 0, qtbot)
    assert picked == []


def drag(view: TouchList, qtbot, start: int, end: int) -> None:
    surface, steps = view.viewport(), 10
    qtbot.mousePress(surface, LEFT, pos=QPoint(60, start))
    for n in range(1, steps + 1):
        qtbot.mouseMove(surface, QPoint(60, start + (end - start) * n // steps))
        qtbot.wait(5)
    qtbot.mouseRelease(surface, LEFT, pos=QPoint(60, end))


def test_a_drag_scrolls_and_picks_nothing(rows, qtbot):
    picked = heard(rows)
    drag(rows, qtbot, 450, 100)
    assert rows.verticalScrollBar().value() > 200
    assert picked == []


def test_a_tap_during_a_fling_stops_it_and_the_next_one_hits_its_row(rows, qtbot):
    picked = heard(rows)
    drag(rows, qtbot, 450, 100)
    scroller = QScroller.scroller(rows.viewport())
    assert scroller.state() == QScroller.State.Scrolling
    qtbot.mouseClick(rows.viewport(), LEFT, pos=QPoint(60, 200))
    assert picked == []
    rests_at = rows.verticalScrollBar().value()
    under = rows.indexAt(QPoint(60, 200)).row()
    qtbot.mouseClick(rows.viewport(), LEFT, pos=QPoint(60, 200))
    assert picked == [under]
    assert under > 3
    assert rows.verticalScrollBar().value() == rests_at


def test_a_tap_after_a_fling_has_run_out_hits_its_row(rows, qtbot):
    picked = heard(rows)
    drag(rows, qtbot, 300, 200)
    scroller = QScroller.scroller(rows.viewport())
    qtbot.waitUntil(lambda: scroller.state() == QScroller.State.Inactive, timeout=10_000)
    under = rows.indexAt(QPoint(60, 200)).row()
    qtbot.mouseClick(rows.viewport(), LEFT, pos=QPoint(60, 200))
    assert picked == [under]


def test_a_held_finger_reads_what_is_cut_and_picks_nothing(stage, qtbot, monkeypatch):
    monkeypatch.setattr(lists, "HOLD_MS", 30)
    rows = RowList("Clients")
    rows.show_entries([Row(key=1, title=LONG), Row(key=2, title="Short")])
    window = stage(rows, width=260)
    picked = heard(rows)
    place = rows.visualRect(rows.model().index(0, 0)).center()
    qtbot.mousePress(rows.viewport(), LEFT, pos=place)
    qtbot.waitUntil(lambda: reading(window) == LONG, timeout=3_000)
    qtbot.mouseRelease(rows.viewport(), LEFT, pos=place)
    assert reading(window) == ""
    assert picked == []


def reading(window) -> str:
    note = reveal.find(window)
    return note.text if note is not None and note.isVisible() else ""


CUT: dict[str, Callable[[], TouchList]] = {
    "rows": lambda: filled(RowList("x"), Row(key=1, title="Mei", subtitle=LONG)),
    "tiles": lambda: filled(TileGrid("x"), Tile(key=1, title=LONG, price="¥1,280.00 from")),
}


def filled(view: TouchList, *entries) -> TouchList:
    view.show_entries(entries)
    return view


@pytest.mark.parametrize("kind", CUT)
def test_what_is_cut_opens_for_the_keyboard_too(stage, wear, kind: str):
    wear(scale=1.5)
    view = CUT[kind]()
    window = stage(Button("First"), view, width=240)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    assert LONG in reading(window)
    window.setFocus()
    view.clearFocus()
    assert reading(window) == ""


def test_what_fits_opens_nothing(stage):
    rows = filled(RowList("x"), Row(key=1, title="Mei", subtitle="Director", figure="¥168"))
    window = stage(rows)
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    assert reading(window) == ""


def test_every_entry_is_spoken_whole(wear):
    row = Row(
        key=1, title="深层护理", chips=(Mark("美 70%"),), figure="¥168.30", figure_note="¥198.00"
    )
    assert row.spoken == "深层护理, 美 70%, ¥168.30, ¥198.00"
    grid = filled(
        TileGrid("x"), Tile(key=1, title="Perm", price="¥480", mark=Mark("Allergy", "bad"))
    )
    said = grid.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Perm, ¥480, Allergy"


def test_chosen_tiles_and_the_current_row_look_different(grid, rows):
    plain, quiet = grid.grab().toImage(), rows.grab().toImage()
    grid.set_chosen({0, 3})
    rows.set_current(1)
    assert grid.grab().toImage() != plain
    assert rows.grab().toImage() != quiet
