"""The back office: the list of sections with its search, and beside it the section that is open."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedLayout, QWidget

from salon_pos.i18n import _, n_
from salon_pos.ui import theme
from salon_pos.ui.backoffice.navigation import Navigation
from salon_pos.ui.backoffice.search import Place
from salon_pos.ui.backoffice.section import Drafts, Section
from salon_pos.ui.backoffice.sections import SECTIONS
from salon_pos.ui.desk import Desk
from salon_pos.ui.shell import Room, Shell

ROOM = "backoffice"


class BackOfficeRoom(Room):
    """Sections are made when they are first opened. What is typed in one is kept until it is left,
    and even then it can be brought back from the toast."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self._sections: dict[str, Section] = {}
        self._at = ""
        self._who = 0
        self._own_keys: dict[str, list[tuple[Section, Callable[[], object]]]] = {}
        self.navigation = Navigation()
        page = QWidget()
        self._pages = QStackedLayout(page)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens().l)
        row.addWidget(self.navigation)
        row.addWidget(page, 1)
        self.navigation.moved.connect(lambda place: self._go(place.section))
        self.navigation.picked.connect(self.open)
        shell.scanned.connect(self._scanned)
        desk.changed.connect(self._changed)
        self._bind_keys()

    def shown(self) -> None:
        """Read again; what somebody else typed and left is not for whoever signs in now."""
        who = self.desk.who.id if self.desk.who else 0
        if who != self._who:
            self._who = who
            for section in self._sections.values():
                section.forget_drafts()
        self._go(self._at or SECTIONS[0].key)
        self.section().shown()
        self.navigation.list.setFocus()

    def fold(self) -> None:
        """The open section comes last: it says whether the list beside it has room."""
        at_last = self._sections.get(self._at)
        for section in sorted(self._sections.values(), key=lambda one: one is at_last):
            section.fold()

    def remember(self) -> object:
        """The open section and what was typed in it."""
        drafts = self.section().drafts() if self._at else {}
        return self._at, drafts, self._who

    def recall(self, state: object) -> None:
        """Open it again with what was typed."""
        if isinstance(state, tuple) and state[0]:
            at, drafts, self._who = state
            self._go(at)
            if drafts:
                self.section().restore_drafts(drafts)

    def section(self) -> Section:
        """The open section."""
        return self._sections[self._at]

    def open(self, place: Place) -> None:
        """Go to a section, or to an entry or setting in it."""
        self._go(place.section)
        if place.entry is None:
            self.section().take_focus()
        else:
            self.section().open(place.entry)

    def put_back(self, section: str, drafts: Drafts) -> None:
        """Bring back what was typed in a section that was left."""
        self._go(section)
        self.section().restore_drafts(drafts)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_Escape:
            if not self.section().back():
                self.navigation.list.setFocus()
        elif typed.strip() and typed.isprintable() and plain:
            self.navigation.search.setFocus()
            self.navigation.search.setText(typed)
        else:
            super().keyPressEvent(event)

    def _bind_keys(self) -> None:
        self.bind("F2", _("Search everything here"), self._search)
        self.bind("F3", _("List of sections"), self.navigation.list.setFocus)
        self.bind("F4", _("List of entries"), lambda: self.section().take_focus())
        self.bind("Ctrl+N", _("New entry"), lambda: self.section().new())
        self.bind("Ctrl+S", _("Save"), lambda: self.section().save())
        self.bind("Ctrl+R", _("Retire or restore"), lambda: self.section().retire())
        self.bind("Ctrl+Up", _("Move up"), lambda: self.section().reorder(-1))
        self.bind("Ctrl+Down", _("Move down"), lambda: self.section().reorder(1))

    def _search(self) -> None:
        self.section().back()
        self.navigation.search.setFocus()
        self.navigation.search.selectAll()

    def _go(self, key: str) -> None:
        if key == self._at:
            return
        if self._at:
            self._leave(self._at)
        if key not in self._sections:
            self._add(key)
        self._at = key
        self._pages.setCurrentWidget(self._sections[key])
        self.navigation.show_at(key)
        self.section().shown()
        # What gets the focus next must know its size, or it takes itself for cut.
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)

    def _add(self, key: str) -> None:
        entry = next(entry for entry in SECTIONS if entry.key == key)
        section = self._sections[key] = entry.make(self.desk, self.shell)
        section.filled.connect(lambda full: self.navigation.setVisible(not full))
        self._pages.addWidget(section)
        for written, words, do in section.own_keys():
            self._bind_own(written, words, section, do)

    def _bind_own(
        self, written: str, words: str, section: Section, do: Callable[[], object]
    ) -> None:
        """A key that several sections use is bound once, or none of them would hear it."""
        if written in self._own_keys:
            self._own_keys[written].append((section, do))
            return
        mine = self._own_keys[written] = [(section, do)]

        def act() -> None:
            for of, deed in mine:
                if of.isVisible():
                    deed()

        self.bind(written, words, act)

    def _leave(self, key: str) -> None:
        """Say what was typed and not saved; nothing is asked."""
        section = self._sections[key]
        drafts = section.drafts()
        section.forget_drafts()
        if not drafts:
            return
        said = n_("{n} change was not saved.", "{n} changes were not saved.", len(drafts))
        # The room may be made anew before Undo is pressed: it is asked for then.
        shell = self.shell

        def undo() -> None:
            shell.show_room(ROOM)
            room = shell.room(ROOM)
            assert isinstance(room, BackOfficeRoom)
            room.put_back(key, drafts)

        shell.toast(said, undo=undo)

    def _scanned(self, code: str) -> None:
        if self.isVisible():
            self.section().scanned(code)

    def _changed(self, deed: str) -> None:
        if self.isVisible() and self._at:
            self.section().look_again()
