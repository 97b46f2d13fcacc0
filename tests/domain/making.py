"""Short ways to say the tickets, price books and tenders that the domain tests speak of."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from salon_pos.domain.catalog import (
    Item,
    ItemKind,
    PriceBook,
    Tax,
    TaxMode,
    TaxRounding,
    TenderKind,
    TenderMethod,
)
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.ticket import Line, Ticket

GST = Tax(1, "GST", 50_000, uid="gst")
PST = Tax(2, "PST", 80_000, uid="pst")
QST = Tax(3, "QST", 99_750, uid="qst")
VAT = Tax(4, "VAT", 210_000, uid="vat")

CASH = TenderMethod(1, "Cash", TenderKind.CASH, "cash")
CARD = TenderMethod(2, "Bank card", TenderKind.CARD, "card")
WALLET = TenderMethod(3, "WeChat Pay", TenderKind.WALLET, "wechat")
METHODS = {method.id: method for method in (CASH, CARD, WALLET)}
VALUE = {
    kind: TenderMethod(20 + number, kind.value, kind, kind.value)
    for number, kind in enumerate(kind for kind in TenderKind if kind.is_value)
}
EVERY = METHODS | {method.id: method for method in VALUE.values()}
STAFF = {1: "mei", 2: "jie", 7: "kai"}
"""Uids of those who are tipped."""

OPENED = datetime(2024, 5, 1, 9, tzinfo=UTC)


def item(
    item_id: int, price: int, *taxes: Tax, kind: ItemKind = ItemKind.SERVICE, retired: bool = False
) -> Item:
    """An item at a fixed price in minor units."""
    tax_ids = frozenset(tax.id for tax in taxes)
    name = f"item {item_id}"
    return Item(item_id, name, kind=kind, price=price, tax_ids=tax_ids, retired=retired)


def book(
    *items: Item,
    taxes: tuple[Tax, ...] = (),
    mode: TaxMode = TaxMode.NONE,
    rounding: TaxRounding = TaxRounding.SALE,
) -> PriceBook:
    """A price list with these items."""
    by_id = {item.id: item for item in items}
    return PriceBook(items=by_id, taxes=taxes, tax_mode=mode, tax_rounding=rounding)


def line(item_id: int, quantity: int = 1, *, uid: str = "") -> Line:
    """A line whose uid is the item's id, unless told."""
    return Line(uid=uid or str(item_id), item_id=item_id, quantity=quantity)


def ticket(*lines: Line, client_id: int | None = None, uid: str = "t") -> Ticket:
    """An open ticket with these lines."""
    return Ticket(uid=uid, opened_at=OPENED, lines=lines, client_id=client_id)


def nearest(exact: Fraction) -> int:
    """Half up for what is not negative, worked another way than the program does."""
    return int(exact + Fraction(1, 2))


@contextmanager
def refused(key: str, field: str = "") -> Iterator[None]:
    """Expects a `Refusal` with this key beside this field."""
    with pytest.raises(Refusal) as seen:
        yield
    assert (seen.value.key, seen.value.field) == (key, field), str(seen.value)
