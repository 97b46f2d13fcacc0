"""Reading the fields of one JSON object: each by its sort, none left over."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar, cast

from salon_pos.domain.money import MOST
from salon_pos.domain.words import N_
from salon_pos.usecases.clock import LAST_YEAR

LONGEST_TEXT = 2_000
LONGEST_UID = 64
YEARS = range(1900, LAST_YEAR + 1)

Choice = TypeVar("Choice", bound=StrEnum)


class BrokenLine(Exception):
    """A line that is no deed: `key` is stable, `text` an English sentence with its `values`."""

    def __init__(self, key: str, text: str, /, **values: object) -> None:
        super().__init__(key)
        self.key, self.text, self.values = key, text, values


class Fields:
    """The fields of an object; every reader refuses what is of another sort."""

    def __init__(self, plain: object) -> None:
        if not isinstance(plain, dict):
            raise BrokenLine("not_an_object", N_("This is no JSON object in braces."))
        self._plain = cast("dict[str, Any]", dict(plain))

    def __contains__(self, name: str) -> bool:
        return self._plain.get(name) is not None

    def string(self, name: str, default: str | None = None) -> str:
        """A text; without a default it must be there."""
        value = self._take(name, default)
        if not isinstance(value, str) or len(value) > LONGEST_TEXT:
            raise _bad(N_("“{field}” must be a text."), name)
        return value

    def uid(self, default: str = "") -> str:
        """The uid that the sender gives, or the default."""
        value = self.string("uid", default)
        if len(value) > LONGEST_UID or value != value.strip():
            raise _bad(N_("“{field}” must be a text of at most 64 characters."), "uid")
        return value

    def whole(self, name: str, default: int | None = None) -> int:
        """A whole number, such as minor units; without a default it must be there."""
        value = self._take(name, default)
        if not isinstance(value, int) or isinstance(value, bool) or abs(value) > MOST:
            raise _bad(N_("“{field}” must be a whole number."), name)
        return value

    def within(self, name: str, default: int, numbers: range) -> int:
        """A whole number among `numbers`."""
        value = self.whole(name, default)
        if value not in numbers:
            text = N_("“{field}” must be a whole number from {least} to {most}.")
            raise BrokenLine("bad_field", text, field=name, least=numbers[0], most=numbers[-1])
        return value

    def maybe_whole(self, name: str) -> int | None:
        """A whole number, or None where there is none."""
        if name not in self:
            self._plain.pop(name, None)
            return None
        return self.whole(name)

    def flag(self, name: str, *, default: bool) -> bool:
        """True or false."""
        value = self._take(name, default)
        if not isinstance(value, bool):
            raise _bad(N_("“{field}” must be true or false."), name)
        return value

    def choice(self, name: str, of: type[Choice], default: Choice | None = None) -> Choice:
        """One of the words of `of`."""
        value = self._take(name, default)
        if value not in [str(word) for word in of]:
            text = N_("“{field}” must be one of: {words}.")
            raise BrokenLine("bad_field", text, field=name, words=[str(word) for word in of])
        return of(value)

    def day(self, name: str) -> date | None:
        """A day such as 1990-05-21, or None where there is none."""
        if name not in self:
            return None
        try:
            day = date.fromisoformat(self.string(name))
        except ValueError:
            raise _bad(N_("“{field}” must be a day such as 1990-05-21."), name) from None
        _check_year(day.year, name)
        return day

    def instant(self, name: str) -> datetime | None:
        """An instant with its zone, or None where there is none."""
        if name not in self:
            return None
        try:
            at = datetime.fromisoformat(self.string(name))
        except ValueError:
            at = None
        if at is None or at.tzinfo is None:
            raise _bad(N_("“{field}” must be a time such as 2026-05-04T14:30:00+08:00."), name)
        _check_year(at.year, name)
        return at

    def list(self, name: str) -> list[Any]:
        """A list, empty where there is none."""
        value = self._take(name, [])
        if not isinstance(value, list):
            raise _bad(N_("“{field}” must be a list."), name)
        return cast("list[Any]", value)

    def maybe_object(self, name: str) -> "Fields | None":
        """The fields of an object within, or None where there is none."""
        return Fields(self._take(name, None)) if name in self else None

    def plain(self, name: str) -> dict[str, Any]:
        """An object as it is, for a reader of its own; it must be there."""
        value = self._take(name, None)
        if not isinstance(value, dict):
            raise _bad(N_("“{field}” must be an object in braces."), name)
        return cast("dict[str, Any]", value)

    def end(self) -> None:
        """Refuse fields that nobody asked for: a misspelt one must not be passed over. One that is
        null is left out."""
        for name in self._plain:
            if name in self:
                text = N_("There is no field “{field}” here.")
                raise BrokenLine("unknown_field", text, field=name)

    def _take(self, name: str, default: object) -> object:
        value = self._plain.pop(name, None)
        if value is None:
            value = default
        if value is None:
            raise BrokenLine("field_missing", N_("The field “{field}” is missing."), field=name)
        return value


def _bad(text: str, name: str) -> BrokenLine:
    return BrokenLine("bad_field", text, field=name)


def _check_year(year: int, name: str) -> None:
    if year not in YEARS:
        text = N_("“{field}” must lie in the years {first} to {last}.")
        raise BrokenLine("bad_field", text, field=name, first=str(YEARS[0]), last=str(YEARS[-1]))


Answer = Mapping[str, object]
