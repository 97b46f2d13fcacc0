"""What a shift's report says of each means of payment, after a day with everything that moves
money: its parts add up to the drawer's figure and to each account. Figures made by hand."""

from datetime import timedelta

import pytest

from salon_pos.db.connection import database
from salon_pos.db.queries import balances, shift_money, shifts
from salon_pos.db.queries.shift_money import Part
from salon_pos.db.records.ledger import Posting, post
from salon_pos.domain import ledger
from salon_pos.domain.ledger import Entry
from salon_pos.usecases.accounts import settle_account
from salon_pos.usecases.shifts import close_shift, open_shift
from tests.salons import NOW, Salon
from tests.usecases.spending import is_sound
from tests.usecases.valued import Valued
from tests.usecases.whole_day import CUT, a_whole_day, with_platform

CASH = {
    Part.FLOAT: 10_000,
    Part.SALES: 119_800,  # two cuts, the top-up, the deposit
    Part.TIPS: 100,  # the other 1.00 went back
    Part.GIVEN_BACK: -8_400,
    Part.ON_ACCOUNT: 2_000,
    Part.DEPOSITS: -1_000,
    Part.CLOSED_CARDS: -93_000,
}
IN_DRAWER = 29_500
BANK_CARD = {
    Part.SALES: 16_800,  # what was corrected is WeChat's, what is void came and went
    Part.TIPS: 200,
    Part.GIVEN_BACK: -8_400,
    Part.ON_ACCOUNT: 4_000,
    Part.DEPOSITS: -500,
    Part.CLOSED_CARDS: -100_000,
}


@pytest.fixture
def valued(selling: Salon) -> Valued:
    return with_platform(selling)


def told(shift_id: int) -> dict[str, dict[Part, int]]:
    """What went over each means of payment that is money, part by part."""
    totals = shifts.shift_totals(shift_id).tenders
    return {one.name: dict(one.parts) for one in totals if not one.kind.is_value}


def test_every_part_of_a_day_adds_up_to_its_account(valued: Valued) -> None:
    a_whole_day(valued)
    shift = shifts.open_shift(valued.salon.till_id)
    assert shift is not None
    assert told(shift.id) == {
        "Cash": CASH,
        "Bank card": BANK_CARD,
        "WeChat Pay": {Part.SALES: CUT + 100_000},
        "Bank transfer": {Part.PLATFORMS: 7_728},
    }
    moved = {one.name: one.moved for one in shifts.shift_totals(shift.id).tenders}
    assert moved["Cash"] == IN_DRAWER == shifts.drawer_balance(valued.salon.till_id)
    for name, code, amount in (
        ("Bank card", "card", -87_900),
        ("WeChat Pay", "wechat", 108_400),
        ("Bank transfer", "transfer", 7_728),
    ):
        assert moved[name] == balances.balance(ledger.tender(code)) == amount
    assert is_sound()


def test_what_is_prepaid_is_told_apart_and_what_balances_paid_is_no_money(valued: Valued) -> None:
    """Of eleven sales six cuts stand, 504.00, and 2,030.00 that were prepaid; two came back."""
    a_whole_day(valued)
    shift = shifts.open_shift(valued.salon.till_id)
    assert shift is not None
    totals = shifts.shift_totals(shift.id)
    assert (totals.sales, totals.total) == (11, 6 * CUT + 203_000)
    assert (totals.prepaid_sold, totals.prepaid_used, totals.tips) == (203_000, CUT, 300)
    held = {str(one.kind): (one.applied, one.parts) for one in totals.tenders if one.kind.is_value}
    assert held == {"stored_value": (CUT, ()), "on_account": (CUT, ()), "platform": (CUT, ())}


def test_closed_it_says_the_same_and_another_shift_says_its_own(valued: Valued) -> None:
    salon, by = valued.salon, valued.salon.by("kai")
    a_whole_day(valued)
    first = shifts.open_shift(salon.till_id)
    assert first is not None
    before = shifts.shift_totals(first.id)
    assert close_shift(IN_DRAWER, by=by, now=NOW + timedelta(hours=8)).difference == 0
    second = open_shift(0, by=by, now=NOW + timedelta(hours=9))
    maya = salon.clients["maya"].id
    settle_account("s3", maya, 2_400, salon.tenders["cash"], by=by, now=NOW + timedelta(hours=9))
    assert shifts.shift_totals(first.id) == before
    assert told(second.id) == {"Cash": {Part.ON_ACCOUNT: 2_400}}
    assert is_sound()


def test_money_that_a_deed_without_a_name_moved_is_told_too(valued: Valued) -> None:
    """The rows add up, whatever comes to move the drawer one day."""
    shift = shifts.open_shift(valued.salon.till_id)
    assert shift is not None
    made_by = Posting("u", "unheard_of", NOW, NOW.date(), valued.salon.by("kai"), shift.id)
    with database.atomic("IMMEDIATE"):
        post(made_by, [Entry(ledger.drawer("A"), 500, "u"), Entry(ledger.SAFE, -500, "u")])
    assert told(shift.id) == {"Cash": {Part.FLOAT: 10_000, Part.OTHER: 500}}


def test_a_shift_is_found_by_indexes_however_old_the_file_is(valued: Valued) -> None:
    sql = f"EXPLAIN QUERY PLAN {shift_money._MOVED.sql}"
    plan = [row[3] for row in database.execute_sql(sql, (1, "", "", "")).fetchall()]
    assert [step for step in plan if step.startswith("SCAN")] == []
    assert any("ledger_transaction_till (till_id=? AND rowid>?)" in step for step in plan), plan
