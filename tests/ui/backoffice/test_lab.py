"""The lab beside the rules: what it answers, its keys, stopping it, and where the focus is."""

from threading import Event

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from salon_pos.db.queries import value
from salon_pos.ui.backoffice.room import BackOfficeRoom
from salon_pos.ui.backoffice.search import Place
from tests.salons import Salon
from tests.ui.backoffice.hands import CTRL, focus, press, tap_and_type, tap_section, type_over
from tests.ui.backoffice.test_prepaid import prepaid_form
from tests.ui.backoffice.test_rules import page, points_form, tiers_form
from tests.ui.reading import field
from tests.ui.selling import sell
from tests.usecases.valued import made

LEFT = Qt.MouseButton.LeftButton


def test_the_lab_answers_beside_the_rules(selling: Salon, room: BackOfficeRoom, qtbot) -> None:
    """One cut at 80.00: 80 points, worth 0.80; with two for each 1.00 twice that."""
    made(selling)
    sell(selling, "t", selling.line("cut"), client="maya")
    tap_section(room, "points")
    tap_and_type(field(points_form(room), "points"), "2")
    QTest.mouseClick(page(room).lab.look, LEFT)
    qtbot.waitUntil(lambda: not page(room).lab.is_working)
    lab = page(room).lab
    assert lab.said.text() == "1 sale was replayed."
    assert lab.findings.said().splitlines()[:3] == [
        "Together: Points given: 80 → 160",
        "Together: Worth as money: $0.80 → $1.60",
        "Together: Bonus of top-ups: $0.00 → $0.00",
    ]
    assert lab.findings.said().splitlines()[-1] == "Nobody would be in another tier."
    assert value.newest_version("points") == 1
    assert field(points_form(room), "points").value() == "2"  # still only typed


def test_the_lab_by_key_on_every_page_that_has_it(
    selling: Salon, room: BackOfficeRoom, qtbot
) -> None:
    """Maya has spent 80.00: with silver at 50.00 she would have it."""
    valued = made(selling)
    sell(selling, "t", selling.line("cut"), client="maya")
    room.open(Place("points"))
    room.open(Place("tiers"))
    shown = tiers_form(room)
    field(shown, "tier.1.spend").set_value("50")
    press(Qt.Key.Key_T, CTRL)
    qtbot.waitUntil(lambda: page(room).lab.findings.said() != "")
    assert page(room).lab.findings.said().splitlines()[-2:] == [
        "1 client would be in another tier",
        "Maya Torres: Member → Silver",
    ]
    room.open(Place("prepaid", valued.top_up.id))
    lab = prepaid_form(room).lab
    focus()
    assert lab.months.geometry().bottom() == lab.look.geometry().bottom()  # a wide one has a row
    press(Qt.Key.Key_T, CTRL)
    qtbot.waitUntil(lambda: lab.findings.said() != "")
    assert lab.findings.said().splitlines()[0] == "Together: Points given: 80 → 80"


def test_the_lab_is_stopped_by_key(selling: Salon, room: BackOfficeRoom, qtbot) -> None:
    made(selling)
    sell(selling, "t", selling.line("cut"), client="maya")
    room.open(Place("points"))
    gate = Event()  # the one worker waits, so that the lab cannot end before it is stopped
    room.desk.work(lambda _task: gate.wait(30), then=lambda _: None)
    press(Qt.Key.Key_T, CTRL)
    assert page(room).lab.progress.isVisible()
    assert page(room).lab.progress.cancel.label() == "Stop"
    press(Qt.Key.Key_T, CTRL)
    gate.set()
    qtbot.waitUntil(lambda: not page(room).lab.is_working)
    assert page(room).lab.said.text() == "Stopped. Nothing was found out, and nothing was changed."
    assert page(room).lab.findings.said() == ""


def test_after_the_lab_enter_saves_and_nothing_stale_is_said(
    selling: Salon, room: BackOfficeRoom, qtbot
) -> None:
    """By tap and by key the focus stays in the rules. By Tab it goes to the lab: then Enter is the
    lab's, and Save does not name it."""
    made(selling)
    sell(selling, "t", selling.line("cut"), client="maya")
    room.open(Place("points"))
    lab, shown = page(room).lab, points_form(room)
    tap_and_type(field(shown, "points"), "2")
    for ask in (lambda: QTest.mouseClick(lab.look, LEFT), lambda: press(Qt.Key.Key_T, CTRL)):
        ask()
        qtbot.waitUntil(lambda: not lab.is_working)
        assert focus() is field(shown, "points").line
    press(Qt.Key.Key_J, CTRL)
    assert shown.save.accessibleDescription() == ""
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not lab.is_working)
    assert focus() is lab.look
    field(shown, "points").line.setFocus()
    assert shown.save.accessibleDescription() == "Enter"
    press(Qt.Key.Key_Return)
    assert value.newest_version("points") == 2
    assert (lab.said.text(), lab.findings.said()) == ("", "")


def test_what_the_lab_cannot_try_is_refused_beside_its_rule(room: BackOfficeRoom, qtbot) -> None:
    room.open(Place("points"))
    type_over("1.5")
    press(Qt.Key.Key_T, CTRL)
    assert field(points_form(room), "points").error() == "Type a whole number such as 100."
    field(points_form(room), "points").set_value("5000")
    field(points_form(room), "burn_step").set_value("1")
    field(points_form(room), "burn_value").set_value("1")
    press(Qt.Key.Key_T, CTRL)
    qtbot.waitUntil(lambda: not page(room).lab.is_working)
    assert "worth the whole price" in field(points_form(room), "points").error()
