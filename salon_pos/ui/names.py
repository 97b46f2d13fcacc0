"""The screens' names for what has a fixed set of values in the program."""

from salon_pos.domain.money import CURRENCIES
from salon_pos.domain.rights import Role
from salon_pos.i18n import _

# Each in its own words: who cannot read the present one must find theirs.
LANGUAGE_NAMES = (("en", "English"), ("zh_CN", "简体中文"), ("zh_TW", "繁體中文"))


def role_name(role: Role) -> str:
    """A role as the screens call it."""
    return {
        Role.STYLIST: _("Stylist"),
        Role.CASHIER: _("Cashier"),
        Role.MANAGER: _("Manager"),
        Role.OWNER: _("Owner"),
    }[role]


def currency_name(code: str) -> str:
    """A currency with its symbol, such as "Canadian dollar ($)"."""
    names = {
        "CNY": _("Renminbi"),
        "HKD": _("Hong Kong dollar"),
        "TWD": _("New Taiwan dollar"),
        "MOP": _("Macau pataca"),
        "SGD": _("Singapore dollar"),
        "MYR": _("Malaysian ringgit"),
        "CAD": _("Canadian dollar"),
        "USD": _("US dollar"),
        "AUD": _("Australian dollar"),
        "NZD": _("New Zealand dollar"),
        "GBP": _("British pound"),
        "EUR": _("Euro"),
        "JPY": _("Japanese yen"),
    }
    return f"{names[code]} · {CURRENCIES[code].symbol}"
