"""The salons these tests play in: one before its first sale, and one that has sold."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from salon_pos.db import connection
from salon_pos.db.chain import link
from salon_pos.db.connection import database
from salon_pos.db.queries import catalog
from salon_pos.db.stamps import stamped
from salon_pos.domain.limits import Given
from salon_pos.domain.ticket import Discount
from salon_pos.usecases.approving import approve
from salon_pos.usecases.checkout import Kept, Payment, keep_tickets, take_payment
from salon_pos.usecases.shifts import close_shift, open_shift
from tests.salons import (
    NOW,
    PINS,
    Salon,
    founded_salon,
    opened_copy,
    salon,
    salon_template,
    selling,
)

__all__ = ["salon", "salon_template", "selling"]


@pytest.fixture(scope="session")
def sold_template(tmp_path_factory: pytest.TempPathFactory) -> Salon:
    """A closed file with at least one row in every table of money."""
    made = founded_salon(tmp_path_factory.mktemp("sold"))
    by = made.by("kai")
    open_shift(5_000, by=by, now=NOW)
    close_shift(4_990, "a coin fell down", by=by, now=NOW)
    open_shift(10_000, by=by, now=NOW)
    take_payment(_everything(made), by=by, now=NOW)
    keep_tickets([Kept(made.ticket("waiting", made.line("cut")))], by=by, now=NOW)
    _points(made)
    connection.close()
    return made


def _everything(salon: Salon) -> Payment:
    """Two lines, both discounts, an approval, two taxes, two tenders and a tip."""
    reason = catalog.discount_reasons()[salon.reasons["Complaint"]]
    given = Given(Discount(reason.id, percent_bp=5_000), reason, amount=4_000, taken_from=8_000)
    word = approve(
        salon.staff["chen"].id, PINS["chen"], given,
        ticket_uid="sold", by=salon.by("kai"), now=NOW,
    )  # fmt: skip
    cut = replace(salon.line("cut"), discount=replace(given.discount, approval=word))
    ticket = salon.ticket("sold", cut, salon.line("gel", 2), client="maya")
    ticket = replace(ticket, discounts=(Discount(salon.reasons["Regular client"], amount=100),))
    card, cash = salon.handed("card", 5_000), salon.handed("cash", 10_000, mei=300)
    return salon.payment(ticket, card, cash)


def _points(salon: Salon) -> None:
    """An account with a floor and two lots on it, as prepaid balances will have them."""
    said = ("points 1", "test", 0, "2026-05-04")
    entries = [
        ("points", -60, "lot 1", "given", 1, "{}"),
        ("points", -40, "lot 2", "given", 1, "{}"),
        ("points issued", 100, "", "given", 1, "{}"),
    ]
    with stamped():
        for statement in (
            "INSERT INTO account VALUES (901, 'points', 'points', 'credit', 0, 1)",
            "INSERT INTO account VALUES (902, 'points issued', 'points', 'debit', NULL, 0)",
            "INSERT INTO lot VALUES (901, 'lot 1', 901, 901, '2027-01-01', NULL, NULL)",
            "INSERT INTO lot VALUES (902, 'lot 2', 901, 901, NULL, NULL, NULL)",
            "INSERT INTO ledger_entry VALUES (901, 901, 901, 901, -60, 'given', 1, '{}')",
            "INSERT INTO ledger_entry VALUES (902, 901, 901, 902, -40, 'given', 1, '{}')",
            "INSERT INTO ledger_entry VALUES (903, 901, 902, NULL, 100, 'given', 1, '{}')",
            "INSERT INTO ledger_transaction VALUES"
            " (901, 'points 1', 'test', 0, '2026-05-04', NULL, 1, NULL, 3, NULL,"
            f" '{link('', said, entries)}')",
        ):
            database.execute_sql(statement)


@pytest.fixture
def sold(sold_template: Salon, tmp_path: Path) -> Iterator[Salon]:
    """This test's own salon that has sold; its shift is open."""
    yield opened_copy(sold_template, tmp_path / "sold")
    connection.close()
