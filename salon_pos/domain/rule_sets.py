"""What every versioned rule set shares: whole numbers within bounds, and being kept as text."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from salon_pos.domain.refusal import refuse
from salon_pos.domain.ticket_json import canonical
from salon_pos.domain.words import N_

MOST_POINTS = 10**9
"""The most points one rule gives or one deed changes; keeps every sum within 64 bits."""


def to_json(rules: object) -> str:
    """A rule set as canonical JSON: the same rules always give the same text."""
    return canonical(rules)


def check_whole(value: object, field: str, *, least: int = 0, most: int = MOST_POINTS) -> None:
    """Refuse what is no whole number from `least` to `most`, such as 1.5, "2" or a negative."""
    if type(value) is not int or not least <= value <= most:
        refuse(
            "bad_rule_number",
            N_("Here a whole number from {least} to {most} is needed."),
            field=field,
            least=least,
            most=most,
        )


def check_flag(value: object, field: str) -> None:
    """Refuse what is neither true nor false."""
    if type(value) is not bool:
        refuse("not_yes_or_no", N_("Here yes or no is needed."), field=field)


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


def day_or_none(plain: Any) -> date | None:
    """The day that ISO text names; ValueError for other text."""
    return None if plain is None else date.fromisoformat(plain)
