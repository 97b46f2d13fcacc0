"""Vouchers of group-buying platforms: which paid already, and what each platform still owes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from peewee import SQL, fn

from salon_pos.db.models.sales import SaleRow, SaleTenderRow
from salon_pos.db.prepared import P, Prepared
from salon_pos.db.queries import balances, value
from salon_pos.domain import ledger
from salon_pos.domain.platforms import Platform, read_source

_BACK = SaleTenderRow.alias()
_GIVEN_BACK = _BACK.select(fn.SUM(_BACK.applied)).where(_BACK.refunds == SaleTenderRow.id)
_STANDING = Prepared(
    lambda: (
        SaleTenderRow.select(SaleRow.number, SaleRow.uid, SaleTenderRow.position,
                             SaleTenderRow.source)
        .join(SaleRow)
        .where(
            # As it stands in the partial index, so that it is used.
            SaleTenderRow.source != SQL("''"), SaleTenderRow.source >= P, SaleTenderRow.source < P,
            SaleTenderRow.refunds.is_null(),
            SaleTenderRow.applied + fn.COALESCE(_GIVEN_BACK, SQL("0")) > SQL("0"),
        )
    )
)  # fmt: skip


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
    vouchers = tuple(_newest(platform, account, balance)) if balance > 0 else ()
    return PlatformOwes(platform, balance, vouchers)


def _newest(platform: Platform, account: ledger.Account, owed: int) -> Iterator[OwedVoucher]:
    """Vouchers that still stand, the newest first, until they come to what is owed."""
    standing = _standing(platform.code)
    for entry in balances.entries(account, limit=1_000):
        found = standing.get((entry.uid, int(entry.inputs.get("tender", -1))))
        if entry.rule != "platform.owe" or found is None:
            continue
        if owed <= 0:
            return
        owed -= entry.amount
        number, sale = found
        face = int(entry.inputs["face"])
        yield OwedVoucher(entry.business_day, number, sale, face, entry.amount)


def _standing(code: str) -> Mapping[tuple[str, int], tuple[str, str]]:
    """(voucher's number, sale's number) by the sale's uid and the tender's place."""
    return {
        (uid, position): (read_source(source).number, number)
        for number, uid, position, source in _STANDING.all(f"{code}:", f"{code};")
    }
