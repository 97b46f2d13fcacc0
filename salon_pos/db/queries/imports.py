"""What was imported before: sales by their old number with the uids of their lines."""

from collections import defaultdict

from salon_pos.db.models.catalog import TillRow
from salon_pos.db.models.people import ClientRow
from salon_pos.db.models.sales import SaleLineRow, SaleRow
from salon_pos.db.prepared import P, Prepared

_LINES = Prepared(
    lambda: (
        SaleLineRow.select(SaleRow.number, SaleLineRow.uid)
        .join(SaleRow)
        .join(TillRow)
        .where(TillRow.code == P)
    )
)
_CODES = Prepared(
    lambda: ClientRow.select(ClientRow.code, ClientRow.id).where(ClientRow.code.is_null(False))
)


def imported_lines(till_code: str) -> dict[str, frozenset[str]]:
    """The line uids of every sale of an import till, by the sale's number."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for number, uid in _LINES.all(till_code):
        found[number].add(uid)
    return {number: frozenset(uids) for number, uids in found.items()}


def client_codes() -> dict[str, int]:
    """The ids of all clients that have another system's code, by that code."""
    return dict(_CODES.all())
