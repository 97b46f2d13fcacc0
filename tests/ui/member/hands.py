"""What lies over the window, and what it and the page below say."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from salon_pos.db.queries import cards
from salon_pos.domain.cards import Card
from salon_pos.ui.clients.room import ClientsRoom
from salon_pos.ui.member.card_panel import CardPanel
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.figures import Stat, TotalRow
from salon_pos.ui.widgets.overlay import Overlay
from salon_pos.ui.widgets.stat_key import StatKey
from tests.ui.reading import entries
from tests.usecases.valued import Valued

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


def card_of(valued: Valued) -> Card:
    """Maya's first card, as it is on file."""
    return cards.cards_of(valued.card.owner_id)[0]


def opened(room: ClientsRoom) -> CardPanel:
    """The first card of the page, opened by keys."""
    room.file.cards.cards.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(room.file.cards.cards, Qt.Key.Key_Return)
    return on_top(room.shell, CardPanel)


def topped_up(valued: Valued) -> None:
    """1,000.00 and 200.00; then a wash of 11.42 (10.10 + 0.51 + 0.81) takes 9.52 and 1.90."""
    salon = valued.salon
    valued.pay(salon.ticket("t", valued.line(valued.top_up), client="maya"))
    wash = salon.ticket("w", salon.line("wash"), client="maya")
    valued.pay(wash, valued.handed("stored_value", 1_142, source=valued.card.uid))
