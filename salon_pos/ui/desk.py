"""The desk: the one door through which screens act, and the one clock they read."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from salon_pos.db import connection
from salon_pos.db.connection import FileProblem
from salon_pos.db.queries import catalog
from salon_pos.db.queries import settings as salon
from salon_pos.domain.catalog import PriceBook
from salon_pos.domain.people import StaffMember
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.rights import Actor, Right, may
from salon_pos.domain.settings import Settings
from salon_pos.ui.work import Task, Then, Workers

Refused = Callable[[Refusal], None]


def machine_clock() -> datetime:
    """The instant now, in UTC."""
    return datetime.now(UTC)


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
        self._workers = Workers(self)
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
        the window's thread, unless the screen it is a method of was left meanwhile. `name` is the
        deed it was, announced in `changed`."""

        def done(result: Any) -> None:
            if name:
                self._look_again(name)
            if _is_there(then):
                then(result)

        def failed(error: Exception) -> None:
            self.say(_refusal(error), refused)

        return self._workers.start(lambda task: _connected(work, task), then=done, failed=failed)

    def say(self, refusal: Refusal, refused: Refused | None = None) -> None:
        """Give a refusal to whoever asked, or to the window."""
        if refused and _is_there(refused):
            refused(refusal)
        else:
            self.refused.emit(refusal)

    def sign_in(self, member: StaffMember | None) -> None:
        """Let `member` work here (None locks). The ticket on the counter stays."""
        self.who = member
        self.signed_in.emit(member)

    def close(self) -> None:
        """Wait for work under way; call before the file is closed."""
        self._workers.close()

    def refresh(self) -> None:
        """Read anew what every screen shares: somebody else may have changed it."""
        self.settings = salon.settings()
        self.book = catalog.price_book(self.settings)

    def _look_again(self, deed: str) -> None:
        """Read anew what every screen shares, then tell them."""
        if deed in SHARED or deed.startswith("import"):
            self.refresh()
        self.changed.emit(deed)


# The price list, its taxes, who is of which level, what the salon chose, and what is in stock.
SHARED = {
    "save_item", "save_prepaid", "save_tax", "save_level", "save_staff", "save_category",
    "change_settings", "take_payment", "refund", "void", "redeem", "cancel_redemption",
}  # fmt: skip


def _is_there(hears: Then | Refused) -> bool:
    """Whether who asked can still hear: a screen that was left or made anew cannot."""
    whose = getattr(getattr(hears, "func", hears), "__self__", None)
    return not isinstance(whose, QObject) or isValid(whose)


def _connected(work: Callable[[Task], Any], task: Task) -> Any:
    with connection.worker():
        return work(task)


def _refusal(error: Exception) -> Refusal:
    """The error as something to say: a held or full disk is no bug. Raises every other error."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, FileProblem):
        return Refusal(error.key, error.text)
    raise error
