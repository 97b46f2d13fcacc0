"""Changing the salon's choices, and writing down who looked at its recovery code or a receipt."""

from dataclasses import replace
from datetime import datetime

from salon_pos.db.queries import settings as salon
from salon_pos.db.records import catalog as records
from salon_pos.db.records import journal
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rights import Actor, Right
from salon_pos.domain.settings import Settings, check_settings
from salon_pos.domain.words import N_
from salon_pos.usecases.deed import deed


def change_settings(settings: Settings, *, by: Actor, now: datetime) -> Settings:
    """Keep new choices. The currency stays once money has moved in it."""
    with deed(Right.EDIT_SETTINGS, by):
        before = salon.settings()
        checked = check_settings(replace(settings, is_demo=before.is_demo))
        if checked.currency_code != before.currency_code:
            refuse(
                "currency_stays",
                N_("A salon keeps its currency: its books are written in it."),
                field="currency_code",
            )
        records.write_settings(checked)
        journal.note(by, now, "change_settings")
        return checked


def look_at_recovery_code(*, by: Actor, now: datetime) -> None:
    """Write down that an owner looks at the recovery code; refuses everybody else."""
    with deed(Right.SEE_RECOVERY_CODE, by):
        journal.note(by, now, "look_at_recovery_code")


def reprint(uid: str, *, by: Actor, now: datetime) -> None:
    """Write down that a copy of a receipt is made; refuses who may not see sales."""
    with deed(Right.SEE_SALES, by):
        journal.note(by, now, "reprint", uid)
