"""The price fields of a service that costs by level, by staff member or by hair length."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.domain.catalog import HairLength, PriceCell
from salon_pos.domain.money import Currency
from salon_pos.i18n import _
from salon_pos.ui import theme
from salon_pos.ui.backoffice.typed import money_or_none, money_text
from salon_pos.ui.counter.wording import length_word
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.text import Text

Key = tuple[int | None, int | None, HairLength | None]
_FIELD = 168


def key_of(cell: PriceCell) -> Key:
    """What a cell is for: level, staff member, length."""
    return cell.level_id, cell.staff_id, cell.length


class PriceFields(QWidget):
    """One field per cell; an empty one has no price of its own. `inputs` are by form name."""

    def __init__(self, cells: Iterable[PriceCell], currency: Currency) -> None:
        super().__init__()
        self._prices = {key_of(cell): cell.price for cell in cells}
        self._currency = currency
        self._keys: dict[str, Key] = {}
        self.inputs: dict[str, Field] = {}

    def cells(self) -> tuple[PriceCell, ...]:
        """The cells as typed, and those this form does not show (of who has left); raises the
        Refusal that names the field."""
        shown = set(self._keys.values())
        kept = [PriceCell(p, *key) for key, p in self._prices.items() if key not in shown]
        typed = [
            (money_or_none(self.inputs[name].value(), self._currency, field=name), key)
            for name, key in self._keys.items()
        ]
        return (*(PriceCell(p, *key) for p, key in typed if p is not None), *kept)

    def field(self, key: Key, spoken: str) -> Field:
        """The field of one cell; what it is for is said by `spoken` alone."""
        price = self._prices.get(key)
        typed = "" if price is None else money_text(price, self._currency)
        field = Field("", "money", value=typed)
        field.line.setAccessibleName(spoken)
        name = "cell:" + ":".join(str(part or "") for part in key)
        self.inputs[name], self._keys[name] = field, key
        return field


class PriceRows(PriceFields):
    """A price for each level or each staff member: words left, the field right."""

    def __init__(
        self, cells: Iterable[PriceCell], currency: Currency, rows: Sequence[tuple[Key, str]]
    ) -> None:
        super().__init__(cells, currency)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens().s)
        for key, words in rows:
            row = QHBoxLayout()
            field = self.field(key, words)
            field.setFixedWidth(round(_FIELD * theme.current().scale))
            row.addWidget(Text(words), 1)
            row.addWidget(field)
            column.addLayout(row)


class PriceGrid(PriceFields):
    """A price for each hair length of each level; the first row counts where a level has none."""

    def __init__(
        self, cells: Iterable[PriceCell], currency: Currency, levels: Sequence[tuple[int, str]]
    ) -> None:
        super().__init__(cells, currency)
        t = theme.tokens()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(t.s)
        grid.setVerticalSpacing(t.xs)
        for column, length in enumerate(HairLength):
            head = Text(length_word(length), "small", tone="muted", right=True)
            grid.addWidget(head, 0, column)
            grid.setColumnStretch(column, 1)
        every: list[tuple[int | None, str]] = [(None, _("Every level")), *levels]
        for place, (level_id, words) in enumerate(every):
            name = Text(words, weight=500)
            row = 2 * place + 1
            grid.setRowMinimumHeight(row, name.height() + t.s)
            grid.addWidget(name, row, 0, 1, len(HairLength), Qt.AlignmentFlag.AlignBottom)
            for column, length in enumerate(HairLength):
                field = self.field((level_id, None, length), f"{words}, {length_word(length)}")
                grid.addWidget(field, 2 * place + 2, column, Qt.AlignmentFlag.AlignTop)
