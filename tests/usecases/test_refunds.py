"""Refunds through the real file, to the cent and to the point; the rules' numbers are RULES.md's.

Cut: 80.00, 5 % GST. Wash: 10.10, 5 % and 8 %. Gel: 30.30, 5 % and 8 %, its stock is counted. One
point for each 1.00; 100 points pay 1.00. A refund asks for a manager above 300.00.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from salon_pos.db.doctor import examine
from salon_pos.db.queries import balances, catalog, members, receipts, shifts, tier_moves, value
from salon_pos.db.queries import settings as salon_queries
from salon_pos.db.records import value as value_records
from salon_pos.db.stamps import stamped
from salon_pos.domain import ledger
from salon_pos.domain.catalog import Item
from salon_pos.domain.ledger import Account
from salon_pos.domain.lots import good
from salon_pos.domain.receipt import Receipt
from salon_pos.domain.ticket import Discount, Line
from salon_pos.usecases.approving import approve_deed
from salon_pos.usecases.catalog import save_item
from salon_pos.usecases.expiry import expire
from salon_pos.usecases.points import PointsChange, adjust_points
from salon_pos.usecases.refunds import RefundRequest, refund
from salon_pos.usecases.rules import set_points_rules
from salon_pos.usecases.settings import change_settings
from tests.salons import NOW, PINS, Salon
from tests.usecases.keeping import refused, rows
from tests.usecases.paying import cut, pay
from tests.usecases.refunding import give_back, shown, whole
from tests.usecases.valued import POINTS, Valued, made

DAY = NOW.date()
DAY11, DAY41 = DAY + timedelta(days=11), DAY + timedelta(days=41)


@pytest.fixture
def valued(selling: Salon) -> Iterator[Valued]:
    """Whatever a test does, the doctor finds nothing afterwards."""
    yield made(selling)
    assert examine()[1] == ()


def posted(uid: str) -> dict[str, int]:
    """What a transaction moved, by account."""
    return dict(
        rows(
            "SELECT a.code, SUM(e.amount) FROM ledger_entry e JOIN account a ON a.id = e.account_id"
            " JOIN ledger_transaction t ON t.id = e.transaction_id WHERE t.uid = ? GROUP BY a.code",
            uid,
        )
    )


def back(valued: Valued, uid: str, sale: str, days: int = 0, **lines: int) -> Receipt:
    """Refund so many of each line, named without the sale's uid; all that is left unless told."""
    asked = {f"{sale}/{name}": quantity for name, quantity in lines.items()} or whole(sale)
    request = RefundRequest(uid, sale, asked)
    return give_back(request, valued.salon.by("kai"), NOW + timedelta(days=days))


def left(account: Account) -> int:
    return balances.balance(account)


def points_of(valued: Valued) -> int:
    """The points that Maya can use today."""
    member = members.member(valued.salon.clients["maya"].id, DAY)
    assert member is not None
    return member.points_held


def course(valued: Valued) -> Item:
    """A service of 33.34 without tax."""
    return save_item(Item(0, "Course", price=3_334), by=valued.salon.by("olga"), now=NOW)


# --- money of a sale without a client ---


def test_a_whole_cash_sale_comes_back_from_the_drawer(selling: Salon) -> None:
    pay(selling, selling.payment(cut(selling), selling.handed("cash", 10_000)))
    receipt = give_back(RefundRequest("r", "t", whole("t"), reason=" too short "),
                        selling.by("kai"))  # fmt: skip
    assert (receipt.number, receipt.deed, receipt.refunds) == ("A-000002", "refund", "A-000001")
    assert (receipt.net, receipt.total, receipt.cash_rounding) == (-8_000, -8_400, 0)
    assert [(line.quantity, line.net, line.payable) for line in receipt.lines] == [
        (-1, -8_000, -8_400)
    ]
    assert [(tender.name, tender.applied) for tender in receipt.tenders] == [("Cash", -8_400)]
    assert {code: amount for code, amount in posted("r").items() if "tax" not in code} == {
        "drawer:A": -8_400, "revenue:service": 8_000,
    }  # fmt: skip
    assert shifts.drawer_balance(selling.till_id) == 10_000
    assert rows("SELECT text FROM remark WHERE subject = 'r'") == [("too short",)]
    assert rows("SELECT reverses_id = (SELECT id FROM ledger_transaction WHERE uid = 't')"
                " FROM ledger_transaction WHERE uid = 'r'") == [(1,)]  # fmt: skip
    assert examine()[1] == ()


def test_cash_comes_in_coins_and_stock_comes_back(selling: Salon) -> None:
    """Rules 16, 17: two gels at 30.30: GST 3.03, PST 4.85: 68.48, in coins of 0.05 68.50. The
    first gives back 30.30 + 1.52 (half up) + 2.43 (half up) = 34.25, the second the rest."""
    ticket = selling.ticket("t", selling.line("gel", 2, staff=""))
    pay(selling, selling.payment(ticket, selling.handed("cash", 6_850)))
    assert catalog.item(selling.items["gel"].id).stock == 2
    one = give_back(RefundRequest("r1", "t", {"t/gel": 1}), selling.by("kai"))
    assert (one.total, one.cash_rounding, one.tenders[0].applied) == (-3_425, 0, -3_425)
    assert [(tax.base, tax.amount) for tax in one.taxes] == [(-3_030, -152), (-3_030, -243)]
    assert catalog.item(selling.items["gel"].id).stock == 3
    two = give_back(RefundRequest("r2", "t", {"t/gel": 1}), selling.by("kai"))
    assert (two.total, two.cash_rounding, two.tenders[0].applied) == (-3_423, -2, -3_425)
    assert catalog.item(selling.items["gel"].id).stock == 4
    assert shifts.drawer_balance(selling.till_id) == 10_000
    assert examine()[1] == ()


def test_rules_17_and_21_tenders_share_what_remains_and_tips_stay_unless_ticked(
    selling: Salon,
) -> None:
    """Rule 17: 84.00 + 11.42 = 95.42 as 50.00 by card (and 3.00 for Mei) and 45.40 in cash. The
    wash's 11.42 share as 5.98 and 5.44: in coins 5.45. The rest takes the tip along."""
    ticket = selling.ticket("t", selling.line("cut"), selling.line("wash"))
    card = selling.handed("card", 5_300, mei=300)
    pay(selling, selling.payment(ticket, card, selling.handed("cash", 4_540)))
    first = give_back(RefundRequest("r1", "t", {"t/wash": 1}), selling.by("kai"))
    assert [(t.name, t.applied) for t in first.tenders] == [("Bank card", -598), ("Cash", -545)]
    assert (first.total, first.tips, first.cash_rounding) == (-1_142, 0, -1)
    rest = give_back(RefundRequest("r2", "t", {"t/cut": 1}, tips=True), selling.by("kai"))
    assert [t.applied for t in rest.tenders] == [-4_402, -3_995]
    assert [t.tips for t in rest.tenders] == [(("Mei", -300),), ()]
    mei = selling.staff["mei"].uid
    assert left(ledger.tips(mei)) == 0
    assert left(ledger.tender("card")) == 0
    assert left(ledger.CASH_ROUNDING) == 0
    assert examine()[1] == ()


def test_discounts_come_back_with_their_lines(selling: Salon) -> None:
    """4.00 off a cut and a gel of 110.30: 2.90 and 1.10; and 1.00 off the cut before."""
    reason = selling.reasons["Rounding off"]
    line = replace(selling.line("cut"), discount=Discount(reason, amount=100))
    ticket = replace(
        selling.ticket("t", line, selling.line("gel", staff="")),
        discounts=(Discount(reason, amount=400),),
    )
    pay(selling, selling.payment(ticket))
    for uid, name in (("r1", "t/gel"), ("r2", "t/cut")):
        give_back(RefundRequest(uid, "t", {name: 1}), selling.by("kai"))
    found = rows("SELECT d.line_uid, SUM(d.amount) FROM sale_discount d JOIN sale s"
                 " ON s.id = d.sale_id WHERE s.uid <> 't' GROUP BY d.line_uid")  # fmt: skip
    assert dict(found) == {"": -400, "r2/0": -100}
    assert rows("SELECT SUM(net), SUM(member_off), SUM(line_off), SUM(ticket_off) FROM sale_line") \
        == [(0, 0, 0, 0)]  # fmt: skip
    assert examine()[1] == ()


def test_rules_16_and_18_one_by_one(valued: Valued) -> None:
    """3 × 33.34 less 0.02 is 100.00 and 100 points: 33.33 / 33.34 / 33.33 and 33 / 33 / 34."""
    salon, item = valued.salon, course(valued)
    line = Line("course", item.id, 3, salon.line("cut").staff,
                discount=Discount(salon.reasons["Rounding off"], amount=2))  # fmt: skip
    valued.pay(salon.ticket("s", line, client="maya"))
    assert points_of(valued) == 100
    money, points = [], [100]
    for uid in ("r1", "r2", "r3"):
        money.append(back(valued, uid, "s", course=1).total)
        points.append(points_of(valued))
    assert money == [-3_333, -3_334, -3_333]
    assert points == [100, 67, 34, 0]
    earned = rows("SELECT SUM(eligible), SUM(points) FROM sale_earning")
    assert earned == [(0, 0)]
    assert tier_moves.qualifying_spend(salon.clients["maya"].id, date.min) == {DAY: 0}


# --- what a sale gave, and what paid for it ---


def test_rule_18_spent_points_become_debt_and_the_next_ones_repay_it(valued: Valued) -> None:
    """Rules 15, 18: three cuts give 240, 200 pay the next; 40 + its 78 are left. Refunding the
    first takes 240: 40 from its own lot, 78 from the other, 122 are owed; a cut's 80 repay some."""
    salon, maya = valued.salon, valued.salon.clients["maya"]
    cuts = (replace(salon.line("cut"), uid=f"c{i}") for i in range(3))
    valued.pay(salon.ticket("a", *cuts, client="maya"))
    second = salon.ticket("b", salon.line("cut"), client="maya")
    # RULES 11: 80.00 × (84.00 − 2.00) ÷ 84.00 = 78.095… at silver's 1.2: 93.7…
    valued.pay(second, valued.handed("points", 200),
               salon.handed("card", valued.total(second) - 200))  # fmt: skip
    assert left(ledger.points(maya.uid)) == 40 + 93
    back(valued, "r", "a")
    assert left(ledger.points(maya.uid)) == 0
    assert left(ledger.points_debt(maya.uid)) == 240 - 40 - 93
    assert left(ledger.POINTS_ISSUED) == 93
    third = valued.pay(salon.ticket("c", salon.line("cut"), client="maya"))
    gained = rows("SELECT SUM(e.points) FROM sale_earning e JOIN sale_line l ON l.id = e.line_id"
                  " JOIN sale s ON s.id = l.sale_id WHERE s.uid = ?", third.uid)[0][0]  # fmt: skip
    assert gained == 80
    assert left(ledger.points_debt(maya.uid)) == 107 - 80


def test_returned_points_are_there_to_be_taken(valued: Valued) -> None:
    """Rules 18, 19: two cuts give 160 points; 100 of them pay 1.00 of a third, which gives 79; the
    60 left and 40 of those 79 pay 1.00 of a fourth, which gives 94 at silver's 1.2. The third comes
    back: 100 return to their lot, the 79 are the 39 of its own lot and 40 of what returned."""
    salon, maya = valued.salon, valued.salon.clients["maya"]
    valued.pay(salon.ticket("a", salon.line("cut", 2), client="maya"))
    for uid in ("b", "c"):
        ticket = salon.ticket(uid, salon.line("cut"), client="maya")
        rest = salon.handed("card", valued.total(ticket) - 100)
        valued.pay(ticket, valued.handed("points", 100), rest)
    assert [lot.left for lot in value.points_lots(maya.uid)] == [39, 94]
    back(valued, "r", "b")
    assert [lot.left for lot in value.points_lots(maya.uid)] == [60, 94]
    assert (left(ledger.POINTS_SPENT), left(ledger.points_debt(maya.uid))) == (100, 0)


def test_what_of_the_own_points_has_expired_is_forgiven(valued: Valued) -> None:
    """Rule 18: 80 points are good for 365 days; on the day after nothing of them is asked for."""
    salon, maya = valued.salon, valued.salon.clients["maya"]
    valued.pay(salon.ticket("a", salon.line("cut"), client="maya"))
    back(valued, "r", "a", days=366)
    assert left(ledger.points_debt(maya.uid)) == 0
    assert left(ledger.POINTS_ISSUED) == 0
    assert (left(ledger.points(maya.uid)), left(ledger.POINTS_EXPIRED)) == (80, -80)
    assert rows("SELECT SUM(points) FROM sale_earning") == [(0,)]


@pytest.mark.parametrize("is_posted", [True, False])
def test_rule_18_own_points_that_came_back_later_and_ended_are_forgiven(
    valued: Valued, is_posted: bool
) -> None:
    """160 points are good for 10 days, and 100 of them pay for another cut. That one comes back on
    the day after: the 100 are good for 30 days more. Then nothing is left of the 160, and nothing
    of them is asked for: 60 ended in their lot, 100 in the one that went on for it."""
    salon, maya = valued.salon, valued.salon.clients["maya"]
    set_points_rules(replace(POINTS, days_good=10), by=salon.by("olga"), now=NOW)
    valued.pay(salon.ticket("a", salon.line("cut", 2), client="maya"))
    ticket = salon.ticket("b", salon.line("cut"), client="maya")
    rest = salon.handed("card", valued.total(ticket) - 100)
    valued.pay(ticket, valued.handed("points", 100), rest)
    back(valued, "r", "b", days=11)
    assert [lot.left for lot in value.points_lots(maya.uid) if lot.expires == DAY41] == [100]
    if is_posted:
        expire(by=salon.by("kai"), now=NOW + timedelta(days=42), sure=True)
    back(valued, "s", "a", days=42)
    expire(by=salon.by("kai"), now=NOW + timedelta(days=42), sure=True)
    assert left(ledger.points_debt(maya.uid)) == 0
    assert (left(ledger.POINTS_ISSUED), left(ledger.points(maya.uid))) == (0, 0)


def test_rule_18_own_points_that_came_back_later_are_taken_first(valued: Valued) -> None:
    """As before, but the 100 are good still, and so are 50 by hand that end sooner."""
    salon, maya = valued.salon, valued.salon.clients["maya"]
    set_points_rules(replace(POINTS, days_good=10), by=salon.by("olga"), now=NOW)
    valued.pay(salon.ticket("a", salon.line("cut", 2), client="maya"))
    ticket = salon.ticket("b", salon.line("cut"), client="maya")
    rest = salon.handed("card", valued.total(ticket) - 100)
    valued.pay(ticket, valued.handed("points", 100), rest)
    back(valued, "r", "b", days=11)
    later = NOW + timedelta(days=11)
    change = PointsChange("p", maya.id, 50, "from an old card")
    adjust_points(change, by=salon.by("olga"), now=later)
    back(valued, "s", "a", days=11)
    good_ones = [(lot.left, lot.expires) for lot in good(value.points_lots(maya.uid), DAY11)]
    assert [each for each in good_ones if each[0]] == [(50, DAY + timedelta(days=21))]
    assert left(ledger.points_debt(maya.uid)) == 0


def test_rule_19_stored_value_returns_to_its_lots(valued: Valued) -> None:
    """Rules 7, 19: 11.42 of 1,000.00 + 200.00 was 9.52 and 1.90."""
    salon, wallet = valued.salon, valued.card.wallet
    valued.pay(salon.ticket("u", valued.line(valued.top_up), client="maya"))
    wash = salon.ticket("w", salon.line("wash"), client="maya")
    valued.pay(wash, valued.handed("stored_value", 1_142, source=valued.card.uid))
    assert (left(ledger.principal(wallet)), left(ledger.bonus(wallet))) == (99_048, 19_810)
    back(valued, "r", "w")
    assert (left(ledger.principal(wallet)), left(ledger.bonus(wallet))) == (100_000, 20_000)
    assert len(balances.lots(ledger.bonus(wallet))) == 1


def test_rule_19_bonus_that_has_ended_returns_for_thirty_days_more(valued: Valued) -> None:
    """Rule 19: the bonus was good for 180 days."""
    salon, wallet = valued.salon, valued.card.wallet
    valued.pay(salon.ticket("u", valued.line(valued.top_up), client="maya"))
    wash = salon.ticket("w", salon.line("wash"), client="maya")
    valued.pay(wash, valued.handed("stored_value", 1_142, source=valued.card.uid))
    back(valued, "r", "w", days=200)
    ends = [(lot.left, lot.expires) for lot in balances.lots(ledger.bonus(wallet))]
    assert ends == [(19_810, DAY + timedelta(days=180)), (190, DAY + timedelta(days=230))]


def test_rule_22_a_top_up_gives_back_its_principal_and_loses_its_bonus(valued: Valued) -> None:
    salon, wallet = valued.salon, valued.card.wallet
    valued.pay(salon.ticket("u", valued.line(valued.top_up), client="maya"))
    wash = salon.ticket("w", salon.line("wash"), client="maya")
    valued.pay(wash, valued.handed("stored_value", 1_142, source=valued.card.uid))
    word = approve_deed(
        salon.staff["chen"].id, PINS["chen"], subject="r/refund", amount=99_048, by=salon.by("kai"),
        now=NOW,
    )  # fmt: skip
    request = RefundRequest("r", "u", whole("u"), approval=word)
    assert give_back(request, salon.by("kai")).total == -99_048
    assert (left(ledger.principal(wallet)), left(ledger.bonus(wallet))) == (0, 0)
    assert left(ledger.BONUS_GIVEN) == 190
    # What was spent is given back to the same lot later.
    back(valued, "r2", "w")
    assert (left(ledger.principal(wallet)), left(ledger.bonus(wallet))) == (952, 190)


def test_rule_22_a_pack_gives_back_its_unused_sessions(valued: Valued) -> None:
    """100.00 over six: four of 16.67, two of 16.66. Two used: 66.66 come back, a used one later."""
    salon = valued.salon
    valued.pay(salon.ticket("p", valued.line(valued.pack), client="maya"))
    (pack,) = value.packs_of(salon.clients["maya"].id)
    for uid in ("w1", "w2"):
        line = replace(salon.line("wash"), source=pack.uid)
        valued.pay(salon.ticket(uid, line, client="maya"), salon.handed("card", 216))
    assert back(valued, "r", "p").total == -6_666
    assert (left(ledger.pack(pack.uid)), left(ledger.pack_value(pack.uid))) == (0, 0)
    receipt = back(valued, "r2", "w2")
    assert (receipt.net, receipt.total) == (-1_667, -1_883)
    assert (left(ledger.pack(pack.uid)), left(ledger.pack_value(pack.uid))) == (1, 1_667)
    assert left(ledger.SESSIONS_SOLD) == 1


def test_a_session_of_an_ended_pack_is_good_for_thirty_days_more(valued: Valued) -> None:
    salon = valued.salon
    valued.pay(salon.ticket("p", valued.line(valued.pack), client="maya"))
    (pack,) = value.packs_of(salon.clients["maya"].id)
    line = replace(salon.line("wash"), source=pack.uid)
    valued.pay(salon.ticket("w", line, client="maya"), salon.handed("card", 216))
    back(valued, "r", "w", days=100)
    lots = balances.lots(ledger.pack(pack.uid))
    ended, good = DAY + timedelta(days=90), DAY + timedelta(days=130)
    assert [(lot.left, lot.unit_value, lot.expires) for lot in lots] == [
        (3, 1_667, ended), (2, 1_666, ended), (1, 1_667, good),
    ]  # fmt: skip


def test_a_gift_card_and_a_deposit_pay_come_back_and_are_refunded(valued: Valued) -> None:
    salon, maya = valued.salon, valued.salon.clients["maya"]
    lines = (valued.line(valued.gift_card), valued.line(valued.deposit))
    valued.pay(salon.ticket("g", *lines, client="maya"))
    uid, code = value.gift_card(f"g/{valued.gift_card.name}") or ("", "")
    ticket = salon.ticket("c", salon.line("cut"), client="maya")
    due = valued.total(ticket)
    valued.pay(ticket, valued.handed("gift_card", 5_000, source=code),
               valued.handed("deposit", 3_000, source=maya.uid),
               salon.handed("card", due - 8_000))  # fmt: skip
    with refused("used_up"):
        shown(RefundRequest("r0", "g", whole("g")), salon.by("kai"))
    assert back(valued, "r1", "c").total == -due
    assert (left(ledger.gift_card(uid)), left(ledger.deposit(maya.uid))) == (5_000, 3_000)
    assert back(valued, "r2", "g").total == -8_000
    assert (left(ledger.gift_card(uid)), left(ledger.deposit(maya.uid))) == (0, 0)


def test_rule_20_a_voucher_pays_nothing_and_is_alive_with_the_last_line(valued: Valued) -> None:
    """10.00 of 95.42: the wash's 11.42 are 1.20 of the voucher and 10.22 by card."""
    salon = valued.salon
    with stamped():
        value_records.add_voucher(
            "v", "TEN", face=1_000, least=0, client_id=None, expires=None, made_at=NOW
        )
    ticket = salon.ticket("t", salon.line("cut"), salon.line("wash"))
    valued.pay(ticket, valued.handed("voucher", 1_000, source="TEN"), salon.handed("card", 8_542))
    first = back(valued, "r1", "t", wash=1)
    assert [(t.name, t.applied) for t in first.tenders] == [
        ("Cash voucher", -120), ("Bank card", -1_022)
    ]  # fmt: skip
    assert [t.unpaid for t in first.tenders] == [True, False]
    assert not any(t.unpaid for t in receipts.receipt("t").tenders)
    assert left(ledger.VOUCHER_GIVEN) == 880
    voucher = value.voucher("TEN")
    assert voucher is not None
    assert voucher.used_by == "t"
    back(valued, "r2", "t")
    assert left(ledger.VOUCHER_GIVEN) == 0
    voucher = value.voucher("TEN")
    assert voucher is not None
    assert voucher.used_by == ""


def test_what_is_on_account_is_owed_no_more(valued: Valued) -> None:
    salon, maya = valued.salon, valued.salon.clients["maya"]
    change_settings(replace(salon_queries.settings(), credit_limit=10_000), by=salon.by("olga"),
                    now=NOW)  # fmt: skip
    ticket = salon.ticket("o", salon.line("cut"), client="maya")
    word = approve_deed(
        salon.staff["chen"].id,
        PINS["chen"],
        subject="o/on_account",
        amount=8_400,
        by=salon.by("kai"),
        now=NOW,
    )
    valued.pay(ticket, valued.handed("on_account", 8_400, unlock=word))
    assert left(ledger.receivable(maya.uid)) == 8_400
    back(valued, "r", "o")
    assert left(ledger.receivable(maya.uid)) == 0


# --- the tier ---


def test_rule_23_the_same_day_undoes_an_upgrade_and_a_later_one_does_not(valued: Valued) -> None:
    """Silver needs 200.00: three cuts reach it, two do not."""
    salon = valued.salon
    maya, leo = salon.clients["maya"].id, salon.clients["leo"].id
    for uid, client in (("a", "maya"), ("b", "leo")):
        valued.pay(salon.ticket(uid, salon.line("cut", 3), client=client))
    held = tier_moves.held_tier(maya)
    assert held is not None
    assert held.tier == "silver"
    request, seen = shown(RefundRequest("r1", "a", {"a/cut": 1}), salon.by("kai"))
    assert seen.tier_before is not None
    assert seen.tier is not None
    assert (seen.tier_before.tier, seen.tier.tier) == ("silver", "member")
    refund(request, by=salon.by("kai"), now=NOW)
    held = tier_moves.held_tier(maya)
    assert held is not None
    assert held.tier == "member"
    back(valued, "r2", "b", days=1, cut=1)
    held = tier_moves.held_tier(leo)
    assert held is not None
    assert held.tier == "silver"


def test_rule_21_what_comes_back_counts_on_the_day_of_the_sale(valued: Valued) -> None:
    salon = valued.salon
    maya = salon.clients["maya"].id
    valued.pay(salon.ticket("a", salon.line("cut"), client="maya"))
    valued.pay(salon.ticket("u", valued.line(valued.top_up), client="maya"))
    assert tier_moves.deeds_of(maya, date.min).top_ups == ((DAY, 100_000),)
    assert tier_moves.deeds_of(maya, date.min).visits == {DAY}
    back(valued, "r1", "a", days=3)
    assert tier_moves.deeds_of(maya, date.min).spend == {DAY: 0}
    assert tier_moves.deeds_of(maya, date.min).visits == set()  # a top-up alone is none
    word = approve_deed(
        salon.staff["chen"].id, PINS["chen"], subject="r2/refund", amount=100_000,
        by=salon.by("kai"), now=NOW,
    )  # fmt: skip
    give_back(RefundRequest("r2", "u", whole("u"), approval=word), salon.by("kai"),
              NOW + timedelta(days=3))  # fmt: skip
    deeds = tier_moves.deeds_of(maya, date.min)
    assert (deeds.visits, deeds.top_ups) == (frozenset(), ())
    (day,) = rows("SELECT DISTINCT business_day FROM sale WHERE deed = 'refund'")[0]
    assert day == (DAY + timedelta(days=3)).isoformat()
