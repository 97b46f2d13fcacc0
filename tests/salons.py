"""A small founded salon with a bit of everything, made once a session and copied for each test."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import pytest
from argon2 import PasswordHasher

from salon_pos.db import connection, salon_file
from salon_pos.db.queries import catalog
from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain.catalog import (
    HairLength,
    Item,
    ItemKind,
    PriceCell,
    Pricing,
    Tax,
    TaxMode,
)
from salon_pos.domain.people import Client, StaffMember
from salon_pos.domain.pricing import price
from salon_pos.domain.rights import Actor, Role
from salon_pos.domain.settings import Settings
from salon_pos.domain.tenders import Handed, Tip
from salon_pos.domain.ticket import Credit, Line, Ticket
from salon_pos.usecases import pins
from salon_pos.usecases.checkout import Payment
from salon_pos.usecases.clients import save_client
from salon_pos.usecases.founding import Founding, found_salon
from salon_pos.usecases.shifts import open_shift
from salon_pos.usecases.staff import save_staff

NOW = datetime(2026, 5, 4, 18, 0, tzinfo=UTC)  # 11:00 on a Monday in Vancouver
PINS = {"olga": "1234", "chen": "2345", "kai": "3456", "mei": "4567", "jie": "5678"}

SETTINGS = Settings(
    "Cloud Hair",
    address="12 Alder Street",
    currency_code="CAD",
    region="CA",
    timezone="America/Vancouver",
    tax_mode=TaxMode.EXCLUSIVE,
    cash_step=5,
)
TAXES = (Tax(0, "GST", 50_000), Tax(0, "PST", 80_000))
BOTH = frozenset({0, 1})
GST_ONLY = frozenset({0})

# Places in TAXES, LEVELS and the categories stand for ids: found_salon turns them into such.
ITEMS = {
    "cut": Item(0, "Women's cut", pricing=Pricing.LEVEL, price=6_000, tax_ids=GST_ONLY,
                category_id=0, minutes=45,
                cells=(PriceCell(5_000, level_id=0), PriceCell(8_000, level_id=2))),
    "wash": Item(0, "Wash", price=1_010, tax_ids=BOTH, category_id=0, minutes=15),
    "colour": Item(0, "Full colour", pricing=Pricing.LENGTH_LEVEL, price=9_000, tax_ids=BOTH,
                   category_id=1, minutes=120,
                   cells=(PriceCell(9_900, length=HairLength.SHORT),
                          PriceCell(12_900, length=HairLength.LONG),
                          PriceCell(15_900, length=HairLength.LONG, level_id=2))),
    "care": Item(0, "Care", pricing=Pricing.OPEN, tax_ids=BOTH, category_id=1),
    "mask": Item(0, "Mask", price=2_500, tax_ids=BOTH, category_id=1, is_addon=True),
    "gel": Item(0, "Gel", kind=ItemKind.PRODUCT, price=3_030, cost=1_200, stock=4,
                barcode="6901234567892", code="GEL", tax_ids=BOTH, category_id=2),
    "comb": Item(0, "Comb", kind=ItemKind.PRODUCT, price=1, category_id=2),
    "gift": Item(0, "Fringe trim", price=0, category_id=0),
}  # fmt: skip
STAFF = {
    "chen": StaffMember("Chen", Role.MANAGER, "CHEN", serves=False),
    "kai": StaffMember("Kai", Role.CASHIER, "KAI", serves=False),
    "mei": StaffMember("Mei", Role.STYLIST, "MEI", level_id=3),
    "jie": StaffMember("Jie", Role.STYLIST, "JIE", level_id=1),
    "old": StaffMember("Old Wu", Role.MANAGER, "WU", level_id=2),
}
CLIENTS = {
    "yutong": Client("张雨桐", phone="+86 138 1234 9527"),
    "maya": Client("Maya Torres", phone="604-555-0123", code="C-17"),
    "leo": Client("Leo Torres"),
}


@dataclass(frozen=True)
class Salon:
    """Where the file lies, and who and what is in it, by the short names above."""

    folder: Path
    staff: dict[str, StaffMember]
    items: dict[str, Item]
    clients: dict[str, Client]
    tenders: dict[str, int]
    reasons: dict[str, int]
    till_id: int

    def by(self, name: str) -> Actor:
        """This staff member at the counter's till."""
        return Actor(self.staff[name].id, self.till_id)

    def line(self, item: str, quantity: int = 1, *, uid: str = "", staff: str = "mei") -> Line:
        """A line done by one staff member ("" for nobody); its uid is the item's name at first."""
        credit = (Credit(self.staff[staff].id),) if staff else ()
        return Line(uid or item, self.items[item].id, quantity, credit)

    def ticket(self, uid: str, *lines: Line, client: str = "") -> Ticket:
        """An open ticket; its lines' uids are made its own, so that two tickets never share one."""
        own = tuple(replace(one, uid=f"{uid}/{one.uid}", parent=_own(uid, one)) for one in lines)
        return Ticket(uid, NOW, own, client_id=self.clients[client].id if client else None)

    def total(self, ticket: Ticket) -> int:
        """What the counter would show, in minor units."""
        settings = salon_queries.settings()
        return price(ticket, catalog.price_book(settings)).total

    def handed(self, tender: str, amount: int, **tips: int) -> Handed:
        """A tender by its code, and tips by staff name, in minor units."""
        for_staff = tuple(Tip(self.staff[name].id, part) for name, part in tips.items())
        return Handed(self.tenders[tender], amount, for_staff)

    def payment(self, ticket: Ticket, *tenders: Handed) -> Payment:
        """A payment at the total the counter shows; by card to the cent unless told."""
        total = self.total(ticket)
        return Payment(ticket, tenders or (self.handed("card", total),), total)


def _own(uid: str, line: Line) -> str:
    return f"{uid}/{line.parent}" if line.parent else ""


def quick_hasher() -> PasswordHasher:
    """argon2id at its least cost: what a PIN's hash costs has a test of its own."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def founded_salon(folder: Path) -> Salon:
    """Make this salon in `folder` and leave it open: no shift yet, nothing sold. Its PINs are
    quick to check."""
    with patch.object(pins, "_hasher", quick_hasher):
        return _founded_salon(folder)


def _founded_salon(folder: Path) -> Salon:
    salon_file.create(folder)
    owner = found_salon(
        Founding(
            SETTINGS,
            "Olga",
            PINS["olga"],
            taxes=TAXES,
            categories=("Cut", "Colour", "Products"),
            items=tuple(ITEMS.values()),
        ),
        now=NOW,
    )
    till_id = salon_queries.till_id()
    by = Actor(owner.id, till_id)
    owner = save_staff(replace(owner, serves=False), by=by, now=NOW)  # she only owns
    staff = {
        name: save_staff(member, pin=PINS.get(name, ""), by=by, now=NOW)
        for name, member in STAFF.items()
    }
    staff["old"] = save_staff(replace(staff["old"], retired=True), by=by, now=NOW)
    return Salon(
        folder=folder,
        staff={"olga": owner, **staff},
        items=dict(zip(ITEMS, catalog.items(), strict=True)),
        clients={name: save_client(one, by=by, now=NOW) for name, one in CLIENTS.items()},
        tenders={m.code: m.id for m in catalog.tender_methods().values()},
        reasons={reason.name: reason.id for reason in catalog.discount_reasons().values()},
        till_id=till_id,
    )


def opened_copy(template: Salon, folder: Path) -> Salon:
    """A fresh copy of a closed salon's files in `folder`, open; the key is known by its uid."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (connection.FILE_NAME, salon_file.NAME_FILE):
        shutil.copy(template.folder / name, folder / name)
    salon_file.open_folder(folder)
    return replace(template, folder=folder)


@pytest.fixture(scope="session")
def salon_template(tmp_path_factory: pytest.TempPathFactory) -> Salon:
    """The closed file that each test's salon is a copy of."""
    made = founded_salon(tmp_path_factory.mktemp("template"))
    connection.close()
    return made


@pytest.fixture
def salon(salon_template: Salon, tmp_path: Path) -> Iterator[Salon]:
    """A salon of this test's own, open, without a shift."""
    yield opened_copy(salon_template, tmp_path / "salon")
    connection.close()


@pytest.fixture
def selling(salon: Salon) -> Salon:
    """A salon with an open shift and 100.00 in the drawer."""
    open_shift(10_000, by=salon.by("kai"), now=NOW)
    return salon
