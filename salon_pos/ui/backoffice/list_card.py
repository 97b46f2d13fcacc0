"""ListCard: the card with a section's entries and the button that begins a new one."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.i18n import _
from salon_pos.ui import theme
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Card, Line
from salon_pos.ui.widgets.row_list import RowList
from salon_pos.ui.widgets.switch import Switch
from salon_pos.ui.widgets.text import Text

_WIDE = 344
_ANY_WIDTH = 16_777_215  # Qt's own largest


class ListCard(Card):
    """`list`, `add` and `with_retired` are its parts; `above` stands over the list."""

    def __init__(self, title: str, new_words: str, above: Sequence[QWidget]) -> None:
        super().__init__(pad=False)
        t = theme.tokens()
        self.list = RowList(title)
        self.add = Button(new_words, icon="plus", key="Ctrl+N")
        self.with_retired = Switch(_("Show retired"))
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(t.l + 2, t.l, t.l, t.l)
        row.addWidget(Text(title, "lead", weight=500), 1)
        self.body.addWidget(head)
        for part in above:
            self.body.addWidget(part)
        self.body.addWidget(Line())
        self.body.addWidget(self.list, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(t.m, t.s, t.m, t.m)
        foot.setSpacing(t.s)
        foot.addWidget(self.with_retired)
        foot.addWidget(self.add)
        self.body.addLayout(foot)

    def be_wide(self, wide: bool) -> None:
        """Take all the width there is, or that of a list beside its entry."""
        width = round(_WIDE * theme.current().scale)
        self.setMinimumWidth(0 if wide else width)
        self.setMaximumWidth(_ANY_WIDTH if wide else width)
