"""Finding what a line of `salon-pos batch` names: by uid, code, barcode or name."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from salon_pos.cli.fields import BrokenLine
from salon_pos.db.queries import catalog, people, value
from salon_pos.domain.catalog import Item, TenderMethod
from salon_pos.domain.words import N_

T = TypeVar("T")


def item_id(named: str) -> int:
    """The item with this uid, code, barcode or name that is still sold, else one that was."""
    keys = (_uid, _code, _barcode, _name)
    items = sorted(catalog.items(with_retired=True), key=lambda item: item.retired)
    for key in keys:
        for item in items:
            if named and key(item) == named:
                return item.id
    raise BrokenLine("item_unknown", N_("No service or product is called “{name}”."), name=named)


def reward_id(named: str) -> int:
    """The reward with this uid or name that is offered, else one that was."""
    offers = sorted(value.rewards(with_retired=True), key=lambda one: one.reward.retired)
    for one in offers:
        if named in (one.reward.uid, one.name):
            return one.id
    raise BrokenLine("reward_unknown", N_("No reward has the uid or name {name}."), name=named)


def client_id(named: str) -> int:
    """The client with this uid or code."""
    found = people.client_by_uid(named) or people.client_by_code(named)
    if found is None:
        raise BrokenLine("client_unknown", N_("No client has the uid or code {name}."), name=named)
    return found.id


def staff_id(code: str) -> int:
    """The staff member with this code."""
    found = people.staff_by_code(code.upper())
    if found is None:
        raise BrokenLine("staff_unknown", N_("Nobody here has the code {code}."), code=code)
    return found.id


def tender_method(code: str, methods: Mapping[int, TenderMethod]) -> TenderMethod:
    """The means of payment with this code or name."""
    both = [m for m in methods.values() if code in (m.code, m.name)]
    return _only(both, BrokenLine("tender_unknown", N_("No tender is called {name}."), name=code))


def reason_id(name: str) -> int:
    """The discount reason of this name that is in use."""
    found = [r for r in catalog.discount_reasons().values() if r.name == name and not r.retired]
    text = N_("No discount reason is called “{name}”.")
    return _only(found, BrokenLine("reason_unknown", text, name=name)).id


def level_id(name: str) -> int:
    """The level of this name."""
    found = [level for level in catalog.levels() if level.name == name]
    return _only(found, BrokenLine("level_unknown", N_("No level is called {name}."), name=name)).id


def category_id(name: str) -> int:
    """The category of this name."""
    found = [category for category in catalog.categories() if category.name == name]
    text = N_("No category is called {name}.")
    return _only(found, BrokenLine("category_unknown", text, name=name)).id


def tax_id(name: str) -> int:
    """The tax of this name."""
    found = [tax for tax in catalog.taxes() if tax.name == name]
    return _only(found, BrokenLine("tax_unknown", N_("No tax is called {name}."), name=name)).id


def _only(found: Iterable[T], unknown: BrokenLine) -> T:
    for one in found:
        return one
    raise unknown


def _uid(item: Item) -> str:
    return item.uid


def _code(item: Item) -> str:
    return item.code


def _barcode(item: Item) -> str:
    return item.barcode


def _name(item: Item) -> str:
    return item.name
