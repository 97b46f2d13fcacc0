"""Writing what a plan says is new, one small job for each row, each harmless when repeated."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time
from functools import cached_property, partial

from salon_pos.db.queries import catalog, people, sales
from salon_pos.db.queries import imports as queries
from salon_pos.db.queries import settings as salon
from salon_pos.db.queries.catalog import Category
from salon_pos.db.records import catalog as records
from salon_pos.db.records import people as people_records
from salon_pos.db.records import sales as sale_records
from salon_pos.domain.catalog import Item, Pricing, Tax, TenderKind
from salon_pos.domain.people import Client, StaffMember
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rights import Actor, Role
from salon_pos.domain.words import N_
from salon_pos.usecases.catalog import check_item, write_item
from salon_pos.usecases.deed import new_uid
from salon_pos.usecases.import_books import ListedItem
from salon_pos.usecases.import_plan import NewSale, Plan, item_key
from salon_pos.usecases.import_sales import Known, bill_of, settlement_of, ticket_of
from salon_pos.usecases.staff import write_staff

Job = Callable[[], object]
NOON = time(12, 0)


class Writer:
    """The jobs of an import, phase by phase; each phase needs the one before it on file."""

    def __init__(self, plan: Plan, by: Actor, now: datetime) -> None:
        self._plan, self._by, self._now = plan, by, now
        self._settings = salon.settings()

    def items(self) -> list[Job]:
        """Add new items, with the category and taxes they need."""
        return [partial(self._add_item, code, item) for code, item in self._plan.new_items.items()]

    def staff(self) -> list[Job]:
        """Add new staff codes, as stylists without a PIN."""
        return [partial(self._add_staff, code) for code in self._plan.new_staff]

    def clients(self) -> list[Job]:
        """Add new client codes; the files have no names, so the code is the name."""
        return [partial(self._add_client, code) for code in self._plan.new_clients]

    def sales(self) -> list[Job]:
        """Add new sales."""
        return [partial(self._add_sale, sale) for sale in self._plan.new_sales]

    def _add_item(self, code: str, listed: ListedItem) -> None:
        if any(item.code == code for item in catalog.items(with_retired=True)):
            return
        is_open = listed.price == 0
        item = Item(
            0, listed.name or listed.code, kind=listed.kind, code=code, price=listed.price,
            pricing=Pricing.OPEN if is_open else Pricing.FIXED, cost=max(listed.cost, 0),
            stock=listed.stock, category_id=_category_id(self._category(listed)),
            tax_ids=frozenset(tax.id for tax in catalog.taxes()), retired=not listed.active,
        )  # fmt: skip
        write_item(check_item(item))

    def _category(self, listed: ListedItem) -> str:
        return self._plan.books.profile.categories.get(listed.category, listed.category)

    def _add_staff(self, code: str) -> None:
        if people.staff_by_code(code) is None:
            serves = code not in self._plan.books.profile.not_serving
            write_staff(StaffMember(code, Role.STYLIST, code, serves=serves))

    def _add_client(self, code: str) -> None:
        if people.client_by_code(code) is None:
            client = Client(name=code, code=code, uid=new_uid())
            people_records.add_client(client, created_at=self._now)

    def _add_sale(self, sale: NewSale) -> None:
        day = sale.receipt.day
        at = datetime.combine(day, NOON, self._settings.zone)
        ticket = ticket_of(sale, self._known, at=at)
        if sales.paid_ticket(ticket.uid):
            return
        bill = bill_of(sale, ticket, self._known)
        head = sale_records.SaleHead(
            till_id=salon.till_id(salon.IMPORT_TILL), serial=None, number=sale.number,
            shift_id=None, business_day=day, paid_at=at, staff_id=self._by.staff_id,
            digest=ticket.uid, transaction_id=None,
        )  # fmt: skip
        sale_records.add_sale(head, ticket, bill, settlement_of(bill, self._known.tender))

    @cached_property
    def _known(self) -> Known:
        """What is on file once the phases before are written; read by the first sale."""
        profile = self._plan.books.profile
        methods = catalog.tender_methods().values()
        tender = next((m for m in methods if m.kind is TenderKind.IMPORTED), None)
        if tender is None:
            refuse("no_import_tender", N_("The tender “Imported” is missing from this salon."))
        return Known(
            items={item_key(item): item for item in catalog.items(with_retired=True)},
            staff={m.code: m.id for m in people.staff_members(with_retired=True)},
            clients=queries.client_codes(),
            taxes={tax.name: _tax_on_file(tax) for tax in profile.taxes},
            tax_mode=profile.settings.tax_mode,
            tender=tender,
        )


def _category_id(name: str) -> int | None:
    """The category of this name, which is added at the end where there is none."""
    if not name:
        return None
    there = catalog.categories(with_retired=True)
    found = next((category.id for category in there if category.name == name), None)
    return found or records.save_category(Category(0, name, rank=len(there)))


def _tax_on_file(tax: Tax) -> Tax:
    """The salon's tax of this name. One it does not have goes on file as retired: the old sales
    name it, new ones do not carry it."""
    for known in catalog.taxes(with_retired=True):
        if known.name == tax.name:
            return replace(known, rate_ppm=tax.rate_ppm)
    return replace(tax, id=records.save_tax(replace(tax, retired=True)))
