"""The price list and the lists around it: what is taken, how it is kept, what is refused where."""

from dataclasses import replace

import pytest

from salon_pos.db.queries import catalog as lists
from salon_pos.db.queries.catalog import Category
from salon_pos.domain.catalog import (
    DiscountReason,
    HairLength,
    Item,
    ItemKind,
    PriceCell,
    Pricing,
    Tax,
    TenderKind,
    TenderMethod,
)
from salon_pos.domain.money import MOST
from salon_pos.domain.people import Level
from salon_pos.usecases import catalog
from tests.salons import NOW, Salon
from tests.usecases.keeping import refused

UPDO = Item(0, "Updo", price=16_800, minutes=60)
WAX = Item(0, "Wax", kind=ItemKind.PRODUCT, price=2_200, cost=900, stock=6, barcode="4006381333931")


def save(salon: Salon, item: Item) -> Item:
    return catalog.save_item(item, by=salon.by("chen"), now=NOW)


def test_a_service_with_a_matrix_is_kept_whole(salon: Salon) -> None:
    cells = (
        PriceCell(9_000, level_id=1, length=HairLength.SHORT),
        PriceCell(12_000, staff_id=salon.staff["mei"].id),
        PriceCell(0),
    )
    new = Item(
        0, " Balayage ", pricing=Pricing.LENGTH_LEVEL, price=8_000, cells=cells, minutes=1_440,
        tax_ids=frozenset({1, 2}), category_id=2, is_addon=True, code=" BAL ",
    )  # fmt: skip
    saved = save(salon, new)
    assert saved == replace(new, id=saved.id, uid=saved.uid, name="Balayage", code="BAL")
    assert saved == lists.item(saved.id)
    changed = save(salon, replace(saved, cells=cells[1:], tax_ids=frozenset({2})))
    assert changed == lists.item(saved.id)


def test_a_retired_item_is_off_the_list_and_comes_back(salon: Salon) -> None:
    gone = save(salon, replace(salon.items["gel"], retired=True))
    assert gone not in lists.items()
    assert gone in lists.items(with_retired=True)
    assert save(salon, replace(gone, retired=False)) in lists.items()


WRONG_ITEMS: dict[str, tuple[Item, str, str]] = {
    "no name": (replace(UPDO, name=" "), "name_missing", "name"),
    "a price below zero": (replace(UPDO, price=-1), "bad_price", "price"),
    "a price beyond all": (replace(UPDO, price=MOST + 1), "bad_price", "price"),
    "a cell below zero": (
        replace(UPDO, pricing=Pricing.LEVEL, cells=(PriceCell(-1, level_id=1),)),
        "bad_price",
        "price",
    ),
    "a cost below zero": (replace(WAX, cost=-1), "bad_cost", "cost"),
    "minutes below zero": (replace(UPDO, minutes=-1), "bad_duration", "minutes"),
    "longer than a day": (replace(UPDO, minutes=1_441), "bad_duration", "minutes"),
    "a short barcode": (replace(WAX, barcode="123"), "bad_barcode", "barcode"),
    "a barcode with a space": (replace(WAX, barcode="1234 5678"), "bad_barcode", "barcode"),
    "a barcode of other figures": (replace(WAX, barcode="１２３４"), "bad_barcode", "barcode"),
    "the gel's barcode": (replace(WAX, barcode="6901234567892"), "barcode_taken", "barcode"),
    "the gel's code": (replace(WAX, code="GEL"), "code_taken", "code"),
    "prepaid": (replace(UPDO, kind=ItemKind.PREPAID), "bad_kind", "kind"),
    "a product by level": (replace(WAX, pricing=Pricing.LEVEL), "bad_pricing", "pricing"),
}


@pytest.mark.parametrize("wrong", WRONG_ITEMS)
def test_what_no_item_can_have(salon: Salon, wrong: str) -> None:
    item, key, field = WRONG_ITEMS[wrong]
    with refused(key, field):
        save(salon, item)


def test_an_item_keeps_its_own_barcode_and_code(salon: Salon) -> None:
    assert save(salon, replace(salon.items["gel"], price=3_130)).price == 3_130
    save(salon, replace(salon.items["gel"], retired=True))
    with refused("barcode_taken", "barcode") as no:  # an old sale still knows it by this
        save(salon, replace(WAX, barcode="6901234567892"))
    assert no.value.values["item"] == "Gel"


def test_a_new_tax_lies_on_every_item_a_changed_one_where_it_lay(salon: Salon) -> None:
    by = salon.by("olga")
    new = catalog.save_tax(Tax(0, " QST ", 99_750), by=by, now=NOW)
    assert (new.name, new.rate_ppm) == ("QST", 99_750)
    assert all(new.id in item.tax_ids for item in lists.items(with_retired=True))
    save(salon, replace(lists.item(salon.items["cut"].id), tax_ids=frozenset()))
    catalog.save_tax(replace(new, rate_ppm=100_000), by=by, now=NOW)
    assert lists.item(salon.items["cut"].id).tax_ids == frozenset()
    assert lists.taxes()[-1] == replace(new, rate_ppm=100_000)


@pytest.mark.parametrize("rate", [0, -1, 1_000_000])
def test_a_rate_no_tax_has(salon: Salon, rate: int) -> None:
    with refused("bad_rate", "rate"):
        catalog.save_tax(Tax(0, "QST", rate), by=salon.by("olga"), now=NOW)


@pytest.mark.parametrize(
    ("reason", "field"),
    [
        (DiscountReason(0, "Birthday", limit_bp=-1), "limit_bp"),
        (DiscountReason(0, "Birthday", limit_bp=10_001), "limit_bp"),
        (DiscountReason(0, "Birthday", limit_amount=-1), "limit_amount"),
    ],
)
def test_a_limit_no_reason_has(salon: Salon, reason: DiscountReason, field: str) -> None:
    with refused("bad_limit", field):
        catalog.save_discount_reason(reason, by=salon.by("olga"), now=NOW)


def test_a_reason_is_kept_with_its_limits(salon: Salon) -> None:
    by = salon.by("olga")
    new = DiscountReason(0, " Birthday ", limit_bp=10_000, limit_amount=0)
    saved = catalog.save_discount_reason(new, by=by, now=NOW)
    assert saved == replace(new, id=saved.id, name="Birthday")
    assert lists.discount_reasons()[saved.id] == saved


def test_a_tender_of_the_salons_own_is_kept(salon: Salon) -> None:
    by = salon.by("olga")
    octopus = TenderMethod(0, " Octopus ", TenderKind.WALLET)
    saved = catalog.save_tender_method(octopus, rank=90, by=by, now=NOW)
    other = catalog.save_tender_method(TenderMethod(0, "Twint", TenderKind.OTHER), rank=91, by=by,
                                       now=NOW)  # fmt: skip
    assert saved == replace(octopus, id=saved.id, name="Octopus", code=saved.code)
    assert saved.code != other.code
    assert list(lists.tender_methods().values())[-2:] == [saved, other]


def test_what_a_tender_is_stays_and_cash_too(salon: Salon) -> None:
    by, methods = salon.by("olga"), lists.tender_methods()
    cash, card = methods[salon.tenders["cash"]], methods[salon.tenders["card"]]
    with refused("kind_stays", "kind"):
        catalog.save_tender_method(replace(card, kind=TenderKind.CASH), rank=1, by=by, now=NOW)
    with refused("cash_stays"):
        catalog.save_tender_method(replace(cash, retired=True), rank=0, by=by, now=NOW)
    renamed = catalog.save_tender_method(replace(cash, name="Notes"), rank=0, by=by, now=NOW)
    assert lists.tender_methods()[cash.id] == renamed


def test_nothing_is_without_a_name(salon: Salon) -> None:
    by = salon.by("olga")
    with refused("name_missing", "name"):
        catalog.save_category(Category(0, " ", 0), by=by, now=NOW)
    with refused("name_missing", "name"):
        catalog.save_level(Level(0, "", 0), by=by, now=NOW)
    with refused("name_missing", "name"):
        catalog.save_tax(Tax(0, "", 50_000), by=by, now=NOW)
    with refused("name_missing", "name"):
        catalog.save_discount_reason(DiscountReason(0, "\t"), by=by, now=NOW)
    with refused("name_missing", "name"):
        catalog.save_tender_method(TenderMethod(0, "", TenderKind.CARD), rank=0, by=by, now=NOW)


def test_lists_stand_in_the_order_they_are_put(salon: Salon) -> None:
    by = salon.by("olga")
    catalog.order_categories([3, 1, 2], by=by, now=NOW)
    assert [one.id for one in lists.categories()] == [3, 1, 2]
    catalog.order_levels([2, 3, 1], by=by, now=NOW)
    assert [one.id for one in lists.levels()] == [2, 3, 1]
    ids = list(lists.tender_methods())
    catalog.order_tender_methods(ids[::-1], by=by, now=NOW)
    assert list(lists.tender_methods()) == ids[::-1]


def test_a_retired_category_and_level_are_off_their_lists(salon: Salon) -> None:
    by = salon.by("chen")
    category = catalog.save_category(replace(lists.categories()[0], retired=True), by=by, now=NOW)
    level = catalog.save_level(replace(lists.levels()[0], retired=True), by=by, now=NOW)
    assert category not in lists.categories()
    assert level not in lists.levels()
    assert category in lists.categories(with_retired=True)
    assert level in lists.levels(with_retired=True)
