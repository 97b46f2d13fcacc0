"""Several processes at one file at once: nothing but a calm "busy", and every sale once."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from salon_pos.db import connection, salon_file
from salon_pos.db.connection import database
from salon_pos.db.doctor import examine
from salon_pos.db.queries import catalog
from salon_pos.usecases.checkout import Kept, Payment, keep_tickets
from tests.faults.till import Errand
from tests.faults.tills import Said, Till
from tests.salons import NOW, Salon

TILLS = 4


@contextmanager
def tills(*errands: Errand) -> Iterator[list[Till]]:
    """These errands running, each in its own process."""
    with ExitStack() as stack:
        yield [stack.enter_context(Till(errand)) for errand in errands]


def sales() -> list[tuple[str, str]]:
    return database.execute_sql("SELECT uid, number FROM sale ORDER BY serial").fetchall()


@pytest.mark.parametrize("count", [20, pytest.param(1_000, marks=pytest.mark.soak)])
def test_four_processes_sell_at_once(count: int, selling: Salon) -> None:
    """A deed that fails in any other way than "busy" would end its till with an error."""
    connection.close()
    errands = [Errand(selling, "compete", f"till {i}", count=count) for i in range(TILLS)]
    with tills(*errands) as running:
        for till in running:
            till.hear_until("asks")
        for till in running:
            till.answer()
        said = [one for till in running for one in till.rest()]
    acknowledged = sorted((one["number"], one["sold"]) for one in said if "sold" in one)
    print(f"{len(acknowledged)} sales, {len(said) - len(acknowledged)} times busy")
    salon_file.open_folder(selling.folder)
    numbers = [f"A-{serial:06d}" for serial in range(1, TILLS * count + 1)]
    assert [number for number, _ in acknowledged] == numbers
    assert acknowledged == [(number, uid) for uid, number in sales()]
    gel = catalog.item(selling.items["gel"].id)
    assert gel.stock == 4 - TILLS * count
    assert examine()[1] == ()


def test_a_till_that_waits_too_long_says_so_and_sells_when_tried_again(selling: Salon) -> None:
    with Till(Errand(selling, "compete", count=1)) as till:
        till.hear_until("asks")
        with connection.transaction():
            till.answer()
            assert till.hear()["busy"] == "The till is busy for a moment. Try again."
        assert "sold" in till.rest()[-1]


def test_a_till_that_breaks_is_seen(salon: Salon) -> None:
    """The planted fault: no shift is open, so this till ends with an error."""
    with Till(Errand(salon, "compete", count=1)) as till:
        till.hear_until("asks")
        till.answer()
        with pytest.raises(AssertionError, match="no_shift"):
            till.rest()


@pytest.mark.parametrize("count", [10, pytest.param(500, marks=pytest.mark.soak)])
@pytest.mark.parametrize("tenders", [("card", "card"), ("card", "cash")])
def test_two_processes_pay_the_same_ticket(
    tenders: tuple[str, str], count: int, selling: Salon
) -> None:
    """Paid in the same way both get the one receipt; paid differently, the second is refused."""
    first, second = (paid_by(tender, selling, count) for tender in tenders)
    keep_tickets([Kept(one.ticket) for one in first], by=selling.by("kai"), now=NOW)
    connection.close()
    errands = (Errand(selling, "pay_the_same", payments=each) for each in (first, second))
    with tills(*errands) as both:
        for payment in first:
            for till in both:
                assert till.hear_until("asks")[-1]["asks"] == payment.ticket.uid
            for till in both:
                till.answer()
            check_answers([till.hear() for till in both], tenders, payment)
    salon_file.open_folder(selling.folder)
    assert [uid for uid, _ in sales()] == [payment.ticket.uid for payment in first]
    assert examine()[1] == ()
    assert examine()[0].open_tickets == 0


def paid_by(tender: str, salon: Salon, count: int) -> tuple[Payment, ...]:
    tickets = [
        salon.ticket(f"t{i:03d}", salon.line("cut"), salon.line("gel")) for i in range(count)
    ]
    amounts = [20_000 if tender == "cash" else salon.total(ticket) for ticket in tickets]
    return tuple(
        salon.payment(ticket, salon.handed(tender, amount))
        for ticket, amount in zip(tickets, amounts, strict=True)
    )


def check_answers(said: list[Said], tenders: tuple[str, str], payment: Payment) -> None:
    sold = [one for one in said if "sold" in one]
    refused = [one["refused"] for one in said if "refused" in one]
    assert {one["sold"] for one in sold} == {payment.ticket.uid}
    if tenders[0] == tenders[1]:
        assert sold == [sold[0]] * 2
    else:
        assert (len(sold), refused) == (1, ["already_paid"])
