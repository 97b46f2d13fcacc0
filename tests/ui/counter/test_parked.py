"""Parked tickets: set aside, taken up, merged, moved, split; all of a deed or nothing."""

import pytest
from PySide6.QtCore import Qt

from salon_pos.db.queries import tickets
from salon_pos.domain.ticket import Credit
from salon_pos.ui.counter.park_panel import ParkPanel
from salon_pos.ui.counter.room import CounterRoom
from salon_pos.ui.counter.tickets_panel import TicketsPanel
from salon_pos.usecases.checkout import drop_ticket
from tests.salons import Salon
from tests.ui.counter.hands import CTRL, open_panels, panel_of, press

KEYS = Qt.Key


def on_file() -> dict[str, tuple[int, bool]]:
    """Every open ticket by its tag: how many lines, whether it is parked."""
    return {t.ticket.tag: (len(t.ticket.lines), t.parked) for t in tickets.open_tickets()}


@pytest.fixture
def two(counter: CounterRoom, salon: Salon) -> CounterRoom:
    """A ticket "Chair 3" with two lines is parked; a gel lies on the counter."""
    counter.deeds.add(salon.items["cut"])
    counter.till.set_staff((Credit(salon.staff["mei"].id),))
    counter.deeds.add(salon.items["wash"])
    press(KEYS.Key_F8)
    press("Chair 3", KEYS.Key_Return)
    counter.deeds.add(salon.items["gel"])
    return counter


def test_parking_with_a_tag_starts_a_fresh_ticket(two: CounterRoom) -> None:
    assert on_file() == {"Chair 3": (2, True), "": (1, False)}
    assert [key.label() for key in two.parked.keys] == ["Chair 3"]
    assert two.till.hand == ()  # the next client is somebody else's


def test_without_a_tag_it_is_called_after_its_client(counter: CounterRoom, salon: Salon) -> None:
    for who, said in (("maya", salon.clients["maya"].name), ("", "The ticket")):
        if who:
            counter.deeds.attach(salon.clients[who].id)
        counter.deeds.add(salon.items["gel"])
        press(KEYS.Key_F8)
        press(KEYS.Key_Return)
        assert counter.shell.toasts.history[-1].message == f"{said} is parked."


def test_a_chair_is_one_tap(counter: CounterRoom, salon: Salon, tap) -> None:
    counter.deeds.add(salon.items["gel"])
    tap(counter.ticket.park)
    tap(panel_of(counter, ParkPanel).chairs[4])
    assert on_file() == {"Chair 5": (1, True)}


def test_nothing_is_parked_when_there_is_nothing(counter: CounterRoom) -> None:
    press(KEYS.Key_F8)
    assert open_panels(counter, ParkPanel) == []


def test_one_tap_takes_a_ticket_up_and_parks_the_one_there(two: CounterRoom, tap) -> None:
    tap(two.parked.keys[0])
    assert on_file() == {"Chair 3": (2, False), "": (1, True)}
    assert two.till.ticket.tag == "Chair 3"
    two.till.count(two.till.selected, 1)  # it is kept on under its new revision
    kept = tickets.open_ticket(two.till.ticket.uid)
    assert kept is not None
    assert kept.ticket == two.till.ticket


def test_found_by_its_tag_and_taken_up_by_keys(two: CounterRoom) -> None:
    press(KEYS.Key_F7)
    press("chair", KEYS.Key_Return)
    assert two.till.ticket.tag == "Chair 3"
    assert open_panels(two, TicketsPanel) == []


def test_merging_leaves_one_ticket(two: CounterRoom, tap) -> None:
    press(KEYS.Key_F7)
    tap(panel_of(two, TicketsPanel).merge)
    assert [len(t.ticket.lines) for t in tickets.open_tickets()] == [3]
    assert len(two.till.ticket.lines) == 3


def test_chosen_lines_move_with_their_addons(two: CounterRoom, salon: Salon, tap) -> None:
    two.deeds.resume(_parked_uid("Chair 3"))
    cut = two.till.ticket.lines[0].uid
    two.till.select(cut)
    two.deeds.add(salon.items["mask"])
    press(KEYS.Key_F7)
    panel = panel_of(two, TicketsPanel)
    tap(panel.moving.boxes[cut])
    tap(panel.moving.to_new)
    book = two.desk.book.items
    left = [book[line.item_id].name for line in two.till.ticket.lines]
    assert left == ["Wash"]
    sizes = sorted(len(t.ticket.lines) for t in tickets.open_tickets())
    assert sizes == [1, 1, 2]


def test_split_by_person_gives_everybody_a_ticket(counter: CounterRoom, salon: Salon, tap) -> None:
    counter.deeds.attach(salon.clients["maya"].id)
    counter.deeds.add(salon.items["gel"])
    counter.deeds.add(salon.items["wash"])
    counter.till.edit(counter.till.selected, client_id=salon.clients["leo"].id)
    press(KEYS.Key_F7)
    tap(panel_of(counter, TicketsPanel).moving.by_person)
    found = {t.ticket.client_id: len(t.ticket.lines) for t in tickets.open_tickets()}
    assert found == {salon.clients["maya"].id: 1, salon.clients["leo"].id: 1}
    assert counter.till.ticket.client_id == salon.clients["maya"].id


def test_one_persons_ticket_is_not_split(counter: CounterRoom, salon: Salon, tap) -> None:
    counter.deeds.add(salon.items["gel"])
    press(KEYS.Key_F7)
    tap(panel_of(counter, TicketsPanel).moving.by_person)
    assert "same person" in counter.shell.toasts.history[-1].message
    assert len(tickets.open_tickets()) == 1


def test_a_dropped_ticket_comes_back(two: CounterRoom) -> None:
    press(KEYS.Key_F7)
    press((CTRL, KEYS.Key_Delete))
    assert on_file() == {"": (1, False)}
    panel_of(two, TicketsPanel).dismiss()
    press((CTRL, KEYS.Key_Z))
    assert on_file() == {"Chair 3": (2, True), "": (1, False)}


def test_a_ticket_paid_meanwhile_is_not_taken_up(two: CounterRoom) -> None:
    uid = _parked_uid("Chair 3")
    drop_ticket(uid, by=two.desk.actor, now=two.desk.now())
    two.deeds.resume(uid)
    assert "meanwhile" in two.shell.toasts.history[-1].message
    assert len(two.till.ticket.lines) == 1


def test_more_than_fit_are_in_the_list(counter: CounterRoom, salon: Salon) -> None:
    for n in range(9):
        counter.deeds.add(salon.items["gel"])
        press(KEYS.Key_F8)
        press(f"Guest of honour {n}", KEYS.Key_Return)
    assert len(counter.parked.keys) == 6
    assert counter.parked.all.label() == "All 9"
    shown = [key for key in counter.parked.keys if key.isVisible()]
    assert shown
    assert all(key.geometry().right() < counter.parked.all.x() for key in shown)
    press(KEYS.Key_F7)
    panel = panel_of(counter, TicketsPanel)
    assert len(panel.list.entries.entries) == 9


def test_start_for_a_client_parks_what_is_there(two: CounterRoom, salon: Salon) -> None:
    two.attach_client(salon.clients["maya"].id)
    assert two.till.ticket.client_id == salon.clients["maya"].id
    assert two.till.ticket.lines == ()
    parked = [t for t in tickets.open_tickets() if t.parked]
    assert sorted(len(t.ticket.lines) for t in parked) == [1, 2]


def _parked_uid(tag: str) -> str:
    return next(t.ticket.uid for t in tickets.open_tickets() if t.ticket.tag == tag)
