"""RowList: two-line rows for clients, sales, staff, the catalog and the ticket."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QWidget

from salon_pos.ui import theme
from salon_pos.ui.widgets.lists import TouchList
from salon_pos.ui.widgets.row_delegate import RowDelegate
from salon_pos.ui.widgets.rows import Row


class RowList(TouchList):
    """`show_entries(rows)`; the current row is tinted. `flush` rows reach their card's edges."""

    def __init__(
        self, name: str, *, flush: bool = True, avatar: int = 44, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, parent)
        t = theme.tokens()
        self._delegate = RowDelegate(t.l + 2 if flush else t.m, avatar=avatar, parent=self)
        self.setItemDelegate(self._delegate)
        self.setResizeMode(self.ResizeMode.Adjust)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)

    def whole_text(self, index: QModelIndex) -> str:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        return self._delegate.cut_text(row, self.viewport().width())
