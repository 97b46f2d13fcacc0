"""A voucher for larger bills looks at the bill, not at the notes that are handed over."""

from salon_pos.domain.tenders import Handed
from salon_pos.usecases.vouchers import NewVoucher, give_voucher
from tests.salons import NOW, Salon
from tests.usecases.keeping import refused
from tests.usecases.paying import CUT, cut, pay


def test_rule_06_more_cash_makes_no_larger_bill(selling: Salon) -> None:
    """5.00 off bills of 100.00; the cut costs 84.00, and 100.00 is handed over beside it."""
    give_voucher(NewVoucher("v", 500, 10_000), by=selling.by("olga"), now=NOW)
    voucher = Handed(selling.tenders["voucher"], 500, source="v")
    with refused("voucher_least", "source"):
        pay(selling, selling.payment(cut(selling), voucher, selling.handed("cash", 10_000)))
    assert selling.total(cut(selling)) == CUT
