"""What may pay on a ticket before it is paid: the payer's balances, and codes that are shown."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from salon_pos.db.queries import balances, cards, catalog, coupons, members, people, value
from salon_pos.domain import ledger
from salon_pos.domain.cards import KEEPING_MONEY, Card, CardState, check_usable
from salon_pos.domain.catalog import TenderKind, TenderMethod
from salon_pos.domain.lots import good, held
from salon_pos.domain.money import Amount
from salon_pos.domain.offers import Offer, best_first, points_offer
from salon_pos.domain.platforms import VoucherName, voucher_number
from salon_pos.domain.prepaid import PrepaidKind
from salon_pos.domain.refusal import Refusal, refuse
from salon_pos.domain.reversal import Reason
from salon_pos.domain.tenders import Handed
from salon_pos.domain.words import N_
from salon_pos.usecases.cards import find_card
from salon_pos.usecases.codes import typed_code
from salon_pos.usecases.holdings import (
    credit_left,
    found_gift_card,
    found_platform_voucher,
    found_voucher,
)
from salon_pos.usecases.value import Paying, deliveries


def offers_for(paying: Paying) -> tuple[Offer, ...]:
    """What the payer's own balances may pay on this ticket, what it tops up included."""
    if paying.payer is None:
        return ()
    by_kind = _methods()
    found = [
        *_of_cards(paying, by_kind.get(TenderKind.STORED_VALUE)),
        *_of_points(paying, by_kind.get(TenderKind.POINTS)),
        *_of_client(paying, by_kind),
    ]
    return best_first(found)


@dataclass(frozen=True, slots=True)
class Shut:
    """A balance of the payer that cannot pay now by the tender `method_id`, and why not."""

    method_id: int
    kind: TenderKind
    why: Reason


def shut_for(paying: Paying) -> tuple[Shut, ...]:
    """What of the payer's own cannot pay on this ticket, though one may look for it: the money on a
    card that is stopped, while none of theirs pays, and a debt where no more may be owed."""
    if paying.payer is None:
        return ()
    by_kind = _methods()
    stored, account = by_kind.get(TenderKind.STORED_VALUE), by_kind.get(TenderKind.ON_ACCOUNT)
    stopped = _stopped(paying) if stored else None
    no_credit = _no_credit(paying) if account else None
    return (
        *([Shut(stored.id, stored.kind, stopped)] if stored and stopped else ()),
        *([Shut(account.id, account.kind, no_credit)] if account and no_credit else ()),
    )


_STOPPED = {
    CardState.FROZEN: N_("{number} is frozen: unfreeze it in the client's file"),
    CardState.LOST: N_("{number} was reported lost: replace it in the client's file"),
}


def _stopped(paying: Paying) -> Reason | None:
    """Why the payer's card with money does not pay; None where one pays, or none has money."""
    assert paying.payer is not None
    theirs = [card for card in cards.cards_of(paying.payer.id) if card.kind in KEEPING_MONEY]
    if any(_pays(card, paying) for card in theirs):
        return None
    for card in theirs:
        if card.state in _STOPPED and members.card_left(card, paying.day).total:
            return Reason(f"card_{card.state}", _STOPPED[card.state], {"number": card.number[-4:]})
    return None


def _no_credit(paying: Paying) -> Reason | None:
    most = paying.settings.credit_limit
    if not most:
        return Reason("no_credit", N_("nobody may owe: back office, Cards and limits"))
    if credit_left(paying.payer, paying.settings) <= 0:
        return Reason("credit_used", N_("all of {most} is owed already"), {"most": Amount(most)})
    return None


def offer_of_code(code: str, kind: TenderKind, paying: Paying) -> Offer:
    """What a typed or scanned code may pay by a tender of this `kind`: a gift card's, a voucher's,
    or any card's number or QR. Refuses what cannot pay here, with its reason."""
    method = _methods()[kind]
    if kind is TenderKind.STORED_VALUE:
        card = find_card(code)
        check_usable(card, paying.day)
        return replace(_of_card(card, method, paying), holder=_other_holder(card, paying))
    shown = Handed(method.id, paying.bill.total, source=typed_code(code))
    if kind is TenderKind.GIFT_CARD:
        gift = found_gift_card(shown, paying.day)
        return Offer(method.id, kind, held(gift.lots), source=gift.uid, name=gift.code)
    voucher = found_voucher(shown, paying.ticket, paying.day, paying.bill.without_prepaid)
    return Offer(method.id, kind, voucher.face, source=voucher.uid, name=shown.source)


@dataclass(frozen=True, slots=True)
class ShownVoucher:
    """A platform voucher as it is shown and typed: its platform's code, its own, its face value,
    what the platform will settle and what it keeps, in minor units."""

    platform: str
    code: str
    face: int
    settlement: int
    fee: int


def offer_of_platform(shown: ShownVoucher, due: int) -> Offer:
    """What a platform voucher pays of `due` minor units: its settlement and fee together. Refuses a
    code that no voucher has, one that paid already, more than its face value, and more than is
    due."""
    number = voucher_number(shown.code)
    name = VoucherName(shown.platform, number, shown.face, shown.fee)
    pays = shown.settlement + shown.fee
    found_platform_voucher(name, pays)
    if pays <= 0:
        refuse("nothing_settled", N_("Type what the platform settles."), field="settlement")
    if not shown.face:
        refuse("no_face", N_("Type what the voucher is worth to the client."), field="face")
    if pays > due:
        refuse("platform_over",
               N_("Settlement and fee come to {pays}, and {due} is due. Type what it pays here."),
               field="settlement", pays=Amount(pays), due=Amount(due))  # fmt: skip
    method = _methods()[TenderKind.PLATFORM]
    return Offer(method.id, TenderKind.PLATFORM, pays, source=name.source, name=number)


def offer_of_scan(code: str, paying: Paying) -> Offer:
    """What a scanned code may pay, whatever it is. Refuses as the first kind of code it may be."""
    typed = typed_code(code)
    if value.gift_card(typed):
        return offer_of_code(code, TenderKind.GIFT_CARD, paying)
    if value.voucher(typed) or coupons.coupon(typed):
        return offer_of_code(code, TenderKind.VOUCHER, paying)
    return offer_of_code(code, TenderKind.STORED_VALUE, paying)


def _methods() -> dict[TenderKind, TenderMethod]:
    return {m.kind: m for m in catalog.tender_methods().values() if not m.retired}


def _of_cards(paying: Paying, method: TenderMethod | None) -> Iterator[Offer]:
    """One offer for each wallet, by the first card of it that pays."""
    assert paying.payer is not None
    seen = set[str]()
    for card in cards.cards_of(paying.payer.id) if method else ():
        if card.wallet not in seen and card.state is CardState.ACTIVE and _pays(card, paying):
            seen.add(card.wallet)
            assert method is not None
            yield _of_card(card, method, paying)


def _pays(card: Card, paying: Paying) -> bool:
    try:
        check_usable(card, paying.day)
    except Refusal:
        return False
    return True


def _of_card(card: Card, method: TenderMethod, paying: Paying) -> Offer:
    left = members.card_left(card, paying.day).total
    return Offer(
        method.id, TenderKind.STORED_VALUE, left + _topped_up(card.wallet, paying),
        source=card.uid, name=card.number,
    )  # fmt: skip


def _other_holder(card: Card, paying: Paying) -> str:
    """Whose card it is, where its PIN is asked for whatever it pays."""
    if paying.ticket.client_id in (card.owner_id, card.holder_id):
        return ""
    holder = people.client(card.holder_id)
    return holder.name if holder else card.number


def _topped_up(wallet: str, paying: Paying) -> int:
    """What the ticket itself puts into a wallet; nothing while it cannot be delivered."""
    try:
        sold = [each for each in deliveries(paying) if each.plan.kind is PrepaidKind.TOP_UP]
    except Refusal:
        return 0
    return sum(e.paid + e.plan.bonus * e.quantity for e in sold if e.to == wallet)


def _of_points(paying: Paying, method: TenderMethod | None) -> Iterator[Offer]:
    rules = value.points_in_force()
    if method and rules and rules.burn and paying.payer:
        lots = good(value.points_lots(paying.payer.uid), paying.day)
        yield points_offer(method.id, held(lots), rules.burn, paying.bill.without_prepaid)


def _of_client(paying: Paying, by_kind: dict[TenderKind, TenderMethod]) -> Iterator[Offer]:
    payer = paying.payer
    assert payer is not None
    if deposit := by_kind.get(TenderKind.DEPOSIT):
        most = balances.balance(ledger.deposit(payer.uid))
        yield Offer(deposit.id, TenderKind.DEPOSIT, most, source=payer.uid)
    if voucher := by_kind.get(TenderKind.VOUCHER):
        for one in members.good_vouchers(payer.id, paying.day):
            if one.least <= paying.bill.without_prepaid:
                yield Offer(voucher.id, TenderKind.VOUCHER, one.face, one.uid, one.code)
    if account := by_kind.get(TenderKind.ON_ACCOUNT):
        most = credit_left(payer, paying.settings)
        yield Offer(account.id, TenderKind.ON_ACCOUNT, most)
