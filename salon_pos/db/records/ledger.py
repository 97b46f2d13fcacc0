"""Posting to the ledger: the entries first, then the transaction row that seals them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache

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
_NEW_ACCOUNT = Insert(AccountRow, "code", "unit", "side", "floor", "in_lots")
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
    accounts = _account_ids([entry.account for entry in entries])
    lots = _lot_uids([entry.lot for entry in entries if isinstance(entry.lot, int)])
    rows = [_row(transaction_id, entry, accounts, lots) for entry in entries]
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
    opening = [entry.account for entry in entries if isinstance(entry.lot, NewLot)]
    if not opening:
        return tuple(entries)
    transaction_id, accounts = _next_id(), _account_ids(opening)
    going_on: dict[tuple[str, NewLot], int] = {}
    placed: list[Entry] = []
    for entry in entries:
        if not isinstance(entry.lot, NewLot):
            placed.append(entry)
            continue
        key = (entry.account.code, entry.lot)
        lot_id = going_on.get(key)
        if lot_id is None:
            lot_id, _ = _open_lot(transaction_id, accounts[entry.account.code], entry.lot)
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


def _row(
    transaction_id: int, entry: Entry, accounts: Mapping[str, int], lots: Mapping[int, str]
) -> _Row:
    inputs = json.dumps(dict(entry.inputs), separators=(",", ":"), sort_keys=True)
    account_id, lot_id, lot = accounts[entry.account.code], None, ""
    if isinstance(entry.lot, NewLot):
        lot_id, lot = _open_lot(transaction_id, account_id, entry.lot)
    elif entry.lot is not None:
        lot_id, lot = entry.lot, lots[entry.lot]
    what = (entry.rule, entry.version, inputs)
    return _Row(
        (transaction_id, account_id, lot_id, entry.amount, *what),
        (entry.account.code, entry.amount, lot, *what),
    )


def _account_ids(accounts: Iterable[Account]) -> dict[str, int]:
    """The ids of accounts by code; those that have none yet are opened."""
    by_code = {account.code: account for account in accounts}
    found: dict[str, int] = dict(_accounts(len(by_code)).all(*by_code))
    missing = [account for code, account in by_code.items() if code not in found]
    return found | {account.code: _open_account(account) for account in missing}


def _lot_uids(ids: Iterable[int]) -> dict[int, str]:
    different = dict.fromkeys(ids)
    return dict(_lots(len(different)).all(*different)) if different else {}


@cache
def _accounts(count: int) -> Prepared:
    places = [P] * count
    return Prepared(
        lambda: AccountRow.select(AccountRow.code, AccountRow.id).where(AccountRow.code.in_(places))
    )


@cache
def _lots(count: int) -> Prepared:
    places = [P] * count
    return Prepared(lambda: LotRow.select(LotRow.id, LotRow.uid).where(LotRow.id.in_(places)))


def _open_account(account: Account) -> int:
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
