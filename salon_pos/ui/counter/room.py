"""The counter: who, what and the ticket side by side; everything goes through the till."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.db.queries import people, shifts
from salon_pos.domain.catalog import Item
from salon_pos.domain.ticket import Credit
from salon_pos.i18n import _
from salon_pos.ui import theme
from salon_pos.ui.counter import look_up
from salon_pos.ui.counter.client_card import ClientPane
from salon_pos.ui.counter.deeds import Deeds
from salon_pos.ui.counter.finder import Finder
from salon_pos.ui.counter.parked import waiting
from salon_pos.ui.counter.parked_strip import ParkedStrip
from salon_pos.ui.counter.shelf import Shelf
from salon_pos.ui.counter.shift_gate import ShiftGate
from salon_pos.ui.counter.shop import OF_VALUE, READ_ANEW
from salon_pos.ui.counter.ticket_card import TicketCard
from salon_pos.ui.counter.till import Till
from salon_pos.ui.desk import SHARED, Desk
from salon_pos.ui.shell import Room, Shell
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.chip import Chip

LEFT, RIGHT = (0.24, 280, 360), (0.29, 340, 420)
MINUTE = 60_000
TRY_AGAIN = 2_000


class CounterRoom(Room):
    """Three columns; below 1100 effective pixels the left one folds away and its search moves
    above the tiles."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self.till = Till(desk)
        self.till.take_up()
        self._names: dict[int, str] = {}
        self._listed = ""  # the ticket on the counter when the parked ones were listed
        self.deeds = Deeds(self.till, shell, name_of=self.name_of, search=self._search)
        self._make()
        self._wire()
        self._bind_keys()
        self.fold()
        self.look_again()

    # --- the room's contract

    def shown(self) -> None:
        """Somebody came to the counter: read what may have changed, put the cursor into search."""
        self.till.look_again()
        self.gate.setVisible(shifts.open_shift(self.desk.till_id) is None)
        self.client.look_again(anew=True)
        self._list_parked()
        self.finder.field.setFocus()
        items = look_up.on_sale(self.desk.book)
        self.desk.work(lambda _task: look_up.learn(items), then=lambda _done: None)

    def remember(self) -> object:
        """What is typed and shown; the ticket is on file."""
        return self.finder.text(), self.till.hand, self.till.shown

    def recall(self, state: object) -> None:
        if isinstance(state, tuple):
            text, self.till.hand, shown = state
            self.till.shown = tuple(filter(None, (self.till.known(one.code) for one in shown)))
            self.finder.field.setText(text)

    def attach_client(self, client_id: int) -> None:
        """A new ticket for a client; what is on the counter is parked."""
        self.deeds.start_for(client_id)

    # --- parts

    def _make(self) -> None:
        t = theme.tokens()
        self.finder, self.client, self.shelf = (
            Finder(self.till),
            ClientPane(self.till),
            Shelf(self.till),
        )
        self.parked, self.ticket = ParkedStrip(), TicketCard(self.till, self.name_of)
        self.gate = ShiftGate(self.desk)
        self._left, self._middle = QWidget(), QWidget()
        self._left_column, self._middle_column = QVBoxLayout(self._left), QVBoxLayout(self._middle)
        for column in (self._left_column, self._middle_column):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(t.m + 2)
        self.chip = Chip("", "accent", icon="user", remove_word=_("Take the client off"))
        self.about = Button(_("Balances"), "secondary", icon="wallet", key="Ctrl+I")
        self.about.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._whose = QWidget()
        whose = QHBoxLayout(self._whose)
        whose.setContentsMargins(0, 0, 0, 0)
        whose.addWidget(self.chip)
        whose.addStretch(1)
        whose.addWidget(self.about)
        self._middle_column.addWidget(self._whose)
        self._middle_column.addWidget(self.shelf, 1)
        self._middle_column.addWidget(self.parked)
        self._left_column.addWidget(self.client, 1)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(t.l)
        for part in (self._left, self._middle, self.ticket):
            row.addWidget(part, 1 if part is self._middle else 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(t.m)
        whole.addWidget(self.gate)
        whole.addLayout(row, 1)

    def _wire(self) -> None:
        till, deeds = self.till, self.deeds
        till.heard.append(self.look_again)
        self.finder.client_picked.connect(deeds.attach)
        self.finder.item_picked.connect(deeds.add)
        self.finder.new_asked.connect(deeds.new_client)
        self.finder.code_typed.connect(self._code)
        self.finder.typed.connect(self._typed)
        self.finder.field.counted.connect(self.ticket.bar.changed_by)
        self.finder.field.removed.connect(self._remove)
        self.finder.field.submitted.connect(self._to_float)
        self.shelf.picked.connect(self._tile)
        self.client.removed.connect(lambda: deeds.attach(None))
        self.client.new_asked.connect(deeds.new_client)
        self.client.card_asked.connect(deeds.issue_card)
        self.client.pack_picked.connect(deeds.use_pack)
        self.client.card_picked.connect(deeds.open_cards)
        self.client.holding_picked.connect(deeds.open_holding)
        self.client.free_picked.connect(deeds.have_free)
        self.client.vouchers_asked.connect(deeds.show_vouchers)
        self.client.usual_picked.connect(deeds.add_usual)
        self.about.clicked.connect(deeds.show_client)
        self.chip.removed.connect(lambda: deeds.attach(None))
        self.parked.resumed.connect(deeds.resume)
        self.parked.all_asked.connect(deeds.show_tickets)
        card = self.ticket
        card.strip.tapped.connect(lambda who: deeds.attempt(till.set_staff, (Credit(who),)))
        card.pay_asked.connect(deeds.pay)
        card.park_asked.connect(deeds.park)
        card.discount_asked.connect(deeds.discount_ticket)
        card.share_asked.connect(deeds.share)
        card.change_asked.connect(deeds.change_line)
        card.free_asked.connect(deeds.set_free)
        card.remove_asked.connect(deeds.remove_line)
        card.round_off_asked.connect(deeds.round_off)
        card.discount_dropped.connect(deeds.drop_discount)
        card.coupon_dropped.connect(deeds.drop_coupon)
        card.shown_dropped.connect(deeds.drop_shown)
        self.gate.opened.connect(self.shown)
        self.desk.changed.connect(self._changed)
        self.shell.scanned.connect(self._scanned)
        self._minute = QTimer(self, interval=MINUTE)
        self._minute.timeout.connect(self._list_parked)
        self._minute.start()
        self._again = QTimer(self, interval=TRY_AGAIN)
        self._again.timeout.connect(self._save_again)
        self._again.start()

    def _bind_keys(self) -> None:
        deeds, card = self.deeds, self.ticket
        self.bind("F2", _("Find a client, a service or a product"), self._find)
        self.bind("F3", _("Turn to the next category"), lambda: self.shelf.show_next_category(1))
        self.bind("F4", _("Discount on the whole ticket"), deeds.discount_ticket)
        self.bind("F5", _("Edit the line"), lambda: deeds.change_line(self.till.selected))
        self.bind("F6", _("Round off"), deeds.round_off)
        self.bind("F7", _("All tickets: resume, merge, move, split"), deeds.show_tickets)
        self.bind("F8", _("Park the ticket"), deeds.park)
        self.bind("F9", _("Pay"), deeds.pay)
        self.bind("Ctrl+I", _("The client: balances and usual services"), deeds.show_client)
        self.bind("Ctrl+U", _("Use a session of a pack"), deeds.use_a_pack)
        self.bind("Ctrl+B", _("Free with the tier, or at its price"), deeds.toggle_free)
        self.bind("Ctrl+O", _("The client’s vouchers"), deeds.show_vouchers)
        self.bind("Ctrl+K", _("Issue a card"), deeds.issue_card)
        self.bind("Ctrl+G", _("Rewards and points"), deeds.open_points)
        self.bind("Ctrl+H", _("Hand over the birthday gift"), deeds.give_gift)
        self.bind("F12", _("Undo the last change on the ticket"), deeds.undo)
        self.bind("Ctrl+N", _("New client"), lambda: deeds.new_client(self.finder.text()))
        self.bind("Ctrl+D", _("Take the client off"), lambda: deeds.attach(None))
        self.bind("Ctrl+R", _("Requested or in turn"), deeds.toggle_requested)
        for n in range(1, 10):
            words = _("Staff member {n} does the line", n=n)
            self.bind(f"Alt+{n}", words, lambda n=n: card.strip.tap(n - 1))
        self.bind("Alt+0", _("Share the line between several"), deeds.share)

    # --- what it shows

    def look_again(self) -> None:
        """The ticket changed: show it."""
        self.ticket.look_again()
        self.client.look_again()
        self.shelf.mark()
        if self._listed != self.till.ticket.uid:
            self._list_parked()
        client_id = self.till.ticket.client_id
        self._whose.setVisible(self.shell.compact and client_id is not None)
        if client_id is not None:
            self.chip.set_text(self.name_of(client_id))

    def name_of(self, client_id: int) -> str:
        """A client's name, read once."""
        if client_id not in self._names:
            client = people.client(client_id)
            self._names[client_id] = client.name if client else "?"
        return self._names[client_id]

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        scale = theme.current().scale
        for part, (share, least, most) in ((self._left, LEFT), (self.ticket, RIGHT)):
            wide = max(least * scale, min(self.width() * share, most * scale))
            part.setFixedWidth(round(wide))

    def fold(self) -> None:
        """Put the search above the tiles where the left column has no room."""
        compact = self.shell.compact
        self._left.setVisible(not compact)
        column = self._middle_column if compact else self._left_column
        column.insertWidget(0, self.finder)
        column.insertWidget(1, self.finder.results, 1)
        self.finder.show()
        self.finder.field.setFocus()  # moving it to another column took the cursor from it
        self._typed(self.finder.text())
        self.look_again()

    def _typed(self, text: str) -> None:
        """The answers take the place of what stands there when nothing is typed."""
        self.finder.results.setVisible(bool(text))
        self.client.setVisible(not text)
        self.shelf.setVisible(not (text and self.shell.compact))
        self.shelf.filter("" if self.finder.only_clients else text)

    def _find(self) -> None:
        self.finder.field.setFocus()
        self.finder.field.selectAll()

    def _search(self, text: str) -> None:
        """Put words into the search field; none empties it."""
        self.finder.field.setText(text)
        self.finder.field.setFocus()

    def _tile(self, item: Item) -> None:
        self.finder.empty()
        self.deeds.add(item)

    def _code(self, code: str) -> None:
        """What nobody and nothing answers to may be a card's number."""
        self.shell.toasts.end_answer()
        if self.deeds.scanned(code):
            self.finder.empty()

    def _remove(self) -> None:
        if self.till.selected:
            self.deeds.remove_line(self.till.selected)

    def _to_float(self, typed: str) -> None:
        """Enter with nothing typed leads to the float while no shift is open; there it opens it."""
        if not typed.strip() and self.gate.isVisible():
            self.gate.float.line.selectAll()
            self.gate.float.setFocus()

    def _list_parked(self) -> None:
        if self.isVisible():
            self._listed = self.till.ticket.uid
            self.parked.show_tickets(waiting(self.till), self.desk.now())

    def _save_again(self) -> None:
        if self.till.unsaved and self.desk.who is not None:
            self.till.save()

    def _scanned(self, code: str) -> None:
        if self.isVisible():
            self.deeds.scanned(code)

    def _changed(self, deed: str) -> None:
        """A deed was done somewhere: what the counter shows of it is read anew."""
        if deed == "save_client":
            self._names.clear()
            self.client.look_again(anew=True)
            self.ticket.look_again()
        if deed in READ_ANEW or deed in SHARED:
            self.till.look_again()
            self.shelf.look_again()
        if deed in OF_VALUE:
            self.till.look_again()
            self.client.look_again(anew=True)
        if deed in ("keep_tickets", "drop_ticket", "take_payment"):
            self._list_parked()
        if deed in ("open_shift", "close_shift"):
            self.gate.setVisible(shifts.open_shift(self.desk.till_id) is None)
