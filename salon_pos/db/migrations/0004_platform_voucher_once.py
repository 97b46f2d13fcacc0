"""Schema 4: a platform's voucher pays once, and again once all that it paid came back.

Frozen once released.
"""

# A source is platform:number:face, maybe with a fee: what comes before the second colon tells the
# voucher apart. The range is that of the index sale_tender_source.
NAME = """substr(NEW.source, 1, instr(NEW.source, ':') - 1
            + instr(substr(NEW.source, instr(NEW.source, ':') + 1), ':'))"""

PAYS_ONCE = f"""CREATE TRIGGER sale_tender_voucher_once BEFORE INSERT ON sale_tender
        WHEN NEW.source <> '' AND NEW.refunds_id IS NULL
            AND (SELECT kind FROM tender_method WHERE id = NEW.method_id) = 'platform' BEGIN
        SELECT RAISE(ABORT, 'this platform voucher paid already') WHERE EXISTS (
            SELECT 1 FROM sale_tender x WHERE x.source <> '' AND x.refunds_id IS NULL
            AND x.source >= {NAME} || ':' AND x.source < {NAME} || ';'
            AND x.applied + COALESCE((SELECT SUM(b.applied) FROM sale_tender b
                WHERE b.refunds_id = x.id), 0) > 0); END"""


def up(migrator, db):
    """Bring schema 3 to schema 4; what was on file stays as it was."""
    del migrator
    db.execute_sql(PAYS_ONCE)
