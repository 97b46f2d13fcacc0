"""What closing cards paid out of the principal of top-ups (RULES 22).

A closing gives back no sale, so nothing but the ledger tells of it: its entries lie in the lots
that the top-ups opened.
"""

from collections.abc import Iterable, Sequence

from peewee import SQL, Expression, Function, fn

from salon_pos.db.models.ledger import EntryRow, LotRow, TransactionRow
from salon_pos.db.models.sales import SaleLineRow, SaleRow
from salon_pos.db.prepared import P, Prepared, rows

CLOSED = "closed"
"""What the rows in `sale_earning` say by which a closing takes off what a line earned."""

_OPENED = EntryRow.alias()
_OUT = EntryRow.alias()
_CLOSING = TransactionRow.alias()
_TOP_UP = Prepared(
    lambda: (
        EntryRow.select(TransactionRow.uid, fn.json_extract(EntryRow.inputs, P))
        .join(TransactionRow)
        .switch(EntryRow)
        .join(LotRow, on=EntryRow.lot == LotRow.id)
        .where(
            EntryRow.lot == P, EntryRow.transaction == LotRow.transaction, EntryRow.rule == P
        )
    )
)  # fmt: skip
_OF_LOT = Prepared(
    lambda: (
        EntryRow.select(EntryRow.transaction, EntryRow.amount)
        .join(TransactionRow)
        .where(EntryRow.lot == P, TransactionRow.deed == P)
        .order_by(EntryRow.id)
    )
)


def paid_out(*those: Expression) -> Function:
    """What of a top-up line's principal closings paid out, as a part of a query of lines and their
    sales; of all closings, or only `those`."""
    out = (
        _OUT.select(fn.SUM(_OUT.amount))
        .join(_OPENED, on=_OUT.lot == _OPENED.lot)
        .join(_CLOSING, on=_OUT.transaction == _CLOSING.id)
        .where(
            _OPENED.transaction == SaleRow.transaction,
            _OPENED.rule == SQL("'value.top_up'"),
            fn.json_extract(_OPENED.inputs, SQL("'$.line'")) == SaleLineRow.uid,
            _CLOSING.deed == SQL("'close_card'"),
            *those,
        )
    )
    return fn.COALESCE(out, SQL("0"))


BY_THEN = _CLOSING.posted_at < P  # closings before an instant


def topped_up(lot_ids: Iterable[int]) -> dict[str, list[str]]:
    """The sales (by uid, in the lots' order) that opened these lots of principal, each with the
    uids of the lines that did."""
    found: dict[str, list[str]] = {}
    for lot_id in lot_ids:
        row = _TOP_UP.one("$.line", lot_id, "value.top_up")
        if row is not None:
            sale, line = row
            found.setdefault(sale, []).append(line)
    return found


def closings_of(sale_ids: Sequence[int]) -> list[tuple[int, str, int]]:
    """(line's id, business day, minor units paid out) of each closing that took from a top-up of
    these sales, the oldest first."""
    query = (
        SaleLineRow.select(SaleLineRow.id, _CLOSING.business_day, _OUT.amount)
        .join(SaleRow)
        .join(_OPENED, on=_OPENED.transaction == SaleRow.transaction)
        .join(_OUT, on=_OUT.lot == _OPENED.lot)
        .join(_CLOSING, on=_OUT.transaction == _CLOSING.id)
        .where(
            SaleRow.id.in_(sale_ids), _OPENED.rule == "value.top_up", _CLOSING.deed == "close_card",
            fn.json_extract(_OPENED.inputs, "$.line") == SaleLineRow.uid,
        )
        .order_by(_OUT.id)
    )  # fmt: skip
    return rows(query)


def closings(lot_id: int) -> list[tuple[int, int]]:
    """(transaction's id, minor units paid out) of each closing that emptied a lot of principal."""
    return _OF_LOT.all(lot_id, "close_card")
