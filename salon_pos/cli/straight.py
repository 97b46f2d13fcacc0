"""The start that somebody waits for every morning goes straight to the window.

The command line's library takes longer to load than Qt: only what else is typed goes through it.
"""

import gc
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from salon_pos.cli.folder import data_from_environment, salon_folder

QUIT = "--quit-after-start"


@dataclass(frozen=True, slots=True)
class Window:
    """The window on the salon in `data`, None for the usual folder."""

    data: Path | None
    quit_after_start: bool = False


def window_asked(words: Sequence[str]) -> Window | None:
    """The window that a plain `open` asks for; None for whatever else is typed."""
    quits = words[-1:] == [QUIT]
    match list(words[:-1] if quits else words):
        case ["open"]:
            return Window(data_from_environment(), quits)
        case [] if not quits:
            return Window(data_from_environment())
        case ["open", "--data", folder] if folder and not folder.startswith("-"):
            return Window(Path(folder), quits)
        case _:
            return None


def run() -> None:
    """Do what was typed."""
    asked = window_asked(sys.argv[1:])
    if asked is None:
        from salon_pos.cli import app

        app.run()
        return
    gc.disable()  # until the first paint: a start leaves no garbage worth looking for
    from salon_pos.ui.app import open_window

    sys.exit(open_window(salon_folder(asked.data), quit_after_start=asked.quit_after_start))
