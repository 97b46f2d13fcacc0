"""What a cashier's hands do, said shortly."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from salon_pos.ui.counter.pay.panel import PayPanel
from salon_pos.ui.shell import Room
from salon_pos.ui.widgets.overlay import Overlay
from salon_pos.ui.widgets.row_button import RowButton

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
Key = str | Qt.Key | tuple[Qt.KeyboardModifier, Qt.Key]
Panel = TypeVar("Panel", bound=Overlay)


def press(*keys: Key) -> None:
    """Keys to whatever has the focus at that moment; words are typed."""
    for key in keys:
        focus = QApplication.focusWidget()
        assert focus is not None, "nothing has the focus"
        if isinstance(key, str):
            QTest.keyClicks(focus, key)
        elif isinstance(key, tuple):
            QTest.keyClick(focus, key[1], key[0])
        else:
            QTest.keyClick(focus, key)


def open_panels(room: Room, kind: type[Panel]) -> list[Panel]:
    """The panels of a kind that lie over the window."""
    return [panel for panel in room.shell.findChildren(kind) if panel.is_open()]


def panel_of(room: Room, kind: type[Panel]) -> Panel:
    """The one open panel of a kind."""
    (panel,) = open_panels(room, kind)
    return panel


def tender(panel: PayPanel, name: str) -> RowButton:
    """The one tender of the pay panel that is called so."""
    (key,) = [key for key in panel.tenders.values() if key.label() == name]
    return key
