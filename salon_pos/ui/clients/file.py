"""The client's file on one page: who they are, and everything that was done for them."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from salon_pos.db.queries import sales
from salon_pos.db.queries.sales import VisitLine
from salon_pos.domain.money import BASIS_POINTS
from salon_pos.domain.people import Client, masked_phone
from salon_pos.i18n import P_, _, n_, screen
from salon_pos.ui import theme
from salon_pos.ui.clients.cards_page import CardsPage
from salon_pos.ui.clients.timeline import Timeline, Visit
from salon_pos.ui.widgets.avatar import Avatar
from salon_pos.ui.widgets.banner import Banner, EmptyState
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Card, Line
from salon_pos.ui.widgets.tabs import Tabs
from salon_pos.ui.widgets.text import Text

STEP = 100  # lines of history read at once
EARLIER = "earlier"
VISITS, CARDS = "visits", "cards"


class ClientFile(Card):
    """Shows one client; the room does what is asked for here."""

    ticket_pressed = Signal()
    phone_pressed = Signal()
    restore_pressed = Signal()
    back_pressed = Signal()
    sale_picked = Signal(str)

    def __init__(self) -> None:
        super().__init__(pad=False)
        self.client: Client | None = None
        self._limit, self._this_year = STEP, 0
        self.back = Button(_("All clients"), "quiet", icon="arrow-left", key="Esc")
        self.avatar = Avatar("", 72)
        self.name = Text("", "title", weight=700)
        self.phone = Text("", "body", tone="muted")
        self.show_phone = Button(_("Show"), "quiet", icon="eye", key="F6")
        self.ticket = Button(_("New ticket"), "primary", icon="shopping-bag", key="F9")
        self.retired = Banner(
            _("This client is retired and is not found at the counter."), "warn", icon="archive",
            action=_("Bring back"),
        )  # fmt: skip
        self.timeline = Timeline(_("What was done"))
        self.no_visits = EmptyState("scissors", "")
        self.tabs = Tabs(
            _("Pages of the file"), [(VISITS, P_("page", "Visits")), (CARDS, _("Cards and points"))]
        )
        self.cards = CardsPage()
        self._lay_out()
        self._wire()

    def show_client(self, client: Client, today: date) -> None:
        """Open a file; the phone is masked again."""
        self.client, self._limit, self._this_year = client, STEP, today.year
        self.avatar.set_name(client.name)
        self.name.setText(client.name)
        self.mask_phone()
        self.retired.setVisible(client.retired)
        self.ticket.setVisible(not client.retired)
        self.no_visits.words.setText(
            _("Nothing was ever done for this client.")
            if client.retired
            else _("Nothing was done for this client yet. Begin with a new ticket.")
        )
        self.timeline.set_current(None)
        self._read()

    def mask_phone(self) -> None:
        """Show the last digits only."""
        if self.client is None:
            return
        self.phone.setText(masked_phone(self.client.phone) or _("no phone"))
        self.show_phone.setVisible(self._may_see_phone and bool(self.client.phone))

    def tell_phone(self, phone: str) -> None:
        """Show the whole number, after the look was written down."""
        self.phone.setText(phone)
        self.show_phone.hide()

    def set_rights(self, *, may_edit: bool, may_see_phone: bool) -> None:
        """Show the keys only to who may use them."""
        self._may_see_phone = may_see_phone
        if self.retired.action:
            self.retired.action.setVisible(may_edit)
        self.mask_phone()

    def set_alone(self, alone: bool) -> None:
        """Fill a narrow room, with a way back; the key for a ticket goes up beside it."""
        self.back.setVisible(alone)
        (self._top if alone else self._who).addWidget(self.ticket)

    def _lay_out(self) -> None:
        self._may_see_phone, self._has_visits = False, False
        t, left = theme.tokens(), Qt.AlignmentFlag.AlignLeft
        head = QVBoxLayout()
        head.setContentsMargins(t.l + t.xs, t.l, t.l + t.xs, t.m)
        head.setSpacing(t.m)
        self._top = QHBoxLayout()
        self._top.addWidget(self.back, 0, left)
        self._top.addStretch(1)
        head.addLayout(self._top)
        self._who = self._lay_out_who()
        head.addLayout(self._who)
        head.addWidget(self.retired)
        self.body.addLayout(head)
        self.body.addWidget(self.tabs)
        self.body.addWidget(Line())
        below = QWidget()
        self._pages = QStackedLayout(below)
        self._pages.addWidget(self.timeline)
        self._pages.addWidget(self.no_visits)
        self._pages.addWidget(self.cards)
        self.body.addWidget(below, 1)
        self.back.hide()

    def _lay_out_who(self) -> QHBoxLayout:
        t = theme.tokens()
        row = QHBoxLayout()
        row.setSpacing(t.l)
        row.addWidget(self.avatar)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        phone = QHBoxLayout()
        phone.setSpacing(t.s)
        phone.addWidget(self.phone, 0)
        phone.addWidget(self.show_phone)
        phone.addStretch(1)
        words.addLayout(phone)
        row.addLayout(words, 1)
        row.addWidget(self.ticket)
        return row

    def _wire(self) -> None:
        for button, signal in (
            (self.ticket, self.ticket_pressed), (self.show_phone, self.phone_pressed),
            (self.back, self.back_pressed),
        ):  # fmt: skip
            button.clicked.connect(signal)
        self.retired.acted.connect(self.restore_pressed)
        self.tabs.picked.connect(lambda _: self._turn())
        self.timeline.picked.connect(self._picked)

    def _picked(self, key: object) -> None:
        if key == EARLIER:
            self._limit += STEP
            self._read()
        else:
            self.sale_picked.emit(str(key))

    def _read(self) -> None:
        assert self.client is not None
        lines = sales.history(self.client.id, limit=self._limit)
        self.timeline.show_entries(list(self._visits(lines)))
        self._has_visits = bool(lines)
        self._turn()

    def _turn(self) -> None:
        """Show the page that is chosen."""
        visits = self.timeline if self._has_visits else self.no_visits
        self._pages.setCurrentWidget(self.cards if self.tabs.chosen() == CARDS else visits)

    def _visits(self, lines: tuple[VisitLine, ...]) -> Iterator[Visit]:
        """One entry a sale. Where lines may be missing, the last sale is left to the next step."""
        by_sale = [list(group) for _, group in groupby(lines, lambda line: line.sale_uid)]
        goes_on = len(lines) == self._limit and len(by_sale) > 1
        year = self._this_year
        for group in by_sale[:-1] if goes_on else by_sale:
            if group[0].business_day.year != year:
                year = group[0].business_day.year
                yield Visit(key=("year", year), title=str(year), heading=True)
            yield visit(group)
        if goes_on:
            yield Visit(key=EARLIER, title=_("Show earlier visits"), quiet=True)


def visit(lines: list[VisitLine]) -> Visit:
    """What one sale did for the client."""
    first = lines[0]
    said = [staff_words(lines), *session_words(lines)]
    if first.payer:
        said.append(_("paid by {name}", name=first.payer))
    return Visit(
        key=first.sale_uid,
        day=screen().day(first.business_day),
        title=_items(lines),
        below=" · ".join(part for part in said if part),
        figure=screen().money(sum(line.payable for line in lines)),
    )


def _items(lines: list[VisitLine]) -> str:
    """The items in their order, with how many where it is more than one."""
    return " · ".join(
        line.item if line.quantity == 1 else f"{line.item} × {screen().number(line.quantity)}"
        for line in lines
    )


def session_words(lines: list[VisitLine]) -> Iterator[str]:
    """How many sessions of which packs it used."""
    used: dict[str, int] = {}
    for line in lines:
        if line.pack:
            used[line.pack] = used.get(line.pack, 0) + line.quantity
    for pack, count in used.items():
        yield n_("{n} session of {pack}", "{n} sessions of {pack}", count, pack=pack)


def staff_words(lines: list[VisitLine]) -> str:
    """Who did it, each once; with their parts where one line was shared and nothing else was."""
    parts = dict.fromkeys(part for line in lines for part in line.credits)
    if len({name for name, _ in parts}) != len(parts):
        parts = dict.fromkeys((name, BASIS_POINTS) for name, _ in parts)
    return " · ".join(
        name if part == BASIS_POINTS else f"{name} {screen().percent(part)}" for name, part in parts
    )
