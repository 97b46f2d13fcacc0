"""Staff: added with a PIN they can sign in with; owners are only an owner's to change."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from salon_pos.db.queries import people
from salon_pos.domain.people import StaffMember
from salon_pos.domain.rights import RIGHTS, Role
from salon_pos.ui.backoffice.rights_table import RightsTable
from salon_pos.ui.backoffice.room import BackOfficeRoom
from salon_pos.ui.backoffice.search import Place
from salon_pos.ui.backoffice.staff import StaffForm
from salon_pos.ui.desk import Desk
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.chip import Chip
from salon_pos.usecases.staff import sign_in as check_pin
from tests.salons import NOW, Salon
from tests.ui.backoffice.conftest import Enter
from tests.ui.backoffice.hands import (
    CTRL,
    form,
    press,
    section,
    tab_to,
    tap_and_type,
    tap_block,
    tap_row,
    tap_section,
    type_over,
)
from tests.ui.reading import entries


def staff_form(room: BackOfficeRoom) -> StaffForm:
    shown = form(room)
    assert isinstance(shown, StaffForm)
    return shown


def coded(code: str) -> StaffMember:
    found = people.staff_by_code(code)
    assert found is not None
    return found


def test_a_new_stylist_by_key_signs_in_with_the_pin(
    room: BackOfficeRoom, salon: Salon, desk: Desk, qtbot: QtBot
) -> None:
    tap_section(room, "staff")
    press(Qt.Key.Key_N, CTRL)
    type_over("Lin")
    tab_to(staff_form(room).code)
    type_over("lin")
    tab_to(staff_form(room).pin)
    type_over("2468")
    with qtbot.waitSignal(desk.changed):
        press(Qt.Key.Key_Return)
    lin = coded("LIN")
    assert (lin.name, lin.role, lin.serves) == ("Lin", Role.STYLIST, True)
    assert check_pin(lin.id, "2468", till_id=salon.till_id, now=NOW) == lin


def test_a_pin_is_reset_by_tap(
    room: BackOfficeRoom, salon: Salon, desk: Desk, qtbot: QtBot
) -> None:
    tap_section(room, "staff")
    tap_row(section(room).list, coded("MEI").id)
    tap_and_type(staff_form(room).pin, "8642")
    with qtbot.waitSignal(desk.changed):
        QTest.mouseClick(staff_form(room).save, Qt.MouseButton.LeftButton)
    mei = coded("MEI")
    assert check_pin(mei.id, "8642", till_id=salon.till_id, now=NOW) == mei


def test_who_has_no_pin_is_marked(room: BackOfficeRoom) -> None:
    tap_section(room, "staff")
    press(Qt.Key.Key_N, CTRL)
    type_over("Lin")
    tab_to(staff_form(room).code)
    type_over("LIN")
    press(Qt.Key.Key_S, CTRL)
    marks = {row.title: [mark.text for mark in row.chips] for row in entries(section(room).list)}
    assert (marks["Lin"], marks["Mei"]) == (["no PIN"], [])


def test_what_is_wrong_stands_beside_its_field(room: BackOfficeRoom) -> None:
    before = people.staff_members(with_retired=True)
    room.open(Place("staff", coded("JIE").id))
    shown = staff_form(room)
    for field, typed, said in (
        (shown.name, "", "Type a name."),
        (shown.code, "mei", "Mei has this code already."),
        (shown.pin, "12", "A PIN has four to eight digits."),
        (shown.pin, "abcd", "A PIN has four to eight digits."),
    ):
        was = field.value()
        tap_and_type(field, typed)
        press(Qt.Key.Key_Return)
        assert field.error() == said
        tap_and_type(field, was)
    assert people.staff_members(with_retired=True) == before


def test_a_manager_cannot_make_an_owner(enter: Enter) -> None:
    room = enter("Chen")
    room.open(Place("staff", coded("KAI").id))
    roles = [role for role, _ in staff_form(room).role.blocks.options]
    assert roles == [Role.STYLIST, Role.CASHIER, Role.MANAGER]
    assert "Only an owner can make an owner." in staff_form(room).role.sentence.text()
    tap_block(staff_form(room).role, Role.MANAGER)
    press(Qt.Key.Key_Return)
    assert coded("KAI").role is Role.MANAGER


def test_a_manager_cannot_change_an_owner(enter: Enter) -> None:
    room = enter("Chen")
    room.open(Place("staff", coded("OWNER").id))
    said = section(room).editor.sentence
    assert section(room).editor.form is None
    assert said is not None
    assert said.words.text() == "Olga is an owner. Only an owner can change an owner."


def test_nobody_retires_themselves(room: BackOfficeRoom, shell: Shell) -> None:
    room.open(Place("staff", coded("OWNER").id))
    press(Qt.Key.Key_R, CTRL)
    assert not coded("OWNER").retired
    assert "Ask somebody else to retire you." in shell.toasts.history[-1].message


def test_who_changes_themselves_is_known_by_the_new_name(room: BackOfficeRoom, desk: Desk) -> None:
    room.open(Place("staff", coded("OWNER").id))
    type_over("Olga W.")
    press(Qt.Key.Key_Return)
    assert desk.who is not None
    assert desk.who == coded("OWNER")
    assert desk.who.name == "Olga W."


def test_the_table_of_rights_says_what_the_rights_say(room: BackOfficeRoom, shell: Shell) -> None:
    tap_section(room, "staff")
    press(Qt.Key.Key_F8)
    (table,) = shell.findChildren(RightsTable)
    assert table.is_open()
    owners = [c for c in table.findChildren(Chip) if c.accessibleName() == "Owner"]
    assert len(owners) == len(RIGHTS[Role.OWNER])
    press(Qt.Key.Key_Escape)
    assert not table.is_open()
