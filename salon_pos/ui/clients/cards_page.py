"""The page of cards and points in a client's file: what they have, their cards, what can be done,
and every entry that moved something, each with the sentence that explains it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from salon_pos.db.queries import deeds, people, tier_moves
from salon_pos.db.queries.balances import PostedEntry
from salon_pos.db.queries.birthdays import GivenGift, given_gifts
from salon_pos.db.queries.members import CardLeft, Member
from salon_pos.db.queries.value import Pack
from salon_pos.domain.cards import KEEPING_MONEY, CardState
from salon_pos.domain.explain import explain
from salon_pos.domain.ledger import MONEY, SESSIONS
from salon_pos.i18n import P_, _, n_, screen
from salon_pos.ui import theme
from salon_pos.ui.clients.timeline import Timeline, Visit
from salon_pos.ui.member.gift import gift_figure, given_words
from salon_pos.ui.member.opening import ACCOUNT, DEPOSIT, GIFT, POINTS, TIER, VOUCHERS
from salon_pos.ui.member.wording import card_words, ending_words, state_words
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Line
from salon_pos.ui.widgets.clear import clear
from salon_pos.ui.widgets.figures import Stat
from salon_pos.ui.widgets.flow import Flow
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.row_list import RowList
from salon_pos.ui.widgets.rows import Mark, Row
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.ui.widgets.stat_key import StatKey

IN_A_ROW = 3
TOP_SHARE = 0.66  # of the page at most, so that entries are always in sight
MORE = "more"
OLD_CARDS = "old cards"


class _Top(ScrollColumn):
    """What stands above the entries: as high as it is, and scrolled where the window is low."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        inside: QWidget = self.widget()  # pyright: ignore[reportAssignmentType]
        width = self.viewport().width()
        height = inside.heightForWidth(width) if inside.hasHeightForWidth() else -1
        return QSize(width, max(height, inside.sizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, theme.tokens().hit * 2)

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


class CardsPage(QWidget):
    """`show_member` fills it; the room does what is asked for here. `holding_pressed` names one of
    the panels of `ui.member.opening`; `card_picked` a card by uid, `pack_picked` a pack of which a
    session is used; `more_pressed` asks for more of the entries."""

    issue_pressed = Signal()
    card_picked = Signal(str)
    pack_picked = Signal(str)
    holding_pressed = Signal(str)
    more_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._member: Member | None = None
        self._shows_old = False
        self._rights = {"run": False, "refund": False, "take": False, "adjust": False}
        self._tiles = QGridLayout()
        self.why = Paragraph("", "small", tone="muted")
        self.cards = RowList(_("Cards"), flush=False)
        self.issue = Button(_("Issue a card"), icon="id-card", key="F4")
        self.points = Button(_("Rewards and points"), icon="gift", key="Ctrl+G")
        self.vouchers = Button(_("Vouchers"), icon="ticket-percent", key="Ctrl+B")
        self.deposit = Button(_("Deposit"), icon="hand-coins", key="Ctrl+E")
        self.account = Button(_("Settle the account"), icon="wallet", key="Ctrl+O")
        self.tier = Button(_("Set the tier"), icon="star", key="Ctrl+T")
        self.gift = Button(_("Hand over the birthday gift"), icon="cake", key="Ctrl+H")
        self.entries = Timeline(_("What moved"))
        self.nothing = Paragraph(_("Nothing moved yet."), "small", tone="muted", centre=True)
        self._lay_out()
        self.issue.clicked.connect(self.issue_pressed)
        for button, what in self._panels():
            button.clicked.connect(lambda _on=False, what=what: self.holding_pressed.emit(what))
        self.cards.picked.connect(self._picked)
        self.entries.picked.connect(lambda key: key == MORE and self.more_pressed.emit())

    def set_rights(
        self, *, may_run: bool, may_refund: bool, may_take: bool, may_adjust: bool
    ) -> None:
        """Show the keys only to who may use them: run cards, pay out, take money, change by hand
        what a client has."""
        self._rights = {
            "run": may_run, "refund": may_refund, "take": may_take, "adjust": may_adjust,
        }  # fmt: skip
        self._show_keys()

    def show_member(
        self, member: Member, entries: tuple[PostedEntry, ...], names: Mapping[str, str],
        *, goes_on: bool = False,
    ) -> None:  # fmt: skip
        """Fill the page anew; `goes_on` where there are more entries than these."""
        if self._member and self._member.client.id != member.client.id:
            self._shows_old = False
        self._member = member
        clear(self._tiles)
        for place, tile in enumerate(tiles(member)):
            self._tiles.addWidget(tile, place // IN_A_ROW, place % IN_A_ROW)
            if isinstance(tile, PackTile):
                tile.clicked.connect(partial(self.pack_picked.emit, tile.uid))
                tile.setEnabled(not member.client.retired)
        self.why.setText(" ".join((*tier_words(member, names), *free_words(member))))
        self.why.setVisible(bool(self.why.text()))
        self._show_cards()
        self._show_keys()
        rows = entry_rows(member, entries, names, goes_on=goes_on)
        if goes_on:
            rows.append(Visit(key=MORE, title=_("Show more"), quiet=True))
        self.entries.show_entries(rows)
        self.entries.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        self.top.updateGeometry()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.top.setMaximumHeight(round(self.height() * TOP_SHARE))

    def press(self, what: str) -> None:
        """As if the key of one of the panels was pressed; nothing where it is not shown."""
        button = {name: key for key, name in self._panels()}[what]
        if button.isVisibleTo(self):
            button.click()

    def _panels(self) -> tuple[tuple[Button, str], ...]:
        return (
            (self.points, POINTS), (self.vouchers, VOUCHERS), (self.deposit, DEPOSIT),
            (self.account, ACCOUNT), (self.tier, TIER), (self.gift, GIFT),
        )  # fmt: skip

    def _picked(self, key: object) -> None:
        if key == OLD_CARDS:
            self._shows_old = True
            self._show_cards()
        elif self._rights["run"]:
            self.card_picked.emit(str(key))

    def _show_cards(self) -> None:
        assert self._member is not None
        alive = [left for left in self._member.cards if not left.card.is_dead]
        dead = [left for left in self._member.cards if left.card.is_dead]
        rows = [card_row(left, self._member) for left in alive]
        if self._shows_old:
            rows += [card_row(left, self._member) for left in dead]
        elif dead:
            words = n_("{n} card that is not used any more", "{n} cards that are not used any more",
                       len(dead))  # fmt: skip
            rows.append(Row(key=OLD_CARDS, title=words, dim=True))
        self.cards.show_entries(rows)
        self.cards.setVisible(bool(rows))
        self.cards.setFixedHeight(sum(self.cards.sizeHintForRow(n) for n in range(len(rows))))
        self.top.updateGeometry()

    def _show_keys(self) -> None:
        member, rights = self._member, self._rights
        if member is None:
            return
        here = not member.client.retired
        for button, shown in (
            (self.issue, rights["run"] and here),
            (self.points, rights["run"] and here),
            (self.vouchers, rights["run"] and here),
            (self.deposit, rights["refund"] and member.deposit > 0),
            (self.account, rights["take"] and member.owes > 0),
            (self.tier, rights["adjust"] and here and member.standing is not None),
            (self.gift, rights["run"] and here and member.gift is not None),
        ):
            button.setVisible(shown)
        self._keys.setVisible(any(b.isVisibleTo(self._keys) for b in self._keys_in_order()))

    def _keys_in_order(self) -> Sequence[Button]:
        return (
            self.gift, self.issue, self.points, self.account, self.deposit, self.vouchers,
            self.tier,
        )  # fmt: skip

    def _lay_out(self) -> None:
        t = theme.tokens()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.top = _Top()
        inside = self.top.body
        inside.setContentsMargins(t.l + t.xs, t.m, t.l + t.xs, t.m)
        inside.setSpacing(t.m)
        self._tiles.setSpacing(t.s)
        for n in range(IN_A_ROW):
            self._tiles.setColumnStretch(n, 1)
        inside.addLayout(self._tiles)
        self._keys = QWidget()
        flow = Flow(self._keys)
        for button in self._keys_in_order():
            flow.addWidget(button)
        for part in (self._keys, self.cards, self.why):
            inside.addWidget(part)
        column.addWidget(self.top)
        column.addWidget(Line())
        column.addWidget(self.entries, 1)
        column.addWidget(self.nothing, 1)


def card_row(left: CardLeft, member: Member) -> Row:
    """One card: its number, what it is, whose account it opens, what it holds, and its state where
    it is not active."""
    card = left.card
    said = [card_words(card)]
    if card.owner_id != member.client.id:
        said.append(_("on the account of {name}", name=_name(card.owner_id)))
    if card.holder_id != member.client.id:
        said.append(_("held by {name}", name=_name(card.holder_id)))
    chips = () if card.state is CardState.ACTIVE else (Mark(*state_words(card.state)),)
    if not chips and card.has_ended(member.day):
        chips = (Mark(P_("card", "ended")),)
    shows_money = card.kind in KEEPING_MONEY and not card.is_dead
    return Row(
        key=card.uid, title=card.number, note=" · ".join(said), chips=chips, dim=card.is_dead,
        figure=screen().money(left.total) if shows_money else "",
    )  # fmt: skip


def _name(client_id: int) -> str:
    client = people.client(client_id)
    return client.name if client else ""


class PackTile(StatKey):
    """What is left of a pack; a tap uses a session at the counter."""

    def __init__(self, pack: Pack) -> None:
        left = sum(lot.left for lot in pack.lots)
        ends = min((lot.expires for lot in pack.lots if lot.expires), default=None)
        until = _("until {day}", day=screen().date(ends)) if ends else ""
        super().__init__(pack.name, n_("{n} session left", "{n} sessions left", left), until)
        self.uid = pack.uid


def tiles(member: Member) -> Iterator[Stat | PackTile]:
    """What the client has, each a figure with its quiet line."""
    say = screen()
    principal = sum(lot.left for left in own_cards(member) for lot in left.principal)
    bonus = sum(lot.left for left in own_cards(member) for lot in left.bonus)
    if own_cards(member):
        note = _("bonus {sum}", sum=say.money(bonus)) if bonus else ""
        yield Stat(_("Stored value"), say.money(principal + bonus), note)
    yield _points_tile(member)
    if member.tier:
        yield Stat(_("Tier"), member.tier.name, _until_words(member))
    if member.gift:
        yield Stat(_("Birthday gift"), *gift_figure(member.gift), note_tone="warn")
    yield from (PackTile(pack) for pack in member.packs)
    for free in member.free:
        caption = _("Free with {tier}", tier=member.tier.name if member.tier else "")
        yield Stat(caption, n_("{n} left", "{n} left", free.left.left), " · ".join(free.items))
    if member.deposit:
        yield Stat(_("Deposit"), say.money(member.deposit))
    if member.owes:
        yield Stat(_("Owes"), say.money(member.owes), note_tone="bad")


def own_cards(member: Member) -> list[CardLeft]:
    """One card for each wallet that is the client's own and keeps money."""
    own = [left for left in member.cards if left.card.owner_id == member.client.id
           and left.card.kind in KEEPING_MONEY]  # fmt: skip
    return list({left.card.wallet: left for left in own}.values())


def tier_words(member: Member, names: Mapping[str, str]) -> Iterator[str]:
    """Why this tier, and how far to the next."""
    standing = member.standing
    if standing is None:
        return
    yield screen().sentence(explain(standing.rule, 0, standing.inputs, names))
    if standing.rule in ("tier.override", "tier.override_none"):
        reason = deeds.remark(tier_moves.tier_cause(member.client.id))
        if reason:
            yield _("Reason: {reason}.", reason=reason.rstrip("."))
    if standing.next_inputs:
        yield screen().sentence(explain("tier.next", 0, standing.next_inputs, names))


def free_words(member: Member) -> Iterator[str]:
    """What of the tier's free services was had when, and until when the rest is there."""
    say, until = screen(), member.standing.until if member.standing else None
    for free in member.free:
        what, times = " · ".join(free.items), free.left.times
        if until:
            yield _("{what}: free {n} times until {day}.", what=what, n=times, day=until)
        else:
            yield _("{what}: free {n} times.", what=what, n=times)
        if free.used:
            days = [say.day(each.day) for each in free.used for _time in range(each.times)]
            yield _("Had free: {days}.", days=say.several(days))


def entry_rows(
    member: Member, entries: Sequence[PostedEntry], names: Mapping[str, str], *, goes_on: bool
) -> list[Visit]:
    """The entries, and among them the birthday gifts of the days that they reach back to."""
    first = entries[-1].business_day if goes_on and entries else date.min
    given = [gift for gift in given_gifts(member.client.uid) if gift.day >= first]
    rows = [(entry.business_day, entry_row(entry, names)) for entry in entries]
    rows += [(gift.day, gift_row(gift, names)) for gift in given]
    return [row for _day, row in sorted(rows, key=lambda one: one[0], reverse=True)]


def gift_row(given: GivenGift, names: Mapping[str, str]) -> Visit:
    """A birthday gift that was handed over."""
    return Visit(
        key=("gift", given.day), day=screen().day(given.day), title=given_words(given),
        below=names.get(given.staff_uid, ""),
    )  # fmt: skip


def entry_row(entry: PostedEntry, names: Mapping[str, str]) -> Visit:
    """An entry with the sentence that its rule makes of its inputs."""
    say = screen()
    return Visit(
        key=entry.id,
        day=say.day(entry.business_day),
        title=say.sentence(explain(entry.rule, entry.amount, entry.inputs, names)),
        below=" · ".join(part for part in (entry.staff, entry.remark) if part),
        figure=moved_words(entry),
    )


def moved_words(entry: PostedEntry) -> str:
    """How much an entry moved, with its sign and unit."""
    say, sign = screen(), "+" if entry.amount > 0 else ""
    if entry.unit == MONEY:
        return sign + say.money(entry.amount)
    if entry.unit == SESSIONS:
        return sign + n_("{n} session", "{n} sessions", entry.amount)
    return sign + n_("{n} point", "{n} points", entry.amount)


def _points_tile(member: Member) -> Stat:
    say = screen()
    if member.points_debt:
        owed = _("{n} points to repay first", n=say.number(member.points_debt))
        return Stat(_("Points"), say.number(member.points_held), owed, note_tone="warn")
    note = ending_words(member.points, member.day)
    return Stat(_("Points"), say.number(member.points_held), note, note_tone="warn")


def _until_words(member: Member) -> str:
    until = member.standing.until if member.standing else None
    return _("until {day}", day=screen().date(until)) if until else ""
