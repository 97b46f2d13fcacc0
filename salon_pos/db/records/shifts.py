"""Opening and closing a shift's row."""

from datetime import date, datetime

from salon_pos.db.models.ledger import ShiftRow


def add_shift(
    uid: str, *, till_id: int, business_day: date, opening_float: int, opened_at: datetime,
    opened_by: int,
) -> int:  # fmt: skip
    """Open a shift; its id. The schema refuses a second open one on the till."""
    return ShiftRow.insert(
        uid=uid, till=till_id, business_day=business_day, opening_float=opening_float,
        opened_at=opened_at, opened_by=opened_by,
    ).execute()  # fmt: skip


def end_shift(
    shift_id: int, *, closed_at: datetime, closed_by: int, expected: int, counted: int,
    reason: str,
) -> None:  # fmt: skip
    """Close a shift for good, with what was expected and what was counted."""
    ShiftRow.update(
        closed_at=closed_at, closed_by=closed_by, expected=expected, counted=counted, reason=reason
    ).where(ShiftRow.id == shift_id).execute()
