"""What lies over the window, and what it and the page below say."""

from typing import TypeVar

from PySide6.QtWidgets import QApplication, QWidget

from salon_pos.ui.clients.room import ClientsRoom
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.figures import Stat, TotalRow
from salon_pos.ui.widgets.overlay import Overlay
from salon_pos.ui.widgets.stat_key import StatKey
from tests.ui.reading import entries

Panel = TypeVar("Panel", bound=Overlay)


def on_top(shell: Shell, kind: type[Panel]) -> Panel:
    """The one open panel of a kind."""
    (panel,) = [found for found in shell.findChildren(kind) if found.is_open()]
    return panel


def is_open(shell: Shell, kind: type[Overlay]) -> bool:
    return any(found.is_open() for found in shell.findChildren(kind))


def tiles(room: ClientsRoom) -> dict[str, str]:
    """What the page's tiles tell, by their name."""
    QApplication.processEvents()  # what was just added comes into sight
    page = room.file.cards
    told = {tile.caption.text(): tile.figure.text() for tile in page.findChildren(Stat)
            if tile.isVisible()}  # fmt: skip
    return told | {tile.caption: tile.figure for tile in page.findChildren(StatKey)
                   if tile.isVisible()}  # fmt: skip


def sums(panel: QWidget) -> dict[str, str]:
    """The rows of a panel that are in sight, by their name."""
    QApplication.processEvents()
    rows = [row for row in panel.findChildren(TotalRow) if row.isVisibleTo(panel)]
    return {row.label.text(): row.figure.text() for row in rows}


def newest(room: ClientsRoom) -> tuple[str, str]:
    """The newest entry of the page: its sentence and how much it moved."""
    row = entries(room.file.cards.entries)[0]
    return row.told[0], row.figure


def last_toast(shell: Shell) -> str:
    return shell.toasts.history[-1].message
