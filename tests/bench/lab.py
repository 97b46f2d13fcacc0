"""(e) The rule lab over 100,000 past sales: how long a sale takes, and how soon it stops.

There is no hand-made side, and nobody set an aim. The ratio is against a millisecond a sale: then a
year of a busy salon, 30,000 sales, is answered in half a minute.
"""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from salon_pos.db import connection, salon_file
from salon_pos.db.queries import catalog, value
from salon_pos.db.queries import settings as salon
from salon_pos.domain.catalog import ItemKind, TenderKind
from salon_pos.domain.points import BaseRule
from salon_pos.domain.rights import Actor
from salon_pos.usecases.lab import Question, ask_lab
from tests.bench import salons
from tests.bench.measure import Result, milliseconds
from tests.bench.salons import NOW

CLIENTS = 10_000
SALES, SALES_QUICK = 100_000, 2_000
DAYS = 330
ENOUGH_MS = 1.0
AT_ONCE = 5_000

_LINE = (
    "INSERT INTO sale_line (id, sale_id, uid, position, item_id, item_name, quantity, unit_price,"
    " list_amount, member_off, line_off, ticket_off, net, payable, requested)"
    " VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, 0, 0, 0, ?, ?, 0)"
)
_TENDER = (
    "INSERT INTO sale_tender (id, sale_id, position, method_id, name, handed, applied, change, tip)"
    " VALUES (?, ?, 0, ?, 'Imported', ?, ?, 0, 0)"
)
_SALE = (
    "INSERT INTO sale (id, uid, till_id, number, business_day, opened_at, paid_at, staff_id,"
    " client_id, tax_mode, net, total, cash_rounding, tips, line_count, digest)"
    " VALUES (?, ?, ?, ?, ?, 0, 0, ?, ?, 'none', ?, ?, 0, 0, 2, '')"
)


def measure(quick: bool) -> list[Result]:
    """Ask about twice the points over a year of imported sales; ask again and stop it."""
    count = SALES_QUICK if quick else SALES
    with salons.copies(salons.salon_of(CLIENTS), salons.WORK, "lab") as (folder,):
        salon_file.open_folder(folder)
        try:
            fill(count)
            return [_asked(quick, Actor(salons.staff("OWNER").id, salon.till_id()))]
        finally:
            connection.close()


def fill(count: int) -> None:
    """So many sales of two lines, spread over clients and days, as an import writes them."""
    rows = list(_rows(count))
    for start in range(0, count, AT_ONCE):
        with connection.transaction():
            handle = connection.database.connection()
            for lines, tender, sale in rows[start : start + AT_ONCE]:
                handle.executemany(_LINE, lines)
                handle.execute(_TENDER, tender)
                handle.execute(_SALE, sale)


Parameters = tuple[int | str | None, ...]


def _rows(count: int) -> Iterator[tuple[list[Parameters], Parameters, Parameters]]:
    till, staff_id = salon.till_id(salon.IMPORT_TILL), salons.staff("OWNER").id
    methods = catalog.tender_methods().values()
    imported = next(method.id for method in methods if method.kind is TenderKind.IMPORTED)
    items = [item for item in catalog.items() if item.price and item.kind is ItemKind.SERVICE]
    clients = [
        row[0] for row in connection.database.execute_sql("SELECT id FROM client").fetchall()
    ]
    sale_id, line_id, tender_id = (_newest(table) for table in ("sale", "sale_line", "sale_tender"))
    for n in range(1, count + 1):
        pair = (items[n % len(items)], items[n // 7 % len(items)])
        lines: list[Parameters] = [
            (line_id + 2 * n + place, sale_id + n, f"bench-{n}-{place}", place, item.id, item.name,
             item.price, item.price, item.price, item.price)
            for place, item in enumerate(pair)
        ]  # fmt: skip
        total = sum(item.price for item in pair)
        day = (NOW.date() - timedelta(days=DAYS - n * DAYS // count)).isoformat()
        sale = (sale_id + n, f"bench-{n}", till, f"bench-{n}", day, staff_id,
                clients[n * 7_919 % len(clients)], total, total)  # fmt: skip
        yield lines, (tender_id + n, sale_id + n, imported, total, total), sale


def _newest(table: str) -> int:
    return connection.database.execute_sql(f"SELECT COALESCE(MAX(id), 0) FROM {table}").fetchone()[
        0
    ]


def _asked(quick: bool, by: Actor) -> Result:
    rules = value.points_in_force()
    assert rules is not None
    question = Question(12, points=replace(rules, base=(BaseRule(2, 100),)))
    told: list[tuple[int, int]] = []

    def go_on(done: int, total: int) -> bool:
        told.append((done, total))
        return True

    spent = milliseconds(lambda: ask_lab(question, by=by, now=NOW, go_on=go_on))
    sales = told[-1][1]
    return Result(
        f"rule lab over {sales:,} sales", spent / sales / ENOUGH_MS, 1.0,
        {"per_sale_ms": round(spent / sales, 3), "told": len(told),
         "stops_within_ms": round(_longest_to_stop(question, by), 1)},
    )  # fmt: skip


def _longest_to_stop(question: Question, by: Actor) -> float:
    """The longest time between two moments at which it looks whether to go on."""
    looked: list[float] = []

    def go_on(_done: int, _total: int) -> bool:
        looked.append(time.perf_counter())
        return len(looked) < 20

    ask_lab(question, by=by, now=NOW, go_on=go_on)
    gaps = [1000 * (then - now) for now, then in pairwise(looked)]
    return max(gaps, default=0.0)
