"""The benchmarks compare like with like, and say so when an aim is missed. Nothing is timed."""

import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pytest

from salon_pos.db import connection, salon_file
from salon_pos.db.queries import members
from tests.bench import balances, report, salons
from tests.bench.by_hand import ByHand
from tests.bench.by_hand_value import HandMemberPayment
from tests.bench.measure import Result, p95
from tests.bench.payment import Sales, both_ways, hand_on
from tests.bench.salons import NOW
from tests.bench.value_payment import (
    MEMBERS,
    TOP_UPS,
    VISITS,
    MemberSales,
    salon_with_members,
)

CLIENTS = 5
MET = Result("quick enough", 1.0, 1.0, {"n": 3, "ours_median_ms": 1.5})
MISSED = Result("too slow", 1.004, 1.0)

Rows = dict[str, list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def small_salon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed salon as the benchmarks make them, with few clients."""
    folder = tmp_path_factory.mktemp("bench") / "salon"
    salons.make(folder, CLIENTS, lambda _done, _total: None)
    return folder


@pytest.fixture
def sides(small_salon: Path, tmp_path: Path) -> Iterator[tuple[Sales, ByHand]]:
    """The same salon twice: open for the program, and for SQL made by hand."""
    with salons.copies(small_salon, tmp_path, "ours", "by-hand") as (ours, by_hand):
        hand = hand_on(by_hand)
        salon_file.open_folder(ours)
        yield Sales(), hand
        connection.close()
        hand.close()


@pytest.fixture(scope="module")
def salon_of_members(small_salon: Path) -> Iterator[Path]:
    """A closed salon with members in it."""
    with salon_with_members(small_salon, small_salon.parent) as closed:
        yield closed


@pytest.fixture
def member_sides(salon_of_members: Path, tmp_path: Path) -> Iterator[tuple[MemberSales, ByHand]]:
    """The same salon with members twice."""
    with salons.copies(salon_of_members, tmp_path, "ours", "by-hand") as (ours, by_hand):
        hand = hand_on(by_hand, HandMemberPayment)
        salon_file.open_folder(ours)
        yield MemberSales(), hand
        connection.close()
        hand.close()


HASHED = {("stamp", "rows"), ("stamp", "link")}
"""A stamp covers the digest of a payment, which each side makes in its own way."""
DRAWN_ANEW = {("lot", "uid"), ("ledger_transaction", "link"), *HASHED}
"""A lot's uid is another on either side, and so is the link that holds it."""


def rows_of(handle: Any, without: Collection[tuple[str, str]] = ()) -> Rows:
    """Every row of every table, but for what fingerprints a payment in its own way and for the
    columns of tables that are named."""
    tables = handle.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    found: Rows = {}
    for (table,) in tables:
        columns = [row[1] for row in handle.execute(f"PRAGMA table_info({table})")]
        columns = [name for name in columns if name != "digest" and (table, name) not in without]
        kept = ", ".join(f'"{column}"' for column in columns)
        found[table] = handle.execute(f"SELECT {kept} FROM {table} ORDER BY 1").fetchall()
    return found


def both(hand: ByHand) -> tuple[Rows, Rows]:
    return rows_of(connection.database.connection(), HASHED), rows_of(hand.db, HASHED)


def test_sql_by_hand_writes_the_same_rows(sides: tuple[Sales, ByHand]) -> None:
    sales, hand = sides
    before = rows_of(hand.db)
    for number in range(3):
        for pay in both_ways(sales, hand, number):
            pay()
    ours, by_hand = both(hand)
    assert ours == by_hand
    grown = {table: len(by_hand[table]) - len(rows) for table, rows in before.items()}
    assert grown["sale"] == 3
    assert grown["sale_line"] == 3 * 3
    assert grown["sale_line_tax"] == 3 * 3 * 2
    assert grown["sale_tender"] == 3 * 2
    assert grown["ledger_transaction"] == grown["sale_tip"] == grown["journal"] == 3


def test_sql_by_hand_writes_the_same_rows_for_a_member(
    member_sides: tuple[MemberSales, ByHand],
) -> None:
    sales, hand = member_sides
    before, count = rows_of(hand.db), 2 * MEMBERS
    for number in range(count):
        for pay in both_ways(sales, hand, number):
            pay()
    ours, by_hand = rows_of(connection.database.connection()), rows_of(hand.db)
    assert {table: len(rows) for table, rows in ours.items()} == {
        table: len(rows) for table, rows in by_hand.items()
    }
    assert rows_of(connection.database.connection(), DRAWN_ANEW) == rows_of(hand.db, DRAWN_ANEW)
    grown = {table: len(by_hand[table]) - len(rows) for table, rows in before.items()}
    assert grown["sale_tender"] == grown["sale_earning"] == grown["sale_line"] == 3 * count
    assert grown["lot"] == grown["ledger_transaction"] == grown["journal"] == count
    assert grown["tier_move"] == grown["account"] == 0
    # Principal, bonus, points spent, burned and earned; bank card, two incomes, two taxes, the tip.
    # Now and then the points come from two lots.
    assert grown["ledger_entry"] > (2 + 3 + 2 + 1 + 2 + 2 + 1) * count


def test_a_member_pays_from_several_lots(member_sides: tuple[MemberSales, ByHand]) -> None:
    sales, _ = member_sides
    member = members.member(sales.payment().ticket.client_id or 0, NOW.date())
    assert member
    assert member.tier
    assert member.tier.key == "diamond"
    (card,) = member.cards
    assert len(card.principal) == len(card.bonus) == TOP_UPS
    assert len(member.points) == VISITS


def test_the_comparison_sees_a_side_that_does_less(sides: tuple[Sales, ByHand]) -> None:
    sales, hand = sides
    program_alone, _ = both_ways(sales, hand, 0)
    ours, by_hand = both(hand)
    assert ours == by_hand
    program_alone()
    ours, by_hand = both(hand)
    assert {table for table in ours if ours[table] != by_hand[table]} >= {
        "sale", "sale_line", "sale_credit", "sale_line_tax", "sale_tax", "sale_tender", "sale_tip",
        "ledger_entry", "ledger_transaction", "journal", "ticket", "item",
    }  # fmt: skip


def test_both_sides_say_the_same_of_a_client_of_ten_years(
    sides: tuple[Sales, ByHand], tmp_path: Path
) -> None:
    client_id = balances.live(65)
    day, hand = NOW.date(), hand_on(tmp_path / "ours")
    found = balances.figures(client_id, day)
    assert found == balances.figures_by_hand(hand.db, client_id, day)
    hand.close()
    # Every tenth visit pays for ten: of the seventh top-up half is left. A visit is every 56 days,
    # and points are good for 400: those of 7 visits are left.
    assert (found.principal, found.bonus) == (50_000, 10_000)
    assert found.points == 7 * balances.EARNED
    assert found.lots == 2 + 7


def test_both_sides_commit_durably(sides: tuple[Sales, ByHand]) -> None:
    _, hand = sides
    for pragma in ("synchronous", "journal_mode", "foreign_keys", "recursive_triggers"):
        ask = f"PRAGMA {pragma}"
        ours = connection.database.execute_sql(ask).fetchone()
        assert ours == hand.db.execute(ask).fetchone(), pragma


def test_the_hand_made_side_is_held_by_the_same_seals(sides: tuple[Sales, ByHand]) -> None:
    sales, hand = sides
    _, by_hand = both_ways(sales, hand, 0)
    by_hand()
    before = rows_of(hand.db)
    with pytest.raises(AssertionError):
        by_hand()  # the sale is there already
    assert rows_of(hand.db) == before


def test_a_missed_aim_is_marked_in_the_table() -> None:
    lines = report.table([MET, MISSED]).splitlines()
    assert [line.split()[-1] for line in lines if line.startswith(("quick", "too"))] == [
        "met",
        "MISSED",
    ]
    assert "ours_median_ms 1.5" in lines[2]


def test_the_file_is_a_list_of_name_ratio_aim_and_figures(tmp_path: Path) -> None:
    report.write([MET, MISSED], tmp_path / "build" / "bench.json")
    assert json.loads((tmp_path / "build" / "bench.json").read_text("utf-8")) == [
        {"name": "quick enough", "ratio": 1.0, "aim": 1.0, "met": True, "n": 3,
         "ours_median_ms": 1.5},
        {"name": "too slow", "ratio": 1.004, "aim": 1.0, "met": False},
    ]  # fmt: skip


def test_p95_is_the_value_that_19_of_20_do_not_exceed() -> None:
    assert p95([*range(1, 21)]) == 19
    assert p95([7.0]) == 7.0
