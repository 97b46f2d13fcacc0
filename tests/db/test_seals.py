"""A transaction and a sale are sealed only when they are whole and true.

Each hole is shown to be shut, and to stand open once the guard named beside it is gone.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from peewee import IntegrityError

from salon_pos.db.connection import database
from tests.salons import Salon

Row = dict[str, object]

ENTRY: Row = {"transaction_id": 950, "rule": "test", "rule_version": 1, "inputs": "{}"}
TRANSACTION: Row = {
    "id": 950, "uid": "raw", "deed": "test", "posted_at": 0, "business_day": "2026-05-04",
    "staff_id": 1, "entry_count": 2,
}  # fmt: skip
MONEY, OTHER_MONEY, POINTS, ISSUED = 1, 2, 901, 902
LOT, OTHER_LOT = 901, 902  # 60 and 40 points


@contextmanager
def aborted(reason: str) -> Iterator[None]:
    """Expects the schema to refuse with these words."""
    with pytest.raises(IntegrityError, match=reason), database.atomic("IMMEDIATE"):
        yield


def insert(table: str, row: Row) -> None:
    places = ", ".join("?" * len(row))
    database.execute_sql(
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", tuple(row.values())
    )


def drop(*guards: str) -> None:
    for guard in guards:
        database.execute_sql(f"DROP TRIGGER {guard}")


# --- transactions ---


def post(*entries: tuple[int, int] | tuple[int, int, int], count: int | None = None) -> None:
    """Seal entries given as (account, amount) or (account, amount, lot)."""
    for account, amount, *lot in entries:
        lot_id = lot[0] if lot else None
        insert("ledger_entry", ENTRY | {"account_id": account, "amount": amount, "lot_id": lot_id})
    insert(
        "ledger_transaction",
        TRANSACTION | {"entry_count": len(entries) if count is None else count},
    )


FALSE_POSTINGS = {
    "one side only": ([(MONEY, 5)], None, "all its entries"),
    "no entries": ([], None, "all its entries"),
    "a count too low": ([(MONEY, 5), (OTHER_MONEY, -3), (OTHER_MONEY, -2)], 2, "all its entries"),
    "a count too high": ([(MONEY, 5), (OTHER_MONEY, -5)], 3, "all its entries"),
    "a sum above zero": ([(MONEY, 5), (OTHER_MONEY, -4)], None, "sum to zero"),
    "a sum below zero": ([(MONEY, 5), (OTHER_MONEY, -6)], None, "sum to zero"),
    "money against points": ([(MONEY, 5), (POINTS, -5, LOT)], None, "sum to zero"),
    "below the account's floor": ([(POINTS, 101, LOT), (ISSUED, -101)], None, "balance would fall"),
    "below the lot's floor": (
        [(POINTS, 61, LOT), (POINTS, -61, OTHER_LOT)], None, "lot would fall"
    ),
    "another account's lot": ([(MONEY, 5, LOT), (OTHER_MONEY, -5)], None, "another account"),
}  # fmt: skip


@pytest.mark.parametrize("hole", FALSE_POSTINGS)
def test_a_false_transaction_is_not_sealed(sold: Salon, hole: str) -> None:
    entries, count, reason = FALSE_POSTINGS[hole]
    with aborted(reason):
        post(*entries, count=count)
    drop("entry_not_twice" if reason == "another account" else "transaction_seals")
    with database.atomic("IMMEDIATE"):
        post(*entries, count=count)


TRUE_POSTINGS = [
    [(MONEY, 5), (OTHER_MONEY, -5)],
    [(MONEY, 5), (OTHER_MONEY, -5), (POINTS, -7, LOT), (ISSUED, 7)],
    [(POINTS, 60, LOT), (POINTS, 40, OTHER_LOT), (ISSUED, -100)],
]


@pytest.mark.parametrize("entries", TRUE_POSTINGS)
def test_a_true_transaction_is_sealed(sold: Salon, entries: list[tuple[int, int]]) -> None:
    with database.atomic("IMMEDIATE"):
        post(*entries)


def test_an_entry_of_nothing_is_refused(sold: Salon) -> None:
    with aborted("CHECK"):
        post((MONEY, 0), (OTHER_MONEY, 0))
    database.execute_sql("PRAGMA ignore_check_constraints = ON")
    with database.atomic("IMMEDIATE"):
        post((MONEY, 0), (OTHER_MONEY, 0))


def test_no_entry_joins_a_sealed_transaction(sold: Salon) -> None:
    late = ENTRY | {"transaction_id": 901, "account_id": MONEY, "amount": 5}
    with aborted("the transaction is sealed"):
        insert("ledger_entry", late)
    drop("entry_not_twice")
    insert("ledger_entry", late)


def test_an_orphan_entry_is_not_committed_and_is_found_without_foreign_keys(sold: Salon) -> None:
    orphan = ENTRY | {"account_id": MONEY, "amount": 5}
    with aborted("FOREIGN KEY"):
        insert("ledger_entry", orphan)
    database.execute_sql("PRAGMA foreign_keys = OFF")
    insert("ledger_entry", orphan)
    found = database.execute_sql("PRAGMA foreign_key_check").fetchall()
    assert [(row[0], row[2]) for row in found] == [("ledger_entry", "ledger_transaction")]


def test_what_is_kept_in_lots_lies_in_one(sold: Salon) -> None:
    with aborted("kept in lots"):
        insert("ledger_entry", ENTRY | {"account_id": POINTS, "amount": 5})
    drop("entry_in_a_lot")
    with database.atomic("IMMEDIATE"):
        post((POINTS, 5), (ISSUED, -5))


# --- sales ---


def sale_rows(salon: Salon) -> dict[str, Row]:
    """A cut for 100 paid in cash with a tip of 5, as the sale tables need it."""
    serial = 2
    return {
        "entry 1": ENTRY | {"account_id": MONEY, "amount": 105},
        "entry 2": ENTRY | {"account_id": OTHER_MONEY, "amount": -105},
        "ledger_transaction": dict(TRANSACTION),
        "sale_line": {
            "id": 950, "sale_id": 950, "uid": "raw line", "position": 0,
            "item_id": salon.items["cut"].id, "item_name": "Cut", "quantity": 1,
            "unit_price": 100, "list_amount": 100, "member_off": 0, "line_off": 0,
            "ticket_off": 0, "net": 100, "payable": 100, "requested": 0,
        },
        "sale_tender": {
            "id": 950, "sale_id": 950, "position": 0, "method_id": 1, "name": "Cash",
            "handed": 120, "applied": 100, "change": 15, "tip": 5,
        },
        "sale_tip": {"tender_id": 950, "staff_id": 1, "amount": 5},
        "sale": {
            "id": 950, "uid": "raw", "till_id": salon.till_id, "serial": serial,
            "number": f"A-{serial:06d}", "shift_id": 2, "business_day": "2026-05-04",
            "opened_at": 0, "paid_at": 0, "staff_id": 1, "tax_mode": "none", "net": 100,
            "total": 100, "cash_rounding": 0, "tips": 5, "line_count": 1, "digest": "",
            "transaction_id": 950,
        },
    }  # fmt: skip


def sell(salon: Salon, **changes: object) -> None:
    """Write that sale with changes, each as table__column; None as a table leaves its row out."""
    made = sale_rows(salon)
    for name, value in changes.items():
        table, _, column = name.partition("__")
        if column:
            made[table][column] = value
        else:
            del made[table]
    with database.atomic("IMMEDIATE"):
        for table, row in made.items():
            insert("ledger_entry" if table.startswith("entry") else table, row)


def test_a_true_sale_is_sealed(sold: Salon) -> None:
    sell(sold)


CHECKED, FREED = ("sale_seals",), ("sale_of_a_till",)
FALSE_SALES = {
    "a gap in the numbers": ({"sale__serial": 3}, "no gaps", ("sale_once",)),
    "a number again": ({"sale__serial": 1}, "no gaps", ("sale_once",)),
    "no number": ({"sale__serial": None}, "no gaps", ("sale_once",)),
    "a closed shift": ({"sale__shift_id": 1}, "open shift", FREED),
    "no shift": ({"sale__shift_id": None}, "open shift", FREED),
    "no transaction": ({"sale__transaction_id": None}, "its own uid", FREED),
    "another's transaction": ({"sale__transaction_id": 901}, "its own uid", FREED),
    "money taken out": (
        {"sale_tender__handed": -120, "sale_tender__applied": -140}, "gives none",
        FREED + CHECKED,
    ),
    "a tip taken out": (
        {"sale_tender__tip": -5, "sale_tender__applied": 110}, "gives none", FREED + CHECKED
    ),
    "a total below zero": ({"sale__total": -100}, "gives none", FREED + CHECKED),
    "a line too few": ({"sale__line_count": 2}, "all its lines", CHECKED),
    "lines of another total": ({"sale_line__payable": 101}, "sum to the sale", CHECKED),
    "lines of another net": ({"sale__net": 99}, "sum to the sale", CHECKED),
    "a tender short": (
        {"sale_tender__handed": 119, "sale_tender__applied": 99}, "do not meet", CHECKED
    ),
    "no tender": ({"sale_tender": None, "sale_tip": None}, "do not meet", CHECKED),
    "rounding from nowhere": ({"sale__cash_rounding": 1}, "do not meet", CHECKED),
    "a tip no tender has": (
        {"sale_tender__tip": 4, "sale_tender__applied": 101}, "the tips", CHECKED
    ),
    "a tip for nobody": ({"sale_tip": None}, "the tips", CHECKED),
    "a tip too small for its staff": ({"sale_tip__amount": 4}, "the tips", CHECKED),
}  # fmt: skip


@pytest.mark.parametrize("hole", FALSE_SALES)
def test_a_false_sale_is_not_sealed(sold: Salon, hole: str) -> None:
    changes, reason, guards = FALSE_SALES[hole]
    with pytest.raises(IntegrityError, match=reason):
        sell(sold, **changes)
    drop(*guards)
    if hole == "a number again":
        database.execute_sql("DROP INDEX sale_serial")
    sell(sold, **changes)


def test_the_shift_is_the_tills_own(sold: Salon) -> None:
    insert("till", {"id": 77, "code": "B"})
    of_b = {"sale__till_id": 77, "sale__serial": 1, "sale__number": "B-000001"}
    with pytest.raises(IntegrityError, match="open shift of its till"):
        sell(sold, **of_b)
    drop("sale_of_a_till")
    sell(sold, **of_b)


def test_the_import_till_needs_no_number_and_no_entries(sold: Salon) -> None:
    imported = {"sale__till_id": 2, "sale__number": "old 17", "sale__shift_id": None}
    posted = {"sale__transaction_id": None, "entry 1": None, "entry 2": None}
    changes = {**imported, **posted, "ledger_transaction": None}
    with pytest.raises(IntegrityError, match="no gaps"):
        sell(sold, **changes, sale__serial=2)
    sell(sold, **changes, sale__serial=None)


UNTRUE_CHECKS = {
    "change taken": {"sale_tender__change": -5, "sale_tender__handed": 100},
    "a tender that does not add up": {"sale_tender__applied": 101},
    "a line that does not add up": {"sale_line__line_off": 1},
    "a line of nothing": {"sale_line__quantity": 0},
}


@pytest.mark.parametrize("hole", UNTRUE_CHECKS)
def test_an_untrue_row_is_refused(sold: Salon, hole: str) -> None:
    with pytest.raises(IntegrityError, match="CHECK"):
        sell(sold, **UNTRUE_CHECKS[hole])
    database.execute_sql("PRAGMA ignore_check_constraints = ON")
    drop("sale_seals")
    sell(sold, **UNTRUE_CHECKS[hole])


LATE_PARTS: dict[str, Row] = {
    "sale_line": {
        "sale_id": 1, "uid": "late", "position": 9, "item_id": 1, "item_name": "Cut",
        "quantity": 1, "unit_price": 5, "list_amount": 5, "member_off": 0, "line_off": 0,
        "ticket_off": 0, "net": 5, "payable": 5, "requested": 0,
    },
    "sale_tender": {
        "sale_id": 1, "position": 9, "method_id": 1, "name": "Cash", "handed": 5, "applied": 5,
        "change": 0, "tip": 0,
    },
    "sale_tax": {
        "sale_id": 1, "tax_id": 1, "name": "GST", "rate_ppm": 1, "base": 5, "amount": 5
    },
    "sale_discount": {
        "sale_id": 1, "reason_id": 1, "reason": "why", "percent_bp": 0, "amount": 5
    },
    "sale_credit": {"line_id": 1, "position": 9, "staff_id": 1, "part_bp": 1, "amount": 5},
    "sale_line_tax": {"line_id": 1, "tax_id": 1, "amount": 5},
    "sale_tip": {"tender_id": 1, "staff_id": 1, "amount": 5},
}  # fmt: skip


@pytest.mark.parametrize("table", LATE_PARTS)
def test_no_part_joins_a_sealed_sale(sold: Salon, table: str) -> None:
    with aborted("the sale is sealed"):
        insert(table, LATE_PARTS[table])
    drop(f"{table}_before_sale")
    insert(table, LATE_PARTS[table])


@pytest.mark.parametrize("table", ["sale_line", "sale_tender", "sale_tax", "sale_discount"])
def test_a_part_without_its_sale_is_not_committed(sold: Salon, table: str) -> None:
    orphan = LATE_PARTS[table] | {"sale_id": 888}
    with aborted("FOREIGN KEY"):
        insert(table, orphan)
    database.execute_sql("PRAGMA foreign_keys = OFF")
    insert(table, orphan)


def test_nobody_approves_their_own_discount(sold: Salon) -> None:
    own: Row = {
        "uid": "own", "manager_id": 1, "asked_by": 1, "ticket_uid": "t", "reason_id": 1,
        "amount": 5, "given_at": 0,
    }  # fmt: skip
    with aborted("CHECK"):
        insert("approval", own)
    insert("approval", own | {"asked_by": 2})
