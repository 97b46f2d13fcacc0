"""What is owed is read from the newest back: what was settled long ago costs nothing."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from salon_pos.db.connection import database
from salon_pos.db.prepared import Prepared
from salon_pos.db.queries import (
    cards,
    catalog,
    deeds,
    expiring,
    given_bonuses,
    owed,
    platforms,
    settlements,
)
from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain.platforms import Platform, ValueRules
from salon_pos.domain.ticket import Ticket
from salon_pos.usecases.accounts import FromPlatform, settle_account, settle_platform
from salon_pos.usecases.rules import set_value_rules
from salon_pos.usecases.settings import change_settings
from tests.salons import NOW, Salon
from tests.usecases.spending import pay
from tests.usecases.valued import Valued, made


@pytest.fixture
def valued(selling: Salon) -> Valued:
    made_here, by = made(selling), selling.by("olga")
    settings = replace(salon_queries.settings(), credit_limit=1_000_000)
    change_settings(settings, by=by, now=NOW)
    set_value_rules(ValueRules(1, (Platform("meituan", "Meituan"),)), by=by, now=NOW)
    return made_here


def statements(read: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that reading takes."""
    seen: list[str] = []
    execute = database.execute_sql

    def told(sql: str, params: object = None) -> object:
        seen.append(sql)
        return execute(sql, params)

    with monkeypatch.context() as patch:
        patch.setattr(database, "execute_sql", told)
        read()
    return seen


def cut(valued: Valued, uid: str) -> Ticket:
    return valued.salon.ticket(uid, valued.salon.line("cut"), client="maya")


def test_sales_that_were_paid_off_are_not_read(
    valued: Valued, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One open sale takes as many statements after five settled ones as alone."""
    salon, maya = valued.salon, valued.salon.clients["maya"].id

    def owe(uid: str) -> None:
        pay(valued, cut(valued, uid), valued.handed("on_account", 8_400), by="chen")

    owe("first")
    alone = statements(lambda: owed.owed_sales(maya), monkeypatch)
    settle_account("s", maya, 8_400, salon.tenders["card"], by=salon.by("kai"), now=NOW)
    for n in range(4):
        owe(f"a{n}")
        settle_account(f"s{n}", maya, 8_400, salon.tenders["card"], by=salon.by("kai"), now=NOW)
    assert len(statements(lambda: owed.owed_sales(maya), monkeypatch)) == 2  # nothing is owed
    owe("last")
    (one,) = owed.owed_sales(maya)
    assert (one.sale.uid, one.left) == ("last", 8_400)
    assert statements(lambda: owed.owed_sales(maya), monkeypatch) == alone


def test_vouchers_that_were_settled_are_not_read(
    valued: Valued, monkeypatch: pytest.MonkeyPatch
) -> None:
    by, transfer = valued.salon.by("kai"), valued.salon.tenders["transfer"]

    def take(uid: str) -> None:
        pay(
            valued,
            cut(valued, uid),
            valued.handed("platform", 8_400, source=f"meituan:{uid.upper()}:0"),
        )

    take("first")
    alone = statements(platforms.owed, monkeypatch)
    settle_platform("s", FromPlatform("meituan", 8_400, transfer), by=by, now=NOW)
    for n in range(4):
        take(f"a{n}")
        settle_platform(f"s{n}", FromPlatform("meituan", 8_400, transfer), by=by, now=NOW)
    take("last")
    assert [one.number for one in platforms.owed()[0].vouchers] == ["LAST"]
    assert statements(platforms.owed, monkeypatch) == alone


@pytest.mark.usefixtures("valued")
def test_cards_and_what_a_birthday_gave_are_found_by_indexes() -> None:
    """However many cards there are, and however much was ever earned."""
    for query, index in (
        (cards._OF_CLIENT, "wallet_client"),
        (cards._OF_CLIENT, "card_client"),
        (cards._ENDING, "card_ending"),
        *((query, "ledger_entry_transaction") for query in given_bonuses._EARNED),
    ):
        plan = _plan(query)
        assert any(index in step for step in plan), plan
        assert not any(step.startswith(("SCAN card", "SCAN t", "SCAN ledger")) for step in plan), (
            plan
        )


@pytest.mark.usefixtures("valued")
def test_what_a_form_or_a_posting_asks_first_is_found_by_an_index() -> None:
    """Was it ever sold, which day is the newest, what a settlement paid, who gave their word."""
    for query, index in (
        (catalog._SOLD, "sale_line_item"),
        (expiring._NEWEST_DAYS, "ledger_transaction_day"),
        (settlements._SALES, "settled_transaction"),
        (deeds._AGREED, "approval_ticket"),
    ):
        plan = _plan(query)
        assert any(index in step for step in plan), plan
        assert not any("SCAN" in step for step in plan), plan


@pytest.mark.usefixtures("valued")
def test_the_next_older_one_is_found_by_an_index_without_sorting() -> None:
    """The two statements that go from the newest back."""
    for query, index in (
        (platforms._OLDER, "ledger_entry_platform"),
        (owed._OLDER, "owed_sale_client"),
    ):
        plan = _plan(query)
        assert any(index in step for step in plan), plan
        assert not any("SCAN" in step or "TEMP B-TREE" in step for step in plan), plan


@pytest.mark.usefixtures("valued")
def test_whose_a_uid_is_takes_one_step_in_each_table() -> None:
    """Every payment asks; each table's uids are unique, and have an index for that."""
    plan = _plan(deeds._DONE)
    searches = [step for step in plan if step.endswith("(uid=?)")]
    assert [step.split()[1] for step in searches] == ["t1", "t2", "t3", "t4"], plan
    assert not any("SCAN" in step for step in plan), plan


def _plan(query: Prepared) -> list[str]:
    sql = f"EXPLAIN QUERY PLAN {query.sql}"
    return [row[3] for row in database.execute_sql(sql, (1,) * query.sql.count("?"))]
