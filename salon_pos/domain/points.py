"""The rules of points, one versioned set: what gives points, and what points are good for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import combinations, product
from typing import Any

from salon_pos.domain.money import BASIS_POINTS, MOST, Amount
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rule_sets import (
    Unit,
    check_different,
    check_flag,
    check_text,
    check_whole,
    day_or_none,
    readable,
    table,
)
from salon_pos.domain.tenders import PointsRule
from salon_pos.domain.words import N_

MOST_FACTOR = 100 * BASIS_POINTS
MOST_RATE = 100
"""Points per minor unit, every multiplier and percent included."""
MOST_GIFT = 100_000
"""The most points that are given without anything having to be paid for them; and the most that
these may be worth, in minor units."""


@dataclass(frozen=True, slots=True)
class BaseRule:
    """`points` for each `per` minor units of one item, of one category, or of anything. The most
    specific rule of a line counts; `points` of 0 gives nothing."""

    points: int
    per: int
    item_id: int | None = None
    category_id: int | None = None

    @property
    def rate(self) -> Fraction:
        """Points for one minor unit."""
        return Fraction(self.points, self.per)


class BonusKind(StrEnum):
    """What a bonus is given for: the first sale of a business day, a birthday, or a sale between
    two days."""

    VISIT = "visit"
    BIRTHDAY = "birthday"
    CAMPAIGN = "campaign"


@dataclass(frozen=True, slots=True)
class Bonus:
    """Added to the base: fixed `points`, or a percent of the base points before multipliers.

    `least` is the eligible amount in minor units from which it is given. A campaign runs from
    `first` to `last`, both included; birthday reaches `window_days` before and after the day.
    """

    key: str
    kind: BonusKind
    points: int = 0
    percent_bp: int = 0
    least: int = 0
    first: date | None = None
    last: date | None = None
    window_days: int = 0

    @property
    def is_given_once(self) -> bool:
        """Whether its fixed points come once: with the first visit of a day, for a birthday. A
        campaign's come with every sale."""
        return self.kind is not BonusKind.CAMPAIGN

    def runs_on(self, day: date) -> bool:
        """Whether a campaign runs on `day`; other kinds have no days of their own."""
        return self.first is None or self.last is None or self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class MemberDays:
    """Days that multiply the base: ISO weekdays (1 is Monday), days of the month, or both."""

    multiplier_bp: int = BASIS_POINTS
    weekdays: frozenset[int] = frozenset()
    days_of_month: frozenset[int] = frozenset()

    def multiplier_on(self, day: date) -> int:
        """The multiplier of `day` in basis points."""
        is_one = day.isoweekday() in self.weekdays or day.day in self.days_of_month
        return self.multiplier_bp if is_one else BASIS_POINTS


@dataclass(frozen=True, slots=True)
class Referral:
    """Points for the client who brought another, and for the one who came."""

    referrer: int = 0
    newcomer: int = 0


@dataclass(frozen=True, slots=True)
class PointsRules:
    """One version of the rules. `tier_multipliers` maps tier keys to basis points. `days_good` is
    how many days after the one it was earned on a lot lasts (None: for ever). `at_top_up`: top-ups
    earn and stored value does not (default: the other way round). `activities` maps what a client
    may do (a review, a survey) to its points."""

    version: int
    base: tuple[BaseRule, ...] = ()
    bonuses: tuple[Bonus, ...] = ()
    tier_multipliers: Mapping[str, int] = field(default_factory=dict[str, int])
    member_days: MemberDays = MemberDays()
    excluded_items: frozenset[int] = frozenset()
    excluded_categories: frozenset[int] = frozenset()
    burn: PointsRule | None = None
    days_good: int | None = None
    at_top_up: bool = False
    platform_earns: bool = False
    referral: Referral = Referral()
    activities: Mapping[str, int] = field(default_factory=dict[str, int])

    def excludes(self, item_id: int, category_id: int | None) -> bool:
        """Whether the item is set not to earn, by itself or by its category."""
        return item_id in self.excluded_items or category_id in self.excluded_categories

    def base_rule(self, item_id: int, category_id: int | None) -> BaseRule | None:
        """RULES 12: the most specific base rule: for the item, its category, or any amount."""
        wanted = [(item_id, None), (None, category_id), (None, None)]
        by_thing = {(rule.item_id, rule.category_id): rule for rule in self.base}
        return next((by_thing[thing] for thing in wanted if thing in by_thing), None)

    def tier_multiplier(self, tier: str | None) -> int:
        """The multiplier of a tier in basis points; without a tier, or one unnamed here, none."""
        return BASIS_POINTS if tier is None else self.tier_multipliers.get(tier, BASIS_POINTS)


def check_rules(rules: PointsRules) -> PointsRules:
    """`rules` as given. Refuses numbers that are negative, fractional or beyond reason, names
    that are no text, two rules for the same thing, a bonus that cannot be, and a set that would pay
    the client (RULES 14), by its rate or by what it gives beside it."""
    _check_numbers(rules)
    _check_base(rules.base)
    _check_bonuses(rules.bonuses)
    _check_member_days(rules.member_days)
    _check_rate(rules)
    _check_gifts(rules)
    return rules


def best_rate(rules: PointsRules) -> Fraction:
    """The most points one minor unit may give: the best base rule by the highest tier and the
    member day, and every percent bonus that may fall on one day. Fixed points are not in it:
    they come to the same however much is paid."""
    base = max((rule.rate for rule in rules.base), default=Fraction(0))
    tier = max([BASIS_POINTS, *rules.tier_multipliers.values()])
    day = max(BASIS_POINTS, rules.member_days.multiplier_bp)
    factor = Fraction(tier * day, BASIS_POINTS**2)
    return base * (factor + Fraction(_most_percent(rules.bonuses), BASIS_POINTS))


def best_return(rules: PointsRules) -> Fraction:
    """The most points that come for one minor unit with all that comes beside the rate: the fixed
    points of campaigns come with every sale of their least amount, or of the smallest coin. Of
    what is given once only that counts which is not small."""
    beside = [Fraction(given, amount) for given, amount in _fixed_by_amount(rules.bonuses, rules)]
    return best_rate(rules) + max(beside, default=Fraction(0))


def unpaid(rules: PointsRules) -> Mapping[str, int]:
    """The points that come at once without anything having to be paid for them, by their field:
    each referral and activity, and visit and birthday together as long as they are small."""
    bonuses = {
        f"bonuses.{number}.points": sum(
            other.points for other in rules.bonuses
            if other.is_given_once and other.least <= bonus.least
        )
        for number, bonus in enumerate(rules.bonuses) if bonus.is_given_once and bonus.points
    }  # fmt: skip
    return {
        **_gifts(rules),
        **{field_: points for field_, points in bonuses.items() if _is_small(points, rules)},
    }


def _gifts(rules: PointsRules) -> Mapping[str, int]:
    return {
        "referral.referrer": rules.referral.referrer,
        "referral.newcomer": rules.referral.newcomer,
        **{f"activities.{name}": points for name, points in rules.activities.items()},
    }


def _most_percent(bonuses: Sequence[Bonus]) -> int:
    """The most that percent bonuses add on one day. It is reached on the first day of a campaign,
    or on any day where there is none."""
    always = sum(bonus.percent_bp for bonus in bonuses if bonus.first is None)
    days = [bonus.first for bonus in bonuses if bonus.first is not None]
    campaigns = [bonus for bonus in bonuses if bonus.first is not None]
    by_day = [sum(b.percent_bp for b in campaigns if b.runs_on(day)) for day in days]
    return always + max(by_day, default=0)


def _check_numbers(rules: PointsRules) -> None:
    check_whole(rules.version, "version", least=1)
    for key, factor in rules.tier_multipliers.items():
        check_whole(factor, f"tier_multipliers.{key}", least=1, most=MOST_FACTOR, unit=Unit.FACTOR)
    for thing in (*rules.excluded_items, *rules.excluded_categories):
        check_whole(thing, "excluded", least=1, most=MOST)
    check_flag(rules.at_top_up, "at_top_up")
    check_flag(rules.platform_earns, "platform_earns")
    for name, points in rules.activities.items():
        check_whole(points, f"activities.{name}")
    check_whole(rules.referral.referrer, "referral.referrer")
    check_whole(rules.referral.newcomer, "referral.newcomer")
    if rules.days_good is not None:
        check_whole(rules.days_good, "days_good", least=1, most=36_500)
    if rules.burn is not None:
        check_whole(rules.burn.step, "burn.step", least=1)
        check_whole(rules.burn.value, "burn.value", least=1, unit=Unit.MONEY)
        check_whole(rules.burn.cap_bp, "burn.cap_bp", least=1, most=BASIS_POINTS, unit=Unit.PERCENT)


def _check_base(base: Sequence[BaseRule]) -> None:
    for number, rule in enumerate(base):
        check_whole(rule.points, f"base.{number}.points")
        check_whole(rule.per, f"base.{number}.per", least=1, most=MOST, unit=Unit.MONEY)
        things = [thing for thing in (rule.item_id, rule.category_id) if thing is not None]
        for thing in things:
            check_whole(thing, f"base.{number}", least=1, most=MOST)
        if len(things) == 2:
            refuse(
                "item_and_category",
                N_("A rule is for an item or for a category. Make two rules of it."),
                field=f"base.{number}",
            )
    check_different([(rule.item_id, rule.category_id) for rule in base], "base")


def _check_bonuses(bonuses: Sequence[Bonus]) -> None:
    for number, bonus in enumerate(bonuses):
        _check_bonus(bonus, f"bonuses.{number}")
    for one, other in combinations(bonuses, 2):
        if one.key == other.key and _overlap(one, other):
            refuse(
                "bonuses_overlap",
                N_("Two bonuses named {name} would count on the same day. Rename one of them."),
                field="bonuses",
                name=one.key,
            )


def _check_bonus(bonus: Bonus, where: str) -> None:
    check_whole(bonus.points, f"{where}.points")
    check_whole(bonus.percent_bp, f"{where}.percent_bp", most=MOST_FACTOR, unit=Unit.PERCENT)
    check_whole(bonus.least, f"{where}.least", most=MOST, unit=Unit.MONEY)
    # A wider window would meet that of the next birthday.
    check_whole(bonus.window_days, f"{where}.window_days", most=180)
    check_text(bonus.key, f"{where}.key")
    if not bonus.key.strip():
        refuse("bonus_unnamed", N_("Give the bonus a name."), field=f"{where}.key")
    if bool(bonus.points) == bool(bonus.percent_bp):
        refuse(
            "points_or_percent",
            N_("A bonus gives points or a percent. Type one of them."),
            field=where,
        )
    _check_days(bonus, where)


def _check_days(bonus: Bonus, where: str) -> None:
    days = [day for day in (bonus.first, bonus.last) if day is not None]
    is_campaign = bonus.kind is BonusKind.CAMPAIGN
    if len(days) != 2 * is_campaign or days != sorted(days):
        refuse(
            "bad_campaign_days",
            N_("A campaign has a first and a last day in this order, other bonuses have none."),
            field=f"{where}.first",
        )


def _overlap(one: Bonus, other: Bonus) -> bool:
    if one.first is None or other.first is None:
        return True
    return one.runs_on(other.first) or other.runs_on(one.first)


def _check_member_days(days: MemberDays) -> None:
    check_whole(
        days.multiplier_bp, "member_days.multiplier_bp", least=1, most=MOST_FACTOR, unit=Unit.FACTOR
    )
    for day in days.weekdays:
        check_whole(day, "member_days.weekdays", least=1, most=7)
    for day in days.days_of_month:
        check_whole(day, "member_days.days_of_month", least=1, most=31)


def _check_rate(rules: PointsRules) -> None:
    """RULES 14: points that come back as the whole price, or more, would pay the client."""
    rate = best_rate(rules)
    if rate > MOST_RATE:
        refuse(
            "too_many_points",
            N_("At best this gives more than {most} points for {coin}. Give fewer."),
            field="base",
            most=MOST_RATE,
            coin=Amount(1),
        )
    if rules.burn and rate * rules.burn.value >= rules.burn.step:
        refuse(
            "pays_the_client",
            N_(
                "At best these points are worth the whole price or more. "
                "Give fewer, or make each worth less."
            ),
            field="base",
        )


def _check_gifts(rules: PointsRules) -> None:
    """RULES 14: what is given for nothing is small; bonuses are small or covered, all that one sale
    may get of them together."""
    for field_, points in _gifts(rules).items():
        if not _is_small(points, rules):
            refuse(
                "gift_too_large",
                N_("Nothing has to be paid for these points. Give at most {most}."),
                field=field_,
                most=_most_gift(rules),
            )
    for number, bonus in enumerate(rules.bonuses):
        if not _are_covered(rules.bonuses[: number + 1], rules):
            refuse(
                "bonus_pays_the_client",
                _ONCE_TOO_LARGE if bonus.is_given_once else _EVERY_TIME_TOO_LARGE,
                field=f"bonuses.{number}.points",
                bonus=bonus.key,
                most=_most_gift(rules),
            )


_ONCE_TOO_LARGE = N_(
    "{bonus} may be worth the whole price or more. Give at most {most} points for visit and "
    "birthday together, or give them from a larger amount on."
)
_EVERY_TIME_TOO_LARGE = N_(
    "With all else that comes with a sale, {bonus} may be worth its whole price. Give fewer "
    "points, or give them from a larger amount on."
)


def _most_gift(rules: PointsRules) -> int:
    """The most points that may be given for nothing."""
    if rules.burn is None:
        return MOST_GIFT
    return min(MOST_GIFT, MOST_GIFT * rules.burn.step // rules.burn.value)


def _is_small(points: int, rules: PointsRules) -> bool:
    return points <= _most_gift(rules)


def _are_covered(bonuses: Sequence[Bonus], rules: PointsRules) -> bool:
    return all(
        _is_covered(given, amount, rules) for given, amount in _fixed_by_amount(bonuses, rules)
    )


def _is_covered(given: int, amount: int, rules: PointsRules) -> bool:
    """Whether a sale of `amount` with these fixed points, at the best rate, gives points for less
    than it costs. Nothing that is small need be covered where points are no money."""
    points = best_rate(rules) * amount + given
    if rules.burn is None:
        return _is_small(given, rules) or points <= MOST_RATE * amount
    return not given or points * rules.burn.value < amount * rules.burn.step


def _fixed_by_amount(bonuses: Sequence[Bonus], rules: PointsRules) -> Iterator[tuple[int, int]]:
    """The fixed points that a sale gets, and its amount in minor units, wherever that may be the
    most for an amount: the most campaigns run on the first day of one of them, and what a sale
    gets grows at the least amounts alone (without one at the smallest coin). A small gift that is
    given once is not in it."""
    fixed = [bonus for bonus in bonuses if bonus.points]
    days = [bonus.first for bonus in fixed if bonus.first is not None] or [date.min]
    for day, least in product(days, {bonus.least for bonus in fixed}):
        together = [b for b in fixed if b.runs_on(day) and b.least <= least]
        once = sum(bonus.points for bonus in together if bonus.is_given_once)
        every_time = sum(bonus.points for bonus in together if not bonus.is_given_once)
        yield every_time + (0 if _is_small(once, rules) else once), max(least, 1)


def points_rules(plain: Mapping[str, Any]) -> PointsRules:
    """The rules that `json.loads` of `rule_sets.to_json` gives; what may be left out has its
    default. Refuses what cannot be read; `check_rules` looks at what it says."""
    with readable():
        burn = plain.get("burn")
        read: dict[str, Any] = {
            "base": tuple(BaseRule(**rule) for rule in plain.get("base", ())),
            "bonuses": tuple(_bonus(bonus) for bonus in plain.get("bonuses", ())),
            "tier_multipliers": table(plain.get("tier_multipliers", {})),
            "member_days": _member_days(plain.get("member_days", {})),
            "excluded_items": frozenset(plain.get("excluded_items", ())),
            "excluded_categories": frozenset(plain.get("excluded_categories", ())),
            "burn": None if burn is None else PointsRule(**burn),
            "referral": Referral(**plain.get("referral", {})),
            "activities": table(plain.get("activities", {})),
        }
        return PointsRules(**{**plain, **read})


def _bonus(plain: Mapping[str, Any]) -> Bonus:
    read: dict[str, Any] = {
        "key": plain["key"],
        "kind": BonusKind(plain["kind"]),
        "first": day_or_none(plain.get("first")),
        "last": day_or_none(plain.get("last")),
    }
    return Bonus(**{**plain, **read})


def _member_days(plain: Mapping[str, Any]) -> MemberDays:
    read: dict[str, Any] = {
        "weekdays": frozenset(plain.get("weekdays", ())),
        "days_of_month": frozenset(plain.get("days_of_month", ())),
    }
    return MemberDays(**{**plain, **read})
