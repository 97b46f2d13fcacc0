"""The price list: services and products under their categories."""

from collections.abc import Sequence

from salon_pos.db.queries import catalog
from salon_pos.domain.catalog import Item, ItemKind
from salon_pos.i18n import _
from salon_pos.ui.backoffice.item_form import ItemForm
from salon_pos.ui.backoffice.list_section import NEW, ListSection
from salon_pos.ui.backoffice.typed import shown_name
from salon_pos.ui.counter.wording import price_tag, stock_mark, under_name
from salon_pos.ui.desk import Refused
from salon_pos.ui.widgets.rows import Mark, Row
from salon_pos.usecases import catalog as usecases


class ItemSection(ListSection):
    """Everything the salon sells. A scan opens its product, or begins a new one."""

    def title(self) -> str:
        return _("Price list")

    def new_words(self) -> str:
        return _("New item")

    def empty(self) -> str:
        return _("Nothing is sold yet. Add the first service or product with Ctrl N.")

    def entries(self) -> Sequence[Item]:
        """What is prepaid has a section of its own: it delivers something."""
        every = catalog.items(with_retired=True)
        return [item for item in every if item.kind is not ItemKind.PREPAID]

    def row(self, entry: Item) -> Row:
        mark = stock_mark(entry)
        gone = (Mark(_("retired")),) if entry.retired else ()
        return Row(
            key=entry.id, title=entry.name, subtitle=under_name(entry), figure=price_tag(entry),
            chips=(*gone, *((mark,) if mark else ())), dim=entry.retired,
        )  # fmt: skip

    def rows(self, entries: Sequence[Item]) -> list[Row]:
        rows: list[Row] = []
        for category in [*catalog.categories(with_retired=True), None]:
            inside = [e for e in entries if e.category_id == (category.id if category else None)]
            if inside:
                title = shown_name(category.name) if category else _("Without a category")
                key = ("category", category.id if category else None)
                rows.append(Row(key=key, title=title, heading=True))
                rows += [self.row(entry) for entry in inside]
        return rows

    def blank(self) -> Item:
        """Taxed like the others, and in the category that is being looked at."""
        current = self._entry(self._current) if self._current else None
        return Item(
            NEW,
            "",
            kind=current.kind if current else ItemKind.SERVICE,
            tax_ids=frozenset(tax.id for tax in catalog.taxes()),
            category_id=current.category_id if current else None,
        )

    def form(self, entry: Item) -> ItemForm:
        return ItemForm(self.desk, entry)

    def keep(self, entry: Item, *, refused: Refused | None = None) -> Item | None:
        return self.desk.perform(usecases.save_item, entry, refused=refused)

    def scanned(self, code: str) -> None:
        """Into the form that is being typed in, unless it is that of a service on file; else to the
        product that has it, or a new one."""
        form = self.editor.form
        if self._editing and isinstance(form, ItemForm) and form.may_take_barcode():
            form.take_barcode(code)
            return
        known = next((item for item in self.entries() if item.barcode == code), None)
        if known is not None:
            self.open(known.id)
            return
        self.new()
        if isinstance(self.editor.form, ItemForm):
            self.editor.form.take_barcode(code)
