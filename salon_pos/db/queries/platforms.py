"""Vouchers of group-buying platforms: which paid already, and what each platform still owes."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from peewee import SQL, fn

from salon_pos.db.models.ledger import AccountRow, EntryRow, TransactionRow
from salon_pos.db.models.sales import SaleRow, SaleTenderRow
from salon_pos.db.prepared import P, Prepared
from salon_pos.db.queries import balances, value
from salon_pos.domain import ledger
from salon_pos.domain.platforms import Platform, read_source

_BACK = SaleTenderRow.alias()
_GIVEN_BACK = _BACK.select(fn.SUM(_BACK.applied)).where(_BACK.refunds == SaleTenderRow.id)
_STANDING = Prepared(
    lambda: (
        SaleTenderRow.select(SaleRow.number)
        .join(SaleRow)
        .where(
            # As it stands in the partial index, so that it is used.
            SaleTenderRow.source != SQL("''"), SaleTenderRow.source >= P, SaleTenderRow.source < P,
            SaleTenderRow.refunds.is_null(),
            SaleTenderRow.applied + fn.COALESCE(_GIVEN_BACK, SQL("0")) > SQL("0"),
        )
    )
)  # fmt: skip
# From the newest voucher of a platform back, one by one: a partial index has them in their order.
_OLDER = Prepared(
    lambda: (
        EntryRow.select(
            EntryRow.id, EntryRow.amount, EntryRow.inputs, TransactionRow.business_day,
            SaleRow.id, SaleRow.number,
        )
        .join(TransactionRow)
        .join(SaleRow, on=SaleRow.uid == TransactionRow.uid)
        .where(
            EntryRow.account == AccountRow.select(AccountRow.id).where(AccountRow.code == P),
            EntryRow.rule == SQL("'platform.owe'"), EntryRow.id < P,
        )
        .order_by(EntryRow.id.desc())
        .limit(P)
    )
)  # fmt: skip
_PAID = Prepared(
    lambda: SaleTenderRow.select(SaleTenderRow.source).where(
        SaleTenderRow.sale == P, SaleTenderRow.position == P,
        SaleTenderRow.applied + fn.COALESCE(_GIVEN_BACK, SQL("0")) > SQL("0"),
    )
)  # fmt: skip
_NEWEST = 2**62
"""Above every id on file."""


@dataclass(frozen=True, slots=True)
class OwedVoucher:
    """A voucher that the platform has not settled yet: its `number`, the sale that it paid on, its
    face and what is owed for it, in minor units."""

    day: date
    number: str
    sale: str
    face: int
    settlement: int


@dataclass(frozen=True, slots=True)
class PlatformOwes:
    """What a platform owes by now, in minor units, and its newest vouchers that make it up. What it
    settled went to the oldest ones."""

    platform: Platform
    owed: int
    vouchers: tuple[OwedVoucher, ...]


def paid_with(platform: str, number: str) -> str:
    """The number of the sale that this voucher paid on; empty where it has paid on none, or all
    of it was given back."""
    row = _STANDING.one(f"{platform}:{number}:", f"{platform}:{number};")
    return row[0] if row else ""


def owed() -> tuple[PlatformOwes, ...]:
    """What each platform on file owes."""
    rules = value.value_rules_in_force()
    return tuple(_owed(each) for each in rules.platforms) if rules else ()


def _owed(platform: Platform) -> PlatformOwes:
    account = ledger.platform(platform.code)
    balance = balances.balance(account)
    vouchers = tuple(_newest(account, balance)) if balance > 0 else ()
    return PlatformOwes(platform, balance, vouchers)


def _newest(account: ledger.Account, owed: int) -> Iterator[OwedVoucher]:
    """Vouchers that still stand, the newest first, until they come to what is owed: what was
    settled long ago is not read."""
    before = _NEWEST
    while owed > 0 and (row := _OLDER.one(account.code, before, 1)):
        before, amount, inputs, day, sale_id, number = row
        why = json.loads(inputs)
        paid = _PAID.one(sale_id, why["tender"])
        if paid is None:
            continue
        owed -= amount
        voucher = read_source(paid[0]).number
        yield OwedVoucher(date.fromisoformat(day), voucher, number, int(why["face"]), amount)
