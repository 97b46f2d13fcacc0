"""Switch and Checkbox: one thing that is on or off, with its words beside it."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from salon_pos.ui import theme
from salon_pos.ui.widgets import paint, wrap
from salon_pos.ui.widgets.pressable import Pressable

_TRACK = (44, 26)
_SQUARE = 24


class _OnOff(Pressable):
    """Words and an optional quiet second line; the whole row is the target. `toggled(bool)`."""

    def __init__(
        self, label: str, *, note: str = "", on: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(label, parent=parent)
        self._note = note
        self.setAccessibleDescription(note)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # after a tap Enter still saves the form
        self.setCheckable(True)
        self.setChecked(on)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(self.sizeHint().height())

    def value(self) -> bool:
        return self.isChecked()

    def set_value(self, value: bool) -> None:
        self.setChecked(value)

    def sizeHint(self) -> QSize:
        t = theme.tokens()
        height = wrap.line_height("body") + (wrap.line_height("caption") if self._note else 0)
        return QSize(self._least() + 2 * (t.s - t.xs), max(t.hit, height + t.l))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._mark().width() + theme.tokens().hit * 2, self.sizeHint().height())

    def is_cut(self) -> bool:
        return self.width() < self._least()

    def _least(self) -> int:
        """How wide it is where its words are just whole."""
        t = theme.tokens()
        words = max(wrap.text_width(self.label(), "body"), wrap.text_width(self._note, "caption"))
        return int(words) + 1 + t.m + self._mark().width() + 2 * t.xs

    def _mark(self) -> QSize:
        raise NotImplementedError

    def _words(self, p: QPainter, box: QRectF) -> None:
        tone = "ink" if self.isEnabled() else "muted"
        high = wrap.line_height("body")
        if not self._note:
            paint.draw_cut(p, box, self.label(), "body", tone=tone)
            return
        low = wrap.line_height("caption")
        top = round(box.center().y() - (high + low) / 2)
        line = QRectF(box.left(), top, box.width(), high)
        paint.draw_cut(p, line, self.label(), "body", tone=tone)
        line = QRectF(box.left(), top + high, box.width(), low)
        paint.draw_cut(p, line, self._note, "caption", tone="muted")


class Switch(_OnOff):
    """For a setting that acts at once: words left, the track at the right end."""

    def _mark(self) -> QSize:
        scale = theme.current().scale
        return QSize(round(_TRACK[0] * scale), round(_TRACK[1] * scale))

    def paintEvent(self, event) -> None:
        t, mark = theme.tokens(), self._mark()
        left, top = self.width() - mark.width() - t.xs, (self.height() - mark.height()) / 2
        track = QRectF(left, top, mark.width(), mark.height())
        knob = mark.height() - 6
        x = track.right() - knob - 3 if self.isChecked() else track.left() + 3
        with QPainter(self) as p:
            self._words(p, QRectF(t.xs, 0, left - t.m - t.xs, self.height()))
            paint.fill(
                p,
                track,
                theme.colour("accent" if self.isChecked() else "faint"),
                track.height() / 2,
            )
            ground = "on_accent" if self.isChecked() else "surface"
            paint.fill(p, QRectF(x, track.top() + 3, knob, knob), theme.colour(ground), knob / 2)
            if self.hasFocus():
                paint.ring(p, track.adjusted(-4, -4, 4, 4), track.height() / 2 + 4)


class Checkbox(_OnOff):
    """For a choice within a form or a list: a square left, words beside."""

    def _mark(self) -> QSize:
        side = round(_SQUARE * theme.current().scale)
        return QSize(side, side)

    def paintEvent(self, event) -> None:
        t, side = theme.tokens(), self._mark().width()
        square = QRectF(t.xs, round((self.height() - side) / 2), side, side)
        with QPainter(self) as p:
            if self.isChecked():
                paint.fill(p, square, theme.colour("accent"), 6)
                inner = side - 8
                at = QPointF(square.left() + 4, square.top() + 4)
                paint.draw_icon(p, "check", "on_accent", at, size=inner)
            else:
                paint.outline(p, square, theme.colour("faint"), 6)
            if self.hasFocus():
                paint.ring(p, square.adjusted(-4, -4, 4, 4), 9)
            left = square.right() + t.m
            self._words(p, QRectF(left, 0, self.width() - left, self.height()))
