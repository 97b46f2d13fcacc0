"""A card for a client: its kind, a number by scan or by itself, a PIN where they want one."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from salon_pos.domain.cards import Card, CardKind
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.standing import months_later
from salon_pos.i18n import P_, _, n_, screen
from salon_pos.ui import theme
from salon_pos.ui.desk import Desk
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.confirm import Panel
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.usecases.cards import NewCard, issue_card

WIDE = 480
MONTHS = (3, 6, 12)
OFF = (500, 1_000, 1_500, 2_000)


class EnrolPanel(Panel):
    """`issued(card)`. One press of Enter issues a card of stored value with the next number."""

    issued = Signal(object)

    def __init__(self, host: QWidget, desk: Desk, client_id: int, name: str) -> None:
        super().__init__(host, width=WIDE)
        self._desk, self._client_id = desk, client_id
        self.kind = Choice(P_("card", "Card"), [
            (CardKind.STORED_VALUE, _("Stored value")),
            (CardKind.DISCOUNT, P_("card", "Discount")),
            (CardKind.PERIOD, P_("card", "Period")),
        ])  # fmt: skip
        self.off = Choice(_("Taken off while it holds money"),
                          [(bp, screen().discount(bp)) for bp in OFF], value=OFF[-1])  # fmt: skip
        self.months = Choice(_("Good for"), [(n, n_("{n} month", "{n} months", n)) for n in MONTHS],
                             value=MONTHS[-1])  # fmt: skip
        self.number = Field(_("Number"), placeholder=_("Scan it, or leave it to the program"))
        self.pin = Field(_("PIN"), "pin", hint=_("May be left empty."))
        self.issue = Button(_("Issue the card"), "primary", key="Enter", big=True)
        self.body.setSpacing(theme.tokens().m)
        self.body.addWidget(Paragraph(_("A card for {name}", name=name), "lead", weight=500))
        for part in (self.kind, self.off, self.months, self.number, self.pin, self.issue):
            self.body.addWidget(part)
        self.kind.picked.connect(self._show)
        for field in (self.number, self.pin):
            field.committed.connect(self._issue)
        self.issue.clicked.connect(self._issue)
        self._show()

    def first_focus(self) -> QWidget | None:
        return self.number.line

    def scanned(self, code: str) -> bool:
        """A scan is the new card's number, wherever the cursor is."""
        self.number.set_value(code)
        return True

    def _show(self, _kind: object = None) -> None:
        self.off.setVisible(self.kind.value() is CardKind.DISCOUNT)
        self.months.setVisible(self.kind.value() is CardKind.PERIOD)
        self.arrange()

    def _new(self) -> NewCard:
        kind = self.kind.value()
        return NewCard(
            self._client_id,
            kind,
            self.number.value(),
            discount_bp=self.off.value() if kind is CardKind.DISCOUNT else 0,
            valid_until=self._until() if kind is CardKind.PERIOD else None,
            pin=self.pin.value(),
        )

    def _until(self) -> date:
        return months_later(self._desk.settings.business_day(self._desk.now()), self.months.value())

    def _issue(self) -> None:
        """Beside the window's thread: a PIN is made unreadable slowly, on purpose."""
        if not self.issue.isEnabled():
            return
        self.issue.setEnabled(False)
        new, by, now = self._new(), self._desk.actor, self._desk.now()
        self._desk.work(
            lambda _task: issue_card(new, by=by, now=now),
            then=self._done, refused=self._refused, name="issue_card",
        )  # fmt: skip

    def _done(self, card: Card) -> None:
        self.dismiss()
        self.issued.emit(card)

    def _refused(self, refusal: Refusal) -> None:
        self.issue.setEnabled(True)
        field = self.pin if refusal.field == "pin" else self.number
        field.set_error(screen().sentence(refusal))
        self.arrange()
