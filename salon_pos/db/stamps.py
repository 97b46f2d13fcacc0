"""Stamps: every deed ends with the hash of all rows that it put on file and of the stamp before it,
so that a row changed, taken out or put in by hand is found, and the newest stamp stands for all.

Nobody's secret is in it: who recomputes every stamp since is found by a stamp on paper alone.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from peewee import fn

from salon_pos.db.connection import database, ids_given, transaction
from salon_pos.db.models.ledger import StampRow
from salon_pos.db.prepared import Insert, P, Prepared
from salon_pos.db.stamped_rows import CHANGES, STAYS, key, said
from salon_pos.domain.words import N_

HEAD = 12
"""So many hexadecimal digits of a stamp are shown and printed."""

_STAMP = Insert(StampRow, "rows", "note", "link")
_NEWEST = Prepared(
    lambda: StampRow.select(StampRow.link, StampRow.note).order_by(StampRow.id.desc()).limit(P)
)
_ALL = Prepared(lambda: StampRow.select(StampRow.id, StampRow.rows, StampRow.link).order_by(
    StampRow.id))  # fmt: skip

_OTHER = StampRow.alias()
# From the newest back: ids grow, so the first whose sales begin at or below an id is that sale's.
_NEWEST_BY = Prepared(
    lambda: (
        StampRow.select(fn.json_extract(StampRow.rows, P))
        .where(
            StampRow.id <= (
                _OTHER.select(_OTHER.id)
                .where(fn.json_extract(_OTHER.rows, P) <= P)
                .order_by(_OTHER.id.desc())
                .limit(P)
            ),
            fn.json_extract(StampRow.rows, P).is_null(is_null=False),
        )
        .order_by(StampRow.id.desc())
        .limit(P)
    )
)  # fmt: skip

Rows = Mapping[str, tuple[int, int, str]]
"""By table, what a stamp covers of it: the first and the last id, and the hash of what its rows
say. The ids find the rows; only the hashes go into the stamp."""


@contextmanager
def stamped() -> Generator[None]:
    """A deed's transaction (`connection.transaction`), with a stamp at its end on what it put on
    file. What lay there unstamped before it stays so. Inside of another one, that one stamps."""
    is_inside = database.in_transaction()
    with transaction():
        before = () if is_inside else _newest_ids()
        yield
        if not is_inside:
            _stamp(before)


def head() -> str:
    """The newest stamp's first digits in groups; empty before the first one."""
    newest = _NEWEST.one(1)
    return grouped(newest[0]) if newest else ""


def grouped(link: str) -> str:
    """The first digits of a stamp as they are shown: "3f2a 9c01 77be"."""
    return " ".join(link[place : place + 4] for place in range(0, HEAD, 4))


def stamps_since(typed: str) -> int | None:
    """How many stamps came after the one that begins so (at least eight digits, spaces and case do
    not matter); None where none does."""
    digits = "".join(typed.lower().split())
    links = [link for _, _, link in _ALL.all()]
    found = [place for place, link in enumerate(links, 1) if link.startswith(digits)]
    return len(links) - found[-1] if found and len(digits) >= 8 else None


def newest_by(table: str, sale_id: int) -> int:
    """The id of the newest row of a table when the deed that put this sale on file was done: the
    rows of some tables do not say when they came. 0 where there was none."""
    last = f"$.{table}[1]"
    row = _NEWEST_BY.one(last, "$.sale[0]", sale_id, 1, last, 1)
    return row[0] if row else 0


@dataclass(frozen=True, slots=True)
class Broken:
    """What a stamp does not agree with: a sentence, and what fills its places."""

    text: str
    values: Mapping[str, object]


def breaks() -> Iterator[Broken]:
    """Stamps that are gone or not what they were, rows that are not what they were when they were
    stamped or that no deed put in, and what changed without a deed. After a break the chain is
    followed from the stamp that is there, so that one forgery is told once."""
    covered: defaultdict[str, list[tuple[int, int, int, str]]] = defaultdict(list)
    link, due = "", 1
    for id_, text, kept in _ALL.all():
        if id_ != due:
            yield _missing(due, id_ - 1)
        rows = _read(text)
        if rows is None or kept != _link(link, rows):
            yield Broken(
                N_("Stamp {stamp} is not what it was: the chain of stamps breaks there."),
                {"stamp": id_},
            )
        for table, what in (rows or {}).items():
            covered[table].append((id_, *what))
        link, due = kept, id_ + 1
    if ids_given("stamp") != due - 1:
        yield _missing(due, ids_given("stamp"))
    for table in STAYS:
        yield from _rows_that_stay(table, covered[table])
    for table in CHANGES:
        yield from _rows_that_change(table)


def _missing(first: int, last: int) -> Broken:
    return Broken(
        N_("Stamps {first} to {last} are missing: what deeds did was taken out of the file."),
        {"first": first, "last": last},
    )


def _rows_that_stay(
    table: str, covered: Iterable[tuple[int, int, int, str]]
) -> Iterator[Broken]:  # fmt: skip
    """Every row of the table lies under one stamp and is as it was then."""
    rows = iter(database.execute_sql(_every(table)))
    row, unstamped = next(rows, None), 0
    for stamp, first, last, wanted in covered:
        under: list[str] = []
        while row is not None and row[0] <= last:
            if row[0] < first:
                unstamped += 1
            else:
                under.append(row[1])
            row = next(rows, None)
        if _hash(under) != wanted:
            text = N_("Rows of {table} are not what they were when stamp {stamp} was put on them.")
            yield Broken(text, {"table": table, "stamp": stamp})
    unstamped += sum(1 for _ in rows) + (row is not None)
    if unstamped:
        text = N_("{n} rows of {table} were put into the file by no deed.")
        yield Broken(text, {"n": unstamped, "table": table})


def _rows_that_change(table: str) -> Iterator[Broken]:
    """Every row of the table says what it said when a deed changed it last."""
    its_key, columns = CHANGES[table]
    cursor = database.execute_sql(
        f"""WITH kept AS (SELECT v.key, v.content FROM row_version v WHERE v.id IN
            (SELECT MAX(id) FROM row_version WHERE of = ? GROUP BY key)),
        here AS (SELECT {key(its_key, "t")} AS key, {said(columns, "t")} AS content FROM {table} t)
        SELECT COALESCE(here.key, kept.key) FROM here FULL JOIN kept ON kept.key = here.key
        WHERE here.content IS NOT kept.content""",
        (table,),
    )
    for (row,) in cursor.fetchall():
        text = N_("{row} in {table} is not as a deed left it.")
        yield Broken(text, {"row": row, "table": table})


def _stamp(before: tuple[int, ...]) -> None:
    added: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for table, id_, text in database.execute_sql(_added(), before).fetchall():
        added[table].append((id_, text))
    if not added:
        return
    rows: dict[str, tuple[int, int, str]] = {}
    for table, found in added.items():
        found.sort()
        rows[table] = (found[0][0], found[-1][0], _hash(text for _, text in found))
    link, note = _NEWEST.one(1) or ("", 0)
    _STAMP(
        rows=json.dumps(rows, separators=(",", ":"), sort_keys=True),
        note=rows["journal"][1] if "journal" in rows else note,
        link=_link(link, rows),
    )


def _newest_ids() -> tuple[int, ...]:
    return database.execute_sql(_newest()).fetchone()


@cache
def _newest() -> str:
    return "SELECT " + ", ".join(f"(SELECT COALESCE(MAX(id), 0) FROM {t})" for t in STAYS)


@cache
def _added() -> str:
    """All rows that came after given ids, in one query: a table that has none costs next to
    nothing so."""
    return " UNION ALL ".join(
        f"SELECT '{table}', t.id, {said(columns, 't')} FROM {table} t WHERE t.id > ?"
        for table, columns in STAYS.items()
    )


def _every(table: str) -> str:
    return f"SELECT t.id, {said(STAYS[table], 't')} FROM {table} t ORDER BY t.id"


def _read(text: str) -> Rows | None:
    """What a stamp says it covers; None for what no stamp says."""
    try:
        rows: dict[str, Any] = json.loads(text)
        read = {table: (int(a), int(b), str(hashed)) for table, (a, b, hashed) in rows.items()}
    except (AttributeError, TypeError, ValueError):
        return None
    return read if read.keys() <= STAYS.keys() else None


def _link(before: str, rows: Rows) -> str:
    return _hash([before, *(f"{table} {hashed}" for table, (_, _, hashed) in sorted(rows.items()))])


def _hash(texts: Iterable[str]) -> str:
    """The hash of texts in their order."""
    made = hashlib.blake2b(digest_size=16)
    for text in texts:
        made.update(text.encode() + b"\n")
    return made.hexdigest()
