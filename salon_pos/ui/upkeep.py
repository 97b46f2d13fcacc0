"""What the program does by itself when a shift opens: posts what has ended by then."""

from PySide6.QtCore import QObject

from salon_pos.domain.refusal import Refusal
from salon_pos.i18n import _, n_, screen
from salon_pos.ui.desk import Desk
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets import confirm
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

    def expire(self, *, sure: bool = False) -> None:
        """Post every ended lot, and look at the tiers whose period is over."""
        by, now = self._desk.actor, self._desk.now()
        self._desk.work(
            lambda task: expiry.expire(
                by=by, now=now, sure=sure, go_on=lambda _done, _all: not task.is_cancelled
            ),
            then=self._told, refused=self._refused, name="expire",
        )  # fmt: skip

    def _told(self, done: expiry.Expired) -> None:
        if done.points:
            said = n_("{n} point ended and was posted.", "{n} points ended and were posted.",
                      done.points)  # fmt: skip
            self._shell.toast(said)

    def _refused(self, refusal: Refusal) -> None:
        """A clock that is far ahead may have jumped, and what has ended does not come back."""
        if refusal.key != "clock_ahead":
            self._desk.say(refusal)
            return
        confirm.ask(
            self._shell, _("Is the date right?"), screen().sentence(refusal),
            lambda: self.expire(sure=True), yes=_("The date is right"), no=_("Not now"),
            danger=False,
        )  # fmt: skip
