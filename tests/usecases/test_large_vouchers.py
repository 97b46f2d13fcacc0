"""A voucher that is worth more than is paid back alone needs a second person, as points by hand do.

The limit is 300.00; Mei's cut costs 80.00 and colour up to 159.00.
"""

from dataclasses import replace
from typing import Any

import pytest

from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain.coupons import Coupon
from salon_pos.domain.money import Amount
from salon_pos.usecases.approving import approve_deed
from salon_pos.usecases.coupons import NewCoupon, give_coupon
from salon_pos.usecases.settings import change_settings
from salon_pos.usecases.vouchers import NewVoucher, give_voucher
from tests.salons import NOW, PINS, Salon
from tests.usecases.keeping import changed, everything, refused, rows
from tests.usecases.valued import made


def word(salon: Salon, subject: str, amount: int, manager: str = "chen") -> str:
    by = salon.by("olga" if manager == "chen" else "chen")
    return approve_deed(salon.staff[manager].id, PINS[manager], subject=f"{subject}/give_voucher",
                        amount=amount, by=by, now=NOW)  # fmt: skip


def coupon(salon: Salon, approval: str = "", **conditions: Any) -> None:
    new = NewCoupon(Coupon("c", "", "Spring", **conditions))
    give_coupon(new, approval=approval, by=salon.by("olga"), now=NOW)


def limit(salon: Salon, minor: int) -> None:
    new = replace(salon_queries.settings(), refund_manager_above=minor)
    change_settings(new, by=salon.by("olga"), now=NOW)


def test_above_the_limit_another_person_agrees(salon: Salon) -> None:
    by = salon.by("olga")
    give_voucher(NewVoucher("limit", 30_000), by=by, now=NOW)
    more = NewVoucher("more", 30_001)
    elsewhere, less = word(salon, "other", 30_001), word(salon, "more", 30_000)
    own = word(salon, "more", 30_001, "olga")
    for approval in ("", elsewhere, less, own):
        with refused("needs_manager", "approval") as no:
            give_voucher(more, approval=approval, by=by, now=NOW)
    assert no.value.values == {"amount": Amount(30_001)}
    agreed = word(salon, "more", 30_001)
    given = give_voucher(more, approval=agreed, by=by, now=NOW)
    ((noted,),) = rows("SELECT details FROM journal WHERE deed = 'give_voucher' AND subject = ?",
                       "more")  # fmt: skip
    assert salon.staff["chen"].uid in noted
    before = everything()
    assert give_voucher(more, by=by, now=NOW) == given  # done already: nobody is asked again
    assert changed(before) == set()


def test_an_amount_off_is_worth_that(salon: Salon) -> None:
    with refused("needs_manager", "approval"):
        coupon(salon, amount=30_001)
    coupon(salon, word(salon, "c", 30_001), amount=30_001)


def test_a_percent_off_is_worth_that_of_the_dearest_thing_it_is_for(salon: Salon) -> None:
    """Half of 159.00 is 79.50, half of 80.00 is 40.00."""
    limit(salon, 7_949)
    with refused("needs_manager", "approval") as no:
        coupon(salon, percent_bp=5_000)
    assert no.value.values == {"amount": Amount(7_950)}
    limit(salon, 3_999)
    cut = frozenset({salon.items["cut"].id})
    with refused("needs_manager", "approval") as no:
        coupon(salon, percent_bp=5_000, item_ids=cut)
    assert no.value.values == {"amount": Amount(4_000)}
    coupon(salon, word(salon, "c", 4_000), percent_bp=5_000, item_ids=cut)


@pytest.mark.parametrize("percent_bp", [5_000, 10_000])
def test_what_is_sold_ahead_is_in_no_percent(selling: Salon, percent_bp: int) -> None:
    """A top-up of 1,000.00 is on the list, and a percent takes nothing off it."""
    made(selling)
    coupon(selling, percent_bp=percent_bp)
