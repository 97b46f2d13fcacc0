"""Group-buying platforms, one versioned set, and how a platform voucher is named (RULES 24)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from salon_pos.domain.holdings import PlatformVoucher
from salon_pos.domain.money import BASIS_POINTS, MOST, half_up
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rule_sets import check_different, check_whole, readable
from salon_pos.domain.words import N_

LONGEST_CODE = 32


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform, and the basis points it keeps of what its vouchers pay."""

    code: str
    name: str
    fee_bp: int = 0


@dataclass(frozen=True, slots=True)
class ValueRules:
    """One version of what may pay beside the salon's own value."""

    version: int
    platforms: tuple[Platform, ...] = ()

    def platform(self, code: str) -> Platform | None:
        """The platform with this code."""
        return next((one for one in self.platforms if one.code == code), None)


@dataclass(frozen=True, slots=True)
class VoucherName:
    """What tells a platform voucher apart: its platform, its own number, and the face value in
    minor units (0: what it pays)."""

    platform: str
    number: str = ""
    face: int = 0

    @property
    def source(self) -> str:
        """How a tender names it."""
        return ":".join((self.platform, self.number, str(self.face))).removesuffix("::0")


def read_source(source: str) -> VoucherName:
    """The voucher that a tender names. Refuses what is not `platform` or
    `platform:number:face`."""
    platform, _, rest = source.partition(":")
    number, _, face = rest.rpartition(":")
    if not rest:
        return VoucherName(platform)
    if not (face.isascii() and face.isdigit() and int(face) <= MOST):
        refuse("bad_face", N_("A voucher's face value is zero or more."), field="source")
    return VoucherName(platform, number, int(face))


def voucher_for(name: VoucherName, platform: Platform, paid: int) -> PlatformVoucher:
    """The voucher as it pays `paid` minor units: the platform's fee is half up of that."""
    fee = half_up(Fraction(paid * platform.fee_bp, BASIS_POINTS))
    return PlatformVoucher(platform.code, name.face or paid, fee)


def check_value_rules(rules: ValueRules) -> ValueRules:
    """`rules` as given. Refuses codes that no account can have, two of one code, and fees that are
    no part of what is paid."""
    check_whole(rules.version, "version", least=1)
    for number, platform in enumerate(rules.platforms):
        check_whole(platform.fee_bp, f"platforms.{number}.fee_bp", most=BASIS_POINTS)
        code = platform.code
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
