"""Vouchers of group-buying platforms: which paid already, and what each platform still owes."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
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
# What each platform's account comes to, where that is not nothing. A code has letters and digits.
_OPEN = Prepared(
    lambda: (
        EntryRow.select(AccountRow.code)
        .join(AccountRow)
        .where(AccountRow.code >= SQL("'platform:'"), AccountRow.code < SQL("'platform;'"))
        .group_by(AccountRow.code)
        .having(fn.SUM(EntryRow.amount) != SQL("0"))
        .order_by(AccountRow.code)
    )
)
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


def platform(code: str) -> Platform | None:
    """The platform with this code: by the rules in force, or, retired, as the newest of the rules
    before had one that they name no more."""
    newest = rules = value.value_rules_in_force()
    while rules is not None:
        if found := rules.platform(code):
            return found if rules is newest else replace(found, retired=True)
        rules = value.value_rules_of(rules.version - 1)
    return None


def owed() -> tuple[PlatformOwes, ...]:
    """What each platform of the rules in force owes; then the ones that they name no more and with
    which something is still open, as retired."""
    rules = value.value_rules_in_force()
    named = rules.platforms if rules else ()
    codes = {each.code for each in named}
    open_ = (code.partition(":")[2] for (code,) in _OPEN.all())
    gone = [found for code in open_ if code not in codes and (found := platform(code))]
    return tuple(_owed(each) for each in (*named, *gone))


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
