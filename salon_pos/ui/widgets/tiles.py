"""Tile: what one touch tile says; and the delegates that draw an item's or a person's tile."""

from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from salon_pos.ui import theme
from salon_pos.ui.widgets import paint, wrap
from salon_pos.ui.widgets.avatar import draw_avatar, initial, tone_for
from salon_pos.ui.widgets.entries import Index
from salon_pos.ui.widgets.row_delegate import is_current
from salon_pos.ui.widgets.rows import Mark

GAP = 10
_TITLE_LINES = 2


@dataclass(frozen=True, kw_only=True)
class Tile:
    """`mark` is the one chip at the lower right (pack, allergy, low stock)."""

    key: Hashable
    title: str
    subtitle: str = ""
    price: str = ""
    mark: Mark | None = None
    tone: str = ""
    heading: bool = False

    @property
    def spoken(self) -> str:
        """Everything it shows, to be read aloud."""
        mark = self.mark.text if self.mark else ""
        return ", ".join(part for part in (self.title, self.subtitle, self.price, mark) if part)


class TileDelegate(QStyledItemDelegate):
    """An item of the catalog. The grid sets `columns` and `chosen`."""

    height = 112

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.cell, self.columns = QSize(1, 1), 1
        self.chosen: frozenset[Hashable] = frozenset()

    def gap(self) -> int:
        """The space between two tiles, in pixels."""
        return round(GAP * theme.current().scale)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self.cell

    def paint(self, p: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tile: Tile = index.data(Qt.ItemDataRole.UserRole)
        box = self.tile_box(QRectF(option.rect), index.row() % self.columns)
        held = option.widget.hasFocus() and is_current(option, index)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        self.ground(p, box, chosen=tile.key in self.chosen, held=held, hovered=hovered)
        self.words(p, tile, box)

    def tile_box(self, cell: QRectF, column: int) -> QRectF:
        """The tile inside its cell: cells touch, and the gaps lie only between tiles, so that the
        first and the last column end flush with the grid."""
        share = self.gap() / self.columns
        left = round(cell.left() + column * share)
        return QRectF(left, cell.top(), self.tile_width(), cell.height() - self.gap())

    def tile_width(self) -> int:
        """How wide each tile is, in pixels."""
        return self.cell.width() - self.gap() + int(self.gap() / self.columns)

    def ground(self, p: QPainter, box: QRectF, *, chosen: bool, held: bool, hovered: bool) -> None:
        """Paint what lies under the words: whether it is chosen, current or under the pointer."""
        radius = theme.tokens().control
        tint = theme.colour("accent_soft" if chosen else "surface")
        paint.fill(
            p, box, paint.blend("surface", "sunk", 0.5) if hovered and not chosen else tint, radius
        )
        paint.outline(p, box, theme.colour("accent" if chosen else "line"), radius)
        if held:
            paint.ring(p, box, radius)

    def words(self, p: QPainter, tile: Tile, box: QRectF) -> None:
        """Paint what the tile says."""
        t = theme.tokens()
        inner = box.adjusted(t.l - 1, t.m - 1, -t.m, -t.m)
        y = inner.top()
        for line in self._title(tile, inner.width()):
            paint.draw_line(p, QPointF(inner.left(), y), line, "item", weight=500)
            y += wrap.line_height("item") - 1
        below = QRectF(inner.left(), y - 1, inner.width(), wrap.line_height("caption"))
        paint.draw_cut(p, below, tile.subtitle, "caption", tone="muted")
        self._foot(p, tile, inner)

    def cut_text(self, tile: Tile) -> str:
        """Title and subtitle whole, if either does not fit."""
        t = theme.tokens()
        width = self.tile_width() - t.l + 1 - t.m
        whole = wrap.broken(tile.title, "item", width, weight=500)
        cut = len(whole) > _TITLE_LINES or wrap.text_width(tile.subtitle, "caption") > width
        return "\n".join(part for part in (tile.title, tile.subtitle) if part) if cut else ""

    def _title(self, tile: Tile, width: float) -> list[str]:
        return wrap.broken(tile.title, "item", width, weight=500, most=_TITLE_LINES)

    def _foot(self, p: QPainter, tile: Tile, inner: QRectF) -> None:
        t = theme.tokens()
        room = inner.width()
        if tile.mark:
            width = paint.chip_width(tile.mark.text)
            at = QPointF(inner.right() - width, inner.bottom() - t.chip)
            vanishes = tile.key in self.chosen and tile.mark.tone == "accent"
            ground = "surface" if vanishes else ""
            paint.draw_chip(p, at, tile.mark.text, tile.mark.tone, on=ground)
            room -= width + t.xs
        top = inner.bottom() - wrap.line_height("item")
        box = QRectF(inner.left(), top, room, wrap.line_height("item"))
        paint.draw_cut(p, box, tile.price, "item")


class PersonDelegate(TileDelegate):
    """A member of the staff at sign-in: initial, name and level in the middle. Where `is_low` the
    initial stands beside them, in half the height."""

    _HIGH, _LOW = 132, 72
    _SIDE, _LOW_SIDE = 52, 44
    height = _HIGH
    is_low = False

    def set_low(self, low: bool) -> None:
        """Stand upright, or lie where many people share little room."""
        self.is_low = low
        self.height = self._LOW if low else self._HIGH

    def gap(self) -> int:
        return theme.tokens().card

    def ground(self, p: QPainter, box: QRectF, *, chosen: bool, held: bool, hovered: bool) -> None:
        super().ground(p, box, chosen=chosen, held=held or chosen, hovered=hovered)

    def words(self, p: QPainter, tile: Tile, box: QRectF) -> None:
        t, scale = theme.tokens(), theme.current().scale
        side = round((self._LOW_SIDE if self.is_low else self._SIDE) * scale)
        circle = QRectF(box.left() + t.m, box.center().y() - side / 2, side, side)
        if not self.is_low:
            below = t.m + wrap.line_height("body")
            circle.moveTo(box.center().x() - side / 2, circle.top() - below / 2)
        strong = tile.key in self.chosen
        draw_avatar(
            p, circle, initial(tile.title), tile.tone or tone_for(tile.title), strong=strong
        )
        if self.is_low:
            left = circle.right() + t.m
            self._lines(p, tile, QRectF(left, box.top(), box.right() - t.s - left, box.height()))
        else:
            across = QRectF(box.left() + t.s, circle.bottom() + t.m, box.width() - 2 * t.s, 0)
            self._name(p, tile, across)

    def _lines(self, p: QPainter, tile: Tile, room: QRectF) -> None:
        """The name above, the level below it."""
        name, level = wrap.line_height("body"), wrap.line_height("caption")
        whole = name + level if tile.subtitle else name
        room.setTop(room.center().y() - whole / 2)
        room.setHeight(name)
        paint.draw_cut(p, room, tile.title, "body", weight=500)
        room.moveTop(room.bottom())
        paint.draw_cut(p, room, tile.subtitle, "caption", tone="muted")

    def _name(self, p: QPainter, tile: Tile, line: QRectF) -> None:
        t = theme.tokens()
        line.setHeight(wrap.line_height("body"))
        level = wrap.text_width(tile.subtitle, "caption") + t.xs if tile.subtitle else 0
        name = min(wrap.text_width(tile.title, "body", 500) + 1, line.width() - level)
        left = line.left() + (line.width() - name - level) / 2
        paint.draw_cut(
            p, QRectF(left, line.top(), name, line.height()), tile.title, "body", weight=500
        )
        beside = QRectF(left + name + t.xs, line.top() + 1, level, line.height())
        paint.draw_cut(p, beside, tile.subtitle, "caption", tone="muted")
