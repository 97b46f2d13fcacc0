"""The rules of points on one page, in plain words, with what they come to for one haircut."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from salon_pos.db.queries import catalog, value
from salon_pos.domain.catalog import ItemKind
from salon_pos.domain.earning import Occasion, PaidLine, earn
from salon_pos.domain.lab import worth
from salon_pos.domain.money import BASIS_POINTS, Currency
from salon_pos.domain.points import BaseRule, MemberDays, PointsRules, Referral, check_rules
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.tenders import PointsRule
from salon_pos.i18n import _, n_, screen
from salon_pos.ui.backoffice.bonus_fields import BonusFields
from salon_pos.ui.backoffice.rules_form import (
    FACTOR_DIGITS,
    Beside,
    RulesForm,
    name_of,
    number_text,
    select,
)
from salon_pos.ui.backoffice.typed import money_text, percent_text, short_text, shown_name
from salon_pos.ui.widgets.banner import Banner
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.switch import Checkbox

Thing = tuple[str, int]
"""("category" or "item", its id)."""


class PointsForm(RulesForm):
    """An empty field leaves its rule out. The sentence on top follows what is typed."""

    def __init__(self, currency: Currency, today: date) -> None:
        super().__init__(currency)
        self._today = today
        self._rules = value.points_in_force() or PointsRules(version=1)
        tiers = value.tiers_in_force()
        self._tiers = tiers.tiers if tiers else ()
        self._categories = {one.id: shown_name(one.name) for one in catalog.categories()}
        sold = [one for one in catalog.items() if one.kind is not ItemKind.PREPAID]
        self._items = {one.id: one.name for one in sold}
        self._example = next((one for one in sold if one.price), None)
        self.example = Banner("", "info", icon="sparkles")
        self.add_part(self.example)
        self._add_base()
        self._add_things()
        self._add_multipliers()
        self.bonuses = BonusFields(self, self._rules.bonuses)
        self._add_money()
        self._add_when()
        self._add_others()
        self.edited.connect(self._tell_example)
        self._tell_example()

    def read(self) -> PointsRules:
        self.places = {}
        burn = self._read_burn()
        return replace(
            self._rules,
            base=self._read_base(),
            bonuses=self.bonuses.read(),
            tier_multipliers=self._read_tiers(),
            member_days=self._read_member_days(),
            excluded_items=self._read_excluded("item", self._rules.excluded_items),
            excluded_categories=self._read_excluded("category", self._rules.excluded_categories),
            burn=burn,
            days_good=self.whole("days_good"),
            at_top_up=bool(self.inputs["at_top_up"].value()),
            platform_earns=bool(self.inputs["platform_earns"].value()),
            referral=Referral(self.whole("referrer") or 0, self.whole("newcomer") or 0),
            activities=self._read_activities(),
        )

    def set_values(self, values: dict[str, object]) -> None:
        super().set_values(values)
        self.bonuses.show_fitting()
        self._tell_example()

    # -- the inputs ----------------------------------------------------------------------------

    def _add_base(self) -> None:
        every = next((r for r in self._rules.base if r.item_id is r.category_id is None), None)
        self.add_row(
            ("points", Field(
                _("Points"), "integer", value=number_text(every.points if every else None),
                hint=_("Empty: no points for what has no rule of its own."),
            )),
            ("per", self._money(_("for each"), every.per if every else self.currency.unit)),
        )  # fmt: skip

    def _money(self, label: str, minor: int | None, hint: str = "") -> Field:
        typed = "" if minor is None else money_text(minor, self.currency)
        return Field(label, "money", before=self.currency.symbol, value=typed, hint=hint)

    def _add_things(self) -> None:
        self.heading(
            _("Categories and items of their own"),
            _("The most specific one counts: the item’s, then its category’s, then the one above."),
        )
        for thing, name in self._things():
            self._add_thing(thing, name)
        free = [(None, _("none")), *self._items.items()]
        self.add_row(
            ("new_item", select(_("One more item"), free)),
            ("new_points", Field(_("Points"), "integer")),
            ("new_per", self._money(_("for each"), None)),
        )

    def _things(self) -> Iterator[tuple[Thing, str]]:
        """Every category, and the items that have a rule of their own."""
        rules = self._rules
        with_rule = {rule.category_id for rule in rules.base if rule.category_id is not None}
        for category in sorted({*self._categories, *with_rule, *rules.excluded_categories}):
            yield ("category", category), name_of(self._categories, category)
        items = {rule.item_id for rule in rules.base if rule.item_id is not None}
        for item in sorted(items | rules.excluded_items):
            yield ("item", item), name_of(self._items, item)

    def _add_thing(self, thing: Thing, name: str) -> None:
        kind, key = thing
        rule = next((r for r in self._rules.base if getattr(r, f"{kind}_id") == key), None)
        excluded = key in (
            self._rules.excluded_items if kind == "item" else self._rules.excluded_categories
        )
        place = f"{kind}.{key}"
        points = Field(
            _("{name}: points", name=name), "integer",
            value=number_text(rule.points if rule else None),
        )  # fmt: skip
        per = self._money(_("for each"), rule.per if rule else None)
        box = Beside(_("earns nothing"), excluded, _("{name} earns nothing", name=name))
        self.add_row((f"{place}.points", points), (f"{place}.per", per), (f"{place}.not", box))

    def _add_multipliers(self) -> None:
        rules = self._rules
        self.heading(
            _("Tiers and member days"), _("They multiply what is above; bonuses are added later.")
        )
        fields = [
            (f"tier.{tier.key}", self._factor(tier.name, rules.tier_multipliers.get(tier.key)))
            for tier in self._tiers
        ]
        wide = 2 if len(fields) % 3 == 1 else 3  # none alone over the whole width
        for start in range(0, len(fields), wide):
            self.add_row(*fields[start : start + wide])
        days = rules.member_days
        multiplies = days.weekdays or days.days_of_month
        typed = ", ".join(str(day) for day in sorted(days.days_of_month))
        self.add_row(
            ("member_factor", self._factor(
                _("On member days"), days.multiplier_bp if multiplies else None
            )),
            ("days_of_month", Field(_("Days of the month"), value=typed, placeholder="1, 15")),
        )  # fmt: skip
        boxes = [
            (f"weekday.{day}", Checkbox(_weekday(day), on=day in days.weekdays))
            for day in range(1, 8)
        ]
        for start in range(0, len(boxes), 3):  # four do not fit a narrow window
            self.add_row(*boxes[start : start + 3])

    @staticmethod
    def _factor(label: str, factor: int | None) -> Field:
        typed = "" if factor is None else short_text(factor, FACTOR_DIGITS)
        return Field(label, "percent", before="×", value=typed, placeholder="1")

    def _add_money(self) -> None:
        burn = self._rules.burn
        self.heading(_("Points as money"), _("Empty: points pay nothing at the counter."))
        cap = percent_text(burn.cap_bp) if burn else ""
        self.add_row(
            ("burn_step", Field(_("So many points"), "integer",
                                value=number_text(burn.step if burn else None))),
            ("burn_value", self._money(_("are worth"), burn.value if burn else None)),
            ("burn_cap", Field(_("At most, of a bill"), "percent", after="%", value=cap,
                               placeholder="100")),
        )  # fmt: skip

    def _add_when(self) -> None:
        rules = self._rules
        self.heading(_("How long, and what counts"))
        self.add("days_good", Field(
            _("Points are good for, in days"), "integer", value=number_text(rules.days_good),
            hint=_("Empty: they never expire."),
        ))  # fmt: skip
        self.add("at_top_up", Choice(
            _("Stored value earns"),
            [(False, _("when it is used")), (True, _("when it is topped up"))],
            value=rules.at_top_up,
        ))  # fmt: skip
        words = _("What a platform’s voucher pays earns points")
        self.add("platform_earns", Checkbox(words, on=rules.platform_earns))

    def _add_others(self) -> None:
        rules = self._rules
        self.heading(_("Beside sales"))
        self.add_row(
            ("referrer", Field(_("For bringing a client"), "integer",
                               value=number_text(rules.referral.referrer or None))),
            ("newcomer", Field(_("For the client who came"), "integer",
                               value=number_text(rules.referral.newcomer or None))),
        )  # fmt: skip
        for number, (name, points) in enumerate([*rules.activities.items(), ("", None)]):
            self.add_row(
                (f"activity.{number}", Field(_("For an activity"), value=name,
                                             placeholder=_("a review"))),
                (f"activity.{number}.points", Field(_("Points"), "integer",
                                                    value=number_text(points))),
            )  # fmt: skip

    # -- what was typed ------------------------------------------------------------------------

    def _read_base(self) -> tuple[BaseRule, ...]:
        typed = [("points", "per", None, None)]
        typed += [
            (f"{kind}.{key}.points", f"{kind}.{key}.per",
             key if kind == "item" else None, key if kind == "category" else None)
            for (kind, key), _name in self._things()
        ]  # fmt: skip
        new = self.inputs["new_item"].value()
        if new is not None:
            typed.append(("new_points", "new_per", new, None))
        base: list[BaseRule] = []
        for points, per, item_id, category_id in typed:
            given = self.whole(points)
            if given is not None:
                self.places |= {
                    f"base.{len(base)}.points": points, f"base.{len(base)}.per": per,
                    f"base.{len(base)}": points,
                }  # fmt: skip
                each = self.money(per)
                each = each if each is not None else self._every()
                base.append(BaseRule(given, each, item_id, category_id))
        self.places["base"] = "points"
        return tuple(base)

    def _every(self) -> int:
        """What points of their own are for, where nothing is typed: as the rule on top."""
        each = self.money("per")
        return each if each is not None else self.currency.unit

    def _read_excluded(self, kind: str, now: frozenset[int]) -> frozenset[int]:
        shown = {key for (of, key), _name in self._things() if of == kind}
        chosen = {key for key in shown if self.inputs[f"{kind}.{key}.not"].value()}
        return frozenset(chosen | (now - shown))

    def _read_tiers(self) -> Mapping[str, int]:
        """Those of tiers that are no more stay: they may come back."""
        shown = {tier.key for tier in self._tiers}
        kept = {key: bp for key, bp in self._rules.tier_multipliers.items() if key not in shown}
        for tier in self._tiers:
            self.places[f"tier_multipliers.{tier.key}"] = f"tier.{tier.key}"
            factor = self.factor(f"tier.{tier.key}")
            if factor is not None:
                kept[tier.key] = factor
        return kept

    def _read_member_days(self) -> MemberDays:
        self.places["member_days.multiplier_bp"] = "member_factor"
        self.places["member_days.days_of_month"] = "days_of_month"
        factor = self.factor("member_factor")
        weekdays = frozenset(d for d in range(1, 8) if self.inputs[f"weekday.{d}"].value())
        return MemberDays(
            BASIS_POINTS if factor is None else factor, weekdays, self.numbers("days_of_month")
        )

    def _read_burn(self) -> PointsRule | None:
        self.places |= {
            "burn.step": "burn_step", "burn.value": "burn_value", "burn.cap_bp": "burn_cap"
        }  # fmt: skip
        step, worth_of, cap = (
            self.whole("burn_step"), self.money("burn_value"), self.percent("burn_cap")
        )  # fmt: skip
        if step is None and worth_of is None:
            return None
        return PointsRule(step or 0, worth_of or 0, BASIS_POINTS if cap is None else cap)

    def _read_activities(self) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for number in range(len(self._rules.activities) + 1):
            place, name = f"activity.{number}.points", self.written(f"activity.{number}")
            points = self.whole(place)
            if name and points is not None:
                self.places[f"activities.{name}"] = place
                found[name] = points
        return found

    # -- the sentence --------------------------------------------------------------------------

    def _tell_example(self) -> None:
        try:
            rules = check_rules(self.read())
        except Refusal as refusal:
            self.example.set_sentence(screen().sentence(refusal))
            return
        item = self._example
        price = item.price if item else 100 * self.currency.unit
        line = PaidLine(
            "", item.id if item else 0, item.category_id if item else None,
            item.kind if item else ItemKind.SERVICE, price, price,
        )  # fmt: skip
        name = item.name if item else _("A sale")
        tiers = self._tiers_up(rules)
        self.example.set_sentence(example(rules, line, name, tiers, day=self._today))

    def _tiers_up(self, rules: PointsRules) -> Sequence[tuple[str, str]]:
        """(key, name) of the tier that multiplies most, if one does."""
        with_factor = [(rules.tier_multiplier(t.key), t) for t in self._tiers]
        best = max(with_factor, key=lambda pair: pair[0], default=None)
        return [(best[1].key, best[1].name)] if best and best[0] > BASIS_POINTS else []


def example(
    rules: PointsRules, line: PaidLine, name: str, tiers: Sequence[tuple[str, str]], *, day: date
) -> str:
    """What one sale gives, in a sentence: "Women's cut for ¥128.00 gives 128 points, worth ¥1.28."
    Bonuses are left out: they do not come on every day."""
    words, given = screen(), list[str]()
    for key in ("", *(key for key, _name in tiers)):
        occasion = Occasion(day, tier=key or None)
        points = earn([line], 0, replace(rules, bonuses=()), occasion).points
        said = n_("{n} point", "{n} points", points)
        if rules.burn:
            said = _("{points}, worth {worth}", points=said,
                     worth=words.money(worth(points, rules.burn)))  # fmt: skip
        given.append(said)
    price = words.money(line.net)
    sentences = [_("{item} for {price} gives {given}.", item=name, price=price, given=given[0])]
    for (_key, tier), said in zip(tiers, given[1:], strict=True):
        sentences.append(_("With {tier}: {given}.", tier=tier, given=said))
    return "\n".join(sentences)


def _weekday(day: int) -> str:
    """The day of the week by its ISO number; 5 January 2026 is a Monday."""
    return screen().weekday(date(2026, 1, 4 + day))
