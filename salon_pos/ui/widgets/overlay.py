"""Overlay: something laid over the window that holds the focus until it is left."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

_DIM = QColor(30, 24, 20, 84)


class Overlay(QWidget):
    """Covers `host`. `opened` and `closed` tell the shell when to switch its own keys off and on;
    Esc leaves it; the focus stays inside and afterwards returns to where it was."""

    opened = Signal()
    closed = Signal()
    passing = False  # whether a scan closes it and goes on to what lies below

    def __init__(self, host: QWidget, *, dim: bool = True) -> None:
        super().__init__(host)
        self._host, self._dim = host, dim
        self._came_from: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.hide()

    def is_open(self) -> bool:
        return self.isVisibleTo(self._host)

    def open(self) -> None:
        """Show it over the whole host and move the focus to the first thing inside."""
        if self.is_open():
            return
        self._came_from = QApplication.focusWidget()
        self._host.installEventFilter(self)
        self.setGeometry(self._host.rect())
        self.arrange()
        self.show()
        self.raise_()
        first = self.first_focus()
        (first or self).setFocus(Qt.FocusReason.PopupFocusReason)
        self.opened.emit()

    def dismiss(self) -> None:
        """Leave it; the focus goes back to where it came from. Where that is gone nothing has it,
        so that whoever hears `closed` can tell."""
        if not self.is_open():
            return
        self.hide()
        self._host.removeEventFilter(self)
        before, self._came_from = self._came_from, None
        # It may be gone by now: the panel it was in was left while this one opened.
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        elif (held := QApplication.focusWidget()) is not None:
            held.clearFocus()  # hiding this gave it to whatever came next
        self.closed.emit()

    def arrange(self) -> None:
        """Place what is inside; called at opening and whenever the host changes its size."""

    def first_focus(self) -> QWidget | None:
        stops = self._stops()
        return stops[0] if stops else None

    def scanned(self, code: str) -> bool:
        """Whether it takes a scanned code for itself."""
        return False

    def pressed_outside(self) -> None:
        """A tap on the dimmed window: nothing by default, so that nothing is lost by accident."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._host:
            self.setGeometry(self._host.rect())
            self.arrange()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        event.accept()

    def mousePressEvent(self, event) -> None:
        self.pressed_outside()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        stops = self._stops()
        if not stops:
            return True
        held = QApplication.focusWidget()
        at = stops.index(held) if held in stops else (-1 if forward else 0)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[(at + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True

    def paintEvent(self, event) -> None:
        if self._dim:
            with QPainter(self) as p:
                p.fillRect(self.rect(), _DIM)

    def _stops(self) -> list[QWidget]:
        """What Tab reaches inside, in its order."""
        found: list[QWidget] = []
        widget = self.nextInFocusChain()
        while widget is not None and widget is not self:
            if self.isAncestorOf(widget) and _is_stop(widget):
                found.append(widget)
            widget = widget.nextInFocusChain()
        return found


def _is_stop(widget: QWidget) -> bool:
    tab = Qt.FocusPolicy.TabFocus.value
    takes = bool(widget.focusPolicy().value & tab) and widget.focusProxy() is None
    return takes and widget.isVisible() and widget.isEnabled()
