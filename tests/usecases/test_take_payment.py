from salon_pos.usecases.checkout import take_payment
from tests.salons import NOW, Salon


def test_it(selling: Salon) -> None:
    t = selling.ticket("t1", selling.line("cut"), selling.line("gel", 2), client="maya")
    r = take_payment(selling.payment(t), by=selling.by("kai"), now=NOW)
    print(r)
    assert r.total == selling.total(t)
