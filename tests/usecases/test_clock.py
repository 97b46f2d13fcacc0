"""A clock that jumped, forward or back: refused or asked about, and nothing is posted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from salon_pos.db.connection import transaction
from salon_pos.db.queries import balances, sales, shifts, value
from salon_pos.db.queries.settings import settings
from salon_pos.db.records import catalog as records
from salon_pos.domain import ledger
from salon_pos.domain.coupons import Coupon
from salon_pos.domain.rewards import Reward, RewardKind
from salon_pos.domain.rights import Actor
from salon_pos.usecases.accounts import settle_account
from salon_pos.usecases.checkout import Payment, take_payment
from salon_pos.usecases.claims import claim, preview_claim
from salon_pos.usecases.closing import close_card
from salon_pos.usecases.coupons import NewCoupon, give_coupon
from salon_pos.usecases.deposits import forfeit_deposit, refund_deposit
from salon_pos.usecases.expiry import Expired, expire
from salon_pos.usecases.points import (
    PointsChange,
    adjust_points,
    cancel_redemption,
    give_activity,
    redeem,
)
from salon_pos.usecases.refunds import RefundRequest, preview
from salon_pos.usecases.rewards import save_reward
from salon_pos.usecases.rules import set_points_rules
from salon_pos.usecases.settings import change_settings
from salon_pos.usecases.shifts import close_shift, open_shift
from salon_pos.usecases.vouchers import NewVoucher, give_voucher
from tests.salons import NOW, Salon
from tests.usecases.keeping import refused
from tests.usecases.spending import is_sound, pay
from tests.usecases.valued import POINTS, Valued, made

DAY = NOW.date()


@pytest.fixture
def valued(selling: Salon) -> Valued:
    """Maya bought a cut on 2026-05-04: 80 points, good to 2027-05-04."""
    made_here = made(selling)
    pay(made_here, selling.ticket("first", selling.line("cut"), client="maya"))
    return made_here


def at(days: int) -> datetime:
    return NOW + timedelta(days=days)


def opened(valued: Valued, days: int, *, sure: bool = False, money: int = 5_000) -> shifts.Shift:
    return open_shift(money, by=valued.salon.by("kai"), now=at(days), sure=sure)


def closed(valued: Valued, days: int = 0) -> None:
    held = shifts.drawer_balance(valued.salon.till_id)
    close_shift(held, by=valued.salon.by("kai"), now=at(days))


def points(valued: Valued) -> int:
    return balances.balance(ledger.points(valued.salon.clients["maya"].uid))


def by_hand(valued: Valued, days: int, uid: str = "hand") -> None:
    """Five points more."""
    change = PointsChange(uid, valued.salon.clients["maya"].id, 5, "Forgotten card")
    adjust_points(change, by=valued.salon.by("olga"), now=at(days))


def cut(valued: Valued, days: int, uid: str = "next") -> None:
    ticket = valued.salon.ticket(uid, valued.salon.line("cut"), client="maya")
    pay(valued, ticket, at=at(days))


# --- every deed that posts, or counts days from now ---


@pytest.fixture
def rich(valued: Valued) -> Valued:
    """Maya has a deposit, owes a cut, and exchanged points for a gel; a walk-in bought a cut."""
    salon, olga, maya = valued.salon, valued.salon.by("olga"), valued.salon.clients["maya"]
    change_settings(replace(settings(), credit_limit=50_000), by=olga, now=NOW)
    set_points_rules(replace(POINTS, activities={"review": 5}), by=olga, now=NOW)
    pay(valued, salon.ticket("d", valued.line(valued.deposit), client="maya"))
    owed = salon.ticket("a", salon.line("cut"), client="maya")
    account = (valued.handed("on_account", 8_400),)
    take_payment(Payment(owed, account, 8_400), by=olga, now=NOW)
    pay(valued, salon.ticket("walk-in", salon.line("cut")))
    gel = Reward(0, RewardKind.PRODUCT, 50, item_id=salon.items["gel"].id)
    save_reward(gel, by=olga, now=NOW)
    adjust_points(PointsChange("more", maya.id, 500, "x"), by=olga, now=NOW)
    redeem("gel", maya.id, value.rewards()[0].id, by=olga, now=NOW)
    return valued


def _voucher(valued: Valued, by: Actor, now: datetime) -> object:
    return give_voucher(NewVoucher("v", 1_000, days=30), by=by, now=now)


def _coupon(valued: Valued, by: Actor, now: datetime) -> object:
    spring = Coupon("c", "", "Spring", percent_bp=1_000)
    return give_coupon(NewCoupon(spring, days=30), by=by, now=now)


def _change(valued: Valued, by: Actor, now: datetime) -> object:
    change = PointsChange("p", valued.salon.clients["maya"].id, 5, "Forgotten card")
    return adjust_points(change, by=by, now=now)


def _maya(valued: Valued) -> int:
    return valued.salon.clients["maya"].id


POSTING: dict[str, Callable[[Valued, Actor, datetime], object]] = {
    "adjust_points": _change,
    "give_activity": lambda v, by, now: give_activity("p", _maya(v), "review", by=by, now=now),
    "redeem": lambda v, by, now: redeem("p", _maya(v), value.rewards()[0].id, by=by, now=now),
    "cancel_redemption": lambda _v, by, now: cancel_redemption("p", "gel", "x", by=by, now=now),
    "claim": lambda v, by, now: claim("walk-in", v.salon.clients["leo"].id, by=by, now=now),
    "preview_claim": lambda v, by, now: preview_claim("walk-in", _maya(v), by=by, now=now),
    "forfeit_deposit": lambda v, by, now: forfeit_deposit("p", _maya(v), 1_000, by=by, now=now),
    "close_card": lambda v, by, now: close_card("p", v.card.uid, by=by, now=now),
    "give_voucher": _voucher,
    "give_coupon": _coupon,
}
TAKING: dict[str, Callable[[Valued, Actor, datetime], object]] = {
    "refund_deposit": lambda v, by, now: refund_deposit(
        "p", _maya(v), 1_000, v.salon.tenders["card"], by=by, now=now
    ),
    "settle_account": lambda v, by, now: settle_account(
        "p", _maya(v), 1_000, v.salon.tenders["card"], by=by, now=now
    ),
}
"""These move money, so they need a shift."""


@pytest.mark.parametrize("name", POSTING)
def test_without_a_shift_nothing_is_posted_by_a_clock_that_jumped(rich: Valued, name: str) -> None:
    closed(rich)
    olga = rich.salon.by("olga")
    for days, key in ((-1, "clock_behind"), (41, "clock_ahead"), (36_500, "clock_ahead")):
        with refused(key) as no:
            POSTING[name](rich, olga, at(days))
        assert no.value.values == {"day": DAY + timedelta(days=days), "newest": DAY}
        assert "open the shift first" in no.value.text
    POSTING[name](rich, olga, at(0))
    assert is_sound()


@pytest.mark.parametrize("name", [*POSTING, *TAKING])
def test_within_a_shift_nothing_is_posted_by_a_clock_that_jumped(rich: Valued, name: str) -> None:
    olga = rich.salon.by("olga")
    do = (POSTING | TAKING)[name]
    for days, key in ((-1, "clock_behind"), (367, "clock_ahead"), (36_500, "clock_ahead")):
        with refused(key) as no:
            do(rich, olga, at(days))
        assert no.value.values == {"day": DAY + timedelta(days=days), "newest": DAY}
    do(rich, olga, at(0))
    assert is_sound()


def test_a_day_that_the_opening_confirmed_holds_for_every_deed(valued: Valued) -> None:
    closed(valued)
    for days in (400, 2):
        opened(valued, days, sure=True)
        by_hand(valued, days, f"on {days}")
        closed(valued, days)
    with refused("clock_behind"):
        by_hand(valued, 2)
    assert is_sound()


def test_what_was_done_already_is_answered_by_any_clock(valued: Valued) -> None:
    by_hand(valued, 0)
    for days in (-1, 400):
        by_hand(valued, days)
    assert points(valued) == 85


def test_a_demos_clock_runs_ahead_as_it_likes(valued: Valued) -> None:
    demo = replace(settings(), is_demo=True)
    with transaction():
        records.write_settings(demo)
    closed(valued)
    by_hand(valued, 300)
    with refused("clock_behind"):
        by_hand(valued, 299, "back")


# --- opening the shift ---


@pytest.mark.parametrize("days", [41, 400, 36_500])
@pytest.mark.parametrize("money", [0, 5_000])
def test_no_shift_opens_far_ahead_unless_somebody_is_sure(
    valued: Valued, days: int, money: int
) -> None:
    """What ended is posted right after the opening: by then it would be too late to ask."""
    closed(valued)
    with refused("clock_ahead") as no:
        opened(valued, days, money=money)
    assert no.value.values == {"day": DAY + timedelta(days=days), "newest": DAY}
    assert points(valued) == 80
    assert opened(valued, days, sure=True, money=money).business_day == DAY + timedelta(days=days)
    done = expire(by=valued.salon.by("kai"), now=at(days))  # the day is known to be right
    assert done.points == (80 if days >= 366 else 0)
    assert is_sound()


def test_forty_days_of_holiday_are_no_jump(valued: Valued) -> None:
    closed(valued)
    assert opened(valued, 40).business_day == DAY + timedelta(days=40)


@pytest.mark.parametrize("days", [-1, -40, -9_000])
def test_no_shift_opens_before_the_last_one_unless_somebody_is_sure(
    valued: Valued, days: int
) -> None:
    closed(valued)
    with refused("clock_behind") as no:
        opened(valued, days)
    assert no.value.values == {"day": DAY + timedelta(days=days), "newest": DAY}
    assert opened(valued, days, sure=True).business_day == DAY + timedelta(days=days)
    expire(by=valued.salon.by("kai"), now=at(days))  # the day is known to be right
    assert points(valued) == 80
    assert is_sound()


def test_the_first_shift_of_a_salon_opens_on_any_day(salon: Salon) -> None:
    assert open_shift(0, by=salon.by("kai"), now=at(-9_000)).business_day < DAY


def test_a_wrong_day_that_was_confirmed_is_no_trap(valued: Valued) -> None:
    """Opened in 2036 by mistake: it can be closed, and the right day goes on after a question."""
    closed(valued)
    opened(valued, 3_650, sure=True)
    by_hand(valued, 3_650, "then")
    with refused("clock_behind"):
        cut(valued, 1)
    closed(valued, 1)
    with refused("clock_behind"):
        opened(valued, 1)
    opened(valued, 1, sure=True)
    cut(valued, 1)
    by_hand(valued, 1)
    assert points(valued) == 170
    assert expire(by=valued.salon.by("kai"), now=at(1)) == Expired()
    closed(valued, 1)
    with refused("clock_behind"):
        expire(by=valued.salon.by("kai"), now=at(2))
    assert expire(by=valued.salon.by("kai"), now=at(2), sure=True) == Expired()
    assert is_sound()


# --- within a shift ---


@pytest.mark.parametrize("days", [-1, -400])
def test_no_sale_before_the_day_of_its_shift(valued: Valued, days: int) -> None:
    with refused("clock_behind") as no:
        cut(valued, days)
    assert no.value.values == {"day": DAY + timedelta(days=days), "newest": DAY}
    with refused("clock_behind"):
        preview(RefundRequest("r", "first", {"first/cut": 1}), by=valued.salon.by("olga"),
                now=at(days))  # fmt: skip


def test_no_sale_before_the_last_one(valued: Valued) -> None:
    """The shift runs over the cut-off; then the clock is set back before it."""
    cut(valued, 1, "after midnight")
    with refused("clock_behind") as no:
        cut(valued, 0)
    assert no.value.values == {"day": DAY, "newest": DAY + timedelta(days=1)}
    cut(valued, 1)


def test_no_sale_before_the_last_points_by_hand(valued: Valued) -> None:
    by_hand(valued, 1)
    with refused("clock_behind") as no:
        cut(valued, 0)
    assert no.value.values == {"day": DAY, "newest": DAY + timedelta(days=1)}
    with refused("clock_behind"):
        by_hand(valued, 0, "back")
    cut(valued, 1)


def test_a_clock_set_right_within_the_day_is_no_jump(valued: Valued) -> None:
    ticket = valued.salon.ticket("earlier", valued.salon.line("cut"))
    pay(valued, ticket, at=NOW - timedelta(hours=3))
    assert sales.paid_ticket("earlier")


def test_no_sale_a_year_after_its_shift_was_opened(valued: Valued) -> None:
    with refused("clock_ahead") as no:
        cut(valued, 367)
    assert no.value.values == {"day": date(2027, 5, 6), "newest": DAY}
    with refused("clock_ahead"):
        preview(RefundRequest("r", "first", {"first/cut": 1}), by=valued.salon.by("olga"),
                now=at(367))  # fmt: skip
    cut(valued, 366)


def test_no_clock_is_right_in_the_year_3000(valued: Valued) -> None:
    """Nobody can be sure of it: what is good for a century more would be no date in the end."""
    far = datetime(3000, 1, 2, 20, tzinfo=NOW.tzinfo)
    with refused("clock_ahead"):
        expire(by=valued.salon.by("kai"), now=far, sure=True)
    with refused("clock_ahead"):
        pay(valued, valued.salon.ticket("a", valued.salon.line("cut")), at=far)
    close_shift(10_000, by=valued.salon.by("kai"), now=far)
    with refused("clock_ahead"):
        open_shift(0, by=valued.salon.by("kai"), now=far, sure=True)
