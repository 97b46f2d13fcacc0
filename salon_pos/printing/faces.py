"""The shipped faces on paper: which one draws each character, how wide it is, where a text wraps.

Latin and figures are Inter's, Chinese is Noto's in the reader's forms (mainland or traditional).
A character no face has is drawn as the geta mark printers have always used, and reported.
"""

import logging
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from salon_pos import assets
from salon_pos.printing.figures import tabular_figures

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

GETA = "〓"

_CHAINS = {
    "en": ("Inter", "NotoSansSC", "NotoSansTC"),
    "zh_CN": ("Inter", "NotoSansSC", "NotoSansTC"),
    "zh_TW": ("Inter", "NotoSansTC", "NotoSansSC"),
}

# Where a line may end: after a space, and around every Chinese character, but closing marks stay
# with what is before them and opening ones with what is after.
_WIDE = "⺀-鿿豈-﫿\uff00-\uffef\U00020000-\U0003ffff"
_PIECE = re.compile(
    rf"[（《「『“]*(?:[{_WIDE}]|[^\s{_WIDE}（《「『“]+)(?:[，。！？；：、）》」』”…]| %)*\s*|."
)


@lru_cache
def _font(name: str) -> "TTFont":
    """A face by its file's name, loaded when the first character needs it (Noto: 0.2 s)."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    font = TTFont(name, str(assets.path("fonts", f"{name}.ttf")))
    face = font.face
    for code, glyph in tabular_figures(face.get_table("GSUB"), face.charToGlyph).items():
        face.charToGlyph[code] = glyph
        face.charWidths[code] = face.hmetrics[glyph][0] * 1000 / face.unitsPerEm
    pdfmetrics.registerFont(font)
    return font


@dataclass(frozen=True, slots=True)
class Run:
    """Characters next to one another in one face, `width` points wide."""

    text: str
    font: str
    width: float


@dataclass(slots=True)
class Faces:
    """The faces for one document in `language`. `missing` gathers what none of them can draw."""

    language: str
    missing: set[str] = field(default_factory=set)

    def runs(self, text: str, size: float, weight: str) -> Iterator[Run]:
        """`text` cut into runs, at `size` points, `weight` "Regular" or "Bold"."""
        drawn = [self._face(character, weight) for character in clean(text)]
        for font, group in groupby(drawn, key=lambda pair: pair[1]):
            together = "".join(character for character, _ in group)
            yield Run(together, font, _font(font).stringWidth(together, size))

    def width(self, text: str, size: float, weight: str) -> float:
        """How wide `text` is, in points."""
        return sum(run.width for run in self.runs(text, size, weight))

    def wrap(self, text: str, room: float, *, size: float, weight: str) -> list[str]:
        """`text` in lines no wider than `room` points: Latin breaks between words, Chinese
        anywhere but before a closing mark; a word that is too long breaks where it must."""
        lines, line = [], ""
        for piece in _PIECE.findall(clean(text).strip()):
            if self.width((line + piece).rstrip(), size, weight) <= room:
                line += piece
                continue
            if line.strip():
                lines.append(line.rstrip())
            *full, line = self._broken(piece, room, size=size, weight=weight)
            lines += full
        return [*lines, line.rstrip()]

    def _broken(self, piece: str, room: float, *, size: float, weight: str) -> list[str]:
        """One piece in as few parts as fit."""
        parts = [""]
        for character in piece:
            fits = self.width((parts[-1] + character).rstrip(), size, weight) <= room
            if fits or not parts[-1]:
                parts[-1] += character
            else:
                parts.append(character)
        return parts

    def _face(self, character: str, weight: str) -> tuple[str, str]:
        for family in _CHAINS[self.language]:
            name = f"{family}-{weight}"
            if ord(character) in _font(name).face.charToGlyph:
                return character, name
        if character not in self.missing:
            self.missing.add(character)
            logging.getLogger(__name__).warning("no face has U+%04X", ord(character))
        return GETA, f"NotoSansSC-{weight}"


def clean(text: str) -> str:
    """`text` on one line: every white space a plain one, nothing that has no shape of its own."""
    spaced = (" " if character.isspace() else character for character in text)
    return "".join(character for character in spaced if not _is_shapeless(character))


def _is_shapeless(character: str) -> bool:
    selector = "VARIATION SELECTOR" in unicodedata.name(character, "")
    return selector or unicodedata.category(character) in ("Cc", "Cf", "Cs")
