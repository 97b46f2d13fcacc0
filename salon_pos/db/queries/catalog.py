"""What the salon sells and takes, and the price book that prices a ticket."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from peewee import SQL

from salon_pos.db.models.catalog import (
    CategoryRow,
    DiscountReasonRow,
    ItemRow,
    ItemTaxRow,
    LevelRow,
    TaxRow,
    TenderMethodRow,
)
from salon_pos.db.models.people import ItemPriceRow, StaffRow
from salon_pos.db.models.sales import SaleLineRow
from salon_pos.db.models.value import PackRow, PrepaidItemRow, PrepaidRow
from salon_pos.db.prepared import P, Prepared
from salon_pos.domain.catalog import (
    DiscountReason,
    HairLength,
    Item,
    ItemKind,
    PriceBook,
    PriceCell,
    Pricing,
    Tax,
    TenderKind,
    TenderMethod,
)
from salon_pos.domain.people import Level
from salon_pos.domain.settings import Settings


@dataclass(frozen=True, slots=True)
class Category:
    """A group of items on the counter's tiles, in the order of `rank`."""

    id: int
    name: str
    rank: int
    retired: bool = False


_ITEM = (
    ItemRow.id, ItemRow.name, ItemRow.kind, ItemRow.pricing, ItemRow.price, ItemRow.category,
    ItemRow.minutes, ItemRow.is_addon, ItemRow.barcode, ItemRow.code, ItemRow.cost, ItemRow.stock,
    ItemRow.retired, ItemRow.uid,
)  # fmt: skip
_CELL = (
    ItemPriceRow.item, ItemPriceRow.price, ItemPriceRow.level, ItemPriceRow.staff,
    ItemPriceRow.length,
)  # fmt: skip
# Of what is prepaid only a pack is ever taxed when it is sold (RULES 25), whatever an older program
# put on top-ups, gift cards and deposits.
_ITEM_TAX = ItemTaxRow.select(ItemTaxRow.item, ItemTaxRow.tax).where(
    ItemTaxRow.item.not_in(
        PrepaidRow.select(PrepaidRow.item).where(PrepaidRow.kind != SQL("'pack'"))
    )
)

_ITEMS = Prepared(lambda: ItemRow.select(*_ITEM).order_by(ItemRow.id))
_CELLS = Prepared(lambda: ItemPriceRow.select(*_CELL).order_by(ItemPriceRow.id))
_TAXED = Prepared(lambda: _ITEM_TAX)
_TAXES = Prepared(
    lambda: TaxRow.select(
        TaxRow.id, TaxRow.name, TaxRow.rate_ppm, TaxRow.retired, TaxRow.uid
    ).order_by(TaxRow.id)
)
_LEVELS = Prepared(
    lambda: LevelRow.select(LevelRow.id, LevelRow.name, LevelRow.rank, LevelRow.retired).order_by(
        LevelRow.rank, LevelRow.id
    )
)
_CATEGORIES = Prepared(
    lambda: CategoryRow.select(
        CategoryRow.id, CategoryRow.name, CategoryRow.rank, CategoryRow.retired
    ).order_by(CategoryRow.rank, CategoryRow.id)
)
_REASONS = Prepared(
    lambda: DiscountReasonRow.select(
        DiscountReasonRow.id,
        DiscountReasonRow.name,
        DiscountReasonRow.limit_bp,
        DiscountReasonRow.limit_amount,
        DiscountReasonRow.is_round_off,
        DiscountReasonRow.retired,
    ).order_by(DiscountReasonRow.id)
)
_METHODS = Prepared(
    lambda: TenderMethodRow.select(
        TenderMethodRow.id,
        TenderMethodRow.name,
        TenderMethodRow.kind,
        TenderMethodRow.code,
        TenderMethodRow.retired,
    ).order_by(TenderMethodRow.rank, TenderMethodRow.id)
)
_SOLD = Prepared(
    lambda: SaleLineRow.select(SaleLineRow.id).where(SaleLineRow.item == P).limit(SQL("1"))
)
_IN_PACKS = Prepared(
    lambda: (
        PackRow.select(PackRow.id)
        .where(
            (PackRow.item == P)
            | PackRow.item.in_(
                PrepaidItemRow.select(PrepaidItemRow.prepaid).where(PrepaidItemRow.item == P)
            )
        )
        .limit(SQL("1"))
    )
)
_STAFF_LEVELS = Prepared(lambda: StaffRow.select(StaffRow.id, StaffRow.level))


def items(*, with_retired: bool = False) -> tuple[Item, ...]:
    """Every item with its prices and taxes, in the order it was added."""
    found = _made(_ITEMS.all(), _CELLS.all(), _TAXED.all())
    return tuple(item for item in found if with_retired or not item.retired)


def some_items(ids: Sequence[int]) -> tuple[Item, ...]:
    """The items with these ids, by id, also retired ones."""
    if not ids:
        return ()
    rows, cells, taxed = _for_ids(len(ids))
    return _made(rows.all(*ids), cells.all(*ids), taxed.all(*ids))


def item(item_id: int) -> Item:
    """One item, retired or not; KeyError if there is none."""
    for found in some_items([item_id]):
        return found
    raise KeyError(item_id)


def was_sold(item_id: int) -> bool:
    """Whether a sale has a line of the item, also one that was given back, or somebody has sessions
    of it: bought in a pack, or exchanged for points."""
    return _SOLD.one(item_id) is not None or _IN_PACKS.one(item_id, item_id) is not None


def price_book(settings: Settings) -> PriceBook:
    """The whole price list, for the screens that price a ticket while it is written."""
    return _book(settings, items(with_retired=True))


def price_book_for(settings: Settings, item_ids: Iterable[int]) -> PriceBook:
    """The part of the price list that one ticket needs."""
    return _book(settings, some_items(sorted(set(item_ids))))


def taxes(*, with_retired: bool = False) -> tuple[Tax, ...]:
    """The salon's taxes, in the order they were added."""
    return tuple(
        Tax(id_, name, rate, bool(gone), uid) for id_, name, rate, gone, uid in _TAXES.all()
        if with_retired or not gone
    )  # fmt: skip


def levels(*, with_retired: bool = False) -> tuple[Level, ...]:
    """Levels of skill by rank."""
    found = (Level(id_, name, rank, bool(gone)) for id_, name, rank, gone in _LEVELS.all())
    return tuple(level for level in found if with_retired or not level.retired)


def categories(*, with_retired: bool = False) -> tuple[Category, ...]:
    """Categories by rank."""
    found = (Category(id_, name, rank, bool(gone)) for id_, name, rank, gone in _CATEGORIES.all())
    return tuple(category for category in found if with_retired or not category.retired)


def discount_reasons() -> dict[int, DiscountReason]:
    """Every discount reason by id, retired ones too."""
    return {
        row[0]: DiscountReason(row[0], row[1], row[2], row[3], bool(row[4]), bool(row[5]))
        for row in _REASONS.all()
    }


def tender_methods() -> dict[int, TenderMethod]:
    """Every means of payment by id in the order of the pay screen, retired ones too."""
    return {
        id_: TenderMethod(id_, name, TenderKind(kind), code, bool(retired))
        for id_, name, kind, code, retired in _METHODS.all()
    }


def _book(settings: Settings, found: Sequence[Item]) -> PriceBook:
    return PriceBook(
        items={item.id: item for item in found},
        taxes=taxes(),
        tax_mode=settings.tax_mode,
        tax_rounding=settings.tax_rounding,
        cash_step=settings.cash_step,
        levels=dict(_STAFF_LEVELS.all()),
    )


@cache
def _for_ids(count: int) -> tuple[Prepared, Prepared, Prepared]:
    places = [P] * count
    return (
        Prepared(lambda: ItemRow.select(*_ITEM).where(ItemRow.id.in_(places)).order_by(ItemRow.id)),
        Prepared(lambda: ItemPriceRow.select(*_CELL).where(ItemPriceRow.item.in_(places))),
        Prepared(lambda: _ITEM_TAX.where(ItemTaxRow.item.in_(places))),
    )


Rows = list[tuple[Any, ...]]


def _made(rows: Rows, cells: Rows, taxed: Rows) -> tuple[Item, ...]:
    prices: defaultdict[int, list[PriceCell]] = defaultdict(list)
    for item_id, amount, level, staff, length in cells:
        prices[item_id].append(
            PriceCell(amount, level, staff, HairLength(length) if length else None)
        )
    tax_ids: defaultdict[int, set[int]] = defaultdict(set)
    for item_id, tax_id in taxed:
        tax_ids[item_id].add(tax_id)
    return tuple(_item(row, tuple(prices[row[0]]), frozenset(tax_ids[row[0]])) for row in rows)


def _item(row: tuple[Any, ...], cells: tuple[PriceCell, ...], tax_ids: frozenset[int]) -> Item:
    (id_, name, kind, pricing, price, category, minutes, is_addon,
     barcode, code, cost, stock, retired, uid) = row  # fmt: skip
    return Item(
        id=id_, name=name, kind=ItemKind(kind), pricing=Pricing(pricing), price=price,
        cells=cells, tax_ids=tax_ids, category_id=category, minutes=minutes,
        is_addon=bool(is_addon), barcode=barcode or "", code=code or "", cost=cost, stock=stock,
        retired=bool(retired), uid=uid,
    )  # fmt: skip
