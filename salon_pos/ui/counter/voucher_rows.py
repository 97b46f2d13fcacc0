"""A client's vouchers as keys to tap, each with its terms and, where it does not fit, why."""

from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from salon_pos.db.queries.coupons import GivenCoupon
from salon_pos.db.queries.value import Voucher
from salon_pos.domain.pricing import price
from salon_pos.domain.refusal import Refusal
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.counter.till import NOTHING_YET, Till
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.row_button import RowButton
from salon_pos.usecases.coupons import check_fits


class VoucherRows(QWidget):
    """`cash_picked(code)` pays with a cash voucher, `coupon_picked(code)` puts one with conditions
    on the ticket. What does not fit rests, and says why below itself."""

    cash_picked = Signal(str)
    coupon_picked = Signal(str)

    def __init__(self, till: Till, *, only_coupons: bool = False) -> None:
        super().__init__()
        self._till = till
        self.keys: dict[str, RowButton] = {}
        self.why: dict[str, str] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.tokens().s)
        client_id = till.ticket.client_id
        member = till.membership.member(client_id) if client_id is not None else None
        for given in member.coupons if member else ():
            self._add_coupon(given)
        for voucher in member.vouchers if member and not only_coupons else ():
            self._add_cash(voucher)

    def _add_coupon(self, given: GivenCoupon) -> None:
        coupon, said = given.coupon, screen()
        off = said.discount(coupon.percent_bp) if coupon.percent_bp else said.money(-coupon.amount)
        why = "" if coupon.uid == self._till.ticket.coupon else self._why_not(given)
        self._add(coupon.code, f"{coupon.name} {off}", _terms(coupon.least, given.expires), why)
        key = self.keys[coupon.code]
        key.setCheckable(True)
        key.setChecked(coupon.uid == self._till.ticket.coupon)
        key.clicked.connect(partial(self._pick_coupon, coupon.code))

    def _add_cash(self, voucher: Voucher) -> None:
        label = _("Cash voucher {amount}", amount=screen().money(voucher.face))
        why, bill = "", self._till.bill
        if bill is None or not self._till.ticket.lines:
            why = screen().text(NOTHING_YET)
        elif bill.without_prepaid < voucher.least:
            why = _("This voucher is for bills of {least} or more, prepaid not counted.",
                    least=screen().money(voucher.least))  # fmt: skip
        self._add(voucher.code, label, _terms(voucher.least, voucher.expires), why)
        self.keys[voucher.code].clicked.connect(partial(self._pick_cash, voucher.code))

    def _add(self, code: str, label: str, terms: str, why: str) -> None:
        key = RowButton(label, note="" if why else terms, icon="ticket", tall=True)
        key.setEnabled(not why)
        self.keys[code], self.why[code] = key, why
        self._column.addWidget(key)
        if why:
            self._column.addWidget(Paragraph(why, "small", tone="warn"))

    def _items(self, given: GivenCoupon) -> str:
        items = self._till.desk.book.items
        named = [items[i].name for i in sorted(given.coupon.item_ids) if i in items]
        return screen().several(named)

    def _why_not(self, given: GivenCoupon) -> str:
        """Why a voucher with conditions takes nothing off here; empty where it does."""
        till = self._till
        if not till.ticket.lines:
            return screen().text(NOTHING_YET)
        ticket = replace(till.ticket, coupon=given.coupon.uid)
        for_items = given.coupon.item_ids
        if for_items and not any(line.item_id in for_items for line in ticket.lines):
            return _("Nothing that it is for is on the ticket: {items}.", items=self._items(given))
        try:
            check_fits(price(ticket, till.book_for(ticket)))
        except Refusal as refusal:
            return screen().sentence(refusal)
        return ""

    def _pick_coupon(self, code: str, _on: bool = False) -> None:
        self.coupon_picked.emit(code)

    def _pick_cash(self, code: str, _on: bool = False) -> None:
        self.cash_picked.emit(code)


def _terms(least: int, expires: date | None) -> str:
    """From what bill on, and until when."""
    parts = [_("from {sum}", sum=screen().price(least))] if least else []
    return " · ".join([*parts, _("to {day}", day=expires)] if expires else parts)
