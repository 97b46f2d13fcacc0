"""The salons that are measured: made once, kept until the schema or what makes them changes."""

import hashlib
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from salon_pos import demo
from salon_pos.db import connection, salon_file, search
from salon_pos.db.queries import people
from salon_pos.db.queries import settings as salon
from salon_pos.demo import make_demo
from salon_pos.domain.catalog import Tax, TaxMode
from salon_pos.domain.people import StaffMember
from salon_pos.domain.rights import Actor
from salon_pos.usecases.catalog import save_tax
from salon_pos.usecases.settings import change_settings
from tests.bench import places

NOW = datetime(2026, 11, 24, 6, 32, tzinfo=UTC)  # 14:32 in the demo salon, its shift is open
TAXES = (Tax(0, "GST", 50_000), Tax(0, "PST", 80_000))
MONTHS = 2
WORK = places.SALONS / "at-work"  # where copies are written to


def salon_of(clients: int) -> Path:
    """The folder of a closed salon with so many clients; made now if there is none that fits."""
    kept = places.SALONS / f"{clients}-{_recipe()}"
    if kept.exists():
        return kept
    for stale in places.SALONS.glob(f"{clients}-*"):
        shutil.rmtree(stale)
    unfinished = kept.with_suffix(".unfinished")
    print(f"Making a salon of {clients:,} clients (once) ...", flush=True)
    make(unfinished, clients, _say)
    print(file=sys.stderr)
    unfinished.rename(kept)
    return kept


def make(folder: Path, clients: int, progress: Callable[[int, int], None]) -> None:
    """A demo salon with a history, two taxes on top of everything, and an open shift; closed."""
    make_demo(folder, clients=clients, months=MONTHS, language="en", now=NOW, progress=progress)
    by = Actor(staff("OWNER").id, salon.till_id())
    exclusive = replace(salon.settings(), tax_mode=TaxMode.EXCLUSIVE)
    change_settings(exclusive, by=by, now=NOW)
    for tax in TAXES:
        save_tax(tax, by=by, now=NOW)
    connection.close()


def staff(code: str) -> StaffMember:
    """Somebody of the open salon."""
    found = people.staff_by_code(code)
    assert found is not None, code
    return found


@contextmanager
def copies(closed: Path, place: Path, *names: str) -> Iterator[list[Path]]:
    """Copies in `place` of a closed salon, to write to; thrown away afterwards."""
    folders = [place / name for name in names]
    try:
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            for file in (connection.FILE_NAME, salon_file.NAME_FILE):
                shutil.copy(closed / file, folder / file)
        yield folders
    finally:
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)


def _recipe() -> str:
    """What a salon's file depends on, in twelve letters."""
    sources = [*Path(demo.__file__).parent.glob("*.py"), *connection.MIGRATIONS.glob("*.py")]
    sources += [Path(search.__file__), Path(__file__)]
    digest = hashlib.blake2b(str(connection.SCHEMA_VERSION).encode(), digest_size=6)
    for source in sorted(sources):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def _say(done: int, total: int) -> None:
    if done % 20_000 == 0 or done >= total - 1:
        print(f"\r  {done:,} of {total:,}      ", end="", file=sys.stderr, flush=True)
