"""The journal: one row for each deed that matters, numbers and uids only."""

import json
from datetime import datetime

from salon_pos.db.models.ledger import JournalRow
from salon_pos.db.prepared import Insert
from salon_pos.domain.rights import Actor

_ROW = Insert(JournalRow, "at", "staff", "till", "deed", "subject", "details")


def note(by: Actor | None, now: datetime, deed: str, subject: str = "", **details: object) -> None:
    """Write down that `by` did `deed` to `subject` (a uid). `details` hold nothing personal."""
    _ROW(
        at=now,
        staff=by.staff_id if by else None,
        till=by.till_id if by else None,
        deed=deed,
        subject=subject,
        details=json.dumps(details, separators=(",", ":"), sort_keys=True),
    )
