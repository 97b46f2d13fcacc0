"""Voids: a sale cancelled within its shift, everything as it was before (RULES 23)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from salon_pos.db.doctor import examine
from salon_pos.db.queries import balances, catalog, shifts, tier_moves, value
from salon_pos.db.records import value as value_records
from salon_pos.db.stamps import stamped
from salon_pos.domain import ledger
from salon_pos.domain.people import Client
from salon_pos.domain.points import Bonus, BonusKind, Referral
from salon_pos.usecases.approving import approve_deed
from salon_pos.usecases.claims import claim
from salon_pos.usecases.clients import save_client
from salon_pos.usecases.refunds import RefundRequest, refund
from salon_pos.usecases.rules import set_points_rules
from salon_pos.usecases.shifts import close_shift, open_shift
from salon_pos.usecases.voids import preview_void, void
from tests.salons import NOW, PINS, Salon
from tests.usecases.keeping import changed, everything, refused, rows
from tests.usecases.paying import cut, pay
from tests.usecases.refunding import give_back, shown
from tests.usecases.valued import POINTS, Valued, made


@pytest.fixture
def valued(selling: Salon) -> Iterator[Valued]:
    """Whatever a test does, the doctor finds nothing afterwards."""
    yield made(selling)
    assert examine()[1] == ()


def held() -> dict[tuple[str, int | None], int]:
    """What lies on every account and in every lot; nothing where all is zero."""
    found = rows(
        "SELECT a.code, e.lot_id, SUM(e.amount) FROM ledger_entry e"
        " JOIN account a ON a.id = e.account_id GROUP BY a.code, e.lot_id"
    )
    return {(code, lot): amount for code, lot, amount in found if amount}


def tier_of(client_id: int) -> str | None:
    tier = tier_moves.held_tier(client_id)
    return tier.tier if tier else None


def test_rule_23_a_void_puts_everything_back(valued: Valued) -> None:
    """A card, a tip, cash, points, a voucher and a piece of stock."""
    salon = valued.salon
    maya = salon.clients["maya"].id
    with stamped():
        value_records.add_voucher(
            "v", "TEN", face=1_000, least=0, client_id=None, expires=None, made_at=NOW
        )
    before, stock = held(), catalog.item(salon.items["gel"].id).stock
    ticket = salon.ticket("t", salon.line("cut", 2), salon.line("gel", staff=""), client="maya")
    due = valued.total(ticket) - 1_000 - 5_000
    valued.pay(
        ticket, valued.handed("voucher", 1_000, source="TEN"),
        salon.handed("card", 5_500, mei=500), salon.handed("cash", due + 5 - due % 5),
    )  # fmt: skip
    assert held() != before
    looked_at = everything()
    assert preview_void("t", by=salon.by("kai"), now=NOW).obstacles == ()
    assert changed(looked_at) == set()
    receipt = void("t", " wrong client ", by=salon.by("kai"), now=NOW)
    assert (receipt.deed, receipt.refunds, receipt.tips) == ("void", "A-000001", -500)
    assert held() == before
    assert catalog.item(salon.items["gel"].id).stock == stock
    assert tier_of(maya) in (None, "member")
    assert tier_moves.deeds_of(maya, date.min).visits == frozenset()
    voucher = value.voucher("TEN")
    assert voucher is not None
    assert voucher.used_by == ""
    assert rows("SELECT text FROM remark WHERE subject = ?", receipt.uid) == [("wrong client",)]
    (actor,) = rows("SELECT staff_id FROM sale WHERE deed = 'void'")
    assert actor == (salon.staff["kai"].id,)


def test_rule_23_it_says_what_it_does_before_it_does_it(valued: Valued) -> None:
    """Leo, whom Maya brought (30 points each), has three cuts and pays 252.00: 240 points, silver.
    All of it goes."""
    salon, by = valued.salon, valued.salon.by("kai")
    leo = replace(salon.clients["leo"], referrer_id=salon.clients["maya"].id)
    save_client(leo, by=by, now=NOW)
    rules = replace(POINTS, referral=Referral(30, 30))
    set_points_rules(rules, by=salon.by("olga"), now=NOW)
    valued.pay(salon.ticket("t", salon.line("cut", 3), client="leo"), salon.handed("card", 25_200))
    seen = preview_void("t", by=by, now=NOW)
    told = {one.title: one.amount for one in seen.consequences}
    assert told == {"{tender} back": 25_200, "Points taken back": -240,
                    "Points for bringing a client": -60}  # fmt: skip
    assert seen.tier_before is not None
    assert seen.tier is not None
    assert (seen.tier_before.tier, seen.tier.tier) == ("silver", "member")
    void("t", "mistake", by=by, now=NOW)
    assert tier_of(leo.id) == "member"
    for name in ("maya", "leo"):
        assert balances.balance(ledger.points(salon.clients[name].uid)) == 0


def test_a_void_again_gives_the_same_receipt(selling: Salon) -> None:
    pay(selling, selling.payment(cut(selling)))
    first = void("t", "mistake", by=selling.by("kai"), now=NOW)
    assert void("t", "once more", by=selling.by("kai"), now=NOW) == first
    assert rows("SELECT COUNT(*) FROM sale") == [(2,)]
    with refused("already_refunded"):
        shown(RefundRequest("r", "t", {"t/cut": 1}), selling.by("kai"))
    assert examine()[1] == ()


@pytest.mark.parametrize(
    ("name", "item"),
    [("points", "cut"), ("principal", "top_up"), ("sessions", "pack"), ("gift_card", "gift_card"),
     ("deposit", "deposit")],
)  # fmt: skip
def test_rule_23_nothing_that_the_sale_gave_may_be_used(
    name: str, item: str, valued: Valued
) -> None:
    salon, maya = valued.salon, valued.salon.clients["maya"]
    line = salon.line("cut", 2) if item == "cut" else valued.line(getattr(valued, item))
    valued.pay(salon.ticket("t", line, client="maya"))
    wash = salon.line("wash")
    used = {
        "points": ("points", 100, ""), "principal": ("stored_value", 1_142, valued.card.uid),
        "gift_card": ("gift_card", 1_142, f"t/{valued.gift_card.name}"),
        "deposit": ("deposit", 1_142, maya.uid),
    }  # fmt: skip
    if name == "sessions":
        wash = replace(wash, source=f"t/{valued.pack.name}")
        valued.pay(salon.ticket("w", wash, client="maya"), salon.handed("card", 216))
    else:
        tender, amount, source = used[name]
        ticket = salon.ticket("w", wash, client="maya")
        rest = valued.total(ticket) - amount
        more = (salon.handed("card", rest),) if rest else ()
        valued.pay(ticket, valued.handed(tender, amount, source=source), *more)
    with refused(f"used_{name}"):
        void("t", "mistake", by=salon.by("kai"), now=NOW)
    void("w", "mistake", by=salon.by("kai"), now=NOW)
    word = approve_deed(
        salon.staff["chen"].id, PINS["chen"], subject="t/void", amount=100_000,
        by=salon.by("kai"), now=NOW,
    )  # fmt: skip
    assert void("t", "mistake", word, by=salon.by("kai"), now=NOW).deed == "void"


def test_rule_23_points_that_came_back_to_another_lot_are_used(valued: Valued) -> None:
    """A day's points are spent that day; the shift is still open when their sale is refunded."""
    salon, maya = valued.salon, valued.salon.clients["maya"]
    set_points_rules(replace(POINTS, version=2, days_good=1), by=salon.by("olga"), now=NOW)
    valued.pay(salon.ticket("t", salon.line("cut", 2), client="maya"))
    wash = salon.ticket("w", salon.line("wash"), client="maya")
    valued.pay(wash, valued.handed("points", 100), salon.handed("card", 1_042))
    later = NOW + timedelta(days=3)
    request, _ = shown(RefundRequest("r", "w", {"w/wash": 1}), salon.by("kai"), later)
    refund(request, by=salon.by("kai"), now=later)
    assert balances.balance(ledger.points(maya.uid)) > 0
    before = everything()
    with refused("used_points"):
        void("t", "mistake", by=salon.by("kai"), now=later)
    assert changed(before) == set()


def test_what_a_ticket_tops_up_and_spends_itself_is_no_obstacle(valued: Valued) -> None:
    salon, before = valued.salon, held()
    ticket = salon.ticket("t", valued.line(valued.top_up), salon.line("wash"), client="maya")
    wash = valued.total(ticket) - 100_000
    valued.pay(ticket, salon.handed("card", 100_000),
               valued.handed("stored_value", wash, source=valued.card.uid))  # fmt: skip
    maya = salon.clients["maya"].id
    assert tier_of(maya) == "gold"
    by = salon.by("kai")
    with refused("needs_manager", "approval"):
        void("t", "mistake", by=by, now=NOW)
    word = approve_deed(
        salon.staff["chen"].id, PINS["chen"], subject="t/void", amount=101_142, by=by,
        now=NOW,
    )  # fmt: skip
    void("t", "mistake", word, by=by, now=NOW)
    assert held() == before
    assert tier_of(maya) in (None, "member")


def test_rule_23_a_repaid_debt_is_owed_again(valued: Valued) -> None:
    """80 points are spent and taken back: 80 of debt. A cut's 80 repay it; its void restores it."""
    salon, maya = valued.salon, valued.salon.clients["maya"]
    valued.pay(salon.ticket("a", salon.line("cut", 2), client="maya"))
    wash = salon.ticket("w", salon.line("wash"), client="maya")
    valued.pay(wash, valued.handed("points", 100), salon.handed("card", 1_042))
    give_back(RefundRequest("r", "a", {"a/cut": 2}), salon.by("kai"))
    debt = balances.balance(ledger.points_debt(maya.uid))
    assert debt > 80
    before = held()
    valued.pay(salon.ticket("b", salon.line("cut"), client="maya"))
    assert balances.balance(ledger.points_debt(maya.uid)) == debt - 80
    void("b", "mistake", by=salon.by("kai"), now=NOW)
    assert held() == before


def test_a_claimed_sale_loses_its_points_too(valued: Valued) -> None:
    salon = valued.salon
    mia = save_client(Client("Mia"), by=salon.by("olga"), now=NOW)
    before = held()
    valued.pay(salon.ticket("t", salon.line("cut", 3)))
    claim("t", mia.id, by=salon.by("kai"), now=NOW)
    assert balances.balance(ledger.points(mia.uid)) == 240
    assert tier_of(mia.id) == "silver"
    void("t", "mistake", by=salon.by("kai"), now=NOW)
    assert held() == before
    assert tier_of(mia.id) in (None, "member")


def test_birthday_points_of_a_cancelled_sale_are_given_again(valued: Valued) -> None:
    salon, born = valued.salon, date(1990, NOW.month, NOW.day)
    birthday = Bonus("birthday", BonusKind.BIRTHDAY, points=50, window_days=3)
    set_points_rules(replace(POINTS, bonuses=(birthday,)), by=salon.by("olga"), now=NOW)
    mia = save_client(Client("Mia", birthday=born), by=salon.by("olga"), now=NOW)
    held_after: list[int] = []
    for uid in ("a", "b", "c"):
        ticket = replace(salon.ticket(uid, salon.line("cut")), client_id=mia.id)
        valued.pay(ticket)
        held_after.append(balances.balance(ledger.points(mia.uid)))
        if uid == "a":
            void("a", "mistake", by=salon.by("kai"), now=NOW)
    assert held_after == [80 + 50, 80 + 50, 130 + 80]


def test_a_claimed_sale_is_refunded_with_its_points(valued: Valued) -> None:
    """Half of it came back before the claim and earned nothing."""
    salon = valued.salon
    mia = save_client(Client("Mia"), by=salon.by("olga"), now=NOW)
    valued.pay(salon.ticket("t", salon.line("cut", 2)))
    give_back(RefundRequest("r1", "t", {"t/cut": 1}), salon.by("kai"))
    claim("t", mia.id, by=salon.by("kai"), now=NOW)
    assert balances.balance(ledger.points(mia.uid)) == 80
    give_back(RefundRequest("r2", "t", {"t/cut": 1}), salon.by("kai"))
    assert balances.balance(ledger.points(mia.uid)) == 0
    assert tier_moves.qualifying_spend(mia.id, date.min) == {NOW.date(): 0}


def test_rule_23_only_in_its_shift_whole_and_with_a_reason(selling: Salon) -> None:
    by = selling.by("kai")
    pay(selling, selling.payment(selling.ticket("t", selling.line("cut", 2))))
    pay(selling, selling.payment(cut(selling, "u")))
    with refused("reason_missing", "reason"):
        void("t", " ", by=by, now=NOW)
    with refused("not_allowed"):
        void("t", "mistake", by=selling.by("mei"), now=NOW)
    give_back(RefundRequest("r", "t", {"t/cut": 1}), by)
    with refused("partly_refunded"):
        void("t", "mistake", by=by, now=NOW)
    close_shift(10_000, by=by, now=NOW)
    with refused("no_shift"):
        void("u", "mistake", by=by, now=NOW)
    open_shift(10_000, by=by, now=NOW + timedelta(hours=1))
    with refused("shift_closed"):
        void("u", "mistake", by=by, now=NOW + timedelta(hours=1))
    assert [one.key for one in preview_void("u", by=by, now=NOW).obstacles] == ["shift_closed"]
    assert shifts.drawer_balance(selling.till_id) == 10_000
    assert examine()[1] == ()
