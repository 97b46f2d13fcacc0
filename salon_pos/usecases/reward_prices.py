"""What is offered for points pays nobody (RULES 14): looked at by every deed that may change what a
reward costs, is worth, or how points are had, before it writes. A reward that is too cheap already
stops only what makes it worse."""

from collections.abc import Iterator, Mapping

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
    gives,
    least_price,
    perks_of,
    without_price,
    worth_of,
)
from salon_pos.domain.rewards import Reward, RewardKind
from salon_pos.domain.tiers import TierRules
from salon_pos.domain.words import N_

_FREE = LeastPrice(1, 1, 1)
"""Where no points are had, any price is enough."""


def check_price(reward: Reward) -> None:
    """Refuse a reward of what has no price, and one that costs fewer points than it may."""
    items, tiers, rules = _items(), value.tiers_in_force(), value.points_in_force()
    if item := without_price(reward, items, tiers):
        refuse(
            "reward_open_price",
            N_("{item} has an open price, so nobody knows how many points it is worth. Choose "
               "something that has a price."),
            field="tier" if reward.kind is RewardKind.TIER else "item", item=item.name,
        )  # fmt: skip
    if rules is None:
        return
    worth = worth_of(reward, items, tiers)
    price = least_price(worth, rules)
    if reward.points < price.least:
        _refuse_price(reward.points, worth, price, rules)


def _refuse_price(points: int, worth: int, price: LeastPrice, rules: PointsRules) -> None:
    said = {"worth": Amount(worth), "least": price.least}
    if points < price.by_rate:
        refuse(
            "reward_pays_the_client",
            N_("It is worth {worth}, and at best that earns {earns} points. Ask for {least} or "
               "more, or whoever buys it gets it twice."),
            field="points", earns=price.by_rate - 1, **said,
        )  # fmt: skip
    if points < price.by_bonuses:
        number = breaking_bonus(points, worth, rules)
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


def check_points_rules(rules: PointsRules, before: PointsRules | None) -> None:
    """Refuse points rules by which a reward on offer costs fewer points than it may, and less so by
    the rules `before`, beside what gives too many."""
    items, tiers = _items(), value.tiers_in_force()
    for offer in value.rewards():
        worth = worth_of(offer.reward, items, tiers)
        price, was = least_price(worth, rules), least_price(worth, before) if before else _FREE
        points, said = offer.points, {"reward": offer.name, "least": price.least}
        if points < price.by_rate > was.by_rate:
            refuse(
                "reward_pays_the_client",
                N_("At best these rules give the {points} points of {reward} to who buys it. "
                   "Give fewer, or ask {least} for it first."),
                field="base", points=points, **said,
            )  # fmt: skip
        if points < price.by_bonuses > was.by_bonuses:
            number = breaking_bonus(points, worth, rules)
            refuse(
                "reward_pays_the_client",
                N_("{reward} is worth {worth}. With {bonus}, many small sales of {worth} together "
                   "may earn the {points} points that it costs. Give fewer points, give them from "
                   "a larger amount on, or ask {least} for it first."),
                field=f"bonuses.{number}.points", bonus=rules.bonuses[number].key,
                worth=Amount(worth), points=points, **said,
            )  # fmt: skip
        if points < price.by_gifts > was.by_gifts:
            field, most = breaking_gift(points, worth, rules)
            refuse("reward_pays_the_client", _BOTH if field.startswith("bonuses") else _GIFT,
                   field=field, most=most, **said)  # fmt: skip


_GIFT = N_(
    "Nothing has to be paid for these points, and they buy too much of {reward}. Give at most "
    "{most}, or ask {least} for it first."
)
_BOTH = N_(
    "Nothing has to be paid for these points, and they buy too much of {reward}. Give at most "
    "{most} for visit and birthday together, or ask {least} for it first."
)


def check_tiers_offered(tiers: TierRules, before: TierRules | None) -> None:
    """Refuse tiers that give more free than `before`, so that one of them, as a reward, costs too
    few points or has no price."""
    items = _items()
    for offer in value.rewards():
        field = f"tiers.{tiers.rank(offer.reward.tier)}"
        item = without_price(offer.reward, items, tiers)
        if item and not without_price(offer.reward, items, before):
            refuse(
                "reward_open_price",
                N_("{reward} is offered for points, and {item} has an open price: nobody knows "
                   "what it is worth free. Retire that reward first."),
                field=f"{field}.free_services", reward=offer.name, item=item.name,
            )  # fmt: skip
        perks, were = (perks_of(offer.reward.tier, each) for each in (tiers, before))
        more = "birthday_voucher" if perks.birthday_voucher > were.birthday_voucher else ""
        worths = (worth_of(offer.reward, items, each) for each in (tiers, before))
        _check_worth(offer, *worths, field=f"{field}.{more or 'free_services'}")


def check_item(item: Item, before: Item) -> None:
    """Refuse an item that a reward gives and that is no longer what that names, has no price any
    more, or is dearer than `before`, so that the reward costs too few points."""
    items, tiers = _items(), value.tiers_in_force()
    for offer in _giving(item, tiers):
        if offer.reward.item_id == item.id and item.kind is not offer.kind.item_kind:
            refuse("item_is_reward",
                   N_("{reward} is offered for points, so it stays what it is. Retire that reward "
                      "first."), field="kind", reward=offer.name)  # fmt: skip
        if _is_open(item) and not _is_open(before):
            refuse("item_is_reward",
                   N_("{reward} is offered for points, so {item} keeps a price. Retire that reward "
                      "first."), field="pricing", reward=offer.name, item=item.name)  # fmt: skip
        worths = (
            worth_of(offer.reward, {**items, item.id: each}, tiers) for each in (item, before)
        )
        _check_worth(offer, *worths, field="price")


def _giving(item: Item, tiers: TierRules | None) -> Iterator[RewardOffer]:
    """The rewards on offer that give this item, if it is to be had."""
    return (
        offer
        for offer in value.rewards()
        if not item.retired and item.id in gives(offer.reward, tiers)
    )


def _is_open(item: Item) -> bool:
    return item.pricing is Pricing.OPEN and not item.retired


def _items() -> Mapping[int, Item]:
    return {item.id: item for item in catalog.items()}


def _check_worth(offer: RewardOffer, worth: int, before: int, *, field: str) -> None:
    rules = value.points_in_force()
    least = least_price(worth, rules).least if rules else 1
    if worth > before and offer.points < least:
        refuse(
            "reward_pays_the_client",
            N_("With this, {reward} is worth {worth}: too much for {points} points by the points "
               "rules. Ask for {least} or more there first."),
            field=field, reward=offer.name, worth=Amount(worth), points=offer.points, least=least,
        )  # fmt: skip
