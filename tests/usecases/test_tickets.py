"""Open tickets: kept as they are, parked, dropped, and never overwritten by an older look."""

import threading
from dataclasses import replace
from datetime import timedelta

from salon_pos.db import connection, salon_file
from salon_pos.db.connection import worker
from salon_pos.db.queries import tickets
from salon_pos.db.queries.tickets import OpenTicket
from salon_pos.domain.catalog import HairLength
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.ticket import Credit, Discount, Ticket
from salon_pos.usecases.checkout import Kept, drop_ticket, keep_tickets
from tests.salons import NOW, Salon
from tests.usecases.keeping import changed, everything, refused, rows
from tests.usecases.paying import cut, pay

LATER = NOW + timedelta(hours=2)


def keep(salon: Salon, *kept: Kept, by: str = "mei") -> tuple[int, ...]:
    return keep_tickets(kept, by=salon.by(by), now=LATER)


def on_file(uid: str = "t") -> OpenTicket:
    found = tickets.open_ticket(uid)
    assert found is not None
    return found


def full(salon: Salon) -> Ticket:
    """A ticket with something in every field."""
    mei, jie = (salon.staff[name].id for name in ("mei", "jie"))
    colour = replace(
        salon.line("colour"),
        staff=(Credit(mei, 7_000), Credit(jie, 3_000)),
        requested=True,
        client_id=salon.clients["leo"].id,
        length=HairLength.LONG,
        discount=Discount(salon.reasons["Complaint"], percent_bp=1_000, approval="a word"),
    )
    care = replace(salon.line("care"), typed_price=12_300)
    mask = replace(salon.line("mask", 2), parent="colour")
    ticket = salon.ticket("t", colour, mask, care, client="maya")
    discounts = (Discount(salon.reasons["Regular client"], amount=100),)
    return replace(ticket, tag="椅子 7", discounts=discounts)


def test_a_ticket_comes_back_as_it_was_kept(salon: Salon) -> None:
    ticket = full(salon)
    assert keep(salon, Kept(ticket, parked=True)) == (1,)
    assert on_file() == OpenTicket(ticket, True, 1, NOW, salon.till_id)


def test_a_ticket_survives_closing_the_program(salon: Salon) -> None:
    keep(salon, Kept(full(salon)))
    connection.close()
    salon_file.open_folder(salon.folder)
    assert on_file().ticket == full(salon)


def test_each_change_is_a_new_revision(salon: Salon) -> None:
    ticket = cut(salon)
    assert keep(salon, Kept(ticket)) == (1,)
    assert keep(salon, Kept(ticket, revision=1, parked=True)) == (2,)
    assert (on_file().revision, on_file().parked) == (2, True)
    assert keep(salon, Kept(full(salon), revision=2)) == (3,)
    assert (on_file().ticket, on_file().parked) == (full(salon), False)


def test_an_older_look_does_not_overwrite(salon: Salon) -> None:
    keep(salon, Kept(cut(salon)))
    keep(salon, Kept(full(salon), revision=1), by="jie")
    with refused("ticket_changed"):
        keep(salon, Kept(cut(salon), revision=1))


def test_a_new_ticket_does_not_overwrite_one_on_file(salon: Salon) -> None:
    keep(salon, Kept(cut(salon)))
    with refused("ticket_changed"):
        keep(salon, Kept(full(salon)))


def test_a_ticket_that_was_dropped_elsewhere_does_not_come_back(salon: Salon) -> None:
    keep(salon, Kept(cut(salon)))
    drop_ticket("t", by=salon.by("jie"), now=NOW)
    with refused("ticket_changed"):
        keep(salon, Kept(cut(salon), revision=1))


def test_a_paid_ticket_is_not_opened_again(selling: Salon) -> None:
    pay(selling, selling.payment(cut(selling)))
    with refused("already_paid"):
        keep(selling, Kept(cut(selling)))


def test_of_several_tickets_all_are_kept_or_none(salon: Salon) -> None:
    keep(salon, Kept(cut(salon, "old")))
    with refused("ticket_changed"):
        keep(salon, Kept(cut(salon, "new")), Kept(full(salon)), Kept(cut(salon, "old")))
    assert keep(salon, Kept(cut(salon, "new")), Kept(full(salon))) == (1, 1)


def test_one_ticket_is_not_kept_twice_at_once(salon: Salon) -> None:
    with refused("ticket_changed"):
        keep(salon, Kept(cut(salon)), Kept(cut(salon)))


def test_a_blank_ticket_is_taken_off_the_file(salon: Salon) -> None:
    keep(salon, Kept(cut(salon)))
    blank = replace(cut(salon), lines=())
    assert keep(salon, Kept(blank, revision=1)) == (0,)
    assert tickets.open_tickets() == ()


def test_a_blank_ticket_leaves_nothing(salon: Salon) -> None:
    before = everything()
    assert keep(salon, Kept(Ticket("t", NOW))) == (0,)
    assert changed(before) == set()


def test_a_client_or_a_tag_alone_is_worth_keeping(salon: Salon) -> None:
    with_client = salon.ticket("one", client="maya")
    with_tag = replace(salon.ticket("two"), tag="7")
    keep(salon, Kept(with_client), Kept(with_tag))
    assert [kept.ticket for kept in tickets.open_tickets()] == [with_client, with_tag]


def test_tickets_are_listed_the_oldest_first(salon: Salon) -> None:
    newer = replace(cut(salon, "a"), opened_at=LATER)
    keep(salon, Kept(newer), Kept(cut(salon, "b")))
    assert [kept.ticket.uid for kept in tickets.open_tickets()] == ["b", "a"]


def test_of_two_who_change_a_ticket_at_once_one_is_told(salon: Salon) -> None:
    keep(salon, Kept(cut(salon)))
    start = threading.Barrier(2)
    came: list[object] = []

    def change(tag: str) -> None:
        with worker():
            start.wait()
            while True:
                try:
                    came.append(keep(salon, Kept(replace(cut(salon), tag=tag), revision=1)))
                except Refusal as refusal:
                    if refusal.key == "busy":
                        continue
                    came.append(refusal.key)
                return

    threads = [threading.Thread(target=change, args=(tag,)) for tag in ("7", "8")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, came)) == ["(2,)", "ticket_changed"]
    assert on_file().revision == 2


def test_the_journal_keeps_that_a_ticket_was_dropped(salon: Salon) -> None:
    keep(salon, Kept(cut(salon)))
    drop_ticket("t", by=salon.by("mei"), now=LATER)
    assert tickets.open_ticket("t") is None
    told = rows("SELECT staff_id, subject FROM journal WHERE deed = 'drop_ticket'")
    assert told == [(salon.staff["mei"].id, "t")]


def test_dropping_what_is_not_there_leaves_nothing(salon: Salon) -> None:
    before = everything()
    drop_ticket("t", by=salon.by("mei"), now=LATER)
    assert changed(before) == set()
