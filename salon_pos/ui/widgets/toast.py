"""The toast: what just happened, with Undo for six seconds, and then in a list."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from salon_pos.ui import theme
from salon_pos.ui.widgets import paint, wrap
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.slide_over import SlideOver

SECONDS = 6
_WIDEST = 520
_LEAST_WORDS = 200  # narrower, its words would stand one above another


@dataclass
class Event:
    """One thing that happened; `undo` is None when it cannot or need not be undone (any more)."""

    message: str
    undo: Callable[[], None] | None = None


class Toast(QWidget):
    """One message on a dark ground. Taps go through it to what lies below. `undo` lies on its right
    end and beside it among `host`'s children: within it, taps would go through that as well."""

    def __init__(self, host: QWidget, event: Event, undo_word: str, undo_key: str) -> None:
        super().__init__(host)
        self.event_told = event
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.undo = (
            Button(undo_word, "block", icon="undo-2", key=undo_key, parent=host)
            if event.undo
            else None
        )
        t = theme.tokens()
        beside = self.undo.sizeHint().width() + t.l if self.undo else 0
        row = QHBoxLayout(self)
        row.setContentsMargins(t.l, t.xs, t.l + beside, t.xs)
        self.words = Paragraph(event.message, "body", tone="bg")
        self.words.setMaximumWidth(round(_WIDEST * theme.current().scale))
        row.addWidget(self.words, 1, Qt.AlignmentFlag.AlignVCenter)
        self._around = 2 * t.l + beside
        self.setMinimumHeight(t.hit + t.s if self.undo else t.hit)
        self.setAccessibleName(event.message)

    def least(self) -> int:
        """The narrowest that it can be read in, in pixels."""
        return round(_LEAST_WORDS * theme.current().scale) + self._around

    def place(self, left: int, right: int, top: int) -> None:
        """In the middle between two sides of the host, at least as high as its words."""
        wide = int(wrap.text_width(self.event_told.message, "body")) + 1
        wide = min(wide, self.words.maximumWidth(), right - left - self._around)
        width, t = wide + self._around, theme.tokens()
        height = max(self.minimumHeight(), self.words.heightForWidth(wide) + 2 * t.xs)
        self.setGeometry(left + (right - left - width) // 2, top, width, height)
        self.raise_()
        if self.undo:
            self.undo.resize(self.undo.sizeHint())
            at = QPoint(width - self.undo.width() - t.xs, (height - self.undo.height()) // 2)
            self.undo.move(self.pos() + at)
            self.undo.raise_()

    def paintEvent(self, event) -> None:
        with QPainter(self) as p:
            paint.fill(p, QRectF(self.rect()), theme.colour("ink"), theme.tokens().control)


class ToastStack(QObject):
    """At the head of `host`, over the line that has no keys; a newer message takes the place of the
    one in sight, the `toast`. `history` keeps every event, the newest last; `happened` says that it
    grew. Nothing of it takes the focus: the shell binds `undo_key` to `undo_last`. Beside an open
    panel the `rail` at the host's left end, so many pixels, stays free."""

    happened = Signal()

    def __init__(self, host: QWidget, undo_word: str, undo_key: str = "Ctrl+Z") -> None:
        super().__init__(host)
        self._host, self._words = host, (undo_word, undo_key)
        self.seconds, self.rail = SECONDS, 0
        self.history: list[Event] = []
        self.toast: Toast | None = None
        host.installEventFilter(self)

    def say(self, message: str, undo: Callable[[], None] | None = None) -> Event:
        """Show a message; `undo` is called at most once, from the toast, the key or the list."""
        event = Event(message, undo)
        self.history.append(event)
        self.drop()
        toast = self.toast = Toast(self._host, event, *self._words)
        self.arrange()
        toast.show()
        if toast.undo:
            toast.undo.clicked.connect(lambda: self.undo(event))
            toast.undo.show()
        QTimer.singleShot(round(self.seconds * 1000), toast, lambda: self._ended(event))
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
        self._ended(event)
        deed()
        self.happened.emit()

    def withdraw(self, event: Event) -> None:
        """It cannot be undone any more: its toast goes, its words stay in the history."""
        event.undo = None
        self._ended(event)
        self.happened.emit()

    def drop(self) -> None:
        """Take away the toast in sight; its event stays in the history."""
        toast, self.toast = self.toast, None
        for part in (toast, toast.undo) if toast else ():
            if part is not None:
                part.hide()
                part.deleteLater()

    def end_answer(self) -> None:
        """Something new was asked: what is in sight goes, unless it is still to be undone."""
        if self.toast and not self.toast.undo:
            self.drop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._host:
            self.arrange()
        return False

    def _ended(self, event: Event) -> None:
        if self.toast and self.toast.event_told is event:
            self.drop()

    def arrange(self) -> None:
        """Above what lies over the host now, beside an open panel where there is room, so that the
        words of both stay in sight."""
        if self.toast is None:
            return
        t = theme.tokens()
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        over = [one for one in self._host.findChildren(SlideOver, options=direct) if one.is_open()]
        left, free = self.rail, min((one.panel.x() for one in over), default=0)
        if free - left < self.toast.least() + 2 * t.l:
            left, free = 0, self._host.width()
        self.toast.place(left + t.l, free - t.l, t.xs)
