"""Slide-overs and questions: the focus stays in, Esc leaves, nothing leaks through."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from salon_pos.ui.widgets import confirm
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.overlay import Overlay
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.slide_over import SlideOver

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def below(wear) -> Button:
    return Button("Below")


@pytest.fixture
def over(stage, below) -> SlideOver:
    window = stage(below, width=1280, height=800)
    over = SlideOver(window, "Close")
    over.body.addWidget(Field("Amount", "money"))
    over.footer.addWidget(Button("Take payment", "primary"))
    below.setFocus()
    return over


def test_typing_replaces_what_the_first_field_proposed(over, qtbot):
    amount = over.findChild(Field)
    amount.set_value("162.30")
    over.open()
    qtbot.keyClicks(amount.line, "200")
    assert amount.value() == "200"


def focus_name() -> str:
    held = QApplication.focusWidget()
    return held.accessibleName() if held else ""


def test_opening_moves_the_focus_in_and_leaving_brings_it_back(over, below, qtbot):
    with qtbot.waitSignal(over.opened, timeout=500):
        over.open()
    assert focus_name() == "Amount"
    with qtbot.waitSignal(over.closed, timeout=500):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert below.hasFocus()
    assert not over.is_open()


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_tab_never_leaves_it(over, qtbot, key):
    over.open()
    walked = set()
    for _ in range(7):
        qtbot.keyClick(QApplication.focusWidget(), key)
        walked.add(focus_name())
    assert walked == {"Amount", "Take payment", "Close"}


def test_the_close_button_closes(over, qtbot):
    over.open()
    qtbot.mouseClick(over.close_button, LEFT)
    assert not over.is_open()


def test_a_tap_on_the_dimmed_window_reaches_nothing(over, below, qtbot):
    over.open()
    with qtbot.assertNotEmitted(below.clicked):
        qtbot.mouseClick(over, LEFT, pos=below.geometry().center())
    assert over.is_open()


def test_opening_twice_is_one_opening(over, qtbot):
    told: list[str] = []
    over.opened.connect(lambda: told.append("opened"))
    over.closed.connect(lambda: told.append("closed"))
    over.open()
    over.open()
    over.dismiss()
    over.dismiss()
    assert told == ["opened", "closed"]


def test_its_signals_can_hold_back_the_windows_keys(over, qtbot):
    window = over.parentWidget()
    deeds: list[str] = []
    shortcut = QShortcut(QKeySequence("F9"), window)
    shortcut.activated.connect(lambda: deeds.append("pay"))
    over.opened.connect(lambda: shortcut.setEnabled(False))
    over.closed.connect(lambda: shortcut.setEnabled(True))
    over.open()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F9)
    assert deeds == []
    over.dismiss()
    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert deeds == ["pay"]


@pytest.mark.parametrize(("width", "least"), [(1280, 768), (1920, 1152), (700, 560), (400, 400)])
def test_its_width_follows_the_window(over, width: int, least: int):
    over.open()
    window = over.parentWidget()
    window.resize(width, 800)
    QApplication.processEvents()
    assert over.panel.width() == least
    assert over.panel.geometry().right() == window.width() - 1
    assert over.panel.height() == window.height()


def test_it_slides_in_when_motion_is_wanted(over, wear, qtbot):
    wear(motion_ms=60)
    over.open()
    started = over.panel.geometry().right()
    assert started > over.width()
    qtbot.waitUntil(lambda: over.panel.geometry().right() == over.width() - 1, timeout=3_000)


def test_one_over_another_returns_to_the_first(over, qtbot):
    over.open()
    asked = confirm.ask(over, "Void?", "It cannot be undone.", lambda: None, yes="Void", no="Keep")
    assert focus_name() == "Void"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not asked.is_open()
    assert over.is_open()
    assert focus_name() == "Amount"


@pytest.mark.parametrize(("deed", "done"), [("enter", 1), ("tap", 1), ("escape", 0), ("no", 0)])
def test_a_question_does_only_what_was_confirmed(stage, below, qtbot, deed: str, done: int):
    window = stage(below, width=800, height=600)
    times: list[int] = []
    asked = confirm.ask(
        window, "Void?", "It cannot be undone.", lambda: times.append(1), yes="Void", no="Keep"
    )
    if deed == "tap":
        qtbot.mouseClick(asked.yes, LEFT)
    elif deed == "no":
        qtbot.mouseClick(asked.no, LEFT)
    else:
        key = Qt.Key.Key_Return if deed == "enter" else Qt.Key.Key_Escape
        qtbot.keyClick(QApplication.focusWidget(), key)
    assert len(times) == done
    assert not asked.is_open()


def test_a_long_question_fits_at_the_largest_text(stage, below, wear):
    wear(scale=1.5)
    window = stage(below, width=800, height=700)
    words = "The sale keeps its number and the void is written into the journal. " * 3
    asked = confirm.ask(window, "Void sale A-001432?", words, lambda: None, yes="Void", no="Keep")
    assert window.rect().contains(asked.card.geometry())
    assert asked.yes.geometry().bottom() < asked.card.height()
    sentence = asked.findChildren(Paragraph)[1]
    assert sentence.height() >= sentence.heightForWidth(sentence.width())


def test_an_overlay_without_stops_still_holds_the_focus(stage, below, qtbot):
    window = stage(below)
    over = Overlay(window)
    over.open()
    qtbot.keyClick(over, Qt.Key.Key_Tab)
    assert over.hasFocus()
