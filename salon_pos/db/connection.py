"""Opening the salon's one encrypted file: engine, key, pragmas, version gate, transactions.

One SQLite library per process opens the file (SQLCipher's own). Nothing else may open it, not even
`open()`: closing any handle of ours would drop the locks that keep two writers apart.
"""

import shutil
from collections import Counter
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

from peewee import DatabaseError, OperationalError, SqliteDatabase
from playhouse.sqlcipher_ext import SqlCipherDatabase
from sqlcipher3 import sqlite_version_info

from salon_pos.domain.words import N_

FILE_NAME = "salon.db"
APPLICATION_ID = 0x53504F53  # "SPOS"
SCHEMA_VERSION = 8
OLDEST_SQLITE = (3, 51, 3)  # before it, a WAL reset could lose pages
MIGRATIONS = Path(__file__).parent / "migrations"
NO_ACCESS = N_("The salon's folder cannot be written. Free some space or change its rights.")
DAMAGED = N_("The salon's file is damaged. Nothing was changed. Restore the newest backup.")

QUIET = {"cipher_log_level": "none"}  # it would write to the terminal; errors are raised anyway
PRAGMAS = QUIET | {
    "journal_mode": "wal",
    "synchronous": "full",
    "foreign_keys": "on",
    "recursive_triggers": "on",
    "trusted_schema": "off",
    "busy_timeout": 250,
}


class _SalonDatabase(SqlCipherDatabase):
    def rollback(self) -> None:
        """Undo the transaction, unless a full disk has undone it already."""
        if self.connection().in_transaction:
            super().rollback()


# A thread without a connection of its own is a bug; it must not get one by the way.
database: SqliteDatabase = _SalonDatabase(None, lock_type="IMMEDIATE", autoconnect=False)


class FileProblem(Exception):
    """The file cannot be used as it is. `key` is stable, `text` an English sentence that says
    what to do, marked for translation. Nothing was overwritten."""

    def __init__(self, key: str, text: str) -> None:
        super().__init__(key)
        self.key = key
        self.text = text


def create(path: Path, key: bytes) -> None:
    """Make a new file at `path` with a raw 32-byte key and leave it open. It gets its name when it
    is whole, so a crash leaves no half-made salon. Refuses to touch one that exists."""
    if path.exists():
        raise FileProblem("exists", N_("There is a salon in this folder already. Open it."))
    fresh = path.with_suffix(".new")
    try:
        for leftover in path.parent.glob(f"{fresh.name}*"):
            leftover.unlink()
        _connect(fresh, key)
        database.execute_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        migrate(MIGRATIONS)
    except (OSError, OperationalError) as error:
        close()
        raise FileProblem("no_access", NO_ACCESS) from error
    close()
    fresh.rename(path)
    open_file(path, key)


def open_file(path: Path, key: bytes) -> None:
    """Open the salon's file. Refuses one that is missing, damaged, foreign, newer than this
    program or locked by another key; a copy is kept before an older one is brought up to date."""
    if not path.exists():
        raise FileProblem("missing", N_("There is no salon in this folder yet."))
    if not path.stat().st_size:  # the library would take it for a new file, and write to it
        raise FileProblem("damaged", DAMAGED)
    try:
        _connect(path, key, QUIET | {"query_only": "on"})
        version = _checked_version()
        _connect(path, key)
    except DatabaseError as error:
        close()
        raise _problem(error) from error
    except FileProblem:
        close()
        raise
    if version < SCHEMA_VERSION:
        _bring_up_to_date(path, key, version)


def close() -> None:
    """Close this thread's connection, if there is one."""
    if not database.deferred and not database.is_closed():
        database.close()


@contextmanager
def transaction() -> Generator[None]:
    """One IMMEDIATE write transaction: all of it is on disk afterwards, or none of it. Raises
    `FileProblem` "busy" or "no_access" where the world is in the way."""
    try:
        with database.atomic("IMMEDIATE"):
            yield
    except OperationalError as error:
        if is_busy(error) or cannot_write(error):
            raise _problem(error) from error
        raise


@contextmanager
def worker(*, read_only: bool = False) -> Generator[None]:
    """This thread's own connection, for work beside the window. One that is open stays open."""
    opened = database.connect(reuse_if_open=True)
    try:
        if read_only:
            database.execute_sql("PRAGMA query_only = ON")
        yield
    finally:
        if opened:
            database.close()
        elif read_only:
            database.execute_sql("PRAGMA query_only = OFF")


@contextmanager
def reading() -> Generator[None]:
    """What is read of a file that was just opened: only now a page that went bad is found. Raises
    `FileProblem` for it."""
    try:
        yield
    except DatabaseError as error:
        if type(error) is DatabaseError:  # its kinds are bugs, or told where they come from
            close()
            raise _problem(error) from error
        raise


@contextmanager
def without_waiting_for_the_disk() -> Generator[None]:
    """While a file that nobody relies on yet is being filled: commits do not wait for the disk.
    Afterwards all of it is on disk, and commits wait again. A power cut meanwhile may spoil it."""
    database.execute_sql("PRAGMA synchronous = OFF")
    try:
        yield
    finally:
        database.execute_sql(f"PRAGMA synchronous = {PRAGMAS['synchronous']}")
        database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def is_busy(error: Exception) -> bool:
    """Whether another process held the file for longer than the busy timeout."""
    return isinstance(error, OperationalError) and "locked" in str(error)


def cannot_write(error: Exception) -> bool:
    """Whether the disk is full or the folder cannot be written."""
    causes = ("full", "readonly", "read-only", "unable to open", "disk I/O")
    return isinstance(error, OperationalError) and any(cause in str(error) for cause in causes)


def migrate(directory: Path) -> None:
    """Run the numbered migrations that the open file has not seen, each in its transaction."""
    from playhouse.migrations import Runner

    Runner(database, str(directory)).up()
    newest = max(int(script.name[:4]) for script in directory.glob("[0-9]*.py"))
    database.execute_sql(f"PRAGMA user_version = {newest}")


def integrity_faults() -> list[str]:
    """What SQLCipher and SQLite find damaged in the open file."""
    for look in ("PRAGMA cipher_integrity_check", "PRAGMA integrity_check"):
        rows = database.execute_sql(look).fetchall()
        if faults := [text for (text,) in rows if text != "ok"]:
            return faults  # a page that cannot be decrypted stops every further look
    return []


def foreign_key_faults() -> list[tuple[str, str, int]]:
    """(table, the table it points at, rows that point at nothing) in the open file."""
    rows = database.execute_sql("PRAGMA foreign_key_check").fetchall()
    counted = Counter((table, parent) for table, _, parent, _ in rows)
    return [(table, parent, count) for (table, parent), count in sorted(counted.items())]


def ids_given(table: str) -> int:
    """The highest id that a table with AUTOINCREMENT ever gave; 0 for none."""
    row = database.execute_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,))
    return (row.fetchone() or (0,))[0]


def schema() -> dict[str, str]:
    """Every table, index and trigger of the open file by name, as it was made."""
    return _schema_of(database)


def fresh_schema() -> dict[str, str]:
    """What `schema` is for a file that was just made."""
    from playhouse.migrations import Runner

    fresh = SqlCipherDatabase(":memory:", passphrase=f"x'{bytes(32).hex()}'")
    Runner(fresh, str(MIGRATIONS)).up()
    found = _schema_of(fresh)
    fresh.close()
    return found


def _schema_of(of: SqliteDatabase) -> dict[str, str]:
    rows = of.execute_sql("SELECT type, name, sql FROM sqlite_schema").fetchall()
    return {f"{kind} {name}": sql or "" for kind, name, sql in rows}


def _connect(path: Path, key: bytes, pragmas: Mapping[str, str | int] = PRAGMAS) -> None:
    if sqlite_version_info < OLDEST_SQLITE:
        raise FileProblem(
            "old_library",
            N_("The database library is too old to be safe. Install the program again."),
        )
    close()
    database.init(str(path), pragmas=pragmas, passphrase=f"x'{key.hex()}'")
    database.connect()


def _checked_version() -> int:
    (application,) = database.execute_sql("PRAGMA application_id").fetchone()
    (version,) = database.execute_sql("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise FileProblem("foreign", N_("This file is not a salon's. Choose another folder."))
    if version > SCHEMA_VERSION:
        raise FileProblem(
            "newer",
            N_("This salon was opened by a newer Salon POS. Install that version here, too."),
        )
    return version


def _problem(error: DatabaseError) -> FileProblem:
    text = str(error)
    if "not a database" in text:
        return FileProblem(
            "wrong_key",
            N_("The file's key does not fit, or the file is damaged. Type the recovery code."),
        )
    if cannot_write(error):
        return FileProblem("no_access", NO_ACCESS)
    if is_busy(error):
        return FileProblem("busy", N_("The till is busy for a moment. Try again."))
    return FileProblem("damaged", DAMAGED)


def _bring_up_to_date(path: Path, key: bytes, version: int) -> None:
    try:
        # A crash may have come between two migrations; then the copy of before is there already.
        if _newest_migration() <= version:
            _keep_copy(path, key, version)
        migrate(MIGRATIONS)
    except OSError as error:
        close()
        raise FileProblem("no_access", NO_ACCESS) from error
    except BaseException as error:
        close()
        if isinstance(error, OperationalError) and (cannot_write(error) or is_busy(error)):
            raise _problem(error) from error
        raise


def _newest_migration() -> int:
    """The number of the newest migration in the open file, which its version may not say yet."""
    (name,) = database.execute_sql("SELECT MAX(name) FROM schema_migration").fetchone()
    return int(name[:4])


def _keep_copy(path: Path, key: bytes, version: int) -> None:
    """Keep `salon.schema-N.db` beside the file: everything in it, as the old program left it."""
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    close()
    shutil.copy2(path, path.with_name(f"{path.stem}.schema-{version}{path.suffix}"))
    _connect(path, key)
