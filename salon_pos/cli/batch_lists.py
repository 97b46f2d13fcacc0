"""Clients, items and staff in `salon-pos batch`: what has a uid already is not added again; and
what rules name by its id."""

from dataclasses import replace
from datetime import datetime

from salon_pos.cli.batch_find import category_id, client_id, level_id, staff_id, tax_id
from salon_pos.cli.fields import Answer, Fields
from salon_pos.db.queries import catalog, people, settings
from salon_pos.domain.catalog import HairLength, Item, ItemKind, PriceCell, Pricing
from salon_pos.domain.people import Client, StaffMember
from salon_pos.domain.rights import Actor, Right, Role
from salon_pos.usecases import catalog as catalog_deeds
from salon_pos.usecases import clients, staff
from salon_pos.usecases.deed import kept, permitted
from salon_pos.usecases.once import refuse_taken


def add_client(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Put a client on file."""
    client = Client(
        name=fields.string("name"),
        phone=fields.string("phone", ""),
        gender=fields.string("gender", ""),
        birthday=fields.day("birthday"),
        note=fields.string("note", ""),
        code=fields.string("code", ""),
        referrer_id=client_id(fields.string("referrer")) if "referrer" in fields else None,
        uid=fields.uid(),
    )
    fields.end()
    with kept():  # another process may send the same one at the same moment
        there = people.client_by_uid(client.uid) if client.uid else None
        if there is None:
            there = clients.save_client(client, by=by, now=now)
        else:
            permitted(Right.EDIT_CLIENTS, by)
            salon = settings.settings()
            today = salon.business_day(now)
            same = clients.check_client(client, today=today, region=salon.region)
            _check_same(there == replace(same, id=there.id, retired=there.retired))
    return {"uid": there.uid, "name": there.name, "phone": there.phone}


def add_item(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Put a service or product on the price list; it carries every tax unless told."""
    taxes = fields.list("taxes") if "taxes" in fields else [tax.name for tax in catalog.taxes()]
    item = Item(
        0,
        fields.string("name"),
        kind=fields.choice("kind", ItemKind, ItemKind.SERVICE),
        pricing=fields.choice("pricing", Pricing, Pricing.FIXED),
        price=fields.whole("price", 0),
        cells=tuple(_cell(Fields(plain)) for plain in fields.list("prices")),
        tax_ids=frozenset(tax_id(str(name)) for name in taxes),
        category_id=category_id(fields.string("category")) if "category" in fields else None,
        minutes=fields.whole("minutes", 0),
        is_addon=fields.flag("addon", default=False),
        barcode=fields.string("barcode", ""),
        code=fields.string("code", ""),
        cost=fields.whole("cost", 0),
        stock=fields.maybe_whole("stock"),
        uid=fields.uid(),
    )
    fields.end()
    with kept():
        items = catalog.items(with_retired=True)
        there = next((one for one in items if item.uid and one.uid == item.uid), None)
        if there is None:
            there = catalog_deeds.save_item(item, by=by, now=now)
        else:
            permitted(Right.EDIT_CATALOG, by)
            # What was sold since has changed the count.
            same = replace(catalog_deeds.check_item(replace(item, id=there.id)), stock=there.stock)
            _check_same(there == replace(same, retired=there.retired))
    return {"uid": there.uid, "name": there.name, "price": there.price}


def add_staff(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Put a staff member on file, with a PIN where one is given."""
    member = StaffMember(
        name=fields.string("name"),
        role=fields.choice("role", Role),
        code=fields.string("code"),
        level_id=level_id(fields.string("level")) if "level" in fields else None,
        serves=fields.flag("serves", default=True),
        uid=fields.uid(),
    )
    pin = fields.string("pin", "")
    fields.end()
    with kept():
        everybody = people.staff_members(with_retired=True)
        there = next((one for one in everybody if member.uid and one.uid == member.uid), None)
        if there is None:
            there = staff.save_staff(member, pin=pin, by=by, now=now)
        else:
            permitted(Right.EDIT_STAFF, by)
            same = replace(member, id=there.id, code=member.code.strip().upper(),
                           name=member.name.strip())  # fmt: skip
            _check_same(there == same)
    return {"uid": there.uid, "code": there.code, "name": there.name}


def items(fields: Fields, by: Actor, _now: datetime) -> Answer:
    """What is sold, with the ids by which rules name it."""
    fields.end()
    permitted(Right.WRITE_TICKET, by)
    return {
        "items": [
            {"id": item.id, "uid": item.uid, "code": item.code, "name": item.name,
             "kind": str(item.kind), "category_id": item.category_id}
            for item in catalog.items()
        ]
    }  # fmt: skip


def categories(fields: Fields, by: Actor, _now: datetime) -> Answer:
    """The categories, with the ids by which rules name them."""
    fields.end()
    permitted(Right.WRITE_TICKET, by)
    return {"categories": [{"id": one.id, "name": one.name} for one in catalog.categories()]}


def _cell(fields: Fields) -> PriceCell:
    cell = PriceCell(
        fields.whole("price"),
        level_id=level_id(fields.string("level")) if "level" in fields else None,
        staff_id=staff_id(fields.string("staff")) if "staff" in fields else None,
        length=fields.choice("length", HairLength) if "length" in fields else None,
    )
    fields.end()
    return cell


def _check_same(is_same: bool) -> None:
    if not is_same:
        refuse_taken()
