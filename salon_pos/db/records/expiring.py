"""Writing how far expiry has looked."""

import json

from salon_pos.db.models.catalog import SettingRow
from salon_pos.db.queries.expiring import LOOKED, Looked


def set_looked(looked: Looked) -> None:
    """Every ended lot up to here was looked at."""
    value = json.dumps([looked.day.isoformat(), looked.lot])
    SettingRow.insert(key=LOOKED, value=value).on_conflict(
        conflict_target=[SettingRow.key], update={SettingRow.value: value}
    ).execute()
