"""Where the benchmarks work: on no display, away from the user's folders and keyring.

Import it before anything of the program or of Qt.
"""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"
SALONS = BUILD / "bench-salons"
OUT = BUILD / "bench.json"

_SCREEN = os.path.relpath(ROOT / "tests" / "screen.json", Path.cwd())


def stay_apart() -> None:
    """Keys, preferences and logs go to a folder of the benchmarks' own; windows to no display."""
    home = SALONS / "home"
    home.mkdir(parents=True, exist_ok=True)
    for variable in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        os.environ[variable] = str(home)
    for kind in ("CONFIG", "DATA", "STATE"):
        os.environ[f"XDG_{kind}_HOME"] = str(home / kind.lower())
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={_SCREEN}"
    os.environ["SALON_POS_NO_KEYRING"] = "1"
    os.environ.pop("SALON_POS_DATA", None)
    # An installed program finds its modules compiled; so do those that are started here.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
