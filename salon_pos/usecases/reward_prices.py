"""What is offered for points pays nobody (RULES 14): looked at by every deed that may change what a
reward costs, is worth, or how points are had. The price list and the tiers are read as the deed
left them."""

from collections.abc import Mapping
from dataclasses import dataclass

from salon_pos.db.queries import catalog, value
from salon_pos.db.queries.value import RewardOffer
from salon_pos.domain.catalog import Item, Pricing
from salon_pos.domain.money import Amount
from salon_pos.domain.points import PointsRules
from salon_pos.domain.refusal import refuse
from salon_pos.domain.reward_prices import (
    LeastPrice,
    breaking_bonus,
    breaking_gift,
    least_price,
    worth_of,
)
from salon_pos.domain.rewards import Reward, RewardKind
from salon_pos.domain.tiers import TierRules
from salon_pos.domain.words import N_


def check_price(reward: Reward) -> None:
    """Refuse a reward that costs fewer points than it may, beside its points."""
    rules = value.points_in_force()
    if rules is None:
        return
    worth = worth_of(reward, _items(), value.tiers_in_force())
    price = least_price(worth, rules)
    if reward.points >= price.least:
        return
    said = {"worth": Amount(worth), "least": price.least}
    if reward.points < price.by_rate:
        refuse(
            "reward_pays_the_client",
            N_("It is worth {worth}, and at best that earns {earns} points. Ask for {least} or "
               "more, or whoever buys it gets it twice."),
            field="points", earns=price.by_rate - 1, **said,
        )  # fmt: skip
    if reward.points < price.by_bonuses:
        number = breaking_bonus(reward.points, worth, rules)
        refuse(
            "reward_pays_the_client",
            N_("It is worth {worth}. With {bonus}, many small sales of {worth} together may earn "
               "{earns} points. Ask for {least} or more, or give {bonus} from a larger amount on."),
            field="points", bonus=rules.bonuses[number].key, earns=price.by_bonuses - 1, **said,
        )  # fmt: skip
    refuse(
        "reward_pays_the_client",
        N_("It is worth {worth}, and the points rules give so many points for nothing that they "
           "buy too much of it. Ask for {least} or more."),
        field="points", **said,
    )  # fmt: skip


def check_points_rules(rules: PointsRules) -> None:
    """Refuse points rules by which a reward on offer costs fewer points than it may, beside what
    gives too many."""
    for one in _offered(rules):
        points, said = one.offer.points, {"reward": one.offer.name, "least": one.price.least}
        if points < one.price.by_rate:
            refuse(
                "reward_pays_the_client",
                N_("At best these rules give the {points} points of {reward} to who buys it. "
                   "Give fewer, or ask {least} for it first."),
                field="base", points=points, **said,
            )  # fmt: skip
        if points < one.price.by_bonuses:
            number = breaking_bonus(points, one.worth, rules)
            refuse(
                "reward_pays_the_client",
                N_("{reward} is worth {worth}. With {bonus}, many small sales of {worth} together "
                   "may earn the {points} points that it costs. Give fewer points, give them from "
                   "a larger amount on, or ask {least} for it first."),
                field=f"bonuses.{number}.points", bonus=rules.bonuses[number].key,
                worth=Amount(one.worth), points=points, **said,
            )  # fmt: skip
        if points < one.price.by_gifts:
            field, most = breaking_gift(points, one.worth, rules)
            refuse(
                "reward_pays_the_client",
                N_("Nothing has to be paid for these points, and they buy too much of {reward}. "
                   "Give at most {most}, or ask {least} for it first."),
                field=field, most=most, **said,
            )  # fmt: skip


def check_tiers_offered() -> None:
    """Refuse tiers that give so much free that one of them, as a reward, costs too few points."""
    tiers = value.tiers_in_force()
    for one in _offered(value.points_in_force()):
        if tiers and one.offer.kind is RewardKind.TIER and one.is_too_cheap:
            _refuse(one, f"tiers.{tiers.rank(one.offer.reward.tier)}.free_services")


def check_item(item: Item) -> None:
    """Refuse an item that is a reward and is no longer what that names, has no price any more, or
    has one by which a reward costs too few points: the item, or a tier that gives it free."""
    tiers = value.tiers_in_force()
    for one in _offered(value.points_in_force()):
        if one.offer.reward.item_id == item.id and not item.retired:
            _check_same_kind(one.offer, item)
        if one.is_too_cheap and item.id in _items_in(one.offer.reward, tiers):
            _refuse(one, "price")


@dataclass(frozen=True, slots=True)
class _Offered:
    """A reward on offer, what it is worth in minor units, and the fewest points it may cost."""

    offer: RewardOffer
    worth: int
    price: LeastPrice

    @property
    def is_too_cheap(self) -> bool:
        return self.offer.points < self.price.least


def _offered(rules: PointsRules | None) -> list[_Offered]:
    """Every reward on offer by these rules; where there are none, points cost nobody anything."""
    items, tiers, free = _items(), value.tiers_in_force(), LeastPrice(1, 1, 1)
    worths = [(offer, worth_of(offer.reward, items, tiers)) for offer in value.rewards()]
    return [
        _Offered(offer, worth, least_price(worth, rules) if rules else free)
        for offer, worth in worths
    ]


def _items() -> Mapping[int, Item]:
    return {item.id: item for item in catalog.items()}


def _items_in(reward: Reward, tiers: TierRules | None) -> set[int | None]:
    """The items that make what a reward is worth."""
    named = [tier for tier in tiers.tiers if tier.key == reward.tier] if tiers else []
    free = {id_ for tier in named for one in tier.perks.free_services for id_ in one.item_ids}
    return {reward.item_id, *free}


def _check_same_kind(offer: RewardOffer, item: Item) -> None:
    if item.kind is not offer.kind.item_kind:
        refuse("item_is_reward",
               N_("{reward} is offered for points, so it stays what it is. Retire that reward "
                  "first."), field="kind", reward=offer.name)  # fmt: skip
    if item.pricing is Pricing.OPEN:
        refuse("item_is_reward",
               N_("{reward} is offered for points, so it keeps a price. Retire that reward first."),
               field="pricing", reward=offer.name)  # fmt: skip


def _refuse(one: _Offered, field: str) -> None:
    refuse(
        "reward_pays_the_client",
        N_("With this, {reward} is worth {worth}, and that may earn the {points} points it costs. "
           "Ask for {least} or more there first."),
        field=field, reward=one.offer.name, worth=Amount(one.worth), points=one.offer.points,
        least=one.price.least,
    )  # fmt: skip
