"""RULES 11: points for bringing a client come with the first sale of which something is eligible.

Leo brought Nina, for 30 points each. A cut is 84.00 with 5 % tax and earns 80 points; what is
prepaid earns nothing, and neither does what a given voucher paid.
"""

from dataclasses import replace

import pytest

from salon_pos.db.doctor import examine
from salon_pos.db.queries import settings as salon_queries
from salon_pos.db.queries.brought import has_paid_before
from salon_pos.domain.catalog import Item, ItemKind
from salon_pos.domain.people import Client
from salon_pos.domain.points import Referral
from salon_pos.domain.prepaid import Plan, PrepaidKind
from salon_pos.domain.tenders import Handed
from salon_pos.domain.ticket import Line
from salon_pos.usecases.cards import NewCard, issue_card
from salon_pos.usecases.claims import claim
from salon_pos.usecases.clients import save_client
from salon_pos.usecases.refunds import RefundRequest
from salon_pos.usecases.rules import save_prepaid, set_points_rules
from salon_pos.usecases.settings import change_settings
from salon_pos.usecases.vouchers import NewVoucher, give_voucher
from tests.salons import NOW, Salon
from tests.usecases.refunding import give_back, whole
from tests.usecases.spending import pay
from tests.usecases.test_referral_on_account import (
    cancelled,
    owe,
    paid,
    points,
    settle,
    valued,
)
from tests.usecases.valued import POINTS, Valued

__all__ = ["valued"]


def sell(valued: Valued, uid: str, *lines: Line | Item, tenders: tuple[Handed, ...] = ()) -> None:
    """Something for Nina; by card unless told."""
    made = [line if isinstance(line, Line) else valued.line(line) for line in lines]
    pay(valued, valued.salon.ticket(uid, *made, client="nina"), *tenders, by="chen")


def refund(valued: Valued, uid: str) -> None:
    give_back(RefundRequest(f"r{uid}", uid, whole(uid)), valued.salon.by("kai"))


def test_a_deposit_gives_none_and_leaves_them_for_the_first_cut(valued: Valued) -> None:
    sell(valued, "d", valued.deposit)
    refund(valued, "d")
    sell(valued, "e", valued.deposit)
    assert points(valued) == (0, 0)
    assert not has_paid_before(valued.salon.clients["nina"].id)
    paid(valued, "a")
    assert points(valued) == (80 + 30, 30)
    paid(valued, "b")
    sell(valued, "f", valued.deposit)
    assert points(valued) == (160 + 30, 30)


@pytest.mark.parametrize("item", ["top_up", "gift_card"])
def test_neither_does_what_else_is_prepaid(valued: Valued, item: str) -> None:
    salon = valued.salon
    issue_card(NewCard(salon.clients["nina"].id), by=salon.by("kai"), now=NOW)
    sell(valued, "p", getattr(valued, item))
    assert points(valued) == (0, 0)
    paid(valued, "a")  # at gold a top-up of 1,000.00 gives half as many again
    assert points(valued) == ((120 if item == "top_up" else 80) + 30, 30)


def test_a_session_is_eligible_and_its_pack_is_not(valued: Valued) -> None:
    """Five washes and one given for 100.00: the first is worth 16.67, 16 points."""
    sell(valued, "p", valued.pack)
    assert points(valued) == (0, 0)
    wash = replace(valued.salon.line("wash"), source=f"p/{valued.pack.name}")
    sell(valued, "w", wash, tenders=(valued.salon.handed("card", 216),))
    assert points(valued)[1] == 30


def test_a_given_voucher_that_pays_it_all_is_no_first_payment(valued: Valued) -> None:
    give_voucher(NewVoucher("v", 8_400), by=valued.salon.by("olga"), now=NOW)
    paid(valued, "free", valued.handed("voucher", 8_400, "v"))
    assert points(valued) == (0, 0)
    paid(valued, "a")
    assert points(valued) == (80 + 30, 30)


def test_what_is_set_not_to_earn_is_none_either(valued: Valued) -> None:
    salon = valued.salon
    rules = replace(POINTS, referral=Referral(30, 30),
                    excluded_items=frozenset({salon.items["gel"].id}))  # fmt: skip
    set_points_rules(rules, by=salon.by("olga"), now=NOW)
    sell(valued, "g", salon.line("gel", staff=""))
    assert points(valued) == (0, 0)
    paid(valued, "a")
    assert points(valued) == (80 + 30, 30)


def test_a_top_up_gives_them_where_it_is_what_earns(valued: Valued) -> None:
    """By "at top-up" 1,000.00 are 1,000 points, at gold half as many again."""
    salon = valued.salon
    rules = replace(POINTS, referral=Referral(30, 30), at_top_up=True)
    set_points_rules(rules, by=salon.by("olga"), now=NOW)
    issue_card(NewCard(salon.clients["nina"].id), by=salon.by("kai"), now=NOW)
    sell(valued, "p", valued.top_up)
    assert points(valued) == (1_500 + 30, 30)
    assert has_paid_before(salon.clients["nina"].id)


def test_a_claim_of_a_gift_card_gives_none(valued: Valued) -> None:
    salon = valued.salon
    pay(valued, salon.ticket("g", valued.line(valued.gift_card)), by="chen")
    claim("g", salon.clients["nina"].id, by=salon.by("kai"), now=NOW)
    assert points(valued) == (0, 0)
    pay(valued, salon.ticket("a", salon.line("cut")), by="chen")
    claim("a", salon.clients["nina"].id, by=salon.by("kai"), now=NOW)
    assert points(valued) == (80 + 30, 30)


def test_a_void_takes_them_and_a_deposit_does_not_give_them_again(valued: Valued) -> None:
    paid(valued, "a")
    cancelled(valued, "a")
    sell(valued, "d", valued.deposit)
    assert points(valued) == (0, 0)
    paid(valued, "b")
    assert points(valued) == (80 + 30, 30)


def test_a_deposit_beside_a_cut_on_account_is_not_the_first_payment(valued: Valued) -> None:
    salon = valued.salon
    cut, deposit = salon.line("cut"), valued.line(valued.deposit)
    both = (valued.handed("on_account", 8_400), salon.handed("card", 3_000))
    sell(valued, "a", cut, deposit, tenders=both)
    assert points(valued) == (0, 0)
    assert settle(valued, "s", 8_400) == 80
    assert points(valued) == (80 + 30, 30)


def test_a_cut_that_comes_off_the_account_was_never_paid(valued: Valued) -> None:
    """The deposit beside it was; so the next cut is the first that is."""
    salon = valued.salon
    cut, deposit = salon.line("cut"), valued.line(valued.deposit)
    both = (valued.handed("on_account", 8_400), salon.handed("card", 3_000))
    sell(valued, "a", cut, deposit, tenders=both)
    refund(valued, "a")
    assert points(valued) == (0, 0)
    paid(valued, "b")
    assert points(valued) == (80 + 30, 30)


def test_what_is_paid_off_for_what_does_not_earn_goes_before(valued: Valued) -> None:
    """A gel that is set not to earn is the older debt; with the cut's part they come."""
    salon = valued.salon
    rules = replace(POINTS, referral=Referral(30, 30),
                    excluded_items=frozenset({salon.items["gel"].id}))  # fmt: skip
    set_points_rules(rules, by=salon.by("olga"), now=NOW)
    gel = salon.line("gel", staff="")
    sell(valued, "g", gel, tenders=(valued.handed("on_account", 3_424),))
    owe(valued, "a")
    assert settle(valued, "s", 3_424) == 0
    assert points(valued) == (0, 0)
    assert settle(valued, "t", 8_400) == 80
    assert points(valued) == (80 + 30, 30)


# --- rules that come later ---


@pytest.mark.parametrize(("first", "given"), [("deposit", 30), ("cut", 0), ("owed cut", 0)])
def test_before_the_first_rules_a_deposit_is_no_first_payment(
    selling: Salon, first: str, given: int
) -> None:
    """Nobody wrote then what was eligible: what is no prepaid and was paid for counts."""
    by = selling.by("olga")
    deposit = save_prepaid(Item(0, "Deposit 30", ItemKind.PREPAID, price=3_000),
                           Plan(PrepaidKind.DEPOSIT), by=by, now=NOW)  # fmt: skip
    change_settings(replace(salon_queries.settings(), credit_limit=100_000), by=by, now=NOW)
    nina = Client("Nina", referrer_id=selling.clients["leo"].id)
    selling.clients["nina"] = save_client(nina, by=by, now=NOW)
    here = Valued(selling, deposit, deposit, deposit, deposit, card=None)  # pyright: ignore[reportArgumentType]
    if first == "deposit":
        sell(here, "d", deposit)
    elif first == "cut":
        paid(here, "d")
    else:
        owe(here, "d")
    set_points_rules(replace(POINTS, tier_multipliers={}, referral=Referral(30, 30)), by=by,
                     now=NOW)  # fmt: skip
    if first == "owed cut":
        settle(here, "s", 8_400)
    paid(here, "a")
    assert points(here) == (80 + given, given)
    assert examine()[1] == ()
