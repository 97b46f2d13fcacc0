"""Rules whose names are no text, and what is sold already, by the batch: each is refused with a
sentence beside its field, and nothing is kept."""

from typing import Any

import pytest

from salon_pos.db import connection, salon_file
from salon_pos.db.doctor import examine
from salon_pos.db.queries import catalog
from tests.batch.conftest import Send
from tests.usecases.keeping import changed, everything

NAN = float("nan")
NO_TEXTS: list[Any] = [None, 5, NAN, ["a"], {"a": 1}, True]
CARD = [{"tender": "card"}]


def rules(kind: str, **plain: Any) -> dict[str, Any]:
    return {"op": "set_rule", "kind": kind, "rules": plain}


def tiers(**top: Any) -> dict[str, Any]:
    gold = {"key": "g", "name": "G", "spend": 2, **top}
    lower = [{"key": "m", "name": "M"}, {"key": "s", "name": "S", "spend": 1}]
    return rules("tiers", tiers=[*lower, gold])


def platform(**what: Any) -> dict[str, Any]:
    return rules("value", platforms=[{"code": "dp", "name": "Dianping", **what}])


def bonus(key: Any) -> dict[str, Any]:
    return rules("points", bonuses=[{"key": key, "kind": "visit", "points": 5}])


def check(send: Send, demo: Any, line: dict[str, Any], key: str, field: str) -> None:
    """The line is refused so, with a sentence, and nothing at all is kept."""
    salon_file.open_folder(demo)
    before = everything()
    connection.close()
    (answer,) = send(line)
    assert (answer["ok"], answer.get("refusal"), answer.get("field", "")) == (False, key, field)
    assert answer["message"]
    assert "{" not in answer["message"].partition("：")[0]
    salon_file.open_folder(demo)
    assert changed(before) == set()
    assert examine()[1] == ()


@pytest.mark.parametrize("wrong", NO_TEXTS)
@pytest.mark.parametrize(
    ("line", "field"),
    [
        (lambda wrong: platform(code=wrong), "platforms.0.code"),
        (lambda wrong: platform(name=wrong), "platforms.0.name"),
        (lambda wrong: tiers(key=wrong), "tiers.2.key"),
        (lambda wrong: tiers(name=wrong), "tiers.2.name"),
        (lambda wrong: tiers(perks={"birthday_gift": wrong}), "tiers.2.birthday_gift"),
        (bonus, "bonuses.0.key"),
    ],
)
def test_a_name_is_a_text(send: Send, demo: Any, line: Any, field: str, wrong: Any) -> None:
    check(send, demo, line(wrong), "not_a_text", field)


@pytest.mark.parametrize("name", ["activities", "tier_multipliers"])
@pytest.mark.parametrize("wrong", [None, 5, NAN, "review", [], [["review", 5]], [[None, 5]]])
def test_what_names_something_is_an_object(send: Send, demo: Any, name: str, wrong: Any) -> None:
    check(send, demo, rules("points", **{name: wrong}), "rules_unreadable", "")


def test_a_member_price_of_nothing(send: Send, demo: Any) -> None:
    for price in (0, -1, 1.5, None):
        perks = {"member_prices": [{"item_id": 1, "price": price}]}
        key = "price_of_nothing" if price == 0 else "bad_rule_number"
        check(send, demo, tiers(perks=perks), key, "tiers.2.member_prices.0")
        connection.close()


def test_a_service_that_was_sold_does_not_become_prepaid(send: Send, demo: Any) -> None:
    add = {"op": "add_item", "uid": "braid", "name": "Braid", "price": 8_800}
    sale = {"op": "sell", "uid": "s", "lines": [{"item": "braid", "staff": ["MEI"]}],
            "tenders": CARD}  # fmt: skip
    assert all(answer["ok"] for answer in send(add, sale))
    gift = {"op": "add_prepaid", "uid": "braid", "name": "Braid", "kind": "gift_card", "price": 1}
    check(send, demo, gift, "kind_stays", "kind")
    connection.close()
    (back,) = send({"op": "refund", "uid": "b", "sale": "s"})
    assert (back["ok"], back["total"]) == (True, -8_800)


def test_what_was_sold_ahead_keeps_what_it_promised(send: Send, demo: Any) -> None:
    pack = {"op": "add_prepaid", "uid": "pack", "name": "P", "kind": "pack", "price": 34_000,
            "bought": 5, "items": ["洗吹造型"]}  # fmt: skip
    client = {"op": "add_client", "uid": "c", "name": "C"}
    sold = {"op": "sell_pack", "uid": "p", "client": "c", "item": "pack", "tenders": CARD}
    use = {"op": "use_session", "uid": "u", "pack": "p/1", "staff": ["MEI"]}
    assert all(answer["ok"] for answer in send(pack, client, sold))
    check(send, demo, {**pack, "items": ["女士剪发"]}, "plan_stays", "items")
    connection.close()
    gift = {"op": "add_prepaid", "uid": "pack", "name": "P", "kind": "gift_card", "price": 1}
    check(send, demo, gift, "plan_stays", "kind")
    connection.close()
    more = {**pack, "name": "Q", "price": 90_000, "bought": 9, "given": 3, "days": 1}
    changed_, used = send(more, use)
    assert (changed_["ok"], changed_["price"]) == (True, 90_000)
    assert (used["ok"], used["net"], used["left"]) == (True, 6_800, 4)  # 340.00 for five


def test_the_same_item_again_is_still_taken(send: Send, demo: Any) -> None:
    """A program that sends its list every morning changes nothing by it."""
    pack = {"op": "add_prepaid", "uid": "pack", "name": "P", "kind": "pack", "price": 34_000,
            "bought": 5, "items": ["洗吹造型"]}  # fmt: skip
    client = {"op": "add_client", "uid": "c", "name": "C"}
    sold = {"op": "sell_pack", "uid": "p", "client": "c", "item": "pack", "tenders": CARD}
    first, *_rest = send(pack, client, sold)
    (again,) = send(pack)
    assert {**again, "line": 1} == first
    salon_file.open_folder(demo)
    assert [item.name for item in catalog.items() if item.uid == "pack"] == ["P"]
