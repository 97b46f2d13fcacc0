"""The small menu at the person's tile: language, text size, light or dark, keys, lock."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.domain.people import StaffMember
from salon_pos.i18n import P_, _, screen
from salon_pos.ui import theme
from salon_pos.ui.names import LANGUAGE_NAMES, role_name
from salon_pos.ui.shell.preferences import SCALES, Preferences
from salon_pos.ui.widgets.avatar import Avatar
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Card, Line
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.overlay import Overlay
from salon_pos.ui.widgets.text import Text

_WIDE = 380


class Menu(Overlay):
    """`chosen(Preferences)` at each change; a tap beside it or Esc closes it."""

    chosen = Signal(object)
    lock_asked = Signal()
    keys_asked = Signal()

    def __init__(self, host: QWidget, preferences: Preferences, member: StaffMember | None) -> None:
        super().__init__(host)
        self._preferences = preferences
        self.card = Card(parent=self)
        self.card.mousePressEvent = lambda event: event.accept()  # a tap inside stays inside
        t = theme.tokens()
        self.card.body.setContentsMargins(t.l, t.l, t.l, t.l)
        self.card.body.setSpacing(t.l)
        if member is not None:
            self.card.body.addLayout(_head(member))
        self._add_choices()
        if member is not None:
            self._add_keys()

    def pressed_outside(self) -> None:
        self.dismiss()

    def arrange(self) -> None:
        """At the foot of the rail, beside the tile it belongs to."""
        edge = theme.tokens().m
        wide = min(round(_WIDE * theme.current().scale), self.width() - 2 * edge)
        size = QSize(wide, self.card.body.totalSizeHint().height())
        height = min(size.height(), self.height() - 2 * edge)
        self.card.setGeometry(edge, self.height() - height - edge, wide, height)

    def _add_choices(self) -> None:
        now = self._preferences
        self.language = Choice(
            _("Language"), LANGUAGE_NAMES, value=now.language or screen().language
        )
        sizes = [(percent, screen().percent(percent * 100)) for percent in SCALES]
        self.scale = Choice(_("Text size"), sizes, value=now.scale)
        looks = [("system", P_("look", "System")), ("light", _("Light")), ("dark", _("Dark"))]
        self.look = Choice(_("Look"), looks, value=now.look)
        self.language.picked.connect(lambda value: self._choose(language=value))
        self.scale.picked.connect(lambda value: self._choose(scale=value))
        self.look.picked.connect(lambda value: self._choose(look=value))
        for choice in (self.language, self.scale, self.look):
            self.card.body.addWidget(choice)

    def _add_keys(self) -> None:
        self.all_keys = Button(_("All keys"), "quiet", icon="keyboard", key="F1")
        self.lock = Button(_("Switch user"), "secondary", icon="log-out", key="Ctrl+L")
        self.all_keys.clicked.connect(lambda: self._leave(self.keys_asked.emit))
        self.lock.clicked.connect(lambda: self._leave(self.lock_asked.emit))
        row = QHBoxLayout()
        row.addWidget(self.all_keys)
        row.addStretch(1)
        row.addWidget(self.lock)
        self.card.body.addWidget(Line())
        self.card.body.addLayout(row)

    def _choose(self, **what: Any) -> None:
        self._preferences = replace(self._preferences, **what)
        self.chosen.emit(self._preferences)

    def _leave(self, tell: Callable[[], object]) -> None:
        self.dismiss()
        tell()


def _head(member: StaffMember) -> QHBoxLayout:
    t = theme.tokens()
    row, words = QHBoxLayout(), QVBoxLayout()
    row.setSpacing(t.m)
    words.setSpacing(0)
    words.addWidget(Text(member.name, "lead", weight=500))
    words.addWidget(Text(role_name(member.role), "small", tone="muted"))
    row.addWidget(Avatar(member.name, tone="accent"))
    row.addLayout(words, 1)
    return row
