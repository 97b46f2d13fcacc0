"""Working: how far a long deed of a page is, how long it still takes, and its way to stop."""

import threading
import time
from collections.abc import Callable

from shiboken6 import isValid

from salon_pos.i18n import _, n_
from salon_pos.ui.widgets.progress import Progress
from salon_pos.ui.work import Task


class Working(Progress):
    """`task` is under way from `begin` until the page says `end`."""

    def __init__(self, *, key: str, word: str = "", narrow: bool = False) -> None:
        super().__init__("", word or _("Cancel"), key=key, narrow=narrow)
        self.task: Task | None = None
        self._began = 0.0
        self.cancelled.connect(self.stop)

    def begin(self, task: Task, words: str) -> None:
        """Show the progress of a task that has just begun."""
        self.task, self._began = task, time.monotonic()
        self.tell(0, 0, words)
        task.progressed.connect(self._tell_left)

    def end(self) -> None:
        """The task has ended."""
        self.task = None

    def stop(self) -> None:
        """Ask the task to stop at its next chunk."""
        if self.task is not None:
            self.task.cancel()
            self.text.setText(_("Stopping …"))

    def _tell_left(self, done: int, total: int) -> None:
        if isValid(self):
            spent = time.monotonic() - self._began
            left = round(spent * (total - done) / done) if done else 0
            words = n_("{n} second left", "{n} seconds left", left) if done else ""
            self.tell(done, total, left=words)


def between_chunks(task: Task, pause_ms: int) -> Callable[[int, int], bool]:
    """What long work asks after each chunk: it says how far the work is, leaves the till's thread
    `pause_ms` to itself, and answers whether to go on."""
    pause = threading.Event()

    def go_on(done: int, total: int) -> bool:
        task.progressed.emit(done, total)
        pause.wait(pause_ms / 1000)
        return not task.is_cancelled

    return go_on
