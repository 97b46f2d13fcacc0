"""Lines that once ended the whole batch, or left a ticket that nobody could pay."""

import logging
from pathlib import Path
from typing import Any

import pytest

from salon_pos.db import salon_file
from salon_pos.db.doctor import examine
from salon_pos.db.records import journal
from salon_pos.domain.settings import DEMO_PIN
from tests.batch.conftest import Send

CASH = [{"tender": "cash"}]
COMB = {"item": "宽齿木梳"}
OIL = {"item": "护发精油 100ml"}
VERA = {"op": "add_client", "uid": "v", "name": "Vera"}
POINTS = {"op": "adjust_points", "uid": "plenty", "client": "v", "points": 900, "reason": "x"}
BLOW = {"op": "add_reward", "uid": "blow", "kind": "service", "points": 400, "item": "洗吹造型"}
TEN = {
    "op": "add_reward",
    "uid": "ten",
    "kind": "voucher",
    "points": 50,
    "name": "X",
    "face": 1_000,
}
NEXT = {"op": "add_client", "uid": "next", "name": "Next"}

SELL_PACK = {"op": "sell_pack", "client": "v", "item": "吹风次卡 5+1", "tenders": CASH}
PARK_PACK = {"op": "park", "client": "v", "lines": [{"item": "吹风次卡 5+1"}]}
REDEEM_BLOW = {"op": "redeem", "client": "v", "reward": "blow"}
REDEEM_TEN = {"op": "redeem", "client": "v", "reward": "ten"}
VOUCHER = {"op": "give_voucher", "face": 500}
COUPON = {"op": "give_voucher", "name": "Spring", "percent_bp": 100}
REFUND = {"op": "refund", "sale": "a"}
ADJUST = {"op": "adjust_points", "client": "v", "points": 5, "reason": "x"}
SOLD = {"op": "sell", "uid": "a", "client": "v", "lines": [OIL], "tenders": CASH}


def check_sound(demo: Path) -> None:
    salon_file.open_folder(demo)
    assert examine()[1] == ()


@pytest.mark.parametrize("amount", [{}, {"amount": 1_000}])
def test_a_pack_is_no_tender_that_is_handed_over(
    send: Send, demo: Path, amount: dict[str, int]
) -> None:
    sale = {"op": "sell", "lines": [COMB], "tenders": [{"tender": "pack", **amount}, *CASH]}
    refused, after = send(sale, NEXT)
    assert (refused["refusal"], refused["field"]) == ("pack_by_hand", "tender")
    assert after["ok"]
    check_sound(demo)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({**SELL_PACK, "uid": "p"}, {**REDEEM_BLOW, "uid": "p/1"}),
        ({**REDEEM_BLOW, "uid": "p/1"}, {**SELL_PACK, "uid": "p"}),
        ({**PARK_PACK, "uid": "p"}, {**REDEEM_BLOW, "uid": "p/1"}),
        ({**REDEEM_BLOW, "uid": "p/1"}, {**PARK_PACK, "uid": "p"}),
        ({**VOUCHER, "uid": "p/1"}, {**REDEEM_TEN, "uid": "p"}),
        ({**REDEEM_TEN, "uid": "p"}, {**VOUCHER, "uid": "p/1"}),
        ({**COUPON, "uid": "p/1"}, {**REDEEM_TEN, "uid": "p"}),
        ({**REDEEM_TEN, "uid": "p"}, {**COUPON, "uid": "p/1"}),
        ({**VOUCHER, "uid": "p"}, {**SOLD, "uid": "p"}),
        ({**VOUCHER, "uid": "p"}, {**PARK_PACK, "uid": "p"}),
    ],
)
def test_a_uid_is_for_one_thing(
    send: Send, demo: Path, first: dict[str, Any], second: dict[str, Any]
) -> None:
    send(VERA, POINTS, BLOW, TEN)
    done, refused, again, after = send(first, second, first, NEXT)
    assert done["ok"], done
    assert (refused["refusal"], refused["field"]) == ("uid_taken", "uid")
    assert {**again, "line": 1} == done
    assert after["ok"]
    check_sound(demo)


@pytest.mark.parametrize("line", [REFUND, ADJUST, VOUCHER, COUPON, REDEEM_TEN, REDEEM_BLOW])
def test_the_uid_of_an_open_ticket_is_its_own(send: Send, demo: Path, line: dict[str, Any]) -> None:
    send(VERA, POINTS, BLOW, TEN, SOLD, {"op": "park", "uid": "open", "lines": [COMB]})
    refused, paid = send({**line, "uid": "open"}, {"op": "sell", "uid": "open", "tenders": CASH})
    assert (refused["refusal"], refused["field"]) == ("uid_taken", "uid")
    assert paid["ok"], paid
    check_sound(demo)


def test_a_word_for_one_kind_of_deed_is_none_for_another(send: Send) -> None:
    """A manager agreed to give 168.00 back, not to move them to another means of payment."""
    word = {"op": "approve", "manager": "OWNER", "pin": DEMO_PIN, "for": "x", "amount": 99_999}
    correct = {"op": "correct_tender", "uid": "x", "sale": "a", "tender": 1, "by": "card",
               "reason": "x"}  # fmt: skip
    send(VERA, SOLD)
    for_refund, for_it = send({**word, "deed": "refund"}, {**word, "deed": "correct_tender"},
                              staff="CHEN")  # fmt: skip
    refused, done = send({**correct, "approval": for_refund["approval"]},
                         {**correct, "approval": for_it["approval"]}, staff="CHEN")  # fmt: skip
    assert refused["refusal"] == "needs_manager"
    assert done["ok"], done


@pytest.mark.expects_log("KeyError: ")
def test_what_nobody_foresaw_ends_one_line_alone(
    send: Send, demo: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The row of the client is written when the journal breaks: it goes with its transaction."""
    note = journal.note

    def breaks_once(*given: Any, **more: Any) -> None:
        monkeypatch.setattr(journal, "note", note)
        raise KeyError("Vera")

    monkeypatch.setattr(journal, "note", breaks_once)
    with caplog.at_level(logging.ERROR, "salon_pos"):
        broken, after, there = send(VERA, NEXT, {"op": "balances", "client": "v"})
    assert (broken["ok"], broken["error"], broken["line"]) == (False, "unforeseen", 1)
    assert after["ok"]
    assert there["error"] == "client_unknown"
    assert "KeyError: " in caplog.text
    assert "Vera" not in caplog.text + broken["message"]
    check_sound(demo)


def test_rules_name_what_the_queries_tell(send: Send) -> None:
    (listed, sections) = send({"op": "items"}, {"op": "categories"}, staff="MEI")
    comb = next(item for item in listed["items"] if item["name"] == "宽齿木梳")
    assert comb["kind"] == "product"
    assert comb["category_id"] in {one["id"] for one in sections["categories"]}
    rules = {"base": [{"points": 1, "per": 100}, {"points": 0, "per": 100, "item_id": comb["id"]}]}
    (ruled,) = send({"op": "set_rule", "kind": "points", "rules": rules})
    assert ruled["ok"], ruled
    send(VERA, {**SOLD, "lines": [COMB]})
    (balances,) = send({"op": "balances", "client": "v"})
    assert balances["points"] == 0


def test_the_entries_of_packs_are_told(send: Send) -> None:
    """Five sessions and one given: both with the sale."""
    send(VERA, {**SELL_PACK, "uid": "p"})
    (told,) = send({"op": "entries", "client": "v", "account": "pack"})
    assert sum(entry["amount"] for entry in told["entries"]) == 6
    assert {(entry["uid"], entry["account"]) for entry in told["entries"]} == {("p", "pack:p/1")}


@pytest.mark.parametrize("limit", [-1, 0, 1_001, 10**12])
def test_a_limit_of_entries_is_from_one_to_a_thousand(send: Send, limit: int) -> None:
    _, refused = send(VERA, {"op": "entries", "client": "v", "limit": limit})
    assert refused["error"] == "bad_field"
