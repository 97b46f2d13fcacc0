"""RULES 26: what is a visit, for the visit bonus and for a tier: prepaid alone is none."""

from dataclasses import replace
from datetime import timedelta

import pytest

from salon_pos.db.queries import people, sales, tier_moves
from salon_pos.domain.cards import CardKind
from salon_pos.domain.catalog import Item, ItemKind, Pricing
from salon_pos.domain.points import Bonus, BonusKind
from salon_pos.domain.prepaid import Plan, PrepaidKind
from salon_pos.usecases import lab
from salon_pos.usecases.cards import NewCard, issue_card
from salon_pos.usecases.rules import save_prepaid, set_points_rules
from salon_pos.usecases.voids import void
from tests.salons import NOW, Salon
from tests.usecases.spending import earned, is_sound, pay, total_of
from tests.usecases.test_refunds import back
from tests.usecases.valued import POINTS, Valued, made

DAY = NOW.date()
VISIT = Bonus("visit", BonusKind.VISIT, points=5)


@pytest.fixture
def valued(selling: Salon) -> Valued:
    """Whoever comes gets five points for the first sale of a day."""
    made_here = made(selling)
    set_points_rules(replace(POINTS, bonuses=(VISIT,)), by=selling.by("olga"), now=NOW)
    return made_here


def test_rule_26_a_top_up_before_the_haircut_does_not_cost_the_visit_bonus(valued: Valued) -> None:
    """Two cuts of 80.00 are 160 × 1.5 Gold = 240, and 5 for the visit; the next has 120."""
    salon, maya = valued.salon, valued.salon.clients["maya"].id
    pay(valued, salon.ticket("top", valued.line(valued.top_up), client="maya"))
    assert not tier_moves.was_here(maya, DAY)
    pay(valued, salon.ticket("cut", salon.line("cut", 2), client="maya"))
    pay(valued, salon.ticket("more", salon.line("cut"), client="maya"))
    assert earned("top") == [(0, 0, "prepaid")]
    assert earned("cut") == [(16_000, 245, "")]
    assert earned("more") == [(8_000, 120, "")]
    assert is_sound()


@pytest.mark.parametrize("item", ["top_up", "deposit", "gift_card", "pack"])
def test_rule_26_prepaid_alone_is_no_visit(valued: Valued, item: str) -> None:
    salon, maya = valued.salon, valued.salon.clients["maya"].id
    pay(valued, salon.ticket("t", valued.line(getattr(valued, item)), client="maya"))
    assert tier_moves.deeds_of(maya, DAY).visits == set()
    assert sales.standing(maya) is None
    assert people.last_visit(maya) is None
    assert sales.last_served(maya) is None


def test_rule_26_a_session_of_a_pack_is_a_visit(valued: Valued) -> None:
    salon, maya = valued.salon, valued.salon.clients["maya"].id
    pay(valued, salon.ticket("p", valued.line(valued.pack), client="maya"))
    session = replace(salon.line("wash"), source="p/Wash 5+1")
    ticket = salon.ticket("s", session, client="maya")
    taxes = total_of(ticket) - 1_667  # 100.00 over six sessions
    pay(valued, ticket, salon.handed("card", taxes))
    assert tier_moves.deeds_of(maya, DAY).visits == {DAY}
    assert earned("s") == [(1_667, 16 + 5, "")]


def test_rule_26_what_is_left_of_a_visit_once_its_haircut_came_back(valued: Valued) -> None:
    """The top-up on the same ticket stays, and is no visit."""
    salon, maya = valued.salon, valued.salon.clients["maya"].id
    pay(valued, salon.ticket("t", valued.line(valued.top_up), salon.line("cut"), client="maya"))
    assert tier_moves.deeds_of(maya, DAY).visits == {DAY}
    assert sales.last_served(maya) == sales.LastServed(DAY, ("Women's cut",), "Mei")
    assert len(sales.usual(maya)) == 1
    back(valued, "r", "t", cut=1)
    assert sales.last_served(maya) is None
    assert sales.usual(maya) == ()
    assert tier_moves.deeds_of(maya, DAY).visits == set()


def test_rule_26_the_list_says_the_last_visit_that_the_file_says(valued: Valued) -> None:
    """The later cut came back, and a sale that is void is no visit either."""
    salon = valued.salon
    maya, leo = salon.clients["maya"].id, salon.clients["leo"].id
    later = NOW + timedelta(days=1)
    pay(valued, salon.ticket("t", salon.line("cut"), client="maya"))
    pay(valued, salon.ticket("u", salon.line("cut"), client="maya"), at=later)
    pay(valued, salon.ticket("v", salon.line("cut"), client="leo"), at=later)
    back(valued, "r", "u", days=1, cut=1)
    void("v", "mistake", by=salon.by("kai"), now=later)
    standing = sales.standing(maya)
    assert standing is not None
    assert standing.last_day == DAY
    listed = {one.client.id: one.last_visit for one in people.recent_clients()}
    assert (listed[maya], listed[leo]) == (DAY, None)
    assert people.last_visit(maya) == DAY


def test_rule_26_what_was_bought_since_is_not_the_last_visit_and_an_add_on_is_not_usual(
    valued: Valued,
) -> None:
    salon, maya = valued.salon, valued.salon.clients["maya"].id
    lines = (salon.line("cut"), salon.line("mask"))
    pay(valued, salon.ticket("t", *lines, client="maya"))
    pay(valued, salon.ticket("p", valued.line(valued.pack), client="maya"))
    assert sales.last_served(maya) == sales.LastServed(DAY, ("Women's cut", "Mask"), "Mei")
    assert [item for item, _who in sales.usual(maya)] == [salon.items["cut"].id]


def test_points_at_top_up_give_no_visit_bonus_for_the_top_up(valued: Valued) -> None:
    salon = valued.salon
    rules = replace(POINTS, bonuses=(VISIT,), at_top_up=True)
    set_points_rules(rules, by=salon.by("olga"), now=NOW + timedelta(minutes=1))
    pay(valued, salon.ticket("top", valued.line(valued.top_up), client="maya"))
    pay(valued, salon.ticket("cut", salon.line("cut"), client="maya"))
    assert earned("top") == [(100_000, 1_500, "")]  # gold's 1.5: the top-up comes first
    assert earned("cut") == [(8_000, 120 + 5, "")]


def test_the_lab_counts_visits_as_the_counter_does(valued: Valued) -> None:
    salon = valued.salon
    pay(valued, salon.ticket("top", valued.line(valued.top_up), client="maya"))
    pay(valued, salon.ticket("cut", salon.line("cut"), client="maya"))
    found = lab.ask_lab(lab.Question(1), by=salon.by("olga"), now=NOW)
    assert found is not None
    assert (found.total.points_was, found.total.points_would) == (125, 125)


def test_rule_13_a_typed_top_up_counts_for_the_price_as_for_the_points(valued: Valued) -> None:
    """Leo's discount card gives 8折 while it holds money: also what is being typed now."""
    salon = valued.salon
    by = salon.by("olga")
    item = Item(0, "Top-up", ItemKind.PREPAID, pricing=Pricing.OPEN, price=1)
    open_ = save_prepaid(item, Plan(PrepaidKind.TOP_UP), by=by, now=NOW)
    leo = salon.clients["leo"].id
    issue_card(NewCard(leo, CardKind.DISCOUNT, discount_bp=2_000), by=by, now=NOW)
    line = replace(valued.line(open_), typed_price=100_000)
    ticket = salon.ticket("t", line, salon.line("cut"), client="leo")
    assert total_of(ticket) == 100_000 + 6_400 + 320  # 80.00 less 20 %, and 5 %
    pay(valued, ticket)
    assert earned("t")[1] == (6_400, 96 + 5, "")  # gold by the top-up: 64 × 1.5
