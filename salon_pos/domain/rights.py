"""Who may do what: the one table of rights that the use cases enforce."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a staff member is in the program."""

    STYLIST = "stylist"
    CASHIER = "cashier"
    MANAGER = "manager"
    OWNER = "owner"


class Right(StrEnum):
    """One thing a role may do."""

    WRITE_TICKET = "write_ticket"
    TAKE_PAYMENT = "take_payment"
    RUN_SHIFT = "run_shift"
    SEE_SALES = "see_sales"
    EDIT_CLIENTS = "edit_clients"
    SEE_PHONE = "see_phone"
    EDIT_CATALOG = "edit_catalog"
    EDIT_STAFF = "edit_staff"
    EDIT_SETTINGS = "edit_settings"
    APPROVE = "approve"
    IMPORT = "import"
    SEE_RECOVERY_CODE = "see_recovery_code"
    RUN_CARDS = "run_cards"
    REFUND = "refund"
    ADJUST_POINTS = "adjust_points"
    EDIT_RULES = "edit_rules"


_STYLIST = frozenset({Right.WRITE_TICKET})
_CASHIER = _STYLIST | {
    Right.TAKE_PAYMENT,
    Right.RUN_SHIFT,
    Right.SEE_SALES,
    Right.EDIT_CLIENTS,
    Right.SEE_PHONE,
    Right.RUN_CARDS,
    Right.REFUND,
}
_MANAGER = _CASHIER | {
    Right.EDIT_CATALOG,
    Right.EDIT_STAFF,
    Right.APPROVE,
    Right.IMPORT,
    Right.ADJUST_POINTS,
    Right.EDIT_RULES,
}

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.STYLIST: _STYLIST,
    Role.CASHIER: _CASHIER,
    Role.MANAGER: _MANAGER,
    Role.OWNER: frozenset(Right),
}


def may(role: Role, right: Right) -> bool:
    """Whether `role` has `right`."""
    return right in RIGHTS[role]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does a deed, and at which till."""

    staff_id: int
    till_id: int
