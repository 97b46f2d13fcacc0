"""What a tier gave since a sale led its client up to it (RULES 23)."""

from datetime import date

from salon_pos.db.queries import birthdays, free_services, tier_moves, value
from salon_pos.db.queries.tier_moves import MoveBy
from salon_pos.db.stamps import newest_by
from salon_pos.domain.sale_facts import SaleFacts
from salon_pos.domain.standing import first_that_counts, tier_for
from salon_pos.domain.tiers import TierRules


def used_tier(facts: SaleFacts) -> str:
    """What the salon calls the tier that a sale led its client to, where something was had free
    with it since and is not given back, or a birthday gift was handed over; else empty. What is on
    the sale itself goes with it."""
    rules = value.tiers_in_force()
    if facts.client_id is None or rules is None:
        return ""
    for move in tier_moves.moves_by(facts.client_id, facts.sold.uid):
        is_by_hand = move.held and move.held.is_by_hand and move.held.runs_on(facts.day)
        # Beneath what is set by hand nobody has it yet; and one may only have ended by then.
        if is_by_hand or rules.rank(move.tier) <= _rank_before(facts, move, rules):
            continue
        if free_services.had_since(facts.client_id, move.tier, facts.id, move.at) or had_gift(
            facts.client_uid, move.tier, facts.day
        ):
            return rules.tiers[rules.rank(move.tier)].name
    return ""


def _rank_before(facts: SaleFacts, move: MoveBy, rules: TierRules) -> int:
    """Where its client stood without the sale that moved them."""
    assert facts.client_id is not None
    before = tier_moves.Before(facts.id, move.at, newest_by("sale_earning", facts.id))
    since = first_that_counts(rules, facts.day, move.held)
    deeds = tier_moves.deeds_of(facts.client_id, since, before=before)
    return rules.rank(tier_for(rules, deeds, facts.day, move.held).tier)


def had_gift(client_uid: str, tier: str, since: date) -> bool:
    """Whether a tier's birthday gift was handed to a client on this business day or later."""
    given = birthdays.given_gifts(client_uid)
    return any(each.gift.tier == tier and each.day >= since for each in given)
