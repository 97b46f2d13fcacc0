"""The receipt of what a client paid off of their account, read back from its paper.

A cut is 84.00 with its tax and earns 80 points; cash comes in steps of 0.05.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from salon_pos.db.doctor import examine
from salon_pos.db.queries import catalog
from salon_pos.db.queries import settings as salon_queries
from salon_pos.db.queries.settlements import settlement
from salon_pos.domain.receipt import SettledSale, SettlementReceipt
from salon_pos.domain.ticket import Line, Ticket
from salon_pos.i18n import words
from salon_pos.printing.pdf import receipt_pdf
from salon_pos.printing.settlement import settlement_paper
from salon_pos.usecases.accounts import settle_account
from salon_pos.usecases.catalog import save_tender_method
from salon_pos.usecases.settings import change_settings
from tests.printing.reading import squeezed, text
from tests.salons import NOW, Salon
from tests.usecases.spending import pay
from tests.usecases.valued import Valued, made

NEXT = NOW + timedelta(days=1)


@pytest.fixture
def owing(selling: Salon) -> Iterator[Valued]:
    """Maya owes a cut of today and two of tomorrow: 84.00 + 168.00."""
    valued = made(selling)
    olga = selling.by("olga")
    change_settings(replace(salon_queries.settings(), credit_limit=50_000), by=olga, now=NOW)
    for uid, count, at in (("a", 1, NOW), ("b", 2, NEXT)):
        owes = valued.handed("on_account", 8_400 * count)
        pay(valued, cuts(valued, uid, count), owes, by="olga", at=at)
    yield valued
    assert examine()[1] == ()


def cuts(valued: Valued, uid: str, count: int) -> Ticket:
    line = valued.salon.line("cut")
    lines = (Line(f"{uid}{n}", line.item_id, staff=line.staff) for n in range(count))
    return valued.salon.ticket(uid, *lines, client="maya")


def settle(valued: Valued, uid: str, amount: int, tender: str = "card") -> SettlementReceipt:
    salon = valued.salon
    maya, method = salon.clients["maya"].id, salon.tenders[tender]
    settle_account(uid, maya, amount, method, by=salon.by("kai"), now=NEXT)
    return settlement(uid)


def on_paper(settled: SettlementReceipt, language: str = "en") -> str:
    lines = settlement_paper(settled, words(language, settled.currency))
    return text(receipt_pdf(lines, language).pdf)


def test_it_says_who_paid_what_of_which_sales_and_what_is_left(owing: Valued) -> None:
    """126.00: the first sale whole, 42.00 of the second, of which 126.00 are left. The first earns
    80; the second 160.00 x 42 / 168 = 40, and that makes silver no sooner than 200.00."""
    settled = settle(owing, "s", 12_600)
    assert settled.sales == (
        SettledSale("A-000001", NOW.date(), 8_400), SettledSale("A-000002", NEXT.date(), 4_200),
    )  # fmt: skip
    assert (settled.amount, settled.paid, settled.cash_rounding) == (12_600, 12_600, 0)
    assert (settled.client, settled.cashier, settled.tender) == ("Maya Torres", "Kai", "Bank card")
    printed = on_paper(settled)
    for said in (
        "Paid on account", "Client Maya Torres", "Cashier Kai", "Sale A-000001 $84.00",
        "Sale A-000002 $42.00", "Paid off $126.00", "Bank card $126.00", "Points balance 120",
        "Owed on account $126.00",
    ):  # fmt: skip
        assert squeezed(said) in printed, said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh_CN", ("顾客 Maya Torres", "银行卡 $84.00", "挂账欠款 $168.00", "积分余额 80")),
        ("zh_TW", ("顧客 Maya Torres", "信用卡／金融卡 $84.00", "掛帳欠款 $168.00", "積分餘額 80")),
    ],
)
def test_in_the_salons_language(owing: Valued, language: str, said: tuple[str, ...]) -> None:
    printed = on_paper(settle(owing, "s", 8_400), language)
    assert [row for row in said if squeezed(row) not in printed] == []


def test_all_of_it_in_cash_is_rounded_and_nothing_is_left(selling: Salon) -> None:
    """A wash of 11.42 in coins of 0.05: 11.40, and 0.02 of it the salon bears."""
    valued = made(selling)
    olga = selling.by("olga")
    change_settings(replace(salon_queries.settings(), credit_limit=50_000), by=olga, now=NOW)
    ticket = selling.ticket("w", selling.line("wash"), client="maya")
    pay(valued, ticket, valued.handed("on_account", 1_142), by="olga")
    settled = settle(valued, "s", 1_142, "cash")
    assert (settled.amount, settled.paid, settled.cash_rounding) == (1_142, 1_140, -2)
    printed = on_paper(settled)
    for said in ("Paid off $11.42", "Cash rounding −$0.02", "Cash $11.40", "Owed on account $0.00"):
        assert squeezed(said) in printed, said


def test_a_reprint_says_the_same_whatever_came_after(owing: Valued) -> None:
    """More is paid off and sold, and the means of payment gets another name."""
    salon, olga = owing.salon, owing.salon.by("olga")
    first = settle(owing, "s", 8_400)
    printed = on_paper(first)
    settle(owing, "s2", 16_800)
    pay(owing, cuts(owing, "c", 1), at=NEXT)
    method = catalog.tender_methods()[salon.tenders["card"]]
    save_tender_method(replace(method, name="Terminal"), rank=1, by=olga, now=NEXT)
    assert settlement("s") == first
    assert on_paper(settlement("s")) == printed


def test_only_settlements_have_one(owing: Valued) -> None:
    for uid in ("a", "nothing"):
        with pytest.raises(KeyError):
            settlement(uid)
