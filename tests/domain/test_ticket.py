"""The open ticket: no line is lost or doubled, whatever is merged, moved or split."""

from collections import Counter
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from salon_pos.domain.money import MOST
from salon_pos.domain.pricing import price
from salon_pos.domain.ticket import (
    MAX_QUANTITY,
    Credit,
    Discount,
    Line,
    Ticket,
    add_line,
    change_line,
    check_line,
    check_ticket,
    line_client,
    merge,
    move_lines,
    people,
    remove_line,
    split,
)
from tests.domain.making import book, item, line, refused, ticket

ANNA, BEN, CARA = 10, 20, 30
OFF = Discount(7, amount=100)


def addon(uid: str, service: str, client_id: int | None = None) -> Line:
    return Line(uid=uid, item_id=2, parent=service, client_id=client_id)


def uids(*tickets: Ticket) -> list[str]:
    return [each.uid for one in tickets for each in one.lines]


# --- lines ---


def test_an_add_on_stands_below_its_service_and_the_add_ons_already_there() -> None:
    two = ticket(line(1, uid="cut"), line(1, uid="colour"))
    one = add_line(two, addon("tube", "cut"))
    assert uids(add_line(one, addon("long hair", "cut"))) == ["cut", "tube", "long hair", "colour"]
    assert uids(add_line(one, addon("gloss", "colour"))) == ["cut", "tube", "colour", "gloss"]


def test_an_add_on_of_an_add_on_belongs_to_the_same_service() -> None:
    one = add_line(ticket(line(1, uid="cut")), addon("tube", "cut"))
    two = add_line(one, addon("half a tube", "tube"))
    assert two.line("half a tube").parent == "cut"
    assert uids(remove_line(two, "cut")) == []


def test_an_add_on_needs_its_service() -> None:
    with refused("addon_alone"):
        add_line(ticket(line(1, uid="cut")), addon("tube", "colour"))
    with refused("addon_alone"):
        add_line(ticket(), addon("tube", "tube"))


def test_the_same_line_is_not_added_twice() -> None:
    one = add_line(ticket(), line(1, uid="cut"))
    with refused("line_twice"):
        add_line(one, line(3, uid="cut"))


def test_a_changed_line_stays_where_it_is() -> None:
    two = ticket(line(1, uid="cut"), line(1, uid="colour"))
    changed = change_line(two, line(1, 3, uid="cut"))
    assert [(each.uid, each.quantity) for each in changed.lines] == [("cut", 3), ("colour", 1)]


def test_a_changed_line_is_on_the_ticket_and_keeps_its_service() -> None:
    one = add_line(ticket(line(1, uid="cut"), line(1, uid="colour")), addon("tube", "cut"))
    with pytest.raises(KeyError):
        change_line(one, line(1, uid="perm"))
    with refused("addon_alone"):
        change_line(one, addon("tube", "colour"))


def test_a_service_goes_with_its_add_ons_and_the_last_line_with_the_discount() -> None:
    one = add_line(ticket(line(1, uid="cut"), line(1, uid="colour")), addon("tube", "cut"))
    one = replace(one, discounts=(OFF,))
    without = remove_line(one, "cut")
    assert (uids(without), without.discounts) == (["colour"], (OFF,))
    assert remove_line(without, "colour").discounts == ()
    assert uids(remove_line(one, "tube")) == ["cut", "colour"]


@pytest.mark.parametrize("quantity", [0, -1, MAX_QUANTITY + 1])
def test_a_quantity_out_of_bounds_is_refused(quantity: int) -> None:
    with refused("bad_quantity", "quantity"):
        add_line(ticket(), line(1, quantity))
    with refused("bad_quantity", "quantity"):
        change_line(ticket(line(1)), line(1, quantity))


@pytest.mark.parametrize("quantity", [1, MAX_QUANTITY])
def test_a_quantity_within_bounds_is_taken(quantity: int) -> None:
    assert add_line(ticket(), line(1, quantity)).lines[0].quantity == quantity


@pytest.mark.parametrize(
    ("staff", "key"),
    [
        ((Credit(1, 9999),), "bad_credit"),
        ((Credit(1, 5000), Credit(2, 5001)), "bad_credit"),
        ((Credit(1, 10001), Credit(2, -1)), "bad_credit"),
        ((Credit(1, 5000), Credit(1, 5000)), "same_staff_twice"),
    ],
)
def test_sales_credit_sums_to_100_percent_once_each(staff: tuple[Credit, ...], key: str) -> None:
    with refused(key, "staff"):
        check_line(replace(line(1), staff=staff))


@pytest.mark.parametrize("typed", [-1, MOST + 1])
def test_a_typed_price_out_of_bounds_is_refused(typed: int) -> None:
    with refused("bad_price", "price"):
        check_line(replace(line(1), typed_price=typed))


def test_line_bounds_themselves_are_taken() -> None:
    check_line(replace(line(1), typed_price=0))
    check_line(replace(line(1), typed_price=MOST, staff=(Credit(1, 10000), Credit(2, 0))))


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        ((line(1), line(1)), "line_twice"),
        ((line(1, 0),), "bad_quantity"),
        ((line(1, -1),), "bad_quantity"),
        ((line(1), addon("tube", "perm")), "addon_alone"),
        ((line(1), addon("tube", "1"), addon("half", "tube")), "addon_alone"),
    ],
)
def test_a_ticket_from_outside_that_cannot_be_is_never_priced(
    lines: tuple[Line, ...], key: str
) -> None:
    field = "quantity" if key == "bad_quantity" else ""
    with refused(key, field):
        check_ticket(ticket(*lines))
    with refused(key, field):
        price(ticket(*lines), book(item(1, 1000), item(2, 500)))


def test_only_a_ticket_without_anything_is_blank() -> None:
    assert ticket().is_blank
    for kept in (ticket(line(1)), ticket(client_id=ANNA), replace(ticket(), tag="7")):
        assert not kept.is_blank


# --- whom it is for ---


def test_a_line_is_for_its_own_client_else_for_the_payer() -> None:
    own = replace(line(1, uid="b"), client_id=BEN)
    both = ticket(line(1, uid="a"), own, client_id=ANNA)
    assert [line_client(both, each) for each in both.lines] == [ANNA, BEN]
    assert people(both) == (ANNA, BEN)


def test_an_add_on_is_for_whom_its_service_is_for() -> None:
    own = replace(line(1, uid="b"), client_id=BEN)
    one = add_line(ticket(own, client_id=ANNA), addon("tube", "b"))
    assert people(one) == (BEN,)
    assert people(add_line(one, addon("gloss", "b", client_id=ANNA))) == (BEN,)


def test_a_bill_is_split_by_person() -> None:
    anna, ben = line(1, uid="a"), replace(line(1, uid="b"), client_id=BEN)
    both = add_line(ticket(anna, ben, client_id=ANNA), addon("tube", "b"))
    both = replace(both, tag="3", discounts=(OFF,))
    rest, bens = split(both, lambda: ticket(uid="new"))
    assert (uids(rest), uids(bens)) == (["a"], ["b", "tube"])
    assert (rest.client_id, people(rest)) == (ANNA, (ANNA,))
    assert (bens.client_id, people(bens)) == (BEN, (BEN,))
    assert (rest.uid, rest.tag, rest.discounts) == (both.uid, "3", (OFF,))
    assert (bens.uid, bens.tag, bens.discounts) == ("new", "3", ())


def test_who_pays_without_a_line_of_their_own_gives_the_ticket_to_the_first_person() -> None:
    for_others = [replace(line(1, uid=f"l{who}"), client_id=who) for who in (BEN, CARA)]
    bens, caras = split(ticket(*for_others, client_id=ANNA), lambda: ticket(uid="new"))
    assert (bens.client_id, uids(bens)) == (BEN, [f"l{BEN}"])
    assert (caras.client_id, uids(caras)) == (CARA, [f"l{CARA}"])


@pytest.mark.parametrize("lines", [(), (line(1, uid="a"), line(1, uid="b"))])
def test_the_bill_of_one_person_is_not_split(lines: tuple[Line, ...]) -> None:
    with refused("one_person"):
        split(ticket(*lines, client_id=ANNA), lambda: ticket(uid="new"))


# --- two tickets ---


def test_merging_keeps_every_line_with_its_person() -> None:
    mine = ticket(line(1, uid="a"), client_id=ANNA)
    theirs = ticket(line(1, uid="b"), client_id=BEN, uid="other")
    merged = merge(replace(mine, tag="3"), replace(theirs, tag="9"))
    assert (merged.uid, merged.client_id, merged.tag) == ("t", ANNA, "3")
    assert people(merged) == (ANNA, BEN)


def test_merging_into_a_ticket_without_a_client_takes_the_others() -> None:
    merged = merge(ticket(line(1, uid="a")), ticket(line(1, uid="b"), client_id=BEN, uid="other"))
    assert merged.client_id == BEN


def test_a_ticket_is_not_merged_with_itself_or_moved_onto_itself() -> None:
    one = ticket(line(1))
    with refused("same_ticket"):
        merge(one, replace(one, client_id=BEN))
    with refused("same_ticket"):
        move_lines(one, one, frozenset({"1"}))


def test_a_line_that_is_on_both_tickets_is_not_taken_twice() -> None:
    with refused("line_twice"):
        merge(ticket(line(1)), ticket(line(1), uid="other"))
    with refused("line_twice"):
        move_lines(ticket(line(1)), ticket(line(1), uid="other"), frozenset({"1"}))


def test_a_discounted_ticket_is_not_merged_into_another() -> None:
    with refused("merge_discounted"):
        merge(ticket(line(1)), replace(ticket(line(2), uid="other"), discounts=(OFF,)))


def test_lines_move_with_their_add_ons_and_an_add_on_not_alone() -> None:
    one = add_line(ticket(line(1, uid="a"), line(1, uid="b")), addon("tube", "a"))
    left, moved = move_lines(one, ticket(uid="other"), frozenset({"a"}))
    assert (uids(left), uids(moved)) == (["b"], ["a", "tube"])
    for chosen in ({"tube"}, {"tube", "b"}):
        with refused("addon_alone"):
            move_lines(one, ticket(uid="other"), frozenset(chosen))
    with refused("nothing_chosen"):
        move_lines(one, ticket(uid="other"), frozenset())


def test_a_discount_on_the_whole_stays_unless_all_lines_go() -> None:
    two = replace(ticket(line(1, uid="a"), line(1, uid="b")), discounts=(OFF,))
    left, moved = move_lines(two, ticket(uid="other"), frozenset({"a"}))
    assert (left.discounts, moved.discounts) == ((OFF,), ())
    emptied, _ = move_lines(two, ticket(uid="other"), frozenset({"a", "b"}))
    assert emptied.discounts == ()


CLIENTS = st.sampled_from([None, ANNA, BEN])


@st.composite
def tickets(draw: st.DrawFn, uid: str) -> Ticket:
    one = ticket(client_id=draw(CLIENTS), uid=uid)
    for i in range(draw(st.integers(0, 6))):
        services = [each.uid for each in one.lines if not each.parent]
        parent = draw(st.sampled_from(["", *services]))
        new = Line(uid=f"{uid}{i}", item_id=1, client_id=draw(CLIENTS), parent=parent)
        one = add_line(one, new)
    return one


def known(*parts: Ticket) -> dict[str, int | None]:
    """Whom each line is for, where that is somebody."""
    owners = {each.uid: line_client(one, each) for one in parts for each in one.lines}
    return {uid: owner for uid, owner in owners.items() if owner is not None}


@given(tickets("x"), tickets("y"))
def test_merging_never_loses_doubles_or_reassigns_a_line(one: Ticket, other: Ticket) -> None:
    merged = merge(one, other)
    check_ticket(merged)
    assert Counter(uids(merged)) == Counter(uids(one, other))
    assert known(one, other).items() <= known(merged).items()


@given(tickets("x"), tickets("y"), st.data())
def test_moving_never_loses_doubles_or_reassigns_a_line(
    source: Ticket, target: Ticket, data: st.DataObject
) -> None:
    services = [each.uid for each in source.lines if not each.parent]
    if not services:
        return
    chosen = data.draw(st.sets(st.sampled_from(services), min_size=1))
    left, grown = move_lines(source, target, frozenset(chosen))
    check_ticket(left)
    check_ticket(grown)
    assert Counter(uids(left, grown)) == Counter(uids(source, target))
    assert not chosen & set(uids(left))
    assert known(source, target).items() <= known(left, grown).items()


@given(tickets("x"))
def test_splitting_by_person_gives_each_person_all_their_lines(one: Ticket) -> None:
    persons, numbers = people(one), count()
    assume(len(persons) > 1)
    parts = split(one, lambda: ticket(uid=f"new{next(numbers)}"))
    for part in parts:
        check_ticket(part)
    assert [people(part) for part in parts] == [(person,) for person in persons]
    assert [part.client_id for part in parts] == list(persons)
    assert Counter(uids(*parts)) == Counter(uids(one))
