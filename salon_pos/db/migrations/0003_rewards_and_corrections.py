"""Schema 3: what points are exchanged for; and corrections of a paid sale: who did a line, and by
what it was paid. Its rows stay.

Frozen once released.
"""

# The shares of a line's newest correction count; without one, those that it was sold with.
COLUMN = """ALTER TABLE sale_credit ADD COLUMN correction_id INTEGER
        REFERENCES sale_credit_correction (id) DEFERRABLE INITIALLY DEFERRED"""

TABLES = (
    """CREATE TABLE reward (
        id INTEGER PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL CHECK (kind IN ('product', 'service', 'voucher', 'tier')),
        name TEXT NOT NULL,
        points INTEGER NOT NULL CHECK (points > 0),
        item_id INTEGER REFERENCES item (id),
        face INTEGER NOT NULL DEFAULT 0 CHECK (face >= 0),
        least INTEGER NOT NULL DEFAULT 0 CHECK (least >= 0),
        tier TEXT NOT NULL DEFAULT '',
        days INTEGER CHECK (days > 0),
        retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
        CHECK ((item_id IS NOT NULL) = (kind IN ('product', 'service'))),
        CHECK ((face > 0) = (kind = 'voucher')),
        CHECK ((tier <> '') = (kind = 'tier'))
    ) STRICT""",
    """CREATE TABLE sale_credit_correction (
        id INTEGER PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE,
        line_id INTEGER NOT NULL REFERENCES sale_line (id),
        at INTEGER NOT NULL,
        staff_id INTEGER NOT NULL REFERENCES staff (id),
        approved_by INTEGER REFERENCES staff (id) CHECK (approved_by <> staff_id)
    ) STRICT""",
    "CREATE INDEX sale_credit_correction_line ON sale_credit_correction (line_id)",
    """CREATE TABLE sale_tender_correction (
        id INTEGER PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE,
        tender_id INTEGER NOT NULL REFERENCES sale_tender (id),
        method_id INTEGER NOT NULL REFERENCES tender_method (id),
        name TEXT NOT NULL,
        transaction_id INTEGER NOT NULL REFERENCES ledger_transaction (id),
        at INTEGER NOT NULL,
        staff_id INTEGER NOT NULL REFERENCES staff (id),
        approved_by INTEGER REFERENCES staff (id) CHECK (approved_by <> staff_id)
    ) STRICT""",
    "CREATE INDEX sale_tender_correction_tender ON sale_tender_correction (tender_id)",
)

# The shares of a correction go in first; the row that names them seals them, as a sale its parts.
CREDIT_BEFORE_ITS_SEAL = """CREATE TRIGGER sale_credit_before_sale
        BEFORE INSERT ON sale_credit BEGIN
        SELECT RAISE(ABORT, 'the sale is sealed') WHERE NEW.correction_id IS NULL
            AND EXISTS (SELECT 1 FROM sale
                WHERE id = (SELECT sale_id FROM sale_line WHERE id = NEW.line_id));
        SELECT RAISE(ABORT, 'the correction is sealed')
            WHERE EXISTS (SELECT 1 FROM sale_credit_correction WHERE id = NEW.correction_id);
        SELECT RAISE(ABORT, 'this sale_credit exists')
            WHERE EXISTS (SELECT 1 FROM sale_credit WHERE id = NEW.id); END"""

CREDIT_CORRECTION_SEALS = """CREATE TRIGGER sale_credit_correction_seals
        BEFORE INSERT ON sale_credit_correction BEGIN
        SELECT RAISE(ABORT, 'only a paid line is corrected') WHERE NOT EXISTS (SELECT 1 FROM sale
            WHERE id = (SELECT sale_id FROM sale_line WHERE id = NEW.line_id));
        SELECT RAISE(ABORT, 'a correction shares the whole of its line')
            WHERE (SELECT SUM(part_bp) FROM sale_credit WHERE correction_id = NEW.id) IS NOT 10000
            OR (SELECT SUM(amount) FROM sale_credit WHERE correction_id = NEW.id) IS NOT
                (SELECT net FROM sale_line WHERE id = NEW.line_id)
            OR EXISTS (SELECT 1 FROM sale_credit
                WHERE correction_id = NEW.id AND line_id <> NEW.line_id); END"""

TENDER_CORRECTION_HOLDS = """CREATE TRIGGER sale_tender_correction_holds
        BEFORE INSERT ON sale_tender_correction BEGIN
        SELECT RAISE(ABORT, 'only money is corrected, to money') WHERE EXISTS (
            SELECT 1 FROM tender_method m WHERE m.id IN (NEW.method_id,
                (SELECT method_id FROM sale_tender WHERE id = NEW.tender_id))
            AND m.kind NOT IN ('cash', 'card', 'wallet', 'transfer', 'other'));
        SELECT RAISE(ABORT, 'a tender is corrected in the shift of its sale') WHERE NOT EXISTS (
            SELECT 1 FROM sale_tender t JOIN sale s ON s.id = t.sale_id AND s.deed = 'sale'
            JOIN shift h ON h.id = s.shift_id AND h.closed_at IS NULL
            JOIN ledger_transaction r ON r.id = NEW.transaction_id AND r.shift_id = h.id
            WHERE t.id = NEW.tender_id);
        SELECT RAISE(ABORT, 'a correction posts to the ledger under its own uid')
            WHERE (SELECT uid FROM ledger_transaction WHERE id = NEW.transaction_id)
                IS NOT NEW.uid;
        SELECT RAISE(ABORT, 'the tender was refunded')
            WHERE EXISTS (SELECT 1 FROM sale_tender WHERE refunds_id = NEW.tender_id); END"""

# Ledger entries name it: what it is stays, its price in points may change.
REWARD_STAYS = """CREATE TRIGGER reward_stays BEFORE UPDATE OF id, uid, kind, item_id ON reward
        BEGIN SELECT RAISE(ABORT, 'a reward stays what it is'); END"""

TRIGGERS = (REWARD_STAYS, CREDIT_BEFORE_ITS_SEAL, CREDIT_CORRECTION_SEALS, TENDER_CORRECTION_HOLDS)


def up(migrator, db):
    """Bring schema 2 to schema 3; what was on file stays as it was."""
    del migrator
    for statement in (COLUMN, *TABLES, "DROP TRIGGER sale_credit_before_sale", *TRIGGERS):
        db.execute_sql(statement)
    for table in ("sale_credit_correction", "sale_tender_correction"):
        for statement in guards(table, "UPDATE", "DELETE"):
            db.execute_sql(statement)
    for statement in guards("reward", "DELETE"):
        db.execute_sql(statement)


def guards(table, *deeds):
    """Triggers that keep rows from such deeds, and refuse a row that would replace one."""
    for deed in deeds:
        yield (
            f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} rows stay as they are'); END"
        )
    yield (
        f"CREATE TRIGGER {table}_not_twice BEFORE INSERT ON {table} BEGIN "
        f"SELECT RAISE(ABORT, 'this {table} exists') "
        f"WHERE EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR uid = NEW.uid); END"
    )
