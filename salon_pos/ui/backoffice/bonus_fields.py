"""The bonuses among the rules of points: those there are, and room for one more."""

from collections.abc import Sequence

from salon_pos.domain.points import Bonus, BonusKind
from salon_pos.i18n import _
from salon_pos.ui.backoffice.rules_form import RulesForm, number_text, select
from salon_pos.ui.backoffice.typed import money_text, percent_text
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.select import Select

_OF_KIND = {
    None: (),
    BonusKind.VISIT: (),
    BonusKind.BIRTHDAY: ("window",),
    BonusKind.CAMPAIGN: ("first", "last"),
}
_ALWAYS = ("name", "points", "percent", "least")


class BonusFields:
    """Shows of each bonus what its kind needs; one without a kind is left out."""

    def __init__(self, form: RulesForm, bonuses: Sequence[Bonus]) -> None:
        self._form, self._count = form, len(bonuses) + 1
        form.heading(
            _("Bonuses"),
            _("Added once: points, or a percent of what the rules above give before tiers."),
        )
        for number, bonus in enumerate([*bonuses, None]):
            self._add(number, bonus)
        self.show_fitting()

    def read(self) -> tuple[Bonus, ...]:
        """The bonuses as typed; the form's places name their inputs."""
        found: list[Bonus] = []
        for number in range(self._count):
            kind = self._form.inputs[f"bonus.{number}.kind"].value()
            if kind is not None:
                self._name_places(len(found), number)
                found.append(self._bonus(kind, f"bonus.{number}"))
        self._form.places["bonuses"] = "bonus.0.name"
        return tuple(found)

    def show_fitting(self) -> None:
        """Show what the kind chosen needs, and nothing else."""
        for number in range(self._count):
            kind = self._form.inputs[f"bonus.{number}.kind"].value()
            shown = (*_ALWAYS, *_OF_KIND[kind]) if kind else ()
            for part in (*_ALWAYS, "window", "first", "last"):
                widget = self._form.inputs[f"bonus.{number}.{part}"]
                assert isinstance(widget, Field)
                widget.setVisible(part in shown)

    def _add(self, number: int, bonus: Bonus | None) -> None:
        form, place = self._form, f"bonus.{number}"
        kinds = [
            (None, _("none")), (BonusKind.VISIT, _("first visit of a day")),
            (BonusKind.BIRTHDAY, _("birthday")), (BonusKind.CAMPAIGN, _("campaign")),
        ]  # fmt: skip
        label = _("One more bonus") if bonus is None else _("Bonus for")
        kind: Select = select(label, kinds, bonus.kind if bonus else None)
        kind.picked.connect(lambda _: self.show_fitting())
        form.add_row(
            (f"{place}.kind", kind),
            (f"{place}.name", Field(_("Name"), value=bonus.key if bonus else "")),
        )
        self._add_amounts(place, bonus)
        days = [bonus.first, bonus.last] if bonus else [None, None]
        first, last = (day.isoformat() if day else "" for day in days)
        form.add_row(
            (f"{place}.window", Field(_("Days before and after"), "integer",
                                      value=number_text(bonus.window_days if bonus else None))),
            (f"{place}.first", Field(_("First day"), "date", value=first,
                                     placeholder="2026-11-01")),
            (f"{place}.last", Field(_("Last day"), "date", value=last, placeholder="2026-11-30")),
        )  # fmt: skip

    def _add_amounts(self, place: str, bonus: Bonus | None) -> None:
        form = self._form
        points = bonus.points or None if bonus else None
        percent = percent_text(bonus.percent_bp) if bonus and bonus.percent_bp else ""
        least = money_text(bonus.least, form.currency) if bonus and bonus.least else ""
        form.add_row(
            (f"{place}.points", Field(_("Points"), "integer", value=number_text(points))),
            (f"{place}.percent", Field(_("or percent"), "percent", after="%", value=percent)),
            (f"{place}.least", Field(_("from a bill of"), "money", before=form.currency.symbol,
                                     value=least)),
        )  # fmt: skip

    def _bonus(self, kind: BonusKind, place: str) -> Bonus:
        form = self._form
        shown = _OF_KIND[kind]
        return Bonus(
            key=form.written(f"{place}.name"),
            kind=kind,
            points=form.whole(f"{place}.points") or 0,
            percent_bp=form.percent(f"{place}.percent") or 0,
            least=form.money(f"{place}.least") or 0,
            first=form.day(f"{place}.first") if "first" in shown else None,
            last=form.day(f"{place}.last") if "last" in shown else None,
            window_days=(form.whole(f"{place}.window") or 0) if "window" in shown else 0,
        )

    def _name_places(self, place: int, number: int) -> None:
        said = {"key": "name", "points": "points", "percent_bp": "percent", "least": "least",
                "first": "first", "window_days": "window"}  # fmt: skip
        self._form.places |= {
            f"bonuses.{place}.{field}": f"bonus.{number}.{part}" for field, part in said.items()
        }
        self._form.places[f"bonuses.{place}"] = f"bonus.{number}.points"
