"""The way back from a toast: the ticket as it was, put back on the counter."""

from collections.abc import Callable

from salon_pos.domain.ticket import Ticket
from salon_pos.ui.counter.till import Till
from salon_pos.ui.shell import Shell


def way_back(shell: Shell, before: Ticket) -> Callable[[], None]:
    """Puts `before` back when it is called, if its ticket is still on the counter then."""

    def back() -> None:
        till = till_now(shell)
        till.attempt(lambda: till.put_back(before))

    return back


def till_now(shell: Shell) -> Till:
    """The till of the counter as it is now: it may be made anew before Undo is pressed."""
    return shell.room("counter").till  # pyright: ignore[reportAttributeAccessIssue]
