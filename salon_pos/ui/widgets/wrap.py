"""Measuring and breaking text, cached: how wide, how high, and where a paragraph's lines end."""

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextLayout, QTextOption

from salon_pos.ui import theme
from salon_pos.ui.theme import Size, Weight, fonts

LINE = 1.45


def line_height(size: Size) -> int:
    return round(theme.px(size) * LINE)


def top_to_baseline(size: Size) -> int:
    """From Inter's metrics alone, so that lines with and without Chinese sit equally high."""
    m = theme.metrics(size)
    return round((line_height(size) - m.ascent() - m.descent()) / 2 + m.ascent())


def text_width(text: str, size: Size, weight: Weight = 400) -> float:
    return _width(text, theme.px(size), weight, theme.current().language)


@lru_cache(maxsize=4096)
def _width(text: str, px: int, weight: int, language: str) -> float:
    return fonts.metrics(px, weight, language).horizontalAdvance(text)


def broken(
    text: str, size: Size, width: float, *, weight: Weight = 400, most: int = 0
) -> list[str]:
    """`text` as the lines that fit `width`; with `most` lines given, the last one is elided."""
    return list(_broken(text, theme.px(size), weight, theme.current().language, int(width), most))


@lru_cache(maxsize=4096)
def _broken(
    text: str, px: int, weight: int, language: str, width: int, most: int
) -> tuple[str, ...]:
    lines: list[str] = []
    for part in text.split("\n"):
        lines += _part(part, px, weight, language, max(width, 1))
    if most and len(lines) > most:
        rest = "".join(lines[most - 1 :])
        cut = fonts.metrics(px, weight, language).elidedText(
            rest + "…", Qt.TextElideMode.ElideRight, width
        )
        lines[most - 1 :] = [cut]
    return tuple(lines)


def _part(text: str, px: int, weight: int, language: str, width: int) -> list[str]:
    layout = QTextLayout(text, fonts.font(px, weight, language))
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
