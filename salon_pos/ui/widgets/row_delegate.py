"""Draws a Row in two lines."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from salon_pos.ui import theme
from salon_pos.ui.theme import Size
from salon_pos.ui.widgets import paint, wrap
from salon_pos.ui.widgets.avatar import draw_avatar, tone_for
from salon_pos.ui.widgets.entries import Index
from salon_pos.ui.widgets.rows import Marks, Row


class RowDelegate(QStyledItemDelegate):
    """Draws a Row; `edge` is the distance of its words from the list's edges."""

    def __init__(self, edge: int, *, avatar: int = 44, parent=None) -> None:
        super().__init__(parent)
        self._edge, self._avatar = edge, round(avatar * theme.current().scale)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        t = theme.tokens()
        if row.heading:
            return QSize(0, wrap.line_height("caption") + t.l)
        height = self._text_height(row)
        if row.initial:
            height = max(height, self._avatar)
        return QSize(0, max(t.hit, height + 2 * t.m + 1))

    def paint(self, p: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        box = QRectF(option.rect)
        if row.heading:
            inner = box.adjusted(self._edge, theme.tokens().s, -self._edge, 0)
            paint.draw_cut(p, inner, row.title, "caption", tone="muted", weight=500)
            return
        held = is_current(option, index)
        self._ground(p, option, box, held=held)
        inner = box.adjusted(self._edge, 0, -self._edge, -1)
        inner.setLeft(self._lead(p, row, inner, held=held))
        inner.setRight(inner.right() - self._figures(p, row, inner))
        self._words(p, row, inner, "surface" if held else "")

    def cut_text(self, row: Row, width: float) -> str:
        """Title and subtitle whole, if either does not fit a list `width` pixels wide."""
        room = width - 2 * self._edge - self._lead_width(row) - self._figure_width(row)
        note = wrap.text_width(row.note, "caption") + theme.tokens().s if row.note else 0
        title = wrap.text_width(row.title, "body", 500) > room - note
        below = wrap.text_width(row.subtitle, "caption") > room - self._chips_width(row)
        parts = [row.title, row.note] if title else []
        parts += [row.subtitle] if below else []
        return "\n".join(part for part in parts if part)

    def _ground(
        self, p: QPainter, option: QStyleOptionViewItem, box: QRectF, *, held: bool
    ) -> None:
        hovered = option.state & QStyle.StateFlag.State_MouseOver
        if held:
            p.fillRect(box, theme.colour("accent_soft"))
        elif hovered:
            p.fillRect(box, paint.blend("surface", "sunk", 0.5))
        p.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.colour("line"))
        if held and option.widget.hasFocus():
            paint.ring(p, box.adjusted(1, 0, -1, -1), theme.tokens().s)

    def _lead_width(self, row: Row) -> int:
        t = theme.tokens()
        if row.initial:
            return self._avatar + t.m
        return t.icon + t.m if row.icon else 0

    def _lead(self, p: QPainter, row: Row, box: QRectF, *, held: bool) -> float:
        """Avatar or icon; returns where the words begin."""
        t = theme.tokens()
        if row.initial:
            side = self._avatar
            round_box = QRectF(box.left(), box.top() + (box.height() - side) / 2, side, side)
            tone = row.tone or tone_for(row.title)
            on = "surface" if held and tone == "accent" else ""
            draw_avatar(p, round_box, row.initial, tone, on=on)
        elif row.icon:
            at = QPointF(box.left(), box.top() + (box.height() - t.icon) / 2)
            paint.draw_icon(p, row.icon, "muted", at, size=t.icon)
        return box.left() + self._lead_width(row)

    def _text_height(self, row: Row) -> int:
        height = wrap.line_height("body")
        if row.chips:
            return height + theme.tokens().xs + theme.tokens().chip
        return height + (wrap.line_height("caption") if row.subtitle or row.figure_note else 0)

    def _figure_width(self, row: Row) -> float:
        wide = wrap.text_width(row.figure, self._figure_size(row), 500)
        return max(wide, wrap.text_width(row.figure_note, "caption")) + theme.tokens().m

    @staticmethod
    def _figure_size(row: Row) -> Size:
        return "caption" if row.initial else "body"

    def _figures(self, p: QPainter, row: Row, box: QRectF) -> float:
        """The right-hand column; returns the width it took."""
        if not row.figure and not row.figure_note:
            return 0
        right, size = Qt.AlignmentFlag.AlignRight, self._figure_size(row)
        quiet = size == "caption"
        line = QRectF(box.left(), self._top(row, box), box.width(), wrap.line_height("body"))
        if quiet and not row.figure_note:
            line = box
        tone = "muted" if quiet or row.dim else "ink"
        weight = 400 if quiet else 500
        paint.draw_cut(p, line, row.figure, size, tone=tone, weight=weight, align=right)
        if row.figure_note:
            self._figure_note(p, row, line)
        return self._figure_width(row)

    def _figure_note(self, p: QPainter, row: Row, line: QRectF) -> None:
        under = QRectF(line.left(), line.bottom(), line.width(), wrap.line_height("caption"))
        right = Qt.AlignmentFlag.AlignRight
        width = paint.draw_cut(p, under, row.figure_note, "caption", tone="muted", align=right)
        if row.struck:
            y = round(under.center().y()) + 1
            p.fillRect(QRectF(under.right() - width, y, width, 1), theme.colour("muted"))

    def _top(self, row: Row, box: QRectF) -> float:
        return box.top() + round((box.height() - self._text_height(row)) / 2)

    def _chips_width(self, row: Row) -> float:
        t = theme.tokens()
        return sum(paint.chip_width(chip.text) + t.s for chip in row.chips)

    def _words(self, p: QPainter, row: Row, box: QRectF, on: str) -> None:
        t = theme.tokens()
        line = QRectF(box.left(), self._top(row, box), box.width(), wrap.line_height("body"))
        note = wrap.text_width(row.note, "caption") + t.s if row.note else 0
        title = QRectF(line.left(), line.top(), max(0, line.width() - note), line.height())
        tone = "muted" if row.dim else "ink"
        draw_marked(p, title, row.title, "body", marks=row.title_marks, tone=tone, weight=500)
        if row.note:
            wide = min(wrap.text_width(row.title, "body", 500), title.width())
            beside = QRectF(line.left() + wide + t.s, line.top() + 1, note, line.height())
            paint.draw_cut(p, beside, row.note, "caption", tone="muted")
        self._second_line(p, row, QRectF(box.left(), line.bottom(), box.width(), 0), on)

    def _second_line(self, p: QPainter, row: Row, box: QRectF, on: str) -> None:
        t, x = theme.tokens(), box.left()
        if row.chips:
            box.translate(0, t.xs)
        for chip in row.chips:
            ground = on if chip.tone == "accent" else ""
            x += paint.draw_chip(p, QPointF(x, box.top()), chip.text, chip.tone, on=ground) + t.s
        height = t.chip if row.chips else wrap.line_height("caption")
        rest = QRectF(x, box.top(), max(0, box.right() - x), height)
        draw_marked(
            p, rest, row.subtitle, "caption", marks=row.subtitle_marks, tone="muted", weight=400
        )


def is_current(option: QStyleOptionViewItem, index: Index) -> bool:
    """Whether the keys act on this entry."""
    view = option.widget
    return isinstance(view, QAbstractItemView) and view.currentIndex() == index


def draw_marked(
    p: QPainter,
    box: QRectF,
    text: str,
    size: Size,
    *,
    marks: Marks,
    tone: str,
    weight: theme.Weight,
) -> None:
    """A cut line in which what a search matched stands on an amber ground."""
    paint.draw_cut(p, box, text, size, tone=tone, weight=weight)
    height = wrap.line_height(size)
    top = box.top() + round((box.height() - height) / 2)
    for start, length in marks:
        left = box.left() + wrap.text_width(text[:start], size, weight)
        found = text[start : start + length]
        width = wrap.text_width(found, size, weight)
        if left + width > box.right():
            continue
        paint.fill(
            p, QRectF(left - 1, top + 1, width + 2, height - 2), theme.colour("warn_soft"), 3
        )
        paint.draw_line(p, QPointF(left, top), found, size, tone="warn", weight=weight)
