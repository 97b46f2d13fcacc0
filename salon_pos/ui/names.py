"""The screens' names for what has a fixed set of values in the program."""

from salon_pos.domain.rights import Role
from salon_pos.i18n import _


def role_name(role: Role) -> str:
    """A role as the screens call it."""
    return {
        Role.STYLIST: _("Stylist"),
        Role.CASHIER: _("Cashier"),
        Role.MANAGER: _("Manager"),
        Role.OWNER: _("Owner"),
    }[role]
