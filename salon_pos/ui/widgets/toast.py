"""Toasts: what just happened, with Undo for six seconds, and then in a list."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.ui import theme
from salon_pos.ui.widgets import paint, wrap
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.slide_over import SlideOver

SECONDS = 6
_MOST = 3
_WIDEST = 520


@dataclass
class Event:
    """One thing that happened; `undo` is None when it cannot or need not be undone (any more)."""

    message: str
    undo: Callable[[], None] | None = None


class Toast(QWidget):
    """One message on a dark ground."""

    undo_pressed = Signal()

    def __init__(self, message: str, undo_word: str, undo_key: str, parent: QWidget) -> None:
        super().__init__(parent)
        t = theme.tokens()
        row = QHBoxLayout(self)
        row.setContentsMargins(t.l, t.xs, t.xs if undo_word else t.l, t.xs)
        row.setSpacing(t.l)
        self.words = Paragraph(message, "body", tone="bg")
        self.words.setMaximumWidth(round(_WIDEST * theme.current().scale))
        wide = min(int(wrap.text_width(message, "body")) + 1, self.words.maximumWidth())
        self.words.setMinimumWidth(min(wide, parent.width() - 8 * t.xl))
        row.addWidget(self.words, 1, Qt.AlignmentFlag.AlignVCenter)
        self.undo = Button(undo_word, "block", icon="undo-2", key=undo_key) if undo_word else None
        if self.undo:
            row.addWidget(self.undo)
            self.undo.clicked.connect(self.undo_pressed)
        self.setMinimumHeight(t.hit + t.s)
        self.setAccessibleName(message)

    def paintEvent(self, event) -> None:
        with QPainter(self) as p:
            paint.fill(p, QRectF(self.rect()), theme.colour("ink"), theme.tokens().control)


class ToastStack(QWidget):
    """At the foot of `host`, the newest lowest. `history` keeps every event, the newest last;
    `happened` says that it grew. It takes no focus: the shell binds `undo_key` to `undo_last`."""

    happened = Signal()

    def __init__(self, host: QWidget, undo_word: str, undo_key: str = "Ctrl+Z") -> None:
        super().__init__(host)
        self._host, self._words = host, (undo_word, undo_key)
        self.seconds = SECONDS
        self.history: list[Event] = []
        self.toasts: list[tuple[Toast, Event]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.tokens().s)
        host.installEventFilter(self)
        self.hide()

    def say(self, message: str, undo: Callable[[], None] | None = None) -> Event:
        """Show a message; `undo` is called at most once, from the toast, the key or the list."""
        event = Event(message, undo)
        self.history.append(event)
        words = self._words if undo else ("", "")
        toast = Toast(message, *words, self._host)
        toast.undo_pressed.connect(lambda: self.undo(event))
        self.toasts.append((toast, event))
        self._column.addWidget(toast)
        toast.show()  # what was never shown takes no room in a layout
        for old, _ in self.toasts[:-_MOST]:
            self._drop(old)
        QTimer.singleShot(round(self.seconds * 1000), toast, lambda: self._drop(toast))
        self._place()
        self.happened.emit()
        return event

    def undo_last(self) -> None:
        """Undo the newest event that still can be."""
        event = next((e for e in reversed(self.history) if e.undo), None)
        if event:
            self.undo(event)

    def undo(self, event: Event) -> None:
        """Undo one event of the history and take its toast away."""
        if event.undo is None:
            return
        deed, event.undo = event.undo, None
        for toast, shown in list(self.toasts):
            if shown is event:
                self._drop(toast)
        deed()
        self.happened.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._host:
            self._place()
        return False

    def _drop(self, toast: Toast) -> None:
        self.toasts = [pair for pair in self.toasts if pair[0] is not toast]
        self._column.removeWidget(toast)
        toast.hide()
        toast.deleteLater()
        self._place()

    def _place(self) -> None:
        self.setVisible(bool(self.toasts))
        if not self.toasts:
            return
        self._column.activate()
        width = min(max(t.sizeHint().width() for t, _ in self.toasts), self._host.width() - 32)
        height = self._column.totalHeightForWidth(width)
        height = max(height, self._column.totalMinimumSize().height())
        below = theme.tokens().xl
        self.setGeometry(self._left(width), self._host.height() - height - below, width, height)
        self.raise_()

    def _left(self, width: int) -> int:
        """In the middle; beside an open panel where there is room, so that its keys stay free."""
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        over = [one for one in self._host.findChildren(SlideOver, options=direct) if one.is_open()]
        free = min((one.panel.x() for one in over), default=self._host.width())
        if free < width + 2 * theme.tokens().l:
            free = self._host.width()
        return (free - width) // 2
