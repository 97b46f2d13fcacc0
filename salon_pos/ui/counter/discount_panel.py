"""A discount on a line or on the whole ticket: percent or amount, with its reason."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from salon_pos.db.queries import value
from salon_pos.domain.limits import Given
from salon_pos.domain.money import Amount, Percent, parse_decimal, parse_money
from salon_pos.domain.pricing import price
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.ticket import Discount, Ticket, change_line
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.counter.till import Till
from salon_pos.ui.counter.voucher_rows import VoucherRows
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.figures import Headline
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.row_button import RowButton
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.ui.widgets.slide_over import SlideOver
from salon_pos.ui.widgets.text import Text
from salon_pos.usecases.codes import typed_code

QUICK = (1_000, 1_500, 2_000)
PERCENT, AMOUNT = "percent", "amount"


class DiscountPanel(SlideOver):
    """`wanted(ticket)`: the ticket with the discount, which may still need a manager's word. The
    new total shows before it is given. `cash_shown(code)`: a voucher that pays was shown."""

    wanted = Signal(object)
    cash_shown = Signal(str)

    def __init__(self, host: QWidget, till: Till, line_uid: str) -> None:
        super().__init__(host, _("Back to the ticket"), fraction=0.36, least=480)
        self._till, self._uid = till, line_uid
        self._reason = till.shop.usable_reasons[0].id if till.shop.usable_reasons else 0
        self.header.addWidget(Text(self._title(), "title", weight=500), 1)
        column = ScrollColumn()
        column.body.setSpacing(theme.tokens().m)
        self.body.addWidget(column, 1)
        self._amount(column)
        self._reasons(column)
        if not line_uid:
            self._vouchers(column)
        column.body.addStretch(1)
        self.total = Headline(_("New total"), "", "figure")
        self.give = Button(_("Give the discount"), "primary", key="Enter", big=True)
        self.give.clicked.connect(self._give)
        self.footer.addWidget(self.total, 1)
        if line_uid and till.ticket.line(line_uid).discount:
            self.off = Button(_("Take it off"), "danger", icon="trash-2", big=True)
            self.off.clicked.connect(self._take_off)
            self.footer.addWidget(self.off)
        self.footer.addWidget(self.give)
        self._look()

    def first_focus(self) -> QWidget | None:
        return self.field.line

    def _title(self) -> str:
        if not self._uid:
            return _("Discount on the ticket")
        line = self._till.ticket.line(self._uid)
        item = self._till.desk.book.items.get(line.item_id)
        return _("Discount on {item}", item=item.name if item else "")

    def _amount(self, column: ScrollColumn) -> None:
        currency = self._till.desk.settings.currency
        quick = QHBoxLayout()
        quick.setSpacing(theme.tokens().s)
        self.quick: dict[int, Button] = {}
        for basis_points in QUICK:
            key = Button(screen().discount(basis_points), "block")
            key.setCheckable(True)
            key.clicked.connect(lambda _=False, bp=basis_points: self._take_quick(bp))
            self.quick[basis_points] = key
            quick.addWidget(key, 1)
        self.kind = Choice("", [(PERCENT, _("Percent")), (AMOUNT, _("Amount"))])
        self.kind.blocks.setAccessibleName(_("Percent or amount"))
        self.kind.picked.connect(self._turn)
        self.field = Field("", "percent", after="%", big=True)
        self.field.line.setAccessibleName(_("How much comes off"))
        self.money = Field("", "money", before=currency.symbol, big=True)
        self.money.line.setAccessibleName(_("How much comes off"))
        self.money.hide()
        for field in (self.field, self.money):
            field.changed.connect(self._look)
            field.committed.connect(self._give)
        column.body.addLayout(quick)
        for part in (self.kind, self.field, self.money):
            column.body.addWidget(part)

    def _reasons(self, column: ScrollColumn) -> None:
        column.body.addWidget(Text(_("Reason"), "small", tone="muted"))
        self.reasons: dict[int, RowButton] = {}
        for reason in self._till.shop.usable_reasons:
            key = RowButton(_(reason.name), detail=_limit(reason.limit_bp, reason.limit_amount))
            key.setCheckable(True)
            key.clicked.connect(lambda _=False, id_=reason.id: self._choose(id_))
            self.reasons[reason.id] = key
            column.body.addWidget(key)
        if not self.reasons:
            none = _("No discount reason is in use. A manager adds one in the back office.")
            column.body.addWidget(Paragraph(none, "small", tone="muted"))

    def _vouchers(self, column: ScrollColumn) -> None:
        self.vouchers = VoucherRows(self._till, only_coupons=True)
        self.vouchers.coupon_picked.connect(self._put_on)
        if self.vouchers.keys:
            column.body.addSpacing(theme.tokens().m)
            column.body.addWidget(Text(_("Vouchers"), "small", tone="muted"))
            column.body.addWidget(self.vouchers)
        self.voucher = Field(_("Or a voucher’s code"), placeholder=_("Type or scan"))
        self.voucher.committed.connect(self._use_voucher)
        column.body.addSpacing(theme.tokens().m)
        column.body.addWidget(self.voucher)

    def scanned(self, code: str) -> bool:
        """A scan is the code of a voucher."""
        if self._uid:
            return False
        self.voucher.set_value(code)
        self._use_voucher()
        return True

    def _use_voucher(self) -> None:
        code = self.voucher.value()
        if value.voucher(typed_code(code)):
            self.cash_shown.emit(code)
        else:
            self._put_on(code)

    def _put_on(self, code: str) -> None:
        try:
            ticket = self._till.with_coupon(code)
        except Refusal as refusal:
            self.voucher.set_error(screen().sentence(refusal))
        else:
            self.wanted.emit(ticket)

    def _take_quick(self, basis_points: int) -> None:
        self.kind.set_value(PERCENT)
        self._turn(PERCENT)
        self.field.set_value(str(basis_points // 100))
        self._look()

    def _turn(self, kind: str) -> None:
        self.field.setVisible(kind == PERCENT)
        self.money.setVisible(kind == AMOUNT)
        (self.field if kind == PERCENT else self.money).line.setFocus()
        self._look()

    def _choose(self, reason_id: int) -> None:
        self._reason = reason_id
        self._field().line.setFocus()  # so that Enter gives it
        self._look()

    def _look(self) -> None:
        """The new total, or what is wrong beside the field; and whether a manager is needed."""
        for reason_id, key in self.reasons.items():
            key.setChecked(reason_id == self._reason)
        for basis_points, key in self.quick.items():
            is_it = self.kind.value() == PERCENT and self.field.value() == str(basis_points // 100)
            key.setChecked(is_it)
        field = self._field()
        field.clear_error()
        self.give.setEnabled(False)
        bill = self._till.bill
        self.total.tell(screen().money(bill.total) if bill else "")
        if not field.value():
            return
        try:
            ticket = self._wished()
            given = self._till.given(ticket)
        except Refusal as refusal:
            field.set_error(screen().sentence(refusal))
            return
        self._tell(ticket, [g for g in given if g.needs_manager and not g.discount.approval])

    def _tell(self, ticket: Ticket, above: list[Given]) -> None:
        total = price(ticket, self._till.book_for(ticket)).total
        self.total.tell(screen().money(total))
        self.give.setEnabled(bool(self.reasons))
        self.give.set_label(_("Ask a manager") if above else _("Give the discount"))

    def _wished(self) -> Ticket:
        discount, ticket = self._discount(), self._till.ticket
        if self._uid:
            return change_line(ticket, replace(ticket.line(self._uid), discount=discount))
        return replace(ticket, discounts=(*ticket.discounts, discount))

    def _discount(self) -> Discount:
        if self.kind.value() == PERCENT:
            percent = parse_decimal(self.field.value(), digits=2, field="discount", example="12.5")
            return Discount(self._reason, percent_bp=percent)
        currency = self._till.desk.settings.currency
        amount = parse_money(self.money.value(), currency, field="discount")
        return Discount(self._reason, amount=amount)

    def _field(self) -> Field:
        return self.field if self.kind.value() == PERCENT else self.money

    def _give(self) -> None:
        if self.give.isEnabled():
            self.wanted.emit(self._wished())

    def _take_off(self) -> None:
        self._till.attempt(lambda: self._till.discount_line(self._uid, None))
        self.dismiss()


def _limit(limit_bp: int | None, limit_amount: int | None) -> str:
    """Up to where a reason may be given without a manager."""
    if limit_bp is not None:
        return _("up to {limit}", limit=Percent(limit_bp))
    if limit_amount is not None:
        return _("up to {limit}", limit=Amount(limit_amount))
    return ""
