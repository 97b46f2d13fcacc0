"""Schema 6: every deed ends with a stamp, the hash of all rows that it put on file and of the stamp
before; what a row that may change says is kept each time; wallets and vouchers stay what they are.

The chains of schema 2 stay as they are, broken where they were broken: nothing is linked anew. The
first stamp is on what the file holds when it is brought up to date. Frozen once released.
"""

import hashlib
import json

TABLES = (
    """CREATE TABLE row_version (
        id INTEGER PRIMARY KEY,
        of TEXT NOT NULL,
        key TEXT NOT NULL,
        content TEXT
    ) STRICT""",
    "CREATE INDEX row_version_key ON row_version (of, key)",
    # Ids that are given once: a stamp that is taken out leaves a gap, the newest one too. `note`
    # is the newest row of the journal that it covers.
    """CREATE TABLE stamp (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        rows TEXT NOT NULL,
        note INTEGER NOT NULL,
        link TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX stamp_note ON stamp (note)",
)

# By table, what its rows say for good: a column as it is, or the key of the row it points at.
STAYS = {
    "till": "code is_import",
    "account": "code unit side floor in_lots",
    "lot": "uid account_id>account transaction_id>ledger_transaction expires unit_price"
    " parent_id>lot",
    "ledger_entry": "transaction_id>ledger_transaction account_id>account lot_id>lot amount rule"
    " rule_version inputs",
    "ledger_transaction": "uid deed posted_at business_day shift_id>shift staff_id>staff"
    " reverses_id>ledger_transaction entry_count till_id>till link",
    "shift": "uid till_id>till business_day opening_float opened_at opened_by>staff",
    "sale": "uid till_id>till serial number shift_id>shift business_day opened_at paid_at"
    " staff_id>staff client_id>client tax_mode net total cash_rounding tips line_count digest"
    " transaction_id>ledger_transaction deed refund_of>sale cash_step",
    "sale_line": "uid sale_id>sale position item_id>item client_id>client parent_uid quantity"
    " unit_price list_amount member_off line_off ticket_off net payable requested length"
    " refunds_id>sale_line source",
    "sale_credit": "line_id>sale_line position staff_id>staff part_bp amount"
    " correction_id>sale_credit_correction",
    "sale_line_tax": "line_id>sale_line tax_id>tax amount",
    "sale_tax": "sale_id>sale tax_id>tax rate_ppm base amount",
    "sale_discount": "sale_id>sale line_uid percent_bp amount approval_uid coupon",
    "sale_tender": "sale_id>sale position method_id>tender_method handed applied change tip source"
    " refunds_id>sale_tender.position",
    "sale_tip": "tender_id>sale_tender.position staff_id>staff amount",
    "sale_credit_correction": "uid line_id>sale_line at staff_id>staff approved_by>staff",
    "sale_tender_correction": "uid tender_id>sale_tender.position method_id>tender_method"
    " transaction_id>ledger_transaction at staff_id>staff approved_by>staff",
    "sale_earning": "line_id>sale_line client_id>client eligible points why",
    "settled": "sale_id>sale transaction_id>ledger_transaction amount",
    "wallet": "uid client_id>client kind discount_bp valid_until opened_at",
    "card": "uid number wallet_id>wallet client_id>client issued_at",
    "pack": "uid client_id>client item_id>item sale_line_uid sessions expires",
    "gift_card": "uid code sale_line_uid expires",
    "voucher": "uid code face least client_id>client expires made_at",
    "coupon": "uid code percent_bp amount least items client_id>client expires made_at",
    "rule_set": "kind version content made_at staff_id>staff",
    "tier_move": "uid client_id>client tier day until cause is_override version reason at"
    " staff_id>staff",
    "journal": "at staff_id>staff till_id>till deed subject details",
    "row_version": "of key content",
}

# By table, its key and what may change of its rows, or has no ids that grow.
CHANGES = {
    "setting": ("key", "value"),
    "staff": ("uid", "role retired"),
    "tax": ("uid", "rate_ppm"),
    "tender_method": ("code", "kind"),
    "prepaid": ("item_id>item", "kind bonus bought given days"),
    "prepaid_item": ("prepaid_id>item item_id>item", ""),
    "reward": ("uid", "kind points item_id>item face least tier days retired"),
    "shift": ("uid", "closed_at closed_by>staff expected counted"),
    "card": ("uid", "state"),
    "card_unlock": ("uid", "card_id>card ticket_uid at"),
    "voucher": ("uid", "used_by"),
    "coupon": ("uid", "used_by"),
    "approval": ("uid", "manager_id>staff asked_by>staff ticket_uid amount given_at"),
    "claim": ("sale_id>sale", "client_id>client at staff_id>staff"
              " transaction_id>ledger_transaction"),
    "owed_sale": ("sale_id>sale", "client_id>client version tier first_visit birthday_given"),
}  # fmt: skip
KEYS = {"till": "code", "account": "code", "tender_method": "code"}

# What a row is, beside what may change of it.
IS = {
    "wallet": "id uid client_id kind discount_bp valid_until opened_at",
    "voucher": "id uid code face least client_id expires made_at",
    "coupon": "id uid code name percent_bp amount least items client_id expires made_at",
    "client": "id uid",
    "staff": "id uid",
    "item": "id uid",
}


def up(migrator, db):
    """Bring schema 5 to schema 6; what was on file stays as it was."""
    del migrator
    for statement in (*TABLES, *guards(), *keepers()):
        db.execute_sql(statement)
    for table, (its_key, columns) in CHANGES.items():
        db.execute_sql(
            f"INSERT INTO row_version (of, key, content) "
            f"SELECT '{table}', {key(its_key, 't')}, {said(columns, 't')} FROM {table} t"
        )
    first_stamp(db)


def guards():
    """Triggers that keep the new rows, and what a wallet, a voucher or a uid is."""
    for table in ("row_version", "stamp"):
        for deed in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} rows stay as they are'); END"
            )
        yield (
            f"CREATE TRIGGER {table}_not_twice BEFORE INSERT ON {table} BEGIN "
            f"SELECT RAISE(ABORT, 'this {table} exists') "
            f"WHERE EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id); END"
        )
    for table, columns in IS.items():
        yield (
            f"CREATE TRIGGER {table}_is BEFORE UPDATE OF {columns.replace(' ', ', ')} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'a {table} stays what it is'); END"
        )


def keepers():
    """Triggers that keep what a row says when it comes, when that changes, and that it is gone."""
    for table, (its_key, columns) in CHANGES.items():
        new = f"VALUES ('{table}', {key(its_key, 'NEW')}, {said(columns, 'NEW')})"
        gone = f"VALUES ('{table}', {key(its_key, 'OLD')}, NULL)"
        yield keeper(f"{table}_kept_new", f"INSERT ON {table}", new)
        yield keeper(f"{table}_kept_gone", f"DELETE ON {table}", gone)
        names = [column.partition(">")[0] for column in columns.split()]
        if names:
            other = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in names)
            deed = f"UPDATE OF {', '.join(names)} ON {table} WHEN {other}"
            yield keeper(f"{table}_kept_other", deed, new)


def keeper(name, deed, values):
    """The trigger that keeps a version of a row after a deed."""
    return (
        f"CREATE TRIGGER {name} AFTER {deed} "
        f"BEGIN INSERT INTO row_version (of, key, content) {values}; END"
    )


def said(columns, of):
    """What a row says in these columns, as SQL."""
    return f"json_array({', '.join(value(column, of) for column in columns.split())})"


def key(columns, of):
    """The key that these columns make, as SQL."""
    return " || ' ' || ".join(value(column, of) for column in columns.split())


def value(column, of):
    """A column, or the key of the row it points at, as SQL."""
    name, _, parent = column.partition(">")
    if not parent:
        return f"{of}.{name}"
    table, _, wanted = parent.partition(".")
    wanted = wanted or KEYS.get(table, "uid")
    return f"(SELECT p.{wanted} FROM {table} p WHERE p.id = {of}.{name})"


def first_stamp(db):
    """The stamp on all that is there; a file that was just made has nothing yet."""
    rows = {}
    for table, columns in STAYS.items():
        found = db.execute_sql(
            f"SELECT t.id, {said(columns, 't')} FROM {table} t ORDER BY t.id"
        ).fetchall()
        if found:
            rows[table] = [found[0][0], found[-1][0], hashed(text for _, text in found)]
    if rows:
        text = json.dumps(rows, separators=(",", ":"), sort_keys=True)
        made = (text, 0, link("", rows))
        db.execute_sql("INSERT INTO stamp (rows, note, link) VALUES (?, ?, ?)", made)


def link(before, rows):
    """The hash of a stamp and of all before it. This is schema 6's own copy: it must give what it
    gave, whatever becomes of the program's."""
    return hashed([before, *(f"{table} {what[2]}" for table, what in sorted(rows.items()))])


def hashed(texts):
    """The hash of texts in their order."""
    made = hashlib.blake2b(digest_size=16)
    for text in texts:
        made.update(text.encode() + b"\n")
    return made.hexdigest()
