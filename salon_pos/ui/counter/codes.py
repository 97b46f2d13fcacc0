"""A code that is scanned or typed at the counter: what it is, and putting it to use."""

from collections.abc import Callable

from salon_pos.db.queries import people
from salon_pos.domain.cards import CardKind, check_usable, is_signed
from salon_pos.domain.catalog import Item
from salon_pos.domain.refusal import Refusal
from salon_pos.i18n import _, screen
from salon_pos.ui.counter import look_up
from salon_pos.ui.counter.known_code import Known
from salon_pos.ui.counter.till import Till
from salon_pos.ui.counter.way_back import WayBack
from salon_pos.ui.shell import Shell
from salon_pos.usecases.cards import find_card
from salon_pos.usecases.coupons import check_fits


class Codes:
    """`add` puts an item on the ticket, `attach` a client, `offer_packs` asks which pack a session
    is taken from, `pay_with` opens the payment and pays with a code."""

    def __init__(
        self,
        till: Till,
        shell: Shell,
        *,
        add: Callable[[Item], None],
        attach: Callable[[int], None],
        offer_packs: Callable[[], None],
        pay_with: Callable[[str], None],
    ) -> None:
        self._till, self._shell = till, shell
        self._add, self._attach = add, attach
        self._offer_packs, self._pay_with = offer_packs, pay_with

    def scanned(self, code: str) -> bool:
        """An item's barcode, a card, a voucher, a gift card, or whatever a client is found by.
        Whether it was one of them; what it is not is said."""
        item = look_up.by_code(code, look_up.on_sale(self._till.desk.book))
        if item:
            self._add(item)
            return True
        if self._attach_holder(code):
            return True
        if known := self._till.known(code):
            self._use(known)
            return True
        found = [one for one in people.find_clients(code, limit=2) if one.card is None]
        if len(found) == 1:
            self._attach(found[0].client.id)
            return True
        self._shell.toast(_("Nothing is known under {code}.", code=code))
        return False

    def use_coupon(self, code: str) -> None:
        """A voucher with conditions lowers the price; where it takes nothing off yet, what it waits
        for is said."""
        before, known = self._till.ticket, self._till.known(code)
        if not self._till.attempt(lambda: self._till.change(self._till.with_coupon(code))):
            return
        said = [_("On the ticket: {voucher}.", voucher=known.words if known else code)]
        if why := self._why_nothing():
            said.append(why)
        self._shell.toast(screen().together(said), WayBack(self._shell, before))

    def _why_nothing(self) -> str:
        """Why the ticket's voucher takes nothing off yet."""
        bill = self._till.bill
        if bill and bill.is_coupon_idle and bill.coupon_for:
            return _("None of that is on the ticket yet.")
        try:
            if bill:
                check_fits(bill)
        except Refusal as refusal:
            return screen().sentence(refusal)
        return ""

    def _use(self, known: Known) -> None:
        """On the ticket, or at the payment: at once where there is something to pay, else as soon
        as there is. What is one client's alone says who came, as their card does."""
        if known.client_id is not None and self._till.ticket.client_id is None:
            self._attach(known.client_id)
        if why := known.why_not(self._till.ticket):
            self._shell.toast(_("{items}: {why}", items=known.name, why=screen().sentence(why)))
        elif not known.pays:
            self.use_coupon(known.code)
        elif self._till.is_payable:
            self._pay_with(known.code)
        else:
            self._till.keep_shown(known)
            said = _("It pays as soon as payment is taken: {voucher}.", voucher=known.words)
            self._shell.toast(said)

    def _attach_holder(self, code: str) -> bool:
        """Whether `code` is a card's: its holder is put on the ticket, or it is said why not. One
        whose period is over gives nothing any more, and still says who came; a pack's card asks
        which pack it is for."""
        desk = self._till.desk
        try:
            card = find_card(code)
        except Refusal as refusal:
            if refusal.key == "card_unknown" and not is_signed(code):
                return False
            self._shell.refuse(refusal)
            return True
        try:
            check_usable(card, desk.settings.business_day(desk.now()))
        except Refusal as refusal:
            self._shell.refuse(refusal)
            if refusal.key != "card_ended":
                return True
        self._attach(card.holder_id)
        if card.kind is CardKind.PACK:
            self._offer_packs()
        return True
