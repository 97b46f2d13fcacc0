"""Receipt: what a paid sale says, on screen and on paper. All amounts in minor units."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from salon_pos.domain.catalog import TaxMode
from salon_pos.domain.explain import Sentence
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
    `is_corrected` where somebody else was named when it was paid; `free_with` is the tier that it
    was free with."""

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
    is_corrected: bool = False
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
    """One tender: handed − change = applied + tips. `was` names the means that it was rung up
    with, where that was another one. `unpaid`: the part of a given voucher in what comes back, of
    which nothing is paid out (RULES 20)."""

    name: str
    handed: int
    applied: int
    change: int
    tips: tuple[tuple[str, int], ...]
    was: str = ""
    unpaid: bool = False


@dataclass(frozen=True, slots=True)
class ReceiptMove:
    """What the sale moved on a balance, and its sentence. Below zero where the balance fell."""

    amount: int
    why: Sentence


@dataclass(frozen=True, slots=True)
class Ending:
    """The `amount` of a balance that is good to the end of business day `day` only."""

    day: date
    amount: int


@dataclass(frozen=True, slots=True)
class ReceiptPoints:
    """The points of the sale's client. The `moves` sum to what the sale changed of `left` less
    `debt`, which are those after it; `repaid` says what new points went to the debt, or what was
    put on it. `ending` is what of `left` ends first, if that is soon. `nothing` are the items that
    earned nothing, by reason; without items, what of the others was not counted."""

    moves: tuple[ReceiptMove, ...]
    left: int
    debt: int = 0
    repaid: tuple[Sentence, ...] = ()
    ending: Ending | None = None
    nothing: tuple[tuple[tuple[str, ...], Sentence], ...] = ()


class Holding(StrEnum):
    """What has a balance beside points. What is on account is owed by the client."""

    CARD = "card"
    PACK = "pack"
    GIFT_CARD = "gift_card"
    DEPOSIT = "deposit"
    ON_ACCOUNT = "on_account"


@dataclass(frozen=True, slots=True)
class ReceiptHolding:
    """A balance that the sale moved. `name` is a pack's item, or the last four of a card's number.
    `left` after the sale, in minor units, of a pack in sessions; of a card's, `bonus` was given.
    `ending` is what of it ends first, if that is soon. `code` is the whole code of a gift card, on
    the receipt of the sale that sold it and on no other."""

    kind: Holding
    name: str
    moves: tuple[ReceiptMove, ...]
    left: int
    bonus: int = 0
    ending: Ending | None = None
    code: str = ""

    @property
    def moved(self) -> int:
        """What the sale added to it."""
        return sum(move.amount for move in self.moves)


@dataclass(frozen=True, slots=True)
class ReceiptTier:
    """The tier that the client had after the sale, by name (empty for none), why, and how far it
    was to the next: None at the top. `is_new` where the sale led to it."""

    name: str
    why: Sentence
    next: Sentence | None = None
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class ReceiptValue:
    """What a sale moved beside its money, and what was left right after it: later sales do not
    change that. `points` of its client, if the salon gives any."""

    points: ReceiptPoints | None = None
    holdings: tuple[ReceiptHolding, ...] = ()
    tier: ReceiptTier | None = None


@dataclass(frozen=True, slots=True)
class SettledSale:
    """What a settlement paid off of one sale on account, in minor units."""

    number: str
    business_day: date
    amount: int


@dataclass(frozen=True, slots=True)
class SettlementReceipt:
    """What a client paid off of what they owe on account: `amount` in all, for which `paid` changed
    hands by `tender` (in cash, what coins can make), of these `sales`, the oldest first. `paid_at`
    is aware, in the salon's zone; `value` says the points that came and what is still owed."""

    uid: str
    business_day: date
    paid_at: datetime
    salon: str
    address: str
    phone: str
    language: str
    currency: Currency
    cashier: str
    client: str
    sales: tuple[SettledSale, ...]
    tender: str
    amount: int
    paid: int
    value: ReceiptValue | None = None

    @property
    def cash_rounding(self) -> int:
        """What the coins took more than was owed, or less (below zero)."""
        return self.paid - self.amount


@dataclass(frozen=True, slots=True)
class ClosingReceipt:
    """What closing the card with this `number` paid out: all the `principal` that it held, for
    which `paid` changed hands by `tender` (in cash, what coins can make), while the `bonus` on it
    was cancelled. `client` holds the card. `paid_at` is aware, in the salon's zone; `value` says
    the points that went with it."""

    uid: str
    business_day: date
    paid_at: datetime
    salon: str
    address: str
    phone: str
    language: str
    currency: Currency
    cashier: str
    client: str
    number: str
    principal: int
    bonus: int
    tender: str
    paid: int
    value: ReceiptValue | None = None

    @property
    def cash_rounding(self) -> int:
        """What the coins gave more than was owed, or less (below zero)."""
        return self.paid - self.principal


@dataclass(frozen=True, slots=True)
class Receipt:
    """A sale in full. `paid_at` is aware, in the salon's zone. `language` is the salon's. A
    refund or a void (`deed`) `refunds` the sale with that number; its amounts are negative.
    `value` is None where it moved money alone."""

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
    value: ReceiptValue | None = None

    @property
    def change(self) -> int:
        """Cash given back."""
        return sum(tender.change for tender in self.tenders)

    @property
    def tips(self) -> int:
        """All tips."""
        return sum(amount for tender in self.tenders for _, amount in tender.tips)
