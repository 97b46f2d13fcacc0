"""What will end soon, why a client's tier is theirs, and what a sale's lines earned or not."""

from dataclasses import dataclass
from datetime import date, timedelta

from peewee import JOIN, fn

from salon_pos.db.models.sales import SaleLineRow, SaleRow
from salon_pos.db.models.value import SaleEarningRow
from salon_pos.db.prepared import P, Prepared
from salon_pos.db.queries import balances, members, people, value
from salon_pos.db.queries.statement import accounts_of
from salon_pos.domain.expiry import EXPIRING
from salon_pos.domain.standing import Standing

SOON_DAYS = 60

_EARNED = Prepared(
    lambda: (
        SaleLineRow.select(
            SaleLineRow.uid, SaleLineRow.item_name, fn.SUM(SaleEarningRow.eligible),
            fn.SUM(SaleEarningRow.points), fn.MAX(SaleEarningRow.id),
        )
        .join(SaleRow)
        .switch(SaleLineRow)
        .join(SaleEarningRow, JOIN.LEFT_OUTER, on=SaleEarningRow.line == SaleLineRow.id)
        .where(SaleRow.uid == P)
        .group_by(SaleLineRow.id)
        .order_by(SaleLineRow.position)
    )
)  # fmt: skip
_WHY = Prepared(lambda: SaleEarningRow.select(SaleEarningRow.why).where(SaleEarningRow.id == P))


@dataclass(frozen=True, slots=True)
class ComingExpiry:
    """What is good to the end of `expires`: so many points, sessions, or minor units. `kind` and
    `owner` are the two parts of its account's code."""

    expires: date
    kind: str
    owner: str
    left: int
    unit: str


@dataclass(frozen=True, slots=True)
class LineEarned:
    """What a line of a sale earned so far. `nothing` is the key of why it earned nothing, for
    `explain("points.nothing", …)`; empty where it did, or where nobody can earn."""

    line_uid: str
    item: str
    eligible: int
    points: int
    nothing: str


def coming_expiries(
    client_id: int, day: date, *, days: int = SOON_DAYS
) -> tuple[ComingExpiry, ...]:
    """What of a client's points, bonus and sessions ends within `days` of this business day, the
    soonest first; what ends on one day together."""
    client = people.client(client_id)
    found: dict[tuple[date, str], ComingExpiry] = {}
    for account in accounts_of(client) if client else ():
        kind, _, owner = account.code.partition(":")
        for lot in balances.lots(account) if kind in EXPIRING else ():
            if lot.expires is None or not day <= lot.expires <= day + timedelta(days=days):
                continue
            before = found.get((lot.expires, account.code))
            left = lot.left + (before.left if before else 0)
            coming = ComingExpiry(lot.expires, kind, owner, left, account.unit)
            found[lot.expires, account.code] = coming
    return tuple(found[key] for key in sorted(found))


def why_tier(client_id: int, day: date) -> Standing | None:
    """Where a client stands on this business day, with the sentence that says why and the one that
    says how far it is to the next; None where the salon has no tiers."""
    rules = value.tiers_in_force()
    return members.standing_of(client_id, day, rules) if rules else None


def lines_earned(sale_uid: str) -> tuple[LineEarned, ...]:
    """What the lines of a sale earned, and why one earned nothing, in their order."""
    return tuple(
        LineEarned(uid, item, eligible or 0, points or 0, _nothing(points, newest))
        for uid, item, eligible, points, newest in _EARNED.all(sale_uid)
    )


def _nothing(points: int | None, newest: int | None) -> str:
    row = _WHY.one(newest) if newest and not points else None
    return row[0] if row else ""
