"""Sessions of a pack at the counter: used by tile, line and key, and charged instead."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from salon_pos.db.queries import value
from salon_pos.ui.counter.asking import Ask
from salon_pos.ui.counter.client_panel import ClientPanel
from salon_pos.ui.counter.line_panel import LinePanel
from salon_pos.ui.counter.pay.panel import PayPanel
from salon_pos.ui.counter.room import CounterRoom
from salon_pos.ui.widgets.tiles import Tile
from tests.salons import NOW
from tests.ui.counter.hands import CTRL, open_panels, panel_of, press, tender
from tests.ui.counter.members import counter, taken, valued
from tests.usecases.valued import Valued

__all__ = ["counter", "valued"]
KEYS = Qt.Key
DAY = NOW.date()


def test_a_tap_on_a_pack_uses_a_session(
    counter: CounterRoom, valued: Valued, tap, tap_staff
) -> None:
    """The unit value, 16.67, is paid; 0.83 + 1.33 of tax is asked for."""
    salon = valued.salon
    valued.pay(salon.ticket("p", valued.line(valued.pack), client="maya"))
    (pack,) = value.packs_of(salon.clients["maya"].id)
    counter.till.membership.forget()
    counter.deeds.attach(salon.clients["maya"].id)
    tiles = [tile for tile in counter.shelf.grid.entries.entries if isinstance(tile, Tile)]
    assert [tile.title for tile in tiles if tile.mark and tile.mark.text == "Pack"] == ["Wash"]
    assert counter.client.balances is not None
    assert counter.client.balances.packs[pack.uid].figure == "6 left"
    tap(counter.client.balances.packs[pack.uid])
    tap_staff(counter, "mei")
    assert counter.client.balances.packs[pack.uid].figure == "5 left"
    assert counter.ticket.pay.accessibleDescription() == "$2.16, F9"
    tap(counter.ticket.pay)
    pay = panel_of(counter, PayPanel)
    assert pay.due.figure.text() == "$2.16"
    assert pay.extra.text() == "packs cover $16.67"
    tap(tender(pay, "Bank card"))
    tap(pay.pay)
    assert taken() == [("Session pack", 1_667), ("Bank card", 216)]
    (pack,) = value.packs_of(salon.clients["maya"].id)
    assert [lot.left for lot in pack.lots] == [3, 2]


@pytest.fixture
def with_pack(counter: CounterRoom, valued: Valued) -> value.Pack:
    """Maya is on the ticket; she bought six washes."""
    salon = valued.salon
    valued.pay(salon.ticket("p", valued.line(valued.pack), client="maya"))
    counter.till.membership.forget()
    counter.deeds.attach(salon.clients["maya"].id)
    (pack,) = value.packs_of(salon.clients["maya"].id)
    return pack


def test_a_surcharge_stands_beside_a_session(
    counter: CounterRoom, with_pack: value.Pack, valued: Valued, tap, tap_staff
) -> None:
    """The pack pays 16.67 for the wash; the mask on it, 25.00, and 2.08 + 3.33 of tax on both are
    charged beside it."""
    assert counter.client.balances is not None
    tap(counter.client.balances.packs[with_pack.uid])
    tap_staff(counter, "mei")
    counter.deeds.add(valued.salon.items["mask"])
    wash, mask = counter.till.ticket.lines
    assert (wash.source, mask.source, mask.parent) == (with_pack.uid, "", wash.uid)
    assert counter.ticket.pay.accessibleDescription() == "$30.41, F9"
    tap(counter.ticket.pay)
    pay = panel_of(counter, PayPanel)
    assert pay.extra.text() == "packs cover $16.67"
    tap(tender(pay, "Bank card"))
    tap(pay.pay)
    assert taken() == [("Session pack", 1_667), ("Bank card", 3_041)]


def sources(counter: CounterRoom) -> list[str]:
    """What the lines of the ticket are paid from."""
    return [line.source for line in counter.till.ticket.lines]


def test_a_tile_that_is_paid_ahead_uses_the_pack(
    counter: CounterRoom, with_pack: value.Pack, valued: Valued, tap_entry
) -> None:
    """Six sessions: the seventh tap is charged, and its tile says so before."""
    wash = valued.salon.items["wash"].id
    tap_entry(counter.shelf.grid, wash)
    assert sources(counter) == [with_pack.uid]
    event = counter.shell.toasts.history[-1]
    assert event.message == (
        "Wash is a session of Wash 5+1, 5 are left. Edit the line (F5) to charge it."
    )
    counter.shell.toasts.undo_last()
    assert sources(counter) == []
    for _n in range(6):
        tap_entry(counter.shelf.grid, wash)
    marked = [e for e in counter.shelf.grid.entries.entries if isinstance(e, Tile) and e.mark]
    assert "Wash" not in [tile.title for tile in marked]
    tap_entry(counter.shelf.grid, wash)
    assert sources(counter) == [with_pack.uid] * 6 + [""]


def test_what_is_paid_is_offered_no_way_back(
    counter: CounterRoom, with_pack: value.Pack, valued: Valued, tap, tap_entry, tap_staff
) -> None:
    tap_entry(counter.shelf.grid, valued.salon.items["wash"].id)
    tap_staff(counter, "mei")
    toasts = counter.shell.toasts
    event = toasts.history[-1]
    assert event.undo is not None
    tap(counter.ticket.pay)
    pay = panel_of(counter, PayPanel)
    assert event.undo is not None
    tap(tender(pay, "Bank card"))
    tap(pay.pay)
    assert (event.undo, toasts.toast) == (None, None)
    toasts.undo_last()
    assert toasts.history[-1] is event


def test_a_session_is_charged_from_its_line_and_back(
    counter: CounterRoom, with_pack: value.Pack, valued: Valued, tap, tap_entry
) -> None:
    tap_entry(counter.shelf.grid, valued.salon.items["wash"].id)
    press(KEYS.Key_F5)
    panel = panel_of(counter, LinePanel)
    assert panel.pack.label() == "Charge its price"
    tap(panel.pack)
    assert sources(counter) == [""]
    assert not open_panels(counter, LinePanel)
    press(KEYS.Key_F5)
    assert panel_of(counter, LinePanel).pack.whole_words() == "Use the pack · Wash 5+1 · 6 left"
    press((CTRL, KEYS.Key_U))
    assert sources(counter) == [with_pack.uid]


def test_the_pack_pays_the_line_that_is_there(
    counter: CounterRoom, valued: Valued, with_pack: value.Pack, tap
) -> None:
    """The wash was rung up before anybody knew who pays."""
    counter.deeds.attach(None)
    counter.deeds.add(valued.salon.items["wash"])
    counter.deeds.attach(valued.salon.clients["maya"].id)
    assert sources(counter) == [""]
    assert counter.client.balances is not None
    tap(counter.client.balances.packs[with_pack.uid])
    assert sources(counter) == [with_pack.uid]


def test_no_key_for_a_pack_where_it_cannot_pay(
    counter: CounterRoom, valued: Valued, with_pack: value.Pack
) -> None:
    """Nobody's gel, and two washes on one line."""
    counter.deeds.add(valued.salon.items["gel"])
    press(KEYS.Key_F5)
    assert not panel_of(counter, LinePanel).pack.isVisible()
    press((CTRL, KEYS.Key_U), KEYS.Key_Escape)
    assert sources(counter) == [""]


def test_packs_by_keys_and_where_the_column_is_folded(
    counter: CounterRoom, valued: Valued, tap
) -> None:
    """Two packs of the same plan: Ctrl+U asks which; the folded client's card has both."""
    salon = valued.salon
    for uid in ("p1", "p2"):
        valued.pay(salon.ticket(uid, valued.line(valued.pack), client="maya"))
    counter.till.membership.forget()
    counter.deeds.attach(salon.clients["maya"].id)
    press((CTRL, KEYS.Key_U))
    ask = panel_of(counter, Ask)
    tap(next(iter(ask.keys.values())))
    assert [bool(line.source) for line in counter.till.ticket.lines] == [True]
    press((CTRL, KEYS.Key_I))
    panel = panel_of(counter, ClientPanel)
    assert panel.pane.balances is not None
    # Enter acts on a balance: it shows no phone number.
    assert QApplication.focusWidget() is panel.pane.balances.tiles[0]
    figures = [key.figure for key in panel.pane.balances.packs.values()]
    assert figures == ["5 left", "6 left"]
    notes = [key.note for key in panel.pane.balances.packs.values()]
    assert notes == ["2 Aug 2026"] * 2  # 90 days
    tap(list(panel.pane.balances.packs.values())[1])
    assert len({line.source for line in counter.till.ticket.lines}) == 2


@pytest.mark.parametrize("order", [("wash", "pack"), ("pack", "wash")])
def test_a_pack_is_not_used_on_the_ticket_that_sells_it(
    counter: CounterRoom, valued: Valued, order: tuple[str, str]
) -> None:
    salon = valued.salon
    counter.deeds.attach(salon.clients["maya"].id)
    items = {"wash": salon.items["wash"], "pack": valued.pack}
    first, second = (items[name] for name in order)
    counter.deeds.add(first)
    assert counter.shell.toasts.history == []
    counter.deeds.add(second)
    assert counter.shell.toasts.history[-1].message == (
        "Wash 5+1 can be used once it is paid, so Wash is charged here. To use it, take payment "
        "for the pack first, then open another ticket."
    )
    assert sources(counter) == ["", ""]
