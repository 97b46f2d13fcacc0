"""The page of cards and points: issue, freeze and undo, replace; every entry with its sentence."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from salon_pos.db.queries import cards
from salon_pos.domain.cards import CardState
from salon_pos.ui.clients.room import ClientsRoom
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.confirm import Confirm
from tests.salons import Salon
from tests.ui.reading import entries
from tests.usecases.valued import Valued, made


@pytest.fixture
def valued(selling: Salon) -> Valued:
    return made(selling)


@pytest.fixture
def room(valued: Valued, shell: Shell, sign_in) -> ClientsRoom:
    sign_in("Kai")
    shell.show_room("clients")
    found = shell.room("clients")
    assert isinstance(found, ClientsRoom)
    return found


def opened(room: ClientsRoom, valued: Valued, name: str) -> None:
    room.open_client(valued.salon.clients[name].id)
    QTest.keyClick(room, Qt.Key.Key_F7)


def button(room: ClientsRoom, words: str) -> Button:
    (found,) = [b for b in room.file.cards.findChildren(Button) if b.label() == words]
    return found


def test_a_card_is_issued_with_one_key(room: ClientsRoom, valued: Valued) -> None:
    leo = valued.salon.clients["leo"].id
    opened(room, valued, "leo")
    QTest.keyClick(room, Qt.Key.Key_F4)
    (card,) = cards.cards_of(leo)
    assert (card.owner_id, card.state) == (leo, CardState.ACTIVE)
    assert room.file.cards.isVisible()


def test_freezing_can_be_undone(room: ClientsRoom, valued: Valued, shell: Shell, tap) -> None:
    opened(room, valued, "maya")
    tap(button(room, "Freeze"))
    (frozen,) = cards.cards_of(valued.card.owner_id)
    assert frozen.state is CardState.FROZEN
    undo = shell.toasts.history[-1].undo
    assert undo is not None
    undo()
    (card,) = cards.cards_of(valued.card.owner_id)
    assert card.state is CardState.ACTIVE


def test_replacing_asks_first_and_kills_the_old_number(
    room: ClientsRoom, valued: Valued, shell: Shell, tap
) -> None:
    opened(room, valued, "maya")
    tap(button(room, "Replace"))
    (question,) = [q for q in shell.findChildren(Confirm) if q.is_open()]
    assert len(cards.cards_of(valued.card.owner_id)) == 1
    tap(question.yes)
    old, new = cards.cards_of(valued.card.owner_id)
    assert (old.state, new.state) == (CardState.REPLACED, CardState.ACTIVE)
    assert old.wallet == new.wallet


def test_what_moved_is_said_with_its_arithmetic(room: ClientsRoom, valued: Valued) -> None:
    salon = valued.salon
    valued.pay(salon.ticket("t", valued.line(valued.top_up), client="maya"))
    wash = salon.ticket("w", salon.line("wash"), client="maya")
    valued.pay(wash, valued.handed("stored_value", 1_142, source=valued.card.uid))
    opened(room, valued, "maya")
    said = [(row.title, row.figure) for row in entries(room.file.cards.entries)]
    spent = "Paid from the card: $11.42 = $9.52 principal + $1.90 bonus, in proportion to"
    assert [(t.startswith(spent), f) for t, f in said[1:3]] == [(True, "−$1.90"), (True, "−$9.52")]
    assert said[-1] == ("Topped up: $1,000.00 principal.", "+$1,000.00")
    assert "Gold" in room.file.cards.why.text()


def test_a_stylist_looks_and_changes_nothing(valued: Valued, shell: Shell, sign_in) -> None:
    sign_in("Mei")
    shell.show_room("clients")
    room = shell.room("clients")
    assert isinstance(room, ClientsRoom)
    opened(room, valued, "maya")
    assert room.file.cards.isVisible()
    assert not [b for b in room.file.cards.findChildren(Button) if b.isVisible()]
