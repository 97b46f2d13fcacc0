"""The Clients room: everyone on file beside the file of one of them."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from salon_pos.db.queries import members, people, sales, statement
from salon_pos.db.queries.members import Member
from salon_pos.domain.cards import Card
from salon_pos.domain.people import Client
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.rights import Right
from salon_pos.i18n import _
from salon_pos.ui import theme
from salon_pos.ui.clients.file import CARDS, VISITS, ClientFile
from salon_pos.ui.clients.finder import ClientFinder
from salon_pos.ui.clients.form import ClientPanel
from salon_pos.ui.clients.particulars import Particulars
from salon_pos.ui.desk import Desk
from salon_pos.ui.member import opening
from salon_pos.ui.member.deeds import OF_HOLDINGS
from salon_pos.ui.shell import Room, Shell
from salon_pos.usecases.clients import look_at_phone, name_and_phone, save_client

ENTRIES = 50
"""Entries of the statement that are read at once."""
LIST_NARROW, LIST_WIDE = 260, 330
_NO_LIMIT = 16_777_215  # Qt's own word for it


class ClientsRoom(Room):
    """The list, the file, the particulars; in a narrow window the list or the file."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self.finder, self.file, self.particulars = ClientFinder(desk), ClientFile(), Particulars()
        self.panel: ClientPanel | None = None
        self._entries = ENTRIES
        self._reading = False  # in a narrow window: the file instead of the list
        self._lay_out()
        self._wire()
        self.bind("F2", _("Find a client"), self._find)
        self.bind("F3", _("Show retired clients"), self.finder.retired.click)
        self.bind("F4", _("Issue a card"), self.issue_card)
        for key, words, what in (
            ("Ctrl+G", _("Rewards and points"), opening.POINTS),
            ("Ctrl+B", _("Vouchers"), opening.VOUCHERS),
            ("Ctrl+E", _("Pay back or forfeit the deposit"), opening.DEPOSIT),
            ("Ctrl+O", _("Settle what is on account"), opening.ACCOUNT),
            ("Ctrl+H", _("Hand over the birthday gift"), opening.GIFT),
            ("Ctrl+T", _("Set the tier by hand"), opening.TIER),
        ):
            self.bind(key, words, lambda what=what: self.file.cards.press(what))
        self.bind("F7", _("Visits, or cards and points"), self.turn)
        self.bind("F6", _("Show the whole phone number"), self.show_phone)
        self.bind("F8", _("Edit the client"), self.edit)
        self.bind("F9", _("New ticket for this client"), self.new_ticket)
        self.bind("Ctrl+N", _("New client"), self.add)

    @property
    def client(self) -> Client | None:
        """Whose file is open."""
        return self.file.client

    def shown(self) -> None:
        """Read again: clients came meanwhile, and perhaps somebody else signed in."""
        may_edit = self.desk.may(Right.EDIT_CLIENTS)
        self.finder.set_rights(may_edit=may_edit)
        self.particulars.set_rights(may_edit=may_edit)
        self.file.set_rights(may_edit=may_edit, may_see_phone=self.desk.may(Right.SEE_PHONE))
        self.file.cards.set_rights(
            may_run=self.desk.may(Right.RUN_CARDS),
            may_refund=self.desk.may(Right.REFUND),
            may_take=self.desk.may(Right.TAKE_PAYMENT),
            may_adjust=self.desk.may(Right.ADJUST_POINTS),
        )
        self.finder.look()
        self._find()

    def remember(self) -> object:
        """The text that was searched and whose file was open."""
        return self.finder.search.text(), self.client.id if self.client else 0

    def recall(self, state: object) -> None:
        """Search the same again."""
        text, client_id = state if isinstance(state, tuple) else ("", 0)
        self.finder.search.setText(text)
        self.finder.list.set_current(client_id)

    def open_client(self, client_id: int) -> None:
        """Open a file, whatever was searched before."""
        client = people.client(client_id)
        if client:
            self.finder.show_client(client)
            self._read_file()

    def show_phone(self) -> None:
        """Show the whole number; the look is written down."""
        if self.client and self.file.show_phone.isVisibleTo(self):
            self.desk.perform(look_at_phone, self.client.id, then=self.file.tell_phone)

    def turn(self) -> None:
        """The other page of the file."""
        tabs = self.file.tabs
        tabs.choose(CARDS if tabs.chosen() == VISITS else VISITS)

    def issue_card(self) -> None:
        """A card of any kind for this client; Enter issues one of stored value."""
        from salon_pos.ui.member.enrol import EnrolPanel

        client = self.client
        if client is None or client.retired or not self.desk.may(Right.RUN_CARDS):
            return
        self.file.tabs.choose(CARDS)
        panel = EnrolPanel(self.shell, self.desk, client.id, client.name)
        panel.issued.connect(self._issued)
        self.shell.slide_over(panel)

    def open_holding(self, what: str) -> None:
        """The panel of this client's points, vouchers, deposit or account."""
        if self.client:
            opening.open_holding(self.shell, self.desk, self.client.id, what)

    def _issued(self, card: Card) -> None:
        name = self.client.name if self.client else ""
        self.shell.toast(_("Card {number} is {name}'s now.", number=card.number, name=name))

    def _show_more(self) -> None:
        self._entries += ENTRIES
        self._show_cards()

    def _member(self) -> Member | None:
        day = self.desk.settings.business_day(self.desk.now())
        return members.member(self.client.id, day) if self.client else None

    def _show_cards(self) -> None:
        member = self._member()
        if member:
            client_id = member.client.id
            entries, goes_on = statement.statement_page(client_id, limit=self._entries)
            self.file.cards.show_member(
                member, entries, statement.names_of(client_id), goes_on=goes_on
            )

    def new_ticket(self) -> None:
        """Begin a ticket for this client at the counter."""
        if self.client and not self.client.retired:
            client_id = self.client.id
            self.shell.show_room("counter")
            self.shell.room("counter").attach_client(client_id)  # pyright: ignore[reportAttributeAccessIssue]

    def use_pack(self, uid: str) -> None:
        """A session of this client's pack, on a ticket at the counter."""
        self.new_ticket()
        self.shell.room("counter").deeds.use_pack(uid)  # pyright: ignore[reportAttributeAccessIssue]

    def add(self, typed: str = "") -> None:
        """A new client; what was searched in vain is where it belongs."""
        if not self.desk.may(Right.EDIT_CLIENTS):
            return
        name, phone = name_and_phone(typed, self.desk.settings.region)
        blank = Client(name, phone=phone)
        self._show_panel(ClientPanel(self.shell, blank, self._save))

    def edit(self) -> None:
        """Change the open client. The form shows the whole phone number, so that is a look."""
        client = self.client
        if client is None or not self.desk.may(Right.EDIT_CLIENTS):
            return
        if client.phone:
            self.desk.perform(look_at_phone, client.id, then=lambda _: self._edit(client))
        else:
            self._edit(client)

    def retire(self) -> None:
        """Take the open client off the list; Undo brings them back."""
        client = self.client
        if client:
            self._keep_retired(client, retired=True)

    def restore(self) -> None:
        """Bring a retired client back."""
        if self.client:
            self._keep_retired(self.client, retired=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._reading:
            self._back()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens().l)
        row.addWidget(self.finder, 3)
        row.addWidget(self.file, 6)
        row.addWidget(self.particulars, 3)
        self.fold()

    def _wire(self) -> None:
        self.finder.current.connect(self._open)
        self.finder.picked.connect(lambda _: self._read_file())
        self.finder.add_pressed.connect(self.add)
        self.file.ticket_pressed.connect(self.new_ticket)
        self.file.phone_pressed.connect(self.show_phone)
        self.particulars.edit.clicked.connect(self.edit)
        self.file.restore_pressed.connect(self.restore)
        self.file.back_pressed.connect(self._back)
        self.file.sale_picked.connect(self._open_sale)
        self.file.cards.issue_pressed.connect(self.issue_card)
        self.file.cards.holding_pressed.connect(self.open_holding)
        self.file.cards.more_pressed.connect(self._show_more)
        self.file.cards.slip_picked.connect(
            lambda deed, uid: opening.open_slip(self.shell, self.desk, deed, uid)
        )
        self.file.cards.pack_picked.connect(self.use_pack)
        self.file.cards.card_picked.connect(
            lambda uid: opening.open_card(self.shell, self.desk, uid)
        )
        self.shell.scanned.connect(self._scanned)
        self.desk.changed.connect(self._look_again)

    def _open(self, client_id: int) -> None:
        """Read the file anew, also when the same client stays: it may have changed."""
        client = people.client(client_id) if client_id else None
        if client is None:
            self.file.client = None
        else:
            today = self.desk.settings.business_day(self.desk.now())
            self._entries = ENTRIES
            self.file.show_client(client, today)
            self.particulars.show_client(client, sales.standing(client.id), today)
            self._show_cards()
        self.fold()

    def _open_sale(self, uid: str) -> None:
        self.shell.show_room("sales")
        self.shell.room("sales").open_sale(uid)  # pyright: ignore[reportAttributeAccessIssue]

    def _edit(self, client: Client) -> None:
        retire = None if client.retired else self.retire
        panel = ClientPanel(self.shell, client, self._save, retire)
        if panel.retire:
            self.shell.bind(panel, "Ctrl+D", _("Retire this client"), panel.retire.click)
        self._show_panel(panel)

    def _show_panel(self, panel: ClientPanel) -> None:
        self.panel = panel
        panel.closed.connect(self._panel_closed)
        self.shell.slide_over(panel)

    def _panel_closed(self) -> None:
        self.panel = None

    def _close_panel(self) -> None:
        if self.panel:
            self.panel.dismiss()

    def _save(self, client: Client, refused: Callable[[Refusal], None]) -> None:
        self.desk.perform(save_client, client, then=self._saved, refused=refused)

    def _saved(self, client: Client) -> None:
        self._close_panel()
        self.open_client(client.id)

    def _keep_retired(self, client: Client, *, retired: bool) -> None:
        kept = replace(client, retired=retired)
        self.desk.perform(save_client, kept, then=lambda _: self._told(kept))

    def _told(self, client: Client) -> None:
        self._close_panel()
        if client.retired:
            self.finder.look()
            said = _("{name} is retired.", name=client.name)
        else:
            self.open_client(client.id)
            said = _("{name} is back on the list.", name=client.name)
        # The room may be made anew before Undo is pressed: it is asked for then.
        shell = self.shell

        def undo() -> None:
            room = shell.room("clients")
            assert isinstance(room, ClientsRoom)
            room._keep_retired(client, retired=not client.retired)

        shell.toast(said, undo=undo)

    def _find(self) -> None:
        self._back()
        self.finder.search.setFocus()
        self.finder.search.selectAll()

    def _read_file(self) -> None:
        self._reading = self.shell.compact
        self.fold()
        if self._reading:
            self.file.back.setFocus()

    def _back(self) -> None:
        if self._reading:
            self._reading = False
            self.fold()
            self.finder.list.setFocus()

    def fold(self) -> None:
        compact, has_client = self.shell.compact, self.client is not None
        self.finder.setVisible(not (compact and self._reading))
        scale = theme.current().scale
        self.finder.setMinimumWidth(round(LIST_NARROW * scale))
        alone = compact or not has_client
        self.finder.set_alone(alone)
        self.finder.setMaximumWidth(_NO_LIMIT if alone else round(LIST_WIDE * scale))
        for part in (self.file, self.particulars):
            part.setVisible(has_client and (not compact or self._reading))
        self.file.set_alone(compact)

    def _scanned(self, code: str) -> None:
        if self.isVisible():
            self.finder.search.setText(code)

    def _look_again(self, deed: str) -> None:
        if not self.isVisible():
            return
        if deed in ("take_payment", "save_client"):
            self.finder.look()
        elif deed in OF_HOLDINGS:
            self._show_cards()
