"""Sweeper: Python's garbage is looked for on the window's thread alone."""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 250


class Sweeper(QObject):
    """Does what Python's collector does, by its own thresholds, between two events of the window.
    Left to itself it runs on whatever thread makes the next object: on a worker's it would destroy
    widgets that nobody holds any more beside the thread that they belong to, which Qt does not
    survive."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.sweep)
        self._timer.start()

    def sweep(self) -> None:
        """Look through the generations that are due, the oldest of them first."""
        due = zip(gc.get_count(), gc.get_threshold(), strict=True)
        for generation, (count, most) in reversed(list(enumerate(due))):
            if count > most:
                gc.collect(generation)
                return
