"""Free services of a tier at the counter: seen, taken by one touch, taken back, never silently."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from salon_pos.db.doctor import examine
from salon_pos.db.queries import receipts, sales
from salon_pos.domain.ticket import free_source
from salon_pos.domain.tiers import FreeServices, Perks, TierRules
from salon_pos.ui.counter.asking import Ask
from salon_pos.ui.counter.pay.panel import PayPanel
from salon_pos.ui.counter.room import CounterRoom
from salon_pos.ui.widgets.rows import Row
from salon_pos.ui.widgets.tiles import Tile
from salon_pos.usecases.checkout import Payment, take_payment
from salon_pos.usecases.rules import set_tier_rules
from tests.salons import NOW, Salon
from tests.ui.counter.hands import CTRL, open_panels, panel_of, press
from tests.usecases.valued import TIERS, Valued, made

KEYS = Qt.Key


def give(salon: Salon, *items: str, times: int = 2) -> None:
    """Gold gives any of these free, so many times."""
    ids = frozenset(salon.items[item].id for item in items)
    gold = replace(TIERS.tiers[2], perks=Perks(free_services=(FreeServices(ids, times),)))
    set_tier_rules(TierRules(1, (*TIERS.tiers[:2], gold)), by=salon.by("olga"), now=NOW)


@pytest.fixture
def valued(selling: Salon) -> Valued:
    """Maya is Gold, which gives two washes."""
    made_here = made(selling)
    give(selling, "wash")
    made_here.pay(selling.ticket("top", made_here.line(made_here.top_up), client="maya"))
    return made_here


@pytest.fixture
def counter(valued: Valued, counter: CounterRoom) -> CounterRoom:
    """The counter with Maya on the ticket."""
    counter.shell.desk.refresh()
    counter.till.look_again()
    counter.deeds.attach(valued.salon.clients["maya"].id)
    return counter


def shown(counter: CounterRoom) -> list[tuple[str, str]]:
    """(how much is left, of what) on the client's card."""
    assert counter.client.balances is not None
    return [(key.figure, key.note) for key in counter.client.balances.free]


def marked(counter: CounterRoom) -> list[str]:
    """The tiles that are marked as free."""
    tiles = [tile for tile in counter.shelf.grid.entries.entries if isinstance(tile, Tile)]
    return [tile.title for tile in tiles if tile.mark and tile.mark.text == "Free"]


def row(counter: CounterRoom) -> Row:
    """The only line of the ticket."""
    (found,) = counter.ticket.lines.entries.entries
    assert isinstance(found, Row)
    return found


def test_the_clients_card_shows_it_and_one_tap_has_it_free(
    counter: CounterRoom, valued: Valued, tap, tap_staff
) -> None:
    assert shown(counter) == [("2 left", "Wash")]
    assert marked(counter) == ["Wash"]
    assert counter.client.balances is not None
    tap(counter.client.balances.free[0])
    tap_staff(counter, "mei")
    assert shown(counter) == [("1 left", "Wash")]
    line = row(counter)
    assert (line.figure, line.figure_note, line.struck) == ("$0.00", "$10.10", True)
    assert line.subtitle == "free with Gold"
    tap(counter.ticket.pay)
    tap(panel_of(counter, PayPanel).pay)
    receipt = receipts.receipt(sales.find_sales()[0].uid)
    assert (receipt.total, receipt.lines[0].free_with) == (0, "Gold")
    counter.deeds.attach(valued.salon.clients["maya"].id)
    assert shown(counter) == [("1 left", "Wash")]
    assert examine()[1] == ()


def test_a_tapped_one_is_free_while_there_are_some(
    counter: CounterRoom, valued: Valued, tap_entry
) -> None:
    """The third one is to be paid, and its tile is not marked any more."""
    wash = valued.salon.items["wash"].id
    for _tap in range(2):
        tap_entry(counter.shelf.grid, wash)
    said = [event.message for event in counter.shell.toasts.history]
    assert said == [
        "Wash is free with Gold, 1 is left. Press Ctrl+B to charge it.",
        "Wash is free with Gold, 0 are left. Press Ctrl+B to charge it.",
    ]
    assert marked(counter) == []
    tap_entry(counter.shelf.grid, wash)
    sources = [line.source for line in counter.till.ticket.lines]
    assert sources == [free_source("gold"), free_source("gold"), ""]
    assert len(counter.shell.toasts.history) == 2
    counter.shell.toasts.undo_last()
    assert [line.source for line in counter.till.ticket.lines] == [free_source("gold")]
    assert marked(counter) == ["Wash"]


def test_a_free_one_is_charged_with_one_touch(
    counter: CounterRoom, valued: Valued, tap, tap_staff
) -> None:
    counter.deeds.add(valued.salon.items["wash"])
    tap_staff(counter, "mei")
    bar = counter.ticket.bar
    assert (row(counter).figure, row(counter).subtitle) == ("$0.00", "free with Gold")
    assert (bar.free.label(), bar.free.isChecked()) == ("Free with Gold", True)
    tap(bar.free)
    assert (row(counter).figure, bar.free.label()) == ("$10.10", "Free with Gold · 2 left")
    assert not bar.free.isChecked()
    press((CTRL, KEYS.Key_B))
    assert (row(counter).figure, bar.free.isChecked()) == ("$0.00", True)
    counter.deeds.add(valued.salon.items["gel"])
    assert not bar.free.isVisibleTo(counter)
    press((CTRL, KEYS.Key_B))
    said = counter.shell.toasts.history[-1].message
    assert said == "This line is not free with the client's tier."


def test_a_further_one_is_free_while_there_are_some(counter: CounterRoom, valued: Valued) -> None:
    counter.deeds.have_free(frozenset({valued.salon.items["wash"].id}))
    for _more in range(2):
        counter.till.count(counter.till.selected, 1)
    sources = [line.source for line in counter.till.ticket.lines]
    assert sources == [free_source("gold"), free_source("gold"), ""]
    assert counter.client.balances is not None
    assert not counter.client.balances.free[0].isEnabled()


def test_several_ask_which(counter: CounterRoom, valued: Valued, tap) -> None:
    give(valued.salon, "wash", "cut")
    counter.till.look_again()
    counter.client.look_again(anew=True)
    assert shown(counter) == [("2 left", "Women's cut · Wash")]
    assert counter.client.balances is not None
    tap(counter.client.balances.free[0])
    ask = panel_of(counter, Ask)
    tap(list(ask.keys.values())[1])
    (line,) = counter.till.ticket.lines
    assert (line.item_id, line.free_with) == (valued.salon.items["wash"].id, "gold")


def test_without_the_client_it_is_to_be_paid(counter: CounterRoom, valued: Valued) -> None:
    counter.deeds.have_free(frozenset({valued.salon.items["wash"].id}))
    counter.deeds.attach(None)
    assert (row(counter).figure, row(counter).subtitle) == ("$10.10", "")


def test_another_window_had_the_last_one(
    counter: CounterRoom, valued: Valued, tap, tap_staff
) -> None:
    """It is said at the ticket, which stays; one touch takes it at its price."""
    salon = valued.salon
    give(salon, "wash", times=1)
    counter.till.look_again()
    counter.deeds.have_free(frozenset({salon.items["wash"].id}))
    tap_staff(counter, "mei")
    tap(counter.ticket.pay)
    elsewhere = salon.ticket("e", replace(salon.line("wash"), source=free_source("gold")))
    elsewhere = replace(elsewhere, client_id=salon.clients["maya"].id)
    take_payment(Payment(elsewhere, (), 0), by=salon.by("kai"), now=NOW)
    tap(panel_of(counter, PayPanel).pay)
    assert not open_panels(counter, PayPanel)
    said = "Wash is not free any more in this period of the tier. Take it at its price."
    assert counter.ticket.trouble.isVisibleTo(counter)
    assert counter.ticket.trouble.accessibleName() == said
    assert counter.till.ticket.lines
    tap(counter.ticket.bar.free)
    assert row(counter).figure == "$10.10"
    assert not counter.ticket.trouble.isVisibleTo(counter)
