"""Schema 1: catalog, people, tickets, sales, the sealed ledger, the journal, client look-up.

Frozen once released. Instants are milliseconds since 1970 UTC, days ISO text, money minor units.
"""

TABLES = (
    """CREATE TABLE setting (
        key TEXT NOT NULL PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE till (
        id INTEGER PRIMARY KEY,
        code TEXT NOT NULL UNIQUE,
        is_import INTEGER NOT NULL DEFAULT 0 CHECK (is_import IN (0, 1))
    ) STRICT""",
    """CREATE TABLE level (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        rank INTEGER NOT NULL,
        retired INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    """CREATE TABLE staff (
        id INTEGER PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE,
        code TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('stylist', 'cashier', 'manager', 'owner')),
        level_id INTEGER REFERENCES level (id),
        serves INTEGER NOT NULL DEFAULT 1 CHECK (serves IN (0, 1)),
        pin_hash TEXT,
        password_hash TEXT,
        failures INTEGER NOT NULL DEFAULT 0,
        wait_until INTEGER,
        retired INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    """CREATE TABLE category (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        rank INTEGER NOT NULL,
        retired INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    """CREATE TABLE tax (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        rate_ppm INTEGER NOT NULL CHECK (rate_ppm BETWEEN 0 AND 1000000),
        retired INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    """CREATE TABLE item (
        id INTEGER PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE,
        code TEXT UNIQUE,
        name TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('service', 'product', 'prepaid')),
        pricing TEXT NOT NULL
            CHECK (pricing IN ('fixed', 'level', 'staff', 'length_level', 'open')),
        price INTEGER NOT NULL DEFAULT 0 CHECK (price >= 0),
        category_id INTEGER REFERENCES category (id),
        minutes INTEGER NOT NULL DEFAULT 0 CHECK (minutes >= 0),
        is_addon INTEGER NOT NULL DEFAULT 0 CHECK (is_addon IN (0, 1)),
        barcode TEXT UNIQUE,
        cost INTEGER NOT NULL DEFAULT 0 CHECK (cost >= 0),
        stock INTEGER,
        retired INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    """CREATE TABLE item_price (
        id INTEGER PRIMARY KEY,
        item_id INTEGER NOT NULL REFERENCES item (id),
        level_id INTEGER REFERENCES level (id),
        staff_id INTEGER REFERENCES staff (id),
        length TEXT CHECK (length IN ('short', 'medium', 'long', 'extra_long')),
        price INTEGER NOT NULL CHECK (price >= 0)
    ) STRICT""",
    "CREATE INDEX item_price_item ON item_price (item_id)",
    """CREATE TABLE item_tax (
        item_id INTEGER NOT NULL REFERENCES item (id),
        tax_id INTEGER NOT NULL REFERENCES tax (id),
        PRIMARY KEY (item_id, tax_id)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE discount_reason (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        limit_bp INTEGER CHECK (limit_bp BETWEEN 0 AND 10000),
        limit_amount INTEGER CHECK (limit_amount >= 0),
        is_round_off INTEGER NOT NULL DEFAULT 0,
        retired INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    """CREATE TABLE tender_method (
        id INTEGER PRIMARY KEY,
        code TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        kind TEXT NOT NULL
            CHECK (kind IN ('cash', 'card', 'wallet', 'transfer', 'other', 'imported')),
        rank INTEGER NOT NULL,
        retired INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    """CREATE TABLE client (
        id INTEGER PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE,
        code TEXT UNIQUE,
        name TEXT NOT NULL,
        phone TEXT NOT NULL DEFAULT '',
        gender TEXT NOT NULL DEFAULT '' CHECK (gender IN ('', 'female', 'male', 'other')),
        birthday TEXT,
        note TEXT NOT NULL DEFAULT '',
        created_at INTEGER NOT NULL,
        retired INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    "CREATE INDEX client_phone ON client (phone) WHERE phone <> ''",
    "CREATE INDEX client_retired ON client (retired) WHERE retired = 1",
    """CREATE VIRTUAL TABLE client_search USING fts5 (
        words, content='', contentless_delete=1, detail=none, prefix='1 2 3 4',
        tokenize='unicode61 remove_diacritics 2'
    )""",
)

SELLING = (
    """CREATE TABLE ticket (
        uid TEXT NOT NULL PRIMARY KEY,
        till_id INTEGER NOT NULL REFERENCES till (id),
        content TEXT NOT NULL,
        parked INTEGER NOT NULL DEFAULT 0 CHECK (parked IN (0, 1)),
        revision INTEGER NOT NULL DEFAULT 1,
        opened_at INTEGER NOT NULL,
        saved_at INTEGER NOT NULL,
        saved_by INTEGER NOT NULL REFERENCES staff (id)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE approval (
        uid TEXT NOT NULL PRIMARY KEY,
        manager_id INTEGER NOT NULL REFERENCES staff (id),
        asked_by INTEGER NOT NULL REFERENCES staff (id) CHECK (asked_by <> manager_id),
        ticket_uid TEXT NOT NULL,
        reason_id INTEGER NOT NULL REFERENCES discount_reason (id),
        amount INTEGER NOT NULL,
        given_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE shift (
        id INTEGER PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE,
        till_id INTEGER NOT NULL REFERENCES till (id),
        business_day TEXT NOT NULL,
        opening_float INTEGER NOT NULL CHECK (opening_float >= 0),
        opened_at INTEGER NOT NULL,
        opened_by INTEGER NOT NULL REFERENCES staff (id),
        closed_at INTEGER,
        closed_by INTEGER REFERENCES staff (id),
        expected INTEGER,
        counted INTEGER CHECK (counted >= 0),
        reason TEXT,
        CHECK ((closed_at IS NULL) = (closed_by IS NULL)),
        CHECK ((closed_at IS NULL) = (expected IS NULL)),
        CHECK ((closed_at IS NULL) = (counted IS NULL))
    ) STRICT""",
    "CREATE UNIQUE INDEX shift_one_open ON shift (till_id) WHERE closed_at IS NULL",
    """CREATE TRIGGER shift_not_twice BEFORE INSERT ON shift BEGIN
        SELECT RAISE(ABORT, 'this shift exists')
            WHERE EXISTS (SELECT 1 FROM shift WHERE id = NEW.id OR uid = NEW.uid);
        SELECT RAISE(ABORT, 'a shift is open already') WHERE NEW.closed_at IS NULL AND EXISTS
            (SELECT 1 FROM shift WHERE till_id = NEW.till_id AND closed_at IS NULL);
        END""",
    """CREATE TRIGGER shift_closed_stays BEFORE UPDATE ON shift WHEN OLD.closed_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'a closed shift stays as it is'); END""",
    """CREATE TRIGGER shift_only_closes
        BEFORE UPDATE OF id, uid, till_id, business_day, opening_float, opened_at, opened_by
        ON shift
        BEGIN SELECT RAISE(ABORT, 'how a shift was opened stays as it is'); END""",
    """CREATE TABLE sale (
        id INTEGER PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE,
        till_id INTEGER NOT NULL REFERENCES till (id),
        serial INTEGER,
        number TEXT NOT NULL,
        shift_id INTEGER REFERENCES shift (id),
        business_day TEXT NOT NULL,
        opened_at INTEGER NOT NULL,
        paid_at INTEGER NOT NULL,
        staff_id INTEGER NOT NULL REFERENCES staff (id),
        client_id INTEGER REFERENCES client (id),
        tag TEXT NOT NULL DEFAULT '',
        tax_mode TEXT NOT NULL CHECK (tax_mode IN ('none', 'inclusive', 'exclusive')),
        net INTEGER NOT NULL,
        total INTEGER NOT NULL,
        cash_rounding INTEGER NOT NULL,
        tips INTEGER NOT NULL,
        line_count INTEGER NOT NULL CHECK (line_count > 0),
        digest TEXT NOT NULL,
        transaction_id INTEGER REFERENCES ledger_transaction (id)
    ) STRICT""",
    "CREATE UNIQUE INDEX sale_serial ON sale (till_id, serial) WHERE serial IS NOT NULL",
    "CREATE UNIQUE INDEX sale_number ON sale (number, till_id)",
    "CREATE INDEX sale_day ON sale (business_day)",
    "CREATE INDEX sale_client ON sale (client_id) WHERE client_id IS NOT NULL",
    "CREATE INDEX sale_total ON sale (total)",
    "CREATE INDEX sale_shift ON sale (shift_id)",
    """CREATE TABLE sale_line (
        id INTEGER PRIMARY KEY,
        sale_id INTEGER NOT NULL REFERENCES sale (id) DEFERRABLE INITIALLY DEFERRED,
        uid TEXT NOT NULL UNIQUE,
        position INTEGER NOT NULL,
        item_id INTEGER NOT NULL REFERENCES item (id),
        item_name TEXT NOT NULL,
        client_id INTEGER REFERENCES client (id),
        parent_uid TEXT NOT NULL DEFAULT '',
        quantity INTEGER NOT NULL CHECK (quantity <> 0),
        unit_price INTEGER NOT NULL,
        list_amount INTEGER NOT NULL,
        member_off INTEGER NOT NULL,
        line_off INTEGER NOT NULL,
        ticket_off INTEGER NOT NULL,
        net INTEGER NOT NULL,
        payable INTEGER NOT NULL,
        requested INTEGER NOT NULL CHECK (requested IN (0, 1)),
        length TEXT,
        CHECK (list_amount - member_off - line_off - ticket_off = net)
    ) STRICT""",
    "CREATE INDEX sale_line_sale ON sale_line (sale_id)",
    "CREATE INDEX sale_line_client ON sale_line (client_id, sale_id) WHERE client_id IS NOT NULL",
    """CREATE TABLE sale_credit (
        id INTEGER PRIMARY KEY,
        line_id INTEGER NOT NULL REFERENCES sale_line (id),
        position INTEGER NOT NULL,
        staff_id INTEGER NOT NULL REFERENCES staff (id),
        part_bp INTEGER NOT NULL CHECK (part_bp BETWEEN 0 AND 10000),
        amount INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX sale_credit_line ON sale_credit (line_id)",
    """CREATE TABLE sale_line_tax (
        id INTEGER PRIMARY KEY,
        line_id INTEGER NOT NULL REFERENCES sale_line (id),
        tax_id INTEGER NOT NULL REFERENCES tax (id),
        amount INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX sale_line_tax_line ON sale_line_tax (line_id)",
    """CREATE TABLE sale_tax (
        id INTEGER PRIMARY KEY,
        sale_id INTEGER NOT NULL REFERENCES sale (id) DEFERRABLE INITIALLY DEFERRED,
        tax_id INTEGER NOT NULL REFERENCES tax (id),
        name TEXT NOT NULL,
        rate_ppm INTEGER NOT NULL,
        base INTEGER NOT NULL,
        amount INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX sale_tax_sale ON sale_tax (sale_id)",
    """CREATE TABLE sale_discount (
        id INTEGER PRIMARY KEY,
        sale_id INTEGER NOT NULL REFERENCES sale (id) DEFERRABLE INITIALLY DEFERRED,
        line_uid TEXT NOT NULL DEFAULT '',
        reason_id INTEGER NOT NULL REFERENCES discount_reason (id),
        reason TEXT NOT NULL,
        percent_bp INTEGER NOT NULL,
        amount INTEGER NOT NULL,
        approval_uid TEXT REFERENCES approval (uid)
    ) STRICT""",
    "CREATE INDEX sale_discount_sale ON sale_discount (sale_id)",
    """CREATE TABLE sale_tender (
        id INTEGER PRIMARY KEY,
        sale_id INTEGER NOT NULL REFERENCES sale (id) DEFERRABLE INITIALLY DEFERRED,
        position INTEGER NOT NULL,
        method_id INTEGER NOT NULL REFERENCES tender_method (id),
        name TEXT NOT NULL,
        handed INTEGER NOT NULL,
        applied INTEGER NOT NULL,
        change INTEGER NOT NULL CHECK (change >= 0),
        tip INTEGER NOT NULL CHECK (tip >= 0),
        CHECK (handed - change = applied + tip)
    ) STRICT""",
    "CREATE INDEX sale_tender_sale ON sale_tender (sale_id)",
    """CREATE TABLE sale_tip (
        id INTEGER PRIMARY KEY,
        tender_id INTEGER NOT NULL REFERENCES sale_tender (id),
        staff_id INTEGER NOT NULL REFERENCES staff (id),
        amount INTEGER NOT NULL CHECK (amount >= 0)
    ) STRICT""",
    "CREATE INDEX sale_tip_tender ON sale_tip (tender_id)",
)

# A sale's parts go in first, the sale row last; it seals them. Its equation is DESIGN.md's:
# payables + tips + cash rounding = tenders - change. Imported sales have no serial and no entries.
SALE_SEAL = (
    """CREATE TRIGGER sale_once BEFORE INSERT ON sale BEGIN
        SELECT RAISE(ABORT, 'this sale exists') WHERE EXISTS (SELECT 1 FROM sale
            WHERE id = NEW.id OR uid = NEW.uid OR (number = NEW.number AND till_id = NEW.till_id));
        SELECT RAISE(ABORT, 'sale numbers have no gaps') WHERE NEW.serial IS NOT
            CASE (SELECT is_import FROM till WHERE id = NEW.till_id) WHEN 1 THEN NULL ELSE
            1 + COALESCE((SELECT MAX(serial) FROM sale WHERE till_id = NEW.till_id), 0) END;
        END""",
    """CREATE TRIGGER sale_of_a_till BEFORE INSERT ON sale
        WHEN (SELECT is_import FROM till WHERE id = NEW.till_id) IS NOT 1 BEGIN
        SELECT RAISE(ABORT, 'a sale needs the open shift of its till')
            WHERE NOT EXISTS (SELECT 1 FROM shift WHERE id = NEW.shift_id
                AND till_id = NEW.till_id AND closed_at IS NULL);
        SELECT RAISE(ABORT, 'a sale posts to the ledger under its own uid')
            WHERE (NEW.transaction_id IS NULL AND (NEW.total <> 0 OR NEW.tips <> 0))
            OR (NEW.transaction_id IS NOT NULL AND NEW.uid IS NOT
                (SELECT uid FROM ledger_transaction WHERE id = NEW.transaction_id));
        SELECT RAISE(ABORT, 'a sale takes money and gives none')
            WHERE NEW.total < 0 OR EXISTS (SELECT 1 FROM sale_tender
                WHERE sale_id = NEW.id AND (handed < 0 OR applied < 0));
        END""",
    """CREATE TRIGGER sale_seals AFTER INSERT ON sale BEGIN
        SELECT RAISE(ABORT, 'a sale needs all its lines')
            WHERE NEW.line_count <> (SELECT COUNT(*) FROM sale_line WHERE sale_id = NEW.id);
        SELECT RAISE(ABORT, 'the lines do not sum to the sale')
            WHERE NEW.total <> (SELECT SUM(payable) FROM sale_line WHERE sale_id = NEW.id)
            OR NEW.net <> (SELECT SUM(net) FROM sale_line WHERE sale_id = NEW.id);
        SELECT RAISE(ABORT, 'the tenders do not meet the sale')
            WHERE NEW.total + NEW.tips + NEW.cash_rounding <> COALESCE(
                (SELECT SUM(handed - change) FROM sale_tender WHERE sale_id = NEW.id), 0);
        SELECT RAISE(ABORT, 'the tips do not sum to the sale')
            WHERE NEW.tips <> COALESCE(
                (SELECT SUM(tip) FROM sale_tender WHERE sale_id = NEW.id), 0)
            OR NEW.tips <> COALESCE((SELECT SUM(part.amount) FROM sale_tender
                JOIN sale_tip part ON part.tender_id = sale_tender.id
                WHERE sale_tender.sale_id = NEW.id), 0);
        END""",
)

LEDGER = (
    """CREATE TABLE account (
        id INTEGER PRIMARY KEY,
        code TEXT NOT NULL UNIQUE,
        unit TEXT NOT NULL,
        side TEXT NOT NULL CHECK (side IN ('debit', 'credit')),
        floor INTEGER
    ) STRICT""",
    """CREATE TABLE lot (
        id INTEGER PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE,
        account_id INTEGER NOT NULL REFERENCES account (id),
        transaction_id INTEGER NOT NULL
            REFERENCES ledger_transaction (id) DEFERRABLE INITIALLY DEFERRED,
        expires TEXT,
        unit_price INTEGER
    ) STRICT""",
    "CREATE INDEX lot_account ON lot (account_id)",
    """CREATE TABLE ledger_transaction (
        id INTEGER PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE,
        deed TEXT NOT NULL,
        posted_at INTEGER NOT NULL,
        business_day TEXT NOT NULL,
        shift_id INTEGER REFERENCES shift (id),
        staff_id INTEGER NOT NULL REFERENCES staff (id),
        reverses_id INTEGER REFERENCES ledger_transaction (id),
        entry_count INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE ledger_entry (
        id INTEGER PRIMARY KEY,
        transaction_id INTEGER NOT NULL
            REFERENCES ledger_transaction (id) DEFERRABLE INITIALLY DEFERRED,
        account_id INTEGER NOT NULL REFERENCES account (id),
        lot_id INTEGER REFERENCES lot (id),
        amount INTEGER NOT NULL CHECK (amount <> 0),
        rule TEXT NOT NULL,
        rule_version INTEGER NOT NULL,
        inputs TEXT NOT NULL DEFAULT '{}'
    ) STRICT""",
    "CREATE INDEX ledger_entry_transaction ON ledger_entry (transaction_id)",
    "CREATE INDEX ledger_entry_account ON ledger_entry (account_id, amount)",
    "CREATE INDEX ledger_entry_lot ON ledger_entry (lot_id, amount) WHERE lot_id IS NOT NULL",
)

# The entries of a transaction go in first; its own row goes in last and seals them. REPLACE
# deletes without firing delete triggers while recursive_triggers is off, so an id or uid that
# exists is refused before it is inserted, whatever the pragmas say.
LEDGER_SEAL = (
    """CREATE TRIGGER entry_not_twice BEFORE INSERT ON ledger_entry BEGIN
        SELECT RAISE(ABORT, 'this entry exists')
            WHERE EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.id);
        SELECT RAISE(ABORT, 'the transaction is sealed')
            WHERE EXISTS (SELECT 1 FROM ledger_transaction WHERE id = NEW.transaction_id);
        SELECT RAISE(ABORT, 'the lot belongs to another account')
            WHERE NEW.lot_id IS NOT NULL
            AND (SELECT account_id FROM lot WHERE id = NEW.lot_id) IS NOT NEW.account_id;
        END""",
    """CREATE TRIGGER transaction_not_twice BEFORE INSERT ON ledger_transaction BEGIN
        SELECT RAISE(ABORT, 'this transaction exists') WHERE EXISTS
            (SELECT 1 FROM ledger_transaction WHERE id = NEW.id OR uid = NEW.uid);
        END""",
    """CREATE TRIGGER transaction_seals AFTER INSERT ON ledger_transaction BEGIN
        SELECT RAISE(ABORT, 'a transaction needs all its entries')
            WHERE NEW.entry_count < 2 OR NEW.entry_count <>
                (SELECT COUNT(*) FROM ledger_entry WHERE transaction_id = NEW.id);
        SELECT RAISE(ABORT, 'the entries do not sum to zero') WHERE EXISTS (
            SELECT 1 FROM ledger_entry e JOIN account a ON a.id = e.account_id
            WHERE e.transaction_id = NEW.id GROUP BY a.unit HAVING SUM(e.amount) <> 0);
        SELECT RAISE(ABORT, 'the balance would fall below its floor') WHERE EXISTS (
            SELECT 1 FROM ledger_entry e JOIN account a ON a.id = e.account_id
            WHERE e.transaction_id = NEW.id AND a.floor IS NOT NULL AND a.floor >
                CASE a.side WHEN 'debit' THEN 1 ELSE -1 END
                * (SELECT SUM(amount) FROM ledger_entry WHERE account_id = a.id));
        SELECT RAISE(ABORT, 'the lot would fall below its floor') WHERE EXISTS (
            SELECT 1 FROM ledger_entry e JOIN account a ON a.id = e.account_id
            WHERE e.transaction_id = NEW.id AND e.lot_id IS NOT NULL AND a.floor IS NOT NULL
            AND a.floor > CASE a.side WHEN 'debit' THEN 1 ELSE -1 END
                * (SELECT SUM(amount) FROM ledger_entry WHERE lot_id = e.lot_id));
        END""",
    """CREATE TRIGGER account_not_twice BEFORE INSERT ON account BEGIN
        SELECT RAISE(ABORT, 'this account exists')
            WHERE EXISTS (SELECT 1 FROM account WHERE id = NEW.id OR code = NEW.code);
        END""",
    """CREATE TRIGGER lot_not_twice BEFORE INSERT ON lot BEGIN
        SELECT RAISE(ABORT, 'this lot exists')
            WHERE EXISTS (SELECT 1 FROM lot WHERE id = NEW.id OR uid = NEW.uid);
        END""",
)

JOURNAL = (
    """CREATE TABLE journal (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        staff_id INTEGER REFERENCES staff (id),
        till_id INTEGER REFERENCES till (id),
        deed TEXT NOT NULL,
        subject TEXT NOT NULL DEFAULT '',
        details TEXT NOT NULL DEFAULT '{}'
    ) STRICT""",
    "CREATE INDEX journal_subject ON journal (subject)",
)

PARTS_OF_A_SALE = ("sale_line", "sale_tax", "sale_discount", "sale_tender")
FINAL = (
    "till",
    "sale",
    *PARTS_OF_A_SALE,
    "sale_credit",
    "sale_line_tax",
    "sale_tip",
    "account",
    "lot",
    "ledger_transaction",
    "ledger_entry",
    "approval",
    "journal",
)
# By what else than an id a row could be replaced.
UNIQUE = {"till": ("id", "code"), "approval": ("uid",), "sale_line": ("id", "uid")}


def up(migrator, db):
    """Make every table, index and trigger of schema 1."""
    del migrator
    for statement in (*TABLES, *SELLING, *SALE_SEAL, *LEDGER, *LEDGER_SEAL, *JOURNAL, *guards()):
        db.execute_sql(statement)


def guards():
    """Triggers that keep rows as they are, and keep parts from joining a sealed sale."""
    for table in FINAL:
        for deed in ("UPDATE", "DELETE"):
            yield kept(table, deed)
    yield kept("shift", "DELETE")
    for table in PARTS_OF_A_SALE:
        yield joins_no_sealed_sale(table, "NEW.sale_id")
    for table, part_of, key in (
        ("sale_credit", "sale_line", "line_id"),
        ("sale_line_tax", "sale_line", "line_id"),
        ("sale_tip", "sale_tender", "tender_id"),
    ):
        yield joins_no_sealed_sale(table, f"(SELECT sale_id FROM {part_of} WHERE id = NEW.{key})")
    for table in ("till", "approval", "journal"):
        yield f"CREATE TRIGGER {table}_not_twice BEFORE INSERT ON {table} BEGIN {exists(table)} END"


def kept(table, deed):
    """The trigger that refuses to change or delete a row."""
    return (
        f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} rows stay as they are'); END"
    )


def joins_no_sealed_sale(table, sale_id):
    """The trigger that refuses a part for a sale that is there already."""
    return (
        f"CREATE TRIGGER {table}_before_sale BEFORE INSERT ON {table} BEGIN "
        f"SELECT RAISE(ABORT, 'the sale is sealed') "
        f"WHERE EXISTS (SELECT 1 FROM sale WHERE id = {sale_id}); {exists(table)} END"
    )


def exists(table):
    """The statement in a trigger that refuses a row which would replace another."""
    same = " OR ".join(f"{key} = NEW.{key}" for key in UNIQUE.get(table, ("id",)))
    return (
        f"SELECT RAISE(ABORT, 'this {table} exists') "
        f"WHERE EXISTS (SELECT 1 FROM {table} WHERE {same});"
    )
