"""Refusal: the shop's rule forbids it, as a stable key and a sentence that says what to do next."""

from collections.abc import Mapping
from typing import NoReturn


class Refusal(Exception):
    """A rule of the shop said no; nothing was kept.

    `key` is stable and meant for programs, `text` is the English sentence (marked with `N_`, with
    `{name}` places), `values` fill the places: text, whole numbers, dates, `Amount`s of money,
    `Percent`s or what is `Off`, each written in the reader's language at the edge. `field` names
    the input the sentence belongs to, where there is one.
    """

    def __init__(self, key: str, text: str, *, field: str = "", **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.text = text
        self.field = field
        self.values: Mapping[str, object] = values

    def __str__(self) -> str:
        return f"{self.key}: {self.text} {dict(self.values)}"


def refuse(key: str, text: str, *, field: str = "", **values: object) -> NoReturn:
    """Raise a `Refusal`; reads better than `raise` at the end of a condition."""
    raise Refusal(key, text, field=field, **values)
