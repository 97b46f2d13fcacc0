"""Posting to the ledger: the entries first, then the transaction row that seals them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from peewee import fn

from salon_pos.db.models.ledger import AccountRow, EntryRow, TransactionRow
from salon_pos.db.prepared import Insert, P, Prepared
from salon_pos.domain.ledger import Account, Entry

_NEXT = Prepared(lambda: TransactionRow.select(fn.MAX(TransactionRow.id)))
_ACCOUNT = Prepared(lambda: AccountRow.select(AccountRow.id).where(AccountRow.code == P))
_NEW_ACCOUNT = Insert(AccountRow, "code", "unit", "side", "floor")
_ENTRY = Insert(
    EntryRow, "transaction", "account", "lot", "amount", "rule", "rule_version", "inputs"
)
_SEAL = Insert(
    TransactionRow, "id", "uid", "deed", "posted_at", "business_day", "shift", "staff",
    "reverses", "entry_count",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Posting:
    """Who moved value by which deed, when. `uid` is the deed's own (a sale's is the ticket's)."""

    uid: str
    deed: str
    posted_at: datetime
    business_day: date
    staff_id: int
    shift_id: int | None = None
    reverses_id: int | None = None


def post(posting: Posting, entries: Sequence[Entry]) -> int | None:
    """Post `entries` as one sealed transaction; its id, or None where nothing moves. The schema
    refuses entries that do not sum to zero or would break a floor."""
    if not entries:
        return None
    newest = _NEXT.one()
    transaction_id = 1 + ((newest[0] or 0) if newest else 0)
    _ENTRY.rows([_row(transaction_id, entry) for entry in entries])
    _SEAL(
        id=transaction_id,
        uid=posting.uid,
        deed=posting.deed,
        posted_at=posting.posted_at,
        business_day=posting.business_day,
        shift=posting.shift_id,
        staff=posting.staff_id,
        reverses=posting.reverses_id,
        entry_count=len(entries),
    )
    return transaction_id


def _row(transaction_id: int, entry: Entry) -> tuple[object, ...]:
    inputs = json.dumps(dict(entry.inputs), separators=(",", ":"), sort_keys=True)
    account_id = _account_id(entry.account)
    return (
        transaction_id, account_id, entry.lot_id, entry.amount, entry.rule, entry.version, inputs,
    )  # fmt: skip


def _account_id(account: Account) -> int:
    row = _ACCOUNT.one(account.code)
    if row:
        return row[0]
    return _NEW_ACCOUNT(
        code=account.code, unit=account.unit, side=str(account.side), floor=account.floor
    )
