"""Member cards: issue, replace, freeze, report lost, and unlock with the card's PIN."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import NoReturn

from salon_pos.db.queries import cards, deeds
from salon_pos.db.queries import settings as salon
from salon_pos.db.records import cards as records
from salon_pos.db.records import catalog as setting_records
from salon_pos.db.records import journal
from salon_pos.domain.cards import (
    Card,
    CardKind,
    CardState,
    check_usable,
    luhn_digit,
    read_number,
    signed_number,
)
from salon_pos.domain.money import BASIS_POINTS, Off
from salon_pos.domain.people import check_pin
from salon_pos.domain.refusal import Refusal, refuse
from salon_pos.domain.rights import Actor, Right
from salon_pos.domain.words import N_
from salon_pos.usecases.approving import WordFor, approved_by, may_approve
from salon_pos.usecases.clients import client_on_file
from salon_pos.usecases.deed import deed, new_uid, permitted
from salon_pos.usecases.once import answered, keep_answer, refuse_taken
from salon_pos.usecases.pins import check_pin_of, hash_secret

LONGEST_NUMBER = 32
_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class NewCard:
    """A card to issue to a client. Without a `kind` it is for stored value, without a `number` it
    gets the next one. `discount_bp` only for a discount card, which needs it, and a period card,
    which may have it; `valid_until` (the last good day) only for a period card, which needs it.
    `shares` is the uid of a card whose wallet it opens, too, and of whose kind, percent and last
    day it is; empty for one of its own. Another client's takes its PIN, `shared_pin`, or a
    manager's word for this `uid` over 0, `approval`; a discount takes one over its basis points.
    With a `uid` of the caller's, issuing it again gives the same card."""

    client_id: int
    kind: CardKind | None = None
    number: str = ""
    discount_bp: int = 0
    valid_until: date | None = None
    pin: str = ""
    shares: str = ""
    shared_pin: str = ""
    approval: str = ""
    uid: str = ""


def issue_card(new: NewCard, *, by: Actor, now: datetime) -> Card:
    """Issue a card, with a wallet of its own unless it opens another's. Refuses a client who is
    not on file, a number that is taken, what no card of its kind can have, to share a card that
    does not pay today or is another than what is asked, that of another client without its PIN or
    a manager's word, and a discount without such a word. Other particulars under a uid on file are
    refused, another PIN among them: that counts as a wrong try, or it could be guessed so."""
    permitted(Right.RUN_CARDS, by)  # before the slow hash
    pin_hash = hash_secret(check_pin(new.pin)) if new.pin else ""
    if new.shares and new.shared_pin:
        _check_typed(_shared(new), new.shared_pin, by, now, field="shared_pin")
    with deed(Right.RUN_CARDS, by):
        client_on_file(new.client_id)
        _check(new)
        there = cards.card_by_uid(new.uid) if new.uid else None
        if there is None:
            return _issue(new, pin_hash, by, now)
        _check_same(there, new)
    _check_same_pin(there, new.pin, by, now)  # a slow hash: after the transaction
    return there


def _issue(new: NewCard, pin_hash: str, by: Actor, now: datetime) -> Card:
    _check_end(new, now)
    uid = new.uid or new_uid()
    wallet_id = _wallet(new, by, now)
    _add(uid, new.number, wallet_id, client_id=new.client_id, pin_hash=pin_hash, now=now)
    card = _on_file(uid)
    journal.note(by, now, "issue_card", uid, kind=str(card.kind))
    return card


def replace_card(uid: str, number: str = "", *, by: Actor, now: datetime) -> Card:
    """A new card for the same wallet and holder; the old number is dead, the balances stay. Its
    PIN goes with it. Refuses a card that is dead already."""
    with deed(Right.RUN_CARDS, by):
        old = _alive(uid)
        fresh = new_uid()
        state = cards.pin_state(old.id)
        pin_hash = (state.pin_hash if state else None) or ""
        records.set_state(old.id, CardState.REPLACED)
        _add(fresh, number, old.wallet_id, client_id=old.holder_id, pin_hash=pin_hash, now=now)
        journal.note(by, now, "replace_card", old.uid, by_card=fresh)
        return _on_file(fresh)


def set_card_state(uid: str, state: CardState, *, by: Actor, now: datetime) -> Card:
    """Freeze a card, report it lost, or make it active again. Refuses a dead one, and to kill one
    by this way: `replace_card` and closing do that."""
    with deed(Right.RUN_CARDS, by):
        card = _alive(uid)
        if state not in (CardState.ACTIVE, CardState.FROZEN, CardState.LOST):
            refuse("bad_card_state", N_("A card is replaced or closed by a deed of its own."))
        records.set_state(card.id, state)
        journal.note(by, now, "set_card_state", card.uid, state=str(state))
        return _on_file(uid)


@dataclass(frozen=True, slots=True)
class NewPin:
    """The PIN that a card (by uid) is to have. In place of another one it takes the `old` one, or
    a manager's word, `approval`, for the deed's own `uid`."""

    card: str
    pin: str
    old: str = ""
    approval: str = ""
    uid: str = ""


def set_card_pin(new: NewPin, *, by: Actor, now: datetime) -> None:
    """Give a card a PIN of four to eight digits. Refuses to replace one without the old one and
    without a manager: it would open the card to whoever stands at the till. Takes some 20 ms on
    purpose: call it beside the window's thread."""
    permitted(Right.RUN_CARDS, by)
    pin_hash = hash_secret(check_pin(new.pin))
    card = _alive(new.card)
    is_typed = card.has_pin and new.old != ""
    if is_typed:
        _check_typed(card, new.old, by, now, field="old_pin")
    with deed(Right.RUN_CARDS, by):
        card = _alive(new.card)
        # A word is for one deed; done again, it would be the next one's.
        if new.approval and answered(new.uid, "set_card_pin", new.card) is not None:
            return
        if (
            card.has_pin
            and not is_typed
            and not _agreed(WordFor.SET_CARD_PIN, new.uid, new.approval, by)
        ):
            refuse("needs_manager",
                   N_("Card {number} has a PIN. Type it, or let a manager agree."),
                   field="approval", number=card.number)  # fmt: skip
        records.set_pin(card.id, pin_hash)
        journal.note(by, now, "set_card_pin", card.uid)
        if new.approval:
            keep_answer(new.uid, "set_card_pin", new.card, {})


def unlock_card(uid: str, pin: str, *, ticket_uid: str, by: Actor, now: datetime) -> str:
    """The word that a card's PIN was typed for a ticket, for `Handed.unlock`. Wrong PINs make the
    next try wait longer. Takes some 20 ms on purpose: call it beside the window's thread."""
    permitted(Right.TAKE_PAYMENT, by)
    card = _alive(uid)
    check_usable(card, salon.settings().business_day(now))
    _check_typed(card, pin, by, now, field="pin")
    with deed(Right.TAKE_PAYMENT, by):
        word = new_uid()
        records.add_unlock(word, card_id=card.id, ticket_uid=ticket_uid, at=now)
        journal.note(by, now, "unlock_card", card.uid, ticket=ticket_uid)
        return word


def _check_typed(card: Card, pin: str, by: Actor, now: datetime, *, field: str) -> None:
    """Refuse what is not the card's PIN, beside this field."""

    def keep(failures: int, wait_until: datetime | None) -> None:
        records.pin_tried(card.id, failures=failures, wait_until=wait_until)
        if failures:
            journal.note(by, now, "wrong_card_pin", card.uid, failures=failures)

    check_pin_of(
        pin, now, state=lambda: cards.pin_state(card.id), keep=keep, field=field,
        no_pin=N_("This card has no PIN yet. Give it one in the client's file."),
    )  # fmt: skip


def _agreed(kind: WordFor, uid: str, approval: str, by: Actor, *, discount_bp: int = 0) -> bool:
    """Whether who does this deed with a card may approve, or has the word of one who may: for so
    much off. One that was given for a discount opens nobody's account."""
    if may_approve(by.staff_id):
        return True
    subject = kind.subject(uid)
    if not uid or approved_by(approval, subject, discount_bp, by_id=by.staff_id) is None:
        return False
    word = deeds.word(approval)
    return word is not None and bool(word.amount) == bool(discount_bp)


def find_card(scanned: str) -> Card:
    """The card whose QR was scanned or whose number was typed, dead or not. Refuses a forged QR
    and a number that no card has."""
    number = read_number(scanned, salon.card_secret())
    card = cards.card_by_number(number)
    if card is None:
        refuse("card_unknown", N_("No card has the number {number}."), field="card", number=number)
    return card


def card_qr(card: Card) -> str:
    """What is printed as the card's QR."""
    return signed_number(card.number, salon.card_secret())


def _check(new: NewCard) -> None:
    if new.shares:
        _check_as_shared(new, _shared(new))
    else:
        _check_kind(new)


def _check_as_shared(new: NewCard, shared: Card) -> None:
    """One wallet is of one kind: anything else that is asked for would be dropped in silence."""
    for field, asked, there in (
        ("kind", new.kind, shared.kind),
        ("discount", new.discount_bp, shared.discount_bp),
        ("valid_until", new.valid_until, shared.valid_until),
    ):
        if asked and asked != there:
            refuse("shared_as_it_is",
                   N_("Card {number} is shared as it is: its kind, its percent and its last day. "
                      "Leave them out."), field=field, number=shared.number)  # fmt: skip


def _check_kind(new: NewCard) -> None:
    is_period, percent = new.kind is CardKind.PERIOD, new.discount_bp
    if is_period and not 0 <= percent < BASIS_POINTS:
        refuse("bad_percent", N_("A period card takes off less than 100 %, or nothing at all."),
               field="discount")  # fmt: skip
    is_discount = new.kind is CardKind.DISCOUNT
    if not is_period and (is_discount != bool(percent) or not 0 <= percent < BASIS_POINTS):
        refuse("bad_percent", N_("A discount card takes off more than 0 % and less than 100 %."),
               field="discount")  # fmt: skip
    if is_period != (new.valid_until is not None):
        refuse("bad_period", N_("A period card has a last day, other cards have none."),
               field="valid_until")  # fmt: skip


def _check_end(new: NewCard, now: datetime) -> None:
    """A period that is over gives nothing, whatever the client paid for it."""
    if new.valid_until is not None and new.valid_until < salon.settings().business_day(now):
        refuse("period_over", N_("This day is past. Type the card's last good day."),
               field="valid_until")  # fmt: skip


def _check_same(there: Card, new: NewCard) -> None:
    said = (there.kind, there.discount_bp, there.valid_until)
    asked = (new.kind or CardKind.STORED_VALUE, new.discount_bp, new.valid_until)
    is_other = new.client_id != there.holder_id or (not new.shares and asked != said)
    other_number = new.number.strip() not in ("", there.number)
    is_first = cards.cards_of_wallet(there.wallet_id)[0].id == there.id
    shared = _shared(new).wallet if new.shares else ""
    other_wallet = shared != ("" if is_first else there.wallet)
    if is_other or other_number or other_wallet:
        refuse_taken()


def _check_same_pin(there: Card, pin: str, by: Actor, now: datetime) -> None:
    """Refuse another PIN than the card was issued with. Once it had one by a deed of its own,
    nobody can tell any more, and what is typed is no try."""
    if cards.was_pin_set(there.uid):
        return
    if bool(pin) != there.has_pin:
        refuse_taken()
    if not pin:
        return
    try:
        _check_typed(there, pin, by, now, field="pin")
    except Refusal as refusal:
        if refusal.key == "wrong_pin":
            refuse_taken()
        raise


def _wallet(new: NewCard, by: Actor, now: datetime) -> int:
    if new.shares:
        shared = _shared(new)
        _check_family(new, shared, by, now)
        return shared.wallet_id
    _check_discount(new, by)
    return records.add_wallet(
        new_uid(), new.client_id, new.kind or CardKind.STORED_VALUE, discount_bp=new.discount_bp,
        valid_until=new.valid_until, opened_at=now,
    )  # fmt: skip


def _check_discount(new: NewCard, by: Actor) -> None:
    """What a card takes off comes back with every visit: nobody gives it alone, however little."""
    off = new.discount_bp
    if off and not _agreed(WordFor.ISSUE_CARD, new.uid, new.approval, by, discount_bp=off):
        refuse("needs_manager", N_("A card with {off} needs a manager's PIN."), field="approval",
               off=Off(off))  # fmt: skip


def _shared(new: NewCard) -> Card:
    shared = cards.card_by_uid(new.shares)
    if shared is None:
        refuse("wallet_unknown", N_("The card to share with is not on file."), field="shares")
    return shared


def _check_family(new: NewCard, shared: Card, by: Actor, now: datetime) -> None:
    """Whoever has the new card pays with what is on the other: so it asks what that would ask."""
    is_others = shared.owner_id != new.client_id
    if is_others and not salon.settings().family_cards:
        refuse(
            "no_family_cards",
            N_("Here a client’s card opens no other client’s balance. Issue a card of their own."),
            field="shares",
        )
    check_usable(shared, salon.settings().business_day(now))
    if (
        is_others
        and not new.shared_pin
        and not _agreed(WordFor.ISSUE_CARD, new.uid, new.approval, by)
    ):
        refuse("needs_manager",
               N_("Card {number} is another client's. Type its PIN, or let a manager agree."),
               field="approval", number=shared.number)  # fmt: skip


def _add(
    uid: str, number: str, wallet_id: int, *, client_id: int, pin_hash: str, now: datetime
) -> None:
    if salon.card_secret() == b"":
        setting_records.write_card_secret(secrets.token_bytes(_SECRET_BYTES))
    number = number.strip() or _next_number()
    if len(number) > LONGEST_NUMBER or not number.isascii() or not number.isalnum():
        refuse("bad_card_number", N_("A card number has up to 32 letters and digits."),
               field="number")  # fmt: skip
    if cards.card_by_number(number) is not None:
        refuse("number_taken", N_("Another card has this number."), field="number")
    records.add_card(
        uid, number, wallet_id=wallet_id, client_id=client_id, pin_hash=pin_hash, issued_at=now
    )


def _next_number() -> str:
    """Eight digits and a check digit, so that a mistyped number is no other card's."""
    digits = f"{10_000_000 + cards.count() + 1}"
    while cards.card_by_number(digits + luhn_digit(digits)):
        digits = str(int(digits) + 1)
    return digits + luhn_digit(digits)


def _alive(uid: str) -> Card:
    card = cards.card_by_uid(uid)
    if card is None:
        refuse("card_unknown", N_("This card is not on file."), field="card")
    if card.is_dead:
        refuse_dead(card)
    return card


def refuse_dead(card: Card) -> NoReturn:
    """Refuse a card that no deed brings back."""
    refuse("card_dead", N_("Card {number} is dead. Use the client's new card."), field="card",
           number=card.number)  # fmt: skip


def _on_file(uid: str) -> Card:
    card = cards.card_by_uid(uid)
    assert card is not None
    return card
