"""What the counter's keys and taps do: ask the till, open a panel, say what happened."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from salon_pos.db.queries.value import Pack
from salon_pos.domain.cards import Card
from salon_pos.domain.catalog import Item, Pricing
from salon_pos.domain.lots import held
from salon_pos.domain.people import Client
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.rights import Right
from salon_pos.domain.ticket import Credit, Ticket, free_source
from salon_pos.i18n import _, n_, screen
from salon_pos.ui.counter import parked, wording
from salon_pos.ui.counter.approving import with_approvals
from salon_pos.ui.counter.codes import Codes
from salon_pos.ui.counter.taking_payment import TakingPayment
from salon_pos.ui.counter.till import NOTHING_YET, Till
from salon_pos.ui.counter.way_back import WayBack
from salon_pos.ui.member import opening
from salon_pos.ui.member.wording import card_words
from salon_pos.ui.shell import Shell


class Deeds:
    """One method for each thing a cashier does. `name_of` says who a client is; `search` puts
    words into the search field."""

    def __init__(
        self,
        till: Till,
        shell: Shell,
        *,
        name_of: Callable[[int], str],
        search: Callable[[str], None],
    ) -> None:
        self._till, self._shell = till, shell
        self._name_of, self._search = name_of, search
        taking = TakingPayment(till, shell, issue_card=self.issue_card, search=search)
        self.pay, self.pay_with = taking.pay, taking.pay_with
        codes = Codes(till, shell, add=self.add, attach=self.attach, offer_packs=self._offer_own,
                      pay_with=self.pay_with)  # fmt: skip
        self.scanned, self.use_coupon = codes.scanned, codes.use_coupon

    def attempt(self, deed: Callable[..., Any], *args: Any) -> bool:
        """Do what may be refused; the refusal is said."""
        return self._till.attempt(partial(deed, *args))

    # --- who

    def attach(self, client_id: int | None) -> None:
        """Put a client on the ticket, or take the one there off."""
        before = self._till.ticket
        if client_id == before.client_id or not self.attempt(self._till.set_client, client_id):
            return
        if client_id is None:
            self._shell.toast(_("The client is off the ticket."), WayBack(self._shell, before))
        elif before.client_id is not None:
            names = {"new": self._name_of(client_id), "old": self._name_of(before.client_id)}
            said = _("The ticket is {new}’s now, no longer {old}’s.", **names)
            self._shell.toast(said, WayBack(self._shell, before))

    def new_client(self, typed: str = "") -> None:
        """Ask for a name and a phone, and put the new client on the ticket."""
        from salon_pos.ui.counter.new_client import NewClient

        panel = NewClient(self._shell, self._till.desk, typed)
        panel.saved.connect(self._attach_new)
        panel.card_asked.connect(self.issue_card)
        self._shell.bind(panel, "Ctrl+K", _("Save and issue a card"), panel.save_and_enrol)
        self._shell.slide_over(panel)

    def start_for(self, client_id: int) -> None:
        """A new ticket for a client; the one on the counter is parked as it is."""
        if self._till.ticket.is_blank or self.attempt(
            parked.park, self._till, self._till.ticket.tag
        ):
            self.attach(client_id)

    def issue_card(self) -> None:
        """A card for the client on the ticket."""
        from salon_pos.ui.member.enrol import EnrolPanel

        client_id = self._till.ticket.client_id
        if client_id is None:
            self._shell.toast(_("Find the client first, then issue a card."))
            return
        panel = EnrolPanel(self._shell, self._till.desk, client_id, self._name_of(client_id))
        panel.issued.connect(self._issued)
        self._shell.slide_over(panel)

    def open_cards(self, cards: Sequence[Card]) -> None:
        """One of the payer's cards with its deeds; which, where they have several."""
        if len(cards) == 1:
            opening.open_card(self._shell, self._till.desk, cards[0].uid)
            return
        from salon_pos.ui.counter.asking import Ask

        named = [(card.uid, card.number, card_words(card)) for card in cards]
        panel = Ask(self._shell, _("Cards"), _("Which card?"), named)
        panel.answered.connect(
            lambda uid: opening.open_card(self._shell, self._till.desk, str(uid))
        )
        self._shell.slide_over(panel)

    def open_holding(self, what: str) -> None:
        """The payer's points, vouchers, deposit, or what they owe on account."""
        client_id = self._till.ticket.client_id
        if client_id is None:
            self._shell.toast(_("There is no client on the ticket."))
        else:
            opening.open_holding(self._shell, self._till.desk, client_id, what)

    def show_vouchers(self) -> None:
        """The payer's vouchers: one that pays opens the payment, one with conditions goes on."""
        from salon_pos.ui.counter.vouchers_panel import VouchersPanel

        client_id = self._till.ticket.client_id
        if client_id is None:
            self._shell.toast(_("There is no client on the ticket."))
            return
        panel = VouchersPanel(self._shell, self._till, self._name_of(client_id))
        panel.cash_picked.connect(self.pay_with)
        panel.coupon_picked.connect(self.use_coupon)
        self._shell.slide_over(panel)

    def open_points(self) -> None:
        """Rewards, activities and points by hand, for who may."""
        if self._till.desk.may(Right.RUN_CARDS):
            self.open_holding(opening.POINTS)

    def give_gift(self) -> None:
        """The payer's birthday gift, for who may hand it over."""
        if self._till.desk.may(Right.RUN_CARDS):
            self.open_holding(opening.GIFT)

    def _issued(self, card: Card) -> None:
        name = self._name_of(card.holder_id)
        self._shell.toast(_("Card {number} is {name}'s now.", number=card.number, name=name))

    def _attach_new(self, client: Client) -> None:
        self._search("")
        self.attach(client.id)

    # --- what

    def add(self, item: Item, **asked: Any) -> None:
        """Put an item on the ticket, after asking what only the client can say. What the client has
        paid ahead is used first, then what is free with their tier."""
        pack = None if asked else self._till.pack_for(item.id)
        if pack is not None:
            self._use_prepaid(item, pack)
            return
        if not asked and self._till.free_left(item.id):
            self._take_free(item)
            return
        missing = {Pricing.OPEN: "typed_price", Pricing.LENGTH_LEVEL: "length"}.get(item.pricing)
        if missing and missing not in asked:
            self._ask(item, missing, asked)
            return
        if not self._till.attempt(partial(self._till.add_item, item, **asked)):
            return
        if self._till.ticket.client_id is None and self._till.needs_client(item):
            self._shell.toast(_("Find the client too: {item} is kept for them.", item=item.name))
        elif too_new := self._till.membership.pack_too_new(self._till.ticket, item.id):
            pack, service = (self._till.desk.book.items[one] for one in too_new)
            self._shell.toast(_(
                "{pack} can be used once it is paid, so {item} is charged here. To use it, take "
                "payment for the pack first, then open another ticket.",
                pack=pack.name, item=service.name,
            ))  # fmt: skip

    def add_usual(self, item_id: int, staff_id: int) -> None:
        """What this client usually has, done by who usually does it."""
        self._till.hand = (Credit(staff_id),)
        self.add(self._till.desk.book.items[item_id])

    def use_pack(self, uid: str) -> None:
        """One session of a pack; which service, where it is good for several."""
        book = self._till.desk.book
        client_id = self._till.ticket.client_id
        member = self._till.membership.member(client_id) if client_id is not None else None
        pack = next((p for p in member.packs if p.uid == uid), None) if member else None
        items = [book.items[i] for i in sorted(pack.item_ids) if i in book.items] if pack else []
        items = [item for item in items if not item.retired]
        if len(items) == 1:
            self._use_session(items[0].id, uid)
        elif pack and items:
            from salon_pos.ui.counter.asking import Ask

            named = [(item.id, item.name, wording.under_name(item)) for item in items]
            panel = Ask(self._shell, pack.name, _("What is the session for?"), named)
            panel.answered.connect(lambda item_id: self._use_session(item_id, uid))
            self._shell.slide_over(panel)
        else:
            self._shell.toast(_("Nothing on the price list is in this pack any more."))

    def use_a_pack(self) -> None:
        """The payer's pack; which, where they have several."""
        packs = self._packs()
        if len(packs) == 1:
            self.use_pack(packs[0].uid)
        else:
            self._offer_packs(packs)

    def _packs(self) -> list[Pack]:
        """The payer's packs that have a session for this ticket."""
        client_id = self._till.ticket.client_id
        member = self._till.membership.member(client_id) if client_id is not None else None
        return [p for p in member.packs if held(p.lots) > self._till.used(p.uid)] if member else []

    def _offer_own(self) -> None:
        self._offer_packs(self._packs())

    def _offer_packs(self, packs: Sequence[Pack]) -> None:
        from salon_pos.ui.counter.asking import Ask

        if not packs:
            self._shell.toast(_("There is no session left to use on this ticket."))
            return
        left = [held(pack.lots) - self._till.used(pack.uid) for pack in packs]
        named = [(pack.uid, pack.name, n_("{n} left", "{n} left", n))
                 for pack, n in zip(packs, left, strict=True)]  # fmt: skip
        panel = Ask(self._shell, _("Session pack"), _("Which pack?"), named)
        panel.answered.connect(self.use_pack)
        self._shell.slide_over(panel)

    def have_free(self, item_ids: frozenset[int]) -> None:
        """One of these items free with the payer's tier; which, where there are several."""
        book = self._till.book
        items = [book.items[i] for i in sorted(item_ids) if i in book.items]
        items = [item for item in items if not item.retired]
        source = free_source(book.tier)
        if len(items) == 1:
            self.add(items[0], source=source)
        elif items:
            from salon_pos.ui.counter.asking import Ask

            named = [(item.id, item.name, wording.under_name(item)) for item in items]
            panel = Ask(self._shell, _("Free service"), _("Which one is it?"), named)
            panel.answered.connect(lambda item_id: self.add(book.items[item_id], source=source))
            self._shell.slide_over(panel)
        else:
            self._shell.toast(_("Nothing on the price list is free with this tier any more."))

    def set_free(self, free: bool) -> None:
        """Have the selected line free with the payer's tier, or at its price after all."""
        self.attempt(partial(self._till.set_free, free=free), self._till.selected)

    def toggle_free(self) -> None:
        """By key the same; it says where the tier does not give it."""
        line = self._till.line()
        if line and (line.free_with or self._till.may_be_free(line)):
            self.set_free(not line.free_with)
        else:
            self._shell.toast(_("This line is not free with the client's tier."))

    def show_client(self) -> None:
        """The client's card over the window, where its column has no room."""
        from salon_pos.ui.counter.client_panel import ClientPanel

        if self._till.ticket.client_id is None:
            self._shell.toast(_("There is no client on the ticket."))
            return
        panel = ClientPanel(self._shell, self._till)
        panel.pane.removed.connect(lambda: self.attach(None))
        panel.pane.card_asked.connect(self.issue_card)
        panel.pane.card_picked.connect(self.open_cards)
        panel.pane.holding_picked.connect(self.open_holding)
        panel.pane.pack_picked.connect(self.use_pack)
        panel.pane.free_picked.connect(self.have_free)
        panel.pane.vouchers_asked.connect(self.show_vouchers)
        panel.pane.usual_picked.connect(self.add_usual)
        self._shell.slide_over(panel)

    def _use_prepaid(self, item: Item, pack: Pack) -> None:
        """One session of a pack for what was only tapped as an item: said, with a way back."""
        before = self._till.ticket
        if self.attempt(self._till.use_session, item, pack.uid):
            left = held(pack.lots) - self._till.used(pack.uid)
            said = n_(
                "{item} is a session of {pack}, {n} is left. Edit the line (F5) to charge it.",
                "{item} is a session of {pack}, {n} are left. Edit the line (F5) to charge it.",
                left, item=item.name, pack=pack.name,
            )  # fmt: skip
            self._shell.toast(said, WayBack(self._shell, before))

    def _take_free(self, item: Item) -> None:
        """One that is free with the payer's tier, for what was only tapped as an item: said, with a
        way back."""
        before, tier = self._till.ticket, self._till.book.tier
        self.add(item, source=free_source(tier))
        if self._till.ticket != before:
            left = self._till.free_left(item.id)
            said = n_(
                "{item} is free with {tier}, {n} is left. Press Ctrl+B to charge it.",
                "{item} is free with {tier}, {n} are left. Press Ctrl+B to charge it.",
                left, item=item.name, tier=self._till.membership.tier_names.get(tier, tier),
            )  # fmt: skip
            self._shell.toast(said, WayBack(self._shell, before))

    def _use_session(self, item_id: int, pack: str) -> None:
        self.attempt(self._till.use_session, self._till.desk.book.items[item_id], pack)

    def _ask(self, item: Item, missing: str, asked: Mapping[str, Any]) -> None:
        from salon_pos.ui.counter.asking import AskLength, AskPrice

        panel = (AskPrice if missing == "typed_price" else AskLength)(self._shell, self._till, item)
        panel.answered.connect(lambda answer: self.add(item, **asked, **{missing: answer}))
        self._shell.slide_over(panel)

    # --- the lines

    def change_line(self, uid: str) -> None:
        """Open what can be changed of a line."""
        from salon_pos.ui.counter.line_panel import LinePanel

        if self._till.line() is None:
            self._say_nothing_yet()
            return
        self._till.select(uid)
        panel = LinePanel(self._shell, self._till, self._name_of)
        panel.remove_asked.connect(self.remove_line)
        panel.share_asked.connect(self.share)
        panel.discount_asked.connect(self.discount_line)
        self._bind(panel, panel.bindings())
        self._shell.slide_over(panel)

    def remove_line(self, uid: str) -> None:
        """Take a line off, with a way back."""
        before, line = self._till.ticket, self._till.ticket.line(uid)
        item = self._till.desk.book.items.get(line.item_id)
        if self.attempt(self._till.remove, uid):
            name = item.name if item else ""
            self._shell.toast(
                _("{item} is off the ticket.", item=name), WayBack(self._shell, before)
            )

    def share(self) -> None:
        """Several people do the selected line, or the following ones."""
        from salon_pos.ui.counter.share_panel import SharePanel

        panel = SharePanel(self._shell, self._till)
        panel.shared.connect(lambda credits: self.attempt(self._till.set_staff, credits))
        self._shell.slide_over(panel)

    def toggle_requested(self) -> None:
        """Requested by the client, or in turn."""
        line = self._till.line()
        if line:
            requested = not line.requested
            self._till.attempt(partial(self._till.edit, line.uid, requested=requested))

    def undo(self) -> None:
        """Bring back the ticket as it was before the last change."""
        if not self._till.undo():
            self._shell.toast(_("There is nothing to undo on this ticket."))

    # --- what comes off

    def discount_ticket(self) -> None:
        """A discount on the whole ticket."""
        self._discount("")

    def discount_line(self, uid: str) -> None:
        """A discount on one line."""
        self._discount(uid)

    def _discount(self, line_uid: str) -> None:
        from salon_pos.ui.counter.discount_panel import DiscountPanel

        if not self._till.ticket.lines:
            self._say_nothing_yet()
            return
        panel = DiscountPanel(self._shell, self._till, line_uid)
        panel.wanted.connect(lambda ticket: self.apply(ticket, then=panel.dismiss))
        panel.cash_shown.connect(panel.dismiss)
        panel.cash_shown.connect(self.pay_with)
        self._shell.slide_over(panel)

    def apply(self, ticket: Ticket, *, then: Callable[[], None] = lambda: None) -> None:
        """Put a ticket with new discounts in place, after the approvals it needs."""

        def put(approved: Ticket) -> None:
            if self._till.attempt(lambda: self._till.change(approved, round_=False)):
                then()

        with_approvals(self._till, self._shell, ticket, put)

    def round_off(self) -> None:
        """抹零 on one key, and off again."""
        if not self._till.ticket.lines:
            self._say_nothing_yet()
            return
        if self._till.is_rounded_off:
            self.attempt(self._till.drop_round_off)
            return
        try:
            self.apply(self._till.rounded_off())
        except Refusal as refusal:
            self._shell.refuse(refusal)

    def drop_discount(self, place: int) -> None:
        """Take a discount off the whole."""
        before = self._till.ticket
        if self.attempt(self._till.drop_discount, place):
            self._shell.toast(_("The discount is off."), WayBack(self._shell, before))

    def drop_coupon(self) -> None:
        """Take the voucher off the whole."""
        before = self._till.ticket
        if self.attempt(self._till.drop_coupon):
            self._shell.toast(_("The voucher is off."), WayBack(self._shell, before))

    def drop_shown(self, place: int) -> None:
        """Forget what was shown to pay with later."""
        self._till.forget_shown(place)
        self._shell.toast(_("It is not paid with."))

    # --- parked tickets

    def park(self) -> None:
        """Put the ticket aside under a name or chair number."""
        from salon_pos.ui.counter.park_panel import ParkPanel

        if self._till.ticket.is_blank:
            self._say_nothing_yet()
            return
        panel = ParkPanel(self._shell, self._till)
        panel.parked.connect(lambda name: self._shell.toast(_("{name} is parked.", name=name)))
        self._shell.slide_over(panel)

    def resume(self, uid: str) -> None:
        """Take a waiting ticket to the counter."""
        self.attempt(parked.resume, self._till, uid)

    def show_tickets(self) -> None:
        """All waiting tickets, and what can be moved between them."""
        from salon_pos.ui.counter.tickets_panel import TicketsPanel

        panel = TicketsPanel(self._shell, self._till, self._shell)
        self._shell.slide_over(panel)

    # --- small

    def _bind(self, panel: QWidget, keys: Sequence[tuple[str, str, Callable[[], object]]]) -> None:
        for key, words, do in keys:
            self._shell.bind(panel, key, words, do)

    def _say_nothing_yet(self) -> None:
        self._shell.toast(screen().text(NOTHING_YET))
