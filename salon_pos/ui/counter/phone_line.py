"""A masked phone number that shows itself whole when it is pressed."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from salon_pos.ui import theme
from salon_pos.ui.widgets import paint, wrap
from salon_pos.ui.widgets.pressable import Pressable


class PhoneLine(Pressable):
    """Reads like a line of text; `clicked` asks for the whole number, `reveal` shows it."""

    def __init__(self, masked: str, show_word: str, parent: QWidget | None = None) -> None:
        super().__init__(masked, parent=parent)
        self._shown, self._show = masked, show_word
        self.setAccessibleDescription(show_word)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(theme.tokens().hit)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def reveal(self, phone: str) -> None:
        """The whole number, with nothing left to show."""
        self._shown, self._show = phone, ""
        self.set_label(phone)
        self.setAccessibleDescription("")

    def sizeHint(self) -> QSize:
        words = wrap.text_width(f"{self._shown} · {self._show}", "small")
        return QSize(int(words) + 1 + 2 * theme.tokens().xs, theme.tokens().hit)

    def paintEvent(self, event) -> None:
        top = round((self.height() - wrap.line_height("small")) / 2)
        lead = f"{self._shown} · " if self._show else self._shown
        left = theme.tokens().xs  # its focus ring goes round the words
        with QPainter(self) as p:
            paint.draw_line(p, QPointF(left, top), lead, "small", tone="muted")
            x = left + wrap.text_width(lead, "small")
            paint.draw_line(p, QPointF(x, top), self._show, "small", tone="accent")
            if self.hasFocus():
                paint.ring(p, self.box(), theme.tokens().s)
