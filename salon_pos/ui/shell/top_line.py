"""The top line: which salon, which business day, the shift, and the time."""

from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from salon_pos.db.queries import shifts
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.desk import Desk
from salon_pos.ui.widgets.chip import Chip
from salon_pos.ui.widgets.text import Text

_TALL = 52
_TICK_MS = 5_000


class TopLine(QWidget):
    """`look()` reads salon and shift anew; the clock goes by itself."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        t = theme.tokens()
        self.setFixedHeight(round(_TALL * theme.current().scale))
        self.salon = Text("", weight=500)
        self.day = Text("", "small", tone="muted")
        self.demo = Chip(_("Demo salon"), "info")
        self.clock = Text("", "small", tone="muted", right=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(t.xl, 0, t.xl, 0)
        row.setSpacing(t.l)
        for widget in (self.salon, self.day):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.demo)
        row.addWidget(self.clock)
        timer = QTimer(self, interval=_TICK_MS)
        timer.timeout.connect(self.tick)
        timer.start()
        self.look()

    def look(self) -> None:
        """Say again which salon, day and shift this is."""
        settings = self._desk.settings
        self.salon.setText(settings.name)
        self.demo.setVisible(settings.is_demo)
        self._shift = shifts.open_shift(self._desk.till_id)
        self.tick()

    def tick(self) -> None:
        """The time of day, and the business day, which changes at the salon's cut-off."""
        now = self._desk.now()
        self.clock.setText(screen().time(self._desk.settings.local(now)))
        self.day.setText(self._day(now))

    def _day(self, now: datetime) -> str:
        settings, shift = self._desk.settings, self._shift
        if shift is None:
            return _("{day} · no shift open", day=screen().day(settings.business_day(now)))
        since = screen().time(settings.local(shift.opened_at))
        return _("{day} · shift since {time}", day=screen().day(shift.business_day), time=since)
