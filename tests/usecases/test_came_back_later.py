"""RULES 22: what returns to a top-up or a pack that was refunded, and its one way out."""

from dataclasses import replace

import pytest

from salon_pos.db.queries import balances, sold, value
from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain import ledger
from salon_pos.domain.cards import CardState
from salon_pos.domain.lots import held
from salon_pos.usecases.closing import Closed, close_card
from salon_pos.usecases.refunds import RefundRequest, preview
from salon_pos.usecases.settings import change_settings
from tests.salons import NOW, Salon
from tests.usecases.keeping import refused
from tests.usecases.refunding import give_back, whole
from tests.usecases.spending import is_sound, pay
from tests.usecases.valued import Valued, made

DAY = NOW.date()


@pytest.fixture
def valued(selling: Salon) -> Valued:
    """Nobody is asked for a word: what is paid back here is more than the usual limit."""
    settings = replace(salon_queries.settings(), refund_manager_above=1_000_000)
    change_settings(settings, by=selling.by("olga"), now=NOW)
    return made(selling)


def again(valued: Valued, sale: str, line: str) -> None:
    """Refund the one line of this sale once more: refused, with the way out."""
    request = RefundRequest("again", sale, {line: 1})
    with refused("already_refunded") as no:
        preview(request, by=valued.salon.by("chen"), now=NOW)
    assert "What came back to it since can be used" in no.value.text


def back(valued: Valued, uid: str, sale: str) -> int:
    """Refund what is left of a sale; what it comes to."""
    return give_back(RefundRequest(uid, sale, whole(sale)), valued.salon.by("chen")).total


def test_rule_22_what_returns_to_a_refunded_top_up_is_paid_out_by_closing_the_card_once(
    valued: Valued,
) -> None:
    """A wash of 11.42 took 9.52 and 1.90 of 1,000.00 + 200.00: 990.48 is paid back first. Then the
    wash comes back to the card, and closing it pays 9.52 and cancels 1.90."""
    salon, card = valued.salon, valued.card
    pay(valued, salon.ticket("t", valued.line(valued.top_up), client="maya"))
    wash = salon.ticket("w", salon.line("wash"), client="maya")
    pay(valued, wash, valued.handed("stored_value", 1_142, source=card.uid))
    assert back(valued, "b1", "t") == -99_048
    assert balances.balance(ledger.principal(card.wallet)) == 0
    back(valued, "b2", "w")
    assert balances.balance(ledger.principal(card.wallet)) == 952
    again(valued, "t", "t/Top-up 1000")
    by, method = salon.by("chen"), salon.tenders["card"]
    assert close_card("c", card.uid, method, by=by, now=NOW) == Closed(952, 952, 190, "Bank card")
    with refused("card_dead", "card"):
        close_card("c2", card.uid, method, by=by, now=NOW)
    with refused("already_refunded"):
        preview(RefundRequest("b3", "t", {"t/Top-up 1000": 1}), by=by, now=NOW)
    assert is_sound()


def test_rule_22_what_returns_to_a_refunded_top_up_can_be_used(valued: Valued) -> None:
    salon, card = valued.salon, valued.card
    pay(valued, salon.ticket("t", valued.line(valued.top_up), client="maya"))
    wash = salon.ticket("w", salon.line("wash"), client="maya")
    pay(valued, wash, valued.handed("stored_value", 1_142, source=card.uid))
    back(valued, "b1", "t")
    back(valued, "b2", "w")
    once_more = salon.ticket("w2", salon.line("wash"), client="maya")
    pay(valued, once_more, valued.handed("stored_value", 1_142, source=card.uid))
    assert balances.balance(ledger.principal(card.wallet)) == 0
    facts = sold.sold_sale("t", DAY)
    assert facts is not None
    assert not facts.sold.lines[0].came_back_since
    assert card.state is CardState.ACTIVE
    assert is_sound()


def test_rule_22_a_session_that_returns_to_a_refunded_pack_can_be_used_and_is_not_paid_out(
    valued: Valued,
) -> None:
    """Five of six sessions are paid back: 100.00 less the first one's 16.67. The use comes back."""
    salon, maya = valued.salon, valued.salon.clients["maya"].id
    pay(valued, salon.ticket("p", valued.line(valued.pack), client="maya"))
    wash = replace(salon.line("wash"), source="p/Wash 5+1")
    pay(valued, salon.ticket("u", wash, client="maya"), salon.handed("card", 216))
    assert back(valued, "b1", "p") == -8_333
    assert value.packs_of(maya) == ()
    back(valued, "b2", "u")
    assert [held(pack.lots) for pack in value.packs_of(maya)] == [1]
    again(valued, "p", "p/Wash 5+1")
    pay(valued, salon.ticket("u2", wash, client="maya"), salon.handed("card", 216))
    assert value.packs_of(maya) == ()
    assert balances.balance(ledger.pack_value("p/Wash 5+1")) == 0
    assert is_sound()


def test_rule_22_the_use_first_and_then_the_pack_gives_all_of_it(valued: Valued) -> None:
    salon = valued.salon
    pay(valued, salon.ticket("p", valued.line(valued.pack), client="maya"))
    wash = replace(salon.line("wash"), source="p/Wash 5+1")
    pay(valued, salon.ticket("u", wash, client="maya"), salon.handed("card", 216))
    back(valued, "b1", "u")
    assert back(valued, "b2", "p") == -10_000
    with refused("already_refunded") as no:
        preview(RefundRequest("b3", "p", {"p/Wash 5+1": 1}), by=salon.by("chen"), now=NOW)
    assert no.value.text == "{item} was refunded before."
    assert is_sound()
