"""Approval: another person's manager PIN for a discount that goes beyond its limit."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

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

_WIDE = 480


class Approval(Panel):
    """`approved(uid)` once a manager has said yes; leaving it changes nothing."""

    approved = Signal(str)

    def __init__(self, host: QWidget, desk: Desk, given: Given, ticket_uid: str) -> None:
        super().__init__(host, width=_WIDE)
        self._desk, self._given, self._ticket_uid = desk, given, ticket_uid
        self.managers = [
            member for member in people.staff_members()
            if may(member.role, Right.APPROVE) and member.id != desk.actor.staff_id
        ]  # fmt: skip
        self.body.setSpacing(theme.tokens().l)
        self.body.addWidget(Paragraph(_("This needs a manager"), "lead", weight=500))
        sentence = _(
            "{amount} off for “{reason}” is more than may be given alone.",
            amount=Amount(given.amount),
            reason=_(given.reason.name),
        )
        self.body.addWidget(Paragraph(sentence, tone="muted"))
        if self.managers:
            self._ask()
        else:
            nobody = _("No other manager is on file. Add one in the back office.")
            self.body.addWidget(EmptyState("user-check", nobody))
        self.cancel = Button(_("Cancel"), "quiet", key="Esc")
        self.cancel.clicked.connect(self.dismiss)
        self.body.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignHCenter)

    def first_focus(self) -> QWidget | None:
        return self.entry if self.managers else self.cancel

    def _ask(self) -> None:
        options = [(member.id, member.name) for member in self.managers]
        self.who = Choice(_("Who approves"), options)
        self.entry = PinEntry(_("Approve"))
        self.who.picked.connect(lambda _id: self.entry.clear())
        self.entry.submitted.connect(self._try)
        self.body.addWidget(self.who)
        self.body.addWidget(self.entry)

    def _try(self, pin: str) -> None:
        """Off the window's thread: checking a PIN is slow on purpose."""
        desk = self._desk
        deed = partial(
            staff.approve, self.who.value(), pin, self._given,
            ticket_uid=self._ticket_uid, by=desk.actor, now=desk.now(),
        )  # fmt: skip
        desk.work(lambda _task: deed(), then=self._done, refused=self._refused, name="approve")

    def _done(self, uid: str) -> None:
        self.dismiss()
        self.approved.emit(uid)

    def _refused(self, refusal: Refusal) -> None:
        self.entry.refuse(refusal)
        self.entry.setFocus(Qt.FocusReason.OtherFocusReason)
