"""Accounts and entries: what a deed moved. Entries of one transaction sum to zero per unit.

Signs are accounting's: debits (what the salon has) are positive, credits negative.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from salon_pos.domain.catalog import TaxMode, TenderKind
from salon_pos.domain.pricing import Bill
from salon_pos.domain.tenders import Settlement, Taken

MONEY = "money"


class Side(StrEnum):
    """On which side an account's balance grows: assets by debits, what is owed by credits."""

    DEBIT = "debit"
    CREDIT = "credit"


@dataclass(frozen=True, slots=True)
class Account:
    """An account by its `code`, made of business keys (uids, codes), never of row ids, so that it
    means the same in any file; it is opened at its first entry. `floor` is the lowest balance
    (counted on its side) that a transaction may leave on it and on each of its lots; every entry
    of an account `in_lots` lies in one."""

    code: str
    side: Side
    unit: str = MONEY
    floor: int | None = None
    in_lots: bool = False


@dataclass(frozen=True, slots=True)
class NewLot:
    """A lot that an entry opens: its last good business day (None: never ends), the unit value of
    a session in minor units, and the ended lot that it goes on for (RULES 19)."""

    expires: date | None = None
    unit_price: int | None = None
    parent_id: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement in the account's unit: positive debits, negative credits. `rule` and
    `version` name what made it, `inputs` (numbers, keys and uids only) explain it. `lot` is
    the id of the lot it lies in, or the one it opens."""

    account: Account
    amount: int
    rule: str
    version: int = 1
    inputs: Mapping[str, int | str] = field(default_factory=dict[str, int | str])
    lot: int | NewLot | None = None


CASH_ROUNDING = Account("cash_rounding", Side.CREDIT)
SAFE = Account("safe", Side.DEBIT)
OVER_SHORT = Account("over_short", Side.CREDIT)


def drawer(till: str) -> Account:
    """The cash in the drawer of the till with this code."""
    return Account(f"drawer:{till}", Side.DEBIT)


def tender(method: str) -> Account:
    """What the means of payment with this code, other than cash, has taken and will pay out."""
    return Account(f"tender:{method}", Side.DEBIT)


def revenue(kind: str) -> Account:
    """Income from one kind of item, without tax."""
    return Account(f"revenue:{kind}", Side.CREDIT)


def tax(tax_uid: str) -> Account:
    """Tax taken and owed."""
    return Account(f"tax:{tax_uid}", Side.CREDIT)


def tips(staff_uid: str) -> Account:
    """Tips taken for a staff member and owed until paid out."""
    return Account(f"tips:{staff_uid}", Side.CREDIT)


def sale_entries(
    bill: Bill, settlement: Settlement, till: str, staff_uids: Mapping[int, str]
) -> tuple[Entry, ...]:
    """A sale in full: tenders against revenue, taxes, tips payable and cash rounding. `till` is
    its till's code, `staff_uids` has at least those who were tipped, by id."""
    entries = (
        *_tender_entries(settlement, till),
        *_revenue_entries(bill),
        *_tax_entries(bill),
        *_tip_entries(settlement.taken, staff_uids),
        Entry(CASH_ROUNDING, -settlement.cash_rounding, "cash_rounding"),
    )
    return tuple(entry for entry in entries if entry.amount)


def _tender_entries(settlement: Settlement, till: str) -> Iterator[Entry]:
    for taken in settlement.taken:
        is_cash = taken.method.kind is TenderKind.CASH
        account = drawer(till) if is_cash else tender(taken.method.code)
        inputs = {"handed": taken.handed, "change": taken.change}
        yield Entry(account, taken.applied + taken.tip, "tender", inputs=inputs)


def _revenue_entries(bill: Bill) -> Iterator[Entry]:
    held = bill.tax_mode is TaxMode.INCLUSIVE
    earned: dict[str, int] = {}
    for line in bill.lines:
        income = line.net - sum(line.taxes) if held else line.net
        earned[line.item.kind] = earned.get(line.item.kind, 0) + income
    for kind, income in earned.items():
        yield Entry(revenue(kind), -income, "revenue")


def _tax_entries(bill: Bill) -> Iterator[Entry]:
    for part in bill.taxes:
        inputs = {"base": part.base, "rate_ppm": part.tax.rate_ppm}
        yield Entry(tax(part.tax.uid), -part.amount, "tax", inputs=inputs)


def _tip_entries(taken: Sequence[Taken], staff_uids: Mapping[int, str]) -> Iterator[Entry]:
    for tip in (tip for tender in taken for tip in tender.tips):
        yield Entry(tips(staff_uids[tip.staff_id]), -tip.amount, "tip")
