"""Approval: another person's manager PIN for what may not be done alone."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.db.queries import people
from salon_pos.domain.limits import Given
from salon_pos.domain.money import Amount
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.rights import Right, may
from salon_pos.i18n import _
from salon_pos.ui import theme
from salon_pos.ui.desk import Desk
from salon_pos.ui.signin.pin_entry import PinEntry
from salon_pos.ui.widgets.banner import EmptyState
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.confirm import Panel
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.usecases import staff
from salon_pos.usecases.approving import approve_deed

_WIDE, _WIDER = 480, 860
_LOW = 760  # below this height the words stand beside the pad, not above it


Ask = Callable[[int, str], str]
"""Gives a manager's word (its uid) for (their id, their PIN), or refuses. Slow on purpose."""


class Approval(Panel):
    """`approved(uid)` once a manager has said yes to `sentence`; leaving it changes nothing."""

    approved = Signal(str)

    def __init__(self, host: QWidget, desk: Desk, sentence: str, ask: Ask) -> None:
        is_low = host.height() < round(_LOW * theme.current().scale)
        super().__init__(host, width=_WIDER if is_low else _WIDE)
        self._desk, self._ask_for = desk, ask
        self.managers = [
            member for member in people.staff_members()
            if may(member.role, Right.APPROVE) and member.id != desk.actor.staff_id
        ]  # fmt: skip
        self.words = QVBoxLayout()
        self.words.setSpacing(theme.tokens().l)
        self.words.addWidget(Paragraph(_("This needs a manager"), "lead", weight=500))
        self.words.addWidget(Paragraph(sentence, tone="muted"))
        if self.managers:
            self._ask()
        else:
            nobody = _("No other manager is on file. Add one in the back office.")
            self.words.addWidget(EmptyState("user-check", nobody))
        self.cancel = Button(_("Cancel"), "quiet", key="Esc")
        self.cancel.clicked.connect(self.dismiss)
        self._lay_out(beside=is_low and bool(self.managers))

    def first_focus(self) -> QWidget | None:
        return self.entry if self.managers else self.cancel

    def _ask(self) -> None:
        options = [(member.id, member.name) for member in self.managers]
        self.who = Choice(_("Who approves"), options)
        self.entry = PinEntry(_("Approve"))
        self.who.picked.connect(lambda _id: self.entry.clear())
        self.entry.submitted.connect(self._try)
        self.words.addWidget(self.who)

    def _lay_out(self, *, beside: bool) -> None:
        t = theme.tokens()
        halves = QHBoxLayout() if beside else QVBoxLayout()
        halves.setSpacing(t.xxl if beside else t.l)
        halves.addLayout(self.words, 1)
        self.body.addLayout(halves)
        if self.managers:
            halves.addWidget(self.entry)
        if beside:
            self.words.addStretch(1)
        (self.words if beside else self.body).addWidget(
            self.cancel, 0, Qt.AlignmentFlag.AlignHCenter
        )

    def _try(self, pin: str) -> None:
        """Off the window's thread: checking a PIN is slow on purpose."""
        manager = self.who.value()
        self._desk.work(
            lambda _task: self._ask_for(manager, pin), then=self._done, refused=self._refused,
            name="approve",
        )  # fmt: skip

    def _done(self, uid: str) -> None:
        self.dismiss()
        self.approved.emit(uid)

    def _refused(self, refusal: Refusal) -> None:
        self.entry.refuse(refusal)
        self.entry.setFocus(Qt.FocusReason.OtherFocusReason)


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
        lambda manager, pin: staff.approve(
            manager, pin, given, ticket_uid=ticket_uid, by=by, now=now
        ),
    )  # fmt: skip


def for_deed(host: QWidget, desk: Desk, sentence: str, *, subject: str, amount: int) -> Approval:
    """The question for a deed that will have the uid `subject`, up to `amount`."""
    by, now = desk.actor, desk.now()
    return Approval(
        host, desk, sentence,
        partial(approve_deed, subject=subject, amount=amount, by=by, now=now),
    )  # fmt: skip
