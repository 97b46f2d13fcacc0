"""The business day: ends at a cut-off the salon chooses, so a late night belongs to its day."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo


def business_day(at: datetime, zone: tzinfo, cutoff_minutes: int) -> date:
    """The day an aware instant belongs to in `zone`, where a day ends `cutoff_minutes` after
    midnight by the wall clock."""
    if at.tzinfo is None:
        raise ValueError("a naive time has no business day")
    wall_clock = at.astimezone(zone).replace(tzinfo=None)
    day = wall_clock.date()
    cutoff = datetime.combine(day, time.min) + timedelta(minutes=cutoff_minutes)
    # Where clocks turn back over the cut-off it is passed twice; the first time counts, so that
    # a business day never follows the next one.
    if wall_clock >= cutoff or at >= cutoff.replace(tzinfo=zone).astimezone(UTC):
        return day
    return day - timedelta(days=1)
