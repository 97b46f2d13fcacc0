"""Choice: one of two to six things, all in sight, as blocks side by side."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from salon_pos.ui import theme
from salon_pos.ui.widgets import paint, reveal, wrap
from salon_pos.ui.widgets.labelled import Labelled

Option = tuple[Any, str]


class Blocks(QWidget):
    """The blocks: one focus stop, left and right move the choice, a tap sets it."""

    picked = Signal(object)

    def __init__(self, options: Sequence[Option], *, strong: bool) -> None:
        super().__init__()
        self.options, self.at, self._strong = list(options), 0, strong
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(theme.tokens().hit)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        t = theme.tokens()
        widest = max(wrap.text_width(label, "body", 500) for _, label in self.options)
        each = max(t.hit, int(widest) + 2 * t.m)
        return QSize(each * len(self.options) + self._gap() * (len(self.options) - 1), t.hit)

    def minimumSizeHint(self) -> QSize:
        t = theme.tokens()
        return QSize((t.hit + self._gap()) * len(self.options), t.hit)

    def box(self, n: int) -> QRectF:
        """Where block `n` lies."""
        widths = self._widths()
        left = sum(widths[:n]) + n * self._gap()
        return QRectF(round(left), 0, round(left + widths[n]) - round(left), self.height())

    def _widths(self) -> list[float]:
        """All of one width, unless that cuts a word: then each as wide as its own word asks for,
        and a share of what is left."""
        t, count = theme.tokens(), len(self.options)
        room = self.width() - self._gap() * (count - 1)
        needs = [wrap.text_width(label, "body", 500) + 2 * t.s for _, label in self.options]
        if max(needs) <= room / count:
            return [room / count] * count
        spare = (room - sum(needs)) / count
        return [max(need + spare, t.hit / 2) for need in needs]

    def choose(self, n: int) -> None:
        """Choose block `n` and tell; nothing where it is chosen already or does not exist."""
        if 0 <= n < len(self.options) and n != self.at:
            self.at = n
            self.setAccessibleDescription(self.options[n][1])
            self.update()
            self._reveal()
            self.picked.emit(self.options[n][0])

    def mousePressEvent(self, event) -> None:
        for n in range(len(self.options)):
            if self.box(n).contains(event.position()):
                self.choose(n)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step:
            self.choose(self.at + step)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event) -> None:
        super().focusInEvent(event)
        self._reveal()

    def focusOutEvent(self, event) -> None:
        super().focusOutEvent(event)
        reveal.hide_whole(self)

    def paintEvent(self, event) -> None:
        t = theme.tokens()
        ground, ink = ("accent", "on_accent") if self._strong else ("accent_soft", "ink")
        rest = "ink" if self.isEnabled() else "muted"
        with QPainter(self) as p:
            for n, (_, label) in enumerate(self.options):
                box, chosen = self.box(n), n == self.at
                paint.fill(p, box, theme.colour(ground if chosen else "sunk"), t.control)
                if chosen and not self._strong:
                    line = theme.colour("accent" if self.isEnabled() else "faint")
                    paint.outline(p, box, line, t.control)
                if chosen and self.hasFocus():
                    self._ring(p, box)
                inner = box.adjusted(t.xs, 0, -t.xs, 0)
                paint.draw_cut(
                    p, inner, label, "body", tone=ink if chosen else rest,
                    weight=500 if chosen else 400, align=Qt.AlignmentFlag.AlignHCenter,
                )  # fmt: skip

    def _ring(self, p: QPainter, box: QRectF) -> None:
        radius = theme.tokens().control
        if self._strong:
            paint.ring(p, box.adjusted(3, 3, -3, -3), radius - 3, tone="on_accent")
        else:
            paint.ring(p, box, radius)

    def _reveal(self) -> None:
        label, box = self.options[self.at][1], self.box(self.at)
        if self.hasFocus() and wrap.text_width(label, "body", 500) > box.width() - theme.tokens().s:
            reveal.show_whole(self, label, box)
        else:
            reveal.hide_whole(self)

    @staticmethod
    def _gap() -> int:
        return theme.tokens().xs + 2


class Choice(Labelled):
    """`options` are (value, words) pairs. `picked(value)` only when the choice really changes.
    `strong` fills the chosen block with the accent, as the staff strip does."""

    picked = Signal(object)

    def __init__(
        self, label: str, options: Sequence[Option], *, value: Any = None, hint: str = "",
        strong: bool = False, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(label, hint=hint, parent=parent)
        self.blocks = Blocks(options, strong=strong)
        self.hold(self.blocks)
        self.set_value(options[0][0] if value is None else value)
        self.blocks.picked.connect(self._tell)

    def value(self) -> Any:
        return self.blocks.options[self.blocks.at][0]

    def set_value(self, value: Any) -> None:
        """Choose without telling; a value that is no option is refused with ValueError."""
        self.blocks.at = [key for key, _ in self.blocks.options].index(value)
        self.blocks.setAccessibleDescription(self.blocks.options[self.blocks.at][1])
        self.blocks.update()

    def lock(self, why: str) -> None:
        """What is chosen stays; `why` is said beneath it."""
        self.blocks.setEnabled(False)
        self.set_hint(why)

    def _tell(self, value: Any) -> None:
        self.tell_changed()
        self.picked.emit(value)
