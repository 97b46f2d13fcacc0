"""The tenders received so far, each with a key that takes it off again."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.counter.pay.tendering import Entry
from salon_pos.ui.widgets.clear import clear
from salon_pos.ui.widgets.figures import TotalRow
from salon_pos.ui.widgets.icon_button import IconButton
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.text import Text


def whose(entries: Sequence[Entry]) -> list[str]:
    """Of each tender from another client's card, whose it is and its last four; else nothing."""
    cards = [entry.offer for entry in entries]
    return [
        _("Card of {name} · {number}", name=card.holder, number=card.name[-4:])
        if card and card.holder else ""
        for card in cards
    ]  # fmt: skip


class PointsWords(QWidget):
    """What points come, and beneath it why; in a low window they are one line and two, which give
    way to the change, and are shown whole when they have the focus."""

    def __init__(self, *, short: bool) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.points: Text | Paragraph
        self.why: Text | Paragraph
        if short:
            self.points = Text("", "small", tone="muted", weight=500)
            self.why = Text("", "small", tone="muted", lines=2)
        else:
            self.points = Paragraph("", "small", tone="muted", weight=500)
            self.why = Paragraph("", "small", tone="muted")
        for words in (self.points, self.why):
            column.addWidget(words)
            if short:
                words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def tell(self, points: str, why: str) -> None:
        """Both in words; nothing where nobody earns."""
        self.points.setText(points)
        self.why.setText(why)
        self.why.setVisible(bool(why))
        self.setVisible(bool(points))


class Received(QWidget):
    """`removed(place)` when one is taken off. A low window's head says what was received in all, so
    that the caption is left out there."""

    removed = Signal(int)

    def __init__(self, *, short: bool = False) -> None:
        super().__init__()
        self._short = short
        self.entries: tuple[tuple[str, int], ...] = ()
        self.notes: tuple[str, ...] = ()
        self.whose: tuple[str, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetMinimumSize)

    def show_entries(
        self, entries: Sequence[tuple[str, int]], notes: Sequence[str] = (),
        whose: Sequence[str] = (), *, packs: int = 0,
    ) -> None:  # fmt: skip
        """`entries` are (tender's name, minor units), `notes` what stands quietly beside each,
        `whose` below it. What `packs` pay is not taken off here, but on the ticket."""
        self.entries, self.notes, self.whose = tuple(entries), tuple(notes), tuple(whose)
        clear(self._column)
        if (entries or packs) and not self._short:
            self._column.addWidget(Text(_("Received so far"), "caption", tone="muted"))
        if packs:
            row, t = TotalRow(_("Packs"), screen().money(packs)), theme.tokens()
            row.setContentsMargins(0, 0, t.hit + t.xs, 0)  # its figure above those with a key
            self._column.addWidget(row)
        for place, (name, amount) in enumerate(entries):
            self._column.addWidget(self._row(place, name, amount))
            if place < len(whose) and whose[place]:
                self._column.addWidget(Text(whose[place], "small", tone="muted"))

    def _row(self, place: int, name: str, amount: int) -> QWidget:
        row, words = QWidget(), screen().money(amount)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.tokens().xs)
        note = self.notes[place] if place < len(self.notes) else ""
        line.addWidget(Text(name, "body"), 0 if note else 1)
        if note:
            line.addWidget(Text(note, "small", tone="muted"), 1)
        line.addWidget(Text(words, "body", weight=500, right=True))
        away = IconButton(
            "x", _("Take {tender} {amount} off", tender=name, amount=words), bare=True, tone="muted"
        )
        away.clicked.connect(lambda: self.removed.emit(place))
        line.addWidget(away)
        return row
