"""Several people do one line: two to four, with parts that sum to 100 %."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from salon_pos.i18n import _
from salon_pos.ui import theme
from salon_pos.ui.counter.till import Till
from salon_pos.ui.shares import ENTER, Shares
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.ui.widgets.slide_over import SlideOver
from salon_pos.ui.widgets.text import Text

LEAST = 2


class SharePanel(SlideOver):
    """`shared(credits)`: the first one chosen leads and sets the price."""

    shared = Signal(tuple)

    def __init__(self, host: QWidget, till: Till) -> None:
        super().__init__(host, _("Back to the ticket"), fraction=0.36, least=460)
        line = till.line()
        credits = line.staff if line else till.hand
        names = {member.id: member.name for member in till.shop.serving}
        names |= {each.staff_id: till.shop.staff[each.staff_id].name for each in credits}
        self.shares = Shares(names, credits, least=LEAST)
        self.header.addWidget(Text(_("Share the line"), "title", weight=500), 1)
        hint = _("Choose two to four. The first one leads and sets the price.")
        self.body.setSpacing(theme.tokens().m)
        self.body.addWidget(Paragraph(hint, "small", tone="muted"))
        column = ScrollColumn()
        column.body.addWidget(self.shares)
        column.body.addStretch(1)
        self.body.addWidget(column, 1)
        self.note = Text("", "small", tone="muted")
        self.footer.addWidget(self.note, 1)
        self.done = Button(_("Share"), "primary", key="Enter", big=True)
        self.done.clicked.connect(self._share)
        self.footer.addWidget(self.done)
        self.shares.changed.connect(self._judge)
        self.shares.committed.connect(self._share)
        self._judge()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self._share()
            event.accept()
            return
        super().keyPressEvent(event)

    def _judge(self) -> None:
        self.done.setEnabled(self.shares.credits() is not None)
        self.note.setText(self.shares.missing())

    def _share(self) -> None:
        credits = self.shares.credits()
        if credits is not None:
            self.dismiss()
            self.shared.emit(credits)
