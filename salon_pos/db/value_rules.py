"""What must hold for every entry of value against its own inputs, and for what value tenders took,
as queries for what breaks it. They need no stamp: who forges every hash is still found by them."""

from salon_pos.db.bookkeeping import Rule
from salon_pos.domain.words import N_

_IN_FULL = (
    ("principal", "value.top_up", "paid"),
    ("bonus", "value.bonus", "bonus"),
    ("bonus_given", "value.bonus", "bonus"),
    ("principal", "value.spend", "principal"),
    ("bonus", "value.spend", "bonus"),
    ("points_issued", "points.earn", "earned"),
    ("points_burned", "points.burn", "points"),
    ("pack", "pack.sell", "sessions"),
    ("sessions_sold", "pack.sell", "sessions"),
    ("pack_value", "pack.sell", "paid"),
    ("pack_value", "pack.use", "value"),
    ("gift_card", "gift_card.sell", "paid"),
    ("deposit", "deposit.take", "paid"),
    ("platform", "platform.owe", "settlement"),
    ("platform_fees", "platform.owe", "fee"),
)
"""The sort of account, the rule, and which input says all that a sale moves there by it. The
lots of a pack say beside it what `each` session is worth."""

_SORT = "substr(a.code, 1, instr(a.code || ':', ':') - 1)"
_INPUT = "json_extract(e.inputs, '$.{}')".format
_SPENDS = (
    "'value.spend', 'points.pay', 'gift_card.spend', 'voucher.spend', 'deposit.use',"
    " 'account.owe', 'platform.owe'"
)
_AT_MOST = f"""CASE e.rule WHEN 'points.earn' THEN {_INPUT("earned")}
    WHEN 'points.take_back' THEN {_INPUT("gave")} * {_INPUT("returned")} / {_INPUT("quantity")}
        - {_INPUT("before")}
    WHEN 'points.give_back' THEN {_INPUT("used")} * {_INPUT("refunded")} / {_INPUT("paid")}
        - {_INPUT("before")}
    ELSE (2 * {_INPUT("bonus")} * {_INPUT("refunded")} + {_INPUT("principal")})
        / (2 * {_INPUT("principal")}) END"""
# RULES 18, 19 and 22, as `domain.explain` says them.

VALUE = (
    Rule(
        N_("Transaction {transaction}: what {account} moved is not what its own inputs say."),
        f"""WITH whole (sort, rule, input) AS (VALUES {
            ", ".join(f"('{sort}', '{rule}', '$.{key}')" for sort, rule, key in _IN_FULL)
        }) SELECT DISTINCT r.uid AS "transaction", a.code AS account
        FROM ledger_transaction r JOIN ledger_entry e ON e.transaction_id = r.id
        JOIN account a ON a.id = e.account_id
        JOIN whole w ON w.rule = e.rule AND w.sort = {_SORT}
        WHERE r.deed = 'sale'
        GROUP BY r.id, a.id, e.rule, json_remove(e.inputs, '$.each'), w.input
        HAVING ABS(SUM(e.amount)) IS NOT json_extract(e.inputs, w.input)""",
    ),
    Rule(
        N_("Transaction {transaction}: {account} moved more than its own inputs say."),
        f"""SELECT DISTINCT r.uid AS "transaction", a.code AS account
        FROM ledger_transaction r JOIN ledger_entry e ON e.transaction_id = r.id
        JOIN account a ON a.id = e.account_id
        WHERE e.rule IN
            ('points.earn', 'points.take_back', 'points.give_back', 'value.cancel_bonus')
        GROUP BY r.id, a.id, e.rule, e.inputs HAVING ABS(SUM(e.amount)) > {_AT_MOST}""",
    ),
    Rule(
        N_("Sale {number}: {account} is not what the sale's tenders, lines or client name."),
        f"""SELECT DISTINCT s.number, a.code AS account FROM sale s
        JOIN ledger_entry e ON e.transaction_id = s.transaction_id
        JOIN account a ON a.id = e.account_id AND instr(a.code, ':') > 0
        LEFT JOIN client c ON c.id = s.client_id
        LEFT JOIN sale_tender x ON x.sale_id = s.id AND x.position = {_INPUT("tender")}
        WHERE s.deed = 'sale' AND NOT CASE e.rule
            WHEN 'value.spend' THEN x.source IS {_INPUT("card")}
                AND EXISTS (SELECT 1 FROM card k JOIN wallet w ON w.id = k.wallet_id
                WHERE k.uid = x.source AND a.code IN ('principal:' || w.uid, 'bonus:' || w.uid))
            WHEN 'gift_card.spend' THEN a.code = 'gift_card:' || {_INPUT("gift_card")}
            WHEN 'platform.owe' THEN a.code = 'platform:' || {_INPUT("platform")}
            WHEN 'deposit.use' THEN a.code IS 'deposit:' || c.uid
            WHEN 'account.owe' THEN a.code IS 'receivable:' || c.uid
            WHEN 'points.burn' THEN a.code IS 'points:' || c.uid
            WHEN 'points.earn' THEN COALESCE(a.code IN
                ('points:' || c.uid, 'points_debt:' || c.uid), 0)
            WHEN 'pack.use' THEN EXISTS (SELECT 1 FROM sale_line l WHERE l.sale_id = s.id
                AND l.uid = {_INPUT("line")}
                AND a.code IN ('pack:' || l.source, 'pack_value:' || l.source))
            ELSE 1 END""",
    ),
    Rule(
        N_("{account}: what ended on {day} has not expired, and never will."),
        f"""SELECT a.code AS account, l.expires AS day FROM lot l
        JOIN setting s ON s.key = 'expiry_looked'
        JOIN account a ON a.id = l.account_id JOIN ledger_entry e ON e.lot_id = l.id
        WHERE {_SORT} IN ('points', 'bonus', 'pack', 'gift_card')
            AND l.expires < json_extract(s.value, '$[0]')
            AND l.id <= json_extract(s.value, '$[1]')
        GROUP BY l.id HAVING SUM(e.amount) <> 0""",
    ),
    Rule(
        N_("Sale {number}: what a tender took is not what it paid."),
        f"""SELECT DISTINCT s.number FROM sale s JOIN sale_tender x ON x.sale_id = s.id
        JOIN tender_method m ON m.id = x.method_id AND m.kind IN ('stored_value', 'points',
            'gift_card', 'voucher', 'deposit', 'on_account', 'platform')
        WHERE s.deed = 'sale' AND x.applied <> COALESCE((SELECT SUM(e.amount)
            FROM ledger_entry e JOIN account a ON a.id = e.account_id AND a.unit = 'money'
            WHERE e.transaction_id = s.transaction_id AND e.rule IN ({_SPENDS})
            AND {_INPUT("tender")} = x.position), 0)""",
    ),
)
