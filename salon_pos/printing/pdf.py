"""A receipt as a PDF page 80 mm wide and exactly as long as it needs to be."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING

from salon_pos.printing.faces import Faces, Run
from salon_pos.printing.layout import Kind, PaperLine
from salon_pos.printing.qr import dark_runs, qr_modules

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

MM = 72 / 25.4
# Thermal printers have eight dots to the millimetre; what is drawn in dots stays sharp on them.
DOT = MM / 8

WIDTH = 80 * MM
MARGIN = 5 * MM
ROOM = WIDTH - 2 * MARGIN
INDENT = 4 * MM
GAP = 3 * MM
QR_DOTS = 7  # a module: a sale's uid then takes 29 × 7 dots, 25 mm


@dataclass(frozen=True, slots=True)
class Style:
    """How a kind of line is set: points, weight, space above, and whether in the middle."""

    size: float
    weight: str = "Regular"
    above: float = 0
    centred: bool = False

    @property
    def leading(self) -> float:
        """From one baseline to the next, in points."""
        return self.size * 1.42


STYLES = {
    Kind.HEADING: Style(15, "Bold", centred=True),
    Kind.CENTRE: Style(7.6, above=0.6, centred=True),
    Kind.CODE: Style(13, "Bold", above=1, centred=True),
    Kind.MARK: Style(11, "Bold", above=9, centred=True),
    Kind.FACT: Style(8.2, above=0.4),
    Kind.ITEM: Style(9.6, "Regular", above=3.2),
    Kind.NOTE: Style(7.8),
    Kind.AMOUNT: Style(9, above=0.6),
    Kind.STRONG: Style(10.5, "Bold", above=2),
    Kind.TOTAL: Style(17, "Bold", above=3),
    Kind.THANKS: Style(9.6, above=5, centred=True),
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A drawn page. `missing` holds the characters no shipped face has."""

    pdf: bytes
    missing: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Text:
    """Runs from `x` on, their baseline `y` points below the top."""

    x: float
    y: float
    size: float
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class _Box:
    """A filled box, or its outline; `y` is its upper edge below the top of the page."""

    x: float
    y: float
    width: float
    height: float
    filled: bool = True


@dataclass(slots=True)
class _Sheet:
    """Marks from the top down; `y` is how far the page is used."""

    faces: Faces
    y: float = 6 * MM
    marks: list[_Text | _Box] = field(default_factory=list)

    def add(self, line: PaperLine) -> None:
        match line.kind:
            case Kind.RULE:
                self._rule()
            case Kind.QR:
                self._qr(line.left)
            case Kind.MARK:
                self._boxed(line.left)
            case _ if STYLES[line.kind].centred:
                self._centred(line.left, STYLES[line.kind])
            case _:
                self._pair(line, STYLES[line.kind])

    def _rule(self) -> None:
        self.marks.append(_Box(MARGIN, self._snap(self.y + 2.2 * MM), ROOM, DOT))
        self.y += 3.6 * MM

    def _qr(self, data: str) -> None:
        modules = qr_modules(data)
        step = QR_DOTS * DOT
        x = self._snap((WIDTH - len(modules) * step) / 2)
        y = self._snap(self.y + 4 * MM)
        for row, modules_in_row in enumerate(modules):
            for start, length in dark_runs(modules_in_row):
                self.marks.append(_Box(x + start * step, y + row * step, length * step, step))
        self.y = y + len(modules) * step + 3 * MM

    def _boxed(self, text: str) -> None:
        style = STYLES[Kind.MARK]
        width = self._width(text, style) + 10 * MM
        top = self._snap(self.y + style.above)
        self.y = top + 1 * MM
        self._centred(text, replace(style, above=0))
        self.y += 1 * MM
        self.marks.append(_Box((WIDTH - width) / 2, top, width, self.y - top, filled=False))
        self.y += 1 * MM

    def _centred(self, text: str, style: Style) -> None:
        self.y += style.above
        for row in self._rows(text, ROOM, style):
            self._write(row, (WIDTH - self._width(row, style)) / 2, style)

    def _pair(self, line: PaperLine, style: Style) -> None:
        """Left and right on one row. A long left wraps beside the right; of what stands right
        only words wrap, never an amount."""
        self.y += style.above
        x = MARGIN + (INDENT if line.indent else 0)
        style = self._fitted(line, style)
        is_words = line.kind is Kind.FACT
        right = self._rows(line.right, ROOM * 0.7, style) if is_words else [line.right]
        taken = max(self._width(row, style) for row in right)
        room = WIDTH - MARGIN - x - (taken + GAP if taken else 0)
        top = self.y
        for row in right:
            self._write(row, WIDTH - MARGIN - self._width(row, style), style)
        if line.struck:
            self._old_price(line, style, baseline=top + style.size, room=room, taken=taken)
        bottom, self.y = self.y, top
        for row in self._rows(line.left, room, style):
            self._write(row, x, style)
        self.y = max(self.y, bottom)

    def _fitted(self, line: PaperLine, style: Style) -> Style:
        """The total in a smaller size where the large one would not fit on its row."""
        both = self._width(line.left, style) + self._width(line.right, style)
        if line.kind is not Kind.TOTAL or both <= ROOM - GAP:
            return style
        # A hair less than exact, so that rounding does not wrap it after all.
        return replace(style, size=style.size * (ROOM - GAP) / both * 0.999)

    def _old_price(
        self, line: PaperLine, style: Style, *, baseline: float, room: float, taken: float
    ) -> None:
        """Crossed out before the price, or below it where the left needs the room."""
        old = Style(style.size * 0.82)
        width = self._width(line.struck, old)
        x = WIDTH - MARGIN - width
        if self._width(line.left, style) + width + GAP / 2 <= room:
            x -= taken + GAP / 2
        else:
            baseline = self.y + style.size
            self.y += style.leading
        self.marks.append(_Text(x, baseline, old.size, self._runs(line.struck, old)))
        self.marks.append(_Box(x, baseline - old.size * 0.38, width, 0.6))

    def _write(self, text: str, x: float, style: Style) -> None:
        """One row at `x`; the next one comes below."""
        self.marks.append(_Text(x, self.y + style.size, style.size, self._runs(text, style)))
        self.y += style.leading

    def _runs(self, text: str, style: Style) -> tuple[Run, ...]:
        return tuple(self.faces.runs(text, style.size, style.weight))

    def _rows(self, text: str, room: float, style: Style) -> list[str]:
        return self.faces.wrap(text, room, size=style.size, weight=style.weight)

    def _width(self, text: str, style: Style) -> float:
        return self.faces.width(text, style.size, style.weight)

    @staticmethod
    def _snap(points: float) -> float:
        return ceil(points / DOT) * DOT


def receipt_pdf(lines: Sequence[PaperLine], language: str) -> Paper:
    """Draw the lines of `layout`; Chinese in the forms of `language`."""
    sheet = _Sheet(Faces(language))
    for line in lines:
        sheet.add(line)
    height = ceil((sheet.y + 6 * MM) / MM) * MM
    title = " ".join(line.left for line in lines if line.kind is Kind.HEADING)
    return Paper(_drawn(sheet.marks, height, title), frozenset(sheet.faces.missing))


def _drawn(marks: Sequence[_Text | _Box], height: float, title: str) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    file = BytesIO()
    # invariant: the same receipt is the same file, without a date of its making.
    canvas = Canvas(file, pagesize=(WIDTH, height), invariant=True)
    canvas.setTitle(title)
    canvas.setAuthor(title)
    canvas.setLineWidth(2 * DOT)
    for mark in marks:
        _draw(canvas, mark, height)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _draw(canvas: "Canvas", mark: _Text | _Box, height: float) -> None:
    if isinstance(mark, _Box):
        y = height - mark.y - mark.height
        canvas.rect(mark.x, y, mark.width, mark.height, stroke=not mark.filled, fill=mark.filled)
        return
    x = mark.x
    for run in mark.runs:
        canvas.setFont(run.font, mark.size)
        canvas.drawString(x, height - mark.y, run.text)
        x += run.width
