"""Card: the white surface with one line around it; and the line that divides it."""

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from salon_pos.ui import theme
from salon_pos.ui.widgets import paint


class Card(QFrame):
    """A surface of radius 14. `body` is its column; `pad=False` lets lists run to the edges."""

    def __init__(
        self, *, pad: bool = True, sunk: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._sunk = sunk
        t = theme.tokens()
        self.body = QVBoxLayout(self)
        edge = (t.m if sunk else t.l + 2) if pad else 1
        self.body.setContentsMargins(edge, edge, edge, edge)
        self.body.setSpacing(0 if not pad else t.m)

    def paintEvent(self, event) -> None:
        t, box = theme.tokens(), self.rect().toRectF()
        with QPainter(self) as p:
            paint.fill(p, box, theme.colour("sunk" if self._sunk else "surface"), t.card)
            if not self._sunk:
                paint.outline(p, box, theme.colour("line"), t.card)


class Line(QWidget):
    """A horizontal line of one pixel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event) -> None:
        with QPainter(self) as p:
            p.fillRect(self.rect(), theme.colour("line"))
