"""Sentences as they are read: in English, in yuan."""

from collections.abc import Mapping
from datetime import date

from salon_pos.domain.explain import explain
from salon_pos.domain.money import CURRENCIES
from salon_pos.i18n import Words

ENGLISH = Words("en", CURRENCIES["CNY"])
NAMES = {"silver": "Silver", "gold": "Gold", "u1": "Mei", "spring": "spring", "visit": "visit"}
WEDNESDAY = date(2024, 5, 1)


def said(rule: str, amount: int, inputs: Mapping[str, int | str]) -> str:
    """What an entry by this rule says."""
    return ENGLISH.sentence(explain(rule, amount, inputs, NAMES))
