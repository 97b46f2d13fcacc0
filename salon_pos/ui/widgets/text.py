"""Text: painted lines, cut with an ellipsis when narrow; the whole opens on focus or a tap."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from salon_pos.ui import theme
from salon_pos.ui.theme import Size, Weight
from salon_pos.ui.widgets import paint, reveal, wrap


class Text(QLabel):
    """A line of words, or room for `lines` of them. `tone` names a colour token; `right` aligns
    figures to the right edge."""

    def __init__(
        self, text: str = "", size: Size = "body", *, tone: str = "ink", weight: Weight = 400,
        right: bool = False, centre: bool = False, lines: int = 1, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._most = lines
        self._size: Size = size
        self._weight: Weight = weight
        self._tone = tone
        self._align = Qt.AlignmentFlag.AlignLeft
        if right or centre:
            flag = Qt.AlignmentFlag
            self._align = flag.AlignRight if right else flag.AlignHCenter
        self.setFixedHeight(lines * wrap.line_height(size))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)
        self._judge_focus()

    def set_tone(self, tone: str) -> None:
        """The colour token of its words."""
        self._tone = tone
        self.update()

    def is_cut(self) -> bool:
        """Whether it ends in an ellipsis."""
        if self._width() <= self.width():
            return False
        return self._most == 1 or len(self._broken()) > self._most

    def sizeHint(self) -> QSize:
        return QSize(self._width(), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self._width(), theme.px(self._size) * 3), self.height())

    def paintEvent(self, event) -> None:
        with QPainter(self) as p:
            for n, line in enumerate(self._drawn()):
                high = wrap.line_height(self._size)
                paint.draw_cut(
                    p, QRectF(0, n * high, self.width(), high), line, self._size,
                    tone=self._tone, weight=self._weight, align=self._align,
                )  # fmt: skip
            if self.hasFocus() and self.is_cut():
                y = self.height() - 1
                p.setPen(theme.colour("accent"))
                p.drawLine(QPointF(0, y), QPointF(self.width(), y))

    def resizeEvent(self, event) -> None:
        self._judge_focus()

    def focusInEvent(self, event) -> None:
        super().focusInEvent(event)
        if self.is_cut():
            reveal.show_whole(self, self.text())

    def focusOutEvent(self, event) -> None:
        super().focusOutEvent(event)
        reveal.hide_whole(self)

    def _drawn(self) -> list[str]:
        """The lines to paint; one alone is cut where it is painted."""
        return [self.text()] if self._most == 1 else self._broken(self._most)

    def _broken(self, most: int = 0) -> list[str]:
        width = self.width()
        return wrap.broken(self.text(), self._size, width, weight=self._weight, most=most)

    def _width(self) -> int:
        return int(wrap.text_width(self.text(), self._size, self._weight)) + 1

    def _judge_focus(self) -> None:
        policy = Qt.FocusPolicy
        self.setFocusPolicy(policy.StrongFocus if self.is_cut() else policy.NoFocus)
