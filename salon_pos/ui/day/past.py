"""A shift that is closed, in full."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from salon_pos.db.queries import shifts
from salon_pos.db.queries.shifts import Shift
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.day.report import ShiftReport
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.ui.widgets.slide_over import SlideOver
from salon_pos.ui.widgets.text import Text


class PastShift(SlideOver):
    """`span` says from when to when, and who."""

    def __init__(self, host: QWidget, shift: Shift, span: str) -> None:
        super().__init__(host, _("Close"), fraction=0.4, least=480, footer=False)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(screen().day(shift.business_day), "title", weight=500))
        words.addWidget(Text(span, "small", tone="muted"))
        self.header.addLayout(words)
        self.report = ShiftReport()
        stamp = shifts.closing_stamp(shift.uid)
        self.report.show_shift(shift, shifts.shift_totals(shift.id), stamp)
        scroll = ScrollColumn()
        scroll.body.setContentsMargins(0, 0, theme.tokens().m, 0)  # beside its scroll bar
        scroll.body.addWidget(self.report)
        scroll.body.addStretch(1)
        self.body.addWidget(scroll)
