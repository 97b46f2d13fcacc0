"""Where a client stood right after a sale, however long ago it was: what was refunded, claimed or
settled since does not change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import SQL, Expression, Field, fn

from salon_pos.db.models.sales import SaleLineRow, SaleRow
from salon_pos.db.models.value import ClaimRow, PrepaidRow, SaleEarningRow
from salon_pos.db.prepared import P, Prepared
from salon_pos.db.queries import closed_cards, tier_moves
from salon_pos.db.queries.closed_cards import paid_out
from salon_pos.domain.prepaid import PrepaidKind
from salon_pos.domain.standing import Deeds, Held, Standing, first_that_counts, tier_for
from salon_pos.domain.tiers import TierRules

_SOLD = SaleLineRow.alias()
_BACK = SaleLineRow.alias()


def _left_then(field: Field) -> Expression:
    """What of a line's figure no refund had given back up to the sale with an id."""
    back = _BACK.select(fn.SUM(getattr(_BACK, field.name))).where(
        _BACK.refunds == SaleLineRow.id, _BACK.sale <= P
    )
    return field + fn.COALESCE(back, SQL("0"))


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
_CLAIMED = ClaimRow.select(ClaimRow.sale).where(ClaimRow.client == P, ClaimRow.at < P)
_VISITS = Prepared(
    lambda: (
        SaleRow.select(SaleRow.business_day)
        .where(
            (SaleRow.client == P) | SaleRow.id.in_(_CLAIMED),
            SaleRow.business_day >= P, SaleRow.deed == P, SaleRow.id <= P,
            fn.EXISTS(
                SaleLineRow.select(SaleLineRow.id).where(
                    SaleLineRow.sale == SaleRow.id, _left_then(SaleLineRow.quantity) > SQL("0")
                )
            ),
        )
        .distinct()
    )
)  # fmt: skip
_TOP_UPS = Prepared(
    lambda: (
        SaleLineRow.select(
            SaleRow.business_day, _left_then(SaleLineRow.net) - paid_out(closed_cards.BY_THEN)
        )
        .join(SaleRow)
        .switch(SaleLineRow)
        .join(PrepaidRow, on=PrepaidRow.item == SaleLineRow.item)
        .where(
            SaleRow.client == P, SaleRow.business_day >= P, PrepaidRow.kind == P,
            SaleRow.deed == P, SaleRow.id <= P,
        )
    )
)  # fmt: skip


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
    first = first_that_counts(rules, at.day, held).isoformat()
    client, sale = at.client_id, at.sale_id
    spend = _SPEND.all(client, first, at.earned)
    visits = _VISITS.all(client, client, at.paid_at, first, "sale", sale, sale)
    top_ups = _TOP_UPS.all(sale, at.paid_at, client, first, str(PrepaidKind.TOP_UP), "sale", sale)
    return Deeds(
        {date.fromisoformat(day): amount for day, amount in spend},
        frozenset(date.fromisoformat(day) for (day,) in visits),
        tuple((date.fromisoformat(day), amount) for day, amount in top_ups if amount > 0),
    )
