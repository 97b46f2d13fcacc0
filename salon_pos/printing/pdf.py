"""A receipt as a PDF page 80 mm wide and exactly as long as it needs to be."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING

from salon_pos.printing.faces import Faces, Run
from salon_pos.printing.layout import Kind, PaperLine

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
        return self.size * 1.42


STYLES = {
    Kind.HEADING: Style(15, "Bold", centred=True),
    Kind.CENTRE: Style(7.6, above=0.6, centred=True),
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
        modules = _qr_modules(data)
        step = QR_DOTS * DOT
        x = self._snap((WIDTH - len(modules) * step) / 2)
        y = self._snap(self.y + 4 * MM)
        for row, modules_in_row in enumerate(modules):
            for start, length in _dark_runs(modules_in_row):
                self.marks.append(_Box(x + start * step, y + row * step, length * step, step))
        self.y = y + len(modules) * step + 3 * MM

    def _boxed(self, text: str) -> None:
        style = STYLES[Kind.MARK]
        width = self.faces.width(text, style.size, style.weight) + 10 * MM
        top = self._snap(self.y + style.above)
        self.y = top + 1 * MM
        self._centred(text, Style(style.size, style.weight))
        self.y += 1 * MM
        self.marks.append(_Box((WIDTH - width) / 2, top, width, self.y - top, filled=False))
        self.y += 1 * MM

    def _centred(self, text: str, style: Style) -> None:
        self.y += style.above
        for row in self.faces.wrap(text, ROOM, size=style.size, weight=style.weight):
            width = self.faces.width(row, style.size, style.weight)
            self._write(row, (WIDTH - width) / 2, style)
            self.y += style.leading

    def _pair(self, line: PaperLine, style: Style) -> None:
        """Left and right on one row where they fit; a long left wraps beside the right, and a
        right that leaves it no room comes below."""
        self.y += style.above
        x = MARGIN + (INDENT if line.indent else 0)
        right = self.faces.wrap(line.right, ROOM * 0.7, size=style.size, weight=style.weight)
        taken = max(self.faces.width(row, style.size, style.weight) for row in right)
        small = Style(style.size * 0.82)
        struck = self.faces.width(line.struck, small.size, small.weight) if line.struck else 0
        taken += struck + (GAP / 2 if struck else 0)
        room = WIDTH - MARGIN - x - (taken + GAP if taken else 0)
        left = self.faces.wrap(line.left, room, size=style.size, weight=style.weight)
        top = self.y
        for row in left:
            self._write(row, x, style)
            self.y += style.leading
        bottom, self.y = self.y, top
        for row in right:
            width = self.faces.width(row, style.size, style.weight)
            self._write(row, WIDTH - MARGIN - width, style)
            self.y += style.leading
        self.y = max(bottom, self.y)
        if line.struck:
            self._strike(line.struck, WIDTH - MARGIN - taken, top + style.size, small)

    def _strike(self, text: str, x: float, baseline: float, style: Style) -> None:
        runs = tuple(self.faces.runs(text, style.size, style.weight))
        self.marks.append(_Text(x, baseline, style.size, runs))
        width = sum(run.width for run in runs)
        self.marks.append(_Box(x - 1, baseline - style.size * 0.38, width + 2, 0.6))

    def _write(self, text: str, x: float, style: Style) -> None:
        runs = tuple(self.faces.runs(text, style.size, style.weight))
        self.marks.append(_Text(x, self.y + style.size, style.size, runs))

    @staticmethod
    def _snap(points: float) -> float:
        return ceil(points / DOT) * DOT


def receipt_pdf(lines: Sequence[PaperLine], language: str) -> Paper:
    """Draw the lines of `layout`; Chinese in the forms of `language`."""
    sheet = _Sheet(Faces(language))
    for line in lines:
        sheet.add(line)
    height = ceil((sheet.y + 6 * MM) / MM) * MM
    return Paper(_drawn(sheet.marks, height), frozenset(sheet.faces.missing))


def _drawn(marks: Sequence[_Text | _Box], height: float) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    file = BytesIO()
    # invariant: the same receipt is the same file, without a date of its making.
    canvas = Canvas(file, pagesize=(WIDTH, height), invariant=True)
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


def _qr_modules(data: str) -> list[list[bool]]:
    """The dark modules of a QR code, row by row. M corrects 15 %: paper gets creased."""
    import qrcode
    from qrcode.constants import ERROR_CORRECT_M

    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(data)
    return [[bool(module) for module in row] for row in code.get_matrix()]


def _dark_runs(row: Sequence[bool]) -> list[tuple[int, int]]:
    """Where dark stretches start in a row, and how long they are."""
    starts = [i for i, dark in enumerate(row) if dark and (i == 0 or not row[i - 1])]
    ends = [i + 1 for i, dark in enumerate(row) if dark and (i + 1 == len(row) or not row[i + 1])]
    return [(start, end - start) for start, end in zip(starts, ends, strict=True)]
