"""The demo salon at work: its staff, its prices, who is on file and who has a card."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from random import Random
from uuid import UUID

from salon_pos.db.queries import members
from salon_pos.domain.cards import Card
from salon_pos.domain.catalog import Item, PriceBook, TenderMethod
from salon_pos.domain.people import Client
from salon_pos.domain.pricing import Bill, price
from salon_pos.domain.rights import Actor
from salon_pos.domain.settings import Settings
from salon_pos.domain.ticket import Ticket
from salon_pos.usecases import clients


@dataclass(slots=True)
class Shop:
    """The demo salon at work. `staff` maps codes to ids, `kept` clients to their ids, `cards` the
    ids of members to their cards."""

    chance: Random
    settings: Settings
    staff: Mapping[str, int]
    book: PriceBook
    methods: Mapping[str, TenderMethod]
    reasons: Mapping[str, int]
    till_id: int
    kept: dict[Client, int] = field(default_factory=dict[Client, int])
    cards: dict[int, Card] = field(default_factory=dict[int, Card])

    def at(self, day: date, moment: time) -> datetime:
        """An instant by the salon's clock."""
        return datetime.combine(day, moment, self.settings.zone)

    def cashier(self, day: date) -> Actor:
        """Who is at the counter that day: Chen, and the manager when Chen is off."""
        return Actor(self.staff["MANAGER" if day.weekday() in (1, 6) else "CHEN"], self.till_id)

    @property
    def items(self) -> tuple[Item, ...]:
        """The price list in its order."""
        return tuple(self.book.items.values())

    def book_for(self, ticket: Ticket) -> PriceBook:
        """The price list as it is for whoever pays a ticket."""
        day = self.settings.business_day(ticket.opened_at)
        return members.book_for(ticket, self.book, day)

    def bill(self, ticket: Ticket) -> Bill:
        """What a ticket costs whoever pays it."""
        return price(ticket, self.book_for(ticket))

    def uid(self, at: datetime) -> str:
        """A UUIDv7 of that instant, the same for the same chance."""
        millis = int(at.timestamp() * 1000)
        number = (millis << 80) | (7 << 76) | (self.chance.getrandbits(12) << 64)
        return str(UUID(int=number | (2 << 62) | self.chance.getrandbits(62)))

    def client_id(self, client: Client, *, by: Actor, now: datetime) -> int:
        """The id of a client, who is put on file at the first visit; every fifth was brought by
        whoever joined last."""
        if client not in self.kept:
            is_brought = self.cards and len(self.kept) % 5 == 0
            referrer = max(self.cards) if is_brought else None
            given = replace(client, uid=self.uid(now), referrer_id=referrer)
            self.kept[client] = clients.save_client(given, by=by, now=now).id
        return self.kept[client]
