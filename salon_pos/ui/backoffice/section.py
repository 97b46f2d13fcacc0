"""Section: what every page of the back office answers to."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from salon_pos.ui import theme
from salon_pos.ui.desk import Desk
from salon_pos.ui.shell import Shell

_WIDEST = 760

Key = tuple[str, str, Callable[[], object]]
"""A key as it is written, what it does in words, and the deed."""

Drafts = dict[Hashable, dict[str, Any]]


class Section(QWidget):
    """A page beside the list of sections. `filled(True)` asks for the whole width while the window
    is narrow, `filled(False)` gives it back."""

    filled = Signal(bool)

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self.desk, self.shell = desk, shell

    def shown(self) -> None:
        """Read again what it shows."""

    def fold(self) -> None:
        """The window became narrow or wide: `shell.compact` tells which."""

    def open(self, key: Hashable) -> None:
        """Show one entry or field and put the focus there."""

    def look_again(self) -> None:
        """Something was done, here or elsewhere: read again, keep what is being typed."""
        self.shown()

    def take_focus(self) -> None:
        """Come here by key from the list of sections."""

    def new(self) -> None:
        """Begin a new entry, where there are entries."""

    def save(self) -> None:
        """As the Save button."""

    def retire(self) -> None:
        """Retire the entry that is shown, or restore it."""

    def reorder(self, by: int) -> None:
        """Move the entry that is shown up or down, where they have an order."""

    def back(self) -> bool:
        """Leave what is being edited; False where nothing is, so that the room itself is left."""
        return False

    def own_keys(self) -> Sequence[Key]:
        """Keys of this page alone."""
        return ()

    def scanned(self, code: str) -> None:
        """A scanner's code came while this page was in sight."""

    def drafts(self) -> Drafts:
        """What was typed and not saved, by entry."""
        return {}

    def forget_drafts(self) -> None:
        """Let go of what was typed and not saved."""

    def restore_drafts(self, drafts: Drafts) -> None:
        """Put back what was typed."""


def widest_card() -> int:
    """How wide a card of inputs grows: wider, the eye loses the line."""
    return round(_WIDEST * theme.current().scale)
