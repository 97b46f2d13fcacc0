"""Clients and staff as people on file, and the rules for their particulars."""

from dataclasses import dataclass
from datetime import date

from salon_pos.domain.refusal import refuse
from salon_pos.domain.rights import Role
from salon_pos.domain.words import N_


@dataclass(frozen=True, slots=True)
class Client:
    """A person the salon serves. `phone` is E.164 or empty; `code` is another system's key;
    `referrer_id` the client who brought them."""

    name: str
    phone: str = ""
    gender: str = ""
    birthday: date | None = None
    note: str = ""
    code: str = ""
    id: int = 0
    uid: str = ""
    retired: bool = False
    referrer_id: int | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """A level of skill that prices can follow (junior, senior, director …)."""

    id: int
    name: str
    rank: int
    retired: bool = False


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Someone who signs in. `code` is short and unique; `serves` puts them on the staff strip."""

    name: str
    role: Role
    code: str = ""
    level_id: int | None = None
    serves: bool = True
    id: int = 0
    uid: str = ""
    retired: bool = False


def masked_phone(phone: str) -> str:
    """A phone number as a stylist sees it: its last four digits."""
    return f"•••• {phone[-4:]}" if phone else ""


def check_pin(pin: str) -> str:
    """`pin` as typed; refuses what is not four to eight digits."""
    if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 8):
        refuse("bad_pin", N_("A PIN has four to eight digits."), field="pin")
    return pin


def pin_delay(failures: int) -> int:
    """Seconds to wait after so many wrong PINs in a row: none for two, then 5, 15, 30, 60 …"""
    if failures < 3:
        return 0
    return min(300, (5, 15, 30, 60)[failures - 3] if failures < 7 else 60 * (failures - 5))
