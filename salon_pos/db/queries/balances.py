"""What is left on the ledger's accounts: balances, lots, and the entries that made them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from peewee import JOIN, fn

from salon_pos.db.models.base import from_millis
from salon_pos.db.models.ledger import AccountRow, EntryRow, LotRow, TransactionRow
from salon_pos.db.models.people import StaffRow
from salon_pos.db.models.value import RemarkRow
from salon_pos.db.prepared import P, Prepared
from salon_pos.domain.explain import Sentence
from salon_pos.domain.ledger import Account, Side
from salon_pos.domain.lots import Lot

_BALANCE = Prepared(
    lambda: EntryRow.select(fn.SUM(EntryRow.amount)).join(AccountRow).where(AccountRow.code == P)
)
# From the lots, each with its entries: so the index by lots answers, and there is nothing to sort.
_LOTS = Prepared(
    lambda: (
        LotRow.select(LotRow.id, fn.SUM(EntryRow.amount), LotRow.expires, LotRow.unit_price)
        .join(EntryRow, on=EntryRow.lot == LotRow.id)
        .where(LotRow.account == AccountRow.select(AccountRow.id).where(AccountRow.code == P))
        .group_by(LotRow.id)
        .having(fn.SUM(EntryRow.amount) != P)
        .order_by(LotRow.id)
    )
)
_MOVED_BY = Prepared(
    lambda: EntryRow.select(fn.SUM(EntryRow.amount)).where(EntryRow.lot == P, EntryRow.rule == P)
)
_COLUMNS = (
    EntryRow.id, TransactionRow.uid, TransactionRow.deed, TransactionRow.posted_at,
    TransactionRow.business_day, AccountRow.code, EntryRow.amount, LotRow.expires, EntryRow.rule,
    EntryRow.rule_version, EntryRow.inputs, StaffRow.name, RemarkRow.text,
)  # fmt: skip


@cache
def _entries_of(count: int) -> Prepared:
    return Prepared(
        lambda: (
            EntryRow.select(*_COLUMNS)
            .join(AccountRow)
            .switch(EntryRow)
            .join(TransactionRow)
            .join(StaffRow)
            .switch(TransactionRow)
            .join(RemarkRow, JOIN.LEFT_OUTER, on=RemarkRow.subject == TransactionRow.uid)
            .switch(EntryRow)
            .join(LotRow, JOIN.LEFT_OUTER)
            .where(AccountRow.code.in_([P] * count))
            .order_by(EntryRow.id.desc())
            .limit(P)
        )
    )


@dataclass(frozen=True, slots=True)
class PostedEntry:
    """One entry of an account as it was posted. `amount` counts on the account's side: what it
    added to the balance is positive. `uid` and `deed` are its transaction's, `remark` is what was
    typed about that, `number` that of the sale behind it, and `nothing` what of that sale earned
    nothing, and why: each with its items, where a statement tells so."""

    id: int
    uid: str
    deed: str
    posted_at: datetime
    business_day: date
    account: str
    unit: str
    amount: int
    expires: date | None
    rule: str
    version: int
    inputs: Mapping[str, int | str]
    staff: str
    remark: str = ""
    number: str = ""
    nothing: tuple[tuple[tuple[str, ...], Sentence], ...] = ()


def moved_by(rule: str, lots: Iterable[int]) -> int:
    """The sum of what this rule posted in these lots, by their ids."""
    return sum(row[0] or 0 for row in (_MOVED_BY.one(lot, rule) for lot in lots) if row)


def balance(account: Account) -> int:
    """An account's sum of entries, counted on its side."""
    row = _BALANCE.one(account.code)
    return _counted(account, row[0] if row and row[0] is not None else 0)


def lots(account: Account) -> tuple[Lot, ...]:
    """The lots of an account that have something left, the oldest first, ended ones too."""
    return tuple(
        Lot(id_, _counted(account, left), date.fromisoformat(expires) if expires else None,
            unit_price or 0)
        for id_, left, expires, unit_price in _LOTS.all(account.code, 0)
    )  # fmt: skip


def entries(*accounts: Account, limit: int | None = 200) -> tuple[PostedEntry, ...]:
    """The newest entries of these accounts (None: all of them), the newest first."""
    if not accounts:
        return ()
    by_code = {account.code: account for account in accounts}
    found = _entries_of(len(by_code)).all(*by_code, -1 if limit is None else limit)
    return tuple(_posted(by_code[row[5]], row) for row in found)


def _counted(account: Account, amount: int) -> int:
    return amount if account.side is Side.DEBIT else -amount


def _posted(account: Account, row: tuple[Any, ...]) -> PostedEntry:
    (id_, uid, deed, posted_at, day, code, amount, expires, rule, version, inputs, staff,
     remark) = row  # fmt: skip
    return PostedEntry(
        id_, uid, deed, from_millis(posted_at), date.fromisoformat(day), code, account.unit,
        _counted(account, amount), date.fromisoformat(expires) if expires else None, rule, version,
        json.loads(inputs), staff, remark or "",
    )  # fmt: skip
