"""A client's way from tier to tier: up with what is on file, by hand over it, and back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from salon_pos.db.queries import members, tier_moves, value
from salon_pos.db.records import value as records
from salon_pos.domain.rights import Actor
from salon_pos.domain.rule_sets import to_json
from salon_pos.domain.standing import Held, Standing
from salon_pos.usecases.deed import new_uid


def add_move(
    client_id: int,
    to: Held | Standing,
    why: Mapping[str, int | str],
    *,
    cause: str,
    by: Actor,
    now: datetime,
) -> None:
    """Keep that a client moves to what `to` holds, for the deed `cause`; `why` is the sentence's
    key, as `rule`, and its inputs."""
    records.add_tier_move(
        records.TierMove(
            new_uid(), client_id, to.tier or "", to.since, to.until, cause,
            value.newest_version("tiers"), to_json(why), now, by.staff_id,
            is_override=to.is_override,
        )
    )  # fmt: skip


def look_at_tier(client_id: int, day: date, *, cause: str, by: Actor, now: datetime) -> bool:
    """Move a client to the tier that what is on file leads to, where that is another one, or the
    same for another period; whether it did. Under an override by hand, what it covers moves."""
    rules = value.tiers_in_force()
    if rules is None:
        return False
    held = tier_moves.held_tier(client_id)
    by_hand = held if held and held.is_by_hand and held.runs_on(day) else None
    was = by_hand.previous if by_hand else held
    standing = members.standing_of(client_id, day, rules, by_hand=by_hand is None)
    goes_on = was is None or standing.until is None or standing.since == was.since
    if standing.tier == (was.tier if was else None) and goes_on:
        return False
    if standing.rule == "tier.exchanged":  # it goes on, and no sale of today's made it
        cause = tier_moves.exchanged_by(client_id)
    elif standing.is_override:
        cause = tier_moves.set_by(client_id)
    why = {"rule": standing.rule, **standing.inputs}
    add_move(client_id, standing, why, cause=cause, by=by, now=now)
    if by_hand:
        hold_tier(client_id, by_hand, cause=tier_moves.set_by(client_id), by=by, now=now)
    return True


def hold_tier(client_id: int, held: Held, *, cause: str, by: Actor, now: datetime) -> None:
    """Put a client into a tier (or none) by hand, over all that they reach until its end."""
    assert held.until is not None
    rule = "tier.override" if held.tier else "tier.override_none"
    tier = {"tier": held.tier} if held.tier else {}
    reason = {"rule": rule, **tier, "until": held.until.isoformat()}
    add_move(client_id, held, reason, cause=cause, by=by, now=now)


def undo_tier(
    client_id: int, sale_uid: str, day: date, *, cause: str, by: Actor, now: datetime
) -> None:
    """RULES 23: put a client back into the tier that they had before the sale (or the exchange of
    points) with this uid moved them, also beneath an override by hand; then look at what is on file
    by now."""
    before, by_hand = _before(client_id, sale_uid, day)
    if before:
        why: dict[str, str] = {"rule": "tier.undone"}
        if before.is_exchanged and before.tier and before.until:
            until = before.until.isoformat()
            why = {"rule": "tier.exchanged", "tier": before.tier, "until": until}
        add_move(client_id, before, why, cause=cause, by=by, now=now)
        if by_hand:
            hold_tier(client_id, by_hand, cause=tier_moves.set_by(client_id), by=by, now=now)
    look_at_tier(client_id, day, cause=cause, by=by, now=now)


def held_without(client_id: int, sale_uid: str, day: date) -> Held | None:
    """What a client holds once `undo_tier` has undone what this sale moved."""
    before, by_hand = _before(client_id, sale_uid, day)
    if before is None:
        return tier_moves.held_tier(client_id)
    return replace(by_hand, previous=before) if by_hand else before


def _before(client_id: int, sale_uid: str, day: date) -> tuple[Held | None, Held | None]:
    """What a client held before the deed with this uid moved them, None where it did not; and what
    is set by hand over it."""
    held = tier_moves.held_tier(client_id)
    by_hand = held if held and held.is_by_hand else None
    moved = by_hand.previous if by_hand else held
    if not moved or tier_moves.tier_cause(client_id, by_hand=by_hand is None) != sale_uid:
        return None, by_hand
    return moved.previous or Held(None, day), by_hand
