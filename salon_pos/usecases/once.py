"""A deed that is asked again under its uid does nothing more, and answers as it did."""

from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from salon_pos.db.queries import deeds, tickets
from salon_pos.db.records import deeds as records
from salon_pos.domain.refusal import refuse
from salon_pos.domain.ticket import Ticket
from salon_pos.domain.ticket_json import digest
from salon_pos.domain.words import N_

LONGEST_UID = 64


def answered(uid: str, deed: str, asked: object) -> Mapping[str, Any] | None:
    """What the deed with this uid answered already; None where it is still to be done. Refuses a
    uid under which something else was done. Asked inside the deed's transaction."""
    _check_uid(uid)
    found = deeds.answer(uid)
    if found is None:
        check_unused(uid)
        return None
    if (found.deed, found.digest) != (deed, digest(asked)):
        refuse_taken()
    return found.content


def keep_answer(uid: str, deed: str, asked: object, answer: Mapping[str, Any]) -> None:
    """Keep what a deed answered to what it was asked."""
    records.add_answer(uid, deed, digest(asked), answer)


def check_unused(uid: str) -> None:
    """Refuse what is no uid, and one that something else on file has: a deed, what
    one made, an open ticket or a line of one. Asked inside the deed's transaction."""
    check_ticket(uid)
    check_free(uid)
    if any(uid in (ticket.uid, *(line.uid for line in ticket.lines)) for ticket in _open()):
        refuse_taken()


def check_ticket(uid: str) -> None:
    """Refuse what is no uid of a ticket that is to be kept or paid: something else was done under
    it."""
    _check_uid(uid)
    if deeds.is_done(uid):
        refuse_taken()


def check_named(uid: str) -> None:
    """Refuse a uid for what a deed makes and names after itself (a voucher, a correction) that
    something else has."""
    if deeds.is_taken(uid):
        refuse_taken()


def check_free(uid: str) -> None:
    """The same for a pack or a gift card: its own line, which is on file by then, has this uid."""
    if deeds.is_made(uid):
        refuse_taken()


def refuse_taken() -> NoReturn:
    """Refuse a uid that something else has."""
    refuse("uid_taken", N_("Something else was done under this uid. Begin anew."), field="uid")


def _check_uid(uid: str) -> None:
    if not uid or len(uid) > LONGEST_UID:
        refuse("bad_uid", N_("A uid has 1 to {most} characters."), field="uid", most=LONGEST_UID)


def _open() -> Iterator[Ticket]:
    return (kept.ticket for kept in tickets.open_tickets())
