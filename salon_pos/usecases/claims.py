"""A walk-in's paid sale that is claimed for a client the same business day."""

from dataclasses import dataclass
from datetime import date, datetime

from salon_pos.db.queries import members, owed, tier_moves, value
from salon_pos.db.queries.owed import EarningSale
from salon_pos.db.records import journal, ledger
from salon_pos.db.records import owed as records
from salon_pos.db.records import value as value_records
from salon_pos.domain.earning import Occasion
from salon_pos.domain.people import Client
from salon_pos.domain.points import PointsRules
from salon_pos.domain.points_moves import Why
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rights import Actor, Right
from salon_pos.domain.words import N_
from salon_pos.usecases.clients import client_on_file
from salon_pos.usecases.clock import posting, posting_day
from salon_pos.usecases.deed import deed, new_uid, permitted
from salon_pos.usecases.later_points import Later, later, new_points
from salon_pos.usecases.tier_moves import look_at_tier
from salon_pos.usecases.value import had_birthday_points


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claimed sale, and the points that came of it."""

    sale_uid: str
    client_id: int
    points: int


def preview_claim(sale_uid: str, client_id: int, *, by: Actor, now: datetime) -> Claimed:
    """The points that a claim would give; reads only. Refuses what `claim` refuses."""
    permitted(Right.RUN_CARDS, by)
    sale, client = _claimable(sale_uid, posting_day(by, now)), client_on_file(client_id)
    rules = value.points_at(sale.paid_at)
    made = later(sale, client, rules, _occasion(sale, client, rules)) if rules else None
    return Claimed(sale.uid, client.id, made.points if made else 0)


def claim(sale_uid: str, client_id: int, *, by: Actor, now: datetime) -> Claimed:
    """Post a walk-in's sale to a client: points at the sale's rules and their tier as at its
    instant (RULES 13), visit and spend; the sale row stays. Refuses a sale that has its client,
    was claimed or given back, or is of another business day, and a clock that jumped."""
    with deed(Right.RUN_CARDS, by):
        posted = posting(new_uid(), "claim", by, now)
        sale, client = _claimable(sale_uid, posted.business_day), client_on_file(client_id)
        made, transaction_id = _earn(sale, client, posted)
        records.add_claim(
            sale.id, client.id, at=now, staff_id=by.staff_id, transaction_id=transaction_id
        )
        value_records.add_earnings(made.rows)
        look_at_tier(client.id, sale.business_day, cause=sale.uid, by=by, now=now)
        journal.note(by, now, "claim", sale.uid, client=client.uid)
        return Claimed(sale.uid, client.id, made.points)


def _claimable(sale_uid: str, day: date) -> EarningSale:
    sale = owed.earning_sale(sale_uid)
    if sale is None or not sale.is_sale:
        refuse("sale_unknown", N_("This sale is not on file."), field="sale")
    if sale.claimed_by:
        refuse("already_claimed", N_("Sale {number} was claimed for {name} already."),
               field="sale", number=sale.number, name=sale.claimed_by)  # fmt: skip
    if sale.client_id is not None:
        refuse("has_client", N_("Sale {number} is a client's already. Only a walk-in's can be "
                                "claimed."), field="sale", number=sale.number)  # fmt: skip
    if sale.business_day != day:
        refuse("another_day", N_("Sale {number} is of another day. A sale is claimed the day it is "
                                 "paid."), field="sale", number=sale.number)  # fmt: skip
    if not sale.stands:
        refuse("all_refunded", N_("Sale {number} was given back. Nothing is left to claim."),
               field="sale", number=sale.number)  # fmt: skip
    return sale


def _earn(sale: EarningSale, client: Client, posted: ledger.Posting) -> tuple[Later, int | None]:
    """What the sale earns its client, and the transaction that posts it."""
    rules = value.points_at(sale.paid_at)
    if rules is None:
        return Later(0, {}, ()), None
    made = later(sale, client, rules, _occasion(sale, client, rules))
    why = Why("points.earn", rules.version, {**made.why, "sale": sale.uid})
    entries = new_points(
        client, made.points, why, rules, day=sale.business_day, eligible=made.eligible
    )
    return made, ledger.post(posted, entries)


def _occasion(sale: EarningSale, client: Client, rules: PointsRules) -> Occasion:
    standing = members.standing_before(client.id, sale.id, sale.paid_at, sale.business_day)
    day = sale.business_day
    return Occasion(
        day,
        tier=standing.tier if standing else None,
        birthday=client.birthday,
        first_visit=not tier_moves.was_here(client.id, day, beside=sale.id),
        birthday_given=had_birthday_points(client.id, day, rules),
    )
