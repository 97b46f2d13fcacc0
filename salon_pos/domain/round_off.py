"""抹零: the discount that brings a total down to a round amount, for any mix of taxes."""

from dataclasses import replace

from salon_pos.domain.catalog import PriceBook
from salon_pos.domain.pricing import price
from salon_pos.domain.ticket import Discount, Ticket


def round_off(ticket: Ticket, book: PriceBook, *, step: int, reason_id: int) -> Ticket:
    """`ticket` with a discount that makes its total a multiple of `step` minor units, or the
    nearest payable amount below one where tax cents leave a gap. An earlier rounding off is
    replaced; a total that is round already carries none."""
    plain = replace(
        ticket, discounts=tuple(d for d in ticket.discounts if d.reason_id != reason_id)
    )
    bill = price(plain, book)
    target = bill.total - bill.total % step
    if target == bill.total:
        return plain
    return _with(plain, reason_id, _smallest_discount(plain, book, reason_id, target=target))


def _smallest_discount(ticket: Ticket, book: PriceBook, reason_id: int, *, target: int) -> int:
    """The smallest discount whose total is at most `target`; totals fall as it grows."""
    bill = price(ticket, book)
    low, high = 0, min(bill.net, bill.total - target)
    while low < high:
        middle = (low + high) // 2
        if price(_with(ticket, reason_id, middle), book).total <= target:
            high = middle
        else:
            low = middle + 1
    return low


def _with(ticket: Ticket, reason_id: int, amount: int) -> Ticket:
    discount = Discount(reason_id=reason_id, amount=amount)
    return replace(ticket, discounts=(*ticket.discounts, discount))
