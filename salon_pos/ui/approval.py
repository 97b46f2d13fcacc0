"""Approval: another person's manager PIN for what may not be done alone."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from salon_pos.db.queries import people
from salon_pos.domain.limits import Given
from salon_pos.domain.money import Amount
from salon_pos.domain.rights import Right, may
from salon_pos.i18n import _
from salon_pos.ui.desk import Desk
from salon_pos.ui.signin.pin_entry import PinEntry
from salon_pos.ui.signin.pin_panel import PinPanel
from salon_pos.ui.widgets.banner import EmptyState
from salon_pos.ui.widgets.choice import Choice
from salon_pos.usecases.approving import approve, approve_deed

Ask = Callable[[int, str], str]
"""Gives a manager's word (its uid) for (their id, their PIN), or refuses. Slow on purpose."""


class Approval(PinPanel):
    """`approved(uid)` once a manager has said yes to `sentence`; leaving it changes nothing."""

    approved = Signal(str)

    def __init__(self, host: QWidget, desk: Desk, sentence: str, ask: Ask) -> None:
        super().__init__(host, _("This needs a manager"), sentence, leave=_("Cancel"))
        self._desk, self._ask_for = desk, ask
        self.managers = [
            member for member in people.staff_members()
            if may(member.role, Right.APPROVE) and member.id != desk.actor.staff_id
        ]  # fmt: skip
        if self.managers:
            self.lay_out(self._ask())
        else:
            nobody = _(
                "No other manager is on file. Add one in the back office, or raise the limit."
            )
            self.words.addWidget(EmptyState("user-check", nobody))
            self.lay_out(None)

    def _ask(self) -> PinEntry:
        entry = PinEntry(_("Approve"))
        self.who = Choice(_("Who approves"), [(one.id, one.name) for one in self.managers])
        self.who.picked.connect(lambda _id: entry.clear())
        entry.submitted.connect(self._try)
        self.words.addWidget(self.who)
        return entry

    def _try(self, pin: str) -> None:
        """Off the window's thread: checking a PIN is slow on purpose."""
        manager = self.who.value()
        self._desk.work(
            lambda _task: self._ask_for(manager, pin), then=self._done, refused=self.refuse,
            name="approve",
        )  # fmt: skip

    def _done(self, uid: str) -> None:
        self.dismiss()
        self.approved.emit(uid)


def for_discount(host: QWidget, desk: Desk, given: Given, ticket_uid: str) -> Approval:
    """The question for a discount that goes beyond its limit."""
    sentence = _(
        "{amount} off for “{reason}” is more than may be given alone.",
        amount=Amount(given.amount),
        reason=_(given.reason.name),
    )
    by, now = desk.actor, desk.now()
    return Approval(
        host, desk, sentence,
        lambda manager, pin: approve(manager, pin, given, ticket_uid=ticket_uid, by=by, now=now),
    )  # fmt: skip


def for_deed(host: QWidget, desk: Desk, sentence: str, *, subject: str, amount: int) -> Approval:
    """The question for the deed `subject` (see `WordFor`), up to `amount`."""
    by, now = desk.actor, desk.now()
    return Approval(
        host, desk, sentence,
        partial(approve_deed, subject=subject, amount=amount, by=by, now=now),
    )  # fmt: skip
