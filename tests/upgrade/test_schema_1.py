"""What the first release left behind opens for ever, whole, with the code its owner printed.

The file was made by `tests/upgrade/sample.py`. Before the release it is made anew when schema 1
changes; after it neither the file nor the numbers below change, whatever becomes of the program.
"""

from pathlib import Path
from typing import Any

import pytest

from salon_pos.db import connection, keys, salon_file
from salon_pos.db.connection import FileProblem, database
from salon_pos.db.doctor import examine
from salon_pos.db.queries import balances, people, receipts, shifts, tickets
from salon_pos.db.queries import settings as salon
from salon_pos.db.queries.catalog import tender_methods
from salon_pos.domain import ledger
from salon_pos.domain.catalog import Item, ItemKind, TenderKind
from salon_pos.domain.points import BaseRule, PointsRules
from salon_pos.domain.prepaid import Plan, PrepaidKind
from salon_pos.domain.rights import Actor, Role
from salon_pos.domain.tenders import Handed
from salon_pos.domain.ticket import Line, Ticket
from salon_pos.usecases.cards import NewCard, issue_card
from salon_pos.usecases.checkout import Payment, take_payment
from salon_pos.usecases.claims import claim
from salon_pos.usecases.refunds import RefundRequest
from salon_pos.usecases.rules import save_prepaid, set_points_rules
from salon_pos.usecases.shifts import close_shift
from tests.salons import NOW, SETTINGS, Salon
from tests.upgrade.sample import SECRET
from tests.usecases.refunding import give_back

RECOVERY_CODE = "AAAQ-EAYE-AUDA-8CAJ-B9FQ-YD98-B49B-D9D8"
SECOND = """
def up(migrator, db):
    db.execute_sql("ALTER TABLE client ADD COLUMN nickname TEXT NOT NULL DEFAULT ''")
"""
BROKEN = SECOND + "    db.execute_sql('CREATE TABLE client (id)')\n"
THIRD_BROKEN = "def up(migrator, db):\n    db.execute_sql('CREATE TABLE client (id)')\n"


def rows(sql: str) -> list[tuple[Any, ...]]:
    return database.execute_sql(sql).fetchall()


def newer_program(folder: Path, monkeypatch: pytest.MonkeyPatch, *migrations: str) -> None:
    """A program with these migrations after those of today."""
    for script in connection.MIGRATIONS.glob("0*.py"):
        (folder / script.name).write_text(script.read_text("utf-8"), "utf-8")
    for number, migration in enumerate(migrations, connection.SCHEMA_VERSION + 1):
        (folder / f"{number:04d}_planted.py").write_text(migration, "utf-8")
    monkeypatch.setattr(connection, "MIGRATIONS", folder)
    monkeypatch.setattr(connection, "SCHEMA_VERSION", connection.SCHEMA_VERSION + len(migrations))


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    """A folder for a newer program's migrations."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    return folder


# --- the released file in today's program ---


def test_it_opens_with_its_printed_code_and_then_with_the_kept_key(schema_1: Path) -> None:
    salon_file.recover(schema_1, RECOVERY_CODE)
    assert salon.settings() == SETTINGS
    connection.close()
    salon_file.open_folder(schema_1)


def test_the_doctor_finds_nothing_and_the_schema_is_that_of_a_new_file(schema_1: Path) -> None:
    salon_file.recover(schema_1, RECOVERY_CODE)
    found, faults = examine()
    assert faults == ()
    assert (found.sales, found.transactions, found.clients, found.open_tickets) == (2, 5, 3, 1)
    assert connection.schema() == connection.fresh_schema()
    assert rows("PRAGMA user_version") == [(connection.SCHEMA_VERSION,)]


def test_another_schema_would_be_seen(schema_1: Path) -> None:
    """The two checks above can fail: for a trigger that is gone and for one that is another."""
    salon_file.recover(schema_1, RECOVERY_CODE)
    (body,) = rows("SELECT sql FROM sqlite_schema WHERE name = 'sale_seals'")[0]
    database.execute_sql("DROP TRIGGER sale_seals")
    assert connection.schema() != connection.fresh_schema()
    assert "schema" in {fault.check for fault in examine()[1]}
    database.execute_sql(body.replace("NEW.total + NEW.tips", "NEW.total"))
    assert connection.schema() != connection.fresh_schema()
    assert "schema" in {fault.check for fault in examine()[1]}


def test_everything_in_it_reads_as_it_was_written(schema_1: Path) -> None:
    """By hand, GST 5 % and PST 8 % on top: a cut at 80.00 (GST only) and two gels at 30.30, 1.00
    off the 140.60 (0.57 of it on the cut): GST 6.98, PST 4.81. 150.00 and 3.00 in cash, which comes
    in steps of 0.05. A wash at 10.10 is 11.42 by card."""
    salon_file.recover(schema_1, RECOVERY_CODE)
    first, second = receipts.receipt("first"), receipts.receipt("second")
    assert (first.number, first.client) == ("A-000001", "Maya Torres")
    assert (first.net, first.total, first.cash_rounding, first.tips) == (13_960, 15_139, 1, 300)
    assert [line.net for line in first.lines] == [7_943, 6_017]
    assert [(tax.name, tax.amount) for tax in first.taxes] == [("GST", 698), ("PST", 481)]
    assert (second.number, second.total) == ("A-000002", 1_142)
    (waiting,) = tickets.open_tickets()
    assert (waiting.ticket.uid, waiting.parked, len(waiting.ticket.lines)) == ("waiting", True, 1)
    assert [found.client.name for found in people.find_clients("zyt")] == ["张雨桐"]
    assert [one.opening_float for one in shifts.recent_shifts(salon.till_id())] == [10_000, 5_000]


def test_it_sells_on_under_the_next_number(schema_1: Path, salon_template: Salon) -> None:
    """The ids of staff and items are those of the same salon, founded today."""
    salon_file.recover(schema_1, RECOVERY_CODE)
    by = Actor(people.staff_by_code("KAI").id, salon.till_id())  # pyright: ignore[reportOptionalMemberAccess]
    (waiting,) = tickets.open_tickets()
    payment = salon_template.payment(waiting.ticket)
    assert take_payment(payment, by=by, now=NOW).number == "A-000003"
    close_shift(shifts.drawer_balance(by.till_id), by=by, now=NOW)
    assert examine()[1] == ()


def test_what_it_sold_comes_back_is_claimed_and_makes_members(
    schema_1: Path, salon_template: Salon
) -> None:
    """One of Maya's two gels: 30.09 of 60.17, GST 1.51 of 3.01, PST 2.41 of 4.81: 34.01. Over 50.00
    by card and 101.39 in cash that is 11.23 and 22.78, in coins 22.80. The wash, 10.10, is claimed
    for 10 points; a top-up of 1,000.00 pays a cut of 84.00."""
    salon_file.recover(schema_1, RECOVERY_CODE)
    kai = Actor(people.staff_by_code("KAI").id, salon.till_id())  # pyright: ignore[reportOptionalMemberAccess]
    (owner,) = (one for one in people.staff_members() if one.role is Role.OWNER)
    olga = Actor(owner.id, salon.till_id())
    set_points_rules(PointsRules(1, base=(BaseRule(1, 100),)), by=olga, now=NOW)
    (gel,) = rows("SELECT l.uid FROM sale_line l JOIN sale s ON s.id = l.sale_id"
                  " WHERE s.uid = 'first' AND l.quantity = 2")[0]  # fmt: skip
    back = give_back(RefundRequest("back", "first", {gel: 1}), kai)
    assert (back.net, back.total, back.cash_rounding) == (-3_009, -3_401, -2)
    (leo,) = [found.client for found in people.find_clients("Leo")]
    assert claim("second", leo.id, by=kai, now=NOW).points == 10
    plan = Plan(PrepaidKind.TOP_UP, bonus=20_000)
    item = Item(0, "Top-up 1000", ItemKind.PREPAID, price=100_000)
    top_up = save_prepaid(item, plan, by=olga, now=NOW)
    card = issue_card(NewCard(leo.id), by=kai, now=NOW)
    line = Line("top", top_up.id, source=card.uid)
    ticket = Ticket("topped", NOW, (line,), client_id=leo.id)
    handed = salon_template.handed("card", 100_000)
    take_payment(Payment(ticket, (handed,), 100_000), by=kai, now=NOW)
    ticket = Ticket("cut", NOW, (salon_template.line("cut"),), client_id=leo.id)
    (stored,) = (m.id for m in tender_methods().values() if m.kind is TenderKind.STORED_VALUE)
    spent = Handed(stored, 8_400, source=card.uid)
    take_payment(Payment(ticket, (spent,), 8_400), by=kai, now=NOW)
    wallet = card.wallet
    assert balances.balance(ledger.principal(wallet)) == 100_000 - 7_000
    assert balances.balance(ledger.bonus(wallet)) == 20_000 - 1_400
    assert examine()[1] == ()


# --- a newer file in today's program ---


def test_a_newer_file_is_refused_and_stays_as_it_is(schema_1: Path) -> None:
    file = schema_1 / connection.FILE_NAME
    connection.open_file(file, keys.file_key(SECRET))
    database.execute_sql(f"PRAGMA user_version = {connection.SCHEMA_VERSION + 1}")
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    before = file.read_bytes()
    with pytest.raises(FileProblem) as problem:
        salon_file.recover(schema_1, RECOVERY_CODE)
    assert problem.value.key == "newer"
    assert "newer Salon POS" in problem.value.text
    assert file.read_bytes() == before
    kept = {connection.FILE_NAME, "salon.schema-1.db"}  # the copy of before the first opening
    assert {one.name for one in schema_1.iterdir()} == kept


# --- the released file in a newer program ---


def test_a_migration_keeps_a_copy_and_ends_where_a_new_file_begins(
    schema_1: Path, migrations: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (schema_1 / connection.FILE_NAME).read_bytes()
    newer_program(migrations, monkeypatch, SECOND)
    salon_file.recover(schema_1, RECOVERY_CODE)
    assert rows("PRAGMA user_version") == [(connection.SCHEMA_VERSION,)]
    assert connection.schema() == connection.fresh_schema()
    assert examine()[1] == ()
    assert rows("SELECT name, nickname FROM client ORDER BY id")[1] == ("Maya Torres", "")
    assert rows("PRAGMA foreign_keys") == [(1,)]
    assert (schema_1 / "salon.schema-1.db").read_bytes() == before


def test_the_copy_is_there_before_the_migration_begins(
    schema_1: Path, migrations: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (schema_1 / connection.FILE_NAME).read_bytes()
    seen: list[bytes] = []

    def crash(_: Path) -> None:
        seen.append((schema_1 / "salon.schema-1.db").read_bytes())
        raise KeyboardInterrupt

    with monkeypatch.context() as newer:
        newer_program(migrations, newer, SECOND)
        newer.setattr(connection, "migrate", crash)
        with pytest.raises(KeyboardInterrupt):
            salon_file.recover(schema_1, RECOVERY_CODE)
    assert seen == [before]
    salon_file.recover(schema_1, RECOVERY_CODE)  # the older program still opens it
    assert examine()[1] == ()


def test_a_crash_between_two_migrations_leaves_the_first_copy_alone(
    schema_1: Path, migrations: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second try finds a file that is schema 1 no longer: it is no copy to keep as such."""
    before = (schema_1 / connection.FILE_NAME).read_bytes()
    with monkeypatch.context() as newer:
        newer_program(migrations, newer, SECOND, THIRD_BROKEN)
        for _ in range(2):
            with pytest.raises(Exception, match="already exists"):
                salon_file.recover(schema_1, RECOVERY_CODE)
            assert (schema_1 / "salon.schema-1.db").read_bytes() == before


def test_a_full_disk_stops_the_upgrade_with_a_sentence(
    schema_1: Path, migrations: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    growing = "def up(migrator, db):\n    db.execute_sql('PRAGMA max_page_count = 1')\n"
    growing += "    db.execute_sql('CREATE TABLE more AS SELECT randomblob(9000) AS x')\n"
    with monkeypatch.context() as newer:
        newer_program(migrations, newer, growing)
        with pytest.raises(FileProblem) as problem:
            salon_file.recover(schema_1, RECOVERY_CODE)
        assert problem.value.key == "no_access"
    assert not database.is_connection_usable()
    salon_file.recover(schema_1, RECOVERY_CODE)
    assert examine()[1] == ()
