"""What a reward is worth, and the fewest points it costs so that it pays nobody (RULES 14, 28)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from salon_pos.domain.birthdays import AGAIN
from salon_pos.domain.catalog import Item, Pricing
from salon_pos.domain.points import (
    MOST_GIFT,
    PointsRules,
    best_rate,
    best_return,
    unpaid,
)
from salon_pos.domain.rewards import Reward, RewardKind
from salon_pos.domain.tiers import Perks, TierRules


class LeastPrice(NamedTuple):
    """The fewest points for a reward: by the rate of the points rules, with the fixed points that
    come beside it, and by what is given without anything having to be paid."""

    by_rate: int
    by_bonuses: int
    by_gifts: int

    @property
    def least(self) -> int:
        """The fewest by all of them."""
        return max(self)


def least_price(worth: int, rules: PointsRules) -> LeastPrice:
    """The fewest points for what is `worth` so many minor units. Whoever pays as much, in however
    many sales, must not have earned it by that; and what is given for nothing buys rewards for at
    most `MOST_GIFT` minor units."""
    gift = max(unpaid(rules).values(), default=0)
    return LeastPrice(
        least_points(worth, best_rate(rules)),
        least_points(worth, best_return(rules)),
        max(1, ceil(Fraction(worth * gift, MOST_GIFT))),
    )


def least_points(worth: int, best: Fraction) -> int:
    """The fewest points for what is `worth` so many minor units where one minor unit gives at best
    `best` points."""
    return int(worth * best) + 1


def breaking_bonus(points: int, worth: int, rules: PointsRules) -> int:
    """The place of the bonus of fixed points with which so many points become too few, by those
    before it and every percent."""
    for number, bonus in enumerate(rules.bonuses):
        some = tuple(b for n, b in enumerate(rules.bonuses) if n <= number or b.percent_bp)
        if bonus.points and points < least_price(worth, replace(rules, bonuses=some)).by_bonuses:
            return number
    raise ValueError("enough with all bonuses")


def breaking_gift(points: int, worth: int, rules: PointsRules) -> tuple[str, int]:
    """The field of what is given for nothing with which so many points become too few, and the
    most points that may be given there."""
    most = MOST_GIFT * points // worth
    return next((field, most) for field, given in unpaid(rules).items() if given > most)


def worth_of(reward: Reward, items: Mapping[int, Item], tiers: TierRules | None) -> int:
    """What one is worth to a client at most, in minor units: a voucher's face; the highest price
    that anyone asks for the item; of a tier what it gives free, on each birthday there may be, too.
    What a tier takes off is left out: that is worth as much as somebody buys. An item that is
    retired is worth nothing: it is not to be had."""
    if reward.kind is RewardKind.VOUCHER:
        return reward.face
    if reward.item_id is not None:
        return _dearest(reward.item_id, items)
    perks = perks_of(reward.tier, tiers)
    free = sum(
        each.times * max((_dearest(item_id, items) for item_id in each.item_ids), default=0)
        for each in perks.free_services
    )
    birthdays = 1 + timedelta(days=reward.days or 0) // AGAIN
    return free + birthdays * perks.birthday_voucher


def gives(reward: Reward, tiers: TierRules | None) -> frozenset[int]:
    """The ids of the items that one gives, a tier those that are free with it."""
    own = frozenset[int]() if reward.item_id is None else frozenset({reward.item_id})
    return own.union(*(each.item_ids for each in perks_of(reward.tier, tiers).free_services))


def without_price(
    reward: Reward, items: Mapping[int, Item], tiers: TierRules | None
) -> Item | None:
    """An item that one gives and that has an open price: nobody knows what that is worth."""
    given = (items[item_id] for item_id in sorted(gives(reward, tiers)) if item_id in items)
    return next((item for item in given if item.pricing is Pricing.OPEN), None)


def perks_of(tier: str, tiers: TierRules | None) -> Perks:
    """What the tier with this key gives; of one that is not there, nothing."""
    named = {one.key: one.perks for one in tiers.tiers} if tiers else dict[str, Perks]()
    return named.get(tier, Perks())


def _dearest(item_id: int, items: Mapping[int, Item]) -> int:
    item = items.get(item_id)
    return 0 if item is None or item.retired else item.dearest
