"""Writing settings, tills, items and the lists they come from. Retired rows stay for old sales."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from salon_pos.db.models.catalog import (
    CategoryRow,
    DiscountReasonRow,
    ItemRow,
    ItemTaxRow,
    LevelRow,
    SettingRow,
    TaxRow,
    TenderMethodRow,
    TillRow,
)
from salon_pos.db.models.people import ItemPriceRow
from salon_pos.db.prepared import P, Prepared
from salon_pos.db.queries.catalog import Category
from salon_pos.db.queries.settings import CARD_SECRET
from salon_pos.domain.catalog import DiscountReason, Item, Tax, TenderMethod
from salon_pos.domain.people import Level
from salon_pos.domain.settings import Settings

_SOLD = Prepared(
    lambda: ItemRow.update({ItemRow.stock: ItemRow.stock - P}).where(
        ItemRow.id == P, ItemRow.stock.is_null(False)
    )
)


def write_settings(settings: Settings) -> None:
    """Keep every choice of the salon."""
    rows = [{"key": key, "value": json.dumps(value)} for key, value in asdict(settings).items()]
    for row in rows:
        SettingRow.insert(**row).on_conflict(
            conflict_target=[SettingRow.key], update={SettingRow.value: row["value"]}
        ).execute()


def write_card_secret(secret: bytes) -> None:
    """Keep what signs the QR of this salon's cards, once and for ever."""
    SettingRow.insert(key=CARD_SECRET, value=json.dumps(secret.hex())).execute()


def add_till(code: str, *, is_import: bool = False) -> int:
    """A new till; its id."""
    return TillRow.insert(code=code, is_import=is_import).execute()


def take_from_stock(item_id: int, quantity: int) -> None:
    """Count sold pieces off an item's stock, where its stock is counted."""
    _SOLD.run(quantity, item_id)


def add_item(item: Item) -> int:
    """A new item with its prices and taxes; its id."""
    item_id = ItemRow.insert(uid=item.uid, **_item_values(item)).execute()
    _write_prices(item_id, item)
    return item_id


def change_item(item: Item) -> None:
    """Write an item anew, with its prices and taxes."""
    ItemRow.update(**_item_values(item)).where(ItemRow.id == item.id).execute()
    ItemPriceRow.delete().where(ItemPriceRow.item == item.id).execute()
    ItemTaxRow.delete().where(ItemTaxRow.item == item.id).execute()
    _write_prices(item.id, item)


def save_category(category: Category) -> int:
    """Add (id 0) or change a category; its id."""
    values = {"name": category.name, "rank": category.rank, "retired": category.retired}
    return _save(CategoryRow, category.id, values)


def save_level(level: Level) -> int:
    """Add (id 0) or change a level; its id."""
    values = {"name": level.name, "rank": level.rank, "retired": level.retired}
    return _save(LevelRow, level.id, values)


def save_tax(tax: Tax) -> int:
    """Add (id 0) or change a tax; its id."""
    values = {
        "name": tax.name, "rate_ppm": tax.rate_ppm, "retired": tax.retired, "uid": tax.uid,
    }  # fmt: skip
    return _save(TaxRow, tax.id, values)


def save_discount_reason(reason: DiscountReason) -> int:
    """Add (id 0) or change a discount reason; its id."""
    values = {
        "name": reason.name,
        "limit_bp": reason.limit_bp,
        "limit_amount": reason.limit_amount,
        "is_round_off": reason.is_round_off,
        "retired": reason.retired,
    }
    return _save(DiscountReasonRow, reason.id, values)


def save_tender_method(method: TenderMethod, *, rank: int) -> int:
    """Add (id 0) or change a means of payment; its id."""
    values = {
        "code": method.code,
        "name": method.name,
        "kind": str(method.kind),
        "rank": rank,
        "retired": method.retired,
    }
    return _save(TenderMethodRow, method.id, values)


def order_categories(ids: Sequence[int]) -> None:
    """Put categories in this order."""
    _order(CategoryRow, ids)


def order_levels(ids: Sequence[int]) -> None:
    """Put levels in this order."""
    _order(LevelRow, ids)


def order_tender_methods(ids: Sequence[int]) -> None:
    """Put means of payment in this order."""
    _order(TenderMethodRow, ids)


def _order(model: type[CategoryRow | LevelRow | TenderMethodRow], ids: Sequence[int]) -> None:
    for rank, row_id in enumerate(ids):
        model.update(rank=rank).where(model.id == row_id).execute()


def _save(model: type, row_id: int, values: dict[str, object]) -> int:
    if not row_id:
        return model.insert(**values).execute()
    model.update(**values).where(model.id == row_id).execute()
    return row_id


def _item_values(item: Item) -> dict[str, object]:
    return {
        "code": item.code or None,
        "name": item.name,
        "kind": str(item.kind),
        "pricing": str(item.pricing),
        "price": item.price,
        "category": item.category_id,
        "minutes": item.minutes,
        "is_addon": item.is_addon,
        "barcode": item.barcode or None,
        "cost": item.cost,
        "stock": item.stock,
        "retired": item.retired,
    }


def _write_prices(item_id: int, item: Item) -> None:
    for cell in item.cells:
        ItemPriceRow.insert(
            item=item_id,
            level=cell.level_id,
            staff=cell.staff_id,
            length=str(cell.length) if cell.length else None,
            price=cell.price,
        ).execute()
    for tax_id in sorted(item.tax_ids):
        ItemTaxRow.insert(item=item_id, tax=tax_id).execute()
