"""The shell: the one window's inside. It holds the rooms, says what happened, locks.

It stays for as long as the salon is open; `rebuild` makes everything in it anew where text size or
language change, and carries over what the rooms want to keep.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from salon_pos.domain.limits import Given
from salon_pos.domain.people import StaffMember
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.rights import Right
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.desk import Desk
from salon_pos.ui.shell.idle import Idle
from salon_pos.ui.shell.keys import Keys
from salon_pos.ui.shell.preferences import Preferences
from salon_pos.ui.shell.rail import Rail
from salon_pos.ui.shell.scanner import Scanner
from salon_pos.ui.shell.top_line import TopLine
from salon_pos.ui.signin.screen import SignIn
from salon_pos.ui.widgets.overlay import Overlay
from salon_pos.ui.widgets.search_field import SearchField
from salon_pos.ui.widgets.toast import ToastStack

COMPACT_BELOW = 1100
_TROUBLES = ("no_access", "busy")


class Room(QWidget):
    """One of the rooms of the window. It reads through `db.queries`, acts through `self.desk`."""

    def __init__(self, desk: Desk, shell: "Shell") -> None:
        super().__init__()
        self.desk, self.shell = desk, shell

    def bind(self, key: str, words: str, do: Callable[[], object]) -> None:
        """Let `key` do something while this room is in sight and nothing lies over it."""
        self.shell.bind(self, key, words, do)

    def shown(self) -> None:
        """It came into sight, or somebody else signed in: look again, put the focus."""

    def hold_focus(self) -> None:
        """What had the focus is gone: typing goes on in the search field, where there is one."""
        fields = (field for field in self.findChildren(SearchField) if field.isVisible())
        if (field := next(fields, None)) is not None:
            field.setFocus()

    def fold(self) -> None:
        """The window became narrow or wide: `shell.compact` tells which. Called, not connected to:
        a room that was made anew must hear no more of it."""

    def remember(self) -> object:
        """What the room that is made anew after a change of language or text size must have."""
        return None

    def recall(self, state: object) -> None:
        """Take what the room before this one remembered."""


@dataclass(frozen=True, slots=True)
class RoomEntry:
    """A room on the rail. `word` is marked English; `make` imports the room when it is first
    needed; whoever lacks `right` does not see it."""

    key: str
    icon: str
    word: str
    make: Callable[[Desk, "Shell"], Room]
    right: Right | None = None


class Shell(QWidget):
    """`look_wanted(Preferences)` says that a person wants another language, text size or look."""

    scanned = Signal(str)
    look_wanted = Signal(object)

    def __init__(self, desk: Desk, entries: Sequence[RoomEntry], preferences: Preferences) -> None:
        super().__init__()
        self.desk, self.preferences = desk, preferences
        self.keys, self.compact = Keys(), False
        self.scanner, self.idle = Scanner(self), Idle(self)
        self._entries, self._rooms = list(entries), dict[str, Room]()
        self._kept = dict[str, object]()
        self._over: list[Overlay] = []
        self._at = self._entries[0].key if self._entries else ""
        self._rail_shows: tuple[StaffMember | None, list[str]] = (None, [])
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._build()
        self.sign_in_screen = self._make_sign_in()
        self.scanner.scanned.connect(self._scanned)
        self.idle.passed.connect(self.lock)
        desk.signed_in.connect(self._signed_in)
        desk.refused.connect(self.refuse)
        desk.changed.connect(self._changed)

    # -- what rooms call --------------------------------------------------------------------

    def bind(self, owner: QWidget, key: str, words: str, do: Callable[[], object]) -> None:
        """Bind a key of a room or of a panel; the F1 map lists it."""
        self.keys.bind(owner, key, words, do)

    def toast(self, sentence: str, undo: Callable[[], None] | None = None) -> None:
        """Say what happened; with `undo` it can be taken back, now or later from the list."""
        self.toasts.say(sentence, undo)

    def refuse(self, refusal: Refusal) -> None:
        """Say why something was not done."""
        if refusal.key in _TROUBLES:
            self.rail.tell_health(saved=False)
        self.toasts.say(screen().sentence(refusal))

    def slide_over(self, panel: Overlay) -> None:
        """Lay a panel made with `host=shell` over the window; it is deleted when it is left."""
        panel.closed.connect(lambda: self._uncover(panel))
        self._over.append(panel)
        self.keys.hold(panel)
        panel.open()
        self.toasts.arrange()

    def approve(self, given: Given, ticket_uid: str, then: Callable[[str], None]) -> None:
        """Ask another person's manager PIN for a discount; `then` gets the approval's uid."""
        from salon_pos.ui.approval import for_discount

        panel = for_discount(self, self.desk, given, ticket_uid)
        panel.approved.connect(then)
        self.slide_over(panel)

    def show_room(self, key: str) -> None:
        """Go to a room; to none that is not there or that whoever is signed in may not enter."""
        if key not in self.rail.rooms:
            return
        room, self._at = self.room(key), key
        self._stack.setCurrentWidget(room)
        self.rail.choose(key)
        room.shown()

    def room(self, key: str) -> Room:
        """A room, made when it is first asked for. KeyError for one that there is not."""
        if key not in self._rooms:
            entry = {entry.key: entry for entry in self._entries}[key]
            room = self._rooms[key] = entry.make(self.desk, self)
            self._stack.addWidget(room)
            if key in self._kept:
                room.recall(self._kept.pop(key))
        return self._rooms[key]

    def lock(self) -> None:
        """Nobody is signed in any more; the ticket on the counter stays."""
        if self.desk.who is not None:
            self.desk.sign_in(None)

    # -- look and language ------------------------------------------------------------------

    def rebuild(self, preferences: Preferences) -> None:
        """Make everything in the window anew, in the theme and language worn now."""
        self.preferences = preferences
        for panel in reversed(self._over):
            panel.dismiss()
        self._kept |= {key: room.remember() for key, room in self._rooms.items()}
        history = self.toasts.history
        self.toasts.drop()
        self.toasts.deleteLater()
        for old in (self._inside, self.sign_in_screen):
            old.hide()
            old.setParent(None)
            old.deleteLater()
        self._rooms = {}
        self._fold()  # larger text leaves less room in the same window
        self._build()
        self.toasts.history = history
        self.sign_in_screen = self._make_sign_in()
        self._signed_in(self.desk.who)

    def want(self, preferences: Preferences) -> None:
        """A person chose another look."""
        self.look_wanted.emit(preferences)

    # -- the parts --------------------------------------------------------------------------

    def _build(self) -> None:
        self._inside = QWidget()
        self._inside.setProperty("role", "window")
        self._inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._row = QHBoxLayout(self._inside)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        t = theme.tokens()
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.top_line = TopLine(self.desk)
        column.addWidget(self.top_line)
        self._stack = QStackedWidget()
        around = QVBoxLayout()
        around.setContentsMargins(t.xl, 0, t.l, t.l)
        around.addWidget(self._stack)
        column.addLayout(around, 1)
        self._row.addLayout(column, 1)
        self._outer.addWidget(self._inside)
        self._inside.show()  # now, not once Qt comes to it: rooms look only while in sight
        self.toasts = ToastStack(self, _("Undo"))
        self._make_rail()
        self._bind_keys()

    def _make_rail(self) -> None:
        """The rail shows what whoever is signed in may enter; one that does already stays."""
        entries = [e for e in self._entries if e.right is None or self.desk.may(e.right)]
        shows = (self.desk.who, [e.key for e in entries])
        if self._row.count() > 1 and shows == self._rail_shows:
            return
        self._rail_shows = shows
        if self._row.count() > 1:
            old = self._row.takeAt(0)
            if old is not None and (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        who = self.desk.who.name if self.desk.who else ""
        rooms = [(e.key, e.icon, _(e.word), f"Ctrl+{n}") for n, e in enumerate(entries, 1)]
        self.rail = Rail(rooms, who)
        self.rail.tell_health(saved=True)
        self.rail.picked.connect(self.show_room)
        self.rail.lock_asked.connect(self.lock)
        self.rail.health_asked.connect(self._show_happened)
        self.rail.person_asked.connect(self.show_menu)
        self._row.insertWidget(0, self.rail)
        self.toasts.rail = self.rail.width()
        for n, entry in enumerate(entries, 1):
            self.bind(self.rail, f"Ctrl+{n}", _(entry.word), lambda k=entry.key: self.show_room(k))

    def _bind_keys(self) -> None:
        inside = self._inside
        self.bind(inside, "F1", _("All keys"), self.show_keys)
        self.bind(inside, "Ctrl+L", _("Lock"), self.lock)
        self.bind(inside, "Ctrl+M", _("Text size, look, language"), self.show_menu)
        self.bind(inside, "Ctrl+Z", _("Undo the last thing"), self.toasts.undo_last)

    def _make_sign_in(self) -> SignIn:
        screen_ = SignIn(self, self.desk, self.preferences.staff_id)
        screen_.menu_asked.connect(self.show_menu)
        return screen_

    # -- panels of its own ------------------------------------------------------------------

    def show_keys(self) -> None:
        """Lay the map of all keys over the window."""
        from salon_pos.ui.shell.key_map import KeyMap

        room = self._rooms.get(self._at)
        parts = [(_("In this room"), self.keys.in_sight(room) if room else [])]
        parts.append((_("Rooms"), self.keys.in_sight(self.rail)))
        parts.append((_("Everywhere"), self.keys.in_sight(self._inside)))
        self.slide_over(KeyMap(self, parts))

    def show_menu(self) -> None:
        """Open the small menu of whoever is signed in: text size, look, language."""
        from salon_pos.ui.shell.menu import Menu

        menu = Menu(self, self.preferences, self.desk.who)
        menu.chosen.connect(self.want)
        menu.lock_asked.connect(self.lock)
        menu.keys_asked.connect(self.show_keys)
        self.slide_over(menu)

    def _show_happened(self) -> None:
        from salon_pos.ui.shell.happened import Happened

        self.slide_over(Happened(self, self.toasts))

    # -- what it hears ----------------------------------------------------------------------

    def _signed_in(self, member: StaffMember | None) -> None:
        self._make_rail()
        if member is None:
            self.idle.count(0)
            self.keys.hold(self.sign_in_screen)
            self.sign_in_screen.open()
            return
        self.idle.count(self.desk.settings.lock_after)
        self.sign_in_screen.dismiss()
        self.keys.hold(self._over[-1] if self._over else None)
        self.top_line.look()
        if self._at not in self.rail.rooms:
            self._at = next(iter(self.rail.rooms), "")
        self.show_room(self._at)
        if self._over and (first := self._over[-1].first_focus()) is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self, deed: str) -> None:
        self.rail.tell_health(saved=True)
        self.top_line.look()
        if deed == "change_settings":
            self.idle.count(self.desk.settings.lock_after)
            self.look_wanted.emit(self.preferences)

    def _scanned(self, code: str) -> None:
        if self.desk.who is None:
            return
        self.toasts.end_answer()
        if self._over and self._over[-1].passing:
            self._over[-1].dismiss()
        if self._over and self._over[-1].scanned(code):
            return
        if self._over:
            self.toast(_("{code} was scanned. Close this first, then scan again.", code=code))
        else:
            self.scanned.emit(code)

    def _uncover(self, panel: Overlay) -> None:
        self._over.remove(panel)
        panel.deleteLater()
        self.toasts.arrange()
        top = self._over[-1] if self._over else None
        locked = self.sign_in_screen.is_open() and panel is not self.sign_in_screen
        self.keys.hold(top or (self.sign_in_screen if locked else None))
        if QApplication.focusWidget() is None and not locked:
            self._hold_focus(top)

    def _hold_focus(self, top: Overlay | None) -> None:
        """What the focus came from is gone: it goes into the panel on top, else into the room."""
        room = self._rooms.get(self._at)
        if top is not None:
            (top.first_focus() or top).setFocus()
        elif room is not None:
            room.hold_focus()

    # -- size ---------------------------------------------------------------------------------

    def showEvent(self, event) -> None:
        super().showEvent(event)
        window = self.window().windowHandle()
        if window is not None and not self.property("watched"):
            self.setProperty("watched", True)
            self.scanner.watch(window)
            self.idle.watch(window)
        if self.desk.who is None:
            self._signed_in(None)

    def focusInEvent(self, event) -> None:
        """The window gives its page the focus; while nobody is signed in the PIN has it."""
        if self.desk.who is None:
            self.sign_in_screen.entry.setFocus()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        compact = self.width() / theme.current().scale < COMPACT_BELOW
        if compact != self.compact:
            self.compact = compact
            for room in self._rooms.values():
                room.fold()
