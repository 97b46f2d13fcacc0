"""Points, vouchers, cards, rules and clocks as nobody may have them: each line is refused with a
sentence, and nothing is posted."""

from typing import Any

import pytest

from salon_pos.db import connection, salon_file
from salon_pos.db.connection import database
from salon_pos.db.doctor import examine
from tests.batch.conftest import Send

CUT = {"item": "女士剪发", "staff": ["MEI"]}
ANN, BEA = "ann", "bea"
BURN = {"step": 100, "value": 100, "cap_bp": 5_000}
RULES = {"base": [{"points": 1, "per": 100}], "burn": BURN, "days_good": 10}
TIERS = [{"key": "m", "name": "M"}, {"key": "s", "name": "S", "spend": 100_000},
         {"key": "g", "name": "G", "spend": 400_000}]  # fmt: skip

# A client with 500 points and 1,000.00 on a card; her voucher; a frozen, a lost and a dead card.
BEFORE: list[dict[str, Any]] = [
    {"op": "set_rule", "kind": "points", "rules": RULES},
    {"op": "set_rule", "kind": "tiers", "rules": {"tiers": TIERS}},
    {"op": "add_client", "uid": ANN, "name": "Ann"},
    {"op": "add_client", "uid": BEA, "name": "Bea"},
    {"op": "adjust_points", "uid": "given", "client": ANN, "points": 500, "reason": "gift"},
    {"op": "add_prepaid", "uid": "top", "name": "Top", "kind": "top_up", "price": 100_000},
    {"op": "enrol", "client": ANN, "number": "80010001", "pin": "2468"},
    {"op": "enrol", "client": ANN, "number": "80010002"},
    {"op": "enrol", "client": ANN, "number": "80010003"},
    {"op": "enrol", "client": ANN, "number": "80010004"},
    {"op": "top_up", "uid": "paid", "card": "80010001", "item": "top",
     "tenders": [{"tender": "card"}]},
    {"op": "set_card", "card": "80010002", "state": "frozen"},
    {"op": "set_card", "card": "80010003", "state": "lost"},
    {"op": "replace_card", "card": "80010004", "number": "80010005"},
    {"op": "add_reward", "uid": "ten", "kind": "voucher", "points": 100, "name": "Ten",
     "face": 1_000, "days": 5},
    {"op": "redeem", "uid": "v", "client": ANN, "reward": "ten"},
]  # fmt: skip


def pays(tender: str, amount: int, **more: Any) -> dict[str, Any]:
    """A cut of 128.00 for Ann, or whom `client` says, the rest by card."""
    client, now = more.pop("client", ANN), more.pop("now", None)
    return {
        "op": "sell", "uid": "bad", "lines": [CUT], "client": client, "now": now,
        "tenders": [{"tender": tender, "amount": amount, **more}, {"tender": "card"}],
    }  # fmt: skip


def adjust(points: Any) -> dict[str, Any]:
    return {"op": "adjust_points", "client": ANN, "points": points, "reason": "x"}


def redeem(reward: str, quantity: Any = 1) -> dict[str, Any]:
    return {"op": "redeem", "client": ANN, "reward": reward, "quantity": quantity}


def points_rules(**change: Any) -> dict[str, Any]:
    return {"op": "set_rule", "kind": "points", "rules": {**RULES, **change}}


def tier_rules(*spend: Any) -> dict[str, Any]:
    tiers = [{**tier, "spend": least} for tier, least in zip(TIERS, spend, strict=True)]
    return {"op": "set_rule", "kind": "tiers", "rules": {"tiers": tiers}}


@pytest.fixture
def voucher(send: Send) -> str:
    """The salon as above; the code of Ann's voucher."""
    answers = send(*BEFORE)
    assert all(answer["ok"] for answer in answers), answers
    return answers[-1]["vouchers"][0]


def posted() -> list[tuple[Any, ...]]:
    """What of value is on file."""
    return [
        database.execute_sql(f"SELECT COUNT(*), MAX(id) FROM {table}").fetchone()
        for table in ("ledger_transaction", "ledger_entry", "sale", "voucher", "tier_move",
                      "rule_set", "reward", "shift", "pack")
    ]  # fmt: skip


def check(send: Send, demo: Any, line: dict[str, Any], key: str) -> None:
    """The line is refused, with a sentence, and nothing is posted."""
    salon_file.open_folder(demo)
    before = posted()
    connection.close()
    (answer,) = send(line)
    assert not answer["ok"]
    assert (answer.get("refusal") or answer.get("error")) == key, answer
    assert answer["message"]
    assert "{" not in answer["message"]
    salon_file.open_folder(demo)
    assert posted() == before
    assert examine()[1] == ()


@pytest.mark.usefixtures("voucher")
@pytest.mark.parametrize(
    ("line", "key"),
    [
        # Negative or fractional points, more than there is.
        (adjust(0), "bad_points"),
        (adjust(2.5), "bad_field"),
        (adjust("5"), "bad_field"),
        (adjust(True), "bad_field"),
        (adjust(-401), "not_enough_points"),
        (adjust(1_001), "needs_manager"),
        (redeem("ten", -1), "bad_quantity"),
        (redeem("ten", 0), "bad_quantity"),
        (redeem("ten", 1.5), "bad_field"),
        (redeem("ten", 5), "not_enough_points"),
        (redeem("moon"), "reward_unknown"),
        (pays("points", -100), "bad_tender"),
        (pays("points", 150), "points_step"),
        (pays("points", 500), "not_enough_points"),
        (pays("points", 100, client=BEA), "not_enough_points"),
        # Cards.
        (pays("stored_value", 100, **{"from": "99999999"}), "card_unknown"),
        (pays("stored_value", 100, **{"from": "80010002"}), "card_frozen"),
        (pays("stored_value", 100, **{"from": "80010003"}), "card_lost"),
        (pays("stored_value", 100, **{"from": "80010004"}), "card_replaced"),
        (pays("stored_value", 100, client=BEA, **{"from": "80010001"}), "card_pin_other"),
        (pays("stored_value", 100, client=BEA, pin="1111", **{"from": "80010001"}), "wrong_pin"),
        (pays("stored_value", 100, **{"from": "80010005"}), "not_enough_value"),
        # Vouchers and gift cards.
        (pays("voucher", 1_000, **{"from": "NOSUCH"}), "voucher_unknown"),
        (pays("gift_card", 1_000, **{"from": "NOSUCH"}), "gift_card_unknown"),
        # Rules that contradict each other.
        (tier_rules(None, 400_000, 100_000), "tiers_overlap"),
        (tier_rules(None, 100_000, 100_000), "tiers_overlap"),
        (tier_rules(None, -5, 100_000), "bad_rule_number"),
        (tier_rules(None, 1.5, 100_000), "bad_rule_number"),
        (points_rules(base=[{"points": 1, "per": 1}]), "pays_the_client"),
        (points_rules(base=[{"points": -1, "per": 100}]), "bad_rule_number"),
        (points_rules(base=[{"points": 1.5, "per": 100}]), "bad_rule_number"),
        (points_rules(base=[{"points": 1, "per": 0}]), "bad_rule_number"),
        (points_rules(base=[{"points": 1, "per": 100}] * 2), "rule_twice"),
        (points_rules(burn=None, base=[{"points": 10, "per": 100}]), "reward_pays_the_client"),
        ({"op": "add_reward", "kind": "voucher", "name": "X", "points": 10, "face": 1_000},
         "reward_pays_the_client"),
        ({"op": "add_reward", "kind": "voucher", "name": "X", "points": -1, "face": 1_000},
         "bad_rule_number"),
    ],
)  # fmt: skip
def test_what_is_bad_is_refused_and_nothing_is_posted(
    send: Send, demo: Any, line: dict[str, Any], key: str
) -> None:
    check(send, demo, line, key)


def test_a_foreign_a_used_and_an_expired_voucher(send: Send, demo: Any, voucher: str) -> None:
    check(send, demo, pays("voucher", 1_000, client=BEA, **{"from": voucher}), "voucher_other")
    (sold,) = send({**pays("voucher", 1_000, **{"from": voucher}), "uid": "good"})
    assert sold["ok"], sold
    check(send, demo, pays("voucher", 1_000, **{"from": voucher}), "voucher_used")
    (again,) = send({"op": "redeem", "uid": "w", "client": ANN, "reward": "ten"})
    late = {"from": again["vouchers"][0], "now": "2030-01-01T12:00:00+08:00"}
    check(send, demo, pays("voucher", 1_000, **late), "voucher_ended")


@pytest.mark.usefixtures("voucher")
@pytest.mark.parametrize(
    ("line", "key"),
    [
        ({"op": "expire", "now": "2020-01-01T12:00:00+08:00"}, "clock_behind"),
        ({**redeem("ten"), "now": "2020-01-01T12:00:00+08:00"}, "clock_behind"),
        ({"op": "give_voucher", "face": 100, "now": "2020-01-01T12:00:00+08:00"}, "clock_behind"),
        ({"op": "expire", "now": "2040-01-01T12:00:00+08:00"}, "clock_ahead"),
        (pays("cash", 0, now="2020-01-01T12:00:00+08:00"), "clock_behind"),
        (pays("points", 100, now="2040-01-01T12:00:00+08:00"), "not_enough_points"),
        ({**redeem("ten"), "now": "2040-01-01T12:00:00+08:00"}, "not_enough_points"),
        ({"op": "refund", "sale": "paid", "now": "2020-01-01T12:00:00+08:00"}, "clock_behind"),
    ],
)
def test_a_clock_that_jumped_posts_nothing(
    send: Send, demo: Any, line: dict[str, Any], key: str
) -> None:
    check(send, demo, line, key)


@pytest.mark.usefixtures("voucher")
def test_who_is_sure_of_an_earlier_day_lets_it_end(send: Send) -> None:
    expire = {"op": "expire", "now": "2020-01-01T12:00:00+08:00", "sure": True}
    (done,) = send(expire)
    assert (done["ok"], done["points"]) == (True, 0)


@pytest.mark.usefixtures("voucher")
def test_no_shift_opens_on_an_earlier_day_unless_somebody_is_sure(send: Send, demo: Any) -> None:
    send({"op": "close_shift", "counted": 0, "reason": "emptied"})
    opening = {"op": "open_shift", "now": "2020-01-01T12:00:00+08:00"}
    check(send, demo, opening, "clock_behind")
    (opened,) = send({**opening, "sure": True})
    assert opened["business_day"] == "2020-01-01"
