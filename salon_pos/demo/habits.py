"""Who the demo's clients are and how they live: rhythm, stylist, services, family, lapsing."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from salon_pos.demo import names
from salon_pos.domain.catalog import HairLength
from salon_pos.domain.people import Client

# Places in the price list.
(WOMEN, MEN, CHILD, FRINGE, BLOWDRY, UPDO, ROOTS, COLOUR, HIGHLIGHTS, COLD_PERM, PERM,
 TREATMENT, SCALP, OTHER) = range(14)  # fmt: skip

STYLISTS = ("MEI", "JIE", "WU", "CHEN")
_STYLIST_WEIGHTS = (40, 34, 18, 8)


@dataclass(frozen=True, slots=True)
class Taste:
    """One way of living with one's hair: what is done each time, what now and then (percent), and
    how many days lie between."""

    always: tuple[int, ...]
    sometimes: tuple[tuple[int, int], ...]
    days: tuple[int, int]
    weight: int


HERS = (
    Taste((WOMEN,), ((BLOWDRY, 25), (TREATMENT, 20), (FRINGE, 8)), (32, 60), 34),
    Taste((WOMEN, ROOTS), ((TREATMENT, 35),), (33, 48), 20),
    Taste((WOMEN, COLOUR), ((TREATMENT, 50), (HIGHLIGHTS, 8)), (60, 95), 14),
    Taste((BLOWDRY,), ((TREATMENT, 10), (FRINGE, 6), (UPDO, 4)), (7, 13), 8),
    Taste((WOMEN, PERM), ((TREATMENT, 40),), (85, 130), 10),
    Taste((WOMEN, COLD_PERM), ((TREATMENT, 25),), (85, 120), 6),
    Taste((SCALP,), ((BLOWDRY, 40), (WOMEN, 20)), (13, 22), 8),
)
HIS = (
    Taste((MEN,), ((SCALP, 8), (TREATMENT, 4)), (19, 34), 74),
    Taste((MEN, ROOTS), ((SCALP, 15),), (28, 42), 14),
    Taste((MEN,), ((COLD_PERM, 30),), (40, 70), 12),
)
FAMILY = Taste((WOMEN,), ((ROOTS, 30), (TREATMENT, 12)), (36, 56), 1)


@dataclass(frozen=True, slots=True)
class Regular:
    """A client with habits. `family` comes along and is paid for; each comes with their item.
    `since` is the first visit, `until` the last day they still come (None: they stay)."""

    client: Client
    taste: Taste
    stylist: str
    rhythm: int
    length: HairLength
    tender: str
    since: date
    until: date | None = None
    family: tuple[tuple[Client, int], ...] = ()
    hour: int = 15

    def visits(self, chance: Random, last: date) -> list[date]:
        """The days of their visits up to `last`, each a little off the rhythm."""
        days: list[date] = []
        day = self.since
        while day <= min(last, self.until or last):
            days.append(day)
            day += timedelta(days=max(4, round(chance.gauss(self.rhythm, self.rhythm * 0.12))))
        return days


@dataclass(slots=True)
class Town:
    """Draws the people of one demo, the same for the same chance."""

    chance: Random
    language: str
    first: date
    last: date
    _left: int = field(default=0)

    def regulars(self, count: int) -> list[Regular]:
        """Regulars that make `count` clients with their families, the first to come first."""
        self._left = count
        found: list[Regular] = []
        if count >= 2:
            found.append(self._yutong())
        while self._left > 0:
            found.append(self._family() if self._comes_with_family() else self._single())
        return sorted(found, key=lambda regular: regular.since)

    def client(
        self, *, is_woman: bool, surname: str = "", age: tuple[int, int] = (17, 68)
    ) -> Client:
        """Somebody new on file."""
        self._left -= 1
        chance = self.chance
        is_english = not surname and chance.random() < (0.45 if self.language == "en" else 0.15)
        name = (
            names.english_name(chance, is_woman=is_woman)
            if is_english
            else names.chinese_name(
                chance, is_woman=is_woman, language=self.language, surname=surname
            )
        )
        born = names.birthday(chance, self.last, youngest=age[0], oldest=age[1])
        return Client(
            name=name, phone=names.phone(chance), gender="female" if is_woman else "male",
            birthday=born if chance.random() < 0.7 else None,
        )  # fmt: skip

    def _comes_with_family(self) -> bool:
        return self._left >= 3 and self.chance.random() < 0.07

    def _single(self) -> Regular:
        is_woman = self.chance.random() < 0.66
        return self._regular(self.client(is_woman=is_woman), HERS if is_woman else HIS)

    def _family(self) -> Regular:
        """A mother who pays for a child, often for the father too."""
        surname = names.likely(self.chance, names.SURNAMES)
        if self.language == "zh_TW":
            surname = names.likely(self.chance, names.TRADITIONAL_SURNAMES)
        mother = self.client(is_woman=True, age=(28, 46))
        family = [(self._child(surname), CHILD)]
        if self._left > 0 and self.chance.random() < 0.6:
            family.append((self.client(is_woman=False, surname=surname, age=(30, 50)), MEN))
        return replace(self._regular(mother, (FAMILY,)), family=tuple(family), hour=14)

    def _child(self, surname: str) -> Client:
        self._left -= 1
        return Client(
            name=names.child_name(self.chance, language=self.language, surname=surname),
            birthday=names.birthday(self.chance, self.last, youngest=4, oldest=11),
        )

    def _yutong(self) -> Regular:
        """The client in the pictures: with her daughter, every five weeks, by Mei."""
        self._left -= 2
        mother, child = ("張雨桐", "張小滿") if self.language == "zh_TW" else ("张雨桐", "张小满")
        born = self.last + timedelta(days=2)
        client = Client(
            name=mother, phone="+8613812349527", gender="female",
            birthday=_in_year(born, born.year - 34),
        )  # fmt: skip
        girl = Client(name=child, birthday=_in_year(born - timedelta(days=120), born.year - 7))
        return Regular(
            client, HERS[1], "MEI", 35, HairLength.MEDIUM, "wechat",
            since=self.last - timedelta(days=42 + 35 * ((self.last - self.first).days // 35)),
            until=self.last - timedelta(days=38), family=((girl, CHILD),), hour=14,
        )  # fmt: skip

    def _regular(self, client: Client, tastes: tuple[Taste, ...]) -> Regular:
        chance = self.chance
        taste = chance.choices(tastes, [taste.weight for taste in tastes])[0]
        since, until = self._times(taste)
        return Regular(
            client=client,
            taste=taste,
            stylist=chance.choices(STYLISTS, _STYLIST_WEIGHTS)[0],
            rhythm=chance.randint(*taste.days),
            length=chance.choice(tuple(HairLength)),
            tender=chance.choices(("wechat", "alipay", "cash", "card"), (46, 30, 14, 10))[0],
            since=since,
            until=until,
            hour=chance.choices((10, 12, 14, 16, 18, 19), (12, 12, 22, 22, 20, 12))[0],
        )

    def _times(self, taste: Taste) -> tuple[date, date | None]:
        """The first visit (a third are new within the months shown) and, for one in five, when
        they stopped coming: in the first two thirds of them, so that the silence is seen."""
        chance, span = self.chance, max((self.last - self.first).days, 1)
        is_new = chance.random() < 0.33
        since = self.first + timedelta(days=chance.randrange(span if is_new else taste.days[0] + 1))
        lapses = chance.random() < 0.2
        until = (
            self.first + timedelta(days=chance.randrange(span // 3, max(span * 2 // 3, 1)))
            if lapses
            else None
        )
        return min(since, self.last), until


def _in_year(day: date, year: int) -> date:
    return date(year, day.month, min(day.day, 28))
