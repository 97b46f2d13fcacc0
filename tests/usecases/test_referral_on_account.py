"""Points for bringing a client come with the first that the newcomer pays, be it off their account.

Leo brought Nina, for 30 points each. A cut is 84.00 with 5 % tax and earns 80 points.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from salon_pos.db.doctor import examine
from salon_pos.db.queries import balances
from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain import ledger
from salon_pos.domain.people import Client
from salon_pos.domain.points import Referral
from salon_pos.domain.tenders import Handed
from salon_pos.usecases.accounts import settle_account
from salon_pos.usecases.clients import save_client
from salon_pos.usecases.refunds import RefundRequest
from salon_pos.usecases.rules import set_points_rules
from salon_pos.usecases.settings import change_settings
from salon_pos.usecases.voids import void
from tests.salons import NOW, Salon
from tests.usecases.keeping import refused
from tests.usecases.refunding import give_back, whole
from tests.usecases.spending import pay, said
from tests.usecases.valued import POINTS, Valued, made


@pytest.fixture
def valued(selling: Salon) -> Iterator[Valued]:
    """Whatever a test does, the doctor finds nothing afterwards."""
    made_here, by = made(selling), selling.by("olga")
    change_settings(replace(salon_queries.settings(), credit_limit=100_000), by=by, now=NOW)
    set_points_rules(replace(POINTS, referral=Referral(30, 30)), by=by, now=NOW)
    nina = Client("Nina", referrer_id=selling.clients["leo"].id)
    selling.clients["nina"] = save_client(nina, by=by, now=NOW)
    yield made_here
    assert examine()[1] == ()


def paid(valued: Valued, uid: str, *tenders: Handed) -> None:
    """Nina has a cut; by card unless told."""
    ticket = valued.salon.ticket(uid, valued.salon.line("cut"), client="nina")
    pay(valued, ticket, *tenders, by="chen")


def owe(valued: Valued, uid: str, amount: int = 8_400, *more: Handed) -> None:
    paid(valued, uid, *more, valued.handed("on_account", amount))


def settle(valued: Valued, uid: str, amount: int) -> int:
    """The points of the sales that are paid off; those for bringing Nina are not in them."""
    salon = valued.salon
    return settle_account(uid, salon.clients["nina"].id, amount, salon.tenders["card"],
                          by=salon.by("kai"), now=NOW).points  # fmt: skip


def cancelled(valued: Valued, uid: str) -> None:
    void(uid, "Mistake", by=valued.salon.by("kai"), now=NOW)


def points(valued: Valued) -> tuple[int, int]:
    """Nina's and Leo's."""
    nina, leo = (
        balances.balance(ledger.points(valued.salon.clients[name].uid)) for name in ("nina", "leo")
    )
    return nina, leo


def test_a_first_sale_on_account_gives_it_with_the_first_that_is_paid_off(valued: Valued) -> None:
    owe(valued, "a")
    assert points(valued) == (0, 0)
    assert settle(valued, "s", 2_100) == 20
    assert points(valued) == (20 + 30, 30)
    assert said(ledger.points(valued.salon.clients["leo"].uid)) == [
        "Points for bringing a new client: 30."
    ]
    assert settle(valued, "t", 6_300) == 60
    paid(valued, "b")
    assert points(valued) == (160 + 30, 30)


def test_a_first_sale_that_is_paid_in_part_gives_it_at_once(valued: Valued) -> None:
    """44.00 by card; its void takes them back, and the next sale gives them again."""
    owe(valued, "a", 4_000, valued.salon.handed("card", 4_400))
    assert points(valued)[1] == 30
    cancelled(valued, "a")
    assert points(valued) == (0, 0)
    owe(valued, "b")
    assert points(valued) == (0, 0)
    settle(valued, "s", 8_400)
    assert points(valued) == (80 + 30, 30)


def test_a_void_of_the_first_sale_on_account_has_nothing_to_take(valued: Valued) -> None:
    owe(valued, "a")
    cancelled(valued, "a")
    assert points(valued) == (0, 0)
    paid(valued, "b")
    paid(valued, "c")
    assert points(valued) == (160 + 30, 30)


def test_a_second_sale_that_is_paid_first_gives_it_and_its_void_takes_it(valued: Valued) -> None:
    """Then it comes with what is paid off the first, and not again with a third."""
    owe(valued, "a")
    paid(valued, "b")
    assert points(valued) == (80 + 30, 30)
    cancelled(valued, "b")
    assert points(valued) == (0, 0)
    settle(valued, "s", 4_200)
    settle(valued, "t", 4_200)
    paid(valued, "c")
    assert points(valued) == (160 + 30, 30)


def test_a_second_sale_that_is_paid_first_stands_and_settling_gives_no_more(valued: Valued) -> None:
    owe(valued, "a")
    paid(valued, "b")
    settle(valued, "s", 8_400)
    assert points(valued) == (160 + 30, 30)


def test_a_void_of_the_second_leaves_what_came_with_settling_the_first(valued: Valued) -> None:
    owe(valued, "a")
    owe(valued, "b")
    settle(valued, "s", 8_400)
    assert points(valued) == (80 + 30, 30)
    cancelled(valued, "b")
    assert points(valued) == (80 + 30, 30)
    paid(valued, "c")
    assert points(valued) == (160 + 30, 30)


def test_what_a_refund_takes_off_the_account_was_never_paid(valued: Valued) -> None:
    """Nothing came in for the first, so the second is the first that is paid. A refund of what was
    paid leaves the points for it, however it was paid."""
    owe(valued, "a")
    give_back(RefundRequest("r", "a", whole("a")), valued.salon.by("kai"))
    assert points(valued) == (0, 0)
    owe(valued, "b")
    settle(valued, "s", 8_400)
    assert points(valued) == (80 + 30, 30)


def test_one_settlement_of_two_first_sales_gives_it_once(valued: Valued) -> None:
    owe(valued, "a")
    owe(valued, "b")
    assert settle(valued, "s", 16_800) == 160
    assert points(valued) == (160 + 30, 30)


def test_who_brought_them_stays_once_settling_gave_points_for_it(valued: Valued) -> None:
    salon, by = valued.salon, valued.salon.by("olga")
    owe(valued, "a")
    maya = replace(salon.clients["nina"], referrer_id=salon.clients["maya"].id)
    assert save_client(maya, by=by, now=NOW) == maya
    settle(valued, "s", 2_100)
    with refused("referral_given", "referrer"):
        save_client(salon.clients["nina"], by=by, now=NOW)
    assert balances.balance(ledger.points(salon.clients["maya"].uid)) == 30
