"""Which tier a client stands in, why, and how far it is to the next: one pure function.

Qualifying spend is the eligible amounts of RULES 11, by the sale's business day (RULES 26).
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from salon_pos.domain.tiers import Tier, TierRules

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Deeds:
    """What a client did, as it stands now, by business day: qualifying spend (minor units), days
    with a visit, and each top-up (minor units).

    What was refunded is already taken off **on the day of its sale** (RULES 21); a day whose
    sales were all given back is no visit. That is how a refund reaches the tier: by what is left.
    """

    spend: Mapping[date, int] = field(default_factory=dict[date, int])
    visits: frozenset[date] = frozenset()
    top_ups: tuple[tuple[date, int], ...] = ()

    def less(
        self, day: date, *, spend: int, top_ups: Sequence[tuple[int, int]], visit: bool
    ) -> "Deeds":
        """The deeds once a refund took `spend` off this day, left of each of its `top_ups` (before,
        after) that much, and, where `visit`, made it a day without one."""
        left = list(self.top_ups)
        for before, after in top_ups:
            if (day, before) in left:  # one from before the first day that counts is not here
                left.remove((day, before))
                left += [(day, after)] if after else []
        return Deeds(
            {**self.spend, day: self.spend.get(day, 0) - spend},
            self.visits - {day} if visit else self.visits,
            tuple(left),
        )


@dataclass(frozen=True, slots=True)
class Held:
    """The tier (or none) that a client's last move gave them on `since`, kept to the end of
    `until`. An override has its end there; one that was exchanged for points lifts, and holds
    nobody down. `previous` is what they held before that move, `cause` the uid of its deed."""

    tier: str | None
    since: date
    until: date | None = None
    is_override: bool = False
    previous: "Held | None" = None
    is_exchanged: bool = False
    cause: str = ""

    @property
    def is_by_hand(self) -> bool:
        """Whether somebody set it by hand."""
        return self.is_override and not self.is_exchanged

    def runs_on(self, day: date) -> bool:
        """Whether it has not ended before this day."""
        return self.until is None or day <= self.until

    def is_same(self, other: "Held") -> bool:
        """Whether both are one tier for one time, whatever was held before and moved them."""
        alike = {"previous": None, "cause": ""}
        return replace(self, **alike) == replace(other, **alike)

    def moved_by(self, deed: str) -> "tuple[Held, tuple[Held, ...]] | None":
        """What the deed with this uid moved a client into, and what is held over that, the newest
        last: tiers by hand and for points. None where it moved them into nothing that they hold, or
        something moved them since that is no such tier."""
        move, over = self, list[Held]()
        while move.cause != deed or move.is_by_hand:
            if not move.is_override or move.previous is None:
                return None
            over.insert(0, move)
            move = move.previous
        return move, tuple(over)


@dataclass(frozen=True, slots=True)
class Counted:
    """What counts on a day: deeds from `first` to `last`, both included. `top_up` is the largest
    single one."""

    first: date
    last: date
    spend: int
    visits: int
    top_up: int

    def of(self, measure: str) -> int:
        """What a measure comes to."""
        return {"spend": self.spend, "visits": self.visits, "top_up": self.top_up}[measure]

    def met_by(self, tier: Tier) -> str | None:
        """The first measure that reaches `tier`, "open" where it asks for nothing."""
        if tier.is_open:
            return "open"
        least = tier.thresholds
        return next((measure for measure in least if self.of(measure) >= least[measure]), None)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a client stands. They keep `tier` from `since` to the end of `until` (None: it cannot
    be lost). `rule` and `inputs` make the sentence that says why, `next_inputs` (empty at the
    top) the one that says how far it is to the next: `explain("tier.next", …)`."""

    tier: str | None
    since: date
    until: date | None
    rule: str
    inputs: Mapping[str, int | str]
    next_inputs: Mapping[str, int | str]
    is_override: bool = False


def tier_for(rules: TierRules, deeds: Deeds, day: date, current: Held | None) -> Standing:
    """Where a client stands on `day`, who holds `current`.

    Up at once. Down only when a period has ended, to what its last day's window reached; a period
    that nobody looked at for long ends all the same. An override counts until its end, whatever
    is reached (one exchanged for points only while nothing higher is); then what was held before
    goes on. A tier reached today that today's deeds, net of
    refunds, no longer reach is undone (RULES 23): the client stands where they stood before it.
    A tier that the rules no longer have counts as none.
    """
    if current and current.is_override:
        if not current.runs_on(day):
            return tier_for(rules, deeds, day, current.previous)
        return _overridden(rules, deeds, day, current)
    reached = _reached(rules, count(rules, deeds, day))
    if current and day == current.since and rules.rank(current.tier) > reached:
        return tier_for(rules, deeds, day, current.previous)
    held = _ended_periods(rules, deeds, day, current)
    if held is None or reached > rules.rank(held.tier):
        return _standing(rules, deeds, day, _held(rules, reached, day))
    standing = _standing(rules, deeds, day, held)
    if current and rules.rank(held.tier) < rules.rank(current.tier):
        return _lowered(standing, current, held)
    return standing


def beneath(held: Held | None) -> Held | None:
    """What a client holds without what was set by hand."""
    if held is None or not held.is_override:
        return held
    below = beneath(held.previous)
    return replace(held, previous=below) if held.is_exchanged else below


def after_move(held: Held | None, move: Held, *, undoes: bool) -> Held:
    """What who held `held` holds after a `move`. What is set by hand replaces what was set by hand
    before, and a move meanwhile goes beneath it. One that undoes leaves no trace of what it undid,
    beneath an override by hand or over one, so that nothing comes back once that ends."""
    over = move.is_exchanged or (undoes and move.is_by_hand)
    base = held if over else beneath(held)
    if not undoes:
        return replace(move, previous=base)
    earlier = base
    while earlier and not earlier.is_same(move):
        earlier = earlier.previous
    if earlier:
        return earlier
    if move.is_exchanged:  # what lay beneath it was undone
        return replace(move, previous=base)
    before = base.previous if base else None
    return replace(move, previous=before.previous if before else None)


def _overridden(rules: TierRules, deeds: Deeds, day: date, current: Held) -> Standing:
    if current.is_exchanged:
        without = tier_for(rules, deeds, day, current.previous)
        if rules.rank(without.tier) > rules.rank(current.tier):
            return without
    return _standing(rules, deeds, day, current)


def count(rules: TierRules, deeds: Deeds, day: date) -> Counted:
    """What counts on `day`: the `window_months` up to and including it."""
    first = months_later(day, -rules.window_months) + ONE_DAY
    return Counted(
        first,
        day,
        spend=sum(amount for on, amount in deeds.spend.items() if first <= on <= day),
        visits=sum(first <= on <= day for on in deeds.visits),
        top_up=max((amount for on, amount in deeds.top_ups if first <= on <= day), default=0),
    )


def first_that_counts(rules: TierRules, day: date, current: Held | None) -> date:
    """The first day whose deeds may still say where who holds `current` stands on `day`: periods
    that ended since the last move look back from their own last days."""
    since = day
    while current:
        is_last = not current.is_override and current.since != day
        if not (is_last and is_open(rules, current.tier)):
            since = min(since, current.since)
        current = None if is_last else current.previous
    return months_later(since, -rules.window_months)


def months_later(day: date, months: int) -> date:
    """The same day of another month, or the last one where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def period_end(rules: TierRules, since: date) -> date:
    """The last day of the period that begins on `since`."""
    return months_later(since, rules.period_months) - ONE_DAY


def is_open(rules: TierRules, key: str | None) -> bool:
    """Whether every member has the tier with this key."""
    rank = rules.rank(key)
    return rank >= 0 and rules.tiers[rank].is_open


def _reached(rules: TierRules, counted: Counted) -> int:
    """The rank of the highest tier that what counts reaches, −1 for none."""
    met = [rank for rank, tier in enumerate(rules.tiers) if counted.met_by(tier)]
    return max(met, default=-1)


def _held(rules: TierRules, rank: int, since: date) -> Held:
    """A tier as it is held from `since` for a period."""
    if rank < 0:
        return Held(None, since)
    return Held(rules.tiers[rank].key, since, period_end(rules, since))


def _ended_periods(rules: TierRules, deeds: Deeds, day: date, current: Held | None) -> Held | None:
    """What is held on `day` once every period that has ended before it was looked at; None where
    no tier is held. The periods of the open tier just follow one another: nobody keeps at the end
    of one what they were not in, whatever the rules ask for by then."""
    held = current
    while held and rules.rank(held.tier) >= 0:
        last = held.until or period_end(rules, held.since)
        if day <= last:
            return replace(held, until=last)
        stays = is_open(rules, held.tier)
        rank = rules.rank(held.tier) if stays else _reached(rules, count(rules, deeds, last))
        held = _held(rules, rank, last + ONE_DAY)
    return held if held and held is not current else None


def _standing(rules: TierRules, deeds: Deeds, day: date, held: Held) -> Standing:
    counted = count(rules, deeds, day)
    rank = rules.rank(held.tier)
    tier = rules.tiers[rank] if rank >= 0 else None
    next_rank = max(rank, _reached(rules, counted)) + 1
    next_tier = rules.tiers[next_rank] if next_rank < len(rules.tiers) else None
    rule, inputs = _why(tier, held, counted)
    keeps = held.is_override or (tier is not None and not tier.is_open)
    return Standing(
        tier=tier.key if tier else None,
        since=held.since,
        until=held.until if keeps else None,
        rule=rule,
        inputs=inputs,
        next_inputs=_missing(next_tier, counted) if next_tier else {},
        is_override=held.is_override,
    )


def _why(tier: Tier | None, held: Held, counted: Counted) -> tuple[str, Mapping[str, int | str]]:
    """The rule that put a client there, and its figures."""
    until = {"until": held.until.isoformat()} if held.until else {}
    if held.is_override:
        key = {"tier": tier.key} if tier else {}
        given = "tier.exchanged" if held.is_exchanged else "tier.override"
        return (given if tier else "tier.override_none"), {**key, **until}
    window = {"first": counted.first.isoformat(), "last": counted.last.isoformat()}
    if tier is None:
        return "tier.none", window
    met = counted.met_by(tier)
    if met == "open":
        return "tier.open", {"tier": tier.key}
    if met is None:
        return "tier.kept", {"tier": tier.key, **until}
    figures = {met: counted.of(met), "least": tier.thresholds[met]}
    return f"tier.reached_{met}", {"tier": tier.key, **figures, **window, **until}


def _lowered(standing: Standing, current: Held, held: Held) -> Standing:
    """The same standing, where the end of a period has just made it: it says what was lost."""
    inputs = {"lost": str(current.tier), "ended": (held.since - ONE_DAY).isoformat()}
    if standing.tier is None:
        return replace(standing, rule="tier.ended", inputs=inputs)
    return replace(standing, rule="tier.lowered", inputs={**inputs, "tier": standing.tier})


def _missing(tier: Tier, counted: Counted) -> Mapping[str, int | str]:
    """What is still missing to `tier`, any one of them being enough. A top-up is one deed, so what
    earlier ones came to does not shorten it."""
    missing = {
        f"missing_{measure}": least if measure == "top_up" else least - counted.of(measure)
        for measure, least in tier.thresholds.items()
    }
    return {"tier": tier.key, **missing}
