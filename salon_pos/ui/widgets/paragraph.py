"""Paragraph: words that wrap; Chinese and long Latin words break instead of running out."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from salon_pos.ui import theme
from salon_pos.ui.theme import Size, Weight
from salon_pos.ui.widgets import paint, wrap

_COMFORTABLE = 420  # pixels at 100 % text scale


class Paragraph(QLabel):
    """Wrapping words. `lead_line` sets the text before its first newline at weight 500."""

    def __init__(
        self, text: str = "", size: Size = "body", *, tone: str = "ink", weight: Weight = 400,
        lead_line: bool = False, centre: bool = False, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._size: Size = size
        self._weight: Weight = weight
        self._tone = tone
        self._lead_line, self._centre = lead_line, centre
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def set_tone(self, tone: str) -> None:
        """The colour token of its words."""
        self._tone = tone
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        inset = self.contentsMargins().left()
        return len(self._lines(width - inset)) * wrap.line_height(self._size)

    def sizeHint(self) -> QSize:
        widest = max(wrap.text_width(s, self._size, 500) for s in self.text().split("\n"))
        width = min(int(widest) + 1, round(_COMFORTABLE * theme.current().scale))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(wrap.line_height(self._size) * 3, wrap.line_height(self._size))

    def paintEvent(self, event) -> None:
        area, height = self.contentsRect(), wrap.line_height(self._size)
        with QPainter(self) as p:
            for n, (line, weight) in enumerate(self._lines(area.width())):
                spare = area.width() - wrap.text_width(line, self._size, weight)
                at = QPointF(area.left() + (spare / 2 if self._centre else 0), n * height)
                paint.draw_line(p, at, line, self._size, tone=self._tone, weight=weight)

    def _lines(self, width: int) -> list[tuple[str, Weight]]:
        head, newline, rest = self.text().partition("\n")
        if not (self._lead_line and newline):
            return self._break(self.text(), width, self._weight)
        return self._break(head, width, 500) + self._break(rest, width, self._weight)

    def _break(self, text: str, width: int, weight: Weight) -> list[tuple[str, Weight]]:
        return [(s, weight) for s in wrap.broken(text, self._size, width, weight=weight)]
