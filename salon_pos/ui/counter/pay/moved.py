"""What a sale did to the client's points, cards and packs, as tiles beside the change."""

from collections.abc import Iterator

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from salon_pos.domain.receipt import Holding, ReceiptHolding, ReceiptPoints, ReceiptValue
from salon_pos.i18n import P_, _, n_, screen
from salon_pos.printing.layout import holding_amount, holding_name, signed
from salon_pos.ui import theme
from salon_pos.ui.widgets.figures import Stat


class MovedTiles(QWidget):
    """What is left of each balance, large; below it how much the sale moved. Two stand side by
    side; one whose lines need more has its line to itself."""

    def __init__(self, value: ReceiptValue) -> None:
        super().__init__()
        self.tiles = list(_tiles(value))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.tokens().s)
        for side in (0, 1):
            self._grid.setColumnStretch(side, 1)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        half, place = (self.width() - self._grid.spacing()) // 2, 0
        for tile in self.tiles:
            span = 2 if tile.whole_width() > half else 1
            place += place % 2 if span == 2 else 0
            self._grid.addWidget(tile, place // 2, place % 2, 1, span)
            place += span


def _tiles(value: ReceiptValue) -> Iterator[Stat]:
    if value.points:
        yield _points(value.points)
    if value.tier and value.tier.is_new:
        yield Stat(_("New tier"), value.tier.name or P_("tier", "none"))
    for holding in value.holdings:
        yield _holding(holding)


def _points(points: ReceiptPoints) -> Stat:
    """What came and what went stand apart: the client asks for what they earned."""
    said, moved = screen(), [move.amount for move in points.moves]
    sums = (sum(n for n in moved if n > 0), sum(n for n in moved if n < 0))
    note = " · ".join(signed(said.number(n), n) for n in sums if n)
    tone = "ok" if sums[0] and not sums[1] else "muted"
    if points.debt:
        note, tone = _("{n} to pay back", n=points.debt), "bad"
    return Stat(_("Points"), said.number(points.left), note, note_tone=tone)


def _holding(holding: ReceiptHolding) -> Stat:
    said = screen()
    each = [move.amount for move in holding.moves]
    sums = (sum(n for n in each if n > 0), sum(n for n in each if n < 0))
    moved = " · ".join(signed(holding_amount(holding, n, said), n) for n in sums if n)
    left = holding_amount(holding, holding.left, said)
    if holding.kind is Holding.PACK:
        left = n_("{n} left", "{n} left", holding.left)
    tone = "warn" if holding.kind is Holding.ON_ACCOUNT else "muted"
    return Stat(holding_name(holding, said), left, moved, note_tone=tone)
