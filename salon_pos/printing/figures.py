"""Tabular figures for paper: a PDF has no font features, so the face's own wide figures take the
places of the proportional ones. Reads the OpenType tables `GSUB` (feature `tnum`) and `hmtx`."""

from collections.abc import Iterator
from struct import unpack_from

FIGURES = "0123456789"


def tabular_figures(gsub: bytes, glyphs: dict[int, int]) -> dict[int, int]:
    """Each figure's code point with the glyph that is as wide as all the others; `glyphs` maps
    code points to the face's default glyphs. A face without the feature gives nothing."""
    wide = dict(_substitutes(gsub, "tnum"))
    plain = {code: glyphs[code] for code in map(ord, FIGURES)}
    return {code: wide[glyph] for code, glyph in plain.items() if glyph in wide}


def _substitutes(gsub: bytes, feature: str) -> Iterator[tuple[int, int]]:
    """Glyph and substitute of every one-to-one replacement that `feature` makes."""
    features, lookups = unpack_from(">HH", gsub, 6)
    (count,) = unpack_from(">H", gsub, features)
    for i in range(count):
        tag, offset = unpack_from(">4sH", gsub, features + 2 + 6 * i)
        if tag == feature.encode():
            for index in _numbers(gsub, features + offset + 2):
                (lookup,) = unpack_from(">H", gsub, lookups + 2 + 2 * index)
                yield from _lookup(gsub, lookups + lookup)


def _lookup(gsub: bytes, start: int) -> Iterator[tuple[int, int]]:
    (kind,) = unpack_from(">H", gsub, start)
    for offset in _numbers(gsub, start + 4):
        subtable = start + offset
        if kind == 7:  # an extension only points further
            real_kind, far = unpack_from(">HI", gsub, subtable + 2)
            if real_kind == 1:
                yield from _single(gsub, subtable + far)
        elif kind == 1:
            yield from _single(gsub, subtable)


def _single(gsub: bytes, start: int) -> Iterator[tuple[int, int]]:
    form, offset, delta = unpack_from(">HHh", gsub, start)
    covered = _covered(gsub, start + offset)
    if form == 1:
        return ((glyph, (glyph + delta) % 65536) for glyph in covered)
    return zip(covered, _numbers(gsub, start + 4), strict=True)


def _covered(gsub: bytes, start: int) -> list[int]:
    """The glyphs of a coverage table: a list, or ranges."""
    form, count = unpack_from(">HH", gsub, start)
    if form == 1:
        return list(_numbers(gsub, start + 2))
    ranges = (unpack_from(">HH", gsub, start + 4 + 6 * i) for i in range(count))
    return [glyph for first, last in ranges for glyph in range(first, last + 1)]


def _numbers(gsub: bytes, start: int) -> tuple[int, ...]:
    """A counted list of 16-bit numbers."""
    (count,) = unpack_from(">H", gsub, start)
    return unpack_from(f">{count}H", gsub, start + 2)
