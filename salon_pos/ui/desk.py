"""The desk: the one door through which screens act, and the one clock they read."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from salon_pos.db import connection
from salon_pos.db.queries import catalog
from salon_pos.db.queries import settings as salon
from salon_pos.domain.catalog import PriceBook
from salon_pos.domain.people import StaffMember
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.rights import Actor, Right, may
from salon_pos.domain.settings import Settings

Then = Callable[[Any], None]
Refused = Callable[[Refusal], None]
Progress = Callable[[int, int], None]


def machine_clock() -> datetime:
    """The instant now, in UTC."""
    return datetime.now(UTC)


class Task(QObject):
    """Work beside the window: `progressed(done, total)` as it goes; `cancel()` asks it to stop."""

    progressed = Signal(int, int)
    _ended = Signal(object, object)

    def __init__(self, then: Then, failed: Callable[[Exception], None], parent: QObject) -> None:
        super().__init__(parent)
        self._then, self._failed = then, failed
        self._cancelled = threading.Event()
        self._ended.connect(self._finish)

    def cancel(self) -> None:
        """Ask the work to stop at its next safe place."""
        self._cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether it was asked to stop; the work looks at this between its chunks."""
        return self._cancelled.is_set()

    def run(self, work: Callable[["Task"], Any]) -> None:
        """Called on the worker: do the work with a connection of its own, hand over its end."""
        try:
            with connection.worker():
                result = work(self)
        except Exception as error:  # whatever it is, it belongs to the window's thread
            self._ended.emit(None, error)
        else:
            self._ended.emit(result, None)

    @Slot(object, object)
    def _finish(self, result: object, error: Exception | None) -> None:
        self.deleteLater()
        if error is None:
            self._then(result)
        else:
            self._failed(error)


class Desk(QObject):
    """Who is signed in at which till, what the shop knows, and the way to do things.

    Screens read through `db.queries` and write only through `perform` or `work`. `changed` carries
    the name of the deed that was done; screens look again by themselves.
    """

    changed = Signal(str)
    refused = Signal(object)
    signed_in = Signal(object)

    def __init__(self, clock: Callable[[], datetime] = machine_clock) -> None:
        super().__init__()
        self._clock = clock
        self._workers = ThreadPoolExecutor(max_workers=1, thread_name_prefix="salon")
        self.who: StaffMember | None = None
        self.till_id = salon.till_id()
        self.settings: Settings = salon.settings()
        self.book: PriceBook = catalog.price_book(self.settings)

    def now(self) -> datetime:
        """The instant now."""
        return self._clock()

    @property
    def actor(self) -> Actor:
        """Who acts, at this till; nobody's id before sign-in."""
        return Actor(self.who.id if self.who else 0, self.till_id)

    def may(self, right: Right) -> bool:
        """Whether whoever is signed in has `right`; for what a screen shows. Deeds check again."""
        return self.who is not None and may(self.who.role, right)

    def perform(
        self,
        deed: Callable[..., Any],
        *args: Any,
        then: Then | None = None,
        refused: Refused | None = None,
        **named: Any,
    ) -> Any:
        """Do a deed now. Its result (also given to `then`), or None where the shop's rules refuse
        it: then `refused` hears why, or the window says it as a sentence."""
        try:
            result = deed(*args, by=self.actor, now=self.now(), **named)
        except Refusal as refusal:
            self.say(refusal, refused)
            return None
        self._look_again(deed.__name__)
        if then:
            then(result)
        return result

    def work(
        self,
        work: Callable[[Task], Any],
        *,
        then: Then,
        refused: Refused | None = None,
        name: str = "",
    ) -> Task:
        """Do slow work on a thread of its own with its own connection; `then` hears its result on
        the window's thread. `name` is the deed it was, announced in `changed`."""

        def done(result: Any) -> None:
            if name:
                self._look_again(name)
            then(result)

        def failed(error: Exception) -> None:
            if not isinstance(error, Refusal):
                raise error
            self.say(error, refused)

        task = Task(done, failed, self)
        self._workers.submit(task.run, work)
        return task

    def say(self, refusal: Refusal, refused: Refused | None = None) -> None:
        """Give a refusal to whoever asked, or to the window."""
        if refused:
            refused(refusal)
        else:
            self.refused.emit(refusal)

    def sign_in(self, member: StaffMember | None) -> None:
        """Let `member` work here (None locks). The ticket on the counter stays."""
        self.who = member
        self.signed_in.emit(member)

    def close(self) -> None:
        """Wait for work under way; call before the file is closed."""
        self._workers.shutdown(wait=True, cancel_futures=True)

    def _look_again(self, deed: str) -> None:
        """Read anew what every screen shares, then tell them."""
        if deed in SHARED or deed.startswith("import"):
            self.settings = salon.settings()
            self.book = catalog.price_book(self.settings)
        self.changed.emit(deed)


SHARED = {
    "save_item", "save_tax", "save_level", "save_staff", "save_category", "change_settings",
    "take_payment",
}  # fmt: skip
