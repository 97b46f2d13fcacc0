"""Taxes: whether prices hold them, where they are rounded, and which there are."""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from salon_pos.db.queries import catalog
from salon_pos.domain.catalog import Tax, TaxMode, TaxRounding
from salon_pos.domain.rights import Right
from salon_pos.domain.settings import Settings
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.backoffice.entry_form import EntryForm
from salon_pos.ui.backoffice.list_section import NEW, ListSection
from salon_pos.ui.backoffice.typed import rate, rate_text
from salon_pos.ui.desk import Refused
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.rows import Mark, Row
from salon_pos.usecases import catalog as usecases
from salon_pos.usecases import settings as salon_usecases


class TaxSection(ListSection):
    """How taxes are charged acts at once; each tax has its form."""

    right = Right.EDIT_SETTINGS

    def title(self) -> str:
        return _("Taxes")

    def new_words(self) -> str:
        return _("New tax")

    def empty(self) -> str:
        return _("There are no taxes yet. Add the first with Ctrl N.")

    def entries(self) -> Sequence[Tax]:
        return catalog.taxes(with_retired=True)

    def row(self, entry: Tax) -> Row:
        gone = (Mark(_("retired")),) if entry.retired else ()
        return Row(
            key=entry.id, title=entry.name, figure=screen().rate(entry.rate_ppm), chips=gone,
            dim=entry.retired,
        )  # fmt: skip

    def blank(self) -> Tax:
        return Tax(NEW, "", 0)

    def form(self, entry: Tax) -> EntryForm:
        return TaxForm(entry)

    def keep(self, entry: Tax, *, refused: Refused | None = None) -> Any:
        return self.desk.perform(usecases.save_tax, entry, refused=refused)

    def shown(self) -> None:
        super().shown()
        self._tell_mode()

    def look_again(self) -> None:
        super().look_again()
        self._tell_mode()

    def _tell_mode(self) -> None:
        settings, may = self.desk.settings, self._may()
        self.mode.set_value(settings.tax_mode)
        self.rounding.set_value(settings.tax_rounding)
        self.rounding.setVisible(settings.tax_mode is not TaxMode.NONE)
        self.mode.setEnabled(may)
        self.rounding.setEnabled(may)

    def open(self, key: Hashable) -> None:
        settings = {"tax_mode": self.mode, "tax_rounding": self.rounding}
        if isinstance(key, str):
            settings[key].setFocus()
        else:
            super().open(key)

    def above_list(self) -> Sequence[QWidget]:
        t = theme.tokens()
        modes = [
            (TaxMode.NONE, _("None")),
            (TaxMode.INCLUSIVE, _("Included")),
            (TaxMode.EXCLUSIVE, _("On top")),
        ]
        roundings = [(TaxRounding.SALE, _("Over the sale")), (TaxRounding.LINE, _("On each line"))]
        self.mode = Choice(_("Prices and taxes"), modes)
        self.rounding = Choice(_("Each tax is rounded"), roundings)
        desk = self.desk
        self.mode.picked.connect(lambda to: self._choose(replace(desk.settings, tax_mode=to)))
        self.rounding.picked.connect(
            lambda to: self._choose(replace(desk.settings, tax_rounding=to))
        )
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(t.l + 2, 0, t.l + 2, t.l)
        column.setSpacing(t.m)
        column.addWidget(self.mode)
        column.addWidget(self.rounding)
        return (part,)

    def _choose(self, changed: Settings) -> None:
        before, desk = self.desk.settings, self.desk

        def put_back() -> None:
            kept = replace(
                desk.settings, tax_mode=before.tax_mode, tax_rounding=before.tax_rounding
            )
            desk.perform(salon_usecases.change_settings, kept)

        if desk.perform(salon_usecases.change_settings, changed) is not None:
            self.shell.toast(mode_sentence(changed.tax_mode), undo=put_back)
        self._tell_mode()


class TaxForm(EntryForm):
    """A name and a rate with up to four decimals."""

    def __init__(self, tax: Tax) -> None:
        super().__init__()
        self._tax = tax
        self.name = Field(_("Name"), value=tax.name, placeholder="GST")
        self.rate = Field(
            _("Rate"), "percent", after="%", value=rate_text(tax.rate_ppm) if tax.id else "",
            placeholder="9.975",
        )  # fmt: skip
        self.add_row(("name", self.name), ("rate", self.rate))
        if not tax.id:
            words = _("A new tax lies on every item at first. Take it off in the price list.")
            self.add_part(Paragraph(words, "small", tone="muted"))

    def read(self) -> Tax:
        return replace(
            self._tax, name=self.name.value(), rate_ppm=rate(self.rate.value(), field="rate")
        )


def mode_sentence(mode: TaxMode) -> str:
    """What a tax mode does to the next sale."""
    return {
        TaxMode.NONE: _("From now on no taxes are charged."),
        TaxMode.INCLUSIVE: _("From now on prices hold their taxes."),
        TaxMode.EXCLUSIVE: _("From now on taxes come on top of the prices."),
    }[mode]
