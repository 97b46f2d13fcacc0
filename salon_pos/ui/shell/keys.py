"""The window's keys: every action with a key is bound here once, and so the F1 map knows them all.

A key acts while its owner (a room or a panel) is in sight and nothing lies over it. Two owners may
use the same key: only the one on top hears it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid


@dataclass(frozen=True, slots=True)
class Action:
    """A key as it is written ("Ctrl+N"), what it does in words, and whose it is."""

    key: str
    words: str
    owner: QWidget
    shortcut: QShortcut


class Keys:
    """All bound keys. `hold(panel)` leaves only the keys of that panel, None those of the rooms."""

    def __init__(self) -> None:
        self._actions: list[Action] = []
        self._top: QWidget | None = None

    def bind(self, owner: QWidget, key: str, words: str, do: Callable[[], object]) -> None:
        """Let `key` do something while `owner` is in sight."""
        shortcut = QShortcut(QKeySequence(key), owner)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(do)
        self._actions.append(Action(key, words, owner, shortcut))
        self._judge(self._actions[-1])

    def hold(self, top: QWidget | None) -> None:
        """Let only what lies on top hear its keys."""
        self._top = top
        for action in self.actions():
            self._judge(action)

    def actions(self) -> list[Action]:
        """The keys there are, those of widgets that are gone left out."""
        self._actions = [action for action in self._actions if isValid(action.shortcut)]
        return list(self._actions)

    def in_sight(self, under: QWidget) -> list[Action]:
        """The keys that act in `under` when nothing lies over it."""
        return [a for a in self.actions() if a.owner is under]

    def _judge(self, action: Action) -> None:
        top = self._top
        action.shortcut.setEnabled(
            top is None or action.owner is top or top.isAncestorOf(action.owner)
        )
