"""Which days a search covers: all, today, yesterday, or one that is picked."""

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.i18n import P_, _, screen
from salon_pos.ui import theme
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.icon_button import IconButton

ANY, TODAY, YESTERDAY, PICKED = "any", "today", "yesterday", "picked"


class DayChooser(QWidget):
    """`day()` is the business day to search, None for all of them. `changed` when it changes."""

    changed = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self.choice = Choice("", [
            (ANY, _("Any day")), (TODAY, P_("day", "Today")), (YESTERDAY, P_("day", "Yesterday")),
            (PICKED, _("Pick a date")),
        ])  # fmt: skip
        self.choice.blocks.setAccessibleName(_("Which days"))
        self.date = Field("", "date", placeholder=_("Year-month-day, such as 2026-11-24"))
        self.date.line.setAccessibleName(_("Date"))
        self.earlier = IconButton("chevron-left", _("The day before"), bare=True)
        self.later = IconButton("chevron-right", _("The day after"), bare=True)
        self._picked: date | None = None
        self._lay_out()
        self.choice.picked.connect(self._chosen)
        self.date.changed.connect(self._typed)
        self.earlier.clicked.connect(lambda: self._step(-1))
        self.later.clicked.connect(lambda: self._step(1))

    def day(self) -> date | None:
        """The business day chosen."""
        match self.choice.value():
            case "today":
                return self._today()
            case "yesterday":
                return self._today() - timedelta(days=1)
            case "picked":
                return self._picked
        return None

    def all_days(self) -> None:
        """Search everywhere again."""
        self.choice.set_value(ANY)
        self._chosen()

    def show_day(self, day: date) -> None:
        """Search one day."""
        self.choice.set_value(PICKED)
        self._picked = day
        self._chosen()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens().s)
        self.row = QWidget()
        row = QHBoxLayout(self.row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens().xs)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self.earlier, 0, top)
        row.addWidget(self.date, 1, top)
        row.addWidget(self.later, 0, top)
        column.addWidget(self.choice)
        column.addWidget(self.row)
        self.row.hide()

    def _chosen(self) -> None:
        picking = self.choice.value() == PICKED
        self.row.setVisible(picking)
        if picking:
            self._picked = self._picked or self._today()
            self._write(self._picked)
            self.date.line.setFocus()
            self.date.line.selectAll()
        self.changed.emit()

    def _step(self, by: int) -> None:
        self._picked = (self._picked or self._today()) + timedelta(days=by)
        self._write(self._picked)
        self.changed.emit()

    def _write(self, day: date) -> None:
        self.date.blockSignals(True)
        self.date.set_value(day.isoformat())
        self.date.clear_error()
        self.date.blockSignals(False)

    def _typed(self) -> None:
        """Search as soon as the typed date is whole; say what is expected once it cannot be."""
        try:
            self._picked = date.fromisoformat(self.date.value().strip())
        except ValueError:
            if len(self.date.value().strip()) >= len("2026-11-24"):
                example = self._today().isoformat()
                self.date.set_error(_("There is no such day. Type it like {day}.", day=example))
            return
        self.changed.emit()


def shown_day(day: date, today: date) -> str:
    """A heading for a day: with its year unless that is this year's."""
    if day == today:
        return f"{P_('day', 'Today')} · {screen().day(day)}"
    if day.year != today.year:
        return f"{screen().date(day)} · {screen().weekday(day)}"
    return screen().day(day)
