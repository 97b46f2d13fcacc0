"""Who may do what: every use case for every role, and for people who have left or never were."""

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from itertools import pairwise

import pytest

from salon_pos import usecases
from salon_pos.db.queries import catalog as lists
from salon_pos.db.queries import people
from salon_pos.db.queries import settings as salon_queries
from salon_pos.db.queries.catalog import Category
from salon_pos.domain.catalog import DiscountReason, Item, Tax, TaxMode, TenderKind, TenderMethod
from salon_pos.domain.limits import Given
from salon_pos.domain.people import Client, Level, StaffMember
from salon_pos.domain.rights import RIGHTS, Actor, Right, Role, may
from salon_pos.domain.ticket import Discount
from salon_pos.usecases import (
    approving,
    catalog,
    checkout,
    clients,
    imports,
    refunds,
    settings,
    shifts,
    staff,
    voids,
)
from salon_pos.usecases.checkout import Kept
from salon_pos.usecases.import_clients import import_clients
from salon_pos.usecases.imports import ImportFiles
from tests.imports.books import write_books
from tests.salons import NOW, PINS, Salon
from tests.usecases.keeping import changed, everything, refused
from tests.usecases.rights_of_value import CASES_OF_VALUE, LOOKS_OF_VALUE, PARTS

PEOPLE = {"mei": Role.STYLIST, "kai": Role.CASHIER, "chen": Role.MANAGER, "olga": Role.OWNER}
UNKNOWN = 9_999

Deed = Callable[[], object]
Prepare = Callable[[Salon, Actor], Deed]


def _keep(salon: Salon, by: Actor) -> Deed:
    kept = Kept(salon.ticket("t", salon.line("cut")))
    return lambda: checkout.keep_tickets([kept], by=by, now=NOW)


def _drop(salon: Salon, by: Actor) -> Deed:
    _keep(salon, salon.by("olga"))()
    return lambda: checkout.drop_ticket("t", by=by, now=NOW)


def _pay(salon: Salon, by: Actor) -> Deed:
    shifts.open_shift(0, by=salon.by("olga"), now=NOW)
    payment = salon.payment(salon.ticket("t", salon.line("cut")))
    return lambda: checkout.take_payment(payment, by=by, now=NOW)


def _close(salon: Salon, by: Actor) -> Deed:
    shifts.open_shift(0, by=salon.by("olga"), now=NOW)
    return lambda: shifts.close_shift(0, by=by, now=NOW)


def given(salon: Salon) -> Given:
    """Half off a line of 80.00 for a complaint, whose limit is a fifth."""
    reason = lists.discount_reasons()[salon.reasons["Complaint"]]
    return Given(Discount(reason.id, percent_bp=5_000), reason, amount=4_000, taken_from=8_000)


def _approve(salon: Salon, by: Actor) -> Deed:
    # Somebody else's word: nobody approves their own discount.
    manager = "chen" if by.staff_id != salon.staff["chen"].id else "olga"
    return lambda: approving.approve(
        salon.staff[manager].id, PINS[manager], given(salon), ticket_uid="t", by=by, now=NOW
    )


def _save_staff(salon: Salon, by: Actor) -> Deed:
    new = StaffMember("Ping", Role.STYLIST, "PING")
    return lambda: staff.save_staff(new, pin="9999", by=by, now=NOW)


def _save_method(salon: Salon, by: Actor) -> Deed:
    method = TenderMethod(0, "Octopus", TenderKind.WALLET)
    return lambda: catalog.save_tender_method(method, rank=9, by=by, now=NOW)


def _change_settings(salon: Salon, by: Actor) -> Deed:
    new = replace(salon_queries.settings(), tax_mode=TaxMode.INCLUSIVE)
    return lambda: settings.change_settings(new, by=by, now=NOW)


def _import_books(salon: Salon, by: Actor) -> Deed:
    files = ImportFiles(write_books(salon.folder / "books"))
    plan = imports.plan_for(imports.look_at_files(files, now=NOW))
    return lambda: imports.import_books(plan, by=by, now=NOW, go_on=lambda _done, _all: True)


def _import_clients(salon: Salon, by: Actor) -> Deed:
    new = [Client("Ann", uid="ann"), Client("Bea", uid="bea")]
    return lambda: list(import_clients(new, chunk=1, by=by, now=NOW))


def _sold(salon: Salon) -> None:
    """A cut was just paid by card."""
    olga = salon.by("olga")
    shifts.open_shift(0, by=olga, now=NOW)
    payment = salon.payment(salon.ticket("t", salon.line("cut")))
    checkout.take_payment(payment, by=olga, now=NOW)


def _preview(salon: Salon, by: Actor) -> Deed:
    _sold(salon)
    request = refunds.RefundRequest("r", "t", {"t/cut": 1})
    return lambda: refunds.preview(request, by=by, now=NOW)


def _refund(salon: Salon, by: Actor) -> Deed:
    _sold(salon)
    request = refunds.RefundRequest("r", "t", {"t/cut": 1})
    seen = refunds.preview(request, by=salon.by("olga"), now=NOW)
    shown = replace(request, shown_total=seen.total, shown=seen.digest)
    return lambda: refunds.refund(shown, by=by, now=NOW)


def _preview_void(salon: Salon, by: Actor) -> Deed:
    _sold(salon)
    return lambda: voids.preview_void("t", by=by, now=NOW)


def _void(salon: Salon, by: Actor) -> Deed:
    _sold(salon)
    return lambda: voids.void("t", "mistake", by=by, now=NOW)


def saving(save: Callable[..., object], new: object) -> Prepare:
    """Saving something new that needs nothing else."""
    return lambda _salon, by: lambda: save(new, by=by, now=NOW)


CASES: dict[Callable[..., object], tuple[Right, Prepare]] = {
    checkout.keep_tickets: (Right.WRITE_TICKET, _keep),
    checkout.drop_ticket: (Right.WRITE_TICKET, _drop),
    checkout.take_payment: (Right.TAKE_PAYMENT, _pay),
    shifts.open_shift: (
        Right.RUN_SHIFT,
        lambda _salon, by: lambda: shifts.open_shift(5_000, by=by, now=NOW),
    ),
    shifts.close_shift: (Right.RUN_SHIFT, _close),
    approving.approve: (Right.WRITE_TICKET, _approve),
    staff.save_staff: (Right.EDIT_STAFF, _save_staff),
    clients.save_client: (Right.EDIT_CLIENTS, saving(clients.save_client, Client("Ann"))),
    clients.look_at_phone: (
        Right.SEE_PHONE,
        lambda salon, by: lambda: clients.look_at_phone(salon.clients["maya"].id, by=by, now=NOW),
    ),
    catalog.save_item: (Right.EDIT_CATALOG, saving(catalog.save_item, Item(0, "Updo"))),
    catalog.save_category: (
        Right.EDIT_CATALOG,
        saving(catalog.save_category, Category(0, "Nails", 9)),
    ),
    catalog.save_level: (Right.EDIT_CATALOG, saving(catalog.save_level, Level(0, "Star", 9))),
    catalog.save_tax: (Right.EDIT_SETTINGS, saving(catalog.save_tax, Tax(0, "QST", 99_750))),
    catalog.save_discount_reason: (
        Right.EDIT_SETTINGS,
        saving(catalog.save_discount_reason, DiscountReason(0, "Birthday", limit_bp=500)),
    ),
    catalog.save_tender_method: (Right.EDIT_SETTINGS, _save_method),
    catalog.order_categories: (
        Right.EDIT_CATALOG,
        lambda _salon, by: lambda: catalog.order_categories([2, 1, 3], by=by, now=NOW),
    ),
    catalog.order_levels: (
        Right.EDIT_CATALOG,
        lambda _salon, by: lambda: catalog.order_levels([2, 1, 3], by=by, now=NOW),
    ),
    catalog.order_tender_methods: (
        Right.EDIT_SETTINGS,
        lambda _salon, by: lambda: catalog.order_tender_methods([2, 1], by=by, now=NOW),
    ),
    settings.change_settings: (Right.EDIT_SETTINGS, _change_settings),
    settings.look_at_recovery_code: (
        Right.SEE_RECOVERY_CODE,
        lambda _salon, by: lambda: settings.look_at_recovery_code(by=by, now=NOW),
    ),
    settings.reprint: (
        Right.SEE_SALES,
        lambda _salon, by: lambda: settings.reprint("a sale", by=by, now=NOW),
    ),
    refunds.preview: (Right.REFUND, _preview),
    refunds.refund: (Right.REFUND, _refund),
    voids.preview_void: (Right.REFUND, _preview_void),
    voids.void: (Right.REFUND, _void),
    imports.import_books: (Right.IMPORT, _import_books),
    import_clients: (Right.IMPORT, _import_clients),
    **CASES_OF_VALUE,
}


LOOKS = {refunds.preview, voids.preview_void, *LOOKS_OF_VALUE}
"""They show what a deed would do, and keep nothing."""


def public_use_cases() -> Iterator[Callable[..., object]]:
    """Every public function of the use cases that somebody does (`by`)."""
    for module in pkgutil.iter_modules(usecases.__path__, f"{usecases.__name__}."):
        for name, function in inspect.getmembers(import_module(module.name), inspect.isfunction):
            by = inspect.signature(function).parameters.get("by")
            is_own = function.__module__ == module.name and not name.startswith("_")
            is_done = by is not None and by.kind is inspect.Parameter.KEYWORD_ONLY
            if is_own and is_done and function not in PARTS:
                yield function


def test_every_use_case_is_in_the_table() -> None:
    assert set(public_use_cases()) == set(CASES)


def test_a_use_case_that_is_not_in_the_table_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgotten(*, by: Actor) -> None:
        """A deed that nobody wrote into the table."""

    forgotten.__module__ = settings.__name__
    monkeypatch.setattr(settings, "forgotten", forgotten, raising=False)
    assert set(public_use_cases()) - set(CASES) == {forgotten}


def test_every_right_is_asked_for_by_a_use_case() -> None:
    """One that only a second person needs is APPROVE; all others are asked of who does the deed."""
    assert {right for right, _ in CASES.values()} | {Right.APPROVE} == set(Right)


def test_the_table_of_rights_grows_with_the_role() -> None:
    steps = (Role.STYLIST, Role.CASHIER, Role.MANAGER, Role.OWNER)
    assert set(RIGHTS) == set(Role) == set(steps)
    for less, more in pairwise(steps):
        assert RIGHTS[less] < RIGHTS[more]
    assert RIGHTS[Role.OWNER] == set(Right)
    # PRODUCT.md: the stylist adds lines, never takes payment and sees no phone number by accident.
    assert RIGHTS[Role.STYLIST] == {Right.WRITE_TICKET}
    assert {Right.TAKE_PAYMENT, Right.RUN_SHIFT} <= RIGHTS[Role.CASHIER]
    assert not may(Role.CASHIER, Right.APPROVE)
    assert not may(Role.MANAGER, Right.SEE_RECOVERY_CODE)


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("use_case", CASES, ids=lambda use_case: use_case.__name__)
def test_a_role_may_what_its_rights_say(
    salon: Salon, use_case: Callable[..., object], name: str
) -> None:
    right, prepare = CASES[use_case]
    by = salon.by(name)
    assert salon.staff[name].role is PEOPLE[name]
    deed = prepare(salon, by)
    if may(PEOPLE[name], right):
        before = everything()
        deed()
        if use_case in LOOKS:
            assert changed(before) == set()
            return
        assert "journal" in changed(before) or use_case is checkout.keep_tickets
        assert changed(before)
        return
    with refused("not_allowed") as no:
        deed()
    assert no.value.values["name"] == salon.staff[name].name


@pytest.mark.parametrize("who", ["left", "unknown"])
@pytest.mark.parametrize("use_case", CASES, ids=lambda use_case: use_case.__name__)
def test_who_has_left_or_never_was_may_nothing(
    salon: Salon, use_case: Callable[..., object], who: str
) -> None:
    _, prepare = CASES[use_case]
    staff_id = salon.staff["old"].id if who == "left" else UNKNOWN
    member = people.staff_member(staff_id)
    assert (member is not None and member.retired) if who == "left" else member is None
    deed = prepare(salon, Actor(staff_id, salon.till_id))
    with refused("not_signed_in"):
        deed()


@pytest.mark.parametrize("name", [*PEOPLE, "old"])
def test_only_who_has_the_right_approves_for_others(salon: Salon, name: str) -> None:
    manager = salon.staff[name]
    asking = salon.by("kai" if name != "kai" else "mei")
    if name == "old":  # has left, and never had a PIN
        with refused("no_pin"):
            approving.approve(manager.id, "1", given(salon), ticket_uid="t", by=asking, now=NOW)
    elif may(manager.role, Right.APPROVE):
        assert approving.approve(
            manager.id, PINS[name], given(salon), ticket_uid="t", by=asking, now=NOW
        )
    else:
        with refused("not_allowed") as no:
            approving.approve(
                manager.id, PINS[name], given(salon), ticket_uid="t", by=asking, now=NOW
            )
        assert no.value.values["name"] == manager.name
