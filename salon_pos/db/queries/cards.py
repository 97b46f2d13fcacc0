"""Cards, the wallets they open, and what a client has."""

from datetime import date
from typing import Any

from peewee import SQL, fn

from salon_pos.db.models.base import from_millis
from salon_pos.db.models.ledger import JournalRow
from salon_pos.db.models.value import CardRow, CardUnlockRow, WalletRow
from salon_pos.db.prepared import P, Prepared
from salon_pos.db.queries.pins import PinState
from salon_pos.domain.cards import Card, CardKind, CardState

SHORTEST_PART = 4
_THEIRS = CardRow.alias()
_COLUMNS = (
    CardRow.id, CardRow.uid, CardRow.number, WalletRow.kind, CardRow.state, WalletRow.uid,
    WalletRow.id, WalletRow.client, CardRow.client, WalletRow.discount_bp, WalletRow.valid_until,
    CardRow.pin_hash.is_null(False),
)  # fmt: skip
_BY_NUMBER = Prepared(lambda: CardRow.select(*_COLUMNS).join(WalletRow).where(CardRow.number == P))
_BEGUN = Prepared(
    lambda: (
        CardRow.select(*_COLUMNS)
        .join(WalletRow)
        .where((CardRow.number >= P) & (CardRow.number < P))
        .order_by(CardRow.number)
        .limit(P)
    )
)
# By the index of the last four characters; what was typed may be longer.
_ENDING = Prepared(
    lambda: (
        CardRow.select(*_COLUMNS)
        .join(WalletRow)
        .where(
            fn.substr(CardRow.number, SQL(str(-SHORTEST_PART))) == P,
            fn.substr(CardRow.number, P) == P,
        )
        .order_by(CardRow.id.desc())
        .limit(P)
    )
)
_BY_UID = Prepared(lambda: CardRow.select(*_COLUMNS).join(WalletRow).where(CardRow.uid == P))
_OF_WALLET = Prepared(
    lambda: CardRow.select(*_COLUMNS).join(WalletRow).where(WalletRow.id == P).order_by(CardRow.id)
)
_THEIR_WALLETS = WalletRow.alias()
# Each side by its own index: an OR over both tables would read every card.
_OF_CLIENT = Prepared(
    lambda: (
        CardRow.select(*_COLUMNS)
        .join(WalletRow)
        .where(
            CardRow.id.in_(
                _THEIRS.select(_THEIRS.id).where(_THEIRS.client == P)
                | _THEIRS.select(_THEIRS.id)
                .join(_THEIR_WALLETS, on=_THEIRS.wallet == _THEIR_WALLETS.id)
                .where(_THEIR_WALLETS.client == P)
            )
        )
        .order_by(CardRow.id)
    )
)
_PIN = Prepared(
    lambda: CardRow.select(CardRow.pin_hash, CardRow.failures, CardRow.wait_until).where(
        CardRow.id == P
    )
)
_PIN_SET = Prepared(
    lambda: (
        JournalRow.select(JournalRow.id)
        .where(JournalRow.subject == P, JournalRow.deed == P)
        .limit(P)
    )
)
_COUNT = Prepared(lambda: CardRow.select(fn.COUNT(CardRow.id)))
_UNLOCKED = Prepared(
    lambda: CardUnlockRow.select(CardUnlockRow.card).where(
        CardUnlockRow.uid == P, CardUnlockRow.ticket_uid == P
    )
)
_UNLOCKED_FOR = Prepared(
    lambda: CardUnlockRow.select(CardUnlockRow.card).where(CardUnlockRow.ticket_uid == P)
)


def card_by_number(number: str) -> Card | None:
    """The card with this number, dead or not."""
    return _maybe(_BY_NUMBER.one(number))


def find_cards(text: str, *, limit: int) -> tuple[Card, ...]:
    """Cards, dead or not, for what was typed of a number: the whole of it, or at least four
    characters of its start; where none begins so, of its end."""
    typed = "".join(text.split())
    if not typed.isascii() or not typed.isalnum() or not any(sign.isdigit() for sign in typed):
        return ()
    if len(typed) < SHORTEST_PART:
        return tuple(_card(row) for row in _BY_NUMBER.all(typed))
    found = _BEGUN.all(typed, f"{typed}\x7f", limit) or _ending(typed, limit)
    return tuple(_card(row) for row in found)


def _ending(typed: str, limit: int) -> list[tuple[Any, ...]]:
    return _ENDING.all(typed[-SHORTEST_PART:], -len(typed), typed, limit)


def card_by_uid(uid: str) -> Card | None:
    """The card with this uid, dead or not."""
    return _maybe(_BY_UID.one(uid))


def cards_of(client_id: int) -> tuple[Card, ...]:
    """Every card a client holds or whose wallet is theirs, the oldest first, dead ones too."""
    return tuple(_card(row) for row in _OF_CLIENT.all(client_id, client_id))


def cards_of_wallet(wallet_id: int) -> tuple[Card, ...]:
    """Every card that opens a wallet, the oldest first."""
    return tuple(_card(row) for row in _OF_WALLET.all(wallet_id))


def count() -> int:
    """How many cards were ever issued."""
    row = _COUNT.one()
    return row[0] if row else 0


def pin_state(card_id: int) -> PinState | None:
    """What a card's PIN is checked against."""
    row = _PIN.one(card_id)
    if row is None:
        return None
    pin_hash, failures, wait_until = row
    return PinState(pin_hash, failures, from_millis(wait_until) if wait_until else None)


def was_pin_set(uid: str) -> bool:
    """Whether the card with this uid was given a PIN after it was issued."""
    return _PIN_SET.one(uid, "set_card_pin", 1) is not None


def unlocked(uid: str, ticket_uid: str) -> int | None:
    """The id of the card that this word unlocked for this ticket."""
    row = _UNLOCKED.one(uid, ticket_uid)
    return row[0] if row else None


def unlocked_for(ticket_uid: str) -> frozenset[int]:
    """The ids of the cards that were unlocked for this ticket."""
    return frozenset(card_id for (card_id,) in _UNLOCKED_FOR.all(ticket_uid))


def _maybe(row: tuple[Any, ...] | None) -> Card | None:
    return _card(row) if row else None


def _card(row: tuple[Any, ...]) -> Card:
    (id_, uid, number, kind, state, wallet, wallet_id, owner, holder, discount, until, pin) = row
    return Card(
        id=id_, uid=uid, number=number, kind=CardKind(kind), state=CardState(state),
        wallet=wallet, wallet_id=wallet_id, owner_id=owner, holder_id=holder,
        discount_bp=discount, valid_until=date.fromisoformat(until) if until else None,
        has_pin=bool(pin),
    )  # fmt: skip
