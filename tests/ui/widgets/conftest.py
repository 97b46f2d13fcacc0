"""The widgets' tests: every widget is shown for real, without animation, in a known look."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from salon_pos.ui import theme
from salon_pos.ui.theme import Theme

Wear = Callable[..., None]


@pytest.fixture
def wear(qapp: QApplication) -> Iterator[Wear]:
    """Dress the program: `wear(dark=True, scale=1.5)`; afterwards it is plain again."""

    def dress(**look: object) -> None:
        theme.apply(qapp, replace(Theme(motion_ms=0), **look))

    dress()
    yield dress
    dress()


@pytest.fixture
def stage(qtbot, wear: Wear) -> Callable[..., QWidget]:
    """Show widgets in a window of the given size and return the window."""
    kept: list[QWidget] = []  # Qt's window lives only as long as somebody holds it

    def show(*widgets: QWidget, width: int = 400, height: int = 300) -> QWidget:
        window = QWidget()
        window.setProperty("role", "window")
        column = QVBoxLayout(window)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch(1)
        window.resize(width, height)
        qtbot.addWidget(window)
        kept.append(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    return show
