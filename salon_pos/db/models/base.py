"""What all tables share: the one database, instants as UTC milliseconds, days as ISO text."""

from datetime import UTC, date, datetime, timedelta

from peewee import AutoField, BigIntegerField, Model, TextField

from salon_pos.db.connection import database

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


def to_millis(at: datetime) -> int:
    """An aware instant as whole milliseconds since 1970 UTC."""
    return (at - EPOCH) // MILLISECOND


def from_millis(millis: int) -> datetime:
    """The aware UTC instant that `to_millis` wrote."""
    return EPOCH + millis * MILLISECOND


class UtcField(BigIntegerField):
    """An aware instant, kept as milliseconds since 1970 UTC."""

    def db_value(self, value: datetime | None) -> int | None:
        return None if value is None else to_millis(value)

    def python_value(self, value: int | None) -> datetime | None:
        return None if value is None else from_millis(value)


class DayField(TextField):
    """A calendar day, kept as ISO text."""

    def db_value(self, value: date | None) -> str | None:
        return None if value is None else value.isoformat()

    def python_value(self, value: str | None) -> date | None:
        return None if value is None else date.fromisoformat(value)


class Table(Model):
    """A table of the salon's file."""

    id: AutoField  # peewee adds it where a table names no key of its own

    class Meta:
        database = database
        legacy_table_names = False
