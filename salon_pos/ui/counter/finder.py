"""One search field for who and what: clients and items in two groups as one types."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from salon_pos.db import search
from salon_pos.db.queries import people
from salon_pos.db.queries.people import FoundClient
from salon_pos.domain.cards import Card as HeldCard
from salon_pos.domain.cards import check_usable
from salon_pos.domain.catalog import Item
from salon_pos.domain.people import Client, masked_phone
from salon_pos.domain.refusal import Refusal
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.counter import wording
from salon_pos.ui.counter.known_code import Known
from salon_pos.ui.counter.look_up import find_items, is_code, on_sale
from salon_pos.ui.counter.till import Till
from salon_pos.ui.widgets.avatar import initial
from salon_pos.ui.widgets.banner import EmptyState
from salon_pos.ui.widgets.card import Card
from salon_pos.ui.widgets.row_list import RowList
from salon_pos.ui.widgets.rows import Row
from salon_pos.ui.widgets.search_field import SearchField

MOST_CLIENTS = 8
MOST_ITEMS = 6
COUNTS = {"+": 1, "-": -1}


class CounterField(SearchField):
    """While nothing is typed, the keys that would move or count in a list act on the ticket."""

    counted = Signal(int)
    removed = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.text() and event.text() in COUNTS:
            self.counted.emit(COUNTS[event.text()])
        elif not self.text() and event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        elif not self.text() and event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class Finder(QWidget):
    """`field` is what one types into, `results` the card that answers. `client_picked(id)`,
    `item_picked(item)`, `new_asked(text)`, `typed(text)` with every change of the text;
    `code_typed(text)` of a card, voucher or gift card, or on Enter where nobody and nothing
    answers."""

    client_picked = Signal(int)
    item_picked = Signal(object)
    code_typed = Signal(str)
    new_asked = Signal(str)
    typed = Signal(str)

    def __init__(self, till: Till) -> None:
        super().__init__()
        self._till = till
        self.only_clients = False  # whether clients answer to what is typed, and no item
        self.field = CounterField(_("Phone, name, service"), _("Clear the search"), key="F2")
        self.field.setAccessibleName(_("Find a client, a service or a product"))
        self.results = Card(pad=False)
        self.list = RowList(_("Found clients and items"), avatar=36)
        self.list.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.nothing = EmptyState("user-plus", "", action=_("New client"), key="Ctrl+N")
        self.results.body.addWidget(self.list, 1)
        self.results.body.addWidget(self.nothing, 1)
        self.results.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens().m + 2)
        column.addWidget(self.field)
        self.field.textChanged.connect(self._search)
        self.field.moved.connect(self._step)
        self.field.submitted.connect(self._take_first)
        self.list.picked.connect(self._pick)
        self.nothing.acted.connect(lambda: self.new_asked.emit(self.field.text()))

    def text(self) -> str:
        """What is typed, without space around it."""
        return self.field.text().strip()

    def empty(self) -> None:
        """Forget what was typed."""
        self.field.clear()

    def _search(self, _text: str) -> None:
        text = self.text()
        self.only_clients = False
        if text:
            self._show(text)
        self.results.setVisible(bool(text))
        self.typed.emit(text)

    def _show(self, text: str) -> None:
        found = people.find_clients(text, limit=MOST_CLIENTS)
        items = find_items(text, on_sale(self._till.desk.book))[:MOST_ITEMS]
        clients = [_heading("clients", _("Clients")), *(self._client(text, f) for f in found)]
        goods = [_heading("items", _("Services and products")), *(_item(item) for item in items)]
        clients, goods = clients if found else [], goods if items else []
        self.only_clients = bool(found) and not items
        entries = goods + clients if self._items_first(text, items) else clients + goods
        entries = entries or _voucher(self._till.known(text))
        self.list.show_entries(entries)
        self.list.set_current(next((e.key for e in entries if not e.heading), None))
        self.list.setVisible(bool(entries))
        self.nothing.setVisible(not entries)
        if not entries:
            self.nothing.words.setText(_("Nobody and nothing answers to “{typed}”.", typed=text))

    def _items_first(self, text: str, items: Sequence[Item]) -> bool:
        """Once the client is known, or a whole code is typed, it is the item that is wanted."""
        return self._till.ticket.client_id is not None or (bool(items) and is_code(text, items[0]))

    def _client(self, text: str, found: FoundClient) -> Row:
        client = found.client
        ago = ""
        if found.last_visit:
            desk = self._till.desk
            days = (desk.settings.business_day(desk.now()) - found.last_visit).days
            ago = screen().ago(max(0, days))
        if found.card:
            return self._holder(found.card, client, ago)
        phone = masked_phone(client.phone)
        return Row(
            key=("client", client.id), title=client.name, subtitle=phone, figure=ago,
            initial=initial(client.name), title_marks=search.matched(text, client.name),
            subtitle_marks=_tail_marks(text, phone),
        )  # fmt: skip

    def _holder(self, card: HeldCard, client: Client, ago: str) -> Row:
        """By their card: it is taken as one that is scanned, and says the same."""
        desk, said, trouble = self._till.desk, _("Card {number}", number=card.number), False
        try:
            check_usable(card, desk.settings.business_day(desk.now()))
        except Refusal as refusal:
            said, trouble = screen().sentence(refusal), True
        return Row(
            key=("code", card.number), title=client.name, subtitle=said, figure=ago,
            initial=initial(client.name), dim=trouble,
        )  # fmt: skip

    def _step(self, by: int) -> None:
        if self.text():
            self.list.step(by)
        else:
            self._till.step(1 if by > 0 else -1)

    def _take_first(self, _text: str) -> None:
        if not self.text():
            return
        if self.list.entries.entries:
            self.list.pick_current()
        else:
            self.code_typed.emit(self.text())

    def _pick(self, key: tuple[str, Any]) -> None:
        kind, id_ = key
        if kind == "code":
            self.code_typed.emit(id_)
            return
        self.empty()
        if kind == "client":
            self.client_picked.emit(id_)
        else:
            self.item_picked.emit(self._till.desk.book.items[id_])


def _heading(key: str, words: str) -> Row:
    return Row(key=key, title=words, heading=True)


def _voucher(known: Known | None) -> list[Row]:
    """What a code stands for, be it good for nothing any more."""
    if known is None:
        return []
    said = screen().sentence(known.trouble) if known.trouble else known.terms
    row = Row(key=("code", known.code), title=known.name, subtitle=said, dim=bool(known.trouble))
    return [_heading("codes", _("Vouchers and gift cards")), row]


def _item(item: Item) -> Row:
    return Row(
        key=("item", item.id), title=item.name, subtitle=wording.under_name(item),
        figure=wording.price_tag(item),
    )  # fmt: skip


def _tail_marks(text: str, phone: str) -> tuple[tuple[int, int], ...]:
    """Where typed digits stand in the last four that are shown."""
    digits = "".join(c for c in text if c.isdigit())
    tail = phone[-4:]
    shown = next((digits[-n:] for n in (4, 3, 2) if digits[-n:] and digits[-n:] in tail), "")
    if len(shown) < 2:
        return ()
    return ((len(phone) - len(tail) + tail.index(shown), len(shown)),)
