"""Group-buying platforms, one versioned set, and how a platform voucher is named (RULES 24)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NoReturn

from salon_pos.domain.holdings import PlatformVoucher
from salon_pos.domain.money import BASIS_POINTS, MOST, Amount, half_up
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rule_sets import (
    Unit,
    check_different,
    check_flag,
    check_text,
    check_whole,
    readable,
)
from salon_pos.domain.words import N_

LONGEST_CODE, LONGEST_NUMBER = 32, 40


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform, and the basis points it keeps of what its vouchers pay. A `retired` one takes no
    more vouchers; what it owes is still settled."""

    code: str
    name: str
    fee_bp: int = 0
    retired: bool = False


@dataclass(frozen=True, slots=True)
class ValueRules:
    """One version of what may pay beside the salon's own value."""

    version: int
    platforms: tuple[Platform, ...] = ()

    @property
    def offered(self) -> tuple[Platform, ...]:
        """The platforms whose vouchers are taken at the counter."""
        return tuple(one for one in self.platforms if not one.retired)

    def platform(self, code: str) -> Platform | None:
        """The platform with this code."""
        return next((one for one in self.platforms if one.code == code), None)


@dataclass(frozen=True, slots=True)
class VoucherName:
    """What tells a platform voucher apart: its platform and its own number; with the face value in
    minor units (0: what it pays) and the fee that was typed for it (None: the platform's terms)."""

    platform: str
    number: str
    face: int = 0
    fee: int | None = None

    @property
    def source(self) -> str:
        """How a tender names it."""
        fee = () if self.fee is None else (str(self.fee),)
        return ":".join((self.platform, self.number, str(self.face), *fee))


def read_source(source: str) -> VoucherName:
    """The voucher that a tender names. Refuses what is not `platform:number:face` or
    `platform:number:face:fee`, and a number that no voucher can have."""
    platform, *rest = source.split(":")
    number, *amounts = rest or [""]
    if len(amounts) > 2 or not all(_is_amount(amount) for amount in amounts):
        refuse("bad_face", N_("A voucher's face value and fee are zero or more."), field="source")
    if voucher_number(number, field="source") != number:
        _refuse_number("source")
    face, fee = (*(int(amount) for amount in amounts), None, None)[:2]
    return VoucherName(platform, number, face or 0, fee)


def voucher_number(typed: str, *, field: str = "code") -> str:
    """A typed or scanned code as a voucher's number: without spaces, in capitals. Refuses what is
    empty, too long or has other signs."""
    number = "".join(typed.split()).upper()
    plain = number.replace("-", "")
    if not (plain.isascii() and plain.isalnum() and len(number) <= LONGEST_NUMBER):
        _refuse_number(field)
    return number


def fee_of(platform: Platform, paid: int) -> int:
    """What the platform keeps by its terms of what its voucher pays, half up."""
    return half_up(Fraction(paid * platform.fee_bp, BASIS_POINTS))


def voucher_for(name: VoucherName, platform: Platform, paid: int) -> PlatformVoucher:
    """The voucher as it pays `paid` minor units. Refuses more than its face value: settlement and
    fee are parts of what the client bought it for."""
    if name.face and paid > name.face:
        refuse("above_face",
               N_("Settlement and fee come to {pays}, above the face value of {face}. Check them."),
               field="settlement", pays=Amount(paid), face=Amount(name.face))  # fmt: skip
    fee = fee_of(platform, paid) if name.fee is None else name.fee
    return PlatformVoucher(platform.code, name.face or paid, fee)


def _is_amount(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) <= MOST


def _refuse_number(field: str) -> NoReturn:
    refuse("bad_voucher_number",
           N_("A platform voucher's code has up to {most} letters, digits and hyphens."),
           field=field, most=LONGEST_NUMBER)  # fmt: skip


def check_value_rules(rules: ValueRules) -> ValueRules:
    """`rules` as given. Refuses codes that no account can have, names that are no text, two of one
    code, and fees that are no part of what is paid."""
    check_whole(rules.version, "version", least=1)
    for number, platform in enumerate(rules.platforms):
        where = f"platforms.{number}.fee_bp"
        check_whole(platform.fee_bp, where, most=BASIS_POINTS, unit=Unit.PERCENT)
        check_flag(platform.retired, f"platforms.{number}.retired")
        code = platform.code
        check_text(code, f"platforms.{number}.code")
        check_text(platform.name, f"platforms.{number}.name")
        if not (code.isascii() and code.isalnum() and len(code) <= LONGEST_CODE):
            refuse("bad_platform_code", N_("A platform's code has up to 32 letters and digits."),
                   field=f"platforms.{number}.code")  # fmt: skip
        if not platform.name.strip():
            refuse("platform_unnamed", N_("Give the platform a name."),
                   field=f"platforms.{number}.name")  # fmt: skip
    check_different([platform.code for platform in rules.platforms], "platforms.code")
    return rules


def value_rules(plain: Mapping[str, Any]) -> ValueRules:
    """The rules that `json.loads` of `rule_sets.to_json` gives. Refuses what cannot be read;
    `check_value_rules` looks at what it says."""
    with readable():
        read: dict[str, Any] = {
            "platforms": tuple(Platform(**each) for each in plain.get("platforms", ()))
        }
        return ValueRules(**{**plain, **read})
