"""Corrections of a paid sale: who did a line, by what it was paid; the sale row stays.

A woman's cut with Mei is 80.00 and 5 % on top, 84.00; the drawer starts with 100.00.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from salon_pos.db.doctor import examine
from salon_pos.db.queries import receipts, sales, shifts
from salon_pos.domain import ledger
from salon_pos.domain.ticket import Credit
from salon_pos.usecases.approving import approve_deed
from salon_pos.usecases.corrections import (
    Corrected,
    StaffCorrection,
    TenderCorrection,
    correct_staff,
    correct_tender,
    preview_correct_staff,
    preview_correct_tender,
)
from salon_pos.usecases.refunds import RefundRequest, refund
from salon_pos.usecases.shifts import close_shift, open_shift
from salon_pos.usecases.voids import void
from tests.salons import NOW, PINS, Salon
from tests.usecases.keeping import changed, everything, refused, rows
from tests.usecases.paying import cut, pay
from tests.usecases.refunding import give_back, shown
from tests.usecases.test_voids import held
from tests.usecases.valued import made


@pytest.fixture(autouse=True)
def sound(selling: Salon) -> Iterator[None]:
    """Whatever a test does, the doctor finds nothing afterwards."""
    yield
    assert examine()[1] == ()


def word(salon: Salon, subject: str, amount: int) -> str:
    """Chen's word for a deed of Kai's."""
    return approve_deed(salon.staff["chen"].id, PINS["chen"], subject=subject, amount=amount,
                        by=salon.by("kai"), now=NOW)  # fmt: skip


def by_means(
    salon: Salon, to: str, *, uid: str = "c", sale: str = "t", at: int = 0
) -> TenderCorrection:
    return TenderCorrection(uid, sale, at, salon.tenders[to], "Wrong key")


def shares(salon: Salon, **parts: int) -> tuple[Credit, ...]:
    return tuple(Credit(salon.staff[name].id, part) for name, part in parts.items())


def by_staff(salon: Salon, *, uid: str = "c", line: str = "t/cut", **parts: int) -> StaffCorrection:
    return StaffCorrection(uid, line, shares(salon, **parts), "It was her day off")


def tendered(salon: Salon) -> dict[str, tuple[int, int]]:
    """What the shift's report says of each means of payment: applied, tips."""
    shift = shifts.open_shift(salon.till_id)
    assert shift is not None
    totals = shifts.shift_totals(shift.id)
    return {one.name: (one.applied, one.tips) for one in totals.tenders if one.applied or one.tips}


def credit(line: str) -> list[tuple[str, int]]:
    """What everybody has of a line, less what came back of it, from every row that counts."""
    return rows(
        "SELECT w.code, SUM(c.amount) FROM sale_credit c JOIN staff w ON w.id = c.staff_id"
        " JOIN sale_line l ON l.id = c.line_id LEFT JOIN sale_line o ON o.id = l.refunds_id"
        " WHERE COALESCE(o.uid, l.uid) = ? AND c.correction_id IS"
        " (SELECT MAX(id) FROM sale_credit_correction x WHERE x.line_id = l.id)"
        " GROUP BY w.code HAVING SUM(c.amount) <> 0 ORDER BY w.code",
        line,
    )


# --- by what it was paid ---


def test_cash_that_was_a_card(selling: Salon) -> None:
    """100.00 handed over for 84.00, a tip of 5.00 kept: the 89.00 were on a card."""
    by, ticket = selling.by("chen"), cut(selling)
    pay(selling, selling.payment(ticket, selling.handed("cash", 10_000, mei=500)))
    before = rows("SELECT * FROM sale"), rows("SELECT * FROM sale_tender")
    change = by_means(selling, "card")
    looked_at = everything()
    seen = preview_correct_tender(change, by=by, now=NOW)
    assert changed(looked_at) == set()
    assert (seen.move.amount, seen.move.from_drawer, seen.needs_manager) == (8_900, 8_900, False)
    assert correct_tender(change, by=by, now=NOW) == Corrected("c", "t", 8_900)
    assert (rows("SELECT * FROM sale"), rows("SELECT * FROM sale_tender")) == before
    assert shifts.drawer_balance(selling.till_id) == 10_000
    assert shifts.balance(ledger.tender("card")) == 8_900
    assert tendered(selling) == {"Bank card": (8_400, 500)}
    assert rows("SELECT text FROM remark WHERE subject = 'c'") == [("Wrong key",)]
    (tender,) = receipts.receipt("t").tenders
    assert (tender.name, tender.was) == ("Bank card", "Cash")
    assert (tender.handed, tender.applied, tender.change) == (8_900, 8_400, 0)
    closing = close_shift(10_000, by=by, now=NOW)
    assert (closing.expected, closing.difference) == (10_000, 0)


def test_a_card_that_was_cash_is_expected_in_the_drawer(selling: Salon) -> None:
    pay(selling, selling.payment(cut(selling), selling.handed("card", 8_700, mei=300)))
    correct_tender(by_means(selling, "cash"), by=selling.by("chen"), now=NOW)
    assert tendered(selling) == {"Cash": (8_400, 300)}
    assert shifts.balance(ledger.tender("card")) == 0
    assert close_shift(18_700, by=selling.by("kai"), now=NOW).expected == 18_700


def test_corrected_twice_the_newest_counts(selling: Salon) -> None:
    pay(selling, selling.payment(cut(selling)))
    by = selling.by("chen")
    for uid, to in (("c1", "cash"), ("c2", "wechat"), ("c3", "card")):
        correct_tender(by_means(selling, to, uid=uid), by=by, now=NOW)
    assert tendered(selling) == {"Bank card": (8_400, 0)}
    (tender,) = receipts.receipt("t").tenders
    assert (tender.name, tender.was) == ("Bank card", "")
    assert rows("SELECT COUNT(*) FROM sale_tender_correction") == [(3,)]
    with refused("nothing_changed", "method"):
        correct_tender(by_means(selling, "card", uid="c4"), by=by, now=NOW)


def test_the_same_again_moves_nothing(selling: Salon) -> None:
    pay(selling, selling.payment(cut(selling)))
    by, change = selling.by("chen"), by_means(selling, "cash")
    first = correct_tender(change, by=by, now=NOW)
    before = everything()
    assert correct_tender(replace(change, reason="again"), by=by, now=NOW) == first
    assert changed(before) == set()
    with refused("uid_taken", "uid"):
        correct_tender(by_means(selling, "wechat"), by=by, now=NOW)
    with refused("uid_taken", "uid"):
        correct_tender(by_means(selling, "wechat", uid="t"), by=by, now=NOW)


def test_a_refund_goes_by_what_it_was_corrected_to(selling: Salon) -> None:
    """60.00 in cash and 24.00 by card; the cash was WeChat. Half of two cuts: 84.00 of 168.00."""
    ticket = selling.ticket("t", selling.line("cut", 2))
    pay(selling, selling.payment(ticket, selling.handed("cash", 12_000),
                                 selling.handed("card", 4_800)))  # fmt: skip
    correct_tender(by_means(selling, "wechat"), by=selling.by("chen"), now=NOW)
    receipt = give_back(RefundRequest("r", "t", {"t/cut": 1}), selling.by("kai"))
    # In the proportion 120.00 : 48.00.
    assert [(one.name, one.applied) for one in receipt.tenders] == [
        ("WeChat Pay", -6_000), ("Bank card", -2_400),
    ]  # fmt: skip
    assert shifts.drawer_balance(selling.till_id) == 10_000
    assert shifts.balance(ledger.tender("wechat")) == 6_000
    with refused("tender_refunded", "tender"):
        correct_tender(by_means(selling, "cash", uid="d"), by=selling.by("chen"), now=NOW)


@pytest.mark.parametrize(("tender", "to"), [("cash", "card"), ("card", "cash"), ("card", "alipay")])
def test_a_void_leaves_every_account_as_before_the_sale(
    tender: str, to: str, selling: Salon
) -> None:
    valued, by = made(selling), selling.by("chen")
    before = held()
    ticket = selling.ticket("t", selling.line("cut"), client="maya")
    valued.pay(ticket, selling.handed(tender, 8_900, mei=500))
    correct_tender(by_means(selling, to), by=by, now=NOW)
    receipt = void("t", "mistake", by=selling.by("kai"), now=NOW)
    assert held() == before
    assert [one.name for one in receipt.tenders] == [
        {"card": "Bank card", "cash": "Cash", "alipay": "Alipay"}[to]
    ]
    assert tendered(selling) == {}
    with refused("tender_refunded", "tender"):
        correct_tender(by_means(selling, tender, uid="d"), by=by, now=NOW)


def test_cash_rounding_stays_with_what_took_it(selling: Salon) -> None:
    """A wash is 10.10 and 13 % on top: 11.42, in cash 11.40. Its card keeps 11.40, and all of it
    comes back by card."""
    wash = selling.ticket("t", selling.line("wash"))
    pay(selling, selling.payment(wash, selling.handed("cash", 2_000)))
    correct_tender(by_means(selling, "card"), by=selling.by("chen"), now=NOW)
    assert tendered(selling) == {"Bank card": (1_140, 0)}
    receipt = give_back(RefundRequest("r", "t", {"t/wash": 1}), selling.by("kai"))
    assert [(one.name, one.applied) for one in receipt.tenders] == [("Bank card", -1_140)]
    assert (receipt.total, receipt.cash_rounding) == (-1_142, 2)


def test_a_cashier_needs_a_managers_word(selling: Salon) -> None:
    pay(selling, selling.payment(cut(selling)))
    by, change = selling.by("kai"), by_means(selling, "cash")
    assert preview_correct_tender(change, by=by, now=NOW).needs_manager
    for wrong in (
        "",
        word(selling, "c/correct_tender", 8_399),
        word(selling, "t/correct_tender", 8_400),
        word(selling, "c/refund", 8_400),
        word(selling, "c/correct_staff", 8_400),
    ):
        with refused("needs_manager", "approval"):
            correct_tender(replace(change, approval=wrong), by=by, now=NOW)
    given = word(selling, "c/correct_tender", 8_400)
    correct_tender(replace(change, approval=given), by=by, now=NOW)
    assert rows("SELECT staff_id, approved_by FROM sale_tender_correction") == [
        (selling.staff["kai"].id, selling.staff["chen"].id)
    ]


def test_what_is_refused_keeps_nothing(selling: Salon) -> None:
    by = selling.by("chen")
    valued = made(selling)
    maya = selling.ticket("p", selling.line("cut", 2), client="maya")
    valued.pay(maya, selling.handed("card", 16_800))
    points = selling.ticket("q", selling.line("cut"), client="maya")
    valued.pay(points, valued.handed("points", 100), selling.handed("card", 8_300))
    wash = selling.ticket("t", selling.line("wash"))
    pay(selling, selling.payment(wash))
    give_back(RefundRequest("r", "p", {"p/cut": 1}), by)
    refusals = [
        (by_means(selling, "cash", sale="?"), "sale_unknown", ""),
        (by_means(selling, "cash", sale="r"), "not_a_sale", ""),
        (by_means(selling, "cash", at=9), "no_such_tender", "tender"),
        (by_means(selling, "cash", sale="q"), "never_corrected", "tender"),
        (by_means(selling, "points"), "tender_unknown", "method"),
        (by_means(selling, "imported"), "tender_unknown", "method"),
        (by_means(selling, "card"), "nothing_changed", "method"),
        (by_means(selling, "wechat", sale="p"), "tender_refunded", "tender"),
        # 11.42 are no coins of 0.05.
        (by_means(selling, "cash"), "no_such_coins", "method"),
        (replace(by_means(selling, "wechat"), reason=" "), "reason_missing", "reason"),
    ]
    for change, key, field in refusals:
        with refused(key, field):
            correct_tender(change, by=by, now=NOW)
    with refused("not_allowed"):
        correct_tender(by_means(selling, "wechat"), by=selling.by("mei"), now=NOW)


def test_only_in_the_shift_of_the_sale(selling: Salon) -> None:
    by = selling.by("chen")
    pay(selling, selling.payment(cut(selling)))
    close_shift(10_000, by=by, now=NOW)
    with refused("no_shift"):
        correct_tender(by_means(selling, "wechat"), by=by, now=NOW)
    open_shift(10_000, by=by, now=NOW + timedelta(hours=1))
    with refused("shift_closed", "tender"):
        correct_tender(by_means(selling, "wechat"), by=by, now=NOW + timedelta(hours=1))


def test_the_drawer_gives_no_more_than_it_holds(selling: Salon) -> None:
    """The float is 0; the 84.00 in cash went out again for a refund by card sent to cash."""
    by = selling.by("chen")
    close_shift(10_000, by=by, now=NOW)
    open_shift(0, by=by, now=NOW)
    pay(selling, selling.payment(cut(selling), selling.handed("cash", 8_400)))
    pay(selling, selling.payment(cut(selling, "u")))
    sent = {0: selling.tenders["cash"]}
    given = approve_deed(selling.staff["olga"].id, PINS["olga"], subject="r/refund", amount=8_400,
                         by=by, now=NOW)  # fmt: skip
    give_back(RefundRequest("r", "u", {"u/cut": 1}, sent=sent, approval=given), by)
    with refused("drawer_short", "method"):
        correct_tender(by_means(selling, "card"), by=by, now=NOW)


def test_a_sale_that_another_window_refunded_meanwhile_is_not_corrected(selling: Salon) -> None:
    pay(selling, selling.payment(cut(selling)))
    change, by = by_means(selling, "cash"), selling.by("chen")
    preview_correct_tender(change, by=by, now=NOW)
    give_back(RefundRequest("r", "t", {"t/cut": 1}), selling.by("kai"))
    with refused("tender_refunded", "tender"):
        correct_tender(change, by=by, now=NOW)


def test_a_refund_that_was_shown_before_the_correction_is_shown_again(selling: Salon) -> None:
    pay(selling, selling.payment(cut(selling)))
    request, _seen = shown(RefundRequest("r", "t", {"t/cut": 1}), selling.by("kai"))
    correct_tender(by_means(selling, "cash"), by=selling.by("chen"), now=NOW)
    with refused("refund_changed"):
        refund(request, by=selling.by("kai"), now=NOW)


# --- who did it ---


def test_another_did_it(selling: Salon) -> None:
    by = selling.by("chen")
    line = replace(selling.line("cut"), requested=True)
    pay(selling, selling.payment(selling.ticket("t", line, client="maya")))
    before = rows("SELECT id, line_id, position, staff_id, part_bp, amount FROM sale_credit")
    change = by_staff(selling, jie=7_000, mei=3_000)
    looked_at = everything()
    seen = preview_correct_staff(change, by=by, now=NOW)
    assert changed(looked_at) == set()
    jie, mei = selling.staff["jie"].id, selling.staff["mei"].id
    assert (seen.before, seen.after) == (((mei, 8_000),), ((jie, 5_600), (mei, 2_400)))
    assert correct_staff(change, by=by, now=NOW) == Corrected("c", "t", 8_000)
    kept = "SELECT id, line_id, position, staff_id, part_bp, amount FROM sale_credit"
    assert rows(f"{kept} WHERE correction_id IS NULL") == before
    assert credit("t/cut") == [("JIE", 5_600), ("MEI", 2_400)]
    (shown,) = receipts.receipt("t").lines
    assert (shown.staff, shown.is_corrected, shown.requested) == (("Jie", "Mei"), True, True)
    assert shown.payable == 8_400
    maya = selling.clients["maya"].id
    (visit,) = sales.history(maya)
    assert visit.credits == (("Jie", 7_000), ("Mei", 3_000))
    assert sales.usual(maya) == ((selling.items["cut"].id, jie),)
    assert rows("SELECT text FROM remark WHERE subject = 'c'") == [("It was her day off",)]
    with refused("nothing_changed", "staff"):
        correct_staff(replace(change, uid="d"), by=by, now=NOW)


def test_the_same_staff_again_is_one_correction(selling: Salon) -> None:
    pay(selling, selling.payment(cut(selling)))
    by, change = selling.by("chen"), by_staff(selling, jie=10_000)
    first = correct_staff(change, by=by, now=NOW)
    before = everything()
    assert correct_staff(change, by=by, now=NOW + timedelta(days=9)) == first
    assert changed(before) == set()
    with refused("uid_taken", "uid"):
        correct_staff(by_staff(selling, chen=10_000), by=by, now=NOW)
    correct_staff(by_staff(selling, uid="d", mei=10_000), by=by, now=NOW)
    assert credit("t/cut") == [("MEI", 8_000)]


def test_what_came_back_of_the_line_is_shared_anew(selling: Salon) -> None:
    """Three cuts are 240.00; one came back before, one comes back after Jie is named."""
    by, kai = selling.by("chen"), selling.by("kai")
    pay(selling, selling.payment(selling.ticket("t", selling.line("cut", 3))))
    give_back(RefundRequest("r1", "t", {"t/cut": 1}), kai)
    assert credit("t/cut") == [("MEI", 16_000)]
    seen = preview_correct_staff(by_staff(selling, jie=10_000), by=by, now=NOW)
    assert [amount for _, amount in (*seen.before, *seen.after)] == [16_000, 16_000]
    correct_staff(by_staff(selling, jie=10_000), by=by, now=NOW)
    assert credit("t/cut") == [("JIE", 16_000)]
    give_back(RefundRequest("r2", "t", {"t/cut": 1}), kai)
    assert credit("t/cut") == [("JIE", 8_000)]
    correct_staff(by_staff(selling, uid="d", jie=5_000, mei=5_000), by=by, now=NOW)
    assert credit("t/cut") == [("JIE", 4_000), ("MEI", 4_000)]
    give_back(RefundRequest("r3", "t", {"t/cut": 1}), kai)
    assert credit("t/cut") == []
    with refused("all_refunded", "line"):
        correct_staff(by_staff(selling, uid="e", jie=10_000), by=by, now=NOW)


def test_a_product_that_nobody_was_named_for(selling: Salon) -> None:
    pay(selling, selling.payment(selling.ticket("t", selling.line("gel", staff=""))))
    correct_staff(by_staff(selling, line="t/gel", kai=10_000), by=selling.by("chen"), now=NOW)
    assert credit("t/gel") == [("KAI", 3_030)]
    void("t", "mistake", by=selling.by("kai"), now=NOW)
    assert credit("t/gel") == []


def test_staff_is_corrected_after_the_shift_is_closed(selling: Salon) -> None:
    pay(selling, selling.payment(cut(selling)))
    close_shift(10_000, by=selling.by("kai"), now=NOW)
    later = NOW + timedelta(days=20)
    correct_staff(by_staff(selling, jie=10_000), by=selling.by("chen"), now=later)
    assert credit("t/cut") == [("JIE", 8_000)]


def test_wrong_staff_is_refused_and_keeps_nothing(selling: Salon) -> None:
    by = selling.by("chen")
    pay(selling, selling.payment(cut(selling)))
    pay(selling, selling.payment(cut(selling, "u")))
    void("u", "mistake", by=by, now=NOW)
    nobody = StaffCorrection("c", "t/cut", (Credit(9_999),), "why")
    refusals = [
        (by_staff(selling, line="?", jie=10_000), "line_unknown", "line"),
        (by_staff(selling, line="u/cut", jie=10_000), "all_refunded", "line"),
        (by_staff(selling), "nobody_chosen", "staff"),
        (by_staff(selling, jie=9_999), "bad_credit", "staff"),
        (by_staff(selling, mei=10_000), "nothing_changed", "staff"),
        (nobody, "staff_unknown", "staff"),
        (replace(by_staff(selling, jie=10_000), reason=" "), "reason_missing", "reason"),
        (replace(by_staff(selling, jie=10_000), uid=""), "bad_uid", "uid"),
    ]
    for change, key, field in refusals:
        with refused(key, field):
            correct_staff(change, by=by, now=NOW)
    with refused("needs_manager", "approval"):
        correct_staff(by_staff(selling, jie=10_000), by=selling.by("kai"), now=NOW)
    with refused("not_allowed"):
        correct_staff(by_staff(selling, jie=10_000), by=selling.by("mei"), now=NOW)
    given = word(selling, "c/correct_staff", 8_000)
    change = replace(by_staff(selling, jie=10_000), approval=given)
    correct_staff(change, by=selling.by("kai"), now=NOW)
    chen = selling.staff["chen"].id
    assert rows("SELECT approved_by FROM sale_credit_correction") == [(chen,)]


def test_a_line_of_a_refund_is_corrected_by_its_sale(selling: Salon) -> None:
    by = selling.by("chen")
    pay(selling, selling.payment(selling.ticket("t", selling.line("cut", 2))))
    give_back(RefundRequest("r", "t", {"t/cut": 1}), by)
    with refused("not_a_sale"):
        correct_staff(by_staff(selling, line="r/0", jie=10_000), by=by, now=NOW)
