"""What the pay panel asks aside: a card's PIN, and the code of a gift card, voucher or card."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from salon_pos.domain.catalog import TenderKind
from salon_pos.domain.offers import Offer
from salon_pos.domain.refusal import Refusal
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.counter.till import Till
from salon_pos.ui.signin.pin_entry import PinEntry
from salon_pos.ui.signin.pin_panel import PinPanel
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.confirm import Panel
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.usecases.cards import unlock_card
from salon_pos.usecases.offers import offer_of_code
from salon_pos.usecases.value import Paying

_WIDE = 440


class CardPin(PinPanel):
    """`unlocked(word)` once the client has typed the card's PIN."""

    unlocked = Signal(str)

    def __init__(self, host: QWidget, till: Till, card: str, why: str) -> None:
        super().__init__(host, _("The card's PIN"), why, leave=_("Another tender"))
        self._till, self._card = till, card
        entry = PinEntry(_("Unlock the card"))
        entry.submitted.connect(self._try)
        self.lay_out(entry)

    def _try(self, pin: str) -> None:
        """Off the window's thread: checking a PIN is slow on purpose."""
        desk = self._till.desk
        deed = partial(
            unlock_card, self._card, pin,
            ticket_uid=self._till.ticket.uid, by=desk.actor, now=desk.now(),
        )  # fmt: skip
        desk.work(lambda _task: deed(), then=self._done, refused=self.refuse)

    def _done(self, word: str) -> None:
        self.dismiss()
        self.unlocked.emit(word)


class AskCode(Panel):
    """`found(offer)` for the code that is typed or scanned; `coupon_shown(code)` for a voucher with
    conditions, which lowers the price: `try_coupon(code)` refuses one that does not fit."""

    found = Signal(object)
    coupon_shown = Signal(str)

    def __init__(
        self, host: QWidget, kind: TenderKind, paying: Paying,
        try_coupon: Callable[[str], object],
    ) -> None:  # fmt: skip
        super().__init__(host, width=_WIDE)
        self._kind, self._paying, self._try_coupon = kind, paying, try_coupon
        title, label = {
            TenderKind.GIFT_CARD: (_("Gift card"), _("Code")),
            TenderKind.VOUCHER: (_("Voucher"), _("Code")),
            TenderKind.STORED_VALUE: (_("Another client's card"), _("Number")),
        }[kind]
        self.code = Field(label, placeholder=_("Type or scan"))
        self.use = Button(_("Use it"), "primary", key="Enter", big=True)
        self.body.setSpacing(theme.tokens().m)
        self.body.addWidget(Paragraph(title, "lead", weight=500))
        self.body.addWidget(self.code)
        self.body.addWidget(self.use)
        self.code.committed.connect(self._use)
        self.use.clicked.connect(self._use)

    def first_focus(self) -> QWidget | None:
        return self.code.line

    def scanned(self, code: str) -> bool:
        """A scan is the code that is asked for."""
        self.code.set_value(code)
        self._use()
        return True

    def _use(self) -> None:
        code, offer = self.code.value(), None
        try:
            offer = self._offer(code)
        except Refusal as refusal:
            self.code.set_error(screen().sentence(refusal))
            return
        self.dismiss()
        if offer is None:
            self.coupon_shown.emit(code)
        else:
            self.found.emit(offer)

    def _offer(self, code: str) -> Offer | None:
        """What the code may pay; None where it lowers the price instead."""
        try:
            return offer_of_code(code, self._kind, self._paying)
        except Refusal as refusal:
            if refusal.key != "voucher_no_money":
                raise
        self._try_coupon(code)
        return None
