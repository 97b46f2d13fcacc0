"""Tiers: three to five levels of membership."""

from collections.abc import Callable, Mapping
from typing import Any

from salon_pos.db.queries import value
from salon_pos.domain.doubts import doubt_of_tiers
from salon_pos.domain.explain import Sentence
from salon_pos.domain.refusal import Refusal
from salon_pos.i18n import _
from salon_pos.ui.backoffice.rules_section import RulesSection
from salon_pos.ui.backoffice.tiers_form import TiersForm
from salon_pos.usecases import rules as usecases
from salon_pos.usecases.lab import Question


class TiersSection(RulesSection):
    """All tiers on one page: each must fit the one below."""

    kind = "tiers"

    def title(self) -> str:
        return _("Tiers")

    def make_form(self) -> TiersForm:
        return TiersForm(self.desk.settings.currency)

    def ask(self, months: int) -> Question:
        assert self.form is not None
        return Question(months, tiers=self.form.read())

    def deed(self) -> Callable[..., Any]:
        return usecases.set_tier_rules

    def in_force(self) -> Any:
        return value.tiers_in_force()

    def doubt(self, rules: Any) -> Sentence | None:
        return doubt_of_tiers(rules)

    def tier_names(self) -> Mapping[str, str]:
        """Those in force, and those that are typed."""
        names = dict(super().tier_names())
        try:
            typed = self.form.read().tiers if self.form else ()
        except Refusal:  # it is being typed on while the lab works
            typed = ()
        return {**names, **{tier.key: tier.name for tier in typed}}
