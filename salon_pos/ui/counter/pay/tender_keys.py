"""The keys of the pay panel, one for each way to pay; each keeps its number for one payment."""

from collections.abc import Callable, Hashable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from salon_pos.i18n import _
from salon_pos.ui.counter.pay.tendering import Tendering
from salon_pos.ui.counter.pay.ways import ICONS, Way
from salon_pos.ui.widgets.clear import clear
from salon_pos.ui.widgets.row_button import RowButton
from salon_pos.ui.widgets.scroll import ScrollColumn

MOST = 9  # as many as there are digits to press with Alt


class TenderKeys(QWidget):
    """`taken(key of a way)` by a tap, or by Alt and its number. What comes later, such as a scanned
    card, stands in its place and gets the next number, so that no other number moves. They stand in
    the column `around` them."""

    taken = Signal(object)

    def __init__(self, around: ScrollColumn, *, short: bool) -> None:
        super().__init__()
        self._around, self._short = around, short
        self.keys: dict[Hashable, RowButton] = {}
        self._numbers: dict[Hashable, int] = {}
        self._ways: tuple[Way, ...] = ()
        self._shown: list[tuple[Hashable, str]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(around.body.spacing())
        self._column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetMinimumSize)
        around.verticalScrollBar().rangeChanged.connect(lambda *_range: self._bring_chosen())

    def show_ways(self, ways: Sequence[Way]) -> None:
        """A key for each; those that stand there already stay."""
        self._ways = tuple(ways)
        for way in ways:
            if not way.off:
                self._numbers.setdefault(way.key, len(self._numbers) + 1)
        shown = [(way.key, way.off) for way in ways]
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._column)
        self.keys.clear()
        for way in ways:
            number = self._numbers.get(way.key, MOST + 1)
            hint = f"Alt {number}" if number <= MOST and not way.off else ""
            key = RowButton(
                way.label, icon=ICONS[way.method.kind], tall=True, key=hint, note=way.off
            )
            key.setEnabled(not way.off)
            key.setCheckable(not way.asks)
            key.clicked.connect(partial(self._tapped, way.key))
            self.keys[way.key] = key
            self._column.addWidget(key)

    def tell(self, state: Tendering, *, entering: bool) -> None:
        """What is left of each balance, and, while a tender is being entered, which it is."""
        current = state.current if entering else None
        for way in self._ways:
            source = way.offer.source if way.offer else ""
            taken = state.taken_from(way.offer) if way.offer else 0
            key = self.keys[way.key]
            key.set_detail(way.detail(taken, short=self._short))
            held = current and (current.method_id, current.source) == (way.method.id, source)
            key.setChecked(bool(held) and not way.asks)
        self._bring_chosen()

    def bindings(self) -> list[tuple[str, str, Callable[[], object]]]:
        """(key, words, what it does) for every number, also for what may come."""
        named = {self._numbers[way.key]: way.label for way in self._ways if not way.off}
        return [
            (
                f"Alt+{n}",
                _("Pay with {tender}", tender=named[n]) if n in named
                else _("Pay with what was scanned"),
                partial(self._take_number, n),
            )
            for n in range(1, MOST + 1)
        ]  # fmt: skip

    def _bring_chosen(self) -> None:
        """What is being entered stays in sight, also where what was received leaves less room."""
        chosen = next((key for key in self.keys.values() if key.isChecked()), None)
        if chosen is not None:
            self._around.bring(chosen)

    def _take_number(self, number: int) -> None:
        for way in self._ways:
            if not way.off and self._numbers[way.key] == number:
                self.taken.emit(way.key)
                return

    def _tapped(self, key: Hashable, _on: bool = False) -> None:
        self.taken.emit(key)
