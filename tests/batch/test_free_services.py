"""A line that is free with the payer's tier, in the batch."""

from pathlib import Path

from salon_pos.db import connection, salon_file
from salon_pos.db.connection import database
from tests.batch.conftest import Send

TIERS = [
    {"key": "member", "name": "会员"},
    {"key": "silver", "name": "银卡", "spend": 1_000_000},
    {"key": "gold", "name": "金卡", "spend": 2_000_000},
]


def blow_dry(demo: Path) -> int:
    """The id of the demo's blow-dry."""
    salon_file.open_folder(demo)
    (found,) = database.execute_sql("SELECT id FROM item WHERE name = '洗吹造型'").fetchall()
    connection.close()
    return found[0]


def test_a_line_may_be_free_with_the_payers_tier(send: Send, demo: Path) -> None:
    """An open tier gives one blow-dry free; the same line again is the same sale."""
    free = {"free_services": [{"item_ids": [blow_dry(demo)], "times": 1}]}
    tiers = [{**TIERS[0], "perks": free}, *TIERS[1:]]
    rules = {"op": "set_rule", "kind": "tiers", "rules": {"tiers": tiers}}
    client = {"op": "add_client", "uid": "c-1", "name": "Client", "phone": "13800001231"}
    line = {"item": "洗吹造型", "staff": ["MEI"], "free": "member"}
    sale = {"op": "sell", "uid": "s", "client": "c-1", "tenders": [], "total": 0,
            "lines": [line]}  # fmt: skip
    silver = {**line, "free": "silver"}
    *_, other, sold, again, more = send(
        rules, client, {**sale, "lines": [silver]}, sale, sale, {**sale, "uid": "t"}
    )
    assert (other["refusal"], other["field"]) == ("not_free", "free")
    assert (sold["ok"], sold["total"], sold["net"]) == (True, 0, 0)
    assert again["number"] == sold["number"]
    assert (more["refusal"], more["field"]) == ("free_used_up", "free")
