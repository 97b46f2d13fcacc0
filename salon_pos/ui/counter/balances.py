"""What the payer has, as quiet tiles: stored value, points, packs, what is free with their tier,
and the way to the next one."""

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from salon_pos.db.queries.free_services import Free
from salon_pos.db.queries.members import CardLeft, Member
from salon_pos.db.queries.value import Pack
from salon_pos.domain.birthdays import BirthdayGift
from salon_pos.domain.cards import KEEPING_MONEY, Card, CardKind, CardState
from salon_pos.domain.expiry import ends_soon
from salon_pos.domain.lots import held
from salon_pos.domain.rights import Right
from salon_pos.i18n import P_, _, n_, screen
from salon_pos.ui import theme
from salon_pos.ui.counter.till import Till
from salon_pos.ui.member.endings import bonus_ends, points_end
from salon_pos.ui.member.gift import gift_figure
from salon_pos.ui.member.opening import ACCOUNT, DEPOSIT, GIFT, POINTS
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.figures import Stat
from salon_pos.ui.widgets.stat_key import StatKey

CARD, VOUCHERS = "card", "vouchers"


class Balances(QWidget):
    """`pack_picked(pack uid)` uses a session, `free_picked(item ids)` has one of them free;
    `card_asked` issues a card where there is none; `card_picked(uids)` and `holding_picked(what)`
    open what a tile tells, for who may; `vouchers_asked` lists the vouchers."""

    pack_picked = Signal(str)
    free_picked = Signal(object)
    card_asked = Signal()
    card_picked = Signal(object)
    holding_picked = Signal(str)
    vouchers_asked = Signal()

    def __init__(self, till: Till, member: Member) -> None:
        super().__init__()
        self._till, self._member = till, member
        self.packs: dict[str, StatKey] = {}
        self.holdings: dict[str, StatKey] = {}
        self.free: list[StatKey] = []
        self.tiles: list[Stat | StatKey] = list(self._tiles())
        t = theme.tokens()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(t.s)
        grid = QGridLayout()
        grid.setSpacing(t.s)
        for n, tile in enumerate(self.tiles):
            grid.addWidget(tile, n // 2, n % 2)
        for side in (0, 1):
            grid.setColumnStretch(side, 1)
        column.addLayout(grid)
        self.issue = Button(_("Issue a card"), icon="id-card", key="Ctrl+K")
        self.issue.clicked.connect(self.card_asked)
        column.addWidget(self.issue)
        if _alive(member) or not till.desk.may(Right.RUN_CARDS):
            self.issue.hide()

    def _tiles(self) -> Iterator[Stat | StatKey]:
        member = self._member
        keeping = [left for left in _alive(member) if left.card.kind in KEEPING_MONEY]
        if keeping:
            yield self._stored_value(keeping)
        for left in _alive(member):
            if left.card.kind is CardKind.PERIOD:
                yield self._period(left.card)
        if member.points_held or member.points_debt or self._till.membership.points:
            yield self._points()
        if member.vouchers or member.coupons:
            yield self._vouchers()
        for pack in member.packs:
            if held(pack.lots):
                yield self._pack(pack)
        if member.gift:
            yield self._gift(member.gift)
        for one in member.free:
            yield self._free(one)
        if member.deposit:
            yield self._holding(DEPOSIT, Right.REFUND, _("Deposit"),
                                figure=screen().money(member.deposit))  # fmt: skip
        if member.owes:
            owed = _("the client owes it")
            debt = screen().money(member.owes)
            yield self._holding(ACCOUNT, Right.TAKE_PAYMENT, _("On account"), figure=debt,
                                note=owed, tone="warn")  # fmt: skip
        if member.standing and member.standing.next_inputs:
            yield self._next_tier()

    def _holding(
        self, what: str, right: Right, caption: str, *, figure: str, note: str = "",
        tone: str = "muted",
    ) -> Stat | StatKey:  # fmt: skip
        """A tile that opens its panel, for who may do something there."""
        if not self._till.desk.may(right):
            return Stat(caption, figure, note, note_tone=tone)
        key = StatKey(caption, figure, note, note_tone=tone)
        key.clicked.connect(lambda: self.holding_picked.emit(what))
        self.holdings[what] = key
        return key

    def _stored_value(self, cards: list[CardLeft]) -> Stat | StatKey:
        said = screen()
        lots = [lot for card in cards for lot in card.bonus]
        ends, bonus = bonus_ends(lots, self._member.day), held(lots)
        note = _("bonus {amount}", amount=said.money(bonus)) if bonus else ""
        note, tone = (ends, "warn") if ends else (note, "muted")
        stopped = [c.card for c in cards if c.card.state is not CardState.ACTIVE]
        if len(stopped) == len(cards):
            note = _STOPPED[stopped[0].state]()
        total = said.money(sum(card.total for card in cards))
        tone = "bad" if stopped else tone
        if not self._till.desk.may(Right.RUN_CARDS):
            return Stat(_("Stored value"), total, note, note_tone=tone)
        key = StatKey(_("Stored value"), total, note, note_tone=tone)
        key.clicked.connect(lambda: self.card_picked.emit([left.card for left in cards]))
        self.holdings[CARD] = key
        return key

    def _period(self, card: Card) -> Stat | StatKey:
        """What a year card takes off services, and its last day: a tile has no room for more."""
        assert card.valid_until is not None
        until, tone = screen().date(card.valid_until), "muted"
        figure, note = until, ""
        if card.discount_bp:
            figure, note = screen().discount(card.discount_bp), until
        if card.has_ended(self._member.day):
            note, tone = P_("card", "ended"), "bad"
        if card.state is not CardState.ACTIVE:
            note, tone = _STOPPED[card.state](), "bad"
        if not self._till.desk.may(Right.RUN_CARDS):
            return Stat(_("Period card"), figure, note, note_tone=tone)
        key = StatKey(_("Period card"), figure, note, note_tone=tone)
        key.clicked.connect(lambda: self.card_picked.emit([card]))
        self.holdings[card.uid] = key
        return key

    def _points(self) -> Stat | StatKey:
        member, said = self._member, screen()
        note, tone = points_end(member.points, member.day), "warn"
        if member.points_debt:
            note, tone = _("{n} to pay back", n=member.points_debt), "bad"
        return self._holding(POINTS, Right.RUN_CARDS, _("Points"), note=note, tone=tone,
                             figure=said.number(member.points_held))  # fmt: skip

    def _vouchers(self) -> StatKey:
        """How many can be used, and when the first one ends."""
        given = (*self._member.vouchers, *self._member.coupons)
        first = min((one.expires for one in given if one.expires), default=None)
        note, tone = "", "muted"
        if first and ends_soon(first, self._member.day):
            days = (first - self._member.day).days
            note, tone = n_("ends in {n} day", "ends in {n} days", days), "warn"
        key = StatKey(_("Vouchers"), screen().number(len(given)), note, note_tone=tone)
        key.clicked.connect(self.vouchers_asked)
        self.holdings[VOUCHERS] = key
        return key

    def _pack(self, pack: Pack) -> StatKey:
        """One tap uses a session; what the ticket uses already is no longer there."""
        left = held(pack.lots) - self._till.used(pack.uid)
        plan = self._till.membership.plans.get(pack.item_id)
        note = f"{plan.bought} + {plan.given}" if plan and plan.given else ""
        if pack.expires:  # it tells two of a kind apart; a tile has no room for more
            note = screen().date(pack.expires)
        key = StatKey(pack.name, n_("{n} left", "{n} left", left), note)
        key.setEnabled(left > 0)
        key.clicked.connect(lambda: self.pack_picked.emit(pack.uid))
        self.packs[pack.uid] = key
        return key

    def _free(self, free: Free) -> StatKey:
        """One tap has it free; what the ticket has already is no longer there."""
        left = max(0, free.left.left - self._till.had_free(free.left.item_ids))
        assert self._member.tier is not None
        caption = _("Free with {tier}", tier=self._member.tier.name)
        key = StatKey(caption, n_("{n} left", "{n} left", left), " · ".join(free.items))
        key.setEnabled(left > 0)
        key.clicked.connect(lambda: self.free_picked.emit(free.left.item_ids))
        self.free.append(key)
        return key

    def _gift(self, gift: BirthdayGift) -> Stat | StatKey:
        """One tap asks whether it is handed over."""
        figure, note = gift_figure(gift)
        return self._holding(GIFT, Right.RUN_CARDS, _("Birthday gift"), figure=figure, note=note,
                             tone="warn")  # fmt: skip

    def _next_tier(self) -> Stat:
        standing, said = self._member.standing, screen()
        assert standing is not None
        missing = standing.next_inputs
        names = self._till.membership.tier_names
        caption = _("To {tier}", tier=names.get(str(missing["tier"]), str(missing["tier"])))
        if "missing_spend" in missing:
            return Stat(caption, said.money(int(missing["missing_spend"])), _("more that counts"))
        if "missing_visits" in missing:
            visits = int(missing["missing_visits"])
            return Stat(caption, n_("{n} visit", "{n} visits", visits), _("more"))
        return Stat(caption, said.money(int(missing["missing_top_up"])), _("in one top-up"))


def _alive(member: Member) -> list[CardLeft]:
    """The cards that are not dead, one for each wallet, an active one first."""
    cards = [card for card in member.cards if not card.card.is_dead]
    cards.sort(key=lambda left: left.card.state is not CardState.ACTIVE)
    return list({card.card.wallet: card for card in reversed(cards)}.values())[::-1]


_STOPPED = {
    CardState.FROZEN: lambda: P_("card", "frozen"),
    CardState.LOST: lambda: P_("card", "reported lost"),
}
