"""A client's statement: page by page, each deed whole, in words; what else is on file of them."""

import pytest

from salon_pos.db.queries import coupons, statement
from salon_pos.domain.explain import explain
from salon_pos.domain.rewards import Reward, RewardKind
from salon_pos.usecases.approving import approve_deed
from salon_pos.usecases.points import PointsChange, adjust_points, redeem
from salon_pos.usecases.rewards import save_reward
from salon_pos.usecases.vouchers import NewVoucher, give_voucher
from tests.salons import NOW, PINS, Salon
from tests.usecases.spending import ENGLISH
from tests.usecases.valued import Valued, made


@pytest.fixture
def valued(selling: Salon) -> Valued:
    return made(selling)


def give(valued: Valued, uid: str, points: int, approval: str = "") -> None:
    """Olga gives Maya points by hand."""
    salon = valued.salon
    change = PointsChange(uid, salon.clients["maya"].id, points, f"reason {uid}", approval)
    adjust_points(change, by=salon.by("olga"), now=NOW)


def titles(valued: Valued, limit: int) -> tuple[list[str], bool]:
    maya = valued.salon.clients["maya"].id
    entries, goes_on = statement.statement_page(maya, limit=limit)
    names = statement.names_of(maya)
    said = [explain(e.rule, e.amount, e.inputs, names) for e in entries]
    return [ENGLISH.sentence(one) for one in said], goes_on


def test_a_statement_goes_on_while_there_is_more(valued: Valued) -> None:
    for n in (1, 2, 3):
        give(valued, f"p{n}", n)
    third, second, first = (f"Points changed by hand: {n}." for n in (3, 2, 1))
    assert titles(valued, 3) == ([third, second], True)  # the last one is left to the next page
    assert titles(valued, 4) == ([third, second, first], False)
    assert statement.statement_page(9_999, limit=4) == ((), False)


def test_a_deed_on_several_lots_is_one_entry_and_never_cut(valued: Valued) -> None:
    """30 points of three lots of 10: three entries of one deed."""
    for n in (1, 2, 3):
        give(valued, f"p{n}", 10)
    give(valued, "all", -30)
    maya = valued.salon.clients["maya"].id
    entries, goes_on = statement.statement_page(maya, limit=4)
    assert [entry.amount for entry in entries] == [-30]
    assert goes_on
    assert statement.statement_page(maya, limit=50)[0][0].amount == -30


def test_entries_name_gifts_and_people_and_keep_what_was_typed(valued: Valued) -> None:
    salon = valued.salon
    gel, chen = salon.items["gel"], salon.staff["chen"].id
    olga = salon.by("olga")
    for_gel = save_reward(Reward(0, RewardKind.PRODUCT, 300, item_id=gel.id), by=olga, now=NOW)
    by = salon.by("olga")
    word = approve_deed(
        chen, PINS["chen"], subject="much/adjust_points", amount=1_001, by=by, now=NOW
    )
    give(valued, "much", 1_001, word)
    redeem("r", salon.clients["maya"].id, for_gel.id, by=salon.by("kai"), now=NOW)
    assert titles(valued, 10)[0] == [
        "Points exchanged for 1 × Gel: 300.",
        "Points changed by hand: 1,001. Approved by Chen.",
    ]
    entries, _ = statement.statement_page(salon.clients["maya"].id, limit=10)
    assert [entry.remark for entry in entries] == ["", "reason much"]


def test_the_vouchers_of_a_client(valued: Valued) -> None:
    salon, olga = valued.salon, valued.salon.by("olga")
    maya = salon.clients["maya"].id
    first = give_voucher(NewVoucher("v1", 500, client_id=maya), by=olga, now=NOW)
    second = give_voucher(NewVoucher("v2", 700, client_id=maya), by=olga, now=NOW)
    give_voucher(NewVoucher("v3", 900), by=olga, now=NOW)  # whoever has its code
    assert coupons.given_to(maya) == (second, first)
