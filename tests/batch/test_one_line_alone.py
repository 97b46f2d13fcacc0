"""Lines that once ended the whole batch, or left a ticket that nobody could pay."""

import logging
from pathlib import Path
from typing import Any

import pytest

from salon_pos.db import connection, salon_file
from salon_pos.db.doctor import examine
from salon_pos.db.queries import value
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
SAMPLE = {"op": "add_item", "uid": "sample", "name": "Sample", "kind": "product", "price": 0}
FREE = {"op": "sell", "uid": "free", "client": "v", "lines": [{"item": "sample"}]}
FREE_BACK = {"op": "refund", "sale": "free"}


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
        ({**SOLD, "uid": "p"}, {**ADJUST, "uid": "p/1"}),
        ({**ADJUST, "uid": "p/1"}, {**SOLD, "uid": "p"}),
        ({**SOLD, "uid": "p"}, {**SOLD, "uid": "p/1"}),
        ({**SOLD, "uid": "p"}, {**PARK_PACK, "uid": "p/1"}),
        ({**REDEEM_TEN, "uid": "p"}, {**SOLD, "uid": "p/1"}),
        ({**ADJUST, "uid": "p/1"}, {**REDEEM_TEN, "uid": "p"}),
        ({**ADJUST, "uid": "p/1"}, {**SELL_PACK, "uid": "p"}),
        ({**REFUND, "uid": "p"}, {**VOUCHER, "uid": "p/0"}),
        ({**VOUCHER, "uid": "p/0"}, {**REFUND, "uid": "p"}),
        ({**ADJUST, "uid": "p/0"}, {**REFUND, "uid": "p"}),
        ({**PARK_PACK, "uid": "p/0"}, {**REFUND, "uid": "p"}),
        ({**PARK_PACK, "uid": "p"}, {**SOLD, "uid": "p/1"}),
        *(({**FREE, "uid": "p"}, {**line, "uid": "p"}) for line in (ADJUST, VOUCHER, COUPON)),
        *(({**FREE, "uid": "p"}, {**line, "uid": "p"}) for line in (REDEEM_TEN, FREE_BACK)),
        *(({**FREE_BACK, "uid": "p"}, {**line, "uid": "p"}) for line in (ADJUST, VOUCHER, COUPON)),
    ],
)
def test_a_uid_is_for_one_thing(
    send: Send, demo: Path, first: dict[str, Any], second: dict[str, Any]
) -> None:
    send(VERA, POINTS, BLOW, TEN, SOLD, SAMPLE, FREE)
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


def test_an_entry_says_itself(send: Send) -> None:
    send(VERA, {**SELL_PACK, "uid": "p"})
    (told,) = send({"op": "entries", "client": "v", "account": "pack"})
    for entry in told["entries"]:
        assert "340.00" in entry["said"]
        assert "次" in entry["said"]


def test_what_became_of_a_gift_card_is_told_by_its_code(send: Send, demo: Path) -> None:
    """200.00 are sold and two combs are paid with it; another code is none."""
    send({"op": "sell", "uid": "g", "lines": [{"item": "礼品卡 200"}], "tenders": CASH})
    salon_file.open_folder(demo)
    gift_card = value.gift_card("g/1")
    connection.close()
    assert gift_card is not None
    code = gift_card[1]
    spend = {"op": "sell", "uid": "s", "lines": [{**COMB, "quantity": 2}],
             "tenders": [{"tender": "gift_card", "from": code}]}  # fmt: skip
    sold, told, unknown = send(
        spend, {"op": "entries", "gift_card": code.lower()}, {"op": "entries", "gift_card": "?"}
    )
    assert told["gift_card"] == code
    assert [(e["rule"], e["amount"]) for e in told["entries"]] == [
        ("gift_card.spend", -sold["total"]), ("gift_card.sell", 20_000)
    ]  # fmt: skip
    assert unknown["error"] == "gift_card_unknown"


def test_what_a_platform_owes_is_told_by_its_code(send: Send) -> None:
    """A comb by a voucher of the platform, which keeps 8 %."""
    tender = {"tender": "platform", "from": "meituan:MT1:0"}
    sold, told = send(
        {"op": "sell", "uid": "s", "lines": [COMB], "tenders": [tender]},
        {"op": "entries", "platform": "meituan"},
    )
    (entry,) = told["entries"]
    assert entry["amount"] == sold["total"] - round(sold["total"] * 0.08)


def test_a_manager_gives_a_word_for_a_debt(send: Send, demo: Path) -> None:
    """A cashier may put something on account with it, and not without it."""
    owed = {"op": "sell", "uid": "o", "client": "v", "lines": [COMB]}
    word = {"op": "approve", "manager": "MANAGER", "pin": DEMO_PIN, "deed": "on_account",
            "for": "o", "amount": 10_000}  # fmt: skip
    _, bare, given = send(VERA, {**owed, "tenders": [{"tender": "on_account"}]}, word, staff="CHEN")
    assert bare["refusal"] == "needs_manager"
    tender = {"tender": "on_account", "approval": given["approval"]}
    (paid,) = send({**owed, "tenders": [tender]}, staff="CHEN")
    assert paid["ok"]
    check_sound(demo)


def test_who_brought_a_client_is_put_on_file(send: Send) -> None:
    nina = {"op": "add_client", "uid": "nina", "name": "Nina", "referrer": "v"}
    _, first, again, unknown = send(VERA, nina, nina, {**nina, "uid": "kim", "referrer": "nobody"})
    assert first["ok"]
    assert {**again, "line": 2} == first
    assert unknown["error"] == "client_unknown"
    (other,) = send({key: said for key, said in nina.items() if key != "referrer"})
    assert not other["ok"]
