"""gettext catalogs, and money, dates and durations as each of the three languages writes them.

The English sentence is the key. Everything looks a sentence up when it is said, so a change of
language needs no restart.
"""

import gettext
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Protocol

from salon_pos import assets
from salon_pos.domain.explain import Sentence
from salon_pos.domain.money import BASIS_POINTS, CURRENCIES, Amount, Currency, Off, Percent
from salon_pos.domain.settings import LANGUAGES
from salon_pos.domain.words import OnFile

MINUS = "\N{MINUS SIGN}"

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Said(Protocol):
    """What can be spoken as a sentence: a `Refusal`, or any error that carries its own."""

    @property
    def text(self) -> str:
        """The English sentence, with `{name}` places."""
        ...

    @property
    def values(self) -> Mapping[str, object]:
        """What fills the places."""
        ...


@lru_cache
def _catalog(language: str) -> gettext.NullTranslations:
    """The catalog of `language`; English needs none, its sentences are the keys."""
    if language not in LANGUAGES:
        raise ValueError(f"no such language: {language}")
    if language == "en":
        return gettext.NullTranslations()
    with assets.path("translations", f"{language}.mo").open("rb") as catalog:
        return gettext.GNUTranslations(catalog)


@dataclass(frozen=True, slots=True)
class Words:
    """A speaker of one language, for one salon's currency. Paper speaks the salon's language
    while the screen may speak another, so each has its own."""

    language: str
    currency: Currency

    def text(self, text: str, /, **values: object) -> str:
        """`text` in this language. `values` fill its `{name}` places, written as `value` does;
        without values the places stay, for `str.format`."""
        return self._fill(_catalog(self.language).gettext(text), values)

    def sense(self, context: str, text: str, /, **values: object) -> str:
        """Like `text`, for a word that needs a `context` to be told from its namesakes."""
        return self._fill(_catalog(self.language).pgettext(context, text), values)

    def plural(self, one: str, many: str, n: int, /, **values: object) -> str:
        """The form for `n` things; `{n}` becomes the number itself."""
        chosen = _catalog(self.language).ngettext(one, many, n)
        return self._fill(chosen.replace("{n}", self.number(n)), values)

    def sentence(self, said: Said) -> str:
        """A refusal, or another error with a sentence of its own, as this language says it."""
        return self.text(said.text, **said.values)

    def _fill(self, text: str, values: Mapping[str, object]) -> str:
        if not values:
            return text
        return text.format_map({name: self.value(value) for name, value in values.items()})

    def value(self, value: object) -> str:
        """Any value of a sentence: money, percent, discount, date, time, whole number, text,
        several of them, or a further sentence."""
        match value:
            case OnFile():
                return self.text(str(value)) if value else ""
            case str():
                return value
            case Amount(minor):
                return self.money(minor)
            case Percent(basis_points):
                return self.percent(basis_points)
            case Off(basis_points):
                return self.discount(basis_points)
            case Sentence():
                return self.sentence(value)
            case datetime():
                return f"{self.date(value)} {self.time(value)}"
            case date():
                return self.date(value)
            case int():
                return self.number(value)
            case tuple() | list():
                return self.several([self.value(each) for each in value])
            case _:
                raise TypeError(f"no way to write {value!r} in a sentence")

    def number(self, n: int) -> str:
        """A whole number in groups of three: 12,480."""
        return f"{n:,}".replace("-", MINUS)

    def money(self, minor: int, *, symbol: bool = True) -> str:
        """Minor units as money: ¥1,268.00, −¥29.70; the same in every language."""
        whole, part = divmod(abs(minor), self.currency.unit)
        decimals = f".{part:0{self.currency.digits}}" if self.currency.digits else ""
        sign = MINUS if minor < 0 else ""
        return f"{sign}{self.currency.symbol if symbol else ''}{whole:,}{decimals}"

    def price(self, minor: int) -> str:
        """Minor units as a price tag: ¥128, but ¥128.50."""
        return self.money(minor).removesuffix("." + "0" * self.currency.digits)

    def percent(self, basis_points: int) -> str:
        """Basis points as a percentage: "71 %" in English, 71% in Chinese."""
        return self.rate(basis_points * 100)

    def rate(self, ppm: int) -> str:
        """Millionths as a percentage with all its decimals: 9.975 %."""
        sign = MINUS if ppm < 0 else ""
        return f"{sign}{_decimal(abs(ppm), 4)}{' ' if self.language == 'en' else ''}%"

    def discount(self, basis_points: int) -> str:
        """Basis points off, as people say it: "15 % off"; in Chinese by what is left to pay,
        85折, in tenths where it is full tenths: 8折."""
        if self.language == "en":
            return f"{self.percent(basis_points)} off"
        left = BASIS_POINTS - basis_points
        if left == 0:
            return self.sense("discount", "free")
        two_figures = left >= 1000 and left % 1000 and not left % 100
        return f"{left // 100 if two_figures else _decimal(left, 3)}折"

    def day(self, day: date) -> str:
        """A day of these weeks: "Tue 24 Nov", "11 月 24 日 周二"."""
        if self.language == "en":
            return f"{self.weekday(day)} {day.day} {_MONTHS[day.month - 1]}"
        return f"{day.month} 月 {day.day} 日 {self.weekday(day)}"

    def month_day(self, day: date) -> str:
        """A day of the coming weeks where there is little room: "15 Dec"; in Chinese 12-15."""
        if self.language == "en":
            return f"{day.day} {_MONTHS[day.month - 1]}"
        return f"{day:%m-%d}"

    def weekday(self, day: date) -> str:
        """The day of the week, short: "Tue", 周二, 週二."""
        names = (
            self.sense("weekday", "Mon"),
            self.sense("weekday", "Tue"),
            self.sense("weekday", "Wed"),
            self.sense("weekday", "Thu"),
            self.sense("weekday", "Fri"),
            self.sense("weekday", "Sat"),
            self.sense("weekday", "Sun"),
        )
        return names[day.weekday()]

    def date(self, day: date) -> str:
        """A day of any year: "24 Nov 2026"; in Chinese 2026-11-24."""
        if self.language == "en":
            return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
        return f"{day:%Y-%m-%d}"

    def time(self, at: datetime) -> str:
        """The time of day by the 24 h clock: 14:32. Pass the salon's local time."""
        return f"{at:%H:%M}"

    def minutes(self, n: int) -> str:
        """How long something takes: "45 min", "1 h 12 min", 1 小时 12 分."""
        hours, rest = divmod(n, 60)
        if not hours:
            return self.text("{min} min", min=rest)
        if not rest:
            return self.text("{h} h", h=hours)
        return self.text("{h} h {min} min", h=hours, min=rest)

    def ago(self, days: int) -> str:
        """How long ago, `days` ≥ 0, in the largest fitting unit: "yesterday", "6 weeks ago"."""
        if days == 0:
            return self.text("today")
        if days == 1:
            return self.text("yesterday")
        if days < 14:
            return self.text("{n} days ago", n=days)
        if days < 70:
            return self.text("{n} weeks ago", n=days // 7)
        if days < 730:
            return self.text("{n} months ago", n=days // 30)
        return self.text("{n} years ago", n=days // 365)

    def several(self, names: Sequence[str]) -> str:
        """Names in a row: "Mei, Jie"; 美、阿杰."""
        return (", " if self.language == "en" else "、").join(names)

    def together(self, sentences: Iterable[str]) -> str:
        """Whole sentences one after another: with a space between them in English, without one
        in Chinese, where the full stop keeps its own."""
        return (" " if self.language == "en" else "").join(sentences)


def words(language: str, currency: Currency) -> Words:
    """The speaker of `language` ("en", "zh_CN", "zh_TW"); ValueError for any other."""
    _catalog(language)
    return Words(language, currency)


_screen = Words("en", CURRENCIES["CNY"])


def use(language: str, currency: Currency | None = None) -> None:
    """Set what the screens speak from now on; without `currency` the one so far stays."""
    global _screen  # noqa: PLW0603 - one process has one screen language
    _screen = words(language, currency or _screen.currency)


def screen() -> Words:
    """The speaker of the screens' language and the salon's currency."""
    return _screen


def _(text: str, /, **values: object) -> str:
    """`text` in the screens' language; see `Words.text`."""
    return _screen.text(text, **values)


def P_(context: str, text: str, /, **values: object) -> str:
    """`text` in the screens' language, told by `context` from its namesakes."""
    return _screen.sense(context, text, **values)


def n_(one: str, many: str, n: int, /, **values: object) -> str:
    """The screens' form for `n` things, with `{n}` filled in; see `Words.plural`."""
    return _screen.plural(one, many, n, **values)


def _decimal(number: int, digits: int) -> str:
    """A whole number of the last of `digits` decimals, without idle zeros: 9975, 3 → 9.975."""
    whole, part = divmod(number, 10**digits)
    return f"{whole}.{part:0{digits}}".rstrip("0").rstrip(".")
