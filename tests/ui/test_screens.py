"""Every screen can be painted at its tightest: large text in a small window, in each language."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.screens import LANGUAGES, MODULES, Screen, Shot, demo_salons, take

SCREENS = [screen for module in MODULES for screen in module.SCREENS]


@pytest.fixture(scope="module")
def salons(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return demo_salons(tmp_path_factory.mktemp("salons"))


@pytest.mark.parametrize("number", range(len(SCREENS)), ids=[s.__name__ for s in SCREENS])
def test_a_screen_fits_its_window(
    qapp: QApplication, salons: dict[str, Path], number: int, tmp_path: Path
) -> None:
    screen: Screen = SCREENS[number]
    language = LANGUAGES[number % len(LANGUAGES)]
    shot = Shot(screen, language, "dark", size=(1280, 800), scale=150)
    take(qapp, shot, salons[language], tmp_path)
    assert (tmp_path / shot.name).stat().st_size > 0
