"""Prepaid: top-ups with their bonus, packs, gift cards and deposits, and what each delivers."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from salon_pos.db.queries import catalog, value
from salon_pos.domain.catalog import Item, ItemKind, Pricing
from salon_pos.domain.doubts import doubt_of_plan
from salon_pos.domain.prepaid import Plan, PrepaidKind
from salon_pos.domain.rights import Right
from salon_pos.i18n import P_, _, n_, screen
from salon_pos.ui.backoffice.doubting import ask_first
from salon_pos.ui.backoffice.entry_form import EntryForm
from salon_pos.ui.backoffice.lab_panel import LabPanel
from salon_pos.ui.backoffice.list_section import NEW, ListSection
from salon_pos.ui.backoffice.prepaid_form import Prepaid, PrepaidForm, kind_word, prepaid
from salon_pos.ui.backoffice.section import Key
from salon_pos.ui.desk import Refused
from salon_pos.ui.widgets.rows import Mark, Row
from salon_pos.usecases import rules as usecases


class PrepaidSection(ListSection):
    """What is paid ahead, by kind. What was sold before stays as it was sold."""

    right = Right.EDIT_RULES

    def title(self) -> str:
        return _("Prepaid")

    def new_words(self) -> str:
        return _("New prepaid item")

    def needs(self) -> str:
        return _("Only a manager or an owner changes these rules. Ask one of them to sign in.")

    def empty(self) -> str:
        return _("Nothing is sold ahead yet. Add the first top-up or pack with Ctrl N.")

    def entries(self) -> Sequence[Prepaid]:
        plans = value.plans()
        return [
            prepaid(item, plans[item.id])
            for item in catalog.items(with_retired=True)
            if item.kind is ItemKind.PREPAID and item.id in plans
        ]

    def rows(self, entries: Sequence[Prepaid]) -> list[Row]:
        rows: list[Row] = []
        for kind in PrepaidKind:
            inside = [entry for entry in entries if entry.plan.kind is kind]
            if inside:
                rows.append(Row(key=("kind", kind), title=kind_word(kind), heading=True))
                rows += [self.row(entry) for entry in inside]
        return rows

    def row(self, entry: Prepaid) -> Row:
        gone = (Mark(_("retired")),) if entry.retired else ()
        return Row(
            key=entry.id, title=entry.name, subtitle=_delivers(entry.plan),
            figure=_price(entry.item), chips=gone, dim=entry.retired,
        )  # fmt: skip

    def blank(self) -> Prepaid:
        """Of the kind that is being looked at."""
        current = self._entry(self._current) if self._current else None
        kind = current.plan.kind if current else PrepaidKind.TOP_UP
        return prepaid(Item(NEW, "", kind=ItemKind.PREPAID), Plan(kind))

    def form(self, entry: Prepaid) -> PrepaidForm:
        return PrepaidForm(self.desk, entry)

    def own_keys(self) -> Sequence[Key]:
        return (
            ("Ctrl+T", _("Try it on past sales, or stop"),
             lambda: self._in_lab(LabPanel.begin_or_stop)),
        )  # fmt: skip

    def _in_lab(self, do: Callable[[LabPanel], None]) -> None:
        """Only a top-up that is on file has the lab below it."""
        form = self.editor.form
        if isinstance(form, PrepaidForm) and form.lab.isVisible():
            do(form.lab)

    def keep_form(self, form: EntryForm, entry: Prepaid, then: Callable[[Any], None]) -> None:
        """As everywhere, after a question about a top-up that gives more than is paid."""
        before = self._entry(entry.id) if entry.id != NEW else None
        known = doubt_of_plan(before.item.price, before.plan) if before else None
        doubt = doubt_of_plan(entry.item.price, entry.plan)
        keep = super().keep_form
        ask_first(self.shell, doubt, known, lambda: keep(form, entry, then))

    def keep(self, entry: Prepaid, *, refused: Refused | None = None) -> Prepaid | None:
        item = replace(entry.item, retired=entry.retired)
        saved = self.desk.perform(usecases.save_prepaid, item, entry.plan, refused=refused)
        return prepaid(saved, entry.plan) if saved is not None else None


def _price(item: Item) -> str:
    """What it costs, or that this is typed at the counter."""
    return P_("price", "Open price") if item.pricing is Pricing.OPEN else screen().price(item.price)


def _delivers(plan: Plan) -> str:
    """What it gives, in a few words."""
    parts: list[str] = []
    if plan.bonus:
        parts.append(_("+ {bonus} bonus", bonus=screen().money(plan.bonus)))
    if plan.kind is PrepaidKind.PACK:
        parts.append(f"{plan.bought} + {plan.given}" if plan.given else str(plan.bought))
    if plan.days:
        parts.append(n_("good for {n} day", "good for {n} days", plan.days))
    return " · ".join(parts)
