"""The shipped faces: loaded once, then handed out as cached fonts by pixel size and weight."""

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from salon_pos import assets

LATIN = "Inter"
_FILES = {
    "Inter": ("Inter-Regular", "Inter-Medium", "Inter-Bold"),
    "Noto Sans SC": ("NotoSansSC-Regular", "NotoSansSC-Medium", "NotoSansSC-Bold"),
    "Noto Sans TC": ("NotoSansTC-Regular", "NotoSansTC-Medium", "NotoSansTC-Bold"),
}


class FontMissing(RuntimeError):
    """A shipped font file is absent or unreadable: the installation is incomplete."""


def families(language: str) -> tuple[str, str, str]:
    """Inter first, so that quotes and figures never come from a Chinese face; then the forms the
    language writes; then the other face, for names that the first one lacks."""
    if language == "zh_TW":
        return LATIN, "Noto Sans TC", "Noto Sans SC"
    return LATIN, "Noto Sans SC", "Noto Sans TC"


@lru_cache
def load(family: str) -> None:
    """Make one shipped family known to Qt; a second call costs nothing."""
    for name in _FILES[family]:
        file = assets.path("fonts", f"{name}.ttf")
        if QFontDatabase.addApplicationFont(str(file)) < 0:
            raise FontMissing(f"font file is missing or unreadable: {file}")


@lru_cache(maxsize=256)
def font(px: int, weight: int, language: str) -> QFont:
    """A font with tabular figures. Callers share the object and must not change it."""
    made = QFont()
    made.setFamilies(list(families(language)))
    made.setPixelSize(px)
    made.setWeight(QFont.Weight(weight))
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


@lru_cache(maxsize=256)
def metrics(px: int, weight: int, language: str) -> QFontMetricsF:
    """What that font measures, in logical pixels."""
    return QFontMetricsF(font(px, weight, language))
