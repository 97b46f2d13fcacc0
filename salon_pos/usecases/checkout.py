"""The counter's deeds: keep, park and drop tickets, approve a discount, take payment."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NoReturn

from salon_pos.db.queries import catalog, members, people, receipts, sales, shifts, tickets
from salon_pos.db.queries import settings as salon
from salon_pos.db.records import catalog as stock
from salon_pos.db.records import journal, ledger
from salon_pos.db.records import sales as sale_records
from salon_pos.db.records import tickets as ticket_records
from salon_pos.domain.catalog import ItemKind, TenderKind
from salon_pos.domain.ledger import sale_entries
from salon_pos.domain.limits import Given, given_discounts
from salon_pos.domain.money import Amount
from salon_pos.domain.pricing import Bill, price
from salon_pos.domain.receipt import Receipt
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rights import Actor, Right
from salon_pos.domain.settings import Settings
from salon_pos.domain.tenders import Handed, Settlement, check_settled, settle
from salon_pos.domain.ticket import Ticket
from salon_pos.domain.ticket_json import digest
from salon_pos.domain.words import N_, OnFile
from salon_pos.usecases import value
from salon_pos.usecases.approving import check_on_account, check_packs, may_approve
from salon_pos.usecases.clock import check_in_shift
from salon_pos.usecases.coupons import use_coupon
from salon_pos.usecases.deed import deed
from salon_pos.usecases.once import check_ticket, refuse_taken


@dataclass(frozen=True, slots=True)
class Kept:
    """A ticket to keep as it is now. `revision` is the kept one it was made from, 0 if none."""

    ticket: Ticket
    revision: int = 0
    parked: bool = False


@dataclass(frozen=True, slots=True)
class Payment:
    """A ticket, the tenders for it in order, and the total (minor units) its payer was shown."""

    ticket: Ticket
    tenders: tuple[Handed, ...]
    shown_total: int


def keep_tickets(kept: Sequence[Kept], *, by: Actor, now: datetime) -> tuple[int, ...]:
    """Keep open tickets, all or none; their new revisions, 0 for one that is blank and so was
    dropped. Refuses one that was paid or changed elsewhere meanwhile."""
    with deed(Right.WRITE_TICKET, by):
        return tuple(_keep(one, by, now) for one in kept)


def drop_ticket(uid: str, *, by: Actor, now: datetime) -> None:
    """Throw an open ticket away; the journal keeps that it was."""
    with deed(Right.WRITE_TICKET, by):
        if ticket_records.drop_ticket(uid):
            journal.note(by, now, "drop_ticket", uid)


def take_payment(payment: Payment, *, by: Actor, now: datetime) -> Receipt:
    """Turn a ticket into a sale, on disk before this returns. The ticket's uid is the sale's, so
    paying again with the same content gives the same receipt and makes no second sale.

    Refuses: no open shift, a clock that does not go with it, an empty ticket, a service nobody
    does, a total that is not the one shown, a discount above its limit or a debt without a manager,
    another client's pack without the PIN of their card, tenders that do not meet the total, and a
    ticket that was changed or paid differently elsewhere.
    """
    ticket = payment.ticket
    with deed(Right.TAKE_PAYMENT, by) as member:
        settings = salon.settings()
        paid = _digest(payment)
        if _is_paid(ticket.uid, paid):
            return receipts.receipt(ticket.uid, settings)
        check_ticket(ticket.uid)
        if sales.is_line_of_another(ticket):
            refuse_taken()
        shift = shifts.open_shift(by.till_id)
        if shift is None:
            refuse("no_shift", N_("Open the shift first."))
        _check_ticket(ticket)
        day = settings.business_day(now)
        check_in_shift(day, shift, settings)
        bill = _bill(payment, settings, day)
        discounts = _approved(ticket, bill)
        coupon = use_coupon(ticket, bill)
        handed, settlement = _settled(payment, bill, settings)
        check_on_account(ticket, settlement, handed, member)
        check_packs(ticket, bill, member)
        payer = people.client(ticket.client_id) if ticket.client_id is not None else None
        paying = value.Paying(ticket, bill, payer, day, settings)
        moved = value.move(paying, settlement, handed)
        till = salon.till_code(by.till_id)
        tipped = {tip.staff_id for taken in settlement.taken for tip in taken.tips}
        entries = (
            *sale_entries(bill, settlement, till, people.staff_uids(tipped)),
            *moved.entries,
        )
        posting = ledger.Posting(ticket.uid, "sale", now, day, by, shift_id=shift.id)
        head = sale_head(
            posting, till, paid, cash_step=settings.cash_step,
            transaction_id=ledger.post(posting, entries),
        )  # fmt: skip
        sale_id = sale_records.add_sale(
            head, ticket, bill, settlement, discounts=discounts, coupon=coupon
        )
        value.keep(moved, paying, sale_id, by=by, now=now)
        _count_stock(bill)
        ticket_records.drop_ticket(ticket.uid)
        journal.note(by, now, "take_payment", ticket.uid, total=bill.total)
        return receipts.receipt(ticket.uid, settings)


def refuse_paid() -> NoReturn:
    """Refuse a ticket that is a sale already."""
    refuse("already_paid", N_("This ticket was paid already. Find it under Sales."))


def _keep(kept: Kept, by: Actor, now: datetime) -> int:
    ticket = kept.ticket
    if sales.paid_ticket(ticket.uid):
        refuse_paid()
    on_file = tickets.open_ticket(ticket.uid)
    if kept.revision != (on_file.revision if on_file else 0):
        _refuse_changed()
    if ticket.is_blank:
        ticket_records.drop_ticket(ticket.uid)
        return 0
    if on_file is None:
        check_ticket(ticket.uid)
        return ticket_records.add_ticket(ticket, parked=kept.parked, by=by, now=now)
    revision = kept.revision + 1
    ticket_records.save_ticket(ticket, parked=kept.parked, revision=revision, by=by, now=now)
    return revision


def _is_paid(uid: str, digest: str) -> bool:
    paid = sales.paid_ticket(uid)
    if paid and paid[1] != digest:
        refuse_paid()
    return paid is not None


def _check_ticket(ticket: Ticket) -> None:
    if not ticket.lines:
        refuse("empty_ticket", N_("There is nothing on the ticket yet. Choose a service first."))
    kept = tickets.open_ticket(ticket.uid)
    if kept is not None and kept.ticket != ticket:
        _refuse_changed()


def _bill(payment: Payment, settings: Settings, day: date) -> Bill:
    ticket = payment.ticket
    book = catalog.price_book_for(settings, [line.item_id for line in ticket.lines])
    _check_staff(payment, book.levels)
    bill = price(ticket, members.book_for(ticket, book, day))
    for priced in bill.lines:
        if priced.item.kind is ItemKind.SERVICE and not priced.line.staff:
            refuse(
                "staff_missing",
                N_("Choose who does {item}."),
                field="staff",
                item=priced.item.name,
            )
    if bill.total != payment.shown_total:
        refuse(
            "price_changed",
            N_("The price has changed: it is {now} now, not {shown}. Look at the ticket again."),
            now=Amount(bill.total),
            shown=Amount(payment.shown_total),
        )
    return bill


def _check_staff(payment: Payment, on_file: Container[int]) -> None:
    credited = [credit.staff_id for line in payment.ticket.lines for credit in line.staff]
    tipped = [tip.staff_id for tender in payment.tenders for tip in tender.tips]
    if any(staff_id not in on_file for staff_id in credited + tipped):
        refuse("staff_unknown", N_("This person is not on the staff file. Choose another."),
               field="staff")  # fmt: skip


def _approved(ticket: Ticket, bill: Bill) -> tuple[Given, ...]:
    discounts = given_discounts(ticket, bill, catalog.discount_reasons())
    said = tickets.approvals(d.discount.approval for d in discounts if d.discount.approval)
    words = {uid: word for uid, word in said.items() if may_approve(word.manager_id)}
    return tuple(_with_approval(given, ticket, words) for given in discounts)


def _with_approval(given: Given, ticket: Ticket, words: dict[str, tickets.Approval]) -> Given:
    """The discount with the approval that covers it, or without one where it needs none: lines
    that moved here may bring another ticket's word along."""
    word = words.get(given.discount.approval)
    if (
        word is not None
        and word.ticket_uid == ticket.uid
        and word.reason_id == given.reason.id
        and given.amount <= word.amount
    ):
        del words[given.discount.approval]  # one approval, one discount
        return given
    if given.needs_manager:
        refuse(
            "needs_manager",
            N_("{amount} off for “{reason}” is above its limit. A manager's PIN is needed."),
            field="discount",
            amount=Amount(given.amount),
            reason=OnFile(given.reason.name),
        )
    return replace(given, discount=replace(given.discount, approval=""))


def _settled(
    payment: Payment, bill: Bill, settings: Settings
) -> tuple[tuple[Handed, ...], Settlement]:
    """All tenders in order, those of packs first, and how they meet the total."""
    methods = catalog.tender_methods()
    by_hand = {
        methods[each.method_id].kind for each in payment.tenders if each.method_id in methods
    }
    if TenderKind.PACK in by_hand:
        refuse("pack_by_hand",
               N_("A pack pays for its own sessions. Choose the pack on the service's line."),
               field="tender")  # fmt: skip
    handed = (*value.pack_tenders(bill, methods), *payment.tenders)
    settlement = settle(bill.total, handed, methods, cash_step=settings.cash_step)
    check_settled(settlement)
    return handed, settlement


def sale_head(
    posting: ledger.Posting, till: str, digest: str, *, cash_step: int, transaction_id: int | None
) -> sale_records.SaleHead:
    """What the sale row says beside its amounts, with the till's next number."""
    serial = sales.last_serial(posting.by.till_id) + 1
    return sale_records.SaleHead(
        till_id=posting.by.till_id,
        serial=serial,
        number=f"{till}-{serial:06d}",
        shift_id=posting.shift_id,
        business_day=posting.business_day,
        paid_at=posting.posted_at,
        staff_id=posting.by.staff_id,
        digest=digest,
        transaction_id=transaction_id,
        cash_step=cash_step,
    )


def _count_stock(bill: Bill) -> None:
    for priced in bill.lines:
        if priced.item.stock is not None:
            stock.take_from_stock(priced.item.id, priced.line.quantity)


def _digest(payment: Payment) -> str:
    """What was paid and how, for telling a repeated payment from a different one. Words for a
    card's PIN do not tell: it was typed anew."""
    ticket = payment.ticket
    tenders = tuple(replace(each, unlock="") for each in payment.tenders)
    what = (ticket.lines, ticket.client_id, ticket.tag, ticket.discounts, ticket.coupon)
    return digest((*what, tenders, payment.shown_total))


def _refuse_changed() -> NoReturn:
    refuse(
        "ticket_changed",
        N_("This ticket was changed in another window. Open it again from the parked tickets."),
    )
