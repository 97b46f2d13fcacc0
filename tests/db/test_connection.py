"""The file's connections: their settings, the library gate, encryption, migrations."""

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from peewee import InterfaceError, OperationalError

from salon_pos.db import connection, keys, salon_file
from salon_pos.db.connection import FileProblem, database
from salon_pos.usecases.clients import save_client
from tests.salons import NOW, Salon

KEY = bytes(range(32))

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "trusted_schema": 0,
    "busy_timeout": 250,
}


def pragmas() -> dict[str, object]:
    found = {name: database.execute_sql(f"PRAGMA {name}").fetchone() for name in PRAGMAS}
    return {name: row[0] for name, row in found.items() if row}


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A salon's file with its schema and nothing in it, closed."""
    path = tmp_path / connection.FILE_NAME
    connection.create(path, KEY)
    connection.close()
    return path


def refused(path: Path, key: bytes = KEY) -> str:
    with pytest.raises(FileProblem) as problem:
        connection.open_file(path, key)
    assert not database.is_connection_usable()
    return problem.value.key


# --- settings of every connection ---


def test_a_new_file_and_an_opened_one_have_every_setting(file: Path) -> None:
    connection.open_file(file, KEY)
    assert pragmas() == PRAGMAS
    (path,) = [row[2] for row in database.execute_sql("PRAGMA database_list").fetchall()]
    assert Path(path).name == connection.FILE_NAME


def test_a_workers_connection_has_every_setting_and_is_closed_after_it(salon: Salon) -> None:
    def work() -> tuple[dict[str, object], bool]:
        with connection.worker():
            inside = pragmas()
        return inside, database.is_closed()

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(work).result() == (PRAGMAS, True)


def test_a_thread_gets_no_connection_by_the_way(salon: Salon) -> None:
    with ThreadPoolExecutor(1) as pool, pytest.raises(InterfaceError):
        pool.submit(database.execute_sql, "SELECT 1").result()


@pytest.mark.parametrize("beside", [True, False])
def test_a_reader_cannot_write(salon: Salon, beside: bool) -> None:
    def work() -> None:
        with connection.worker(read_only=True):
            database.execute_sql("DELETE FROM setting")

    with pytest.raises(OperationalError, match="readonly"):  # noqa: PT012
        if beside:
            with ThreadPoolExecutor(1) as pool:
                pool.submit(work).result()
        else:
            work()


def test_a_worker_leaves_an_open_connection_open_and_able_to_write(salon: Salon) -> None:
    with connection.worker(read_only=True):
        pass
    save_client(replace(salon.clients["leo"], note="tall"), by=salon.by("kai"), now=NOW)


def test_every_write_is_immediate(salon: Salon) -> None:
    """A second writer is turned away when the first begins, not when it commits."""

    def second() -> str:
        with connection.worker():
            try:
                with connection.transaction():
                    return "began"
            except FileProblem as problem:
                return problem.key

    with connection.transaction(), ThreadPoolExecutor(1) as pool:
        assert pool.submit(second).result() == "busy"
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(second).result() == "began"


def test_an_old_library_opens_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest(file)
    monkeypatch.setattr(connection, "sqlite_version_info", (3, 51, 2))
    assert refused(file) == "old_library"
    assert digest(file) == before
    monkeypatch.setattr(connection, "sqlite_version_info", (3, 51, 3))
    connection.open_file(file, KEY)


# --- making a file ---


def test_leftovers_of_a_crash_are_no_salon_and_in_nobodys_way(tmp_path: Path) -> None:
    path = tmp_path / connection.FILE_NAME
    for leftover in ("salon.new", "salon.new-wal", "salon.new-shm"):
        (tmp_path / leftover).write_bytes(b"half of a salon" * 400)
    assert not salon_file.exists(tmp_path)
    connection.create(path, KEY)
    assert pragmas() == PRAGMAS
    connection.close()
    assert [one.name for one in tmp_path.iterdir()] == [connection.FILE_NAME]


def test_a_crash_while_a_file_is_made_leaves_no_salon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(_: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):  # noqa: PT012
        broken.setattr(connection, "migrate", crash)
        connection.create(tmp_path / connection.FILE_NAME, KEY)
    assert not salon_file.exists(tmp_path)
    connection.create(tmp_path / connection.FILE_NAME, KEY)


def test_a_salon_is_not_made_over_another(file: Path) -> None:
    before = digest(file)
    with pytest.raises(FileProblem, match="exists"):
        connection.create(file, KEY)
    with pytest.raises(FileProblem, match="exists"):
        salon_file.create(file.parent)
    assert digest(file) == before


# --- opening what cannot be opened ---


def foreign(file: Path, version: int, application: int) -> None:
    """Make the file one with another version or of another program, with the same key."""
    connection.open_file(file, KEY)
    database.execute_sql(f"PRAGMA user_version = {version}")
    database.execute_sql(f"PRAGMA application_id = {application}")
    database.execute_sql("PRAGMA journal_mode = DELETE")
    connection.close()


HARM = {
    "nothing in it": ("damaged", lambda _: b""),
    "another kind": ("wrong_key", lambda _: b"no database at all" * 400),
    "its first half": ("damaged", lambda whole: whole[: len(whole) // 2]),
    "its first page": ("damaged", lambda whole: whole[:4096]),
    "a few bytes": ("wrong_key", lambda whole: whole[:100]),
    "one bit turned": ("wrong_key", lambda whole: bytes([whole[0] ^ 1]) + whole[1:]),
    "zeros": ("wrong_key", lambda whole: bytes(len(whole))),
}


@pytest.mark.parametrize("harm", HARM)
def test_a_harmed_file_is_refused_and_stays_as_it_is(file: Path, harm: str) -> None:
    key, change = HARM[harm]
    file.write_bytes(change(file.read_bytes()))
    before = digest(file)
    assert refused(file) == key
    assert digest(file) == before
    assert [one.name for one in file.parent.iterdir()] == [file.name]


def test_a_wrong_key_is_refused_and_the_file_stays_as_it_is(file: Path) -> None:
    before = digest(file)
    assert refused(file, bytes(32)) == "wrong_key"
    assert digest(file) == before
    connection.open_file(file, KEY)


@pytest.mark.parametrize(
    ("version", "application", "key"),
    [
        (connection.SCHEMA_VERSION + 1, connection.APPLICATION_ID, "newer"),
        (connection.SCHEMA_VERSION, 0, "foreign"),
        (connection.SCHEMA_VERSION, 0x12345678, "foreign"),
    ],
)
def test_a_newer_file_and_a_foreign_one_stay_as_they_are(
    file: Path, version: int, application: int, key: str
) -> None:
    foreign(file, version, application)
    before = digest(file)
    assert refused(file) == key
    assert digest(file) == before


def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    assert refused(tmp_path / connection.FILE_NAME) == "missing"
    with pytest.raises(FileProblem, match="missing"):
        salon_file.open_folder(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_problem_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileProblem) as problem:
        connection.open_file(tmp_path / "salon.db", KEY)
    assert problem.value.text == "There is no salon in this folder yet."


# --- encryption ---


def test_nothing_can_be_read_from_the_files(salon: Salon) -> None:
    """Looked for while the file is open, its newest pages still in the log."""
    words = [
        "Maya",
        "Torres",
        "张雨桐",
        "Cloud Hair",
        "6045550123",
        "CREATE TABLE",
        "SQLite format",
    ]
    files = list(salon.folder.glob("salon.db*"))
    assert {file.name for file in files} == {"salon.db", "salon.db-wal", "salon.db-shm"}
    save_client(replace(salon.clients["leo"], note="Torres"), by=salon.by("kai"), now=NOW)
    readable = b"".join(file.read_bytes() for file in files)
    assert [word for word in words if word.encode() in readable] == []
    assert len(set((salon.folder / "salon.db-wal").read_bytes())) == 256  # it is not empty


def test_the_key_is_in_no_file_beside_the_data(salon: Salon) -> None:
    uid = (salon.folder / salon_file.NAME_FILE).read_text()
    secret = keys.find(uid)
    assert secret
    for secret_part in (secret, keys.file_key(secret)):
        for file in salon.folder.iterdir():
            content = file.read_bytes()
            assert secret_part not in content
            assert secret_part.hex().encode() not in content


# --- migrations ---

TODAY = connection.SCHEMA_VERSION
NEXT = """
def up(migrator, db):
    db.execute_sql("ALTER TABLE client ADD COLUMN nickname TEXT NOT NULL DEFAULT ''")
"""
BROKEN = NEXT + "    db.execute_sql('CREATE TABLE client (id)')\n"


def newer_program(folder: Path, migration: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program with the next schema."""
    for script in connection.MIGRATIONS.glob("0*.py"):
        (folder / script.name).write_text(script.read_text("utf-8"), "utf-8")
    (folder / f"{TODAY + 1:04d}_nickname.py").write_text(migration, "utf-8")
    monkeypatch.setattr(connection, "MIGRATIONS", folder)
    monkeypatch.setattr(connection, "SCHEMA_VERSION", TODAY + 1)


def user_version() -> int:
    return database.execute_sql("PRAGMA user_version").fetchone()[0]


def test_an_older_file_is_brought_up_to_date_and_a_copy_of_it_kept(
    sold: Salon, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = "SELECT COUNT(*) FROM sale"
    connection.close()
    with monkeypatch.context() as newer:
        newer_program(tmp_path_factory.mktemp("migrations"), NEXT, newer)
        salon_file.open_folder(sold.folder)
        assert user_version() == TODAY + 1
        assert database.execute_sql("SELECT nickname FROM client").fetchall()
        assert database.execute_sql(count).fetchone() == (1,)
        connection.close()
    copy = sold.folder / f"salon.schema-{TODAY}.db"
    copy.replace(sold.folder / connection.FILE_NAME)
    salon_file.open_folder(sold.folder)  # the older program opens the copy
    assert user_version() == TODAY
    assert database.execute_sql(count).fetchone() == (1,)


def test_a_migration_that_breaks_changes_nothing(
    sold: Salon, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection.close()
    with monkeypatch.context() as newer:
        newer_program(tmp_path_factory.mktemp("migrations"), BROKEN, newer)
        with pytest.raises(OperationalError, match="already exists"):
            salon_file.open_folder(sold.folder)
        assert not database.is_connection_usable()
    salon_file.open_folder(sold.folder)
    columns = {row[1] for row in database.execute_sql("PRAGMA table_info(client)").fetchall()}
    assert "nickname" not in columns
    assert user_version() == TODAY


def test_the_schema_version_is_the_newest_migrations_number() -> None:
    numbers = [int(found[1]) for script in connection.MIGRATIONS.iterdir()
               if (found := re.match(r"(\d{4})_\w+\.py$", script.name))]  # fmt: skip
    assert sorted(numbers) == list(range(1, connection.SCHEMA_VERSION + 1))
