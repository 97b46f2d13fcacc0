"""A receipt of another system as a sale of ours: its ticket, its bill, its one tender."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import NAMESPACE_OID, uuid5

from salon_pos.domain.catalog import Item, Tax, TaxMode, TenderMethod
from salon_pos.domain.money import half_up
from salon_pos.domain.pricing import Bill, BillLine, TaxAmount
from salon_pos.domain.tenders import Settlement, Taken
from salon_pos.domain.ticket import Credit, Line, Ticket
from salon_pos.usecases.import_books import OldReceipt, SoldLine
from salon_pos.usecases.import_plan import NewSale

_SALES = uuid5(NAMESPACE_OID, "salon-pos import sale")


@dataclass(frozen=True, slots=True)
class Known:
    """What a sale's parts are on file: items by key, staff and clients by code, taxes by name."""

    items: Mapping[str, Item]
    staff: Mapping[str, int]
    clients: Mapping[str, int]
    taxes: Mapping[str, Tax]
    tax_mode: TaxMode
    tender: TenderMethod


def sale_uid(receipt: OldReceipt) -> str:
    """The uid of the sale of exactly these lines, the same in every import."""
    return str(uuid5(_SALES, "|".join(line.uid for line in receipt.lines)))


def ticket_of(sale: NewSale, known: Known, *, at: datetime) -> Ticket:
    """The ticket that was paid: the first line's client pays, each line is its own client's."""
    receipt = sale.receipt
    payer = known.clients.get(receipt.payer)
    lines = tuple(
        _line(line, known.items[key], known, payer)
        for line, key in zip(receipt.lines, sale.items, strict=True)
    )
    return Ticket(sale_uid(receipt), at, lines, payer)


def bill_of(sale: NewSale, ticket: Ticket, known: Known) -> Bill:
    """What was asked for: the amounts as they are, the tax columns rounded to whole cents."""
    sold = sale.receipt.lines
    names = [name for name in known.taxes if any(line.taxes.get(name) for line in sold)]
    parts = {name: whole_taxes([line.taxes.get(name, Fraction(0)) for line in sold])
             for name in names}  # fmt: skip
    lines = tuple(
        _bill_line(line, ticket.lines[i], known.items[sale.items[i]],
                   tuple(parts[name][i] for name in names), mode=known.tax_mode)
        for i, line in enumerate(sold)
    )  # fmt: skip
    return Bill(
        lines=lines,
        discounts=(),
        taxes=tuple(_tax_amount(known.taxes[name], name, sold, parts[name]) for name in names),
        tax_mode=known.tax_mode,
        total=sum(line.payable for line in lines),
    )


def settlement_of(bill: Bill, tender: TenderMethod) -> Settlement:
    """One tender over the total, as the files do not say how it was paid; none over nothing."""
    total = bill.total
    taken = (Taken(tender, handed=total, applied=total, change=0, tips=()),) if total else ()
    return Settlement(taken, cash_rounding=0, due=0)


def whole_taxes(exact: Sequence[Fraction]) -> tuple[int, ...]:
    """One tax of a sale in whole cents: the exact sum half up, spread over the lines so that they
    sum to it. Largest remainder, as `share`, but the parts may be negative; earlier first."""
    floors = [part.__floor__() for part in exact]
    rest = half_up(sum(exact, Fraction(0))) - sum(floors)
    by_remainder = sorted(range(len(exact)), key=lambda i: (floors[i] - exact[i], i))
    raised = set(by_remainder[:rest])
    return tuple(floor + (i in raised) for i, floor in enumerate(floors))


def _line(sold: SoldLine, item: Item, known: Known, payer: int | None) -> Line:
    client = known.clients.get(sold.client)
    staff_id = known.staff.get(sold.staff)
    return Line(
        sold.uid,
        item.id,
        quantity=sold.quantity,
        staff=() if staff_id is None else (Credit(staff_id),),
        client_id=None if client == payer else client,
    )


def _bill_line(
    sold: SoldLine, line: Line, item: Item, taxes: tuple[int, ...], *, mode: TaxMode
) -> BillLine:
    added = sum(taxes) if mode is TaxMode.EXCLUSIVE else 0
    return BillLine(
        line=line,
        item=item,
        unit_price=half_up(Fraction(sold.amount, sold.quantity)),
        list_amount=sold.amount,
        member_off=0,
        line_off=0,
        ticket_off=0,
        net=sold.amount,
        taxes=taxes,
        payable=sold.amount + added,
    )


def _tax_amount(tax: Tax, name: str, sold: Sequence[SoldLine], parts: Sequence[int]) -> TaxAmount:
    base = sum(line.amount for line in sold if line.taxes.get(name))
    return TaxAmount(tax, base, sum(parts))
