"""How what is prepaid was paid for: what was bought with value never becomes cash (RULES 17)."""

from collections.abc import Iterable
from dataclasses import dataclass

from peewee import JOIN, fn

from salon_pos.db.models.catalog import ItemRow, TenderMethodRow
from salon_pos.db.models.ledger import LotRow, TransactionRow
from salon_pos.db.models.sales import SaleLineRow, SaleRow, SaleTenderRow
from salon_pos.db.prepared import P, Prepared
from salon_pos.db.queries.owed import left_on_account
from salon_pos.domain.catalog import ItemKind, TenderKind
from salon_pos.domain.holdings import NOT_FOR_PREPAID

# A sale posts under its own uid, and that is indexed.
_OPENED = Prepared(
    lambda: (
        LotRow.select(LotRow.parent, SaleRow.id, SaleRow.number)
        .join(TransactionRow)
        .join(SaleRow, JOIN.LEFT_OUTER, on=SaleRow.uid == TransactionRow.uid)
        .where(LotRow.id == P)
    )
)
_TENDERS = Prepared(
    lambda: (
        SaleTenderRow.select(TenderMethodRow.kind, SaleTenderRow.name)
        .join(TenderMethodRow)
        .where(SaleTenderRow.sale == P)
        .order_by(SaleTenderRow.position)
    )
)
_OTHER_LINES = Prepared(
    lambda: (
        SaleLineRow.select(fn.COALESCE(fn.SUM(SaleLineRow.payable), P))
        .join(ItemRow)
        .where(SaleLineRow.sale == P, ItemRow.kind != P)
    )
)
_BARRED = Prepared(
    lambda: (
        SaleTenderRow.select(fn.COALESCE(fn.SUM(SaleTenderRow.applied), P))
        .join(TenderMethodRow)
        .where(SaleTenderRow.sale == P, TenderMethodRow.kind.in_([P] * len(NOT_FOR_PREPAID)))
    )
)
_VALUE = frozenset({TenderKind.GIFT_CARD, TenderKind.DEPOSIT, TenderKind.PLATFORM})
"""What buys prepaid beside money; points, bonus, given vouchers and debts buy none."""


@dataclass(frozen=True, slots=True)
class BoughtWith:
    """The sale with this `number` opened a lot, and the `tender` of it that was no money."""

    number: str
    tender: str


def bought_with_value(lot_ids: Iterable[int]) -> dict[int, BoughtWith]:
    """Of these lots those of a sale that was paid with value, whatever else that sale was for; or,
    in older files, that was put on account and is still owed in part."""
    found = ((lot_id, _value_of(lot_id)) for lot_id in lot_ids)
    return {lot_id: bought for lot_id, bought in found if bought}


def _value_of(lot_id: int) -> BoughtWith | None:
    row = _OPENED.one(lot_id)
    assert row is not None
    parent, sale_id, number = row
    if parent is not None:
        return _value_of(parent)
    if sale_id is None:
        return None
    for kind, name in _TENDERS.all(sale_id):
        if kind in _VALUE or (kind == TenderKind.ON_ACCOUNT and _owes_for_prepaid(sale_id)):
            return BoughtWith(number, name)
    return None


def _owes_for_prepaid(sale_id: int) -> bool:
    """Whether something of a sale is owed whose prepaid went on account. That is refused by now
    (RULES 24), but older files hold such sales: more was put there than the other lines came to."""
    if not left_on_account(sale_id):
        return False
    (others,) = _OTHER_LINES.one(0, sale_id, ItemKind.PREPAID) or (0,)
    (barred,) = _BARRED.one(0, sale_id, *sorted(NOT_FOR_PREPAID)) or (0,)
    return barred > others
