"""What a balance may pay on one sale: what one more tender can take of it (RULES 6-8)."""

from collections.abc import Sequence
from dataclasses import dataclass

from salon_pos.domain.catalog import TenderKind
from salon_pos.domain.holdings import NOT_FOR_PREPAID
from salon_pos.domain.tenders import PointsRule, most_points


@dataclass(frozen=True, slots=True)
class Offer:
    """A balance that may pay by the tender `method_id`: `most` minor units of it, in steps of
    `step`. `source` is as in `Handed`; `name` is a card's number or a code, where it has one;
    `points_step` are the points of a step, for points alone. `holder` names whose card it is where
    that is not the payer: then its PIN comes first, and the balance after it."""

    method_id: int
    kind: TenderKind
    most: int
    source: str = ""
    name: str = ""
    step: int = 1
    points_step: int = 0
    holder: str = ""

    @property
    def at_once(self) -> bool:
        """Whether it pays all it can or nothing: a voucher has no change."""
        return self.kind in (TenderKind.VOUCHER, TenderKind.PLATFORM)

    @property
    def buys_prepaid(self) -> bool:
        """Whether it also pays for what is prepaid."""
        return self.kind not in NOT_FOR_PREPAID

    def pays(self, due: int, room: int, before: int = 0) -> int:
        """What it can pay of `due`, of which `room` is no prepaid, `before` being what it has paid
        on this sale already. All in minor units."""
        still_open = due if self.buys_prepaid else min(due, room)
        return max(0, min(self.most - before, still_open)) // self.step * self.step


def points_offer(method_id: int, points: int, rule: PointsRule, bill: int) -> Offer:
    """What so many points may pay of a `bill` of so many minor units with tax, without prepaid."""
    usable = most_points(bill, points, rule)
    most = usable // rule.step * rule.value
    return Offer(method_id, TenderKind.POINTS, most, step=rule.value, points_step=rule.step)


def best_first(offers: Sequence[Offer]) -> tuple[Offer, ...]:
    """Those that can pay anything, in the order a cashier is offered them."""
    return tuple(
        sorted((o for o in offers if o.most >= o.step), key=lambda o: _ORDER.index(o.kind))
    )


_ORDER = (
    TenderKind.STORED_VALUE, TenderKind.POINTS, TenderKind.DEPOSIT, TenderKind.GIFT_CARD,
    TenderKind.VOUCHER, TenderKind.ON_ACCOUNT,
)  # fmt: skip
