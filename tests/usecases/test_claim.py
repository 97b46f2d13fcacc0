"""A walk-in's sale claimed the same business day (RULES 13): figures made by hand.

A woman's cut with Mei is 80.00 and 5 % on top; points are 1 per 1.00, 1.2 for silver (200.00).
"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from salon_pos.db.queries import balances, members, sales, tier_moves
from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain import ledger
from salon_pos.domain.points import BaseRule, Bonus, BonusKind, Referral
from salon_pos.domain.ticket import Line
from salon_pos.usecases.accounts import settle_account
from salon_pos.usecases.claims import Claimed, claim
from salon_pos.usecases.clients import save_client
from salon_pos.usecases.refunds import RefundRequest, preview, refund
from salon_pos.usecases.rules import set_points_rules, set_tier_rules
from salon_pos.usecases.settings import change_settings
from tests.salons import NOW, Salon
from tests.usecases.keeping import refused, rows
from tests.usecases.spending import earned, is_sound, left, pay, said
from tests.usecases.valued import POINTS, TIERS, Valued, made

LATER = NOW + timedelta(hours=3)
DAY = NOW.date()


@pytest.fixture
def valued(selling: Salon) -> Valued:
    return made(selling)


def cuts(valued: Valued, uid: str, count: int, client: str = "", at: datetime = NOW) -> None:
    """Sell so many cuts, one a line."""
    salon = valued.salon
    lines = [Line(f"cut{i}", salon.items["cut"].id, staff=salon.line("cut").staff)
             for i in range(count)]  # fmt: skip
    pay(valued, salon.ticket(uid, *lines, client=client), at=at)


def claimed(valued: Valued, uid: str, client: str = "maya", *, now: datetime = LATER) -> Claimed:
    return claim(uid, valued.salon.clients[client].id, by=valued.salon.by("kai"), now=now)


def back(valued: Valued, uid: str, sale: str, *lines: str) -> None:
    """Give lines of a sale back, by bank card as they were paid."""
    by = valued.salon.by("olga")
    asked = RefundRequest(uid, sale, dict.fromkeys(lines, 1), reason="Not as wished")
    seen = preview(asked, by=by, now=LATER)
    refund(replace(asked, shown_total=seen.total, shown=seen.digest), by=by, now=LATER)


def owes(valued: Valued, uid: str, count: int, *, at: datetime) -> None:
    """So many cuts on Maya's account, with Chen's word."""
    chosen = replace(salon_queries.settings(), credit_limit=100_000)
    change_settings(chosen, by=valued.salon.by("olga"), now=at)
    salon = valued.salon
    lines = [Line(f"cut{i}", salon.items["cut"].id, staff=salon.line("cut").staff)
             for i in range(count)]  # fmt: skip
    ticket = salon.ticket(uid, *lines, client="maya")
    pay(valued, ticket, valued.handed("on_account", 8_400 * count), at=at, by="chen")


def settled(valued: Valued, amount: int, *, at: datetime) -> None:
    salon = valued.salon
    maya, card = salon.clients["maya"].id, salon.tenders["card"]
    settle_account(f"paid off {at}", maya, amount, card, by=salon.by("kai"), now=at)


def maya_points(valued: Valued) -> ledger.Account:
    return ledger.points(valued.salon.clients["maya"].uid)


def test_a_claimed_sale_gives_its_points_and_the_row_stays(valued: Valued) -> None:
    cuts(valued, "walk", 1)
    before = rows("SELECT * FROM sale")
    assert claimed(valued, "walk") == Claimed("walk", valued.salon.clients["maya"].id, 80)
    assert rows("SELECT * FROM sale") == before
    assert left(maya_points(valued)) == [(80, "2027-05-04")]
    assert said(maya_points(valued)) == ["$80.00 at 1 per $1.00 = 80."]
    assert earned("walk") == [(8_000, 80, "")]
    assert tier_moves.was_here(valued.salon.clients["maya"].id, DAY)
    assert is_sound()


def test_the_file_and_the_tier_follow(valued: Valued) -> None:
    """240.00 reach silver, from 200.00 on; the next cut earns 80 × 1.2 = 96."""
    maya = valued.salon.clients["maya"]
    cuts(valued, "walk", 3)
    assert claimed(valued, "walk").points == 240  # at the tier before it
    member = members.member(maya.id, DAY)
    assert member is not None
    assert member.tier is not None
    assert member.tier.key == "silver"
    assert [line.item for line in sales.history(maya.id)] == ["Women's cut"] * 3
    standing = sales.standing(maya.id)
    assert standing is not None
    assert (standing.visits, standing.spent) == (1, 25_200)
    cuts(valued, "next", 1, "maya")
    assert balances.balance(maya_points(valued)) == 240 + 96


def test_rules_and_tier_are_those_of_the_sales_instant(valued: Valued) -> None:
    """Between the sale and its claim the client became silver and points were doubled."""
    by = valued.salon.by("olga")
    cuts(valued, "walk", 1)
    cuts(valued, "own", 3, "maya", at=NOW + timedelta(hours=1))
    between = NOW + timedelta(hours=2)
    set_points_rules(replace(POINTS, base=(BaseRule(2, 100),)), by=by, now=between)
    assert claimed(valued, "walk").points == 80
    (entry, _) = balances.entries(maya_points(valued))
    assert (entry.version, entry.inputs["eligible"]) == (1, 8_000)


def test_a_tier_that_was_held_at_the_instant_counts(valued: Valued) -> None:
    cuts(valued, "own", 3, "maya", at=NOW - timedelta(hours=1))
    cuts(valued, "walk", 1)
    assert claimed(valued, "walk").points == 96


def test_what_was_paid_off_since_did_not_count_yet(valued: Valued) -> None:
    """240.00 net were on account before the walk-in's sale. Paid off after it they make her silver:
    at the sale's instant she was not."""
    owes(valued, "own", 3, at=NOW - timedelta(hours=1))
    cuts(valued, "walk", 1)
    cuts(valued, "other", 1, at=NOW + timedelta(minutes=1))
    settled(valued, 25_200, at=NOW + timedelta(hours=1))
    cuts(valued, "after", 1, at=NOW + timedelta(hours=2))
    assert [claimed(valued, uid).points for uid in ("after", "walk", "other")] == [96, 80, 80]


def test_what_was_paid_off_before_did_count(valued: Valued) -> None:
    """A half of 480.00 makes her silver by the time of the walk-in's sale; then comes more."""
    owes(valued, "own", 6, at=NOW - timedelta(hours=2))
    settled(valued, 25_200, at=NOW - timedelta(hours=1))
    cuts(valued, "walk", 1)
    settled(valued, 25_199, at=NOW + timedelta(hours=1))
    assert claimed(valued, "walk").points == 96


def test_a_refund_since_that_covered_more_did_not_count_yet(valued: Valued) -> None:
    """Of 480.00 a third is paid, 160.00: no silver yet. Half of the cuts come off the account
    after the walk-in's sale: of what stands two thirds are paid, so of 480.00 they are 320.00, less
    the 160.00 that came back with it."""
    owes(valued, "own", 6, at=NOW - timedelta(hours=2))
    settled(valued, 16_800, at=NOW - timedelta(hours=1))
    cuts(valued, "walk", 1)
    back(valued, "r", "own", *(f"own/cut{i}" for i in range(3)))
    assert claimed(valued, "walk").points == 80


@pytest.mark.parametrize("order", [("first", "second"), ("second", "first")])
def test_what_was_claimed_since_did_not_count_yet(order: tuple[str, str], valued: Valued) -> None:
    """A walk-in's 240.00 would make her silver for the next sale. At that one's instant they were
    nobody's: each earns as she stood then, in whichever order they are claimed."""
    cuts(valued, "first", 3)
    cuts(valued, "second", 1, at=NOW + timedelta(hours=1))
    points = {uid: claimed(valued, uid).points for uid in order}
    assert points == {"first": 240, "second": 80}
    assert is_sound()


def test_what_was_given_back_since_counted_then(valued: Valued) -> None:
    """A day with a visit makes her silver. The sale that did is given back after a walk-in's, which
    was hers: 80 × 1.2, as she stood at its instant."""
    tiers = (TIERS.tiers[0], replace(TIERS.tiers[1], spend=None, visits=1), TIERS.tiers[2])
    set_tier_rules(replace(TIERS, tiers=tiers), by=valued.salon.by("olga"), now=NOW)
    cuts(valued, "own", 1, "maya")
    cuts(valued, "walk", 1, at=NOW + timedelta(minutes=1))
    back(valued, "r", "own", "own/cut0")
    assert claimed(valued, "walk").points == 96
    assert is_sound()


def test_a_free_line_of_which_one_stands_can_be_claimed(valued: Valued) -> None:
    """Two fringe trims for nothing: one came back, the other was a visit."""
    salon = valued.salon
    pay(valued, salon.ticket("walk", salon.line("gift", 2)))
    back(valued, "r", "walk", "walk/gift")
    assert claimed(valued, "walk").points == 0
    assert tier_moves.was_here(salon.clients["maya"].id, DAY)
    assert is_sound()


def test_what_was_refunded_before_earns_nothing(valued: Valued) -> None:
    """Two of three cuts stand: 160 points. What comes back later takes its own 80 each."""
    maya = valued.salon.clients["maya"]
    cuts(valued, "walk", 3)
    back(valued, "r1", "walk", "walk/cut0")
    assert claimed(valued, "walk").points == 160
    assert tier_moves.qualifying_spend(maya.id, DAY) == {DAY: 16_000}
    back(valued, "r2", "walk", "walk/cut1")
    assert balances.balance(maya_points(valued)) == 80
    assert tier_moves.qualifying_spend(maya.id, DAY) == {DAY: 8_000}
    back(valued, "r3", "walk", "walk/cut2")
    assert balances.balance(maya_points(valued)) == 0
    assert tier_moves.qualifying_spend(maya.id, DAY) == {DAY: 0}
    assert is_sound()


def test_a_line_that_partly_stands_goes_on_from_there(valued: Valued) -> None:
    """3 × 33.34 less 0.02 would be RULES 16's 100 points; here three gels at 30.30 in one line:
    90 points, of which one unit's 30 are gone before the claim, and 30 more with each later."""
    salon = valued.salon
    pay(valued, salon.ticket("walk", salon.line("gel", 3)))
    back(valued, "r1", "walk", "walk/gel")
    # 60.60 are left of 90.90: 60 points.
    assert claimed(valued, "walk").points == 60
    back(valued, "r2", "walk", "walk/gel")
    # floor(90 × 2 ÷ 3) − 30 = 30 are taken.
    assert balances.balance(maya_points(valued)) == 30
    back(valued, "r3", "walk", "walk/gel")
    assert balances.balance(maya_points(valued)) == 0
    assert is_sound()


def test_twice_is_refused_whoever_asks(valued: Valued) -> None:
    cuts(valued, "walk", 1)
    claimed(valued, "walk")
    for client in ("maya", "leo"):
        with refused("already_claimed", "sale") as no:
            claimed(valued, "walk", client)
        assert no.value.values["name"] == "Maya Torres"


def test_what_cannot_be_claimed(valued: Valued) -> None:
    salon, by = valued.salon, valued.salon.by("kai")
    cuts(valued, "own", 1, "leo")
    cuts(valued, "walk", 1)
    with refused("has_client", "sale"):
        claimed(valued, "own")
    with refused("another_day", "sale"):
        claimed(valued, "walk", now=NOW + timedelta(days=1))
    with refused("sale_unknown", "sale"):
        claimed(valued, "nothing")
    with refused("client_unknown", "client"):
        claim("walk", 9_999, by=by, now=LATER)
    save_client(replace(salon.clients["maya"], retired=True), by=salon.by("olga"), now=NOW)
    with refused("client_unknown", "client"):
        claimed(valued, "walk")
    back(valued, "r", "walk", "walk/cut0")
    with refused("all_refunded", "sale"):
        claimed(valued, "walk", "leo")


def test_the_points_for_a_visit_come_once_a_day(valued: Valued) -> None:
    """Seven for the first sale of a day: the one of 11:00 had them, so no sale before it does,
    however late it turns out to be hers; with that one given back they are free again."""
    visit = Bonus("visit", BonusKind.VISIT, points=7)
    set_points_rules(replace(POINTS, bonuses=(visit,)), by=valued.salon.by("olga"), now=NOW)
    for uid in ("first", "second"):
        cuts(valued, uid, 1)
    cuts(valued, "own", 1, "maya")
    assert balances.balance(maya_points(valued)) == 80 + 7
    assert claimed(valued, "second").points == 80
    back(valued, "r", "own", "own/cut0")
    back(valued, "s", "second", "second/cut0")
    assert balances.balance(maya_points(valued)) == 0
    assert claimed(valued, "first").points == 80 + 7
    assert is_sound()


def test_a_sale_before_the_first_rules_is_claimed_as_a_visit(valued: Valued) -> None:
    maya = valued.salon.clients["maya"]
    cuts(valued, "walk", 1, at=NOW - timedelta(minutes=1))  # rules were made at NOW
    assert claimed(valued, "walk").points == 0
    assert tier_moves.was_here(maya.id, DAY)
    assert left(maya_points(valued)) == []
    assert is_sound()


def test_a_claim_may_be_the_first_paid_sale_of_somebody_brought(valued: Valued) -> None:
    salon, by = valued.salon, valued.salon.by("olga")
    set_points_rules(replace(POINTS, referral=Referral(40, 25)), by=by, now=NOW)
    leo = replace(salon.clients["leo"], referrer_id=salon.clients["maya"].id)
    save_client(leo, by=by, now=NOW)
    cuts(valued, "walk", 1)
    assert claimed(valued, "walk", "leo").points == 80
    assert balances.balance(ledger.points(leo.uid)) == 80 + 25
    assert balances.balance(maya_points(valued)) == 40
    assert is_sound()
