"""Where the files that ship with the program lie: fonts, icons, translations."""

import sys
from pathlib import Path

# PyInstaller unpacks them beside the program and says where.
_ROOT = Path(getattr(sys, "_MEIPASS", Path(__file__).parents[1])) / "resources"


def path(*parts: str) -> Path:
    """A file in `resources`, in a source checkout and in the built program alike."""
    return _ROOT.joinpath(*parts)
