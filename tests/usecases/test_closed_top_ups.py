"""Closing a card takes back what its top-ups gave, as refunding them would (RULES 18, 21-22).

Points come at top-up, 1 for 1.00. A top-up of 1,000.00 leads to Gold at once, which takes them
times 1.5: 1,500. It gives 200.00 on top, so a cut of 84.00 takes 70.00 of principal and 14.00.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from salon_pos.db.connection import database
from salon_pos.db.doctor import examine
from salon_pos.db.queries import balances, tier_moves
from salon_pos.domain import ledger
from salon_pos.domain.cards import Card
from salon_pos.usecases.approving import approve_deed
from salon_pos.usecases.cards import NewCard, issue_card
from salon_pos.usecases.closing import Closing, close_card, preview_close
from salon_pos.usecases.refunds import RefundRequest
from salon_pos.usecases.rules import set_points_rules
from tests.salons import NOW, PINS, Salon
from tests.usecases.keeping import changed, everything, rows
from tests.usecases.refunding import give_back, whole
from tests.usecases.spending import pay, said
from tests.usecases.valued import POINTS, Valued, made

AT_TOP_UP = replace(POINTS, version=2, at_top_up=True)


@pytest.fixture
def valued(selling: Salon) -> Iterator[Valued]:
    """Whatever a test does, the doctor finds nothing afterwards."""
    made_here = made(selling)
    set_points_rules(AT_TOP_UP, by=selling.by("olga"), now=NOW)
    yield made_here
    assert examine()[1] == ()


def top_up(valued: Valued, uid: str, client: str = "maya", card: str = "") -> None:
    pay(valued, valued.salon.ticket(uid, valued.line(valued.top_up, source=card), client=client))


def cut_by_card(valued: Valued, uid: str) -> None:
    ticket = valued.salon.ticket(uid, valued.salon.line("cut"), client="maya")
    pay(valued, ticket, valued.handed("stored_value", 8_400, source=valued.card.uid))


def seen(valued: Valued, card: Card | None = None) -> Closing:
    return preview_close((card or valued.card).uid, by=valued.salon.by("kai"), now=NOW)


def close(valued: Valued, uid: str, card: Card | None = None) -> None:
    salon = valued.salon
    word = approve_deed(
        salon.staff["chen"].id, PINS["chen"], subject=f"{uid}/close_card", amount=200_000,
        by=salon.by("kai"), now=NOW,
    )  # fmt: skip
    close_card(uid, (card or valued.card).uid, salon.tenders["card"], approval=word,
               by=salon.by("kai"), now=NOW)  # fmt: skip


def points(valued: Valued, name: str = "maya") -> tuple[int, int]:
    """Points and points debt."""
    uid = valued.salon.clients[name].uid
    return balances.balance(ledger.points(uid)), balances.balance(ledger.points_debt(uid))


def tier(valued: Valued, name: str = "maya") -> str | None:
    held = tier_moves.held_tier(valued.salon.clients[name].id)
    return held.tier if held else None


def test_topping_up_and_closing_again_and_again_leaves_nothing(valued: Valued) -> None:
    """Five times 1,000.00, each paid out again: no points, no tier."""
    by, client = valued.salon.by("kai"), valued.salon.clients["maya"].id
    card = valued.card
    for turn in range(5):
        top_up(valued, f"top{turn}", card=card.uid)
        assert (points(valued), tier(valued)) == ((1_500, 0), "gold")
        close(valued, f"c{turn}", card)
        assert (points(valued), tier(valued)) == ((0, 0), "member")
        card = issue_card(NewCard(client), by=by, now=NOW)


def test_what_closing_takes_back_is_seen_before(valued: Valued) -> None:
    top_up(valued, "top")
    before = everything()
    (gone,) = seen(valued).gives_up
    assert changed(before) == set()
    assert (gone.client_id, gone.name) == (valued.salon.clients["maya"].id, "Maya Torres")
    assert [(one.kind, one.amount) for one in gone.consequences] == [("points_taken", -1_500)]
    assert gone.tier_before
    assert gone.tier
    assert (gone.tier_before.tier, gone.tier.tier) == ("gold", "member")
    close(valued, "c")
    assert tier(valued) == gone.tier.tier


def test_what_was_spent_keeps_its_points(valued: Valued) -> None:
    """930.00 are paid out: 1,500 × 93,000 ÷ 100,000 = 1,395 points go, 105 stay."""
    top_up(valued, "top")
    cut_by_card(valued, "cut")
    close(valued, "c")
    assert points(valued) == (105, 0)
    earned = rows("SELECT SUM(eligible), SUM(points) FROM sale_earning JOIN sale_line l"
                  " ON l.id = line_id WHERE l.item_id = ?", valued.top_up.id)  # fmt: skip
    assert earned == [(7_000, 105)]


def test_what_comes_back_later_and_is_paid_out_takes_its_points(valued: Valued) -> None:
    """The cut is refunded: 70.00 are on the closed card, and paid out with the last 105 points."""
    top_up(valued, "top")
    cut_by_card(valued, "cut")
    close(valued, "c")
    give_back(RefundRequest("back", "cut", whole("cut")), by=valued.salon.by("kai"), now=NOW)
    close(valued, "c2")
    assert (points(valued), tier(valued)) == ((0, 0), "member")


def test_what_comes_back_later_is_refunded_with_its_points(valued: Valued) -> None:
    """As before, but the top-up is refunded: 70.00 and no more, and the last 105 points."""
    top_up(valued, "top")
    cut_by_card(valued, "cut")
    close(valued, "c")
    give_back(RefundRequest("back", "cut", whole("cut")), by=valued.salon.by("kai"), now=NOW)
    give_back(RefundRequest("top back", "top", whole("top")), by=valued.salon.by("kai"), now=NOW)
    assert rows("SELECT total FROM sale WHERE uid = 'top back'") == [(-7_000,)]
    assert points(valued) == (0, 0)


def test_what_comes_back_after_a_refund_and_is_paid_out_takes_its_points(valued: Valued) -> None:
    """The top-up is refunded, 930.00 and 1,395 points; then the cut, and the card is closed."""
    top_up(valued, "top")
    cut_by_card(valued, "cut")
    salon = valued.salon
    word = approve_deed(
        salon.staff["chen"].id, PINS["chen"], subject="top back/refund", amount=200_000,
        by=salon.by("kai"), now=NOW,
    )  # fmt: skip
    give_back(
        replace(RefundRequest("top back", "top", whole("top")), approval=word),
        by=salon.by("kai"),
        now=NOW,
    )
    assert points(valued) == (105, 0)
    give_back(RefundRequest("back", "cut", whole("cut")), by=salon.by("kai"), now=NOW)
    close(valued, "c")
    assert points(valued) == (0, 0)


def test_points_that_are_spent_are_owed(valued: Valued) -> None:
    """All 1,500 paid 15.00 of a cut of 84.00. It earns on 80.00 × 69 ÷ 84 = 65.71, times 1.5: 98,
    which go; 1,402 are debt."""
    top_up(valued, "top")
    salon = valued.salon
    ticket = salon.ticket("cut", salon.line("cut"), client="maya")
    pay(valued, ticket, valued.handed("points", 1_500), salon.handed("card", 6_900))
    assert points(valued) == (98, 0)
    (gone,) = seen(valued).gives_up
    kinds = [(one.kind, one.amount) for one in gone.consequences]
    assert kinds == [("points_taken", -98), ("points_debt", 1_402)]
    close(valued, "c")
    assert points(valued) == (0, 1_402)


def test_who_paid_the_top_up_gives_up_what_it_gave(valued: Valued) -> None:
    """Leo's card opens Maya's wallet, and he tops it up. Hers is closed first: nothing is paid."""
    salon = valued.salon
    wallet = NewCard(salon.clients["leo"].id, shares=valued.card.uid)
    leos = issue_card(wallet, by=salon.by("chen"), now=NOW)
    top_up(valued, "top", "leo", leos.uid)
    assert points(valued, "leo") == (1_500, 0)
    close(valued, "c")
    assert points(valued, "leo") == (1_500, 0)
    (gone,) = seen(valued, leos).gives_up
    assert (gone.name, gone.points) == ("Leo Torres", 1_500)
    close(valued, "c2", leos)
    assert (points(valued, "leo"), tier(valued, "leo")) == ((0, 0), "member")


def test_with_points_at_use_the_tier_alone_goes(valued: Valued) -> None:
    set_points_rules(replace(POINTS, version=3), by=valued.salon.by("olga"), now=NOW)
    top_up(valued, "top")
    assert (points(valued), tier(valued)) == ((0, 0), "gold")
    (gone,) = seen(valued).gives_up
    assert gone.consequences == ()
    close(valued, "c")
    assert tier(valued) == "member"


def test_every_point_that_is_taken_says_why(valued: Valued) -> None:
    top_up(valued, "top")
    cut_by_card(valued, "cut")
    close(valued, "c")
    account = ledger.points(valued.salon.clients["maya"].uid)
    entry = balances.entries(account)[0]
    assert (entry.deed, entry.rule, entry.inputs["sale"]) == (
        "close_card",
        "points.take_back",
        "top",
    )
    assert said(account)[0] == (
        "Points taken back as the card was closed: 1,500 × $930.00 ÷ $1,000.00, rounded down"
        " = 1,395."
    )


def test_the_doctor_finds_points_that_stayed(valued: Valued) -> None:
    top_up(valued, "top")
    close(valued, "c")
    number = rows("SELECT number FROM sale WHERE uid = 'top'")[0][0]
    with database.atomic() as planted:
        for (trigger,) in rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'"):
            database.execute_sql(f"DROP TRIGGER {trigger}")
        database.execute_sql("UPDATE sale_earning SET points = -1499 WHERE why = 'closed'")
        found = [one for one in examine()[1] if "closed card keeps more points" in one.text]
        assert [one.values["number"] for one in found] == [number]
        planted.rollback()
