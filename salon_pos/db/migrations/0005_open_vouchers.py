"""Schema 5: the vouchers of a platform in the order they were taken, so that those it still owes
for are found from the newest back.

Frozen once released.
"""

INDEX = """CREATE INDEX ledger_entry_platform ON ledger_entry (account_id)
        WHERE rule = 'platform.owe'"""


def up(migrator, db):
    """Bring schema 4 to schema 5; what was on file stays as it was."""
    del migrator
    db.execute_sql(INDEX)
