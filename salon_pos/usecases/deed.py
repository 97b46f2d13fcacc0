"""The frame of every deed: its right is checked and all of it is kept, or nothing."""

from collections.abc import Callable, Generator
from contextlib import contextmanager

import uuid6

from salon_pos.db.connection import FileProblem
from salon_pos.db.queries import people
from salon_pos.db.stamps import stamped
from salon_pos.domain.people import StaffMember
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rights import Actor, Right, may
from salon_pos.domain.words import N_

GoOn = Callable[[int, int], bool]
"""Of a deed in chunks: hears (done, all) between two of them, and says whether to go on."""


@contextmanager
def deed(right: Right, by: Actor) -> Generator[StaffMember]:
    """One transaction for `by`, whose staff member is given back. Refuses who may not, and says
    so calmly where the file is held by another process or cannot be written."""
    with kept():
        yield permitted(right, by)


@contextmanager
def kept() -> Generator[None]:
    """One stamped transaction for a deed of nobody who is signed in yet; refuses as calmly."""
    try:
        with stamped():
            yield
    except FileProblem as problem:
        refuse(problem.key, problem.text)


def permitted(right: Right, by: Actor) -> StaffMember:
    """The staff member behind `by`; refuses one who has left or lacks the right."""
    member = people.staff_member(by.staff_id)
    if member is None or member.retired:
        refuse("not_signed_in", N_("Sign in first."))
    if not may(member.role, right):
        refuse(
            "not_allowed",
            N_("{name} may not do this. Ask a manager to sign in."),
            name=member.name,
        )
    return member


def new_uid() -> str:
    """A fresh uid (UUIDv7: sorts by time)."""
    return str(uuid6.uuid7())
