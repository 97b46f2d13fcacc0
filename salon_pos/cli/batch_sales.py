"""Shifts, tickets and sales in `salon-pos batch`."""

from dataclasses import replace
from datetime import datetime

from salon_pos.cli.batch_find import (
    client_id,
    item_id,
    reason_id,
    staff_id,
    tender_method,
)
from salon_pos.cli.fields import Answer, Fields
from salon_pos.db.queries import catalog, coupons, members, receipts, sales, tickets
from salon_pos.db.queries import settings as salon
from salon_pos.domain.catalog import HairLength, TenderKind
from salon_pos.domain.money import BASIS_POINTS
from salon_pos.domain.pricing import Bill, price
from salon_pos.domain.receipt import Receipt
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rights import Actor, Right
from salon_pos.domain.tenders import Handed, Tip, cash_asked, settle
from salon_pos.domain.ticket import (
    Credit,
    Discount,
    Line,
    Ticket,
    add_line,
    equal_credit,
    free_source,
)
from salon_pos.domain.words import N_
from salon_pos.usecases import cards, checkout, shifts
from salon_pos.usecases.coupons import put_on
from salon_pos.usecases.deed import new_uid, permitted
from salon_pos.usecases.once import refuse_taken


def open_shift(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Open the till's shift."""
    opening_float, sure = fields.whole("float", 0), fields.flag("sure", default=False)
    fields.end()
    shift = shifts.open_shift(opening_float, by=by, now=now, sure=sure)
    return {"uid": shift.uid, "business_day": shift.business_day.isoformat()}


def close_shift(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Close the till's shift with a count."""
    counted, reason = fields.whole("counted"), fields.string("reason", "")
    fields.end()
    closing = shifts.close_shift(counted, reason, by=by, now=now)
    return {
        "expected": closing.expected,
        "counted": closing.counted,
        "difference": closing.difference,
    }


def park(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Keep a ticket for later; the same one again is no change."""
    revision = fields.whole("revision", 0)
    ticket = _ticket(fields, now)
    fields.end()
    kept = tickets.open_ticket(ticket.uid)
    if kept is not None:
        ticket = replace(ticket, opened_at=kept.ticket.opened_at)
    if kept is None or kept.ticket != ticket or not kept.parked:
        parked = checkout.Kept(ticket, revision, parked=True)
        (revision,) = checkout.keep_tickets([parked], by=by, now=now)
    else:
        permitted(Right.WRITE_TICKET, by)
        revision = kept.revision
    return {"uid": ticket.uid, "revision": revision, "total": _bill(ticket, now).total}


def sell(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Turn a ticket, new or kept, into a sale; the same one again gives the same answer."""
    if "lines" in fields:
        return sell_ticket(_ticket(fields, now), fields, by=by, now=now)
    uid = fields.uid()
    kept = tickets.open_ticket(uid)
    if kept is not None:
        return sell_ticket(kept.ticket, fields, by=by, now=now)
    if not sales.paid_ticket(uid):
        refuse("ticket_unknown", N_("No open ticket has this uid."), field="uid")
    return _sold_before(uid, fields, by, now)


def sell_ticket(ticket: Ticket, fields: Fields, *, by: Actor, now: datetime) -> Answer:
    """Take payment for a ticket with what a line says about its tenders and total."""
    # A given total is not worked out: this may repeat a sale of before the prices changed.
    if sales.paid_ticket(ticket.uid):
        fields.list("unlock")
    else:
        _unlock(fields, ticket.uid, by=by, now=now)
    bill = None if "total" in fields else _bill(ticket, now)
    total = bill.total if bill else fields.whole("total")
    tenders = _tenders(fields, total - (bill.covered if bill else 0), ticket.uid, by=by, now=now)
    fields.end()
    payment = checkout.Payment(ticket, tenders, total)
    return sale_answer(checkout.take_payment(payment, by=by, now=now))


def _sold_before(uid: str, fields: Fields, by: Actor, now: datetime) -> Answer:
    """A kept ticket that was paid: the same answer for the tenders that were rung up, whatever was
    corrected since; else a refusal."""
    permitted(Right.TAKE_PAYMENT, by)
    fields.list("unlock")
    receipt, rung_up = receipts.receipt(uid), sales.rung_up(uid)
    total = fields.whole("total", receipt.total)
    covered = sum(handed for kind, _, handed in rung_up if kind is TenderKind.PACK)
    tenders = _tenders(fields, total - covered, uid, by=by, now=now)
    fields.end()
    given = [(tender.method_id, tender.amount) for tender in tenders]
    paid = [(method, handed) for kind, method, handed in rung_up if kind is not TenderKind.PACK]
    if total != receipt.total or given != paid:
        checkout.refuse_paid()
    return sale_answer(receipt)


def one_line_ticket(line: Line, uid: str, client: int | None, now: datetime) -> Ticket:
    """A ticket with this line alone, for deeds that sell one thing."""
    ticket = Ticket(uid, now, (line,), client_id=client)
    if sales.is_uid_of_another(ticket):
        refuse_taken()
    return ticket


def credit(fields: Fields) -> tuple[Credit, ...]:
    """Who did it: codes in equal parts, or each with a part."""
    listed = fields.list("staff")
    if all(isinstance(code, str) for code in listed):
        return equal_credit(tuple(staff_id(code) for code in listed))
    return tuple(_part(Fields(plain)) for plain in listed)


def sale_answer(receipt: Receipt) -> Answer:
    """What a sale or a refund came to."""
    return {
        "uid": receipt.uid,
        "number": receipt.number,
        "business_day": receipt.business_day.isoformat(),
        "net": receipt.net,
        "taxes": {tax.name: tax.amount for tax in receipt.taxes},
        "total": receipt.total,
        "cash_rounding": receipt.cash_rounding,
        "tips": receipt.tips,
        "change": receipt.change,
    }


def _bill(ticket: Ticket, now: datetime) -> Bill:
    """What the ticket costs; one that is paid already, with the voucher that it used."""
    settings = salon.settings()
    book = members.book_for(ticket, catalog.price_book(settings), settings.business_day(now))
    found = coupons.coupon(ticket.coupon) if ticket.coupon else None
    if found and found.used_by == ticket.uid:
        book = replace(book, coupon=found.coupon)
    return price(ticket, book)


def _ticket(fields: Fields, now: datetime) -> Ticket:
    """A ticket; its lines are named after it, so the same fields make the same ticket."""
    uid = fields.uid() or new_uid()
    ticket = Ticket(
        uid,
        now,
        client_id=client_id(fields.string("client")) if "client" in fields else None,
        tag=fields.string("tag", ""),
        discounts=tuple(_discount(Fields(plain)) for plain in fields.list("discounts")),
    )
    if "voucher" in fields:
        ticket = _with_voucher(ticket, fields.string("voucher"), now)
    for number, plain in enumerate(fields.list("lines"), 1):
        line = _line(Fields(plain), f"{uid}/{number}", ticket)
        ticket = add_line(ticket, line)
    if sales.is_uid_of_another(ticket):
        refuse_taken()
    return ticket


def _with_voucher(ticket: Ticket, code: str, now: datetime) -> Ticket:
    """The ticket with a voucher; one that was paid with it already is the same ticket again."""
    found = coupons.coupon(code.strip().upper())
    if found and found.used_by == ticket.uid:
        return replace(ticket, coupon=found.coupon.uid)
    return put_on(ticket, code, salon.settings().business_day(now))


def _line(fields: Fields, uid: str, ticket: Ticket) -> Line:
    addon_of = fields.maybe_whole("addon_of")
    discount = fields.maybe_object("discount")
    line = Line(
        uid=uid,
        item_id=item_id(fields.string("item")),
        quantity=fields.whole("quantity", 1),
        staff=credit(fields),
        requested=fields.flag("requested", default=False),
        client_id=client_id(fields.string("client")) if "client" in fields else None,
        length=fields.choice("length", HairLength) if "length" in fields else None,
        typed_price=fields.maybe_whole("price"),
        discount=_discount(discount) if discount else None,
        parent="" if addon_of is None else f"{ticket.uid}/{addon_of}",
        source=_source(fields),
    )
    fields.end()
    return line


def _source(fields: Fields) -> str:
    """The pack that a session comes from, the card that a top-up goes to, or the payer's tier that
    it is free with."""
    pack, card = fields.string("pack", ""), fields.string("card", "")
    if "free" in fields:
        return free_source(fields.string("free"))
    return pack or (cards.find_card(card).uid if card else "")


def _part(fields: Fields) -> Credit:
    credit = Credit(staff_id(fields.string("staff")), fields.whole("part_bp", BASIS_POINTS))
    fields.end()
    return credit


def _discount(fields: Fields) -> Discount:
    discount = Discount(
        reason_id(fields.string("reason")),
        percent_bp=fields.whole("percent_bp", 0),
        amount=fields.whole("amount", 0),
        approval=fields.string("approval", ""),
    )
    fields.end()
    return discount


def _tenders(
    fields: Fields, total: int, ticket_uid: str, *, by: Actor, now: datetime
) -> tuple[Handed, ...]:
    """The tenders in order; one without an amount takes what is still due, and its tips. A card
    is named by its number and unlocked where its PIN is given, unless the ticket is paid; what
    goes on account may name a manager's word."""
    methods, step = catalog.tender_methods(), salon.settings().cash_step
    is_paid = sales.paid_ticket(ticket_uid) is not None
    handed: list[Handed] = []
    for plain in fields.list("tenders"):
        tender = Fields(plain)
        method = tender_method(tender.string("tender"), methods)
        tips = tuple(_tip(Fields(tip)) for tip in tender.list("tips"))
        amount = tender.maybe_whole("amount")
        source, pin = tender.string("from", ""), tender.string("pin", "")
        unlock = tender.string("approval", "")
        tender.end()
        if amount is None:
            due = settle(total, handed, methods, cash_step=step).due
            asked = cash_asked(due, step) if method.kind is TenderKind.CASH else due
            amount = asked + sum(tip.amount for tip in tips)
        if method.kind is TenderKind.STORED_VALUE:
            source = cards.find_card(source).uid
            if pin and not is_paid:
                unlock = cards.unlock_card(source, pin, ticket_uid=ticket_uid, by=by, now=now)
        handed.append(Handed(method.id, amount, tips, source, unlock))
    return tuple(handed)


def _unlock(fields: Fields, ticket_uid: str, *, by: Actor, now: datetime) -> None:
    """The cards whose PINs were typed for a ticket, so that their clients' packs may be used."""
    for plain in fields.list("unlock"):
        unlocked = Fields(plain)
        card, pin = cards.find_card(unlocked.string("card")), unlocked.string("pin")
        unlocked.end()
        cards.unlock_card(card.uid, pin, ticket_uid=ticket_uid, by=by, now=now)


def _tip(fields: Fields) -> Tip:
    tip = Tip(staff_id(fields.string("staff")), fields.whole("amount"))
    fields.end()
    return tip
