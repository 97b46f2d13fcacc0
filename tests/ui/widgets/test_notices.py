"""Toasts, banners, empty screens and progress: what happened, what to do, how far."""

import pytest
from PySide6.QtCore import Qt

from salon_pos.ui.widgets.avatar import Avatar, initial, tone_for
from salon_pos.ui.widgets.banner import Banner, EmptyState
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.figures import Headline, Stat, TotalRow
from salon_pos.ui.widgets.progress import Progress
from salon_pos.ui.widgets.toast import ToastStack

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def stack(stage) -> ToastStack:
    window = stage(Button("Below"), width=800, height=600)
    return ToastStack(window, "Undo")


def test_undo_is_done_once_from_the_toast(stack, qtbot):
    done: list[str] = []
    stack.say("Line removed", lambda: done.append("back"))
    toast, event = stack.toasts[0]
    qtbot.mouseClick(toast.undo, LEFT)
    stack.undo(event)
    stack.undo_last()
    assert done == ["back"]
    assert stack.toasts == []


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
    assert stack.isVisible()
    qtbot.waitUntil(lambda: not stack.toasts, timeout=3_000)
    assert not stack.isVisible()
    assert [past.message for past in stack.history] == ["Line removed"]
    stack.undo(event)
    assert done == ["back"]


def test_it_stays_six_seconds_unless_told_otherwise(stack):
    assert stack.seconds == 6


def test_it_takes_no_focus_and_only_the_newest_three_show(stack):
    window = stack.parentWidget()
    held = window.focusWidget()
    for n in range(5):
        stack.say(f"Event {n}")
    assert [toast.words.text() for toast, _ in stack.toasts] == ["Event 2", "Event 3", "Event 4"]
    assert len(stack.history) == 5
    assert window.focusWidget() is held


def test_a_long_message_wraps_inside_the_window(stage, wear):
    wear(scale=1.5)
    window = stage(Button("Below"), width=700, height=500)
    stack = ToastStack(window, "Undo")
    stack.say("The ticket of 李女士 was parked with a very long tag " * 3, lambda: None)
    assert window.rect().contains(stack.geometry())
    words = stack.toasts[0][0].words
    assert words.height() >= words.heightForWidth(words.width())


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
