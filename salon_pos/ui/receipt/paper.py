"""Paper: a receipt's lines painted as a strip of paper, the same lines that the printer gets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from salon_pos.printing.layout import Kind, PaperLine
from salon_pos.printing.qr import dark_runs, qr_modules
from salon_pos.ui import theme
from salon_pos.ui.theme import Size, Weight
from salon_pos.ui.widgets import paint, wrap

WIDE = 380  # pixels at 100 % text scale: the 80 mm of the printed one
_QR = 132
_QUIET = 12  # the white that a QR code needs around it
_RIGHT_SHARE = 0.7


@dataclass(frozen=True)
class _Face:
    """How a kind of line looks: its size, tone, weight, and the space above it."""

    size: Size
    tone: str = "ink"
    weight: Weight = 400
    above: int = 0
    centred: bool = False


_FACES = {
    Kind.HEADING: _Face("lead", weight=700, centred=True),
    Kind.CENTRE: _Face("caption", "muted", above=2, centred=True),
    Kind.CODE: _Face("lead", weight=700, above=2, centred=True),
    Kind.MARK: _Face("body", weight=700, above=12, centred=True),
    Kind.FACT: _Face("small", "muted", above=2),
    Kind.ITEM: _Face("body", weight=500, above=8),
    Kind.NOTE: _Face("caption", "muted"),
    Kind.AMOUNT: _Face("small", above=2),
    Kind.STRONG: _Face("body", weight=700, above=6),
    Kind.TOTAL: _Face("title", weight=700, above=8),
    Kind.THANKS: _Face("small", above=12, centred=True),
}

_Draw = Callable[[QPainter], object]


class _Strip:
    """What is drawn, and how far down the paper is used."""

    def __init__(self, left: float, right: float) -> None:
        self.left, self.right = left, right
        self.y = float(theme.tokens().xl)
        self.marks: list[_Draw] = []

    def add(self, line: PaperLine) -> None:
        match line.kind:
            case Kind.RULE:
                self._rule()
            case Kind.QR:
                self._qr(line.left)
            case Kind.MARK:
                self._boxed(line.left)
            case _ if _FACES[line.kind].centred:
                self._centred(line.left, _FACES[line.kind])
            case _:
                self._pair(line, _FACES[line.kind])

    def _rule(self) -> None:
        t = theme.tokens()
        box = QRectF(self.left, self.y + t.m, self.right - self.left, 1)
        self.marks.append(lambda p: p.fillRect(box, theme.colour("line")))
        self.y += 2 * t.m - t.xs

    def _qr(self, data: str) -> None:
        modules, quiet = qr_modules(data), round(_QUIET * theme.current().scale)
        step = round(_QR * theme.current().scale / len(modules))  # whole pixels: sharp squares
        side = step * len(modules)
        x = round((self.left + self.right - side) / 2)
        box = QRectF(x, self.y + theme.tokens().m + quiet, side, side)
        self.marks.append(partial(_draw_qr, box=box, quiet=quiet, modules=modules))
        self.y = box.bottom() + quiet + theme.tokens().xs

    def _boxed(self, text: str) -> None:
        face, t = _FACES[Kind.MARK], theme.tokens()
        width = wrap.text_width(text, face.size, face.weight) + 2 * t.xl
        top = self.y + face.above
        box = QRectF((self.left + self.right - width) / 2, top, width, t.xxl)
        self.y = top + (t.xxl - wrap.line_height(face.size)) / 2 - face.above
        self._centred(text, face)
        self.marks.append(lambda p: paint.outline(p, box, theme.colour("ink"), t.xs))
        self.y = box.bottom() + t.xs

    def _centred(self, text: str, face: _Face) -> None:
        self.y += face.above
        for row in wrap.broken(text, face.size, self.right - self.left, weight=face.weight):
            width = wrap.text_width(row, face.size, face.weight)
            self._write(row, (self.left + self.right - width) / 2, face)

    def _pair(self, line: PaperLine, face: _Face) -> None:
        """Left and right on one row; a long left wraps beside the right. Of what stands right
        only words wrap, never an amount."""
        t = theme.tokens()
        self.y += face.above
        x = self.left + (t.l if line.indent else 0)
        room = (self.right - self.left) * _RIGHT_SHARE
        is_words = line.kind is Kind.FACT
        right = wrap.broken(line.right, face.size, room) if is_words else [line.right]
        taken = max(wrap.text_width(row, face.size, face.weight) for row in right)
        top = self.y
        for row in right:
            width = wrap.text_width(row, face.size, face.weight)
            self._write(row, self.right - width, face if not is_words else _Face(face.size))
        bottom, self.y = self.y, top
        if line.struck:
            taken = self._old_price(line.struck, self.right - taken - t.s, face) + t.s + taken
        room = self.right - x - (taken + t.m if taken else 0)
        for row in wrap.broken(line.left, face.size, room, weight=face.weight):
            self._write(row, x, face)
        self.y = max(self.y, bottom)

    def _old_price(self, text: str, right: float, beside: _Face) -> float:
        """Crossed out before the price, on its baseline; returns the width it took."""
        width = wrap.text_width(text, "caption")
        lower = wrap.top_to_baseline(beside.size) - wrap.top_to_baseline("caption")
        at = QPointF(right - width, self.y + lower)
        box = QRectF(at.x(), at.y() + round(wrap.line_height("caption") / 2) + 1, width, 1)
        self.marks.append(lambda p: paint.draw_line(p, at, text, "caption", tone="muted"))
        self.marks.append(lambda p: p.fillRect(box, theme.colour("muted")))
        return width

    def _write(self, text: str, x: float, face: _Face) -> None:
        at = QPointF(x, self.y)
        draw = partial(paint.draw_line, tone=face.tone, weight=face.weight)
        self.marks.append(lambda p: draw(p, at, text, face.size))
        self.y += wrap.line_height(face.size)


class Paper(QWidget):
    """`show_lines(lines)`; as wide as the printed strip and as high as it needs to be. Its
    accessible text is everything it says. `bare` on a card, which is its ground."""

    def __init__(
        self,
        lines: Sequence[PaperLine] = (),
        *,
        bare: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bare = bare
        self.lines: tuple[PaperLine, ...] = ()
        self._strip = _Strip(0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(round(WIDE * theme.current().scale))
        self.show_lines(lines)

    def show_lines(self, lines: Sequence[PaperLine]) -> None:
        """Say something else."""
        self.lines = tuple(lines)
        self.setAccessibleName(" ".join(line.left for line in lines if line.kind is Kind.HEADING))
        said = (f"{line.left} {line.struck} {line.right}".split() for line in lines)
        self.setAccessibleDescription("\n".join(" ".join(words) for words in said if words))
        self._set()

    def sizeHint(self) -> QSize:
        return QSize(self.maximumWidth(), self.height())

    def resizeEvent(self, event) -> None:
        if event.size().width() != event.oldSize().width():
            self._set()

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self._set()  # it may have got its width while it was not in sight

    def paintEvent(self, event) -> None:
        t = theme.tokens()
        with QPainter(self) as p:
            if not self._bare:
                paint.fill(p, self.rect().toRectF(), theme.colour("surface"), t.card)
                paint.outline(p, self.rect().toRectF(), theme.colour("line"), t.card)
            for draw in self._strip.marks:
                draw(p)

    def _set(self) -> None:
        edge = theme.tokens().xl
        width = self.width() if self.isVisible() else self.maximumWidth()
        self._strip = _Strip(edge, max(width - edge, 2 * edge))
        for line in self.lines:
            self._strip.add(line)
        self.setFixedHeight(round(self._strip.y) + edge)
        self.update()


def _draw_qr(p: QPainter, *, box: QRectF, quiet: int, modules: list[list[bool]]) -> None:
    """Black on white in either theme, or no scanner reads it from the screen."""
    ground = box.adjusted(-quiet, -quiet, quiet, quiet)
    paint.fill(p, ground, QColor(Qt.GlobalColor.white), theme.tokens().s)
    p.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    step = round(box.width()) // len(modules)
    left, top = round(box.left()), round(box.top())
    for n, row in enumerate(modules):
        for start, length in dark_runs(row):
            module = QRect(left + start * step, top + n * step, length * step, step)
            p.fillRect(module, QColor(Qt.GlobalColor.black))
