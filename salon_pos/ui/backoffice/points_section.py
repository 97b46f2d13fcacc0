"""Points: what gives them, how long they last, what they are worth."""

from typing import Any

from salon_pos.i18n import _
from salon_pos.ui.backoffice.points_form import PointsForm
from salon_pos.ui.backoffice.rules_form import RulesForm
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

    def keep(self, rules: Any, form: RulesForm) -> Any:
        return self.desk.perform(usecases.set_points_rules, rules, refused=form.refuse)
