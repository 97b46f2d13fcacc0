"""What only a certain order of deeds shows: kept short, so that a fault in it is met at once."""

from datetime import date

import pytest

from salon_pos.db.queries import balances, members, tier_moves
from salon_pos.domain import ledger
from salon_pos.domain.catalog import Item, ItemKind
from salon_pos.domain.prepaid import Plan, PrepaidKind
from salon_pos.usecases.rules import save_prepaid
from salon_pos.usecases.voids import void
from tests.salons import NOW, Salon
from tests.usecases.spending import is_sound, left, pay
from tests.usecases.valued import Valued, made


@pytest.fixture
def valued(selling: Salon) -> Valued:
    return made(selling)


def test_the_bonus_that_ends_first_is_spent_first(valued: Valued) -> None:
    """1000 + 200 for 180 days, then 100 + 100 for 30: the younger lot ends first."""
    salon = valued.salon
    brief = save_prepaid(
        Item(0, "Top-up 100", ItemKind.PREPAID, price=10_000),
        Plan(PrepaidKind.TOP_UP, bonus=10_000, days=30), by=salon.by("olga"), now=NOW,
    )  # fmt: skip
    for uid, item in (("long", valued.top_up), ("brief", brief)):
        line = valued.line(item, source=valued.card.uid)
        pay(valued, salon.ticket(uid, line, client="maya"))
    pay(valued, salon.ticket("gel", salon.line("gel", staff=""), client="maya"),
        valued.handed("stored_value", 3_424, source=valued.card.uid))  # fmt: skip
    # RULES 7: 3,424 of 110,000 + 30,000 is 2,690.29 and 733.71: 2,690 and 734.
    # 2026-05-04 and 30 days more, and 180 days more.
    assert sorted(left(ledger.bonus(valued.card.wallet))) == [
        (10_000 - 734, "2026-06-03"), (20_000, "2026-10-31"),
    ]  # fmt: skip
    assert balances.balance(ledger.principal(valued.card.wallet)) == 110_000 - 2_690
    assert is_sound()


def test_a_void_takes_the_tier_back(valued: Valued) -> None:
    """Three cuts reach silver (200.00); cancelled, they were never sold."""
    salon = valued.salon
    maya = salon.clients["maya"].id
    pay(valued, salon.ticket("cuts", salon.line("cut", 3), client="maya"))
    held = tier_moves.held_tier(maya)
    assert held is not None
    assert held.tier == "silver"
    void("cuts", "wrong client", by=salon.by("kai"), now=NOW)
    held = tier_moves.held_tier(maya)
    assert held is not None
    assert held.tier == "member"
    assert is_sound()


def test_the_tier_is_the_one_before_the_sale(valued: Valued) -> None:
    """Three cuts reach silver, whose points are 1.2 times as many: 240.00 still earn 240."""
    salon = valued.salon
    pay(valued, salon.ticket("cuts", salon.line("cut", 3), client="maya"))
    assert balances.balance(ledger.points(salon.clients["maya"].uid)) == 240
    assert is_sound()


def test_points_are_good_on_their_last_day(valued: Valued) -> None:
    """A cut's 80 points of 2026-05-04 are good for 365 days more."""
    salon = valued.salon
    pay(valued, salon.ticket("cut", salon.line("cut"), client="maya"))
    held = [
        found.points_held
        for day in (date(2027, 5, 4), date(2027, 5, 5))
        if (found := members.member(salon.clients["maya"].id, day))
    ]
    assert held == [80, 0]
