"""A bug is logged without anybody's data, and shown as one calm note; the window goes on."""

import logging
import sys
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

LOG_NAME = "salon-pos.log"
_MOST_BYTES, _KEPT = 512_000, 3

log = logging.getLogger("salon_pos")


def log_folder() -> Path:
    """Where the log lies: with the user's other logs, never beside the salon's data."""
    from platformdirs import user_log_path

    return user_log_path("salon-pos")


def watch(folder: Path, tell: Callable[[], object]) -> None:
    """From now on log what goes wrong unexpectedly to `folder` and call `tell`."""
    _write_to(folder)
    showing = False

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        nonlocal showing
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.error("%s", where(kind, trace))
        if not showing:  # a bug in the note itself must not show notes for ever
            showing = True
            tell()
            showing = False

    sys.excepthook = hook


def where(kind: type[BaseException], trace: TracebackType | None) -> str:
    """The error's kind and the way to it. Its message is left out: it may hold a client's name."""
    frames = traceback.extract_tb(trace)
    way = " ← ".join(
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames)
    )
    return f"{kind.__name__}: {way}"


def _write_to(folder: Path) -> None:
    """Three small files in turn; where the folder cannot be written, standard error."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            folder / LOG_NAME, maxBytes=_MOST_BYTES, backupCount=_KEPT, encoding="utf-8"
        )
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
