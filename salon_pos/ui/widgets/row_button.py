"""RowButton: a wide key, words left and a quiet detail right: tenders, usual services, tickets."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from salon_pos.ui import theme
from salon_pos.ui.theme import Size
from salon_pos.ui.widgets import paint, wrap
from salon_pos.ui.widgets.keys import draw_key, key_width
from salon_pos.ui.widgets.pressable import Pressable


class RowButton(Pressable):
    """`tall` is the tender's height, with room for a `note` below the label, beside the detail.
    Checked, it is the chosen one."""

    def __init__(
        self, label: str, *, detail: str = "", icon: str = "", key: str = "", tall: bool = False,
        note: str = "", parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(label, key=key, parent=parent)
        self._icon, self._note = icon, note
        self._size: Size = "item" if tall else "body"
        t = theme.tokens()
        self.setFixedHeight(t.hit + t.l + t.xs if tall else t.hit + 2)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_detail(detail)

    def set_detail(self, detail: str) -> None:
        """Other words at its right end."""
        self._detail = detail
        parts = (detail, self._note, self._key)
        self.setAccessibleDescription(", ".join(part for part in parts if part))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._label_width() + self._around(), self.height())

    def minimumSizeHint(self) -> QSize:
        shortest = min(self._label_width(), theme.px(self._size) * 3)
        return QSize(shortest + 2 * theme.tokens().l, self.height())

    def whole_words(self) -> str:
        return " · ".join(part for part in (self.label(), self._detail, self._note) if part)

    def is_cut(self) -> bool:
        return self.width() < self.sizeHint().width()

    def paintEvent(self, event) -> None:
        t, box, held = theme.tokens(), self.box(), self.isChecked()
        with QPainter(self) as p:
            base = "accent_soft" if held else "surface"
            share = 0.08 if self.isDown() else 0.03 if self.underMouse() else 0
            paint.fill(p, box, paint.blend(base, "ink", share), t.control)
            paint.outline(
                p,
                box,
                theme.colour("accent" if held else "line"),
                t.control,
                width=2 if held else 1,
            )
            if self.hasFocus():
                paint.ring(p, box, t.control)
            self._words(p, box.adjusted(t.l, 0, -t.l, 0))

    def _words(self, p: QPainter, box: QRectF) -> None:
        t, tone = theme.tokens(), "ink" if self.isEnabled() else "muted"
        if self._icon:
            paint.draw_icon(
                p, self._icon, tone, QPointF(box.left(), box.center().y() - t.icon / 2), size=t.icon
            )
            box.setLeft(box.left() + t.icon + t.m)
        if self._key:
            width = key_width(self._key, framed=True)
            draw_key(
                p, QPointF(box.right() - width, box.center().y()), self._key, "ink", framed=True
            )
            box.setRight(box.right() - width - t.s)
        # A price is read whole beside a long name; long details leave the name half.
        kept = min(self._detail_width(), int(box.width()) // 2)
        label, low = min(self._label_width(), int(box.width()) - kept), 0.0
        if self._note:
            low = (self.height() - sum(map(wrap.line_height, (self._size, "small")))) / 2
            beside = box.width() - kept
            below = QRectF(box.left(), self.height() / 2, beside, self.height() / 2 - low)
            paint.draw_cut(p, below, self._note, "small", tone="muted")
        high = wrap.line_height(self._size) if self._note else self.height()
        paint.draw_cut(p, QRectF(box.left(), low, label, high), self.label(), self._size, tone=tone)
        rest = QRectF(box.left() + label + t.m, 0, max(0, box.width() - label - t.m), self.height())
        right = Qt.AlignmentFlag.AlignRight
        paint.draw_cut(p, rest, self._detail, self._detail_size(), tone="muted", align=right)

    def _detail_size(self) -> Size:
        return "small" if self._size == "item" else "body"

    def _label_width(self) -> int:
        return int(wrap.text_width(self.label(), self._size)) + 1

    def _around(self) -> int:
        t = theme.tokens()
        width = 2 * t.l + (t.icon + t.m if self._icon else 0)
        width += self._detail_width()
        if self._note:
            over = wrap.text_width(self._note, "small") - self._label_width()
            return width + max(0, int(over) + 1)
        return width + (t.s + key_width(self._key, framed=True) if self._key else 0)

    def _detail_width(self) -> int:
        """The detail with the gap before it, in pixels."""
        if not self._detail:
            return 0
        return theme.tokens().m + int(wrap.text_width(self._detail, self._detail_size())) + 1
