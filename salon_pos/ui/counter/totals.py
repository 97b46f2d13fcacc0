"""What stands between the lines and Pay: list price, what comes off and why, the taxes."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.domain.catalog import TaxMode
from salon_pos.domain.coupons import Coupon
from salon_pos.domain.explain import factors
from salon_pos.domain.pricing import Bill
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.counter import wording
from salon_pos.ui.counter.known_code import Known
from salon_pos.ui.counter.till import Till
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.chip import Chip
from salon_pos.ui.widgets.clear import clear
from salon_pos.ui.widgets.figures import TotalRow
from salon_pos.ui.widgets.flow import Flow
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.text import Text


class Totals(QWidget):
    """Rows of the bill, each discount on the whole as a chip that can be taken off, and 抹零; what
    was shown and pays later, as a chip too."""

    discount_asked = Signal()
    round_off_asked = Signal()
    discount_dropped = Signal(int)
    coupon_dropped = Signal()
    shown_dropped = Signal(int)

    def __init__(self, till: Till) -> None:
        super().__init__()
        self._till, self._low = till, False
        t = theme.tokens()
        column = QVBoxLayout(self)
        column.setContentsMargins(t.xs, 0, t.xs, 0)
        column.setSpacing(0)
        self._chip_box, self._row_box = QWidget(), QWidget()
        self._chips = Flow(self._chip_box)
        self._rows = QVBoxLayout(self._row_box)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self.only_for = Paragraph("", "small", tone="warn")
        self.discount = Button(_("Discount"), "block", icon="percent", key="F4")
        self.round_off = Button(_("Round off"), "block", icon="coins", key="F6")
        self.round_off.setCheckable(True)
        self.discount.clicked.connect(self.discount_asked)
        self.round_off.clicked.connect(self._asked)
        keys = QHBoxLayout()
        keys.setSpacing(t.s)
        for key in (self.discount, self.round_off):
            key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            keys.addWidget(key, 1)
        column.addLayout(keys)
        column.addSpacing(t.s)
        column.addWidget(self._chip_box)
        column.addWidget(self.only_for)
        column.addWidget(self._row_box)

    def set_low(self, low: bool) -> None:
        """In a low window the rows become one line, so that the lines keep their place."""
        if low != self._low:
            self._low = low
            self.look_again()

    def look_again(self) -> None:
        """Show the bill as it is now."""
        has_lines = bool(self._till.ticket.lines)
        self.round_off.setVisible(has_lines and self._till.shop.round_off_reason is not None)
        self.round_off.setChecked(self._till.is_rounded_off)
        self._show_chips()
        self._show_what_for()
        self._show_rows()
        self.discount.setVisible(has_lines)
        self.setVisible(has_lines or self._chips.count() > 0)

    def _asked(self) -> None:
        self.round_off.setChecked(self._till.is_rounded_off)
        self.round_off_asked.emit()

    def _show_chips(self) -> None:
        clear(self._chips)
        bill, given = self._till.bill, self._till.ticket.discounts
        for place, discount in enumerate(given):
            if self._till.rounds(discount):
                continue  # its own key takes it off again
            words = wording.discount_words(discount, self._till.shop)
            off = bill.discounts[place] if bill else discount.amount
            chip = Chip(f"{words} {screen().money(-off)}", "accent", remove_word=_("Take it off"))
            chip.removed.connect(lambda place=place: self.discount_dropped.emit(place))
            self._chips.addWidget(chip)
        if self._till.ticket.coupon:
            self._chips.addWidget(self._coupon_chip(self._till.book.coupon))
        for place, shown in enumerate(self._till.shown):
            self._chips.addWidget(self._shown_chip(place, shown))
        self._chip_box.setVisible(self._chips.count() > 0)

    def _coupon_chip(self, coupon: Coupon | None) -> Chip:
        """What the voucher takes off, or what it still needs."""
        bill, words = self._till.bill, screen()
        if bill is None:
            said = _("cannot be used")
        elif bill.is_coupon_idle:
            said = _("takes nothing off yet")
        elif bill.coupon_missing:
            said = _("{missing} more for it", missing=words.money(bill.coupon_missing))
        else:
            said = words.money(-bill.coupon_off)
        name, tone = coupon.name if coupon else _("Voucher"), "accent"
        if bill is None or bill.coupon_missing:
            tone = "warn"
        chip = Chip(f"{name} {said}", tone, remove_word=_("Take it off"))
        chip.removed.connect(self.coupon_dropped)
        return chip

    def _show_what_for(self) -> None:
        """What the voucher waits for, whole: a chip has no room for it."""
        bill = self._till.bill
        items = bill.coupon_for if bill and bill.is_coupon_idle else ()
        self.only_for.setText(_("only for {items}", items=items))
        self.only_for.setVisible(bool(items))

    def _shown_chip(self, place: int, shown: Known) -> Chip:
        """A cash voucher or gift card that waits for the payment."""
        said = _("{voucher}, at payment", voucher=shown.name)
        chip = Chip(said, "accent", remove_word=_("Take it off"))
        chip.removed.connect(lambda: self.shown_dropped.emit(place))
        return chip

    def _show_rows(self) -> None:
        clear(self._rows)
        bill = self._till.bill
        if bill is None or not bill.lines:
            return
        words = screen()
        rows = [(_("List price"), bill.list_total)]
        member_off = sum(line.member_off for line in bill.lines)
        if member_off:
            by_card = wording.card_percents(bill, self._till.book)
            rows.append((" · ".join([_("Member benefit"), *by_card]), -member_off))
        if bill.coupon_off:
            rows.append((_("Voucher"), -bill.coupon_off))
        by_reason = wording.discounts_by_reason(bill, self._till.ticket.discounts, self._till.shop)
        rows += [(name, -off) for name, off in by_reason.items()]
        for tax in bill.taxes:
            if tax.amount or tax.base:
                name = f"{tax.tax.name} {words.rate(tax.tax.rate_ppm)}"
                inside = bill.tax_mode is TaxMode.INCLUSIVE
                rows.append((_("{tax} included", tax=name) if inside else name, tax.amount))
        if bill.covered:
            rows.append((_("Paid by packs"), -bill.covered))
        points = self._points(bill)
        if self._low:
            said = " · ".join(f"{name} {words.money(amount)}" for name, amount in rows)
            said += f" · {points[0]} {points[1]}" if points else ""
            self._rows.addWidget(Text(said, "small", tone="muted"))
            return
        for name, amount in rows:
            self._rows.addWidget(TotalRow(name, words.money(amount)))
        if points:
            self._rows.addWidget(TotalRow(points[0], points[1], note=points[2]))

    def _points(self, bill: Bill) -> tuple[str, str, str] | None:
        """What the ticket earns if it is paid with money, and how that came to be."""
        membership = self._till.membership
        earned = membership.earned(self._till.ticket, bill)
        if earned is None:
            return None
        how = factors(earned.why, membership.tier_names)
        note = screen().sentence(how) if how else ""
        return _("Points"), f"+{screen().number(earned.points)}", note
