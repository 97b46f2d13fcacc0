"""The lists an owner keeps about money: discount reasons and means of payment."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from salon_pos.db.queries import catalog
from salon_pos.domain.catalog import DiscountReason, TenderKind, TenderMethod
from salon_pos.domain.rights import Right
from salon_pos.i18n import _, screen
from salon_pos.ui.backoffice.entry_form import EntryForm
from salon_pos.ui.backoffice.list_section import NEW, ListSection
from salon_pos.ui.backoffice.lists import named_row
from salon_pos.ui.backoffice.typed import (
    kept_name,
    money_or_none,
    money_text,
    percent,
    percent_text,
    shown_name,
)
from salon_pos.ui.desk import Desk, Refused
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.rows import Row
from salon_pos.ui.widgets.select import Select
from salon_pos.usecases import catalog as usecases


class DiscountSection(ListSection):
    """Why a discount is given, and up to where without a manager."""

    right = Right.EDIT_SETTINGS

    def title(self) -> str:
        return _("Discounts")

    def new_words(self) -> str:
        return _("New reason")

    def empty(self) -> str:
        return _("There are no reasons yet, so nobody can give a discount. Add one with Ctrl N.")

    def entries(self) -> Sequence[DiscountReason]:
        return tuple(catalog.discount_reasons().values())

    def row(self, entry: DiscountReason) -> Row:
        return named_row(entry, _limits(entry))

    def blank(self) -> DiscountReason:
        return DiscountReason(NEW, "", limit_bp=1_000)

    def form(self, entry: DiscountReason) -> EntryForm:
        return DiscountForm(self.desk, entry)

    def may_retire(self, entry: DiscountReason) -> bool:
        return not entry.is_round_off

    def keep(self, entry: DiscountReason, *, refused: Refused | None = None) -> Any:
        return self.desk.perform(usecases.save_discount_reason, entry, refused=refused)


class DiscountForm(EntryForm):
    """A name and two limits; an empty one is none."""

    def __init__(self, desk: Desk, reason: DiscountReason) -> None:
        super().__init__()
        self._reason, self._currency = reason, desk.settings.currency
        bp, amount = reason.limit_bp, reason.limit_amount
        self.name = Field(_("Name"), value=shown_name(reason.name))
        self.limit_bp = Field(
            _("At most, in percent"), "percent", after="%",
            value="" if bp is None else percent_text(bp), hint=_("Empty: no limit of this sort."),
        )  # fmt: skip
        self.limit_amount = Field(
            _("At most, in money"), "money", before=self._currency.symbol,
            value="" if amount is None else money_text(amount, self._currency),
            hint=_("Empty: no limit of this sort."),
        )  # fmt: skip
        self.add("name", self.name)
        self.add_row(("limit_bp", self.limit_bp), ("limit_amount", self.limit_amount))
        sentences = [_("Above a limit, another person’s manager PIN is asked.")]
        if reason.is_round_off:
            sentences.append(_("This is the reason behind the key that rounds a total off."))
        for sentence in sentences:
            self.add_part(Paragraph(sentence, "small", tone="muted"))

    def read(self) -> DiscountReason:
        typed = self.limit_bp.value().strip()
        return replace(
            self._reason,
            name=kept_name(self.name.value(), self._reason.name),
            limit_bp=percent(typed, field="limit_bp") if typed else None,
            limit_amount=money_or_none(
                self.limit_amount.value(), self._currency, field="limit_amount"
            ),
        )


class TenderSection(ListSection):
    """The means of payment, in the order of the pay screen. Cash stays."""

    right = Right.EDIT_SETTINGS
    ordered = True

    def title(self) -> str:
        return _("Tenders")

    def new_words(self) -> str:
        return _("New tender")

    def empty(self) -> str:
        return _("There are no tenders yet. Add the first with Ctrl N.")

    def entries(self) -> Sequence[TenderMethod]:
        """The means of payment that are recorded; those that take from a balance have rules."""
        every = catalog.tender_methods().values()
        return tuple(method for method in every if method.kind.is_recorded)

    def row(self, entry: TenderMethod) -> Row:
        return named_row(entry, kind_word(entry.kind))

    def blank(self) -> TenderMethod:
        return TenderMethod(NEW, "", TenderKind.OTHER)

    def form(self, entry: TenderMethod) -> EntryForm:
        return TenderForm(entry)

    def may_retire(self, entry: TenderMethod) -> bool:
        return entry.kind is not TenderKind.CASH

    def keep(self, entry: TenderMethod, *, refused: Refused | None = None) -> Any:
        ids = list(catalog.tender_methods())
        rank = ids.index(entry.id) if entry.id in ids else len(ids)
        return self.desk.perform(usecases.save_tender_method, entry, rank=rank, refused=refused)

    def put_in_order(self, ids: Sequence[int]) -> None:
        rest = [i for i in catalog.tender_methods() if i not in ids]
        self.desk.perform(usecases.order_tender_methods, [*ids, *rest])


class TenderForm(EntryForm):
    """A name and, for the salon's own, what it is."""

    def __init__(self, method: TenderMethod) -> None:
        super().__init__()
        self._method = method
        self.name = Field(_("Name"), value=shown_name(method.name))
        self.add("name", self.name)
        self.kind: Select | None = None
        if method.kind is TenderKind.CASH:
            words = _("Cash gives change and is rounded to coins. It can be renamed, not retired.")
            self.add_part(Paragraph(words, "small", tone="muted"))
            return
        kinds = (TenderKind.CARD, TenderKind.WALLET, TenderKind.TRANSFER, TenderKind.OTHER)
        self.kind = Select(
            _("Kind"), [(kind, kind_word(kind)) for kind in kinds],
            words=(_("Search"), _("Clear")), value=method.kind,
        )  # fmt: skip
        self.add("kind", self.kind)
        words = _("It is written down, not charged: the terminal or the phone does that.")
        self.add_part(Paragraph(words, "small", tone="muted"))

    def read(self) -> TenderMethod:
        return replace(
            self._method,
            name=kept_name(self.name.value(), self._method.name),
            kind=self.kind.value() if self.kind else self._method.kind,
        )


def kind_word(kind: TenderKind) -> str:
    """What a means of payment is."""
    return {
        TenderKind.CASH: _("Cash"),
        TenderKind.CARD: _("Card"),
        TenderKind.WALLET: _("Wallet on a phone"),
        TenderKind.TRANSFER: _("Transfer"),
        TenderKind.OTHER: _("Other"),
        TenderKind.IMPORTED: _("Imported"),
    }[kind]


def _limits(reason: DiscountReason) -> str:
    words = screen()
    parts = [] if reason.limit_bp is None else [words.percent(reason.limit_bp)]
    if reason.limit_amount is not None:
        parts.append(words.money(reason.limit_amount))
    if not parts:
        return _("no limit")
    return _("up to {limits}", limits=" · ".join(parts))
