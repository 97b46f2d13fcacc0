"""Four processes spend one wallet at once: never overdrawn, nothing but a calm refusal."""

from collections import Counter

import pytest
from peewee import IntegrityError

from salon_pos.db import connection, salon_file
from salon_pos.db.connection import database
from salon_pos.db.doctor import examine
from salon_pos.db.queries import balances
from salon_pos.domain import ledger
from salon_pos.domain.lots import Lot
from salon_pos.usecases.checkout import Payment
from tests.faults.test_at_once import TILLS, tills
from tests.faults.till import Errand
from tests.salons import Salon
from tests.usecases.valued import Valued, made

WASH = 1_142  # 10.10 with 5 % and 8 %


@pytest.fixture
def valued(selling: Salon) -> Valued:
    """Maya's card holds 1,000.00 and 200.00 bonus: good for 105 washes."""
    there = made(selling)
    there.pay(selling.ticket("top", there.line(there.top_up), client="maya"))
    return there


def payments(valued: Valued, till: int, count: int) -> tuple[Payment, ...]:
    salon = valued.salon
    card = valued.handed("stored_value", WASH, source=valued.card.uid)
    return tuple(
        Payment(salon.ticket(f"{till}-{n}", salon.line("wash"), client="maya"), (card,), WASH)
        for n in range(count)
    )


def spent(valued: Valued, count: int) -> Counter[str]:
    """What the four tills were told, by word; each pays `count` washes from the one card."""
    errands = [
        Errand(valued.salon, "spend", f"till {i}", payments=payments(valued, i, count))
        for i in range(TILLS)
    ]
    connection.close()
    with tills(*errands) as running:
        for till in running:
            till.hear_until("asks")
        for till in running:
            till.answer()
        said = [one for till in running for one in till.rest()]
    salon_file.open_folder(valued.salon.folder)
    return Counter(one.get("refused", "sold" if "sold" in one else "busy") for one in said)


@pytest.mark.parametrize("count", [40, pytest.param(400, marks=pytest.mark.soak)])
def test_a_wallet_is_never_overdrawn(valued: Valued, count: int) -> None:
    told = spent(valued, count)
    assert told["sold"] == 120_000 // WASH == 105
    assert told["not_enough_value"] == TILLS * count - 105
    assert set(told) <= {"sold", "not_enough_value", "busy"}
    wallet = valued.card.wallet
    left = balances.balance(ledger.principal(wallet)) + balances.balance(ledger.bonus(wallet))
    assert left == 120_000 - 105 * WASH
    assert examine()[1] == ()


def test_the_schema_holds_the_floor_where_the_rule_is_gone(valued: Valued) -> None:
    """The planted fault: without the rule, the seal itself refuses a lot below zero."""
    (lot,) = balances.lots(ledger.principal(valued.card.wallet))
    with pytest.raises(IntegrityError, match="below its floor"):
        overdraw(lot)
    assert balances.lots(ledger.principal(valued.card.wallet)) == (lot,)


@database.atomic("IMMEDIATE")
def overdraw(lot: Lot) -> None:
    """Post one more than the lot holds, by hand."""
    much = lot.left + 1
    for account, amount, lot_id in (("principal:", much, lot.id), ("safe", -much, None)):
        database.execute_sql(
            "INSERT INTO ledger_entry (transaction_id, account_id, lot_id, amount, rule,"
            " rule_version) SELECT 9999, id, ?, ?, 'planted', 1 FROM account WHERE code LIKE ?",
            (lot_id, amount, f"{account}%"),
        )
    database.execute_sql(
        "INSERT INTO ledger_transaction (id, uid, deed, posted_at, business_day, staff_id,"
        " entry_count) VALUES (9999, 'planted', 'test', 0, '2026-05-04', 1, 2)"
    )
