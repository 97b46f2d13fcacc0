"""Past sales are found through indexes, however many there are, and a number finds one sale."""

from datetime import date
from pathlib import Path

import pytest

from salon_pos.db.connection import database
from salon_pos.db.queries import sales
from salon_pos.usecases.imports import ImportFiles, import_books, look_at_files, plan_for
from tests.imports.books import write_books
from tests.salons import NOW, Salon
from tests.usecases.paying import cut, pay

# All sales are read in the order of their days, which the limit cuts short.
_NEWEST_FIRST = "SCAN t1 USING COVERING INDEX sale_day"


def statements(text: str, amount: int | None, day: date | None) -> list[str]:
    """What a search asks the file, with its values filled in."""
    seen: list[str] = []
    handle = database.connection()
    handle.set_trace_callback(seen.append)
    try:
        sales.find_sales(text, amount=amount, day=day)
    finally:
        handle.set_trace_callback(None)
    return [sql for sql in seen if sql.startswith("SELECT") and '"sale' in sql]


def whole_reads(sql: str) -> list[str]:
    """The steps of its plan that read every sale, line or client."""
    plan = [row[3] for row in database.execute_sql(f"EXPLAIN QUERY PLAN {sql}").fetchall()]
    return [step for step in plan if step.startswith("SCAN") and step != _NEWEST_FIRST]


@pytest.mark.parametrize("day", [None, date(2026, 5, 4)])
@pytest.mark.parametrize(
    ("text", "amount"),
    [("", None), ("A-0000", None), ("9527", 952_700), ("562.30", 56_230), ("torres", None)],
)
def test_no_search_reads_every_sale(
    sold: Salon, text: str, amount: int | None, day: date | None
) -> None:
    asked = statements(text, amount, day)
    assert asked
    assert [found for sql in asked for found in whole_reads(sql)] == []


def test_a_search_inside_the_number_would_be_seen(sold: Salon) -> None:
    assert whole_reads("SELECT id FROM sale WHERE number LIKE '%432%'")


def test_a_tills_own_number_is_found_before_an_imported_one(selling: Salon, tmp_path: Path) -> None:
    old = "A-000001,05/01/2018,Women's cut,ANN01,ROSE,1,80,4,6.4"
    books = look_at_files(ImportFiles(write_books(tmp_path / "books", sales=(old,))), now=NOW)
    import_books(plan_for(books), by=selling.by("olga"), now=NOW, go_on=lambda _done, _all: True)
    imported = sales.sale_uid("A-000001")
    assert imported is not None
    paid = pay(selling, selling.payment(cut(selling)))
    assert paid.number == "A-000001"
    assert sales.sale_uid("A-000001") == paid.uid != imported
    assert sales.sale_uid("A-000002") is None
