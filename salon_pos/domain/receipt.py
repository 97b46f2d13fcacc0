"""Receipt: what a paid sale says, on screen and on paper. All amounts in minor units."""

from dataclasses import dataclass
from datetime import date, datetime

from salon_pos.domain.catalog import TaxMode
from salon_pos.domain.money import Currency


@dataclass(frozen=True, slots=True)
class ReceiptDiscount:
    """A discount as what it is: its reason, its percent (basis points, 0 for an amount)."""

    reason: str
    percent_bp: int
    amount: int


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One line: `staff` by name, the lead first; `client` only where it is not the payer's;
    `free_with` is the tier that it was free with."""

    uid: str
    item: str
    quantity: int
    unit_price: int
    list_amount: int
    member_off: int
    discount: ReceiptDiscount | None
    ticket_off: int
    net: int
    payable: int
    staff: tuple[str, ...]
    requested: bool
    client: str
    is_addon: bool
    free_with: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptTax:
    """One tax over the sale, on `base`, at `rate_ppm` millionths."""

    name: str
    rate_ppm: int
    base: int
    amount: int


@dataclass(frozen=True, slots=True)
class ReceiptTender:
    """One tender: handed − change = applied + tips."""

    name: str
    handed: int
    applied: int
    change: int
    tips: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """A sale in full. `paid_at` is aware, in the salon's zone. `language` is the salon's. A
    refund or a void (`deed`) `refunds` the sale with that number; its amounts are negative."""

    uid: str
    number: str
    business_day: date
    paid_at: datetime
    salon: str
    address: str
    phone: str
    language: str
    currency: Currency
    cashier: str
    client: str
    tag: str
    lines: tuple[ReceiptLine, ...]
    discounts: tuple[ReceiptDiscount, ...]
    tax_mode: TaxMode
    taxes: tuple[ReceiptTax, ...]
    tenders: tuple[ReceiptTender, ...]
    net: int
    total: int
    cash_rounding: int
    deed: str = "sale"
    refunds: str = ""

    @property
    def change(self) -> int:
        """Cash given back."""
        return sum(tender.change for tender in self.tenders)

    @property
    def tips(self) -> int:
        """All tips."""
        return sum(amount for tender in self.tenders for _, amount in tender.tips)
