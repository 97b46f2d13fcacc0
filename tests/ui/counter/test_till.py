"""The ticket being written: every change is priced and on file at once, and can be undone."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from salon_pos.db import connection
from salon_pos.db.queries import tickets
from salon_pos.domain.catalog import HairLength
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.ticket import Credit, Discount
from salon_pos.ui.counter.till import Till
from salon_pos.ui.desk import Desk
from salon_pos.usecases.checkout import Kept, keep_tickets, take_payment
from tests.salons import Salon


@pytest.fixture
def till(desk: Desk, selling: Salon, sign_in) -> Till:
    sign_in("Kai")
    return Till(desk)


def items(till: Till) -> list[tuple[str, int]]:
    book = till.desk.book.items
    return [(book[line.item_id].name, line.quantity) for line in till.ticket.lines]


def test_every_change_is_on_file_at_once(till: Till, salon: Salon) -> None:
    till.add_item(salon.items["wash"])
    till.set_client(salon.clients["maya"].id)
    kept = tickets.open_ticket(till.ticket.uid)
    assert kept is not None
    assert kept.ticket == till.ticket
    assert (kept.revision, kept.parked) == (till.revision, False)


def test_an_untouched_ticket_is_not_on_file(till: Till) -> None:
    till.save()
    assert tickets.open_tickets() == ()


def test_a_ticket_emptied_again_leaves_the_file(till: Till, salon: Salon) -> None:
    till.add_item(salon.items["wash"])
    till.remove(till.selected)
    assert tickets.open_tickets() == ()
    till.add_item(salon.items["wash"])
    assert len(tickets.open_tickets()) == 1


def test_the_hand_does_the_following_lines(till: Till, salon: Salon) -> None:
    till.add_item(salon.items["cut"])
    till.set_staff((Credit(salon.staff["mei"].id),))
    till.add_item(salon.items["wash"])
    assert [line.lead for line in till.ticket.lines] == [salon.staff["mei"].id] * 2


def test_an_addon_joins_the_selected_service_and_its_staff(till: Till, salon: Salon) -> None:
    till.add_item(salon.items["cut"])
    till.set_staff((Credit(salon.staff["mei"].id),))
    cut = till.selected
    till.add_item(salon.items["wash"])
    till.select(cut)
    till.add_item(salon.items["mask"])
    assert [name for name, _ in items(till)] == ["Women's cut", "Mask", "Wash"]
    mask = till.ticket.lines[1]
    assert (mask.parent, mask.lead) == (cut, salon.staff["mei"].id)
    till.select(cut)
    till.set_staff((Credit(salon.staff["jie"].id),))
    assert till.ticket.lines[1].lead == salon.staff["jie"].id


def test_an_addon_without_a_service_is_refused(till: Till, salon: Salon) -> None:
    with pytest.raises(Refusal, match="addon_alone"):
        till.add_item(salon.items["mask"])
    assert till.ticket.is_blank


def test_a_product_again_counts_up_a_service_does_not(till: Till, salon: Salon) -> None:
    for name in ("gel", "gel", "wash", "wash"):
        till.add_item(salon.items[name])
    assert items(till) == [("Gel", 2), ("Wash", 1), ("Wash", 1)]


def test_counting_down_to_nothing_removes_the_line(till: Till, salon: Salon) -> None:
    till.add_item(salon.items["gel"])
    till.count(till.selected, -1)
    assert till.ticket.lines == ()


def test_undo_goes_back_change_by_change(till: Till, salon: Salon) -> None:
    till.add_item(salon.items["gel"])
    one = till.ticket
    till.count(till.selected, 3)
    till.remove(till.selected)
    assert till.undo()
    assert items(till) == [("Gel", 4)]
    assert till.undo()
    assert till.ticket == one
    assert till.undo()
    assert till.ticket.lines == ()
    assert not till.undo()
    assert tickets.open_tickets() == ()


def test_the_lead_sets_the_price_and_shows_it_first(till: Till, salon: Salon) -> None:
    till.add_item(salon.items["cut"])
    line = till.line()
    assert line is not None
    prices = [till.price_with(line, salon.staff[name].id) for name in ("jie", "mei")]
    assert prices == [5_000, 8_000]
    till.set_staff((Credit(salon.staff["mei"].id),))
    assert till.bill is not None
    assert till.bill.net == 8_000


def test_rounding_off_follows_what_it_rounds(till: Till, salon: Salon) -> None:
    till.add_item(salon.items["wash"])  # 10.10 and 13 % tax: 11.41
    till.change(till.rounded_off(), round_=False)
    assert till.bill is not None
    assert (till.bill.total, till.is_rounded_off) == (1_100, True)
    till.add_item(salon.items["gel"])
    assert till.bill is not None
    assert till.bill.total % 100 == 0
    till.drop_round_off()
    assert till.bill is not None
    assert (till.bill.total % 100, till.is_rounded_off) != (0, True)


def test_what_was_changed_in_another_window_is_shown_as_it_is_there(
    till: Till, salon: Salon, clock
) -> None:
    till.add_item(salon.items["wash"])
    theirs = till.ticket
    with_two = theirs.lines[0]
    other = Till(till.desk)
    other.take_up()
    other.count(with_two.uid, 1)
    heard: list[str] = []
    till.desk.refused.connect(lambda refusal: heard.append(refusal.key))
    till.count(with_two.uid, 5)
    assert heard == ["ticket_changed"]
    assert items(till) == [("Wash", 2)]
    till.count(with_two.uid, 1)
    assert items(till) == [("Wash", 3)]
    assert heard == ["ticket_changed"]


def test_a_ticket_paid_in_another_window_gives_way_to_a_fresh_one(
    till: Till, selling: Salon
) -> None:
    till.add_item(selling.items["gel"])
    payment = selling.payment(till.ticket)
    take_payment(payment, by=selling.by("kai"), now=till.desk.now())
    till.count(till.selected, 1)
    assert till.ticket.is_blank


def test_a_busy_file_loses_nothing_and_is_tried_again(till: Till, salon: Salon) -> None:
    till.add_item(salon.items["gel"])
    with held_file():
        till.count(till.selected, 1)
        assert till.unsaved
        assert items(till) == [("Gel", 2)]
    till.save()
    assert not till.unsaved
    kept = tickets.open_ticket(till.ticket.uid)
    assert kept is not None
    assert kept.ticket == till.ticket


def test_the_ticket_comes_back_after_a_crash(till: Till, salon: Salon) -> None:
    till.add_item(salon.items["colour"], length=HairLength.LONG)
    till.add_item(salon.items["care"], typed_price=4_200)
    again = Till(till.desk)
    again.take_up()
    assert (again.ticket, again.revision) == (till.ticket, till.revision)


def test_a_parked_ticket_does_not_come_back_by_itself(till: Till, salon: Salon) -> None:
    till.add_item(salon.items["gel"])
    kept = (Kept(till.ticket, till.revision, parked=True),)
    keep_tickets(kept, by=salon.by("kai"), now=till.desk.now())
    again = Till(till.desk)
    again.take_up()
    assert again.ticket.is_blank


def test_a_discount_above_its_limit_waits_for_a_manager(till: Till, salon: Salon) -> None:
    till.add_item(salon.items["gel"])
    reason = salon.reasons["Regular client"]
    till.discount_line(till.selected, Discount(reason, percent_bp=1_000))
    assert till.unapproved() == ()
    till.discount_line(till.selected, Discount(reason, percent_bp=1_100))
    (given,) = till.unapproved()
    assert given.amount == 333


@contextmanager
def held_file() -> Iterator[None]:
    """The file as somebody else holds it in the middle of a write."""
    begun, go = threading.Event(), threading.Event()

    def hold() -> None:
        with connection.worker(), connection.transaction():
            begun.set()
            go.wait()

    holder = threading.Thread(target=hold)
    holder.start()
    begun.wait()  # pyright: ignore[reportAttributeAccessIssue]
    try:
        yield
    finally:
        go.set()
        holder.join()
