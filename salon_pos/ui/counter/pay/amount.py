"""The amount being typed: from the keyboard, the pad and the likely notes."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.domain.money import Currency, parse_money
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.tenders import likely_notes
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.number_pad import NumberPad

GAP = 10
NOTES_FROM, SMALL = 20, 100  # whole units of the currency


class AmountPad(QWidget):
    """`typed(minor units or None)` with every change, None for "exactly what is due"; `entered`
    when Enter is pressed on the pad, while the field leaves Enter to the panel; `moved(step)` on
    Up and Down. What is proposed is replaced by the first key. `noted(minor units)` by the key of
    what a client may hand over in cash."""

    typed = Signal(object)
    noted = Signal(int)
    entered = Signal()
    moved = Signal(int)

    def __init__(self, currency: Currency, *, short: bool = False) -> None:
        super().__init__()
        t = theme.tokens()
        self._currency, self._proposed, self._showing = currency, True, False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(round(GAP * theme.current().scale))
        self.field = Field("", "money", before=currency.symbol, big=True)
        self.field.line.setAccessibleName(_("Amount handed over"))
        self.exact = Button(_("Exact"))
        self.notes = [Button("") for _n in range(3)]
        self.pad = NumberPad(_("Amount"), _("Erase"), order="decimal")
        for digit in self.pad.keys.values():
            digit.setMinimumHeight(t.hit)  # it gives way to the tips beneath it
        notes = QVBoxLayout() if short else QHBoxLayout()
        notes.setSpacing(round(GAP * theme.current().scale))
        for key in (self.exact, *self.notes):
            key.setFixedHeight(t.hit if short else t.field)
            notes.addWidget(key, 1)
        column.addWidget(self.field)
        if short:
            self._beside(column, notes)
        else:
            column.addLayout(notes)
            column.addWidget(self.pad, 1)
        self.field.changed.connect(self._edited)
        self.field.line.installEventFilter(self)
        self.pad.typed.connect(self._press)
        self.pad.erased.connect(self._erase)
        self.pad.entered.connect(self.entered)
        self.exact.clicked.connect(self._take_exact)
        for key in self.notes:
            key.clicked.connect(lambda _=False, key=key: self.noted.emit(key.property("note")))

    def _beside(self, column: QVBoxLayout, notes: QVBoxLayout | QHBoxLayout) -> None:
        """In a low window the notes stand beside the pad, which gives up some of its height."""
        grid = self.pad.layout()
        assert grid is not None
        grid.setSpacing(theme.tokens().xs)
        row = QHBoxLayout()
        row.setSpacing(notes.spacing())
        row.addWidget(self.pad, 3)
        row.addLayout(notes, 1)
        notes.setSpacing(theme.tokens().xs)
        column.addLayout(row, 1)

    @property
    def is_wrong(self) -> bool:
        """Whether something stands in the field that is no amount."""
        return bool(self.field.value()) and self.value() is None

    def say_wrong(self) -> None:
        """Say beneath the field what is wrong with it, and what an amount looks like."""
        try:
            parse_money(self.field.value(), self._currency, field="amount")
        except Refusal as refusal:
            self.field.set_error(screen().sentence(refusal))
        self.field.line.setFocus()

    def _take_exact(self) -> None:
        self.typed.emit(None)
        self.field.line.setFocus()  # so that Enter takes payment, and not the key again

    def propose(self, amount: int, *, due: int, notes: bool = False) -> None:
        """Show the amount of the tender being entered and, where it is cash, the `notes` likely for
        what is due."""
        text = screen().money(amount, symbol=False).replace(",", "")
        if self.value() != amount or self._proposed:
            self._proposed = self._showing = True
            self.field.set_value(text)
            self.field.line.selectAll()
            self._showing = False
        likely = (*(self._likely(due) if notes else ()), 0, 0, 0)
        for key, note in zip(self.notes, likely, strict=False):
            key.setVisible(note > 0)
            key.setProperty("note", note)
            key.set_label(screen().price(note))
            key.setCheckable(True)
            key.setChecked(note == amount)

    def _likely(self, due: int) -> tuple[int, ...]:
        """Notes, not coins, once the amount is worth a note; nobody hands over far more than is
        due, but for a small amount."""
        unit = self._currency.unit
        most = max(2 * due, SMALL * unit)
        found = likely_notes(due, unit * 10 if due >= NOTES_FROM * unit else unit)
        return tuple(note for note in found if note <= most)

    def value(self) -> int | None:
        """The amount in minor units, None while it is no amount."""
        try:
            return parse_money(self.field.value(), self._currency, field="amount")
        except Refusal:
            return None

    def eventFilter(self, watched, event) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            step = {16777235: -1, 16777237: 1}.get(event.key())  # Up, Down
            if step:
                self.moved.emit(step)
                return True
        return super().eventFilter(watched, event)

    def _edited(self) -> None:
        if self._showing:
            return
        self._proposed = False
        value = self.value()
        if value is None and self.field.value():
            self.say_wrong()
        else:
            self.typed.emit(value or 0)

    def _press(self, sign: str) -> None:
        text = "" if self._proposed else self.field.value()
        if sign == "." and "." in text:
            return
        self.field.set_value(text + sign)

    def _erase(self) -> None:
        self.field.set_value("" if self._proposed else self.field.value()[:-1])
