"""What a void says before it happens is what happens, and it loses nothing (RULES 19, 22, 23)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from salon_pos.db.doctor import examine
from salon_pos.db.queries import balances, shifts, value
from salon_pos.domain import ledger
from salon_pos.domain.money import Amount
from salon_pos.usecases.checkout import Payment, take_payment
from salon_pos.usecases.expiry import expire
from salon_pos.usecases.refunds import RefundRequest, preview, refund
from salon_pos.usecases.shifts import close_shift, open_shift
from salon_pos.usecases.voids import preview_void, void
from tests.salons import NOW, Salon
from tests.usecases.keeping import changed, everything, refused
from tests.usecases.refunding import give_back, shown
from tests.usecases.valued import Valued, made

LAST_DAY = NOW + timedelta(days=90)  # of the pack


@pytest.fixture
def valued(selling: Salon) -> Iterator[Valued]:
    """Whatever a test does, the doctor finds nothing afterwards."""
    yield made(selling)
    assert examine()[1] == ()


def told(uid: str, valued: Valued) -> dict[str, int]:
    """What a void of this sale says, by its titles."""
    seen = preview_void(uid, by=valued.salon.by("kai"), now=NOW)
    return {one.title: one.amount for one in seen.consequences}


def test_rule_23_what_has_ended_since_is_refunded_and_not_lost(valued: Valued) -> None:
    """The shift is still open the day after the pack's last one: a void would put the session back
    where it ends at once; a refund gives it 30 days more."""
    salon, by = valued.salon, valued.salon.by("kai")
    valued.pay(salon.ticket("p", valued.line(valued.pack), client="maya"))
    (pack,) = value.packs_of(salon.clients["maya"].id)
    wash = salon.ticket("w", replace(salon.line("wash"), source=pack.uid), client="maya")
    paid = Payment(wash, (salon.handed("card", 216),), 1_667 + 216)
    take_payment(paid, by=by, now=LAST_DAY)
    later = LAST_DAY + timedelta(days=1)
    assert expire(by=by, now=later, sure=True).sessions == 5
    before = everything()
    seen = preview_void("w", by=by, now=later)
    assert [reason.key for reason in seen.obstacles] == ["has_ended"]
    assert seen.reversal is None
    with refused("has_ended"):
        void("w", "mistaken", by=by, now=later)
    assert changed(before) == set()
    request, _ = shown(RefundRequest("r", "w", {"w/wash": 1}), by, later)
    refund(request, by=by, now=later)
    assert expire(by=by, now=later, sure=True).sessions == 0
    (pack,) = value.packs_of(salon.clients["maya"].id)
    (lot,) = [lot for lot in pack.lots if lot.left]
    assert (lot.left, lot.expires) == (1, (later + timedelta(days=30)).date())


def test_rule_23_on_the_last_day_itself_it_is_void(valued: Valued) -> None:
    salon, by = valued.salon, valued.salon.by("kai")
    valued.pay(salon.ticket("p", valued.line(valued.pack), client="maya"))
    (pack,) = value.packs_of(salon.clients["maya"].id)
    wash = salon.ticket("w", replace(salon.line("wash"), source=pack.uid), client="maya")
    take_payment(Payment(wash, (salon.handed("card", 216),), 1_667 + 216), by=by, now=LAST_DAY)
    void("w", "mistaken", by=by, now=LAST_DAY)
    assert balances.balance(ledger.pack(pack.uid)) == 6


def test_rule_23_points_that_repaid_a_debt_are_said_to_be_owed_again(valued: Valued) -> None:
    """Maya owes points and holds 100 that came back to her: the 80 of a cut repay what she owes.
    Its void takes none of the 100."""
    salon, by, maya = valued.salon, valued.salon.by("kai"), valued.salon.clients["maya"]
    valued.pay(salon.ticket("a", salon.line("cut", 2), client="maya"))
    wash = salon.ticket("w", salon.line("wash"), client="maya")
    valued.pay(wash, valued.handed("points", 100), salon.handed("card", 1_042))
    give_back(RefundRequest("r", "a", {"a/cut": 2}), by)
    give_back(RefundRequest("s", "w", {"w/wash": 1}), by)
    accounts = ledger.points(maya.uid), ledger.points_debt(maya.uid)
    held, debt = map(balances.balance, accounts)
    assert (held > 0, debt >= 80) == (True, True)
    valued.pay(salon.ticket("b", salon.line("cut"), client="maya"))
    assert tuple(map(balances.balance, accounts)) == (held, debt - 80)
    assert told("b", valued) == {"{tender} back": 8_400, "Points debt": 80}
    void("b", "mistaken", by=by, now=NOW)
    assert tuple(map(balances.balance, accounts)) == (held, debt)


@pytest.mark.parametrize(
    ("item", "paid", "losses"),
    [
        ("top_up", 100_000, {"Principal taken off the card": -100_000, "Bonus cancelled": -20_000}),
        ("pack", 10_000, {"Sessions taken back": -6}),
        ("gift_card", 5_000, {"Gift card emptied": -5_000}),
        ("deposit", 3_000, {"Deposit taken off the account": -3_000}),
    ],
)
def test_rule_22_what_was_bought_ahead_is_said_to_go(
    item: str, paid: int, losses: dict[str, int], valued: Valued
) -> None:
    """By a void, and by a refund."""
    salon, by = valued.salon, valued.salon.by("kai")
    sold = getattr(valued, item)
    valued.pay(salon.ticket("t", valued.line(sold), client="maya"))
    assert told("t", valued) == {"{tender} back": paid} | losses
    seen = preview(RefundRequest("r", "t", {f"t/{sold.name}": 1}), by=by, now=NOW)
    assert {one.title: one.amount for one in seen.consequences} == {"{tender} back": paid} | losses


def test_rule_23_a_ticket_that_used_its_own_top_up_says_all_of_it(valued: Valued) -> None:
    """A wash of 11.42 was paid from the 1,200.00: it comes back to the card, and then all goes."""
    salon, by = valued.salon, valued.salon.by("kai")
    ticket = salon.ticket("t", valued.line(valued.top_up), salon.line("wash"), client="maya")
    wash = valued.total(ticket) - 100_000
    valued.pay(ticket, salon.handed("card", 100_000),
               valued.handed("stored_value", wash, source=valued.card.uid))  # fmt: skip
    said = told("t", valued)
    assert said == said | {
        "Stored value back": wash, "Principal taken off the card": -100_000,
        "Bonus cancelled": -20_000,
    }  # fmt: skip
    seen = preview(RefundRequest("r", "t", {f"t/{valued.top_up.name}": 1}), by=by, now=NOW)
    said = {one.title: one.amount for one in seen.consequences}
    wallet = valued.card.wallet
    assert said["Principal taken off the card"] == -balances.balance(ledger.principal(wallet))
    assert said["Bonus cancelled"] == -balances.balance(ledger.bonus(wallet))


def test_more_cash_than_the_drawer_holds_stands_in_the_way(valued: Valued) -> None:
    """The cash of the last shift is in the safe; a refund of it took what this sale brought."""
    salon, by = valued.salon, valued.salon.by("kai")
    valued.pay(salon.ticket("a", salon.line("cut", 2)), salon.handed("cash", 16_800))
    close_shift(shifts.drawer_balance(salon.till_id), by=by, now=NOW)
    open_shift(10_000, by=by, now=NOW)
    valued.pay(salon.ticket("b", salon.line("cut")), salon.handed("cash", 8_400))
    assert preview_void("b", by=by, now=NOW).obstacles == ()
    give_back(RefundRequest("r", "a", {"a/cut": 2}), by)
    before = everything()
    seen = preview_void("b", by=by, now=NOW)
    (reason,) = seen.obstacles
    assert (reason.key, dict(reason.values)) == ("drawer_short", {"held": Amount(1_600)})
    assert seen.reversal is None
    with refused("drawer_short"):
        void("b", "mistaken", by=by, now=NOW)
    assert changed(before) == set()
