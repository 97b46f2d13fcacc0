"""Writing a refund or a void: a sale of its own, negative, each row naming what it gives back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from salon_pos.db.records import sale_rows, value
from salon_pos.db.records.sales import SaleHead
from salon_pos.domain.giving_back import TenderBack
from salon_pos.domain.money import half_up, share
from salon_pos.domain.reversal import Reversal, ReversedLine
from salon_pos.domain.sale_facts import LineFacts, SaleFacts


def line_to_come(place: int) -> int:
    """What stands for the id of a refund's line, by its place, until it has one."""
    return -1 - place


@dataclass(frozen=True, slots=True)
class Refund:
    """What is written: the sale as it is on file, what comes back of it, by which deed ("refund",
    "void") and under which uid. `earned` is what the rest of the sale earns with it, as
    `value.add_earnings` has it; a line of the refund's own stands there as `line_to_come`."""

    uid: str
    deed: str
    facts: SaleFacts
    reversal: Reversal
    earned: Sequence[value.EarningRow] = ()

    @property
    def line_uids(self) -> tuple[str, ...]:
        """The uids of its own lines."""
        return tuple(f"{self.uid}/{place}" for place, _ in enumerate(self.reversal.lines))


def add_refund(refund: Refund, head: SaleHead, *, opened_at: datetime) -> int:
    """Write a refund with its lines, credits, taxes, discounts, tenders and tips; its id."""
    sale_id, facts, reversal = sale_rows.next_id(), refund.facts, refund.reversal
    offs = [_offs(line, facts.lines[line.line.uid]) for line in reversal.lines]
    line_ids = [
        _add_line(sale_id, place, refund, line, offs=offs[place])
        for place, line in enumerate(reversal.lines)
    ]
    sale_rows.TAX.rows(_taxes(sale_id, refund))
    sale_rows.DISCOUNT.rows(_discounts(sale_id, refund, offs))
    for back in reversal.tenders:
        if back.part or back.tip:
            _add_tender(sale_id, back, facts)
    sale_rows.SALE(
        id=sale_id, uid=refund.uid, till=head.till_id, serial=head.serial, number=head.number,
        shift=head.shift_id, business_day=head.business_day, opened_at=opened_at,
        paid_at=head.paid_at, staff=head.staff_id, client=facts.client_id, tag=facts.tag,
        tax_mode=str(facts.tax_mode), net=-sum(line.net for line in reversal.lines),
        total=-reversal.total, cash_rounding=-reversal.cash_rounding, tips=-reversal.tips,
        line_count=len(line_ids), digest=head.digest, transaction=head.transaction_id,
        deed=refund.deed, refund_of=facts.id, cash_step=facts.sold.cash_step,
    )  # fmt: skip
    if facts.client_id is not None:
        value.add_earnings(_earnings(refund, line_ids))
    return sale_id


def _earnings(refund: Refund, line_ids: Sequence[int]) -> list[value.EarningRow]:
    """What the rest of the sale earns, then one row for each line of the refund, be it of nothing:
    the last of them says what of all earnings was on file right after it."""
    to_come = {line_to_come(place): line_id for place, line_id in enumerate(line_ids)}
    more = {row[0]: row for row in refund.earned}
    rest = [row for row in refund.earned if row[0] not in to_come]
    return rest + [
        (
            line_id, refund.facts.client_id, eligible - line.eligible, points - line.taken.points,
            "",
        )
        for (place, line_id), line in zip(to_come.items(), refund.reversal.lines, strict=True)
        for _, _, eligible, points, _ in [more.get(place, (0, None, 0, 0, ""))]
    ]  # fmt: skip


def _offs(line: ReversedLine, of: LineFacts) -> tuple[int, int, int]:
    """Member benefit, line discount and ticket discounts of what comes back: cumulative, too."""
    done = line.line.done_after(line.quantity)
    member, discount, ticket = (half_up(off.amount * done) - off.returned for off in of.offs)
    return member, discount, ticket


def _add_line(
    sale_id: int, place: int, refund: Refund, line: ReversedLine, *, offs: tuple[int, int, int]
) -> int:
    sold, of = line.line, refund.facts.lines[line.line.uid]
    member_off, line_off, ticket_off = (-off for off in offs)
    line_id = sale_rows.LINE(
        sale=sale_id, uid=refund.line_uids[place], position=place, item=of.item_id,
        item_name=sold.name, client=of.client_id, parent_uid="", quantity=-line.quantity,
        unit_price=of.unit_price, list_amount=-line.net - sum(offs), member_off=member_off,
        line_off=line_off, ticket_off=ticket_off, net=-line.net, payable=-line.payable,
        requested=of.requested, length=of.length, refunds=of.id, source=of.source,
    )  # fmt: skip
    credits = zip(line.credits, of.parts_bp, strict=True)
    sale_rows.CREDIT.rows(
        [
            (line_id, i, staff_id, part_bp, -part)
            for i, ((staff_id, part), part_bp) in enumerate(credits)
        ]
    )
    sale_rows.LINE_TAX.rows([(line_id, tax, -part) for tax, part in line.taxes if part])
    return line_id


def _taxes(sale_id: int, refund: Refund) -> list[tuple[object, ...]]:
    lines = refund.reversal.lines
    taxed = {
        tax.id: [(line.net, part) for line in lines for id_, part in line.taxes if id_ == tax.id]
        for tax in refund.facts.taxes
    }
    return [
        (sale_id, tax.id, tax.name, tax.rate_ppm, -sum(net for net, _ in taxed[tax.id]),
         -sum(part for _, part in taxed[tax.id]))
        for tax in refund.facts.taxes if taxed[tax.id]
    ]  # fmt: skip


def _discounts(
    sale_id: int, refund: Refund, offs: list[tuple[int, int, int]]
) -> list[tuple[object, ...]]:
    """Each discount of the ticket, in the sale's order and even where nothing of it comes back, so
    that the next refund knows what is left of it; then those of the lines."""
    on_ticket = [each for each in refund.facts.discounts if not each.line_uid]
    parts = share(sum(off[2] for off in offs), [each.part.left for each in on_ticket])
    taken_off = [("", each, part) for each, part in zip(on_ticket, parts, strict=True)]
    for uid, line, (_, line_off, _) in zip(
        refund.line_uids, refund.reversal.lines, offs, strict=True
    ):
        taken_off += [(uid, each, line_off) for each in refund.facts.discounts
                      if each.line_uid == line.line.uid]  # fmt: skip
    return [
        (sale_id, uid, each.reason_id, each.reason, each.percent_bp, -part, None, each.coupon)
        for uid, each, part in taken_off
    ]


def _add_tender(sale_id: int, back: TenderBack, facts: SaleFacts) -> None:
    of, paid = facts.tenders[back.position], -(back.part + back.tip)
    tender_id = sale_rows.TENDER(
        sale=sale_id, position=back.position, method=back.method_id, name=back.name, handed=paid,
        applied=-back.part, change=0, tip=-back.tip, source=of.source, refunds=of.id,
    )  # fmt: skip
    if back.tip:
        sale_rows.TIP.rows([(tender_id, tip.staff_id, -tip.amount) for tip in of.tips])
