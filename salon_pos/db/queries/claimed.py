"""Whose lines are whose: a client's own, and those of a sale that was claimed for them."""

from peewee import Expression

from salon_pos.db.models.sales import SaleLineRow, SaleRow
from salon_pos.db.models.value import ClaimRow
from salon_pos.db.prepared import P

_REFUND = SaleRow.alias()


def lines_of_client() -> Expression:
    """The lines of a client, for the `where` of a prepared query; it takes their id three times
    (`for_lines`). The refunds of a claimed sale are theirs, too."""
    claimed = ClaimRow.select(ClaimRow.sale).where(ClaimRow.client == P)
    refunds = (
        _REFUND.select(_REFUND.id)
        .join(ClaimRow, on=ClaimRow.sale == _REFUND.refund_of)
        .where(ClaimRow.client == P)
    )
    of_nobody = SaleLineRow.client.is_null()
    return (
        (SaleLineRow.client == P)
        | (of_nobody & SaleLineRow.sale.in_(claimed))
        | (of_nobody & SaleLineRow.sale.in_(refunds))
    )


def for_lines(client_id: int) -> tuple[int, int, int]:
    """What `lines_of_client` takes."""
    return (client_id, client_id, client_id)
