"""How what is prepaid was paid for: what was bought with value never becomes cash (RULES 17)."""

from collections.abc import Iterable
from dataclasses import dataclass

from peewee import JOIN

from salon_pos.db.models.catalog import TenderMethodRow
from salon_pos.db.models.ledger import LotRow, TransactionRow
from salon_pos.db.models.sales import SaleRow, SaleTenderRow
from salon_pos.db.prepared import P, Prepared
from salon_pos.db.queries.owed import left_on_account
from salon_pos.domain.catalog import TenderKind

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
_VALUE = frozenset({TenderKind.GIFT_CARD, TenderKind.DEPOSIT, TenderKind.PLATFORM})
"""What buys prepaid beside money and debts; points, bonus and given vouchers buy none."""


@dataclass(frozen=True, slots=True)
class BoughtWith:
    """The sale with this `number` opened a lot, and the `tender` of it that was no money."""

    number: str
    tender: str


def bought_with_value(lot_ids: Iterable[int]) -> dict[int, BoughtWith]:
    """Of these lots those of a sale that was paid with value, or is still owed in part; whatever
    else that sale was for."""
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
        is_owed = kind == TenderKind.ON_ACCOUNT and left_on_account(sale_id) > 0
        if kind in _VALUE or is_owed:
            return BoughtWith(number, name)
    return None
