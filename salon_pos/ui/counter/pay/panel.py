"""The pay panel: what is due large, one tap on a tender pays it, then one key takes payment."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.domain.catalog import TenderKind
from salon_pos.domain.refusal import Refusal
from salon_pos.i18n import P_, _, screen
from salon_pos.ui import theme
from salon_pos.ui.counter import wording
from salon_pos.ui.counter.pay.amount import AmountPad
from salon_pos.ui.counter.pay.received import Received
from salon_pos.ui.counter.pay.tendering import Tendering
from salon_pos.ui.counter.till import Till
from salon_pos.ui.widgets.banner import Banner
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.figures import Headline
from salon_pos.ui.widgets.row_button import RowButton
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.ui.widgets.slide_over import SlideOver
from salon_pos.ui.widgets.text import Text

ICONS = {
    TenderKind.CASH: "banknote",
    TenderKind.CARD: "credit-card",
    TenderKind.WALLET: "qr-code",
    TenderKind.TRANSFER: "landmark",
    TenderKind.OTHER: "wallet",
}

LOW = 640  # effective pixels of the window's height


class PayPanel(SlideOver):
    """`paid(receipt, change in minor units)` once the sale is on disk."""

    paid = Signal(object)

    def __init__(self, host: QWidget, till: Till) -> None:
        super().__init__(host, _("Back to the ticket"), fraction=0.6, least=660)
        self._short = host.height() / theme.current().scale < LOW
        assert till.bill is not None
        self._till, self._tip_for, self._busy = till, 0, False
        self._state = Tendering(till.bill.total, till.shop.methods, till.desk.settings.cash_step)
        self._head()
        self._columns()
        self._foot()
        self._show()

    def bindings(self) -> list[tuple[str, str, Callable[[], object]]]:
        """(key, words, what it does) for the shell to bind."""
        tenders = [
            (f"Alt+{n}", _("Pay with {tender}", tender=_(m.name)), partial(self.take, m.id))
            for n, m in enumerate(self._till.shop.taken_here[:9], 1)
        ]
        return [
            *tenders,
            ("F4", _("Tip for the next person"), self._next_tip),
            ("F9", _("Take payment"), self.take_payment),
        ]

    def first_focus(self) -> QWidget | None:
        return self.pad.field.line

    # --- what the cashier does

    def take(self, method_id: int) -> None:
        """One tap on a tender: all that is due, or what was typed before the tap."""
        typed = None if self._state.current else self._typed_before
        self._typed_before, self._tip_for = None, 0
        self._state = self._state.take(method_id, typed)
        self._show()
        self.pad.field.line.setFocus()

    _typed_before: int | None = None

    def take_payment(self) -> None:
        """Take it. Enter before any tender chooses the first one; a second press while it runs
        does nothing."""
        if self._busy:
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
        taken = self._till.shop.taken_here
        if self._state.current is None and taken:
            self.take(taken[0].id)
        else:
            self._say(_("{due} is still to be paid. Take another tender for it.",
                        due=screen().money(self._state.left)))  # fmt: skip

    def _step(self, by: int) -> None:
        """Up and Down turn the tender being entered into the one above or below."""
        ids = [method.id for method in self._till.shop.taken_here]
        current = self._state.current
        at = ids.index(current.method_id) + by if current else 0
        if 0 <= at < len(ids):
            if current:
                self._state = self._state.remove(len(self._state.entries) - 1)
            self._state = self._state.take(ids[at])
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

    def _refused(self, refusal: Refusal) -> None:
        """Say why, beside the amount where it belongs there; what changed is read anew."""
        if refusal.key == "price_changed":
            self._till.desk.refresh()
            self._till.look_again()
            if self._till.bill:
                self._state = Tendering(
                    self._till.bill.total, self._till.shop.methods, self._state.cash_step
                )
            self._show()
        self._say(screen().sentence(refusal))
        if refusal.field in ("amount", "tip"):
            self.pad.field.set_error(screen().sentence(refusal))

    def _say(self, sentence: str) -> None:
        self.note.set_sentence(sentence)
        self.note.show()
        self.aside.hide()

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
        self.tenders: dict[int, RowButton] = {}
        for n, method in enumerate(self._till.shop.taken_here, 1):
            key = RowButton(_(method.name), icon=ICONS[method.kind], tall=True, key=f"Alt {n}")
            key.setCheckable(True)
            key.clicked.connect(lambda _=False, id_=method.id: self.take(id_))
            self.tenders[method.id] = key
            left.body.addWidget(key)
        self.received = Received()
        self.received.removed.connect(self._remove)
        left.body.addSpacing(t.s)
        left.body.addWidget(self.received)
        columns.addWidget(left, 5)
        right = self._right()
        columns.addLayout(right, 5 if self._short else 4)
        for key in self._tip_keys():
            (left.body if self._short else right).addWidget(key)
        left.body.addStretch(1)
        self.body.addLayout(columns, 1)

    def _right(self) -> QVBoxLayout:
        right = QVBoxLayout()
        right.setSpacing(round(10 * theme.current().scale))
        self.pad = AmountPad(self._till.desk.settings.currency, short=self._short)
        self.pad.typed.connect(self._type)
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
        self.note = Banner("", "warn")
        self.note.hide()
        self.pay = Button(_("Take payment"), "primary", key="Enter", big=True)
        self.pay.setMinimumWidth(round(260 * theme.current().scale))
        self.pay.clicked.connect(self.take_payment)
        self.footer.setSpacing(t.l)
        self.footer.addWidget(self.change)
        self.footer.addWidget(self.aside, 1)
        self.footer.addWidget(self.note, 1)
        self.footer.addWidget(self.pay)

    def _show(self, *, typed: int | None = None) -> None:
        """Everything that follows from what was handed over."""
        words, state = screen(), self._state
        self.note.hide()
        self.aside.show()
        self.pad.field.clear_error()
        self.due.tell(words.money(state.due_now))
        lines = wording.lines_word(len(self._till.ticket.lines))
        parts = [_("Total {total}", total=words.money(state.total)), lines]
        if state.tip:
            parts.append(_("tip {tip}", tip=words.money(state.tip)))
        self.sum.setText(" · ".join(parts))
        self.extra.setText(self._covered())
        current = state.current.method_id if state.current and not self._tip_for else 0
        for method_id, key in self.tenders.items():
            key.setChecked(method_id == current)
        for staff_id, key in self.tips.items():
            key.setChecked(staff_id == self._tip_for)
            tip = state.tips.get(staff_id, 0)
            key.set_detail(words.money(tip) if tip else _("none"))
        self._show_amount(typed)
        names = {m.id: _(m.name) for m in self._till.shop.methods.values()}
        self.received.show_entries([(names[h.method_id], h.amount) for h in state.handed])
        self._show_change()
        self.pay.setEnabled(state.is_met and not self._busy)

    def _show_amount(self, typed: int | None) -> None:
        state = self._state
        if self._tip_for:
            self.pad.propose(state.tips.get(self._tip_for, 0), due=0)
            return
        amount = state.handed[-1].amount if state.entries else self._typed_before
        self.pad.propose(amount if amount is not None else state.due_now, due=state.due_now)

    def _show_change(self) -> None:
        state, words = self._state, screen()
        self.change.tell(words.money(state.change), "ok" if state.change else "muted")
        if state.entries and state.left:
            self.aside.setText(_("{due} is left for another tender.", due=words.money(state.left)))
        else:
            self.aside.setText("")

    def _covered(self) -> str:
        """What is already met by the tenders before, and the coins' rounding."""
        words, state, parts = screen(), self._state, list[str]()
        before = state.handed[:-1]
        if before:
            parts.append(_("{paid} received", paid=words.money(sum(h.amount for h in before))))
        rounding = self._rounding()
        if rounding:
            parts.append(_("{amount} cash rounding", amount=words.money(rounding)))
        return " · ".join(parts)

    def _rounding(self) -> int:
        try:
            return self._state.settlement().cash_rounding if self._state.is_met else 0
        except Refusal:  # said when payment is taken
            return 0

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
