"""ListCard: the card with a section's entries and the button that begins a new one."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.i18n import _
from salon_pos.ui import theme
from salon_pos.ui.widgets.banner import Banner
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Card, Line
from salon_pos.ui.widgets.row_list import RowList
from salon_pos.ui.widgets.switch import Switch
from salon_pos.ui.widgets.text import Text

_LEAST = 344
_MOST = 440
ANY_WIDTH = 16_777_215  # Qt's own largest


class ListCard(Card):
    """`list`, `add` and `with_retired` are its parts; `above` stands over the list. `needs` says
    who may change it, where there is no room beside the list to say so."""

    def __init__(self, title: str, new_words: str, needs: str, above: Sequence[QWidget]) -> None:
        super().__init__(pad=False)
        t = theme.tokens()
        self.needs = QWidget()
        around = QVBoxLayout(self.needs)
        around.setContentsMargins(t.m, 0, t.m, t.m)
        around.addWidget(Banner(needs, icon="lock"))
        self.list = RowList(title)
        self.add = Button(new_words, icon="plus", key="Ctrl+N")
        self.with_retired = Switch(_("Show retired"))
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(t.l + 2, t.s, t.l, t.s)
        head.setFixedHeight(t.hit + 2 * t.s)
        row.addWidget(Text(title, "lead", weight=500), 1)
        self.body.addWidget(head)
        for part in above:
            self.body.addWidget(part)
        self.body.addWidget(self.needs)
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
        scale = theme.current().scale
        self.setMinimumWidth(0 if wide else round(_LEAST * scale))
        self.setMaximumWidth(ANY_WIDTH if wide else round(_MOST * scale))
