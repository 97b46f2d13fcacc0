"""What was bought with value, or is still owed, is not paid out beside its sale (RULES 17, 22, 24).

A deposit is 30.00, a gift card 50.00, a top-up 1,000.00 with 200.00 of bonus.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from salon_pos.db.queries import balances, value
from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain import holdings, ledger
from salon_pos.domain.catalog import TenderKind
from salon_pos.domain.platforms import Platform, ValueRules
from salon_pos.domain.tenders import Handed
from salon_pos.domain.ticket import Ticket
from salon_pos.usecases.accounts import settle_account
from salon_pos.usecases.closing import close_card, preview_close
from salon_pos.usecases.deposits import forfeit_deposit, refund_deposit
from salon_pos.usecases.points import PointsChange, adjust_points
from salon_pos.usecases.refunds import RefundRequest
from salon_pos.usecases.rules import set_value_rules
from salon_pos.usecases.settings import change_settings
from salon_pos.usecases.vouchers import NewVoucher, give_voucher
from tests.salons import NOW, Salon
from tests.usecases.keeping import changed, everything, refused
from tests.usecases.refunding import give_back, whole
from tests.usecases.spending import is_sound, pay
from tests.usecases.valued import Valued, made


@pytest.fixture
def valued(selling: Salon) -> Valued:
    """A client may owe 2,000.00; Meituan sells vouchers; Maya has a gift card; the drawer has
    100.00 and nobody is asked."""
    made_here, by = made(selling), selling.by("olga")
    settings = replace(
        salon_queries.settings(), credit_limit=200_000, refund_manager_above=1_000_000,
        points_adjust_above=4_000,
    )  # fmt: skip
    change_settings(settings, by=by, now=NOW)
    set_value_rules(ValueRules(1, (Platform("meituan", "Meituan"),)), by=by, now=NOW)
    pay(made_here, selling.ticket("g", made_here.line(made_here.gift_card), client="maya"))
    return made_here


def by_value(valued: Valued, tender: str, amount: int) -> tuple[Handed, ...]:
    """A tender that is no money, and the card for what it does not pay."""
    if tender == "gift_card":
        _, code = value.gift_card(f"g/{valued.gift_card.name}") or ("", "")
        most = min(amount, 5_000)
        rest = (valued.salon.handed("card", amount - most),) if amount > most else ()
        return (valued.handed("gift_card", most, source=code), *rest)
    return (valued.handed("platform", amount, source="meituan:1:0"),)


def deposit(valued: Valued, uid: str, *tenders: Handed) -> None:
    ticket = valued.salon.ticket(uid, valued.line(valued.deposit), client="maya")
    pay(valued, ticket, *tenders, by="chen")


def refund_of_deposit(valued: Valued, uid: str, amount: int) -> int:
    salon = valued.salon
    return refund_deposit(uid, salon.clients["maya"].id, amount, salon.tenders["cash"],
                          by=salon.by("kai"), now=NOW).paid  # fmt: skip


@pytest.mark.parametrize(
    ("tender", "name"), [("gift_card", "Gift card"), ("platform", "Platform voucher")]
)
def test_rule_17_a_deposit_bought_with_value_goes_back_where_it_came_from(
    valued: Valued, tender: str, name: str
) -> None:
    """Refused in cash, naming the sale; that sale's refund pays no cash either."""
    deposit(valued, "d", *by_value(valued, tender, 3_000))
    with refused("never_money_here", "tender") as no:
        refund_of_deposit(valued, "r", 3_000)
    assert (str(no.value.values["tender"]), no.value.values["number"]) == (name, "A-000002")
    drawer = balances.balance(ledger.drawer("A"))
    give_back(RefundRequest("back", "d", whole("d")), valued.salon.by("kai"))
    assert balances.balance(ledger.drawer("A")) == drawer
    maya = valued.salon.clients["maya"].uid
    assert balances.balance(ledger.deposit(maya)) == 0
    if tender == "gift_card":
        uid, _ = value.gift_card(f"g/{valued.gift_card.name}") or ("", "")
        assert balances.balance(ledger.gift_card(uid)) == 5_000
    assert is_sound()


def test_rule_17_of_two_deposits_the_one_of_money_is_paid_back(valued: Valued) -> None:
    """30.00 by gift card, then 30.00 in cash: only 30.00 can be had, and they are the second's."""
    deposit(valued, "d", *by_value(valued, "gift_card", 3_000))
    deposit(valued, "e", valued.salon.handed("cash", 3_000))
    with refused("never_money_here", "tender"):
        refund_of_deposit(valued, "r", 3_005)
    assert refund_of_deposit(valued, "r", 3_000) == 3_000
    with refused("never_money_here", "tender"):
        refund_of_deposit(valued, "s", 5)
    give_back(RefundRequest("back", "d", whole("d")), valued.salon.by("kai"))
    assert is_sound()


@pytest.mark.parametrize("kind", ["top_up", "pack", "gift_card", "deposit"])
def test_rule_24_what_is_prepaid_is_not_put_on_account(valued: Valued, kind: str) -> None:
    """Used at once it would earn points, and a top-up lift the tier, while everything is owed."""
    item = {"top_up": valued.top_up, "pack": valued.pack, "gift_card": valued.gift_card,
            "deposit": valued.deposit}[kind]  # fmt: skip
    ticket = valued.salon.ticket("x", valued.line(item), client="maya")
    kept = everything()
    with refused("not_for_prepaid", "amount"):
        pay(valued, ticket, valued.handed("on_account", valued.total(ticket)), by="chen")
    assert changed(kept) == set()


def test_rule_24_beside_prepaid_the_other_lines_may_be_owed(valued: Valued) -> None:
    """A cut, 84.00, and a deposit of 30.00: 84.00 go on account and 30.00 are paid in cash. The
    deposit is the cash, and comes back as that; the cut is owed no more, and no cash leaves."""
    salon, maya = valued.salon, valued.salon.clients["maya"].uid
    ticket = salon.ticket("x", salon.line("cut"), valued.line(valued.deposit), client="maya")
    with refused("not_for_prepaid", "amount"):
        pay(valued, ticket, valued.handed("on_account", 8_401), salon.handed("cash", 3_000),
            by="chen")  # fmt: skip
    pay(valued, ticket, salon.handed("cash", 3_000), valued.handed("on_account", 8_400), by="chen")
    drawer = balances.balance(ledger.drawer("A"))
    give_back(RefundRequest("r", "x", {"x/cut": 1}), salon.by("kai"))
    assert balances.balance(ledger.receivable(maya)) == 0
    assert balances.balance(ledger.drawer("A")) == drawer
    assert refund_of_deposit(valued, "d", 3_000) == 3_000
    assert is_sound()


def test_rule_24_a_deposit_beside_what_is_owed_is_paid_back(valued: Valued) -> None:
    """It was bought with cash, whatever the cut beside it still owes."""
    salon = valued.salon
    ticket = salon.ticket("x", salon.line("cut"), valued.line(valued.deposit), client="maya")
    pay(valued, ticket, valued.handed("on_account", 8_400), salon.handed("cash", 3_000), by="chen")
    assert refund_of_deposit(valued, "d", 3_000) == 3_000
    assert balances.balance(ledger.receivable(salon.clients["maya"].uid)) == 8_400
    assert is_sound()


# --- older files hold prepaid that was put on account ---


@pytest.fixture
def as_once(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sells as the program did while prepaid could be put on account."""

    def sell(valued: Valued, ticket: Ticket, *tenders: Handed) -> None:
        then = holdings.NOT_FOR_PREPAID - {TenderKind.ON_ACCOUNT}
        with monkeypatch.context() as once:
            once.setattr(holdings, "NOT_FOR_PREPAID", then)
            pay(valued, ticket, *tenders, by="chen")

    return sell


def test_rule_24_an_old_deposit_on_account_is_paid_back_once_it_is_paid(
    valued: Valued, as_once: Callable[..., None]
) -> None:
    salon = valued.salon
    ticket = salon.ticket("d", valued.line(valued.deposit), client="maya")
    as_once(valued, ticket, valued.handed("on_account", 3_000))
    settle = (salon.clients["maya"].id, 3_000, salon.tenders["cash"])
    with refused("never_money_here", "tender"):
        refund_of_deposit(valued, "r", 3_000)
    settle_account("s", *settle, by=salon.by("kai"), now=NOW)
    assert refund_of_deposit(valued, "r", 3_000) == 3_000
    assert is_sound()


def test_rule_22_an_old_top_up_on_account_goes_back_to_the_account(
    valued: Valued, as_once: Callable[..., None]
) -> None:
    """1,000.00 and a cut, 84.00; 1,050.00 were put on account, 34.00 paid in cash. Closing the card
    pays nothing out; the refunds of both take 1,050.00 off the account and give 34.00 in cash."""
    salon, by = valued.salon, valued.salon.by("kai")
    maya, drawer = salon.clients["maya"].uid, balances.balance(ledger.drawer("A"))
    ticket = salon.ticket("u", valued.line(valued.top_up), salon.line("cut"), client="maya")
    as_once(valued, ticket, valued.handed("on_account", 105_000), salon.handed("cash", 3_400))
    with refused("never_money_here", "tender"):
        close_card("c", valued.card.uid, salon.tenders["card"], by=by, now=NOW)
    for number, line in enumerate(whole("u")):
        give_back(RefundRequest(f"back{number}", "u", {line: 1}), by)
    assert balances.balance(ledger.receivable(maya)) == 0
    assert balances.balance(ledger.drawer("A")) == drawer
    assert close_card("c", valued.card.uid, by=by, now=NOW).paid == 0
    assert is_sound()


def test_rule_24_a_deposit_bought_with_value_may_be_forfeited(valued: Valued) -> None:
    deposit(valued, "d", *by_value(valued, "gift_card", 3_000))
    maya, by = valued.salon.clients["maya"].id, valued.salon.by("kai")
    assert forfeit_deposit("f", maya, 3_000, by=by, now=NOW).left == 0


@pytest.mark.parametrize("tender", ["gift_card", "platform"])
def test_rule_22_a_top_up_bought_with_value_is_not_paid_out_by_closing_the_card(
    valued: Valued, tender: str
) -> None:
    salon, by = valued.salon, valued.salon.by("kai")
    ticket = salon.ticket("u", valued.line(valued.top_up), client="maya")
    pay(valued, ticket, *by_value(valued, tender, 100_000), by="chen")
    with refused("never_money_here", "tender"):
        preview_close(valued.card.uid, by=by, now=NOW)
    with refused("never_money_here", "tender"):
        close_card("c", valued.card.uid, salon.tenders["card"], by=by, now=NOW)
    give_back(RefundRequest("back", "u", whole("u")), by)
    assert close_card("c", valued.card.uid, by=by, now=NOW).paid == 0
    assert is_sound()


def test_rule_22_a_top_up_of_money_is_paid_out_as_ever(valued: Valued) -> None:
    salon, by = valued.salon, valued.salon.by("kai")
    pay(valued, salon.ticket("u", valued.line(valued.top_up), client="maya"))
    closed = close_card("c", valued.card.uid, salon.tenders["card"], by=by, now=NOW)
    assert closed.paid == 100_000


# --- value pays for a cut, cash for a deposit beside it ---


def given_value(valued: Valued, tender: str) -> tuple[Handed, ...]:
    """What pays for a cut of 84.00: a given voucher, a card of 1,000.00 and 200.00 of bonus, or
    4,000 points, which are 40.00 of it."""
    salon, olga = valued.salon, valued.salon.by("olga")
    if tender == "voucher":
        voucher = give_voucher(NewVoucher("v", 8_400), by=olga, now=NOW)
        return (valued.handed("voucher", 8_400, source=voucher.code),)
    if tender == "stored_value":
        pay(valued, salon.ticket("u", valued.line(valued.top_up), client="maya"))
        return (valued.handed("stored_value", 8_400, source=valued.card.uid),)
    change = PointsChange("p", salon.clients["maya"].id, 4_000, "from an old card")
    adjust_points(change, by=olga, now=NOW)
    return (valued.handed("points", 4_000),)


@pytest.mark.parametrize("tender", ["voucher", "stored_value", "points"])
def test_rule_17_a_refund_makes_no_cash_of_value_that_paid_beside_a_deposit(
    valued: Valued, tender: str
) -> None:
    """The cut comes back, then the deposit: the client has what they came with, and no more."""
    salon, kai = valued.salon, valued.salon.by("kai")
    handed, maya = given_value(valued, tender), salon.clients["maya"].uid
    accounts = (
        ledger.drawer("A"), ledger.points(maya), ledger.principal(valued.card.wallet),
        ledger.bonus(valued.card.wallet), ledger.VOUCHER_GIVEN,
    )  # fmt: skip
    before = [balances.balance(account) for account in accounts]
    ticket = salon.ticket("x", salon.line("cut"), valued.line(valued.deposit), client="maya")
    by_value = sum(each.amount for each in handed)
    pay(valued, ticket, *handed, salon.handed("cash", 11_400 - by_value), by="chen")
    by_line = {uid: left for uid, left in whole("x").items() if uid == "x/cut"}
    receipt = give_back(RefundRequest("r", "x", by_line), kai)
    assert [(each.name, each.applied) for each in receipt.tenders if each.applied] == {
        "voucher": [("Cash voucher", -8_400)],
        "stored_value": [("Stored value", -8_400)],
        "points": [("Points", -4_000), ("Cash", -4_400)],
    }[tender]
    assert refund_of_deposit(valued, "d", 3_000) == 3_000
    assert [balances.balance(account) for account in accounts] == before
    assert is_sound()
