"""How often a room asks the file does not grow with what is in it: the window never waits."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from salon_pos.db import connection
from salon_pos.domain.catalog import Item, ItemKind
from salon_pos.domain.people import Client, StaffMember
from salon_pos.domain.rights import Role
from salon_pos.ui.backoffice.room import BackOfficeRoom
from salon_pos.ui.clients.room import ClientsRoom
from salon_pos.ui.counter.room import CounterRoom
from salon_pos.ui.sales.room import SalesRoom
from salon_pos.ui.shell import Room, Shell
from salon_pos.usecases.catalog import save_item
from salon_pos.usecases.checkout import Kept, keep_tickets
from salon_pos.usecases.clients import save_client
from salon_pos.usecases.shifts import close_shift, open_shift
from salon_pos.usecases.staff import save_staff
from tests.salons import NOW, Salon
from tests.ui.counter.hands import press
from tests.ui.selling import sell

SHOWN = 50  # the longest list of clients, which reads each of them and their last visit
MOST = 2 * SHOWN + 30  # and the file beside the list, with what the client holds


def grow(salon: Salon, name: str, many: int) -> None:
    """So many more clients, items, sales, parked tickets; and people and past shifts."""
    by = salon.by("olga")
    for n in range(many):
        save_client(Client(f"{name} Torres {n}", phone=f"604-555-{1000 + n}"), by=by, now=NOW)
        item = Item(0, f"{name} mask {n}", kind=ItemKind.PRODUCT, price=100, category_id=1)
        save_item(item, by=by, now=NOW)
        sell(salon, f"{name} sold {n}", client="maya")
        waiting = salon.ticket(f"{name} waits {n}", salon.line("gel"))
        keep_tickets([Kept(waiting, parked=True)], by=by, now=NOW)
    for n in range(many // 4):
        person = StaffMember(f"{name} {n}", Role.STYLIST, f"{name}{n}")
        save_staff(person, by=by, now=NOW)
        close_shift(0, reason="counted for a test", by=by, now=NOW)
        open_shift(0, by=by, now=NOW)


def statements(do: Callable[[], object]) -> list[str]:
    """What the file was asked meanwhile on the window's thread."""
    seen: list[str] = []
    handle = connection.database.connection()
    handle.set_trace_callback(seen.append)
    do()
    QApplication.processEvents()
    handle.set_trace_callback(None)
    # The search index tells of its own inner statements behind a dash.
    return [said for said in seen if not said.startswith("--")]


def searched(room: Room) -> QLineEdit | None:
    """The room's search field; Day has none."""
    match room:
        case CounterRoom():
            return room.finder.field
        case SalesRoom() | ClientsRoom():
            return room.finder.search
        case BackOfficeRoom():
            return room.navigation.search
        case _:
            return None


def questions(shell: Shell, key: str) -> tuple[int, int]:
    """How many statements it takes to come back to a room, and to type one letter into its search.
    The first visit, when the room is made, does not count, nor does the first search."""
    shell.show_room(key)
    field = searched(shell.room(key))
    opened, typed = list[str](), list[str]()
    for _ in range(2):
        shell.show_room("day" if key != "day" else "sales")
        QApplication.processEvents()
        opened = statements(lambda: shell.show_room(key))
        if field is not None:
            field.setFocus()
            typed = statements(lambda: press("m"))
            field.clear()
    return len(opened), len(typed)


@pytest.mark.parametrize("room", ["counter", "sales", "clients", "day", "backoffice"])
def test_a_room_asks_no_more_of_a_larger_salon(
    signed_in_shell: Shell, selling: Salon, room: str
) -> None:
    with connection.without_waiting_for_the_disk():
        grow(selling, "Maria", SHOWN + 10)
        signed_in_shell.desk.refresh()
        before = questions(signed_in_shell, room)
        grow(selling, "Mona", SHOWN + 10)
        signed_in_shell.desk.refresh()
        after = questions(signed_in_shell, room)
    assert 0 < max(before) <= MOST
    assert after == before
