"""Pictures of every screen, to be looked at: `python -m tests.screens --out DIR [--only NAME]…`.

Three languages, light and dark, 1280x800 and 1440x900, text at 100 and 150 percent, without a
display. A picture that is not as large as its window fails the run: the window has grown.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

SCREEN = Path(__file__).with_name("screen.json")
os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={os.path.relpath(SCREEN)}"
os.environ["SALON_POS_NO_KEYRING"] = "1"

from PySide6.QtTest import QTest  # noqa: E402 - the platform is chosen before Qt is imported
from PySide6.QtWidgets import QApplication  # noqa: E402

from salon_pos import i18n  # noqa: E402
from salon_pos.db import connection  # noqa: E402
from salon_pos.demo import make_demo  # noqa: E402
from salon_pos.ui import theme  # noqa: E402
from salon_pos.ui.app import Program  # noqa: E402
from salon_pos.ui.desk import Desk  # noqa: E402
from salon_pos.ui.shell import Shell  # noqa: E402
from salon_pos.ui.shell.preferences import Look, Preferences  # noqa: E402
from salon_pos.ui.shell.window import Window  # noqa: E402
from tests.pictures import (  # noqa: E402
    backoffice,
    clients,
    counter,
    day,
    firstrun,
    member,
    problem,
    sales,
    signin,
    window,
)
from tests.pictures.stage import Stage  # noqa: E402

NOW = datetime(2026, 11, 24, 6, 32, tzinfo=UTC)  # 14:32 in the demo salon
LANGUAGES = ("en", "zh_CN", "zh_TW")
LOOKS: tuple[Look, ...] = ("light", "dark")
SIZES = ((1280, 800), (1440, 900))
SCALES = (100, 150)
MODULES = (counter, sales, clients, member, day, backoffice, signin, firstrun, problem, window)

Screen = Callable[[Stage], None]


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture to take."""

    screen: Screen
    language: str
    look: Look
    size: tuple[int, int]
    scale: int

    @property
    def name(self) -> str:
        """Its file, such as `counter/zh_CN-light-1440x900-100.png`."""
        width, height = self.size
        parts = f"{self.language}-{self.look}-{width}x{height}-{self.scale}.png"
        return f"{self.screen.__name__}/{parts}"


class Play:
    """A stage: the program on a copy of the demo salon, opened when it is first asked for."""

    def __init__(self, app: QApplication, folder: Path, shot: Shot) -> None:
        self.folder = folder
        self._program = Program(
            app, folder, preferences_file=folder / "preferences.json", clock=lambda: NOW
        )
        self._program.wear(Preferences(shot.language, shot.scale, shot.look))
        self.window: Window = self._program.window
        self.window.resize(*shot.size)
        self.window.show()

    @property
    def desk(self) -> Desk:
        """The desk of the opened salon."""
        self._open()
        assert self._program.desk is not None
        return self._program.desk

    @property
    def shell(self) -> Shell:
        """The shell of the opened salon."""
        self._open()
        assert self._program.shell is not None
        return self._program.shell

    def settle(self) -> None:
        """Let work beside the window come to its end, and paint."""
        QTest.qWait(60)
        for _again in range(3):  # each layout asks the one around it
            QApplication.sendPostedEvents()
            QTest.qWait(1)

    def close(self) -> None:
        """Put everything away."""
        self.window.close()
        self._program.close()
        self.window.deleteLater()
        QTest.qWait(1)

    def _open(self) -> None:
        if self._program.desk is None:
            self._program.start()


def shots(only: list[str]) -> Iterator[Shot]:
    """Every picture, or those of the screens named."""
    screens = [screen for module in MODULES for screen in module.SCREENS]
    unknown = set(only) - {screen.__name__ for screen in screens}
    if unknown:
        sys.exit(f"No such screen: {', '.join(sorted(unknown))}")
    wanted = [screen for screen in screens if not only or screen.__name__ in only]
    every = product(wanted, LANGUAGES, LOOKS, SIZES, SCALES)
    for screen, language, look, size, scale in every:
        yield Shot(screen, language, look, size=size, scale=scale)


def take(app: QApplication, shot: Shot, salon: Path, out: Path) -> None:
    """Take one picture on a fresh copy of the salon; fails where the window grew."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(shutil.copytree(salon, Path(place) / "salon"))
        play = Play(app, folder, shot)
        try:
            shot.screen(play)
            play.settle()
            picture = play.window.grab()
        finally:
            play.close()
    size = (picture.width(), picture.height())
    if size != shot.size:
        sys.exit(f"{shot.name}: the window grew to {size[0]}x{size[1]}")
    path = out / shot.name
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(str(path))


def demo_salons(place: Path) -> dict[str, Path]:
    """A demo salon in each language."""
    made = {language: place / language for language in LANGUAGES}
    for language, folder in made.items():
        make_demo(folder, language=language, now=NOW)
        connection.close()
    return made


def main() -> None:
    """Take the pictures that were asked for and say how many there are."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--out", type=Path, default=Path("build/screens"))
    asked.add_argument("--only", action="append", default=[], metavar="NAME")
    asked.add_argument("--language", choices=LANGUAGES, help="this language alone")
    given = asked.parse_args()
    app = QApplication(["screens"])
    theme.apply(app, replace(theme.current(), motion_ms=0))
    i18n.use("en")
    todo = [s for s in shots(given.only) if given.language in (None, s.language)]
    with tempfile.TemporaryDirectory() as place:
        os.environ["XDG_CONFIG_HOME"] = place
        salons = demo_salons(Path(place))
        for number, shot in enumerate(todo, 1):
            take(app, shot, salons[shot.language], given.out)
            print(f"\r{number} of {len(todo)}  {shot.name:<60}", end="", flush=True)
    print(f"\n{len(todo)} pictures in {given.out}")


if __name__ == "__main__":
    main()
