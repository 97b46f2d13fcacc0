"""The doctor: looks at the whole file, rebuilds what can be rebuilt, and says what does not agree.

It writes nothing, and looks at one moment of the file while tills work on.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from peewee import DatabaseError
from sqlcipher3 import DatabaseError as ReadError  # pyright: ignore[reportAttributeAccessIssue]

from salon_pos.db import chain, connection, search, stamps
from salon_pos.db.bookkeeping import (
    BIRTHDAYS,
    LEDGER,
    NUMBERS,
    PREPAID,
    REWARDS,
    SALES,
    SHIFTS,
    TIERS,
    Rule,
)
from salon_pos.db.connection import database
from salon_pos.db.correction_rules import CORRECTIONS
from salon_pos.db.queries import settings as salon
from salon_pos.db.refund_rules import REFUNDS
from salon_pos.db.value_rules import VALUE
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.settings import check_settings
from salon_pos.domain.ticket import Ticket, check_ticket
from salon_pos.domain.ticket_json import from_json
from salon_pos.domain.words import N_

MOST_WORDS_CHECKED = 20_000
"""So many clients, spread over the file, are looked up by every word of theirs; that each one is
in the index at all is checked for all of them."""

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not agree: `check` says where, `text` with `values` is the sentence."""

    check: str
    text: str
    values: Values = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class Examined:
    """What there was to look at."""

    sales: int
    transactions: int
    clients: int
    open_tickets: int


def examine() -> tuple[Examined, tuple[Fault, ...]]:
    """Look at everything in the open file; nothing found means that all of it agrees."""
    with database.atomic("DEFERRED"):
        broken = tuple(_performed(_integrity))
        if broken:
            return Examined(0, 0, 0, 0), broken
        return _counts(), tuple(fault for check in CHECKS for fault in _performed(check))


def _performed(check: Callable[[], Iterator[Fault]]) -> Iterator[Fault]:
    """What a check finds; one that cannot even look has found something, too."""
    try:
        yield from check()
    except (DatabaseError, ReadError) as error:  # peewee does not wrap what fetching raises
        yield Fault("file", N_("The file cannot be read: {reason}."), {"reason": str(error)})


def _integrity() -> Iterator[Fault]:
    """Damaged pages, indexes that do not match their tables, values no column may have."""
    for reason in connection.integrity_faults():
        yield Fault("file", N_("The file is damaged: {reason}."), {"reason": reason})


def _foreign_keys() -> Iterator[Fault]:
    for table, parent, rows in connection.foreign_key_faults():
        yield Fault(
            "foreign_keys",
            N_("{n} rows of {table} point at rows of {parent} that do not exist."),
            {"n": rows, "table": table, "parent": parent},
        )


def _schema() -> Iterator[Fault]:
    """Every table, index and trigger as a new file has them."""
    fresh, here = connection.fresh_schema(), connection.schema()
    for name in fresh.keys() - here.keys():
        yield Fault("schema", N_("{name} is missing."), {"name": name})
    for name in here.keys() - fresh.keys():
        yield Fault("schema", N_("{name} does not belong here."), {"name": name})
    for name in fresh.keys() & here.keys():
        if fresh[name] != here[name]:
            yield Fault("schema", N_("{name} is not as it should be."), {"name": name})


def _settings() -> Iterator[Fault]:
    try:
        check_settings(salon.settings())
    except Refusal as refusal:
        yield Fault("settings", refusal.text, refusal.values)
    except (TypeError, ValueError):
        yield Fault("settings", N_("The salon's settings cannot be read."))


def _rules(check: str, rules: tuple[Rule, ...]) -> Callable[[], Iterator[Fault]]:
    def found() -> Iterator[Fault]:
        for rule in rules:
            cursor = database.execute_sql(rule.sql)
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                yield Fault(check, rule.text, dict(zip(names, row, strict=True)))

    return found


def _chain() -> Iterator[Fault]:
    """Every transaction's link is the hash of what lies on file, and of all before it."""
    for uid in chain.breaks():
        text = N_("Transaction {transaction} is not what it was: the till's chain breaks there.")
        yield Fault("chain", text, {"transaction": uid})


def _stamps() -> Iterator[Fault]:
    """Every row is as the deed that put it on file left it."""
    for broken in stamps.breaks():
        yield Fault("stamps", broken.text, broken.values)


def _tickets() -> Iterator[Fault]:
    """Every open ticket can be read and was not paid; its item, staff and clients exist."""
    paid = {uid for (uid,) in database.execute_sql("SELECT uid FROM sale").fetchall()}
    known = {table: _ids(table) for table in ("item", "staff", "client")}
    for uid, content in database.execute_sql("SELECT uid, content FROM ticket").fetchall():
        try:
            ticket = from_json(content)
            check_ticket(ticket)
        except (Refusal, json.JSONDecodeError, KeyError, TypeError, ValueError):
            yield Fault("tickets", N_("The open ticket {ticket} cannot be read."), {"ticket": uid})
            continue
        if uid in paid or ticket.uid != uid or not _all_known(ticket, known):
            text = N_("The open ticket {ticket} names something that is not on file, or was paid.")
            yield Fault("tickets", text, {"ticket": uid})


def _ids(table: str) -> frozenset[int]:
    return frozenset(id_ for (id_,) in database.execute_sql(f"SELECT id FROM {table}").fetchall())


def _all_known(ticket: Ticket, known: Mapping[str, frozenset[int]]) -> bool:
    clients = {ticket.client_id, *(line.client_id for line in ticket.lines)} - {None}
    staff = {credit.staff_id for line in ticket.lines for credit in line.staff}
    items = {line.item_id for line in ticket.lines}
    return clients <= known["client"] and staff <= known["staff"] and items <= known["item"]


def _look_up() -> Iterator[Fault]:
    """Every client is found by their own words, and nobody else is in the index."""
    rows = database.execute_sql(
        "SELECT id, name, phone, COALESCE(code, ''), retired FROM client ORDER BY id"
    ).fetchall()
    indexed = search.indexed_ids()
    active = {id_ for id_, _, _, _, retired in rows if not retired}
    for id_ in sorted(active - indexed):
        yield Fault("look_up", N_("Client {client} is not in the look-up."), {"client": id_})
    for id_ in sorted(indexed - active):
        text = N_("The look-up still finds client {client}, who is not on file.")
        yield Fault("look_up", text, {"client": id_})
    step = 1 + len(rows) // MOST_WORDS_CHECKED
    for id_, name, phone, code, retired in rows[::step]:
        if not retired and id_ in indexed and not search.is_found(id_, name, phone, code):
            text = N_("Client {client} is not found by name, phone and code.")
            yield Fault("look_up", text, {"client": id_})


def _counts() -> Examined:
    tables = ("sale", "ledger_transaction", "client", "ticket")
    return Examined(
        *(database.execute_sql(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in tables)
    )


CHECKS: tuple[Callable[[], Iterator[Fault]], ...] = (
    _foreign_keys,
    _schema,
    _settings,
    _rules("numbers", NUMBERS),
    _rules("sales", SALES),
    _rules("refunds", REFUNDS),
    _rules("corrections", CORRECTIONS),
    _rules("ledger", LEDGER),
    _rules("shifts", SHIFTS),
    _rules("prepaid", PREPAID),
    _rules("rewards", REWARDS),
    _rules("tiers", TIERS),
    _rules("birthdays", BIRTHDAYS),
    _rules("value", VALUE),
    _chain,
    _stamps,
    _tickets,
    _look_up,
)
