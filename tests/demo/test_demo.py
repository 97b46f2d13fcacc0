"""The demo salon: whole, believable, and the same for the same seed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from salon_pos.db import connection
from salon_pos.db.connection import database
from salon_pos.db.doctor import examine
from salon_pos.db.queries import people, shifts, tickets
from salon_pos.db.queries import settings as salon
from salon_pos.demo import PIN, make_demo
from salon_pos.demo.salon import MOST_REGULARS
from salon_pos.usecases.staff import sign_in

NOW = datetime(2026, 11, 24, 6, 32, tzinfo=UTC)  # 14:32 on a Tuesday in Shanghai
CONTENT = (
    "SELECT number, business_day, paid_at, total, net, client_id FROM sale ORDER BY id",
    "SELECT item_name, quantity, net, client_id, requested FROM sale_line ORDER BY id",
    "SELECT name, handed, change, tip FROM sale_tender ORDER BY id",
    "SELECT name, phone, gender, birthday FROM client ORDER BY id",
    "SELECT business_day, expected, counted FROM shift ORDER BY id",
    "SELECT parked, opened_at FROM ticket ORDER BY uid",
)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "salon"
    connection.close()


def rows(sql: str) -> list[tuple[Any, ...]]:
    return database.execute_sql(sql).fetchall()


def one(sql: str) -> Any:
    return rows(sql)[0][0]


def content(folder: Path, **asked: Any) -> list[list[tuple[Any, ...]]]:
    make_demo(folder, **({"clients": 25, "months": 1, "now": NOW} | asked))
    found = [rows(sql) for sql in CONTENT]
    connection.close()
    return found


def test_the_doctor_finds_nothing(folder: Path) -> None:
    make_demo(folder, clients=60, months=3, now=NOW)
    assert examine()[1] == ()


def test_the_same_seed_makes_the_same_salon(tmp_path: Path) -> None:
    first = content(tmp_path / "a", seed=7)
    assert content(tmp_path / "b", seed=7) == first
    assert content(tmp_path / "c", seed=8) != first


@pytest.mark.parametrize("clients", [0, 1, 2, 3, 25, MOST_REGULARS + 30])
def test_there_are_as_many_clients_as_asked_for(folder: Path, clients: int) -> None:
    make_demo(folder, clients=clients, months=0, now=NOW)
    assert one("SELECT COUNT(*) FROM client") == clients
    assert one("SELECT COUNT(*) FROM client_search") == clients
    assert one("SELECT COUNT(DISTINCT uid) FROM client") == clients
    assert examine()[1] == ()


def test_everybody_signs_in_with_the_pin_that_is_told(folder: Path) -> None:
    make_demo(folder, clients=0, months=0, now=NOW)
    team = people.staff_members()
    assert [member.name for member in team] == ["老板", "美", "阿杰", "小吴", "小陈", "店长"]
    for member in team:
        assert sign_in(member.id, PIN, till_id=salon.till_id(), now=NOW) == member


def test_it_ends_now_with_todays_shift_open_and_tickets_waiting(folder: Path) -> None:
    make_demo(folder, clients=60, months=2, now=NOW)
    shift = shifts.open_shift(salon.till_id())
    assert shift is not None
    assert shift.business_day.isoformat() == "2026-11-24"
    assert len(tickets.open_tickets()) == 3
    newest = one("SELECT MAX(paid_at) FROM sale")
    assert NOW - timedelta(days=1) < datetime.fromtimestamp(newest // 1000, UTC) < NOW
    assert one("SELECT COUNT(*) FROM shift WHERE closed_at IS NOT NULL") == 60
    assert salon.settings().is_demo


@pytest.mark.parametrize("hour", [0, 2, 12, 19, 20, 21, 23])  # 20 h UTC: 04:00 in Shanghai
def test_any_hour_will_do(folder: Path, hour: int) -> None:
    now = NOW.replace(hour=hour, minute=5)
    make_demo(folder, clients=25, months=1, now=now)
    assert examine()[1] == ()
    assert one("SELECT MAX(paid_at) FROM sale") < now.timestamp() * 1000
    assert one("SELECT MAX(opened_at) FROM shift") <= now.timestamp() * 1000


def test_people_have_habits(folder: Path) -> None:
    make_demo(folder, clients=80, months=6, now=NOW)
    assert one("SELECT COUNT(*) FROM sale WHERE client_id IS NULL") > 300  # walk-ins
    families = "SELECT COUNT(*) FROM sale_line l JOIN sale s ON s.id = l.sale_id"
    assert one(f"{families} WHERE l.client_id <> s.client_id") > 10
    lapsed = (
        "SELECT COUNT(*) FROM (SELECT client_id FROM sale WHERE client_id IS NOT NULL"
        " GROUP BY client_id HAVING COUNT(*) > 1 AND MAX(business_day) < '2026-09-10')"
    )
    assert one(lapsed) > 4  # regulars who have not come for 75 days
    assert one("SELECT COUNT(*) FROM sale_discount") > 10
    assert one("SELECT COUNT(*) FROM sale_tip") > 10
    taken = "SELECT COUNT(DISTINCT t.method_id) FROM sale_tender t JOIN tender_method m"
    assert (
        one(f"{taken} ON m.id = t.method_id AND m.kind IN ('cash', 'card', 'wallet')") == 4
    )  # the others take from balances
    assert one("SELECT COUNT(*) FROM (SELECT sale_id FROM sale_tender GROUP BY sale_id"
               " HAVING COUNT(*) = 2)") > 3  # fmt: skip
    assert one("SELECT COUNT(*) FROM shift WHERE counted <> expected") > 3
    assert one("SELECT MIN(stock) FROM item WHERE stock IS NOT NULL") > 0
    mei = (
        "SELECT COUNT(DISTINCT c.staff_id) FROM sale_credit c JOIN sale_line l ON l.id = c.line_id"
    )
    assert one(f"{mei} JOIN client p ON p.id = l.client_id WHERE p.name = '张雨桐'") <= 2


def test_members_have_all_there_is(folder: Path) -> None:
    make_demo(folder, clients=80, months=6, now=NOW)
    newest = "SELECT MAX(id) FROM tier_move GROUP BY client_id"
    assert one(f"SELECT COUNT(DISTINCT tier) FROM tier_move WHERE id IN ({newest})") == 4
    owed = "SELECT -SUM(e.amount) FROM ledger_entry e JOIN account a ON a.id = e.account_id"
    assert one(f"{owed} WHERE a.code LIKE 'principal:%'") > 500_000
    half = "SELECT 1 FROM account a JOIN ledger_entry e ON e.account_id = a.id"
    used = f"{half} WHERE a.code LIKE 'pack:%' GROUP BY a.id HAVING SUM(e.amount) < 0"
    assert one(f"SELECT COUNT(*) FROM ({used} AND MAX(e.amount) > 0)") > 3  # some used, some left
    ending = "SELECT COUNT(*) FROM lot l JOIN account a ON a.id = l.account_id"
    assert one(f"{ending} WHERE a.unit = 'points' AND l.expires < '2026-12-31'") > 3
    assert examine()[1] == ()


def test_all_else_that_moves_value_has_happened(folder: Path) -> None:
    make_demo(folder, clients=80, months=6, now=NOW)
    deeds = dict(rows("SELECT deed, COUNT(*) FROM sale GROUP BY deed"))
    assert min(deeds["refund"], deeds["void"]) > 4
    posted = {rule for (rule,) in rows("SELECT DISTINCT rule FROM ledger_entry")}
    assert posted >= {
        "gift_card.sell", "gift_card.spend", "deposit.take", "deposit.forfeit", "platform.owe",
        "points.product", "points.take_back", "pack.expire", "deposit.use", "points.referral",
        "points.activity", "points.adjust.alone", "deposit.refund",
    }  # fmt: skip
    campaign = "SELECT COUNT(*) FROM ledger_entry WHERE json_extract(inputs, '$.bonus_1')"
    assert one(f"{campaign} = '周年庆' AND rule_version = 2") > 4
    assert one("SELECT COUNT(*) FROM claim") > 4
    assert one("SELECT COUNT(*) FROM voucher") > 10
    assert one("SELECT COUNT(*) FROM coupon") > 10
    used = "SELECT COUNT(*) FROM sale WHERE uid IN (SELECT used_by FROM coupon)"
    assert one(used) > 3
    cards = "SELECT DISTINCT state FROM card UNION SELECT DISTINCT kind FROM wallet"
    assert {word for (word,) in rows(cards)} >= {
        "replaced", "frozen", "discount", "stored_value", "period",
    }  # fmt: skip
    family = "SELECT COUNT(*) FROM card c JOIN wallet w ON w.id = c.wallet_id"
    assert one(f"{family} WHERE c.client_id <> w.client_id") == 1
    assert examine()[1] == ()


def test_three_put_something_on_account(folder: Path) -> None:
    """The first, 80 days ago, paid nothing since; the second the half of it; the third all."""
    make_demo(folder, clients=80, months=6, now=NOW)
    put = (
        "SELECT s.client_id, s.business_day, SUM(t.applied) FROM sale_tender t"
        " JOIN tender_method m ON m.id = t.method_id AND m.kind = 'on_account'"
        " JOIN sale s ON s.id = t.sale_id GROUP BY s.id ORDER BY s.id"
    )
    debts = rows(put)
    assert [day for _, day, _ in debts] == ["2026-09-05", "2026-09-30", "2026-10-27"]
    assert len({client for client, _, _ in debts}) == 3
    paid = "SELECT SUM(amount) FROM settled WHERE sale_id = (SELECT MAX(id) FROM sale WHERE"
    assert [one(f"{paid} client_id = {client} AND business_day = '{day}')")
            for client, day, _ in debts] == [
        None, (debts[1][2] + 1) // 2, debts[2][2],
    ]  # fmt: skip
    owed = "SELECT SUM(e.amount) FROM ledger_entry e JOIN account a ON a.id = e.account_id"
    assert one(f"{owed} WHERE a.code LIKE 'receivable:%'") == debts[0][2] + debts[1][2] // 2
    assert salon.settings().credit_limit == 50_000
    assert examine()[1] == ()


@pytest.mark.parametrize(
    ("language", "name", "item"),
    [
        ("zh_CN", "云上发艺 · 静安店", "女士剪发"),
        ("zh_TW", "雲上髮藝 · 靜安店", "女士剪髮"),
        ("en", "Cloud Hair · Jing'an", "Women's cut"),
    ],
)
def test_it_speaks_three_languages(folder: Path, language: str, name: str, item: str) -> None:
    make_demo(folder, clients=20, months=1, language=language, now=NOW)
    assert (salon.settings().name, salon.settings().language) == (name, language)
    assert one("SELECT name FROM item WHERE id = 1") == item
    assert examine()[1] == ()


def test_commits_wait_for_the_disk_again(folder: Path) -> None:
    make_demo(folder, clients=0, months=0, now=NOW)
    assert one("PRAGMA synchronous") == 2  # FULL


def test_progress_is_told(folder: Path) -> None:
    told: list[tuple[int, int]] = []
    make_demo(folder, clients=5, months=1, now=NOW, progress=lambda *so_far: told.append(so_far))
    assert told == [(day, 30) for day in range(30)]
