"""The left column: a search over everything, and the list of sections."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from salon_pos.i18n import _
from salon_pos.ui import theme
from salon_pos.ui.backoffice.search import Place, found
from salon_pos.ui.backoffice.sections import SECTIONS
from salon_pos.ui.widgets.banner import EmptyState
from salon_pos.ui.widgets.card import Card, Line
from salon_pos.ui.widgets.row_list import RowList
from salon_pos.ui.widgets.rows import Row
from salon_pos.ui.widgets.search_field import SearchField

_WIDE = 248


class Navigation(Card):
    """`moved(Place)` while arrows walk through the sections, `picked(Place)` to go in."""

    moved = Signal(object)
    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__(pad=False)
        t = theme.tokens()
        self.setFixedWidth(round(_WIDE * theme.current().scale))
        self.search = SearchField(_("Search"), _("Clear"), key="F2", on_surface=True)
        self.search.setAccessibleName(_("Search all settings and entries"))
        self.list = RowList(_("Sections"))
        self.nothing = EmptyState("search", "")
        top = QWidget()
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        self._pages.addWidget(self.list)
        self._pages.addWidget(self.nothing)
        self._top(top, t.m)
        self.body.addWidget(Line())
        self.body.addWidget(pages, 1)
        self._at = SECTIONS[0].key
        self.search.textChanged.connect(lambda _: self._look())
        self.search.moved.connect(self.list.step)
        self.search.submitted.connect(lambda _: self.list.pick_current())
        self.list.moved.connect(self._moved)
        self.list.picked.connect(self._picked)
        self._look()

    def show_at(self, section: str) -> None:
        """Mark the section that is open."""
        self._at = section
        if not self.search.text():
            self.list.set_current(Place(section))

    def _top(self, top: QWidget, pad: int) -> None:
        column = QVBoxLayout(top)
        column.setContentsMargins(pad, pad, pad, pad)
        column.addWidget(self.search)
        self.body.addWidget(top)

    def _look(self) -> None:
        text = self.search.text().strip()
        rows = found(text) if text else _section_rows()
        self.list.show_entries(rows)
        self.nothing.words.setText(_("Nothing here is called “{text}”.", text=text))
        self._pages.setCurrentWidget(self.list if rows else self.nothing)
        if not text:
            self.list.set_current(Place(self._at))
        elif rows:
            self.list.set_current(rows[0].key)

    def _moved(self, place: Place) -> None:
        if not self.search.text():
            self.moved.emit(place)

    def _picked(self, place: Place) -> None:
        self.search.clear()
        self.picked.emit(place)


def _section_rows() -> list[Row]:
    return [Row(key=Place(entry.key), title=_(entry.word), icon=entry.icon) for entry in SECTIONS]
