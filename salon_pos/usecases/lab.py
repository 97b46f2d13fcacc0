"""The rule lab: "what would the last months have cost under this rule?" It posts nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from salon_pos.db.connection import worker
from salon_pos.db.queries import lab, value
from salon_pos.db.queries import settings as salon
from salon_pos.db.queries.lab_gifts import gifts
from salon_pos.domain.lab import (
    Findings,
    Move,
    Outcome,
    Past,
    Trial,
    found,
    gift_outcome,
    months_of,
    replay,
)
from salon_pos.domain.points import PointsRules, check_rules
from salon_pos.domain.prepaid import PrepaidKind
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rights import Actor, Right
from salon_pos.domain.standing import ONE_DAY, months_later, tier_for
from salon_pos.domain.tiers import TierRules, check_tiers
from salon_pos.domain.words import N_
from salon_pos.usecases.deed import GoOn, permitted

MOST_MONTHS = 36
_CLIENTS_AT_ONCE = 25


@dataclass(frozen=True, slots=True)
class Question:
    """What to try over the last `months`: other points or tiers in place of those in force (None:
    as they are), and what one top-up of an item would give on top (minor units, by item id)."""

    months: int
    points: PointsRules | None = None
    tiers: TierRules | None = None
    bonuses: Mapping[int, int] = field(default_factory=dict[int, int])


def ask_lab(
    question: Question, *, by: Actor, now: datetime, go_on: GoOn = lambda _done, _total: True
) -> Findings | None:
    """What the last months would have given, beside what they gave. Between chunks it tells
    `go_on` how many of all sales are replayed; None where that says to stop. Refuses rules that
    could not be put in force. For a thread of its own: it takes seconds."""
    permitted(Right.EDIT_RULES, by)
    trial = _trial(question)
    day = salon.settings().business_day(now)
    months = months_of(day, question.months)
    span = lab.Span(_counted_from(months[0][0], trial), months[0][0], day)
    with worker(read_only=True):
        return _replayed(span, trial, months, go_on)


def _trial(question: Question) -> Trial:
    if type(question.months) is not int or not 1 <= question.months <= MOST_MONTHS:
        refuse("bad_months", N_("The lab looks back 1 to {most} months."), field="months",
               most=MOST_MONTHS)  # fmt: skip
    bonuses = {
        item: plan.bonus for item, plan in value.plans().items() if plan.kind is PrepaidKind.TOP_UP
    }
    if any(item not in bonuses or bonus < 0 for item, bonus in question.bonuses.items()):
        refuse("bad_trial_bonus", N_("A bonus is zero or more, for a top-up in the price list."),
               field="bonus")  # fmt: skip
    points = check_rules(question.points) if question.points else value.points_in_force()
    tiers = check_tiers(question.tiers) if question.tiers else value.tiers_in_force()
    return Trial(points, tiers, {**bonuses, **question.bonuses})


def _counted_from(first: date, trial: Trial) -> date:
    """From when on deeds may reach a tier that is held or tried."""
    windows = [tiers.window_months for tiers in (trial.tiers, value.tiers_in_force()) if tiers]
    return months_later(first, -max(windows, default=0)) + ONE_DAY


def _replayed(
    span: lab.Span, trial: Trial, months: tuple[tuple[date, date], ...], go_on: GoOn
) -> Findings | None:
    everybody = lab.clients(span)
    done, total = 0, sum(sales for _, sales in everybody)
    points_now, tiers_now = value.points_in_force(), value.tiers_in_force()
    outcomes: list[Outcome] = []
    moves: list[Move] = []
    for start in range(0, len(everybody), _CLIENTS_AT_ONCE):
        if not go_on(done, total):
            return None
        some = everybody[start : start + _CLIENTS_AT_ONCE]
        for past in lab.pasts([client_id for client_id, _ in some], span):
            theirs, would = replay(past, trial, span.first, span.last)
            outcomes += theirs
            was = _stands(past, tiers_now, span.last)
            if was != would:
                moves.append(Move(past.client_id, past.name, was, would))
        done += sum(sales for _, sales in some)
    go_on(done, total)
    outcomes += (gift_outcome(gift, trial.points) for gift in gifts(span.first, span.last))
    return found(
        outcomes, moves, months,
        worth_was=points_now.burn if points_now else None,
        worth_would=trial.points.burn if trial.points else None,
    )  # fmt: skip


def _stands(past: Past, tiers: TierRules | None, day: date) -> str | None:
    """The tier that a client really has."""
    return tier_for(tiers, past.deeds, day, past.held).tier if tiers else None
