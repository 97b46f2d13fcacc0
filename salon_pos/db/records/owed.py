"""Writing what is earned after the sale: claims, sales on account, and what was settled of them."""

from datetime import datetime

from salon_pos.db.models.value import ClaimRow, OwedSaleRow, SettledRow
from salon_pos.db.prepared import Insert
from salon_pos.domain.earning import Occasion

_CLAIM = Insert(ClaimRow, "sale", "client", "at", "staff", "transaction")
_OWED = Insert(
    OwedSaleRow, "sale", "client", "version", "tier", "first_visit", "birthday_given"
)  # fmt: skip
_SETTLED = Insert(SettledRow, "sale", "transaction", "amount")


def add_claim(
    sale_id: int, client_id: int, *, at: datetime, staff_id: int, transaction_id: int | None
) -> None:
    """A walk-in's sale is this client's from now on; its points were posted with it."""
    _CLAIM(sale=sale_id, client=client_id, at=at, staff=staff_id, transaction=transaction_id)


def add_owed_sale(sale_id: int, client_id: int, version: int, occasion: Occasion) -> None:
    """What the points of a sale on account depend on, as it was at the sale's instant."""
    _OWED(
        sale=sale_id, client=client_id, version=version, tier=occasion.tier or "",
        first_visit=occasion.first_visit, birthday_given=occasion.birthday_given,
    )  # fmt: skip


def add_settled(sale_id: int, *, transaction_id: int, amount: int) -> None:
    """What one settlement paid off of one sale, in minor units."""
    _SETTLED(sale=sale_id, transaction=transaction_id, amount=amount)
