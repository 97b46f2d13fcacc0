"""The Day room: open the shift, see what it has done, count the drawer and close it."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from salon_pos.db.queries import people, shifts, tickets
from salon_pos.db.queries.shifts import Shift
from salon_pos.domain.refusal import Refusal
from salon_pos.i18n import _, n_, screen
from salon_pos.ui import theme
from salon_pos.ui.day.closing import CountPanel
from salon_pos.ui.day.opening import OpeningCard
from salon_pos.ui.day.past import PastShift
from salon_pos.ui.day.report import ShiftReport, difference_words
from salon_pos.ui.desk import Desk
from salon_pos.ui.shell import Room, Shell
from salon_pos.ui.shift_opening import open_the_shift
from salon_pos.ui.widgets.banner import EmptyState
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Card, Line
from salon_pos.ui.widgets.row_list import RowList
from salon_pos.ui.widgets.rows import Row
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.ui.widgets.text import Text
from salon_pos.usecases.shifts import Closing, close_shift

SHIFT_NARROW, SHIFT_WIDE = 330, 460


class DayRoom(Room):
    """The shift at the left, the ones before it at the right."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self.opening = OpeningCard(desk.settings)
        self.now, self.report = Card(), ShiftReport()
        self.since = Text("", "small", tone="muted")
        self.count = Button(_("Count and close"), "primary", icon="calculator", key="F9", big=True)
        self.list = RowList(_("Shifts before"))
        self.panel: CountPanel | None = None
        self.past: PastShift | None = None
        self._lay_out()
        self.opening.opened.connect(self._open)
        self.count.clicked.connect(self.count_drawer)
        self.list.picked.connect(lambda uid: self.show_past(str(uid)))
        self.desk.changed.connect(self._look_again)
        self.bind("F8", _("Open the shift"), self._to_float)
        self.bind("F9", _("Count and close the shift"), self.count_drawer)

    def shown(self) -> None:
        """Read again."""
        self.look()
        self._first().setFocus()

    def look(self) -> None:
        """Show the shift and the ones before as they are now."""
        recent = shifts.recent_shifts(self.desk.till_id, limit=60)
        self.shift = next((shift for shift in recent if shift.closed_at is None), None)
        self._past = {shift.uid: shift for shift in recent if shift.closed_at is not None}
        self._names = {m.id: m.name for m in people.staff_members(with_retired=True)}
        self.opening.setVisible(self.shift is None)
        self.now.setVisible(self.shift is not None)
        if self.shift:
            self.since.setText(self._opened_words(self.shift))
            self.report.show_shift(self.shift, shifts.shift_totals(self.shift.id))
        elif recent:
            self.opening.suggest(recent[0].opening_float)
        else:
            self.opening.suggest(0)
        self._show_past()

    def count_drawer(self) -> None:
        """Begin the blind count."""
        if self.shift is None:
            return
        till = self.desk.till_id
        self.panel = CountPanel(
            self.shell, self.desk.settings, lambda: shifts.drawer_balance(till), self._close
        )
        self.panel.note_open_tickets(len(tickets.open_tickets()))
        self.shell.bind(self.panel, "F8", _("Count again"), self.panel.again.click)
        self.shell.bind(self.panel, "F9", _("Close the shift"), self.panel.finish)
        self.shell.slide_over(self.panel)

    def show_past(self, uid: str) -> None:
        """One of the shifts before, in full."""
        shift = self._past[uid]
        self.past = PastShift(self.shell, shift, self._span(shift))
        self.shell.slide_over(self.past)
        self.past.closed.connect(self._left_past)

    def _left_past(self) -> None:
        """Back in the list it was opened from; after closing a shift, at what comes next."""
        if not self.list.hasFocus():
            self._first().setFocus()

    def _lay_out(self) -> None:
        t = theme.tokens()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(t.l)
        row.addWidget(self._today(), 1)
        row.addWidget(self._before(), 1)

    def _today(self) -> QWidget:
        side = QWidget()
        scale = theme.current().scale
        side.setMinimumWidth(round(SHIFT_NARROW * scale))
        side.setMaximumWidth(round(SHIFT_WIDE * scale))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        scroll = ScrollColumn()
        scroll.body.addWidget(self.report)
        scroll.body.addStretch(1)
        self.now.body.addWidget(Text(_("The shift so far"), "title", weight=500))
        self.now.body.addWidget(self.since)
        self.now.body.addWidget(scroll, 1)
        self.now.body.addWidget(self.count)
        column.addWidget(self.now, 1)
        column.addWidget(self.opening)
        column.addStretch(0)
        return side

    def _before(self) -> QWidget:
        t = theme.tokens()
        card = Card(pad=False)
        head = QVBoxLayout()
        head.setContentsMargins(t.l + 2, t.l, t.l + 2, t.l)
        head.addWidget(Text(_("Shifts before"), "item", weight=500))
        card.body.addLayout(head)
        card.body.addWidget(Line())
        below = QWidget()
        self._lists = QStackedLayout(below)
        self._lists.addWidget(self.list)
        self._lists.addWidget(
            EmptyState("calendar-check", _("Closed shifts are listed here with their count."))
        )
        card.body.addWidget(below, 1)
        return card

    def _show_past(self) -> None:
        sums = shifts.shift_sums([shift.id for shift in self._past.values()])
        rows = [self._row(shift, *sums.get(shift.id, (0, 0))) for shift in self._past.values()]
        self.list.show_entries(rows)
        self._lists.setCurrentIndex(0 if rows else 1)

    def _row(self, shift: Shift, count: int, total: int) -> Row:
        difference = (shift.counted or 0) - (shift.expected or 0)
        return Row(
            key=shift.uid,
            title=screen().day(shift.business_day),
            note=n_("{n} sale", "{n} sales", count),
            subtitle=self._span(shift),
            figure=screen().money(total),
            figure_note=difference_words(difference),
        )

    def _span(self, shift: Shift) -> str:
        local, say = self.desk.settings.local, screen()
        ends = f"{say.time(local(shift.opened_at))} – "
        ends += say.time(local(shift.closed_at)) if shift.closed_at else ""
        names = dict.fromkeys(
            self._names.get(who, "") for who in (shift.opened_by, shift.closed_by) if who
        )
        return f"{ends} · {say.several(list(names))}"

    def _opened_words(self, shift: Shift) -> str:
        local, say = self.desk.settings.local(shift.opened_at), screen()
        return _(
            "{day} · open since {time} · opened by {name}",
            day=say.day(shift.business_day), time=say.time(local),
            name=self._names.get(shift.opened_by, ""),
        )  # fmt: skip

    def _open(self, amount: int) -> None:
        open_the_shift(
            self.desk, self.shell, amount, then=self._opened, refused=self.opening.refuse
        )

    def _opened(self, shift: Shift) -> None:
        self.look()
        self.count.setFocus()
        said = _("The shift is open with {sum} in the drawer.",
                 sum=screen().money(shift.opening_float))  # fmt: skip
        self.shell.toast(said)

    def _close(self, counted: int, reason: str, refused: Callable[[Refusal], None]) -> None:
        self.desk.perform(close_shift, counted, reason, then=self._closed, refused=refused)

    def _closed(self, closing: Closing) -> None:
        """Show what happened: the shift just closed, in full."""
        if self.panel:
            self.panel.dismiss()
            self.panel = None
        self.look()
        uid = next(uid for uid, shift in self._past.items() if shift.id == closing.shift_id)
        self.list.set_current(uid)
        self.show_past(uid)
        said = _("The shift is closed: {difference}.",
                 difference=difference_words(closing.difference))  # fmt: skip
        self.shell.toast(said)

    def _to_float(self) -> None:
        if self.shift is None:
            self._first().setFocus()

    def _first(self) -> QWidget:
        if self.shift:
            return self.count
        self.opening.float.line.selectAll()
        return self.opening.float

    def _look_again(self, deed: str) -> None:
        if self.isVisible() and deed in ("take_payment", "open_shift", "close_shift"):
            self.look()
