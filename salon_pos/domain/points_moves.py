"""Points that are given and taken outside of a sale's arithmetic: which entries that makes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from salon_pos.domain import ledger
from salon_pos.domain.ledger import Account, Entry, NewLot
from salon_pos.domain.lots import Lot, take


@dataclass(frozen=True, slots=True)
class Why:
    """What made points move: the rule, its version, what explains it, and the account that stands
    against the client's."""

    rule: str
    version: int = 1
    inputs: Mapping[str, int | str] = field(default_factory=dict[str, int | str])
    against: Account = ledger.POINTS_ISSUED


def give_points(
    client_uid: str, points: int, why: Why, *, debt: int, expires: date | None
) -> Iterator[Entry]:
    """New points repay the points debt first (RULES 15); the rest is a lot of its own."""
    if points <= 0:
        return
    repaid = min(debt, points)
    yield Entry(why.against, points, why.rule, why.version, why.inputs)
    if points > repaid:
        lot = NewLot(expires=expires)
        account = ledger.points(client_uid)
        yield Entry(account, repaid - points, why.rule, why.version, why.inputs, lot)
    if repaid:
        inputs = {"earned": points, "debt": debt}
        yield Entry(ledger.points_debt(client_uid), -repaid, "points.repay", why.version, inputs)


def take_points(client_uid: str, points: int, why: Why, lots: Sequence[Lot]) -> Iterator[Entry]:
    """Points from these lots, soonest to expire first (RULES 15). ValueError for more than they
    hold."""
    account = ledger.points(client_uid)
    for use in take(lots, points):
        yield Entry(account, use.amount, why.rule, why.version, why.inputs, use.lot_id)
    if points:
        yield Entry(why.against, -points, why.rule, why.version, why.inputs)
