"""Refunds that are refused, and that happen once: nothing is kept of what is refused.

Cut: 80.00, 5 % GST. A refund asks for a manager above 300.00.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from peewee import IntegrityError

from salon_pos.db.doctor import examine
from salon_pos.db.queries import receipts, shifts, sold
from salon_pos.db.records import ledger as ledger_records
from salon_pos.db.records import refunds as records
from salon_pos.db.stamps import stamped
from salon_pos.domain import ledger
from salon_pos.usecases import imports
from salon_pos.usecases.approving import approve_deed
from salon_pos.usecases.checkout import sale_head
from salon_pos.usecases.imports import ImportFiles
from salon_pos.usecases.refunds import RefundRequest, refund
from salon_pos.usecases.shifts import close_shift, open_shift
from tests.imports.books import write_books
from tests.salons import NOW, PINS, Salon
from tests.usecases.keeping import refused, rows
from tests.usecases.paying import cut, pay
from tests.usecases.refunding import give_back, shown, whole
from tests.usecases.valued import Valued, made

DAY = NOW.date()


@pytest.fixture
def valued(selling: Salon) -> Iterator[Valued]:
    """Whatever a test does, the doctor finds nothing afterwards."""
    yield made(selling)
    assert examine()[1] == ()


def written_past_the_rule(written: records.Refund, salon: Salon) -> None:
    """The rows of a refund of a cut by card, straight into the file."""
    shift = shifts.open_shift(salon.till_id)
    assert shift is not None
    entries = (
        ledger.Entry(ledger.tender("card"), -8_400, "tender.back"),
        ledger.Entry(ledger.revenue("service"), 8_400, "revenue.back"),
    )
    with stamped():
        posting = ledger_records.Posting(written.uid, "refund", NOW, DAY, salon.by("kai"), shift.id)
        posted_as = ledger_records.post(posting, entries)
        head = sale_head(posting, "A", "", cash_step=5, transaction_id=posted_as)
        records.add_refund(written, head, opened_at=NOW)


# --- never twice ---


def test_the_same_request_again_gives_the_same_receipt(selling: Salon) -> None:
    pay(selling, selling.payment(cut(selling)))
    request, _ = shown(RefundRequest("r", "t", whole("t")), selling.by("kai"))
    first = refund(request, by=selling.by("kai"), now=NOW)
    again = refund(replace(request, reason="asked again"), by=selling.by("kai"), now=NOW)
    assert first == again
    assert rows("SELECT COUNT(*) FROM sale") == [(2,)]
    with refused("uid_taken", "uid"):
        refund(replace(request, tips=True), by=selling.by("kai"), now=NOW)


def test_another_request_for_the_same_is_refused_by_the_rule_and_by_the_schema(
    selling: Salon,
) -> None:
    pay(selling, selling.payment(cut(selling)))
    by = selling.by("kai")
    request, seen = shown(RefundRequest("r", "t", whole("t")), by)
    facts = sold.sold_sale("t", DAY)
    refund(request, by=by, now=NOW)
    with refused("already_refunded"):
        refund(replace(request, uid="r2"), by=by, now=NOW)
    # The rule switched off: the rows of the first refund once more, under another uid.
    assert facts is not None
    again = records.Refund("r2", "refund", facts, seen.reversal)
    with pytest.raises(IntegrityError, match="more would be given back than was sold"):
        written_past_the_rule(again, selling)
    assert rows("SELECT COUNT(*) FROM sale") == [(2,)]
    assert examine()[1] == ()


# --- refused ---


def test_a_preview_is_no_longer_true(valued: Valued) -> None:
    salon = valued.salon
    valued.pay(salon.ticket("a", salon.line("cut", 2), client="maya"))
    request, _ = shown(RefundRequest("r", "a", {"a/cut": 1}), salon.by("kai"))
    give_back(replace(request, uid="other"), salon.by("kai"))
    with refused("refund_changed"):
        # 84.00 and 80 points as before; but the points are now the last ones of the line.
        refund(request, by=salon.by("kai"), now=NOW)
    with refused("refund_changed"):
        refund(replace(request, shown_total=1), by=salon.by("kai"), now=NOW)


def test_more_cash_than_the_drawer_holds_goes_another_way(selling: Salon) -> None:
    by = selling.by("kai")
    pay(selling, selling.payment(cut(selling), selling.handed("cash", 10_000)))
    close_shift(18_400, by=by, now=NOW)
    open_shift(5_000, by=by, now=NOW)
    request = RefundRequest("r", "t", whole("t"))
    with refused("drawer_short", "sent"):
        shown(request, by)
    sent = replace(request, sent={0: selling.tenders["card"]})
    asked, seen = shown(sent, by)
    assert [reason.key for reason in seen.needs_manager] == ["sent"]
    with refused("needs_manager", "approval"):
        refund(asked, by=by, now=NOW)
    word = approve_deed(
        selling.staff["chen"].id, PINS["chen"], subject="r/refund", amount=8_400, by=by, now=NOW
    )
    asked, seen = shown(replace(sent, approval=word), by)
    assert seen.approved
    receipt = refund(asked, by=by, now=NOW)
    assert [(tender.name, tender.applied) for tender in receipt.tenders] == [("Bank card", -8_400)]
    assert shifts.drawer_balance(selling.till_id) == 5_000
    assert examine()[1] == ()


@pytest.mark.parametrize(
    ("subject", "amount"),
    [("r/refund", 33_599), ("other/refund", 33_600), ("r/correct_tender", 33_600), ("r", 33_600)],
)
def test_a_manager_is_asked_above_the_limit(subject: str, amount: int, selling: Salon) -> None:
    """Four cuts are 336.00, above 300.00; a word for less, for another refund or for another kind
    of deed under the same uid, is none."""
    by = selling.by("kai")
    pay(selling, selling.payment(selling.ticket("t", selling.line("cut", 4))))
    request, seen = shown(RefundRequest("r", "t", whole("t")), by)
    assert [reason.key for reason in seen.needs_manager] == ["above"]
    chen = selling.staff["chen"].id
    word = approve_deed(chen, PINS["chen"], subject=subject, amount=amount, by=by, now=NOW)
    with refused("needs_manager", "approval"):
        refund(replace(request, approval=word), by=by, now=NOW)
    with refused("needs_manager", "approval"):
        refund(request, by=by, now=NOW)
    right = approve_deed(chen, PINS["chen"], subject="r/refund", amount=33_600, by=by, now=NOW)
    with refused("needs_manager", "approval"):
        refund(replace(request, approval=right), by=selling.by("chen"), now=NOW)
    assert refund(replace(request, approval=right), by=by, now=NOW).total == -33_600


def test_a_manager_is_asked_above_the_limit_whatever_the_parts_and_the_day(selling: Salon) -> None:
    """Three cuts one by one are 252.00; the fourth makes it 336.00, above 300.00."""
    by, later = selling.by("kai"), NOW + timedelta(days=1)
    pay(selling, selling.payment(selling.ticket("t", selling.line("cut", 4))))
    for part in range(3):
        give_back(RefundRequest(f"r{part}", "t", {"t/cut": 1}), by)
    request, seen = shown(RefundRequest("r", "t", {"t/cut": 1}), by, later)
    assert [reason.key for reason in seen.needs_manager] == ["above"]
    with refused("needs_manager", "approval"):
        refund(request, by=by, now=later)
    chen = selling.staff["chen"].id
    word = approve_deed(chen, PINS["chen"], subject="r/refund", amount=8_400, by=by, now=later)
    assert refund(replace(request, approval=word), by=by, now=later).total == -8_400
    assert examine()[1] == ()


def test_who_may_not_and_where_it_cannot(selling: Salon) -> None:
    by = selling.by("kai")
    pay(selling, selling.payment(cut(selling)))
    request, _ = shown(RefundRequest("r", "t", whole("t")), by)
    with refused("not_allowed"):
        refund(request, by=selling.by("mei"), now=NOW)
    with refused("not_allowed"):
        shown(request, selling.by("mei"))
    with refused("sale_unknown"):
        shown(replace(request, sale_uid="nothing"), by)
    with refused("nothing_chosen"):
        shown(replace(request, lines={}), by)
    receipt = refund(request, by=by, now=NOW)
    with refused("not_a_sale"):
        shown(RefundRequest("r2", receipt.uid, {receipt.lines[0].uid: 1}), by)
    close_shift(10_000, by=by, now=NOW)
    with refused("no_shift"):
        shown(RefundRequest("r3", "t", {"t/cut": 1}), by)


def test_rule_21_the_old_shift_stays_as_it_was(selling: Salon) -> None:
    """Rule 21: it posts in the shift and business day of the refund."""
    by, later = selling.by("kai"), NOW + timedelta(days=2)
    pay(selling, selling.payment(cut(selling), selling.handed("cash", 10_000)))
    close_shift(18_400, by=by, now=NOW)
    old = rows("SELECT * FROM shift")
    open_shift(20_000, by=by, now=later)
    give_back(RefundRequest("r", "t", whole("t")), by, later)
    assert shifts.drawer_balance(selling.till_id) == 11_600
    assert close_shift(11_600, by=by, now=later).difference == 0
    assert rows("SELECT * FROM shift LIMIT 1") == old
    assert receipts.receipt("r").business_day == DAY + timedelta(days=2)
    assert examine()[1] == ()


def test_what_another_system_sold_is_not_paid_back_here(selling: Salon) -> None:
    files = ImportFiles(write_books(selling.folder / "books"))
    plan = imports.plan_for(imports.look_at_files(files, now=NOW))
    imports.import_books(plan, by=selling.by("olga"), now=NOW, go_on=lambda _done, _all: True)
    (uid, line) = rows("SELECT s.uid, l.uid FROM sale s JOIN sale_line l ON l.sale_id = s.id"
                       " JOIN till t ON t.id = s.till_id AND t.is_import = 1")[0]  # fmt: skip
    with refused("sale_imported"):
        shown(RefundRequest("r", uid, {line: 1}), selling.by("kai"))
