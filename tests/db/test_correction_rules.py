"""The doctor and the seals over corrections: clean on what the program wrote, every rule finds its
fault, and every guard shuts a hole that stands open without it."""

import pytest
from peewee import IntegrityError

from salon_pos.db.connection import database
from salon_pos.db.correction_rules import CORRECTIONS
from salon_pos.db.doctor import examine
from salon_pos.domain.ticket import Credit
from salon_pos.usecases.corrections import (
    StaffCorrection,
    TenderCorrection,
    correct_staff,
    correct_tender,
)
from salon_pos.usecases.refunds import RefundRequest
from tests.db.test_refund_rules import without_guards
from tests.salons import NOW, Salon
from tests.usecases.paying import pay
from tests.usecases.refunding import give_back

SHARES = "Sale {number}: a correction of its staff does not share one of its lines."
KEEPS = "Sale {number}: somebody keeps sales credit of a line that came back."
NO_MONEY = "Sale {number}: a payment was corrected that is no money, or to what is none."
WHEN = "Sale {number}: a payment was corrected in another shift, or after it was refunded."
ENTRIES = "Sale {number}: the ledger does not say how its payment was corrected."
OTHER = "The correction {transaction}: it is of another deed or person, or is not on file."
SUMS = "Sale {number}: the sales credit of a line does not sum to 100 %."

# The tender of the sale whose card was WeChat.
PAID = "(SELECT t.id FROM sale_tender t JOIN sale s ON s.id = t.sale_id WHERE s.uid = 'x')"
PLANTED = [
    ("DELETE FROM sale_credit WHERE correction_id = 1", SHARES),
    ("UPDATE sale_credit SET line_id = 2 WHERE correction_id = 1", SHARES),
    ("UPDATE sale_credit SET part_bp = 9999 WHERE correction_id = 1", SUMS),
    ("UPDATE sale_credit SET staff_id = 1 WHERE correction_id = 2", KEEPS),
    ("UPDATE sale_tender SET method_id = (SELECT id FROM tender_method WHERE kind = 'points')"
     f" WHERE id = {PAID}", NO_MONEY),
    ("UPDATE sale_tender_correction SET method_id = (SELECT method_id FROM sale_tender"
     " WHERE id = 1)", NO_MONEY),
    ("UPDATE ledger_transaction SET shift_id = NULL WHERE deed = 'correct_tender'", WHEN),
    (f"UPDATE sale_tender SET refunds_id = {PAID} WHERE sale_id = (SELECT id FROM sale"
     " WHERE uid = 'w')", WHEN),
    ("UPDATE sale_tender_correction SET method_id = (SELECT id FROM tender_method"
     " WHERE code = 'alipay')", ENTRIES),
    ("UPDATE ledger_transaction SET deed = 'correction' WHERE deed = 'correct_tender'", OTHER),
    ("DELETE FROM sale_tender_correction", OTHER),
    ("UPDATE sale_tender_correction SET staff_id = 1", OTHER),
]  # fmt: skip


@pytest.fixture
def corrected(selling: Salon) -> Salon:
    """Two cuts: one came back, and Jie did them; then another sale, whose card was WeChat."""
    by = selling.by("chen")
    pay(selling, selling.payment(selling.ticket("t", selling.line("cut"))))
    give_back(RefundRequest("r", "t", {"t/cut": 1}), by)
    pay(selling, selling.payment(selling.ticket("u", selling.line("cut", 2))))
    give_back(RefundRequest("v", "u", {"u/cut": 1}), by)
    shares = (Credit(selling.staff["jie"].id),)
    correct_staff(StaffCorrection("s", "u/cut", shares, "Wrong key"), by=by, now=NOW)
    give_back(RefundRequest("w", "u", {"u/cut": 1}), by)
    pay(selling, selling.payment(selling.ticket("x", selling.line("cut"))))
    wechat = selling.tenders["wechat"]
    correct_tender(TenderCorrection("c", "x", 0, wechat, "Wrong key"), by=by, now=NOW)
    return selling


@pytest.mark.usefixtures("corrected")
def test_what_the_program_wrote_is_clean() -> None:
    assert examine()[1] == ()


@pytest.mark.usefixtures("corrected")
@pytest.mark.parametrize(("statement", "sentence"), PLANTED, ids=range(len(PLANTED)))
def test_a_planted_fault_is_found(statement: str, sentence: str) -> None:
    with without_guards():
        assert database.execute_sql(statement).rowcount >= 1
    faults = [fault for fault in examine()[1] if fault.text == sentence]
    assert faults, examine()[1]
    assert all(fault.text.format_map(fault.values) for fault in faults)


def test_every_rule_has_its_planted_fault() -> None:
    assert {rule.text for rule in CORRECTIONS} | {SUMS} == {sentence for _, sentence in PLANTED}


# --- the seals ---

SHARE = (
    "INSERT INTO sale_credit (line_id, position, staff_id, part_bp, amount, correction_id)"
    " VALUES ({line}, 0, 1, {part}, {amount}, {correction})"
)
SEAL = (
    "INSERT INTO sale_credit_correction (id, uid, line_id, at, staff_id) VALUES (9, 'n', {line}, 0,"
    " 1)"
)
# The line of sale "x" is the only one of 8,000 that nothing came back of.
LINE = "(SELECT id FROM sale_line WHERE uid = 'x/cut')"
TENDER = (
    "INSERT INTO sale_tender_correction (uid, tender_id, method_id, name, transaction_id, at,"
    " staff_id) SELECT '{uid}', t.id, m.id, m.name, r.id, 0, 1 FROM sale_tender t"
    " JOIN sale s ON s.id = t.sale_id AND s.uid = '{sale}'"
    " JOIN tender_method m ON m.code = '{to}'"
    " JOIN ledger_transaction r ON r.uid = '{uid}'"
)
NEW = {"uid": "posted", "sale": "x", "to": "alipay"}


def share(part: int = 10_000, amount: int = 8_000, line: str = LINE, correction: int = 9) -> str:
    return SHARE.format(part=part, amount=amount, line=line, correction=correction)


@pytest.fixture
def posted(corrected: Salon) -> Salon:
    """And a transaction of the open shift that no correction names yet."""
    with without_guards():
        columns = "deed, posted_at, business_day, shift_id, staff_id, entry_count"
        database.execute_sql(
            f"INSERT INTO ledger_transaction (uid, {columns}) SELECT 'posted', {columns}"
            " FROM ledger_transaction WHERE uid = 'c'"
        )
    return corrected


def done(*statements: str) -> None:
    """Execute these as one."""
    with database.atomic("IMMEDIATE"):
        for statement in statements:
            database.execute_sql(statement)


def aborts(reason: str, *statements: str) -> None:
    """The schema refuses these, and takes them once its triggers are gone."""
    with pytest.raises(IntegrityError, match=reason):
        done(*statements)
    with without_guards():
        for statement in statements:
            assert database.execute_sql(statement).rowcount >= 1


@pytest.mark.usefixtures("corrected")
@pytest.mark.parametrize(
    ("reason", "statements"),
    [
        ("shares the whole", (share(9_999), SEAL.format(line=LINE))),
        ("shares the whole", (share(amount=7_999), SEAL.format(line=LINE))),
        ("shares the whole", (share(line="1"), SEAL.format(line=LINE))),
        ("shares the whole", (SEAL.format(line=LINE),)),
        ("the correction is sealed", (share(correction=1),)),
        ("the sale is sealed", (share().replace(", 9)", ", NULL)"),)),
    ],
)
def test_shares_that_are_not_a_line_are_refused(reason: str, statements: tuple[str, ...]) -> None:
    aborts(reason, *statements)


@pytest.mark.usefixtures("corrected")
def test_shares_without_their_correction_are_not_committed() -> None:
    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        done(share())


@pytest.mark.usefixtures("posted")
@pytest.mark.parametrize(
    ("reason", "other"),
    [
        ("only money", {"to": "points"}),
        ("the tender was refunded", {"sale": "u"}),
        ("in the shift of its sale", {"sale": "r"}),
        ("under its own uid", {"uid": "c"}),
    ],
)
def test_a_tender_is_corrected_only_as_it_may(reason: str, other: dict[str, str]) -> None:
    statement = TENDER.format(**(NEW | other))
    if reason.startswith("under"):
        statement = statement.replace("SELECT 'c'", "SELECT 'another'")
    aborts(reason, statement)


@pytest.mark.usefixtures("posted")
@pytest.mark.parametrize("table", ["sale_credit_correction", "sale_tender_correction"])
def test_a_correction_stays_as_it_was_made(table: str) -> None:
    for statement in (f"UPDATE {table} SET at = at + 1", f"DELETE FROM {table}"):
        with pytest.raises(IntegrityError, match="rows stay as they are"):
            database.execute_sql(statement)
    columns = [row[1] for row in database.execute_sql(f"PRAGMA table_info({table})").fetchall()]
    listed = ", ".join(columns)
    for key, other in (("id", "uid"), ("uid", "id")):
        changed = listed.replace(other, f"{other} || '9'", 1)
        with pytest.raises(IntegrityError, match=f"this {table} exists"):
            database.execute_sql(
                f"INSERT OR REPLACE INTO {table} ({listed}) SELECT {changed} FROM {table} LIMIT 1"
            )
        assert key in columns
