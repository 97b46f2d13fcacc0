"""The way back from a toast: the ticket as it was, put back on the counter until it is paid."""

from dataclasses import dataclass

from salon_pos.domain.ticket import Ticket
from salon_pos.ui.counter.till import Till
from salon_pos.ui.shell import Shell


@dataclass(frozen=True)
class WayBack:
    """Puts `before` back when it is called, if its ticket is still on the counter then."""

    shell: Shell
    before: Ticket

    def __call__(self) -> None:
        till = till_now(self.shell)
        till.attempt(lambda: till.put_back(self.before))


def close_ways_back(shell: Shell, ticket_uid: str) -> None:
    """A ticket is paid: no toast offers to change it any more."""
    for event in shell.toasts.history:
        if isinstance(event.undo, WayBack) and event.undo.before.uid == ticket_uid:
            shell.toasts.withdraw(event)


def till_now(shell: Shell) -> Till:
    """The till of the counter as it is now: it may be made anew before Undo is pressed."""
    return shell.room("counter").till  # pyright: ignore[reportAttributeAccessIssue]
