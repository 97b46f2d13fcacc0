"""RULES 6 with decision 8: what buys no prepaid is measured by what is no prepaid.

A cut is 84.00 with its tax; a deposit of 30.00 is beside it. Points pay half of a bill.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from salon_pos.db.doctor import examine
from salon_pos.db.queries import balances, catalog, members, people
from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain import ledger
from salon_pos.domain.catalog import TenderKind
from salon_pos.domain.coupons import Coupon
from salon_pos.domain.money import Amount
from salon_pos.domain.pricing import price
from salon_pos.domain.ticket import Ticket
from salon_pos.usecases.coupons import NewCoupon, give_coupon, put_on
from salon_pos.usecases.offers import offer_of_code, offers_for
from salon_pos.usecases.points import PointsChange, adjust_points
from salon_pos.usecases.refunds import RefundRequest
from salon_pos.usecases.settings import change_settings
from salon_pos.usecases.value import Paying
from salon_pos.usecases.vouchers import NewVoucher, give_voucher
from tests.salons import NOW, Salon
from tests.usecases.keeping import refused, rows
from tests.usecases.refunding import give_back
from tests.usecases.spending import pay
from tests.usecases.valued import Valued, made

DAY = NOW.date()


@pytest.fixture
def valued(selling: Salon) -> Iterator[Valued]:
    """Maya has 10,000 points, worth 100.00."""
    here, by = made(selling), selling.by("olga")
    change_settings(replace(salon_queries.settings(), points_adjust_above=10_000), by=by, now=NOW)
    gift = PointsChange("gift", selling.clients["maya"].id, 10_000, "Welcome")
    adjust_points(gift, by=by, now=NOW)
    yield here
    assert examine()[1] == ()


def beside_deposit(valued: Valued, uid: str = "t") -> Ticket:
    salon = valued.salon
    return salon.ticket(uid, salon.line("cut"), valued.line(valued.deposit), client="maya")


def paying(ticket: Ticket) -> Paying:
    """The ticket as the payment panel looks at it."""
    settings = salon_queries.settings()
    bill = price(ticket, members.book_for(ticket, catalog.price_book(settings), DAY))
    assert ticket.client_id is not None
    return Paying(ticket, bill, people.client(ticket.client_id), DAY, settings)


def test_rule_06_points_pay_half_of_the_cut_whatever_is_prepaid(valued: Valued) -> None:
    card = valued.salon.handed("card", 7_100)
    with refused("points_above_cap", "amount") as no:
        pay(valued, beside_deposit(valued), valued.handed("points", 4_300), card)
    assert no.value.values["most"] == Amount(4_200)
    card = valued.salon.handed("card", 7_200)
    pay(valued, beside_deposit(valued), valued.handed("points", 4_200), card)
    (said,) = rows(
        "SELECT DISTINCT json_extract(inputs, '$.bill') FROM ledger_entry WHERE rule IN"
        " ('points.burn', 'points.pay')"
    )
    assert said == (8_400,)


def test_rule_06_a_deposit_that_comes_back_leaves_points_their_half(valued: Valued) -> None:
    """72.00 by card: 30.00 of it were for the deposit, 42.00 for the cut."""
    card, deposit = valued.salon.handed("card", 7_200), f"t/{valued.deposit.name}"
    pay(valued, beside_deposit(valued), valued.handed("points", 4_200), card)
    back = give_back(RefundRequest("r", "t", {deposit: 1}), valued.salon.by("kai"))
    assert [(one.name, one.applied) for one in back.tenders] == [("Bank card", -3_000)]
    maya = ledger.points(valued.salon.clients["maya"].uid)
    # 10,000 less the 4,200, and 40 of the 80.00 that the cut costs without tax.
    assert balances.balance(maya) == 10_000 - 4_200 + 40


def test_rule_06_a_voucher_for_larger_bills_counts_no_prepaid(valued: Valued) -> None:
    by, card = valued.salon.by("olga"), valued.salon.handed("card", 10_400)
    for uid, least in (("v", 8_401), ("w", 8_400)):
        give_voucher(NewVoucher(uid, 1_000, least), by=by, now=NOW)
    with refused("voucher_least", "source"):
        pay(valued, beside_deposit(valued), valued.handed("voucher", 1_000, "v"), card)
    pay(valued, beside_deposit(valued), valued.handed("voucher", 1_000, "w"), card)


def test_rule_03_a_voucher_with_conditions_counts_none_either(valued: Valued) -> None:
    """A tenth off from 80.01 on; the cut is 80.00 without its tax."""
    new = NewCoupon(Coupon("c", "", "Spring", percent_bp=1_000, least=8_001))
    code = give_coupon(new, by=valued.salon.by("olga"), now=NOW).coupon.code
    ticket = put_on(beside_deposit(valued), code, DAY)
    with refused("voucher_least", "coupon") as no:
        pay(valued, ticket)
    assert no.value.values["missing"] == Amount(1)


def test_rule_06_nothing_more_is_offered_than_what_may_pay(valued: Valued) -> None:
    salon, maya = valued.salon, valued.salon.clients["maya"].id
    for uid, least in (("v", 8_401), ("w", 8_400)):
        give_voucher(NewVoucher(uid, 1_000, least, maya), by=salon.by("olga"), now=NOW)
    asked = paying(beside_deposit(valued))
    most = {(one.kind, one.source): one.most for one in offers_for(asked)}
    assert most[TenderKind.POINTS, ""] == 4_200
    assert (TenderKind.VOUCHER, "w") in most
    assert (TenderKind.VOUCHER, "v") not in most
    ((code,),) = rows("SELECT code FROM voucher WHERE uid = 'v'")
    with refused("voucher_least", "source"):
        offer_of_code(code, TenderKind.VOUCHER, asked)
