"""Vouchers with conditions (coupons): what one takes off a price, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from salon_pos.domain.money import BASIS_POINTS, MOST, Amount, half_up, is_whole, share
from salon_pos.domain.refusal import refuse
from salon_pos.domain.words import N_


@dataclass(frozen=True, slots=True)
class Coupon:
    """`percent_bp` basis points or `amount` minor units off what any of `item_ids` cost (none
    named: everything but prepaid and sessions), where that comes to `least` or more."""

    uid: str
    code: str
    name: str
    percent_bp: int = 0
    amount: int = 0
    least: int = 0
    item_ids: frozenset[int] = frozenset()

    def offs(self, lines: Sequence[tuple[int, int]]) -> tuple[int, ...]:
        """What it takes off lines given as (item id, net in minor units after the member benefit,
        0 where nothing may be taken off): a percent of each, half up, or its amount `share()`d over
        them, at most what they come to. All zero below the least."""
        nets = self._nets(lines)
        if self.missing(lines):
            return (0,) * len(nets)
        if self.percent_bp:
            return tuple(half_up(Fraction(net * self.percent_bp, BASIS_POINTS)) for net in nets)
        return share(min(self.amount, sum(nets)), nets)

    def missing(self, lines: Sequence[tuple[int, int]]) -> int:
        """How much more of what it is for is needed before it takes anything off, minor units."""
        return max(0, max(self.least, 1) - sum(self._nets(lines)))

    def is_for(self, item_id: int) -> bool:
        """Whether it takes something off this item."""
        return not self.item_ids or item_id in self.item_ids

    def _nets(self, lines: Sequence[tuple[int, int]]) -> list[int]:
        return [net if self.is_for(item_id) else 0 for item_id, net in lines]


def check_coupon(coupon: Coupon) -> Coupon:
    """`coupon` as given; refuses one without a name, one that takes off nothing, both ways or more
    than all, and a least that cannot be."""
    if not coupon.name.strip():
        refuse("name_missing", N_("Say what the voucher is for."), field="name")
    if bool(coupon.percent_bp) == bool(coupon.amount):
        refuse("percent_or_amount", N_("A voucher takes off a percent or an amount above zero."),
               field="amount")  # fmt: skip
    if not is_whole(coupon.percent_bp, 0, BASIS_POINTS):
        refuse("bad_percent", N_("A discount is more than 0 % and at most 100 %."),
               field="percent_bp")  # fmt: skip
    if not is_whole(coupon.amount, 0, MOST):
        refuse("bad_face", N_("A voucher is over more than zero and at most {most}."),
               field="amount", most=Amount(MOST))  # fmt: skip
    if not is_whole(coupon.least, 0, MOST):
        refuse("bad_least", N_("The least bill is zero or more, and at most {most}."),
               field="least", most=Amount(MOST))  # fmt: skip
    return coupon
