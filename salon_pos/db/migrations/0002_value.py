"""Schema 2: cards, stored value, packs, points and tiers; refunds; one hash chain per till.

Accounts get business keys in their codes (`tender:cash`, not `tender:2`), so that the chain and
whoever reads the books elsewhere need no row ids. Frozen once released.
"""

import hashlib
import json
import uuid

TENDER_METHOD = """CREATE TABLE tender_method (
        id INTEGER PRIMARY KEY,
        code TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        kind TEXT NOT NULL
            CHECK (kind IN ('cash', 'card', 'wallet', 'transfer', 'other', 'imported',
                'stored_value', 'points', 'pack', 'gift_card', 'voucher', 'deposit',
                'on_account', 'platform')),
        rank INTEGER NOT NULL,
        retired INTEGER NOT NULL DEFAULT 0
    ) STRICT"""

# The tenders that take from a balance, for a salon that was founded before there were any.
VALUE_TENDERS = (
    ("stored_value", "Stored value"),
    ("points", "Points"),
    ("pack", "Session pack"),
    ("gift_card", "Gift card"),
    ("voucher", "Cash voucher"),
    ("deposit", "Deposit"),
    ("on_account", "On account"),
    ("platform", "Platform voucher"),
)

# A refund's tenders and tips are negative, as its lines are.
SALE_TENDER = """CREATE TABLE sale_tender (
        id INTEGER PRIMARY KEY,
        sale_id INTEGER NOT NULL REFERENCES sale (id) DEFERRABLE INITIALLY DEFERRED,
        position INTEGER NOT NULL,
        method_id INTEGER NOT NULL REFERENCES tender_method (id),
        name TEXT NOT NULL,
        handed INTEGER NOT NULL,
        applied INTEGER NOT NULL,
        change INTEGER NOT NULL CHECK (change >= 0),
        tip INTEGER NOT NULL,
        source TEXT NOT NULL DEFAULT '',
        refunds_id INTEGER REFERENCES sale_tender (id),
        CHECK (handed - change = applied + tip)
    ) STRICT"""

# A manager's word for a discount names its reason; one for another deed has none.
APPROVAL = """CREATE TABLE approval (
        uid TEXT NOT NULL PRIMARY KEY,
        manager_id INTEGER NOT NULL REFERENCES staff (id),
        asked_by INTEGER NOT NULL REFERENCES staff (id) CHECK (asked_by <> manager_id),
        ticket_uid TEXT NOT NULL,
        reason_id INTEGER REFERENCES discount_reason (id),
        amount INTEGER NOT NULL,
        given_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID"""

# What a voucher with conditions takes off names it instead of a reason.
SALE_DISCOUNT = """CREATE TABLE sale_discount (
        id INTEGER PRIMARY KEY,
        sale_id INTEGER NOT NULL REFERENCES sale (id) DEFERRABLE INITIALLY DEFERRED,
        line_uid TEXT NOT NULL DEFAULT '',
        reason_id INTEGER REFERENCES discount_reason (id),
        reason TEXT NOT NULL,
        percent_bp INTEGER NOT NULL,
        amount INTEGER NOT NULL,
        approval_uid TEXT REFERENCES approval (uid),
        coupon TEXT NOT NULL DEFAULT '',
        CHECK ((reason_id IS NULL) = (coupon <> ''))
    ) STRICT"""

SALE_TIP = """CREATE TABLE sale_tip (
        id INTEGER PRIMARY KEY,
        tender_id INTEGER NOT NULL REFERENCES sale_tender (id),
        staff_id INTEGER NOT NULL REFERENCES staff (id),
        amount INTEGER NOT NULL
    ) STRICT"""

COLUMNS = (
    "ALTER TABLE tax ADD COLUMN uid TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE client ADD COLUMN referrer_id INTEGER REFERENCES client (id)",
    "ALTER TABLE account ADD COLUMN in_lots INTEGER NOT NULL DEFAULT 0 CHECK (in_lots IN (0, 1))",
    "ALTER TABLE lot ADD COLUMN parent_id INTEGER REFERENCES lot (id)",
    "ALTER TABLE ledger_transaction ADD COLUMN till_id INTEGER REFERENCES till (id)",
    "ALTER TABLE ledger_transaction ADD COLUMN link TEXT NOT NULL DEFAULT ''",
    """ALTER TABLE sale ADD COLUMN deed TEXT NOT NULL DEFAULT 'sale'
        CHECK (deed IN ('sale', 'refund', 'void'))""",
    "ALTER TABLE sale ADD COLUMN refund_of INTEGER REFERENCES sale (id)",
    "ALTER TABLE sale ADD COLUMN cash_step INTEGER NOT NULL DEFAULT 1 CHECK (cash_step > 0)",
    "ALTER TABLE sale_line ADD COLUMN refunds_id INTEGER REFERENCES sale_line (id)",
    "ALTER TABLE sale_line ADD COLUMN source TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX ledger_transaction_till ON ledger_transaction (till_id)",
    "CREATE INDEX lot_expires ON lot (expires) WHERE expires IS NOT NULL",
    """CREATE INDEX ledger_transaction_reverses ON ledger_transaction (reverses_id)
        WHERE reverses_id IS NOT NULL""",
    "CREATE INDEX lot_parent ON lot (parent_id) WHERE parent_id IS NOT NULL",
    "CREATE UNIQUE INDEX tax_uid ON tax (uid) WHERE uid <> ''",
    "CREATE INDEX sale_refund_of ON sale (refund_of) WHERE refund_of IS NOT NULL",
    "CREATE INDEX sale_line_refunds ON sale_line (refunds_id) WHERE refunds_id IS NOT NULL",
    "CREATE INDEX sale_tender_source ON sale_tender (source) WHERE source <> ''",
    "CREATE INDEX sale_tender_refunds ON sale_tender (refunds_id) WHERE refunds_id IS NOT NULL",
)

TABLES = (
    """CREATE TABLE wallet (
        id INTEGER PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE,
        client_id INTEGER NOT NULL REFERENCES client (id),
        kind TEXT NOT NULL CHECK (kind IN ('stored_value', 'discount', 'pack', 'period')),
        discount_bp INTEGER NOT NULL DEFAULT 0 CHECK (discount_bp BETWEEN 0 AND 10000),
        valid_until TEXT,
        opened_at INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX wallet_client ON wallet (client_id)",
    """CREATE TABLE card (
        id INTEGER PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE,
        number TEXT NOT NULL UNIQUE,
        wallet_id INTEGER NOT NULL REFERENCES wallet (id),
        client_id INTEGER NOT NULL REFERENCES client (id),
        state TEXT NOT NULL DEFAULT 'active'
            CHECK (state IN ('active', 'frozen', 'lost', 'replaced', 'closed')),
        pin_hash TEXT,
        failures INTEGER NOT NULL DEFAULT 0,
        wait_until INTEGER,
        issued_at INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX card_wallet ON card (wallet_id)",
    "CREATE INDEX card_client ON card (client_id)",
    # A dead number stays dead, and a card stays on its wallet.
    """CREATE TRIGGER card_dead_stays BEFORE UPDATE OF state ON card
        WHEN OLD.state IN ('replaced', 'closed') AND NEW.state <> OLD.state
        BEGIN SELECT RAISE(ABORT, 'a dead card stays dead'); END""",
    """CREATE TRIGGER card_stays BEFORE UPDATE OF id, uid, number, wallet_id, client_id, issued_at
        ON card BEGIN SELECT RAISE(ABORT, 'a card stays what it is'); END""",
    """CREATE TABLE card_unlock (
        uid TEXT NOT NULL PRIMARY KEY,
        card_id INTEGER NOT NULL REFERENCES card (id),
        ticket_uid TEXT NOT NULL,
        at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX card_unlock_ticket ON card_unlock (ticket_uid)",
    """CREATE TABLE prepaid (
        item_id INTEGER PRIMARY KEY REFERENCES item (id),
        kind TEXT NOT NULL CHECK (kind IN ('top_up', 'pack', 'gift_card', 'deposit')),
        bonus INTEGER NOT NULL DEFAULT 0 CHECK (bonus >= 0),
        bought INTEGER NOT NULL DEFAULT 0 CHECK (bought >= 0),
        given INTEGER NOT NULL DEFAULT 0 CHECK (given >= 0),
        days INTEGER CHECK (days > 0)
    ) STRICT""",
    """CREATE TABLE prepaid_item (
        prepaid_id INTEGER NOT NULL REFERENCES prepaid (item_id),
        item_id INTEGER NOT NULL REFERENCES item (id),
        PRIMARY KEY (prepaid_id, item_id)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE pack (
        id INTEGER PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE,
        client_id INTEGER NOT NULL REFERENCES client (id),
        item_id INTEGER NOT NULL REFERENCES item (id),
        sale_line_uid TEXT NOT NULL,
        sessions INTEGER NOT NULL CHECK (sessions > 0),
        expires TEXT
    ) STRICT""",
    "CREATE INDEX pack_client ON pack (client_id)",
    """CREATE TABLE gift_card (
        id INTEGER PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE,
        code TEXT NOT NULL UNIQUE,
        sale_line_uid TEXT NOT NULL,
        expires TEXT
    ) STRICT""",
    """CREATE TABLE voucher (
        id INTEGER PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE,
        code TEXT NOT NULL UNIQUE,
        face INTEGER NOT NULL CHECK (face > 0),
        least INTEGER NOT NULL DEFAULT 0,
        client_id INTEGER REFERENCES client (id),
        expires TEXT,
        used_by TEXT,
        made_at INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE coupon (
        id INTEGER PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE,
        code TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        percent_bp INTEGER NOT NULL CHECK (percent_bp BETWEEN 0 AND 10000),
        amount INTEGER NOT NULL CHECK (amount >= 0),
        least INTEGER NOT NULL CHECK (least >= 0),
        items TEXT NOT NULL,
        client_id INTEGER REFERENCES client (id),
        expires TEXT,
        used_by TEXT,
        made_at INTEGER NOT NULL,
        CHECK ((percent_bp > 0) <> (amount > 0))
    ) STRICT""",
    "CREATE INDEX coupon_client ON coupon (client_id) WHERE client_id IS NOT NULL",
    "CREATE INDEX voucher_client ON voucher (client_id) WHERE client_id IS NOT NULL",
    """CREATE TABLE rule_set (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('points', 'tiers', 'value')),
        version INTEGER NOT NULL CHECK (version > 0),
        content TEXT NOT NULL,
        made_at INTEGER NOT NULL,
        staff_id INTEGER NOT NULL REFERENCES staff (id),
        UNIQUE (kind, version)
    ) STRICT""",
    """CREATE TABLE tier_move (
        id INTEGER PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE,
        client_id INTEGER NOT NULL REFERENCES client (id),
        tier TEXT NOT NULL,
        day TEXT NOT NULL,
        until TEXT,
        cause TEXT NOT NULL,
        is_override INTEGER NOT NULL DEFAULT 0 CHECK (is_override IN (0, 1)),
        version INTEGER NOT NULL,
        reason TEXT NOT NULL DEFAULT '{}',
        at INTEGER NOT NULL,
        staff_id INTEGER NOT NULL REFERENCES staff (id)
    ) STRICT""",
    "CREATE INDEX tier_move_client ON tier_move (client_id)",
    "CREATE INDEX tier_move_until ON tier_move (until) WHERE until IS NOT NULL",
    """CREATE TABLE sale_earning (
        id INTEGER PRIMARY KEY,
        line_id INTEGER NOT NULL REFERENCES sale_line (id),
        client_id INTEGER REFERENCES client (id),
        eligible INTEGER NOT NULL,
        points INTEGER NOT NULL,
        why TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    # What a line earned is the sum of its rows: what goes on account earns when it is settled.
    "CREATE INDEX sale_earning_line ON sale_earning (line_id)",
    "CREATE INDEX sale_earning_client ON sale_earning (client_id) WHERE client_id IS NOT NULL",
    """CREATE TABLE claim (
        sale_id INTEGER PRIMARY KEY REFERENCES sale (id),
        client_id INTEGER NOT NULL REFERENCES client (id),
        at INTEGER NOT NULL,
        staff_id INTEGER NOT NULL REFERENCES staff (id),
        transaction_id INTEGER REFERENCES ledger_transaction (id)
    ) STRICT""",
    "CREATE INDEX claim_client ON claim (client_id)",
    # A sale with a part on account, and what its points depend on, as it was at its instant.
    """CREATE TABLE owed_sale (
        sale_id INTEGER PRIMARY KEY REFERENCES sale (id),
        client_id INTEGER NOT NULL REFERENCES client (id),
        version INTEGER NOT NULL,
        tier TEXT NOT NULL,
        first_visit INTEGER NOT NULL CHECK (first_visit IN (0, 1)),
        birthday_given INTEGER NOT NULL CHECK (birthday_given IN (0, 1))
    ) STRICT""",
    "CREATE INDEX owed_sale_client ON owed_sale (client_id)",
    """CREATE TABLE settled (
        id INTEGER PRIMARY KEY,
        sale_id INTEGER NOT NULL REFERENCES owed_sale (sale_id),
        transaction_id INTEGER NOT NULL REFERENCES ledger_transaction (id),
        amount INTEGER NOT NULL CHECK (amount > 0)
    ) STRICT""",
    "CREATE INDEX settled_sale ON settled (sale_id)",
    # What a deed was asked and what it answered: asked again, it does nothing and says the same.
    """CREATE TABLE answer (
        uid TEXT NOT NULL PRIMARY KEY,
        deed TEXT NOT NULL,
        digest TEXT NOT NULL,
        content TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    # What somebody typed about a deed; it can be erased, and is part of no hash.
    """CREATE TABLE remark (
        subject TEXT NOT NULL PRIMARY KEY,
        text TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
)

# Schema 1 let a till only sell. A refund is a sale of its own: it names the sale, and each line the
# line, that it gives back; together they never give back more than was sold or was paid.
SALE_OF_A_TILL = """CREATE TRIGGER sale_of_a_till BEFORE INSERT ON sale
        WHEN (SELECT is_import FROM till WHERE id = NEW.till_id) IS NOT 1 BEGIN
        SELECT RAISE(ABORT, 'a sale needs the open shift of its till')
            WHERE NOT EXISTS (SELECT 1 FROM shift WHERE id = NEW.shift_id
                AND till_id = NEW.till_id AND closed_at IS NULL);
        SELECT RAISE(ABORT, 'a sale posts to the ledger under its own uid')
            WHERE (NEW.transaction_id IS NULL AND (NEW.total <> 0 OR NEW.tips <> 0))
            OR (NEW.transaction_id IS NOT NULL AND NEW.uid IS NOT
                (SELECT uid FROM ledger_transaction WHERE id = NEW.transaction_id));
        SELECT RAISE(ABORT, 'a sale takes money and gives none')
            WHERE NEW.deed = 'sale' AND (NEW.total < 0 OR NEW.refund_of IS NOT NULL
                OR EXISTS (SELECT 1 FROM sale_tender WHERE sale_id = NEW.id
                    AND (handed < 0 OR applied < 0 OR tip < 0 OR refunds_id IS NOT NULL))
                OR EXISTS (SELECT 1 FROM sale_line WHERE sale_id = NEW.id
                    AND (quantity < 0 OR refunds_id IS NOT NULL)));
        SELECT RAISE(ABORT, 'a refund gives back and takes nothing')
            WHERE NEW.deed <> 'sale' AND (NEW.total > 0
                OR (SELECT deed FROM sale WHERE id = NEW.refund_of) IS NOT 'sale'
                OR EXISTS (SELECT 1 FROM sale_tender WHERE sale_id = NEW.id
                    AND (handed > 0 OR applied > 0 OR tip > 0))
                OR EXISTS (SELECT 1 FROM sale_line l WHERE l.sale_id = NEW.id
                    AND (l.quantity >= 0 OR (SELECT o.sale_id FROM sale_line o
                        WHERE o.id = l.refunds_id) IS NOT NEW.refund_of)));
        SELECT RAISE(ABORT, 'more would be given back than was sold') WHERE EXISTS (
            SELECT 1 FROM sale_line l JOIN sale_line o ON o.id = l.refunds_id
            WHERE l.sale_id = NEW.id AND (
                o.quantity + (SELECT SUM(quantity) FROM sale_line WHERE refunds_id = o.id) < 0
                OR o.net + (SELECT SUM(net) FROM sale_line WHERE refunds_id = o.id) < 0
                OR o.payable + (SELECT SUM(payable) FROM sale_line WHERE refunds_id = o.id) < 0));
        SELECT RAISE(ABORT, 'more would be given back than was paid') WHERE EXISTS (
            SELECT 1 FROM sale_tender t JOIN sale_tender o ON o.id = t.refunds_id
            WHERE t.sale_id = NEW.id AND (o.sale_id IS NOT NEW.refund_of
                OR o.applied + (SELECT SUM(applied) FROM sale_tender WHERE refunds_id = o.id) < 0
                OR o.tip + (SELECT SUM(tip) FROM sale_tender WHERE refunds_id = o.id) < 0));
        END"""

ENTRY_IN_A_LOT = """CREATE TRIGGER entry_in_a_lot BEFORE INSERT ON ledger_entry
        WHEN NEW.lot_id IS NULL AND (SELECT in_lots FROM account WHERE id = NEW.account_id) = 1
        BEGIN SELECT RAISE(ABORT, 'this account is kept in lots'); END"""

FINAL = (
    "card_unlock", "pack", "gift_card", "rule_set", "tier_move", "sale_earning", "claim",
    "owed_sale", "settled", "answer",
)  # fmt: skip
UNIQUE = {
    "wallet": ("id", "uid"),
    "card": ("id", "uid", "number"),
    "card_unlock": ("uid",),
    "pack": ("id", "uid"),
    "gift_card": ("id", "uid", "code"),
    "voucher": ("id", "uid", "code"),
    "coupon": ("id", "uid", "code"),
    "rule_set": ("id",),
    "tier_move": ("id", "uid"),
    "sale_earning": ("id",),
    "claim": ("sale_id",),
    "owed_sale": ("sale_id",),
    "settled": ("id",),
    "answer": ("uid",),
}


def up(migrator, db):
    """Bring schema 1 to schema 2; what was on file stays as it was."""
    del migrator
    db.execute_sql("PRAGMA defer_foreign_keys = ON")
    rebuild(db, "tender_method", TENDER_METHOD)
    rebuild(db, "sale_tender", SALE_TENDER, more=", '', NULL")
    rebuild(db, "sale_tip", SALE_TIP)
    rebuild(db, "approval", APPROVAL)
    rebuild(db, "sale_discount", SALE_DISCOUNT, more=", ''")
    for statement in (*COLUMNS, *TABLES):
        db.execute_sql(statement)
    db.execute_sql("DROP TRIGGER sale_of_a_till")
    for statement in (SALE_OF_A_TILL, ENTRY_IN_A_LOT, *guards()):
        db.execute_sql(statement)
    (founded,) = db.execute_sql("SELECT COUNT(*) FROM tender_method").fetchone()
    for rank, (kind, name) in enumerate(VALUE_TENDERS if founded else (), 1 + founded):
        db.execute_sql(
            "INSERT INTO tender_method (code, name, kind, rank) VALUES (?, ?, ?, ?)",
            (kind, name, kind, rank),
        )
    name_taxes(db)
    name_accounts(db)
    keep_cash_steps(db)
    chain(db)


def rebuild(db, table, statement, *, more=""):
    """Make a table anew with other checks, its rows, indexes and triggers as they were."""
    kept = db.execute_sql(
        "SELECT sql FROM sqlite_schema WHERE tbl_name = ? AND type <> 'table' AND sql IS NOT NULL",
        (table,),
    ).fetchall()
    db.execute_sql(f"CREATE TEMP TABLE moved AS SELECT * FROM main.{table}")
    db.execute_sql(f"DROP TABLE main.{table}")
    db.execute_sql(statement)
    db.execute_sql(f"INSERT INTO main.{table} SELECT *{more} FROM temp.moved")
    db.execute_sql("DROP TABLE temp.moved")
    for (sql,) in kept:
        db.execute_sql(sql)


def guards():
    """Triggers that keep the new rows as they are, and refuse a row that would replace one."""
    for table in FINAL:
        yield kept(table, "UPDATE")
    for table in (*FINAL, "wallet", "card", "voucher", "coupon"):
        yield kept(table, "DELETE")
    for table, keys in UNIQUE.items():
        same = " OR ".join(f"{key} = NEW.{key}" for key in keys)
        yield (
            f"CREATE TRIGGER {table}_not_twice BEFORE INSERT ON {table} BEGIN "
            f"SELECT RAISE(ABORT, 'this {table} exists') "
            f"WHERE EXISTS (SELECT 1 FROM {table} WHERE {same}); END"
        )


def kept(table, deed):
    """The trigger that refuses to change or delete a row."""
    return (
        f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} rows stay as they are'); END"
    )


def name_taxes(db):
    """Give each tax a uid of its own, by which its account is known."""
    for (tax_id,) in db.execute_sql("SELECT id FROM tax").fetchall():
        db.execute_sql("UPDATE tax SET uid = ? WHERE id = ?", (str(uuid.uuid4()), tax_id))


def name_accounts(db):
    """Put business keys into the codes of the accounts that schema 1 opened."""
    with unlocked(db, "account_no_update"):
        for prefix, table, key in (
            ("drawer", "till", "code"),
            ("tender", "tender_method", "code"),
            ("tips", "staff", "uid"),
            ("tax", "tax", "uid"),
        ):
            db.execute_sql(
                f"UPDATE account SET code = '{prefix}:' || (SELECT {key} FROM {table} "
                f"WHERE id = CAST(substr(account.code, {len(prefix) + 2}) AS INTEGER)) "
                f"WHERE code LIKE '{prefix}:%'"
            )


def keep_cash_steps(db):
    """Say of each sale in which steps its cash came: the salon's, where its cash is in such."""
    with unlocked(db, "sale_no_update"):
        db.execute_sql(
            "UPDATE sale SET cash_step = (SELECT CAST(value AS INTEGER) FROM setting "
            "WHERE key = 'cash_step') WHERE (SELECT CAST(value AS INTEGER) FROM setting "
            "WHERE key = 'cash_step') > 1 AND NOT EXISTS (SELECT 1 FROM sale_tender x "
            "JOIN tender_method m ON m.id = x.method_id AND m.kind = 'cash' "
            "WHERE x.sale_id = sale.id AND x.applied % (SELECT CAST(value AS INTEGER) "
            "FROM setting WHERE key = 'cash_step') <> 0)"
        )


def chain(db):
    """Link the transactions of each till, the oldest first, as `records.ledger` goes on to."""
    with unlocked(db, "ledger_transaction_no_update"):
        db.execute_sql(
            "UPDATE ledger_transaction SET till_id = "
            "(SELECT till_id FROM shift WHERE id = ledger_transaction.shift_id)"
        )
        links = {}
        for row in db.execute_sql(
            "SELECT id, till_id, uid, deed, posted_at, business_day FROM ledger_transaction "
            "ORDER BY id"
        ).fetchall():
            transaction_id, till_id, *said = row
            links[till_id] = link(links.get(till_id, ""), said, entries_of(db, transaction_id))
            db.execute_sql(
                "UPDATE ledger_transaction SET link = ? WHERE id = ?",
                (links[till_id], transaction_id),
            )


def entries_of(db, transaction_id):
    """What a transaction's entries say, in the order they went in."""
    return db.execute_sql(
        "SELECT a.code, e.amount, COALESCE(l.uid, ''), e.rule, e.rule_version, e.inputs "
        "FROM ledger_entry e JOIN account a ON a.id = e.account_id "
        "LEFT JOIN lot l ON l.id = e.lot_id WHERE e.transaction_id = ? ORDER BY e.id",
        (transaction_id,),
    ).fetchall()


def link(before, said, entries):
    """The hash of a transaction and of all before it. This is schema 2's own copy: it must give
    what it gave, whatever becomes of the program's."""
    text = json.dumps([before, said, entries], ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


class unlocked:
    """A trigger that keeps rows as they are steps aside while the migration names them."""

    def __init__(self, db, trigger):
        self.db, self.trigger = db, trigger

    def __enter__(self):
        query = "SELECT sql FROM sqlite_schema WHERE name = ?"
        (self.sql,) = self.db.execute_sql(query, (self.trigger,)).fetchone()
        self.db.execute_sql(f"DROP TRIGGER {self.trigger}")

    def __exit__(self, *_):
        self.db.execute_sql(self.sql)
