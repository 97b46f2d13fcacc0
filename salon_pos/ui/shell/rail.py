"""The rail: the rooms at the left, and at its foot the health mark, the lock, who is signed in."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from salon_pos.i18n import _
from salon_pos.ui import theme
from salon_pos.ui.widgets import paint, wrap
from salon_pos.ui.widgets.avatar import draw_avatar, initial
from salon_pos.ui.widgets.icon_button import IconButton
from salon_pos.ui.widgets.pressable import Pressable
from salon_pos.ui.widgets.scroll import ScrollColumn

_WIDE, _EDGE, _FOOT, _TALL, _LEAST = 84, 6, 14, 64, 50
_CIRCLE = 40


class PersonTile(Pressable):
    """Who is signed in: a circle with their initial, their name below."""

    def __init__(self, name: str) -> None:
        super().__init__(name, key="Ctrl+M")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleDescription(_("Text size, look, language, sign out"))

    def sizeHint(self) -> QSize:
        scale = theme.current().scale
        return QSize(round(66 * scale), round(_CIRCLE * scale) + wrap.line_height("caption") + 16)

    def is_cut(self) -> bool:
        return wrap.text_width(self.label(), "caption", 500) > self.width() - 4

    def paintEvent(self, event) -> None:
        t, side = theme.tokens(), round(_CIRCLE * theme.current().scale)
        top = (self.height() - side - t.xs - wrap.line_height("caption")) / 2
        with QPainter(self) as p:
            if self.underMouse() or self.isDown():
                paint.fill(p, self.box(), theme.colour("sunk"), t.control)
            if self.hasFocus():
                paint.ring(p, self.box(), t.control)
            circle = QRectF((self.width() - side) / 2, top, side, side)
            draw_avatar(p, circle, initial(self.label()), "accent")
            below = QRectF(2, circle.bottom() + t.xs, self.width() - 4, wrap.line_height("caption"))
            middle = Qt.AlignmentFlag.AlignHCenter
            paint.draw_cut(p, below, self.label(), "caption", weight=500, align=middle)


class Rail(QWidget):
    """`picked(room key)`, `health_asked`, `lock_asked`, `person_asked`. `rooms` are (key, icon,
    words, shortcut)."""

    picked = Signal(str)
    health_asked = Signal()
    lock_asked = Signal()
    person_asked = Signal()

    def __init__(self, rooms: Sequence[tuple[str, str, str, str]], person: str) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        scale = theme.current().scale
        self.setFixedWidth(round(_WIDE * scale))
        self.rooms = {key: self._room(icon, words, hint) for key, icon, words, hint in rooms}
        for key, button in self.rooms.items():
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, key=key: self.picked.emit(key))
        self.health = self._room("shield-check", _("Saved"), "")
        self.lock = self._room("lock", _("Lock"), "Ctrl+L")
        self.person = PersonTile(person)
        self.health.clicked.connect(self.health_asked)
        self.lock.clicked.connect(self.lock_asked)
        self.person.clicked.connect(self.person_asked)
        self._arrange()

    def choose(self, key: str) -> None:
        """Mark the room one is in."""
        for name, button in self.rooms.items():
            button.setChecked(name == key)

    def tell_health(self, *, saved: bool) -> None:
        """Whether the last thing done is on disk."""
        self.health.set_icon("shield-check" if saved else "shield-alert", "ok" if saved else "bad")
        self.health.set_label(_("Saved") if saved else _("Not saved"))

    def resizeEvent(self, event) -> None:
        """Keys grow lower where the window is low for the text size, and scroll when they must."""
        scale, foot = theme.current().scale, self.person.sizeHint().height()
        keys = [*self.rooms.values(), self.health, self.lock]
        room = self.height() - foot - (2 * _FOOT + 4 * len(keys)) * scale
        tall = max(round(_LEAST * scale), min(round(_TALL * scale), int(room / len(keys))))
        for key in keys:
            key.setMinimumHeight(tall)
            key.setFixedHeight(tall)
        super().resizeEvent(event)

    def paintEvent(self, event) -> None:
        super().paintEvent(event)
        with QPainter(self) as p:
            p.fillRect(QRectF(self.width() - 1, 0, 1, self.height()), theme.colour("line"))

    @staticmethod
    def _room(icon: str, words: str, hint: str) -> IconButton:
        return IconButton(icon, words, below=True, key=hint)

    def _arrange(self) -> None:
        scale = theme.current().scale
        edge, foot, gap = (round(each * scale) for each in (_EDGE, _FOOT, 4))
        column = QVBoxLayout(self)
        column.setContentsMargins(edge, foot, edge, foot)
        column.setSpacing(gap)
        scroll = ScrollColumn()
        scroll.body.setSpacing(gap)
        for button in self.rooms.values():
            scroll.body.addWidget(button)
        scroll.body.addStretch(1)
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(scroll, 1)
        for foot in (self.health, self.lock, self.person):
            column.addWidget(foot)
