"""Sales for the screens' tests: paid through the real use case, at an instant of the test's own."""

from datetime import datetime

from salon_pos.domain.receipt import Receipt
from salon_pos.domain.tenders import Handed
from salon_pos.domain.ticket import Line
from salon_pos.usecases.checkout import take_payment
from tests.salons import NOW, Salon


def sell(
    salon: Salon,
    uid: str,
    *lines: Line,
    client: str = "",
    tenders: tuple[Handed, ...] = (),
    at: datetime = NOW,
) -> Receipt:
    """Pay a ticket (a wash by Mei unless told otherwise), by card unless told otherwise."""
    ticket = salon.ticket(uid, *(lines or (salon.line("wash"),)), client=client)
    return take_payment(salon.payment(ticket, *tenders), by=salon.by("kai"), now=at)
