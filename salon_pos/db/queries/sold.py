"""A paid sale as it is on file, with what earlier refunds took of it: what a refund starts from."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from peewee import JOIN, fn

from salon_pos.db.models.catalog import ItemRow, TaxRow, TenderMethodRow, TillRow
from salon_pos.db.models.ledger import ShiftRow
from salon_pos.db.models.people import ClientRow, StaffRow
from salon_pos.db.models.sales import (
    SaleCreditRow,
    SaleDiscountRow,
    SaleLineRow,
    SaleLineTaxRow,
    SaleRow,
    SaleTaxRow,
    SaleTenderRow,
    SaleTipRow,
)
from salon_pos.db.models.value import ClaimRow
from salon_pos.db.prepared import P, Prepared
from salon_pos.db.queries import corrected, earned, free_services, members, owed, value
from salon_pos.db.queries.sold_value import SaleLedger
from salon_pos.domain.catalog import ItemKind, TaxMode, TenderKind
from salon_pos.domain.free_services import still_counts
from salon_pos.domain.lots import held
from salon_pos.domain.prepaid import PrepaidKind
from salon_pos.domain.sale_facts import (
    Delivered,
    LineFacts,
    Part,
    SaleFacts,
    SoldDiscount,
    SoldTax,
    SoldTip,
    TenderFacts,
)
from salon_pos.domain.sold import (
    Prepaid,
    SoldCredit,
    SoldLine,
    SoldSale,
    SoldTender,
    prepaid_left,
)
from salon_pos.domain.ticket import free_tier

_SALE = Prepared(
    lambda: SaleRow.select(
        SaleRow.id, SaleRow.number, SaleRow.deed, TillRow.is_import, SaleRow.business_day,
        ShiftRow.uid, SaleRow.client, ClaimRow.client, SaleRow.transaction, SaleRow.tax_mode,
        SaleRow.cash_step, SaleRow.tag,
    )
    .join(TillRow)
    .switch(SaleRow)
    .join(ShiftRow, JOIN.LEFT_OUTER)
    .switch(SaleRow)
    .join(ClaimRow, JOIN.LEFT_OUTER, on=ClaimRow.sale == SaleRow.id)
    .where(SaleRow.uid == P)
)  # fmt: skip
_CLIENT = Prepared(lambda: ClientRow.select(ClientRow.uid).where(ClientRow.id == P))
_BACK = SaleLineRow.alias()
_LINES = Prepared(
    lambda: (
        SaleLineRow.select(
            SaleLineRow.id, SaleLineRow.uid, SaleLineRow.item_name, SaleLineRow.quantity,
            SaleLineRow.net, SaleLineRow.payable, SaleLineRow.item, ItemRow.kind, ItemRow.stock,
            SaleLineRow.client, SaleLineRow.unit_price, SaleLineRow.requested, SaleLineRow.length,
            SaleLineRow.source, SaleLineRow.member_off, SaleLineRow.line_off,
            SaleLineRow.ticket_off, fn.SUM(_BACK.quantity), fn.SUM(_BACK.net),
            fn.SUM(_BACK.member_off), fn.SUM(_BACK.line_off), fn.SUM(_BACK.ticket_off),
        )
        .join(ItemRow)
        .join(_BACK, JOIN.LEFT_OUTER, on=_BACK.refunds == SaleLineRow.id)
        .where(SaleLineRow.sale == P)
        .group_by(SaleLineRow.id)
        .order_by(SaleLineRow.position)
    )
)  # fmt: skip
_LINE_TAXES = Prepared(
    lambda: (
        SaleLineTaxRow.select(SaleLineTaxRow.line, SaleLineTaxRow.tax, SaleLineTaxRow.amount)
        .join(SaleLineRow)
        .where(SaleLineRow.sale == P)
        .order_by(SaleLineTaxRow.id)
    )
)
_BACK_CREDIT = SaleCreditRow.alias()
_CREDITS = Prepared(
    lambda: (
        SaleCreditRow.select(
            SaleCreditRow.line, SaleCreditRow.staff, SaleCreditRow.part_bp, SaleCreditRow.amount,
            fn.SUM(_BACK_CREDIT.amount),
        )
        .join(SaleLineRow)
        .join(_BACK, JOIN.LEFT_OUTER, on=_BACK.refunds == SaleLineRow.id)
        .join(
            _BACK_CREDIT, JOIN.LEFT_OUTER,
            on=(_BACK_CREDIT.line == _BACK.id)
            & (_BACK_CREDIT.position == SaleCreditRow.position)
            & corrected.counts(_BACK_CREDIT),
        )
        .where(SaleLineRow.sale == P, corrected.counts())
        .group_by(SaleCreditRow.id)
        .order_by(SaleCreditRow.line, SaleCreditRow.position)
    )
)  # fmt: skip
_PAID_BACK = SaleTenderRow.alias()
_TENDERS = Prepared(
    lambda: (
        SaleTenderRow.select(
            SaleTenderRow.id, SaleTenderRow.position, corrected.method_now(), TenderMethodRow.kind,
            corrected.name_now(), SaleTenderRow.applied, SaleTenderRow.tip, SaleTenderRow.source,
            fn.SUM(_PAID_BACK.applied), fn.SUM(_PAID_BACK.tip),
        )
        .join(corrected.CORRECTED, JOIN.LEFT_OUTER, on=corrected.newest())
        .switch(SaleTenderRow)
        .join(TenderMethodRow, on=TenderMethodRow.id == corrected.method_now())
        .switch(SaleTenderRow)
        .join(_PAID_BACK, JOIN.LEFT_OUTER, on=_PAID_BACK.refunds == SaleTenderRow.id)
        .where(SaleTenderRow.sale == P)
        .group_by(SaleTenderRow.id)
        .order_by(SaleTenderRow.position)
    )
)  # fmt: skip
_TIPS = Prepared(
    lambda: (
        SaleTipRow.select(SaleTipRow.tender, SaleTipRow.staff, StaffRow.uid, SaleTipRow.amount)
        .join(StaffRow)
        .switch(SaleTipRow)
        .join(SaleTenderRow)
        .where(SaleTenderRow.sale == P)
        .order_by(SaleTipRow.id)
    )
)
_TAXES = Prepared(
    lambda: (
        SaleTaxRow.select(SaleTaxRow.tax, TaxRow.uid, SaleTaxRow.name, SaleTaxRow.rate_ppm)
        .join(TaxRow)
        .where(SaleTaxRow.sale == P)
        .order_by(SaleTaxRow.id)
    )
)
_DISCOUNTS = Prepared(
    lambda: (
        SaleDiscountRow.select(
            SaleDiscountRow.line_uid, SaleDiscountRow.reason, SaleDiscountRow.reason_name,
            SaleDiscountRow.percent_bp, SaleDiscountRow.amount, SaleDiscountRow.coupon,
        )
        .where(SaleDiscountRow.sale == P)
        .order_by(SaleDiscountRow.id)
    )
)  # fmt: skip
_REFUNDS = Prepared(
    lambda: SaleRow.select(SaleRow.id).where(SaleRow.refund_of == P).order_by(SaleRow.id)
)
_VOID = Prepared(
    lambda: SaleRow.select(SaleRow.uid).where(SaleRow.refund_of == P, SaleRow.deed == P)
)

Row = tuple[Any, ...]
_ON_ACCOUNT = TenderKind.ON_ACCOUNT
_LOTS = {
    TenderKind.STORED_VALUE: "principal",
    TenderKind.GIFT_CARD: "gift_card",
    TenderKind.DEPOSIT: "deposit",
}


def sold_sale(uid: str, day: date) -> SaleFacts | None:
    """The sale with this uid, its figures and where they lie; None if there is none. `day` says
    which lots are still good."""
    row = _SALE.one(uid)
    if row is None:
        return None
    (id_, number, deed, is_import, sold_on, shift, client_id, claimed_by, transaction_id,
     tax_mode, cash_step, tag) = row  # fmt: skip
    client_id = client_id if client_id is not None else claimed_by
    client = _CLIENT.one(client_id) if client_id is not None else None
    inclusive = tax_mode == TaxMode.INCLUSIVE
    moved = SaleLedger(uid, id_, transaction_id)
    tenders = _TENDERS.all(id_)
    discounts = _discounts(id_)
    lines, line_facts = _lines(id_, moved, tenders, day=day, inclusive=inclusive)
    sold = SoldSale(
        uid, number, lines, tuple(_tender(tender, moved) for tender in tenders), inclusive,
        cash_step, moved.points_lots, moved.points_expired, moved.points_forgiven,
        coupon=next((each.coupon for each in discounts if each.coupon), ""),
        owed=owed.left_on_account(id_) if any(row[3] == _ON_ACCOUNT for row in tenders) else 0,
    )  # fmt: skip
    facts = SaleFacts(
        id=id_, sold=sold, deed=deed, is_import=bool(is_import), day=date.fromisoformat(sold_on),
        shift_uid=shift or "", client_id=client_id, client_uid=client[0] if client else "",
        transaction_id=transaction_id, tax_mode=TaxMode(tax_mode), tag=tag,
        taxes=tuple(SoldTax(*tax) for tax in _TAXES.all(id_)), discounts=discounts,
        lines=line_facts, tenders=_tender_facts(id_, tenders, moved), posted=moved.entries,
        gave=tuple(moved.gave({line.uid: line.name for line in lines})),
    )  # fmt: skip
    return _with_free(facts, client_id, day)


def voided_by(sale_id: int) -> str | None:
    """The uid of the void that cancelled the sale with this id."""
    row = _VOID.one(sale_id, "void")
    return row[0] if row else None


def _lines(
    sale_id: int, moved: SaleLedger, tenders: Sequence[Row], *, day: date, inclusive: bool
) -> tuple[tuple[SoldLine, ...], dict[str, LineFacts]]:
    taxes = _by_line(_LINE_TAXES.all(sale_id))
    credits = _by_line(_CREDITS.all(sale_id))
    gained, back = earned.earned(sale_id)
    packs = iter([row[1] for row in tenders if row[3] == TenderKind.PACK])
    lines: list[SoldLine] = []
    facts: dict[str, LineFacts] = {}
    for row in _LINES.all(sale_id):
        line_id, uid = row[0], row[1]
        delivered = moved.delivered(uid, day) if row[7] == ItemKind.PREPAID else None
        sessions = moved.sessions(uid)
        # Packs pay first, one tender for each line that uses one, in the lines' order.
        pack = next(packs) if sessions else None
        parts = tuple((tax, amount) for tax, amount in taxes[line_id])
        eligible, points = gained.get(line_id, (0, 0))
        eligible_back, points_back = back.get(line_id, (0, 0))
        line = SoldLine(
            uid=uid, name=row[2], quantity=row[3], net=row[4], payable=row[5], taxes=parts,
            refunded=-(row[17] or 0), eligible=eligible, eligible_returned=-eligible_back,
            points=points, points_taken=-points_back, counted=row[8] is not None,
            sessions=sessions, pack=pack,
            credits=tuple(
                SoldCredit(staff, amount, -(returned or 0))
                for staff, _, amount, returned in credits[line_id]
            ),
        )  # fmt: skip
        lines.append(_with_prepaid(line, delivered, row, moved, inclusive=inclusive))
        facts[uid] = _line_facts(row, delivered, tuple(part[1] for part in credits[line_id]))
    return tuple(lines), facts


def _with_free(facts: SaleFacts, client_id: int | None, day: date) -> SaleFacts:
    """With the last day on which a refund makes each line count again that was free with the
    client's tier; none once the period it counted in is over (RULES 20)."""
    is_free = any(free_tier(line.source) for line in facts.lines.values())
    rules = value.tiers_in_force() if is_free else None
    if client_id is None or rules is None:
        return facts
    standing = members.standing_of(client_id, day, rules)
    tier = members.tier_of(standing, rules)
    if tier is None:
        return facts
    since = free_services.counted_from(client_id, tier, standing)
    lines = tuple(
        replace(line, free_until=standing.until or date.max)
        if still_counts(free_tier(facts.lines[line.uid].source), facts.day, standing, since)
        else line
        for line in facts.sold.lines
    )
    return replace(facts, sold=replace(facts.sold, lines=lines))


def _by_line(found: Sequence[Row]) -> defaultdict[int, list[Row]]:
    by_line: defaultdict[int, list[Row]] = defaultdict(list)
    for line_id, *rest in found:
        by_line[line_id].append(tuple(rest))
    return by_line


def _with_prepaid(
    line: SoldLine, delivered: Delivered | None, row: Row, moved: SaleLedger, *, inclusive: bool
) -> SoldLine:
    if delivered is None:
        return line
    lots, is_pack = delivered.lots, delivered.kind is PrepaidKind.PACK
    left = sum(lot.left * lot.unit_value for lot in lots) if is_pack else held(lots)
    before = Prepaid(0, -(row[18] or 0), paid_out=moved.paid_out(line.uid))
    return prepaid_left(line, before, left, inclusive=inclusive)


def _line_facts(row: Row, delivered: Delivered | None, parts_bp: tuple[int, ...]) -> LineFacts:
    member, line, ticket = (Part(row[14 + i], -(row[19 + i] or 0)) for i in range(3))
    return LineFacts(
        id=row[0], item_id=row[6], kind=ItemKind(row[7]), client_id=row[9], unit_price=row[10],
        offs=(member, line, ticket), requested=bool(row[11]), length=row[12], source=row[13],
        parts_bp=parts_bp, delivered=delivered,
    )  # fmt: skip


def _tender(row: Row, moved: SaleLedger) -> SoldTender:
    _, position, method_id, kind, name, applied, tip, _, returned, tip_returned = row
    account = _LOTS.get(TenderKind(kind))
    return SoldTender(
        position=position, method_id=method_id, kind=TenderKind(kind), name=name, applied=applied,
        tip=tip, returned=-(returned or 0), bonus_returned=moved.bonus_returned(position),
        tip_returned=-(tip_returned or 0),
        principal=moved.uses(position, account) if account else (),
        bonus=moved.uses(position, "bonus"), points=moved.uses(position, "points"),
    )  # fmt: skip


def _tender_facts(
    sale_id: int, tenders: Sequence[Row], moved: SaleLedger
) -> dict[int, TenderFacts]:
    tips = _by_line(_TIPS.all(sale_id))
    return {
        row[1]: TenderFacts(
            row[0], row[7], moved.holder(row[1]), moved.fee(row[1]),
            tuple(SoldTip(*tip) for tip in tips[row[0]]),
        )
        for row in tenders
    }  # fmt: skip


def _discounts(sale_id: int) -> tuple[SoldDiscount, ...]:
    """The ticket's discounts and those of lines; each refund takes off the ticket's in their
    order."""
    sold = [
        SoldDiscount(line_uid, reason_id, reason, percent_bp, Part(amount), coupon)
        for line_uid, reason_id, reason, percent_bp, amount, coupon in _DISCOUNTS.all(sale_id)
    ]
    on_ticket = [each for each in sold if not each.line_uid]
    returned = [0] * len(on_ticket)
    for (refund_id,) in _REFUNDS.all(sale_id):
        taken_off = [row[4] for row in _DISCOUNTS.all(refund_id) if not row[0]]
        returned = [so_far - off for so_far, off in zip(returned, taken_off, strict=True)]
    whole = [
        replace(each, part=Part(each.part.amount, off))
        for each, off in zip(on_ticket, returned, strict=True)
    ]
    return (*whole, *(each for each in sold if each.line_uid))
