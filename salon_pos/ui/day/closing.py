"""Closing a shift: the drawer is counted blind, then compared, and a difference gets a reason."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from salon_pos.domain.money import parse_money
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.settings import Settings
from salon_pos.i18n import P_, _, n_, screen
from salon_pos.ui import theme
from salon_pos.ui.day.report import tell_difference
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.figures import TotalRow
from salon_pos.ui.widgets.note_field import NoteField
from salon_pos.ui.widgets.number_pad import NumberPad
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.ui.widgets.slide_over import SlideOver
from salon_pos.ui.widgets.text import Text

_LOW = 700  # below this height the number pad stands with its smallest keys
_TIGHT_PAD = 238

Close = Callable[[int, str, Callable[[Refusal], None]], None]


class CountPanel(SlideOver):
    """`expected()` is asked only after something was counted. `close(counted, reason, refused)`
    ends the shift, or calls `refused`."""

    def __init__(
        self, host: QWidget, settings: Settings, expected: Callable[[], int], close: Close
    ) -> None:
        super().__init__(host, _("Close"), fraction=0.4, least=480)
        self._settings, self._expected, self._close = settings, expected, close
        self.counted: int | None = None
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(_("Count the drawer"), "title", weight=500))
        self.blind = Text(_("What should be in it is shown afterwards."), "small", tone="muted")
        words.addWidget(self.blind)
        self.header.addLayout(words)
        is_low = host.height() < round(_LOW * theme.current().scale)
        big = not is_low
        self.amount = Field(
            _("Cash in the drawer, float included"), "money", big=big,
            before=settings.currency.symbol,
        )  # fmt: skip
        order = "decimal" if settings.currency.digits else "money"
        self.pad = NumberPad(_("Cash in the drawer"), _("Erase"), order=order)
        if is_low:
            self.pad.setFixedHeight(round(_TIGHT_PAD * theme.current().scale))
        self.expected_row = TotalRow(_("Expected in the drawer"))
        self.counted_row = TotalRow(_("Counted"))
        self.difference_row = TotalRow(P_("cash count", "Difference"), strong=True)
        self.open_tickets = Paragraph("", "small", tone="muted")
        self.compare = Button(_("Compare"), "primary", key="Enter", big=big)
        self.again = Button(_("Count again"), "secondary", icon="rotate-ccw", key="F8", big=big)
        self.reason = NoteField(_("Why does it differ?"), lines=2)
        self.done = Button(_("Close the shift"), "primary", key="F9", big=big)
        self._lay_out()
        self.compare.clicked.connect(self.judge)
        self.again.clicked.connect(self.count_again)
        self.done.clicked.connect(self.finish)
        self.pad.typed.connect(self._type)
        self.pad.erased.connect(self._erase)
        self.pad.entered.connect(self.judge)
        self.count_again()

    def note_open_tickets(self, count: int) -> None:
        """Open tickets do not hold the shift open; say that they stay."""
        if count:
            said = n_(
                "{n} ticket is still open. It stays for the next shift.",
                "{n} tickets are still open. They stay for the next shift.",
                count,
            )
            self.open_tickets.setText(said)

    def judge(self) -> None:
        """Show what should be there beside what is."""
        try:
            counted = parse_money(self.amount.value(), self._settings.currency, field="counted")
        except Refusal as refusal:
            self.amount.set_error(screen().sentence(refusal))
            return
        self.counted, expected = counted, self._expected()
        self._show_outcome(counted, expected)

    def count_again(self) -> None:
        """Back to the count; what was typed stays."""
        self.counted = None
        self._turn(counting=True)
        self.amount.setFocus()
        self.amount.line.selectAll()

    def finish(self) -> None:
        """Close the shift with this count."""
        if self.counted is not None:
            self._close(self.counted, self.reason.value(), self._refused)
        else:
            self.judge()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter:
            self.finish()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        t = theme.tokens()
        self.counting, self.outcome = ScrollColumn(), QWidget()
        self.counting.body.setSpacing(t.s)
        self.counting.body.addWidget(self.amount)
        self.counting.body.addWidget(self.pad)
        self.counting.body.addStretch(1)
        rows = QVBoxLayout(self.outcome)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(t.m)
        for row in (
            self.expected_row,
            self.counted_row,
            self.difference_row,
            self.reason,
            self.open_tickets,
        ):
            rows.addWidget(row)
        rows.addStretch(1)
        self.body.addWidget(self.counting)
        self.body.addWidget(self.outcome)
        self.footer.setSpacing(t.m)
        for button in (self.again, self.compare, self.done):
            self.footer.addWidget(button, 1)

    def _turn(self, *, counting: bool) -> None:
        self.blind.setVisible(counting)
        self.counting.setVisible(counting)
        self.outcome.setVisible(not counting)
        self.compare.setVisible(counting)
        self.again.setVisible(not counting)
        self.done.setVisible(not counting)

    def _show_outcome(self, counted: int, expected: int) -> None:
        self.expected_row.tell(screen().money(expected))
        self.counted_row.tell(screen().money(counted))
        tell_difference(self.difference_row, counted - expected)
        self.reason.setVisible(counted != expected)
        self._turn(counting=False)
        (self.reason if counted != expected else self.done).setFocus()

    def _refused(self, refusal: Refusal) -> None:
        if refusal.field == "reason":
            self.reason.set_error(screen().sentence(refusal))
            self.reason.setFocus()
        else:
            self.count_again()
            self.amount.set_error(screen().sentence(refusal))

    def _type(self, sign: str) -> None:
        if sign != "." or "." not in self.amount.value():
            self.amount.line.insert(sign)

    def _erase(self) -> None:
        self.amount.line.backspace()
