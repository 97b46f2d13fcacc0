"""Accounts and entries: what a deed moved. Entries of one transaction sum to zero per unit.

Signs are accounting's: debits (what the salon has) are positive, credits negative.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from salon_pos.domain.catalog import ItemKind, TaxMode, TenderKind, TenderMethod
from salon_pos.domain.pricing import Bill
from salon_pos.domain.tenders import Settlement, Taken

MONEY, POINTS, SESSIONS = "money", "points", "sessions"


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

POINTS_ISSUED = Account("points_issued", Side.DEBIT, POINTS)
POINTS_ADJUSTED = Account("points_adjusted", Side.DEBIT, POINTS)
POINTS_BURNED = Account("points_burned", Side.CREDIT, POINTS)
POINTS_EXPIRED = Account("points_expired", Side.CREDIT, POINTS)
POINTS_SPENT = Account("points_spent", Side.DEBIT)
BONUS_GIVEN = Account("bonus_given", Side.DEBIT)
VOUCHER_GIVEN = Account("voucher_given", Side.DEBIT)
BREAKAGE = Account("breakage", Side.CREDIT)
SESSIONS_SOLD = Account("sessions_sold", Side.DEBIT, SESSIONS)
PLATFORM_FEES = Account("platform_fees", Side.DEBIT)


def drawer(till: str) -> Account:
    """The cash in the drawer of the till with this code."""
    return Account(f"drawer:{till}", Side.DEBIT)


def tender(method: str) -> Account:
    """What the means of payment with this code, other than cash, has taken and will pay out."""
    return Account(f"tender:{method}", Side.DEBIT)


def money(method: TenderMethod, till: str) -> Account:
    """Where money of this means of payment lies: cash in the drawer of the till with this code."""
    return drawer(till) if method.kind is TenderKind.CASH else tender(method.code)


def revenue(kind: str) -> Account:
    """Income from one kind of item, without tax."""
    return Account(f"revenue:{kind}", Side.CREDIT)


def tax(tax_uid: str) -> Account:
    """Tax taken and owed."""
    return Account(f"tax:{tax_uid}", Side.CREDIT)


def tips(staff_uid: str) -> Account:
    """Tips taken for a staff member and owed until paid out."""
    return Account(f"tips:{staff_uid}", Side.CREDIT)


def points(client_uid: str) -> Account:
    """Points a client has."""
    return Account(f"points:{client_uid}", Side.CREDIT, POINTS, floor=0, in_lots=True)


def points_debt(client_uid: str) -> Account:
    """Points that a refund took back after they were spent; the next earnings repay them."""
    return Account(f"points_debt:{client_uid}", Side.DEBIT, POINTS, floor=0)


def principal(wallet_uid: str) -> Account:
    """Stored value that was paid for, owed until it is spent."""
    return Account(f"principal:{wallet_uid}", Side.CREDIT, floor=0, in_lots=True)


def bonus(wallet_uid: str) -> Account:
    """Stored value that was given on top."""
    return Account(f"bonus:{wallet_uid}", Side.CREDIT, floor=0, in_lots=True)


def pack(pack_uid: str) -> Account:
    """Sessions left in a pack, each lot at its unit value."""
    return Account(f"pack:{pack_uid}", Side.CREDIT, SESSIONS, floor=0, in_lots=True)


def pack_value(pack_uid: str) -> Account:
    """The unit values of the sessions left in a pack, still owed."""
    return Account(f"pack_value:{pack_uid}", Side.CREDIT, floor=0)


def gift_card(gift_card_uid: str) -> Account:
    """Bought value of a gift card, owed until it is used."""
    return Account(f"gift_card:{gift_card_uid}", Side.CREDIT, floor=0, in_lots=True)


def deposit(client_uid: str) -> Account:
    """What was taken from a client ahead, owed until it is used, refunded or forfeited."""
    return Account(f"deposit:{client_uid}", Side.CREDIT, floor=0, in_lots=True)


def receivable(client_uid: str) -> Account:
    """What a client owes on account."""
    return Account(f"receivable:{client_uid}", Side.DEBIT, floor=0)


def platform(code: str) -> Account:
    """The settlement that a group-buying platform owes."""
    return Account(f"platform:{code}", Side.DEBIT)


def sale_entries(
    bill: Bill, settlement: Settlement, till: str, staff_uids: Mapping[int, str]
) -> tuple[Entry, ...]:
    """A sale in full: tenders against revenue, taxes, tips payable and cash rounding. `till` is
    its till's code, `staff_uids` has at least those who were tipped, by id. What value tenders
    took is not in it: `holdings.spend_value` and `packs` say that, and then all sums to zero."""
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
        if taken.method.kind.is_value:
            continue
        inputs = {"handed": taken.handed, "change": taken.change}
        yield Entry(money(taken.method, till), taken.applied + taken.tip, "tender", inputs=inputs)


def _revenue_entries(bill: Bill) -> Iterator[Entry]:
    held = bill.tax_mode is TaxMode.INCLUSIVE
    earned: dict[str, int] = {}
    for line in bill.lines:
        if line.item.kind is ItemKind.PREPAID:
            continue
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
