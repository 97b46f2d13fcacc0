"""PayButton: the one wide key of the ticket, with the amount it takes."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from salon_pos.ui import theme
from salon_pos.ui.widgets import paint, wrap
from salon_pos.ui.widgets.keys import draw_key, key_width
from salon_pos.ui.widgets.pressable import Pressable


class PayButton(Pressable):
    """`amount` is the figure as it is to be read, with its currency sign."""

    def __init__(
        self, label: str, amount: str = "", *, key: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(label, key=key, parent=parent)
        t = theme.tokens()
        self.setFixedHeight(t.hit + t.xl)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_amount(amount)

    def set_amount(self, amount: str) -> None:
        """Another figure, as it is to be read."""
        self._amount = amount
        self.setAccessibleDescription(", ".join(part for part in (amount, self._key) if part))
        self.update()

    def sizeHint(self) -> QSize:
        words = wrap.text_width(self.label(), "lead", 500) + wrap.text_width(
            self._amount, "figure", 700
        )
        return QSize(int(words) + 4 * theme.tokens().xl, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.tokens().hit * 3, self.height())

    def is_cut(self) -> bool:
        return self.width() < self.sizeHint().width()

    def paintEvent(self, event) -> None:
        t, box = theme.tokens(), self.box()
        share = 0.16 if self.isDown() else 0.08 if self.underMouse() else 0
        tone = "on_accent" if self.isEnabled() else "muted"
        ground = paint.blend("accent", "ink", share) if self.isEnabled() else theme.colour("sunk")
        with QPainter(self) as p:
            paint.fill(p, box, ground, t.control)
            if self.hasFocus():
                paint.ring(p, box.adjusted(3, 3, -3, -3), t.control - 3, tone="on_accent")
            inner = box.adjusted(t.xl - 2, 0, -t.xl + 2, 0)
            right = Qt.AlignmentFlag.AlignRight
            size = "figure" if self._fits("figure") else "title"
            used = paint.draw_cut(p, inner, self._amount, size, tone=tone, weight=700, align=right)
            self._words(p, inner.adjusted(0, 0, -used - t.s, 0), tone)

    def _words(self, p: QPainter, box: QRectF, tone: str) -> None:
        t = theme.tokens()
        key = key_width(self._key, framed=False) + t.s if self._key else 0
        line = box.adjusted(0, 0, -key, 0)
        width = paint.draw_cut(p, line, self.label(), "lead", tone=tone, weight=500)
        if self._key:
            draw_key(
                p,
                QPointF(box.left() + width + t.s, box.center().y() + 2),
                self._key,
                tone,
                framed=False,
            )

    def _fits(self, size: theme.Size) -> bool:
        words = wrap.text_width(self.label(), "lead", 500) + key_width(self._key, framed=False)
        room = self.width() - 2 * theme.tokens().xl - words - theme.tokens().l
        return wrap.text_width(self._amount, size, 700) <= room
