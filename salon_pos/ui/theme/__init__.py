"""How the program looks now: colours, sizes, faces, icons, all named by token.

`apply` puts a theme on the whole program. Colours change at once, because Qt tells every widget
that the style changed and each one repaints. Sizes and words are read when a widget is made, so the
shell rebuilds its window after changing `scale` or `language`.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from salon_pos.ui.theme import fonts, icons
from salon_pos.ui.theme.sheet import sheet
from salon_pos.ui.theme.tokens import DARK, LIGHT, ChipTone, Size, Tokens, Tone, Weight

SMALLEST, LARGEST = 1.0, 1.5


@dataclass(frozen=True)
class Theme:
    """What a person chooses about the look: `scale` 1.0–1.5, `motion_ms` 0 for no animation."""

    dark: bool = False
    scale: float = 1.0
    language: str = "en"
    motion_ms: int = 160

    def __post_init__(self) -> None:
        if not SMALLEST <= self.scale <= LARGEST:
            raise ValueError(f"text scale {self.scale} is not between {SMALLEST} and {LARGEST}")

    @cached_property
    def tokens(self) -> Tokens:
        """Its numbers and colours at its text scale."""
        return (DARK if self.dark else LIGHT).scaled(self.scale)


class _Worn:
    """The theme the program wears now: one program, one look."""

    theme = Theme()


def current() -> Theme:
    """The theme that is worn now."""
    return _Worn.theme


def tokens() -> Tokens:
    """The numbers and colours that are worn now."""
    return _Worn.theme.tokens


def apply(app: QApplication, theme: Theme) -> None:
    """Load the faces the language needs, then dress the whole program, unless it wears that theme
    already: Qt dresses every widget anew, which takes long in a full window."""
    if app.property("dressed") and theme == _Worn.theme:
        return
    for family in fonts.families(theme.language):
        fonts.load(family)
    _Worn.theme = theme
    if not app.property("dressed"):
        app.setStyle("Fusion")
        app.setProperty("dressed", True)
    app.setPalette(_palette(theme.tokens))
    app.setFont(fonts.font(theme.tokens.body, 400, theme.language))
    app.setStyleSheet(sheet(theme.tokens))


def px(size: Size) -> int:
    """The pixel size a type token has at the present text scale."""
    return getattr(_Worn.theme.tokens, size)


def font(size: Size, weight: Weight = 400) -> QFont:
    """A shared font: never change it."""
    return fonts.font(px(size), weight, _Worn.theme.language)


def metrics(size: Size, weight: Weight = 400) -> QFontMetricsF:
    """What a font of this size and weight measures, in logical pixels."""
    return fonts.metrics(px(size), weight, _Worn.theme.language)


def colour(name: str) -> QColor:
    """A token's colour by its name; `neutral` and `neutral_soft` are the quiet chip's pair."""
    return _qcolor(hex_of(name))


def hex_of(name: str) -> str:
    """A token's colour as `#RRGGBB`; the names are those of `colour`."""
    return getattr(_Worn.theme.tokens, {"neutral": "muted", "neutral_soft": "sunk"}.get(name, name))


def icon_pixmap(name: str, tone: str, size: int, dpr: float) -> QPixmap:
    """Icon `name` tinted by a colour token, `size` logical pixels square."""
    return icons.pixmap(name, hex_of(tone), size, dpr)


@lru_cache(maxsize=256)
def _qcolor(code: str) -> QColor:
    return QColor(code)


def _palette(t: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    named = {
        role.Window: t.bg,
        role.Base: t.surface,
        role.Text: t.ink,
        role.WindowText: t.ink,
        role.ButtonText: t.ink,
        role.Button: t.surface,
        role.PlaceholderText: t.muted,
        role.Highlight: t.accent,
        role.HighlightedText: t.on_accent,
    }
    for key, code in named.items():
        palette.setColor(key, QColor(code))
    return palette


__all__ = [
    "ChipTone", "Size", "Theme", "Tokens", "Tone", "Weight",
    "apply", "colour", "current", "font", "hex_of", "icon_pixmap", "metrics", "px", "tokens",
]  # fmt: skip
