"""Chip: a short fact in a soft tint; always a word, so colour is never the only sign."""

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from salon_pos.ui import theme
from salon_pos.ui.theme import ChipTone
from salon_pos.ui.widgets import paint
from salon_pos.ui.widgets.pressable import Pressable

_CROSS = 14


class Chip(Pressable):
    """With `remove_word` the chip is a 44 px high target that asks to be removed (`removed`);
    without, it only tells and takes no focus."""

    removed = Signal()

    def __init__(
        self, text: str, tone: ChipTone = "neutral", *, icon: str = "", remove_word: str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(text, parent=parent)
        self._tone, self._icon, self._removable = tone, icon, bool(remove_word)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if remove_word:
            self.setAccessibleDescription(remove_word)
            self.clicked.connect(self.removed)
        else:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_text(self, text: str) -> None:
        """Other words in it."""
        self.set_label(text)

    def sizeHint(self) -> QSize:
        t = theme.tokens()
        width = paint.chip_width(self.label(), self._icon) + (t.l if self._removable else 0)
        return QSize(width, t.hit if self._removable else t.chip)

    def keyPressEvent(self, event) -> None:
        if self._removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event) -> None:
        t = theme.tokens()
        box = self.box()
        box.setTop((self.height() - t.chip) / 2)
        box.setHeight(t.chip)
        with QPainter(self) as p:
            if self._removable:
                paint.fill(p, box, theme.colour(f"{self._tone}_soft"), t.chip / 2)
            paint.draw_chip(p, box.topLeft(), self.label(), self._tone, icon=self._icon)
            if self._removable:
                cross = round(_CROSS * theme.current().scale)
                at = QPointF(box.right() - cross - t.s + 1, box.center().y() - cross / 2)
                paint.draw_icon(p, "x", self._tone, at, size=cross)
            if self.hasFocus():
                paint.ring(p, box, t.chip / 2)
