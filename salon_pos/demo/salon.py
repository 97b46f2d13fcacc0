"""Making the demo: the file, its staff, the months gone by, and today's open shift."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from random import Random

from salon_pos.db import connection, salon_file
from salon_pos.db.queries import catalog
from salon_pos.db.queries import settings as salon
from salon_pos.demo import bulk, days, dealings, members
from salon_pos.demo.days import Visit
from salon_pos.demo.habits import Regular, Town
from salon_pos.demo.price_list import CATEGORIES, Names, demo_settings, price_list, said
from salon_pos.demo.shop import Shop
from salon_pos.domain.people import StaffMember
from salon_pos.domain.rights import Actor, Role
from salon_pos.domain.settings import DEMO_PIN
from salon_pos.domain.ticket import Ticket
from salon_pos.usecases import checkout, staff
from salon_pos.usecases.founding import Founding, found_salon

PIN = DEMO_PIN
MOST_REGULARS = 400
"""More than these a salon of four chairs does not see again and again: the rest is on file only."""

Progress = Callable[[int, int], None]

OWNER: Names = ("老板", "老闆", "Lao Ban")
# code, name, role, place in the levels, serves
TEAM: tuple[tuple[str, Names, Role, int | None, bool], ...] = (
    ("MEI", ("美", "美", "Mei"), Role.STYLIST, 2, True),
    ("JIE", ("阿杰", "阿傑", "Jie"), Role.STYLIST, 1, True),
    ("WU", ("小吴", "小吳", "Wu"), Role.STYLIST, 0, True),
    ("CHEN", ("小陈", "小陳", "Chen"), Role.CASHIER, 0, True),
    ("MANAGER", ("店长", "店長", "Manager"), Role.MANAGER, None, False),
)


def make_demo(
    folder: Path,
    *,
    clients: int = 120,
    months: int = 6,
    seed: int = 1,
    progress: Progress | None = None,
    language: str = "zh_CN",
    now: datetime | None = None,
) -> None:
    """Make a salon in the empty `folder` and leave it open: `clients` on file, `months` of sales
    up to `now` (left out: the machine's clock), today's shift open with a few parked tickets. The
    same for the same seed and instant; every PIN is `PIN`. `progress(done, total)` hears of it.

    Of very many clients the first `MOST_REGULARS` have habits; the rest is put on file in bulk.
    """
    salon_file.create(folder)
    until = now or datetime.now(UTC)  # noqa: TID251 - the edge of the demo's own clock
    with connection.without_waiting_for_the_disk():
        shop = _found(language, Random(seed), until)
        _fill(shop, until, clients=clients, months=months, progress=progress or _quiet)


def _quiet(_done: int, _total: int) -> None:
    """Nobody listens."""


def _fill(shop: Shop, now: datetime, *, clients: int, months: int, progress: Progress) -> None:
    today = shop.settings.business_day(now)
    first = today - timedelta(days=30 * months)
    town = Town(shop.chance, shop.settings.language, first, today)
    regulars = town.regulars(min(clients, MOST_REGULARS))
    bulk.add_clients(shop, clients - MOST_REGULARS, by=_owner(shop), now=now, progress=progress)
    by_day = days.calendar(regulars, shop.chance, today) if months else {}
    span = (today - first).days
    for past in range(span):
        day = first + timedelta(days=past)
        _live(shop, day=shop.at(day, days.OPENS), regulars=by_day.get(day, []), ago=span - past)
        progress(past, span)
    dealings.special_cards(shop, by=_owner(shop), now=now)
    _put_on_file(shop, regulars, now)
    _today(shop, now, by_day.get(today, []), all_=regulars if months else [])


def _live(shop: Shop, *, day: datetime, regulars: list[Regular], ago: int) -> None:
    """One whole day, from the float to the count; it is so many days `ago`."""
    days.open_day(shop, day)
    is_weekend = day.weekday() >= 5
    walk_ins = shop.chance.randint(6, 11) if is_weekend else shop.chance.randint(3, 7)
    visits = days.visits_of(shop, day.date(), regulars, walk_ins)
    _serve_all(shop, visits, None)
    dealings.of_day(shop, ago=ago, now=shop.at(day.date(), time(22, 10)))
    days.close_day(shop, shop.at(day.date(), time(22, 30)))


def _serve_all(shop: Shop, visits: list[Visit], now: datetime | None) -> None:
    """Serve in the order of paying, as far as `now` allows; new clients are filed as they come."""
    tickets: list[tuple[datetime, Ticket, Visit]] = []
    for visit in visits:
        if now is not None and visit.at >= now:
            continue
        ticket = days.ticket_for(shop, visit, by=shop.cashier(visit.at.date()))
        paid_at = visit.at + days.minutes_of(shop, ticket) * days.MINUTE
        tickets.append((paid_at, ticket, visit))
    for paid_at, ticket, visit in sorted(tickets, key=lambda served: served[0]):
        if now is None or paid_at < now:
            tender = visit.regular.tender if visit.regular else _any_tender(shop)
            days.pay(shop, ticket, tender=tender, by=shop.cashier(visit.at.date()), now=paid_at)


def _any_tender(shop: Shop) -> str:
    return shop.chance.choices(("wechat", "alipay", "cash", "card"), (42, 28, 22, 8))[0]


def _put_on_file(shop: Shop, regulars: list[Regular], now: datetime) -> None:
    """Clients whom no visit has put on file yet, with their families."""
    by = _owner(shop)
    for regular in regulars:
        for client in (regular.client, *(relative for relative, _ in regular.family)):
            shop.client_id(client, by=by, now=now)


def _today(shop: Shop, now: datetime, due: list[Regular], *, all_: list[Regular]) -> None:
    """Today so far: the shift is open, some have paid, a few tickets are parked."""
    day = shop.settings.business_day(now)
    night_ends = shop.at(day, time.min) + shop.settings.cutoff_minutes * days.MINUTE
    opened = max(night_ends, min(shop.at(day, days.OPENS), now - timedelta(hours=2)))
    days.open_day(shop, opened)
    if all_:
        _serve_all(shop, days.visits_of(shop, day, due, shop.chance.randint(5, 9)), now)
        by = shop.cashier(day)
        for tag, minutes, regular in _waiting(all_, due):
            visit = Visit(max(opened, now - minutes * days.MINUTE), regular)
            ticket = replace(days.ticket_for(shop, visit, by=by), tag=tag)
            checkout.keep_tickets([checkout.Kept(ticket, parked=True)], by=by, now=visit.at)


def _waiting(regulars: list[Regular], gone: list[Regular]) -> list[tuple[str, int, Regular | None]]:
    """Who waits: with a tag or a client, and for how many minutes."""
    others = [regular for regular in regulars if regular not in gone and not regular.until]
    singles = [regular for regular in others if not regular.family]
    families = [regular for regular in others if regular.family]
    known = [*zip((72, 40), [*singles[:1], *families[:1]], strict=False)]
    return [("2", 18, None), *(("", minutes, regular) for minutes, regular in known)]


def _owner(shop: Shop) -> Actor:
    return Actor(shop.staff["OWNER"], shop.till_id)


def _found(language: str, chance: Random, now: datetime) -> Shop:
    """Found the salon some years ago, with its team and price list."""
    long_ago = now - timedelta(days=3 * 365)
    founding = Founding(
        demo_settings(language), said(language, OWNER), PIN,
        categories=tuple(said(language, names) for names in CATEGORIES),
        items=price_list(language),
    )  # fmt: skip
    owner = found_salon(founding, now=long_ago)
    by = Actor(owner.id, salon.till_id())
    staff.save_staff(replace(owner, serves=False), by=by, now=long_ago)
    levels = [level.id for level in catalog.levels()]
    codes = {"OWNER": owner.id}
    for code, names, role, place, serves in TEAM:
        level_id = None if place is None else levels[place]
        member = StaffMember(said(language, names), role, code, level_id, serves)
        codes[code] = staff.save_staff(member, pin=PIN, by=by, now=long_ago).id
    members.set_up(language, by=by, now=long_ago)
    dealings.set_up(language, by=by, now=long_ago)
    settings = salon.settings()
    return Shop(
        chance=chance, settings=settings, staff=codes, book=catalog.price_book(settings),
        methods={method.code: method for method in catalog.tender_methods().values()},
        reasons={reason.name: reason.id for reason in catalog.discount_reasons().values()},
        till_id=by.till_id,
    )  # fmt: skip
