"""Tiers, one versioned set: how each is reached, and what it gives (`standing`: who has it)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from salon_pos.domain.catalog import Benefit, Item, ItemKind
from salon_pos.domain.money import BASIS_POINTS, MOST
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rule_sets import (
    Unit,
    check_different,
    check_text,
    check_whole,
    readable,
)
from salon_pos.domain.words import N_

MEASURES = ("spend", "visits", "top_up")
"""What may reach a tier. Any one of those it names is enough."""


@dataclass(frozen=True, slots=True)
class CategoryPercent:
    """Basis points off a category; `None` is every category that has none of its own."""

    percent_bp: int
    category_id: int | None = None


@dataclass(frozen=True, slots=True)
class MemberPrice:
    """The price of one unit of an item for members, in minor units."""

    item_id: int
    price: int


@dataclass(frozen=True, slots=True)
class FreeServices:
    """Any of these items free, so many `times` in a period of the tier."""

    item_ids: frozenset[int]
    times: int


@dataclass(frozen=True, slots=True)
class Perks:
    """What a tier gives beside its points multiplier, which is one of the rules of points.
    `birthday_gift` names a gift, `birthday_voucher` is the face of a voucher in minor units."""

    percents: tuple[CategoryPercent, ...] = ()
    member_prices: tuple[MemberPrice, ...] = ()
    free_services: tuple[FreeServices, ...] = ()
    birthday_gift: str = ""
    birthday_voucher: int = 0

    def percent(self, category_id: int | None) -> int:
        """Basis points off a category: its own, else those for every category."""
        by_category = {each.category_id: each.percent_bp for each in self.percents}
        return by_category.get(category_id, by_category.get(None, 0))


@dataclass(frozen=True, slots=True)
class Tier:
    """One tier. It is reached by qualifying spend (minor units) or by days with a visit in the
    window, or by one top-up (minor units) in it, whichever comes first. One that names none of
    them is open to every member; only the lowest may be."""

    key: str
    name: str
    spend: int | None = None
    visits: int | None = None
    top_up: int | None = None
    perks: Perks = Perks()

    @property
    def is_open(self) -> bool:
        """Whether every member has it."""
        return not self.thresholds

    @property
    def thresholds(self) -> Mapping[str, int]:
        """What each measure that it names must come to."""
        named = {"spend": self.spend, "visits": self.visits, "top_up": self.top_up}
        return {measure: least for measure, least in named.items() if least is not None}


@dataclass(frozen=True, slots=True)
class TierRules:
    """One version of the tiers, the lowest first. `window_months` is how far back deeds count;
    `period_months` how long a tier is kept once it is reached."""

    version: int
    tiers: tuple[Tier, ...] = ()
    window_months: int = 12
    period_months: int = 12

    def rank(self, key: str | None) -> int:
        """Where a tier stands, 0 the lowest; −1 for none, or one that is no longer there."""
        return next((i for i, tier in enumerate(self.tiers) if tier.key == key), -1)


@dataclass(frozen=True, slots=True)
class CardPercents:
    """The best basis points that a client's cards give: a discount card off `all` that is no
    prepaid, a period card off `services`."""

    all: int = 0
    services: int = 0

    def percent(self, kind: ItemKind) -> int:
        """Basis points off an item of this kind."""
        return max(self.all, self.services) if kind is ItemKind.SERVICE else self.all


def benefits_for(
    tier: Tier | None, items: Iterable[Item], cards: CardPercents = CardPercents()
) -> Mapping[int, Benefit]:
    """What a client's tier and cards take off each item, for the price book. The larger percent
    counts, never both; between percent and member price the line decides (RULES 1). Prepaid has
    its price (RULES 3)."""
    perks = tier.perks if tier else Perks()
    prices = {each.item_id: each.price for each in perks.member_prices}
    benefits = {
        item.id: _benefit(
            perks.percent(item.category_id), cards.percent(item.kind), prices.get(item.id)
        )
        for item in items
        if item.kind is not ItemKind.PREPAID
    }
    return {item_id: benefit for item_id, benefit in benefits.items() if benefit != Benefit()}


def _benefit(of_tier: int, of_card: int, member_price: int | None) -> Benefit:
    return Benefit(max(of_tier, of_card), member_price, of_card > of_tier)


def check_tiers(rules: TierRules) -> TierRules:
    """`rules` as given. Refuses one, two or more than five tiers, numbers that are negative,
    fractional or beyond reason, names that are no text, 100 % off and member prices of nothing,
    tiers that share a key or a name, and thresholds of nothing or that do not rise."""
    check_whole(rules.version, "version", least=1)
    check_whole(rules.window_months, "window_months", least=1, most=120)
    check_whole(rules.period_months, "period_months", least=1, most=120)
    if len(rules.tiers) not in (0, 3, 4, 5):
        refuse("tier_count", N_("A salon has three to five tiers, or none at all."), field="tiers")
    for number, tier in enumerate(rules.tiers):
        _check_tier(tier, number)
    check_different([tier.key for tier in rules.tiers], "tiers.key")
    _check_names([tier.name.strip() for tier in rules.tiers])
    for measure in MEASURES:
        _check_rising(rules.tiers, measure)
    return rules


def _check_names(names: Sequence[str]) -> None:
    for number, name in enumerate(names):
        if name in names[:number]:
            refuse(
                "rule_twice", N_("Two tiers are called {name}. Rename one of them."),
                field="tiers.name", name=name,
            )  # fmt: skip


def _check_tier(tier: Tier, number: int) -> None:
    where = f"tiers.{number}"
    check_text(tier.key, f"{where}.key")
    check_text(tier.name, f"{where}.name")
    if not (tier.key.strip() and tier.name.strip()):
        refuse("tier_unnamed", N_("Give the tier a name."), field=f"{where}.name")
    if tier.is_open and number:
        refuse(
            "tier_unreachable",
            N_("Say how {tier} is reached: by spend, by visits or by one top-up."),
            field=where,
            tier=tier.name,
        )
    for measure, least in tier.thresholds.items():
        unit = Unit.NUMBER if measure == "visits" else Unit.MONEY
        check_whole(least, f"{where}.{measure}", least=1, most=MOST, unit=unit)
    _check_perks(tier.perks, where)


def _check_perks(perks: Perks, where: str) -> None:
    for percent in perks.percents:
        check_whole(percent.percent_bp, f"{where}.percents", most=BASIS_POINTS, unit=Unit.PERCENT)
        if percent.percent_bp == BASIS_POINTS:
            refuse(
                "all_for_nothing",
                N_("100 % off gives it away without end. Take off less, or say which services "
                   "are free, and how often."),
                field=f"{where}.percents",
            )  # fmt: skip
    for number, price in enumerate(perks.member_prices):
        _check_price(price.price, f"{where}.member_prices.{number}")
    categories = [each.category_id for each in perks.percents if each.category_id is not None]
    items = [each.item_id for each in perks.member_prices]
    free_items = [item_id for free in perks.free_services for item_id in free.item_ids]
    for thing in (*categories, *items, *free_items):
        check_whole(thing, f"{where}.perks", least=1, most=MOST)
    for free in perks.free_services:
        check_whole(free.times, f"{where}.free_services", least=1, most=999)
        if not free.item_ids:
            refuse(
                "no_free_service",
                N_("Choose which services are free."),
                field=f"{where}.free_services",
            )
    check_text(perks.birthday_gift, f"{where}.birthday_gift")
    check_whole(perks.birthday_voucher, f"{where}.birthday_voucher", most=MOST, unit=Unit.MONEY)
    check_different([each.category_id for each in perks.percents], f"{where}.percents")
    check_different(items, f"{where}.member_prices")


def _check_price(price: int, where: str) -> None:
    if type(price) is int and price == 0:
        refuse(
            "price_of_nothing",
            N_("A member price of zero gives it away without end. Ask for something, or say how "
               "often it is free: free services are counted."),
            field=where,
        )  # fmt: skip
    check_whole(price, where, least=1, most=MOST, unit=Unit.MONEY)


def _check_rising(tiers: tuple[Tier, ...], measure: str) -> None:
    """Equal or falling thresholds overlap: who meets them would be in two tiers."""
    naming = [tier for tier in tiers if measure in tier.thresholds]
    for lower, higher in pairwise(naming):
        if higher.thresholds[measure] <= lower.thresholds[measure]:
            refuse(
                "tiers_overlap",
                N_("{higher} must ask for more than {lower}. Raise it, or lower the other."),
                field=f"tiers.{tiers.index(higher)}.{measure}",
                higher=higher.name,
                lower=lower.name,
            )


def tier_rules(plain: Mapping[str, Any]) -> TierRules:
    """The rules that `json.loads` of `rule_sets.to_json` gives; what may be left out has its
    default. Refuses what cannot be read; `check_tiers` looks at what it says."""
    with readable():
        read: dict[str, Any] = {"tiers": tuple(_tier(each) for each in plain["tiers"])}
        return TierRules(**{**plain, **read})


def _tier(plain: Mapping[str, Any]) -> Tier:
    read: dict[str, Any] = {
        "key": plain["key"],
        "name": plain["name"],
        "perks": _perks(plain.get("perks", {})),
    }
    return Tier(**{**plain, **read})


def _perks(plain: Mapping[str, Any]) -> Perks:
    read: dict[str, Any] = {
        "percents": tuple(CategoryPercent(**each) for each in plain.get("percents", ())),
        "member_prices": tuple(MemberPrice(**each) for each in plain.get("member_prices", ())),
        "free_services": tuple(
            FreeServices(frozenset(each["item_ids"]), each["times"])
            for each in plain.get("free_services", ())
        ),
    }
    return Perks(**{**plain, **read})
