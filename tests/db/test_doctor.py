"""The doctor: clean on what the program wrote, and every check finds its planted fault."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from salon_pos.db import connection, salon_file
from salon_pos.db.bookkeeping import LEDGER, NUMBERS, SALES, SHIFTS
from salon_pos.db.connection import database
from salon_pos.db.doctor import Fault, examine
from tests.salons import Salon

DRAWER = "(SELECT id FROM account WHERE code LIKE 'drawer:%')"
REVENUE = "(SELECT id FROM account WHERE code = 'revenue:service')"
PRODUCTS = "(SELECT id FROM account WHERE code = 'revenue:product')"
SOLD = "(SELECT id FROM ledger_transaction WHERE deed = 'sale')"


def sale_twice() -> str:
    columns = [str(row[1]) for row in database.execute_sql("PRAGMA table_info(sale)").fetchall()]
    changed = {"id": "id + 90", "uid": "uid || 'x'", "number": "number || 'x'"}
    return f"INSERT INTO sale SELECT {', '.join(changed.get(c, c) for c in columns)} FROM sale"


# What is done to the file by hand → the sentence the doctor must say.
PLANTED = [
    ("UPDATE sale SET serial = 2, number = 'A-000002'", "Till {till}: number {serial} is missing."),
    (
        "DROP INDEX sale_serial; INSERT SALE TWICE",
        "Till {till}: number {serial} is there more than once.",
    ),
    ("UPDATE sale SET number = 'B-000001'", "Sale {number} does not carry a number of its till."),
    ("UPDATE sale SET line_count = 3", "Sale {number}: it does not have all its lines."),
    ("UPDATE sale SET net = net + 1", "Sale {number}: its lines do not sum to its total."),
    (
        "UPDATE sale_line SET payable = payable + 1",
        "Sale {number}: a line is not its price less discounts, with the taxes on top.",
    ),
    (
        "UPDATE sale_line SET quantity = quantity + 1",
        "Sale {number}: a line is not its price less discounts, with the taxes on top.",
    ),
    (
        "UPDATE sale_line SET unit_price = unit_price + 1",
        "Sale {number}: a line is not its price less discounts, with the taxes on top.",
    ),
    (
        "UPDATE sale_tax SET amount = amount + 1",
        "Sale {number}: a tax over the sale is not the sum of its lines'.",
    ),
    (
        "UPDATE sale_discount SET amount = amount + 1 WHERE line_uid = ''",
        "Sale {number}: its discounts are not those of its lines.",
    ),
    (
        "UPDATE sale_discount SET amount = amount + 1 WHERE line_uid <> ''",
        "Sale {number}: its discounts are not those of its lines.",
    ),
    (
        "UPDATE approval SET amount = 1",
        "Sale {number}: a discount has an approval that was not given for it.",
    ),
    (
        "INSERT INTO sale_discount (sale_id, reason, percent_bp, amount, coupon)"
        " SELECT id, 'Spring', 0, 0, 'nobody gave it' FROM sale LIMIT 1",
        "Sale {number}: its voucher is not on file as used by it.",
    ),
    (
        "UPDATE sale_line SET source = 'free:gold'",
        "Sale {number}: a line was free with a tier, and was not free or had no client.",
    ),
    (
        "UPDATE sale_tender SET handed = handed - 1, applied = applied - 1",
        "Sale {number}: its tenders do not meet its total.",
    ),
    ("DELETE FROM sale_tender", "Sale {number}: its tenders do not meet its total."),
    (
        "UPDATE tender_method SET kind = 'platform' WHERE kind IN ('cash', 'card');"
        "UPDATE sale_tender SET source = 'mt:1:' || position",
        "The platform voucher {voucher} paid more than once.",
    ),
    (
        "UPDATE sale_tip SET amount = amount + 1",
        "Sale {number}: its tips are not those of the staff.",
    ),
    (
        "UPDATE sale_credit SET part_bp = 9000",
        "Sale {number}: the sales credit of a line does not sum to 100 %.",
    ),
    (
        "UPDATE sale_credit SET amount = amount + 1",
        "Sale {number}: the sales credit of a line does not sum to 100 %.",
    ),
    ("DELETE FROM sale_credit", "Sale {number}: nobody did one of its services."),
    ("UPDATE sale SET shift_id = NULL", "Sale {number}: it was not made in a shift of its till."),
    (
        f"UPDATE ledger_entry SET amount = amount - 1 WHERE account_id = {REVENUE};"
        f"UPDATE ledger_entry SET amount = amount + 1 WHERE account_id = {PRODUCTS}",
        "Sale {number}: the ledger does not say what the sale says about {account}.",
    ),
    (
        "DELETE FROM sale; DELETE FROM sale_line; DELETE FROM sale_tender; DELETE FROM sale_tax",
        "Sale {number}: the ledger does not say what the sale says about {account}.",
    ),
    (
        "UPDATE ledger_transaction SET business_day = '2020-01-01' WHERE deed = 'sale'",
        "Sale {number}: its entries are of another sale, day, shift or person.",
    ),
    (
        "UPDATE sale SET paid_at = paid_at + 1",
        "Sale {number}: its entries are of another sale, day, shift or person.",
    ),
    (
        f"DELETE FROM ledger_entry WHERE account_id = {REVENUE}",
        "Transaction {transaction} does not have the {wanted} entries it was sealed with.",
    ),
    (
        "UPDATE ledger_entry SET amount = amount + 1 WHERE id = 901",
        "Transaction {transaction}: its entries in {unit} do not sum to zero.",
    ),
    (
        "DELETE FROM ledger_transaction WHERE id = 901",
        "{n} entries belong to no transaction.",
    ),
    (
        "UPDATE lot SET account_id = 902 WHERE id = 902",
        "An entry of transaction {transaction} is in a lot of another account.",
    ),
    (
        "UPDATE ledger_entry SET amount = -amount WHERE transaction_id = 901",
        "The balance of {account} is below its floor.",
    ),
    (
        "UPDATE ledger_entry SET amount = -160 WHERE id = 901;"
        "UPDATE ledger_entry SET amount = 60 WHERE id = 902",
        "A lot of {account} is below its floor.",
    ),
    (
        "UPDATE ledger_entry SET amount = amount + 1"
        f" WHERE rule = 'count' AND account_id = {DRAWER}",
        "The shift of {day} is closed, and its drawer is not empty.",
    ),
    (
        "UPDATE shift SET expected = expected + 1, counted = counted + 1"
        " WHERE expected IS NOT NULL",
        "The shift of {day}: what was expected is not the float and the cash taken.",
    ),
    (
        "UPDATE shift SET counted = counted + 1 WHERE expected IS NOT NULL",
        "The shift of {day}: the difference of its count is not in the ledger.",
    ),
    (
        f"UPDATE ledger_entry SET amount = amount + 1 WHERE account_id = {DRAWER}"
        f" AND transaction_id = {SOLD}",
        "The open shift of {day}: its drawer is not the float and the cash taken.",
    ),
    (
        "UPDATE shift SET closed_at = 1, closed_by = 1, expected = 0, counted = 0, reason = ''"
        " WHERE closed_at IS NULL",
        "There is cash in the drawer of till {till}, and no shift is open.",
    ),
    (
        "UPDATE ledger_transaction SET posted_at = posted_at + 1 WHERE deed = 'sale'",
        "Transaction {transaction} is not what it was: the till's chain breaks there.",
    ),
    (
        "UPDATE ledger_entry SET inputs = '{}' WHERE rule = 'tax'",
        "Transaction {transaction} is not what it was: the till's chain breaks there.",
    ),
    (
        "DELETE FROM client WHERE code = 'C-17'",
        "{n} rows of {table} point at rows of {parent} that do not exist.",
    ),
    ("DELETE FROM setting WHERE key = 'name'", "The salon's settings cannot be read."),
    ("UPDATE setting SET value = '\"\"' WHERE key = 'name'", "Type the salon's name."),
    ("UPDATE ticket SET content = '{'", "The open ticket {ticket} cannot be read."),
    ("UPDATE ticket SET content = '[]'", "The open ticket {ticket} cannot be read."),
    (
        """UPDATE ticket SET content = replace(content, '"client_id":null', '"client_id":77')""",
        "The open ticket {ticket} names something that is not on file, or was paid.",
    ),
    ("DELETE FROM client_search WHERE rowid = 1", "Client {client} is not in the look-up."),
    (
        "INSERT INTO client_search (rowid, words) VALUES (77, 'nobody')",
        "The look-up still finds client {client}, who is not on file.",
    ),
    (
        "UPDATE client SET name = 'Somebody Else' WHERE id = 1",
        "Client {client} is not found by name, phone and code.",
    ),
]
ROOMS_OF_RULES = (NUMBERS, SALES, LEDGER, SHIFTS)


def found() -> tuple[Fault, ...]:
    return examine()[1]


@contextmanager
def without_guards() -> Iterator[None]:
    """By hand: no foreign keys, no triggers; all of them are put back afterwards."""
    sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
    triggers = database.execute_sql(sql).fetchall()
    database.execute_sql("PRAGMA foreign_keys = OFF")
    for name, _ in triggers:
        database.execute_sql(f"DROP TRIGGER {name}")
    yield
    for _, statement in triggers:
        database.execute_sql(statement)
    database.execute_sql("PRAGMA foreign_keys = ON")


def plant(statements: str) -> None:
    with without_guards():
        for statement in statements.split(";"):
            by_hand = sale_twice() if statement.strip() == "INSERT SALE TWICE" else statement
            database.execute_sql(by_hand)


@pytest.mark.usefixtures("sold")
def test_what_the_program_wrote_is_clean() -> None:
    examined, faults = examine()
    assert faults == ()
    assert (examined.sales, examined.open_tickets, examined.clients) == (1, 1, 3)
    assert examined.transactions > 3


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize(("statements", "sentence"), PLANTED, ids=range(len(PLANTED)))
def test_a_planted_fault_is_found(statements: str, sentence: str) -> None:
    plant(statements)
    faults = found()
    assert sentence in [fault.text for fault in faults]
    for fault in faults:
        assert fault.text.format_map(fault.values)  # every place is filled


def test_every_rule_of_the_books_has_its_planted_fault() -> None:
    sentences = {rule.text for rules in ROOMS_OF_RULES for rule in rules}
    assert sentences <= {sentence for _, sentence in PLANTED}


@pytest.mark.usefixtures("sold")
def test_a_trigger_that_is_gone_changed_or_new_is_found() -> None:
    database.execute_sql("DROP TRIGGER sale_seals")
    database.execute_sql("DROP TRIGGER lot_no_delete")
    database.execute_sql("CREATE TRIGGER lot_no_delete BEFORE DELETE ON lot BEGIN SELECT 1; END")
    database.execute_sql("CREATE TABLE mine (id INTEGER PRIMARY KEY) STRICT")
    said = {(fault.text, fault.values["name"]) for fault in found()}
    assert said == {
        ("{name} is missing.", "trigger sale_seals"),
        ("{name} is not as it should be.", "trigger lot_no_delete"),
        ("{name} does not belong here.", "table mine"),
    }


@pytest.mark.usefixtures("sold")
def test_a_value_no_column_may_have_is_found() -> None:
    database.execute_sql("PRAGMA ignore_check_constraints = ON")
    with without_guards():
        database.execute_sql("UPDATE sale_line SET quantity = 0")
    database.execute_sql("PRAGMA ignore_check_constraints = OFF")
    assert "The file is damaged: {reason}." in [fault.text for fault in found()]


def test_a_damaged_page_is_found(sold: Salon) -> None:
    path = sold.folder / connection.FILE_NAME
    sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'journal'"
    (page,) = database.execute_sql(sql).fetchone()
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    damaged = bytearray(path.read_bytes())
    middle = (page - 1) * 4_096 + 2_000
    damaged[middle : middle + 100] = bytes(100)
    path.write_bytes(damaged)
    salon_file.open_folder(sold.folder)
    assert {fault.check for fault in found()} == {"file"}


@pytest.mark.usefixtures("sold")
def test_looking_writes_nothing() -> None:
    (before,) = database.execute_sql("SELECT total_changes()").fetchone()
    examine()
    assert database.execute_sql("SELECT total_changes()").fetchone() == (before,)
