"""Points as they are posted: with their sale, or after it for a claim and for what is paid off an
account.

What comes later brings what is on file for the sale to what it has earned by then, at its own rules
and tier, so that it comes out the same whatever was refunded or paid in between.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from salon_pos.db.queries import balances, people
from salon_pos.db.queries.owed import EarningLine, EarningSale, Paid, has_paid_before
from salon_pos.domain import ledger
from salon_pos.domain.catalog import TenderKind
from salon_pos.domain.earning import Earned, EarnedLine, Occasion, PaidLine, earn
from salon_pos.domain.ledger import Entry
from salon_pos.domain.lots import last_good_day
from salon_pos.domain.people import Client
from salon_pos.domain.points import PointsRules
from salon_pos.domain.points_moves import Why, give_points

EarningRow = tuple[int, int | None, int, int, str]


@dataclass(frozen=True, slots=True)
class Later:
    """What a sale earns now: new `points`, why, and the rows for its lines."""

    points: int
    why: Mapping[str, int | str]
    rows: tuple[EarningRow, ...]


def later(
    sale: EarningSale, client: Client, rules: PointsRules, occasion: Occasion, *, owed: int = 0
) -> Later:
    """What the sale has earned by now, less what is on file for it; `owed` minor units of it are
    not paid yet. Lines that were given back earn nothing (RULES 13); what the floor over the lines
    that stand would give less than was given stays."""
    stands = _earn([line.stands for line in sale.lines], sale.stays, rules, occasion, owed=owed)
    sold = _earn([line.sold for line in sale.lines], sale.paid, rules, occasion, owed=owed)
    before = sum(line.points + line.refund_points for line in sale.lines)
    more = stands.points - before
    rows = [
        row if more >= 0 else (*row[:3], 0, row[4])
        for line, now, full in zip(sale.lines, stands.lines, sold.lines, strict=True)
        for row in _rows(line, now, full, client.id)
    ]
    return Later(max(0, more), stands.why, tuple(rows))


def new_points(
    client: Client, points: int, why: Why, rules: PointsRules, *, day: date, paid: int
) -> tuple[Entry, ...]:
    """The entries of what a sale of `paid` minor units earns its client; at their first paid sale
    with what the client who brought them, and they themselves, are given for it."""
    debt = balances.balance(ledger.points_debt(client.uid))
    expires = last_good_day(day, rules.days_good)
    earned = tuple(give_points(client.uid, points, why, debt=debt, expires=expires))
    left = max(0, debt - points)
    return (*earned, *(_referral(client, rules, left, expires) if paid else ()))


def _referral(
    newcomer: Client, rules: PointsRules, debt: int, expires: date | None
) -> Iterator[Entry]:
    if newcomer.referrer_id is None or has_paid_before(newcomer.id):
        return
    referrer = people.client(newcomer.referrer_id)
    assert referrer is not None
    sides = (
        (newcomer, "newcomer", rules.referral.newcomer, debt),
        (referrer, "referrer", rules.referral.referrer,
         balances.balance(ledger.points_debt(referrer.uid))),
    )  # fmt: skip
    for client, role, points, owed in sides:
        why = Why("points.referral", rules.version, {"role": role, "newcomer": newcomer.uid})
        yield from give_points(client.uid, points, why, debt=owed, expires=expires)


def later_entries(
    made: Later, client: Client, rules: PointsRules, day: date, *, sale_uid: str, debt: int
) -> tuple[Entry, ...]:
    """The entries of what a sale earns now, as of `day`; `debt` is the client's points debt."""
    why = Why("points.earn", rules.version, {**made.why, "sale": sale_uid})
    expires = last_good_day(day, rules.days_good)
    return tuple(give_points(client.uid, made.points, why, debt=debt, expires=expires))


def _earn(
    lines: list[PaidLine], paid: Paid, rules: PointsRules, occasion: Occasion, *, owed: int
) -> Earned:
    stored = paid.of(TenderKind.STORED_VALUE) if rules.at_top_up else paid.bonus
    platform = 0 if rules.platform_earns else paid.of(TenderKind.PLATFORM)
    given = paid.of(TenderKind.POINTS) + paid.of(TenderKind.VOUCHER)
    most = sum(line.payable - (line.net if line.session_use else 0) for line in lines)
    return earn(lines, min(most, stored + platform + given + owed), rules, occasion)


def _rows(line: EarningLine, now: EarnedLine, full: EarnedLine, client_id: int) -> list[EarningRow]:
    """What is to be added for a line: to it what it would have earned whole, to its newest refund
    what that takes of it, so that the next refund goes on from there. A line of which nothing came
    back has what it earns beside the lines that stand."""
    if line.refund_line_id is None:
        full = now
    why = "" if full.points else full.nothing
    sold = (line.line_id, client_id, full.eligible - line.eligible, full.points - line.points, why)
    if line.refund_line_id is None:
        return [sold]
    eligible = now.eligible - full.eligible - line.refund_eligible
    points = now.points - full.points - line.refund_points
    return [sold, (line.refund_line_id, client_id, eligible, points, "")]
