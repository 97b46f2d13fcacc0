"""The rule lab asked about the rules in force: it finds what they gave, and nobody moves."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from salon_pos.db.queries import members, people, value
from salon_pos.domain.lab import Findings
from salon_pos.domain.points import Bonus, BonusKind
from salon_pos.domain.tiers import Tier, TierRules
from salon_pos.usecases.approving import approve_deed
from salon_pos.usecases.claims import claim
from salon_pos.usecases.clients import save_client
from salon_pos.usecases.lab import Question, ask_lab
from salon_pos.usecases.refunds import RefundRequest
from salon_pos.usecases.rules import set_points_rules, set_tier_rules
from salon_pos.usecases.voids import void
from tests.salons import NOW, PINS, Salon
from tests.usecases.refunding import give_back, whole
from tests.usecases.valued import Valued, made


@pytest.fixture
def valued(selling: Salon) -> Iterator[Valued]:
    """Asked at the end: what was and what would be is the same."""
    valued = made(selling)
    yield valued
    found = _asked(valued)
    assert found.total.points_was == found.total.points_would
    assert found.moves == ()


def _asked(valued: Valued) -> Findings:
    found = ask_lab(Question(1), by=valued.salon.by("olga"), now=NOW)
    assert found is not None
    return found


def _give_points(valued: Valued, *bonuses: Bonus) -> None:
    rules = value.points_in_force()
    assert rules is not None
    set_points_rules(replace(rules, bonuses=bonuses), by=valued.salon.by("olga"), now=NOW)


def _give_tiers(valued: Valued, silver: Tier) -> None:
    gold = Tier("gold", "Gold", visits=99)
    tiers = TierRules(1, (Tier("member", "Member"), silver, gold))
    set_tier_rules(tiers, by=valued.salon.by("olga"), now=NOW)


def _cut(valued: Valued, uid: str, client: str = "maya", count: int = 1) -> None:
    salon = valued.salon
    valued.pay(salon.ticket(uid, salon.line("cut", count), client=client))


def _tier(valued: Valued) -> str:
    member = members.member(valued.salon.clients["maya"].id, NOW.date())
    assert member is not None
    assert member.tier is not None
    return member.tier.key


def test_a_claimed_sale_is_a_visit(valued: Valued) -> None:
    _give_tiers(valued, Tier("silver", "Silver", visits=1))
    _cut(valued, "walk-in", client="")
    maya = valued.salon.clients["maya"].id
    claim("walk-in", maya, by=valued.salon.by("kai"), now=NOW)
    assert _tier(valued) == "silver"


def test_a_sale_that_was_voided_and_rung_up_anew_is_the_first_visit(valued: Valued) -> None:
    _give_points(valued, Bonus("visit", BonusKind.VISIT, points=50))
    _cut(valued, "wrong")
    void("wrong", "wrong length", by=valued.salon.by("olga"), now=NOW)
    _cut(valued, "right")
    assert _asked(valued).total.points_was == 80 + 50  # a cut of 80.00, and the visit


def test_a_voided_visit_counts_for_no_tier(valued: Valued) -> None:
    _give_tiers(valued, Tier("silver", "Silver", visits=1))
    _cut(valued, "wrong")
    void("wrong", "never came", by=valued.salon.by("olga"), now=NOW)
    assert _tier(valued) == "member"


def test_a_visit_that_was_given_back_counts_no_more(valued: Valued) -> None:
    _give_tiers(valued, Tier("silver", "Silver", visits=2))
    _cut(valued, "a")
    give_back(RefundRequest("back", "a", whole("a")), valued.salon.by("kai"), NOW)
    _cut(valued, "b")
    assert _tier(valued) == "member"


def test_a_refunded_top_up_keeps_what_the_books_keep(valued: Valued) -> None:
    _give_tiers(valued, Tier("silver", "Silver", top_up=1_000))
    salon = valued.salon
    valued.pay(salon.ticket("top", valued.line(valued.top_up), client="maya"))
    word = approve_deed(
        salon.staff["chen"].id, PINS["chen"], subject="back/refund", amount=10**9,
        by=salon.by("kai"), now=NOW,
    )  # fmt: skip
    give_back(RefundRequest("back", "top", whole("top"), approval=word), salon.by("kai"), NOW)


def test_a_birthday_called_like_a_tier_is_given_all_the_same(valued: Valued) -> None:
    """Gold (a top-up of 1,000.00) earns 1.5: 120. "gold" is given once, with the cut that comes
    to 240.00 and not with the first one."""
    maya = people.client(valued.salon.clients["maya"].id)
    assert maya is not None
    by = valued.salon.by("olga")
    save_client(replace(maya, birthday=date(1990, 5, 4)), by=by, now=NOW)
    valued.pay(valued.salon.ticket("top", valued.line(valued.top_up), client="maya"))
    gift = Bonus("gold", BonusKind.BIRTHDAY, points=50, least=10_000, window_days=10)
    _give_points(valued, gift)
    _cut(valued, "small")
    _cut(valued, "large", count=3)
    assert _asked(valued).total.points_was == 120 + 360 + 50


def test_more_percent_on_a_birthday_does_not_use_up_the_fixed_points(valued: Valued) -> None:
    maya = people.client(valued.salon.clients["maya"].id)
    assert maya is not None
    by = valued.salon.by("olga")
    save_client(replace(maya, birthday=date(1990, 5, 4)), by=by, now=NOW)
    _give_points(
        valued,
        Bonus("more", BonusKind.BIRTHDAY, percent_bp=1_000, window_days=10),
        Bonus("present", BonusKind.BIRTHDAY, points=200, least=10_000, window_days=10),
    )
    _cut(valued, "small")
    _cut(valued, "large", count=3)
    assert _asked(valued).total.points_was == 88 + 240 + 24 + 200
