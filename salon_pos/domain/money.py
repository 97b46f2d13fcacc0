"""Money as whole minor units, shares that sum to the whole, and one way to round."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from salon_pos.domain.refusal import refuse
from salon_pos.domain.words import N_

BASIS_POINTS = 10_000
MILLION = 1_000_000
MOST = 10**12
"""The largest single price or tender in minor units; keeps every sum within 64 bits."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Money inside a sentence: minor units, written with the salon's symbol at the edge."""

    minor: int


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage inside a sentence, in basis points (1,500 is 15 %)."""

    basis_points: int


@dataclass(frozen=True, slots=True)
class Off:
    """What is taken off inside a sentence, in basis points (1,500 is "15 % off", 85折)."""

    basis_points: int


@dataclass(frozen=True, slots=True)
class Currency:
    """The salon's one currency. `digits` is how many decimals its minor unit has."""

    code: str
    symbol: str
    digits: int

    @property
    def unit(self) -> int:
        """Minor units in one major unit."""
        return 10**self.digits


CURRENCIES = {
    currency.code: currency
    for currency in (
        Currency("CNY", "¥", 2),
        Currency("HKD", "HK$", 2),
        Currency("TWD", "NT$", 0),
        Currency("MOP", "MOP$", 2),
        Currency("SGD", "S$", 2),
        Currency("MYR", "RM", 2),
        Currency("CAD", "$", 2),
        Currency("USD", "$", 2),
        Currency("AUD", "$", 2),
        Currency("NZD", "$", 2),
        Currency("GBP", "£", 2),
        Currency("EUR", "€", 2),
        Currency("JPY", "¥", 0),
    )
}


def half_up(exact: Fraction) -> int:
    """The nearest whole number; a half goes away from zero."""
    whole, rest = divmod(abs(exact.numerator), exact.denominator)
    rounded = whole + (2 * rest >= exact.denominator)
    return rounded if exact >= 0 else -rounded


def share(total: int, weights: Sequence[int | Fraction]) -> tuple[int, ...]:
    """Split `total` by `weights` (none negative) so that the parts sum to it exactly.

    Largest remainder; equal remainders go to the earlier part; all-zero weights give the first
    part everything. A negative total splits as its mirror image.
    """
    if not weights:
        return ()
    if total < 0:
        return tuple(-part for part in share(-total, weights))
    if min(weights) < 0:
        raise ValueError("a weight is never negative")
    # Whole weights in the same proportions: exact like fractions, and several times faster.
    scale = lcm(*(weight.denominator for weight in weights))
    whole_weights = [weight.numerator * (scale // weight.denominator) for weight in weights]
    whole = sum(whole_weights)
    if whole == 0:
        return (total, *(0 for _ in weights[1:]))
    divided = [divmod(total * weight, whole) for weight in whole_weights]
    parts = [part for part, _ in divided]
    by_remainder = sorted(range(len(parts)), key=lambda i: (-divided[i][1], i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return tuple(parts)


def to_step(amount: int, step: int) -> int:
    """`amount` rounded half up to a multiple of `step` (1 leaves it as it is)."""
    return half_up(Fraction(amount, step)) * step


def parse_decimal(text: str, *, digits: int, field: str, example: str = "") -> int:
    """A typed decimal as a whole number of its last digit: "12.5" with 2 digits is 1250.

    Takes full-width digits and commas between thousands ("1,234.50"); refuses anything else, a
    sign and a decimal comma included, more than `digits` decimals and more than twelve whole
    digits. `example` is what the refusal offers instead; an amount if left out.
    """
    typed = _NUMBER.fullmatch(text.strip().translate(_TYPED))
    whole, part = (typed["whole"].replace(",", ""), typed["part"] or "") if typed else ("", "")
    if not (whole or part) or len(part) > digits or len(whole) > _LONGEST:
        refuse(
            "not_a_number",
            _what_to_type(text.strip().translate(_TYPED), digits),
            field=field,
            example=example or (f"128.{'5'.ljust(digits, '0')}" if digits else "128"),
        )
    return int((whole or "0") + part.ljust(digits, "0"))


def _what_to_type(typed: str, digits: int) -> str:
    """The sentence for what is no such number; −5 and 1.5 are numbers, though not here."""
    unsigned = typed.lstrip("-−+－")
    if (number := _NUMBER.fullmatch(typed)) and len(number["whole"].replace(",", "")) > _LONGEST:
        return N_("This number is too large. Type one such as {example}.")
    if not _NUMBER.fullmatch(unsigned) or not any(sign.isdecimal() for sign in unsigned):
        return N_("Type a number such as {example}.")
    if unsigned != typed:
        return N_("Type a number without a sign, such as {example}.")
    return (
        N_("These are too many decimals. Type a number such as {example}.")
        if digits
        else N_("Type a whole number such as {example}.")
    )


_LONGEST = 12  # whole digits
_TYPED = str.maketrans("０１２３４５６７８９．，。", "0123456789.,.")
# A comma anywhere else may be somebody's decimal point, and "12,50" must never become 1,250.
_NUMBER = re.compile(r"(?P<whole>[0-9]{1,3}(,[0-9]{3})+|[0-9]*)(\.(?P<part>[0-9]*))?")


def is_whole(value: object, least: int, most: int) -> bool:
    """Whether it is a whole number from `least` to `most`; 1.5, "2" and True are none."""
    return type(value) is int and least <= value <= most


def parse_money(text: str, currency: Currency, *, field: str) -> int:
    """A typed amount in minor units; refuses what is no amount of `currency`."""
    return parse_decimal(text, digits=currency.digits, field=field)
