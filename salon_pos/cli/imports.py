"""`salon-pos import`: another system's books."""

import secrets
import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from salon_pos.cli.common import Data, fail, speaking
from salon_pos.cli.folder import salon_folder
from salon_pos.domain.words import N_
from salon_pos.i18n import _

if TYPE_CHECKING:
    from salon_pos.domain.rights import Actor
    from salon_pos.usecases.import_books import Books
    from salon_pos.usecases.import_plan import Plan
    from salon_pos.usecases.import_report import Report


def add_to(app: typer.Typer) -> None:
    """Add `import`."""
    app.command(
        "import",
        help=N_(
            """Take over another system's CSV files: items, staff, clients, sales.

Importing the same files again changes nothing; what was rejected and then repaired is added. Into
an empty folder, a new salon is founded from the profile. A till may work on meanwhile.

\b
salon-pos import ./books --data ./salon --dry-run      what would happen
salon-pos import ./books --data ./salon
salon-pos import ./books --data ./salon --profile my-system.toml"""
        ),
    )(import_)


def import_(
    path: Annotated[
        Path,
        typer.Argument(
            exists=True, metavar="DIR-OR-FILE", help=N_("The CSV file, or the folder with them.")
        ),
    ],
    data: Data = None,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=N_("Say what would happen; write nothing."))
    ] = False,
    profile: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, metavar="FILE",
            help=N_("How to read the files. Left out: the one that comes with the program."),
        ),
    ] = None,
) -> None:  # fmt: skip
    """Import and print the report."""
    from salon_pos.db import connection
    from salon_pos.usecases.imports import ImportFiles, look_at_files

    folder, now = salon_folder(data), datetime.now(UTC)
    with speaking():
        books = look_at_files(ImportFiles(path, profile), now=now)
        try:
            report = _look(folder, books) if dry_run else _import(folder, books, now)
        finally:
            connection.close()
    _print(report, books, dry_run=dry_run)
    if report.written < report.to_write and not dry_run:
        fail(_("Stopped. What was written stays; import again to go on where it ended."))


def _look(folder: Path, books: "Books") -> "Report":
    from salon_pos.db import salon_file
    from salon_pos.usecases import imports
    from salon_pos.usecases.import_report import report_of

    if salon_file.exists(folder):
        salon_file.open_folder(folder)
        plan = imports.plan_for(books)
    else:
        plan = imports.plan_for_new_salon(books)
    return report_of(plan, written=0)


def _import(folder: Path, books: "Books", now: datetime) -> "Report":
    from salon_pos.db import salon_file
    from salon_pos.db.queries import people
    from salon_pos.db.queries import settings as salon
    from salon_pos.domain.rights import Actor, Role
    from salon_pos.usecases import imports

    if salon_file.exists(folder):
        salon_file.open_folder(folder)
    else:
        salon_file.create(folder)
    if not salon.is_founded():
        _found(folder, books, now)
    owner = next(m for m in people.staff_members() if m.role is Role.OWNER)
    plan = imports.plan_for(books)
    return _write(plan, Actor(owner.id, salon.till_id()), now)


def _found(folder: Path, books: "Books", now: datetime) -> None:
    """Found the salon and say, this once, how to get into it."""
    from salon_pos.db import salon_file
    from salon_pos.usecases.imports import found_from

    pin = f"{secrets.randbelow(10**6):06}"
    owner = found_from(books.profile, pin, now=now)
    print(_("A new salon was founded in {folder}.", folder=str(folder)))
    print(_("PIN of {name}: {pin}", name=owner.name, pin=pin))
    print(_("Recovery code: {code}", code=salon_file.recovery_code(folder)))
    print(_("Write both down: they are not shown again."))
    print(flush=True)  # broken off later, this must have been read


def _write(plan: "Plan", by: "Actor", now: datetime) -> "Report":
    from salon_pos.cli.progress import ProgressLine
    from salon_pos.usecases.imports import PAUSE_MS, import_books

    line = ProgressLine()
    with _stop_at_interrupt() as stopped:

        def go_on(done: int, total: int) -> bool:
            line(done, total)
            return not stopped.wait(PAUSE_MS / 1000)

        report = import_books(plan, by=by, now=now, go_on=go_on)
    line.end()
    return report


@contextmanager
def _stop_at_interrupt() -> Generator[threading.Event]:
    """While it lasts, Ctrl-C sets the event: the chunk under way is finished first."""
    stopped = threading.Event()
    before = signal.signal(signal.SIGINT, lambda *_: stopped.set())
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, before)


def _print(report: "Report", books: "Books", *, dry_run: bool) -> None:
    from salon_pos.i18n import screen, words
    from salon_pos.printing.import_words import report_lines

    speaker = words(screen().language, books.profile.settings.currency)
    for text in report_lines(report, speaker, dry_run=dry_run):
        print(text)
