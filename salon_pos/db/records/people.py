"""Writing staff, clients and their look-up index."""

from datetime import datetime

from salon_pos.db import search
from salon_pos.db.models.base import to_millis
from salon_pos.db.models.people import ClientRow, StaffRow
from salon_pos.db.prepared import Insert, P, Prepared
from salon_pos.domain.people import Client, StaffMember

_CLIENT = Insert(
    ClientRow, "uid", "code", "name", "phone", "gender", "birthday", "note", "created_at",
    "retired", "referrer",
)  # fmt: skip
_PIN_TRIED = Prepared(
    lambda: StaffRow.update({StaffRow.failures: P, StaffRow.wait_until: P}).where(StaffRow.id == P)
)


def add_client(client: Client, *, created_at: datetime) -> int:
    """Put a client on file and into the look-up; their id."""
    client_id = _CLIENT(
        uid=client.uid, code=client.code or None, name=client.name, phone=client.phone,
        gender=client.gender, birthday=client.birthday, note=client.note, created_at=created_at,
        retired=client.retired, referrer=client.referrer_id,
    )  # fmt: skip
    search.index_client(client_id, client.name, client.phone, client.code)
    return client_id


def change_client(client: Client) -> None:
    """Write a client's particulars anew, in the look-up too; a retired one is not found."""
    ClientRow.update(
        code=client.code or None, name=client.name, phone=client.phone, gender=client.gender,
        birthday=client.birthday, note=client.note, retired=client.retired,
        referrer=client.referrer_id,
    ).where(ClientRow.id == client.id).execute()  # fmt: skip
    search.forget_client(client.id)
    if not client.retired:
        search.index_client(client.id, client.name, client.phone, client.code)


def add_staff(member: StaffMember) -> int:
    """Put a staff member on file, without a PIN yet; their id."""
    return StaffRow.insert(uid=member.uid, **_staff_values(member)).execute()


def change_staff(member: StaffMember) -> None:
    """Write a staff member's particulars anew."""
    StaffRow.update(**_staff_values(member)).where(StaffRow.id == member.id).execute()


def set_pin(staff_id: int, pin_hash: str) -> None:
    """Give a staff member a PIN, and a clean slate of wrong tries."""
    StaffRow.update(pin_hash=pin_hash, failures=0, wait_until=None).where(
        StaffRow.id == staff_id
    ).execute()


def set_password(staff_id: int, password_hash: str) -> None:
    """Give an owner the password of the back office."""
    StaffRow.update(password_hash=password_hash).where(StaffRow.id == staff_id).execute()


def pin_tried(staff_id: int, *, failures: int, wait_until: datetime | None) -> None:
    """Write down the wrong tries in a row and how long the next one has to wait."""
    _PIN_TRIED.run(failures, to_millis(wait_until) if wait_until else None, staff_id)


def _staff_values(member: StaffMember) -> dict[str, object]:
    return {
        "code": member.code,
        "name": member.name,
        "role": str(member.role),
        "level": member.level_id,
        "serves": member.serves,
        "retired": member.retired,
    }
