"""The pay panel: what is due large, one tap on a tender pays it, then one key takes payment."""

from collections.abc import Callable, Hashable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.db.queries import cards, catalog, value
from salon_pos.domain.catalog import TenderKind
from salon_pos.domain.offers import Offer
from salon_pos.domain.refusal import Refusal
from salon_pos.i18n import P_, _, screen
from salon_pos.ui import theme
from salon_pos.ui.counter import wording
from salon_pos.ui.counter.pay.amount import AmountPad
from salon_pos.ui.counter.pay.foreseen import Foreseen, covered, foreseen
from salon_pos.ui.counter.pay.received import PointsWords, Received, whose
from salon_pos.ui.counter.pay.tender_keys import TenderKeys
from salon_pos.ui.counter.pay.tendering import Tendering
from salon_pos.ui.counter.pay.ways import Way, no_prepaid, place_of, ways
from salon_pos.ui.counter.till import Till
from salon_pos.ui.widgets.banner import Banner
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.figures import Headline
from salon_pos.ui.widgets.row_button import RowButton
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.ui.widgets.slide_over import SlideOver
from salon_pos.ui.widgets.text import Text
from salon_pos.usecases.offers import offer_of_scan, offers_for, shut_for
from salon_pos.usecases.value import Paying

CHANGED = ("price_changed", "not_free", "free_used_up")
LOW = 640  # effective pixels of the window's height
TIPS_BENEATH = 3  # keys for tips that the number pad has room for; more stand below the tenders


class PayPanel(SlideOver):
    """`paid(receipt, change in minor units)` once the sale is on disk. `pin_asked(card uid, why)`
    and `code_asked(kind of tender)` want a panel beside it; `unlock` and `pay_from` go on.
    `word_asked(refusal)` wants a manager's word for a debt or another's pack, then `agree`.
    `coupon_shown(code)`: a voucher with conditions, which lowers the price, was scanned."""

    paid = Signal(object)
    pin_asked = Signal(str, str)
    word_asked = Signal(object)
    code_asked = Signal(object)
    coupon_shown = Signal(str)

    def __init__(self, host: QWidget, till: Till) -> None:
        super().__init__(host, _("Back to the ticket"), fraction=0.6, least=660)
        self._short = host.height() / theme.current().scale < LOW
        assert till.bill is not None
        self._till, self._tip_for, self._busy = till, 0, False
        self._locked: Offer | None = None  # another client's card whose PIN is being asked for
        self._ahead = Foreseen()
        self._methods = catalog.tender_methods()
        rules = value.value_rules_in_force()
        self._has_platforms = bool(rules and rules.offered)
        self._look_at_offers()
        self._state = self._fresh()
        self._head()
        self._columns()
        self._foot()
        self._show()

    def bindings(self) -> list[tuple[str, str, Callable[[], object]]]:
        """(key, words, what it does) for the shell to bind."""
        return [
            *self._keys.bindings(),
            ("F4", _("Tip for the next person"), self._next_tip),
            ("F9", _("Take payment"), self.take_payment),
        ]

    def first_focus(self) -> QWidget | None:
        return self.pad.field.line

    # --- what the cashier does

    @property
    def paying(self) -> Paying:
        """The ticket as the use cases of value look at it."""
        assert self._till.bill is not None
        return self._till.membership.paying(self._till.ticket, self._till.bill)

    @property
    def open_due(self) -> int:
        """What one more tender would pay, in minor units."""
        return self._state.open_due

    def take(self, key: Hashable) -> None:
        """One tap on a tender: all that is due, or what was typed before the tap."""
        way = next(way for way in self._ways() if way.key == key)
        if way.asks:
            self.code_asked.emit(way.method.kind)
        else:
            self._take(way.method.id, way.offer)

    def pay_from(self, offer: Offer, word: str = "") -> None:
        """Pay from what a code stands for; it stays on the panel as a tender of its own. Another
        client's card is first unlocked: `word` says that its PIN was typed."""
        if not offer.buys_prepaid and self._state.is_only_prepaid:
            self._say(no_prepaid())
            return
        if offer.holder and not word:
            self._locked = offer
            self.pin_asked.emit(
                offer.source,
                _("Card {number} is {name}'s. Let them type its PIN.",
                  number=offer.name, name=offer.holder),
            )  # fmt: skip
            return
        if all((o.method_id, o.source) != (offer.method_id, offer.source) for o in self._offers):
            self._offers = (*self._offers, offer)
            self._keys.show_ways(self._ways())
        self._take(offer.method_id, offer, word=word)

    def scanned(self, code: str) -> bool:
        """A gift card, a voucher or any client's card pays; a voucher with conditions lowers what
        is to be paid."""
        try:
            offer = offer_of_scan(code, self.paying)
        except Refusal as refusal:
            if refusal.key == "voucher_no_money":
                self.coupon_shown.emit(code)
            else:
                self._say(screen().sentence(refusal))
        else:
            self.pay_from(offer)
        return True

    def unlock(self, card: str, word: str) -> None:
        """The card's PIN was typed: pay with it."""
        if self._locked and self._locked.source == card:
            offer, self._locked = self._locked, None
            self.pay_from(offer, word)
            return
        self._state = self._state.unlock(card, word)
        self.take_payment()

    def agree(self, word: str) -> None:
        """A manager gave their word: take payment with it."""
        self._state = self._state.agree(word)
        self.take_payment()

    def _take(self, method_id: int, offer: Offer | None, word: str = "") -> None:
        """What is typed wrong, or is more than this means may pay, is said beside the amount, and
        nothing is taken."""
        self.pad.field.line.setFocus()
        typed = None if self._state.current else self._typed_before
        state = self._state.take(method_id, typed, offer)
        if offer is not None and word:
            state = state.unlock(offer.source, word)
        if offer and state.is_kept_for_money:
            self._say(no_prepaid())
            return
        if self._is_wrong(changing=True) or (typed is not None and self._too_much(state)):
            return
        self._typed_before, self._tip_for = None, 0
        self._state = state
        self._show()

    def _is_wrong(self, *, changing: bool = False) -> bool:
        """Whether what stands in the field cannot be handed over; it is said beneath. Too much may
        be `changing` to another means."""
        if self.pad.is_wrong:
            self.pad.say_wrong()
        elif self._typed_before == 0:
            self.pad.field.set_error(_("Type an amount above zero, or choose the tender at once."))
        elif not changing and self._state.current is None and self.pad.field.error():
            self.pad.field.line.setFocus()  # said already: Enter takes nothing until it is changed
        elif self._ahead.refusal and (self._state.left > 0 or not changing):
            self._say_beside(self._ahead.refusal)
        else:
            return False
        return True

    def _too_much(self, state: Tendering) -> bool:
        refusal = foreseen(self._till, state).refusal
        if refusal:
            self._say_beside(refusal)
        return refusal is not None

    def _say_beside(self, refusal: Refusal) -> None:
        self.pad.field.set_error(screen().sentence(refusal))
        self.pad.field.line.setFocus()

    def _note(self, amount: int) -> None:
        """A banknote is cash, also where no tender was chosen yet."""
        if self._state.current is None:
            self._typed_before = amount
            self._take(self._cash(), None)
        else:
            self._type(amount)
        self.pad.field.line.setFocus()

    def _cash(self) -> int:
        """The id of cash, 0 where it is not taken here."""
        taken = self._till.shop.taken_here
        return next((m.id for m in taken if m.kind is TenderKind.CASH), 0)

    def _ways(self) -> tuple[Way, ...]:
        by_kind = {m.kind: m for m in self._methods.values() if not m.retired}
        if not self._has_platforms:
            by_kind.pop(TenderKind.PLATFORM, None)
        return ways(self._till.shop.taken_here, by_kind, self._offers, self._shut,
                    only_prepaid=self._fresh().is_only_prepaid)  # fmt: skip

    def _open_ways(self) -> list[Way]:
        return [way for way in self._ways() if not way.off]

    def _look_at_offers(self) -> None:
        self._offers, self._shut = offers_for(self.paying), shut_for(self.paying)

    def _fresh(self) -> Tendering:
        """Nothing handed over yet; what packs cover is paid already."""
        bill = self._till.bill
        assert bill is not None
        return Tendering(
            bill.total - bill.covered, self._methods, self._till.desk.settings.cash_step,
            prepaid=bill.prepaid_total,
        )  # fmt: skip

    _typed_before: int | None = None

    def take_payment(self) -> None:
        """Take it. Enter before any tender chooses the first one; a second press while it runs
        does nothing."""
        if self._busy:
            return
        if self._is_wrong():
            return
        if not self._state.is_met and self._state.left > 0 and not self._tip_for:
            self._next_tender()
            return
        self._tip_for = 0
        self._busy = True
        self.pay.setEnabled(False)
        change = self._state.change
        receipt = None
        try:
            receipt = self._till.pay(self._state.handed, self._refused)
        finally:  # after a bug, too, the next press must try again
            self._busy = False
            self.pay.setEnabled(self._state.is_met)
        if receipt is None:
            return
        self.dismiss()
        self.paid.emit((receipt, change))

    def _next_tender(self) -> None:
        kinds = (None, TenderKind.STORED_VALUE, TenderKind.POINTS, TenderKind.DEPOSIT)
        ways = [w for w in self._open_ways() if (w.offer.kind if w.offer else None) in kinds]
        if self._state.current is None and ways:
            self.take(ways[0].key)
        else:
            self._say(_("{due} is still to be paid. Take another tender for it.",
                        due=screen().money(self._state.left)))  # fmt: skip

    def _step(self, by: int) -> None:
        """Up and Down turn the tender being entered into the one above or below."""
        ways = [way for way in self._open_ways() if not way.asks]
        current = self._state.current
        at = place_of(ways, current) + by if current else 0
        if 0 <= at < len(ways):
            if current:
                self._state = self._state.remove(len(self._state.entries) - 1)
            self._state = self._state.take(ways[at].method.id, offer=ways[at].offer)
            self._show()

    def _type(self, amount: int | None) -> None:
        if self._tip_for:
            self._state = self._state.give_tip(self._tip_for, amount or 0)
        elif self._state.current is None:
            self._typed_before = amount
        else:
            self._state = self._state.type_amount(amount)
        self._show(typed=amount)

    def _tip(self, staff_id: int, _on: bool = False) -> None:
        self._tip_for = 0 if self._tip_for == staff_id else staff_id
        self._show()
        self.pad.field.line.setFocus()

    def _next_tip(self) -> None:
        """Turn to the next person's tip, and after the last back to the tender."""
        order = [*self.tips, 0]
        at = order.index(self._tip_for) if self._tip_for else -1
        self._tip_for = order[(at + 1) % len(order)]
        self._show()
        self.pad.field.line.setFocus()

    def _remove(self, place: int) -> None:
        self._state = self._state.remove(place)
        self._show()
        self.pad.field.line.setFocus()  # the key that had it is gone

    def _refused(self, refusal: Refusal) -> None:
        """Say why, beside the amount where it belongs there; what changed is read anew, and a PIN
        that is missing is asked for."""
        if refusal.field == "pin":
            self._ask_pin(refusal)
            return
        if refusal.key in CHANGED:
            self._till.desk.refresh()
            self._till.look_again()
            if self._till.bill is None:  # the ticket says why; it is not to be paid like this
                self.dismiss()
                return
            self._look_at_offers()
            self._state = self._fresh()
            self._keys.show_ways(self._ways())
            self._show()
        self._say(screen().sentence(refusal))
        if refusal.field in ("amount", "tip"):
            self._say_beside(refusal)

    def _ask_pin(self, refusal: Refusal) -> None:
        """Of the card that was refused; where there is none, a manager's."""
        card = cards.card_by_number(str(refusal.values.get("number", "")))
        if card:
            self.pin_asked.emit(card.uid, screen().sentence(refusal))
        elif refusal.key in ("pack_word_other", "needs_manager"):
            self.word_asked.emit(refusal)
        else:
            self._say(screen().sentence(refusal))

    def say(self, refusal: Refusal) -> None:
        """Say at the foot why something asked aside was not done."""
        self._say(screen().sentence(refusal))

    def _say(self, sentence: str) -> None:
        self.note.set_sentence(sentence)
        self.note.show()
        self.aside.hide()
        self.points.hide()

    # --- how it looks

    def _head(self) -> None:
        t = theme.tokens()
        self.due = Headline(_("Still to pay"), "", "hero" if self._short else "giant")
        self.header.addWidget(self.due, 1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        self.sum, self.extra = (
            Text("", "small", tone="muted", right=True),
            Text("", "small", tone="ok", right=True),
        )
        words.addWidget(self.sum)
        words.addWidget(self.extra)
        words.addSpacing(t.xs)
        self.header.addLayout(words)
        self.header.addSpacing(t.m)

    def _columns(self) -> None:
        t = theme.tokens()
        columns = QHBoxLayout()
        columns.setSpacing(t.xl + t.xs)
        left = ScrollColumn()
        left.body.setSpacing(round(10 * theme.current().scale))
        left.body.setContentsMargins(0, 0, t.m, 0)  # room for its scroll bar
        self._keys = TenderKeys(left, short=self._short)
        self._keys.taken.connect(self.take)
        self._keys.show_ways(self._ways())
        self.tenders = self._keys.keys
        left.body.addWidget(self._keys)
        left.setMinimumHeight(t.hit + t.xl)  # one tender's key, however many were received
        self.received = Received(short=self._short)
        self.received.removed.connect(self._remove)
        sides = QVBoxLayout()
        sides.setSpacing(t.s)
        sides.addWidget(left, 1)
        sides.addWidget(self.received)
        columns.addLayout(sides, 6 if self._short else 5)
        right = self._right()
        columns.addLayout(right, 5 if self._short else 4)
        tips = self._tip_keys()
        beside = left.body if self._short or len(tips) > TIPS_BENEATH else right
        for key in tips:
            beside.addWidget(key)
        left.body.addStretch(1)
        self.body.addLayout(columns, 1)

    def _right(self) -> QVBoxLayout:
        right = QVBoxLayout()
        right.setSpacing(round(10 * theme.current().scale))
        self.pad = AmountPad(self._till.desk.settings.currency, short=self._short)
        self.pad.typed.connect(self._type)
        self.pad.noted.connect(self._note)
        self.pad.entered.connect(self.take_payment)
        self.pad.moved.connect(self._step)
        right.addWidget(self.pad, 1)
        return right

    def _tip_keys(self) -> list[RowButton]:
        """A key for everybody who worked on the ticket."""
        self.tips: dict[int, RowButton] = {}
        for staff_id in self._served():
            name = self._till.shop.staff[staff_id].name
            key = RowButton(_("Tip for {name}", name=name), key="" if self.tips else "F4")
            key.setCheckable(True)
            key.clicked.connect(partial(self._tip, staff_id))
            self.tips[staff_id] = key
        return list(self.tips.values())

    def _foot(self) -> None:
        t = theme.tokens()
        self.change = Headline(P_("money", "Change"), "", "hero", tone="ok")
        self.aside = Text("", "small", tone="muted")
        self.points = PointsWords(short=self._short)
        self.note = Banner("", "warn")
        self.note.hide()
        self.pay = Button(_("Take payment"), "primary", key="Enter", big=True)
        self.pay.setMinimumWidth(round(260 * theme.current().scale))
        self.pay.clicked.connect(self.take_payment)
        self.footer.setSpacing(t.l)
        self.footer.addWidget(self.change)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.aside)
        words.addWidget(self.points)
        words.addStretch(1)
        self.footer.addLayout(words, 1)
        self.footer.addWidget(self.note, 1)
        self.footer.addWidget(self.pay)

    def _show(self, *, typed: int | None = None) -> None:
        """Everything that follows from what was handed over."""
        words, state = screen(), self._state
        self.note.hide()
        self.pad.field.clear_error()
        self.due.tell(words.money(state.to_pay))
        lines = wording.lines_word(len(self._till.ticket.lines))
        total = self._till.bill.total if self._till.bill else state.total
        parts = [_("Total {total}", total=words.money(total)), lines]
        if state.tip:
            parts.append(_("tip {tip}", tip=words.money(state.tip)))
        self.sum.setText(" · ".join(parts))
        self.extra.setText(covered(self._till.bill, state))
        self._keys.tell(state, entering=not self._tip_for)
        for staff_id, key in self.tips.items():
            key.setChecked(staff_id == self._tip_for)
            tip = state.tips.get(staff_id, 0)
            key.set_detail(words.money(tip) if tip else _("none"))
        self._show_amount(typed)
        self._show_received()
        self._show_change()
        if self._ahead.refusal and typed:
            self.pad.field.set_error(words.sentence(self._ahead.refusal))
        self.pay.setEnabled(state.is_met and not self._busy and not self._ahead.refusal)

    def _show_received(self) -> None:
        state, bill = self._state, self._till.bill
        ahead = self._ahead = foreseen(self._till, state)
        names = {m.id: _(m.name) for m in self._methods.values()}
        entries = [(names[h.method_id], h.amount) for h in state.handed]
        self.received.show_entries(
            entries, ahead.notes, whose(state.entries), packs=bill.covered if bill else 0
        )
        self.points.tell(ahead.points, ahead.why)

    def _show_amount(self, typed: int | None) -> None:
        state = self._state
        if self._tip_for:
            self.pad.propose(state.tips.get(self._tip_for, 0), due=0)
            return
        amount = state.handed[-1].amount if state.entries else self._typed_before
        method = state.current.method_id if state.current else self._cash()
        self.pad.propose(
            amount if amount is not None else state.due_now, due=state.due_now,
            notes=bool(method) and method == self._cash(),
        )  # fmt: skip

    def _show_change(self) -> None:
        state, words = self._state, screen()
        self.change.tell(words.money(state.change), "ok" if state.change else "muted")
        if state.entries and state.left:
            self.aside.setText(_("{due} is left for another tender.", due=words.money(state.left)))
        else:
            self.aside.setText("")
        self.aside.setVisible(bool(self.aside.text()))

    def _served(self) -> list[int]:
        """Who worked on the ticket, each once: the ones a tip can be for."""
        credits = [c.staff_id for line in self._till.ticket.lines for c in line.staff]
        return [who for who in dict.fromkeys(credits) if who in self._till.shop.staff]

    def keyPressEvent(self, event) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take_payment()
            event.accept()
            return
        super().keyPressEvent(event)
