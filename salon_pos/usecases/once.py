"""A deed that is asked again under its uid does nothing more, and answers as it did."""

from collections.abc import Mapping
from typing import Any

from salon_pos.db.queries import deeds
from salon_pos.db.records import deeds as records
from salon_pos.domain.refusal import refuse
from salon_pos.domain.ticket_json import digest
from salon_pos.domain.words import N_

LONGEST_UID = 64


def answered(uid: str, deed: str, asked: object) -> Mapping[str, Any] | None:
    """What the deed with this uid answered already; None where it is still to be done. Refuses a
    uid under which something else was done. Asked inside the deed's transaction."""
    _check_uid(uid)
    found = deeds.answer(uid)
    if found is None:
        if deeds.is_posted(uid):
            _refuse_taken()
        return None
    if (found.deed, found.digest) != (deed, digest(asked)):
        _refuse_taken()
    return found.content


def keep_answer(uid: str, deed: str, asked: object, answer: Mapping[str, Any]) -> None:
    """Keep what a deed answered to what it was asked."""
    records.add_answer(uid, deed, digest(asked), answer)


def check_unused(uid: str) -> None:
    """Refuse what is no uid, and one under which something was posted. Asked inside the deed's
    transaction by those that keep their answer as a sale."""
    _check_uid(uid)
    if deeds.is_posted(uid):
        _refuse_taken()


def _check_uid(uid: str) -> None:
    if not uid or len(uid) > LONGEST_UID:
        refuse("bad_uid", N_("A uid has 1 to {most} characters."), field="uid", most=LONGEST_UID)


def _refuse_taken() -> None:
    refuse("uid_taken", N_("Something else was done under this uid. Begin anew."), field="uid")
