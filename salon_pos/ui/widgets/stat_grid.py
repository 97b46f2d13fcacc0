"""StatGrid: figures on quiet blocks, in as many columns as show them whole."""

from collections.abc import Iterable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from salon_pos.ui import theme
from salon_pos.ui.widgets.clear import clear
from salon_pos.ui.widgets.figures import Stat
from salon_pos.ui.widgets.stat_key import StatKey


class StatGrid(QWidget):
    """`show_tiles` fills it. At most `columns` stand side by side: fewer where a figure, or the
    quiet line of a tile that is half as wide as all, would be cut."""

    def __init__(self, columns: int = 3) -> None:
        super().__init__()
        self._most, self._columns = columns, 0
        self.tiles: list[Stat | StatKey] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.tokens().s)

    def show_tiles(self, tiles: Iterable[Stat | StatKey]) -> None:
        """Show these instead."""
        clear(self._grid)
        self.tiles = list(tiles)
        self._arrange(self._fitting())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (fitting := self._fitting()) != self._columns:
            self._arrange(fitting)

    def _fitting(self) -> int:
        gap, width = theme.tokens().s, self.width()
        half = (width - gap) // 2
        whole = min(half, max((tile.whole_width() for tile in self.tiles), default=0))
        needed = max([whole, *(tile.figure_width() for tile in self.tiles)])
        return max(1, min(self._most, (width + gap) // (needed + gap)))

    def _arrange(self, columns: int) -> None:
        self._columns = columns
        for place, tile in enumerate(self.tiles):
            self._grid.addWidget(tile, place // columns, place % columns)
        for column in range(self._most):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self.updateGeometry()
