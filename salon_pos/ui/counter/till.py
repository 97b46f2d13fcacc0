"""The ticket being written, without a widget: what it holds, what it costs, that it is kept."""

from collections.abc import Callable, Container
from dataclasses import replace
from datetime import date
from typing import Any

from salon_pos.db.queries import tickets
from salon_pos.db.queries.value import Pack
from salon_pos.domain.catalog import Item, ItemKind, PriceBook
from salon_pos.domain.free_services import left_after
from salon_pos.domain.limits import Given, given_discounts
from salon_pos.domain.lots import held
from salon_pos.domain.prepaid import PrepaidKind
from salon_pos.domain.pricing import Bill, member_price, price
from salon_pos.domain.receipt import Receipt
from salon_pos.domain.refusal import Refusal, refuse
from salon_pos.domain.round_off import round_off
from salon_pos.domain.tenders import Handed
from salon_pos.domain.ticket import (
    Credit,
    Discount,
    Line,
    Ticket,
    add_line,
    change_line,
    free_source,
    remove_line,
    root,
)
from salon_pos.domain.words import N_
from salon_pos.ui.counter.known_code import Known, known_code
from salon_pos.ui.counter.membership import Membership
from salon_pos.ui.counter.shop import Shop, read_shop
from salon_pos.ui.desk import Desk
from salon_pos.usecases.approving import may_approve
from salon_pos.usecases.checkout import Kept, Payment, keep_tickets, take_payment
from salon_pos.usecases.coupons import check_fits, put_on
from salon_pos.usecases.deed import new_uid

ELSEWHERE = ("ticket_changed", "already_paid")


class Till:
    """One ticket at a time. Every change is priced, kept on file at once and told to `heard`; the
    one before it can be brought back. `hand` is who does the following lines; `shown` are the cash
    vouchers and gift cards that pay once payment is taken, remembered for this ticket while it
    stays on the counter."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.shop: Shop = read_shop()
        self.membership = Membership(desk)
        self.heard: list[Callable[[], None]] = []
        self.hand: tuple[Credit, ...] = ()
        self.shown: tuple[Known, ...] = ()
        self.bill: Bill | None = None
        self.trouble: Refusal | None = None
        self.unsaved = False
        self._take(self._fresh())

    # --- which ticket

    def take_up(self) -> None:
        """Bring back the ticket that lay on this till's counter when the program ended."""
        mine = [
            t for t in tickets.open_tickets() if t.till_id == self.desk.till_id and not t.parked
        ]
        if mine:
            self.show(mine[-1].ticket, mine[-1].revision)

    def show(self, ticket: Ticket, revision: int) -> None:
        """Put a kept ticket on the counter."""
        self._take(ticket, revision)
        self.tell()

    def start_fresh(self) -> None:
        """An empty ticket; what was on the counter stays on file as it was kept last."""
        self.hand = ()
        self.show(self._fresh(), 0)

    def _fresh(self) -> Ticket:
        return Ticket(new_uid(), self.desk.now())

    def _take(self, ticket: Ticket, revision: int = 0) -> None:
        self.ticket, self.revision, self.unsaved, self.shown = ticket, revision, False, ()
        self._before: list[Ticket] = []
        self.selected = ticket.lines[-1].uid if ticket.lines else ""
        self._price()

    # --- what changes it; each refuses what the ticket cannot hold

    def add_item(self, item: Item, **asked: Any) -> None:
        """One more of `item`, done by whoever the hand is; `asked` holds what only the client can
        say (`typed_price` in minor units, `length`). An add-on joins the selected service; a
        product that was just added counts one up."""
        last = self.line()
        if last and item.kind is ItemKind.PRODUCT and _is_plain(last, item, asked):
            return self.count(last.uid, 1)
        parent = self._service() if item.is_addon else ""
        staff = self.ticket.line(parent).staff if parent else self.hand
        line = Line(new_uid(), item.id, staff=staff, parent=parent, **asked)
        return self.change(add_line(self.ticket, line), select=line.uid)

    def set_staff(self, credits: tuple[Credit, ...]) -> None:
        """Who does the selected line, with the add-ons they share, and the following lines."""
        self.hand = credits
        line = self.line()
        if line is None:
            self.tell()
            return
        ticket = self.ticket
        for other in ticket.lines:
            if other is line or (other.parent == line.uid and other.staff == line.staff):
                ticket = change_line(ticket, replace(other, staff=credits))
        self.change(ticket, select=line.uid)

    def edit(self, uid: str, **fields: Any) -> None:
        """Change fields of a line."""
        line = self.ticket.line(uid)
        self.change(change_line(self.ticket, replace(line, **fields)), select=uid)

    def count(self, uid: str, by: int) -> None:
        """More or fewer of a line; the last one less removes it. What is one a line (a session, a
        pack, a gift card) gets a further line."""
        line = self.ticket.line(uid)
        if by > 0 and self._is_one_a_line(line):
            another = replace(line, uid=new_uid())
            if self.is_gift_card(line):
                another = replace(another, source="")
            if line.free_with and not self.free_left(line.item_id):
                another = replace(another, source="")
            self.change(add_line(self.ticket, another), select=another.uid)
            return
        quantity = self.ticket.line(uid).quantity + by
        if quantity < 1:
            self.remove(uid)
        else:
            self.edit(uid, quantity=quantity)

    def remove(self, uid: str) -> None:
        """Take a line and its add-ons off."""
        at = [line.uid for line in self.ticket.lines].index(uid)
        ticket = remove_line(self.ticket, uid)
        near = ticket.lines[min(at, len(ticket.lines) - 1)].uid if ticket.lines else ""
        self.change(ticket, select=near)

    def set_client(self, client_id: int | None) -> None:
        """Who pays; None is a walk-in. Sessions and cards of the one before go with them."""
        lines = self.ticket.lines
        if client_id != self.ticket.client_id:
            lines = tuple(
                line if self.is_gift_card(line) else replace(line, source="") for line in lines
            )
        self.change(replace(self.ticket, client_id=client_id, lines=lines))

    def use_session(self, item: Item, pack: str) -> None:
        """One session of a pack: it pays the selected line where that is one of the item, else a
        further line, done by whoever the hand is."""
        selected = self.line()
        if selected and selected.item_id == item.id and self.may_use_pack(selected):
            self.pay_by_pack(selected.uid, pack)
            return
        line = Line(new_uid(), item.id, staff=self.hand, source=pack)
        self.change(add_line(self.ticket, line), select=line.uid)

    def pack_for(self, item_id: int) -> Pack | None:
        """The payer's pack, the soonest to end, that has a session of an item beside those that
        the ticket uses."""
        client_id = self.ticket.client_id
        member = self.membership.member(client_id) if client_id is not None else None
        good = (p for p in member.packs if held(p.lots) > self.used(p.uid)) if member else ()
        fitting = (pack for pack in good if item_id in pack.item_ids)
        return min(fitting, key=lambda pack: pack.expires or date.max, default=None)

    def may_use_pack(self, line: Line) -> bool:
        """Whether a line that is to be paid could be a session of the payer's pack."""
        return not line.source and line.quantity == 1 and self.pack_for(line.item_id) is not None

    def pay_by_pack(self, uid: str, pack: str) -> None:
        """Have a line from a pack, its discount off; or at its price where `pack` is empty."""
        discount = None if pack else self.ticket.line(uid).discount
        self.edit(uid, source=pack, discount=discount)

    def free_left(self, item_id: int) -> int:
        """How many more times an item is free with the payer's tier, beside what the ticket has."""
        left = left_after(self.book.free, self.ticket.lines)
        return sum(one.left for one in left if item_id in one.item_ids)

    def may_be_free(self, line: Line) -> bool:
        """Whether a line that is to be paid could be had free."""
        return not line.source and self.free_left(line.item_id) >= line.quantity

    def set_free(self, uid: str, *, free: bool) -> None:
        """Have a line free with the payer's tier, its discount off; or at its price after all."""
        line = self.ticket.line(uid)
        if free:
            self.edit(uid, source=free_source(self.book.tier), discount=None)
        elif line.free_with:
            self.edit(uid, source="")

    def needs_client(self, item: Item) -> bool:
        """Whether an item can only be sold to somebody: all that is prepaid but a gift card."""
        plan = self.membership.plans.get(item.id)
        return plan is not None and plan.kind is not PrepaidKind.GIFT_CARD

    def is_gift_card(self, line: Line) -> bool:
        """Whether a line sells a gift card; its `source` is then the card's own printed number."""
        plan = self.membership.plans.get(line.item_id)
        return plan is not None and plan.kind is PrepaidKind.GIFT_CARD

    def used(self, pack: str) -> int:
        """How many sessions of a pack the ticket uses."""
        return sum(line.source == pack for line in self.ticket.lines)

    def had_free(self, item_ids: Container[int]) -> int:
        """How many of these items the ticket has free."""
        free = (line for line in self.ticket.lines if line.free_with)
        return sum(line.quantity for line in free if line.item_id in item_ids)

    def discount_line(self, uid: str, discount: Discount | None) -> None:
        """Give a line a discount, or take it off."""
        self.edit(uid, discount=discount)

    def discount_ticket(self, discount: Discount) -> None:
        """One more discount on the whole, before any rounding off."""
        self.change(replace(self.ticket, discounts=(*self.ticket.discounts, discount)))

    def drop_discount(self, place: int) -> None:
        """Take the discount at `place` off the whole."""
        given = self.ticket.discounts
        self.change(
            replace(self.ticket, discounts=given[:place] + given[place + 1 :]), round_=False
        )

    def with_coupon(self, code: str) -> Ticket:
        """The ticket with the voucher that has this code; refuses what it may not use."""
        return put_on(self.ticket, code, self._day)

    def with_fitting_coupon(self, code: str) -> Ticket:
        """The same; refuses one that takes nothing off here, too."""
        ticket = self.with_coupon(code)
        check_fits(price(ticket, self.book_for(ticket)))
        return ticket

    def known(self, code: str) -> Known | None:
        """The voucher or gift card that has this code, in words."""
        return known_code(code, self.desk.book.items, self._day)

    def keep_shown(self, known: Known) -> None:
        """Remember what pays once payment is taken, each once."""
        if known.code not in [one.code for one in self.shown]:
            self.shown = (*self.shown, known)
        self.tell()

    def forget_shown(self, place: int) -> None:
        """Do not pay with it after all."""
        self.shown = self.shown[:place] + self.shown[place + 1 :]
        self.tell()

    def drop_coupon(self) -> None:
        """Take the voucher off the whole."""
        self.change(replace(self.ticket, coupon=""))

    def rounded_off(self) -> Ticket:
        """The ticket with 抹零. Refuses where the salon has no reason for it."""
        reason = self.shop.round_off_reason
        if reason is None:
            refuse("no_round_off", N_("No discount reason is kept for rounding off."))
        step = self.desk.settings.round_off_step
        return round_off(self.ticket, self.book, step=step, reason_id=reason.id)

    @property
    def is_rounded_off(self) -> bool:
        """Whether 抹零 is on the ticket."""
        return any(self.rounds(discount) for discount in self.ticket.discounts)

    def drop_round_off(self) -> None:
        """Take 抹零 off again."""
        kept = tuple(d for d in self.ticket.discounts if not self.rounds(d))
        self.change(replace(self.ticket, discounts=kept))

    def undo(self) -> bool:
        """Bring back the ticket as it was before the last change, if there was one."""
        if not self._before:
            return False
        self._set(self._before.pop(), self.selected)
        return True

    def put_back(self, before: Ticket) -> None:
        """Bring back an earlier state of the same ticket; refuses when another one is here now."""
        if before.uid != self.ticket.uid:
            refuse(
                "other_ticket",
                N_("This ticket is no longer on the counter. Open it to change it."),
            )
        self.change(before, round_=False)

    def change(self, ticket: Ticket, *, select: str | None = None, round_: bool = True) -> None:
        """Put `ticket` in place of the present one. Rounding off follows what it rounds."""
        if ticket == self.ticket:
            self.select(self.selected if select is None else select)
            return
        before = self.ticket
        self._set(self._round_again(ticket) if round_ else ticket, select)
        self._before.append(before)

    # --- what it says

    @property
    def book(self) -> PriceBook:
        """The price list as it is for the ticket's payer."""
        return self.book_for(self.ticket)

    def book_for(self, ticket: Ticket) -> PriceBook:
        """The price list as it is for a ticket that may take this one's place."""
        return self.membership.book(ticket)

    def line(self) -> Line | None:
        """The selected line."""
        return next((line for line in self.ticket.lines if line.uid == self.selected), None)

    def select(self, uid: str) -> None:
        """Choose the line that the staff strip and the line's keys act on."""
        self.selected = uid
        self.tell()

    def step(self, by: int) -> None:
        """Choose the line above or below."""
        uids = [line.uid for line in self.ticket.lines]
        if uids:
            at = uids.index(self.selected) + by if self.selected in uids else len(uids) - 1
            self.select(uids[max(0, min(at, len(uids) - 1))])

    def price_with(self, line: Line, staff_id: int) -> int | None:
        """What a unit of `line` costs this payer if that staff member leads it; None where it has
        no price yet."""
        item = self.desk.book.items.get(line.item_id)
        if item is None:
            return None
        try:
            return member_price(replace(line, staff=(Credit(staff_id),)), item, self.book)
        except Refusal:  # no length chosen yet
            return None

    def given(self, ticket: Ticket | None = None) -> tuple[Given, ...]:
        """Every discount of the ticket with what it comes to. Refuses as pricing does."""
        ticket = ticket or self.ticket
        return given_discounts(ticket, price(ticket, self.book_for(ticket)), self.shop.reasons)

    def unapproved(self, ticket: Ticket | None = None) -> tuple[Given, ...]:
        """Discounts above their reason's limit that no manager has approved yet."""
        above = [given for given in self.given(ticket) if given.needs_manager]
        words = tickets.approvals(g.discount.approval for g in above if g.discount.approval)
        return tuple(
            given
            for given in above
            if (word := words.get(given.discount.approval)) is None
            or word.amount < given.amount
            or not may_approve(word.manager_id)
        )

    def missing_staff(self) -> Line | None:
        """The first service that nobody does yet."""
        for line in self.ticket.lines:
            item = self.desk.book.items.get(line.item_id)
            if item and item.kind is ItemKind.SERVICE and not line.staff:
                return line
        return None

    @property
    def is_payable(self) -> bool:
        """Whether the payment can be opened as the ticket is."""
        return bool(self.ticket.lines) and not self.trouble and self.missing_staff() is None

    @property
    def _day(self) -> date:
        return self.desk.settings.business_day(self.desk.now())

    # --- keeping and paying

    def save(self) -> None:
        """Keep the ticket on file. What was changed or paid elsewhere is shown as it is there."""
        if self.ticket.is_blank and not self.revision:
            return
        kept = (Kept(self.ticket, self.revision),)
        self.unsaved = True
        revisions = self.desk.perform(keep_tickets, kept, refused=self._not_kept)
        if revisions is not None:
            self.revision, self.unsaved = revisions[0], False

    def pay(
        self, tenders: tuple[Handed, ...], refused: Callable[[Refusal], None]
    ) -> Receipt | None:
        """Take payment at the total that was shown, then start a fresh ticket; None if refused."""
        if self.bill is None:
            refused(self.trouble or Refusal("empty_ticket", NOTHING_YET))
            return None
        payment = Payment(self.ticket, tenders, self.bill.total)
        receipt = self.desk.perform(take_payment, payment, refused=refused)
        if receipt is not None:
            self.start_fresh()
        return receipt

    def look_again(self) -> None:
        """The price list or the shop changed: read and price anew."""
        self.shop = read_shop()
        self.membership.forget()
        self._price()
        self.tell()

    def tell(self) -> None:
        """Say to everyone who listens that something is different."""
        for hear in self.heard:
            hear()

    def attempt(
        self, deed: Callable[[], Any], refused: Callable[[Refusal], None] | None = None
    ) -> bool:
        """Do what may be refused; the refusal is said. Whether it was done."""
        try:
            deed()
        except Refusal as refusal:
            self.desk.say(refusal, refused)
            return False
        return True

    def _set(self, ticket: Ticket, select: str | None) -> None:
        self.ticket = ticket
        if select is not None:
            self.selected = select
        if self.line() is None:
            self.selected = ticket.lines[-1].uid if ticket.lines else ""
        self._price()
        self.save()
        self.tell()

    def _price(self) -> None:
        try:
            self.bill, self.trouble = price(self.ticket, self.book), None
        except Refusal as refusal:
            self.bill, self.trouble = None, refusal

    def _not_kept(self, refusal: Refusal) -> None:
        if refusal.key in ELSEWHERE:
            kept = tickets.open_ticket(self.ticket.uid)
            self._take(*(kept.ticket, kept.revision) if kept else (self._fresh(), 0))
        self.desk.say(refusal)

    def _is_one_a_line(self, line: Line) -> bool:
        item = self.desk.book.items.get(line.item_id)
        if item is None or item.kind is not ItemKind.PREPAID:
            return bool(line.source)
        plan = self.membership.plans.get(item.id)
        return plan is not None and plan.kind in (PrepaidKind.PACK, PrepaidKind.GIFT_CARD)

    def _service(self) -> str:
        """The service an add-on would join: the selected line's."""
        line = self.line()
        item = self.desk.book.items.get(self.ticket.line(root(line)).item_id) if line else None
        if line is None or item is None or item.kind is not ItemKind.SERVICE:
            refuse("addon_alone", N_("An add-on stays with its service. Choose the service."))
        return root(line)

    def rounds(self, discount: Discount) -> bool:
        """Whether a discount is 抹零."""
        reason = self.shop.reasons.get(discount.reason_id)
        return reason is not None and reason.is_round_off

    def _round_again(self, ticket: Ticket) -> Ticket:
        """Rounding off means the total on the button: it follows every later change, but an
        amount that stays the same keeps its approval."""
        old = [d for d in ticket.discounts if self.rounds(d)]
        if not old or not ticket.lines:
            return ticket
        try:
            new = round_off(
                ticket,
                self.book_for(ticket),
                step=self.desk.settings.round_off_step,
                reason_id=old[0].reason_id,
            )
        except Refusal:  # nothing left that could give way, or a price is missing
            return replace(ticket, discounts=tuple(d for d in ticket.discounts if d not in old))
        same = [d for d in new.discounts if self.rounds(d) and d.amount == old[0].amount]
        return ticket if same and ticket.discounts[-1] is old[0] else new


NOTHING_YET = N_("There is nothing on the ticket yet. Choose a service first.")


def _is_plain(line: Line, item: Item, asked: dict[str, Any]) -> bool:
    """Whether one more of `item` is the same line counted up."""
    return line.item_id == item.id and line.discount is None and not asked
