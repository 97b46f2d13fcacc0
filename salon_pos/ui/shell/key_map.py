"""F1: the map of all keys, made from what is bound."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.i18n import _
from salon_pos.ui import theme
from salon_pos.ui.shell.keys import Action
from salon_pos.ui.widgets.keys import draw_key, key_width
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.ui.widgets.slide_over import SlideOver
from salon_pos.ui.widgets.text import Text


class KeyMap(SlideOver):
    """`parts` are a heading and its actions; empty parts are left out."""

    def __init__(self, host: QWidget, parts: Sequence[tuple[str, Sequence[Action]]]) -> None:
        super().__init__(host, _("Close"), fraction=0.36, least=460, footer=False)
        self.header.addWidget(Text(_("All keys"), "title", weight=500))
        self.header.addStretch(1)
        area = ScrollColumn()
        area.body.setSpacing(theme.tokens().xl)
        for heading, actions in parts:
            if actions:
                area.body.addLayout(_part(heading, actions))
        area.body.addStretch(1)
        self.body.addWidget(area)


def _part(heading: str, actions: Sequence[Action]) -> QVBoxLayout:
    t = theme.tokens()
    column = QVBoxLayout()
    column.setSpacing(t.s)
    column.addWidget(Text(heading, "small", tone="muted"))
    for action in actions:
        row = QHBoxLayout()
        row.setSpacing(t.l)
        row.addWidget(Text(action.words), 1)
        row.addWidget(KeyCap(action.key))
        column.addLayout(row)
    return column


class KeyCap(QWidget):
    """A key as it is painted beside a button, by itself."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self._key = key
        self.setAccessibleName(key)
        self.setFixedSize(key_width(key, framed=True) + 2, theme.tokens().chip + 2)

    def paintEvent(self, event) -> None:
        with QPainter(self) as p:
            draw_key(p, QPointF(0, self.height() / 2), self._key, "ink", framed=True)
