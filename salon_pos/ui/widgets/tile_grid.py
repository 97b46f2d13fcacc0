"""TileGrid: touch tiles in as many columns as fit, one view however many tiles."""

from collections.abc import Hashable, Iterable, Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtWidgets import QListView, QWidget

from salon_pos.ui import theme
from salon_pos.ui.widgets.entries import Entry
from salon_pos.ui.widgets.lists import MARK_PLACE, TouchList
from salon_pos.ui.widgets.tiles import PersonDelegate, Tile, TileDelegate


class TileGrid(TouchList):
    """`show_entries(tiles)`, `set_chosen(keys)`. `least` is a tile's smallest width at 100 % text
    scale; `people` draws staff tiles."""

    def __init__(
        self, name: str, *, least: int = 132, people: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, parent)
        self._least = round(least * theme.current().scale)
        self._delegate = PersonDelegate(self) if people else TileDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setUniformItemSizes(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.viewport().setAutoFillBackground(False)

    def set_chosen(self, keys: Iterable[Hashable]) -> None:
        """The tiles drawn as chosen, for instance what is on the ticket."""
        self._delegate.chosen = frozenset(keys)
        self.viewport().update()

    def show_entries(self, entries: Sequence[Entry]) -> None:
        super().show_entries(entries)
        self._measure()

    def set_low(self, low: bool) -> None:
        """Let staff tiles lie instead of standing: they are half as high."""
        if isinstance(self._delegate, PersonDelegate):
            self._delegate.set_low(low)
        self._measure()

    def row_height(self) -> int:
        """A row of tiles with the gap beneath it, in pixels."""
        return round(self._delegate.height * theme.current().scale) + self._delegate.gap()

    def columns(self) -> int:
        gap = self._delegate.gap()
        return max(1, (self.viewport().width() + gap) // (self._least + gap))

    def whole_text(self, index: QModelIndex) -> str:
        tile: Tile = index.data(Qt.ItemDataRole.UserRole)
        return self._delegate.cut_text(tile)

    def resizeEvent(self, event) -> None:
        self._measure()
        super().resizeEvent(event)

    def _measure(self) -> None:
        """An even share of the width for every column; the scroll mark has its own place."""
        columns, height = self.columns(), self.row_height()
        rows = -(-len(self.entries.entries) // columns)
        beside = MARK_PLACE if rows * height > self.viewport().height() else 0
        # A pixel less than an even share: Qt wraps a row that fills the viewport exactly.
        width = (self.viewport().width() - beside - 1) // columns
        if QSize(width, height) != self._delegate.cell or columns != self._delegate.columns:
            self._delegate.cell, self._delegate.columns = QSize(width, height), columns
            self.scheduleDelayedItemsLayout()
