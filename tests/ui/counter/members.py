"""What the tests of members at the counter share: the salon that has value, and its newest sale."""

import pytest
from PySide6.QtCore import Qt

from salon_pos.db.queries import receipts, sales
from salon_pos.domain.receipt import Receipt
from salon_pos.domain.ticket import Line
from salon_pos.ui.counter.room import CounterRoom
from tests.salons import NOW, Salon
from tests.usecases.valued import Valued, made

KEYS = Qt.Key
DAY = NOW.date()


@pytest.fixture
def valued(selling: Salon) -> Valued:
    """Prepaid, rules and Maya's card, made before the window opens."""
    return made(selling)


@pytest.fixture
def counter(valued: Valued, counter: CounterRoom) -> CounterRoom:
    """The counter of the salon that has value."""
    counter.shell.desk.refresh()
    counter.shown()
    counter.shelf.look_again()
    return counter


def last_sale() -> Receipt:
    """The receipt of the newest sale."""
    return receipts.receipt(sales.find_sales()[0].uid)


def taken() -> list[tuple[str, int]]:
    """The tenders of the newest sale, in their order."""
    return [(t.name, t.applied) for t in last_sale().tenders]


def top_up(valued: Valued, *, client: str = "maya") -> None:
    """1,000.00 and 200.00 bonus on the client's card."""
    salon = valued.salon
    valued.pay(salon.ticket(f"top-{client}", valued.line(valued.top_up), client=client))


def earn_points(valued: Valued) -> None:
    """Three cuts at 80.00: 240 points for Maya."""
    salon, cut = valued.salon, valued.salon.line("cut")
    lines = (Line(f"c{n}", cut.item_id, staff=cut.staff) for n in range(3))
    valued.pay(salon.ticket("cuts", *lines, client="maya"))
