"""Keys and taps in the back office: what a person does, one thing after the other."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from salon_pos.ui.backoffice.entry_form import EntryForm
from salon_pos.ui.backoffice.list_section import ListSection
from salon_pos.ui.backoffice.room import BackOfficeRoom
from salon_pos.ui.backoffice.search import Place
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.lists import TouchList

NO_MODIFIER = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


def focus() -> QWidget:
    """Where the next key goes."""
    QApplication.processEvents()  # what was just made is shown
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER, *, times: int = 1) -> None:
    for _ in range(times):
        QTest.keyClick(focus(), key, modifier)


def type_over(text: str) -> None:
    """Replace what stands in the field that has the focus."""
    press(Qt.Key.Key_A, CTRL)
    press(Qt.Key.Key_Delete)
    QTest.keyClicks(focus(), text)


def tab_to(widget: QWidget, key: Qt.Key = Qt.Key.Key_Tab) -> None:
    """Walk by Tab (or Backtab) to a widget of the form; fails where it never comes there."""
    wanted = widget.focusProxy() or widget
    for _ in range(60):
        if focus() is wanted:
            return
        press(key)
    raise AssertionError(f"Tab never reaches {wanted.accessibleName()}")


def section(room: BackOfficeRoom) -> ListSection:
    """The open section, one with a list."""
    found = room.section()
    assert isinstance(found, ListSection)
    return found


def form(room: BackOfficeRoom) -> EntryForm:
    """The form that is shown."""
    shown = section(room).editor.form
    assert shown is not None
    return shown


def tap_row(listed: TouchList, key: object) -> None:
    """A finger on a row."""
    row = [entry.key for entry in listed.entries.entries].index(key)  # pyright: ignore[reportArgumentType]
    index = listed.entries.index(row)
    listed.scrollTo(index)
    QTest.mouseClick(listed.viewport(), LEFT, NO_MODIFIER, listed.visualRect(index).center())


def tap_section(room: BackOfficeRoom, key: str) -> None:
    tap_row(room.navigation.list, Place(key))


def tap_block(choice: Choice, value: object) -> None:
    """A finger on one block of a choice."""
    QApplication.processEvents()  # it may have come into sight just now
    place = [key for key, _ in choice.blocks.options].index(value)
    QTest.mouseClick(choice.blocks, LEFT, NO_MODIFIER, choice.blocks.box(place).center().toPoint())


def tap_and_type(field: Field, text: str) -> None:
    """A finger into a field, then the keyboard."""
    QApplication.processEvents()  # it may have come into sight just now
    around = field.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    if around is not None:
        around.ensureWidgetVisible(field)
    assert field.line.isVisible()
    QTest.mouseClick(field.line, LEFT)
    type_over(text)
