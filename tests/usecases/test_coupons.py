"""Vouchers with conditions: one use, for whom, until when; and what becomes of one in a refund."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from salon_pos.db.queries import coupons
from salon_pos.db.queries.coupons import GivenCoupon
from salon_pos.domain.coupons import Coupon
from salon_pos.domain.money import Amount
from salon_pos.domain.ticket import Ticket
from salon_pos.usecases.checkout import Payment, take_payment
from salon_pos.usecases.coupons import NewCoupon, give_coupon, put_on
from salon_pos.usecases.refunds import RefundRequest
from salon_pos.usecases.voids import void
from tests.salons import NOW, Salon
from tests.usecases.keeping import changed, everything, refused, rows
from tests.usecases.refunding import give_back, shown
from tests.usecases.spending import is_sound, pay
from tests.usecases.valued import Valued, made

DAY = NOW.date()


@pytest.fixture
def valued(selling: Salon) -> Valued:
    return made(selling)


def give(valued: Valued, uid: str = "c", *, days: int | None = 30, client: str = "",
         **conditions: Any) -> GivenCoupon:  # fmt: skip
    """A fifth off cuts, from 100.00 of them."""
    salon = valued.salon
    cut = frozenset({salon.items["cut"].id})
    of = Coupon(uid, "", "Spring", **{"percent_bp": 2_000, "least": 10_000, "item_ids": cut,
                                      **conditions})  # fmt: skip
    whose = salon.clients[client].id if client else None
    return give_coupon(NewCoupon(of, whose, days), by=salon.by("olga"), now=NOW)


def two_cuts(valued: Valued, uid: str, code: str, client: str = "maya") -> Ticket:
    """Two cuts at 80.00 and a gel at 30.30."""
    salon = valued.salon
    lines = (salon.line("cut", 2), salon.line("gel", staff=""))
    return put_on(salon.ticket(uid, *lines, client=client), code, DAY)


def test_a_voucher_lowers_the_price_once(valued: Valued) -> None:
    """160.00 less a fifth is 128.00, 134.40 with 5 %; the gel is 34.24 with its two taxes."""
    given = give(valued)
    assert len(given.coupon.code) >= 8
    receipt = pay(valued, two_cuts(valued, "t", given.coupon.code))
    assert receipt.total == 13_440 + 3_424
    assert [(each.reason, each.percent_bp, each.amount) for each in receipt.discounts] == [
        ("Spring", 2_000, 3_200)
    ]
    assert coupons.coupon("c") == replace(given, used_by="t")
    before = everything()
    with refused("voucher_used", "source"):
        two_cuts(valued, "again", given.coupon.code)
    again = replace(two_cuts_without(valued, "again"), coupon="c")
    with refused("coupon_gone", "coupon"):
        pay(valued, again)
    assert changed(before) == set()
    assert is_sound()


def two_cuts_without(valued: Valued, uid: str) -> Ticket:
    salon = valued.salon
    return salon.ticket(uid, salon.line("cut", 2), client="maya")


def test_paying_again_is_the_same_sale(valued: Valued) -> None:
    code = give(valued).coupon.code
    ticket = two_cuts(valued, "t", code)
    payment = pay(valued, ticket)
    with refused("already_paid"):
        other = Payment(replace(ticket, coupon=""), (valued.salon.handed("card", 20_224),), 20_224)
        take_payment(other, by=valued.salon.by("kai"), now=NOW)
    assert payment.total == 16_864


def test_what_its_conditions_do_not_meet_is_refused_and_kept(valued: Valued) -> None:
    salon, code = valued.salon, give(valued).coupon.code
    one = put_on(salon.ticket("t", salon.line("cut"), client="maya"), code, DAY)
    before = everything()
    with refused("voucher_least", "coupon") as no:
        pay(valued, one)  # 80.00 of 100.00
    assert no.value.values["missing"] == Amount(2_000)
    assert changed(before) == set()


def test_one_that_takes_nothing_off_is_not_used_up(valued: Valued) -> None:
    """0.01 % of 30.30 is 0.003."""
    salon = valued.salon
    given = give(valued, percent_bp=1, least=0, item_ids=frozenset())
    one = put_on(
        salon.ticket("t", salon.line("gel", staff=""), client="maya"), given.coupon.code, DAY
    )
    before = everything()
    with refused("voucher_nothing", "coupon"):
        pay(valued, one)
    assert changed(before) == set()


def test_it_is_for_one_client_until_a_day(valued: Valued) -> None:
    code = give(valued, client="leo", days=2).coupon.code
    with refused("voucher_other", "source"):
        two_cuts(valued, "t", code)
    with refused("voucher_unknown", "source"):
        two_cuts(valued, "t", "NO SUCH")
    theirs = two_cuts(valued, "t", code, client="leo")
    late = NOW + timedelta(days=3)
    with refused("voucher_ended", "source"):
        put_on(theirs, code, late.date())
    with refused("coupon_gone", "coupon"):
        pay(valued, theirs, at=late)
    assert pay(valued, theirs, at=NOW + timedelta(days=2)).total == 16_864
    (theirs_now,) = coupons.given_to(valued.salon.clients["leo"].id)
    assert theirs_now == coupons.coupon("c")


def test_with_the_last_line_its_code_is_alive_again(valued: Valued) -> None:
    code = give(valued).coupon.code
    pay(valued, two_cuts(valued, "t", code))
    by = valued.salon.by("kai")
    _, seen = shown(RefundRequest("one", "t", {"t/cut": 1}), by)
    assert seen.total == 6_720  # half of 134.40
    assert "voucher_alive" not in {said.kind for said in seen.consequences}
    give_back(RefundRequest("one", "t", {"t/cut": 1}), by)
    with refused("voucher_used", "source"):
        two_cuts(valued, "u", code)
    rest = RefundRequest("rest", "t", {"t/cut": 1, "t/gel": 1})
    _, seen = shown(rest, by)
    assert [said.kind for said in seen.consequences].count("voucher_alive") == 1
    assert give_back(rest, by).total == -(6_720 + 3_424)
    assert rows("SELECT SUM(amount) FROM sale_discount") == [(0,)]
    assert pay(valued, two_cuts(valued, "u", code)).total == 16_864
    assert is_sound()


def test_a_void_gives_it_back(valued: Valued) -> None:
    code = give(valued).coupon.code
    pay(valued, two_cuts(valued, "t", code))
    void("t", "mistake", by=valued.salon.by("kai"), now=NOW)
    assert pay(valued, two_cuts(valued, "u", code)).total == 16_864
    assert is_sound()


def test_given_again_it_is_the_same(valued: Valued) -> None:
    given = give(valued)
    before = everything()
    assert give(valued) == given
    assert changed(before) == set()
    with refused("uid_taken", "uid"):
        give(valued, percent_bp=1_000)
    with refused("bad_days", "days"):
        give(valued, "d", days=0)
