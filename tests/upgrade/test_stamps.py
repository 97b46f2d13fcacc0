"""A file of each older schema gets its first stamp on all that it holds; its chains stay as they
were, broken where they were broken: nothing is linked anew."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from salon_pos.db import connection, keys, stamps
from salon_pos.db.connection import database
from salon_pos.db.doctor import examine
from salon_pos.db.queries import people
from salon_pos.db.queries import settings as salon
from salon_pos.domain.rights import Actor
from salon_pos.usecases.shifts import close_shift
from tests.db.test_refund_rules import without_guards
from tests.salons import NOW
from tests.upgrade.sample import SAMPLES, SECRET

CHAIN = "Transaction {transaction} is not what it was: the till's chain breaks there."

Older = Callable[[int], None]


def rows(sql: str) -> list[tuple[Any, ...]]:
    return database.execute_sql(sql).fetchall()


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Older:
    """Opens the released file of this schema with a program of this schema. There is no released
    file of schema 2 or 7: each is what one of schema 1 became."""
    file = tmp_path / connection.FILE_NAME

    def opened(schema: int) -> None:
        shutil.copy(SAMPLES / f"schema-{3 if schema == 3 else 1}.db", file)
        folder = tmp_path / "migrations"
        folder.mkdir()
        for script in connection.MIGRATIONS.glob("0*.py"):
            if int(script.name[:4]) <= schema:
                shutil.copy(script, folder)
        with monkeypatch.context() as then:
            then.setattr(connection, "MIGRATIONS", folder)
            then.setattr(connection, "SCHEMA_VERSION", schema)
            connection.open_file(file, keys.file_key(SECRET))

    return opened


def open_today(folder: Path) -> None:
    connection.close()
    connection.open_file(folder / connection.FILE_NAME, keys.file_key(SECRET))


@pytest.mark.parametrize("schema", [1, 2, 3, 7])
def test_what_was_on_file_is_stamped_as_it_was(older: Older, schema: int, tmp_path: Path) -> None:
    older(schema)
    assert rows("PRAGMA user_version") == [(schema,)]
    chained = "SELECT uid, link FROM ledger_transaction ORDER BY id"
    before = rows(chained) if schema > 1 else []
    open_today(tmp_path)
    assert examine()[1] == ()
    assert connection.schema() == connection.fresh_schema()
    assert rows("SELECT COUNT(*) FROM stamp") == [(1,)]
    assert stamps.stamps_since(stamps.head()) == 0
    if before:
        assert rows(chained) == before


@pytest.mark.parametrize("schema", [1, 2, 3, 7])
def test_the_next_deed_is_stamped_after_it(older: Older, schema: int, tmp_path: Path) -> None:
    older(schema)
    open_today(tmp_path)
    first = stamps.head()
    kai = people.staff_by_code("KAI")
    assert kai is not None
    close_shift(0, "not counted", by=Actor(kai.id, salon.till_id()), now=NOW)
    assert stamps.stamps_since(first) == 1
    assert examine()[1] == ()


@pytest.mark.parametrize("schema", [1, 2, 3, 7])
def test_an_edit_afterwards_is_found(older: Older, schema: int, tmp_path: Path) -> None:
    older(schema)
    open_today(tmp_path)
    with without_guards():
        database.execute_sql("UPDATE sale SET client_id = NULL")
    assert "stamps" in {fault.check for fault in examine()[1]}


def test_a_chain_that_was_broken_before_is_told_for_ever(older: Older, tmp_path: Path) -> None:
    """The first stamp is on what the file holds; the chain of before says that this is forged."""
    older(3)
    with without_guards():
        database.execute_sql("UPDATE ledger_entry SET rule_version = 7 WHERE rule = 'value.bonus'")
    open_today(tmp_path)
    (fault,) = examine()[1]
    assert (fault.text, fault.values) == (CHAIN, {"transaction": "Top-up 1000"})


def test_a_file_that_was_just_made_begins_without_a_stamp(tmp_path: Path) -> None:
    connection.create(tmp_path / connection.FILE_NAME, keys.file_key(SECRET))
    assert rows("SELECT * FROM stamp") == rows("SELECT * FROM row_version") == []
    assert stamps.head() == ""
