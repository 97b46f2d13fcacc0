"""Tabs (underlined, inside a card) and CategoryBar (a dark pill, above the tiles)."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from salon_pos.ui import theme
from salon_pos.ui.widgets import paint
from salon_pos.ui.widgets.strip import Option, Strip


class Tabs(Strip):
    """The pages of a file, a card or a settings room."""

    ground = "surface"

    def __init__(
        self, name: str, options: Sequence[Option], *, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, options, pad=theme.tokens().l, parent=parent)

    def draw(self, p: QPainter, place: int, box: QRectF) -> None:
        chosen = place == self.at
        weight = 500 if chosen else 400
        self.words(p, place, box, tone="ink" if chosen else "muted", weight=weight)
        if chosen:
            inset = theme.tokens().m
            p.fillRect(QRectF(box.left() + inset, box.bottom() - 2, box.width() - 2 * inset, 2),
                       theme.colour("accent"))  # fmt: skip
            if self.hasFocus():
                paint.ring(p, box.adjusted(1, 1, -1, -3), theme.tokens().s)


class CategoryBar(Strip):
    """The catalog's categories."""

    def __init__(
        self, name: str, options: Sequence[Option], *, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, options, pad=theme.tokens().l + 2, parent=parent)

    def draw(self, p: QPainter, place: int, box: QRectF) -> None:
        t = theme.tokens()
        if place != self.at:
            self.words(p, place, box, tone="muted", weight=400)
            return
        paint.fill(p, box, theme.colour("ink"), t.control)
        if self.hasFocus():
            paint.ring(p, box.adjusted(3, 3, -3, -3), t.control - 3, tone="bg")
        self.words(p, place, box, tone="bg", weight=500)
