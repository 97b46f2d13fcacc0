"""A gift card at the counter: sold, its code shown and printed, used; or one printed ahead."""

import pytest
from PySide6.QtCore import Qt

from salon_pos.db.connection import database
from salon_pos.printing.layout import Kind
from salon_pos.ui.counter.line_panel import LinePanel
from salon_pos.ui.counter.pay.asking import AskCode
from salon_pos.ui.counter.pay.done import DonePanel
from salon_pos.ui.counter.pay.panel import PayPanel
from salon_pos.ui.counter.room import CounterRoom
from salon_pos.ui.receipt.paper import Paper
from salon_pos.ui.sales.room import SalesRoom
from tests.salons import Salon
from tests.ui.counter.hands import panel_of, press, tender
from tests.usecases.valued import Valued, made

KEYS = Qt.Key


@pytest.fixture
def valued(selling: Salon) -> Valued:
    return made(selling)


@pytest.fixture
def counter(valued: Valued, counter: CounterRoom) -> CounterRoom:
    """The counter, a gift card of 50.00 on the ticket."""
    counter.shell.desk.refresh()
    counter.shown()
    counter.deeds.add(valued.gift_card)
    return counter


def sold(counter: CounterRoom, tap) -> DonePanel:
    press(KEYS.Key_F9)
    pay = panel_of(counter, PayPanel)
    tap(tender(pay, "Bank card"))
    tap(pay.pay)
    return panel_of(counter, DonePanel)


def code() -> str:
    (found,) = database.execute_sql("SELECT code FROM gift_card").fetchone()
    return found


def typed(paper: Paper) -> list[str]:
    return [line.left for line in paper.lines if line.kind is Kind.CODE]


def test_its_code_is_shown_printed_and_pays_as_it_is_read(
    counter: CounterRoom, valued: Valued, tap
) -> None:
    done = sold(counter, tap)
    in_fours = f"{code()[:4]} {code()[4:8]} {code()[8:]}"
    assert [typed(paper) for paper in done.findChildren(Paper)] == [[in_fours], [in_fours]]
    press(KEYS.Key_Escape)
    counter.deeds.add(valued.salon.items["gel"])
    press(KEYS.Key_F9)
    pay = panel_of(counter, PayPanel)
    tap(tender(pay, "Gift card"))
    panel_of(counter, AskCode)
    press(in_fours.lower(), KEYS.Key_Return)
    assert pay.received.entries == (("Gift card", 3_424),)


def test_it_is_found_again_in_its_sale(counter: CounterRoom, tap) -> None:
    sold(counter, tap)
    press(KEYS.Key_Escape)
    counter.shell.show_room("sales")
    room = counter.shell.room("sales")
    assert isinstance(room, SalesRoom)
    paper = next(p for p in room.findChildren(Paper) if p.lines)
    assert typed(paper) == [f"{code()[:4]} {code()[4:8]} {code()[8:]}"]


def test_a_printed_one_is_scanned_into_its_line(counter: CounterRoom, tap, scan) -> None:
    press(KEYS.Key_F5)
    panel = panel_of(counter, LinePanel)
    panel.printed.set_value("A!")
    assert panel.printed.error() == "A gift card's number has 4 to 32 letters and digits."
    scan(counter.shell, "gc0001")
    assert panel.printed.error() == ""
    press(KEYS.Key_Escape)
    sold(counter, tap)
    assert code() == "GC0001"


def test_a_used_number_is_said_beside_it_and_its_next_line_has_none(
    counter: CounterRoom, valued: Valued, tap, scan
) -> None:
    press(KEYS.Key_F5)
    scan(counter.shell, "GC0001")
    press(KEYS.Key_Escape)
    counter.till.count(counter.till.selected, 1)
    assert [line.source for line in counter.till.ticket.lines] == ["GC0001", ""]
    counter.till.remove(counter.till.selected)
    sold(counter, tap)
    press(KEYS.Key_Escape)
    counter.deeds.add(valued.gift_card)
    press(KEYS.Key_F5)
    panel = panel_of(counter, LinePanel)
    panel.printed.set_value("gc0001")
    assert panel.printed.error() == "This gift card is sold already. Take another one."


def test_the_key_for_another_code_is_not_called_as_the_card_that_pays(
    counter: CounterRoom, salon: Salon, tap, scan
) -> None:
    sold(counter, tap)
    press(KEYS.Key_Return)
    counter.deeds.add(salon.items["gel"])
    press(KEYS.Key_F9)
    scan(counter.shell, code())
    names = [key.label() for key in panel_of(counter, PayPanel).tenders.values()]
    assert [name for name in names if "ift card" in name] == ["Gift card", "Another gift card"]
