"""The form of a prepaid item: its price, and what it delivers when it is sold."""

from dataclasses import dataclass, replace

from PySide6.QtWidgets import QGridLayout, QWidget

from salon_pos.db.queries import catalog, value
from salon_pos.domain.catalog import Item, ItemKind, Pricing, TaxMode
from salon_pos.domain.prepaid import Plan, PrepaidKind
from salon_pos.domain.refusal import refuse
from salon_pos.domain.words import N_
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.backoffice.entry_form import sold_words
from salon_pos.ui.backoffice.lab_panel import LabPanel
from salon_pos.ui.backoffice.rules_form import RulesForm, number_text
from salon_pos.ui.backoffice.typed import money_text
from salon_pos.ui.desk import Desk
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.switch import Checkbox
from salon_pos.usecases.lab import Question

AT_USE, AT_SALE = "use", "sale"


@dataclass(frozen=True, slots=True)
class Prepaid:
    """A prepaid item with what it delivers, as an entry of the list."""

    item: Item
    plan: Plan
    id: int
    name: str
    retired: bool


def prepaid(item: Item, plan: Plan) -> Prepaid:
    """The entry of an item."""
    return Prepaid(item, plan, item.id, item.name, item.retired)


class PrepaidForm(RulesForm):
    """Shows what the kind delivers, and nothing else. What was sold stays of its kind, and a pack
    stays for its services. A top-up that is on file has the rule lab below it."""

    def __init__(self, desk: Desk, entry: Prepaid) -> None:
        super().__init__(desk.settings.currency)
        self._item, self._plan = item, plan = entry.item, entry.plan
        self._was_sold = bool(item.id) and catalog.was_sold(item.id)
        self.name = Field(_("Name"), value=item.name)
        kinds = [(kind, kind_word(kind)) for kind in PrepaidKind]
        self.kind = Choice(_("Kind"), kinds, value=plan.kind)
        if self._was_sold:
            self.kind.lock(sold_words())
        self.add("name", self.name)
        self.add("kind", self.kind)
        self._add_money()
        self._add_sessions()
        self._add_taxes(desk)
        self.add("days", Field(
            _("Good for, in days"), "integer", value=number_text(plan.days),
            hint=_("Empty: it never ends. Of a top-up only the bonus ends."),
        ))  # fmt: skip
        words = _("It is no revenue when it is sold: it is owed until it is used.")
        self.add_part(Paragraph(words, "small", tone="muted"))
        self.lab = LabPanel(desk, self._question, self.refuse, value.tier_names, wide=True)
        if item.id and plan.kind is PrepaidKind.TOP_UP:
            self.add_part(self.lab)
        for choice in (self.kind, self.pricing, self.taxed):
            choice.picked.connect(lambda _: self._show_fitting())
        self.places = {"items": "bought", "taxes": "taxed"}
        self._show_fitting()

    def read(self) -> Prepaid:
        kind, pricing = self.kind.value(), self.pricing.value()
        is_pack, is_fixed = kind is PrepaidKind.PACK, pricing is Pricing.FIXED
        item = replace(
            self._item,
            name=self.name.value(),
            kind=ItemKind.PREPAID,
            pricing=pricing,
            price=(self.money("price") or 0) if is_fixed else 0,
            tax_ids=self._read_taxes() if is_pack else frozenset(),
        )
        gives_bonus = kind is PrepaidKind.TOP_UP and is_fixed
        plan = Plan(
            kind,
            bonus=(self.money("bonus") or 0) if gives_bonus else 0,
            bought=(self.whole("bought") or 0) if is_pack else 0,
            given=(self.whole("given") or 0) if is_pack else 0,
            days=self.whole("days") if self._may_end() else None,
            item_ids=self._read_items() if is_pack else frozenset(),
        )
        return prepaid(item, plan)

    def set_values(self, values: dict[str, object]) -> None:
        super().set_values(values)
        self._show_fitting()

    # -- how it is done ------------------------------------------------------------------------

    def _add_money(self) -> None:
        money, plan = self.currency, self._plan
        bonus = money_text(plan.bonus, money) if plan.bonus else ""
        item = self._item
        self.pricing = Choice(
            _("How its price comes about"),
            [(Pricing.FIXED, _("One price")), (Pricing.OPEN, _("Typed at the counter"))],
            value=item.pricing,
        )
        self.add("pricing", self.pricing)
        is_priced = item.id and item.pricing is Pricing.FIXED
        price = money_text(item.price, money) if is_priced else ""
        self.add_row(
            ("price", Field(_("Price"), "money", before=money.symbol, value=price)),
            ("bonus", Field(_("Bonus on top"), "money", before=money.symbol, value=bonus)),
        )

    def _add_sessions(self) -> None:
        plan = self._plan
        self.add_row(
            ("bought", Field(_("Sessions bought"), "integer",
                             value=number_text(plan.bought or None))),
            ("given", Field(_("Sessions given on top"), "integer",
                            value=number_text(plan.given or None))),
        )  # fmt: skip
        self.services = QWidget()
        grid = QGridLayout(self.services)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.tokens().xs)
        words = _("A session is any of these:")
        if self._was_sold:
            words = f"{sold_words()} {words}"
        self.what_for = Paragraph(words, "small", tone="muted")
        self.add_part(self.what_for)
        shown = [one for one in catalog.items() if one.kind is ItemKind.SERVICE]
        self.boxes = {one.id: Checkbox(one.name, on=one.id in plan.item_ids) for one in shown}
        for place, (item_id, box) in enumerate(self.boxes.items()):
            box.setDisabled(self._was_sold)
            self.inputs[f"for.{item_id}"] = box
            grid.addWidget(box, place // 2, place % 2)
        self.add_part(self.services)

    def _add_taxes(self, desk: Desk) -> None:
        """Whether a pack is taxed when it is used or when it is sold, and then with which taxes;
        nothing to choose where the salon has none."""
        taxes = catalog.taxes() if desk.settings.tax_mode is not TaxMode.NONE else ()
        own = self._item.tax_ids
        self.taxed = Choice(
            _("Taxed"), [(AT_USE, _("When it is used")), (AT_SALE, _("When it is sold"))],
            value=AT_SALE if own else AT_USE,
        )  # fmt: skip
        self.inputs["taxed"] = self.taxed
        self.tax_boxes = {
            tax.id: Checkbox(f"{tax.name}  {screen().rate(tax.rate_ppm)}",
                             on=not own or tax.id in own)
            for tax in taxes
        }  # fmt: skip
        self.tax_part = QWidget()
        grid = QGridLayout(self.tax_part)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.tokens().xs)
        for place, (tax_id, box) in enumerate(self.tax_boxes.items()):
            self.inputs[f"tax:{tax_id}"] = box
            grid.addWidget(box, place // 2, place % 2)
        self.tax_note = Paragraph("", "small", tone="muted")
        for part in (self.taxed, self.tax_part, self.tax_note):
            self.add_part(part)

    def _read_taxes(self) -> frozenset[int]:
        """Those of a pack that is taxed when it is sold; a tax that is not shown stays on it."""
        if self.taxed.value() == AT_USE:
            return frozenset()
        chosen = {tax_id for tax_id, box in self.tax_boxes.items() if box.value()}
        if self.tax_boxes and not chosen:
            refuse("no_tax_chosen", N_("Choose at least one tax, or tax it when it is used."),
                   field="taxed")  # fmt: skip
        return frozenset(chosen | (self._item.tax_ids - self.tax_boxes.keys()))

    def _read_items(self) -> frozenset[int]:
        """What was retired since stays in the plan."""
        chosen = {item_id for item_id, box in self.boxes.items() if box.value()}
        return frozenset(chosen | (self._plan.item_ids - self.boxes.keys()))

    def _show_fitting(self) -> None:
        kind = self.kind.value()
        for name in ("bought", "given"):
            widget = self.inputs[name]
            assert isinstance(widget, Field)
            widget.setVisible(kind is PrepaidKind.PACK)
        self.services.setVisible(kind is PrepaidKind.PACK)
        self.what_for.setVisible(kind is PrepaidKind.PACK)
        is_fixed = self.pricing.value() is Pricing.FIXED
        gives_bonus = kind is PrepaidKind.TOP_UP and is_fixed
        for name, shown in (("price", is_fixed), ("bonus", gives_bonus), ("days", self._may_end())):
            widget = self.inputs[name]
            assert isinstance(widget, Field)
            widget.setVisible(shown)
        self.lab.setVisible(gives_bonus and bool(self._item.id))
        self._show_taxes(kind)

    def _show_taxes(self, kind: PrepaidKind) -> None:
        may_choose = kind is PrepaidKind.PACK and bool(self.tax_boxes)
        at_sale = self.taxed.value() == AT_SALE
        self.taxed.setVisible(may_choose)
        self.tax_part.setVisible(may_choose and at_sale)
        self.tax_note.setText(
            _("Its uses carry no tax then.") if at_sale
            else _("Each use is taxed as its service is.")
        )  # fmt: skip
        self.tax_note.setVisible(may_choose)

    def _may_end(self) -> bool:
        """Of a top-up only its bonus ends, and a deposit never does."""
        kind = self.kind.value()
        if kind is PrepaidKind.TOP_UP:
            return self.pricing.value() is Pricing.FIXED
        return kind is not PrepaidKind.DEPOSIT

    def _question(self, months: int) -> Question:
        return Question(months, bonuses={self._item.id: self.money("bonus") or 0})


def kind_word(kind: PrepaidKind) -> str:
    """What somebody buys ahead."""
    return {
        PrepaidKind.TOP_UP: _("Top-up"),
        PrepaidKind.PACK: _("Session pack"),
        PrepaidKind.GIFT_CARD: _("Gift card"),
        PrepaidKind.DEPOSIT: _("Deposit"),
    }[kind]
