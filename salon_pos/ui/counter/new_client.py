"""A new client without leaving the counter: a name, a phone, and who brought them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from salon_pos.domain.people import Client
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.rights import Right
from salon_pos.i18n import P_, _, screen
from salon_pos.ui import theme
from salon_pos.ui.desk import Desk
from salon_pos.ui.member.referrer_field import ReferrerField
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.confirm import Panel
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.usecases.clients import name_and_phone, save_client


class NewClient(Panel):
    """`saved(client)` once they are on file, then `card_asked` where a card was wanted at once.
    What was typed into the search is taken over."""

    saved = Signal(object)
    card_asked = Signal()

    def __init__(self, host: QWidget, desk: Desk, typed: str) -> None:
        super().__init__(host)
        self._desk = desk
        name, phone = name_and_phone(typed, desk.settings.region)
        self.body.setSpacing(theme.tokens().m)
        self.body.addWidget(Paragraph(_("New client"), "lead", weight=500))
        self.name = Field(P_("person", "Name"), value=name)
        self.phone = Field(_("Phone"), "phone", value=phone,
                           hint=_("May be left empty."))  # fmt: skip
        self.referrer = ReferrerField()
        self.save = Button(_("Save and put on the ticket"), "primary", key="Enter", big=True)
        self.enrol = Button(_("Save and issue a card"), icon="id-card", key="Ctrl+K")
        for part in (self.name, self.phone, self.referrer, self.save, self.enrol):
            self.body.addWidget(part)
        self.enrol.setVisible(desk.may(Right.RUN_CARDS))
        self.name.committed.connect(self._save)
        self.phone.committed.connect(self._save)
        self.referrer.committed.connect(self._save)
        self.save.clicked.connect(self._save)
        self.enrol.clicked.connect(self.save_and_enrol)

    def first_focus(self) -> QWidget | None:
        return self.phone.line if self.name.value() else self.name.line

    def save_and_enrol(self) -> None:
        """Save, and go on to their card."""
        if self.enrol.isVisible() and self._save():
            self.card_asked.emit()

    def _save(self) -> bool:
        client = Client(
            self.name.value(), phone=self.phone.value(), referrer_id=self.referrer.value()
        )
        saved = self._desk.perform(save_client, client, refused=self._refused)
        if saved is not None:
            self.dismiss()
            self.saved.emit(saved)
        return saved is not None

    def _refused(self, refusal: Refusal) -> None:
        beside = {"phone": self.phone, "referrer": self.referrer}
        field = beside.get(refusal.field, self.name)
        field.set_error(screen().sentence(refusal))
