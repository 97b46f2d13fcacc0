"""Where a client stood right after a sale, however long ago it was: what was refunded, claimed or
settled since does not change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import fn

from salon_pos.db.models.sales import SaleLineRow, SaleRow
from salon_pos.db.models.value import SaleEarningRow
from salon_pos.db.prepared import P, Prepared
from salon_pos.db.queries import tier_moves
from salon_pos.domain.standing import Deeds, Held, Standing, first_that_counts, tier_for
from salon_pos.domain.tiers import TierRules

_SOLD = SaleLineRow.alias()
_SPEND = Prepared(
    lambda: (
        SaleEarningRow.select(SaleRow.business_day, fn.SUM(SaleEarningRow.eligible))
        .join(SaleLineRow)
        .join(_SOLD, on=_SOLD.id == fn.COALESCE(SaleLineRow.refunds, SaleLineRow.id))
        .join(SaleRow, on=_SOLD.sale == SaleRow.id)
        .where(SaleEarningRow.client == P, SaleRow.business_day >= P, SaleEarningRow.id <= P)
        .group_by(SaleRow.business_day)
    )
)


@dataclass(frozen=True, slots=True)
class Moment:
    """Right after a sale or a refund: its id, its client's, its business day, when it was paid
    (milliseconds), and the id of the last of what its lines earned, or gave up, with it (0: they
    earned nothing)."""

    sale_id: int
    client_id: int
    day: date
    paid_at: int
    earned: int


def standing_then(at: Moment, rules: TierRules, own_move: Sequence[Any] | None = None) -> Standing:
    """Where the client stood by the rules of that time. `own_move` is the move that the sale itself
    made, as it lies on file."""
    held = tier_moves.held_until(at.client_id, at.paid_at)
    held = tier_moves.moved_to(held, own_move) if own_move else held
    return tier_for(rules, _deeds(at, rules, held), at.day, held)


def _deeds(at: Moment, rules: TierRules, held: Held | None) -> Deeds:
    first = first_that_counts(rules, at.day, held)
    found = _SPEND.all(at.client_id, first.isoformat(), at.earned)
    spend = {date.fromisoformat(day): amount for day, amount in found}
    # What was done up to a sale is what was done before the next one.
    by_then = tier_moves.Before(at.sale_id + 1, at.paid_at)
    return tier_moves.deeds_beside(spend, at.client_id, first, by_then)
