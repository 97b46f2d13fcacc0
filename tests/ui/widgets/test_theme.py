"""Tokens, faces, icons: what the design promises about colour, size and type."""

import itertools

import pytest
from PySide6.QtGui import QFontInfo, QImage
from PySide6.QtWidgets import QWidget

from salon_pos import assets
from salon_pos.ui import theme
from salon_pos.ui.theme import Theme, Weight, fonts, icons
from salon_pos.ui.theme.tokens import DARK, LIGHT, Tokens
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Card

GROUNDS = ("bg", "surface", "sunk")
PAIRS = [
    *itertools.product(("ink", "muted"), (*GROUNDS, "accent_soft")),
    *((tone, f"{tone}_soft") for tone in ("accent", "ok", "warn", "bad", "info")),
    *itertools.product(("accent", "ok", "warn", "bad", "info"), ("surface", "bg")),
    ("on_accent", "accent"),
    ("bg", "ink"),
]


def brightness(colour: str) -> float:
    """Relative luminance after WCAG 2."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_contrast_measure_knows_its_ends():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_words_stand_out_from_their_ground(tokens: Tokens, ink: str, ground: str):
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5


def test_scaling_multiplies_every_size_and_no_colour():
    large = LIGHT.scaled(1.5)
    assert (large.body, large.hit, large.l, large.card) == (22, 66, 24, 21)
    assert large.accent == LIGHT.accent


@pytest.mark.parametrize("scale", [0.9, 1.6])
def test_a_scale_outside_the_switch_is_refused(scale: float):
    with pytest.raises(ValueError, match="text scale"):
        Theme(scale=scale)


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
@pytest.mark.parametrize("weight", [400, 500, 700])
def test_the_shipped_face_is_used_with_its_real_weight(wear, language: str, weight: Weight):
    wear(language=language)
    info = QFontInfo(theme.font("body", weight))
    assert (info.family(), info.weight(), info.pixelSize()) == ("Inter", weight, 15)


@pytest.mark.parametrize("weight", [400, 500, 700])
def test_figures_are_tabular(wear, weight: Weight):
    wide = theme.metrics("lead", weight).horizontalAdvance
    assert wide("1111") == pytest.approx(wide("8888"))


def test_english_quotes_are_not_full_width(wear):
    wear(language="zh_CN")
    wide = theme.metrics("body").horizontalAdvance
    assert wide("’") < theme.px("body") / 2 < wide("，")


def test_traditional_chinese_is_drawn_by_its_own_face(wear):
    assert fonts.families("zh_TW")[1] == "Noto Sans TC"
    assert fonts.families("zh_CN")[1] == fonts.families("en")[1] == "Noto Sans SC"


def test_every_face_has_its_licence_beside_it():
    names = {p.name.split("-")[0] for p in assets.path("fonts").glob("*.ttf")}
    assert names == {"Inter", "NotoSansSC", "NotoSansTC"}
    for name in names:
        assert (
            "SIL OPEN FONT LICENSE" in assets.path("fonts", f"OFL-{name}.txt").read_text().upper()
        )
    assert "ISC License" in assets.path("icons", "LICENSE").read_text()


@pytest.mark.parametrize("dpr", [1.0, 1.5, 2.0])
def test_icons_are_drawn_for_the_screen_they_are_on(qapp, dpr: float):
    drawn = icons.pixmap("search", LIGHT.accent, 20, dpr)
    assert (drawn.width(), drawn.devicePixelRatio()) == (20 * dpr, dpr)
    assert LIGHT.accent.lower() in colours(drawn.toImage())


def test_an_unknown_icon_is_a_mistake(qapp):
    with pytest.raises(FileNotFoundError):
        icons.pixmap("no-such-icon", LIGHT.ink, 20)


def test_a_new_theme_repaints_what_is_already_shown(wear, stage, qtbot):
    card, button = Card(), Button("Take payment", "primary")
    card.body.addWidget(button)
    stage(card)
    assert LIGHT.accent.lower() in shown(button)
    wear(dark=True)
    qtbot.waitUntil(lambda: DARK.accent.lower() in shown(button))
    assert DARK.surface.lower() in shown(card)
    assert LIGHT.surface.lower() not in shown(card)


def shown(widget: QWidget) -> set[str]:
    return colours(widget.grab().toImage())


def colours(image: QImage) -> set[str]:
    cells = itertools.product(range(image.width()), range(image.height()))
    return {image.pixelColor(x, y).name() for x, y in cells}
