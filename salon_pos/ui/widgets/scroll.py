"""ScrollColumn: a column of widgets that scrolls by finger, wheel and focus when it is too long."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from salon_pos.ui import theme
from salon_pos.ui.widgets.touch import scroll_by_touch


class ScrollColumn(QScrollArea):
    """Add to `body`. What has the focus is always scrolled into sight."""

    def __init__(self, *, pad: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll_by_touch(self.viewport())
        self.viewport().setProperty("role", "clear")
        inside = QWidget()
        inside.setProperty("role", "clear")
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(pad, pad, pad, pad)
        self.body.setSpacing(theme.tokens().l)
        self.setWidget(inside)
        self._settling = QTimer(self, singleShot=True, interval=0)
        self._settling.timeout.connect(self._settle_bar)
        self.verticalScrollBar().rangeChanged.connect(lambda *_range: self._settling.start())

    def bring(self, widget: QWidget) -> None:
        """Scroll until the whole of `widget` is in sight; waits for the layout, because a sentence
        that was just put beneath an input has no place yet."""

        def scroll() -> None:
            if isValid(widget):
                self.ensureWidgetVisible(widget, 0, theme.tokens().s)

        QTimer.singleShot(0, self, scroll)

    def _settle_bar(self) -> None:
        """Qt keeps the bar that a sentence needed only while it had no width yet."""
        bar, policy = self.verticalScrollBar(), Qt.ScrollBarPolicy
        if bar.isVisible() and not bar.maximum():
            self.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOff)
            self.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded)
