"""Writing cards and wallets. A card's state changes; what it is and opens does not."""

from datetime import date, datetime

from salon_pos.db.models.base import to_millis
from salon_pos.db.models.value import CardRow, CardUnlockRow, WalletRow
from salon_pos.db.prepared import Insert, P, Prepared
from salon_pos.domain.cards import CardKind, CardState

_WALLET = Insert(WalletRow, "uid", "client", "kind", "discount_bp", "valid_until", "opened_at")
_CARD = Insert(
    CardRow, "uid", "number", "wallet", "client", "state", "pin_hash", "failures", "wait_until",
    "issued_at",
)  # fmt: skip
_UNLOCK = Insert(CardUnlockRow, "uid", "card", "ticket_uid", "at")
_STATE = Prepared(lambda: CardRow.update({CardRow.state: P}).where(CardRow.id == P))
_PIN = Prepared(
    lambda: CardRow.update({CardRow.pin_hash: P, CardRow.failures: P, CardRow.wait_until: P}).where(
        CardRow.id == P
    )
)
_TRIED = Prepared(
    lambda: CardRow.update({CardRow.failures: P, CardRow.wait_until: P}).where(CardRow.id == P)
)


def add_wallet(
    uid: str,
    client_id: int,
    kind: CardKind,
    *,
    discount_bp: int,
    valid_until: date | None,
    opened_at: datetime,
) -> int:
    """A client's new wallet; its id."""
    return _WALLET(
        uid=uid, client=client_id, kind=str(kind), discount_bp=discount_bp,
        valid_until=valid_until, opened_at=opened_at,
    )  # fmt: skip


def add_card(
    uid: str, number: str, *, wallet_id: int, client_id: int, pin_hash: str, issued_at: datetime
) -> int:
    """A new active card that opens a wallet; its id."""
    return _CARD(
        uid=uid, number=number, wallet=wallet_id, client=client_id, state=str(CardState.ACTIVE),
        pin_hash=pin_hash or None, failures=0, wait_until=None, issued_at=issued_at,
    )  # fmt: skip


def set_state(card_id: int, state: CardState) -> None:
    """Freeze, lose, replace, close a card, or make it active again."""
    _STATE.run(str(state), card_id)


def set_pin(card_id: int, pin_hash: str) -> None:
    """Give a card a PIN, and a clean slate of wrong tries."""
    _PIN.run(pin_hash, 0, None, card_id)


def pin_tried(card_id: int, *, failures: int, wait_until: datetime | None) -> None:
    """Write down the wrong tries in a row and how long the next one has to wait."""
    _TRIED.run(failures, to_millis(wait_until) if wait_until else None, card_id)


def add_unlock(uid: str, *, card_id: int, ticket_uid: str, at: datetime) -> None:
    """Keep that a card's PIN was typed for a ticket."""
    _UNLOCK(uid=uid, card=card_id, ticket_uid=ticket_uid, at=at)
