"""What a client has and gets: tier, benefits, balances; and the price book as it is for them."""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from salon_pos.db.models.base import to_millis
from salon_pos.db.queries import balances, cards, coupons, free_services, people, tier_moves, value
from salon_pos.db.queries.birthdays import due_gift
from salon_pos.db.queries.coupons import GivenCoupon
from salon_pos.db.queries.free_services import Free
from salon_pos.db.stamps import newest_by
from salon_pos.domain import ledger
from salon_pos.domain.birthdays import BirthdayGift
from salon_pos.domain.cards import KEEPING_MONEY, Card, CardKind, CardState
from salon_pos.domain.catalog import Item, ItemKind, PackLeft, PriceBook, Pricing
from salon_pos.domain.coupons import Coupon
from salon_pos.domain.lots import Lot, good, held
from salon_pos.domain.people import Client
from salon_pos.domain.prepaid import PrepaidKind
from salon_pos.domain.standing import (
    Deeds,
    Held,
    Standing,
    beneath,
    first_that_counts,
    tier_for,
)
from salon_pos.domain.ticket import Line, Ticket
from salon_pos.domain.tiers import CardPercents, Tier, TierRules, benefits_for

_Given = TypeVar("_Given", value.Voucher, GivenCoupon)


@dataclass(frozen=True, slots=True)
class CardLeft:
    """A card with the good principal and bonus that its wallet holds, in lots."""

    card: Card
    principal: tuple[Lot, ...]
    bonus: tuple[Lot, ...]

    @property
    def total(self) -> int:
        """What the card may pay, in minor units."""
        return held(self.principal) + held(self.bonus)


@dataclass(frozen=True, slots=True)
class Member:
    """A client with all that they have on `day`: what ended by then is left out. `gift` is the
    birthday gift that is due."""

    client: Client
    day: date
    standing: Standing | None
    tier: Tier | None
    cards: tuple[CardLeft, ...]
    points: tuple[Lot, ...]
    points_debt: int
    packs: tuple[value.Pack, ...]
    deposit: int
    owes: int
    free: tuple[Free, ...] = ()
    gift: BirthdayGift | None = None
    vouchers: tuple[value.Voucher, ...] = ()
    coupons: tuple[GivenCoupon, ...] = ()

    @property
    def points_held(self) -> int:
        """Points that can be used."""
        return held(self.points)


def member(client_id: int, day: date) -> Member | None:
    """A client with all they have on this business day; None if there is no such client."""
    client = people.client(client_id)
    if client is None:
        return None
    rules = value.tiers_in_force()
    standing = standing_of(client_id, day, rules) if rules else None
    tier = tier_of(standing, rules)
    return Member(
        client=client,
        day=day,
        standing=standing,
        tier=tier,
        cards=tuple(card_left(card, day) for card in cards.cards_of(client_id)),
        points=good(value.points_lots(client.uid), day),
        points_debt=balances.balance(ledger.points_debt(client.uid)),
        packs=tuple(replace(pack, lots=good(pack.lots, day)) for pack in value.packs_of(client_id)),
        deposit=balances.balance(ledger.deposit(client.uid)),
        owes=balances.balance(ledger.receivable(client.uid)),
        free=free_services.of_client(client_id, tier, standing),
        gift=due_gift(client, tier, day),
        vouchers=good_vouchers(client_id, day),
        coupons=good_coupons(client_id, day),
    )


def good_vouchers(client_id: int, day: date) -> tuple[value.Voucher, ...]:
    """A client's own cash vouchers that pay on this business day, the soonest to end first."""
    found = value.vouchers_of(client_id, limit=coupons.MOST_GIVEN)[::-1]
    return _soonest(one for one in found if not one.used_by and not _ended(one.expires, day))


def good_coupons(client_id: int, day: date) -> tuple[GivenCoupon, ...]:
    """A client's own vouchers with conditions that are good on this business day, the soonest to
    end first."""
    found = coupons.coupons_of(client_id)[::-1]
    return _soonest(one for one in found if one.is_good(client_id, day))


def _ended(expires: date | None, day: date) -> bool:
    return expires is not None and day > expires


def _soonest(found: Iterable[_Given]) -> tuple[_Given, ...]:
    return tuple(sorted(found, key=lambda one: one.expires or date.max))


def card_left(card: Card, day: date) -> CardLeft:
    """A card with what its wallet may pay on this business day."""
    principal = balances.lots(ledger.principal(card.wallet))
    return CardLeft(card, principal, good(balances.lots(ledger.bonus(card.wallet)), day))


def standing_of(
    client_id: int,
    day: date,
    rules: TierRules,
    *,
    top_up: int = 0,
    without: Callable[[Deeds], Deeds] = lambda deeds: deeds,
    by_hand: bool = True,
) -> Standing:
    """Where a client stands by these rules; `top_up` (minor units) is one on the ticket that is
    being priced, which counts already (RULES 13). `without` takes off what is to be refunded;
    without `by_hand`, what was set by hand is left out."""
    held = tier_moves.held_tier(client_id)
    return standing_from(
        held if by_hand else beneath(held), client_id, day, rules, top_up=top_up, without=without
    )


def standing_from(
    held: Held | None, client_id: int, day: date, rules: TierRules, *, top_up: int = 0,
    without: Callable[[Deeds], Deeds] = lambda deeds: deeds,
) -> Standing:  # fmt: skip
    """The same, of a client who held something else than what is on file."""
    deeds = without(tier_moves.deeds_of(client_id, first_that_counts(rules, day, held)))
    if top_up:
        deeds = replace(deeds, top_ups=(*deeds.top_ups, (day, top_up)))
    return tier_for(rules, deeds, day, held)


def standing_before(client_id: int, sale_id: int, at: datetime, day: date) -> Standing | None:
    """Where a client stood at the instant of a sale, before it; None where the salon had no tiers
    then."""
    rules = value.tiers_at(at)
    if rules is None:
        return None
    held = tier_moves.held_tier(client_id, before=at)
    before = tier_moves.Before(sale_id, to_millis(at), newest_by("sale_earning", sale_id))
    deeds = tier_moves.deeds_of(client_id, first_that_counts(rules, day, held), before=before)
    return tier_for(rules, deeds, day, held)


def tier_of(standing: Standing | None, rules: TierRules | None) -> Tier | None:
    """The tier that a standing names."""
    if standing is None or rules is None or standing.tier is None:
        return None
    return rules.tiers[rules.rank(standing.tier)]


def book_for(ticket: Ticket, book: PriceBook, day: date) -> PriceBook:
    """`book` as it is for this ticket: the payer's benefits and what is free for them, the packs
    that its lines use, and its voucher."""
    book = replace(book, packs=_packs(ticket, day), coupon=_coupon(ticket, day))
    return _with_benefits(book, ticket, day) if ticket.client_id is not None else book


def largest_top_up(lines: Iterable[tuple[Line, Item]]) -> int:
    """The largest top-up among the lines of a ticket, in minor units: what is paid for it, also
    where that is typed (0 until it is). Prepaid has its price, so nothing comes off."""
    sold = [(line, item) for line, item in lines if item.kind is ItemKind.PREPAID]
    known = value.plans() if sold else {}
    top_ups = {item_id for item_id, plan in known.items() if plan.kind is PrepaidKind.TOP_UP}
    return max((_paid(*one) for one in sold if one[1].id in top_ups), default=0)


def _paid(line: Line, item: Item) -> int:
    unit = (line.typed_price or 0) if item.pricing is Pricing.OPEN else item.price
    return unit * line.quantity


def _coupon(ticket: Ticket, day: date) -> Coupon | None:
    found = coupons.coupon(ticket.coupon) if ticket.coupon else None
    return found.coupon if found and found.is_good(ticket.client_id, day) else None


def _packs(ticket: Ticket, day: date) -> dict[str, PackLeft]:
    uids = {line.source for line in ticket.lines if line.source and not line.free_with}
    found = (value.pack(uid) for uid in sorted(uids))
    return {
        pack.uid: PackLeft(pack.item_ids, good(pack.lots, day), pack.taxed)
        for pack in found if pack
    }  # fmt: skip


def _with_benefits(book: PriceBook, ticket: Ticket, day: date) -> PriceBook:
    assert ticket.client_id is not None
    rules = value.tiers_in_force()
    top_up = largest_top_up(
        (line, book.items[line.item_id]) for line in ticket.lines if line.item_id in book.items
    )
    standing = standing_of(ticket.client_id, day, rules, top_up=top_up) if rules else None
    own = cards.cards_of(ticket.client_id)
    discount = _discount(own, day, _topped_up(ticket, own) if top_up else frozenset())
    items = [item for item in book.items.values() if item.kind is not ItemKind.PREPAID]
    tier = tier_of(standing, rules)
    return replace(
        book,
        benefits=benefits_for(tier, items, discount),
        tier=tier.key if tier else "",
        free=free_services.left(ticket.client_id, tier, standing),
    )


def _topped_up(ticket: Ticket, own: Iterable[Card]) -> frozenset[str]:
    """The uids of the wallets that the ticket's top-ups go to: that of the card a line names, else
    of the payer's first one."""
    keeping = (c.wallet for c in own if c.kind in KEEPING_MONEY and not c.is_dead)
    first = next(keeping, "")
    plans = value.plans()
    named = {
        line.source for line in ticket.lines
        if line.item_id in plans and plans[line.item_id].kind is PrepaidKind.TOP_UP
    }  # fmt: skip
    found = (cards.card_by_uid(uid) for uid in named if uid)
    return frozenset([card.wallet for card in found if card] + ([first] if "" in named else []))


def _discount(of: Iterable[Card], day: date, topped_up: Container[str]) -> CardPercents:
    """The best percents of a client's cards: a discount card gives its own while its money lasts,
    also money that is being put on it now; a period card to the end of its last day."""
    usable = [card for card in of if card.state is CardState.ACTIVE and not card.has_ended(day)]
    giving = (
        card.discount_bp for card in usable if card.kind is CardKind.DISCOUNT
        and (card.wallet in topped_up or card_left(card, day).total)
    )  # fmt: skip
    periods = (card.discount_bp for card in usable if card.kind is CardKind.PERIOD)
    return CardPercents(max(giving, default=0), max(periods, default=0))
