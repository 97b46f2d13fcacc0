"""Schema 8: an item's lines, the ledger by its days, what a settlement paid, the words for a deed:
each found without reading the whole table.

Frozen once released.
"""

INDEXES = (
    "CREATE INDEX sale_line_item ON sale_line (item_id)",
    "CREATE INDEX ledger_transaction_day ON ledger_transaction (business_day)",
    "CREATE INDEX settled_transaction ON settled (transaction_id)",
    "CREATE INDEX approval_ticket ON approval (ticket_uid)",
)


def up(migrator, db):
    """Bring schema 7 to schema 8; what was on file stays as it was."""
    del migrator
    for index in INDEXES:
        db.execute_sql(index)
