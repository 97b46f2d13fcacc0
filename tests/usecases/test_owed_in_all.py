"""What the whole salon owes is the sum of what each client has."""

import pytest

from salon_pos.db.queries import members, value
from salon_pos.db.queries.owed_in_all import KINDS, owed_in_all
from salon_pos.domain.lots import held
from tests.salons import NOW, Salon
from tests.usecases.valued import Valued, made


@pytest.fixture
def valued(selling: Salon) -> Valued:
    return made(selling)


def test_a_salon_that_owes_nothing(salon: Salon) -> None:
    owed = owed_in_all()
    assert set(owed.kinds) == set(KINDS)
    assert (owed.prepaid, owed.to_us, owed.points_worth) == (0, 0, None)
    assert not any(one.holders for one in owed.kinds.values())


def test_it_is_the_sum_of_what_clients_have(valued: Valued) -> None:
    """Top-ups of 1,000 + 200, a pack of 6 for 100.00, a gift card, a
    deposit of 30.00; 80 points at 1.00 for 100 pay nothing yet."""
    salon = valued.salon
    valued.pay(salon.ticket("t", valued.line(valued.top_up), client="maya"))
    valued.pay(salon.ticket("p", valued.line(valued.pack), client="maya"))
    valued.pay(salon.ticket("g", valued.line(valued.gift_card)))
    valued.pay(salon.ticket("d", valued.line(valued.deposit), client="leo"))
    valued.pay(salon.ticket("c", salon.line("cut"), client="leo"))
    owed = owed_in_all()
    amounts = {kind: one.amount for kind, one in owed.kinds.items() if one.holders}
    assert amounts == {
        "principal": 100_000, "bonus": 20_000, "pack": 6, "pack_value": 10_000,
        "gift_card": 5_000, "deposit": 3_000, "points": 80,
    }  # fmt: skip
    assert owed.prepaid == 138_000
    assert owed.points_worth == 0
    all_ = [members.member(one.id, NOW.date()) for one in salon.clients.values()]
    theirs = [member for member in all_ if member]
    cards = [card for member in theirs for card in member.cards]
    assert amounts["principal"] == sum(held(card.principal) for card in cards)
    assert amounts["bonus"] == sum(held(card.bonus) for card in cards)
    assert amounts["pack"] == sum(held(p.lots) for member in theirs for p in member.packs)
    assert amounts["deposit"] == sum(member.deposit for member in theirs)
    assert amounts["points"] == sum(member.points_held for member in theirs)


def test_what_is_used_up_has_no_holder(valued: Valued) -> None:
    """A cut is more than the 50.00 of the gift card."""
    salon = valued.salon
    valued.pay(salon.ticket("g", valued.line(valued.gift_card)))
    assert owed_in_all().kinds["gift_card"].holders == 1
    _uid, code = value.gift_card(f"g/{valued.gift_card.name}") or ("", "")
    total = valued.total(salon.ticket("x", salon.line("cut")))
    part = min(total, 5_000)
    valued.pay(
        salon.ticket("x", salon.line("cut")),
        valued.handed("gift_card", part, source=code),
        salon.handed("card", total - part),
    )
    assert owed_in_all().kinds["gift_card"].holders == 0
