"""Lots that have ended, tiers whose period has, and how far expiry has looked already."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from peewee import fn

from salon_pos.db.models.catalog import SettingRow
from salon_pos.db.models.ledger import AccountRow, EntryRow, LotRow, ShiftRow, TransactionRow
from salon_pos.db.models.value import TierMoveRow
from salon_pos.db.prepared import P, Prepared, rows
from salon_pos.domain.expiry import EXPIRY_RULES

LOOKED = "expiry_looked"
"""The setting that keeps how far expiry has looked."""

_LOOKED = Prepared(lambda: SettingRow.select(SettingRow.value).where(SettingRow.key == P))
_NEWEST_LOT = Prepared(lambda: LotRow.select(fn.MAX(LotRow.id)))
_NEWEST_ENTRY = Prepared(lambda: EntryRow.select(fn.MAX(EntryRow.id)))
_FILLED = Prepared(
    lambda: (
        EntryRow.select(EntryRow.lot)
        .distinct()
        .where(
            EntryRow.id > P,
            EntryRow.lot.is_null(is_null=False),
            EntryRow.rule.not_in([P] * len(EXPIRY_RULES)),
        )
    )
)
_NEWEST_DAYS = Prepared(
    lambda: (
        TransactionRow.select(fn.MAX(TransactionRow.business_day))
        | ShiftRow.select(fn.MAX(ShiftRow.business_day))
    )
)
# A lot is looked at once it has ended, and again only if it was opened after that.
_ENDED = Prepared(
    lambda: (
        LotRow.select(LotRow.id).where(LotRow.expires < P, LotRow.expires >= P)
        | LotRow.select(LotRow.id).where(LotRow.expires < P, LotRow.id > P)
    )
)
_LOT = Prepared(
    lambda: (
        LotRow.select(AccountRow.code, LotRow.expires, LotRow.unit_price, fn.SUM(EntryRow.amount))
        .join(AccountRow)
        .switch(LotRow)
        .join(EntryRow, on=EntryRow.lot == LotRow.id)
        .where(LotRow.id == P)
    )
)
_NEWEST_MOVE = TierMoveRow.alias()
_TIERS = Prepared(
    lambda: (
        TierMoveRow.select(TierMoveRow.client)
        .where(
            TierMoveRow.until < P,
            TierMoveRow.id
            == _NEWEST_MOVE.select(fn.MAX(_NEWEST_MOVE.id)).where(
                _NEWEST_MOVE.client == TierMoveRow.client
            ),
        )
        .order_by(TierMoveRow.client)
    )
)


@dataclass(frozen=True, slots=True)
class Looked:
    """Up to which day (not included) and lot every ended lot was looked at."""

    day: date = date.min
    lot: int = 0


@dataclass(frozen=True, slots=True)
class EndedLot:
    """A lot past its last good day, with what is left of it. `kind` and `owner` are the two parts
    of its account's code."""

    id: int
    kind: str
    owner: str
    expires: date
    left: int
    unit_value: int


def looked() -> Looked:
    """How far expiry has looked already."""
    row = _LOOKED.one(LOOKED)
    if row is None:
        return Looked()
    day, lot = json.loads(row[0])
    return Looked(date.fromisoformat(day), lot)


def newest_lot() -> int:
    """The id of the newest lot, 0 before the first."""
    row = _NEWEST_LOT.one()
    return (row[0] or 0) if row else 0


def newest_entry() -> int:
    """The id of the newest entry, 0 before the first."""
    row = _NEWEST_ENTRY.one()
    return (row[0] or 0) if row else 0


def filled_since(entry: int) -> set[int]:
    """The ids of the lots in which anything but expiry moved something after an entry."""
    return {row[0] for row in _FILLED.all(entry, *EXPIRY_RULES)}


def newest_day() -> date | None:
    """The newest business day that anything was posted on, or a shift opened."""
    days = [day for (day,) in _NEWEST_DAYS.all() if day]
    return date.fromisoformat(max(days)) if days else None


def ended_lots(day: date, since: Looked) -> tuple[int, ...]:
    """The ids of the lots that have ended by `day` and were not looked at up to `since`."""
    first = since.day.isoformat()
    found = _ENDED.all(day.isoformat(), first, min(day.isoformat(), first), since.lot)
    return tuple(sorted({row[0] for row in found}))


def first_end(lot_ids: Collection[int]) -> date | None:
    """The earliest last good day of these lots; None where none of them ends."""
    ends = LotRow.select(fn.MIN(LotRow.expires)).where(LotRow.id.in_(list(lot_ids)))
    ((first,),) = rows(ends)
    return date.fromisoformat(first) if first else None


def ended_lot(lot_id: int) -> EndedLot | None:
    """An ended lot, if something is left of it."""
    row = _LOT.one(lot_id)
    if row is None or not row[3]:
        return None
    code, expires, unit_price, amount = row
    kind, _, owner = code.partition(":")
    return EndedLot(lot_id, kind, owner, date.fromisoformat(expires), -amount, unit_price or 0)


def ended_tiers(day: date) -> tuple[int, ...]:
    """The ids of the clients whose tier, or whose override, was only good until before `day`."""
    return tuple(row[0] for row in _TIERS.all(day.isoformat()))
