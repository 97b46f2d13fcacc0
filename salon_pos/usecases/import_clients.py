"""Very many clients at once, for files that are made or taken over as a whole."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from salon_pos.db.records import imports as records
from salon_pos.db.records import journal
from salon_pos.domain.people import Client
from salon_pos.domain.rights import Actor, Right
from salon_pos.usecases.deed import deed


def import_clients(
    clients: Iterable[Client], *, chunk: int, by: Actor, now: datetime
) -> Iterable[int]:
    """Put checked clients with uids on file, `chunk` of them in each transaction; yields how many
    after each. A chunk is kept whole or not at all."""
    rest = iter(clients)
    while together := list(islice(rest, chunk)):
        with deed(Right.IMPORT, by):
            records.add_clients(together, created_at=now)
            journal.note(by, now, "import_clients", count=len(together))
        yield len(together)
