"""Vouchers of either kind that are taken back: what is refused, and that nothing revives one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from salon_pos.db.queries import coupons, deeds, value
from salon_pos.db.queries.coupons import GivenCoupon
from salon_pos.db.queries.value import Voucher
from salon_pos.db.records import coupons as coupon_records
from salon_pos.db.records import value as records
from salon_pos.domain.coupons import Coupon
from salon_pos.domain.rewards import Reward, RewardKind
from salon_pos.usecases.checkout import Kept, keep_tickets
from salon_pos.usecases.coupons import NewCoupon, give_coupon, put_on
from salon_pos.usecases.points import PointsChange, adjust_points, cancel_redemption, redeem
from salon_pos.usecases.refunds import RefundRequest
from salon_pos.usecases.rewards import save_reward
from salon_pos.usecases.vouchers import NewVoucher, cancel_voucher, give_voucher
from tests.salons import NOW, Salon
from tests.usecases.keeping import changed, everything, refused, rows
from tests.usecases.refunding import give_back
from tests.usecases.spending import is_sound, pay
from tests.usecases.valued import Valued, made

DAY = NOW.date()


@pytest.fixture
def valued(selling: Salon) -> Valued:
    return made(selling)


def given(valued: Valued, *, lowers: bool) -> str:
    """A voucher over 10.00 for Maya, with the uid "v"; its code."""
    by, maya = valued.salon.by("olga"), valued.salon.clients["maya"].id
    if lowers:
        new = NewCoupon(Coupon("v", "", "Spring", amount=1_000), maya)
        return give_coupon(new, by=by, now=NOW).coupon.code
    return give_voucher(NewVoucher("v", 1_000, client_id=maya), by=by, now=NOW).code


def cancel(
    valued: Valued, name: str = "v", *, uid: str = "c", reason: str = "Given twice"
) -> Voucher | GivenCoupon:
    return cancel_voucher(uid, name, reason, by=valued.salon.by("olga"), now=NOW)


def use(valued: Valued, code: str, *, lowers: bool, uid: str = "t") -> None:
    """A cut of 80.00, 84.00 with its tax, for which the voucher is used."""
    ticket = valued.salon.ticket(uid, valued.salon.line("cut"), client="maya")
    if lowers:
        pay(valued, put_on(ticket, code, DAY))
    else:
        voucher = valued.handed("voucher", 1_000, code)
        pay(valued, ticket, voucher, valued.salon.handed("card", 7_400))


either = pytest.mark.parametrize("lowers", [False, True], ids=["pays", "lowers"])


@either
def test_a_cancelled_voucher_is_good_for_nothing(valued: Valued, lowers: bool) -> None:
    code = given(valued, lowers=lowers)
    before = coupons.given("v")
    assert before is not None
    cancelled = cancel(valued, code)
    assert cancelled == replace(before, used_by="c", is_cancelled=True)
    assert coupons.given_to(valued.salon.clients["maya"].id) == (cancelled,)
    assert deeds.remark("c") == "Given twice"
    journal = rows("SELECT deed, subject FROM journal ORDER BY id DESC LIMIT 1")
    assert journal == [("cancel_voucher", "c")]
    with refused("voucher_cancelled", "source"):
        use(valued, code, lowers=lowers)
    assert is_sound()


@either
def test_once_under_its_uid_and_never_twice(valued: Valued, lowers: bool) -> None:
    given(valued, lowers=lowers)
    done, before = cancel(valued), everything()
    assert cancel(valued) == done
    assert changed(before) == set()
    with refused("voucher_cancelled", "voucher"):
        cancel(valued, uid="again")


@either
def test_what_is_used_is_not_cancelled(valued: Valued, lowers: bool) -> None:
    code = given(valued, lowers=lowers)
    use(valued, code, lowers=lowers)
    with refused("voucher_used", "voucher"):
        cancel(valued)


def test_what_is_no_voucher_and_what_has_no_reason(valued: Valued) -> None:
    given(valued, lowers=False)
    with refused("voucher_unknown", "voucher"):
        cancel(valued, "NO SUCH")
    with refused("reason_missing", "reason"):
        cancel(valued, reason="  ")
    with refused("bad_uid", "uid"):
        cancel(valued, uid="")


@either
def test_after_a_refund_it_is_alive_once_and_cancelled_for_good(
    valued: Valued, lowers: bool
) -> None:
    code = given(valued, lowers=lowers)
    use(valued, code, lowers=lowers)
    give_back(RefundRequest("r", "t", {"t/cut": 1}), valued.salon.by("kai"))
    alive = coupons.given("v")
    assert alive is not None
    assert (alive.used_by, alive.is_cancelled) == ("", False)
    cancel(valued)
    if lowers:
        coupon_records.coupon_alive("v", "t")
    else:
        records.voucher_alive("v", "t")
    still = coupons.given("v")
    assert still is not None
    assert (still.used_by, still.is_cancelled) == ("c", True)
    with refused("voucher_cancelled", "source"):
        use(valued, code, lowers=lowers, uid="u")
    assert is_sound()


def test_a_parked_ticket_with_a_cancelled_voucher_is_not_paid(valued: Valued) -> None:
    code = given(valued, lowers=True)
    ticket = valued.salon.ticket("t", valued.salon.line("cut"), client="maya")
    ticket = put_on(ticket, code, DAY)
    keep_tickets([Kept(ticket)], by=valued.salon.by("kai"), now=NOW)
    cancel(valued)
    with refused("coupon_gone", "coupon"):
        pay(valued, ticket)


def test_one_that_was_exchanged_for_points_comes_back_with_them(valued: Valued) -> None:
    """Two vouchers for 600 of 1,000 points, one of which is cancelled by hand before."""
    salon, olga = valued.salon, valued.salon.by("olga")
    maya = salon.clients["maya"].id
    adjust_points(PointsChange("p", maya, 1_000, "x"), by=olga, now=NOW)
    ten = save_reward(Reward(0, RewardKind.VOUCHER, 300, "Ten off", face=1_000), by=olga, now=NOW)
    redeem("r", maya, ten.id, 2, by=olga, now=NOW)
    cancel(valued, "r/1")
    assert cancel_redemption("u", "r", "Mistake", by=olga, now=NOW).balance == 1_000
    states = [(one.used_by, one.is_cancelled) for one in map(value.voucher, ("r/1", "r/2")) if one]
    assert states == [("c", True), ("u", True)]
    with refused("voucher_cancelled", "voucher"):
        cancel(valued, "r/2", uid="again")
    assert is_sound()


def test_both_kinds_in_one_order(valued: Valued) -> None:
    """The newest first, whichever kind it is."""
    by, maya = valued.salon.by("olga"), valued.salon.clients["maya"].id
    for n in range(4):
        at = NOW + timedelta(minutes=n)
        if n % 2:
            spring = Coupon(f"v{n}", "", "Spring", amount=100)
            give_coupon(NewCoupon(spring, maya), by=by, now=at)
        else:
            give_voucher(NewVoucher(f"v{n}", 100, client_id=maya), by=by, now=at)
    found = coupons.given_to(maya)
    uids = [one.uid for one in found]
    assert uids == ["v3", "v2", "v1", "v0"]
