"""The price list: items and the lists around them. Retiring keeps a row for old sales."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from salon_pos.db.queries import catalog
from salon_pos.db.queries.catalog import Category
from salon_pos.db.records import catalog as records
from salon_pos.db.records import journal
from salon_pos.domain.catalog import (
    DiscountReason,
    Item,
    ItemKind,
    Pricing,
    Tax,
    TenderKind,
    TenderMethod,
)
from salon_pos.domain.money import MILLION, MOST, Amount
from salon_pos.domain.people import Level
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rights import Actor, Right
from salon_pos.domain.words import N_
from salon_pos.usecases.deed import deed, new_uid
from salon_pos.usecases.reward_prices import check_item as check_as_reward


def save_item(item: Item, *, by: Actor, now: datetime) -> Item:
    """Add (id 0) or change a service or product with its prices (minor units) and taxes. Refuses
    an empty name, a wrong amount, a barcode or code that another item has, another kind for what
    was sold, and a price that would pay for a reward (RULES 14)."""
    with deed(Right.EDIT_CATALOG, by):
        checked = check_item(item)
        saved = write_item(checked)
        journal.note(by, now, "save_item", saved.uid, price=saved.price, retired=saved.retired)
        return saved


def check_item(item: Item, *, prepaid: bool = False) -> Item:
    """`item` trimmed; refuses what no item can have, beside its field. A `prepaid` one is kept
    with what it delivers, by a deed of its own."""
    name, barcode, code = item.name.strip(), item.barcode.strip(), item.code.strip()
    if not name:
        refuse("name_missing", N_("Type a name."), field="name")
    if not all(0 <= price <= MOST for price in (item.price, *(c.price for c in item.cells))):
        refuse("bad_price", N_("A price is zero or more, and at most {most}."), field="price",
               most=Amount(MOST))  # fmt: skip
    if not 0 <= item.cost <= MOST:
        refuse("bad_cost", N_("A cost is zero or more, and at most {most}."), field="cost",
               most=Amount(MOST))  # fmt: skip
    if not 0 <= item.minutes <= 24 * 60:
        refuse("bad_duration", N_("A duration is 0 to 1,440 minutes."), field="minutes")
    if barcode and not (barcode.isascii() and barcode.isalnum() and 4 <= len(barcode) <= 32):
        refuse("bad_barcode", N_("A barcode has 4 to 32 letters and digits."), field="barcode")
    if (item.kind is ItemKind.PREPAID) != prepaid:
        refuse("bad_kind", N_("An item is a service or a product."), field="kind")
    if item.kind is not ItemKind.SERVICE and item.pricing not in (Pricing.FIXED, Pricing.OPEN):
        refuse("bad_pricing", N_("A product has one price, or an open one."), field="pricing")
    for other in catalog.items(with_retired=True):
        if other.id != item.id and barcode and other.barcode == barcode:
            refuse("barcode_taken", N_("{item} has this barcode already."), field="barcode",
                   item=other.name)  # fmt: skip
        if other.id != item.id and code and other.code == code:
            refuse("code_taken", N_("{name} has this code already."), field="code",
                   name=other.name)  # fmt: skip
    return replace(item, name=name, barcode=barcode, code=code)


_STAYS = {
    ItemKind.SERVICE: N_(
        "{item} was sold already, so it stays a service. Add another item instead."
    ),
    ItemKind.PRODUCT: N_(
        "{item} was sold already, so it stays a product. Add another item instead."
    ),
    ItemKind.PREPAID: N_("{item} was sold already, so it stays prepaid. Add another item instead."),
}


def write_item(item: Item) -> Item:
    """Write a checked item inside a deed's transaction. Refuses another kind for one that was sold:
    what comes back of it goes to the accounts of the kind it has; and what no reward may be (see
    `reward_prices.check_item`)."""
    if item.id:
        before = catalog.item(item.id)
        if before.kind is not item.kind and catalog.was_sold(item.id):
            refuse("kind_stays", _STAYS[before.kind], field="kind", item=before.name)
        check_as_reward(item, before)
        records.change_item(item)
        return item
    added = replace(item, uid=item.uid or new_uid())
    return replace(added, id=records.add_item(added))


def save_category(category: Category, *, by: Actor, now: datetime) -> Category:
    """Add (id 0) or change a category."""
    with deed(Right.EDIT_CATALOG, by):
        saved = replace(category, name=_named(category.name))
        saved = replace(saved, id=records.save_category(saved))
        journal.note(by, now, "save_category", str(saved.id), retired=saved.retired)
        return saved


def save_level(level: Level, *, by: Actor, now: datetime) -> Level:
    """Add (id 0) or change a level of skill."""
    with deed(Right.EDIT_CATALOG, by):
        saved = replace(level, name=_named(level.name))
        saved = replace(saved, id=records.save_level(saved))
        journal.note(by, now, "save_level", str(saved.id), retired=saved.retired)
        return saved


def save_tax(tax: Tax, *, by: Actor, now: datetime) -> Tax:
    """Add (id 0) or change a tax; a new one lies on every item until it is taken off there. What is
    prepaid is taxed at use, so it lies only on packs that are taxed when they are sold."""
    with deed(Right.EDIT_SETTINGS, by):
        saved = check_tax(tax)
        saved = replace(saved, id=records.save_tax(saved))
        if not tax.id:
            for item in catalog.items(with_retired=True):
                if item.kind is not ItemKind.PREPAID or item.tax_ids:
                    records.change_item(replace(item, tax_ids=item.tax_ids | {saved.id}))
        details = {"rate_ppm": saved.rate_ppm, "retired": saved.retired}
        journal.note(by, now, "save_tax", str(saved.id), **details)
        return saved


def check_tax(tax: Tax) -> Tax:
    """`tax` trimmed and with a uid; refuses an empty name and a rate no tax has."""
    if not 0 < tax.rate_ppm < MILLION:
        refuse("bad_rate", N_("A tax rate is more than 0 % and less than 100 %."), field="rate")
    return replace(tax, name=_named(tax.name), uid=tax.uid or new_uid())


def save_discount_reason(reason: DiscountReason, *, by: Actor, now: datetime) -> DiscountReason:
    """Add (id 0) or change a discount reason with its limits (basis points, minor units)."""
    with deed(Right.EDIT_SETTINGS, by):
        if reason.limit_bp is not None and not 0 <= reason.limit_bp <= 10_000:
            refuse("bad_limit", N_("A limit is 0 to 100 %."), field="limit_bp")
        if reason.limit_amount is not None and reason.limit_amount < 0:
            refuse("bad_limit", N_("A limit is zero or more."), field="limit_amount")
        saved = replace(reason, name=_named(reason.name))
        saved = replace(saved, id=records.save_discount_reason(saved))
        journal.note(by, now, "save_discount_reason", str(saved.id), retired=saved.retired)
        return saved


def save_tender_method(
    method: TenderMethod, *, rank: int, by: Actor, now: datetime
) -> TenderMethod:
    """Add (id 0) or change a means of payment. The salon's cash stays."""
    with deed(Right.EDIT_SETTINGS, by):
        before = catalog.tender_methods().get(method.id)
        if before is not None and before.kind is not method.kind:
            refuse("kind_stays", N_("What a means of payment is stays. Add another one."),
                   field="kind")  # fmt: skip
        if method.kind is TenderKind.CASH and method.retired:
            refuse("cash_stays", N_("Cash cannot be retired."))
        code = before.code if before else method.code.strip() or f"own-{new_uid()}"
        saved = replace(method, name=_named(method.name), code=code)
        saved = replace(saved, id=records.save_tender_method(saved, rank=rank))
        journal.note(by, now, "save_tender_method", str(saved.id), retired=saved.retired)
        return saved


def order_categories(ids: Sequence[int], *, by: Actor, now: datetime) -> None:
    """Put the categories in this order: all of them, retired ones too."""
    with deed(Right.EDIT_CATALOG, by):
        records.order_categories(ids)
        journal.note(by, now, "order_categories")


def order_levels(ids: Sequence[int], *, by: Actor, now: datetime) -> None:
    """Put the levels in this order: all of them, retired ones too."""
    with deed(Right.EDIT_CATALOG, by):
        records.order_levels(ids)
        journal.note(by, now, "order_levels")


def order_tender_methods(ids: Sequence[int], *, by: Actor, now: datetime) -> None:
    """Put the means of payment in this order: all of them, retired ones too."""
    with deed(Right.EDIT_SETTINGS, by):
        records.order_tender_methods(ids)
        journal.note(by, now, "order_tender_methods")


def _named(name: str) -> str:
    if not name.strip():
        refuse("name_missing", N_("Type a name."), field="name")
    return name.strip()
