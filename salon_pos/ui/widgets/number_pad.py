"""NumberPad: big keys for amounts (7-8-9 on top) or a PIN (1-2-3 on top); and the PIN's dots."""

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from salon_pos.ui import theme
from salon_pos.ui.widgets import paint
from salon_pos.ui.widgets.pressable import Pressable

_ERASE = "⌫"
_MONEY = ("7", "8", "9", "4", "5", "6", "1", "2", "3", "00", "0", _ERASE)
_DECIMAL = (*_MONEY[:9], ".", "0", _ERASE)
_PIN = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", _ERASE)
_ORDERS = {"money": _MONEY, "decimal": _DECIMAL, "pin": _PIN}


class PadKey(Pressable):
    """One key. The pad holds the focus for all of them."""

    def __init__(self, pad: "NumberPad", sign: str, word: str, *, rounded: bool) -> None:
        super().__init__(word, parent=pad)
        self._pad = pad
        self._sign, self._rounded = sign, rounded
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        scale = theme.current().scale
        self.setMinimumSize(round(64 * scale), round(52 * scale))

    def sizeHint(self) -> QSize:
        scale = theme.current().scale
        return QSize(
            round((116 if self._rounded else 107) * scale),
            round((76 if self._rounded else 68) * scale),
        )

    def paintEvent(self, event) -> None:
        box = self.box()
        base = "surface" if self._rounded else "sunk"
        radius = box.height() / 2 if self._rounded else theme.tokens().control
        share = 0.14 if self.isDown() else 0.05 if self.underMouse() else 0
        with QPainter(self) as p:
            paint.fill(p, box, paint.blend(base, "ink", share), radius)
            if self._pad.hasFocus():
                paint.outline(p, box, theme.colour("accent"), radius)
            elif self._rounded:
                paint.outline(p, box, theme.colour("line"), radius)
            if self._sign == _ERASE:
                side = theme.tokens().xl
                at = QPointF((self.width() - side) / 2, (self.height() - side) / 2)
                paint.draw_icon(p, "delete", "ink", at, size=side)
            else:
                middle = Qt.AlignmentFlag.AlignHCenter
                paint.draw_cut(p, box, self._sign, "title", align=middle)


class NumberPad(QWidget):
    """`typed(str)` is "0"–"9" or "00" (in the decimal order "."); `erased` the last key. With the
    focus on the pad the keyboard's digits and Backspace do the same and Enter says `entered`."""

    typed = Signal(str)
    erased = Signal()
    entered = Signal()

    def __init__(
        self, name: str, erase_word: str, order: Literal["money", "decimal", "pin"] = "money",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        rounded = order == "pin"
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.tokens().l if rounded else round(10 * theme.current().scale))
        self.keys: dict[str, PadKey] = {}
        for n, sign in enumerate(_ORDERS[order]):
            if sign:
                key = PadKey(self, sign, erase_word if sign == _ERASE else sign, rounded=rounded)
                key.clicked.connect(lambda _=False, sign=sign: self._press(sign))
                self.keys[sign] = key
                grid.addWidget(key, n // 3, n % 3)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() in self.keys and event.text() != _ERASE:
            self._press(event.text())
        elif event.key() == Qt.Key.Key_Backspace:
            self._press(_ERASE)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event) -> None:
        super().focusInEvent(event)
        self._show_focus()

    def focusOutEvent(self, event) -> None:
        super().focusOutEvent(event)
        self._show_focus()

    def _show_focus(self) -> None:
        for key in self.keys.values():
            key.update()

    def _press(self, sign: str) -> None:
        if sign == _ERASE:
            self.erased.emit()
        else:
            self.typed.emit(sign)


class PinDots(QWidget):
    """How many digits of the PIN are in; never which. `wrong` colours them until the next digit."""

    def __init__(self, name: str, count: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._count, self._filled, self._wrong = name, count, 0, False
        side, gap = self._sizes()
        self.setFixedSize(count * side + (count - 1) * gap + 2, side + 2)
        self.set_filled(0)

    def set_filled(self, filled: int, *, wrong: bool = False) -> None:
        """So many digits are in; `wrong` where they were no PIN."""
        self._filled, self._wrong = filled, wrong
        self.setAccessibleName(f"{self._name}: {filled}/{self._count}")
        self.update()

    def paintEvent(self, event) -> None:
        side, gap = self._sizes()
        with QPainter(self) as p:
            for n in range(self._count):
                box = QRectF(1 + n * (side + gap), 1, side, side)
                if n < self._filled:
                    paint.fill(p, box, theme.colour("bad" if self._wrong else "accent"), side / 2)
                else:
                    tone = "bad" if self._wrong else "faint"
                    paint.outline(p, box, theme.colour(tone), side / 2, width=2)

    @staticmethod
    def _sizes() -> tuple[int, int]:
        return theme.tokens().l, round(18 * theme.current().scale)
