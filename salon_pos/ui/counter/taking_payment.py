"""Taking payment at the counter: what must be in order first, what is asked aside, and the end."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from salon_pos.db.queries import cards, people
from salon_pos.domain.cards import Card
from salon_pos.domain.catalog import TenderKind
from salon_pos.domain.money import Amount
from salon_pos.domain.receipt import Receipt
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.ticket import Ticket
from salon_pos.i18n import _, screen
from salon_pos.ui.counter.approving import with_approvals
from salon_pos.ui.counter.till import NOTHING_YET, Till
from salon_pos.ui.counter.way_back import close_ways_back
from salon_pos.ui.receipt.pdf_file import receipt_folder, write_pdf
from salon_pos.ui.shell import Shell
from salon_pos.usecases.approving import WordFor
from salon_pos.usecases.value import deliveries

if TYPE_CHECKING:
    from salon_pos.ui.counter.pay.panel import PayPanel


class TakingPayment:
    """`issue_card` where a top-up has no card to go to; `search` takes what is typed next."""

    def __init__(
        self,
        till: Till,
        shell: Shell,
        *,
        issue_card: Callable[[], None],
        search: Callable[[str], None],
    ) -> None:
        self._till, self._shell = till, shell
        self._issue_card, self._search = issue_card, search

    def pay(self) -> None:
        """Open the pay panel, once everything on the ticket is in order."""
        self.pay_with("")

    def pay_with(self, code: str) -> None:
        """The same, and pay with what has this code: a gift card, a cash voucher, a card; after
        what was shown before."""
        from salon_pos.ui.counter.pay.panel import PayPanel

        till = self._till
        if till.trouble or not till.ticket.lines:
            self._shell.refuse(till.trouble or Refusal("empty_ticket", NOTHING_YET))
            return
        nobody = till.missing_staff()
        if nobody:
            till.select(nobody.uid)
            item = till.desk.book.items[nobody.item_id]
            self._shell.toast(_("Choose who does {item}.", item=item.name))
            return

        if not self._can_deliver():
            return

        def open_panel(ticket: Ticket) -> None:
            till.change(ticket, round_=False)
            panel = PayPanel(self._shell, till)
            panel.paid.connect(self._paid)
            panel.pin_asked.connect(partial(self._ask_pin, panel))
            panel.code_asked.connect(partial(self._ask_code, panel))
            panel.word_asked.connect(partial(self._ask_word, panel))
            panel.coupon_shown.connect(partial(self._lower, panel))
            for key, words, do in panel.bindings():
                self._shell.bind(panel, key, words, do)
            self._shell.slide_over(panel)
            for each in dict.fromkeys((*(one.code for one in till.shown), code)):
                if each:
                    panel.scanned(each)

        with_approvals(till, self._shell, till.ticket, open_panel)

    def _can_deliver(self) -> bool:
        """Whether everything prepaid has somebody it goes to; a card that is missing is issued
        first."""
        till = self._till
        assert till.bill is not None
        try:
            list(deliveries(till.membership.paying(till.ticket, till.bill)))
        except Refusal as refusal:
            self._shell.refuse(refusal)
            if refusal.key == "no_card":
                self._issue_card()
            return False
        return True

    def _ask_pin(self, pay: "PayPanel", card: str, why: str) -> None:
        from salon_pos.ui.counter.pay.asking import CardPin

        found = cards.card_by_uid(card)
        if found and not found.has_pin:
            self._say_no_pin(found, then=partial(self._ask_pin, pay, card, why))
            return
        panel = CardPin(self._shell, self._till, card, why)
        panel.unlocked.connect(partial(pay.unlock, card))
        self._shell.slide_over(panel)

    def _say_no_pin(self, card: Card, *, then: Callable[[], None]) -> None:
        """Where there is no PIN to type, its holder may choose one here."""
        from salon_pos.ui.counter.pay.no_pin import NoPin
        from salon_pos.ui.member.small_panels import CardPinPanel

        def choose() -> None:
            choosing = CardPinPanel(self._shell, self._till.desk, card)
            choosing.done.connect(then)
            self._shell.slide_over(choosing)

        holder = people.client(card.holder_id)
        panel = NoPin(self._shell, self._till.desk, card.number, holder.name if holder else "")
        panel.pin_wanted.connect(choose)
        self._shell.slide_over(panel)

    def _lower(self, pay: "PayPanel", code: str) -> None:
        """A voucher with conditions goes on the ticket; payment starts anew at the lower price."""
        try:
            ticket = self._till.with_fitting_coupon(code)
        except Refusal as refusal:
            pay.say(refusal)
            return
        pay.dismiss()
        if self._till.attempt(lambda: self._till.change(ticket, round_=False)):
            self._shell.toast(_("The voucher is on the ticket."))
            self.pay()

    def _ask_word(self, pay: "PayPanel", refusal: Refusal) -> None:
        from salon_pos.ui.approval import for_deed

        amount, ticket = refusal.values["amount"], self._till.ticket.uid
        assert isinstance(amount, Amount)
        kind = WordFor.PACKS if refusal.key == "pack_word_other" else WordFor.ON_ACCOUNT
        panel = for_deed(
            self._shell, self._till.desk, screen().sentence(refusal),
            subject=kind.subject(ticket), amount=amount.minor,
        )  # fmt: skip
        panel.approved.connect(pay.agree)
        self._shell.slide_over(panel)

    def _ask_code(self, pay: "PayPanel", kind: TenderKind) -> None:
        from salon_pos.ui.counter.pay.asking import AskCode
        from salon_pos.ui.counter.pay.platform import AskPlatform

        if kind is TenderKind.PLATFORM:
            panel = AskPlatform(self._shell, self._till, pay.open_due)
        else:
            panel = AskCode(self._shell, kind, pay.paying, self._till.with_fitting_coupon)
            panel.coupon_shown.connect(partial(self._lower, pay))
        panel.found.connect(pay.pay_from)
        self._shell.slide_over(panel)

    def _paid(self, paid: tuple[Receipt, int]) -> None:
        from salon_pos.ui.counter.pay.done import DonePanel

        receipt, change = paid
        close_ways_back(self._shell, receipt.uid)
        panel = DonePanel(self._shell, receipt, change)
        panel.pdf_asked.connect(lambda: self._save_pdf(receipt))
        panel.typed.connect(self._search)
        self._shell.bind(panel, "F7", _("Receipt as PDF"), panel.pdf_asked.emit)
        self._shell.slide_over(panel)

    def _save_pdf(self, receipt: Receipt) -> None:
        from salon_pos.ui.receipt.pdf_file import show_file

        def drawn(file) -> None:
            self._shell.toast(_("The receipt is saved as {file}.", file=str(file)))
            show_file(file)

        folder = receipt_folder()
        self._till.desk.work(lambda _task: write_pdf(receipt, folder, copy=False), then=drawn)
