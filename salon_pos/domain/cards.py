"""Cards and the wallets they open: what they are, and what state they are in."""

import hashlib
from base64 import b32encode
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from salon_pos.domain.refusal import refuse
from salon_pos.domain.words import N_

SIGNED = "SPC"
_SIGNATURE = 10


class CardKind(StrEnum):
    """What a card gives: money kept on it, a discount while money is kept on it, sessions of a
    pack, or a percent off services for a period, whatever is kept anywhere (a year card)."""

    STORED_VALUE = "stored_value"
    DISCOUNT = "discount"
    PACK = "pack"
    PERIOD = "period"


KEEPING_MONEY = (CardKind.STORED_VALUE, CardKind.DISCOUNT)
"""The cards that can be topped up."""


class CardState(StrEnum):
    """Only an active card pays. Frozen and lost ones come back; replaced and closed are dead."""

    ACTIVE = "active"
    FROZEN = "frozen"
    LOST = "lost"
    REPLACED = "replaced"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Card:
    """A card as it lies on file. `wallet` is the uid of what it opens, `owner_id` the client whose
    wallet that is, `holder_id` whose card it is (a family member's, where the salon allows it).
    `discount_bp` of a discount card counts while the wallet holds money, that of a period card to
    the end of `valid_until`, its last day."""

    id: int
    uid: str
    number: str
    kind: CardKind
    state: CardState
    wallet: str
    wallet_id: int
    owner_id: int
    holder_id: int
    discount_bp: int = 0
    valid_until: date | None = None
    has_pin: bool = False

    @property
    def is_dead(self) -> bool:
        """Whether no deed brings it back."""
        return self.state in (CardState.REPLACED, CardState.CLOSED)

    def has_ended(self, day: date) -> bool:
        """Whether its last day is past."""
        return self.valid_until is not None and day > self.valid_until


def check_usable(card: Card, day: date) -> None:
    """Refuse a card that does not pay today, with the way out."""
    if card.state is not CardState.ACTIVE:
        key, text = _UNUSABLE[card.state]
        refuse(key, text, field="card", number=card.number)
    if card.has_ended(day):
        refuse(
            "card_ended",
            N_("Card {number} was valid until {day}. Issue a new one, or go on without it."),
            field="card", number=card.number, day=card.valid_until,
        )  # fmt: skip


def check_takes_money(card: Card, day: date) -> None:
    """Refuse to put money on a card that does not pay today: no other tender helps there."""
    if card.state in _NO_TOP_UP:
        key, text = _NO_TOP_UP[card.state]
        refuse(key, text, field="card", number=card.number)
    check_usable(card, day)


_NO_TOP_UP = {
    CardState.FROZEN: (
        "card_frozen",
        N_("Card {number} is frozen. Unfreeze it in the client's file, or top up another card."),
    ),
    CardState.LOST: (
        "card_lost",
        N_("Card {number} was reported lost. Replace it in the client's file, or top up another "
           "card."),
    ),
    CardState.CLOSED: (
        "card_closed",
        N_("Card {number} is closed. Top up another card, or issue a new one."),
    ),
}  # fmt: skip


_UNUSABLE = {
    CardState.FROZEN: (
        "card_frozen",
        N_("Card {number} is frozen. Unfreeze it in the client's file, or take another tender."),
    ),
    CardState.LOST: (
        "card_lost",
        N_("Card {number} was reported lost. Replace it in the client's file, or take another "
           "tender."),
    ),
    CardState.REPLACED: (
        "card_replaced",
        N_("Card {number} was replaced by another one. Ask for the new card."),
    ),
    CardState.CLOSED: ("card_closed", N_("Card {number} is closed. Take another tender.")),
}  # fmt: skip


def signed_number(number: str, secret: bytes) -> str:
    """What a card's QR says: its number and a signature that only this salon's file can make, so
    that a till without a network knows a card that was never issued."""
    return f"{SIGNED}:{number}:{_signature(number, secret)}"


def is_signed(scanned: str) -> bool:
    """Whether what was scanned says that it is a card's QR."""
    return scanned.startswith(f"{SIGNED}:")


def read_number(scanned: str, secret: bytes) -> str:
    """The number in a scanned QR, or a number typed as it is. Refuses a forged one."""
    if not is_signed(scanned):
        return scanned.strip()
    number, _, signature = scanned.removeprefix(f"{SIGNED}:").rpartition(":")
    if signature != _signature(number, secret):
        refuse("card_forged", N_("This card was not issued here. Do not accept it."), field="card")
    return number


def luhn_digit(digits: str) -> str:
    """The check digit of a number (ISO/IEC 7812-1, annex B): one digit mistyped, or two next to
    each other swapped, and it is another one."""
    doubled = (int(digit) * (2 - i % 2) for i, digit in enumerate(reversed(digits)))
    return str(-sum(each // 10 + each % 10 for each in doubled) % 10)


def _signature(number: str, secret: bytes) -> str:
    made = hashlib.blake2b(number.encode(), key=secret, digest_size=_SIGNATURE).digest()
    return b32encode(made).decode().rstrip("=")
