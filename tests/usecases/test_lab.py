"""The rule lab over real sales, by hand; whatever it is asked, no table changes.

Cut: 80.00, 5 % GST. One point for each 1.00, silver (200.00 spent) 1.2 of that, gold (a top-up of
1,000.00) 1.5; 100 points pay 1.00.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from salon_pos.db import connection
from salon_pos.db.queries import people
from salon_pos.db.queries import settings as salon_queries
from salon_pos.db.queries.cards import cards_of
from salon_pos.demo import make_demo
from salon_pos.domain.lab import Findings, Move
from salon_pos.domain.people import Client
from salon_pos.domain.points import BaseRule, Referral
from salon_pos.domain.rights import Actor, Role
from salon_pos.domain.tenders import Handed, PointsRule
from salon_pos.domain.ticket import Line, Ticket
from salon_pos.domain.tiers import Tier
from salon_pos.usecases.accounts import settle_account
from salon_pos.usecases.approving import approve_deed
from salon_pos.usecases.cards import NewCard, issue_card
from salon_pos.usecases.checkout import Payment, take_payment
from salon_pos.usecases.clients import save_client
from salon_pos.usecases.lab import Question, ask_lab
from salon_pos.usecases.points import give_activity
from salon_pos.usecases.refunds import RefundRequest
from salon_pos.usecases.rules import set_points_rules
from salon_pos.usecases.settings import change_settings
from salon_pos.usecases.voids import void
from tests.salons import NOW, PINS, Salon
from tests.usecases.keeping import changed, everything, refused
from tests.usecases.refunding import give_back
from tests.usecases.valued import POINTS, TIERS, Valued, made

ASKED = NOW + timedelta(days=50)  # 23 June: the two months are 24 April – 23 May, 24 May – 23 June
DEMO_NOW = datetime(2026, 11, 24, 6, 32, tzinfo=UTC)
TWO_EACH = replace(POINTS, base=(BaseRule(2, 100),))


@pytest.fixture
def valued(selling: Salon) -> Valued:
    return made(selling)


def ask(valued: Valued, question: Question) -> Findings:
    """What the lab says; fails where any table is another one afterwards."""
    before = everything()
    findings = ask_lab(question, by=valued.salon.by("olga"), now=ASKED)
    assert changed(before) == set()
    assert findings is not None
    return findings


def cuts(salon: Salon, uid: str, count: int, client: str = "maya") -> Ticket:
    lines = [replace(salon.line("cut"), uid=f"c{number}") for number in range(count)]
    return salon.ticket(uid, *lines, client=client)


def pay(valued: Valued, ticket: Ticket, total: int, *tenders: Handed, days: int = 0) -> None:
    handed = tenders or (valued.salon.handed("card", total),)
    take_payment(
        Payment(ticket, handed, total), by=valued.salon.by("kai"), now=NOW + timedelta(days=days)
    )


@pytest.fixture
def sold(valued: Valued) -> Valued:
    """Maya: three cuts, 240 points, silver; 40 days later one more, 80 × 1.2 = 96 points. Leo then
    tops up 1,000.00, gets 200.00, and is gold."""
    salon = valued.salon
    leo = issue_card(NewCard(salon.clients["leo"].id), by=salon.by("kai"), now=NOW)
    pay(valued, cuts(salon, "a", 3), 25_200)
    pay(valued, cuts(salon, "b", 1), 8_400, days=40)
    top_up = Line("top-up", valued.top_up.id, source=leo.uid)
    pay(valued, salon.ticket("c", top_up, client="leo"), 100_000, days=40)
    return valued


def test_the_rules_in_force_give_what_they_gave(sold: Valued) -> None:
    findings = ask(sold, Question(2))
    first, second = findings.months
    assert (first.first, first.last) == (date(2026, 4, 24), date(2026, 5, 23))
    assert (first.sales, first.points_was, first.points_would) == (1, 240, 240)
    assert (first.bonus_was, first.bonus_would) == (0, 0)
    assert (second.first, second.last) == (date(2026, 5, 24), date(2026, 6, 23))
    assert (second.sales, second.points_was, second.points_would) == (2, 96, 96)
    assert (second.bonus_was, second.bonus_would) == (20_000, 20_000)
    assert findings.moves == ()


def test_other_points_cost_more(sold: Valued) -> None:
    dear = replace(TWO_EACH, burn=PointsRule(step=100, value=50, cap_bp=5_000))
    total = ask(sold, Question(2, points=dear)).total
    assert (total.points_was, total.points_would) == (240 + 96, 480 + 192)
    assert (total.worth_was, total.worth_would) == (336, 336)  # twice as many at half a cent


def test_a_higher_tier_takes_the_multiplier_and_the_tier_away(sold: Valued) -> None:
    """Silver from 400.00 on: 240.00 and 80.00 do not reach it."""
    member, silver, gold = TIERS.tiers
    dearer = replace(TIERS, tiers=(member, replace(silver, spend=40_000), gold))
    findings = ask(sold, Question(2, tiers=dearer))
    assert [month.points_would for month in findings.months] == [240, 80]
    maya = sold.salon.clients["maya"]
    assert findings.moves == (Move(maya.id, "Maya Torres", "silver", "member"),)


def test_a_tier_by_visits_moves_those_who_came(sold: Valued) -> None:
    member, silver, gold = TIERS.tiers
    by_visits = replace(TIERS, tiers=(member, silver, replace(gold, visits=2)))
    findings = ask(sold, Question(2, tiers=by_visits))
    maya = sold.salon.clients["maya"]
    assert findings.moves == (Move(maya.id, "Maya Torres", "silver", "gold"),)
    # The second visit itself still earns as silver (RULES 13).
    assert findings.total.points_would == 240 + 96


def test_another_bonus_for_top_ups(sold: Valued) -> None:
    findings = ask(sold, Question(2, bonuses={sold.top_up.id: 30_000}))
    assert [month.bonus_was for month in findings.months] == [0, 20_000]
    assert [month.bonus_would for month in findings.months] == [0, 30_000]


def test_only_the_months_that_were_asked_for(sold: Valued) -> None:
    """The visit before them still made Maya silver: 80 × 2 × 1.2 = 192."""
    findings = ask(sold, Question(1, points=TWO_EACH))
    assert (findings.total.sales, findings.total.points_would) == (2, 192)


def test_what_was_given_back_counts_in_neither_column(sold: Valued) -> None:
    """One of the three cuts comes back the next month: 80 points less, 160 at two for each 1.00."""
    by = sold.salon.by("kai")
    give_back(RefundRequest("r", "a", {"a/c0": 1}), by, NOW + timedelta(days=41))
    first, _ = ask(sold, Question(2, points=TWO_EACH)).months
    assert (first.sales, first.points_was, first.points_would) == (1, 160, 320)


def test_bonus_does_not_earn_in_the_replay_either(sold: Valued) -> None:
    """Leo pays a cut of 84.00 from 1,000.00 + 200.00: 70.00 and 14.00. Of 80.00 earn
    80 × 70 ÷ 84 = 66.67, at gold's 1.5 that is 100; with two for each 1.00, 200."""
    salon = sold.salon
    ticket = cuts(salon, "d", 1, client="leo")
    (card,) = cards_of(salon.clients["leo"].id)
    by_card = sold.handed("stored_value", 8_400, source=card.uid)
    pay(sold, ticket, 8_400, by_card, days=41)
    _, second = ask(sold, Question(2)).months
    assert (second.points_was, second.points_would) == (96 + 100, 96 + 100)
    _, second = ask(sold, Question(2, points=TWO_EACH)).months
    assert second.points_would == 192 + 200


# --- on account: 84.00 a cut, 80 points once it is paid (RULES 24) ---


@pytest.fixture
def trusting(valued: Valued) -> Valued:
    """A client may owe up to 1,000.00."""
    chosen = replace(salon_queries.settings(), credit_limit=100_000)
    change_settings(chosen, by=valued.salon.by("olga"), now=NOW)
    return valued


def owe(valued: Valued, uid: str, count: int) -> None:
    amount, salon = 8_400 * count, valued.salon
    payment = Payment(cuts(salon, uid, count), (salon.handed("on_account", amount),), amount)
    take_payment(payment, by=salon.by("chen"), now=NOW)


def settle(valued: Valued, amount: int, days: int) -> None:
    salon, now = valued.salon, NOW + timedelta(days=days)
    maya, card = salon.clients["maya"].id, salon.tenders["card"]
    settle_account(f"settled {days}", maya, amount, card, by=salon.by("kai"), now=now)


def points_of(valued: Valued) -> list[tuple[int, int, int]]:
    """Month by month: given, by the rules in force, at two for each 1.00."""
    same, doubled = ask(valued, Question(2)), ask(valued, Question(2, points=TWO_EACH))
    return [
        (month.points_was, month.points_would, other.points_would)
        for month, other in zip(same.months, doubled.months, strict=True)
    ]


def test_what_is_owed_earns_nothing_in_the_replay_either(trusting: Valued) -> None:
    owe(trusting, "a", 2)
    assert points_of(trusting) == [(0, 0, 0), (0, 0, 0)]


def test_of_what_is_half_settled_the_half(trusting: Valued) -> None:
    """Of 168.00 are 84.00 paid the next month: 80 of the 160 points, in the month of the sale."""
    owe(trusting, "a", 2)
    settle(trusting, 8_400, 41)
    assert points_of(trusting) == [(80, 80, 160), (0, 0, 0)]


def test_what_is_settled_whole_counts_for_the_tier_from_then_on(trusting: Valued) -> None:
    """Three cuts on account, 240.00 net. One more is paid before they are: it earns 80 as a
    member's. Settled, they make silver: the next one earns 96."""
    owe(trusting, "a", 3)
    pay(trusting, cuts(trusting.salon, "b", 1), 8_400, days=10)
    settle(trusting, 25_200, 20)
    pay(trusting, cuts(trusting.salon, "c", 1), 8_400, days=40)
    assert points_of(trusting) == [(240 + 80, 240 + 80, 480 + 160), (96, 96, 192)]
    assert ask(trusting, Question(2)).moves == ()


def test_a_line_that_came_off_the_account_earns_nothing(trusting: Valued) -> None:
    """One of two cuts comes off, so 84.00 are owed; 42.00 of them paid are a half: of 80 + 80
    points 40 + 40, less the 40 of what came back."""
    owe(trusting, "a", 2)
    by = trusting.salon.by("chen")
    give_back(RefundRequest("r", "a", {"a/c0": 1}), by, NOW + timedelta(days=10))
    assert points_of(trusting) == [(0, 0, 0), (0, 0, 0)]
    settle(trusting, 4_200, 20)
    assert points_of(trusting) == [(40, 40, 80), (0, 0, 0)]
    settle(trusting, 4_200, 41)
    assert points_of(trusting) == [(80, 80, 160), (0, 0, 0)]


def test_what_was_paid_covers_more_of_the_rest_once_a_line_came_off(trusting: Valued) -> None:
    """RULES 24: half of two cuts is paid, then one comes off the account: the other is paid."""
    owe(trusting, "a", 2)
    settle(trusting, 8_400, 10)
    by = trusting.salon.by("chen")
    give_back(RefundRequest("r", "a", {"a/c0": 1}), by, NOW + timedelta(days=20))
    assert points_of(trusting) == [(80, 80, 160), (0, 0, 0)]


def test_paid_off_and_paid_back_counts_no_more(trusting: Valued) -> None:
    """Both are paid off, then one comes back in money: of 160 points 80 stay."""
    owe(trusting, "a", 2)
    settle(trusting, 16_800, 10)
    salon = trusting.salon
    by, now = salon.by("kai"), NOW + timedelta(days=20)
    chen = salon.staff["chen"].id
    word = approve_deed(chen, PINS["chen"], subject="r/refund", amount=8_400, by=by, now=now)
    sent = {0: salon.tenders["card"]}
    give_back(RefundRequest("r", "a", {"a/c0": 1}, sent=sent, approval=word), by, now)
    assert points_of(trusting) == [(80, 80, 160), (0, 0, 0)]


# --- what else may be asked ---


def test_a_salon_that_gave_nothing_sees_what_it_would_cost(selling: Salon) -> None:
    """No rules in force at all; three tiers and a point for each 1.00 are tried."""
    ticket = cuts(selling, "a", 3)
    take_payment(selling.payment(ticket), by=selling.by("kai"), now=NOW)
    before = everything()
    question = Question(2, points=POINTS, tiers=TIERS)
    findings = ask_lab(question, by=selling.by("chen"), now=ASKED)
    assert changed(before) == set()
    assert findings is not None
    assert (findings.total.points_was, findings.total.points_would) == (0, 240)
    maya = selling.clients["maya"]
    assert findings.moves == (Move(maya.id, "Maya Torres", None, "silver"),)


@pytest.fixture
def brought(valued: Valued) -> Valued:
    """Leo brought Nina, for 30 points each with her first cut, 80 points; a review gave Leo 50."""
    salon, by = valued.salon, valued.salon.by("olga")
    rules = replace(POINTS, referral=Referral(30, 30), activities={"review": 50})
    set_points_rules(rules, by=by, now=NOW)
    nina = Client("Nina", referrer_id=salon.clients["leo"].id)
    salon.clients["nina"] = save_client(nina, by=by, now=NOW)
    pay(valued, cuts(salon, "first", 1, client="nina"), 8_400, days=40)
    give_activity("review", salon.clients["leo"].id, "review", by=by,
                  now=NOW + timedelta(days=40))  # fmt: skip
    return valued


def test_who_was_brought_and_what_was_done_for_points_counts(brought: Valued) -> None:
    total = ask(brought, Question(2)).total
    assert (total.sales, total.points_was, total.points_would) == (1, 190, 190)
    dear = replace(POINTS, referral=Referral(100, 50), activities={"review": 70, "survey": 9})
    findings = ask(brought, Question(2, points=dear))
    assert [(month.points_was, month.points_would) for month in findings.months] == [
        (0, 0), (190, 80 + 150 + 70)
    ]  # fmt: skip
    none = ask(brought, Question(2, points=POINTS)).total
    assert (none.points_was, none.points_would) == (190, 80)


def test_what_would_bringing_have_cost_where_it_gave_nothing(valued: Valued) -> None:
    salon, by = valued.salon, valued.salon.by("olga")
    nina = Client("Nina", referrer_id=salon.clients["leo"].id)
    salon.clients["nina"] = save_client(nina, by=by, now=NOW)
    pay(valued, cuts(salon, "first", 1, client="nina"), 8_400)
    pay(valued, cuts(salon, "second", 1, client="nina"), 8_400, days=1)
    rules = replace(POINTS, referral=Referral(100, 50))
    total = ask(valued, Question(2, points=rules)).total
    assert (total.points_was, total.points_would) == (160, 310)


def test_who_is_brought_is_so_with_the_first_that_may_earn(valued: Valued) -> None:
    """Nina leaves a deposit 40 days ago and has her first cut, 80 points, today; Kim only left a
    deposit."""
    salon, by = valued.salon, valued.salon.by("olga")
    set_points_rules(replace(POINTS, referral=Referral(30, 30)), by=by, now=NOW)
    for name in ("nina", "kim"):
        brought = Client(name.title(), referrer_id=salon.clients["leo"].id)
        salon.clients[name] = save_client(brought, by=by, now=NOW)
        pay(valued, salon.ticket(f"deposit of {name}", valued.line(valued.deposit), client=name),
            3_000)  # fmt: skip
    pay(valued, cuts(salon, "first", 1, client="nina"), 8_400, days=40)
    findings = ask(valued, Question(2))
    assert [(month.points_was, month.points_would) for month in findings.months] == [
        (0, 0), (80 + 60, 80 + 60)
    ]  # fmt: skip


def test_a_cancelled_first_sale_counts_with_the_next_one(brought: Valued) -> None:
    """The void takes back the 140 points that came with the cut; the next cut gives them again."""
    salon = brought.salon
    void("first", "mistake", by=salon.by("chen"), now=NOW + timedelta(days=40))
    total = ask(brought, Question(2)).total
    assert (total.points_was, total.points_would) == (50, 50)
    pay(brought, cuts(salon, "again", 1, client="nina"), 8_400, days=41)
    total = ask(brought, Question(2)).total
    assert (total.points_was, total.points_would) == (190, 190)


def test_who_puts_the_first_on_account_is_brought_when_they_pay(brought: Valued) -> None:
    salon, by = brought.salon, brought.salon.by("olga")
    change_settings(replace(salon_queries.settings(), credit_limit=100_000), by=by, now=NOW)
    kim = Client("Kim", referrer_id=salon.clients["leo"].id)
    salon.clients["kim"] = save_client(kim, by=by, now=NOW)
    owes = salon.handed("on_account", 8_400)
    take_payment(Payment(cuts(salon, "owed", 1, client="kim"), (owes,), 8_400),
                 by=salon.by("chen"), now=NOW + timedelta(days=40))  # fmt: skip
    assert ask(brought, Question(2)).total.points_would == 190
    settle_account("off", salon.clients["kim"].id, 8_400, salon.tenders["card"],
                   by=salon.by("kai"), now=NOW + timedelta(days=41))  # fmt: skip
    total = ask(brought, Question(2)).total
    assert (total.points_was, total.points_would) == (190 + 140, 190 + 140)


def test_it_tells_how_far_it_is_and_stops_when_asked(sold: Valued) -> None:
    told: list[tuple[int, int]] = []

    def go_on(done: int, total: int) -> bool:
        told.append((done, total))
        return True

    by = sold.salon.by("olga")
    assert ask_lab(Question(2), by=by, now=ASKED, go_on=go_on) is not None
    assert told == [(0, 3), (3, 3)]
    assert ask_lab(Question(2), by=by, now=ASKED, go_on=lambda _done, _total: False) is None


def test_who_may_not_and_what_cannot_be_asked(sold: Valued) -> None:
    olga, kai = sold.salon.by("olga"), sold.salon.by("kai")
    with refused("not_allowed"):
        ask_lab(Question(2), by=kai, now=ASKED)
    for months in (0, 37):
        with refused("bad_months", "months"):
            ask_lab(Question(months), by=olga, now=ASKED)
    pays = replace(POINTS, base=(BaseRule(1, 1),))
    with refused("pays_the_client", "base"):
        ask_lab(Question(2, points=pays), by=olga, now=ASKED)
    with refused("tier_count", "tiers"):
        ask_lab(Question(2, tiers=replace(TIERS, tiers=(Tier("a", "A"),))), by=olga, now=ASKED)
    for bonuses in ({sold.top_up.id: -1}, {sold.pack.id: 100}):
        with refused("bad_trial_bonus", "bonus"):
            ask_lab(Question(2, bonuses=bonuses), by=olga, now=ASKED)


def test_a_whole_salon_replays_to_the_point(tmp_path: Path) -> None:
    """Three months of the demo salon under its own rules: top-ups, cards, packs, birthdays, tiers
    and member days come to what was posted, and nobody moves."""
    make_demo(tmp_path / "salon", clients=40, months=3, language="en", now=DEMO_NOW,
              progress=lambda _done, _total: None)  # fmt: skip
    owner = next(member for member in people.staff_members() if member.role is Role.OWNER)
    by = Actor(owner.id, salon_queries.till_id())
    before = everything()
    findings = ask_lab(Question(3), by=by, now=DEMO_NOW)
    assert changed(before) == set()
    connection.close()
    assert findings is not None
    assert findings.total.sales > 50
    assert findings.total.points_was > 10_000
    for month in findings.months:
        assert (month.points_would, month.bonus_would) == (month.points_was, month.bonus_was)
    assert findings.moves == ()
