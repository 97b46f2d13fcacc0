"""Deeds as JSON Lines: the documented ones, repeated ones, broken ones."""

import json
import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from salon_pos.cli.app import app
from salon_pos.cli.batch_deeds import DEEDS
from salon_pos.cli.fields import Fields
from salon_pos.db import connection, salon_file
from salon_pos.db.connection import database
from salon_pos.db.doctor import examine
from salon_pos.domain.platforms import Platform, ValueRules
from salon_pos.domain.points import BaseRule, Bonus, BonusKind, MemberDays, PointsRules, Referral
from salon_pos.domain.tenders import PointsRule
from salon_pos.domain.tiers import (
    CategoryPercent,
    FreeServices,
    MemberPrice,
    Perks,
    Tier,
    TierRules,
)
from tests.batch.conftest import Send
from tests.salons import Salon

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "batch.md").read_text("utf-8")
BLOCKS = re.findall(r"```(jsonl|json)\n(.*?)```", GUIDE, re.DOTALL)
CUT = {"item": "女士剪发", "staff": ["MEI"]}
SALE = {"op": "sell", "uid": "s-1", "lines": [CUT], "tenders": [{"tender": "cash"}]}


def rows(demo: Path, sql: str) -> list[tuple[Any, ...]]:
    salon_file.open_folder(demo)
    found = database.execute_sql(sql).fetchall()
    connection.close()
    return found


def known(answer: Any, wanted: Any) -> Any:
    """An answer with "…" where the guide says so: what no reader can know."""
    if wanted == "…":
        return "…"
    if isinstance(answer, dict) and isinstance(wanted, dict):
        return {key: known(value, wanted.get(key)) for key, value in answer.items()}
    if isinstance(answer, list) and isinstance(wanted, list) and len(answer) == len(wanted):
        return [known(*both) for both in zip(answer, wanted, strict=True)]
    return answer


def test_every_example_of_the_guide_answers_as_it_says(send: Send) -> None:
    kinds = [kind for kind, _ in BLOCKS]
    assert kinds == ["jsonl", "json"] * (len(kinds) // 2)
    for (_, deeds), (_, said) in zip(BLOCKS[::2], BLOCKS[1::2], strict=True):
        answers = send(*deeds.splitlines())
        expected = [json.loads(line) for line in said.splitlines()]
        assert [known(*both) for both in zip(answers, expected, strict=True)] == expected


def test_the_guide_shows_every_deed() -> None:
    shown = {json.loads(line)["op"] for kind, text in BLOCKS for line in text.splitlines()
             if kind == "jsonl"}  # fmt: skip
    assert shown == set(DEEDS)


def test_the_guide_names_every_field_that_a_deed_asks_for(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[str] = set()

    def taken(fields: Fields, name: str, default: object) -> object:
        asked.add(name)
        return take(fields, name, default)

    take = Fields._take  # pyright: ignore[reportPrivateUsage]
    monkeypatch.setattr(Fields, "_take", taken)
    send(*(line for kind, text in BLOCKS if kind == "jsonl" for line in text.splitlines()))
    assert {"op", "lines", "kind", "approval"} <= asked
    assert {
        name for name in asked if f"`{name}`" not in GUIDE and f'"{name}"' not in GUIDE
    } == set()


@pytest.mark.parametrize(
    "rules",
    [PointsRules, BaseRule, Bonus, MemberDays, Referral, PointsRule, TierRules, Tier, Perks,
     CategoryPercent, MemberPrice, FreeServices, ValueRules, Platform],
)  # fmt: skip
def test_the_guide_names_every_part_of_a_rule(rules: type[Any]) -> None:
    section = GUIDE.partition("## set_rule")[2].partition("\n## ")[0]
    parts = {field.name for field in fields(rules)} - {"version"}
    assert {
        name for name in parts if f"`{name}`" not in section and f'"{name}"' not in section
    } == (set())


def test_the_guide_names_every_kind_of_bonus() -> None:
    assert {kind for kind in BonusKind if f'"{kind}"' not in GUIDE} == set()


def test_a_day_by_batch_leaves_books_that_agree(send: Send, demo: Path) -> None:
    for kind, deeds in BLOCKS:
        if kind == "jsonl":
            send(*deeds.splitlines())
    salon_file.open_folder(demo)
    assert examine()[1] == ()


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("nonsense", "not_json"),
        (b"\xff\xfe", "not_json"),
        ("[" * 100_000, "not_json"),
        ("9" * 10_000, "not_json"),
        ("[1]", "not_an_object"),
        ("{}", "field_missing"),
        ({"op": "dance"}, "unknown_op"),
        ({"op": 7}, "bad_field"),
        ({"op": "open_shift", "flaot": 1}, "unknown_field"),
        ({"op": "open_shift", "float": 1.5}, "bad_field"),
        ({"op": "open_shift", "float": True}, "bad_field"),
        ({"op": "open_shift", "float": 10**30}, "bad_field"),
        ({"op": "add_client", "name": "a\0b"}, "bad_text"),
        ('{"op": "add_client", "name": "\\ud800"}', "bad_text"),
        ('{"op": "close_shift", "counted": 1, "\\udfff x": 1}', "bad_text"),
        ('{"op": "sell", "lines": [{"item": "x", "staff": ["\\ud800"]}]}', "bad_text"),
        ('{"op": "give_voucher", "name": "x", "percent_bp": 1, "items": ["\\ud800"]}', "bad_text"),
        ('{"op": "add_prepaid", "name": "x", "kind": "pack", "taxes": ["\\ud800"]}', "bad_text"),
        (
            '{"op": "set_rule", "kind": "points", "rules": {"activities": {"\\ud800": 5}}}',
            "bad_text",
        ),
        ({**SALE, "now": "3000-01-01T12:00:00+08:00"}, "bad_field"),
        ({"op": "set_tier", "client": "x", "tier": "", "until": "9999-12-31"}, "bad_field"),
        ({"op": "add_client", "name": "x" * 5_000}, "bad_field"),
        ({"op": "add_client", "name": "Ann", "birthday": "21 May"}, "bad_field"),
        ({"op": "add_client", "uid": "u" * 65, "name": "Ann"}, "bad_field"),
        ({"op": "add_item", "name": "X", "kind": "planet"}, "bad_field"),
        ({"op": "add_item", "name": "X", "category": "Nowhere"}, "category_unknown"),
        ({"op": "add_item", "name": "X", "taxes": ["VAT"]}, "tax_unknown"),
        ({"op": "add_staff", "name": "X", "code": "X", "role": "boss"}, "bad_field"),
        ({**SALE, "lines": "cut"}, "bad_field"),
        ({**SALE, "lines": [7]}, "not_an_object"),
        ({**SALE, "lines": [{"item": "Moon bath"}]}, "item_unknown"),
        ({**SALE, "lines": [{**CUT, "staff": ["NOBODY"]}]}, "staff_unknown"),
        ({**SALE, "lines": [{**CUT, "staff": [1]}]}, "not_an_object"),
        ({**SALE, "lines": [{**CUT, "requested": "yes"}]}, "bad_field"),
        ({**SALE, "client": "nobody"}, "client_unknown"),
        ({**SALE, "tenders": [{"tender": "shells"}]}, "tender_unknown"),
        ({**SALE, "discounts": [{"reason": "No reason"}]}, "reason_unknown"),
        ({**SALE, "now": "2026-05-04 14:30"}, "bad_field"),
    ],
)
def test_a_broken_line_is_an_error_and_the_next_one_is_done(
    send: Send, demo: Path, line: Any, error: str
) -> None:
    broken, answer = send(line, {"op": "add_client", "uid": "next", "name": "Next"})
    assert (broken["ok"], broken["error"], broken["line"]) == (False, error, 1)
    assert broken["message"]
    assert (answer["ok"], answer["line"]) == (True, 2)
    assert rows(demo, "SELECT COUNT(*) FROM sale") == [(0,)]


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ({"op": "open_shift"}, "shift_is_open"),
        ({"op": "close_shift", "counted": 1}, "reason_missing"),
        ({**SALE, "total": 1}, "price_changed"),
        ({**SALE, "lines": []}, "empty_ticket"),
        ({**SALE, "lines": [{"item": "女士剪发"}]}, "staff_missing"),
        ({**SALE, "tenders": [{"tender": "cash", "amount": -5}]}, "bad_tender"),
        ({**SALE, "tenders": []}, "short"),
        ({"op": "sell", "uid": "nowhere", "tenders": []}, "ticket_unknown"),
    ],
)
def test_a_refusal_keeps_nothing(send: Send, demo: Path, line: Any, refusal: str) -> None:
    (answer,) = send(line)
    assert (answer["ok"], answer["refusal"]) == (False, refusal)
    assert rows(demo, "SELECT COUNT(*) FROM sale") == [(0,)]
    assert rows(demo, "SELECT COUNT(*) FROM shift WHERE closed_at IS NULL") == [(1,)]


def test_the_message_is_in_the_salons_language(send: Send) -> None:
    (answer,) = send({"op": "open_shift"})
    assert re.search("[一-鿿]", answer["message"])


def test_rights_are_those_of_the_staff_member(send: Send, demo: Path) -> None:
    item = {"op": "add_item", "name": "X", "price": 1}
    assert send(item, staff="CHEN")[0]["refusal"] == "not_allowed"
    assert send(SALE, staff="WU")[0]["refusal"] == "not_allowed"
    assert send(SALE, staff="chen")[0]["ok"]
    assert rows(demo, "SELECT COUNT(*) FROM sale") == [(1,)]


def test_who_has_left_may_nothing_not_even_repeat(send: Send, demo: Path) -> None:
    park = {"op": "park", "uid": "t-1", "lines": [CUT]}
    client = {"op": "add_client", "uid": "c-1", "name": "Ann"}
    assert [answer["ok"] for answer in send(park, client, SALE, staff="CHEN")] == [True] * 3
    salon_file.open_folder(demo)
    database.execute_sql("UPDATE staff SET retired = 1 WHERE code = 'CHEN'")
    connection.close()
    again = send(park, client, SALE, staff="CHEN")
    assert [answer["refusal"] for answer in again] == ["not_signed_in"] * 3


def test_other_content_under_a_uid_is_refused(send: Send) -> None:
    first, same, other = send(SALE, SALE, {**SALE, "lines": [CUT, CUT]})
    assert {key: value for key, value in same.items() if key != "line"} == {
        key: value for key, value in first.items() if key != "line"
    }
    assert other["refusal"] == "already_paid"


@pytest.mark.parametrize(
    ("line", "change"),
    [
        ({"op": "add_client", "uid": "u", "name": "Ann"}, {"name": "Bea"}),
        ({"op": "add_item", "uid": "u", "name": "Gel", "price": 5}, {"price": 6}),
        ({"op": "add_staff", "uid": "u", "name": "Lin", "code": "L", "role": "stylist"},
         {"role": "cashier"}),
    ],
)  # fmt: skip
def test_an_added_row_is_not_added_again(
    send: Send, line: dict[str, Any], change: dict[str, Any]
) -> None:
    first, same, other = send(line, line, {**line, **change})
    assert (first["ok"], same["ok"]) == (True, True)
    assert first["uid"] == same["uid"] == "u"
    assert other["refusal"] == "uid_taken"


def test_an_old_revision_is_refused(send: Send) -> None:
    park = {"op": "park", "uid": "p", "lines": [CUT]}
    first, same, stale = send(park, park, {**park, "tag": "9"})
    assert (first["revision"], same["revision"]) == (1, 1)
    assert stale["refusal"] == "ticket_changed"


def test_a_paid_parked_ticket_is_not_paid_twice(send: Send, demo: Path) -> None:
    pay = {"op": "sell", "uid": "p", "tenders": [{"tender": "card"}]}
    _, first, same, other = send(
        {"op": "park", "uid": "p", "lines": [CUT]}, pay, pay,
        {**pay, "tenders": [{"tender": "cash"}]},
    )  # fmt: skip
    assert first["number"] == same["number"]
    assert other["refusal"] == "already_paid"
    assert rows(demo, "SELECT COUNT(*) FROM sale") == [(1,)]


def test_what_was_corrected_since_is_the_same_sale_when_it_is_sent_again(
    send: Send, demo: Path
) -> None:
    """A parked ticket: rung up in cash, 200.00 handed over; it was by card, and LIN did it."""
    park = {"op": "park", "uid": "p", "lines": [CUT]}
    pay = {"op": "sell", "uid": "p", "tenders": [{"tender": "cash", "amount": 20_000}]}
    wrong = {"sale": "p", "reason": "mistake"}
    _, first, *corrected = send(
        park, pay, {"op": "correct_tender", "tender": 1, "by": "card", **wrong},
        {"op": "correct_staff", "line": 1, "staff": ["JIE"], **wrong},
    )  # fmt: skip
    assert [each["ok"] for each in corrected] == [True, True]
    same, other = send(pay, {**pay, "tenders": [{"tender": "card", "amount": 16_800}]})
    assert (same["ok"], same["number"], same["total"]) == (True, first["number"], first["total"])
    assert other["refusal"] == "already_paid"
    assert rows(demo, "SELECT COUNT(*) FROM sale") == [(1,)]


def test_a_parked_session_is_the_same_sale_when_it_is_sent_again(send: Send, demo: Path) -> None:
    prepaid = {"op": "add_prepaid", "uid": "pack", "name": "Blow 5+1", "kind": "pack",
               "price": 34_000, "bought": 5, "given": 1, "items": ["洗吹造型"]}  # fmt: skip
    buy = {"op": "sell_pack", "uid": "b", "client": "ann", "item": "pack",
           "tenders": [{"tender": "card"}]}  # fmt: skip
    session = {"item": "洗吹造型", "staff": ["MEI"], "pack": "b/1"}
    pay = {"op": "sell", "uid": "p", "tenders": [{"tender": "cash"}]}
    answers = send(
        {"op": "add_client", "uid": "ann", "name": "Ann"}, prepaid, buy,
        {"op": "park", "uid": "p", "client": "ann", "lines": [session, CUT]}, pay, pay,
    )  # fmt: skip
    assert [each["ok"] for each in answers] == [True] * 6
    assert answers[4] == {**answers[5], "line": 5}
    assert rows(demo, "SELECT COUNT(*) FROM sale") == [(2,)]


@pytest.mark.parametrize("parked", [True, False])
def test_a_card_whose_pin_was_typed_again_is_the_same_sale(
    send: Send, demo: Path, parked: bool
) -> None:
    member = {"op": "enrol", "uid": "c", "client": "ann", "number": "91", "pin": "2468"}
    prepaid = {"op": "add_prepaid", "uid": "top", "name": "Top", "kind": "top_up", "price": 100_000}
    top_up = {"op": "top_up", "uid": "t", "card": "91", "item": "top",
              "tenders": [{"tender": "card"}]}  # fmt: skip
    paid = [{"tender": "stored_value", "from": "91", "pin": "2468", "amount": 16_800}]
    ticket = {"uid": "p", "client": "ann", "lines": [CUT]}
    pay = {"op": "sell", "uid": "p", "total": 16_800, "tenders": paid}
    pay = pay if parked else {**ticket, **pay}
    send({"op": "add_client", "uid": "ann", "name": "Ann"}, member, prepaid, top_up,
         *([{"op": "park", **ticket}] if parked else []))  # fmt: skip
    first, same = send(pay, pay)
    assert (first["ok"], same) == (True, {**first, "line": 2})
    assert rows(demo, "SELECT COUNT(*) FROM card_unlock") == [(1,)]


def test_now_sets_the_clock_of_a_demo(send: Send, demo: Path) -> None:
    (answer,) = send({**SALE, "now": "2026-05-06T14:30:00+08:00"})
    assert answer["business_day"] == "2026-05-06"
    assert rows(demo, "SELECT paid_at FROM sale") == [(1_778_049_000_000,)]


def test_now_is_refused_anywhere_else(selling: Salon) -> None:
    connection.close()
    command = ["batch", "--data", str(selling.folder), "--staff", "KAI"]
    line = '{"op": "add_client", "name": "Ann", "now": "2026-05-06T14:30:00+08:00"}\n'
    result = CliRunner().invoke(app, command, input=line)
    assert json.loads(result.stdout)["refusal"] == "clock_stays"


def test_an_unknown_staff_code_ends_it(demo: Path) -> None:
    result = CliRunner().invoke(app, ["batch", "--data", str(demo), "--staff", "NOBODY"], input="")
    assert result.exit_code == 1
    assert "NOBODY" in result.stderr


def test_each_answer_comes_before_the_next_line_is_sent_and_is_on_disk(demo: Path) -> None:
    """Line by line through a pipe; then the process is killed, and what it answered is there."""
    command = [sys.executable, "-m", "salon_pos", "batch", "--data", str(demo), "--staff", "CHEN"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=ROOT, env=os.environ) as batch:
        assert batch.stdin is not None
        assert batch.stdout is not None
        numbers: list[str] = []
        for n in range(3):
            line = json.dumps({**SALE, "uid": f"s-{n}"})
            batch.stdin.write(line.encode() + b"\n")
            batch.stdin.flush()
            numbers.append(json.loads(batch.stdout.readline())["number"])
        batch.kill()
    assert rows(demo, "SELECT number FROM sale ORDER BY id") == [(n,) for n in numbers]
