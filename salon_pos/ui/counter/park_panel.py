"""Parking a ticket: a name, a tag or a chair number, or nothing."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from salon_pos.i18n import _
from salon_pos.ui import theme
from salon_pos.ui.counter import parked
from salon_pos.ui.counter.till import Till
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.confirm import Panel
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.flow import Flow
from salon_pos.ui.widgets.paragraph import Paragraph

CHAIRS = 8
LONGEST_TAG = 40


class ParkPanel(Panel):
    """`parked(name)` once the ticket is put aside."""

    parked = Signal(str)

    def __init__(self, host: QWidget, till: Till) -> None:
        super().__init__(host)
        self._till = till
        self.body.setSpacing(theme.tokens().m)
        self.body.addWidget(Paragraph(_("Park the ticket"), "lead", weight=500))
        self.tag = Field(_("Name, tag or chair"), value=till.ticket.tag,
                         hint=_("May be left empty."))  # fmt: skip
        self.tag.line.setMaxLength(LONGEST_TAG)
        chairs = QWidget()
        flow = Flow(chairs)
        self.chairs: list[Button] = []
        for n in range(1, CHAIRS + 1):
            key = Button(_("Chair {n}", n=n), "block")
            key.clicked.connect(lambda _=False, key=key: self._park(key.label()))
            self.chairs.append(key)
            flow.addWidget(key)
        self.park = Button(_("Park"), "primary", key="Enter", big=True)
        for part in (self.tag, chairs, self.park):
            self.body.addWidget(part)
        self.tag.committed.connect(lambda: self._park(self.tag.value()))
        self.park.clicked.connect(lambda: self._park(self.tag.value()))

    def first_focus(self) -> QWidget | None:
        return self.tag.line

    def _park(self, tag: str) -> None:
        name = tag.strip() or parked.payer(self._till.ticket) or _("The ticket")
        if self._till.attempt(lambda: parked.park(self._till, tag)):
            self.dismiss()
            self.parked.emit(name)
