"""Ways in which value could have been spent twice, by another, or for nothing; one test for each.

Cut: 80.00, 5 % GST, so 84.00. Cash comes in steps of 0.05.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from salon_pos.db.doctor import examine
from salon_pos.db.queries import balances, value
from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain import ledger
from salon_pos.domain.cards import CardKind
from salon_pos.domain.catalog import Item, ItemKind, Pricing
from salon_pos.domain.people import Client
from salon_pos.domain.points import Bonus, BonusKind, Referral
from salon_pos.domain.prepaid import Plan, PrepaidKind
from salon_pos.usecases.accounts import settle_account
from salon_pos.usecases.approving import approve_deed
from salon_pos.usecases.cards import NewCard, issue_card
from salon_pos.usecases.claims import claim
from salon_pos.usecases.clients import save_client
from salon_pos.usecases.closing import close_card
from salon_pos.usecases.deposits import refund_deposit
from salon_pos.usecases.expiry import expire
from salon_pos.usecases.points import PointsChange, adjust_points
from salon_pos.usecases.refunds import RefundRequest, refund
from salon_pos.usecases.rules import save_prepaid, set_points_rules
from salon_pos.usecases.settings import change_settings
from salon_pos.usecases.shifts import close_shift, open_shift
from salon_pos.usecases.voids import void
from salon_pos.usecases.vouchers import NewVoucher, give_voucher
from tests.salons import NOW, PINS, Salon
from tests.usecases.keeping import refused
from tests.usecases.refunding import give_back, shown, whole
from tests.usecases.spending import pay, total_of
from tests.usecases.valued import POINTS, Valued, made

DAY = NOW.date()
BIRTHDAY = replace(POINTS, bonuses=(Bonus("birthday", BonusKind.BIRTHDAY, points=50),))


@pytest.fixture
def valued(selling: Salon) -> Iterator[Valued]:
    """Whatever a test does, the doctor finds nothing afterwards."""
    made_here = made(selling)
    settings = replace(salon_queries.settings(), credit_limit=20_000)
    change_settings(settings, by=selling.by("olga"), now=NOW)
    yield made_here
    assert examine()[1] == ()


def cut(valued: Valued, uid: str, client: str = "maya", count: int = 1):
    lines = (replace(valued.salon.line("cut"), uid=f"cut{i}") for i in range(count))
    return valued.salon.ticket(uid, *lines, client=client)


def points(valued: Valued, name: str = "maya") -> int:
    return balances.balance(ledger.points(valued.salon.clients[name].uid))


# --- one thing under two names ---


def test_a_voucher_pays_once_though_it_is_named_twice(valued: Valued) -> None:
    """By its code and by its uid, on one ticket of 168.00."""
    new = NewVoucher("v", 4_000)
    code = give_voucher(new, by=valued.salon.by("olga"), now=NOW).code
    with refused("source_unknown", "source"):
        pay(
            valued,
            cut(valued, "a", count=2),
            valued.handed("voucher", 4_000, source=code),
            valued.handed("voucher", 4_000, source="v"),
            valued.salon.handed("card", 8_800),
        )


def test_a_gift_card_holds_once_what_it_holds_though_it_is_named_twice(valued: Valued) -> None:
    salon = valued.salon
    pay(valued, salon.ticket("g", valued.line(valued.gift_card)))
    uid, code = value.gift_card(f"g/{valued.gift_card.name}") or ("", "")
    with refused("not_enough_value", "amount"):
        pay(
            valued,
            cut(valued, "a"),
            valued.handed("gift_card", 4_200, source=code),
            valued.handed("gift_card", 4_200, source=uid),
        )


# --- whose it is ---


def test_a_deposit_pays_for_its_client_alone(valued: Valued) -> None:
    salon = valued.salon
    pay(valued, salon.ticket("d", valued.line(valued.deposit), client="leo"))
    leo = salon.clients["leo"].uid
    for client in ("maya", ""):
        with refused("source_unknown", "source"):
            pay(
                valued,
                cut(valued, "a", client),
                valued.handed("deposit", 3_000, source=leo),
                salon.handed("card", 5_400),
            )


def test_a_word_for_on_account_is_not_for_as_much_again(valued: Valued) -> None:
    salon = valued.salon
    word = approve_deed(
        salon.staff["chen"].id,
        PINS["chen"],
        subject="a/refund",
        amount=4_200,
        by=salon.by("kai"),
        now=NOW,
    )
    twice = valued.handed("on_account", 4_200, unlock=word)
    with refused("needs_manager", "pin"):
        pay(valued, cut(valued, "a"), twice, twice)


def test_a_card_asks_for_its_pin_above_the_limit_also_in_two_parts(valued: Valued) -> None:
    """The limit is 500.00: 504.00 as 250.00 and 254.00 of one card, or of two cards that open one
    wallet, is above it."""
    salon = valued.salon
    pay(valued, salon.ticket("u", valued.line(valued.top_up), client="maya"))
    second = issue_card(
        NewCard(salon.clients["maya"].id, shares=valued.card.uid), by=salon.by("kai"), now=NOW
    )
    first = valued.handed("stored_value", 25_000, source=valued.card.uid)
    for card in (valued.card, second):
        rest = valued.handed("stored_value", 25_400, source=card.uid)
        with refused("card_pin_above", "pin"):
            pay(valued, cut(valued, "a", count=6), first, rest)


def test_a_debt_is_not_paid_off_by_coins_that_do_not_exist(valued: Valued) -> None:
    """0.02 of a debt would be nothing in coins. Only all that is left may have odd cents."""
    salon = valued.salon
    pay(valued, cut(valued, "a"), valued.handed("on_account", 8_400), by="chen")
    with refused("no_such_coins", "amount"):
        settle_account(
            "s", salon.clients["maya"].id, 2, salon.tenders["cash"], by=salon.by("kai"), now=NOW
        )


def test_a_deposit_is_not_paid_back_in_more_coins_than_it_was(valued: Valued) -> None:
    """0.03 would be 0.05 in coins, a thousand times over."""
    salon = valued.salon
    pay(valued, salon.ticket("d", valued.line(valued.deposit), client="maya"))
    with refused("no_such_coins", "amount"):
        refund_deposit(
            "r", salon.clients["maya"].id, 3, salon.tenders["cash"], by=salon.by("kai"), now=NOW
        )


def test_the_drawer_pays_out_no_more_than_it_holds(valued: Valued) -> None:
    """100.00 are in it."""
    salon = valued.salon
    cash, by = salon.tenders["cash"], salon.by("kai")
    pay(valued, salon.ticket("u", valued.line(valued.top_up), client="maya"))
    with refused("drawer_short", "tender"):
        close_card("c", valued.card.uid, cash, by=by, now=NOW)
    for uid in ("d1", "d2", "d3", "d4"):
        pay(valued, salon.ticket(uid, valued.line(valued.deposit), client="maya"))
    with refused("drawer_short", "tender"):
        refund_deposit("r", salon.clients["maya"].id, 12_000, cash, by=by, now=NOW)


# --- a uid of something else ---


def test_a_uid_of_another_deed_is_refused(valued: Valued) -> None:
    salon = valued.salon
    change = PointsChange("taken", salon.clients["maya"].id, 5, "Forgotten card")
    adjust_points(change, by=salon.by("olga"), now=NOW)
    with refused("uid_taken", "uid"):
        pay(valued, cut(valued, "taken"))
    pay(valued, cut(valued, "a"))
    request, _ = shown(RefundRequest("taken", "a", whole("a")), salon.by("kai"))
    with refused("uid_taken", "uid"):
        refund(request, by=salon.by("kai"), now=NOW)


@pytest.mark.parametrize("uid", ["", "x" * 65, "x" * 10_000])
def test_a_uid_has_a_length(valued: Valued, uid: str) -> None:
    salon = valued.salon
    pay(valued, cut(valued, "a"))
    request, _ = shown(RefundRequest(uid, "a", whole("a")), salon.by("kai"))
    with refused("bad_uid", "uid"):
        refund(request, by=salon.by("kai"), now=NOW)


def test_a_card_that_is_issued_again_opens_the_same_wallet(valued: Valued) -> None:
    salon = valued.salon
    new = NewCard(salon.clients["leo"].id, uid="c")
    issue_card(new, by=salon.by("kai"), now=NOW)
    with refused("uid_taken", "uid"):
        issue_card(replace(new, shares=valued.card.uid), by=salon.by("kai"), now=NOW)


def test_a_top_up_goes_to_the_card_it_names_or_nowhere(valued: Valued) -> None:
    salon = valued.salon
    with refused("card_unknown", "card"):
        pay(valued, salon.ticket("u", valued.line(valued.top_up, source="nobody's"), client="maya"))
    year = NewCard(salon.clients["maya"].id, CardKind.PERIOD, valid_until=DAY + timedelta(days=9))
    period = issue_card(year, by=salon.by("kai"), now=NOW)
    with refused("card_holds_no_money", "card"):
        pay(valued, salon.ticket("u", valued.line(valued.top_up, source=period.uid), client="maya"))


def test_a_discount_card_gives_nothing_for_money_on_another_card(valued: Valued) -> None:
    """20 % while its money lasts: 1,000.00 on the first card leave the cut at 84.00; on the
    discount card itself it is 64.00 and 5 %."""
    salon = valued.salon
    new = NewCard(salon.clients["maya"].id, CardKind.DISCOUNT, discount_bp=2_000)
    card = issue_card(new, by=salon.by("chen"), now=NOW)
    for source, costs in (("", 8_400), (valued.card.uid, 8_400), (card.uid, 6_720)):
        top_up = valued.line(valued.top_up, source=source)
        ticket = salon.ticket("t", top_up, salon.line("cut"), client="maya")
        assert total_of(ticket) == 100_000 + costs


@pytest.mark.parametrize("amount", [1.5, True, "8400"])
def test_an_amount_is_a_whole_number(valued: Valued, amount: int) -> None:
    salon = valued.salon
    with refused("bad_tender", "amount"):
        pay(valued, cut(valued, "a"), salon.handed("card", amount))


# --- plans nobody can sell ---


@pytest.mark.parametrize("kind", [PrepaidKind.GIFT_CARD, PrepaidKind.DEPOSIT])
@pytest.mark.parametrize("days", [0, -1, 10**9, 1.5, True])
def test_days_of_a_plan(valued: Valued, kind: PrepaidKind, days: int) -> None:
    item = Item(0, "Odd", ItemKind.PREPAID, price=100)
    with refused("bad_plan_days", "days"):
        save_prepaid(item, Plan(kind, days=days), by=valued.salon.by("olga"), now=NOW)


def test_a_deposit_has_no_days(valued: Valued) -> None:
    item = Item(0, "Odd", ItemKind.PREPAID, price=100)
    with refused("deposit_days", "days"):
        save_prepaid(item, Plan(PrepaidKind.DEPOSIT, days=10), by=valued.salon.by("olga"), now=NOW)


@pytest.mark.parametrize("wrong", [Plan(PrepaidKind.GIFT_CARD, bonus=-1)])
def test_what_a_plan_does_not_have(valued: Valued, wrong: Plan) -> None:
    item = Item(0, "Odd", ItemKind.PREPAID, price=100)
    with refused("bad_bonus", "bonus"):
        save_prepaid(item, wrong, by=valued.salon.by("olga"), now=NOW)


def test_a_pack_that_costs_nothing_is_sold_used_and_comes_back(valued: Valued) -> None:
    """Three washes for 0.00: what is used is worth nothing, only its 0.00 of taxes are on top."""
    salon = valued.salon
    plan = Plan(PrepaidKind.PACK, bought=3, days=9, item_ids=frozenset({salon.items["wash"].id}))
    free = Item(0, "Free", ItemKind.PREPAID, Pricing.OPEN)
    free = save_prepaid(free, plan, by=salon.by("olga"), now=NOW)
    line = replace(valued.line(free), typed_price=0)
    pay(valued, salon.ticket("p", line, client="maya"))
    (pack,) = value.packs_of(salon.clients["maya"].id)
    line = replace(salon.line("wash"), source=pack.uid)
    for uid in ("w", "x"):
        pay(valued, salon.ticket(uid, line, client="maya"), *())
    give_back(RefundRequest("r", "w", whole("w")), salon.by("kai"))
    assert balances.balance(ledger.pack(pack.uid)) == 2
    gone = expire(by=salon.by("kai"), now=NOW + timedelta(days=10))
    assert (gone.sessions, gone.income) == (2, 0)


# --- what a void and a refund undo ---


def newcomer(valued: Valued) -> Salon:
    """Nina, whom Leo brought; each gets 30 points with her first paid sale."""
    salon = valued.salon
    rules = replace(POINTS, referral=Referral(30, 30))
    set_points_rules(rules, by=salon.by("olga"), now=NOW)
    nina = save_client(
        Client("Nina", referrer_id=salon.clients["leo"].id), by=salon.by("kai"), now=NOW
    )
    salon.clients["nina"] = nina
    return salon


def test_a_voided_first_sale_was_none(valued: Valued) -> None:
    salon = newcomer(valued)
    pay(valued, cut(valued, "a", "nina"))
    assert (points(valued, "nina"), points(valued, "leo")) == (80 + 30, 30)
    void("a", "Wrong client", by=salon.by("kai"), now=NOW)
    assert (points(valued, "nina"), points(valued, "leo")) == (0, 0)
    pay(valued, cut(valued, "b", "nina"))
    assert (points(valued, "nina"), points(valued, "leo")) == (80 + 30, 30)


def test_a_first_sale_that_is_voided_after_the_second_gives_its_bonus_to_the_next(
    valued: Valued,
) -> None:
    """The second was rung up before the first was cancelled, so it gave none; the third does, and
    the fourth does not again."""
    salon = newcomer(valued)
    for uid in ("a", "b"):
        pay(valued, cut(valued, uid, "nina"))
    assert (points(valued, "nina"), points(valued, "leo")) == (160 + 30, 30)
    void("a", "Wrong client", by=salon.by("kai"), now=NOW)
    assert (points(valued, "nina"), points(valued, "leo")) == (80, 0)
    pay(valued, cut(valued, "c", "nina"))
    assert (points(valued, "nina"), points(valued, "leo")) == (160 + 30, 30)
    pay(valued, cut(valued, "d", "nina"))
    assert (points(valued, "nina"), points(valued, "leo")) == (240 + 30, 30)
    void("c", "Wrong client", by=salon.by("kai"), now=NOW)
    assert points(valued, "leo") == 0
    pay(valued, cut(valued, "e", ""))
    claim("e", salon.clients["nina"].id, by=salon.by("kai"), now=NOW)
    assert (points(valued, "nina"), points(valued, "leo")) == (240 + 30, 30)
    assert examine()[1] == ()


def test_a_second_sale_that_is_voided_leaves_the_bonus_of_the_first(valued: Valued) -> None:
    salon = newcomer(valued)
    for uid in ("a", "b"):
        pay(valued, cut(valued, uid, "nina"))
    void("b", "Wrong client", by=salon.by("kai"), now=NOW)
    pay(valued, cut(valued, "c", "nina"))
    assert (points(valued, "nina"), points(valued, "leo")) == (160 + 30, 30)


def birthday(valued: Valued) -> Salon:
    """Today is Maya's birthday: 50 points once, beside the 80 of a cut."""
    salon = valued.salon
    set_points_rules(BIRTHDAY, by=salon.by("olga"), now=NOW)
    maya = replace(salon.clients["maya"], birthday=DAY.replace(year=1990))
    salon.clients["maya"] = save_client(maya, by=salon.by("kai"), now=NOW)
    return salon


def test_birthday_points_of_a_claim_that_is_voided_come_again(valued: Valued) -> None:
    salon = birthday(valued)
    pay(valued, cut(valued, "a", ""))
    claim("a", salon.clients["maya"].id, by=salon.by("kai"), now=NOW)
    assert points(valued) == 130
    void("a", "Wrong", by=salon.by("kai"), now=NOW)
    pay(valued, cut(valued, "b"))
    assert points(valued) == 130


def test_birthday_points_that_a_refund_took_back_come_again(valued: Valued) -> None:
    salon = birthday(valued)
    pay(valued, cut(valued, "a"))
    give_back(RefundRequest("r", "a", whole("a")), salon.by("kai"))
    assert points(valued) == 0
    pay(valued, cut(valued, "b"))
    assert points(valued) == 130


def test_birthday_points_come_once_though_two_sales_wait_for_their_money(valued: Valued) -> None:
    salon = birthday(valued)
    for uid in ("a", "b"):
        pay(valued, cut(valued, uid), valued.handed("on_account", 8_400), by="chen")
    pay(valued, cut(valued, "c"))
    assert points(valued) == 130
    maya, card = salon.clients["maya"].id, salon.tenders["card"]
    settle_account("s", maya, 16_800, card, by=salon.by("kai"), now=NOW)
    assert points(valued) == 130 + 160


def test_birthday_points_come_once_in_one_settlement_of_two_sales(valued: Valued) -> None:
    salon = birthday(valued)
    for uid in ("a", "b"):
        pay(valued, cut(valued, uid), valued.handed("on_account", 8_400), by="chen")
    maya, card = salon.clients["maya"].id, salon.tenders["card"]
    settle_account("s", maya, 16_800, card, by=salon.by("kai"), now=NOW)
    assert points(valued) == 130 + 80


def test_birthday_points_come_once_though_a_debt_took_them(valued: Valued) -> None:
    """1,000 points of debt: 130 repay some of it, then 80."""
    salon = birthday(valued)
    pay(valued, cut(valued, "a", count=2))
    change = PointsChange("gone", salon.clients["maya"].id, -210, "Gift")
    assert points(valued) == 210
    adjust_points(change, by=salon.by("olga"), now=NOW)
    give_back(RefundRequest("r", "a", whole("a")), salon.by("kai"))
    debt = ledger.points_debt(salon.clients["maya"].uid)
    assert balances.balance(debt) == 210
    pay(valued, cut(valued, "b"))
    assert balances.balance(debt) == 80
    pay(valued, cut(valued, "c"))
    assert (balances.balance(debt), points(valued)) == (0, 0)


def small(valued: Valued, uid: str, price: int, client: str = ""):
    """Two lines of care at this price; 5 % and 8 % on top."""
    care = valued.salon.line("care")
    lines = (replace(care, uid=name, typed_price=price) for name in ("one", "two"))
    return valued.salon.ticket(uid, *lines, client=client)


def test_a_claim_after_a_refund_gives_the_line_what_it_posts(valued: Valued) -> None:
    """1.50 + 1.50 are 3 points, 2 and 1. The second is back, with its 1: as if it had been the
    client's when it came back."""
    salon = valued.salon
    pay(valued, small(valued, "a", 150))
    give_back(RefundRequest("r", "a", {"a/two": 1}), salon.by("kai"))
    claim("a", salon.clients["maya"].id, by=salon.by("kai"), now=NOW)
    assert points(valued) == 2
    assert examine()[1] == ()
    give_back(RefundRequest("r2", "a", whole("a")), salon.by("kai"))
    assert points(valued) == 0


def test_a_settlement_takes_no_points_back(valued: Valued) -> None:
    """0.55 + 0.55, 1.25 with taxes, 0.10 of it on account: 51 cents each earn 1 point, the first
    line's. The second comes back; 0.55 alone would earn none, but what was given stays."""
    salon = valued.salon
    ticket = small(valued, "a", 55, "maya")
    pay(valued, ticket, salon.handed("card", 115), valued.handed("on_account", 10), by="chen")
    give_back(RefundRequest("r", "a", {"a/two": 1}), salon.by("kai"))
    assert points(valued) == 1
    maya, card = salon.clients["maya"], salon.tenders["card"]
    owed = balances.balance(ledger.receivable(maya.uid))
    assert settle_account("s", maya.id, owed, card, by=salon.by("kai"), now=NOW).points == 0
    assert points(valued) == 1
    assert examine()[1] == ()
    word = approve_deed(
        salon.staff["chen"].id,
        PINS["chen"],
        subject="r2/refund",
        amount=63,
        by=salon.by("kai"),
        now=NOW,
    )
    rest = RefundRequest("r2", "a", whole("a"), sent={1: card}, approval=word)
    give_back(rest, salon.by("kai"))
    assert points(valued) == 0


# --- the clock ---


def test_what_returns_while_the_clock_is_behind_expires_again(valued: Valued) -> None:
    """The bonus ends after 180 days; the day after, it is posted as expired. Then the clock is set
    back by a day, a shift is opened on it, and a sale paid from the bonus comes back."""
    salon = valued.salon
    pay(valued, salon.ticket("u", valued.line(valued.top_up), client="maya"))
    last = NOW + timedelta(days=180)
    pay(
        valued,
        cut(valued, "a"),
        valued.handed("stored_value", 8_400, source=valued.card.uid),
        at=last,
    )
    expire(by=salon.by("kai"), now=last + timedelta(days=1), sure=True)
    account = ledger.bonus(valued.card.wallet)
    assert balances.balance(account) == 0
    close_shift(10_000, by=salon.by("kai"), now=last)
    open_shift(10_000, by=salon.by("kai"), now=last, sure=True)
    give_back(RefundRequest("r", "a", whole("a")), salon.by("kai"), last)
    assert balances.balance(account) == 1_400
    expire(by=salon.by("kai"), now=last + timedelta(days=1), sure=True)
    assert balances.balance(account) == 0
