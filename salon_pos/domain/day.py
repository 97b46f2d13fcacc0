"""The business day: ends at a cut-off the salon chooses, so a late night belongs to its day."""

from datetime import date, datetime, timedelta, tzinfo


def business_day(at: datetime, zone: tzinfo, cutoff_minutes: int) -> date:
    """The day an instant (aware) belongs to in `zone`, `cutoff_minutes` after midnight ending it."""
    if at.tzinfo is None:
        raise ValueError("a naive time has no business day")
    wall_clock = at.astimezone(zone).replace(tzinfo=None)
    return (wall_clock - timedelta(minutes=cutoff_minutes)).date()
