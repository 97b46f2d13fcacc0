"""A paid sale's rows and accounts beside its figures: what a refund is written with.

`sold` says how much, this says where: row ids, uids of accounts, and the lots things lie in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from salon_pos.domain.catalog import ItemKind, TaxMode
from salon_pos.domain.ledger import Entry
from salon_pos.domain.lots import Lot
from salon_pos.domain.prepaid import PrepaidKind
from salon_pos.domain.sold import SoldSale
from salon_pos.domain.voiding import Gave


@dataclass(frozen=True, slots=True)
class Part:
    """An amount of the sale, and what of it earlier refunds took off; both as the sale has them."""

    amount: int
    returned: int = 0

    @property
    def left(self) -> int:
        """What has not been taken off."""
        return self.amount - self.returned


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a prepaid line delivered to the wallet, pack, gift card or client with uid `to`: the
    good lots of its own money or sessions, and those of its bonus, with what is left in them."""

    kind: PrepaidKind
    to: str
    lots: tuple[Lot, ...] = ()
    bonus: tuple[Lot, ...] = ()


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A line's row: `offs` are its member benefit, line discount and part of the ticket's
    discounts; `parts_bp` the parts of its credits; `source` the uid of the pack it used."""

    id: int
    item_id: int
    kind: ItemKind
    client_id: int | None
    unit_price: int
    offs: tuple[Part, Part, Part]
    requested: bool
    length: str | None
    source: str
    parts_bp: tuple[int, ...] = ()
    delivered: Delivered | None = None


@dataclass(frozen=True, slots=True)
class SoldTip:
    """A tip on a tender, and whose it is."""

    staff_id: int
    staff_uid: str
    amount: int


@dataclass(frozen=True, slots=True)
class TenderFacts:
    """A tender's row. `source` is what it was handed over with; `holder` the uid or code in the
    account it took from; `fee` what a platform kept of it."""

    id: int
    source: str
    holder: str = ""
    fee: int = 0
    tips: tuple[SoldTip, ...] = ()


@dataclass(frozen=True, slots=True)
class SoldTax:
    """A tax of the sale, by which uid its account is known."""

    id: int
    uid: str
    name: str
    rate_ppm: int


@dataclass(frozen=True, slots=True)
class SoldDiscount:
    """A discount of the sale: on the line with this uid, on the whole ticket where it is empty. It
    has a reason, or the uid of the `coupon` that gave it."""

    line_uid: str
    reason_id: int | None
    reason: str
    percent_bp: int
    part: Part
    coupon: str = ""


@dataclass(frozen=True, slots=True)
class SaleFacts:
    """The sale with its figures, `sold`; `lines` by uid, `tenders` by position. `posted` is every
    entry of its own transaction, of its claim's and of its corrections', each with the id of its
    lot; `gave` what they put into lots and accounts. Who did a line and by what a tender was paid
    is as corrected."""

    id: int
    sold: SoldSale
    deed: str
    is_import: bool
    day: date
    shift_uid: str
    client_id: int | None
    client_uid: str
    transaction_id: int | None
    tax_mode: TaxMode
    tag: str
    taxes: tuple[SoldTax, ...]
    discounts: tuple[SoldDiscount, ...]
    lines: Mapping[str, LineFacts]
    tenders: Mapping[int, TenderFacts]
    posted: tuple[Entry, ...] = ()
    gave: tuple[Gave, ...] = ()
