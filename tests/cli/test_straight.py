"""`salon-pos open` goes straight to the window; everything else through the command line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from salon_pos.cli.straight import Window, window_asked
from tests.salons import Salon, salon, salon_template

__all__ = ["salon", "salon_template"]

ROOT = Path(__file__).resolve().parents[2]
PLAIN = [
    ([], Window(None)),
    (["open"], Window(None)),
    (["open", "--data", "a b"], Window(Path("a b"))),
    (["open", "--data", "x", "--quit-after-start"], Window(Path("x"), quit_after_start=True)),
    (["open", "--quit-after-start"], Window(None, quit_after_start=True)),
]
HEAVY = ("typer", "pydantic", "reportlab", "salon_pos.demo", "salon_pos.printing.pdf")
OTHER = (
    ["--help"], ["--version"], ["open", "--help"], ["open", "--data"], ["open", "--data", ""],
    ["open", "--data", "--help"], ["open", "--data=x"], ["open", "x"], ["opens"], ["demo"],
    ["--quit-after-start"], ["doctor", "--data", "x"],
)  # fmt: skip


@pytest.mark.parametrize(("words", "asked"), PLAIN)
def test_a_plain_start_goes_straight_to_the_window(words: list[str], asked: Window) -> None:
    assert window_asked(words) == asked


@pytest.mark.parametrize("words", OTHER)
def test_what_else_is_typed_goes_through_the_command_line(words: list[str]) -> None:
    assert window_asked(words) is None


def test_the_environment_names_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SALON_POS_DATA", str(tmp_path))
    assert window_asked([]) == window_asked(["open"]) == Window(tmp_path)


def test_the_window_opens_without_the_command_lines_library_and_the_demo(salon: Salon) -> None:
    code = (
        "import sys\nfrom salon_pos.__main__ import main\n"
        f"sys.argv = ['', 'open', '--data', {str(salon.folder)!r}, '--quit-after-start']\n"
        f"heavy = {HEAVY!r}\n"
        "try:\n    main()\nexcept SystemExit as end:\n"
        "    print(end.code, 'PySide6' in sys.modules, [m for m in heavy if m in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=dict(os.environ), capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "0 True []\n"


def test_no_screen_brings_in_what_draws_on_paper_before_it_is_asked_to() -> None:
    """Every module of the screens, one after the other."""
    code = (
        "import sys\nfrom importlib import import_module\nfrom pkgutil import walk_packages\n"
        "import salon_pos.ui\n"
        "for found in walk_packages(salon_pos.ui.__path__, 'salon_pos.ui.'):\n"
        "    import_module(found.name)\n"
        "print('salon_pos.ui.backoffice.safety' in sys.modules,\n"
        "      [m for m in ('reportlab', 'salon_pos.printing.pdf') if m in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "True []\n"
