"""Field: one line of typing with its label, its unit and its error sentence; the value is text."""

from typing import Literal

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLineEdit, QWidget

from salon_pos.ui import theme
from salon_pos.ui.theme import Size
from salon_pos.ui.widgets import paint, wrap
from salon_pos.ui.widgets.labelled import Labelled

Kind = Literal["text", "money", "integer", "percent", "date", "phone", "pin", "password"]

_FIGURES = ("money", "integer", "percent")
_HINTS = {
    "money": Qt.InputMethodHint.ImhFormattedNumbersOnly,
    "integer": Qt.InputMethodHint.ImhDigitsOnly,
    "percent": Qt.InputMethodHint.ImhFormattedNumbersOnly,
    "date": Qt.InputMethodHint.ImhDate,
    "phone": Qt.InputMethodHint.ImhDialableCharactersOnly,
    "pin": Qt.InputMethodHint.ImhDigitsOnly,
}


class Input(QLineEdit):
    """The line itself, with a unit painted inside its left (¥) or right (%) edge."""

    def __init__(self, *, before: str = "", after: str = "", size: Size = "body") -> None:
        super().__init__()
        self._before, self._after = before, after
        t = theme.tokens()
        self.setFixedHeight(t.field if size == "body" else t.field + t.l)
        self.setFont(theme.font(size, 400 if size == "body" else 500))
        left = int(wrap.text_width(before, "body")) + t.xs if before else 0
        right = int(wrap.text_width(after, "body")) + t.xs if after else 0
        self.setTextMargins(left, 0, right, 0)

    def focusInEvent(self, event) -> None:
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.PopupFocusReason:
            self.selectAll()  # as after Tab: a panel opened on it, and typing replaces what it says

    def paintEvent(self, event) -> None:
        super().paintEvent(event)
        edge, top = theme.tokens().m + 2, self._unit_top()
        with QPainter(self) as p:
            paint.draw_line(p, QPointF(edge, top), self._before, "body", tone="muted")
            x = self.width() - edge - wrap.text_width(self._after, "body")
            paint.draw_line(p, QPointF(x, top), self._after, "body", tone="muted")

    def _unit_top(self) -> int:
        """Puts the unit on the line on which Qt writes the digits."""
        own = self.fontMetrics()
        baseline = (self.height() - own.height() + 1) // 2 + own.ascent()
        return baseline - wrap.top_to_baseline("body")


class Field(Labelled):
    """`value()` and `set_value()` speak text; what it means is for the screen to parse.

    `before` / `after` are units ("¥", "%"); figures align right. `big` is the amount of the pay
    panel. `committed` says that Enter was pressed in it."""

    committed = Signal()

    def __init__(
        self, label: str, kind: Kind = "text", *, value: str = "", placeholder: str = "",
        hint: str = "", before: str = "", after: str = "", big: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(label, hint=hint, parent=parent)
        self.line = Input(before=before, after=after, size="title" if big else "body")
        self.line.setPlaceholderText(placeholder)
        self.line.setInputMethodHints(_HINTS.get(kind, Qt.InputMethodHint.ImhNone))
        if kind in _FIGURES:
            self.line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if kind in ("pin", "password"):
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.hold(self.line)
        self.set_value(value)
        self.line.textChanged.connect(self.tell_changed)
        self.line.returnPressed.connect(self.committed)

    def value(self) -> str:
        return self.line.text()

    def set_value(self, value: str) -> None:
        self.line.setText(value)
        if not self.line.hasFocus() and not self.line.alignment() & Qt.AlignmentFlag.AlignRight:
            self.line.setCursorPosition(0)  # of long words the beginning is what is read
