"""What the tile grid and the row list share: a plain model, taps, flings and keys."""

from collections.abc import Hashable, Sequence

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from salon_pos.ui import theme
from salon_pos.ui.widgets import paint, reveal
from salon_pos.ui.widgets.entries import Entries, Entry
from salon_pos.ui.widgets.touch import scroll_by_touch

HOLD_MS = 450
_MARK = 4
MARK_PLACE = 2 * _MARK  # what the scroll mark takes of the width
_PRESSES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class TouchList(QListView):
    """`picked(key)` on a tap, Enter or Space; `moved(key)` when the current entry changes.

    A finger that moves scrolls; one that goes down while the list still runs only stops it; one
    that stays for `HOLD_MS` reads what is cut, and then nothing is picked."""

    picked = Signal(object)
    moved = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.entries = Entries(self)
        self.setModel(self.entries)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        # Qt keeps the width of a scroll bar free even where none shows: paint a mark instead.
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        scroll_by_touch(self.viewport())
        self._hold = QTimer(self, singleShot=True, interval=HOLD_MS)
        self._hold.timeout.connect(self._read)
        self._pressed = QPersistentModelIndex()
        self._reading = False
        self.clicked.connect(self._tapped)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Replace what is listed; the current entry stays current if it is still there."""
        kept = self.current_key()
        self.entries.replace(entries)
        if kept is not None:
            self.set_current(kept)

    def current_key(self) -> Hashable | None:
        index = self.currentIndex()
        return self.entries.entries[index.row()].key if index.isValid() else None

    def set_current(self, key: Hashable | None) -> None:
        for row, entry in enumerate(self.entries.entries):
            if entry.key == key and not entry.heading:
                self.setCurrentIndex(self.entries.index(row))
                return
        self.setCurrentIndex(QModelIndex())

    def step(self, by: int) -> None:
        """Move the current entry by `by`, over headings, stopping at the ends."""
        rows = [n for n, e in enumerate(self.entries.entries) if not e.heading]
        if not rows:
            return
        at = self.currentIndex().row()
        place = rows.index(at) + by if at in rows else (0 if by > 0 else len(rows) - 1)
        self.setCurrentIndex(self.entries.index(rows[max(0, min(place, len(rows) - 1))]))

    def pick_current(self) -> None:
        """As a tap on the current entry; without one, the first is picked."""
        if not self.currentIndex().isValid():
            self.step(1)
        if (key := self.current_key()) is not None:
            self.picked.emit(key)

    def whole_text(self, index: QModelIndex) -> str:
        """What is cut in an entry, whole; empty when nothing is. Lists that cut override it."""
        return ""

    def currentChanged(self, current, previous) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self.moved.emit(self.current_key())

    def paintEvent(self, event) -> None:
        super().paintEvent(event)
        bar, view = self.verticalScrollBar(), self.viewport()
        if bar.maximum() <= 0:
            return
        whole = bar.maximum() + view.height()
        height = max(view.height() * view.height() / whole, theme.tokens().xl)
        top = (view.height() - height) * bar.value() / bar.maximum()
        with QPainter(view) as p:
            box = QRectF(view.width() - _MARK - 1, top, _MARK, height)
            paint.fill(p, box, theme.colour("faint"), _MARK / 2)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _PRESSES:
            self.pick_current()
        elif event.text().isprintable() and event.text():
            event.ignore()  # typing belongs to the screen, which filters with it
        else:
            super().keyPressEvent(event)
            self._reveal(self.currentIndex())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed = QPersistentModelIndex(self.indexAt(event.position().toPoint()))
        self._reading = False
        self._hold.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._hold.stop()
        super().mouseReleaseEvent(event)
        if self._reading:
            reveal.hide_whole(self)

    def focusInEvent(self, event) -> None:
        super().focusInEvent(event)
        by_key = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        )
        if by_key:
            if not self.currentIndex().isValid():
                self.step(1)
            self._reveal(self.currentIndex())

    def focusOutEvent(self, event) -> None:
        super().focusOutEvent(event)
        reveal.hide_whole(self)

    def _tapped(self, index: QModelIndex) -> None:
        entry = self.entries.entries[index.row()]
        if not self._reading and not entry.heading:
            self.picked.emit(entry.key)

    def _read(self) -> None:
        """The finger stayed: show what is cut under it."""
        index = self.entries.index(self._pressed.row())
        text = self.whole_text(index) if self._pressed.isValid() else ""
        self._reading = bool(text)
        if text:
            reveal.show_whole(self, text, self.visualRect(index).toRectF())

    def _reveal(self, index: QModelIndex) -> None:
        text = self.whole_text(index) if index.isValid() and self.hasFocus() else ""
        if text:
            reveal.show_whole(self, text, self.visualRect(index).toRectF())
        else:
            reveal.hide_whole(self)
