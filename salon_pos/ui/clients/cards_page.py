"""The page of cards and points in a client's file: what they have, their cards, and every entry
that moved something, each with the sentence that explains it."""

from collections.abc import Iterator, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.db.queries.balances import PostedEntry
from salon_pos.db.queries.members import CardLeft, Member
from salon_pos.domain.cards import CardKind, CardState
from salon_pos.domain.explain import explain
from salon_pos.domain.ledger import MONEY, SESSIONS
from salon_pos.i18n import _, n_, screen
from salon_pos.ui import theme
from salon_pos.ui.clients.timeline import Timeline, Visit
from salon_pos.ui.theme import ChipTone
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Line
from salon_pos.ui.widgets.chip import Chip
from salon_pos.ui.widgets.clear import clear
from salon_pos.ui.widgets.figures import Stat
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.text import Text

IN_A_ROW = 3
SOON_DAYS = 31


class CardsPage(QWidget):
    """`show_member` fills it; the room does what is asked for here."""

    issue_pressed = Signal()
    replace_pressed = Signal(str)
    state_pressed = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        t = theme.tokens()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(t.l + t.xs, t.m, t.l + t.xs, t.m)
        top.setSpacing(t.m)
        self._tiles = QGridLayout()
        self._tiles.setSpacing(t.s)
        self.why = Paragraph("", "small", tone="muted")
        self._cards = QVBoxLayout()
        self._cards.setSpacing(t.s)
        self.issue = Button(_("Issue a card"), icon="id-card", key="F4")
        self.issue.clicked.connect(self.issue_pressed)
        for part in (self._tiles, self._cards):
            top.addLayout(part)
        top.insertWidget(1, self.why)
        top.addWidget(self.issue)
        column.addLayout(top)
        column.addWidget(Line())
        self.entries = Timeline(_("What moved"))
        column.addWidget(self.entries, 1)
        self._may_run = False

    def set_rights(self, *, may_run: bool) -> None:
        """Show the keys only to who may use them."""
        self._may_run = may_run
        self.issue.setVisible(may_run)

    def show_member(
        self, member: Member, entries: tuple[PostedEntry, ...], names: Mapping[str, str]
    ) -> None:
        """Fill the page anew."""
        clear(self._tiles)
        for place, tile in enumerate(tiles(member)):
            self._tiles.addWidget(tile, place // IN_A_ROW, place % IN_A_ROW)
        self.why.setText(" ".join((*tier_words(member, names), *free_words(member))))
        self.why.setVisible(bool(self.why.text()))
        clear(self._cards)
        for left in member.cards:
            self._cards.addWidget(self._card_row(left))
        self.issue.setVisible(self._may_run and not member.client.retired)
        self.entries.show_entries([entry_row(entry, names) for entry in entries])

    def _card_row(self, left: CardLeft) -> QWidget:
        card, held = left.card, QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens().s)
        row.addWidget(Text(card.number, "body", weight=500))
        row.addWidget(Text(kind_words(card.kind), "small", tone="muted"), 1)
        words, tone = state_words(card.state)
        row.addWidget(Chip(words, tone))
        if self._may_run and not card.is_dead:
            for label, icon, state in _deeds(card.state):
                button = Button(label, "quiet", icon=icon)
                button.clicked.connect(
                    lambda *, uid=card.uid, to=state: self.state_pressed.emit(uid, to)
                )
                row.addWidget(button)
            replace = Button(_("Replace"), "quiet", icon="repeat-2")
            replace.clicked.connect(lambda *, uid=card.uid: self.replace_pressed.emit(uid))
            row.addWidget(replace)
        return held


def tiles(member: Member) -> Iterator[Stat]:
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
    for pack in member.packs:
        left = sum(lot.left for lot in pack.lots)
        ends = min((lot.expires for lot in pack.lots if lot.expires), default=None)
        until = _("until {day}", day=say.date(ends)) if ends else ""
        yield Stat(pack.name, n_("{n} session left", "{n} sessions left", left), until)
    for free in member.free:
        caption = _("Free with {tier}", tier=member.tier.name if member.tier else "")
        yield Stat(caption, n_("{n} left", "{n} left", free.left.left), " · ".join(free.items))
    if member.deposit:
        yield Stat(_("Deposit"), say.money(member.deposit))
    if member.owes:
        yield Stat(_("Owes"), say.money(member.owes), note_tone="bad")


def own_cards(member: Member) -> list[CardLeft]:
    """One card for each wallet that is the client's own."""
    own = [left for left in member.cards if left.card.owner_id == member.client.id]
    return list({left.card.wallet: left for left in own}.values())


def tier_words(member: Member, names: Mapping[str, str]) -> Iterator[str]:
    """Why this tier, and how far to the next."""
    standing = member.standing
    if standing is None:
        return
    yield screen().sentence(explain(standing.rule, 0, standing.inputs, names))
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


def entry_row(entry: PostedEntry, names: Mapping[str, str]) -> Visit:
    """An entry with the sentence that its rule makes of its inputs."""
    say = screen()
    return Visit(
        key=entry.id,
        day=say.day(entry.business_day),
        title=say.sentence(explain(entry.rule, entry.amount, entry.inputs, names)),
        below=entry.staff,
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


def kind_words(kind: CardKind) -> str:
    """What a card is called."""
    return {
        CardKind.STORED_VALUE: _("Stored-value card"),
        CardKind.DISCOUNT: _("Discount card"),
        CardKind.PACK: _("Pack card"),
        CardKind.PERIOD: _("Period card"),
    }[kind]


def state_words(state: CardState) -> tuple[str, ChipTone]:
    """A card's state, and the tone of its chip."""
    said: dict[CardState, tuple[str, ChipTone]] = {
        CardState.ACTIVE: (_("active"), "ok"),
        CardState.FROZEN: (_("frozen"), "info"),
        CardState.LOST: (_("lost"), "warn"),
        CardState.REPLACED: (_("replaced"), "neutral"),
        CardState.CLOSED: (_("closed"), "neutral"),
    }
    return said[state]


def _deeds(state: CardState) -> tuple[tuple[str, str, CardState], ...]:
    """What else a living card can become by a tap: (words, icon, state)."""
    if state is CardState.ACTIVE:
        return (
            (_("Freeze"), "pause", CardState.FROZEN),
            (_("Report lost"), "triangle-alert", CardState.LOST),
        )
    return ((_("Make active"), "play", CardState.ACTIVE),)


def _points_tile(member: Member) -> Stat:
    say = screen()
    if member.points_debt:
        owed = _("{n} points to repay first", n=say.number(member.points_debt))
        return Stat(_("Points"), say.number(member.points_held), owed, note_tone="warn")
    soon = [lot for lot in member.points if lot.expires
            and (lot.expires - member.day).days <= SOON_DAYS]  # fmt: skip
    if not soon:
        return Stat(_("Points"), say.number(member.points_held))
    first = min(lot.expires for lot in soon if lot.expires)
    ending = say.number(sum(lot.left for lot in soon))
    note = _("{n} end from {day}", n=ending, day=say.day(first))
    return Stat(_("Points"), say.number(member.points_held), note, note_tone="warn")


def _until_words(member: Member) -> str:
    until = member.standing.until if member.standing else None
    return _("until {day}", day=screen().date(until)) if until else ""
