"""Which discounts of a ticket go beyond their reason's limit and so need a manager; and what a
voucher is worth, for the limit above which giving one does."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from salon_pos.domain.catalog import DiscountReason, Item, ItemKind
from salon_pos.domain.coupons import Coupon
from salon_pos.domain.money import BASIS_POINTS, half_up
from salon_pos.domain.pricing import Bill
from salon_pos.domain.refusal import refuse
from salon_pos.domain.ticket import Discount, Ticket
from salon_pos.domain.words import N_


@dataclass(frozen=True, slots=True)
class Given:
    """A discount with what it comes to (minor units) and what it was taken from. `line_uid` is
    empty where it is on the whole ticket; `earlier` is what the same reason already took off lines
    and the whole, so that a limit is not passed in small steps."""

    discount: Discount
    reason: DiscountReason
    amount: int
    taken_from: int
    line_uid: str = ""
    earlier: int = 0

    @property
    def needs_manager(self) -> bool:
        """Whether it goes beyond its reason's limit; a percent is rounded as the discount is."""
        reason, amount = self.reason, self.earlier + self.amount
        if reason.limit_amount is not None and amount > reason.limit_amount:
            return True
        if reason.limit_bp is None:
            return False
        before = 0 if self.line_uid else self.earlier  # of one line: its own percent
        limit = half_up(Fraction((before + self.taken_from) * reason.limit_bp, BASIS_POINTS))
        return before + self.amount > limit


def given_discounts(
    ticket: Ticket, bill: Bill, reasons: Mapping[int, DiscountReason]
) -> tuple[Given, ...]:
    """Every discount on the ticket, lines first. Refuses a reason that is no longer in use."""
    given: list[Given] = []
    by_reason = Counter[int]()
    for discount, amount, left, line_uid in (*_on_lines(bill), *_on_ticket(ticket, bill)):
        reason, earlier = _reason(discount, reasons), by_reason[discount.reason_id]
        given.append(Given(discount, reason, amount, left, line_uid, earlier))
        by_reason[discount.reason_id] += amount
    return tuple(given)


_Taken = tuple[Discount, int, int, str]
"""A discount, what it comes to, what it was taken from, and its line's uid."""


def _on_lines(bill: Bill) -> Iterator[_Taken]:
    for priced in bill.lines:
        if priced.line.discount is not None:
            left = priced.list_amount - priced.member_off - priced.coupon_off
            yield priced.line.discount, priced.line_off, left, priced.line.uid


def _on_ticket(ticket: Ticket, bill: Bill) -> Iterator[_Taken]:
    left = bill.discountable + sum(bill.discounts)
    for discount, amount in zip(ticket.discounts, bill.discounts, strict=True):
        yield discount, amount, left, ""
        left -= amount


def _reason(discount: Discount, reasons: Mapping[int, DiscountReason]) -> DiscountReason:
    reason = reasons.get(discount.reason_id)
    if reason is None or reason.retired:
        refuse(
            "reason_unknown",
            N_("This discount reason is not in use. Choose another."),
            field="reason",
        )
    return reason


def coupon_worth(coupon: Coupon, items: Iterable[Item]) -> int:
    """What a voucher with conditions is worth to who gets it, in minor units: its amount, or its
    percent of the dearest one of these `items` that it is for, half up."""
    if coupon.amount:
        return coupon.amount
    prices = (
        item.dearest
        for item in items
        if item.kind is not ItemKind.PREPAID and coupon.is_for(item.id)
    )
    return half_up(Fraction(max(prices, default=0) * coupon.percent_bp, BASIS_POINTS))
