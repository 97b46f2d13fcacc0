"""What a stamp covers: of each table what its rows say for good, and what of others may change.

A column is named as it is, `client_id>client` for the uid (or code) of the row it points at, and
`tender_id>sale_tender.position` for another column of that one: rows are told by business keys,
never by ids. What people type (names, tags, reasons, remarks) is left out: it can be erased.
"""

from collections.abc import Mapping

STAYS: Mapping[str, str] = {
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
"""By table, its rows in the order of their ids; a row that is there stays as it is."""

CHANGES: Mapping[str, tuple[str, str]] = {
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
"""By table, its key and what may change, or what has no ids that grow: triggers of the file keep
what such a row says each time in `row_version`, whose rows stay."""

_KEYS = {"till": "code", "account": "code", "tender_method": "code"}


def said(columns: str, of: str) -> str:
    """The SQL for what a row says in these columns, as the text of a JSON array."""
    return f"json_array({', '.join(_value(column, of) for column in columns.split())})"


def key(columns: str, of: str) -> str:
    """The SQL for the key that these columns make."""
    return " || ' ' || ".join(_value(column, of) for column in columns.split())


def _value(column: str, of: str) -> str:
    name, _, parent = column.partition(">")
    if not parent:
        return f"{of}.{name}"
    table, _, wanted = parent.partition(".")
    wanted = wanted or _KEYS.get(table, "uid")
    return f"(SELECT p.{wanted} FROM {table} p WHERE p.id = {of}.{name})"
