"""Rows of money stay as they were written: no change, no deletion, no theft by REPLACE.

Each hole is shown to be shut, and to stand open once its guard is gone, so that a guard which
guards nothing is found.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from peewee import IntegrityError

from salon_pos.db.connection import database
from tests.salons import Salon

FINAL = (
    "till", "sale", "sale_line", "sale_tax", "sale_discount", "sale_tender", "sale_credit",
    "sale_line_tax", "sale_tip", "account", "lot", "ledger_transaction", "ledger_entry",
    "approval", "journal",
)  # fmt: skip

# Every key by which a row could be replaced.
KEYS = [
    ("till", "id"), ("till", "code"),
    ("sale", "id"), ("sale", "uid"), ("sale", "number"),
    ("sale_line", "id"), ("sale_line", "uid"),
    ("sale_tax", "id"), ("sale_discount", "id"), ("sale_tender", "id"),
    ("sale_credit", "id"), ("sale_line_tax", "id"), ("sale_tip", "id"),
    ("account", "id"), ("account", "code"),
    ("lot", "id"), ("lot", "uid"),
    ("ledger_transaction", "id"), ("ledger_transaction", "uid"), ("ledger_entry", "id"),
    ("approval", "uid"), ("journal", "id"), ("shift", "id"), ("shift", "uid"),
]  # fmt: skip


@contextmanager
def aborted(reason: str) -> Iterator[None]:
    """Expects the schema to refuse with these words."""
    with pytest.raises(IntegrityError, match=reason), database.atomic("IMMEDIATE"):
        yield


def without_guards(table: str) -> None:
    """Take every trigger off a table, and the foreign keys that might stand in for one."""
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
    for (name,) in database.execute_sql(query, (table,)).fetchall():
        database.execute_sql(f"DROP TRIGGER {name}")
    database.execute_sql("PRAGMA foreign_keys = OFF")


def columns(table: str) -> list[str]:
    return [row[1] for row in database.execute_sql(f"PRAGMA table_info({table})").fetchall()]


def counted(table: str) -> int:
    return database.execute_sql(f"SELECT COUNT(*) FROM {table}").fetchone()[0]


@pytest.mark.parametrize("table", FINAL)
def test_a_row_is_not_changed(sold: Salon, table: str) -> None:
    column = columns(table)[-1]
    change = f"UPDATE {table} SET {column} = {column}"
    with aborted("rows stay as they are"):
        database.execute_sql(change)
    without_guards(table)
    assert database.execute_sql(change).rowcount == counted(table) > 0


@pytest.mark.parametrize("table", [*FINAL, "shift"])
def test_a_row_is_not_deleted(sold: Salon, table: str) -> None:
    with aborted("rows stay as they are"):
        database.execute_sql(f"DELETE FROM {table}")
    without_guards(table)
    database.execute_sql(f"DELETE FROM {table}")
    assert counted(table) == 0


# What else a replacing row says, so that it is another one and collides by one key only.
OTHERWISE = {
    "id": "id + 7000",
    "uid": "uid || '?'",
    "code": "code || '?'",
    "number": "number || '?'",
    "serial": "serial + 1",
    "sale_id": "sale_id + 7000",
    "line_id": "line_id + 7000",
    "tender_id": "tender_id + 7000",
    "deed": "CASE deed WHEN 'sale' THEN 'void' ELSE 'sale' END",
    "entry_count": "entry_count + 1",
    "given_at": "given_at + 1",
    "rule": "rule || '?'",
}


def theft(table: str, key: str) -> str:
    """A REPLACE of a table's first row by one of its keys."""
    values = [name if name == key else OTHERWISE.get(name, name) for name in columns(table)]
    source = f"SELECT {', '.join(values)} FROM {table} ORDER BY {key} LIMIT 1"
    return f"INSERT OR REPLACE INTO {table} {source}"


def rows(table: str) -> list[tuple[object, ...]]:
    return database.execute_sql(f"SELECT * FROM {table}").fetchall()


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize(("table", "key"), KEYS)
def test_a_row_is_not_replaced(sold: Salon, table: str, key: str, recursive: str) -> None:
    database.execute_sql(f"PRAGMA recursive_triggers = {recursive}")
    for other_guard in ("sale_of_a_till", "sale_seals"):
        database.execute_sql(f"DROP TRIGGER {other_guard}")
    before = rows(table)
    with aborted(f"this {table.removeprefix('ledger_')} exists"):
        database.execute_sql(theft(table, key))
    assert rows(table) == before
    without_guards(table)
    database.execute_sql(theft(table, key))
    assert counted(table) == len(before)
    assert rows(table) != before


def test_every_unique_key_is_in_the_table_above(sold: Salon) -> None:
    """A key that is added later must be thought about here, too."""
    known = set(KEYS)
    shut_by_others = {("sale", "till_id, serial"), ("shift", "till_id")}
    for table in (*FINAL, "shift"):
        for _, index, unique, *_ in database.execute_sql(f"PRAGMA index_list({table})").fetchall():
            parts = [row[2] for row in database.execute_sql(f"PRAGMA index_info({index})")]
            if unique:
                key = ", ".join(parts)
                assert (table, parts[0]) in known or (table, key) in shut_by_others, index


def test_a_second_open_shift_is_refused_and_replaces_none(sold: Salon) -> None:
    second = (
        "INSERT OR REPLACE INTO shift (uid, till_id, business_day, opening_float, opened_at,"
        " opened_by) SELECT 'second', till_id, business_day, 0, opened_at, opened_by"
        " FROM shift WHERE closed_at IS NULL"
    )
    with aborted("a shift is open already"):
        database.execute_sql(second)
    without_guards("shift")
    before = counted("shift")
    database.execute_sql(second)
    assert counted("shift") == before  # it stole the open one


def test_a_closed_shift_stays_closed(sold: Salon) -> None:
    reopen = (
        "UPDATE shift SET closed_at = NULL, closed_by = NULL, expected = NULL, counted = NULL"
        " WHERE closed_at IS NOT NULL"
    )
    with aborted("a closed shift stays as it is"):
        database.execute_sql(reopen)
    without_guards("shift")
    database.execute_sql("DROP INDEX shift_one_open")
    assert database.execute_sql(reopen).rowcount == 1


def test_an_open_shift_keeps_how_it_was_opened(sold: Salon) -> None:
    more = "UPDATE shift SET opening_float = opening_float + 1 WHERE closed_at IS NULL"
    with aborted("how a shift was opened"):
        database.execute_sql(more)
    without_guards("shift")
    assert database.execute_sql(more).rowcount == 1


def test_a_shift_is_not_half_closed(sold: Salon) -> None:
    half = "UPDATE shift SET closed_at = 1 WHERE closed_at IS NULL"
    with aborted("CHECK"):
        database.execute_sql(half)
    database.execute_sql("PRAGMA ignore_check_constraints = ON")
    assert database.execute_sql(half).rowcount == 1
