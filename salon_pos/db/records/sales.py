"""Writing a paid sale: its parts first, then the sale row that seals them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from salon_pos.db.records import sale_rows
from salon_pos.domain.coupons import Coupon
from salon_pos.domain.limits import Given
from salon_pos.domain.money import share
from salon_pos.domain.pricing import Bill, BillLine
from salon_pos.domain.tenders import Settlement, Taken
from salon_pos.domain.ticket import Ticket, line_client


@dataclass(frozen=True, slots=True)
class SaleHead:
    """What a sale row says beside its amounts. `serial` is None on the import till; cash came in
    steps of `cash_step` minor units."""

    till_id: int
    serial: int | None
    number: str
    shift_id: int | None
    business_day: date
    paid_at: datetime
    staff_id: int
    digest: str
    transaction_id: int | None
    cash_step: int = 1


def add_sale(
    head: SaleHead,
    ticket: Ticket,
    bill: Bill,
    settlement: Settlement,
    *,
    discounts: tuple[Given, ...] = (),
    coupon: Coupon | None = None,
) -> int:
    """Write a sale with its lines, credits, taxes, voucher, discounts, tenders and tips; its id."""
    sale_id = sale_rows.next_id()
    for position, priced in enumerate(bill.lines):
        _add_line(sale_id, position, priced, ticket=ticket, bill=bill)
    sale_rows.TAX.rows(
        [(sale_id, t.tax.id, t.tax.name, t.tax.rate_ppm, t.base, t.amount) for t in bill.taxes]
    )
    sale_rows.DISCOUNT.rows(
        [*_coupon(sale_id, bill, coupon), *(_discount(sale_id, given) for given in discounts)]
    )
    for position, taken in enumerate(settlement.taken):
        _add_tender(sale_id, position, taken)
    sale_rows.SALE(
        id=sale_id, uid=ticket.uid, till=head.till_id, serial=head.serial, number=head.number,
        shift=head.shift_id, business_day=head.business_day, opened_at=ticket.opened_at,
        paid_at=head.paid_at, staff=head.staff_id, client=ticket.client_id, tag=ticket.tag,
        tax_mode=str(bill.tax_mode), net=bill.net, total=bill.total,
        cash_rounding=settlement.cash_rounding, tips=settlement.tips,
        line_count=len(bill.lines), digest=head.digest, transaction=head.transaction_id,
        deed="sale", refund_of=None, cash_step=head.cash_step,
    )  # fmt: skip
    return sale_id


def _add_line(sale_id: int, position: int, priced: BillLine, *, ticket: Ticket, bill: Bill) -> None:
    line = priced.line
    line_id = sale_rows.LINE(
        sale=sale_id, uid=line.uid, position=position, item=line.item_id,
        item_name=priced.item.name, client=line_client(ticket, line), parent_uid=line.parent,
        quantity=line.quantity, unit_price=priced.unit_price, list_amount=priced.list_amount,
        member_off=priced.member_off, line_off=priced.line_off, ticket_off=priced.ticket_off,
        net=priced.net, payable=priced.payable, requested=line.requested,
        length=str(line.length) if line.length else None, refunds=None, source=line.source,
    )  # fmt: skip
    parts = share(priced.net, [credit.part_bp for credit in line.staff])
    sale_rows.CREDIT.rows(
        [
            (line_id, i, credit.staff_id, credit.part_bp, part)
            for i, (credit, part) in enumerate(zip(line.staff, parts, strict=True))
        ]
    )
    # Not strict: a salon without tax has none on the bill, and a zero for each on the line.
    taxed = zip(bill.taxes, priced.taxes, strict=False)
    sale_rows.LINE_TAX.rows([(line_id, whole.tax.id, part) for whole, part in taxed if part])


def _coupon(sale_id: int, bill: Bill, coupon: Coupon | None) -> Iterator[tuple[object, ...]]:
    if coupon:
        yield (sale_id, "", None, coupon.name, coupon.percent_bp, bill.coupon_off, None,
               coupon.uid)  # fmt: skip


def _discount(sale_id: int, given: Given) -> tuple[object, ...]:
    discount = given.discount
    return (
        sale_id, given.line_uid, discount.reason_id, given.reason.name, discount.percent_bp,
        given.amount, discount.approval or None, "",
    )  # fmt: skip


def _add_tender(sale_id: int, position: int, taken: Taken) -> None:
    tender_id = sale_rows.TENDER(
        sale=sale_id, position=position, method=taken.method.id, name=taken.method.name,
        handed=taken.handed, applied=taken.applied, change=taken.change, tip=taken.tip,
        source=taken.source, refunds=None,
    )  # fmt: skip
    sale_rows.TIP.rows([(tender_id, tip.staff_id, tip.amount) for tip in taken.tips])
