"""The rooms of the window, in the order of the rail. One that is not built does not stand here."""

from salon_pos.domain.rights import Right
from salon_pos.domain.words import N_
from salon_pos.ui.desk import Desk
from salon_pos.ui.shell import Room, RoomEntry, Shell


def _counter(desk: Desk, shell: Shell) -> Room:
    from salon_pos.ui.counter.room import CounterRoom

    return CounterRoom(desk, shell)


def _sales(desk: Desk, shell: Shell) -> Room:
    from salon_pos.ui.sales.room import SalesRoom

    return SalesRoom(desk, shell)


def _clients(desk: Desk, shell: Shell) -> Room:
    from salon_pos.ui.clients.room import ClientsRoom

    return ClientsRoom(desk, shell)


def _day(desk: Desk, shell: Shell) -> Room:
    from salon_pos.ui.day.room import DayRoom

    return DayRoom(desk, shell)


def _back_office(desk: Desk, shell: Shell) -> Room:
    from salon_pos.ui.backoffice.room import BackOfficeRoom

    return BackOfficeRoom(desk, shell)


ROOMS: tuple[RoomEntry, ...] = (
    RoomEntry("counter", "shopping-bag", N_("Counter"), _counter),
    RoomEntry("sales", "receipt-text", N_("Sales"), _sales),
    RoomEntry("clients", "users", N_("Clients"), _clients),
    RoomEntry("day", "calendar-check", N_("Day"), _day, Right.RUN_SHIFT),
    RoomEntry(
        "backoffice", "sliders-horizontal", N_("Back office"), _back_office, Right.EDIT_CATALOG
    ),
)
