"""Slow work beside the window: one thread of its own, progress, a way to stop, an answer."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from salon_pos.db import connection

Then = Callable[[Any], None]
Failed = Callable[[Exception], None]


class Task(QObject):
    """Work beside the window: `progressed(done, total)` as it goes; `cancel()` asks it to stop."""

    progressed = Signal(int, int)
    _ended = Signal(object, object)

    def __init__(self, then: Then, failed: Failed, parent: QObject) -> None:
        super().__init__(parent)
        self._then, self._failed = then, failed
        self._cancelled = threading.Event()
        self._is_hushed = False
        self._ended.connect(self._finish)

    def cancel(self) -> None:
        """Ask the work to stop at its next safe place."""
        self._cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether it was asked to stop; the work looks at this between its chunks."""
        return self._cancelled.is_set()

    def run(self, work: Callable[["Task"], Any]) -> None:
        """Called on the worker: do the work, close its connection, hand over its end."""
        try:
            try:
                result = work(self)
            finally:
                connection.close()
        except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to the window
            self._ended.emit(None, error)
        else:
            self._ended.emit(result, None)

    def hush(self) -> None:
        """Nobody hears its result any more; an error is still told."""
        self._is_hushed = True

    @Slot(object, object)
    def _finish(self, result: object, error: Exception | None) -> None:
        self.deleteLater()
        if error is not None:
            self._failed(error)
        elif not self._is_hushed:
            self._then(result)


class Workers:
    """One piece of work after the other, on one thread beside the window's."""

    def __init__(self, parent: QObject) -> None:
        self._parent = parent
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="salon")

    def start(self, work: Callable[[Task], Any], *, then: Then, failed: Failed) -> Task:
        """Begin `work(task)`; `then` hears its result, or `failed` its error, on the window's
        thread. The connection it opens is closed at its end."""
        task = Task(then, failed, self._parent)
        self._thread.submit(task.run, work)
        return task

    def close(self) -> None:
        """Wait for what is under way; what has not begun is left out. Results that are on their way
        to the window are told to nobody: what they would look at is closed by then."""
        self._thread.shutdown(wait=True, cancel_futures=True)
        for task in self._parent.findChildren(Task):
            task.hush()
