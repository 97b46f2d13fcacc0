"""What happened since the program was opened, the newest first, each with its way back."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from salon_pos.i18n import _
from salon_pos.ui import theme
from salon_pos.ui.widgets.banner import EmptyState
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Line
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.ui.widgets.slide_over import SlideOver
from salon_pos.ui.widgets.text import Text
from salon_pos.ui.widgets.toast import Event, ToastStack

_MOST = 100


class Happened(SlideOver):
    """The list behind the toasts. Undoing closes it, so that one sees what came back."""

    def __init__(self, host: QWidget, toasts: ToastStack) -> None:
        super().__init__(host, _("Close"), fraction=0.36, least=460, footer=False)
        self._toasts = toasts
        self.header.addWidget(Text(_("What happened"), "title", weight=500))
        self.header.addStretch(1)
        if not toasts.history:
            self.body.addWidget(EmptyState("history", _("Nothing yet since the program opened.")))
            return
        area = ScrollColumn()
        area.body.setSpacing(theme.tokens().s)
        for event in reversed(toasts.history[-_MOST:]):
            area.body.addLayout(self._row(event))
            area.body.addWidget(Line())
        area.body.addStretch(1)
        self.body.addWidget(area)

    def _row(self, event: Event) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.tokens().m)
        row.addWidget(Paragraph(event.message), 1)
        if event.undo:
            undo = Button(_("Undo"), "block", icon="undo-2")
            undo.clicked.connect(lambda: self._undo(event))
            row.addWidget(undo)
        return row

    def _undo(self, event: Event) -> None:
        self.dismiss()
        self._toasts.undo(event)
