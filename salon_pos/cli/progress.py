"""How far a long deed is, on one line of the terminal that is written over."""

import sys
import time

from salon_pos.i18n import _


class ProgressLine:
    """Say done of total, the pace and the time left, at most five times a second; silent where
    the output is no terminal."""

    def __init__(self) -> None:
        self._started = self._said = time.monotonic()
        self._shown = False

    def __call__(self, done: int, total: int) -> None:
        """So many of so many are done."""
        now = time.monotonic()
        if not sys.stderr.isatty() or (now - self._said < 0.2 and done < total):
            return
        self._said, self._shown = now, True
        pace = done / max(now - self._started, 0.001)
        left = round((total - done) / pace) if pace else 0
        text = _(
            "{done} of {total}, {pace} a second, {seconds} s left",
            done=done, total=total, pace=round(pace), seconds=left,
        )  # fmt: skip
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave a clean line behind."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
