"""Parked tickets along the bottom: a name or tag and the minutes; more than fit go to a list."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.counter import wording
from salon_pos.ui.counter.parked import Waiting
from salon_pos.ui.widgets.row_button import RowButton
from salon_pos.ui.widgets.text import Text

MOST_IN_SIGHT = 6


class ParkedStrip(QWidget):
    """`resumed(uid)` when one is tapped, `all_asked` for the list of them all."""

    resumed = Signal(str)
    all_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        t = theme.tokens()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(t.s + 2)
        self.caption = Text(_("Parked"), "caption", tone="muted")
        self.all = RowButton(_("All tickets"), key="F7")
        self.all.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.all.clicked.connect(self.all_asked)
        self.keys: list[RowButton] = []
        self._row.addWidget(self.caption)
        self._row.addStretch(1)
        self._row.addWidget(self.all)
        self.setFixedHeight(t.hit + 4)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_tickets(self, tickets: Sequence[Waiting], now) -> None:
        """Show who waits; as many as fit, at most six."""
        for key in self.keys:
            self._row.removeWidget(key)
            key.hide()
            key.deleteLater()
        self.keys = [self._key(one, now) for one in tickets[:MOST_IN_SIGHT]]
        for place, key in enumerate(self.keys, 1):
            self._row.insertWidget(place, key)
        count = len(tickets)
        self.all.set_label(_("All {n}", n=count) if count else _("Tickets"))
        self.caption.setText(_("Parked") if tickets else _("No parked tickets"))
        self._fit()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Hide those that do not fit beside the way to the list."""
        gap = self._row.spacing()
        room = (
            self.width() - self.caption.sizeHint().width() - self.all.sizeHint().width() - 2 * gap
        )
        for key in self.keys:
            room -= key.sizeHint().width() + gap
            key.setVisible(room >= 0)

    def _key(self, one: Waiting, now) -> RowButton:
        waited = wording.waited(one.ticket.opened_at, now)
        key = RowButton(name_of(one), detail=waited)
        key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        key.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        key.clicked.connect(lambda _=False, uid=one.ticket.uid: self.resumed.emit(uid))
        return key


def name_of(one: Waiting) -> str:
    """What a waiting ticket is called: its tag and its client, or when it was opened."""
    parts = [part for part in (one.ticket.tag, one.client) if part]
    if parts:
        return " · ".join(parts)
    return _("Walk-in {what}", what=screen().number(len(one.ticket.lines)))
