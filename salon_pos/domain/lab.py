"""The rule lab: what a client's past would have given under other rules.

It replays, and posts nothing.
The rules are tried as if they had been put in force on the first day of the time that is looked
at: what a client did before it counts as it was, and a tier held then is kept to its period's end.
Bringing a client and activities count beside the sales, each as often as it happened.
Prices stay as they were paid: free services of the tiers that are tried are left out.
A sale on account gives what is settled of it by now, in the month of the sale; for the tier that
counts from the day it was settled on. A fixed birthday bonus goes to the older sale, though a newer
one may have been paid first.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

from salon_pos.domain.birthdays import AGAIN
from salon_pos.domain.earned_by_now import CameBack, OnAccount, PaidBy
from salon_pos.domain.earning import (
    Earned,
    Occasion,
    PaidLine,
    earn,
    eligible,
    fixed_bonuses,
    is_visit,
)
from salon_pos.domain.money import half_up
from salon_pos.domain.points import BonusKind, PointsRules
from salon_pos.domain.standing import (
    ONE_DAY,
    Deeds,
    Held,
    Standing,
    after_move,
    months_later,
    tier_for,
)
from salon_pos.domain.tenders import PointsRule
from salon_pos.domain.tiers import TierRules


@dataclass(frozen=True, slots=True)
class Trial:
    """The rules to try; None for none. `bonuses` is what one top-up of an item would give on top,
    in minor units, by item id."""

    points: PointsRules | None = None
    tiers: TierRules | None = None
    bonuses: Mapping[int, int] = field(default_factory=dict[int, int])


@dataclass(frozen=True, slots=True)
class GivenBack:
    """What one refund gave back of a line: how many, and their net in minor units. A closed card
    pays out net of its top-ups, and gives none of them back."""

    day: date
    quantity: int
    net: int


@dataclass(frozen=True, slots=True)
class PastLine:
    """A line as it was sold, and what was given back of it since, the oldest first."""

    paid: PaidLine
    quantity: int = 1
    back: tuple[GivenBack, ...] = ()

    def back_by(self, day: date = date.max) -> CameBack:
        """What had come back of it by the end of a day; without one, by now."""
        back = [each for each in self.back if each.day <= day]
        returned = sum(each.quantity for each in back)
        return CameBack(self.quantity, returned, sum(each.net for each in back))


@dataclass(frozen=True, slots=True)
class AccountMove:
    """What a settlement or a refund took off a sale's part on account: of what is `owed` of it, and
    of what `stays` of it; minor units."""

    day: date
    owed: int = 0
    stays: int = 0


@dataclass(frozen=True, slots=True)
class PastSale:
    """A sale of one client, how it was paid, and what was settled and taken off its account since.
    `points` and `top_up_bonus` are what was really posted, net of refunds."""

    day: date
    lines: tuple[PastLine, ...]
    paid_by: PaidBy = field(default_factory=PaidBy)
    account: tuple[AccountMove, ...] = ()
    points: int = 0
    top_up_bonus: int = 0

    @property
    def sold(self) -> tuple[PaidLine, ...]:
        """Its lines as they were sold."""
        return tuple(each.paid for each in self.lines)

    @property
    def account_at_first(self) -> OnAccount:
        """Its part on account when it was sold."""
        return OnAccount(self.paid_by.on_account, self.paid_by.on_account)

    def account_by(self, day: date = date.max) -> OnAccount:
        """Its part on account at the end of a day; without one, now."""
        put, moves = self.paid_by.on_account, [each for each in self.account if each.day <= day]
        owed, stays = sum(each.owed for each in moves), sum(each.stays for each in moves)
        return OnAccount(put - owed, put - stays)

    def eligible(self, rules: PointsRules, account: OnAccount) -> tuple[int, ...]:
        """What of each line is eligible, as it was sold, with this part on account."""
        unpaid = self.paid_by.unpaid(self.sold, rules, account)
        return eligible(self.sold, self.paid_by.not_earning(self.sold, rules), rules, owed=unpaid)

    @property
    def is_visit(self) -> bool:
        """Whether anything on it is no prepaid."""
        return is_visit(self.sold)

    @property
    def top_up(self) -> int:
        """The largest top-up on it, in minor units."""
        return max((each.paid.net for each in self.lines if each.paid.top_up), default=0)


@dataclass(frozen=True, slots=True)
class Past:
    """A client's past: all that they did, `deeds` as they stand today; the tier they hold now with
    every move before it; and their `sales` in the time that is looked at, the oldest first."""

    client_id: int
    name: str
    birthday: date | None
    deeds: Deeds
    held: Held | None
    sales: tuple[PastSale, ...]


@dataclass(frozen=True, slots=True)
class Gift:
    """What beside sales gave points: `points` that were posted (below zero: a void took them back),
    the `activity` that they were for, or that a client who was brought paid the first."""

    day: date
    points: int = 0
    activity: str = ""
    is_brought: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one sale, or what is beside sales, gave (`was`) and would have given (`would`): points
    and bonus of top-ups."""

    day: date
    points_was: int
    points_would: int
    bonus_was: int = 0
    bonus_would: int = 0
    is_sale: bool = True


@dataclass(frozen=True, slots=True)
class Move:
    """A client who would stand in another tier on the last day; tiers by key."""

    client_id: int
    name: str
    was: str | None
    would: str | None


@dataclass(frozen=True, slots=True)
class Month:
    """One of the months that end on the last day. Points, what they are worth as money, and bonus
    of top-ups; money in minor units."""

    first: date
    last: date
    sales: int = 0
    points_was: int = 0
    points_would: int = 0
    worth_was: int = 0
    worth_would: int = 0
    bonus_was: int = 0
    bonus_would: int = 0


@dataclass(frozen=True, slots=True)
class Findings:
    """What the lab found: month by month, over all of them, and who would move, by name."""

    months: tuple[Month, ...]
    total: Month
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class _Change:
    """Something that happened to a client between two sales: a refund or a settlement moved what
    counts on the day of its sale (`spend` by so much, a `top_up` of (before, after), its visit is
    gone), or somebody set their tier by hand."""

    day: date
    sold_on: date | None = None
    spend: int = 0
    top_up: tuple[int, int] = (0, 0)
    visit_gone: bool = False
    override: Held | None = None


@dataclass(frozen=True, slots=True)
class _Course:
    """Where a client is in the replay. `changes` are still to come, the soonest first; `visits` are
    the days of the sales that stand as visits, each as often as there are such."""

    deeds: Deeds
    held: Held | None
    changes: tuple[_Change, ...] = ()
    visits: tuple[date, ...] = ()
    birthday_on: date | None = None


def months_of(last: date, count: int) -> tuple[tuple[date, date], ...]:
    """The `count` months that end on `last`, the oldest first, as (first day, last day)."""
    ends = [months_later(last, -back) for back in range(count, -1, -1)]
    return tuple((before + ONE_DAY, end) for before, end in pairwise(ends))


def replay(
    past: Past, trial: Trial, first: date, last: date
) -> tuple[tuple[Outcome, ...], str | None]:
    """What each sale from `first` on would have given, and the tier the client would have on
    `last`."""
    course, outcomes = _at_first(past, first), list[Outcome]()
    for sale in past.sales:
        course = _until(course, sale.day, trial)
        earned = _earned(course, sale, past.birthday, trial)
        outcomes.append(_outcome(sale, earned, trial))
        course = _after(course, sale, earned, trial)
    course = _until(course, last, trial)
    standing = _standing(course, last, trial)
    return tuple(outcomes), standing.tier if standing else None


def gift_outcome(gift: Gift, rules: PointsRules | None) -> Outcome:
    """What a gift would have been. Nobody knows of an activity that no rule gave points for."""
    would = 0
    if rules and gift.is_brought:
        would = rules.referral.referrer + rules.referral.newcomer
    if rules and gift.activity:
        would = rules.activities.get(gift.activity, 0)
    return Outcome(gift.day, gift.points, would, is_sale=False)


def found(
    outcomes: Iterable[Outcome], moves: Iterable[Move], months: Sequence[tuple[date, date]],
    *, worth_was: PointsRule | None, worth_would: PointsRule | None,
) -> Findings:  # fmt: skip
    """All outcomes by month. Points are worth what the rules that gave them take them for."""
    by_month: list[list[Outcome]] = [[] for _ in months]
    for outcome in outcomes:
        place = next(n for n, (_, end) in enumerate(months) if outcome.day <= end)
        by_month[place].append(outcome)
    summed = [
        _month(span, inside, worth_was, worth_would)
        for span, inside in zip(months, by_month, strict=True)
    ]
    everything = [outcome for inside in by_month for outcome in inside]
    whole = _month((months[0][0], months[-1][1]), everything, worth_was, worth_would)
    return Findings(tuple(summed), whole, tuple(sorted(moves, key=lambda move: move.name)))


def worth(points: int, rule: PointsRule | None) -> int:
    """What points are worth as money, half up; nothing where they are none."""
    return half_up(Fraction(points * rule.value, rule.step)) if rule else 0


def _month(
    span: tuple[date, date],
    outcomes: Sequence[Outcome],
    rule_was: PointsRule | None,
    rule_would: PointsRule | None,
) -> Month:
    was = sum(outcome.points_was for outcome in outcomes)
    would = sum(outcome.points_would for outcome in outcomes)
    return Month(
        *span,
        sales=sum(outcome.is_sale for outcome in outcomes),
        points_was=was,
        points_would=would,
        worth_was=worth(was, rule_was),
        worth_would=worth(would, rule_would),
        bonus_was=sum(outcome.bonus_was for outcome in outcomes),
        bonus_would=sum(outcome.bonus_would for outcome in outcomes),
    )


# --- one client's way through the sales ---


def _at_first(past: Past, first: date) -> _Course:
    """As the client stood before `first`; what was set by hand since is set again on its day."""
    before = Deeds(
        {day: amount for day, amount in past.deeds.spend.items() if day < first},
        frozenset(day for day in past.deeds.visits if day < first),
        tuple((day, amount) for day, amount in past.deeds.top_ups if day < first),
    )
    moves = list(_moves(past.held))
    held = next((move for move in moves if move.since < first), None)
    by_hand = [move for move in moves if move.is_override and move.since >= first]
    changes = [_Change(move.since, override=move) for move in reversed(by_hand)]
    return _Course(before, held, tuple(changes))


def _moves(held: Held | None) -> Iterator[Held]:
    """A client's moves, the newest first."""
    while held:
        yield held
        held = held.previous


def _until(course: _Course, day: date, trial: Trial) -> _Course:
    """With all that happened to the client up to `day`, each looked at on its own day."""
    while course.changes and course.changes[0].day <= day:
        change, *rest = course.changes
        held, deeds = course.held, course.deeds
        if change.override:
            held = after_move(held, change.override, undoes=False)
        visits = list(course.visits)
        if change.sold_on and change.visit_gone:
            visits.remove(change.sold_on)
        if change.sold_on:
            deeds = _moved(deeds, change.sold_on, change, visits)
        course = replace(course, deeds=deeds, held=held, changes=tuple(rest), visits=tuple(visits))
        course = _looked_at(course, change.day, trial)
    return course


def _moved(deeds: Deeds, day: date, change: _Change, visits: Sequence[date]) -> Deeds:
    """What a client did, after a change of what counts on the day of a sale."""
    before, after = change.top_up
    top_ups = list(deeds.top_ups)
    if before:
        top_ups.remove((day, before))
    if after:
        top_ups.append((day, after))
    return Deeds(
        {**deeds.spend, day: deeds.spend.get(day, 0) + change.spend},
        deeds.visits - {day} if change.visit_gone and day not in visits else deeds.visits,
        tuple(top_ups),
    )


def _earned(course: _Course, sale: PastSale, birthday: date | None, trial: Trial) -> Earned | None:
    """RULES 13: by the tier before the sale; a top-up on it comes first. What is owed to this day
    earns nothing (24)."""
    rules = trial.points
    if rules is None:
        return None
    deeds = course.deeds
    if sale.top_up:
        deeds = replace(deeds, top_ups=(*deeds.top_ups, (sale.day, sale.top_up)))
    standing = _standing(replace(course, deeds=deeds), sale.day, trial)
    again = course.birthday_on
    occasion = Occasion(
        sale.day,
        tier=standing.tier if standing else None,
        birthday=birthday,
        first_visit=sale.day not in course.visits,
        birthday_given=again is not None and again > sale.day - AGAIN,
    )
    unpaid = sale.paid_by.unpaid(sale.sold, rules, sale.account_by())
    not_earning = sale.paid_by.not_earning(sale.sold, rules)
    return earn(sale.sold, not_earning, rules, occasion, owed=unpaid)


def _outcome(sale: PastSale, earned: Earned | None, trial: Trial) -> Outcome:
    points = [part.points for part in earned.lines] if earned else [0] * len(sale.lines)
    return Outcome(
        sale.day,
        sale.points,
        sum(
            part - line.back_by().points(line.paid, part)
            for part, line in zip(points, sale.lines, strict=True)
        ),
        sale.top_up_bonus,
        sum(_bonus_left(line, trial) for line in sale.lines),
    )


def _bonus_left(line: PastLine, trial: Trial) -> int:
    """RULES 22: the bonus of a top-up goes with its principal, in proportion."""
    if not line.paid.top_up:
        return 0
    bonus = trial.bonuses.get(line.paid.item_id, 0) * line.quantity
    returned = sum(back.net for back in line.back)
    return bonus - half_up(Fraction(bonus * returned, line.paid.net or 1))


def _after(course: _Course, sale: PastSale, earned: Earned | None, trial: Trial) -> _Course:
    """After a sale: its deeds count, and the tier is looked at."""
    deeds, changes = course.deeds, [*course.changes, *_undone(sale)]
    if earned and trial.points:
        amount = sum(_at_once(sale, earned, trial.points))
        spend = deeds.spend.get(sale.day, 0) + amount
        deeds = replace(deeds, spend={**deeds.spend, sale.day: spend})
        changes += _counts_since(sale, amount, trial.points)
    top_ups = [(sale.day, line.paid.net) for line in sale.lines if line.paid.top_up]
    visits = (sale.day,) if sale.is_visit else ()
    after = _Course(
        Deeds(deeds.spend, deeds.visits | set(visits), (*deeds.top_ups, *top_ups)),
        course.held,
        tuple(sorted(changes, key=lambda change: change.day)),
        visits=(*course.visits, *visits),
        birthday_on=_birthday_on(course, sale, earned, trial),
    )
    return _looked_at(after, sale.day, trial)


def _undone(sale: PastSale) -> Iterator[_Change]:
    """What refunds took off its top-ups, day by day; and its visit, with the last of it."""
    for line in sale.lines:
        if line.paid.top_up:
            before = line.paid.net
            for day in sorted({back.day for back in line.back}):
                after = line.paid.net - line.back_by(day).net
                yield _Change(day, sale.day, top_up=(before, after))
                before = after
    served = [line for line in sale.lines if is_visit([line.paid])]
    if served and all(line.back_by().quantity == line.quantity for line in served):
        gone = max(back.day for line in served for back in line.back)
        yield _Change(gone, sale.day, visit_gone=True)


def _at_once(sale: PastSale, earned: Earned, rules: PointsRules) -> Iterable[int]:
    """What of each line counts before anything is settled or comes back."""
    if sale.account:
        return sale.eligible(rules, sale.account_at_first)
    return (part.eligible for part in earned.lines)


def _counts_since(sale: PastSale, before: int, rules: PointsRules) -> Iterator[_Change]:
    """RULES 16, 21, 24: what refunds and settlements, day by day, made more or less of what counts
    on the day of the sale."""
    backs = {back.day for line in sale.lines for back in line.back}
    for day in sorted(backs | {move.day for move in sale.account}):
        amounts = zip(sale.eligible(rules, sale.account_by(day)), sale.lines, strict=True)
        counts = sum(full - line.back_by(day).eligible(line.paid, full) for full, line in amounts)
        yield _Change(day, sale.day, counts - before)
        before = counts


def _birthday_on(
    course: _Course, sale: PastSale, earned: Earned | None, trial: Trial
) -> date | None:
    bonuses = trial.points.bonuses if trial.points else ()
    keys = {b.key for b in bonuses if b.kind is BonusKind.BIRTHDAY and b.points}
    given = earned is not None and bool(keys & fixed_bonuses(earned.why))
    return sale.day if given else course.birthday_on


def _looked_at(course: _Course, day: date, trial: Trial) -> _Course:
    """With the tier that what counts on `day` leads to, where that is another one, or the same for
    another period."""
    standing = _standing(course, day, trial)
    if standing is None:
        return course
    held = course.held
    goes_on = held is None or standing.until is None or standing.since == held.since
    if standing.tier == (held.tier if held else None) and goes_on:
        return course
    moved = Held(standing.tier, standing.since, standing.until, previous=held)
    return replace(course, held=moved)


def _standing(course: _Course, day: date, trial: Trial) -> Standing | None:
    return tier_for(trial.tiers, course.deeds, day, course.held) if trial.tiers else None
