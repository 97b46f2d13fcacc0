"""The doctor over refunds: clean on what the program wrote, and every rule finds its fault."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from salon_pos.db.connection import database
from salon_pos.db.doctor import examine
from salon_pos.db.queries import people, sales, shifts
from salon_pos.db.refund_rules import REFUNDS
from salon_pos.usecases.refunds import RefundRequest
from salon_pos.usecases.voids import void
from tests.salons import NOW, Salon
from tests.usecases.refunding import give_back
from tests.usecases.valued import made

REFUND = "(SELECT id FROM sale WHERE deed = 'refund')"
LINE = f"(SELECT id FROM sale_line WHERE sale_id = {REFUND})"
NOT_THERE = "Sale {number}: it does not give back a sale, or its rows not those of that sale."
POINTS = "Sale {number}: the points of its lines are not those of the ledger."

PLANTED = [
    (f"UPDATE sale SET refund_of = NULL WHERE id = {REFUND}", NOT_THERE),
    (f"UPDATE sale_line SET refunds_id = id WHERE id = {LINE}", NOT_THERE),
    (f"UPDATE sale_tender SET refunds_id = NULL WHERE sale_id = {REFUND}", NOT_THERE),
    ("UPDATE sale_line SET refunds_id = 1 WHERE id = 1", NOT_THERE),
    (
        f"UPDATE sale_line SET quantity = 1 WHERE id = {LINE}",
        "Sale {number}: it takes where it should give back, or gives where it should take.",
    ),
    (
        "UPDATE sale_tender SET applied = -1, handed = -1 WHERE sale_id = 1",
        "Sale {number}: it takes where it should give back, or gives where it should take.",
    ),
    (
        f"UPDATE sale_line SET quantity = -4 WHERE id = {LINE}",
        "Sale {number}: more of a line was given back than was sold.",
    ),
    (
        f"UPDATE sale_line SET payable = -25201 WHERE id = {LINE}",
        "Sale {number}: more of a line was given back than was sold.",
    ),
    (
        f"UPDATE sale_tender SET applied = -25201, handed = -25201 WHERE sale_id = {REFUND}",
        "Sale {number}: more was given back for a tender than it paid.",
    ),
    (
        f"UPDATE sale_line SET list_amount = list_amount + 6, line_off = 6 WHERE id = {LINE}",
        "Sale {number}: a refunded line is far from its price.",
    ),
    (
        f"UPDATE sale_earning SET points = -241 WHERE line_id = {LINE}",
        "Sale {number}: a line keeps more or fewer points than it may.",
    ),
    (
        f"UPDATE sale_earning SET eligible = -24001 WHERE line_id = {LINE}",
        "Sale {number}: a line keeps more or fewer points than it may.",
    ),
    ("UPDATE sale_earning SET points = points + 1 WHERE id = 1", POINTS),
    (f"UPDATE sale_earning SET points = points + 1 WHERE line_id = {LINE}", POINTS),
    (
        "UPDATE account SET code = 'receivable:' || (SELECT uid FROM client LIMIT 1)"
        " WHERE code = 'tender:card'",
        "{client}: what is owed on account is not what their sales leave open.",
    ),
    (
        "UPDATE ledger_transaction SET reverses_id = NULL WHERE deed = 'refund'",
        "Sale {number}: its entries do not name those of the sale that it gives back.",
    ),
]


ELSEWHERE = {"Sale {number}: a top-up of a closed card keeps more points than are left to it."}
"""Its fault is planted where cards are closed: tests/usecases/test_closed_top_ups.py."""


@pytest.fixture
def refunded(selling: Salon) -> Salon:
    """Maya had three cuts, one of which came back; a cut of nobody's was cancelled."""
    valued, by = made(selling), selling.by("kai")
    valued.pay(selling.ticket("t", selling.line("cut", 3), client="maya"))
    valued.pay(selling.ticket("u", selling.line("cut")))
    void("u", "mistake", by=by, now=NOW)
    give_back(RefundRequest("r", "t", {"t/cut": 1}), by, NOW + timedelta(days=1))
    return selling


@contextmanager
def without_guards() -> Iterator[None]:
    """By hand: no foreign keys, no triggers."""
    sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
    triggers = database.execute_sql(sql).fetchall()
    database.execute_sql("PRAGMA foreign_keys = OFF")
    for name, _ in triggers:
        database.execute_sql(f"DROP TRIGGER {name}")
    yield
    for _, statement in triggers:
        database.execute_sql(statement)
    database.execute_sql("PRAGMA foreign_keys = ON")


@pytest.mark.usefixtures("refunded")
def test_what_the_program_wrote_is_clean() -> None:
    assert examine()[1] == ()


@pytest.mark.usefixtures("refunded")
@pytest.mark.parametrize(("statement", "sentence"), PLANTED, ids=range(len(PLANTED)))
def test_a_planted_fault_is_found(statement: str, sentence: str) -> None:
    with without_guards():
        assert database.execute_sql(statement).rowcount >= 1
    faults = [fault for fault in examine()[1] if fault.text == sentence]
    assert faults
    assert all(fault.text.format_map(fault.values) for fault in faults)


def test_every_rule_has_its_planted_fault() -> None:
    assert {rule.text for rule in REFUNDS} == {sentence for _, sentence in PLANTED} | ELSEWHERE


def test_refunds_are_no_sales_and_no_visits(refunded: Salon) -> None:
    """Two cuts of 84.00 stand; the third came back a day later, the other sale the same day."""
    maya, day = refunded.clients["maya"].id, NOW.date()
    standing = sales.standing(maya)
    assert standing is not None
    assert (standing.first_day, standing.last_day) == (day, day)
    assert (standing.visits, standing.spent) == (1, 16_800)
    assert people.last_visit(maya) == day
    assert sales.sales_of_day(day) == (2, 25_200)
    assert sales.sales_of_day(day + timedelta(days=1)) == (0, -8_400)
    shift = shifts.open_shift(refunded.till_id)
    assert shift is not None
    totals = shifts.shift_totals(shift.id)
    assert (totals.sales, totals.total) == (2, 16_800)
    assert shifts.shift_sums([shift.id]) == {shift.id: (2, 16_800)}
