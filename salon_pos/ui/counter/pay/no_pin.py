"""A card that has no PIN, where one is asked for: said at once, with the way out."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from salon_pos.domain.rights import Right
from salon_pos.i18n import _
from salon_pos.ui import theme
from salon_pos.ui.desk import Desk
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.confirm import Panel
from salon_pos.ui.widgets.paragraph import Paragraph


class NoPin(Panel):
    """`pin_wanted` where its holder, who is here, is to choose one now."""

    pin_wanted = Signal()

    def __init__(self, host: QWidget, desk: Desk, number: str, name: str) -> None:
        super().__init__(host)
        self.body.setSpacing(theme.tokens().m)
        title = _("Card {number} has no PIN yet", number=number)
        here = _(
            "It is {name}'s, and does not pay here without a PIN. If {name} is present, let them "
            "choose one now. Otherwise take another tender.", name=name,
        )  # fmt: skip
        self.give = Button(_("Choose a PIN"), "primary", key="Enter", big=True)
        self.leave = Button(_("Another tender"), "quiet", key="Esc")
        self.body.addWidget(Paragraph(title, "lead", weight=500))
        self.body.addWidget(Paragraph(here, tone="muted"))
        for key in (self.give, self.leave):
            self.body.addWidget(key)
        self.give.setVisible(desk.may(Right.RUN_CARDS))
        self.give.clicked.connect(self._want)
        self.leave.clicked.connect(self.dismiss)

    def first_focus(self) -> QWidget | None:
        return self.give if self.give.isVisibleTo(self) else self.leave

    def _want(self) -> None:
        self.dismiss()
        self.pin_wanted.emit()
