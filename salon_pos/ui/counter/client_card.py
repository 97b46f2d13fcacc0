"""The left of the counter: who pays, when they came last and what they usually have."""

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.db.queries import people, sales
from salon_pos.db.queries.members import Member
from salon_pos.db.queries.sales import LastServed
from salon_pos.domain.birthdays import birthday_in
from salon_pos.domain.people import Client, masked_phone
from salon_pos.domain.rights import Right
from salon_pos.domain.ticket import Line
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.counter import wording
from salon_pos.ui.counter.balances import Balances
from salon_pos.ui.counter.phone_line import PhoneLine
from salon_pos.ui.counter.till import Till
from salon_pos.ui.widgets.avatar import Avatar
from salon_pos.ui.widgets.banner import EmptyState
from salon_pos.ui.widgets.card import Card
from salon_pos.ui.widgets.chip import Chip
from salon_pos.ui.widgets.clear import clear
from salon_pos.ui.widgets.flow import Flow
from salon_pos.ui.widgets.icon_button import IconButton
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.row_button import RowButton
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.ui.widgets.text import Text
from salon_pos.usecases.clients import look_at_phone

AVATAR = 56
BIRTHDAY_DAYS = 7


@dataclass(frozen=True)
class Known:
    """What the counter says of a client; `usual` are (item id, staff id)."""

    client: Client
    last: LastServed | None
    usual: tuple[tuple[int, int], ...]


def known(client_id: int) -> Known | None:
    """Read what is known of a client; None for one that is not on file."""
    client = people.client(client_id)
    if client is None:
        return None
    return Known(client, sales.last_served(client_id), usual=sales.usual(client_id))


class ClientPane(QWidget):
    """The attached client's card, or what to do without one. `usual_picked(item id, staff id)`,
    `pack_picked(pack uid)`, `free_picked(item ids)`, `card_picked(cards)`,
    `holding_picked(what)`."""

    pack_picked = Signal(str)
    free_picked = Signal(object)
    card_asked = Signal()
    card_picked = Signal(object)
    holding_picked = Signal(str)
    vouchers_asked = Signal()
    removed = Signal()
    new_asked = Signal()
    usual_picked = Signal(int, int)

    def __init__(self, till: Till, *, in_panel: bool = False) -> None:
        super().__init__()
        self._till, self._in_panel = till, in_panel
        self._shown: object = ()
        self._known: Known | None = None
        self.balances: Balances | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def look_again(self, *, anew: bool = False) -> None:
        """Show who is on the ticket; read it `anew` where a deed may have changed it."""
        client_id = self._till.ticket.client_id
        member = self._till.membership.member(client_id) if client_id is not None else None
        used = [self._till.used(pack.uid) for pack in member.packs] if member else []
        used += [self._till.had_free(one.left.item_ids) for one in member.free] if member else []
        if (client_id, used) == self._shown and not anew:
            return
        if anew or self._known is None or self._known.client.id != client_id:
            self._known = known(client_id) if client_id is not None else None
        self._shown = (client_id, used)
        self.balances = None
        clear(self._column)
        self._column.addWidget(self._card(self._known, member) if self._known else self._walk_in())

    def _walk_in(self) -> Card:
        card = Card()
        empty = EmptyState(
            "user",
            _("A walk-in needs nothing here.\nTo sell to a client, type a phone's last digits, "
              "a name or initials."),
            action=_("New client"), key="Ctrl+N",
        )  # fmt: skip
        empty.acted.connect(self.new_asked)
        card.body.addWidget(empty, 1)
        return card

    def _card(self, found: Known, member: Member | None) -> Card:
        t, card = theme.tokens(), Card(pad=False)
        column = ScrollColumn(pad=t.l + 2)
        column.body.setSpacing(t.m)
        column.body.addLayout(self._head(found))
        self._add_chips(column, found.client, member)
        if member:
            self.balances = Balances(self._till, member)
            self.balances.pack_picked.connect(self.pack_picked)
            self.balances.free_picked.connect(self.free_picked)
            self.balances.card_asked.connect(self.card_asked)
            self.balances.card_picked.connect(self.card_picked)
            self.balances.holding_picked.connect(self.holding_picked)
            self.balances.vouchers_asked.connect(self.vouchers_asked)
            column.body.addWidget(self.balances)
        column.body.addWidget(self._last(found))
        self._add_usual(column, found)
        if found.client.note:
            column.body.addWidget(Paragraph(found.client.note, "small", tone="muted"))
        column.body.addStretch(1)
        card.body.addWidget(column, 1)
        return card

    def _head(self, found: Known) -> QHBoxLayout:
        t, client = theme.tokens(), found.client
        row = QHBoxLayout()
        row.setSpacing(0)
        words = QVBoxLayout()
        words.setSpacing(0)
        for line in (Text(client.name, "title", weight=500), self._phone(client)):
            part = QHBoxLayout()
            # A phone's focus ring stands left of its words, and both begin in one line.
            part.setContentsMargins(0 if isinstance(line, PhoneLine) else t.xs, 0, 0, 0)
            part.addWidget(line)
            words.addLayout(part)
        # In a panel a ✕ would stand beside that which only closes it.
        icon = "log-out" if self._in_panel else "x"
        away = IconButton(icon, _("Take the client off"), bare=True, tone="muted")
        away.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        away.clicked.connect(self.removed)
        row.addWidget(Avatar(client.name, AVATAR), 0, Qt.AlignmentFlag.AlignTop)
        row.addSpacing(t.m - t.xs)
        row.addLayout(words, 1)
        row.addWidget(away, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _phone(self, client: Client) -> QWidget:
        masked = masked_phone(client.phone)
        if not client.phone or not self._till.desk.may(Right.SEE_PHONE):
            return Text(masked or _("no phone on file"), "small", tone="muted")
        show = PhoneLine(masked, _("show"))

        def reveal() -> None:
            phone = self._till.desk.perform(look_at_phone, client.id)
            if phone:
                show.reveal(phone)

        show.clicked.connect(reveal)
        return show

    def _add_chips(self, column: ScrollColumn, client: Client, member: Member | None) -> None:
        row = QWidget()
        chips, born = Flow(row), self._birthday(client)
        if member and member.tier and _is_in(member):
            chips.addWidget(Chip(member.tier.name, "accent", icon="star"))
        if born:
            chips.addWidget(Chip(born, "warn", icon="cake"))
        if chips.count():
            column.body.addWidget(row)

    def _birthday(self, client: Client) -> str:
        """A word where the birthday is within a week."""
        desk = self._till.desk
        today = desk.settings.business_day(desk.now())
        day = next_birthday(client.birthday, today) if client.birthday else None
        if day is None or day - today >= timedelta(days=BIRTHDAY_DAYS):
            return ""
        if day == today:
            return _("Birthday today")
        return _("Birthday on {weekday}", weekday=screen().weekday(day))

    def _last(self, found: Known) -> Paragraph:
        last = found.last
        if last is None:
            return Paragraph(_("First visit."), "small", tone="muted")
        desk = self._till.desk
        days = (desk.settings.business_day(desk.now()) - last.day).days
        parts = [screen().ago(max(0, days)), *last.items, last.who]
        said = " · ".join(part for part in parts if part)
        return Paragraph(_("Last visit {visit}", visit=said), "small")

    def _add_usual(self, column: ScrollColumn, found: Known) -> None:
        book, shop = self._till.desk.book, self._till.shop
        if found.usual:
            column.body.addWidget(Text(_("Usual"), "caption", tone="muted"))
        for item_id, staff_id in found.usual:
            item, price = book.items[item_id], self._till.price_with(Line("", item_id), staff_id)
            key = RowButton(
                f"{item.name} · {shop.staff[staff_id].name}",
                detail=wording.price_tag(item) if price is None else screen().price(price),
            )
            key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            key.clicked.connect(
                lambda _=False, item=item_id, who=staff_id: self.usual_picked.emit(item, who)
            )
            column.body.addWidget(key)


def _is_in(member: Member) -> bool:
    """Whether the tier was reached or given, or its client carries a card: the one that is open to
    all is no news of somebody who is still to be asked whether they want one."""
    is_open = member.standing is not None and member.standing.rule == "tier.open"
    return not is_open or any(not one.card.is_dead for one in member.cards)


def next_birthday(born: date, today: date) -> date:
    """The next day on which the birthday is kept."""
    this_year = birthday_in(today.year, born)
    return this_year if this_year >= today else birthday_in(today.year + 1, born)
