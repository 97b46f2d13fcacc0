"""SearchField: icon, words, the key that leads here, and a way to empty it."""

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QLineEdit, QWidget

from salon_pos.ui import theme
from salon_pos.ui.widgets import paint, wrap
from salon_pos.ui.widgets.icon_button import IconButton
from salon_pos.ui.widgets.keys import draw_key, key_width

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class SearchField(QLineEdit):
    """`textEdited`/`textChanged` as in QLineEdit. Up and Down are passed on as `moved(step)` and
    Enter as `submitted`, so that the list beside it is driven without leaving the field. Esc
    empties it; when it is empty Esc is left to the screen. `count` is a quiet note at its end."""

    moved = Signal(int)
    submitted = Signal(str)

    def __init__(
        self, placeholder: str, clear_word: str, *, key: str = "", on_surface: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        t = theme.tokens()
        self._key, self._count = key, ""
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setProperty("place", "surface" if on_surface else "window")
        self.setFixedHeight(t.field)
        self._clear = IconButton("x", clear_word, bare=True, tone="muted", parent=self)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.clicked.connect(self.clear)
        self.textChanged.connect(self._arrange)
        self.returnPressed.connect(lambda: self.submitted.emit(self.text()))
        self._arrange()

    def set_count(self, words: str) -> None:
        """A note such as "4 clients", shown while something is typed."""
        self._count = words
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """An empty field has nothing of its own to undo and leaves that key to the window."""
        is_undo = isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo)
        if is_undo and event.type() == QEvent.Type.ShortcutOverride and not self.text():
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self.moved.emit(step)
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._clear.move(
            self.width() - self._clear.width() - 2, (self.height() - self._clear.height()) // 2
        )

    def paintEvent(self, event) -> None:
        super().paintEvent(event)
        t, middle = theme.tokens(), self.height() / 2
        with QPainter(self) as p:
            paint.draw_icon(
                p, "search", "muted", QPointF(t.l - 1, middle - t.icon / 2), size=t.icon
            )
            if self.text():
                end = self.width() - self._clear.width() - t.xs
                at = QPointF(end - wrap.text_width(self._count, "small"), 0)
                at.setY(round(middle - wrap.line_height("small") / 2))
                paint.draw_line(p, at, self._count, "small", tone="muted")
            elif self._key:
                at = QPointF(self.width() - t.m - key_width(self._key, framed=True), middle)
                draw_key(p, at, self._key, "ink", framed=True)

    def _arrange(self) -> None:
        t, typed = theme.tokens(), bool(self.text())
        self._clear.setVisible(typed)
        if typed:
            end = self._clear.width() + int(wrap.text_width(self._count, "small"))
        else:
            end = key_width(self._key, framed=True) if self._key else 0
        self.setTextMargins(t.icon + t.m, 0, end, 0)
        self.update()
