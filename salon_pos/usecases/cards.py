"""Member cards: issue, replace, freeze, report lost, close, and unlock with the card's PIN."""

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import NoReturn

from salon_pos.db.queries import balances, cards, deeds, people
from salon_pos.db.queries import settings as salon
from salon_pos.db.records import cards as records
from salon_pos.db.records import catalog as setting_records
from salon_pos.db.records import journal
from salon_pos.db.records import ledger as ledger_records
from salon_pos.domain import ledger
from salon_pos.domain.cards import (
    Card,
    CardKind,
    CardState,
    check_usable,
    luhn_digit,
    read_number,
    signed_number,
)
from salon_pos.domain.ledger import Entry
from salon_pos.domain.money import BASIS_POINTS, Amount, Off
from salon_pos.domain.people import check_pin
from salon_pos.domain.refusal import Refusal, refuse
from salon_pos.domain.rights import Actor, Right
from salon_pos.domain.words import N_
from salon_pos.usecases.approving import WordFor, approved_by, may_approve
from salon_pos.usecases.clock import posting
from salon_pos.usecases.closing import GivesUp, gives_up, keep_given_up
from salon_pos.usecases.deed import deed, new_uid, permitted
from salon_pos.usecases.once import answered, keep_answer
from salon_pos.usecases.pins import check_pin_of, hash_secret
from salon_pos.usecases.till_money import check_no_value, till_money

LONGEST_NUMBER = 32
_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class NewCard:
    """A card to issue to a client. Without a `number` it gets the next one. `discount_bp` only for
    a discount card, which needs it, and a period card, which may have it; `valid_until` (the last
    good day) only for a period card, which needs it. `shares` is the uid of a card whose wallet it
    opens, too; empty for one of its own. Another client's takes its PIN, `shared_pin`, or a
    manager's word for this `uid` over 0, `approval`; a discount takes one over its basis points.
    With a `uid` of the caller's, issuing it again gives the same card."""

    client_id: int
    kind: CardKind = CardKind.STORED_VALUE
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
    does not pay today, that of another client without its PIN or a manager's word, and a discount
    without such a word. Other particulars under a uid on file are refused, another PIN among them:
    that counts as a wrong try, or it could be guessed so."""
    permitted(Right.RUN_CARDS, by)  # before the slow hash
    pin_hash = hash_secret(check_pin(new.pin)) if new.pin else ""
    if new.shares and new.shared_pin:
        _check_typed(_shared(new), new.shared_pin, by, now, field="shared_pin")
    with deed(Right.RUN_CARDS, by):
        client = people.client(new.client_id)
        if client is None or client.retired:
            refuse("client_unknown", N_("This client is not on file."), field="client")
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
    journal.note(by, now, "issue_card", uid, kind=str(new.kind))
    return _on_file(uid)


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
class Closed:
    """What closing a card moved, in minor units: principal taken off it, what was `paid` out for
    that (in cash, what coins can make), and bonus cancelled. `tender` is what the means of payment
    was called then, for its receipt."""

    principal: int = 0
    paid: int = 0
    bonus: int = 0
    tender: str = ""


def close_card(
    uid: str, card_uid: str, method_id: int | None = None, *, approval: str = "", by: Actor,
    now: datetime,
) -> Closed:  # fmt: skip
    """Close a card for ever. With the last card of a wallet its principal is paid out by this means
    of payment and its bonus is cancelled; other cards keep both. What its top-ups gave for the part
    that is paid out, points and tier, goes as with their refund. What a refund brings to a closed
    card later is paid out by closing it again. Refuses to pay out more cash than the drawer holds,
    what was not bought with money, above the salon's limit without another's `approval`, and a
    clock that jumped. Done again under its uid it answers the same."""
    with deed(Right.REFUND, by):
        asked = (card_uid, method_id)
        if done := answered(uid, "close_card", asked):
            return Closed(**done)
        card = cards.card_by_uid(card_uid)
        if card is None:
            refuse("card_unknown", N_("This card is not on file."), field="card")
        paying = _PayOut(uid, card, method_id, approval)
        closed = Closed() if _others(card) else _pay_out(paying, by=by, now=now)
        if card.is_dead and not (closed.principal or closed.bonus):
            _refuse_dead(card)
        if card.state is not CardState.CLOSED:
            records.set_state(card.id, CardState.CLOSED)
        journal.note(by, now, "close_card", card.uid, paid=closed.paid, bonus=closed.bonus)
        keep_answer(uid, "close_card", asked, asdict(closed))
        return closed


@dataclass(frozen=True, slots=True)
class Closing:
    """What closing a card would do. `closed.paid` is all the principal: what coins can make depends
    on how it is paid. `gives_up` is what each client loses who paid the top-ups of it. Where there
    are `keepers`, other cards of the same account, those keep what is on it: `kept` minor units."""

    closed: Closed
    gives_up: tuple[GivesUp, ...] = ()
    keepers: tuple[Card, ...] = ()
    kept: int = 0


def preview_close(card_uid: str, *, by: Actor, now: datetime) -> Closing:
    """What closing a card would pay out, cancel and take back; reads only."""
    permitted(Right.REFUND, by)
    card = cards.card_by_uid(card_uid)
    if card is None:
        refuse("card_unknown", N_("This card is not on file."), field="card")
    principal, bonus = _left(tuple(_emptied(card.wallet)), card)
    keepers = _others(card)
    if card.is_dead and (keepers or not (principal or bonus)):
        _refuse_dead(card)
    if keepers:
        return Closing(Closed(), keepers=keepers, kept=principal + bonus)
    lots = balances.lots(ledger.principal(card.wallet)) if principal else ()
    gone = gives_up(lots, salon.settings().business_day(now))
    return Closing(Closed(principal, principal, bonus), gone)


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
    said = (there.holder_id, there.kind, there.discount_bp, there.valid_until)
    other_number = new.number.strip() not in ("", there.number)
    is_first = cards.cards_of_wallet(there.wallet_id)[0].id == there.id
    shared = cards.card_by_uid(new.shares) if new.shares else None
    other_wallet = (shared.wallet if shared else new.shares) != ("" if is_first else there.wallet)
    asked = (new.client_id, new.kind, new.discount_bp, new.valid_until)
    if said != asked or other_number or other_wallet:
        _refuse_other()


def _check_same_pin(there: Card, pin: str, by: Actor, now: datetime) -> None:
    """Refuse another PIN than the card was issued with. Once it had one by a deed of its own,
    nobody can tell any more, and what is typed is no try."""
    if cards.was_pin_set(there.uid):
        return
    if bool(pin) != there.has_pin:
        _refuse_other()
    if not pin:
        return
    try:
        _check_typed(there, pin, by, now, field="pin")
    except Refusal as refusal:
        if refusal.key == "wrong_pin":
            _refuse_other()
        raise


def _refuse_other() -> NoReturn:
    refuse("uid_taken",
           N_("This uid is on file with other particulars. Send a uid of its own."),
           field="uid")  # fmt: skip


def _wallet(new: NewCard, by: Actor, now: datetime) -> int:
    if new.shares:
        shared = _shared(new)
        _check_family(new, shared, by, now)
        return shared.wallet_id
    _check_discount(new, by)
    return records.add_wallet(
        new_uid(), new.client_id, new.kind, discount_bp=new.discount_bp,
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


@dataclass(frozen=True, slots=True)
class _PayOut:
    """The closing `uid` of a card, how its principal is paid, and another's word for it."""

    uid: str
    card: Card
    method_id: int | None
    approval: str


def _pay_out(paying: _PayOut, *, by: Actor, now: datetime) -> Closed:
    """RULES 22: only principal is paid out."""
    card, uid, taken = paying.card, paying.uid, tuple(_emptied(paying.card.wallet))
    principal, bonus = _left(taken, card)
    if not principal:
        ledger_records.post(posting(uid, "close_card", by, now), taken)
        return Closed(bonus=bonus)
    if paying.method_id is None:
        refuse("how_to_pay", N_("{amount} is to be paid back. Choose how."), field="tender",
               amount=Amount(principal))  # fmt: skip
    money = till_money(paying.method_id, by, now)
    lots = balances.lots(ledger.principal(card.wallet))
    check_no_value(lots)
    money.check_pays_out(principal, WordFor.CLOSE_CARD.subject(uid), paying.approval)
    paid = money.entries(-principal, "value.refund", {"card": card.uid, "principal": principal})
    gone = gives_up(lots, money.day)
    less = (entry for client in gone for entry in client.entries)
    ledger_records.post(money.posting(uid, "close_card", now), (*taken, *paid, *less))
    keep_given_up(gone, money.day, cause=uid, by=by, now=now)
    return Closed(principal, money.coins(principal), bonus, money.method.name)


def _left(taken: Iterable[Entry], card: Card) -> tuple[int, int]:
    """The principal and the bonus that these entries take off a card's wallet."""
    sums = Counter[ledger.Account]()
    for entry in taken:
        sums[entry.account] += entry.amount
    return sums[ledger.principal(card.wallet)], sums[ledger.bonus(card.wallet)]


def _others(card: Card) -> tuple[Card, ...]:
    """The other cards that are not dead and open the same wallet, the oldest first."""
    found = cards.cards_of_wallet(card.wallet_id)
    return tuple(one for one in found if one.id != card.id and not one.is_dead)


def _emptied(wallet: str) -> Iterator[Entry]:
    """The entries that take all principal and bonus off a wallet; the bonus is no expense then."""
    for lot in balances.lots(ledger.principal(wallet)):
        inputs = {"principal": lot.left}
        yield Entry(ledger.principal(wallet), lot.left, "value.refund", inputs=inputs, lot=lot.id)
    for lot in balances.lots(ledger.bonus(wallet)):
        yield Entry(ledger.bonus(wallet), lot.left, "value.close_bonus", lot=lot.id)
        yield Entry(ledger.BONUS_GIVEN, -lot.left, "value.close_bonus")


def _alive(uid: str) -> Card:
    card = cards.card_by_uid(uid)
    if card is None:
        refuse("card_unknown", N_("This card is not on file."), field="card")
    if card.is_dead:
        _refuse_dead(card)
    return card


def _refuse_dead(card: Card) -> NoReturn:
    refuse("card_dead", N_("Card {number} is dead. Use the client's new card."), field="card",
           number=card.number)  # fmt: skip


def _on_file(uid: str) -> Card:
    card = cards.card_by_uid(uid)
    assert card is not None
    return card
