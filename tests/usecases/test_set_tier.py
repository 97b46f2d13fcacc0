"""A tier set by hand: until a day, with a reason, and nothing that happens meanwhile is lost."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from salon_pos.db.doctor import examine
from salon_pos.db.queries import deeds, members, tier_moves
from salon_pos.db.stamps import stamped
from salon_pos.domain.standing import Held
from salon_pos.domain.tiers import FreeServices, Perks, TierRules
from salon_pos.usecases.expiry import expire
from salon_pos.usecases.rules import set_tier_rules
from salon_pos.usecases.tier_moves import hold_tier
from salon_pos.usecases.tiers import TierChange, set_tier
from salon_pos.usecases.voids import void
from tests.salons import NOW, Salon
from tests.usecases.keeping import changed, everything, refused, rows
from tests.usecases.spending import earned, is_sound, pay
from tests.usecases.test_refunds import back
from tests.usecases.valued import TIERS, Valued, made

DAY = NOW.date()
JUNE = date(2026, 6, 30)


@pytest.fixture
def valued(selling: Salon) -> Valued:
    return made(selling)


def tier_on(valued: Valued, day: date = DAY, client: str = "maya") -> str | None:
    member = members.member(valued.salon.clients[client].id, day)
    assert member is not None
    return member.tier.key if member.tier else None


def set_by_hand(
    valued: Valued, tier: str = "gold", until: date = JUNE, *, uid: str = "set", at: datetime = NOW
) -> TierChange:
    maya = valued.salon.clients["maya"].id
    change = TierChange(uid, maya, tier, until, "Moved here from the other shop")
    return set_tier(change, by=valued.salon.by("olga"), now=at)


def test_a_tier_by_hand_counts_at_once_and_says_why(valued: Valued) -> None:
    """The cut of 80.00 gives 80 × 1.5 Gold."""
    assert tier_on(valued) == "member"
    set_by_hand(valued)
    member = members.member(valued.salon.clients["maya"].id, DAY)
    assert member is not None
    assert member.standing is not None
    assert (member.standing.rule, member.standing.until) == ("tier.override", JUNE)
    assert deeds.remark("set") == "Moved here from the other shop"
    assert rows("SELECT subject FROM journal WHERE deed = 'set_tier'") == [("set",)]
    pay(valued, valued.salon.ticket("a", valued.salon.line("cut"), client="maya"))
    assert earned("a") == [(8_000, 120, "")]
    assert tier_on(valued) == "gold"
    assert is_sound()


def test_done_again_under_its_uid_it_changes_nothing(valued: Valued) -> None:
    first = set_by_hand(valued)
    before = everything()
    assert set_by_hand(valued) == first
    assert changed(before) == set()
    with refused("uid_taken", "uid"):
        set_by_hand(valued, "silver")


@pytest.mark.parametrize(
    ("different", "key", "field"),
    [
        ({"tier": "platinum"}, "tier_unknown", "tier"),
        ({"until": DAY - timedelta(days=1)}, "bad_tier_end", "until"),
        ({"until": date(2036, 5, 5)}, "bad_tier_end", "until"),
        ({"reason": "  "}, "reason_missing", "reason"),
        ({"client_id": 9_999}, "client_unknown", "client"),
        ({"uid": ""}, "bad_uid", "uid"),
    ],
)
def test_what_cannot_be_is_refused(
    valued: Valued, different: dict[str, object], key: str, field: str
) -> None:
    change = TierChange("set", valued.salon.clients["maya"].id, "gold", JUNE, "Why")
    with refused(key, field):
        set_tier(replace(change, **different), by=valued.salon.by("olga"), now=NOW)  # type: ignore[arg-type]


def test_a_salon_without_tiers_has_none_to_set(selling: Salon) -> None:
    change = TierChange("set", selling.clients["maya"].id, "", JUNE, "Why")
    with refused("tier_unknown", "tier"):
        set_tier(change, by=selling.by("olga"), now=NOW)


def test_after_its_end_the_client_stands_where_they_stood_before(valued: Valued) -> None:
    """240.00 made her Silver for a year; the end of Gold in June leaves her that."""
    pay(valued, valued.salon.ticket("a", valued.salon.line("cut", 3), client="maya"))
    assert tier_on(valued) == "silver"
    set_by_hand(valued)
    assert tier_on(valued, JUNE) == "gold"
    assert tier_on(valued, JUNE + timedelta(days=1)) == "silver"
    later = NOW + timedelta(days=60)
    assert expire(by=valued.salon.by("olga"), now=later, sure=True).tiers == 1
    held = tier_moves.held_tier(valued.salon.clients["maya"].id)
    assert held is not None
    assert (held.tier, held.until, held.is_override) == ("silver", date(2027, 5, 3), False)
    assert is_sound()


def test_what_is_reached_meanwhile_is_hers_afterwards(valued: Valued) -> None:
    set_by_hand(valued, "member")
    pay(valued, valued.salon.ticket("a", valued.salon.line("cut", 3), client="maya"))
    assert tier_on(valued) == "member"
    assert tier_on(valued, JUNE + timedelta(days=1)) == "silver"
    assert is_sound()


def test_none_by_hand_is_none_until_its_end(valued: Valued) -> None:
    set_by_hand(valued, "")
    pay(valued, valued.salon.ticket("a", valued.salon.line("cut", 3), client="maya"))
    assert tier_on(valued) is None
    assert tier_on(valued, JUNE + timedelta(days=1)) == "silver"


@pytest.mark.parametrize("how", ["void", "refund"])
@pytest.mark.parametrize("first", [True, False])
def test_a_sale_that_went_back_leaves_nothing_beneath(
    valued: Valued, how: str, *, first: bool
) -> None:
    """The sale that made her Silver is cancelled while Gold holds, set before it or after it."""
    if not first:
        set_by_hand(valued)
    pay(valued, valued.salon.ticket("a", valued.salon.line("cut", 3), client="maya"))
    if first:
        set_by_hand(valued)
    assert tier_on(valued, JUNE + timedelta(days=1)) == "silver"
    if how == "void":
        void("a", "mistake", by=valued.salon.by("olga"), now=NOW)
    else:
        back(valued, "r", "a")
    assert tier_on(valued) == "gold"
    assert tier_on(valued, JUNE + timedelta(days=1)) == "member"
    assert deeds.remark(tier_moves.set_by(valued.salon.clients["maya"].id)) != ""
    assert is_sound()


def test_it_is_ended_early_by_setting_its_end_to_today(valued: Valued) -> None:
    set_by_hand(valued)
    set_by_hand(valued, until=DAY, uid="end")
    assert tier_on(valued) == "gold"
    assert tier_on(valued, DAY + timedelta(days=1)) == "member"


def test_the_newer_one_replaces_the_older(valued: Valued) -> None:
    set_by_hand(valued)
    set_by_hand(valued, "silver", DAY + timedelta(days=7), uid="less")
    assert tier_on(valued) == "silver"
    assert tier_on(valued, DAY + timedelta(days=8)) == "member"


def test_free_services_are_not_had_anew_by_setting_the_same_tier_again(valued: Valued) -> None:
    free = Perks(free_services=(FreeServices(frozenset({valued.salon.items["cut"].id}), 2),))
    gold = replace(TIERS.tiers[2], perks=free)
    rules = TierRules(1, (*TIERS.tiers[:2], gold))
    set_tier_rules(rules, by=valued.salon.by("olga"), now=NOW)
    set_by_hand(valued)
    set_by_hand(valued, uid="again", at=NOW + timedelta(days=9))
    held = tier_moves.held_tier(valued.salon.clients["maya"].id)
    assert held is not None
    assert held.since == DAY


def test_the_doctor_finds_a_tier_that_nobody_set(valued: Valued) -> None:
    maya, by = valued.salon.clients["maya"].id, valued.salon.by("olga")
    with stamped():
        hold_tier(maya, Held("gold", DAY, JUNE, is_override=True), cause="nobody", by=by, now=NOW)
    assert [fault.check for fault in examine()[1]] == ["tiers"]
