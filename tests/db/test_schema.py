"""The tables in peewee are the tables on file, and a migrated file is a fresh one."""

from peewee import Field, ForeignKeyField, Model, TextField

from salon_pos.db.connection import database
from salon_pos.db.models import catalog, ledger, people, sales, value
from salon_pos.db.models.base import Table
from tests.salons import Salon

# Tables without a model: what the look-up index and the migrations keep for themselves.
OTHER = ("client_search%", "schema_migration", "sqlite_%")


def models() -> dict[str, type[Model]]:
    modules = (catalog, ledger, people, sales, value)
    found = [value for module in modules for value in vars(module).values()]
    tables = [one for one in found if isinstance(one, type) and issubclass(one, Table)]
    return {one._meta.table_name: one for one in tables if one is not Table}


def tables() -> set[str]:
    apart = " ".join("AND name NOT LIKE ?" for _ in OTHER)
    query = f"SELECT name FROM sqlite_master WHERE type = 'table' {apart}"
    return {row[0] for row in database.execute_sql(query, OTHER).fetchall()}


def test_every_table_has_its_model(salon: Salon) -> None:
    assert tables() == set(models())


def test_every_column_has_its_field(salon: Salon) -> None:
    for name, model in models().items():
        columns = {
            (row[1], row[2], bool(row[3] or row[5]))
            for row in database.execute_sql(f"PRAGMA table_info({name})").fetchall()
        }
        assert columns == {described(field) for field in model._meta.sorted_fields}, name


def described(field: Field) -> tuple[str, str, bool]:
    """A field as `table_info` says it: column, type, whether it must have a value."""
    kept = field.rel_field if isinstance(field, ForeignKeyField) else field
    kind = "TEXT" if isinstance(kept, TextField) else "INTEGER"
    return field.column_name, kind, not field.null


def test_every_reference_is_to_the_same_table(salon: Salon) -> None:
    for name, model in models().items():
        on_file = {
            (row[3], row[2], row[4] or "id")
            for row in database.execute_sql(f"PRAGMA foreign_key_list({name})").fetchall()
        }
        fields = [f for f in model._meta.sorted_fields if isinstance(f, ForeignKeyField)]
        assert on_file == {
            (f.column_name, f.rel_model._meta.table_name, f.rel_field.column_name) for f in fields
        }, name


def test_every_table_is_strict(salon: Salon) -> None:
    strict = {row[1]: row[5] for row in database.execute_sql("PRAGMA table_list").fetchall()}
    assert {name for name in tables() if not strict[name]} == set()


def test_every_reference_has_an_index_where_rows_are_looked_up_by_it(salon: Salon) -> None:
    """What grows with every sale is never scanned to read one sale, one client or one account."""
    looked_up = {
        "sale_line": ("sale_id", "client_id"), "sale_tax": ("sale_id",),
        "sale_discount": ("sale_id",), "sale_tender": ("sale_id",), "sale_credit": ("line_id",),
        "sale_line_tax": ("line_id",), "sale_tip": ("tender_id",),
        "sale": ("client_id", "shift_id"),
        "ledger_entry": ("transaction_id", "account_id", "lot_id"), "journal": ("subject",),
    }  # fmt: skip
    for table, columns in looked_up.items():
        for column in columns:
            query = f"EXPLAIN QUERY PLAN SELECT * FROM {table} WHERE {column} = 1"
            plan = " ".join(row[3] for row in database.execute_sql(query).fetchall())
            assert "SEARCH" in plan, (table, column, plan)


def test_a_clean_file_passes_its_checks(sold: Salon) -> None:
    assert database.execute_sql("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute_sql("PRAGMA foreign_key_check").fetchall() == []
