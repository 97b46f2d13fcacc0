"""Taking over another system's books: in small chunks beside a working till, again and again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic_ns

from salon_pos.db.queries import catalog, people
from salon_pos.db.queries import imports as queries
from salon_pos.db.queries import settings as salon
from salon_pos.db.records import journal
from salon_pos.domain.people import StaffMember
from salon_pos.domain.refusal import Refusal, refuse
from salon_pos.domain.rights import Actor, Right
from salon_pos.domain.words import N_
from salon_pos.usecases.deed import GoOn, deed
from salon_pos.usecases.founding import Founding, found_salon
from salon_pos.usecases.import_books import Books, files_in, read_books
from salon_pos.usecases.import_plan import OnFile, Plan, plan_import
from salon_pos.usecases.import_profile import Profile, profile_for, read_profile
from salon_pos.usecases.import_report import Report, report_of
from salon_pos.usecases.import_writing import Job, Writer

CHUNK_NS = 25_000_000
"""A transaction ends after so many nanoseconds: with its commit it stays below 50 ms."""
PAUSE_MS = 60
"""Between two chunks a till that waits for the file gets its turn: `go_on` waits so long."""
PATIENCE = 40
"""How often a chunk tries again, a quarter of a second each time, before it gives up."""


@dataclass(frozen=True, slots=True)
class ImportFiles:
    """The files to import and, where it is not a shipped one, the profile that reads them."""

    path: Path
    profile: Path | None = None


def look_at_files(files: ImportFiles, *, now: datetime) -> Books:
    """Read the files; nothing is written. Refuses what cannot be read or is not known."""
    found = files_in(files.path)
    profile = read_profile(files.profile) if files.profile else profile_for(found)
    return read_books(found, profile, today=profile.settings.business_day(now))


def found_from(profile: Profile, pin: str, *, now: datetime) -> StaffMember:
    """Fill the empty file that was just made with what the profile says about the salon."""
    founding = Founding(profile.settings, profile.owner_name, pin, taxes=profile.taxes)
    return found_salon(founding, now=now)


def plan_for(books: Books) -> Plan:
    """What importing would add to the open file. Refuses books in another currency."""
    settings, currency = salon.settings(), books.profile.settings.currency_code
    if settings.currency_code != currency:
        refuse(
            "other_currency",
            N_("The files are in {theirs}, this salon's books in {ours}."),
            theirs=currency,
            ours=settings.currency_code,
        )
    on_file = OnFile(
        items=catalog.items(with_retired=True),
        staff_codes=frozenset(m.code for m in people.staff_members(with_retired=True)),
        client_codes=frozenset(queries.client_codes()),
        lines=queries.imported_lines(salon.IMPORT_TILL),
    )
    return plan_import(books, on_file)


def plan_for_new_salon(books: Books) -> Plan:
    """What importing into an empty folder would write."""
    return plan_import(books, OnFile())


def import_books(plan: Plan, *, by: Actor, now: datetime, go_on: GoOn) -> Report:
    """Write what the plan says is new: items, staff, clients, then the sales on the till IMPORT.

    Every row once, in chunks that are kept whole; stopped or broken off, importing again goes on
    where it ended. Sales keep their old numbers, have no shift and no ledger transaction, are paid
    by the tender "imported" at noon of their day, and leave the stock as it is.
    """
    writer = Writer(plan, by, now)
    written = 0
    for phase in (writer.items, writer.staff, writer.clients, writer.sales):
        jobs = phase()
        while jobs:
            done = _chunk(jobs, by, now)
            jobs = jobs[done:]
            written += done
            if not go_on(written, plan.steps):
                return report_of(plan, written=written)
    return report_of(plan, written=written)


def _chunk(jobs: Sequence[Job], by: Actor, now: datetime) -> int:
    """Do as many jobs as fit into one short transaction; how many. Tries again where a till has
    the file, which is never for long."""
    for _ in range(PATIENCE):
        try:
            return _one_chunk(jobs, by, now)
        except Refusal as refusal:
            if refusal.key != "busy":
                raise
    return _one_chunk(jobs, by, now)


def _one_chunk(jobs: Sequence[Job], by: Actor, now: datetime) -> int:
    done = 0
    with deed(Right.IMPORT, by):
        ends = monotonic_ns() + CHUNK_NS
        while done < len(jobs) and (done == 0 or monotonic_ns() < ends):
            jobs[done]()
            done += 1
        journal.note(by, now, "import_books", rows=done)
    return done
