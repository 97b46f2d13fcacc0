"""The window around the rooms: rail, keys and their map, scanner, toasts, look and language."""

import json
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from salon_pos.domain.refusal import Refusal
from salon_pos.i18n import screen
from salon_pos.ui import theme
from salon_pos.ui.app import Program
from salon_pos.ui.clients.room import ClientsRoom
from salon_pos.ui.counter.pay.panel import PayPanel
from salon_pos.ui.desk import Desk
from salon_pos.ui.sales.room import SalesRoom
from salon_pos.ui.shell import Shell, scanner
from salon_pos.ui.shell import preferences as kept
from salon_pos.ui.shell.happened import Happened
from salon_pos.ui.shell.key_map import KeyMap
from salon_pos.ui.shell.menu import Menu
from salon_pos.ui.shell.preferences import Preferences
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.overlay import Overlay
from salon_pos.ui.widgets.text import Text
from salon_pos.usecases.settings import change_settings
from salon_pos.usecases.shifts import close_shift
from tests.salons import Salon
from tests.ui.backoffice.hands import tap_block
from tests.ui.conftest import Clock, Start
from tests.ui.counter.hands import CTRL, press
from tests.ui.shell.hands import counter_of, open_menu, shell_of

KEYS = Qt.Key
BARCODE = "6901234567892"  # the gel's


def lies_over(shell: Shell, kind: type[Overlay]) -> bool:
    return any(panel.is_open() for panel in shell.findChildren(kind))


# --- the rail ---

EVERY = ["counter", "sales", "clients", "day", "backoffice"]


@pytest.mark.parametrize(
    ("name", "rooms"),
    [("Olga", EVERY), ("Chen", EVERY), ("Kai", EVERY[:4]), ("Mei", EVERY[:3])],
)
def test_the_rail_shows_the_rooms_one_may_enter(
    selling: Salon, shell: Shell, sign_in, name: str, rooms: list[str]
) -> None:
    sign_in(name)
    assert list(shell.rail.rooms) == rooms
    QApplication.processEvents()  # the rail of before goes, with its keys
    for number, key in enumerate(rooms, 1):
        press((CTRL, KEYS(KEYS.Key_0.value + number)))
        assert shell.room(key).isVisible()
        assert shell.rail.rooms[key].isChecked()
    press((CTRL, KEYS.Key_9))
    shell.show_room("backoffice")
    assert shell.room(rooms[-1]).isVisible()


def test_a_room_is_entered_by_a_tap(signed_in_shell: Shell, tap) -> None:
    tap(signed_in_shell.rail.rooms["sales"])
    assert signed_in_shell.room("sales").isVisible()


def test_who_may_not_enter_the_room_of_the_one_before_comes_to_the_counter(
    signed_in_shell: Shell, sign_in
) -> None:
    signed_in_shell.show_room("backoffice")
    signed_in_shell.lock()
    sign_in("Mei")
    assert signed_in_shell.room("counter").isVisible()


def test_the_top_line_tells_salon_day_shift_and_time(
    selling: Salon, shell: Shell, sign_in, clock: Clock
) -> None:
    sign_in("Kai")
    line = shell.top_line
    assert line.salon.text() == "Cloud Hair"
    assert line.day.text().startswith("Mon 4 May")
    assert "shift since 11:00" in line.day.text()
    clock.ahead(minutes=5)
    line.tick()
    assert "11:05" in line.clock.text()
    shell.desk.perform(close_shift, 10_000)
    assert line.day.text().endswith("no shift open")


def test_what_could_not_be_kept_shows_at_the_foot_of_the_rail(signed_in_shell: Shell) -> None:
    shell = signed_in_shell
    assert shell.rail.health.accessibleName() == "Saved"
    shell.desk.say(Refusal("no_access", "The salon's folder cannot be written."))
    assert shell.rail.health.accessibleName() == "Not saved"
    counter_of(shell).deeds.add(shell.desk.book.items[min(shell.desk.book.items)])
    assert shell.rail.health.accessibleName() == "Saved"


# --- keys ---


def test_f1_shows_every_key_that_is_bound(signed_in_shell: Shell) -> None:
    shell = signed_in_shell
    press(KEYS.Key_F1)
    (key_map,) = [panel for panel in shell.findChildren(KeyMap) if panel.is_open()]
    said = {text.text() for text in key_map.findChildren(Text)}
    for action in (*shell.keys.in_sight(shell.room("counter")), *shell.keys.in_sight(shell.rail)):
        assert action.words in said
    assert {"Pay", "Back office", "All keys", "Lock", "Undo the last thing"} <= said
    press(KEYS.Key_Escape)
    assert not lies_over(shell, KeyMap)
    assert counter_of(shell).finder.field.hasFocus()


def test_a_key_of_the_room_rests_while_something_lies_over_it(
    signed_in_shell: Shell, salon: Salon
) -> None:
    counter = counter_of(signed_in_shell)
    counter.deeds.add(salon.items["gel"])
    press(KEYS.Key_F1, KEYS.Key_Delete, (CTRL, KEYS.Key_2))
    assert len(counter.till.ticket.lines) == 1
    assert counter.isVisible()
    press(KEYS.Key_Escape, (CTRL, KEYS.Key_2))
    assert signed_in_shell.room("sales").isVisible()


def test_the_keys_of_the_map_are_those_of_the_room_in_sight(signed_in_shell: Shell) -> None:
    press((CTRL, KEYS.Key_3), KEYS.Key_F1)
    (key_map,) = [p for p in signed_in_shell.findChildren(KeyMap) if p.is_open()]
    said = {text.text() for text in key_map.findChildren(Text)}
    assert "Find a client" in said
    assert "Round off" not in said


# --- the scanner ---


def test_a_scan_into_a_field_leaves_what_was_typed_there(
    signed_in_shell: Shell, scan, qtbot
) -> None:
    counter = counter_of(signed_in_shell)
    field = counter.finder.field
    press("mass")
    field.setCursorPosition(2)
    scan(signed_in_shell, BARCODE)
    assert len(counter.till.ticket.lines) == 1
    assert (field.text(), field.cursorPosition()) == ("mass", 2)


def test_a_scan_lands_on_the_ticket_while_the_drawer_is_being_counted(
    salon: Salon, shell: Shell, sign_in, scan
) -> None:
    sign_in("Kai")
    counter = counter_of(shell)
    counter.gate.float.line.setFocus()
    counter.gate.float.line.selectAll()
    press("120")
    scan(shell, BARCODE)
    assert counter.gate.float.value() == "120"
    assert [line.item_id for line in counter.till.ticket.lines] == [salon.items["gel"].id]


def test_a_code_with_a_space_presses_no_button(signed_in_shell: Shell, scan) -> None:
    signed_in_shell.rail.lock.setFocus()
    scan(signed_in_shell, "CARD 1043")
    assert signed_in_shell.desk.who is not None
    assert "CARD 1043" in signed_in_shell.toasts.history[-1].message


def test_a_person_who_types_fast_types(signed_in_shell: Shell, scan) -> None:
    """Fewer characters than a code has, and Enter: what a person means by them."""
    scan(signed_in_shell, "gel")
    assert [line.quantity for line in counter_of(signed_in_shell).till.ticket.lines] == [1]
    assert signed_in_shell.toasts.history == []


def test_an_input_method_does_not_swallow_a_code(
    signed_in_shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some hand on plain letters one by one as compositions; Enter comes as a key. Compositions
    carry no time of their own, so the scanner's clock is turned instead: five ms a letter."""
    monkeypatch.setattr(scanner, "_now_ms", count(1_000, 5).__next__)
    counter = counter_of(signed_in_shell)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    press("ma")
    for letter in BARCODE:
        event = QInputMethodEvent()
        event.setCommitString(letter)
        QApplication.sendEvent(field, event)
    enter = QKeyEvent(QEvent.Type.KeyPress, KEYS.Key_Return, Qt.KeyboardModifier.NoModifier, "\r")
    QApplication.sendEvent(signed_in_shell.window().windowHandle(), enter)
    assert [line.quantity for line in counter.till.ticket.lines] == [1]
    assert field.text() == "ma"


def test_a_scan_goes_to_the_room_in_sight(signed_in_shell: Shell, salon: Salon, scan) -> None:
    shell = signed_in_shell
    shell.show_room("clients")
    scan(shell, "604555 0123")
    room = shell.room("clients")
    assert isinstance(room, ClientsRoom)
    assert counter_of(shell).till.ticket.is_blank
    assert room.client == salon.clients["maya"]


def test_a_scan_under_a_panel_is_said_and_kept_from_it(signed_in_shell: Shell, scan) -> None:
    press((CTRL, KEYS.Key_M))
    scan(signed_in_shell, BARCODE)
    assert lies_over(signed_in_shell, Menu)
    assert signed_in_shell.toasts.history[-1].message.startswith(f"{BARCODE} was scanned.")
    assert counter_of(signed_in_shell).till.ticket.is_blank


# --- what happened ---


def test_undo_from_the_key_and_from_the_list(signed_in_shell: Shell, salon: Salon, tap) -> None:
    shell, counter = signed_in_shell, counter_of(signed_in_shell)
    counter.deeds.add(salon.items["gel"])
    counter.deeds.add(salon.items["comb"])
    press(KEYS.Key_Delete, (CTRL, KEYS.Key_Z))
    assert len(counter.till.ticket.lines) == 2
    press(KEYS.Key_Delete)
    shell.toasts.seconds = 0
    tap(shell.rail.health)
    (listed,) = [panel for panel in shell.findChildren(Happened) if panel.is_open()]
    (undo,) = [b for b in listed.findChildren(Button) if b.label() == "Undo"]
    tap(undo)
    assert len(counter.till.ticket.lines) == 2
    assert not listed.is_open()


def test_a_toast_goes_and_its_undo_stays_in_the_list(
    signed_in_shell: Shell, salon: Salon, qtbot
) -> None:
    shell, counter = signed_in_shell, counter_of(signed_in_shell)
    shell.toasts.seconds = 0
    counter.deeds.add(salon.items["gel"])
    press(KEYS.Key_Delete)
    qtbot.waitUntil(lambda: shell.toasts.toast is None, timeout=5_000)
    press((CTRL, KEYS.Key_Z))
    assert len(counter.till.ticket.lines) == 1


def test_a_toast_makes_room_for_the_panel_that_opens(
    signed_in_shell: Shell, salon: Salon, tap
) -> None:
    shell, counter = signed_in_shell, counter_of(signed_in_shell)
    counter.deeds.add(salon.items["comb"])
    counter.deeds.add(salon.items["gel"])
    press(KEYS.Key_Delete)
    toast = shell.toasts.toast
    assert toast is not None
    assert toast.undo is not None
    middle = toast.geometry().center().x()
    press(KEYS.Key_F9)
    (pay,) = [panel for panel in shell.findChildren(PayPanel) if panel.is_open()]
    assert toast.geometry().right() < pay.panel.x()
    assert toast.geometry().left() > shell.rail.geometry().right()  # the way to the rooms stays
    tap(toast.undo)  # it lies above the panel's dimmed ground
    assert len(counter.till.ticket.lines) == 2
    press(KEYS.Key_Escape, KEYS.Key_Delete)
    assert shell.toasts.toast is not None
    assert shell.toasts.toast.geometry().center().x() == middle


def test_what_a_scan_was_answered_goes_with_the_next(
    signed_in_shell: Shell, salon: Salon, scan
) -> None:
    shell = signed_in_shell
    scan(shell, "99999999")
    assert shell.toasts.toast is not None
    scan(shell, BARCODE)
    assert shell.toasts.toast is None
    press(KEYS.Key_Delete)
    scan(shell, BARCODE)
    assert shell.toasts.toast is not None  # Undo stays for its six seconds


# --- look and language, in the whole program ---


def goes_on(program: Program) -> None:
    """Ticket and typed letters are there, and the counter is the one that is looked at."""
    QApplication.processEvents()  # what was made anew comes into sight
    counter = counter_of(shell_of(program))
    assert [line.quantity for line in counter.till.ticket.lines] == [1]
    assert counter.finder.text() == "ma"
    assert counter.isVisible()
    press(KEYS.Key_Escape, "+")
    assert counter.till.ticket.lines[0].quantity == 2


def file_says(tmp_path: Path) -> dict[str, object]:
    return json.loads((tmp_path / "preferences.json").read_text("utf-8"))


def test_another_language_rebuilds_the_window_and_keeps_the_ticket(
    program: Program, tmp_path: Path
) -> None:
    tap_block(open_menu(program).language, "zh_TW")
    assert counter_of(shell_of(program)).ticket.pay.accessibleName().startswith("收款")
    assert shell_of(program).rail.rooms["clients"].accessibleName() == "顧客"
    assert file_says(tmp_path)["language"] == "zh_TW"
    goes_on(program)


def test_larger_text_rebuilds_the_window_and_keeps_the_ticket(
    program: Program, tmp_path: Path
) -> None:
    before = counter_of(shell_of(program)).ticket.pay.height()
    tap_block(open_menu(program).scale, 150)
    assert counter_of(shell_of(program)).ticket.pay.height() > before
    assert file_says(tmp_path)["scale"] == 150
    assert (program.window.width(), program.window.height()) == (1440, 900)
    goes_on(program)


def test_dark_and_light_change_in_place(program: Program, tmp_path: Path) -> None:
    counter = counter_of(shell_of(program))
    menu = open_menu(program)
    tap_block(menu.look, "dark")
    dark = program.window.grab().toImage().pixelColor(3, 3).lightness()
    tap_block(menu.look, "light")
    light = program.window.grab().toImage().pixelColor(3, 3).lightness()
    assert light - dark > 100
    assert file_says(tmp_path)["look"] == "light"
    assert counter_of(shell_of(program)) is counter
    press(KEYS.Key_Escape)
    goes_on(program)


def test_the_next_start_looks_the_same(
    program: Program, selling: Salon, start: Start, sign_in_to
) -> None:
    tap_block(open_menu(program).language, "zh_CN")
    program.window.hide()
    program.close()
    again = start(selling.folder)
    assert screen().language == "zh_CN"
    sign_in_to(again)
    assert shell_of(again).rail.rooms["clients"].accessibleName() == "顾客"


def test_the_salons_language_is_spoken_until_somebody_chooses_another(
    selling: Salon, desk: Desk, sign_in, qapp, clock: Clock, tmp_path: Path
) -> None:
    sign_in("Olga")
    desk.perform(change_settings, replace(desk.settings, language="zh_TW"))
    program = Program(qapp, selling.folder, preferences_file=tmp_path / "none.json", clock=clock)
    program.start()
    assert screen().language == "zh_TW"
    program.close()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"scale": 125, "look": "dark"}', Preferences(scale=125, look="dark")),
        ('{"scale": 7, "language": "tlh", "look": 3, "staff_id": "x", "new": 1}', Preferences()),
        ("[1]", Preferences()),
        ("not json", Preferences()),
    ],
)
def test_preferences_that_a_hand_spoiled_are_plain(
    tmp_path: Path, text: str, found: Preferences
) -> None:
    file = tmp_path / "preferences.json"
    file.write_text(text)
    assert kept.load(file) == found


def test_a_rebuilt_room_shows_what_the_one_before_did(program: Program, qtbot) -> None:
    shell = shell_of(program)
    press((CTRL, KEYS.Key_2), "A-0000")
    tap_block(open_menu(program).scale, 125)
    sales = shell.room("sales")
    assert isinstance(sales, SalesRoom)
    qtbot.waitUntil(sales.isVisible)
    assert sales.finder.search.text() == "A-0000"
    assert theme.current().scale == 1.25
