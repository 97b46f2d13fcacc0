"""The back office, opened by whoever is signed in."""

from collections.abc import Callable

import pytest

from salon_pos.ui.backoffice.room import BackOfficeRoom
from salon_pos.ui.shell import Shell

Enter = Callable[[str], BackOfficeRoom]


@pytest.fixture
def enter(shell: Shell, sign_in) -> Enter:
    """`enter("Olga")` signs somebody in and goes to the back office."""

    def go(name: str) -> BackOfficeRoom:
        sign_in(name)
        shell.show_room("backoffice")
        room = shell.room("backoffice")
        assert isinstance(room, BackOfficeRoom)
        return room

    return go


@pytest.fixture
def room(enter: Enter) -> BackOfficeRoom:
    """The back office with the owner at it."""
    return enter("Olga")
