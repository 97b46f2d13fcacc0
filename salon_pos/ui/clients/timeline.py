"""The timeline: one entry a sale, the newest first, with a dot on a line beside its day."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from salon_pos.ui import theme
from salon_pos.ui.widgets import paint, wrap
from salon_pos.ui.widgets.entries import Entry, Index
from salon_pos.ui.widgets.lists import TouchList
from salon_pos.ui.widgets.row_delegate import is_current

_RAIL = 30
_DOT = 11
_LINES = 2  # of a title before it is cut


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One entry: `day`, what was done, by whom and who paid, for how much. `told` are paragraphs
    under the title that stand there whole, the first in ink. A `heading` is a year, `quiet` an
    entry that is no visit."""

    key: Hashable
    day: str = ""
    title: str
    told: tuple[str, ...] = ()
    below: str = ""
    figure: str = ""
    heading: bool = False
    quiet: bool = False

    @property
    def spoken(self) -> str:
        """Everything it shows, to be read aloud."""
        parts = (self.day, self.title, *self.told, self.below, self.figure)
        return ", ".join(part for part in parts if part)


class Timeline(TouchList):
    """`show_entries(visits)`; `picked(key)` opens one."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._delegate = _Delegate(self)
        self.setItemDelegate(self._delegate)
        self.setResizeMode(self.ResizeMode.Adjust)
        self.setViewportMargins(0, theme.tokens().s, 0, theme.tokens().s)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """The days stand in a column as wide as the widest of them."""
        days = (wrap.text_width(e.day, "small") for e in entries if isinstance(e, Visit))
        self._delegate.day_width = max(days, default=0) + theme.tokens().l
        super().show_entries(entries)

    def resizeEvent(self, event) -> None:
        """A list lays out anew only when its height changes; here titles wrap with the width."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def whole_text(self, index: QModelIndex) -> str:
        visit: Visit = index.data(Qt.ItemDataRole.UserRole)
        return self._delegate.cut_text(visit, self.viewport().width())


class _Delegate(QStyledItemDelegate):
    """Day, dot, words, amount; the line runs through from one dot to the next."""

    day_width = 0.0

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        visit: Visit = index.data(Qt.ItemDataRole.UserRole)
        t = theme.tokens()
        if visit.heading:
            return QSize(0, wrap.line_height("small") + t.l)
        width = option.widget.viewport().width() if isinstance(option.widget, Timeline) else 0
        words = len(self._title(visit, width)) * wrap.line_height("body")
        small = len(list(self._told(visit, width))) + bool(visit.below)
        words += small * wrap.line_height("small")
        return QSize(0, max(t.hit, words + t.l + t.xs))

    def paint(self, p: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        visit: Visit = index.data(Qt.ItemDataRole.UserRole)
        box = QRectF(option.rect)
        if visit.heading:
            inner = box.adjusted(_edge(), 0, 0, 0)
            paint.draw_cut(p, inner, visit.title, "small", tone="muted", weight=500)
            return
        self._ground(p, option, box, held=is_current(option, index))
        inner = box.adjusted(_edge(), theme.tokens().s + 2, -_edge(), 0)
        day = QRectF(inner.left(), inner.top(), self.day_width, wrap.line_height("body"))
        paint.draw_cut(p, day, visit.day, "small", tone="muted")
        self._rail(p, box, inner, quiet=visit.quiet)
        self._words(p, box, inner, visit)

    def cut_text(self, visit: Visit, width: float) -> str:
        """Title and what is below it whole, where either is cut."""
        if visit.heading:
            return ""
        room = self._room(visit, width)
        cut = len(wrap.broken(visit.title, "body", room, weight=500)) > _LINES
        cut = cut or wrap.text_width(visit.below, "small") > room
        return f"{visit.title}\n{visit.below}".strip() if cut else ""

    def _ground(
        self, p: QPainter, option: QStyleOptionViewItem, box: QRectF, *, held: bool
    ) -> None:
        t = theme.tokens()
        box = box.adjusted(t.s, 0, -t.s, 0)
        if held and option.widget.hasFocus():
            paint.fill(p, box, theme.colour("accent_soft"), t.control)
            paint.ring(p, box, t.control)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            paint.fill(p, box, theme.colour("sunk"), t.control)

    def _rail(self, p: QPainter, box: QRectF, inner: QRectF, *, quiet: bool) -> None:
        side = _px(_DOT)
        x = round(inner.left() + self.day_width)
        y = round(inner.top() + (wrap.line_height("body") - side) / 2)
        rail = QRectF(x + side // 2, y + side + 4, 1, box.bottom() - y - side - 4)
        p.fillRect(rail, theme.colour("line"))
        tone = "faint" if quiet else "accent"
        paint.fill(p, QRectF(x, y, side, side), theme.colour(tone), side / 2)

    def _words(self, p: QPainter, box: QRectF, inner: QRectF, visit: Visit) -> None:
        left = inner.left() + self.day_width + _px(_RAIL)
        line = QRectF(left, inner.top(), inner.right() - left, wrap.line_height("body"))
        right = Qt.AlignmentFlag.AlignRight
        paint.draw_cut(p, line, visit.figure, "body", align=right)
        line.setWidth(self._room(visit, box.width()))
        tone = "accent" if visit.quiet else "ink"
        for words in self._title(visit, box.width()):
            paint.draw_cut(p, line, words, "body", weight=500, tone=tone)
            line.translate(0, line.height())
        line.setHeight(wrap.line_height("small"))
        told = QRectF(line)
        told.setRight(inner.right())
        for words, tone in self._told(visit, box.width()):
            paint.draw_cut(p, told, words, "small", tone=tone)
            told.translate(0, told.height())
        line.moveTop(told.top())
        paint.draw_cut(p, line, visit.below, "small", tone="muted")

    def _told(self, visit: Visit, width: float) -> Iterator[tuple[str, str]]:
        """The lines of its paragraphs, each with its tone."""
        for place, words in enumerate(visit.told):
            tone = "muted" if place else "ink"
            yield from ((line, tone) for line in wrap.broken(words, "small", self._whole(width)))

    def _title(self, visit: Visit, width: float) -> list[str]:
        room = self._room(visit, width)
        return wrap.broken(visit.title, "body", room, weight=500, most=_LINES)

    def _room(self, visit: Visit, width: float) -> float:
        figure = wrap.text_width(visit.figure, "body") + theme.tokens().l if visit.figure else 0
        return self._whole(width) - figure

    def _whole(self, width: float) -> float:
        """Beside the day and the rail."""
        return width - 2 * _edge() - self.day_width - _px(_RAIL)


def _edge() -> int:
    """As far from the card's edge as what stands above the timeline."""
    return theme.tokens().l + theme.tokens().xs


def _px(length: int) -> int:
    return round(length * theme.current().scale)
