"""All that a salon's file holds, so that a refusal can be seen to keep nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from salon_pos.db.connection import database
from salon_pos.domain.refusal import Refusal

_TABLES = """SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'sqlite_sequence'
    ORDER BY name"""  # that one only counts the stamps


def rows(sql: str, *values: object) -> list[tuple[Any, ...]]:
    """What a query finds in the open file."""
    return database.execute_sql(sql, values).fetchall()


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, the look-up's own tables too."""
    return {name: rows(f"SELECT * FROM {name}") for (name,) in rows(_TABLES)}


def changed(before: dict[str, list[tuple[Any, ...]]]) -> set[str]:
    """The tables that hold something else than they did."""
    now = everything()
    return {name for name in now if now[name] != before[name]}


@contextmanager
def refused(key: str, field: str = "") -> Iterator[pytest.ExceptionInfo[Refusal]]:
    """Expects a `Refusal` with this key beside this field, and that nothing at all was kept."""
    before = everything()
    with pytest.raises(Refusal) as seen:
        yield seen
    assert (seen.value.key, seen.value.field) == (key, field), str(seen.value)
    assert changed(before) == set()
