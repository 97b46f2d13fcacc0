"""The days around a birthday, and the gift that a tier gives then. Birthdays are solar."""

from dataclasses import dataclass
from datetime import date, timedelta

from salon_pos.domain.points import BonusKind, PointsRules

AGAIN = timedelta(days=300)
"""What is given for a birthday comes once a year; the window around it moves a little."""
NO_BONUS_DAYS = 7
"""Days before and after a birthday that a gift is given where the rules of points say none."""


@dataclass(frozen=True, slots=True)
class BirthdayGift:
    """What a client gets for the `birthday` (its day in that year) by the `tier` (its key) they
    have: something named, a voucher over `face` minor units, or both."""

    birthday: date
    tier: str
    name: str
    face: int


def birthday_in(year: int, birthday: date) -> date:
    """The birthday in a year; who was born on 29 February has it on the 28th in common years."""
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if (birthday.month, birthday.day) == (2, 29) and not is_leap:
        return date(year, 2, 28)
    return birthday.replace(year=year)


def birthday_near(birthday: date | None, day: date, window_days: int) -> date | None:
    """The birthday, in whichever year, that is at most so many days before or after `day`."""
    if birthday is None:
        return None
    near = [birthday_in(year, birthday) for year in (day.year - 1, day.year, day.year + 1)]
    closest = min(near, key=lambda on: abs(day - on))
    return closest if abs(day - closest) <= timedelta(days=window_days) else None


def gift_days(rules: PointsRules | None) -> int:
    """How many days before and after a birthday its gift is given: as its points are."""
    bonuses = rules.bonuses if rules else ()
    windows = [bonus.window_days for bonus in bonuses if bonus.kind is BonusKind.BIRTHDAY]
    return max(windows, default=NO_BONUS_DAYS)
