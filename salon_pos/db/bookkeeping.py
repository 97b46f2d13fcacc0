"""What must hold for every sale, transaction, balance, shift and number, as queries for what
breaks it. The columns of a query fill the places of its sentence."""

from dataclasses import dataclass

from salon_pos.domain.words import N_


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that must hold: `sql` finds each breach, `text` says it."""

    text: str
    sql: str


_CASH_OF_SHIFT = """h.opening_float + COALESCE((SELECT SUM(x.applied + x.tip)
            FROM sale s JOIN sale_tender x ON x.sale_id = s.id
            JOIN tender_method m ON m.id = x.method_id AND m.kind = 'cash'
            WHERE s.shift_id = h.id), 0) + COALESCE((SELECT SUM(e.amount)
            FROM ledger_transaction r JOIN ledger_entry e ON e.transaction_id = r.id
            JOIN account a ON a.id = e.account_id
            AND a.code = 'drawer:' || (SELECT code FROM till WHERE id = h.till_id)
            WHERE r.shift_id = h.id AND r.deed NOT IN
                ('sale', 'refund', 'void', 'open_shift', 'close_shift')), 0)"""
# What the drawer of the shift `h` holds: its float, the cash of its sales, and what else moved it.

NUMBERS = (
    Rule(
        N_("Till {till}: number {serial} is missing."),
        """SELECT t.code AS till, s.serial - 1 AS serial FROM sale s JOIN till t ON t.id = s.till_id
        WHERE t.is_import = 0 AND s.serial > 1 AND NOT EXISTS
            (SELECT 1 FROM sale b WHERE b.till_id = s.till_id AND b.serial = s.serial - 1)""",
    ),
    Rule(
        N_("Till {till}: number {serial} is there more than once."),
        """SELECT t.code AS till, s.serial FROM sale s JOIN till t ON t.id = s.till_id
        WHERE t.is_import = 0 GROUP BY t.code, s.serial HAVING COUNT(*) > 1""",
    ),
    Rule(
        N_("Sale {number} does not carry a number of its till."),
        """SELECT s.number FROM sale s JOIN till t ON t.id = s.till_id
        WHERE (t.is_import = 0 AND (s.serial IS NULL OR s.serial < 1
            OR s.number NOT LIKE t.code || '-%' || s.serial))
        OR (t.is_import = 1 AND s.serial IS NOT NULL)""",
    ),
)

SALES = (
    Rule(
        N_("Sale {number}: it does not have all its lines."),
        """SELECT s.number FROM sale s WHERE s.line_count <>
            (SELECT COUNT(*) FROM sale_line l WHERE l.sale_id = s.id)""",
    ),
    Rule(
        N_("Sale {number}: its lines do not sum to its total."),
        """SELECT s.number FROM sale s JOIN sale_line l ON l.sale_id = s.id GROUP BY s.id
        HAVING SUM(l.payable) <> MAX(s.total) OR SUM(l.net) <> MAX(s.net)""",
    ),
    Rule(
        N_("Sale {number}: a line is not its price less discounts, with the taxes on top."),
        """SELECT DISTINCT s.number FROM sale_line l JOIN sale s ON s.id = l.sale_id
        LEFT JOIN (SELECT line_id, SUM(amount) AS amount FROM sale_line_tax GROUP BY line_id) x
            ON x.line_id = l.id
        JOIN till t ON t.id = s.till_id
        WHERE l.list_amount - l.member_off - l.line_off - l.ticket_off <> l.net
        OR (t.is_import = 0 AND s.deed <> 'refund' AND l.list_amount <> l.quantity * l.unit_price)
        OR l.payable <> l.net
            + CASE s.tax_mode WHEN 'exclusive' THEN COALESCE(x.amount, 0) ELSE 0 END""",
    ),
    Rule(
        N_("Sale {number}: a tax over the sale is not the sum of its lines'."),
        """SELECT DISTINCT number FROM (
            SELECT s.number, x.tax_id, x.amount FROM sale_tax x JOIN sale s ON s.id = x.sale_id
            UNION ALL
            SELECT s.number, x.tax_id, -x.amount FROM sale_line_tax x
                JOIN sale_line l ON l.id = x.line_id JOIN sale s ON s.id = l.sale_id) parts
        GROUP BY number, tax_id HAVING SUM(amount) <> 0""",
    ),
    Rule(
        N_("Sale {number}: its discounts are not those of its lines."),
        """SELECT DISTINCT number FROM (
            SELECT s.number, l.uid AS line, l.line_off AS amount
                FROM sale_line l JOIN sale s ON s.id = l.sale_id
            UNION ALL
            SELECT s.number, '', l.ticket_off FROM sale_line l JOIN sale s ON s.id = l.sale_id
            UNION ALL
            SELECT s.number, d.line_uid, -d.amount
                FROM sale_discount d JOIN sale s ON s.id = d.sale_id) parts
        GROUP BY number, line HAVING SUM(amount) <> 0""",
    ),
    Rule(
        N_("Sale {number}: its voucher is not on file as used by it."),
        """SELECT s.number FROM sale_discount d JOIN sale s ON s.id = d.sale_id AND s.deed = 'sale'
        LEFT JOIN coupon c ON c.uid = d.coupon WHERE d.coupon <> '' AND c.used_by IS NOT s.uid
        AND (c.uid IS NULL OR EXISTS (SELECT 1 FROM sale_line l WHERE l.sale_id = s.id
            AND l.quantity + COALESCE((SELECT SUM(b.quantity) FROM sale_line b
                WHERE b.refunds_id = l.id), 0) > 0))""",
    ),
    Rule(
        N_("Sale {number}: a discount has an approval that was not given for it."),
        """SELECT DISTINCT s.number FROM sale_discount d JOIN sale s ON s.id = d.sale_id
        JOIN approval a ON a.uid = d.approval_uid
        WHERE a.ticket_uid <> s.uid OR a.reason_id IS NOT d.reason_id OR a.amount < d.amount""",
    ),
    Rule(
        N_("Sale {number}: a line was free with a tier, and was not free or had no client."),
        """SELECT DISTINCT s.number FROM sale_line l JOIN sale s ON s.id = l.sale_id
        WHERE substr(l.source, 1, 5) = 'free:'
        AND (l.net <> 0 OR l.member_off <> l.list_amount OR s.client_id IS NULL)""",
    ),
    Rule(
        N_("Sale {number}: its tenders do not meet its total."),
        """SELECT s.number FROM sale s
        LEFT JOIN (SELECT sale_id, SUM(applied + tip) AS taken, SUM(tip) AS tips,
            SUM(handed - change) AS kept FROM sale_tender GROUP BY sale_id) t ON t.sale_id = s.id
        WHERE COALESCE(t.taken, 0) <> s.total + s.tips + s.cash_rounding
        OR COALESCE(t.kept, 0) <> COALESCE(t.taken, 0) OR COALESCE(t.tips, 0) <> s.tips""",
    ),
    Rule(
        N_("The platform voucher {voucher} paid more than once."),
        """SELECT voucher FROM (SELECT substr(x.source, 1, instr(x.source, ':') - 1
            + instr(substr(x.source, instr(x.source, ':') + 1), ':')) AS voucher,
            x.applied + COALESCE((SELECT SUM(b.applied) FROM sale_tender b
                WHERE b.refunds_id = x.id), 0) AS standing
            FROM sale_tender x JOIN tender_method m ON m.id = x.method_id AND m.kind = 'platform'
            WHERE x.refunds_id IS NULL) paid
        WHERE standing > 0 GROUP BY voucher HAVING COUNT(*) > 1""",
    ),
    Rule(
        N_("Sale {number}: its tips are not those of the staff."),
        """SELECT DISTINCT s.number FROM sale_tender t JOIN sale s ON s.id = t.sale_id
        WHERE t.tip <>
            COALESCE((SELECT SUM(p.amount) FROM sale_tip p WHERE p.tender_id = t.id), 0)""",
    ),
    Rule(
        N_("Sale {number}: the sales credit of a line does not sum to 100 %."),
        """SELECT DISTINCT s.number FROM sale_line l JOIN sale s ON s.id = l.sale_id
        JOIN sale_credit c ON c.line_id = l.id GROUP BY l.id, c.correction_id
        HAVING SUM(c.part_bp) <> 10000 OR SUM(c.amount) <> MAX(l.net)""",
    ),
    Rule(
        N_("Sale {number}: nobody did one of its services."),
        """SELECT DISTINCT s.number FROM sale_line l JOIN sale s ON s.id = l.sale_id
        JOIN till t ON t.id = s.till_id JOIN item i ON i.id = l.item_id
        WHERE t.is_import = 0 AND i.kind = 'service'
        AND NOT EXISTS (SELECT 1 FROM sale_credit c WHERE c.line_id = l.id)""",
    ),
    Rule(
        N_("Sale {number}: it was not made in a shift of its till."),
        """SELECT s.number FROM sale s JOIN till t ON t.id = s.till_id
        LEFT JOIN shift h ON h.id = s.shift_id
        WHERE (t.is_import = 0 AND (h.till_id IS NULL OR h.till_id <> s.till_id))
        OR (t.is_import = 1 AND (s.shift_id IS NOT NULL OR s.transaction_id IS NOT NULL))""",
    ),
    # Every sale of a till against the entries posted under its uid, account by account. What its
    # value tenders took and its prepaid lines delivered is one sum here: "value".
    Rule(
        N_("Sale {number}: the ledger does not say what the sale says about {account}."),
        """SELECT number, account FROM (
            SELECT s.number, s.uid, CASE WHEN m.kind = 'cash' THEN 'drawer:' || t.code
                WHEN m.kind IN ('stored_value', 'points', 'pack', 'gift_card', 'voucher',
                    'deposit', 'on_account', 'platform') THEN 'value'
                ELSE 'tender:' || m.code END AS account, x.applied + x.tip AS amount
                FROM sale_tender x JOIN sale s ON s.id = x.sale_id JOIN till t ON t.id = s.till_id
                JOIN tender_method m ON m.id = x.method_id
            UNION ALL
            SELECT s.number, s.uid,
                CASE i.kind WHEN 'prepaid' THEN 'value' ELSE 'revenue:' || i.kind END, -l.net
                FROM sale_line l JOIN sale s ON s.id = l.sale_id JOIN item i ON i.id = l.item_id
            UNION ALL
            SELECT s.number, s.uid, CASE i.kind WHEN 'prepaid' THEN 'value'
                ELSE 'revenue:' || i.kind END, x.amount FROM sale_line_tax x
                JOIN sale_line l ON l.id = x.line_id JOIN sale s ON s.id = l.sale_id
                JOIN item i ON i.id = l.item_id WHERE s.tax_mode = 'inclusive'
            UNION ALL
            SELECT s.number, s.uid, 'tax:' || k.uid, -x.amount
                FROM sale_tax x JOIN sale s ON s.id = x.sale_id JOIN tax k ON k.id = x.tax_id
            UNION ALL
            SELECT s.number, s.uid, 'tips:' || w.uid, -p.amount FROM sale_tip p
                JOIN staff w ON w.id = p.staff_id
                JOIN sale_tender x ON x.id = p.tender_id JOIN sale s ON s.id = x.sale_id
            UNION ALL
            SELECT s.number, s.uid, 'cash_rounding', -s.cash_rounding FROM sale s
            UNION ALL
            SELECT COALESCE(s.number, r.uid), r.uid,
                CASE WHEN a.code = 'cash_rounding' OR substr(a.code, 1, instr(a.code, ':')) IN
                    ('drawer:', 'tender:', 'revenue:', 'tax:', 'tips:') THEN a.code
                ELSE 'value' END, -e.amount FROM ledger_entry e
                JOIN ledger_transaction r ON r.id = e.transaction_id
                    AND r.deed IN ('sale', 'refund', 'void')
                JOIN account a ON a.id = e.account_id AND a.unit = 'money'
                LEFT JOIN sale s ON s.uid = r.uid
        ) parts
        WHERE uid NOT IN (SELECT s.uid FROM sale s JOIN till t ON t.id = s.till_id
            WHERE t.is_import = 1)
        GROUP BY number, uid, account HAVING SUM(amount) <> 0""",
    ),
    Rule(
        N_("Sale {number}: its entries are of another sale, day, shift or person."),
        """SELECT s.number FROM sale s JOIN ledger_transaction r ON r.id = s.transaction_id
        WHERE r.uid <> s.uid OR r.deed <> s.deed OR r.business_day <> s.business_day
        OR r.shift_id <> s.shift_id OR r.staff_id <> s.staff_id OR r.posted_at <> s.paid_at""",
    ),
)

LEDGER = (
    Rule(
        N_("Transaction {transaction} does not have the {wanted} entries it was sealed with."),
        """SELECT r.uid AS "transaction", r.entry_count AS wanted FROM ledger_transaction r
        WHERE r.entry_count < 2 OR r.entry_count <>
            (SELECT COUNT(*) FROM ledger_entry e WHERE e.transaction_id = r.id)""",
    ),
    Rule(
        N_("Transaction {transaction}: its entries in {unit} do not sum to zero."),
        """SELECT r.uid AS "transaction", a.unit FROM ledger_transaction r
        JOIN ledger_entry e ON e.transaction_id = r.id JOIN account a ON a.id = e.account_id
        GROUP BY r.uid, a.unit HAVING SUM(e.amount) <> 0""",
    ),
    Rule(
        N_("{n} entries belong to no transaction."),
        """SELECT COUNT(*) AS n FROM ledger_entry e WHERE NOT EXISTS
            (SELECT 1 FROM ledger_transaction r WHERE r.id = e.transaction_id)
        HAVING COUNT(*) > 0""",
    ),
    Rule(
        N_("An entry of transaction {transaction} is in a lot of another account."),
        """SELECT DISTINCT r.uid AS "transaction" FROM ledger_entry e
        JOIN lot l ON l.id = e.lot_id JOIN ledger_transaction r ON r.id = e.transaction_id
        WHERE l.account_id <> e.account_id""",
    ),
    Rule(
        N_("The balance of {account} is below its floor."),
        """SELECT a.code AS account FROM account a JOIN ledger_entry e ON e.account_id = a.id
        WHERE a.floor IS NOT NULL GROUP BY a.code, a.side, a.floor
        HAVING CASE a.side WHEN 'debit' THEN 1 ELSE -1 END * SUM(e.amount) < a.floor""",
    ),
    Rule(
        N_("A lot of {account} is below its floor."),
        """SELECT DISTINCT a.code AS account FROM account a
        JOIN ledger_entry e ON e.account_id = a.id
        WHERE a.floor IS NOT NULL AND e.lot_id IS NOT NULL
        GROUP BY a.code, a.side, a.floor, e.lot_id
        HAVING CASE a.side WHEN 'debit' THEN 1 ELSE -1 END * SUM(e.amount) < a.floor""",
    ),
)

SHIFTS = (
    Rule(
        N_("The shift of {day} is closed, and its drawer is not empty."),
        """SELECT h.business_day AS day FROM shift h
        JOIN ledger_transaction r ON r.shift_id = h.id
        JOIN ledger_entry e ON e.transaction_id = r.id
        JOIN account a ON a.id = e.account_id
            AND a.code = 'drawer:' || (SELECT code FROM till WHERE id = h.till_id)
        WHERE h.closed_at IS NOT NULL GROUP BY h.id HAVING SUM(e.amount) <> 0""",
    ),
    Rule(
        N_("The shift of {day}: what was expected is not the float and the cash taken."),
        f"""SELECT h.business_day AS day FROM shift h WHERE h.closed_at IS NOT NULL
        AND h.expected <> {_CASH_OF_SHIFT}""",
    ),
    Rule(
        N_("The shift of {day}: the difference of its count is not in the ledger."),
        """SELECT h.business_day AS day FROM shift h WHERE h.closed_at IS NOT NULL
        AND h.expected - h.counted <> COALESCE((SELECT SUM(e.amount) FROM ledger_transaction r
            JOIN ledger_entry e ON e.transaction_id = r.id
            JOIN account a ON a.id = e.account_id AND a.code = 'over_short'
            WHERE r.shift_id = h.id), 0)""",
    ),
    Rule(
        N_("The open shift of {day}: its drawer is not the float and the cash taken."),
        f"""SELECT h.business_day AS day FROM shift h WHERE h.closed_at IS NULL
        AND COALESCE((SELECT SUM(e.amount) FROM ledger_entry e
            JOIN account a ON a.id = e.account_id
            AND a.code = 'drawer:' || (SELECT code FROM till WHERE id = h.till_id)), 0)
        <> {_CASH_OF_SHIFT}""",
    ),
    Rule(
        N_("There is cash in the drawer of till {till}, and no shift is open."),
        """SELECT t.code AS till FROM till t JOIN account a ON a.code = 'drawer:' || t.code
        JOIN ledger_entry e ON e.account_id = a.id
        WHERE NOT EXISTS (SELECT 1 FROM shift h WHERE h.till_id = t.id AND h.closed_at IS NULL)
        GROUP BY t.code HAVING SUM(e.amount) <> 0""",
    ),
)

PREPAID = (
    Rule(
        N_("Sale {number}: a session was taxed whose pack had been taxed when it was sold."),
        """SELECT DISTINCT s.number FROM sale_line l JOIN sale s ON s.id = l.sale_id
        JOIN account a ON a.code = 'pack:' || l.source JOIN ledger_entry e
            ON e.account_id = a.id AND e.rule = 'pack.sell'
        WHERE l.source <> '' AND json_extract(e.inputs, '$.tax') > 0
        AND EXISTS (SELECT 1 FROM sale_line_tax x WHERE x.line_id = l.id)""",
    ),
    # What is owed for a pack holds no tax and nothing else than its sessions.
    Rule(
        N_("A pack of {item} is owed something else than its sessions are worth."),
        """SELECT i.name AS item FROM pack p JOIN item i ON i.id = p.item_id
        WHERE COALESCE((SELECT SUM(e.amount) FROM ledger_entry e JOIN account a
            ON a.id = e.account_id WHERE a.code = 'pack_value:' || p.uid), 0) <>
        COALESCE((SELECT SUM(e.amount * COALESCE(l.unit_price, 0)) FROM ledger_entry e
            JOIN account a ON a.id = e.account_id JOIN lot l ON l.id = e.lot_id
            WHERE a.code = 'pack:' || p.uid), 0)""",
    ),
)

REWARDS = (
    Rule(
        N_("Exchange {transaction}: what was given for the points is not on file."),
        """SELECT r.uid AS "transaction" FROM ledger_transaction r
        JOIN ledger_entry e ON e.transaction_id = r.id
        JOIN account a ON a.id = e.account_id AND a.code = 'points_burned'
        WHERE r.deed = 'redeem' AND NOT CASE e.rule
            WHEN 'points.product' THEN 1
            WHEN 'points.voucher' THEN EXISTS (SELECT 1 FROM voucher v
                WHERE v.uid = r.uid || '/' || json_extract(e.inputs, '$.quantity')
                AND v.face = json_extract(e.inputs, '$.face') AND v.client_id IS NOT NULL)
            WHEN 'points.service' THEN EXISTS (SELECT 1 FROM pack p WHERE p.uid = r.uid
                AND p.sessions = json_extract(e.inputs, '$.quantity'))
            WHEN 'points.tier' THEN EXISTS (SELECT 1 FROM tier_move m WHERE m.cause = r.uid
                AND m.is_override = 1 AND m.tier = json_extract(e.inputs, '$.tier')
                AND m.until = json_extract(e.inputs, '$.until'))
            ELSE 0 END""",
    ),
    Rule(
        N_("Sessions of {item} were neither bought nor exchanged for points."),
        """SELECT i.name AS item FROM pack p JOIN item i ON i.id = p.item_id
        WHERE NOT EXISTS (SELECT 1 FROM sale_line l WHERE l.uid = p.sale_line_uid)
        AND NOT EXISTS (SELECT 1 FROM ledger_transaction r WHERE r.uid = p.uid
            AND r.deed = 'redeem')""",
    ),
    Rule(
        N_("Voucher {code} is used up, yet no sale used it and nobody cancelled it."),
        """SELECT v.code FROM (SELECT code, used_by FROM voucher
            UNION ALL SELECT code, used_by FROM coupon) v WHERE v.used_by IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM sale s WHERE s.uid = v.used_by AND s.deed = 'sale')
        AND NOT EXISTS (SELECT 1 FROM answer a WHERE a.uid = v.used_by
            AND a.deed IN ('cancel_voucher', 'cancel_redemption'))""",
    ),
    Rule(
        N_("Voucher {code} was cancelled, and is good again."),
        """SELECT COALESCE(v.code, c.code, a.uid) AS code FROM answer a
        LEFT JOIN voucher v ON v.uid = json_extract(a.content, '$.voucher')
        LEFT JOIN coupon c ON c.uid = json_extract(a.content, '$.voucher')
        WHERE a.deed = 'cancel_voucher' AND COALESCE(v.used_by, c.used_by) IS NOT a.uid""",
    ),
)

TIERS = (
    Rule(
        N_("Client {client}: a tier was set by hand without an end, by no deed, or to none of the "
           "salon's."),
        """SELECT DISTINCT m.client_id AS client FROM tier_move m WHERE m.is_override = 1
        AND json_extract(m.reason, '$.rule') IN ('tier.override', 'tier.override_none')
        AND (m.until IS NULL OR m.until < m.day OR NOT EXISTS (SELECT 1 FROM answer a
                WHERE a.uid = m.cause AND a.deed = 'set_tier')
            OR (m.tier <> '' AND NOT EXISTS (SELECT 1 FROM rule_set r,
                json_each(r.content, '$.tiers') t WHERE r.kind = 'tiers'
                AND json_extract(t.value, '$.key') = m.tier)))""",
    ),
)  # fmt: skip

BIRTHDAYS = (
    Rule(
        N_("Birthday gift {gift}: its voucher is not on file as it was given."),
        """SELECT a.uid AS gift FROM answer a WHERE a.deed = 'birthday_gift'
        AND json_extract(a.content, '$.face') > 0 AND NOT EXISTS (SELECT 1 FROM voucher v
            JOIN client c ON c.id = v.client_id WHERE v.uid = a.uid
            AND v.face = json_extract(a.content, '$.face')
            AND substr(a.uid, 1, 10 + length(c.uid)) = 'birthday/' || c.uid || '/')""",
    ),
    Rule(
        N_("Voucher {voucher} was given for a birthday by no deed."),
        """SELECT v.uid AS voucher FROM voucher v WHERE substr(v.uid, 1, 9) = 'birthday/'
        AND NOT EXISTS (SELECT 1 FROM answer a WHERE a.uid = v.uid)""",
    ),
)
