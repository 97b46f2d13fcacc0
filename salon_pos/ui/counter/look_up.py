"""Finding items as one types: by any part of the name, pinyin, initials, code or barcode."""

from collections.abc import Iterable
from functools import lru_cache

from salon_pos.db import search
from salon_pos.domain.catalog import Item, PriceBook

SHORTEST_CODE = 4


def on_sale(book: PriceBook) -> tuple[Item, ...]:
    """What can be put on a ticket, in the order of the price list."""
    return tuple(item for item in book.items.values() if not item.retired)


def find_items(text: str, items: Iterable[Item]) -> tuple[Item, ...]:
    """Items that answer to every word of `text`; what has it as its code comes first."""
    typed = text.lower().split()
    found = [item for item in items if _answers(typed, item)]
    return tuple(sorted(found, key=lambda item: not is_code(text, item)))


def is_code(text: str, item: Item) -> bool:
    """Whether `text` is the whole code or barcode of `item`."""
    typed = text.strip().lower()
    return bool(typed) and typed in (item.code.lower(), item.barcode.lower())


def by_code(code: str, items: Iterable[Item]) -> Item | None:
    """The item with this code or barcode."""
    return next((item for item in items if is_code(code, item)), None)


def learn(items: Iterable[Item]) -> None:
    """Work out how every name sounds, so that the first typed letter need not wait for it."""
    for item in items:
        _words(item.name, item.code)


def _answers(typed: list[str], item: Item) -> bool:
    words = _words(item.name, item.code)
    barcode = item.barcode.lower()
    return all(
        any(word.startswith(part) for word in words)
        or (len(part) >= SHORTEST_CODE and barcode.startswith(part))
        for part in typed
    )


@lru_cache(maxsize=8192)
def _words(name: str, code: str) -> tuple[str, ...]:
    """The tokens a name is found by; figures in it too ("100 ml")."""
    return (*search.search_words(name, "", code).split(), *name.lower().split())
