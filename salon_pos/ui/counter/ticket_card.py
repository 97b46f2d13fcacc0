"""The right of the counter: the ticket with its staff strip, lines, totals and the one wide Pay."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.domain.ticket import Line
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.counter import wording
from salon_pos.ui.counter.line_bar import LineBar
from salon_pos.ui.counter.staff_strip import Person, StaffStrip
from salon_pos.ui.counter.till import Till
from salon_pos.ui.counter.totals import Totals
from salon_pos.ui.widgets.banner import Banner, EmptyState
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Card
from salon_pos.ui.widgets.card import Line as Divider
from salon_pos.ui.widgets.icon_button import IconButton
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.pay_button import PayButton
from salon_pos.ui.widgets.row_list import RowList
from salon_pos.ui.widgets.text import Text

LOW = 560  # effective pixels


class TicketCard(Card):
    """Shows the till's ticket and asks for what is done to it; `name_of` says who a client is."""

    pay_asked = Signal()
    park_asked = Signal()
    discount_asked = Signal()
    share_asked = Signal()
    change_asked = Signal(str)
    remove_asked = Signal(str)
    free_asked = Signal(bool)
    round_off_asked = Signal()
    discount_dropped = Signal(int)
    coupon_dropped = Signal()
    shown_dropped = Signal(int)

    def __init__(self, till: Till, name_of: Callable[[int], str]) -> None:
        super().__init__(pad=False)
        self._till, self._name_of = till, name_of
        self.lines = RowList(_("Lines of the ticket"))
        self.lines.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.lines.setMinimumHeight(theme.tokens().hit + theme.tokens().l)
        self.empty = EmptyState(
            "receipt-text", _("Nothing on the ticket yet.\nTap a service, or type its name.")
        )
        self.empty.words.setContentsMargins(theme.tokens().l, 0, theme.tokens().l, 0)
        self.trouble = Banner("", "warn")
        self.bar = LineBar()
        self.totals = Totals(till)
        self._head()
        self._staff()
        for part, stretch in ((self.lines, 1), (self.empty, 1)):
            self.body.addWidget(part, stretch)
        self.body.addWidget(self._inset(self.trouble))
        self.body.addWidget(self.bar)
        self.body.addWidget(Divider())
        self._foot()
        self._wire()

    def look_again(self) -> None:
        """Show the ticket as it is now."""
        ticket, line = self._till.ticket, self._till.line()
        count = len(ticket.lines)
        self.count.setText(wording.lines_word(count) if count else "")
        self.lines.setVisible(count > 0)
        self.empty.setVisible(count == 0)
        self.lines.show_entries([self._row(each) for each in ticket.lines])
        self.lines.set_current(line.uid if line else None)
        self._show_staff(line)
        self.bar.setVisible(line is not None)
        if line:
            self.bar.show_quantity(line.quantity)
            self._show_free(line)
        trouble = self._till.trouble
        self.trouble.setVisible(trouble is not None)
        if trouble:
            self.trouble.set_sentence(screen().sentence(trouble))
        self.totals.look_again()
        bill = self._till.bill
        self.pay.set_amount(screen().money(bill.total - bill.covered) if bill else "")
        self.pay.setEnabled(count > 0)

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        low = self.height() / theme.current().scale < LOW
        t = theme.tokens()
        edge = t.xs if low else t.m
        self._top.setContentsMargins(t.l + 2, edge, t.s, edge)
        self.totals.set_low(low)

    def _head(self) -> None:
        t = theme.tokens()
        row = self._top = QHBoxLayout()
        row.setSpacing(t.s)
        self.title = Text(_("Ticket"), "lead", weight=500)
        self.count = Text("", "small", tone="muted")
        self.park = Button(_("Park"), "quiet", icon="pause", key="F8")
        self.park.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row.addWidget(self.title)
        row.addWidget(self.count, 1)
        row.addWidget(self.park)
        self.body.addLayout(row)
        self.body.addWidget(Divider())

    def _staff(self) -> None:
        t = theme.tokens()
        row = QHBoxLayout()
        row.setContentsMargins(t.m + 2, t.s, t.m + 2, t.s)
        row.setSpacing(t.xs + 2)
        self.strip = StaffStrip(_("Who does it"))
        self.share = IconButton("split", _("Share the line"), bare=True)
        self.share.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        nobody = _("Nobody serves clients yet. A manager adds staff in the back office.")
        self.nobody = Paragraph(nobody, "small", tone="muted")
        row.addWidget(self.strip, 1)
        row.addWidget(self.nobody, 1)
        row.addWidget(self.share)
        self.body.addLayout(row)
        self.body.addWidget(Divider())

    def _foot(self) -> None:
        t = theme.tokens()
        foot = QVBoxLayout()
        foot.setContentsMargins(t.m + 2, t.s, t.m + 2, t.m + 2)
        foot.setSpacing(t.s)
        self.pay = PayButton(_("Pay"), key="F9")
        self.pay.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        foot.addWidget(self.totals)
        foot.addWidget(self.pay)
        self.body.addLayout(foot)

    def _inset(self, inner: QWidget) -> QWidget:
        """`inner` with the card's distance to its edges; gone when it is hidden."""
        t = theme.tokens()
        inner.setContentsMargins(0, 0, 0, 0)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(t.m, 0, t.m, 0)
        column.addWidget(inner)
        return holder

    def _wire(self) -> None:
        self.pay.clicked.connect(self.pay_asked)
        self.park.clicked.connect(self.park_asked)
        self.share.clicked.connect(self.share_asked)
        self.lines.picked.connect(self._tapped)
        # What stands below takes room from the lines: the chosen one stays in sight.
        self.lines.verticalScrollBar().rangeChanged.connect(
            lambda *_range: self.lines.scrollTo(self.lines.currentIndex())
        )
        self.lines.moved.connect(self._moved)
        self.bar.changed_by.connect(self._count)
        self.bar.free_asked.connect(self.free_asked)
        self.bar.change_asked.connect(lambda: self.change_asked.emit(self._till.selected))
        self.bar.remove_asked.connect(lambda: self.remove_asked.emit(self._till.selected))
        self.totals.discount_asked.connect(self.discount_asked)
        self.totals.round_off_asked.connect(self.round_off_asked)
        self.totals.discount_dropped.connect(self.discount_dropped)
        self.totals.coupon_dropped.connect(self.coupon_dropped)
        self.totals.shown_dropped.connect(self.shown_dropped)

    def _tapped(self, uid: str) -> None:
        """A tap chooses a line; on the chosen one it opens what can be changed."""
        if self._was_selected == uid:
            self.change_asked.emit(uid)
        else:
            self._was_selected = uid
            self._till.select(uid)

    _was_selected = ""

    def _moved(self, uid: str) -> None:
        if uid != self._till.selected:
            self._was_selected = ""
            self._till.select(uid)

    def _count(self, by: int) -> None:
        line = self._till.line()
        if line and line.quantity + by < 1:
            self.remove_asked.emit(line.uid)
        elif line:
            self._till.attempt(lambda: self._till.count(line.uid, by))

    def _show_staff(self, line: Line | None) -> None:
        serving = self._till.shop.serving
        credits = line.staff if line else self._till.hand
        prices = [self._till.price_with(line, m.id) for m in serving] if line else []
        shown = [screen().price(p) if p is not None else "" for p in prices]
        differ = len(set(prices)) > 1
        people = [
            Person(member.id, member.name, shown[n] if differ else "")
            for n, member in enumerate(serving)
        ]
        self.strip.show_people(people, [credit.staff_id for credit in credits])
        for part in (self.strip, self.share):
            part.setVisible(bool(people))
        self.nobody.setVisible(not people)

    def _show_free(self, line: Line) -> None:
        """Offer the line free where the payer's tier gives it, or say that it is."""
        till = self._till
        left, tier = till.free_left(line.item_id), line.free_with
        if not tier and till.may_be_free(line):
            tier = till.book.tier
        name = till.membership.tier_names.get(tier, tier)
        self.bar.show_free(name, left, free=bool(line.free_with))

    def _row(self, line: Line):
        till = self._till
        priced = till.bill.line(line.uid) if till.bill else None
        whose = self._name_of(line.client_id) if line.client_id is not None else ""
        item = till.desk.book.items.get(line.item_id)
        tier = till.membership.tier_names.get(line.free_with, line.free_with)
        return wording.line_row(
            line, till.shop, item=item, priced=priced, whose=whose, free_with=tier
        )
