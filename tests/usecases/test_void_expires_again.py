"""What a void puts back into a lot that has ended meanwhile expires like the rest of it."""

from dataclasses import replace
from datetime import timedelta

from salon_pos.db.doctor import examine
from salon_pos.db.queries import balances, value
from salon_pos.domain import ledger
from salon_pos.usecases.checkout import Payment, take_payment
from salon_pos.usecases.expiry import expire
from salon_pos.usecases.voids import void
from tests.salons import NOW, Salon
from tests.usecases.valued import made

LAST_DAY = NOW + timedelta(days=90)  # of the pack


def test_rule_23_a_session_that_a_void_returns_too_late_expires_after_all(selling: Salon) -> None:
    """The shift is still open the day after the pack's last one."""
    valued, by = made(selling), selling.by("kai")
    valued.pay(selling.ticket("p", valued.line(valued.pack), client="maya"))
    (pack,) = value.packs_of(selling.clients["maya"].id)
    wash = selling.ticket("w", replace(selling.line("wash"), source=pack.uid), client="maya")
    paid = Payment(wash, (selling.handed("card", 216),), 1_667 + 216)
    take_payment(paid, by=by, now=LAST_DAY)
    later = LAST_DAY + timedelta(days=1)
    assert expire(by=by, now=later, sure=True).sessions == 5
    void("w", "mistaken", by=by, now=later)
    assert balances.balance(ledger.pack(pack.uid)) == 1
    assert expire(by=by, now=later, sure=True).sessions == 1
    assert balances.balance(ledger.pack_value(pack.uid)) == 0
    assert examine()[1] == ()
