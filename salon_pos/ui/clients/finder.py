"""The list of clients: search as one types, by phone, name, pinyin, initials or code."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from salon_pos.db.queries import people
from salon_pos.db.queries.people import FoundClient
from salon_pos.db.search import matched
from salon_pos.domain.people import Client, masked_phone
from salon_pos.domain.rights import Right
from salon_pos.i18n import _, n_, screen
from salon_pos.ui import theme
from salon_pos.ui.desk import Desk
from salon_pos.ui.widgets.avatar import initial
from salon_pos.ui.widgets.banner import EmptyState
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Card, Line
from salon_pos.ui.widgets.row_list import RowList
from salon_pos.ui.widgets.rows import Marks, Row
from salon_pos.ui.widgets.search_field import SearchField

MOST = 50


class ClientFinder(Card):
    """`current(id)` when another client becomes current, 0 for none; `picked(id)` on Enter or a
    tap; `add_pressed(text)` asks for a new client, with what was typed."""

    current = Signal(int)
    picked = Signal(int)
    add_pressed = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(pad=False)
        self._desk = desk
        self.search = SearchField(_("Phone, name, pinyin"), _("Clear"), key="F2")
        self.list = RowList(_("Clients"))
        self.nobody = EmptyState("users", "", action=_("New client"), key="Ctrl+N")
        self.add = Button(_("New client"), icon="user-plus", key="Ctrl+N")
        self.retired = Button(_("Retired clients"), "quiet", icon="archive", key="F3")
        self.retired.setCheckable(True)
        self._shown: tuple[FoundClient, ...] = ()
        self._lay_out()
        self.search.textChanged.connect(self._typed)
        self.search.moved.connect(self.list.step)
        self.search.submitted.connect(lambda _: self.list.pick_current())
        self.list.moved.connect(lambda _: self._tell())
        self.list.picked.connect(lambda key: self.picked.emit(int(key)))
        self.retired.toggled.connect(lambda _: self._search_anew())
        for button in (self.add, self.nobody.action):
            if button:
                button.clicked.connect(lambda: self.add_pressed.emit(self.search.text().strip()))

    def look(self) -> None:
        """Search anew; the current client stays current while still listed."""
        text = self.search.text().strip()
        self._shown = self._found(text)
        with QSignalBlocker(self.list):
            self.list.show_entries([self._row(found, text) for found in self._shown])
            if self.list.current_key() is None:
                self.list.step(1)
        self.search.set_count(_count(len(self._shown)))
        self._show_page(text)
        self._tell()

    def show_client(self, client: Client) -> None:
        """Make this client the current one, whatever was searched."""
        self.retired.setChecked(client.retired)
        self.search.clear()
        self.look()
        if not self._is_listed(client.id):
            self.search.setText(client.name)
        self.list.set_current(client.id)

    def set_alone(self, alone: bool) -> None:
        """Fill the room: the keys at the foot stand side by side."""
        direction = QBoxLayout.Direction
        self._foot.setDirection(direction.LeftToRight if alone else direction.TopToBottom)

    def set_rights(self, *, may_edit: bool) -> None:
        """Show the keys only to who may use them."""
        self.add.setVisible(may_edit)
        self.retired.setVisible(may_edit)
        if self.nobody.action:
            self.nobody.action.setVisible(may_edit)
        t = theme.tokens()
        edge = t.l - 2 if may_edit else 0  # without keys there is no foot
        self._foot.setContentsMargins(edge, t.s if may_edit else 0, edge, edge)

    def _found(self, text: str) -> tuple[FoundClient, ...]:
        if self.retired.isChecked():
            return people.retired_clients(limit=MOST)
        if text:
            return people.find_clients(text, limit=MOST)
        return people.recent_clients(limit=MOST)

    def _is_listed(self, client_id: int) -> bool:
        return any(found.client.id == client_id for found in self._shown)

    def _lay_out(self) -> None:
        t = theme.tokens()
        top = QVBoxLayout()
        top.setContentsMargins(t.m, t.m, t.m, t.m)
        top.addWidget(self.search)
        self.body.addLayout(top)
        self.body.addWidget(Line())
        below = QWidget()
        self._pages = QStackedLayout(below)
        self._pages.addWidget(self.list)
        self._pages.addWidget(self.nobody)
        self.body.addWidget(below, 1)
        self._foot = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._foot.setContentsMargins(t.l - 2, t.s, t.l - 2, t.l - 2)
        self._foot.setSpacing(t.xs)
        self._foot.addWidget(self.retired)
        self._foot.addWidget(self.add)
        self.body.addLayout(self._foot)

    def _typed(self) -> None:
        """Typing searches those on file, so it leaves the retired ones."""
        if self.retired.isChecked() and self.search.text():
            self.retired.setChecked(False)
        else:
            self._search_anew()

    def _search_anew(self) -> None:
        """Somebody else is asked for, so the first answer is what Enter means."""
        with QSignalBlocker(self.list):
            self.list.set_current(None)
        self.look()

    def _show_page(self, text: str) -> None:
        if self._shown:
            self._pages.setCurrentIndex(0)
            return
        if self.retired.isChecked():
            words = _("No client was retired.")
        elif text:
            words = _("Nobody answers to “{text}”. Try fewer letters or digits.", text=text)
        else:
            words = _("No client is on file yet. Put the first one on file.")
        self.nobody.words.setText(words)
        if self.nobody.action:
            may_edit = self._desk.may(Right.EDIT_CLIENTS)
            self.nobody.action.setVisible(may_edit and not self.retired.isChecked())
        self._pages.setCurrentIndex(1)

    def _tell(self) -> None:
        key = self.list.current_key()
        self.current.emit(key if isinstance(key, int) and self._shown else 0)

    def _row(self, found: FoundClient, text: str) -> Row:
        client = found.client
        card = _("Card {number}", number=found.card.number) if found.card else ""
        below = " · ".join(part for part in (card, client.code, masked_phone(client.phone)) if part)
        today = self._desk.settings.business_day(self._desk.now())
        seen = found.last_visit
        return Row(
            key=client.id,
            title=client.name,
            subtitle=below or _("no phone"),
            figure=screen().ago(max((today - seen).days, 0)) if seen else _("no visit yet"),
            initial=initial(client.name),
            title_marks=matched(text, client.name) if text else (),
            subtitle_marks=marked_tail(text, client.phone, below),
            dim=client.retired,
        )


def marked_tail(text: str, phone: str, shown: str) -> Marks:
    """Where the last digits of `phone`, which end `shown`, hold a number that was typed."""
    start = len(phone) - min(4, len(phone))
    offset = len(shown) - len(phone)
    marks = set[tuple[int, int]]()
    for word in text.split():
        at = phone.rfind(word) if word.isdecimal() and len(word) >= 2 else -1
        first, last = max(at, start), at + len(word)
        if at >= 0 and last > first:
            marks.add((first + offset, last - first))
    return tuple(sorted(marks))


def _count(n: int) -> str:
    if n >= MOST:
        return _("the first {n}", n=n)
    return n_("{n} client", "{n} clients", n)
