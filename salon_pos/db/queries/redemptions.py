"""What a client exchanged points for."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import SQL, fn

from salon_pos.db.models.ledger import AccountRow, EntryRow, TransactionRow
from salon_pos.db.prepared import P, Prepared
from salon_pos.db.queries import value
from salon_pos.domain import ledger

_BACK = TransactionRow.alias()
_OF_CLIENT = Prepared(
    lambda: (
        TransactionRow.select(
            TransactionRow.uid, TransactionRow.business_day, fn.SUM(EntryRow.amount),
            fn.MIN(EntryRow.inputs),
            fn.EXISTS(_BACK.select(SQL("1")).where(_BACK.reverses == TransactionRow.id)),
        )
        .join(EntryRow, on=EntryRow.transaction == TransactionRow.id)
        .join(AccountRow)
        .where(AccountRow.code == P, TransactionRow.deed == P)
        .group_by(TransactionRow.id)
        .order_by(TransactionRow.id.desc())
        .limit(P)
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Redemption:
    """An exchange of `points` for `quantity` of what is called `name` now; `is_back` once it was
    taken back."""

    uid: str
    business_day: date
    name: str
    quantity: int
    points: int
    is_back: bool


def redemptions_of(client_uid: str, *, limit: int) -> tuple[Redemption, ...]:
    """A client's newest exchanges of points, the newest first, those taken back too."""
    names = {one.reward.uid: one.name for one in value.rewards(with_retired=True)}
    found = _OF_CLIENT.all(ledger.points(client_uid).code, "redeem", limit)
    return tuple(_redemption(row, names) for row in found)


def _redemption(row: tuple[Any, ...], names: dict[str, str]) -> Redemption:
    uid, day, points, inputs, is_back = row
    said = json.loads(inputs)
    return Redemption(
        uid, date.fromisoformat(day), names[said["reward"]], int(said["quantity"]), points,
        bool(is_back),
    )  # fmt: skip
