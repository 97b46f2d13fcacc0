"""Points as they are posted: with their sale, or after it for a claim, for what is paid off an
account, and for what a refund takes off one.

What comes later brings what is on file for the sale to what it has earned by then, at its own rules
and tier (RULES 24): what the whole sale earns with the part that is paid, less what RULES 18 takes
of that for what came back. So it comes out the same in whatever order it was refunded and paid.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from salon_pos.db.queries import balances, people
from salon_pos.db.queries.brought import has_paid_before, referral_stands
from salon_pos.db.queries.owed import EarningLine, EarningSale
from salon_pos.db.records.value import EarningRow
from salon_pos.domain import ledger
from salon_pos.domain.earned_by_now import OnAccount
from salon_pos.domain.earning import Earned, EarnedLine, Occasion, earn
from salon_pos.domain.ledger import Entry
from salon_pos.domain.lots import last_good_day
from salon_pos.domain.people import Client
from salon_pos.domain.points import PointsRules
from salon_pos.domain.points_moves import Why, give_points


@dataclass(frozen=True, slots=True)
class Later:
    """What a sale earns now: new `points`, why, and the rows for its lines."""

    points: int
    why: Mapping[str, int | str]
    rows: tuple[EarningRow, ...]

    @property
    def eligible(self) -> int:
        """How much more of the sale is eligible, in minor units."""
        return sum(row[2] for row in self.rows)


def later(
    sale: EarningSale, client: Client, rules: PointsRules, occasion: Occasion, *, owed: int = 0
) -> Later:
    """What the sale has earned by now, less what is on file for it; `owed` minor units of it are
    not paid yet. What came back earns nothing (RULES 13). Where rounding would leave less than was
    given, what was given stays."""
    whole = _earn(sale, rules, occasion, owed)
    targets = [_target(line, full) for line, full in zip(sale.lines, whole.lines, strict=True)]
    back = -sum(target.refund_points for target in targets)
    before = sum(line.points + line.refund_points for line in sale.lines)
    more = whole.points - back - before
    rows = [
        row if more >= 0 else (*row[:3], 0, row[4])
        for line, target in zip(sale.lines, targets, strict=True)
        for row in _rows(line, target, client.id)
    ]
    less = {"back": back, "before": before}
    why = {**whole.why, **{name: points for name, points in less.items() if points}}
    return Later(max(0, more), why, tuple(rows))


def new_points(
    client: Client, points: int, why: Why, rules: PointsRules, *, day: date, eligible: int
) -> tuple[Entry, ...]:
    """The entries of what a sale, of which so many minor units are `eligible` and paid by now,
    earns its client; with what is given where that is the first that they pay."""
    debt = balances.balance(ledger.points_debt(client.uid))
    expires = last_good_day(day, rules.days_good)
    earned = tuple(give_points(client.uid, points, why, debt=debt, expires=expires))
    left = max(0, debt - points)
    return (*earned, *(referral_points(client, rules, day, debt=left) if eligible else ()))


def referral_points(
    newcomer: Client, rules: PointsRules, day: date, *, debt: int
) -> Iterator[Entry]:
    """With the first that a client pays of what is eligible, be it off their account (or with the
    next after a void took it back), what the client who brought them, and they themselves, are
    given for it; `debt` is the newcomer's points debt."""
    if newcomer.referrer_id is None:
        return
    stands = referral_stands(newcomer.id)
    if stands or (stands is None and has_paid_before(newcomer.id)):
        return
    referrer = people.client(newcomer.referrer_id)
    assert referrer is not None
    expires = last_good_day(day, rules.days_good)
    sides = (
        (newcomer, "newcomer", rules.referral.newcomer, debt),
        (referrer, "referrer", rules.referral.referrer,
         balances.balance(ledger.points_debt(referrer.uid))),
    )  # fmt: skip
    for client, role, points, owed in sides:
        why = Why("points.referral", rules.version, {"role": role, "newcomer": newcomer.uid})
        yield from give_points(client.uid, points, why, debt=owed, expires=expires)


def later_entries(
    made: Later, client: Client, rules: PointsRules, day: date, *, sale_uid: str, debt: int,
    expired: int = 0,
) -> tuple[Entry, ...]:  # fmt: skip
    """The entries of what a sale earns now, as of `day`; `debt` is the client's points debt. What
    of it had `expired` is issued, for what the same refund takes back of that, and given to nobody
    again."""
    inputs = {**made.why, "sale": sale_uid}
    why = Why("points.earn", rules.version, inputs | ({"expired": expired} if expired else {}))
    stays = Entry(ledger.POINTS_ISSUED, expired, why.rule, why.version, why.inputs)
    expires = last_good_day(day, rules.days_good)
    given = give_points(client.uid, made.points - expired, why, debt=debt, expires=expires)
    return (*given, *((stays,) if expired else ()))


def _earn(sale: EarningSale, rules: PointsRules, occasion: Occasion, owed: int) -> Earned:
    """What the sale earns as it was sold, while so much of it is owed."""
    lines, paid = [line.sold for line in sale.lines], sale.paid
    unpaid = paid.unpaid(lines, rules, OnAccount(owed, sale.account_stays))
    return earn(lines, paid.not_earning(lines, rules), rules, occasion, owed=unpaid)


@dataclass(frozen=True, slots=True)
class _Target:
    """What is to be on file for a line and, below zero, for its refunds; and why it earns
    nothing."""

    eligible: int
    points: int
    refund_eligible: int
    refund_points: int
    why: str


def _target(line: EarningLine, full: EarnedLine) -> _Target:
    return _Target(
        full.eligible, full.points, -line.back.eligible(line.sold, full.eligible),
        -line.back.points(line.sold, full.points), "" if full.points else full.nothing,
    )  # fmt: skip


def _rows(line: EarningLine, target: _Target, client_id: int) -> list[EarningRow]:
    """What is to be added for a line: to it what it earns whole, to its newest refund what that
    takes of it, so that the next refund goes on from there."""
    eligible, points = target.eligible - line.eligible, target.points - line.points
    sold = (line.line_id, client_id, eligible, points, target.why)
    if line.refund_line is None:
        return [sold]
    eligible = target.refund_eligible - line.refund_eligible
    points = target.refund_points - line.refund_points
    return [sold, (line.refund_line, client_id, eligible, points, "")]
