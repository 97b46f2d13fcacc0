"""Promises of the whole kit: nothing flashes up as a window of its own, no word of its own."""

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from salon_pos.ui import widgets
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.form import Form
from salon_pos.ui.widgets.select import Select
from salon_pos.ui.widgets.toast import ToastStack

KIT = sorted(Path(widgets.__file__).parent.glob("*.py"))


class Windows(QObject):
    """Counts what is shown as a window."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


@pytest.fixture
def windows(qapp: QApplication):
    counting = Windows()
    qapp.installEventFilter(counting)
    yield counting
    qapp.removeEventFilter(counting)


def test_nothing_is_shown_before_it_has_a_place(windows, stage):
    options = [(n, f"Option {n}") for n in range(12)]
    form = Form("Save", "Cancel")
    form.add("name", Field("Name", hint="As on the receipt"))
    select = Select("Reason", options, words=("Find", "Clear"))
    form.add("reason", select)
    window = stage(form, height=500)
    select.open()
    form.show_refusal("name", "A name is needed.")
    form.show_refusal("", "Only the owner does this.")
    ToastStack(window, "Undo").say("Saved", lambda: None)
    assert windows.seen == ["QWidget"]


def test_the_count_of_windows_sees_a_stray_one(windows, qtbot, wear):
    stray = Field("Name")
    qtbot.addWidget(stray)
    stray.show()
    assert windows.seen == ["Field"]


@pytest.mark.parametrize("module", KIT, ids=lambda path: path.stem)
def test_no_colour_is_named_outside_the_tokens(module: Path):
    code = ast.parse(module.read_text(encoding="utf-8"))
    named = [
        node.value
        for node in ast.walk(code)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value[:1] == "#"
    ]
    assert named == []
