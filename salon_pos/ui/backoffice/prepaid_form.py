"""The form of a prepaid item: its price, and what it delivers when it is sold."""

from dataclasses import dataclass, replace

from PySide6.QtWidgets import QGridLayout, QWidget

from salon_pos.db.queries import catalog
from salon_pos.domain.catalog import Item, ItemKind
from salon_pos.domain.prepaid import Plan, PrepaidKind
from salon_pos.i18n import _
from salon_pos.ui import theme
from salon_pos.ui.backoffice.lab_panel import LabPanel
from salon_pos.ui.backoffice.rules_form import RulesForm, number_text
from salon_pos.ui.backoffice.typed import money_text
from salon_pos.ui.desk import Desk
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.switch import Checkbox
from salon_pos.usecases.lab import Question


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
    """Shows what the kind delivers, and nothing else. A top-up that is on file has the rule lab
    below it."""

    def __init__(self, desk: Desk, entry: Prepaid) -> None:
        super().__init__(desk.settings.currency)
        self._item, self._plan = item, plan = entry.item, entry.plan
        self.name = Field(_("Name"), value=item.name)
        kinds = [(kind, kind_word(kind)) for kind in PrepaidKind]
        self.kind = Choice(_("Kind"), kinds, value=plan.kind)
        self.add("name", self.name)
        self.add("kind", self.kind)
        self._add_money()
        self._add_sessions()
        self.add("days", Field(
            _("Good for, in days"), "integer", value=number_text(plan.days),
            hint=_("Empty: it never ends. Of a top-up only the bonus ends."),
        ))  # fmt: skip
        words = _("It is no revenue when it is sold: it is owed until it is used.")
        self.add_part(Paragraph(words, "small", tone="muted"))
        self.lab = LabPanel(desk, self._question, self.refuse, dict)
        if item.id and plan.kind is PrepaidKind.TOP_UP:
            self.add_part(self.lab)
        self.kind.picked.connect(lambda _: self._show_fitting())
        self.places = {"principal": "price", "bonus_days": "days", "item_ids": "bought"}
        self._show_fitting()

    def read(self) -> Prepaid:
        kind = self.kind.value()
        item = replace(
            self._item,
            name=self.name.value(),
            kind=ItemKind.PREPAID,
            price=self.money("price") or 0,
        )
        is_pack = kind is PrepaidKind.PACK
        plan = Plan(
            kind,
            bonus=(self.money("bonus") or 0) if kind is PrepaidKind.TOP_UP else 0,
            bought=(self.whole("bought") or 0) if is_pack else 0,
            given=(self.whole("given") or 0) if is_pack else 0,
            days=self.whole("days"),
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
        price = money_text(self._item.price, money) if self._item.id else ""
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
        self.what_for = Paragraph(_("A session is any of these:"), "small", tone="muted")
        self.add_part(self.what_for)
        shown = [one for one in catalog.items() if one.kind is ItemKind.SERVICE]
        self.boxes = {one.id: Checkbox(one.name, on=one.id in plan.item_ids) for one in shown}
        for place, (item_id, box) in enumerate(self.boxes.items()):
            self.inputs[f"for.{item_id}"] = box
            grid.addWidget(box, place // 2, place % 2)
        self.add_part(self.services)

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
        bonus = self.inputs["bonus"]
        assert isinstance(bonus, Field)
        bonus.setVisible(kind is PrepaidKind.TOP_UP)
        self.lab.setVisible(kind is PrepaidKind.TOP_UP and bool(self._item.id))

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
