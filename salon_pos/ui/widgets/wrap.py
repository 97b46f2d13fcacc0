"""Measuring and breaking text, cached: how wide, how high, and where a paragraph's lines end."""

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QTextLayout, QTextOption

from salon_pos.ui import theme
from salon_pos.ui.theme import Size, Weight, fonts

LINE = 1.45


def line_height(size: Size) -> int:
    """How high a line of this size is, in pixels."""
    return round(theme.px(size) * LINE)


def top_to_baseline(size: Size) -> int:
    """From Inter's metrics alone, so that lines with and without Chinese sit equally high."""
    return _baseline(face(size, 400))


@lru_cache
def _baseline(drawn: "Face") -> int:
    m = drawn.metrics()
    return round((round(drawn.px * LINE) - m.ascent() - m.descent()) / 2 + m.ascent())


class Face(NamedTuple):
    """What a width depends on besides the words, as a key of the caches."""

    px: int
    weight: int
    language: str

    def metrics(self) -> QFontMetricsF:
        """What its font measures."""
        return fonts.metrics(self.px, self.weight, self.language)


def face(size: Size, weight: Weight) -> Face:
    """The face that words of this size and weight are drawn in now."""
    return Face(theme.px(size), weight, theme.current().language)


def text_width(text: str, size: Size, weight: Weight = 400) -> float:
    """How wide a line of `text` is, in pixels."""
    return _width(text, face(size, weight))


@lru_cache(maxsize=4096)
def _width(text: str, drawn: Face) -> float:
    return drawn.metrics().horizontalAdvance(text)


def broken(
    text: str, size: Size, width: float, *, weight: Weight = 400, most: int = 0
) -> list[str]:
    """`text` as the lines that fit `width`, none with a space at its end; with `most` lines given,
    the last one is elided."""
    return list(_broken(text, face(size, weight), max(int(width), 1), most))


@lru_cache(maxsize=4096)
def _broken(text: str, drawn: Face, width: int, most: int) -> tuple[str, ...]:
    lines: list[str] = []
    for part in text.split("\n"):
        lines += _part(part, drawn, width)
    if most and len(lines) > most:
        rest = "".join(lines[most - 1 :]) + "…"
        end = Qt.TextElideMode.ElideRight
        lines[most - 1 :] = [drawn.metrics().elidedText(rest, end, width)]
    return tuple(line.rstrip() for line in lines)


def _part(text: str, drawn: Face, width: int) -> list[str]:
    layout = QTextLayout(text, fonts.font(*drawn))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        lines.append(_piece(text, line.textStart(), line.textLength()))
    layout.endLayout()
    return lines or [""]


def _piece(text: str, start: int, length: int) -> str:
    """Qt counts UTF-16 units; rare name characters take two."""
    units = text.encode("utf-16-le")
    return units[start * 2 : (start + length) * 2].decode("utf-16-le")
