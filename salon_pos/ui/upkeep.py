"""What the program does by itself when a shift opens: posts what has ended by then."""

from PySide6.QtCore import QObject

from salon_pos.i18n import n_
from salon_pos.ui.desk import Desk
from salon_pos.ui.shell import Shell
from salon_pos.usecases import expiry


class Upkeep(QObject):
    """Listens to the desk; works beside the window and is stopped with it."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(shell)
        self._desk, self._shell = desk, shell
        desk.changed.connect(self._after)

    def _after(self, deed: str) -> None:
        if deed == "open_shift":
            self.expire()

    def expire(self) -> None:
        """Post every ended lot, and look at the tiers whose period is over. Whoever opened the
        shift has said that its day is right."""
        by, now = self._desk.actor, self._desk.now()
        self._desk.work(
            lambda task: expiry.expire(
                by=by, now=now, go_on=lambda _done, _all: not task.is_cancelled
            ),
            then=self._told, name="expire",
        )  # fmt: skip

    def _told(self, done: expiry.Expired) -> None:
        if done.points:
            said = n_("{n} point ended and was posted.", "{n} points ended and were posted.",
                      done.points)  # fmt: skip
            self._shell.toast(said)
