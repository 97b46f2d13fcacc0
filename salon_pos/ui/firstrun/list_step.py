"""The third step: a price list to start with, to be changed here or any day later."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.domain.catalog import Item, ItemKind
from salon_pos.domain.money import CURRENCIES
from salon_pos.domain.refusal import Refusal
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.firstrun.draft import Draft, PriceRow
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.form import Form
from salon_pos.ui.widgets.icon_button import IconButton
from salon_pos.ui.widgets.text import Text
from salon_pos.usecases.starting_list import CATEGORIES, PRODUCTS

_PRICE_WIDE = 150


class ListStep(Form):
    """`done` when every price can be read; `cancelled` leads back."""

    done = Signal()

    def __init__(self, draft: Draft) -> None:
        super().__init__(_("Set up the salon"), _("Back"))
        self._draft = draft
        draft.begin_prices()
        self.parts: list[CategoryRows] = []
        self.area.body.setSpacing(theme.tokens().xl)
        self.area.body.setContentsMargins(0, 0, theme.tokens().m, 0)
        for place, name in enumerate(CATEGORIES):
            rows = [row for row in draft.prices if row.item.category_id == place]
            part = CategoryRows(_(name), place, rows, CURRENCIES[draft.currency_code].symbol)
            self.parts.append(part)
            self.add_part(part)
        self.saved.connect(self._check)

    @property
    def rows(self) -> list["ItemRow"]:
        """Every row, in the order of the list."""
        return [row for part in self.parts for row in part.rows]

    def note(self) -> None:
        """Write down what stands in the fields; a row without a name is none."""
        self._draft.prices = [row.value() for row in self.rows if row.name.value().strip()]

    def _check(self) -> None:
        self.note()
        try:
            self._draft.founding()
        except Refusal as refusal:
            named = [row for row in self.rows if row.name.value().strip()]
            named[int(refusal.field.removeprefix("price"))].refuse(screen().sentence(refusal))
            return
        self.done.emit()


class CategoryRows(QWidget):
    """A category and its items; another can be added at its end."""

    def __init__(self, name: str, place: int, rows: Sequence[PriceRow], symbol: str) -> None:
        super().__init__()
        self._place, self._symbol = place, symbol
        self.rows: list[ItemRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.tokens().s)
        self._column.addWidget(Text(name, "lead", weight=500))
        add = _("Add a product") if place == PRODUCTS else _("Add a service")
        self.more = Button(add, "quiet", icon="plus")
        self.more.clicked.connect(self._another)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        for row in rows:
            self._add(row)

    def _another(self) -> None:
        kind = ItemKind.PRODUCT if self._place == PRODUCTS else ItemKind.SERVICE
        self._add(PriceRow(Item(0, "", kind=kind, category_id=self._place), "", ""))
        self.rows[-1].name.setFocus()

    def _add(self, row: PriceRow) -> None:
        made = ItemRow(row, self._symbol)
        made.gone.connect(lambda: self._drop(made))
        self.rows.append(made)
        self._column.insertWidget(len(self.rows), made)

    def _drop(self, row: "ItemRow") -> None:
        self.rows.remove(row)
        row.hide()
        row.deleteLater()


class ItemRow(QWidget):
    """One item's name and price; `gone` when it is taken off the list."""

    gone = Signal()

    def __init__(self, row: PriceRow, symbol: str) -> None:
        super().__init__()
        self._item = row.item
        self.name = Field("", value=row.name, placeholder=_("Name"))
        self.name.line.setAccessibleName(_("Name"))
        self.price = Field(
            "", "money", value=row.typed, before=symbol, placeholder=_("told when sold")
        )
        self.price.line.setAccessibleName(_("Price of {item}", item=row.name))
        self.price.setFixedWidth(round(_PRICE_WIDE * theme.current().scale))
        self.remove = IconButton("x", _("Remove {item}", item=row.name), bare=True)
        self.remove.clicked.connect(self.gone)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.tokens().s)
        across.addWidget(self.name, 1, Qt.AlignmentFlag.AlignTop)
        across.addWidget(self.price, 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)

    def value(self) -> PriceRow:
        """The row as it stands."""
        return PriceRow(self._item, self.name.value(), self.price.value().strip())

    def refuse(self, sentence: str) -> None:
        """Say what is wrong with the price."""
        self.price.set_error(sentence)
        self.price.setFocus()
