"""Rewards: what a client's points are exchanged for, and at which price in points (RULES 28)."""

from dataclasses import dataclass
from enum import StrEnum

from salon_pos.domain.catalog import ItemKind
from salon_pos.domain.lots import MOST_DAYS
from salon_pos.domain.money import MOST, Amount, is_whole
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rule_sets import check_whole
from salon_pos.domain.words import N_


class RewardKind(StrEnum):
    """What a client gets: a product from the stock, a session of a service, a cash voucher, or a
    tier for a while."""

    PRODUCT = "product"
    SERVICE = "service"
    VOUCHER = "voucher"
    TIER = "tier"

    @property
    def item_kind(self) -> ItemKind | None:
        """What it is on the price list, where it stands there."""
        kinds = {RewardKind.PRODUCT: ItemKind.PRODUCT, RewardKind.SERVICE: ItemKind.SERVICE}
        return kinds.get(self)

    @property
    def is_item(self) -> bool:
        """Whether it is something on the price list."""
        return self.item_kind is not None


@dataclass(frozen=True, slots=True)
class Reward:
    """What `points` buy. A voucher is over `face` minor units, for bills of `least` or more; a tier
    is named by its key. What is given is good for `days` after the day of the exchange (None: for
    ever; a product has none, a tier must have them). An empty `name` is that of the item or tier.
    """

    id: int
    kind: RewardKind
    points: int
    name: str = ""
    item_id: int | None = None
    face: int = 0
    least: int = 0
    tier: str = ""
    days: int | None = None
    retired: bool = False
    uid: str = ""


def check_reward(reward: Reward) -> Reward:
    """`reward` with its name trimmed and nothing beside what its kind has. Refuses numbers that no
    reward can have, and a kind without what it gives; whether that is on file is asked elsewhere.
    """
    check_whole(reward.points, "points", least=1)
    name, kind = reward.name.strip(), reward.kind
    if kind.is_item and reward.item_id is None:
        refuse("reward_of_nothing", N_("Choose what is given for the points."), field="item")
    if kind is RewardKind.VOUCHER:
        _check_voucher(reward, name)
    if kind is RewardKind.TIER and not reward.tier:
        refuse("reward_of_nothing", N_("Choose what is given for the points."), field="tier")
    _check_days(reward)
    return Reward(
        reward.id, kind, reward.points, name,
        item_id=reward.item_id if kind.is_item else None,
        face=reward.face if kind is RewardKind.VOUCHER else 0,
        least=reward.least if kind is RewardKind.VOUCHER else 0,
        tier=reward.tier if kind is RewardKind.TIER else "",
        days=None if kind is RewardKind.PRODUCT else reward.days,
        retired=reward.retired, uid=reward.uid,
    )  # fmt: skip


def _check_voucher(reward: Reward, name: str) -> None:
    if not name:
        refuse("name_missing", N_("Type a name."), field="name")
    check_face(reward.face, reward.least)


def check_face(face: int, least: int) -> None:
    """Refuse a face or a least bill (minor units) that no cash voucher has."""
    if is_whole(face, -MOST, 0):
        refuse("bad_face", N_("A voucher is worth more than zero."), field="face")
    if not is_whole(face, 1, MOST):
        refuse("bad_face", N_("A voucher is over more than zero and at most {most}."), field="face",
               most=Amount(MOST))  # fmt: skip
    if type(least) is not int or not 0 <= least <= MOST:
        refuse("bad_least", N_("The least bill is zero or more, and at most {most}."),
               field="least", most=Amount(MOST))  # fmt: skip


def _check_days(reward: Reward) -> None:
    days = reward.days
    if days is None and reward.kind is RewardKind.TIER:
        refuse("tier_without_end", N_("Say for how many days the tier is given."), field="days")
    if days is not None and (type(days) is not int or not 1 <= days <= MOST_DAYS):
        refuse("bad_reward_days",
               N_("What is given is good for 1 to {most} days, or leave the days empty."),
               field="days", most=MOST_DAYS)  # fmt: skip
