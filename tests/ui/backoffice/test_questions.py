"""However long a list is, its section asks the file the same few questions."""

from collections.abc import Callable

import pytest

from salon_pos.db.queries.catalog import Category
from salon_pos.domain.catalog import DiscountReason, Item, Tax, TenderKind, TenderMethod
from salon_pos.domain.people import Level, StaffMember
from salon_pos.domain.rights import Role
from salon_pos.ui.backoffice.room import BackOfficeRoom
from salon_pos.usecases import catalog, staff
from tests.salons import NOW, Salon
from tests.ui.backoffice.hands import section, tap_section
from tests.ui.reading import entries

MANY = 25


Add = Callable[[Salon, int], None]


def _kept(save: Callable[..., object], make: Callable[[int], object], **more: int) -> Add:
    def add(salon: Salon, n: int) -> None:
        save(make(n), **more, by=salon.by("olga"), now=NOW)

    return add


ADD = {
    "items": _kept(catalog.save_item, lambda n: Item(0, f"Service {n}", price=n)),
    "categories": _kept(catalog.save_category, lambda n: Category(0, f"Group {n}", n)),
    "staff": _kept(staff.save_staff, lambda n: StaffMember(f"S {n}", Role.STYLIST, f"S{n}")),
    "levels": _kept(catalog.save_level, lambda n: Level(0, f"Level {n}", n)),
    "discounts": _kept(catalog.save_discount_reason, lambda n: DiscountReason(0, f"Reason {n}")),
    "tenders": _kept(
        catalog.save_tender_method,
        lambda n: TenderMethod(0, f"Tender {n}", TenderKind.OTHER),
        rank=9,
    ),
    "taxes": _kept(catalog.save_tax, lambda n: Tax(0, f"Tax {n}", n + 1)),
}


@pytest.mark.parametrize("key", ADD)
def test_a_long_list_is_read_with_as_few_questions_as_a_short_one(
    room: BackOfficeRoom, salon: Salon, queries, key: str
) -> None:
    tap_section(room, key)
    shown = section(room)
    short = len(entries(shown.list))
    with queries(most=40) as asked:
        shown.look_again()
    for n in range(MANY):
        ADD[key](salon, n)
    with queries(most=len(asked)):
        shown.look_again()
    assert len(entries(shown.list)) == short + MANY
