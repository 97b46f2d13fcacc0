"""Signing in: a tile and a PIN by finger or by keys; wrong PINs wait; locking keeps the ticket."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest

from salon_pos.db.connection import database
from salon_pos.db.queries import sales
from salon_pos.domain.people import StaffMember
from salon_pos.domain.rights import Role
from salon_pos.ui import theme
from salon_pos.ui.counter.pay.panel import PayPanel
from salon_pos.ui.counter.room import CounterRoom
from salon_pos.ui.desk import Desk
from salon_pos.ui.rooms import ROOMS
from salon_pos.ui.shell import Shell
from salon_pos.ui.shell.preferences import Preferences
from salon_pos.ui.signin.screen import SignIn
from salon_pos.ui.widgets.tiles import Tile
from salon_pos.usecases.settings import change_settings
from salon_pos.usecases.staff import save_staff
from tests.salons import NOW, PINS, Salon
from tests.ui.backoffice.hands import tap_row
from tests.ui.conftest import Clock, Start
from tests.ui.counter.hands import CTRL, open_panels, press

KEYS = Qt.Key
SLOW = 20_000  # milliseconds: checking a PIN is slow on purpose


@pytest.fixture
def screen(shell: Shell) -> SignIn:
    """The sign-in screen, over a window with nobody at it."""
    assert shell.sign_in_screen.is_open()
    return shell.sign_in_screen


def type_pin(desk: Desk, qtbot, pin: str) -> None:
    """A PIN on the keyboard that is the right one."""
    with qtbot.waitSignal(desk.signed_in, timeout=SLOW):
        press(pin, KEYS.Key_Return)


def tap_pin(screen: SignIn, tap, pin: str) -> None:
    for digit in pin:
        tap(screen.entry.pad.keys[digit])
    tap(screen.entry.enter)


def be_wrong(screen: SignIn, qtbot, times: int = 1) -> str:
    """Type a wrong PIN so many times; what is said in the end."""
    for _ in range(times):
        press("9999", KEYS.Key_Return)
        qtbot.waitUntil(lambda: not screen.entry.pin, timeout=SLOW)
    return screen.entry.sentence.text()


def wrong_tries() -> int:
    return database.execute_sql("SELECT count(*) FROM journal WHERE deed='wrong_pin'").fetchone()[0]


# --- a tile and a PIN ---


def test_by_taps(salon: Salon, desk: Desk, shell: Shell, screen: SignIn, qtbot, tap) -> None:
    tap_row(screen.grid, salon.staff["kai"].id)
    with qtbot.waitSignal(desk.signed_in, timeout=SLOW):
        tap_pin(screen, tap, PINS["kai"])
    assert desk.who == salon.staff["kai"]
    assert not screen.is_open()
    assert shell.rail.person.label() == "Kai"


def test_by_keys(salon: Salon, desk: Desk, shell: Shell, screen: SignIn, qtbot) -> None:
    press(KEYS.Key_Right, KEYS.Key_Right, KEYS.Key_Left, KEYS.Key_Right)  # Olga, Chen, Kai
    press("34", "9", KEYS.Key_Backspace, "5")
    type_pin(desk, qtbot, "6")
    assert desk.who == salon.staff["kai"]
    counter = shell.room("counter")
    assert isinstance(counter, CounterRoom)
    assert counter.finder.field.hasFocus()


def test_everybody_who_works_here_has_a_tile(screen: SignIn) -> None:
    tiles = [t for t in screen.grid.entries.entries if isinstance(t, Tile)]
    assert [(tile.title, tile.subtitle) for tile in tiles] == [
        ("Olga", "Owner"),
        ("Chen", "Manager"),
        ("Kai", "Cashier"),
        ("Mei", "Director"),
        ("Jie", "Junior"),
    ]


def test_another_tile_begins_anew(salon: Salon, desk: Desk, screen: SignIn, qtbot) -> None:
    press("12")
    tap_row(screen.grid, salon.staff["mei"].id)
    assert screen.entry.pin == ""
    type_pin(desk, qtbot, PINS["mei"])
    assert desk.who == salon.staff["mei"]


def test_a_pin_that_is_too_short_is_not_tried(screen: SignIn, qtbot) -> None:
    press("123", KEYS.Key_Return)
    assert not screen.entry.enter.isEnabled()
    assert screen.entry.pin == "123"
    press("4")
    assert screen.entry.enter.isEnabled()
    press("56789")
    assert screen.entry.pin == "12345678"  # no PIN is longer
    assert wrong_tries() == 0


def test_who_has_no_pin_is_told_who_gives_one(salon: Salon, screen: SignIn, qtbot) -> None:
    sql = "UPDATE staff SET pin_hash = NULL WHERE id = ?"
    database.execute_sql(sql, (salon.staff["olga"].id,))
    assert "A manager gives one in the back office" in be_wrong(screen, qtbot)


# --- where there is little room ---


@pytest.fixture
def large(shell: Shell, qapp, qtbot) -> Shell:
    """The smallest window with the largest text."""
    theme.apply(qapp, theme.Theme(scale=1.5, motion_ms=0))
    shell.window().resize(1_280, 800)
    qtbot.waitUntil(lambda: shell.window().height() == 800)
    return shell


def anew(shell: Shell) -> SignIn:
    """The sign-in screen with the people of now."""
    shell.rebuild(Preferences(scale=150))
    shell.lock()
    return shell.sign_in_screen


def tile_of(screen: SignIn, place: int) -> QRect:
    index = screen.grid.entries.index(place)
    screen.grid.doItemsLayout()
    return screen.grid.visualRect(index)


def test_large_text_in_a_small_window_cuts_nobody(large: Shell, salon: Salon) -> None:
    for name in ("Lu", "Wen", "Xia"):  # eight people with the five of the salon
        save_staff(StaffMember(name, Role.STYLIST, name), by=salon.by("olga"), now=NOW)
    screen = anew(large)
    sight = screen.grid.viewport().rect()
    boxes = [tile_of(screen, place) for place in range(8)]
    assert len({(box.left(), box.top()) for box in boxes}) == 8
    assert all(sight.contains(box) for box in boxes)
    assert all(box.height() >= theme.tokens().hit for box in boxes)


def test_the_arrows_bring_everybody_into_sight(large: Shell, salon: Salon) -> None:
    for n in range(12):
        save_staff(StaffMember(f"S {n}", Role.STYLIST, f"S{n}"), by=salon.by("olga"), now=NOW)
    screen = anew(large)
    sight = screen.grid.viewport().rect()
    assert not sight.contains(tile_of(screen, len(screen.members) - 1))  # more than fit
    reached = [screen.grid.current_key()]
    for place in range(1, len(screen.members)):
        press(KEYS.Key_Right)
        reached.append(screen.grid.current_key())
        assert sight.contains(tile_of(screen, place))
    assert reached == [member.id for member in screen.members]


# --- wrong PINs ---


def test_a_wrong_pin_is_said_and_the_next_digit_takes_it_away(screen: SignIn, qtbot) -> None:
    assert be_wrong(screen, qtbot) == "This is not the PIN. Try again."
    press("1")
    assert screen.entry.sentence.text() == ""


def test_the_third_wrong_pin_makes_one_wait(
    salon: Salon, desk: Desk, screen: SignIn, qtbot, tap, clock: Clock
) -> None:
    assert be_wrong(screen, qtbot, times=3) == "Wait 5 seconds, then try again."
    assert not any(key.isEnabled() for key in screen.entry.pad.keys.values())
    press(PINS["olga"], KEYS.Key_Return)
    tap_pin(screen, tap, PINS["olga"])
    assert screen.entry.pin == ""
    assert wrong_tries() == 3
    counted = "Wait 4 seconds, then try again."
    qtbot.waitUntil(lambda: screen.entry.sentence.text() == counted, timeout=3_000)

    clock.ahead(seconds=5)
    tap_row(screen.grid, salon.staff["olga"].id)
    assert screen.entry.sentence.text() == ""
    type_pin(desk, qtbot, PINS["olga"])
    assert desk.who == salon.staff["olga"]


def test_the_wait_grows_and_the_right_pin_ends_it(
    salon: Salon, desk: Desk, shell: Shell, screen: SignIn, qtbot, clock: Clock
) -> None:
    be_wrong(screen, qtbot, times=2)
    for seconds in (5, 15, 30, 60, 120):
        assert be_wrong(screen, qtbot) == f"Wait {seconds} seconds, then try again."
        clock.ahead(seconds=seconds)
        screen.choose(salon.staff["olga"].id)
    type_pin(desk, qtbot, PINS["olga"])
    shell.lock()
    assert be_wrong(screen, qtbot) == "This is not the PIN. Try again."


def test_one_persons_wait_is_not_anothers(
    salon: Salon, desk: Desk, shell: Shell, screen: SignIn, qtbot, clock: Clock
) -> None:
    be_wrong(screen, qtbot, times=3)
    tap_row(screen.grid, salon.staff["kai"].id)
    type_pin(desk, qtbot, PINS["kai"])
    shell.lock()
    clock.ahead(seconds=2)
    tap_row(screen.grid, salon.staff["olga"].id)
    assert screen.entry.sentence.text() == "Wait 3 seconds, then try again."


def test_opening_the_program_anew_does_not_end_the_wait(
    salon: Salon, screen: SignIn, qtbot, clock: Clock
) -> None:
    be_wrong(screen, qtbot, times=3)
    again = Desk(clock)
    shell = Shell(again, ROOMS, Preferences(staff_id=salon.staff["olga"].id))
    qtbot.addWidget(shell)
    shell.sign_in_screen.open()
    assert shell.sign_in_screen.entry.sentence.text() == "Wait 5 seconds, then try again."
    again.close()


# --- locking ---


@pytest.fixture
def writing(signed_in_shell: Shell, salon: Salon) -> CounterRoom:
    """The owner at the counter with one product on the ticket."""
    counter = signed_in_shell.room("counter")
    assert isinstance(counter, CounterRoom)
    counter.deeds.add(salon.items["gel"])
    return counter


def test_another_user_goes_on_with_the_same_ticket(
    writing: CounterRoom, salon: Salon, desk: Desk, qtbot
) -> None:
    before = writing.till.ticket
    writing.finder.field.setText("ma")
    press((CTRL, KEYS.Key_L))
    screen = writing.shell.sign_in_screen
    assert (desk.who, screen.is_open()) == (None, True)
    tap_row(screen.grid, salon.staff["kai"].id)
    type_pin(desk, qtbot, PINS["kai"])
    assert writing.till.ticket == before
    assert writing.finder.text() == "ma"
    with qtbot.waitSignal(desk.changed):
        press(KEYS.Key_Escape, "+")
    assert writing.till.ticket.lines[0].quantity == 2


def test_nothing_below_hears_a_key_while_it_is_locked(writing: CounterRoom, scan, qtbot) -> None:
    shell = writing.shell
    shell.lock()
    for key in (KEYS.Key_F9, KEYS.Key_F1, KEYS.Key_Delete, KEYS.Key_Escape, (CTRL, KEYS.Key_2)):
        press(key)
    scan(shell, "6901234567892")
    assert shell.sign_in_screen.is_open()
    assert shell.sign_in_screen.entry.hasFocus()
    assert open_panels(writing, PayPanel) == []
    assert writing.isVisible()
    assert [line.quantity for line in writing.till.ticket.lines] == [1]


def test_a_stylist_cannot_take_the_payment_that_a_cashier_began(
    writing: CounterRoom, salon: Salon, desk: Desk, qtbot
) -> None:
    press(KEYS.Key_F9)
    (pay,) = open_panels(writing, PayPanel)
    pay.take(salon.tenders["card"])
    writing.shell.lock()
    tap_row(writing.shell.sign_in_screen.grid, salon.staff["mei"].id)
    type_pin(desk, qtbot, PINS["mei"])
    assert pay.is_open()
    press(KEYS.Key_Return)
    assert "may not do this" in pay.note.words.text()
    assert sales.find_sales() == ()
    assert len(writing.till.ticket.lines) == 1


def test_the_screen_locks_after_the_salons_time_without_a_touch(
    writing: CounterRoom, desk: Desk, qtbot
) -> None:
    idle = writing.shell.idle
    assert idle.timer.isActive()
    assert idle.timer.interval() == desk.settings.lock_after * 1000
    with qtbot.waitSignal(desk.signed_in, timeout=5_000) as told:
        idle.timer.start(50)  # the rest of a long time
    assert told.args == [None]
    assert writing.shell.sign_in_screen.is_open()
    assert len(writing.till.ticket.lines) == 1
    assert not idle.timer.isActive()


@pytest.mark.parametrize("touch", ["key", "tap", "mouse"])
def test_every_touch_begins_the_time_anew(writing: CounterRoom, qtbot, touch: str) -> None:
    timer = writing.shell.idle.timer
    timer.start(100_000)
    qtbot.waitUntil(lambda: timer.remainingTime() < 99_500, timeout=5_000)
    window = writing.shell.window().windowHandle()
    match touch:
        case "key":
            QTest.keyClick(window, KEYS.Key_F24)
        case "tap":
            QTest.mouseClick(window, Qt.MouseButton.LeftButton)
        case _:
            QTest.mouseMove(window, QPoint(5, 5))
    assert timer.remainingTime() > 99_500


def test_a_new_time_counts_at_once(writing: CounterRoom, desk: Desk) -> None:
    desk.perform(change_settings, replace(desk.settings, lock_after=60))
    assert writing.shell.idle.timer.interval() == 60_000


# --- who was here last ---


def test_whoever_signed_in_last_is_chosen_at_the_next_start(
    salon: Salon, start: Start, qtbot
) -> None:
    first = start(salon.folder)
    assert first.desk is not None
    assert first.shell is not None
    tap_row(first.shell.sign_in_screen.grid, salon.staff["kai"].id)
    type_pin(first.desk, qtbot, PINS["kai"])
    first.window.hide()
    first.close()
    again = start(salon.folder)
    assert again.desk is not None
    type_pin(again.desk, qtbot, PINS["kai"])
    assert again.desk.who == salon.staff["kai"]
