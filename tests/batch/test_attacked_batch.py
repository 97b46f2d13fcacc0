"""Lines that once ended `salon-pos batch`, or were answered "ok" for something else."""

from pathlib import Path
from typing import Any

import pytest

from salon_pos.db import connection, salon_file
from salon_pos.db.doctor import examine
from salon_pos.db.queries import people, tickets
from salon_pos.db.queries import settings as salon
from salon_pos.domain.coupons import Coupon
from salon_pos.domain.rights import Actor, Role
from salon_pos.domain.settings import DEMO_PIN
from salon_pos.domain.ticket import Ticket, move_lines
from salon_pos.usecases.checkout import Kept, keep_tickets
from salon_pos.usecases.coupons import NewCoupon, give_coupon
from tests.batch.conftest import Send
from tests.salons import NOW

CUT = {"item": "女士剪发", "staff": ["MEI"]}
SALE = {"op": "sell", "uid": "s-1", "lines": [CUT], "tenders": [{"tender": "cash"}]}
NEXT = {"op": "add_client", "uid": "next", "name": "Next"}


@pytest.mark.parametrize(
    "now",
    [
        "0001-01-01T00:00:00+14:00",
        "0001-01-01T00:00:00+00:00",
        "3000-01-01T00:00:00+08:00",
        "9998-12-30T12:00:00+08:00",
        "9999-12-31T23:59:59-12:00",
        "9999-12-31T23:59:59+00:00",
    ],
)
def test_the_ends_of_the_calendar_are_no_now(send: Send, now: str) -> None:
    broken, after = send({**SALE, "now": now}, NEXT)
    assert broken["error"] == "bad_field"
    assert after["ok"]


@pytest.mark.parametrize("field", ["client", "length", "discount", "price", "addon_of"])
def test_null_is_a_field_left_out(send: Send, field: str) -> None:
    line = {**SALE, "client": None, "now": None, "lines": [{**CUT, field: None}]}
    (answer,) = send(line)
    assert answer["ok"], answer


def test_a_uid_of_a_shift_makes_no_sale(send: Send, demo: Path) -> None:
    _, opened = send({"op": "close_shift", "counted": 50_000}, {"op": "open_shift", "float": 500})
    taken, after = send({**SALE, "uid": opened["uid"]}, SALE)
    assert taken["refusal"] == "uid_taken"
    assert after["ok"]
    salon_file.open_folder(demo)
    assert examine()[1] == ()


@pytest.mark.parametrize("paid_before", [False, True])
def test_a_ticket_whose_lines_moved_is_not_made_again(
    send: Send, demo: Path, paid_before: bool
) -> None:
    """Resent after the window moved its lines to another ticket, it would sell them twice."""
    park = {"op": "park", "uid": "mine", "lines": [CUT]}
    send(park)
    _move_to_another(demo)
    pay = {"op": "sell", "uid": "other", "tenders": [{"tender": "cash"}]}
    before = send(pay)[0]["ok"] if paid_before else True
    again, after = send(park, pay)
    assert before
    assert again["refusal"] == "uid_taken"
    assert after["ok"]


def _move_to_another(demo: Path) -> None:
    salon_file.open_folder(demo)
    manager = people.staff_by_code("MANAGER")
    kept = tickets.open_ticket("mine")
    assert manager is not None
    assert kept is not None
    uids = {line.uid for line in kept.ticket.lines}
    left, other = move_lines(kept.ticket, Ticket("other", NOW), frozenset(uids))
    by = Actor(manager.id, salon.till_id())
    keep_tickets([Kept(left, kept.revision), Kept(other, parked=True)], by=by, now=NOW)
    connection.close()


CLIENT = {"op": "add_client", "uid": "u", "name": "Ann", "phone": "138 0013 8000"}
BRUSH = {"op": "add_item", "uid": "u", "name": "Brush", "kind": "product", "price": 5, "stock": 9}
BRAID = {
    "op": "add_item", "uid": "u", "name": "Braid", "pricing": "level", "price": 88,
    "prices": [{"price": 128, "level": "Director"}, {"price": 100, "level": "Senior"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("line", "change"),
    [
        (CLIENT, {"phone": "138 0013 8001"}),
        (CLIENT, {"birthday": "1990-05-21"}),
        (CLIENT, {"note": "likes tea"}),
        (BRUSH, {"barcode": "6901234567890"}),
        (BRUSH, {"kind": "service"}),
        (BRUSH, {"cost": 2}),
        (BRAID, {"prices": [{"price": 129, "level": "Director"}]}),
        (BRAID, {"minutes": 40}),
    ],
)
def test_every_particular_counts_when_a_uid_comes_again(
    send: Send, line: dict[str, Any], change: dict[str, Any]
) -> None:
    first, same, other = send(line, line, {**line, **change})
    assert (first["ok"], same["ok"]) == (True, True)
    assert other["refusal"] == "uid_taken"


def test_what_was_sold_since_does_not_make_an_item_another(send: Send) -> None:
    sale = {**SALE, "lines": [{"item": "u"}]}
    assert [answer["ok"] for answer in send(BRUSH, sale, BRUSH)] == [True, True, True]


@pytest.mark.parametrize(
    ("change", "english", "translated"),
    [
        ({"tenders": [{"tender": "card", "amount": 999_999}]}, "Bank card", "银行卡"),
        ({"discounts": [{"reason": "Regular client", "percent_bp": 9_900}]},
         "Regular client", "老顾客"),
    ],
)  # fmt: skip
def test_a_built_in_name_is_translated_in_a_refusal(
    send: Send, change: dict[str, Any], english: str, translated: str
) -> None:
    (answer,) = send({**SALE, **change})
    assert english not in answer["message"]
    assert translated in answer["message"]


BACK = {"op": "refund", "uid": "back", "sale": "s-1"}


def test_a_refunds_uid_answers_for_that_refund_alone(send: Send) -> None:
    """Two equal sales; the second is not given back under the uid of the first one's refund, nor is
    the first one once more with its tips."""
    tipped = {"tender": "cash", "tips": [{"staff": "MEI", "amount": 500}]}
    sale = {**SALE, "tenders": [tipped]}
    *_, first = send(sale, {**sale, "uid": "s-2"}, BACK)
    assert first["ok"], first
    again, other, tips, right = send(
        BACK, {**BACK, "sale": "s-2"}, {**BACK, "tips": True},
        {**BACK, "uid": "back-2", "sale": "s-2"},
    )  # fmt: skip
    assert {**again, "line": 3} == first
    assert (other["refusal"], tips["refusal"]) == ("uid_taken", "uid_taken")
    assert (right["ok"], right["total"]) == (True, first["total"])


def test_a_refund_names_each_line_once(send: Send) -> None:
    _, twice = send(SALE, {**BACK, "lines": [{"line": 1, "quantity": 1}, {"line": 1}]})
    assert twice["error"] == "named_twice"


@pytest.mark.parametrize(
    "deed",
    [
        {"op": "adjust_points", "client": "c-1", "points": 5, "reason": "x"},
        {"op": "redeem", "client": "c-1", "reward": "r-1"},
        {"op": "refund", "sale": "s-1"},
        SALE,
    ],
)
def test_a_uid_of_a_deed_is_no_other_ones(send: Send, deed: dict[str, Any]) -> None:
    """Points were given under it."""
    taken = {"op": "adjust_points", "uid": "p", "client": "c-1", "points": 7, "reason": "x"}
    cut = {"op": "add_reward", "uid": "r-1", "kind": "service", "item": "女士剪发", "points": 9_999}
    *_, given, answer, after = send(
        {"op": "add_client", "uid": "c-1", "name": "王"},
        cut,
        SALE,
        taken,
        {**deed, "uid": "p"},
        NEXT,
    )
    assert given["ok"], given
    assert answer["refusal"] == "uid_taken", answer
    assert after["ok"]


@pytest.mark.parametrize("days", [0, -1, 10**9])
@pytest.mark.parametrize("kind", ["top_up", "pack", "gift_card", "deposit"])
def test_what_is_prepaid_lasts_some_days(send: Send, kind: str, days: int) -> None:
    more = {"top_up": {"bonus": 1}, "pack": {"bought": 1, "items": ["女士剪发"]}}.get(kind, {})
    odd, after = send(
        {"op": "add_prepaid", "name": "x", "kind": kind, "price": 100, "days": days, **more}, NEXT
    )
    assert odd["field"] == "days", odd
    assert after["ok"]


def test_a_sale_with_a_voucher_is_sent_again(send: Send, demo: Path) -> None:
    salon_file.open_folder(demo)
    owner = next(one for one in people.staff_members() if one.role == Role.OWNER)
    by = Actor(owner.id, salon.till_id())
    new = NewCoupon(Coupon("c", "", "Spring", percent_bp=1_000))
    code = give_coupon(new, by=by, now=NOW).coupon.code
    connection.close()
    first, again, other = send(
        {**SALE, "voucher": code}, {**SALE, "voucher": code},
        {**SALE, "uid": "s-2", "voucher": code},
    )  # fmt: skip
    assert first["ok"], first
    assert {**again, "line": 1} == first
    assert other["refusal"] == "voucher_used"


def test_the_rest_of_a_sale_comes_back_without_naming_it(send: Send) -> None:
    """Three of 58.00; one is back already, then "all of it" is two, however often it is sent."""
    one = {**BACK, "uid": "one", "lines": [{"line": 1, "quantity": 1}]}
    rest = {"op": "refund", "uid": "rest", "sale": "s-1"}
    sold, first, second, again, nothing = send(
        {**SALE, "lines": [{"item": "儿童剪发", "staff": ["MEI"], "quantity": 3}]}, one, rest, rest,
        {"op": "refund", "sale": "s-1"},
    )  # fmt: skip
    assert (first["ok"], second["ok"]) == (True, True), second
    assert first["total"] + second["total"] == -sold["total"]
    assert {**again, "line": 3} == second
    assert nothing["refusal"] == "already_refunded"


def test_above_the_limit_another_manager_gives_their_word_first(send: Send) -> None:
    """300.00 may be given back alone; a word is for the deed that it names, up to its amount."""
    sale = {**SALE, "lines": [{**SALE["lines"][0], "quantity": 3}]}
    refund = {"op": "refund", "uid": "back", "sale": "s-1", "reason": "x"}
    *_, sold, alone = send(sale, refund)
    assert sold["ok"]
    assert alone["refusal"] == "needs_manager"
    word = {"op": "approve", "manager": "OWNER", "pin": DEMO_PIN, "deed": "refund", "for": "back"}
    own, wrong, little, given = send(
        {**word, "manager": "MANAGER", "amount": 99_999}, {**word, "pin": "9999", "amount": 99_999},
        {**word, "amount": 30_000}, {**word, "amount": 99_999},
    )  # fmt: skip
    assert (own["refusal"], wrong["refusal"]) == ("own_approval", "wrong_pin")
    short, done = send(
        {**refund, "approval": little["approval"]}, {**refund, "approval": given["approval"]}
    )
    assert short["refusal"] == "needs_manager"
    assert done["total"] == -sold["total"]


def test_a_void_above_the_limit_has_a_word_of_its_own(send: Send) -> None:
    sale = {**SALE, "lines": [{**SALE["lines"][0], "quantity": 3}]}
    void = {"op": "void", "sale": "s-1", "reason": "x"}
    word = {
        "op": "approve",
        "manager": "OWNER",
        "pin": DEMO_PIN,
        "deed": "void",
        "for": "s-1",
        "amount": 99_999,
    }
    _, alone, given = send(sale, void, word)
    assert alone["refusal"] == "needs_manager"
    (done,) = send({**void, "approval": given["approval"]})
    assert done["ok"], done


# --- cards, points and names of sales ---

ANN = {"op": "add_client", "uid": "ann", "name": "Ann"}
CARD = {"op": "issue_card", "uid": "off", "client": "ann", "kind": "discount", "discount_bp": 2_000}
WORD = {"op": "approve", "manager": "MANAGER", "pin": DEMO_PIN, "deed": "issue_card", "for": "off",
        "amount": 2_000}  # fmt: skip


def test_a_cashier_issues_a_percent_with_a_word_for_so_much(send: Send) -> None:
    """The word is for 20 %, and for this card."""
    _, alone, given = send(ANN, CARD, WORD, staff="CHEN")
    assert (alone["refusal"], alone["field"]) == ("needs_manager", "approval")
    agreed = {**CARD, "approval": given["approval"]}
    most, other, done, again = send(
        {**agreed, "discount_bp": 9_000}, {**agreed, "uid": "another"}, agreed, agreed, staff="CHEN"
    )
    assert (most["refusal"], other["refusal"]) == ("needs_manager", "needs_manager")
    assert done["ok"]
    assert {**again, "line": 3} == done


def test_a_card_sent_again_with_other_content_is_refused(send: Send) -> None:
    card = {"op": "enrol", "uid": "c", "client": "ann", "number": "80010001", "pin": "2468"}
    _, done, again, *others = send(
        ANN, card, card, {**card, "pin": "1357"}, {**card, "pin": None},
        {**card, "number": "80010002"}, {**CARD, "uid": "c"},
    )  # fmt: skip
    assert done["ok"]
    assert {**again, "line": 2} == done
    assert [other["refusal"] for other in others] == ["uid_taken"] * 4


def test_a_card_that_shares_is_sent_again_without_saying_what_it_is(send: Send) -> None:
    first = {**CARD, "number": "90010000"}
    second = {"op": "issue_card", "uid": "second", "client": "ann", "shares": "90010000"}
    other = {**second, "kind": "stored_value"}
    _, _, done, again, refused = send(ANN, first, second, second, other)
    assert done["ok"]
    assert {**again, "line": 3} == done
    assert (refused["refusal"], refused["field"]) == ("shared_as_it_is", "kind")


def test_points_by_hand_do_not_pass_the_limit_in_steps(send: Send) -> None:
    change = {"op": "adjust_points", "uid": "p1", "client": "ann", "points": 1_000, "reason": "x"}
    more = {**change, "uid": "p2", "points": 1}
    word = {**WORD, "manager": "OWNER", "deed": "adjust_points", "for": "p2", "amount": 1}
    _, first, alone, given, again = send(ANN, change, more, word, change)
    assert first["ok"]
    assert alone["refusal"] == "needs_manager"
    assert {**again, "line": 2} == first
    (done,) = send({**more, "approval": given["approval"]})
    assert (done["points"], done["balance"]) == (1, 1_001)


def test_a_name_that_is_one_sales_number_and_anothers_uid_is_refused(send: Send) -> None:
    """The first sale has the number A-000001; the second one has that for its uid, and the third
    its own number."""
    one, two, three = (
        {**SALE, "uid": uid} for uid in ("s-1", "A-000001", "A-000003")
    )  # fmt: skip
    first, second, third = send(one, two, three)
    assert [each["number"] for each in (first, second, third)] == [
        "A-000001", "A-000002", "A-000003",
    ]  # fmt: skip
    named = ({"op": "refund"}, {"op": "void"}, {"op": "claim", "client": "ann"},
             {"op": "correct_staff", "line": 1, "staff": ["MEI"]},
             {"op": "correct_tender", "tender": 1, "by": "cash"})  # fmt: skip
    _, *answers, word = send(
        ANN, *({**deed, "sale": "A-000001"} for deed in named),
        {**WORD, "manager": "OWNER", "deed": "void", "for": "A-000001"},
    )  # fmt: skip
    assert [answer["error"] for answer in (*answers, word)] == ["sale_ambiguous"] * 6
    void = {"op": "void", "reason": "x"}
    by_uid, by_number, by_both = send(
        {**void, "sale": "s-1"}, {**void, "sale": "A-000002"}, {**void, "sale": "A-000003"}
    )
    assert all(each["ok"] for each in (by_uid, by_number, by_both))
    assert [each["total"] for each in (by_uid, by_number, by_both)] == [-first["total"]] * 3
