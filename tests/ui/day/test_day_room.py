"""Day: a shift opens with its float, tells what it has done, and is counted blind and closed."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from salon_pos.db import stamps
from salon_pos.db.queries import shifts
from salon_pos.ui.day.room import DayRoom
from salon_pos.ui.shell import Shell
from salon_pos.usecases.shifts import close_shift, open_shift
from tests.salons import NOW, Salon
from tests.ui.reading import entries
from tests.ui.selling import sell
from tests.usecases.whole_day import a_whole_day, with_platform


def entered(shell: Shell) -> DayRoom:
    shell.show_room("day")
    room = shell.room("day")
    assert isinstance(room, DayRoom)
    return room


@pytest.fixture
def room(selling: Salon, shell: Shell, sign_in) -> DayRoom:
    """An open shift: 100.00 float, a wash by card with a 5.00 tip, another in cash.

    10.10 + 0.51 + 0.81 = 11.42; in cash 11.40, so 111.40 lies in the drawer."""
    card = selling.handed("card", 1_642, mei=500)
    sell(selling, "uid-1", tenders=(card,))
    sell(selling, "uid-2", tenders=(selling.handed("cash", 2_000),))
    sign_in("Kai")
    return entered(shell)


def test_a_shift_opens_with_a_float_by_keys(salon: Salon, shell: Shell, sign_in) -> None:
    sign_in("Kai")
    room = entered(shell)
    assert room.opening.float.line.hasFocus()
    QTest.keyClicks(room.opening.float.line, "150.50")
    QTest.keyClick(room.opening.float.line, Qt.Key.Key_Return)
    shift = shifts.open_shift(salon.till_id)
    assert shift is not None
    assert shift.opening_float == 15_050
    assert room.now.isVisible()
    assert not room.opening.isVisible()


def test_a_shift_opens_with_nothing_by_a_tap(salon: Salon, shell: Shell, sign_in, tap) -> None:
    sign_in("Kai")
    room = entered(shell)
    tap(room.opening.open)
    shift = shifts.open_shift(salon.till_id)
    assert shift is not None
    assert shift.opening_float == 0


@pytest.mark.parametrize("typed", ["abc", "-5", "1.234", ""])
def test_a_float_that_is_no_amount_is_refused_beside_its_field(
    salon: Salon, shell: Shell, sign_in, typed: str
) -> None:
    sign_in("Kai")
    room = entered(shell)
    room.opening.float.set_value(typed)
    room.opening.open.click()
    assert "Type a number " in room.opening.float.error()
    assert shifts.open_shift(salon.till_id) is None


def test_the_last_float_is_offered_again(selling: Salon, shell: Shell, sign_in) -> None:
    close_shift(10_000, by=selling.by("kai"), now=NOW + timedelta(hours=9))
    sign_in("Kai")
    assert entered(shell).opening.float.value() == "100.00"


def test_the_shift_so_far_keeps_the_cash_back(room: DayRoom) -> None:
    said = room.report.spoken()
    assert "2 sales, less refunds and voids: $22.84" in said
    assert "Bank card: $16.42\nTaken by sales: $11.42\nTips: $5.00" in said
    assert "Cash: after the count" in said
    assert "Tips in all, owed to staff: $5.00" in said
    assert "Opening float: $100.00" in said
    assert "111.4" not in said
    assert "Expected" not in said


def test_counted_exactly_it_closes_by_keys(room: DayRoom, selling: Salon) -> None:
    QTest.keyClick(room.count, Qt.Key.Key_F9)
    panel = room.panel
    assert panel is not None
    assert panel.amount.line.hasFocus()
    assert not panel.outcome.isVisible()
    QTest.keyClicks(panel.amount.line, "111.40")
    QTest.keyClick(panel.amount.line, Qt.Key.Key_Return)
    assert panel.outcome.isVisible()
    assert not panel.reason.isVisible()
    QTest.keyClick(panel.done, Qt.Key.Key_Return)
    assert shifts.open_shift(selling.till_id) is None
    closed = shifts.recent_shifts(selling.till_id)[0]
    assert (closed.expected, closed.counted, closed.reason) == (11_140, 11_140, "")
    assert room.opening.isVisible()


def test_counted_differently_it_closes_with_a_reason_by_taps(
    room: DayRoom, selling: Salon, tap
) -> None:
    tap(room.count)
    panel = room.panel
    assert panel is not None
    for sign in "110.5":
        tap(panel.pad.keys[sign])
    tap(panel.compare)
    tap(panel.done)
    assert "The count differs by −$0.90" in panel.reason.error()
    assert shifts.open_shift(selling.till_id) is not None
    tap(panel.again)
    assert panel.amount.value() == "110.5"
    tap(panel.compare)
    panel.reason.set_value("Gave too much change")
    tap(panel.done)
    closed = shifts.recent_shifts(selling.till_id)[0]
    assert (closed.counted, closed.reason) == (11_050, "Gave too much change")
    assert "$0.90 short" in room.shell.toasts.history[-1].message


def test_what_happened_is_shown_afterwards(room: DayRoom, clock) -> None:
    clock.ahead(hours=8)
    room.count_drawer()
    assert room.panel is not None
    room.panel.amount.set_value("112")
    room.panel.judge()
    room.panel.reason.set_value("Found a coin")
    room.panel.finish()
    assert room.past is not None
    said = room.past.report.spoken()
    assert "Opening float: $100.00\nTaken by sales: $11.40\nExpected in the drawer: $111.40" in said
    assert "Counted: $112.00" in said
    assert "Difference: $0.60 over" in said
    assert "Found a coin" in said
    row = entries(room.list)[0]
    assert (row.title, row.note, row.figure) == ("Mon 4 May", "2 sales", "$22.84")
    assert row.subtitle == "11:00 – 19:00 · Kai"
    assert row.figure_note == "$0.60 over"


def test_the_rows_of_a_whole_day_add_up_on_one_screen(
    selling: Salon, shell: Shell, sign_in
) -> None:
    """As `test_shift_money` works out: refunds, settlements, what was paid out."""
    valued = with_platform(selling)
    a_whole_day(valued)
    close_shift(29_500, by=selling.by("kai"), now=NOW + timedelta(hours=8))
    sign_in("Kai")
    room = entered(shell)
    room.list.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(room.list, Qt.Key.Key_Return)
    assert room.past is not None
    said = room.past.report.spoken()
    assert "11 sales, less refunds and voids: $2,534.00" in said
    assert "Of it $2,030.00 was for what is prepaid: no income yet." in said
    assert "$84.00 was paid with what was prepaid." in said
    assert (
        "Bank card: −$879.00\nTaken by sales: $168.00\nTips: $2.00\nRefunds and voids: −$84.00\n"
        "Paid on account: $40.00\nDeposits paid back: −$5.00\nClosed cards paid out: −$1,000.00\n"
        "WeChat Pay: $1,084.00\nBank transfer: $77.28\nPaid by platforms: $77.28\n"
    ) in said
    assert (
        "Opening float: $100.00\nTaken by sales: $1,198.00\nTips: $1.00\n"
        "Refunds and voids: −$84.00\nPaid on account: $20.00\nDeposits paid back: −$10.00\n"
        "Closed cards paid out: −$930.00\nExpected in the drawer: $295.00\nCounted: $295.00\n"
    ) in said


def test_after_closing_the_next_float_is_typed_at_once(room: DayRoom) -> None:
    room.count_drawer()
    assert room.panel is not None
    room.panel.amount.set_value("112")
    room.panel.judge()
    room.panel.reason.set_value("Found a coin")
    QTest.keyClick(room.panel.reason.area, Qt.Key.Key_F9)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # the count panel goes
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Escape)
    assert room.opening.float.line.hasFocus()


def test_a_wrong_count_is_refused_beside_its_field(room: DayRoom) -> None:
    room.count_drawer()
    assert room.panel is not None
    room.panel.amount.set_value("twelve")
    room.panel.judge()
    assert "Type a number such as" in room.panel.amount.error()
    assert room.panel.counting.isVisible()


def test_leaving_the_count_closes_nothing(room: DayRoom, selling: Salon) -> None:
    room.count_drawer()
    assert room.panel is not None
    QTest.keyClick(room.panel, Qt.Key.Key_Escape)
    assert shifts.open_shift(selling.till_id) is not None
    QTest.keyClick(room.count, Qt.Key.Key_F9)
    assert room.panel is not None
    assert room.panel.isVisible()


def test_a_shift_before_opens_from_the_list_by_keys(room: DayRoom, selling: Salon) -> None:
    by = selling.by("kai")
    close_shift(11_140, by=by, now=NOW + timedelta(hours=9))
    open_shift(0, by=by, now=NOW + timedelta(days=1))
    room.shown()
    room.list.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(room.list, Qt.Key.Key_Return)
    assert room.past is not None
    assert "Difference: exact" in room.past.report.spoken()


def test_a_closed_shift_shows_the_stamp_of_its_closing(room: DayRoom, selling: Salon) -> None:
    by = selling.by("kai")
    assert "Stamp of the books" not in room.report.spoken()
    close_shift(11_140, by=by, now=NOW + timedelta(hours=9))
    stamp = stamps.head()
    open_shift(0, by=by, now=NOW + timedelta(days=1))
    assert stamps.head() != stamp
    room.shown()
    room.list.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(room.list, Qt.Key.Key_Return)
    assert room.past is not None
    assert f"Stamp of the books: {stamp}" in room.past.report.spoken()


def test_the_shift_so_far_is_told_with_few_questions(room: DayRoom, queries) -> None:
    with queries(most=8):
        room.look()


def test_many_shifts_are_listed_with_few_questions(room: DayRoom, selling: Salon, queries) -> None:
    by = selling.by("kai")
    close_shift(11_140, by=by, now=NOW)
    for day in range(1, 30):
        open_shift(0, by=by, now=NOW + timedelta(days=day))
        close_shift(0, by=by, now=NOW + timedelta(days=day, hours=8))
    with queries(most=6):
        room.look()
    assert len(entries(room.list)) == 30
