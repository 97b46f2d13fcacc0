"""Staff: signing in with a PIN, whose PIN approves, and the staff file."""

from dataclasses import replace
from datetime import datetime

from salon_pos.db.queries import people
from salon_pos.db.records import journal
from salon_pos.db.records import people as records
from salon_pos.domain.people import StaffMember, check_pin
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rights import Actor, Right, Role, may
from salon_pos.domain.words import N_
from salon_pos.usecases.deed import deed, kept, new_uid
from salon_pos.usecases.pins import check_pin_of, hash_secret


def sign_in(staff_id: int, pin: str, *, till_id: int, now: datetime) -> StaffMember:
    """Sign in at a till. Wrong PINs make the next try wait longer and longer, whoever tries.
    Takes some 20 ms on purpose (argon2): call it beside the window's thread."""
    member = _check_pin_of(staff_id, pin, now)
    with kept():
        journal.note(Actor(member.id, till_id), now, "sign_in", member.uid)
    return member


def manager_of_pin(manager_id: int, pin: str, *, asked_by: int, now: datetime) -> StaffMember:
    """Who gives their word for another's deed. Refuses one's own PIN, a wrong one, and who may not
    approve. Slow like `sign_in`."""
    if manager_id == asked_by:
        refuse("own_approval", N_("Nobody approves their own deed. Ask another manager."),
               field="pin")  # fmt: skip
    manager = _check_pin_of(manager_id, pin, now)
    if not may(manager.role, Right.APPROVE):
        refuse("not_allowed", N_("{name} may not do this. Ask a manager to sign in."),
               name=manager.name)  # fmt: skip
    return manager


def save_staff(member: StaffMember, *, pin: str = "", by: Actor, now: datetime) -> StaffMember:
    """Add (id 0) or change a staff member, with a new PIN where one is given. Only an owner
    touches an owner, the last owner stays one, and nobody retires themselves. Refuses an empty
    name or code, another's code, and a PIN that is none."""
    pin_hash = hash_secret(check_pin(pin)) if pin else ""  # slow: the file is not held meanwhile
    with deed(Right.EDIT_STAFF, by) as editor:
        checked = _checked(member)
        if checked.retired and checked.id == editor.id:
            refuse("own_retirement", N_("You are signed in. Ask somebody else to retire you."))
        _guard_owners(checked, editor)
        saved = write_staff(checked, pin_hash)
        details = {"role": str(saved.role), "retired": saved.retired, "new_pin": bool(pin)}
        journal.note(by, now, "save_staff", saved.uid, **details)
        return saved


def write_staff(member: StaffMember, pin_hash: str = "") -> StaffMember:
    """Write a checked staff member inside a deed's transaction, with a new PIN's hash if any."""
    if member.id:
        records.change_staff(member)
    else:
        member = replace(member, uid=member.uid or new_uid())
        member = replace(member, id=records.add_staff(member))
    if pin_hash:
        records.set_pin(member.id, pin_hash)
    return member


def _check_pin_of(staff_id: int, pin: str, now: datetime) -> StaffMember:
    member = people.staff_member(staff_id)
    no_pin = N_("This person has no PIN yet. A manager gives one in the back office.")
    if member is None or member.retired:
        refuse("no_pin", no_pin)

    def keep(failures: int, wait_until: datetime | None) -> None:
        records.pin_tried(staff_id, failures=failures, wait_until=wait_until)
        if failures:
            journal.note(None, now, "wrong_pin", member.uid, failures=failures)

    check_pin_of(pin, now, state=lambda: people.pin_state(staff_id), keep=keep, no_pin=no_pin)
    return member


def _checked(member: StaffMember) -> StaffMember:
    name, code = member.name.strip(), member.code.strip().upper()
    if not name:
        refuse("name_missing", N_("Type a name."), field="name")
    if not code:
        refuse("code_missing", N_("Type a short code, such as MEI."), field="code")
    other = people.staff_by_code(code)
    if other is not None and other.id != member.id:
        refuse("code_taken", N_("{name} has this code already."), field="code", name=other.name)
    return replace(member, name=name, code=code)


def _guard_owners(member: StaffMember, editor: StaffMember) -> None:
    before = people.staff_member(member.id) if member.id else None
    was_owner = before is not None and before.role is Role.OWNER
    if (was_owner or member.role is Role.OWNER) and editor.role is not Role.OWNER:
        refuse("owner_only", N_("Only an owner can change an owner."), field="role")
    stays = member.role is Role.OWNER and not member.retired
    others = [m for m in people.staff_members() if m.role is Role.OWNER and m.id != member.id]
    if was_owner and not stays and not others:
        refuse("last_owner", N_("The salon needs an owner. Make another one first."), field="role")
