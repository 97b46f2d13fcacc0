"""A paid sale as its `Receipt`: the one way it is read back, after paying and years later."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from peewee import JOIN

from salon_pos.db.models.base import from_millis
from salon_pos.db.models.catalog import ItemRow, TenderMethodRow
from salon_pos.db.models.people import ClientRow, StaffRow
from salon_pos.db.models.sales import (
    SaleCreditRow,
    SaleDiscountRow,
    SaleLineRow,
    SaleRow,
    SaleTaxRow,
    SaleTenderRow,
    SaleTipRow,
)
from salon_pos.db.prepared import P, Prepared
from salon_pos.db.queries import corrected, value
from salon_pos.db.queries.receipt_value import Posted, value_of
from salon_pos.db.queries.settings import settings as read_settings
from salon_pos.domain.catalog import ItemKind, TaxMode, TenderKind
from salon_pos.domain.receipt import (
    Receipt,
    ReceiptDiscount,
    ReceiptLine,
    ReceiptTax,
    ReceiptTender,
)
from salon_pos.domain.settings import Settings
from salon_pos.domain.ticket import free_tier

_GIVEN_BACK = SaleRow.alias()
_SALE = Prepared(
    lambda: SaleRow.select(
        SaleRow.id, SaleRow.uid, SaleRow.number, SaleRow.business_day, SaleRow.paid_at,
        SaleRow.tag, SaleRow.tax_mode, SaleRow.net, SaleRow.total, SaleRow.cash_rounding,
        SaleRow.client, StaffRow.name, ClientRow.name, ClientRow.uid, SaleRow.deed,
        _GIVEN_BACK.number, SaleRow.transaction,
    )
    .join(StaffRow)
    .switch(SaleRow)
    .join(ClientRow, JOIN.LEFT_OUTER)
    .switch(SaleRow)
    .join(_GIVEN_BACK, JOIN.LEFT_OUTER, on=SaleRow.refund_of == _GIVEN_BACK.id)
    .where(SaleRow.uid == P)
)  # fmt: skip
_LINES = Prepared(
    lambda: SaleLineRow.select(
        SaleLineRow.id, SaleLineRow.uid, SaleLineRow.item_name, SaleLineRow.quantity,
        SaleLineRow.unit_price, SaleLineRow.list_amount, SaleLineRow.member_off,
        SaleLineRow.ticket_off, SaleLineRow.net, SaleLineRow.payable, SaleLineRow.requested,
        SaleLineRow.parent_uid, SaleLineRow.client, ClientRow.name, SaleLineRow.source,
        ItemRow.kind,
    )
    .join(ClientRow, JOIN.LEFT_OUTER)
    .switch(SaleLineRow)
    .join(ItemRow)
    .where(SaleLineRow.sale == P)
    .order_by(SaleLineRow.position)
)  # fmt: skip
_CREDITS = Prepared(
    lambda: (
        SaleCreditRow.select(SaleCreditRow.line, StaffRow.name, SaleCreditRow.correction)
        .join(StaffRow)
        .switch(SaleCreditRow)
        .join(SaleLineRow)
        .where(SaleLineRow.sale == P, corrected.counts())
        .order_by(SaleCreditRow.line, SaleCreditRow.position)
    )
)
_DISCOUNTS = Prepared(
    lambda: (
        SaleDiscountRow.select(
            SaleDiscountRow.line_uid,
            SaleDiscountRow.reason_name,
            SaleDiscountRow.percent_bp,
            SaleDiscountRow.amount,
        )
        .where(SaleDiscountRow.sale == P)
        .order_by(SaleDiscountRow.id)
    )
)
_TAXES = Prepared(
    lambda: (
        SaleTaxRow.select(SaleTaxRow.name, SaleTaxRow.rate_ppm, SaleTaxRow.base, SaleTaxRow.amount)
        .where(SaleTaxRow.sale == P)
        .order_by(SaleTaxRow.id)
    )
)
_TENDERS = Prepared(
    lambda: SaleTenderRow.select(
        SaleTenderRow.id, SaleTenderRow.name, SaleTenderRow.handed, SaleTenderRow.applied,
        SaleTenderRow.change, corrected.name_now(),
        corrected.method_now() != SaleTenderRow.method, TenderMethodRow.kind, SaleTenderRow.source,
    )
    .join(TenderMethodRow)
    .switch(SaleTenderRow)
    .join(corrected.CORRECTED, JOIN.LEFT_OUTER, on=corrected.newest())
    .where(SaleTenderRow.sale == P)
    .order_by(SaleTenderRow.position)
)  # fmt: skip
_TIPS = Prepared(
    lambda: (
        SaleTipRow.select(SaleTipRow.tender, StaffRow.name, SaleTipRow.amount)
        .join(StaffRow)
        .switch(SaleTipRow)
        .join(SaleTenderRow)
        .where(SaleTenderRow.sale == P)
        .order_by(SaleTipRow.id)
    )
)


def receipt(uid: str, settings: Settings | None = None) -> Receipt:
    """The receipt of the sale with this uid, in the salon's words; KeyError if there is none."""
    row = _SALE.one(uid)
    if row is None:
        raise KeyError(uid)
    (sale_id, _, number, day, paid_at, tag, tax_mode, net, total, rounding,
     payer_id, cashier, client, client_uid, deed, refunds, transaction_id) = row  # fmt: skip
    salon, is_sale = settings or read_settings(), deed == "sale"
    lines, tenders = _LINES.all(sale_id), _TENDERS.all(sale_id)
    on_lines, on_ticket = _discounts(sale_id)
    return Receipt(
        uid=uid, number=number, business_day=date.fromisoformat(day),
        paid_at=salon.local(from_millis(paid_at)), salon=salon.name, address=salon.address,
        phone=salon.phone, language=salon.language, currency=salon.currency, cashier=cashier,
        client=client or "", tag=tag,
        lines=_lines(sale_id, lines, on_lines, payer_id=payer_id, at=from_millis(paid_at)),
        discounts=on_ticket, tax_mode=TaxMode(tax_mode),
        taxes=tuple(ReceiptTax(*tax) for tax in _TAXES.all(sale_id)),
        tenders=_tenders(sale_id, tenders), net=net, total=total, cash_rounding=rounding,
        deed=deed, refunds=refunds or "",
        value=value_of(
            Posted(sale_id, uid, transaction_id, payer_id, client_uid or "", day, paid_at, is_sale)
        ) if client_uid or not is_sale or _has_value(lines, tenders) else None,
    )  # fmt: skip


def _has_value(lines: list[tuple[Any, ...]], tenders: list[tuple[Any, ...]]) -> bool:
    """Whether a walk-in bought something prepaid, or paid with what has a balance."""
    return any(kind == ItemKind.PREPAID for *_, kind in lines) or any(t[-1] for t in tenders)


def _discounts(sale_id: int) -> tuple[dict[str, ReceiptDiscount], tuple[ReceiptDiscount, ...]]:
    rows = _DISCOUNTS.all(sale_id)
    made = [(line_uid, ReceiptDiscount(*rest)) for line_uid, *rest in rows]
    on_lines = {line_uid: discount for line_uid, discount in made if line_uid}
    return on_lines, tuple(discount for line_uid, discount in made if not line_uid)


def _lines(
    sale_id: int,
    rows: list[tuple[Any, ...]],
    discounts: dict[str, ReceiptDiscount],
    *,
    payer_id: int | None,
    at: datetime,
) -> tuple[ReceiptLine, ...]:
    staff: defaultdict[int, list[str]] = defaultdict(list)
    corrections: set[int] = set()
    for line_id, name, correction in _CREDITS.all(sale_id):
        staff[line_id].append(name)
        if correction is not None:
            corrections.add(line_id)
    made = ((row[0], _line(row, discounts, tuple(staff[row[0]]), payer_id)) for row in rows)
    return tuple(
        _with_tier(replace(line, is_corrected=line_id in corrections), at) for line_id, line in made
    )


def _line(
    row: tuple[Any, ...],
    discounts: dict[str, ReceiptDiscount],
    staff: tuple[str, ...],
    payer_id: int | None,
) -> ReceiptLine:
    (_, uid, item, quantity, unit, amount, member_off, ticket_off, net, payable,
     requested, parent, client_id, client, source, _) = row  # fmt: skip
    return ReceiptLine(
        uid=uid, item=item, quantity=quantity, unit_price=unit, list_amount=amount,
        member_off=member_off, discount=discounts.get(uid), ticket_off=ticket_off, net=net,
        payable=payable, staff=staff, requested=bool(requested),
        client=client if client and client_id != payer_id else "", is_addon=bool(parent),
        free_with=free_tier(source),
    )  # fmt: skip


def _with_tier(line: ReceiptLine, at: datetime) -> ReceiptLine:
    """With the name that its tier had at that instant, so that an old receipt stays as it was."""
    rules = value.tiers_at(at) if line.free_with else None
    names = {tier.key: tier.name for tier in rules.tiers} if rules else {}
    return replace(line, free_with=names.get(line.free_with, line.free_with))


def _tenders(sale_id: int, rows: list[tuple[Any, ...]]) -> tuple[ReceiptTender, ...]:
    tips: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    for tender_id, name, amount in _TIPS.all(sale_id):
        tips[tender_id].append((name, amount))
    return tuple(_tender(row, tuple(tips[row[0]])) for row in rows)


def _tender(row: tuple[Any, ...], tips: tuple[tuple[str, int], ...]) -> ReceiptTender:
    """A tender. One that was paid by another means than was rung up took just what was due by it:
    what was handed over and the change stay on the row alone."""
    _, name, handed, applied, change, name_now, is_corrected, kind, _ = row
    if is_corrected:
        return ReceiptTender(name_now, handed - change, applied, 0, tips, was=name)
    unpaid = kind == TenderKind.VOUCHER and applied < 0
    return ReceiptTender(name, handed, applied, change, tips, unpaid=unpaid)
