"""Rules that are allowed and surely a mistake: what a form asks about before it saves them.

What will be refused anyway is in no doubt.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import TypeVar

from salon_pos.domain.explain import Sentence
from salon_pos.domain.money import BASIS_POINTS, Amount, Percent
from salon_pos.domain.points import PointsRules, check_rules
from salon_pos.domain.prepaid import Plan, PrepaidKind
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.tiers import TierRules, check_tiers
from salon_pos.domain.words import N_

Rules = TypeVar("Rules")


def doubt_of_tiers(rules: TierRules) -> Sentence | None:
    """The first tier that takes more off something than the one above it."""
    if _is_refused(check_tiers, rules):
        return None
    for lower, higher in pairwise(rules.tiers):
        named = {each.category_id for tier in (lower, higher) for each in tier.perks.percents}
        for category in sorted(named, key=lambda one: one or 0):
            more, less = lower.perks.percent(category), higher.perks.percent(category)
            if more > less:
                text = N_("{lower} takes {more} off, and {higher} above it {less}.")
                values = {"lower": lower.name, "higher": higher.name}
                return Sentence(text, {**values, "more": Percent(more), "less": Percent(less)})
    return None


def doubt_of_points(rules: PointsRules, tiers: TierRules | None) -> Sentence | None:
    """The first tier whose points are multiplied by more than those of the one above it."""
    if _is_refused(check_rules, rules):
        return None
    for lower, higher in pairwise(tiers.tiers if tiers else ()):
        more, less = (
            rules.tier_multipliers.get(tier.key, BASIS_POINTS) for tier in (lower, higher)
        )
        if more > less:
            text = N_("{lower} gives {more} of the points, and {higher} above it {less}.")
            values = {"lower": lower.name, "higher": higher.name}
            return Sentence(text, {**values, "more": Percent(more), "less": Percent(less)})
    return None


def doubt_of_plan(price: int, plan: Plan) -> Sentence | None:
    """A top-up whose bonus is more than what was paid (both minor units)."""
    if plan.kind is not PrepaidKind.TOP_UP or not 0 < price < plan.bonus:
        return None
    text = N_("Who pays {price} gets a bonus of {bonus} on top: more than was paid.")
    return Sentence(text, {"price": Amount(price), "bonus": Amount(plan.bonus)})


def _is_refused(check: Callable[[Rules], object], rules: Rules) -> bool:
    try:
        check(rules)
    except Refusal:
        return True
    return False
