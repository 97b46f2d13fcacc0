"""The salon's settings and its tills."""

import json
from dataclasses import fields

from salon_pos.db.models.catalog import SettingRow, TillRow
from salon_pos.db.prepared import P, Prepared
from salon_pos.domain.catalog import TaxMode, TaxRounding
from salon_pos.domain.settings import Settings
from salon_pos.domain.stored_value import SpendOrder

_ALL = Prepared(lambda: SettingRow.select(SettingRow.key, SettingRow.value))
_TILL = Prepared(lambda: TillRow.select(TillRow.id).where(TillRow.code == P))
_CODE = Prepared(lambda: TillRow.select(TillRow.code).where(TillRow.id == P))

IMPORT_TILL = "IMPORT"
COUNTER_TILL = "A"
CARD_SECRET = "card_secret"
_NAMES = {field.name for field in fields(Settings)}


def is_founded() -> bool:
    """Whether the first run was finished: the salon has a name."""
    return any(key == "name" for key, _ in _ALL.all())


def settings() -> Settings:
    """The salon's choices."""
    found = {key: json.loads(value) for key, value in _ALL.all() if key in _NAMES}
    found["tax_mode"] = TaxMode(found.get("tax_mode", TaxMode.NONE))
    found["tax_rounding"] = TaxRounding(found.get("tax_rounding", TaxRounding.SALE))
    found["spend_order"] = SpendOrder(found.get("spend_order", SpendOrder.PROPORTION))
    return Settings(**found)


def card_secret() -> bytes:
    """What signs the QR of this salon's cards; empty before the first card."""
    found = {key: json.loads(value) for key, value in _ALL.all() if key == CARD_SECRET}
    return bytes.fromhex(found.get(CARD_SECRET, ""))


def till_id(code: str = COUNTER_TILL) -> int:
    """The till with this code; KeyError if there is none."""
    row = _TILL.one(code)
    if row is None:
        raise KeyError(code)
    return row[0]


def till_code(till: int) -> str:
    """The letters a till's numbers start with."""
    row = _CODE.one(till)
    if row is None:
        raise KeyError(till)
    return row[0]
