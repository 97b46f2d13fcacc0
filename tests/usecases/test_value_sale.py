"""A sale that delivers, spends and earns value, to the cent and to the point."""

from dataclasses import replace

import pytest

from salon_pos.db.connection import database
from salon_pos.db.doctor import examine
from salon_pos.db.queries import balances, members, value
from salon_pos.domain import ledger
from tests.salons import NOW, Salon
from tests.usecases.keeping import refused
from tests.usecases.valued import Valued, made

DAY = NOW.date()


@pytest.fixture
def valued(selling: Salon) -> Valued:
    return made(selling)


def posted(uid: str) -> dict[str, int]:
    """What a transaction moved, by account; lots of one account together."""
    return dict(
        database.execute_sql(
            "SELECT a.code, SUM(e.amount) FROM ledger_entry e JOIN account a ON a.id = e.account_id"
            " JOIN ledger_transaction t ON t.id = e.transaction_id WHERE t.uid = ? GROUP BY a.code",
            (uid,),
        ).fetchall()
    )


def test_a_ticket_tops_up_and_spends_the_new_balance(valued: Valued) -> None:
    """1,000.00 + 200.00 bonus; the wash costs 10.10 + 5 % + 8 % = 11.42 (0.51 + 0.81)."""
    salon = valued.salon
    ticket = salon.ticket("t", valued.line(valued.top_up), salon.line("wash"), client="maya")
    wash = valued.total(ticket) - 100_000
    receipt = valued.pay(
        ticket,
        salon.handed("card", 100_000),
        valued.handed("stored_value", wash, source=valued.card.uid),
    )
    wallet, maya = valued.card.wallet, salon.clients["maya"].uid
    # RULES 7: 1,142 of 100,000 + 20,000 is 951.67 and 190.33: 952 and 190.
    assert wash == 1_142
    moved = posted("t")
    assert moved[f"principal:{wallet}"] == -100_000 + 952
    assert moved[f"bonus:{wallet}"] == -20_000 + 190
    assert moved["bonus_given"] == 20_000
    assert moved["tender:card"] == 100_000
    assert "revenue:prepaid" not in moved
    # RULES 11: 10.10 × (11.42 − 1.90) ÷ 11.42 = 8.4196…, by RULES 13 at gold's 1.5: 12.6 → 12
    assert moved[f"points:{maya}"] == -12
    assert receipt.total == 101_142
    member = members.member(salon.clients["maya"].id, DAY)
    assert member is not None
    assert member.tier is not None
    assert (member.tier.key, member.points_held) == ("gold", 12)
    assert member.cards[0].total == 120_000 - 1_142
    assert examine()[1] == ()


def test_a_session_pays_its_line_with_its_unit_value(valued: Valued) -> None:
    """100.00 over six sessions: four of 16.67 and two of 16.66."""
    salon = valued.salon
    valued.pay(salon.ticket("p", valued.line(valued.pack), client="maya"))
    (pack,) = value.packs_of(salon.clients["maya"].id)
    assert [(lot.left, lot.unit_value) for lot in pack.lots] == [(4, 1_667), (2, 1_666)]
    wash = salon.ticket("w", replace(salon.line("wash"), source=pack.uid), client="maya")
    # Taxed at use: 5 % of 16.67 is 0.83, 8 % is 1.33; only that is still to be paid.
    assert valued.total(wash) == 1_667 + 83 + 133
    valued.pay(wash, salon.handed("card", 216))
    moved = posted("w")
    assert moved[f"pack_value:{pack.uid}"] == 1_667
    assert moved[f"pack:{pack.uid}"] == 1
    assert moved["revenue:service"] == -1_667
    assert moved["tender:card"] == 216
    assert examine()[1] == ()


def test_points_pay_and_do_not_earn(valued: Valued) -> None:
    salon, maya = valued.salon, valued.salon.clients["maya"]
    cuts = (replace(salon.line("cut"), uid=f"cut {i}") for i in range(3))
    ticket = salon.ticket("a", *cuts, client="maya")
    valued.pay(ticket)
    held = balances.balance(ledger.points(maya.uid))
    assert held == 240  # 3 × 80.00, GST on top earns nothing
    cut = salon.ticket("b", salon.line("cut"), client="maya")
    due = valued.total(cut)
    valued.pay(cut, valued.handed("points", 200), salon.handed("card", due - 200))
    moved = posted("b")
    assert moved[f"points:{maya.uid}"] - 200 < 0
    assert moved["points_spent"] == 200
    with refused("points_step", "amount"):
        again = salon.ticket("c", salon.line("cut"), client="maya")
        valued.pay(again, valued.handed("points", 50), salon.handed("card", due - 50))
    assert examine()[1] == ()
