"""Points: what gives them, how long they last, what they are worth."""

from collections.abc import Callable
from typing import Any

from salon_pos.db.queries import value
from salon_pos.domain.doubts import doubt_of_points
from salon_pos.domain.explain import Sentence
from salon_pos.i18n import _
from salon_pos.ui.backoffice.points_form import PointsForm
from salon_pos.ui.backoffice.rules_section import RulesSection
from salon_pos.usecases import rules as usecases
from salon_pos.usecases.lab import Question


class PointsSection(RulesSection):
    """All rules of points on one page."""

    kind = "points"

    def title(self) -> str:
        return _("Points")

    def make_form(self) -> PointsForm:
        settings = self.desk.settings
        return PointsForm(settings.currency, settings.business_day(self.desk.now()))

    def ask(self, months: int) -> Question:
        assert self.form is not None
        return Question(months, points=self.form.read())

    def deed(self) -> Callable[..., Any]:
        return usecases.set_points_rules

    def in_force(self) -> Any:
        return value.points_in_force()

    def doubt(self, rules: Any) -> Sentence | None:
        return doubt_of_points(rules, value.tiers_in_force())
