"""The window: rail, top line, rooms, what happened, keys, scanner, lock."""

from salon_pos.ui.shell.shell import Room, RoomEntry, Shell

__all__ = ["Room", "RoomEntry", "Shell"]
