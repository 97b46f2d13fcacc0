"""What the salon sells: items, the ways a service is priced, taxes, discount reasons, tenders."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from salon_pos.domain.coupons import Coupon
from salon_pos.domain.lots import Lot


class ItemKind(StrEnum):
    """`PREPAID` lines (packs, top-ups, gift cards, deposits) have their own price: RULES 3."""

    SERVICE = "service"
    PRODUCT = "product"
    PREPAID = "prepaid"


class Pricing(StrEnum):
    """How the unit price of an item comes about."""

    FIXED = "fixed"
    LEVEL = "level"
    STAFF = "staff"
    LENGTH_LEVEL = "length_level"
    OPEN = "open"


class HairLength(StrEnum):
    """The lengths a service may be priced by."""

    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"
    EXTRA_LONG = "extra_long"


class TaxMode(StrEnum):
    """Whether prices carry no tax, hold it, or have it added on top."""

    NONE = "none"
    INCLUSIVE = "inclusive"
    EXCLUSIVE = "exclusive"


class TaxRounding(StrEnum):
    """Where a tax is rounded: once over the sale (default) or on each line."""

    SALE = "sale"
    LINE = "line"


class TenderKind(StrEnum):
    """What a means of payment is. Only cash gives change and is rounded to coins. A voucher is a
    given cash voucher; gift cards and deposits are bought."""

    CASH = "cash"
    CARD = "card"
    WALLET = "wallet"
    TRANSFER = "transfer"
    OTHER = "other"
    IMPORTED = "imported"
    STORED_VALUE = "stored_value"
    POINTS = "points"
    PACK = "pack"
    GIFT_CARD = "gift_card"
    VOUCHER = "voucher"
    DEPOSIT = "deposit"
    ON_ACCOUNT = "on_account"
    PLATFORM = "platform"

    @property
    def is_value(self) -> bool:
        """Whether it takes from a balance that the salon keeps (`holdings`, `packs`), and so has
        accounts of its own instead of `tender:`."""
        return self in _VALUE

    @property
    def is_recorded(self) -> bool:
        """Whether it is money that the counter takes and only records."""
        return self is not TenderKind.IMPORTED and not self.is_value


_VALUE = frozenset(
    {
        TenderKind.STORED_VALUE,
        TenderKind.POINTS,
        TenderKind.PACK,
        TenderKind.GIFT_CARD,
        TenderKind.VOUCHER,
        TenderKind.DEPOSIT,
        TenderKind.ON_ACCOUNT,
        TenderKind.PLATFORM,
    }
)


@dataclass(frozen=True, slots=True)
class Tax:
    """A tax at `rate_ppm` millionths (50,000 is 5 %; 99,750 is Quebec's 9.975 %)."""

    id: int
    name: str
    rate_ppm: int
    retired: bool = False
    uid: str = ""


@dataclass(frozen=True, slots=True)
class PriceCell:
    """One price of a matrix in minor units; `None` in a key means "any"."""

    price: int
    level_id: int | None = None
    staff_id: int | None = None
    length: HairLength | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A service or product as the price list has it. `price` in minor units is the base price:
    the fixed one, or what a matrix says nothing else about. `minutes` is how long it takes."""

    id: int
    name: str
    kind: ItemKind = ItemKind.SERVICE
    pricing: Pricing = Pricing.FIXED
    price: int = 0
    cells: tuple[PriceCell, ...] = ()
    tax_ids: frozenset[int] = frozenset()
    category_id: int | None = None
    minutes: int = 0
    is_addon: bool = False
    barcode: str = ""
    code: str = ""
    cost: int = 0
    stock: int | None = None
    retired: bool = False
    uid: str = ""

    @property
    def from_price(self) -> int:
        """The lowest price anyone asks for it."""
        if self.pricing is Pricing.FIXED:
            return self.price
        return min((cell.price for cell in self.cells), default=self.price)

    @property
    def dearest(self) -> int:
        """The highest price anyone asks for it."""
        return max(self.price, *(cell.price for cell in self.cells), 0)


@dataclass(frozen=True, slots=True)
class Benefit:
    """What membership takes off an item: basis points, or a fixed member price per unit.
    `by_card`: a card gives the percent, not the tier."""

    percent_bp: int = 0
    member_price: int | None = None
    by_card: bool = False


@dataclass(frozen=True, slots=True)
class PackLeft:
    """The good sessions left in a pack, and the items it may be used for. `taxed`: when it was
    sold, so its sessions are not taxed again (RULES 25)."""

    item_ids: frozenset[int]
    lots: tuple[Lot, ...]
    taxed: bool = False


@dataclass(frozen=True, slots=True)
class FreeLeft:
    """Any of these items is free with the payer's tier, `times` in its period and `left` more."""

    item_ids: frozenset[int]
    times: int
    left: int


@dataclass(frozen=True, slots=True)
class PriceBook:
    """Everything `price` needs beside the ticket. `levels` maps staff ids to their level;
    `benefits` maps item ids to what the payer's membership gives, `packs` the uids of packs that
    lines use to what is left of them; `coupon` is the ticket's voucher, if it may use it; `tier`
    is the key of the payer's tier and `free` what is still free with it; `cash_step` in minor
    units."""

    items: Mapping[int, Item]
    taxes: tuple[Tax, ...] = ()
    tax_mode: TaxMode = TaxMode.NONE
    tax_rounding: TaxRounding = TaxRounding.SALE
    cash_step: int = 1
    levels: Mapping[int, int | None] = field(default_factory=dict[int, int | None])
    packs: Mapping[str, PackLeft] = field(default_factory=dict[str, PackLeft])
    benefits: Mapping[int, Benefit] = field(default_factory=dict[int, Benefit])
    coupon: Coupon | None = None
    tier: str = ""
    free: tuple[FreeLeft, ...] = ()


@dataclass(frozen=True, slots=True)
class DiscountReason:
    """Why a discount is given, and up to where without a manager: basis points of what it is
    taken from, or minor units. `None` is no limit of that sort; both must hold."""

    id: int
    name: str
    limit_bp: int | None = None
    limit_amount: int | None = None
    is_round_off: bool = False
    retired: bool = False


@dataclass(frozen=True, slots=True)
class TenderMethod:
    """A means of payment the salon takes."""

    id: int
    name: str
    kind: TenderKind
    code: str = ""
    retired: bool = False
