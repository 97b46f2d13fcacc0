"""What a sale moved in the ledger beside its money, and what is left of it there."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from peewee import JOIN, fn

from salon_pos.db.models.base import from_millis
from salon_pos.db.models.ledger import AccountRow, EntryRow, LotRow, TransactionRow
from salon_pos.db.models.sales import SaleTenderCorrectionRow, SaleTenderRow
from salon_pos.db.models.value import ClaimRow, SettledRow
from salon_pos.db.prepared import P, Prepared, rows
from salon_pos.db.queries.closed_cards import closings
from salon_pos.domain import ledger
from salon_pos.domain.ledger import Account, Entry, Side
from salon_pos.domain.lots import Lot, Use, good
from salon_pos.domain.prepaid import PrepaidKind
from salon_pos.domain.sale_facts import Delivered
from salon_pos.domain.voiding import Gave, Given

_COLUMNS = (
    EntryRow.transaction, AccountRow.code, AccountRow.side, AccountRow.unit, AccountRow.floor,
    AccountRow.in_lots, EntryRow.amount, EntryRow.rule, EntryRow.rule_version, EntryRow.inputs,
    EntryRow.lot, LotRow.transaction, LotRow.expires, LotRow.unit_price,
)  # fmt: skip
_POSTED = Prepared(
    lambda: (
        EntryRow.select(*_COLUMNS)
        .join(AccountRow)
        .switch(EntryRow)
        .join(LotRow, JOIN.LEFT_OUTER)
        .where(EntryRow.transaction == P)
        .order_by(EntryRow.id)
    )
)
_CLAIM = Prepared(lambda: ClaimRow.select(ClaimRow.transaction).where(ClaimRow.sale == P))
_SETTLED = Prepared(
    lambda: SettledRow.select(SettledRow.transaction, SettledRow.amount).where(SettledRow.sale == P)
)
_CORRECTIONS = Prepared(
    lambda: (
        SaleTenderCorrectionRow.select(SaleTenderCorrectionRow.transaction)
        .join(SaleTenderRow)
        .where(SaleTenderRow.sale == P)
        .order_by(SaleTenderCorrectionRow.id)
    )
)
_REFUNDS = Prepared(
    lambda: (
        TransactionRow.select(TransactionRow.id)
        .where(TransactionRow.reverses == P)
        .order_by(TransactionRow.id)
    )
)

_TRANSACTION = Prepared(
    lambda: TransactionRow.select(
        TransactionRow.id, TransactionRow.deed, TransactionRow.posted_at,
        TransactionRow.business_day,
    ).where(TransactionRow.uid == P)
)  # fmt: skip

_DELIVERS: Mapping[str, PrepaidKind] = {
    "value.top_up": PrepaidKind.TOP_UP,
    "pack.sell": PrepaidKind.PACK,
    "gift_card.sell": PrepaidKind.GIFT_CARD,
    "deposit.take": PrepaidKind.DEPOSIT,
}
_GIVEN: Mapping[str, Given] = {
    "points": Given.POINTS,
    "principal": Given.PRINCIPAL,
    "bonus": Given.BONUS,
    "pack": Given.SESSIONS,
    "gift_card": Given.GIFT_CARD,
    "deposit": Given.DEPOSIT,
}


@dataclass(frozen=True, slots=True)
class _Posted:
    """An entry as it was posted; `opens` where it opened the lot it lies in."""

    entry: Entry
    opens: bool
    expires: date | None
    unit_price: int

    @property
    def kind(self) -> str:
        """What its account is: the part of the code before the colon."""
        return self.entry.account.code.partition(":")[0]

    @property
    def holder(self) -> str:
        """Whose its account is: the part of the code behind the colon."""
        return self.entry.account.code.partition(":")[2]

    @property
    def use(self) -> Use:
        """It as the use of its lot."""
        entry = self.entry
        assert isinstance(entry.lot, int)
        return Use(entry.lot, entry.amount, self.expires, self.unit_price)


@dataclass(frozen=True, slots=True)
class Transaction:
    """What a deed posted, each entry in its lot; `is_reversed` once another turned it round."""

    id: int
    deed: str
    posted_at: datetime
    business_day: date
    entries: tuple[Entry, ...]
    is_reversed: bool


class SaleLedger:
    """The entries of one sale, of its claim and its corrections, and those of its refunds."""

    def __init__(self, uid: str, sale_id: int, transaction_id: int | None) -> None:
        self._uid = uid
        claims = [id_ for (id_,) in _CLAIM.all(sale_id)]
        own = [id_ for id_ in (transaction_id, *claims) if id_ is not None]
        self._posted = [posted for id_ in own for posted in _read(id_)]
        self._corrections = [each for (id_,) in _CORRECTIONS.all(sale_id) for each in _read(id_)]
        # One settlement may pay off several sales; what each of them earned says which.
        settled = _SETTLED.all(sale_id)
        self._settled = sum(amount for _, amount in settled)
        later = [posted for id_, _ in settled for posted in _read(id_)]
        backs = _REFUNDS.all(transaction_id) if transaction_id is not None else []
        self._backs = [posted for (id_,) in backs for posted in _read(id_)]
        self._later = [each for each in (*later, *self._backs)
                       if each.entry.inputs.get("sale") == uid]  # fmt: skip
        self._left = _left_in(_lot_ids(each for each in self._posted if each.opens))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry of the sale, its claim and its corrections."""
        return tuple(each.entry for each in (*self._posted, *self._corrections))

    def uses(self, tender: int, *accounts: str) -> tuple[Use, ...]:
        """What the tender at this position took from lots of such accounts, in order."""
        return tuple(each.use for each in self._of_tender(tender) if each.kind in accounts)

    def holder(self, tender: int) -> str:
        """The uid or code in the account that the tender at this position took from."""
        return next((each.holder for each in self._of_tender(tender) if each.holder), "")

    def fee(self, tender: int) -> int:
        """What a platform kept of the tender at this position."""
        fees = ledger.PLATFORM_FEES
        return sum(
            each.entry.amount for each in self._of_tender(tender) if each.entry.account == fees
        )

    def bonus_returned(self, tender: int) -> int:
        """The bonus that refunds gave back of the tender at this position."""
        return -sum(
            each.entry.amount
            for each in self._backs
            if each.kind == "bonus" and each.entry.inputs.get("tender") == tender
        )

    def sessions(self, line: str) -> tuple[Use, ...]:
        """The sessions that the line with this uid took from its pack."""
        return tuple(
            each.use
            for each in self._posted
            if each.entry.rule == "pack.use" and each.kind == "pack"
            and each.entry.inputs["line"] == line
        )  # fmt: skip

    def delivered(self, line: str, day: date) -> Delivered | None:
        """What the prepaid line with this uid delivered, and what of it is good on `day`."""
        opened = [each for each in self._posted if each.opens
                  and each.entry.inputs.get("line") == line]  # fmt: skip
        sold = [each for each in opened if each.entry.rule in _DELIVERS]
        if not sold:
            return None
        bonus = [each for each in opened if each.kind == "bonus"]
        return Delivered(
            _DELIVERS[sold[0].entry.rule], sold[0].holder,
            good(self._lots_of(sold), day), self._lots_of(bonus),
        )  # fmt: skip

    @cached_property
    def points_lots(self) -> frozenset[int]:
        """The lots that the sale's own points went into, and those that go on for them."""
        own = _lot_ids(each for each in (*self._posted, *self._later) if each.opens
                       and each.kind == "points" and each.entry.rule == "points.earn")  # fmt: skip
        family, newest = own, own
        while newest:
            newest = frozenset(child for child, _ in _children(newest))
            family |= newest
        return family

    @property
    def points_expired(self) -> int:
        """What of the sale's own points was posted as expired."""
        lots = self.points_lots
        if not lots:
            return 0
        expired = EntryRow.select(fn.SUM(EntryRow.amount)).where(
            EntryRow.lot.in_(lots), EntryRow.rule == "points.expire"
        )
        return rows(expired)[0][0] or 0

    @property
    def points_forgiven(self) -> int:
        """What of the sale's expired points its refunds, and closed cards, did not ask for."""
        backs = (*self._backs, *self._of_closings())
        return sum(each.entry.amount for each in backs if each.entry.rule == "points.forgive")

    def paid_out(self, line: str) -> int:
        """What closings of its card paid out of the principal of the top-up with this uid."""
        lots = _lot_ids(each for each in self._posted if each.entry.rule == "value.top_up"
                        and each.entry.inputs["line"] == line)  # fmt: skip
        return sum(amount for lot in lots for _, amount in closings(lot))

    def _of_closings(self) -> Iterator[_Posted]:
        """What closings of the cards that it filled posted about this sale."""
        lots = _lot_ids(each for each in self._posted if each.entry.rule == "value.top_up")
        for id_ in {id_ for lot in lots for id_, _ in closings(lot)}:
            yield from (each for each in _read(id_) if each.entry.inputs.get("sale") == self._uid)

    def gave(self, names: Mapping[str, str]) -> Iterator[Gave]:
        """What the sale put into lots and on account, and what is left there; `names` are its
        items' by the line's uid. What was used and came back to another lot stays used."""
        own: defaultdict[str, int] = defaultdict(int)
        left: defaultdict[str, int] = defaultdict(int)
        name: dict[str, str] = {}
        opened = _lot_ids(each for each in self._posted if each.opens)
        for each in self._posted:
            if each.entry.lot in opened:
                code = each.entry.account.code
                own[code] -= each.entry.amount
                name.setdefault(code, names.get(str(each.entry.inputs.get("line")), ""))
        for root, code, lot in self._left:
            left[code] += lot.left if lot.id == root else 0
        for code, amount in own.items():
            yield Gave(_GIVEN[code.partition(":")[0]], amount, left[code], name[code])
        settled = self._settled
        for each in self._posted:
            if each.kind == "receivable" and each.entry.amount > 0:
                paid = min(settled, each.entry.amount)
                settled -= paid
                yield Gave(Given.ON_ACCOUNT, each.entry.amount, each.entry.amount - paid)

    def _of_tender(self, position: int) -> Iterator[_Posted]:
        return (each for each in self._posted if each.entry.inputs.get("tender") == position)

    def _lots_of(self, opened: Iterable[_Posted]) -> tuple[Lot, ...]:
        """What is left in these lots, and in those that go on for them."""
        ids = _lot_ids(opened)
        return tuple(lot for root, _, lot in self._left if root in ids and lot.left)


def _lot_ids(posted: Iterable[_Posted]) -> frozenset[int]:
    return frozenset(each.entry.lot for each in posted if isinstance(each.entry.lot, int))


def transaction(uid: str) -> Transaction | None:
    """What was posted under this uid."""
    row = _TRANSACTION.one(uid)
    if row is None:
        return None
    id_, deed, at, day = row
    return Transaction(
        id_, deed, from_millis(at), date.fromisoformat(day),
        tuple(each.entry for each in _read(id_)), bool(_REFUNDS.all(id_)),
    )  # fmt: skip


def _read(transaction_id: int) -> Iterator[_Posted]:
    for row in _POSTED.all(transaction_id):
        (transaction, code, side, unit, floor, in_lots, amount, rule, version, inputs,
         lot, opened_by, expires, unit_price) = row  # fmt: skip
        account = Account(code, Side(side), unit, floor, bool(in_lots))
        entry = Entry(account, amount, rule, version, json.loads(inputs), lot)
        ends = date.fromisoformat(expires) if expires else None
        yield _Posted(entry, opened_by == transaction, ends, unit_price or 0)


def _left_in(lot_ids: Collection[int]) -> list[tuple[int, str, Lot]]:
    """(the lot itself, its account's code, what is left) of lots and of those that go on for
    them."""
    found: list[tuple[int, str, Lot]] = []
    roots = {lot_id: lot_id for lot_id in lot_ids}
    while roots:
        found += [_lot_left(row, roots) for row in rows(_balances(LotRow.id.in_(list(roots))))]
        roots = {child: roots[parent] for child, parent in _children(roots)}
    return found


def _children(lot_ids: Collection[int]) -> list[tuple[int, int]]:
    """(child, parent) of the lots that go on for these."""
    found = LotRow.select(LotRow.id, LotRow.parent).where(LotRow.parent.in_(list(lot_ids)))
    return [(child, parent) for child, parent in rows(found)]


def _balances(where: Any) -> Any:
    return (
        EntryRow.select(
            LotRow.id, AccountRow.code, fn.SUM(EntryRow.amount), LotRow.expires, LotRow.unit_price
        )
        .join(LotRow)
        .switch(EntryRow)
        .join(AccountRow)
        .where(where)
        .group_by(LotRow.id)
        .order_by(LotRow.id)
    )


def _lot_left(row: tuple[Any, ...], roots: Mapping[int, int]) -> tuple[int, str, Lot]:
    lot_id, code, amount, expires, unit_price = row
    ends = date.fromisoformat(expires) if expires else None
    return roots[lot_id], code, Lot(lot_id, -amount, ends, unit_price or 0)
