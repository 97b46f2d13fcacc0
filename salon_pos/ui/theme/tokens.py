"""The design's numbers and colours, light and dark; nothing else names a colour or a size."""

from dataclasses import dataclass, fields, replace
from typing import Literal

Size = Literal["caption", "small", "body", "item", "lead", "title", "figure", "hero", "giant"]
Weight = Literal[400, 500, 700]
Tone = Literal[
    "ink", "muted", "faint", "accent", "on_accent", "ok", "warn", "bad", "info", "surface"
]
ChipTone = Literal["accent", "ok", "warn", "bad", "info", "neutral"]
CHIP_TONES: tuple[ChipTone, ...] = ("accent", "info", "ok", "warn", "neutral", "bad")


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """One theme: colours as `#RRGGBB`, sizes in logical pixels."""

    bg: str
    surface: str
    sunk: str
    line: str
    ink: str
    muted: str
    faint: str
    accent: str
    on_accent: str
    accent_soft: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    info: str
    info_soft: str

    # space
    xs: int = 4
    s: int = 8
    m: int = 12
    l: int = 16  # noqa: E741 — the size's common name
    xl: int = 24
    xxl: int = 32

    # radius; chips and pad keys are round to the full height
    control: int = 12
    card: int = 14

    # type; `item` is what tiles and tender buttons are read by at arm's length
    caption: int = 12
    small: int = 13
    body: int = 15
    item: int = 16
    lead: int = 17
    title: int = 24
    figure: int = 30
    hero: int = 40
    giant: int = 52

    # parts that are hit or looked at
    hit: int = 44
    field: int = 48
    icon: int = 22
    chip: int = 22

    def scaled(self, factor: float) -> "Tokens":
        """The same theme with every size multiplied by `factor` and rounded to whole pixels."""
        sizes = {
            f.name: round(getattr(self, f.name) * factor) for f in fields(self) if f.type is int
        }
        return replace(self, **sizes)


LIGHT = Tokens(
    bg="#F6F4F1",
    surface="#FFFFFF",
    sunk="#EFECE7",
    line="#E4DFD8",
    ink="#211D1A",
    muted="#6F675F",
    faint="#A39A90",
    accent="#8A2F55",
    on_accent="#FFFFFF",
    accent_soft="#F7E8EE",
    ok="#23704F",
    ok_soft="#E3F1EA",
    warn="#9A5B00",
    warn_soft="#FBEFD9",
    bad="#B3261E",
    bad_soft="#FCE8E6",
    info="#2F5D8A",
    info_soft="#E6EEF6",
)

DARK = Tokens(
    bg="#161412",
    surface="#211E1B",
    sunk="#2A2622",
    line="#3A352F",
    ink="#F3EFEA",
    muted="#ADA49A",
    faint="#7C746B",
    accent="#E58FB0",
    on_accent="#2A0E1A",
    accent_soft="#3A2029",
    ok="#7BCBA4",
    ok_soft="#1E3429",
    warn="#E9B765",
    warn_soft="#3A2C14",
    bad="#F2928B",
    bad_soft="#431F1C",
    info="#93BCE4",
    info_soft="#1F2E3D",
)
