"""A tier's period ends as it ended, whenever anybody looks; what is older is refunded as well."""

from datetime import timedelta

import pytest

from salon_pos.db.queries import members, value
from salon_pos.usecases.refunds import RefundRequest
from salon_pos.usecases.shifts import close_shift, open_shift
from tests.salons import NOW, Salon
from tests.usecases.refunding import shown, whole
from tests.usecases.valued import made

DAY = NOW.date()


@pytest.mark.parametrize("days_late", [1, 2, 40])
def test_rule_26_a_period_that_ended_looks_back_from_its_own_last_day(
    selling: Salon, days_late: int
) -> None:
    """Gold by a top-up on 4 May 2026; its period ends on 3 May 2027, whose window still has it."""
    valued = made(selling)
    valued.pay(selling.ticket("t", valued.line(valued.top_up), client="maya"))
    tiers = value.tiers_in_force()
    assert tiers is not None
    last = DAY.replace(year=DAY.year + 1) - timedelta(days=1)
    standing = members.standing_of(
        selling.clients["maya"].id, last + timedelta(days=days_late), tiers
    )
    assert (standing.tier, standing.since) == ("gold", last + timedelta(days=1))


def test_rule_21_a_top_up_from_before_the_window_is_refunded(selling: Salon) -> None:
    valued = made(selling)
    valued.pay(selling.ticket("t", valued.line(valued.top_up), client="maya"))
    request, late, olga = RefundRequest("r", "t", whole("t")), NOW + timedelta(days=800), "olga"
    close_shift(10_000, by=selling.by(olga), now=late)
    open_shift(0, by=selling.by(olga), now=late, sure=True)
    _, seen = shown(request, selling.by(olga), late)
    assert seen.total == 100_000
