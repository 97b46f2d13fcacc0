"""The toast, banners, empty screens and progress: what happened, what to do, how far."""

import pytest
from PySide6.QtCore import Qt

from salon_pos.ui.widgets.avatar import Avatar, initial, tone_for
from salon_pos.ui.widgets.banner import Banner, EmptyState
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.figures import Headline, Stat, TotalRow
from salon_pos.ui.widgets.progress import Progress
from salon_pos.ui.widgets.slide_over import SlideOver
from salon_pos.ui.widgets.toast import Toast, ToastStack

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def stack(stage) -> ToastStack:
    window = stage(Button("Below"), width=800, height=600)
    return ToastStack(window, "Undo")


def test_undo_is_done_once_from_the_toast(stack, qtbot):
    done: list[str] = []
    stack.say("Line removed", lambda: done.append("back"))
    toast = stack.toast
    assert toast is not None
    assert toast.undo is not None
    qtbot.mouseClick(toast.undo, LEFT)
    stack.undo(stack.history[0])
    stack.undo_last()
    assert done == ["back"]
    assert stack.toast is None


def test_the_undo_key_takes_the_newest_first(stack):
    done: list[str] = []
    stack.say("First", lambda: done.append("first"))
    stack.say("Second", lambda: done.append("second"))
    stack.say("Only to know")
    for _ in range(3):
        stack.undo_last()
    assert done == ["second", "first"]


def test_it_goes_by_itself_and_stays_in_the_list(stack, qtbot):
    stack.seconds = 0.05
    done: list[str] = []
    event = stack.say("Line removed", lambda: done.append("back"))
    assert stack.toast is not None
    assert stack.toast.isVisible()
    qtbot.waitUntil(lambda: stack.toast is None, timeout=3_000)
    assert [past.message for past in stack.history] == ["Line removed"]
    stack.undo(event)
    assert done == ["back"]


def test_it_stays_six_seconds_unless_told_otherwise(stack):
    assert stack.seconds == 6


def test_it_takes_no_focus_and_only_the_newest_shows(stack):
    window = stack.parent()
    held = window.focusWidget()
    done: list[str] = []
    stack.say("Event 1", lambda: done.append("first"))
    stack.say("Event 2", lambda: done.append("second"))
    shown = [toast for toast in window.findChildren(Toast) if toast.isVisible()]
    assert [toast.words.text() for toast in shown] == ["Event 2"]
    undos = [
        key for key in window.findChildren(Button) if key.isVisible() and key.label() == "Undo"
    ]
    (undo,) = undos
    undo.click()
    assert done == ["second"]
    assert len(stack.history) == 2
    assert window.focusWidget() is held


def test_taps_go_through_it_but_for_those_on_its_key(stage, qtbot):
    """A key that fills the window lies under the whole toast."""
    below = Button("Below")
    below.setFixedHeight(600)
    window = stage(below, width=800, height=600)
    stack = ToastStack(window, "Undo")
    done: list[str] = []
    below.clicked.connect(lambda: done.append("below"))
    stack.say("A line is off the ticket.", lambda: done.append("undone"))
    toast = stack.toast
    assert toast is not None
    handle, on_words = window.window().windowHandle(), toast.geometry().center()
    assert below.rect().contains(below.mapFrom(window, on_words))
    qtbot.mouseClick(handle, LEFT, pos=window.mapTo(window.window(), on_words))
    assert done == ["below"]
    assert toast.undo is not None
    on_undo = toast.undo.geometry().center()
    qtbot.mouseClick(handle, LEFT, pos=window.mapTo(window.window(), on_undo))
    assert done == ["below", "undone"]


def test_a_long_message_wraps_inside_the_window(stage, wear):
    wear(scale=1.5)
    window = stage(Button("Below"), width=700, height=500)
    stack = ToastStack(window, "Undo")
    stack.say("The ticket of 李女士 was parked with a very long tag " * 3, lambda: None)
    toast = stack.toast
    assert toast is not None
    assert toast.undo is not None
    assert window.rect().contains(toast.geometry())
    assert toast.geometry().contains(toast.undo.geometry())
    assert toast.words.height() >= toast.words.heightForWidth(toast.words.width())


@pytest.mark.parametrize(("undo", "beside", "above"), [(None, 420, 340), (lambda: None, 720, 420)])
def test_it_stands_beside_an_open_panel_where_its_words_have_room(
    stage, wear, undo, beside: int, above: int
):
    """At 150 percent, in so many pixels left of the panel; over the panel's head in fewer."""
    wear(scale=1.5)
    window = stage(Button("Below"), width=1280, height=800)
    stack, panel = ToastStack(window, "Undo"), SlideOver(window, "Back", least=100, fraction=0.1)
    panel.open()
    stack.say("The shift is closed: ¥310.00 short.", undo)
    toast = stack.toast
    assert toast is not None
    for room in (beside, above):
        panel.panel.setGeometry(room, 0, 1280 - room, 800)
        stack.arrange()
        assert (toast.geometry().right() < room) == (room == beside)
        assert toast.words.height() >= toast.words.heightForWidth(toast.words.width())


@pytest.mark.parametrize("tone", ["info", "ok", "warn", "bad"])
def test_a_banner_tells_in_words_and_acts(stage, qtbot, tone):
    banner = Banner("The printer is out of paper.", tone, action="Try again")
    stage(banner)
    assert banner.accessibleName() == "The printer is out of paper."
    with qtbot.waitSignal(banner.acted, timeout=500):
        qtbot.keyClick(banner.action, Qt.Key.Key_Return)


def test_an_empty_screen_says_what_to_do_first(stage, qtbot):
    empty = EmptyState("users", "No clients yet.", action="New client", key="Ctrl+N")
    stage(empty)
    with qtbot.waitSignal(empty.acted, timeout=500):
        qtbot.mouseClick(empty.action, LEFT)


def test_progress_tells_and_can_be_cancelled(stage, qtbot):
    progress = Progress("Importing", "Cancel")
    stage(progress)
    assert progress.bar.share is None
    progress.tell(718, 1436, left="4 s left")
    assert progress.bar.share == 0.5
    assert progress.accessibleDescription() == "Importing 4 s left"
    with qtbot.waitSignal(progress.cancelled, timeout=500):
        qtbot.mouseClick(progress.cancel, LEFT)


def test_an_avatar_keeps_its_tint(stage):
    avatar = Avatar("张雨桐")
    stage(avatar)
    assert avatar.accessibleName() == "张雨桐"
    assert tone_for("张雨桐") == tone_for("张雨桐")
    assert len({tone_for(name) for name in ("美", "阿杰", "小吴", "小陈", "店长", "老板")}) > 2
    assert [initial(name) for name in (" maya", "张雨桐", "")] == ["M", "张", "·"]


def test_figures_are_told_with_their_names(stage):
    stat, total, head = Stat("储值", "¥1"), TotalRow("原价"), Headline("Change", "¥0")
    stage(stat, total, head)
    stat.tell("¥1,268.00", "赠金 211.33")
    total.tell("¥592.00", "562 × 1.2")
    head.tell("¥37.70", "ok")
    assert stat.accessibleName() == "储值: ¥1,268.00"
    assert total.accessibleName() == "原价: ¥592.00 562 × 1.2"
    assert head.accessibleName() == "Change: ¥37.70"
