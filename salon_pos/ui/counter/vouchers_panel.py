"""The vouchers of the client on the ticket, to tap."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from salon_pos.i18n import _
from salon_pos.ui import theme
from salon_pos.ui.counter.till import Till
from salon_pos.ui.counter.voucher_rows import VoucherRows
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.ui.widgets.slide_over import SlideOver
from salon_pos.ui.widgets.text import Text


class VouchersPanel(SlideOver):
    """`cash_picked(code)` and `coupon_picked(code)`, and it is left."""

    cash_picked = Signal(str)
    coupon_picked = Signal(str)

    def __init__(self, host: QWidget, till: Till, name: str) -> None:
        super().__init__(host, _("Back to the ticket"), fraction=0.42, least=520, footer=False)
        title = _("Vouchers of {name}", name=name)
        self.header.addWidget(Text(title, "title", weight=500), 1)
        column = ScrollColumn()
        column.body.setSpacing(theme.tokens().m)
        column.body.setContentsMargins(0, 0, theme.tokens().m, 0)  # room for its scroll bar
        how = _("One with conditions lowers the price. A cash voucher pays, and opens the payment.")
        self.rows = VoucherRows(till)
        column.body.addWidget(Paragraph(how, "small", tone="muted"))
        column.body.addWidget(self.rows)
        column.body.addStretch(1)
        self.body.addWidget(column, 1)
        for picked, then in (
            (self.rows.cash_picked, self.cash_picked),
            (self.rows.coupon_picked, self.coupon_picked),
        ):
            picked.connect(self.dismiss)
            picked.connect(then)
