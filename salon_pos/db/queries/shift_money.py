"""What went over each means of payment in a shift: by its sales, and by what moved money beside
them. The parts of the drawer add up to what it should hold."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from peewee import JOIN, SQL, fn

from salon_pos.db.models.ledger import AccountRow, EntryRow, ShiftRow, TransactionRow
from salon_pos.db.models.sales import SaleRow, SaleTenderRow
from salon_pos.db.prepared import P, Prepared
from salon_pos.db.queries import catalog, corrected
from salon_pos.domain import ledger
from salon_pos.domain.catalog import TenderKind, TenderMethod


class Part(StrEnum):
    """Why money came or went. What a correction moved to another means is part of its sales; a
    void and what it cancels are told apart, as on the slips of a bank's terminal."""

    FLOAT = "float"
    SALES = "sales"
    TIPS = "tips"
    GIVEN_BACK = "given_back"
    ON_ACCOUNT = "on_account"
    PLATFORMS = "platforms"
    DEPOSITS = "deposits"
    CLOSED_CARDS = "closed_cards"
    OTHER = "other"


PART_OF = {
    "open_shift": Part.FLOAT,
    "sale": Part.SALES,
    "correct_tender": Part.SALES,
    "refund": Part.GIVEN_BACK,
    "void": Part.GIVEN_BACK,
    "settle_account": Part.ON_ACCOUNT,
    "settle_platform": Part.PLATFORMS,
    "refund_deposit": Part.DEPOSITS,
    "close_card": Part.CLOSED_CARDS,
}
"""The deeds that move money in a shift; its closing, which empties the drawer, is none of it. What
another one moves is told as well, or the rows would not add up."""

_DRAWER = ledger.drawer("").code
_EARLIER = TransactionRow.alias()
# A till posts one shift after the other: what is newer than the last one is found by its index.
_BEFORE = _EARLIER.select(fn.MAX(_EARLIER.id)).where(
    _EARLIER.till == ShiftRow.till, _EARLIER.shift < ShiftRow.id
)
_MOVED = Prepared(
    lambda: (
        EntryRow.select(AccountRow.code, TransactionRow.deed, fn.SUM(EntryRow.amount))
        .join(TransactionRow)
        .join(ShiftRow)
        .switch(EntryRow)
        .join(AccountRow)
        .where(
            ShiftRow.id == P,
            TransactionRow.till == ShiftRow.till,
            TransactionRow.id > fn.COALESCE(_BEFORE, SQL("0")),
            TransactionRow.deed != P,
            (AccountRow.code**P) | (AccountRow.code**P),
        )
        .group_by(AccountRow.code, TransactionRow.deed)
    )
)
_PAID = Prepared(
    lambda: (
        SaleTenderRow.select(
            corrected.method_now(), corrected.name_now(), SaleRow.deed == P,
            fn.SUM(SaleTenderRow.applied), fn.SUM(SaleTenderRow.tip),
        )
        .join(SaleRow)
        .switch(SaleTenderRow)
        .join(corrected.CORRECTED, JOIN.LEFT_OUTER, on=corrected.newest())
        .where(SaleRow.shift == P)
        .group_by(corrected.method_now(), corrected.name_now(), SQL("3"))
        .order_by(fn.MAX(SaleTenderRow.id))  # the newest name of a means is the one that is told
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TenderTotal:
    """A means of payment in a shift, in minor units: what it paid of the bills, less what came back
    (`applied`), and the `tips` that rode on it. Where it is money, `parts` say what went over it,
    and why; none of them is zero."""

    name: str
    kind: TenderKind
    applied: int = 0
    tips: int = 0
    parts: tuple[tuple[Part, int], ...] = ()

    @property
    def is_cash(self) -> bool:
        """Whether it is the drawer."""
        return self.kind is TenderKind.CASH

    @property
    def moved(self) -> int:
        """What went over it in all: the sum of the slips, and in the drawer what it should hold."""
        return sum(amount for _, amount in self.parts)


@dataclass(slots=True)
class _Paid:
    """What the sales of a shift say of a means: its name as they were written, and its tips, those
    given back told apart."""

    name: str = ""
    applied: int = 0
    tips: int = 0
    tips_back: int = 0


def tender_totals(shift_id: int) -> tuple[TenderTotal, ...]:
    """Each means of payment that a shift used, in the order of the pay screen."""
    methods = catalog.tender_methods()
    of_key: dict[str, TenderMethod] = {}
    for method in methods.values():
        of_key.setdefault(_key(method), method)
    paid, moved = _paid(shift_id, methods), _moved(shift_id)
    totals = (
        _total(method, paid.get(key, _Paid()), moved.get(key, {}))
        for key, method in of_key.items()
        if key in paid or key in moved
    )
    return tuple(one for one in totals if one.parts or one.applied or one.tips)


def _key(method: TenderMethod) -> str:
    """What is told apart: the account where its money lies; all that is cash lies in the drawer."""
    if method.kind is TenderKind.CASH:
        return _DRAWER
    return ledger.tender(method.code).code


def _paid(shift_id: int, methods: Mapping[int, TenderMethod]) -> Mapping[str, _Paid]:
    found: defaultdict[str, _Paid] = defaultdict(_Paid)
    for id_, name, is_sale, applied, tips in _PAID.all("sale", shift_id):
        one = found[_key(methods[id_])]
        one.name = name
        one.applied += applied
        one.tips += tips
        one.tips_back += 0 if is_sale else tips
    return found


def _moved(shift_id: int) -> Mapping[str, Mapping[Part, int]]:
    """What the ledger says, by account."""
    found: defaultdict[str, defaultdict[Part, int]] = defaultdict(lambda: defaultdict(int))
    asked = (shift_id, "close_shift", f"{_DRAWER}%", f"{ledger.tender('').code}%")
    for code, deed, amount in _MOVED.all(*asked):
        key = _DRAWER if code.startswith(_DRAWER) else code
        found[key][PART_OF.get(deed, Part.OTHER)] += amount
    return found


def _total(method: TenderMethod, paid: _Paid, moved: Mapping[Part, int]) -> TenderTotal:
    """The tips are in what the ledger moved; the sales say which part of it they are."""
    parts = dict(moved)
    if parts:
        parts[Part.SALES] = parts.get(Part.SALES, 0) - (paid.tips - paid.tips_back)
        parts[Part.GIVEN_BACK] = parts.get(Part.GIVEN_BACK, 0) - paid.tips_back
        parts[Part.TIPS] = paid.tips
    told = tuple((part, parts[part]) for part in Part if parts.get(part))
    return TenderTotal(paid.name or method.name, method.kind, paid.applied, paid.tips, told)
