"""Rewards put on offer."""

from typing import Any

from salon_pos.domain.rewards import Reward, RewardKind
from salon_pos.usecases.rewards import save_reward
from tests.salons import NOW
from tests.usecases.valued import Valued


def offer(valued: Valued, kind: RewardKind, points: int = 300, **more: Any) -> int:
    """The id of a new reward: the gel, a cut for 90 days, 10.00 off, silver for 30 days."""
    items = valued.salon.items
    usual: dict[RewardKind, dict[str, Any]] = {
        RewardKind.PRODUCT: {"item_id": items["gel"].id},
        RewardKind.SERVICE: {"item_id": items["cut"].id, "days": 90},
        RewardKind.VOUCHER: {"name": "Ten off", "face": 1_000, "least": 2_000, "days": 30},
        RewardKind.TIER: {"tier": "silver", "days": 30},
    }
    reward = Reward(0, kind, points, **usual[kind] | more)
    return save_reward(reward, by=valued.salon.by("olga"), now=NOW).id
