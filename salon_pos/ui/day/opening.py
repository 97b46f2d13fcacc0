"""Opening a shift: the float, typed or left at zero."""

from PySide6.QtCore import Signal

from salon_pos.domain.money import parse_money
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.settings import Settings
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Card
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.text import Text


class OpeningCard(Card):
    """`opened(float)` in minor units, when Enter or the button is pressed."""

    opened = Signal(int)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self.float = Field(
            _("Float in the drawer"), "money", before=settings.currency.symbol, big=True
        )
        self.open = Button(_("Open the shift"), "primary", icon="sun", key="Enter", big=True)
        self.body.setSpacing(theme.tokens().l)
        self.body.addWidget(Text(_("No shift is open"), "title", weight=500))
        self.body.addWidget(
            Paragraph(
                _("Count the change that lies in the drawer and open the shift. Sales need one; "
                  "the float may be zero."),
                tone="muted",
            )
        )  # fmt: skip
        self.body.addWidget(self.float)
        self.body.addWidget(self.open)
        self.open.clicked.connect(self._press)
        self.float.committed.connect(self._press)

    def suggest(self, minor: int) -> None:
        """Start from the last float."""
        self.float.set_value(screen().money(minor, symbol=False))

    def refuse(self, refusal: Refusal) -> None:
        """Beside the field, which is what is wrong."""
        self.float.set_error(screen().sentence(refusal))

    def _press(self) -> None:
        try:
            amount = parse_money(self.float.value(), self._settings.currency, field="float")
        except Refusal as refusal:
            self.refuse(refusal)
            return
        self.opened.emit(amount)
