"""Whoever takes a trigger off, edits a row by hand and puts the trigger back is found by the
doctor; so is who takes rows out or puts them in, and, where the books themselves can tell, who
forges every hash."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from salon_pos.db import connection, stamps
from salon_pos.db.chain import _entries, link  # pyright: ignore[reportPrivateUsage]
from salon_pos.db.connection import database
from salon_pos.db.doctor import examine
from salon_pos.db.stamped_rows import CHANGES, STAYS
from salon_pos.db.value_rules import VALUE
from salon_pos.domain.cards import CardKind
from salon_pos.domain.rewards import Reward, RewardKind
from salon_pos.usecases.cards import NewCard, issue_card
from salon_pos.usecases.expiry import expire
from salon_pos.usecases.points import redeem
from salon_pos.usecases.refunds import RefundRequest
from salon_pos.usecases.rewards import save_reward
from salon_pos.usecases.shifts import close_shift, open_shift
from salon_pos.usecases.staff import sign_in
from tests.db.test_refund_rules import without_guards
from tests.salons import NOW, PINS, Salon, founded_salon, opened_copy, salon, salon_template
from tests.usecases.refunding import give_back
from tests.usecases.test_every_entry_explained import everything_sold
from tests.usecases.valued import made

__all__ = ["salon", "salon_template"]

ROWS = "Rows of {table} are not what they were when stamp {stamp} was put on them."
NO_DEED = "{n} rows of {table} were put into the file by no deed."
LEFT = "{row} in {table} is not as a deed left it."
MISSING = "Stamps {first} to {last} are missing: what deeds did was taken out of the file."
BROKEN = "Stamp {stamp} is not what it was: the chain of stamps breaks there."
INPUTS = "Transaction {transaction}: what {account} moved is not what its own inputs say."
MORE = "Transaction {transaction}: {account} moved more than its own inputs say."
NAMED = "Sale {number}: {account} is not what the sale's tenders, lines or client name."
TOOK = "Sale {number}: what a tender took is not what it paid."
PASSED = "{account}: what ended on {day} has not expired, and never will."

SPENT = (
    "rule = 'value.spend' AND transaction_id = (SELECT transaction_id FROM sale WHERE uid = 'card')"
)
LEOS = "(SELECT id FROM wallet WHERE client_id = (SELECT id FROM client WHERE name = 'Leo Torres'))"

# What is done to the file by hand → the sentence that the doctor must say, and of which table.
EDITED = [
    ("UPDATE lot SET expires = '2099-01-01' WHERE expires IS NOT NULL", ROWS, "lot"),
    ("UPDATE lot SET unit_price = unit_price + 1 WHERE unit_price > 0", ROWS, "lot"),
    ("UPDATE lot SET parent_id = 1 WHERE id = 2", ROWS, "lot"),
    ("UPDATE tier_move SET tier = 'silver'", ROWS, "tier_move"),
    ("DELETE FROM tier_move", ROWS, "tier_move"),
    ("UPDATE sale_earning SET eligible = eligible + 100000", ROWS, "sale_earning"),
    ("UPDATE rule_set SET content = replace(content, '100', '10')", ROWS, "rule_set"),
    ("UPDATE pack SET expires = '2099-01-01'", ROWS, "pack"),
    ("UPDATE pack SET sessions = sessions + 1", ROWS, "pack"),
    ("UPDATE pack SET client_id = (SELECT id FROM client WHERE name = 'Leo Torres')", ROWS, "pack"),
    (f"UPDATE wallet SET client_id = (SELECT client_id FROM wallet WHERE id = {LEOS})"
     f" WHERE id <> {LEOS}", ROWS, "wallet"),
    ("UPDATE wallet SET discount_bp = 5000", ROWS, "wallet"),
    ("UPDATE wallet SET kind = 'discount'", ROWS, "wallet"),
    (f"UPDATE card SET wallet_id = {LEOS} WHERE wallet_id <> {LEOS}", ROWS, "card"),
    ("UPDATE card SET state = 'closed'", LEFT, "card"),
    ("UPDATE sale SET client_id = NULL", ROWS, "sale"),
    ("UPDATE prepaid SET bonus = bonus * 5", LEFT, "prepaid"),
    ("DELETE FROM prepaid_item", LEFT, "prepaid_item"),
    ("INSERT INTO prepaid_item SELECT p.item_id, i.id FROM prepaid p, item i"
     " WHERE i.kind = 'product' LIMIT 1", LEFT, "prepaid_item"),
    ("UPDATE setting SET value = '0' WHERE key = 'points_adjust_above'", LEFT, "setting"),
    ("DELETE FROM setting WHERE key = 'card_secret'", LEFT, "setting"),
    ("UPDATE reward SET points = 1", LEFT, "reward"),
    ("UPDATE voucher SET used_by = NULL", LEFT, "voucher"),
    ("UPDATE voucher SET face = face * 5", ROWS, "voucher"),
    ("UPDATE gift_card SET expires = '2099-01-01'", ROWS, "gift_card"),
    ("UPDATE staff SET role = 'owner'", LEFT, "staff"),
    ("UPDATE tax SET rate_ppm = 1", LEFT, "tax"),
    ("UPDATE approval SET amount = 1", LEFT, "approval"),
    ("DELETE FROM approval", LEFT, "approval"),
    ("DELETE FROM owed_sale", LEFT, "owed_sale"),
    ("UPDATE shift SET expected = 1, counted = 1 WHERE closed_at IS NOT NULL", LEFT, "shift"),
    ("UPDATE ledger_transaction SET staff_id = (SELECT id FROM staff WHERE code = 'OWNER')"
     " WHERE deed = 'close_shift'", ROWS, "ledger_transaction"),
    ("UPDATE ledger_transaction SET reverses_id = 1 WHERE deed = 'refund'", ROWS,
     "ledger_transaction"),
    ("UPDATE account SET floor = -1000000 WHERE floor = 0", ROWS, "account"),
    ("UPDATE journal SET details = '{}' WHERE deed = 'close_shift'", ROWS, "journal"),
    ("UPDATE journal SET staff_id = NULL", ROWS, "journal"),
    ("DELETE FROM journal WHERE id IN (SELECT id FROM journal ORDER BY id LIMIT 5 OFFSET 9)",
     ROWS, "journal"),
    ("DELETE FROM journal WHERE id IN (SELECT id FROM journal ORDER BY id DESC LIMIT 5)",
     ROWS, "journal"),
    ("UPDATE row_version SET content = NULL WHERE of = 'card'", ROWS, "row_version"),
    ("UPDATE client SET uid = uid || 'x' WHERE name = 'Maya Torres'", ROWS, "wallet"),
    ("DELETE FROM stamp WHERE id = (SELECT MAX(id) FROM stamp)", MISSING, None),
    ("DELETE FROM stamp WHERE id = 7", MISSING, None),
    ("DELETE FROM stamp", MISSING, None),
    ("UPDATE stamp SET link = 'ab' || substr(link, 3) WHERE id = 7", BROKEN, None),
    ("UPDATE stamp SET rows = '{}' WHERE id = 7", BROKEN, None),
    ("UPDATE stamp SET rows = 'nonsense' WHERE id = 7", BROKEN, None),
    ("UPDATE stamp SET rows = '{\"sale; DROP\": [1, 2, \"3\"]}' WHERE id = 7", BROKEN, None),
]  # fmt: skip

FORGED = [
    ("UPDATE ledger_entry SET amount = amount * 5 WHERE rule = 'value.bonus'", INPUTS),
    ("UPDATE ledger_entry SET amount = amount * 5 WHERE rule = 'points.earn'", MORE),
    ("UPDATE ledger_entry SET amount = amount + 1 WHERE rule = 'pack.use' AND amount > 1", INPUTS),
    # The principal of a payment with a card is said to be its bonus, and the other way round.
    (f"UPDATE ledger_entry SET (account_id, lot_id) = (SELECT o.account_id, o.lot_id"
     f" FROM ledger_entry o WHERE o.id <> ledger_entry.id AND o.{SPENT}) WHERE {SPENT}", INPUTS),
    # Another wallet pays.
    (f"UPDATE account SET code = 'principal:' || (SELECT uid FROM wallet WHERE id = {LEOS})"
     " WHERE code LIKE 'principal:%'", NAMED),
    ("UPDATE sale_tender SET source = 'another' WHERE source IN (SELECT uid FROM card)", NAMED),
    ("UPDATE sale SET client_id = (SELECT id FROM client WHERE name = 'Leo Torres')"
     " WHERE client_id IS NOT NULL", NAMED),
    # Points and the voucher of two sales are swapped with what else was a value tender there.
    ("UPDATE ledger_entry SET inputs = json_set(inputs, '$.tender', 7)"
     " WHERE rule IN ('voucher.spend', 'points.pay')", TOOK),
    # What expiry has looked at already is said to have ended before that.
    ("UPDATE lot SET expires = '2020-01-01' WHERE expires IS NOT NULL", PASSED),
]  # fmt: skip


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Salon:
    """A closed file with at least one row in nearly every table that is stamped."""
    salon = founded_salon(tmp_path_factory.mktemp("tampered"))
    open_shift(10_000, by=salon.by("kai"), now=NOW)
    valued, by = made(salon), salon.by("olga")
    everything_sold(valued)
    leo = NewCard(salon.clients["leo"].id, kind=CardKind.DISCOUNT, discount_bp=1_000)
    issue_card(leo, by=by, now=NOW)
    give_back(RefundRequest("r", "voucher", {"voucher/cut": 1}), by, NOW)
    reward = Reward(0, RewardKind.VOUCHER, 100, "Ten off", face=1_000)
    redeem("redeemed", salon.clients["maya"].id, save_reward(reward, by=by, now=NOW).id,
           by=by, now=NOW)  # fmt: skip
    expire(by=by, now=NOW)
    close_shift(0, "not counted", by=salon.by("kai"), now=NOW)
    open_shift(0, by=by, now=NOW)
    for _ in range(5):  # the newest deeds of all move nothing
        sign_in(salon.staff["kai"].id, PINS["kai"], till_id=salon.till_id, now=NOW)
    connection.close()
    return salon


@pytest.fixture
def file(template: Salon, tmp_path: Path) -> Iterator[Salon]:
    """This test's own copy of it."""
    yield opened_copy(template, tmp_path / "tampered")
    connection.close()


def said() -> list[tuple[str, object]]:
    return [(fault.text, fault.values.get("table")) for fault in examine()[1]]


def plant(statement: str) -> None:
    """Without triggers and foreign keys, which come back afterwards; it must change something."""
    with without_guards():
        assert database.execute_sql(statement).rowcount


@pytest.mark.usefixtures("file")
def test_what_the_program_wrote_is_clean() -> None:
    assert examine()[1] == ()


@pytest.mark.usefixtures("file")
@pytest.mark.parametrize(("statement", "sentence", "table"), EDITED, ids=range(len(EDITED)))
def test_an_edit_by_hand_is_found(statement: str, sentence: str, table: str | None) -> None:
    plant(statement)
    faults = examine()[1]
    assert (sentence, table) in [(fault.text, fault.values.get("table")) for fault in faults]
    assert not [fault for fault in faults if fault.check == "schema"]  # the triggers are back
    assert all(fault.text.format_map(fault.values) for fault in faults)


# --- what is put in, taken out, and forged hash by hash ---


@pytest.mark.usefixtures("file")
def test_a_row_that_no_deed_put_in_is_found_also_after_the_next_deed(file: Salon) -> None:
    """No trigger refuses a row more: it is stamped by nobody, now and later."""
    info = database.execute_sql("PRAGMA table_info(tier_move)").fetchall()
    columns = [str(row[1]) for row in info]
    mine: dict[str, str] = {"id": "NULL", "uid": "uid || 'x'", "tier": "'gold'"}
    values = ", ".join(mine.get(column, column) for column in columns)
    database.execute_sql(f"INSERT INTO tier_move SELECT {values} FROM tier_move LIMIT 1")
    assert said() == [(NO_DEED, "tier_move")]
    sign_in(file.staff["kai"].id, PINS["kai"], till_id=file.till_id, now=NOW)
    assert said() == [(NO_DEED, "tier_move")]


@pytest.mark.usefixtures("file")
def test_what_changes_while_the_keepers_are_there_was_changed_by_no_deed() -> None:
    database.execute_sql("UPDATE prepaid SET bonus = 50000 WHERE kind = 'top_up'")
    assert said() == [(NO_DEED, "row_version")]


def take_out_newest(count: int) -> None:
    """Take out the newest stamps with all rows that they cover: the file as it was before."""
    covered = database.execute_sql(
        "SELECT rows FROM stamp ORDER BY id DESC LIMIT ?", (count,)
    ).fetchall()
    for (text,) in covered:
        for table, (first, last, _) in json.loads(text).items():
            database.execute_sql(f"DELETE FROM {table} WHERE id BETWEEN {first} AND {last}")
    database.execute_sql(f"DELETE FROM stamp WHERE id > (SELECT MAX(id) - {count} FROM stamp)")


@pytest.mark.usefixtures("file")
def test_the_newest_deeds_taken_out_whole_leave_a_gap() -> None:
    """Five sign-ins, with their rows of the journal and their stamps: nothing is left of them but
    the number that the next stamp would have had."""
    with without_guards():
        take_out_newest(5)
    assert said() == [(MISSING, None)]


def forge() -> None:
    """Make every hash anew over what the file holds now, as a forger who reads our source would."""
    with without_guards():
        _forge_chains()
        before = ""
        for id_, text in database.execute_sql("SELECT id, rows FROM stamp ORDER BY id").fetchall():
            rows = {
                table: (first, last, _hash_of(table, first, last))
                for table, (first, last, _) in json.loads(text).items()
            }
            before = stamps._link(before, rows)  # pyright: ignore[reportPrivateUsage]
            database.execute_sql("UPDATE stamp SET rows = ?, link = ? WHERE id = ?",
                                 (json.dumps(rows), before, id_))  # fmt: skip


def _hash_of(table: str, first: int, last: int) -> str:
    query = stamps._every(table)  # pyright: ignore[reportPrivateUsage]
    rows = database.execute_sql(query).fetchall()
    return stamps._hash(text for id_, text in rows if first <= id_ <= last)  # pyright: ignore[reportPrivateUsage]


def _forge_chains() -> None:
    before: dict[int, str] = {}
    sql = (
        "SELECT id, till_id, uid, deed, posted_at, business_day FROM ledger_transaction ORDER BY id"
    )
    for id_, till, *what in database.execute_sql(sql).fetchall():
        before[till] = link(before.get(till, ""), what, _entries()[id_])
        database.execute_sql("UPDATE ledger_transaction SET link = ? WHERE id = ?",
                             (before[till], id_))  # fmt: skip


@pytest.mark.usefixtures("file")
def test_a_forger_of_every_hash_over_the_true_rows_changes_nothing() -> None:
    """The forger below is no bungler: what it makes of the true file is the true file."""
    before = database.execute_sql("SELECT link FROM stamp").fetchall()
    forge()
    assert database.execute_sql("SELECT link FROM stamp").fetchall() == before
    assert examine()[1] == ()


@pytest.mark.usefixtures("file")
@pytest.mark.parametrize(("statement", "sentence"), FORGED, ids=range(len(FORGED)))
def test_what_the_books_themselves_tell_is_found_under_forged_hashes(
    statement: str, sentence: str
) -> None:
    plant(statement)
    forge()
    faults = examine()[1]
    assert not {fault.check for fault in faults} & {"stamps", "chain", "schema"}
    assert sentence in [fault.text for fault in faults]
    assert all(fault.text.format_map(fault.values) for fault in faults)


def test_every_rule_of_value_has_its_planted_fault() -> None:
    assert {rule.text for rule in VALUE} == {sentence for _, sentence in FORGED}


# --- what is covered ---


@pytest.mark.usefixtures("file")
def test_the_salon_has_rows_of_nearly_everything_that_is_stamped() -> None:
    empty = {table for table in (*STAYS, *CHANGES) if not _count(table)}
    assert empty == {
        "coupon", "claim", "settled", "sale_credit_correction", "sale_tender_correction",
        "card_unlock", "sale_discount",
    }  # fmt: skip


def _count(table: str) -> int:
    return database.execute_sql(f"SELECT COUNT(*) FROM {table}").fetchone()[0]


LEFT_OUT = {
    # Words and particulars, which may be written anew or erased; lists that money does not lean on.
    "client", "item", "item_price", "item_tax", "category", "level", "discount_reason", "remark",
    # Working paper; what a repeated deed answers; the stamps themselves.
    "ticket", "answer", "stamp",
}  # fmt: skip


@pytest.mark.usefixtures("file")
def test_every_table_is_stamped_or_left_out_on_purpose() -> None:
    sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    tables = {name for (name,) in database.execute_sql(sql) if "client_search" not in name}
    assert tables - {"schema_migration"} == set(STAYS) | set(CHANGES) | LEFT_OUT


WORDS = {  # what people type, and what is only said of a row by its name
    "sale": {"tag"}, "sale_line": {"item_name"}, "sale_tender": {"name"}, "sale_tax": {"name"},
    "sale_discount": {"reason_id", "reason"}, "sale_tender_correction": {"name"},
    "coupon": {"name"}, "shift": {"reason"},
    "card": {"pin_hash", "failures", "wait_until"},
}  # fmt: skip


@pytest.mark.usefixtures("file")
@pytest.mark.parametrize("table", list(STAYS))
def test_every_column_of_what_stays_is_stamped_or_words(table: str) -> None:
    columns = {row[1] for row in database.execute_sql(f"PRAGMA table_info({table})").fetchall()}
    kept = {name.partition(">")[0] for name in STAYS[table].split()}
    kept |= {name.partition(">")[0] for name in CHANGES.get(table, ("", ""))[1].split()}
    assert columns - kept - {"id"} == WORDS.get(table, set())


# --- a stamp on paper ---


def test_a_head_on_paper_proves_the_file(file: Salon) -> None:
    on_paper = stamps.head()
    assert [len(group) for group in on_paper.split()] == [4, 4, 4]
    assert stamps.stamps_since(on_paper) == 0
    sign_in(file.staff["kai"].id, PINS["kai"], till_id=file.till_id, now=NOW)
    assert stamps.head() != on_paper
    assert stamps.stamps_since(on_paper) == 1
    assert stamps.stamps_since(on_paper.upper().replace(" ", "")) == 1
    assert stamps.stamps_since(on_paper[:6]) is None  # too short to prove anything
    plant("UPDATE tier_move SET tier = 'silver'")
    forge()
    assert examine()[1] == ()  # the books cannot tell
    assert stamps.stamps_since(on_paper) is None  # the paper can


def test_the_first_stamp_of_all(salon: Salon) -> None:
    assert stamps.stamps_since(stamps.head()) == 0
    plant("DELETE FROM stamp")
    assert stamps.head() == ""
