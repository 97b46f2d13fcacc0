"""What must hold for every refund and void, as queries for what breaks it."""

from salon_pos.db.bookkeeping import Rule
from salon_pos.domain.words import N_

REFUNDS = (
    Rule(
        N_("Sale {number}: it does not give back a sale, or its rows not those of that sale."),
        """SELECT DISTINCT s.number FROM sale s LEFT JOIN sale o ON o.id = s.refund_of
        LEFT JOIN sale_line l ON l.sale_id = s.id LEFT JOIN sale_line x ON x.id = l.refunds_id
        LEFT JOIN sale_tender t ON t.sale_id = s.id LEFT JOIN sale_tender y ON y.id = t.refunds_id
        WHERE (s.deed = 'sale' AND (o.id IS NOT NULL OR x.id IS NOT NULL OR y.id IS NOT NULL))
        OR (s.deed <> 'sale' AND (o.deed IS NOT 'sale' OR x.sale_id IS NOT o.id
            OR (t.id IS NOT NULL AND y.sale_id IS NOT o.id)))""",
    ),
    Rule(
        N_("Sale {number}: it takes where it should give back, or gives where it should take."),
        """SELECT DISTINCT s.number FROM sale s JOIN sale_line l ON l.sale_id = s.id
        LEFT JOIN sale_tender t ON t.sale_id = s.id JOIN till k ON k.id = s.till_id
        WHERE k.is_import = 0 AND ((s.deed = 'sale' AND (l.quantity < 0 OR t.applied < 0))
        OR (s.deed <> 'sale' AND (l.quantity > 0 OR l.net > 0 OR l.payable > 0
            OR t.applied > 0 OR t.tip > 0)))""",
    ),
    Rule(
        N_("Sale {number}: more of a line was given back than was sold."),
        """SELECT DISTINCT s.number FROM sale_line o JOIN sale s ON s.id = o.sale_id
        JOIN sale_line l ON l.refunds_id = o.id GROUP BY o.id
        HAVING o.quantity + SUM(l.quantity) < 0 OR o.net + SUM(l.net) < 0
        OR o.payable + SUM(l.payable) < 0""",
    ),
    Rule(
        N_("Sale {number}: more was given back for a tender than it paid."),
        """SELECT DISTINCT s.number FROM sale_tender o JOIN sale s ON s.id = o.sale_id
        JOIN sale_tender t ON t.refunds_id = o.id GROUP BY o.id
        HAVING o.applied + SUM(t.applied) < 0 OR o.tip + SUM(t.tip) < 0""",
    ),
    # Revenue, each tax and each discount are rounded for themselves, a few units apart; what is
    # left of a prepaid line has no price of its own.
    Rule(
        N_("Sale {number}: a refunded line is far from its price."),
        """SELECT DISTINCT s.number FROM sale_line l JOIN sale s ON s.id = l.sale_id
        JOIN item i ON i.id = l.item_id WHERE s.deed = 'refund' AND i.kind <> 'prepaid'
        AND ABS(l.list_amount - l.quantity * l.unit_price) > 5""",
    ),
    Rule(
        N_("Sale {number}: a line keeps more or fewer points than it may."),
        """SELECT DISTINCT s.number FROM sale_earning e JOIN sale_line l ON l.id = e.line_id
        JOIN sale_line o ON o.id = COALESCE(l.refunds_id, l.id) JOIN sale s ON s.id = o.sale_id
        GROUP BY o.id HAVING SUM(e.points) < 0 OR SUM(e.eligible) < 0
        OR (SUM(e.points) <> 0 AND o.quantity +
            COALESCE((SELECT SUM(quantity) FROM sale_line WHERE refunds_id = o.id), 0) = 0
            AND NOT EXISTS (SELECT 1 FROM prepaid p WHERE p.item_id = o.item_id))""",
    ),
    # What the lines of a sale keep, against what was issued for it: by the sale, by its claim, as
    # it was paid off an account, less what its refunds and closed cards took back.
    Rule(
        N_("Sale {number}: the points of its lines are not those of the ledger."),
        """SELECT s.number FROM (
            SELECT o.sale_id AS sale_id, e.points AS amount FROM sale_earning e
                JOIN sale_line l ON l.id = e.line_id
                JOIN sale_line o ON o.id = COALESCE(l.refunds_id, l.id)
            UNION ALL
            SELECT COALESCE(d.refund_of, d.id), -e.amount FROM sale d
                JOIN ledger_entry e ON e.transaction_id = d.transaction_id
                JOIN account a ON a.id = e.account_id AND a.code = 'points_issued'
                WHERE e.rule IN ('points.earn', 'points.take_back') OR (e.rule = 'void.points'
                    AND json_extract(e.inputs, '$.of') = 'points.earn')
            UNION ALL
            SELECT c.sale_id, -e.amount FROM claim c
                JOIN ledger_entry e ON e.transaction_id = c.transaction_id
                JOIN account a ON a.id = e.account_id AND a.code = 'points_issued'
                WHERE e.rule = 'points.earn'
            UNION ALL
            SELECT d.id, -e.amount FROM ledger_transaction r
                JOIN ledger_entry e ON e.transaction_id = r.id AND e.rule = 'points.take_back'
                JOIN account a ON a.id = e.account_id AND a.code = 'points_issued'
                JOIN sale d ON d.uid = json_extract(e.inputs, '$.sale')
                WHERE r.deed = 'close_card'
            UNION ALL
            SELECT t.sale_id, -e.amount FROM settled t JOIN sale d ON d.id = t.sale_id
                JOIN ledger_entry e ON e.transaction_id = t.transaction_id
                JOIN account a ON a.id = e.account_id AND a.code = 'points_issued'
                WHERE e.rule = 'points.earn' AND json_extract(e.inputs, '$.sale') = d.uid
        ) parts JOIN sale s ON s.id = parts.sale_id
        GROUP BY parts.sale_id HAVING SUM(parts.amount) <> 0""",
    ),
    # RULES 18, 22: all that earns no more once a card is closed goes with it, so of what the top-up
    # gave no more stays than of its money is left, rounded up.
    Rule(
        N_("Sale {number}: a top-up of a closed card keeps more points than are left to it."),
        """SELECT s.number FROM sale s JOIN sale_line o ON o.sale_id = s.id JOIN (
            SELECT line_id AS line, SUM(points) AS gave FROM sale_earning GROUP BY line_id
            HAVING SUM(why = 'closed')
        ) c ON c.line = o.id
        WHERE c.gave + COALESCE((SELECT SUM(e.points) FROM sale_earning e
                JOIN sale_line b ON b.id = e.line_id WHERE b.refunds_id = o.id), 0)
        > (SELECT g.gave - g.gave * g.gone / o.net FROM (
            SELECT (SELECT SUM(points) FROM sale_earning WHERE line_id = o.id AND why <> 'closed')
                AS gave, (SELECT SUM(x.amount) FROM ledger_entry t
                JOIN ledger_entry x ON x.lot_id = t.lot_id
                JOIN ledger_transaction r ON r.id = x.transaction_id AND r.deed = 'close_card'
                WHERE t.transaction_id = s.transaction_id AND t.rule = 'value.top_up'
                    AND json_extract(t.inputs, '$.line') = o.uid)
                - COALESCE((SELECT SUM(net) FROM sale_line WHERE refunds_id = o.id), 0) AS gone
            ) g)""",
    ),
    # What is owed on account is what their sales leave open: neither paid off nor taken off it.
    Rule(
        N_("{client}: what is owed on account is not what their sales leave open."),
        """SELECT c.name AS client FROM client c JOIN (
            SELECT o.client_id, t.applied AS amount FROM owed_sale o
                JOIN sale s ON s.id = o.sale_id OR s.refund_of = o.sale_id
                JOIN sale_tender t ON t.sale_id = s.id
                JOIN tender_method m ON m.id = t.method_id AND m.kind = 'on_account'
            UNION ALL
            SELECT o.client_id, -t.amount FROM owed_sale o JOIN settled t ON t.sale_id = o.sale_id
            UNION ALL
            SELECT k.id, -e.amount FROM client k JOIN account a ON a.code = 'receivable:' || k.uid
                JOIN ledger_entry e ON e.account_id = a.id
        ) parts ON parts.client_id = c.id GROUP BY c.id HAVING SUM(parts.amount) <> 0""",
    ),
    Rule(
        N_("Sale {number}: its entries do not name those of the sale that it gives back."),
        """SELECT s.number FROM sale s JOIN sale o ON o.id = s.refund_of
        JOIN ledger_transaction r ON r.id = s.transaction_id
        WHERE r.reverses_id IS NOT o.transaction_id""",
    ),
)
