"""The form of a service or product."""

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from salon_pos.db.queries import catalog, people
from salon_pos.domain.catalog import Item, ItemKind, Pricing, TaxMode
from salon_pos.domain.money import parse_decimal, parse_money
from salon_pos.i18n import _, screen
from salon_pos.ui.backoffice.entry_form import EntryForm, sold_words
from salon_pos.ui.backoffice.prices import PriceFields, PriceGrid, PriceRows
from salon_pos.ui.backoffice.typed import money_text, shown_name
from salon_pos.ui.desk import Desk
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.select import Select
from salon_pos.ui.widgets.switch import Checkbox


class ItemForm(EntryForm):
    """Shows what the kind and the pricing chosen need, and nothing else. What was sold stays of its
    kind."""

    def __init__(self, desk: Desk, item: Item) -> None:
        super().__init__()
        self._desk, self._item, self._currency = desk, item, desk.settings.currency
        self._taxes = catalog.taxes()
        self._was_sold = bool(item.id) and catalog.was_sold(item.id)
        self._add_name()
        self._add_price()
        self._add_taxes()
        self._add_product()
        self.kind.picked.connect(lambda _: self._show_fitting())
        for choice in (self.pricing, self.product_pricing):
            choice.picked.connect(lambda _: self._show_fitting())
        self._show_fitting()

    def read(self) -> Item:
        service = self.kind.value() is ItemKind.SERVICE
        pricing = (self.pricing if service else self.product_pricing).value()
        fresh = catalog.item(self._item.id) if self._item.id else self._item
        return replace(
            fresh,
            name=self.name.value(),
            kind=self.kind.value(),
            category_id=self.category.value(),
            pricing=pricing,
            price=self._read_price(pricing),
            cells=self.cells[pricing].cells() if pricing in self.cells else (),
            tax_ids=self._read_taxes(),
            minutes=self._read_whole(self.minutes, "minutes") or 0 if service else 0,
            is_addon=service and self.is_addon.value(),
            barcode="" if service else self.barcode.value(),
            cost=0 if service else self._read_cost(),
            stock=None if service else self._read_stock(fresh),
        )

    def set_values(self, values: dict[str, object]) -> None:
        super().set_values(values)
        self._show_fitting()

    def may_take_barcode(self) -> bool:
        """Only a product has a barcode, and no scan makes one of a service that is on file."""
        return not self._item.id or self.kind.value() is ItemKind.PRODUCT

    def take_barcode(self, code: str) -> None:
        """A scan: what is new becomes a product by it."""
        self.kind.set_value(ItemKind.PRODUCT)
        self._show_fitting()
        self.barcode.set_value(code)
        (self.barcode if self.name.value() else self.name).setFocus()

    # -- the inputs ----------------------------------------------------------------------------

    def _add_name(self) -> None:
        item = self._item
        kinds = [(ItemKind.SERVICE, _("Service")), (ItemKind.PRODUCT, _("Product"))]
        self.name = Field(_("Name"), value=item.name)
        self.kind = Choice(_("Kind"), kinds, value=item.kind)
        if self._was_sold:
            self.kind.lock(sold_words())
        self.category = Select(
            _("Category"), self._categories(), words=(_("Search"), _("Clear")),
            value=item.category_id,
        )  # fmt: skip
        minutes = str(item.minutes) if item.minutes else ""
        self.minutes = Field(_("Duration"), "integer", value=minutes, after=_("min"))
        self.is_addon = Checkbox(
            _("Add-on"), note=_("Goes with another service, such as an extra tube"),
            on=item.is_addon,
        )  # fmt: skip
        self.barcode = Field(_("Barcode"), value=item.barcode, hint=_("Scan it, or type it."))
        self.add_row(("name", self.name), ("category_id", self.category))
        self.add_row(("kind", self.kind), ("minutes", self.minutes), ("barcode", self.barcode))
        self.add("is_addon", self.is_addon)

    def _add_price(self) -> None:
        item, fixed = self._item, self._item.pricing not in (Pricing.FIXED, Pricing.OPEN)
        self.pricing = Choice(_("The price goes by"), _pricings(), value=item.pricing)
        self.product_pricing = Choice(
            _("The price goes by"),
            (_pricings()[0], _pricings()[-1]),
            value=Pricing.FIXED if fixed else item.pricing,
        )
        symbol = self._currency.symbol
        price = money_text(item.price, self._currency) if item.id else ""
        self.price = Field(_("Price"), "money", value=price, before=symbol)
        self.open_note = Paragraph(
            _("The price is typed at the counter each time."), "small", tone="muted"
        )
        self.add("pricing", self.pricing)
        self.add("product_pricing", self.product_pricing)
        self.add_part(self.open_note)
        self.add("price", self.price)
        self.cells = self._price_fields()
        for fields in self.cells.values():
            self.inputs.update(fields.inputs)
            self.add_part(fields)

    def _add_taxes(self) -> None:
        self.tax_boxes = {
            tax.id: Checkbox(
                f"{tax.name}  {screen().rate(tax.rate_ppm)}", on=tax.id in self._item.tax_ids
            )
            for tax in self._taxes
        }
        if not self._taxes:
            return
        off = self._desk.settings.tax_mode is TaxMode.NONE
        words = _("Taxes (the salon charges none now)") if off else _("Taxes")
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Paragraph(words, "small", tone="muted"))
        for tax_id, box in self.tax_boxes.items():
            self.inputs[f"tax:{tax_id}"] = box
            column.addWidget(box)
        self.add_part(part)

    def _add_product(self) -> None:
        item, currency = self._item, self._currency
        self.cost = Field(
            _("Cost"), "money", value=money_text(item.cost, currency) if item.cost else "",
            before=currency.symbol,
        )  # fmt: skip
        self.stock = Field(
            _("In stock"), "integer", value="" if item.stock is None else str(item.stock),
            hint=_("Leave it empty where pieces are not counted."),
        )  # fmt: skip
        self.add_row(("cost", self.cost), ("stock", self.stock))

    def _price_fields(self) -> dict[Pricing, PriceFields]:
        item, currency = self._item, self._currency
        levels = [(level.id, shown_name(level.name)) for level in catalog.levels()]
        staff = [(m.id, m.name) for m in people.staff_members() if m.serves]
        by = item.pricing
        return {
            Pricing.LEVEL: PriceRows(
                item.cells if by is Pricing.LEVEL else (), currency,
                [((level_id, None, None), words) for level_id, words in levels],
            ),
            Pricing.STAFF: PriceRows(
                item.cells if by is Pricing.STAFF else (), currency,
                [((None, staff_id, None), name) for staff_id, name in staff],
            ),
            Pricing.LENGTH_LEVEL: PriceGrid(
                item.cells if by is Pricing.LENGTH_LEVEL else (), currency, levels
            ),
        }  # fmt: skip

    def _categories(self) -> list[tuple[int | None, str]]:
        found: list[tuple[int | None, str]] = [(None, _("Without a category"))]
        for category in catalog.categories(with_retired=True):
            if not category.retired or category.id == self._item.category_id:
                found.append((category.id, shown_name(category.name)))
        return found

    def _show_fitting(self) -> None:
        service = self.kind.value() is ItemKind.SERVICE
        pricing = (self.pricing if service else self.product_pricing).value()
        for widget in (self.pricing, self.minutes, self.is_addon):
            widget.setVisible(service)
        for widget in (self.product_pricing, self.barcode, self.cost, self.stock):
            widget.setVisible(not service)
        self.open_note.setVisible(pricing is Pricing.OPEN)
        self.price.setVisible(pricing is not Pricing.OPEN)
        only = pricing is Pricing.FIXED
        words = _("Price") if only else _("Price where none is given below")
        self.price.caption.setText(words)
        self.price.line.setAccessibleName(words)
        for key, fields in self.cells.items():
            fields.setVisible(key is pricing)

    # -- what was typed ------------------------------------------------------------------------

    def _read_price(self, pricing: Pricing) -> int:
        if pricing is Pricing.OPEN:
            return 0
        return parse_money(self.price.value(), self._currency, field="price")

    def _read_cost(self) -> int:
        typed = self.cost.value()
        return parse_money(typed, self._currency, field="cost") if typed.strip() else 0

    def _read_stock(self, fresh: Item) -> int | None:
        """Pieces are sold while somebody edits: an untouched count stays what it is on file."""
        if self._item.id and not self.touched("stock"):
            return fresh.stock
        return self._read_whole(self.stock, "stock")

    def _read_taxes(self) -> frozenset[int]:
        shown = {tax_id for tax_id, box in self.tax_boxes.items() if box.value()}
        return frozenset(shown | (self._item.tax_ids - self.tax_boxes.keys()))

    @staticmethod
    def _read_whole(field: Field, name: str) -> int | None:
        typed = field.value().strip()
        return parse_decimal(typed, digits=0, field=name) if typed else None


def _pricings() -> list[tuple[Pricing, str]]:
    return [
        (Pricing.FIXED, _("One price")),
        (Pricing.LEVEL, _("Level")),
        (Pricing.STAFF, _("Person")),
        (Pricing.LENGTH_LEVEL, _("Hair length")),
        (Pricing.OPEN, _("Open")),
    ]
