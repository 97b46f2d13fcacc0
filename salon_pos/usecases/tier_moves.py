"""A client's way from tier to tier: up with what is on file, by hand over it, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from salon_pos.db.queries import members, tier_moves, value
from salon_pos.db.records import value as records
from salon_pos.domain.rights import Actor
from salon_pos.domain.rule_sets import to_json
from salon_pos.domain.standing import Held, Standing
from salon_pos.domain.tiers import TierRules
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
    while held and _undone_beneath(client_id, held, day, rules, cause=cause, by=by, now=now):
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
    client_id: int, deed_uid: str, day: date, *, cause: str, by: Actor, now: datetime
) -> None:
    """RULES 23: put a client back into the tier that they had before the sale (or the exchange of
    points) with this uid moved them, also beneath tiers by hand or for points; then look at what is
    on file by now."""
    held = tier_moves.held_tier(client_id)
    found = held.moved_by(deed_uid) if held else None
    if found:
        _put_back(client_id, *found, day, cause=cause, by=by, now=now)
    look_at_tier(client_id, day, cause=cause, by=by, now=now)


def held_without(client_id: int, deed_uid: str, day: date) -> Held | None:
    """What a client holds once `undo_tier` has undone what this deed moved."""
    held = tier_moves.held_tier(client_id)
    found = held.moved_by(deed_uid) if held else None
    if found is None:
        return held
    move, over = found
    without = move.previous or Held(None, day)
    for one in over:
        without = replace(one, previous=without)
    return without


def _put_back(
    client_id: int, move: Held, over: Sequence[Held], day: date, *, cause: str, by: Actor,
    now: datetime,
) -> None:  # fmt: skip
    """As it was before `move`, and what is held over that again. Where it is beneath, no receipt of
    `cause` says it: the client has what is over it."""
    before = move.previous or Held(None, day)
    whose = over[-1].cause if over else before.cause if before.is_exchanged else cause
    add_move(client_id, before, _why_again(before), cause=whose, by=by, now=now)
    for one in over:
        if one.is_by_hand:
            hold_tier(client_id, one, cause=one.cause, by=by, now=now)
        else:
            add_move(client_id, one, _why_again(one), cause=one.cause, by=by, now=now)


def _why_again(held: Held) -> Mapping[str, str]:
    """Why a client holds again what they held."""
    if held.is_exchanged and held.tier and held.until:
        return {"rule": "tier.exchanged", "tier": held.tier, "until": held.until.isoformat()}
    return {"rule": "tier.undone"}


def _undone_beneath(
    client_id: int, held: Held, day: date, rules: TierRules, *, cause: str, by: Actor,
    now: datetime,
) -> bool:  # fmt: skip
    """RULES 23: undo a tier that was reached today, beneath one for points, and that what is on
    file no longer reaches: once that ends, nobody would know. Whether there was one."""
    move, over = held, list[Held]()
    while move and move.is_override:
        over.insert(0, move)
        move = move.previous
    if move is None or move.since != day or not any(one.is_exchanged for one in over):
        return False
    now_in = members.standing_from(move, client_id, day, rules).tier
    if rules.rank(now_in) >= rules.rank(move.tier):
        return False
    _put_back(client_id, move, over, day, cause=cause, by=by, now=now)
    return True
