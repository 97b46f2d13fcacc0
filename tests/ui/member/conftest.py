"""The file of Maya, who has a card, in the real Clients room; what lies over it; Chen's PIN."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from salon_pos.ui.approval import Approval
from salon_pos.ui.clients.room import ClientsRoom
from salon_pos.ui.shell import Shell
from tests.salons import PINS, Salon
from tests.ui.counter.hands import press
from tests.ui.member.hands import on_top
from tests.usecases.valued import Valued, made

Enter = Callable[[str], ClientsRoom]


@pytest.fixture
def valued(selling: Salon) -> Valued:
    return made(selling)


@pytest.fixture
def enter(valued: Valued, shell: Shell, sign_in) -> Enter:
    """`enter("Kai")` opens Maya's cards and points as Kai."""

    def go(name: str) -> ClientsRoom:
        sign_in(name)
        shell.show_room("clients")
        room = shell.room("clients")
        assert isinstance(room, ClientsRoom)
        room.open_client(valued.salon.clients["maya"].id)
        room.turn()
        return room

    return go


@pytest.fixture
def approve(valued: Valued, shell: Shell, qtbot) -> Callable[[], None]:
    """Chen's PIN into the question that lies on top."""

    def say_yes() -> None:
        question = on_top(shell, Approval)
        question.who.set_value(valued.salon.staff["chen"].id)
        assert question.entry
        question.entry.setFocus()
        with qtbot.waitSignal(question.approved):
            press(PINS["chen"], Qt.Key.Key_Return)

    return say_yes
