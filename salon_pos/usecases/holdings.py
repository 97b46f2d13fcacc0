"""What may pay on a ticket beside money: cards, points, gift cards, vouchers, deposits, credit."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NoReturn

from salon_pos.db.queries import balances, cards, coupons, platforms, value
from salon_pos.domain import ledger
from salon_pos.domain.cards import Card, check_usable
from salon_pos.domain.catalog import TenderKind, TenderMethod
from salon_pos.domain.holdings import GiftCard, Holdings, PlatformVoucher, Voucher, Wallet
from salon_pos.domain.ledger import Entry
from salon_pos.domain.lots import Lot, good
from salon_pos.domain.money import Amount
from salon_pos.domain.people import Client
from salon_pos.domain.platforms import VoucherName, read_source, voucher_for
from salon_pos.domain.points import PointsRules
from salon_pos.domain.refusal import refuse
from salon_pos.domain.settings import Settings
from salon_pos.domain.tenders import Handed
from salon_pos.domain.ticket import Ticket
from salon_pos.domain.words import N_
from salon_pos.usecases.vouchers import check_alive


def holdings_for(
    ticket: Ticket,
    handed: Sequence[tuple[TenderMethod, Handed]],
    *,
    payer: Client | None,
    day: date,
    settings: Settings,
    rules: PointsRules | None,
    bill: int,
    delivered: Iterable[Entry] = (),
) -> Holdings:
    """Everything that the value tenders in `handed` may take from on this business day for a `bill`
    of so many minor units without prepaid, with what the ticket itself has just `delivered`.
    Refuses a card that does not pay, or whose PIN was not typed; a voucher that is used, ended,
    another client's or for larger bills; a platform's voucher that is used, malformed or of no
    platform on file."""
    by_kind: dict[TenderKind, list[Handed]] = {}
    for method, each in handed:
        by_kind.setdefault(method.kind, []).append(each)
    paid_by_card = by_kind.get(TenderKind.STORED_VALUE, [])
    wallets = {
        source: _wallet(card, day)
        for source, card in _usable(paid_by_card, ticket, day, settings).items()
    }
    held = Holdings(
        client_uid=payer.uid if payer else "",
        wallets=wallets,
        points=good(value.points_lots(payer.uid), day) if payer else (),
        points_rule=rules.burn if rules else None,
        points_version=rules.version if rules else 1,
        gift_cards={
            each.source: found_gift_card(each, day)
            for each in by_kind.get(TenderKind.GIFT_CARD, [])
        },
        vouchers={
            each.source: found_voucher(each, ticket, day, bill)
            for each in by_kind.get(TenderKind.VOUCHER, [])
        },
        deposits=_deposit(payer) if payer and TenderKind.DEPOSIT in by_kind else {},
        credit_left=credit_left(payer, settings) if TenderKind.ON_ACCOUNT in by_kind else 0,
        platforms=_platform_vouchers(by_kind.get(TenderKind.PLATFORM, [])),
        platform_earns=bool(rules and rules.platform_earns),
        stored_value_earns=not (rules and rules.at_top_up),
        spend_order=settings.spend_order,
    )
    return _with_delivered(held, delivered)


def _usable(
    handed: Sequence[Handed], ticket: Ticket, day: date, settings: Settings
) -> dict[str, Card]:
    """The cards that pay, by uid. What one wallet pays counts together: a limit is not passed in
    small steps."""
    found = {each.source: _card(each.source, day) for each in handed}
    words = {each.unlock for each in handed if each.unlock}
    unlocked = {cards.unlocked(word, ticket.uid) for word in words}
    paid = Counter[str]()
    for each in handed:
        paid[found[each.source].wallet] += each.amount
    for card in found.values():
        theirs = ticket.client_id in (card.owner_id, card.holder_id)
        is_small = theirs and paid[card.wallet] <= settings.card_pin_above
        if not is_small and card.id not in unlocked:
            _refuse_locked(card, theirs=theirs, settings=settings)
    return found


def _card(uid: str, day: date) -> Card:
    card = cards.card_by_uid(uid)
    if card is None:
        refuse("card_unknown", N_("This card is not on file."), field="card")
    check_usable(card, day)
    return card


def _refuse_locked(card: Card, *, theirs: bool, settings: Settings) -> NoReturn:
    if not theirs:
        refuse("card_pin_other", N_("Card {number} is another client's. Type its PIN."),
               field="pin", number=card.number)  # fmt: skip
    refuse("card_pin_above", N_("Above {limit} card {number} asks for its PIN."), field="pin",
           limit=Amount(settings.card_pin_above), number=card.number)  # fmt: skip


def _wallet(card: Card, day: date) -> Wallet:
    return Wallet(
        card.wallet,
        principal=balances.lots(ledger.principal(card.wallet)),
        bonus=good(balances.lots(ledger.bonus(card.wallet)), day),
        name=card.number,
    )


def found_gift_card(handed: Handed, day: date) -> GiftCard:
    """The gift card that is handed over, with what is good of it. Refuses an unknown code."""
    found = value.gift_card(handed.source)
    if found is None:
        refuse("gift_card_unknown", N_("No gift card has this code. Check it and type it again."),
               field="source")  # fmt: skip
    uid, code = found
    return GiftCard(uid, code, good(balances.lots(ledger.gift_card(uid)), day))


def found_voucher(handed: Handed, ticket: Ticket, day: date, bill: int) -> Voucher:
    """The voucher that is handed over for a `bill` of so many minor units without prepaid. Refuses
    one that is unknown, used, cancelled, ended, another client's or for larger bills."""
    found = value.voucher(handed.source)
    if found is None and coupons.coupon(handed.source):
        text = N_(
            "This voucher lowers the price and pays nothing. "
            "Type its code under Discount on the ticket."
        )
        refuse("voucher_no_money", text, field="source")
    if found is None:
        refuse("voucher_unknown", N_("No voucher has this code. Check it and type it again."),
               field="source")  # fmt: skip
    check_alive(found, ticket, day)
    if bill < found.least:
        refuse("voucher_least",
               N_("This voucher is for bills of {least} or more, prepaid not counted."),
               field="source", least=Amount(found.least))  # fmt: skip
    return Voucher(found.uid, found.face)


def _platform_vouchers(handed: Iterable[Handed]) -> Mapping[str, PlatformVoucher]:
    found: dict[str, PlatformVoucher] = {}
    here = set[tuple[str, str]]()
    for each in handed:
        name = read_source(each.source)
        if (name.platform, name.number) in here:
            refuse("platform_voucher_twice", N_("This voucher is on the ticket already."),
                   field="source")  # fmt: skip
        here.add((name.platform, name.number))
        found[each.source] = found_platform_voucher(name, each.amount)
    return found


def found_platform_voucher(name: VoucherName, paid: int) -> PlatformVoucher:
    """A voucher that is handed over and pays so many minor units, by the terms in force. Refuses a
    platform that is not on file or retired, a voucher that paid already, and more than its face."""
    rules = value.value_rules_in_force()
    platform = rules.platform(name.platform) if rules else None
    if rules is None or platform is None:
        refuse("platform_unknown",
               N_("No platform has this code. Add it to the rules, or choose another."),
               field="source")  # fmt: skip
    if platform.retired:
        refuse("platform_retired",
               N_("Vouchers of {platform} are not taken any more. Choose another tender."),
               field="source", platform=platform.name)  # fmt: skip
    used = platforms.paid_with(name.platform, name.number)
    if used:
        refuse("platform_voucher_used",
               N_("This voucher was used already, on sale {number}. Take another tender."),
               field="source", number=used)  # fmt: skip
    return replace(voucher_for(name, platform, paid), version=rules.version)


def _deposit(payer: Client) -> Mapping[str, tuple[Lot, ...]]:
    """The payer's own deposit: whoever a tender names, nobody else's is theirs to spend."""
    lots = balances.lots(ledger.deposit(payer.uid))
    return {payer.uid: lots} if lots else {}


def credit_left(payer: Client | None, settings: Settings) -> int:
    """How much more a client may owe on account, in minor units."""
    if payer is None:
        return 0
    return settings.credit_limit - balances.balance(ledger.receivable(payer.uid))


def _with_delivered(held: Holdings, delivered: Iterable[Entry]) -> Holdings:
    """The holdings with the lots that the ticket itself opens in the wallets that pay on it."""
    fresh: dict[str, list[Lot]] = {}
    for entry in delivered:
        if isinstance(entry.lot, int):
            lots = fresh.setdefault(entry.account.code, [])
            ends = entry.inputs.get("expires")
            expires = date.fromisoformat(str(ends)) if ends else None
            lots.append(Lot(entry.lot, -entry.amount, expires))
    wallets = {
        source: replace(
            wallet,
            principal=(*wallet.principal, *fresh.get(ledger.principal(wallet.uid).code, ())),
            bonus=(*wallet.bonus, *fresh.get(ledger.bonus(wallet.uid).code, ())),
        )
        for source, wallet in held.wallets.items()
    }
    return replace(held, wallets=wallets)
