"""Very many more clients, on file only: for trying the look-up at the size of a chain."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from salon_pos.demo import names
from salon_pos.demo.shop import Shop
from salon_pos.domain.people import Client
from salon_pos.domain.rights import Actor
from salon_pos.usecases.import_clients import import_clients

# The file is new and nobody waits for it, so the chunks may be large.
CHUNK = 20_000


def add_clients(
    shop: Shop, count: int, *, by: Actor, now: datetime, progress: Callable[[int, int], None]
) -> None:
    """Put `count` clients with varied names and phones on file."""
    done = 0
    for added in import_clients(_people(shop, count, now), chunk=CHUNK, by=by, now=now):
        done += added
        progress(done, count)


def _people(shop: Shop, count: int, now: datetime) -> Iterator[Client]:
    chance, today = shop.chance, shop.settings.business_day(now)
    long_ago = now - timedelta(days=900)
    for _ in range(count):
        yield Client(
            name=names.any_name(chance),
            phone=names.phone(chance),
            birthday=names.birthday(chance, today) if chance.random() < 0.6 else None,
            uid=shop.uid(long_ago),
        )
