"""A platform's voucher pays once, whatever writes it: the file itself refuses the second time."""

from dataclasses import replace

import pytest
from peewee import IntegrityError

from salon_pos.db.connection import database
from salon_pos.domain.platforms import Platform, ValueRules
from salon_pos.domain.tenders import Handed
from salon_pos.usecases.refunds import RefundRequest, preview, refund
from salon_pos.usecases.rules import set_value_rules
from tests.salons import NOW, Salon
from tests.usecases.paying import pay

GUARD = "sale_tender_voucher_once"
OTHERS = ("meituan:7:0", "meituan:777:0", "meituan:77-1:0", "meituanx:77:0", "douyin:77:0")


@pytest.fixture
def paid(selling: Salon) -> Salon:
    """Two cuts, 168.00, paid by the voucher 77 of Meituan, and a cut by bank card."""
    rules = ValueRules(1, (Platform("meituan", "Meituan"),))
    set_value_rules(rules, by=selling.by("olga"), now=NOW)
    cuts = [selling.line("cut", uid=name) for name in ("one", "two")]
    handed = Handed(selling.tenders["platform"], 16_800, source="meituan:77:20000")
    pay(selling, selling.payment(selling.ticket("t", *cuts), handed))
    pay(selling, selling.payment(selling.ticket("u", selling.line("cut"))))
    return selling


def give_back(salon: Salon, line: str) -> None:
    request = RefundRequest(f"r {line}", "t", {line: 1})
    seen = preview(request, by=salon.by("kai"), now=NOW)
    request = replace(request, shown_total=seen.total, shown=seen.digest)
    refund(request, by=salon.by("kai"), now=NOW)


def write(salon: Salon, *sources: str, tender: str = "platform") -> None:
    """Write tenders of a sale that is never sealed; nothing of it is kept."""
    with database.atomic("IMMEDIATE") as kept:
        for position, source in enumerate(sources):
            database.execute_sql(
                "INSERT INTO sale_tender (sale_id, position, method_id, name, handed, applied,"
                " change, tip, source) VALUES (999, ?, ?, 'x', 100, 100, 0, 0, ?)",
                (position, salon.tenders[tender], source),
            )
        kept.rollback()


@pytest.mark.parametrize("source", ["meituan:77:20000", "meituan:77:0", "meituan:77:0:100"])
def test_the_file_refuses_a_voucher_that_paid(paid: Salon, source: str) -> None:
    with pytest.raises(IntegrityError, match="this platform voucher paid already"):
        write(paid, source)
    database.execute_sql(f"DROP TRIGGER {GUARD}")
    write(paid, source)


def test_the_file_refuses_a_voucher_twice_on_one_sale(paid: Salon) -> None:
    with pytest.raises(IntegrityError, match="this platform voucher paid already"):
        write(paid, "meituan:78:0", "meituan:78:5000")


def test_other_vouchers_and_other_tenders_are_others(paid: Salon) -> None:
    write(paid, *OTHERS)
    write(paid, "meituan:77:0", tender="voucher")


def test_it_is_free_again_once_all_of_it_came_back(paid: Salon) -> None:
    give_back(paid, "t/one")
    with pytest.raises(IntegrityError, match="this platform voucher paid already"):
        write(paid, "meituan:77:0")
    give_back(paid, "t/two")
    write(paid, "meituan:77:0")
