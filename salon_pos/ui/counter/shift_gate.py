"""Open the shift first: the float is typed in place, and may be zero."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from salon_pos.domain.money import parse_money
from salon_pos.domain.refusal import Refusal
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.desk import Desk
from salon_pos.ui.shift_opening import open_the_shift
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Card
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.paragraph import Paragraph


class ShiftGate(Card):
    """A card above the counter while no shift is open. Tickets can be written meanwhile."""

    opened = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        t, currency = theme.tokens(), desk.settings.currency
        row = QHBoxLayout()
        row.setSpacing(t.l)
        words = QVBoxLayout()
        words.addWidget(Paragraph(_("Open the shift first"), "lead", weight=500))
        words.addWidget(
            Paragraph(_("Count the money in the drawer. It may be zero."), "small", tone="muted")
        )
        self.float = Field("", "money", value=screen().money(0, symbol=False),
                           before=currency.symbol)  # fmt: skip
        self.float.line.setAccessibleName(_("Money in the drawer"))
        self.float.setFixedWidth(round(180 * theme.current().scale))
        self.open = Button(_("Open the shift"), "primary", key="Enter")
        row.addLayout(words, 1)
        row.addWidget(self.float)
        row.addWidget(self.open)
        self.body.addLayout(row)
        self.open.clicked.connect(self._open)
        self.float.committed.connect(self._open)

    def _open(self) -> None:
        try:
            amount = parse_money(self.float.value(), self._desk.settings.currency, field="float")
        except Refusal as refusal:
            self._refused(refusal)
            return
        open_the_shift(
            self._desk, self.window(), amount, then=lambda _shift: self.opened.emit(),
            refused=self._refused,
        )  # fmt: skip

    def _refused(self, refusal: Refusal) -> None:
        self.float.set_error(screen().sentence(refusal))
