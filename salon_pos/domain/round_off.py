"""抹零: the discount that brings a total down to a round amount, for any mix of taxes."""

from dataclasses import replace

from salon_pos.domain.catalog import PriceBook
from salon_pos.domain.pricing import price
from salon_pos.domain.refusal import refuse
from salon_pos.domain.ticket import Discount, Ticket
from salon_pos.domain.words import N_


def round_off(ticket: Ticket, book: PriceBook, *, step: int, reason_id: int) -> Ticket:
    """`ticket` with a discount that makes its total a multiple of `step` minor units, or the
    nearest payable amount below one where tax cents leave a gap. An earlier rounding off is
    replaced; a total that is round already carries none. Refuses where only prepaid lines, which
    keep their price, could give way."""
    plain = replace(
        ticket, discounts=tuple(d for d in ticket.discounts if d.reason_id != reason_id)
    )
    bill = price(plain, book)
    target = bill.total - bill.total % step
    if target == bill.total:
        return plain
    return _with(plain, reason_id, _smallest_discount(plain, book, reason_id, target=target))


def _smallest_discount(ticket: Ticket, book: PriceBook, reason_id: int, *, target: int) -> int:
    """The smallest discount whose total is at most `target`.

    Totals fall as it grows, but not evenly: a cent that `share` moves between lines with other
    taxes may lift one for a moment, by less than `uneven` discounts. So the halving is followed
    by a look at those just below.
    """

    def reaches(amount: int) -> bool:
        return price(_with(ticket, reason_id, amount), book).total <= target

    bill = price(ticket, book)
    low, high = 1, min(bill.discountable, bill.total - target)
    if not high or not reaches(high):
        refuse(
            "nothing_to_round_off",
            N_("Prepaid lines keep their price, so this total cannot be rounded off."),
        )
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if reaches(middle) else (middle + 1, high)
    uneven = 3 * len(bill.lines) * len(bill.taxes)
    return next(amount for amount in range(max(1, low - uneven), low + 1) if reaches(amount))


def _with(ticket: Ticket, reason_id: int, amount: int) -> Ticket:
    discount = Discount(reason_id=reason_id, amount=amount)
    return replace(ticket, discounts=(*ticket.discounts, discount))
