"""What must hold for every correction of a paid sale, as queries for what breaks it."""

from salon_pos.db.bookkeeping import Rule
from salon_pos.domain.words import N_

_MONEY = "('cash', 'card', 'wallet', 'transfer', 'other')"
# Each correction `c` of a tender `t` of the sale `s`, with the method that it `was` before it.
_CORRECTED = """sale_tender_correction c JOIN sale_tender t ON t.id = c.tender_id
        JOIN sale s ON s.id = t.sale_id JOIN till k ON k.id = s.till_id
        JOIN tender_method m ON m.id = c.method_id
        JOIN tender_method w ON w.id = COALESCE((SELECT b.method_id FROM sale_tender_correction b
            WHERE b.tender_id = c.tender_id AND b.id < c.id ORDER BY b.id DESC LIMIT 1),
            t.method_id)"""
_ACCOUNT = "CASE {m}.kind WHEN 'cash' THEN 'drawer:' || k.code ELSE 'tender:' || {m}.code END"

CORRECTIONS = (
    Rule(
        N_("Sale {number}: a correction of its staff does not share one of its lines."),
        """SELECT DISTINCT s.number FROM sale_credit_correction c
        JOIN sale_line l ON l.id = c.line_id JOIN sale s ON s.id = l.sale_id
        LEFT JOIN sale_credit p ON p.correction_id = c.id
        WHERE p.id IS NULL OR p.line_id <> c.line_id""",
    ),
    Rule(
        N_("Sale {number}: somebody keeps sales credit of a line that came back."),
        """SELECT DISTINCT number FROM (SELECT s.number, o.id, c.staff_id, SUM(c.amount) AS keeps
            FROM sale_line l JOIN sale_line o ON o.id = COALESCE(l.refunds_id, l.id)
            JOIN sale s ON s.id = o.sale_id JOIN sale_credit c ON c.line_id = l.id
            AND c.correction_id IS
                (SELECT MAX(x.id) FROM sale_credit_correction x WHERE x.line_id = l.id)
            WHERE o.net + (SELECT SUM(net) FROM sale_line WHERE refunds_id = o.id) = 0
            GROUP BY o.id, c.staff_id HAVING keeps <> 0) kept""",
    ),
    Rule(
        N_("Sale {number}: a payment was corrected that is no money, or to what is none."),
        f"""SELECT DISTINCT s.number FROM {_CORRECTED}
        WHERE m.kind NOT IN {_MONEY} OR w.kind NOT IN {_MONEY} OR m.id = w.id""",
    ),
    Rule(
        N_("Sale {number}: a payment was corrected in another shift, or after it was refunded."),
        f"""SELECT DISTINCT s.number FROM {_CORRECTED}
        JOIN ledger_transaction r ON r.id = c.transaction_id
        WHERE r.shift_id IS NOT s.shift_id OR s.deed <> 'sale' OR EXISTS (SELECT 1
            FROM sale_tender x JOIN sale b ON b.id = x.sale_id
            WHERE x.refunds_id = t.id AND b.transaction_id < c.transaction_id)""",
    ),
    Rule(
        N_("Sale {number}: the ledger does not say how its payment was corrected."),
        f"""SELECT DISTINCT number FROM (
            SELECT s.number, c.id, {_ACCOUNT.format(m="m")} AS account, t.applied + t.tip AS amount
                FROM {_CORRECTED}
            UNION ALL
            SELECT s.number, c.id, {_ACCOUNT.format(m="w")}, -t.applied - t.tip FROM {_CORRECTED}
            UNION ALL
            SELECT s.number, c.id, a.code, -e.amount FROM {_CORRECTED}
                JOIN ledger_entry e ON e.transaction_id = c.transaction_id
                JOIN account a ON a.id = e.account_id
        ) parts GROUP BY id, account HAVING SUM(amount) <> 0""",
    ),
    Rule(
        N_("The correction {transaction}: it is of another deed or person, or is not on file."),
        """SELECT r.uid AS "transaction" FROM ledger_transaction r
        LEFT JOIN sale_tender_correction c ON c.transaction_id = r.id
        WHERE (r.deed = 'correct_tender') <> (c.id IS NOT NULL)
        OR (c.id IS NOT NULL AND (c.uid <> r.uid OR c.at <> r.posted_at
            OR c.staff_id <> r.staff_id))""",
    ),
)
