"""IconButton: an icon with its word below (the rail) or beside it, with a selected state."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from salon_pos.ui import theme
from salon_pos.ui.widgets import paint, wrap
from salon_pos.ui.widgets.pressable import Pressable

_RAIL = (66, 64)
_RAIL_ICON = 22


class IconButton(Pressable):
    """`below=True` is the rail's shape. `word` is its accessible name; with `bare=True` the word is
    only spoken, for signs everybody reads (close, clear) that stand in a row of their own."""

    def __init__(
        self, icon: str, word: str, *, below: bool = False, bare: bool = False,
        tone: str = "ink", key: str = "", parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(word, key=key, parent=parent)
        self._icon, self._below, self._bare, self._tone = icon, below, bare, tone
        t, scale = theme.tokens(), theme.current().scale
        if below:
            self.setMinimumSize(round(_RAIL[0] * scale), round(_RAIL[1] * scale))
        else:
            self.setFixedHeight(t.hit)
        fixed = QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Preferred, fixed)
        if bare:
            self.setFixedWidth(t.hit)

    def set_icon(self, icon: str, tone: str | None = None) -> None:
        """Another icon, and another colour token where one is given."""
        self._icon = icon
        self._tone = tone or self._tone
        self.update()

    def sizeHint(self) -> QSize:
        t = theme.tokens()
        if self._bare:
            return QSize(t.hit, t.hit)
        if self._below:
            word = int(wrap.text_width(self.label(), "caption", 500)) + t.s
            return QSize(max(self.minimumWidth(), word), self.minimumHeight())
        word = int(wrap.text_width(self.label(), "body")) + 1
        return QSize(t.m * 2 + t.icon + t.s + word, t.hit)

    def minimumSizeHint(self) -> QSize:
        t = theme.tokens()
        return self.minimumSize() if self._below else QSize(t.hit, t.hit)

    def is_cut(self) -> bool:
        return not self._bare and self.width() < self.sizeHint().width()

    def paintEvent(self, event) -> None:
        with QPainter(self) as p:
            self._paint_ground(p)
            if self._below:
                self._paint_below(p)
            else:
                self._paint_beside(p)

    def _paint_ground(self, p: QPainter) -> None:
        t = theme.tokens()
        if self.isChecked():
            paint.fill(p, self.box(), theme.colour("accent_soft"), t.control)
        elif self.isDown() or self.underMouse():
            paint.fill(p, self.box(), theme.colour("sunk"), t.control)
        if self.hasFocus():
            paint.ring(p, self.box(), t.control)

    def _paint_below(self, p: QPainter) -> None:
        t, icon = theme.tokens(), round(_RAIL_ICON * theme.current().scale)
        tone = self._now("muted")
        word = wrap.line_height("caption")
        top = (self.height() - icon - t.xs - word) / 2
        paint.draw_icon(p, self._icon, tone, QPointF((self.width() - icon) / 2, top), size=icon)
        box = QRectF(2, round(top) + icon + t.xs, self.width() - 4, word)
        weight = 500 if self.isChecked() else 400
        middle = Qt.AlignmentFlag.AlignHCenter
        paint.draw_cut(p, box, self.label(), "caption", tone=tone, weight=weight, align=middle)

    def _paint_beside(self, p: QPainter) -> None:
        t = theme.tokens()
        icon = t.xl if self._bare else t.icon
        x = (self.width() - icon) / 2 if self._bare else t.m
        tone = self._now(self._tone)
        paint.draw_icon(p, self._icon, tone, QPointF(x, (self.height() - icon) / 2), size=icon)
        if not self._bare:
            left = x + t.icon + t.s
            box = QRectF(left, 0, self.width() - left - t.m + 1, self.height())
            paint.draw_cut(p, box, self.label(), "body", tone=tone)

    def _now(self, resting: str) -> str:
        if not self.isEnabled():
            return "faint"
        if self.isChecked():
            return "accent"
        return resting if self._tone == "ink" else self._tone
