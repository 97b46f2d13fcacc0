"""Taking payment once and only once: repeated, at the same time, on a full disk, after a crash."""

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from salon_pos.db.connection import database, transaction, worker
from salon_pos.db.queries import tickets
from salon_pos.domain.receipt import Receipt
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.ticket import Discount
from salon_pos.usecases.checkout import Kept, Payment, keep_tickets, take_payment
from salon_pos.usecases.shifts import close_shift
from tests.salons import NOW, Salon
from tests.usecases.keeping import changed, everything, refused, rows
from tests.usecases.paying import CUT, cut, pay

LATER = NOW + timedelta(hours=2)
MANY = 300


def sale_count() -> int:
    return rows("SELECT COUNT(*) FROM sale")[0][0]


# Once, and only once.


def test_paying_again_gives_the_same_receipt_and_keeps_nothing(selling: Salon) -> None:
    payment = selling.payment(cut(selling))
    receipt = pay(selling, payment)
    before = everything()
    assert take_payment(payment, by=selling.by("olga"), now=LATER) == receipt
    assert changed(before) == set()
    assert (receipt.number, receipt.total, sale_count()) == ("A-000001", CUT, 1)


def test_paying_again_once_the_shift_is_closed_gives_the_same_receipt(selling: Salon) -> None:
    payment = selling.payment(cut(selling))
    receipt = pay(selling, payment)
    close_shift(10_000, by=selling.by("kai"), now=LATER)
    assert pay(selling, payment) == receipt


def _with_more(salon: Salon, paid: Payment) -> Payment:
    return salon.payment(salon.ticket("t", salon.line("cut"), salon.line("wash")))


def _in_cash(salon: Salon, paid: Payment) -> Payment:
    return replace(paid, tenders=(salon.handed("cash", CUT),))


def _with_a_tip(salon: Salon, paid: Payment) -> Payment:
    return replace(paid, tenders=(salon.handed("card", 8_500, mei=100),))


def _for_a_client(salon: Salon, paid: Payment) -> Payment:
    return replace(paid, ticket=replace(paid.ticket, client_id=salon.clients["maya"].id))


def _with_a_discount(salon: Salon, paid: Payment) -> Payment:
    off = Discount(salon.reasons["Regular client"], amount=100)
    return salon.payment(replace(paid.ticket, discounts=(off,)))


@pytest.mark.parametrize(
    "other", [_with_more, _in_cash, _with_a_tip, _for_a_client, _with_a_discount]
)
def test_paying_something_else_under_the_same_ticket_is_refused(
    selling: Salon, other: Callable[[Salon, Payment], Payment]
) -> None:
    payment = selling.payment(cut(selling))
    pay(selling, payment)
    with refused("already_paid"):
        pay(selling, other(selling, payment))


def test_the_ticket_is_off_the_file_once_it_is_paid(selling: Salon) -> None:
    ticket = cut(selling)
    keep_tickets([Kept(ticket), Kept(cut(selling, "other"))], by=selling.by("mei"), now=NOW)
    pay(selling, selling.payment(ticket))
    assert [kept.ticket.uid for kept in tickets.open_tickets()] == ["other"]


def test_numbers_have_no_gap_where_a_payment_was_refused(selling: Salon) -> None:
    first, second = cut(selling, "first"), cut(selling, "second")
    assert pay(selling, selling.payment(first)).number == "A-000001"
    with refused("short"):
        pay(selling, selling.payment(second, selling.handed("card", 8_399)))
    assert pay(selling, selling.payment(second)).number == "A-000002"


# At the same time.


def patiently(deed: Callable[[], Receipt]) -> Receipt | Refusal:
    """What it came to; tried again as long as the other one has the file."""
    while True:
        try:
            return deed()
        except Refusal as refusal:
            if refusal.key != "busy":
                return refusal


def together(*deeds: Callable[[], Receipt]) -> list[Receipt | Refusal]:
    """Do all of them at once, each in a thread of its own; what each came to."""
    start = threading.Barrier(len(deeds))
    came: list[Receipt | Refusal] = []

    def run(deed: Callable[[], Receipt]) -> None:
        with worker():
            start.wait()
            came.append(patiently(deed))

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(came) == len(deeds)
    return came


def test_two_threads_that_pay_the_same_make_one_sale(selling: Salon) -> None:
    payment = selling.payment(cut(selling))
    one, other = together(lambda: pay(selling, payment), lambda: pay(selling, payment))
    assert isinstance(one, Receipt)
    assert one == other
    assert sale_count() == 1


def test_of_two_threads_that_pay_one_ticket_differently_one_is_refused(selling: Salon) -> None:
    payment = selling.payment(cut(selling))
    in_cash = _in_cash(selling, payment)
    came = together(lambda: pay(selling, payment), lambda: pay(selling, in_cash))
    assert [one.key for one in came if isinstance(one, Refusal)] == ["already_paid"]
    assert sale_count() == 1


def test_two_threads_that_pay_two_tickets_get_numbers_without_a_gap(selling: Salon) -> None:
    one, other = (selling.payment(cut(selling, uid)) for uid in ("one", "other"))
    came = together(lambda: pay(selling, one), lambda: pay(selling, other))
    numbers = {one.number for one in came if isinstance(one, Receipt)}
    assert numbers == {"A-000001", "A-000002"}


@contextmanager
def somebody_else_writing() -> Iterator[None]:
    """Another connection holds the file for as long as this lasts."""
    holding, done = threading.Event(), threading.Event()

    def hold() -> None:
        with worker(), transaction():
            holding.set()
            done.wait()

    thread = threading.Thread(target=hold)
    thread.start()
    holding.wait()
    try:
        yield
    finally:
        done.set()
        thread.join()


def test_a_busy_file_is_refused_calmly_and_the_next_try_pays(selling: Salon) -> None:
    ticket = cut(selling)
    keep_tickets([Kept(ticket)], by=selling.by("mei"), now=NOW)
    with somebody_else_writing(), refused("busy"):
        pay(selling, selling.payment(ticket))
    assert tickets.open_ticket("t") is not None
    assert pay(selling, selling.payment(ticket)).number == "A-000001"


def test_a_full_disk_is_refused_calmly_and_the_ticket_stays(selling: Salon) -> None:
    lines = [selling.line("wash", uid=f"wash {place}") for place in range(MANY)]
    ticket = selling.ticket("t", *lines)
    keep_tickets([Kept(ticket)], by=selling.by("mei"), now=NOW)
    most = database.execute_sql("PRAGMA max_page_count").fetchone()[0]
    (used,) = database.execute_sql("PRAGMA page_count").fetchone()
    database.execute_sql(f"PRAGMA max_page_count = {used}")
    with refused("no_access"):
        pay(selling, selling.payment(ticket))
    database.execute_sql(f"PRAGMA max_page_count = {most}")
    assert pay(selling, selling.payment(ticket)).number == "A-000001"


# After a crash.

CRASHING = """
import os, pickle, sys
from pathlib import Path
from salon_pos.db import salon_file
from salon_pos.usecases import checkout

folder, payment, by, now, when = pickle.load(sys.stdin.buffer)
salon_file.open_folder(folder)
if when == "before the commit":
    checkout.journal.note = lambda *_, **__: os._exit(9)
checkout.take_payment(payment, by=by, now=now)
os._exit(9)
"""


def crash(salon: Salon, payment: Payment, when: str) -> None:
    """Another process pays, and is gone at once: before its commit, or right after it."""
    given = pickle.dumps((salon.folder, payment, salon.by("kai"), NOW, when))
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", CRASHING],
        input=given,
        env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 9, done.stderr.decode()


def test_a_crash_before_the_commit_leaves_the_ticket_to_be_paid(selling: Salon) -> None:
    payment = selling.payment(cut(selling))
    keep_tickets([Kept(payment.ticket)], by=selling.by("mei"), now=NOW)
    before = everything()
    crash(selling, payment, "before the commit")
    assert changed(before) == set()
    assert pay(selling, payment).number == "A-000001"


def test_a_crash_after_the_commit_leaves_one_sale_however_often_it_is_tried(
    selling: Salon,
) -> None:
    payment = selling.payment(cut(selling))
    crash(selling, payment, "after the commit")
    before = everything()
    assert sale_count() == 1
    assert pay(selling, payment).number == "A-000001"
    assert changed(before) == set()
