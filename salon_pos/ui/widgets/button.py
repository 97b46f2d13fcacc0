"""Button: icon, label and key hint in one of four looks; the label is elided, never clipped."""

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from salon_pos.ui import theme
from salon_pos.ui.theme import Size
from salon_pos.ui.widgets import paint, wrap
from salon_pos.ui.widgets.keys import draw_key, key_width
from salon_pos.ui.widgets.pressable import Pressable

Look = Literal["primary", "secondary", "quiet", "danger", "block"]

_GROUND = {"primary": "accent", "secondary": "surface", "danger": "bad_soft", "block": "sunk"}
_INK = {"primary": "on_accent", "danger": "bad"}


class Button(Pressable):
    """`clicked` says it was pressed. `primary` is for the one thing to press on a screen, `block`
    for quiet keys on a card. `big` is the height of the one last button of a panel."""

    def __init__(
        self, label: str, look: Look = "secondary", *, icon: str = "", key: str = "",
        big: bool = False, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(label, key=key, parent=parent)
        self._look: Look = look
        self._icon = icon
        self._size: Size = "lead" if big else "body"
        t = theme.tokens()
        self.setFixedHeight(t.hit + t.xl if big else t.hit)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_icon(self, icon: str) -> None:
        """Another icon; "" is none."""
        self._icon = icon
        self.updateGeometry()
        self.update()

    def set_look(self, look: Look) -> None:
        """Another look, such as the primary one of a screen."""
        self._look = look
        self.update()

    def sizeHint(self) -> QSize:
        label = int(wrap.text_width(self.label(), self._size, 500)) + 1
        return QSize(self._around() + label, self.height())

    def minimumSizeHint(self) -> QSize:
        label = min(wrap.text_width(self.label(), self._size, 500), theme.px(self._size) * 3)
        return QSize(max(self._around() + int(label) + 1, theme.tokens().hit), self.height())

    def is_cut(self) -> bool:
        return self.width() < self.sizeHint().width() - 2 * self._spare()

    def paintEvent(self, event) -> None:
        t, gap = theme.tokens(), self._gap()
        around = self._around() - 2 * self._spare()
        whole = wrap.text_width(self.label(), self._size, 500)
        label = min(whole, self.width() - around + 0.5)
        x = (self.width() - around - label) / 2 + t.xs
        with QPainter(self) as p:
            self._paint_ground(p)
            if self._icon:
                y = (self.height() - t.icon) / 2
                paint.draw_icon(p, self._icon, self._tone(), QPointF(x, y), size=t.icon)
                x += t.icon + (gap if self.label() else 0)
            box = QRectF(x, 0, label + 1, self.height())
            paint.draw_cut(p, box, self.label(), self._size, tone=self._tone(), weight=500)
            if self._key:
                draw_key(p, QPointF(x + label + gap, self.height() / 2), self._key, self._tone(),
                         framed=self._look != "primary")  # fmt: skip

    def _paint_ground(self, p: QPainter) -> None:
        t, box = theme.tokens(), self.box()
        ground = self._ground()
        if ground is not None:
            paint.fill(p, box, ground, t.control)
        if self.isChecked():
            paint.outline(p, box, theme.colour("accent"), t.control)
        elif self._look == "secondary":
            paint.outline(p, box, theme.colour("line"), t.control)
        if self.hasFocus() and self._look == "primary":
            paint.ring(p, box.adjusted(3, 3, -3, -3), t.control - 3, tone="on_accent")
        elif self.hasFocus():
            paint.ring(p, box, t.control)

    def _ground(self) -> QColor | None:
        base = "accent_soft" if self.isChecked() else _GROUND.get(self._look, "")
        if not self.isEnabled():
            return theme.colour("sunk") if base else None
        share = 0.14 if self.isDown() else 0.06 if self.underMouse() else 0
        if not base:
            return paint.blend("sunk", "ink", share - 0.06) if share else None
        return paint.blend(base, "ink", share) if share else theme.colour(base)

    def _tone(self) -> str:
        return _INK.get(self._look, "ink") if self.isEnabled() else "muted"

    def _pad(self) -> int:
        t = theme.tokens()
        return t.m if self._look == "quiet" or not self.label() else t.l

    def _spare(self) -> int:
        """What the edges give up on either side before the label is cut."""
        return self._pad() - theme.tokens().xs

    def _gap(self) -> int:
        return theme.tokens().s

    def _around(self) -> int:
        """Everything but the label, in pixels."""
        width = 2 * self._pad()
        if self._icon:
            width += theme.tokens().icon + (self._gap() if self.label() else 0)
        if self._key:
            width += self._gap() + key_width(self._key, framed=self._look != "primary")
        return width
