"""Posting to the ledger: the entries first, then the transaction row that seals them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import uuid6
from peewee import fn

from salon_pos.db.chain import link
from salon_pos.db.models.base import to_millis
from salon_pos.db.models.ledger import AccountRow, EntryRow, LotRow, TransactionRow
from salon_pos.db.prepared import Insert, P, Prepared
from salon_pos.domain.ledger import Account, Entry, NewLot
from salon_pos.domain.rights import Actor

_NEXT = Prepared(lambda: TransactionRow.select(fn.MAX(TransactionRow.id)))
_LINK = Prepared(
    lambda: (
        TransactionRow.select(TransactionRow.link)
        .where(TransactionRow.till == P)
        .order_by(TransactionRow.id.desc())
        .limit(P)
    )
)
_ACCOUNT = Prepared(lambda: AccountRow.select(AccountRow.id).where(AccountRow.code == P))
_NEW_ACCOUNT = Insert(AccountRow, "code", "unit", "side", "floor", "in_lots")
_LOT = Prepared(lambda: LotRow.select(LotRow.uid).where(LotRow.id == P))
_NEW_LOT = Insert(LotRow, "uid", "account", "transaction", "expires", "unit_price", "parent")
_ENTRY = Insert(
    EntryRow, "transaction", "account", "lot", "amount", "rule", "rule_version", "inputs"
)
_SEAL = Insert(
    TransactionRow, "id", "uid", "deed", "posted_at", "business_day", "shift", "staff",
    "reverses", "entry_count", "till", "link",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Posting:
    """Who moved value by which deed, when. `uid` is the deed's own (a sale's is the ticket's)."""

    uid: str
    deed: str
    posted_at: datetime
    business_day: date
    by: Actor
    shift_id: int | None = None
    reverses_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    """An entry as it goes on file, and what the chain reads of it."""

    stored: tuple[object, ...]
    said: tuple[object, ...]


def post(posting: Posting, entries: Sequence[Entry]) -> int | None:
    """Post `entries` as one sealed transaction; its id, or None where nothing moves. The schema
    refuses entries that do not sum to zero or would break a floor."""
    if not entries:
        return None
    transaction_id = _next_id()
    rows = [_row(transaction_id, entry) for entry in entries]
    _ENTRY.rows([row.stored for row in rows])
    _SEAL(
        id=transaction_id,
        uid=posting.uid,
        deed=posting.deed,
        posted_at=posting.posted_at,
        business_day=posting.business_day,
        shift=posting.shift_id,
        staff=posting.by.staff_id,
        reverses=posting.reverses_id,
        entry_count=len(rows),
        till=posting.by.till_id,
        link=_link(posting, [row.said for row in rows]),
    )
    return transaction_id


def open_lots(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries with the lots they open on file already, for the transaction that is posted
    next: what is topped up on a ticket can be spent on the same one. Equal lots that go on for an
    ended one are one lot: what a refund gives back there, it may take from there."""
    transaction_id = _next_id()
    going_on: dict[tuple[str, NewLot], int] = {}
    placed: list[Entry] = []
    for entry in entries:
        if not isinstance(entry.lot, NewLot):
            placed.append(entry)
            continue
        key = (entry.account.code, entry.lot)
        lot_id = going_on.get(key)
        if lot_id is None:
            lot_id, _ = _open_lot(transaction_id, _account_id(entry.account), entry.lot)
        if entry.lot.parent_id is not None:
            going_on[key] = lot_id
        placed.append(replace(entry, lot=lot_id))
    return tuple(placed)


def _next_id() -> int:
    newest = _NEXT.one()
    return 1 + ((newest[0] or 0) if newest else 0)


def _link(posting: Posting, entries: Sequence[Sequence[object]]) -> str:
    newest = _LINK.one(posting.by.till_id, 1)
    day = posting.business_day.isoformat()
    said = (posting.uid, posting.deed, to_millis(posting.posted_at), day)
    return link(newest[0] if newest else "", said, entries)


def _row(transaction_id: int, entry: Entry) -> _Row:
    inputs = json.dumps(dict(entry.inputs), separators=(",", ":"), sort_keys=True)
    account_id = _account_id(entry.account)
    lot_id, lot = _lot(transaction_id, account_id, entry)
    what = (entry.rule, entry.version, inputs)
    return _Row(
        (transaction_id, account_id, lot_id, entry.amount, *what),
        (entry.account.code, entry.amount, lot, *what),
    )


def _account_id(account: Account) -> int:
    row = _ACCOUNT.one(account.code)
    if row:
        return row[0]
    return _NEW_ACCOUNT(
        code=account.code, unit=account.unit, side=str(account.side), floor=account.floor,
        in_lots=account.in_lots,
    )  # fmt: skip


def _open_lot(transaction_id: int, account_id: int, made: NewLot) -> tuple[int, str]:
    uid = str(uuid6.uuid7())
    lot_id = _NEW_LOT(
        uid=uid, account=account_id, transaction=transaction_id, expires=made.expires,
        unit_price=made.unit_price, parent=made.parent_id,
    )  # fmt: skip
    return lot_id, uid


def _lot(transaction_id: int, account_id: int, entry: Entry) -> tuple[int | None, str]:
    """The id and uid of the lot an entry lies in: a new one, one on file, or none."""
    if isinstance(entry.lot, NewLot):
        return _open_lot(transaction_id, account_id, entry.lot)
    if entry.lot is None:
        return None, ""
    row = _LOT.one(entry.lot)
    if row is None:
        raise KeyError(entry.lot)
    return entry.lot, row[0]
