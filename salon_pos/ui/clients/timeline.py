"""The timeline: one entry a sale, the newest first, with a dot on a line beside its day."""

from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from salon_pos.ui import theme
from salon_pos.ui.widgets import paint, wrap
from salon_pos.ui.widgets.entries import Index
from salon_pos.ui.widgets.lists import TouchList
from salon_pos.ui.widgets.row_delegate import is_current

_DAY = 112
_RAIL = 36
_DOT = 11


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One entry: `day`, what was done, by whom and who paid, for how much. A `heading` is a year,
    `quiet` an entry that is no visit."""

    key: Hashable
    day: str = ""
    title: str
    below: str = ""
    figure: str = ""
    heading: bool = False
    quiet: bool = False

    @property
    def spoken(self) -> str:
        return ", ".join(part for part in (self.day, self.title, self.below, self.figure) if part)


class Timeline(TouchList):
    """`show_entries(visits)`; `picked(key)` opens one."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._delegate = _Delegate(self)
        self.setItemDelegate(self._delegate)
        self.setResizeMode(self.ResizeMode.Adjust)
        self.setViewportMargins(0, theme.tokens().s, 0, theme.tokens().s)

    def whole_text(self, index: QModelIndex) -> str:
        visit: Visit = index.data(Qt.ItemDataRole.UserRole)
        return self._delegate.cut_text(visit, self.viewport().width())


class _Delegate(QStyledItemDelegate):
    """Day, dot, words, amount; the line runs through from one dot to the next."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        visit: Visit = index.data(Qt.ItemDataRole.UserRole)
        t = theme.tokens()
        if visit.heading:
            return QSize(0, wrap.line_height("small") + t.l)
        words = wrap.line_height("body") + (wrap.line_height("small") if visit.below else 0)
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
        line = wrap.line_height("body")
        day = QRectF(inner.left(), inner.top(), _px(_DAY), line)
        paint.draw_cut(p, day, visit.day, "small", tone="muted")
        self._rail(p, box, inner, index)
        self._words(p, inner, visit)

    def cut_text(self, visit: Visit, width: float) -> str:
        room = width - 2 * _edge() - _px(_DAY) - _px(_RAIL) - self._figure_room(visit)
        cut = wrap.text_width(visit.title, "body", 500) > room
        cut = cut or wrap.text_width(visit.below, "small") > room
        return f"{visit.title}\n{visit.below}".strip() if cut and not visit.heading else ""

    def _ground(
        self, p: QPainter, option: QStyleOptionViewItem, box: QRectF, *, held: bool
    ) -> None:
        t = theme.tokens()
        has_focus = held and option.widget.hasFocus()
        box = box.adjusted(t.s, 0, -t.s, 0)
        if has_focus:
            paint.fill(p, box, theme.colour("accent_soft"), t.control)
            paint.ring(p, box, t.control)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            paint.fill(p, box, theme.colour("sunk"), t.control)

    def _rail(self, p: QPainter, box: QRectF, inner: QRectF, index: Index) -> None:
        visit: Visit = index.data(Qt.ItemDataRole.UserRole)
        side = _px(_DOT)
        x = round(inner.left() + _px(_DAY))
        y = round(inner.top() + (wrap.line_height("body") - side) / 2)
        rail = QRectF(x + side // 2, y + side + 4, 1, box.bottom() - y - side - 4)
        p.fillRect(rail, theme.colour("line"))
        tone = "faint" if visit.quiet else "accent"
        paint.fill(p, QRectF(x, y, side, side), theme.colour(tone), side / 2)

    def _words(self, p: QPainter, inner: QRectF, visit: Visit) -> None:
        left = inner.left() + _px(_DAY) + _px(_RAIL)
        line = QRectF(left, inner.top(), inner.right() - left, wrap.line_height("body"))
        right = Qt.AlignmentFlag.AlignRight
        paint.draw_cut(p, line, visit.figure, "body", align=right)
        line.setRight(line.right() - self._figure_room(visit))
        tone = "accent" if visit.quiet else "ink"
        paint.draw_cut(p, line, visit.title, "body", weight=500, tone=tone)
        line.translate(0, line.height())
        line.setHeight(wrap.line_height("small"))
        paint.draw_cut(p, line, visit.below, "small", tone="muted")

    @staticmethod
    def _figure_room(visit: Visit) -> float:
        return wrap.text_width(visit.figure, "body") + theme.tokens().l if visit.figure else 0


def _edge() -> int:
    """As far from the card's edge as what stands above the timeline."""
    return theme.tokens().l + theme.tokens().xs


def _px(length: int) -> int:
    return round(length * theme.current().scale)
