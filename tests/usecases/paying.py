"""Short ways to sell: a cut at 84.00, paid by the cashier."""

from salon_pos.domain.receipt import Receipt
from salon_pos.domain.ticket import Ticket
from salon_pos.usecases.checkout import Payment, take_payment
from tests.salons import NOW, Salon

CUT = 8_400
"""Mei is a director: 80.00, and 5 % GST."""


def pay(salon: Salon, payment: Payment) -> Receipt:
    """Take this payment at the counter."""
    return take_payment(payment, by=salon.by("kai"), now=NOW)


def cut(salon: Salon, uid: str = "t") -> Ticket:
    """A women's cut by Mei."""
    return salon.ticket(uid, salon.line("cut"))
