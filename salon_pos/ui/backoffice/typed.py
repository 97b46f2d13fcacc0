"""What is typed into a field, as numbers and names; and numbers as they stand in a field."""

from decimal import Decimal

from salon_pos.domain.money import Currency, parse_decimal, parse_money
from salon_pos.i18n import _

PERCENT_DIGITS = 2
RATE_DIGITS = 4


def money_text(minor: int, currency: Currency) -> str:
    """12850 as "128.50": without symbol and without commas, ready to be typed over."""
    return f"{Decimal(minor).scaleb(-currency.digits):f}"


def percent_text(basis_points: int) -> str:
    """1250 as "12.5"."""
    return short_text(basis_points, PERCENT_DIGITS)


def rate_text(ppm: int) -> str:
    """99750 millionths as "9.975"."""
    return short_text(ppm, RATE_DIGITS)


def percent(text: str, *, field: str) -> int:
    """A typed percentage in basis points; refuses what is no number."""
    return parse_decimal(_without_sign(text), digits=PERCENT_DIGITS, field=field, example="12.5")


def rate(text: str, *, field: str) -> int:
    """A typed tax rate in millionths; refuses what is no number."""
    return parse_decimal(_without_sign(text), digits=RATE_DIGITS, field=field, example="9.975")


def money_or_none(text: str, currency: Currency, *, field: str) -> int | None:
    """A typed amount in minor units, None where nothing is typed."""
    return parse_money(text, currency, field=field) if text.strip() else None


def shown_name(name: str) -> str:
    """A name as the screens say it: the starting lists are English on file."""
    return _(name) if name else ""


def kept_name(typed: str, on_file: str) -> str:
    """What to write down for a typed name: one that was only translated stays as it is."""
    return on_file if typed.strip() == shown_name(on_file) else typed


def short_text(value: int, digits: int) -> str:
    """A number of `digits` decimals without the zeros at its end."""
    text = f"{Decimal(value).scaleb(-digits):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _without_sign(text: str) -> str:
    return text.strip().removesuffix("%").removesuffix("％").strip()
