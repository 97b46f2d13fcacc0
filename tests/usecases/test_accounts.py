"""On account, deposits, platforms and given vouchers (RULES 6, 24): figures made by hand.

A woman's cut with Mei is 80.00 and 5 % on top, so 84.00; cash comes in steps of 0.05.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from salon_pos.db.queries import balances, owed, tier_moves
from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain import ledger
from salon_pos.domain.money import Amount
from salon_pos.domain.points import BaseRule
from salon_pos.domain.tenders import Handed
from salon_pos.domain.ticket import Line, Ticket
from salon_pos.usecases.accounts import Settled, settle_account
from salon_pos.usecases.approving import approve_deed
from salon_pos.usecases.deposits import DepositMoved, forfeit_deposit, refund_deposit
from salon_pos.usecases.refunds import RefundRequest, preview, refund
from salon_pos.usecases.rules import set_points_rules
from salon_pos.usecases.settings import change_settings
from salon_pos.usecases.vouchers import NewVoucher, give_voucher
from tests.salons import NOW, PINS, Salon
from tests.usecases.keeping import changed, everything, refused
from tests.usecases.spending import earned, is_sound, left, pay, said
from tests.usecases.valued import POINTS, Valued, made

DAY = NOW.date()


@pytest.fixture
def valued(selling: Salon) -> Valued:
    """The salon where a client may owe up to 200.00."""
    made_here = made(selling)
    set_credit(made_here, 20_000)
    return made_here


def set_credit(valued: Valued, limit: int) -> None:
    settings = replace(salon_queries.settings(), credit_limit=limit)
    change_settings(settings, by=valued.salon.by("olga"), now=NOW)


def cuts(valued: Valued, uid: str, count: int = 1) -> Ticket:
    salon = valued.salon
    lines = [Line(f"cut{i}", salon.items["cut"].id, staff=salon.line("cut").staff)
             for i in range(count)]  # fmt: skip
    return salon.ticket(uid, *lines, client="maya")


def owe(valued: Valued, uid: str, amount: int, count: int = 1, *more: Handed) -> None:
    """Chen, who may agree to it, puts `amount` of so many cuts on Maya's account."""
    pay(valued, cuts(valued, uid, count), valued.handed("on_account", amount), *more, by="chen")


def settle(valued: Valued, uid: str, amount: int, tender: str = "card") -> Settled:
    salon = valued.salon
    return settle_account(uid, salon.clients["maya"].id, amount, salon.tenders[tender],
                          by=salon.by("kai"), now=NOW)  # fmt: skip


def maya_points(valued: Valued) -> ledger.Account:
    return ledger.points(valued.salon.clients["maya"].uid)


def receivable(valued: Valued) -> ledger.Account:
    return ledger.receivable(valued.salon.clients["maya"].uid)


# --- on account ---


def test_without_a_limit_nothing_goes_on_account(valued: Valued) -> None:
    set_credit(valued, 0)
    with refused("above_credit", "amount"):
        owe(valued, "a", 8_400)


def test_a_debt_up_to_the_limit_and_no_further(valued: Valued) -> None:
    owe(valued, "a", 16_800, 2)
    with refused("above_credit", "amount") as no:
        owe(valued, "b", 3_201, 1, valued.salon.handed("card", 8_400 - 3_201))
    assert no.value.values["left"] == Amount(3_200)
    owe(valued, "b", 3_200, 1, valued.salon.handed("card", 8_400 - 3_200))
    assert balances.balance(receivable(valued)) == 20_000
    assert is_sound()


def test_a_cashier_asks_a_manager_for_this_ticket_and_amount(valued: Valued) -> None:
    salon = valued.salon

    def word(subject: str, amount: int) -> str:
        return approve_deed(salon.staff["chen"].id, PINS["chen"], subject=subject, amount=amount,
                            by=salon.by("kai"), now=NOW)  # fmt: skip

    for unlock in (
        "",
        "made up",
        word("other/on_account", 8_400),
        word("a/on_account", 8_399),
        word("a", 8_400),
    ):
        with refused("needs_manager", "pin"):
            pay(valued, cuts(valued, "a"), valued.handed("on_account", 8_400, unlock=unlock))
    pay(
        valued,
        cuts(valued, "a"),
        valued.handed("on_account", 8_400, unlock=word("a/on_account", 8_400)),
    )
    assert balances.balance(receivable(valued)) == 8_400


def test_no_points_until_it_is_paid(valued: Valued) -> None:
    """84.00 on account: 21.00 of it paid is 20.00 net, 20 points; the rest 60."""
    owe(valued, "a", 8_400)
    assert left(maya_points(valued)) == []
    assert earned("a") == [(0, 0, "on_account")]
    assert settle(valued, "s1", 2_100) == Settled(2_100, 2_100, 6_300, 20, "Bank card")
    assert settle(valued, "s2", 6_300) == Settled(6_300, 6_300, 0, 60, "Bank card")
    assert said(maya_points(valued)) == [
        "$80.00 at 1 per $1.00 = 80. 20 were counted before. Counted here: 60.",
        "$20.00 at 1 per $1.00 = 20.",
    ]
    assert tier_moves.qualifying_spend(valued.salon.clients["maya"].id, DAY) == {DAY: 8_000}
    assert earned("a") == [(8_000, 80, "")]
    assert said(receivable(valued)) == [
        "Paid off what was on account: $63.00.",
        "Paid off what was on account: $21.00.",
        "Put on account: $84.00.",
    ]
    assert is_sound()


def test_what_is_paid_at_once_earns_at_once(valued: Valued) -> None:
    """42.00 by card and 42.00 on account: 40 points now, 40 later."""
    owe(valued, "a", 4_200, 1, valued.salon.handed("card", 4_200))
    assert [amount for amount, _ in left(maya_points(valued))] == [40]
    assert settle(valued, "s", 4_200).points == 40


def test_the_oldest_debt_first_each_at_its_own_rules(valued: Valued) -> None:
    """Two cuts on account; between them points were doubled: 80, then 160."""
    owe(valued, "a", 8_400)
    set_points_rules(replace(POINTS, base=(BaseRule(2, 100),)), by=valued.salon.by("olga"),
                     now=NOW)  # fmt: skip
    owe(valued, "b", 8_400)
    set_points_rules(replace(POINTS, base=(BaseRule(5, 100),)), by=valued.salon.by("olga"),
                     now=NOW)  # fmt: skip
    # 84.00 for the first (80 points), 42.00 for the second (40.00 net at 2 per 1.00).
    assert settle(valued, "s1", 12_600) == Settled(12_600, 12_600, 4_200, 80 + 80, "Bank card")
    assert [one.left for one in owed.owed_sales(valued.salon.clients["maya"].id)] == [4_200]
    assert settle(valued, "s2", 4_200).points == 80
    assert is_sound()


def test_the_tier_is_the_one_before_the_sale(valued: Valued) -> None:
    """Maya becomes silver (240.00 paid) after the sale on account: still 1 per 1.00."""
    owe(valued, "a", 8_400)
    pay(valued, cuts(valued, "own", 3))
    assert settle(valued, "s", 8_400).points == 80


def test_what_is_paid_off_reaches_the_tier(valued: Valued) -> None:
    """160.00 paid and 80.00 on account: silver (200.00) only once that is paid."""
    maya = valued.salon.clients["maya"]
    pay(valued, cuts(valued, "own", 2))
    owe(valued, "a", 8_400)
    held = tier_moves.held_tier(maya.id)
    assert held is not None
    assert held.tier == "member"
    settle(valued, "s", 8_400)
    held = tier_moves.held_tier(maya.id)
    assert held is not None
    assert held.tier == "silver"


def test_what_came_back_before_it_was_paid_earns_nothing(valued: Valued) -> None:
    """Two cuts on account, one given back: 84.00 stay owed, for 80 points."""
    salon = valued.salon
    owe(valued, "a", 16_800, 2)
    by = salon.by("olga")
    asked = RefundRequest("r", "a", {"a/cut0": 1}, reason="Not as wished")
    seen = preview(asked, by=by, now=NOW)
    refund(replace(asked, shown_total=seen.total, shown=seen.digest), by=by, now=NOW)
    assert balances.balance(receivable(valued)) == 8_400
    with refused("bad_amount", "amount"):
        settle(valued, "s", 8_401)
    assert settle(valued, "s", 8_400).points == 80
    assert tier_moves.qualifying_spend(salon.clients["maya"].id, DAY) == {DAY: 8_000}
    assert is_sound()


def test_a_debt_is_paid_in_coins(valued: Valued) -> None:
    """A wash is 10.10 + 0.51 + 0.81 = 11.42: 11.40 in cash, 0.02 is cash rounding."""
    salon = valued.salon
    ticket = salon.ticket("a", salon.line("wash"), client="maya")
    pay(valued, ticket, valued.handed("on_account", 1_142), by="chen")
    assert settle(valued, "s", 1_142, "cash") == Settled(1_142, 1_140, 0, 10, "Cash")
    assert balances.balance(ledger.drawer("A")) == 10_000 + 1_140
    # The side of cash rounding is credit: what coins bring more is above zero.
    assert balances.balance(ledger.CASH_ROUNDING) == -2


def test_cash_beside_a_sale_is_no_fault(valued: Valued) -> None:
    owe(valued, "a", 8_400)
    settle(valued, "s", 8_400, "cash")
    assert is_sound()


def test_a_settlement_done_again_answers_the_same(valued: Valued) -> None:
    owe(valued, "a", 8_400)
    first = settle(valued, "s", 2_100)
    before = everything()
    assert settle(valued, "s", 2_100) == first
    assert changed(before) == set()
    with refused("uid_taken", "uid"):
        settle(valued, "s", 2_101)


@pytest.mark.parametrize("amount", [0, -1, 8_401, 1.5])
def test_no_more_than_is_owed(valued: Valued, amount: int) -> None:
    owe(valued, "a", 8_400)
    with refused("bad_amount", "amount"):
        settle(valued, "s", amount)


def test_who_owes_nothing_and_what_is_no_money(valued: Valued) -> None:
    with refused("nothing_owed"):
        settle(valued, "s", 100)
    owe(valued, "a", 8_400)
    with refused("no_money", "tender"):
        settle(valued, "s", 100, "points")


# --- deposits ---


def deposited(valued: Valued) -> ledger.Account:
    """Maya leaves 30.00 in cash."""
    salon = valued.salon
    ticket = salon.ticket("d", valued.line(valued.deposit), client="maya")
    pay(valued, ticket, salon.handed("cash", 3_000))
    return ledger.deposit(salon.clients["maya"].uid)


def test_a_deposit_is_paid_back_in_parts(valued: Valued) -> None:
    account, salon = deposited(valued), valued.salon
    maya, cash = salon.clients["maya"].id, salon.tenders["cash"]
    by = salon.by("kai")
    card = salon.tenders["card"]
    first = refund_deposit("r1", maya, 1_001, card, by=by, now=NOW)
    assert first == DepositMoved(1_001, 1_001, 1_999)
    assert refund_deposit("r1", maya, 1_001, card, by=by, now=NOW) == first
    rest = refund_deposit("r2", maya, 1_999, cash, by=by, now=NOW)
    assert rest == DepositMoved(1_999, 2_000, 0)  # 20.00 in coins for 19.99
    assert balances.balance(ledger.drawer("A")) == 10_000 + 3_000 - 2_000
    assert said(account)[0] == "Deposit paid back: $19.99."
    with refused("no_deposit", "client"):
        refund_deposit("r3", maya, 1, cash, by=by, now=NOW)


def test_a_large_deposit_is_paid_back_with_another_managers_word(valued: Valued) -> None:
    """More than the salon refunds without one: here 29.99."""
    deposited(valued)
    salon, by = valued.salon, valued.salon.by("kai")
    maya, cash, chen = salon.clients["maya"].id, salon.tenders["cash"], salon.staff["chen"].id
    new = replace(salon_queries.settings(), refund_manager_above=2_999)
    change_settings(new, by=salon.by("olga"), now=NOW)
    with refused("needs_manager", "approval"):
        refund_deposit("r", maya, 3_000, cash, by=by, now=NOW)
    word = approve_deed(
        chen, PINS["chen"], subject="r/refund_deposit", amount=3_000, by=by, now=NOW
    )
    moved = refund_deposit("r", maya, 3_000, cash, approval=word, by=by, now=NOW)
    assert moved == DepositMoved(3_000, 3_000, 0)


def test_a_large_deposit_is_not_paid_back_in_parts_alone(valued: Valued) -> None:
    """10.00 and 15.00 are within 29.99, 5.00 more are not; another deposit is one of its own."""
    deposited(valued)
    salon, by = valued.salon, valued.salon.by("kai")
    maya, card, chen = salon.clients["maya"].id, salon.tenders["card"], salon.staff["chen"].id
    new = replace(salon_queries.settings(), refund_manager_above=2_999)
    change_settings(new, by=salon.by("olga"), now=NOW)
    refund_deposit("r1", maya, 1_000, card, by=by, now=NOW)
    refund_deposit("r2", maya, 1_500, card, by=by, now=NOW)
    tomorrow = NOW + timedelta(days=1)
    with refused("needs_manager", "approval") as no:
        refund_deposit("r3", maya, 500, card, by=by, now=tomorrow)
    assert no.value.values["before"] == Amount(2_500)
    word = approve_deed(
        chen, PINS["chen"], subject="r3/refund_deposit", amount=500, by=by, now=tomorrow
    )
    moved = refund_deposit("r3", maya, 500, card, approval=word, by=by, now=tomorrow)
    assert moved == DepositMoved(500, 500, 0)
    pay(valued, salon.ticket("d2", valued.line(valued.deposit), client="maya"), at=tomorrow)
    assert refund_deposit("r4", maya, 2_999, card, by=by, now=tomorrow).left == 1


def test_a_deposit_is_not_paid_back_in_cash_that_is_not_there(valued: Valued) -> None:
    """The drawer was opened with 100.00; five deposits came by bank card."""
    salon, by = valued.salon, valued.salon.by("kai")
    for n in range(5):
        pay(valued, salon.ticket(f"d{n}", valued.line(valued.deposit), client="maya"))
    maya, cash = salon.clients["maya"].id, salon.tenders["cash"]
    with refused("drawer_short", "tender") as no:
        refund_deposit("r", maya, 15_000, cash, by=by, now=NOW)
    assert no.value.values["held"] == Amount(10_000)


def test_a_forfeited_deposit_is_income(valued: Valued) -> None:
    account, salon = deposited(valued), valued.salon
    maya, by = salon.clients["maya"].id, salon.by("kai")
    with refused("bad_amount", "amount") as no:
        forfeit_deposit("f", maya, 3_001, by=by, now=NOW)
    assert no.value.values["most"] == Amount(3_000)
    assert forfeit_deposit("f", maya, 3_000, by=by, now=NOW) == DepositMoved(3_000, 0, 0)
    assert forfeit_deposit("f", maya, 3_000, by=by, now=NOW) == DepositMoved(3_000, 0, 0)
    assert balances.balance(ledger.BREAKAGE) == 3_000
    assert balances.balance(account) == 0
    assert said(account)[0] == "Deposit forfeited: $30.00."
    assert is_sound()


# --- given vouchers ---


def test_a_given_voucher_pays_once_and_loses_the_rest(valued: Valued) -> None:
    salon = valued.salon
    new = NewVoucher("v", 10_000, least=5_000, client_id=salon.clients["maya"].id, days=30)
    voucher = give_voucher(new, by=salon.by("olga"), now=NOW)
    assert (len(voucher.code), voucher.expires) == (12, DAY + timedelta(days=30))
    assert give_voucher(new, by=salon.by("olga"), now=NOW) == voucher
    pay(valued, cuts(valued, "a"), valued.handed("voucher", 8_400, source=voucher.code))
    assert balances.balance(ledger.VOUCHER_GIVEN) == 8_400
    with refused("voucher_used", "source"):
        pay(valued, cuts(valued, "b"), valued.handed("voucher", 8_400, source=voucher.code))
    assert is_sound()


def test_every_voucher_has_a_code_of_its_own(valued: Valued) -> None:
    by = valued.salon.by("olga")
    codes = {give_voucher(NewVoucher(f"v{i}", 1), by=by, now=NOW).code for i in range(50)}
    assert len(codes) == 50
    assert set("".join(codes)) <= set("23456789ABCDEFGHJKLMNPQRSTUVWXYZ")


@pytest.mark.parametrize(
    ("wrong", "key", "field"),
    [
        (NewVoucher("v", 0), "bad_face", "face"),
        (NewVoucher("v", -5), "bad_face", "face"),
        (NewVoucher("v", 100, least=-1), "bad_least", "least"),
        (NewVoucher("v", 100, days=0), "bad_days", "days"),
        (NewVoucher("v", 100, client_id=9_999), "client_unknown", "client"),
    ],
)
def test_vouchers_that_cannot_be(valued: Valued, wrong: NewVoucher, key: str, field: str) -> None:
    with refused(key, field):
        give_voucher(wrong, by=valued.salon.by("olga"), now=NOW)
