"""A tier set by hand: until a day, and with a reason."""

from dataclasses import dataclass
from datetime import date, datetime

from salon_pos.db.queries import members, value
from salon_pos.db.records import deeds as deed_records
from salon_pos.db.records import journal
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rights import Actor, Right
from salon_pos.domain.standing import Held, months_later
from salon_pos.domain.words import N_
from salon_pos.usecases.clients import client_on_file
from salon_pos.usecases.clock import posting_day
from salon_pos.usecases.deed import deed
from salon_pos.usecases.once import answered, keep_answer
from salon_pos.usecases.tier_moves import hold_tier

MOST_YEARS = 10


@dataclass(frozen=True, slots=True)
class TierChange:
    """A client's tier by its key ("" for none) to the end of the day `until`, and why. `uid` is
    the deed's own."""

    uid: str
    client_id: int
    tier: str
    until: date
    reason: str


def set_tier(change: TierChange, *, by: Actor, now: datetime) -> TierChange:
    """Put a client into a tier by hand, whatever they reach: over what was set by hand before, and
    with `until` today to end it. Refuses a tier that the salon does not have, an end that is past
    or more than ten years away, and an empty reason. Done again under its uid it changes nothing.
    """
    with deed(Right.ADJUST_POINTS, by):
        asked = (change.client_id, change.tier, change.until.isoformat())  # no typed text
        if answered(change.uid, "set_tier", asked) is None:
            client, day = client_on_file(change.client_id), posting_day(by, now)
            _check(change, day)
            held = Held(change.tier or None, _since(change, day), change.until, is_override=True)
            hold_tier(client.id, held, cause=change.uid, by=by, now=now)
            deed_records.add_remark(change.uid, change.reason.strip())
            journal.note(
                by, now, "set_tier", change.uid, client=client.uid, tier=change.tier,
                until=change.until.isoformat(),
            )  # fmt: skip
            keep_answer(change.uid, "set_tier", asked, {"tier": change.tier})
        return change


def _check(change: TierChange, day: date) -> None:
    names = value.tier_names()
    if not names or (change.tier and change.tier not in names):
        refuse("tier_unknown", N_("The salon has no such tier. Choose one of its tiers."),
               field="tier")  # fmt: skip
    if not day <= change.until <= months_later(day, 12 * MOST_YEARS):
        refuse("bad_tier_end",
               N_("Choose a day from today on, at most {years} years away. Today ends it tonight."),
               field="until", years=MOST_YEARS)  # fmt: skip
    if not change.reason.strip():
        refuse("reason_missing", N_("Say why the tier is set by hand."), field="reason")


def _since(change: TierChange, day: date) -> date:
    """Since today; since when they have it where they do already: its free services are counted
    from there, and are not had anew."""
    rules = value.tiers_in_force()
    assert rules is not None
    standing = members.standing_of(change.client_id, day, rules)
    return standing.since if standing.tier == (change.tier or None) else day
