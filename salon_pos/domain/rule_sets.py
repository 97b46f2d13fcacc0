"""What every versioned rule set shares: whole numbers within bounds, and being kept as text."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from typing import Any, cast

from salon_pos.domain.money import BASIS_POINTS, Amount, Percent
from salon_pos.domain.refusal import refuse
from salon_pos.domain.ticket_json import canonical
from salon_pos.domain.words import N_

MOST_POINTS = 10**9
"""The most points one rule gives or one deed changes; keeps every sum within 64 bits."""


def to_json(rules: object) -> str:
    """A rule set as canonical JSON: the same rules always give the same text."""
    return canonical(rules)


class Unit(StrEnum):
    """What a number of a rule counts, for the sentence that refuses it: basis points are typed as
    a percentage or as a factor (12,000 is × 1.2), minor units as money."""

    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    FACTOR = "factor"


def check_whole(
    value: object, field: str, *, least: int = 0, most: int = MOST_POINTS, unit: Unit = Unit.NUMBER
) -> None:
    """Refuse what is no whole number from `least` to `most`, such as 1.5, "2" or a negative."""
    if type(value) is int and least <= value <= most:
        return
    match unit:
        case Unit.MONEY if type(value) is int and value > most:
            text, bounds = _AMOUNT_WITHIN, {"least": Amount(least), "most": Amount(most)}
        case Unit.MONEY:
            text, bounds = _AMOUNT, {"least": Amount(least)}
        case Unit.PERCENT:
            text, bounds = _PERCENT, {"least": Percent(least), "most": Percent(most)}
        case Unit.FACTOR:
            text, bounds = _FACTOR, {"most": most // BASIS_POINTS}
        case _:
            text, bounds = _WHOLE, {"least": least, "most": most}
    refuse("bad_rule_number", text, field=field, **bounds)


_WHOLE = N_("Here a whole number from {least} to {most} is needed.")
_AMOUNT = N_("Here an amount of at least {least} is needed.")
_AMOUNT_WITHIN = N_("Here an amount from {least} to {most} is needed.")
_PERCENT = N_("Here a percentage from {least} to {most} is needed.")
_FACTOR = N_("Here a factor above 0 and up to {most} is needed, such as 1.2.")


def check_flag(value: object, field: str) -> None:
    """Refuse what is neither true nor false."""
    if type(value) is not bool:
        refuse("not_yes_or_no", N_("Here yes or no is needed."), field=field)


def check_text(value: object, field: str) -> None:
    """Refuse what is no text, such as a number or nothing."""
    if type(value) is not str:
        refuse("not_a_text", N_("Here a text is needed."), field=field)


def check_different(values: Sequence[object], field: str) -> None:
    """Refuse a rule set that says the same thing twice."""
    if len(set(values)) != len(values):
        refuse(
            "rule_twice",
            N_("Two of these rules are for the same thing. Keep one of them."),
            field=field,
        )


@contextmanager
def readable() -> Generator[None]:
    """Around making rules of plain values: what does not have their shape is refused."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        refuse("rules_unreadable", N_("These rules cannot be read: {fault}."), fault=str(fault))


def table(plain: Any) -> dict[str, Any]:
    """The values that an object names; TypeError for anything else, such as a list of pairs."""
    if not isinstance(plain, Mapping):
        raise TypeError(f"{plain!r} names nothing")
    return dict(cast("Mapping[str, Any]", plain))


def day_or_none(plain: Any) -> date | None:
    """The day that ISO text names; ValueError for other text."""
    return None if plain is None else date.fromisoformat(plain)
