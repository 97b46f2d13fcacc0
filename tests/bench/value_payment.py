"""(f) `take_payment` of a member who earns points, burns points and spends stored value, against
SQL made by hand that reads, writes and seals the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import uuid6

from salon_pos.db import connection, salon_file
from salon_pos.db.queries import cards, catalog, members
from salon_pos.db.queries import settings as salon
from salon_pos.domain.catalog import ItemKind
from salon_pos.domain.people import Client
from salon_pos.domain.pricing import price
from salon_pos.domain.tenders import Handed
from salon_pos.domain.ticket import Line, Ticket
from salon_pos.usecases.cards import NewCard, issue_card
from salon_pos.usecases.checkout import Payment, take_payment
from salon_pos.usecases.clients import save_client
from tests.bench import salons
from tests.bench.by_hand_value import HandMemberPayment
from tests.bench.measure import Result
from tests.bench.payment import Counts, Sales, Times, Turn, one_turn, ratio
from tests.bench.salons import NOW

CLIENTS = 10_000
MEMBERS, TOP_UPS, VISITS = 20, 3, 4
FULL = Counts((CLIENTS,), turns=5, warm_up=40, payments=200)
QUICK = Counts((CLIENTS,), turns=1, warm_up=10, payments=50)
BURNED, SPENT = 200, 6_000
CODE = "BENCH-"


class MemberSales(Sales):
    """Draws payments of the members that `join` made, one after the other."""

    def __init__(self, seed: int = 1) -> None:
        super().__init__(seed)
        found = connection.database.execute_sql(
            "SELECT id FROM client WHERE code LIKE ? ORDER BY id", (f"{CODE}%",)
        )
        self._members = [client_id for (client_id,) in found.fetchall()]
        self._drawn = 0
        self._day = salon.settings().business_day(NOW)

    def payment(self) -> Payment:
        """A little from points and more from the card; the rest with a tip by a bank card."""
        client_id = self._members[self._drawn % len(self._members)]
        self._drawn += 1
        ticket = self.ticket(client_id)
        total = self.total(ticket)
        (card,) = cards.cards_of(client_id)
        rest = total - BURNED - SPENT
        handed = (
            Handed(self.methods["stored_value"], SPENT, source=card.uid),
            Handed(self.methods["points"], BURNED),
            Handed(self.methods["card"], rest + self.tip().amount, (self.tip(),)),
        )
        return Payment(ticket, handed, total)

    def total(self, ticket: Ticket) -> int:
        """What a member pays for it, in minor units."""
        return price(ticket, members.book_for(ticket, self.book, self._day)).total


def measure(quick: bool) -> list[Result]:
    """Take turns on fresh copies of a salon with members in it."""
    counts, times = QUICK if quick else FULL, Times()
    with salon_with_members(salons.salon_of(CLIENTS)) as closed:
        for turn in range(counts.turns):
            print(f"  payments of members, turn {turn + 1} of {counts.turns}", flush=True)
            with salons.copies(closed, salons.WORK, "ours", "by-hand") as (ours, by_hand):
                one_turn(ours, by_hand, Turn(turn, counts, MemberSales, HandMemberPayment), times)
    return [ratio("take_payment that earns, burns and spends, against SQL by hand", times)]


@contextmanager
def salon_with_members(closed: Path, place: Path = salons.WORK) -> Iterator[Path]:
    """A copy of a closed salon in which members have joined; closed, too."""
    with salons.copies(closed, place, "members") as (folder,):
        salon_file.open_folder(folder)
        try:
            join()
        finally:
            connection.close()
        yield folder


def join() -> None:
    """Members of the highest tier: several lots of principal, of bonus and of points, some of
    which are burned already."""
    sales, items = Sales(), catalog.items()
    top_up = max((item for item in items if item.kind is ItemKind.PREPAID), key=lambda i: i.price)
    for number in range(MEMBERS):
        member = Client(f"Member {number}", code=f"{CODE}{number}")
        client_id = save_client(member, by=sales.by, now=NOW).id
        issue_card(NewCard(client_id), by=sales.by, now=NOW)
        for again in range(TOP_UPS + VISITS):
            ticket = sales.ticket(client_id)
            if again < TOP_UPS:
                line = Line(str(uuid6.uuid7()), top_up.id, quantity=4)
                ticket = Ticket(str(uuid6.uuid7()), NOW, (line,), client_id)
            burned = BURNED if again == TOP_UPS + VISITS - 1 else 0
            _pay(sales, ticket, burned, now=NOW + timedelta(seconds=again - TOP_UPS - VISITS))


def _pay(sales: Sales, ticket: Ticket, burned: int, *, now: datetime) -> None:
    day = salon.settings().business_day(now)
    total = price(ticket, members.book_for(ticket, sales.book, day)).total
    points = (Handed(sales.methods["points"], burned),) if burned else ()
    handed = (*points, Handed(sales.methods["card"], total - burned))
    take_payment(Payment(ticket, handed, total), by=sales.by, now=now)
