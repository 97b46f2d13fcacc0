"""The demo's days: shifts, visits, walk-ins, payment, all through the use cases with its clock."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from salon_pos.db.queries import catalog, shifts
from salon_pos.demo import habits, members
from salon_pos.demo.habits import Regular
from salon_pos.demo.shop import Shop
from salon_pos.domain.catalog import HairLength, ItemKind, Pricing
from salon_pos.domain.rights import Actor
from salon_pos.domain.round_off import round_off
from salon_pos.domain.tenders import Handed, Tip, likely_notes
from salon_pos.domain.ticket import Credit, Discount, Line, Ticket, add_line
from salon_pos.usecases import checkout
from salon_pos.usecases import shifts as shift_deeds

OPENS, FLOAT = time(9, 50), 50_000
PRODUCTS_PER_100_SALES = 7
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who sits down at `at`: a regular, or nobody known."""

    at: datetime
    regular: Regular | None = None


def open_day(shop: Shop, at: datetime) -> None:
    """Open the day's shift with the usual float."""
    shift_deeds.open_shift(FLOAT, by=shop.cashier(at.date()), now=at)


def close_day(shop: Shop, at: datetime) -> None:
    """Count the drawer; one day in twelve it is a little off."""
    chance, expected = shop.chance, shifts.drawer_balance(shop.till_id)
    difference = chance.choice((-2000, -500, -100, 100, 500)) if chance.random() < 0.08 else 0
    counted = max(0, expected + difference)
    reason = "" if counted == expected else _WHY[shop.settings.language]
    shift_deeds.close_shift(counted, reason, by=shop.cashier(at.date()), now=at)


_WHY = {"zh_CN": "找零差额", "zh_TW": "找零差額", "en": "Miscounted change"}


def visits_of(shop: Shop, day: date, regulars: list[Regular], walk_ins: int) -> list[Visit]:
    """Everybody who comes on a day, in the order they sit down."""
    chance = shop.chance
    known = [Visit(_sits_down(shop, day, regular.hour), regular) for regular in regulars]
    hours = (10, 11, 12, 13, 14, 15, 16, 17, 18, 19)
    others = [Visit(_sits_down(shop, day, chance.choice(hours))) for _ in range(walk_ins)]
    return sorted(known + others, key=lambda visit: visit.at)


def _sits_down(shop: Shop, day: date, hour: int) -> datetime:
    return shop.at(day, time(hour, 0)) + shop.chance.randrange(110) * MINUTE


def calendar(regulars: list[Regular], chance: Random, last: date) -> Mapping[date, list[Regular]]:
    """Who comes on which day."""
    days: defaultdict[date, list[Regular]] = defaultdict(list)
    for regular in regulars:
        for day in regular.visits(chance, last):
            days[day].append(regular)
    return days


def ticket_for(shop: Shop, visit: Visit, *, by: Actor) -> Ticket:
    """What a visit comes to: services by whom, for whom, an add-on, a product to take home."""
    ticket = Ticket(shop.uid(visit.at), visit.at)
    if visit.regular is None:
        return _product(shop, _walk_in(shop, ticket))
    regular, chance = visit.regular, shop.chance
    payer = shop.client_id(regular.client, by=by, now=visit.at)
    ticket = replace(ticket, client_id=payer)
    extra = [place for place, percent in regular.taste.sometimes if chance.randrange(100) < percent]
    for place in (*regular.taste.always, *extra):
        ticket = _serve(shop, ticket, place, stylist=regular.stylist, length=regular.length)
    for relative, place in regular.family:
        client_id = shop.client_id(relative, by=by, now=visit.at)
        ticket = _serve(shop, ticket, place, stylist="WU", client_id=client_id)
    return _discounted(shop, _product(shop, ticket))


def _walk_in(shop: Shop, ticket: Ticket) -> Ticket:
    places = (habits.WOMEN, habits.MEN, habits.CHILD, habits.BLOWDRY, habits.FRINGE,
              habits.UPDO, habits.OTHER)  # fmt: skip
    place = shop.chance.choices(places, (26, 40, 8, 16, 4, 3, 3))[0]
    stylist = shop.chance.choice(habits.STYLISTS)
    return _serve(shop, ticket, place, stylist=stylist, requested=False)


def _serve(
    shop: Shop,
    ticket: Ticket,
    place: int,
    *,
    stylist: str,
    length: HairLength = HairLength.MEDIUM,
    client_id: int | None = None,
    requested: bool | None = None,
) -> Ticket:
    """One more service on the ticket; colour and perm often with an assistant, or an extra tube."""
    chance, item = shop.chance, shop.items[place]
    wanted = stylist != "WU" and chance.random() < 0.75 if requested is None else requested
    line = Line(
        shop.uid(ticket.opened_at),
        item.id,
        staff=_credit(shop, stylist, place),
        requested=wanted,
        client_id=client_id,
        length=length if item.pricing is Pricing.LENGTH_LEVEL else None,
        typed_price=chance.randrange(60, 300, 10) * 100 if item.pricing is Pricing.OPEN else None,
    )
    ticket = add_line(ticket, line)
    if place in (habits.ROOTS, habits.COLOUR) and chance.random() < 0.12:
        tube = next(item for item in shop.items if item.is_addon)
        extra = Line(shop.uid(ticket.opened_at), tube.id, staff=line.staff, parent=line.uid)
        return add_line(ticket, extra)
    return ticket


def _credit(shop: Shop, stylist: str, place: int) -> tuple[Credit, ...]:
    lead = shop.staff[stylist]
    is_long = place in (habits.ROOTS, habits.COLOUR, habits.HIGHLIGHTS, habits.PERM)
    if is_long and stylist in ("MEI", "JIE") and shop.chance.random() < 0.45:
        return Credit(lead, 7_000), Credit(shop.staff["WU"], 3_000)
    return (Credit(lead),)


def _product(shop: Shop, ticket: Ticket) -> Ticket:
    if shop.chance.randrange(100) >= PRODUCTS_PER_100_SALES:
        return ticket
    shelf = [item for item in catalog.items() if item.kind is ItemKind.PRODUCT and item.stock]
    shelf = [item for item in shelf if item.stock and item.stock > 2]
    if not shelf:
        return ticket
    item, seller = shop.chance.choice(shelf), ticket.lines[0].staff[:1]
    staff = tuple(Credit(credit.staff_id) for credit in seller)
    return add_line(ticket, Line(shop.uid(ticket.opened_at), item.id, staff=staff))


def _discounted(shop: Shop, ticket: Ticket) -> Ticket:
    """One regular in ten gets something off a line; cents are rounded off."""
    if shop.chance.random() < 0.1:
        off = Discount(shop.reasons["Regular client"], percent_bp=shop.chance.choice((500, 1000)))
        first = replace(ticket.lines[0], discount=off)
        ticket = replace(ticket, lines=(first, *ticket.lines[1:]))
    if shop.bill(ticket).total % shop.settings.round_off_step:
        return round_off(ticket, shop.book_for(ticket), step=shop.settings.round_off_step,
                         reason_id=shop.reasons["Rounding off"])  # fmt: skip
    return ticket


def pay(shop: Shop, ticket: Ticket, *, tender: str, by: Actor, now: datetime) -> None:
    """Take payment as people pay: members from card and points first, the rest mostly by one
    wallet, sometimes with cash beside it."""
    if ticket.client_id is not None:
        ticket = members.ready(shop, ticket, by=by, now=now)
    bill = shop.bill(ticket)
    own = members.tenders(shop, ticket, bill, now=now)
    left = members.rest(bill, own)
    money = _handed(shop, left, tender, ticket.lines[0].lead) if left else []
    handed = (*own, *money)
    checkout.take_payment(checkout.Payment(ticket, handed, bill.total), by=by, now=now)


def _handed(shop: Shop, total: int, tender: str, lead: int | None) -> list[Handed]:
    chance, method = shop.chance, shop.methods[tender]
    if tender == "cash":
        notes = (total, *likely_notes(total, shop.settings.currency.unit))
        return [Handed(method.id, chance.choice(notes))]
    cash = shop.methods["cash"].id
    if total > 20_000 and chance.random() < 0.05:
        return [Handed(cash, 10_000), Handed(method.id, total - 10_000)]
    if lead and chance.random() < 0.04:
        tip = Tip(lead, chance.choice((1_000, 2_000, 3_000)))
        return [Handed(method.id, total + tip.amount, (tip,))]
    return [Handed(method.id, total)]


def minutes_of(shop: Shop, ticket: Ticket) -> int:
    """How long a ticket takes, from sitting down to paying: work done side by side counts once."""
    longest = max(shop.book.items[line.item_id].minutes for line in ticket.lines)
    return max(longest, 10) + shop.chance.randrange(5, 25)
