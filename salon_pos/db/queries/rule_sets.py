"""Which version of a rule set is in force, since when, and who made it."""

from dataclasses import dataclass
from datetime import datetime

from salon_pos.db.models.base import from_millis
from salon_pos.db.models.people import StaffRow
from salon_pos.db.models.value import RuleSetRow
from salon_pos.db.prepared import P, Prepared

_NEWEST = Prepared(
    lambda: (
        RuleSetRow.select(RuleSetRow.version, RuleSetRow.made_at, StaffRow.name)
        .join(StaffRow)
        .where(RuleSetRow.kind == P)
        .order_by(RuleSetRow.version.desc())
        .limit(P)
    )
)


@dataclass(frozen=True, slots=True)
class InForce:
    """The newest version of a rule set."""

    version: int
    since: datetime
    staff: str


def in_force(kind: str) -> InForce | None:
    """The version of the "points" or "tiers" that is in force; None before the first."""
    row = _NEWEST.one(kind, 1)
    return InForce(row[0], from_millis(row[1]), row[2]) if row else None
