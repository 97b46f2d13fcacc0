"""What of a sale that was paid before earns by now: how it was paid, what of its part on account is
owed and stands (RULES 10, 24), and what part of a line came back (RULES 16, 18)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from salon_pos.domain.catalog import ItemKind, TenderKind
from salon_pos.domain.earning import PaidLine
from salon_pos.domain.money import half_up
from salon_pos.domain.points import PointsRules


@dataclass(frozen=True, slots=True)
class OnAccount:
    """What of a sale's part on account is `owed`, and what of it no refund gave back, in whatever
    way (`stays`), in minor units."""

    owed: int = 0
    stays: int = 0


@dataclass(frozen=True, slots=True)
class PaidBy:
    """What paid a sale, in minor units: `given` value (points, vouchers), `stored` value with the
    `bonus` in it, `platform` vouchers, and what was put `on_account`. Of these only platform
    vouchers buy prepaid (in older files what is on account, too)."""

    given: int = 0
    stored: int = 0
    bonus: int = 0
    platform: int = 0
    on_account: int = 0

    def not_earning(self, lines: Sequence[PaidLine], rules: PointsRules) -> int:
        """What of it earns nothing under these rules (RULES 10)."""
        stored = self.stored if rules.at_top_up else self.bonus
        platform = 0 if rules.platform_earns else self.platform
        return min(_most(lines), self.given + stored + platform)

    def unpaid(self, lines: Sequence[PaidLine], rules: PointsRules, account: OnAccount) -> int:
        """What of it is not paid yet: of the part on account as much as is owed of what stands of
        that. Of 168.00 on account with 84.00 taken off, 42.00 owed are a half."""
        part = half_up(Fraction(account.owed, account.stays or 1) * self.on_account)
        return min(_most(lines) - self.not_earning(lines, rules), part)


@dataclass(frozen=True, slots=True)
class CameBack:
    """What of a line of `of` pieces came back: how many, and their `net` in minor units."""

    of: int
    quantity: int = 0
    net: int = 0

    def eligible(self, line: PaidLine, earned: int) -> int:
        """What came back of so many minor units that are eligible of the line: half up (16)."""
        return half_up(earned * self._money(line))

    def points(self, line: PaidLine, earned: int) -> int:
        """What came back of so many points of the line: the floor (18); of sessions by number."""
        part = self._pieces if line.session_use else self._money(line)
        return int(earned * part)

    @property
    def _pieces(self) -> Fraction:
        return Fraction(self.quantity, self.of)

    def _money(self, line: PaidLine) -> Fraction:
        """As `SoldLine.done` has it."""
        by_money = line.kind is ItemKind.PREPAID or line.session_use
        return Fraction(self.net, line.net) if by_money and line.net else self._pieces


def paid_by(by_kind: Mapping[TenderKind, int], bonus: int) -> PaidBy:
    """How a sale was paid, from what its tenders of each kind paid."""
    return PaidBy(
        given=by_kind.get(TenderKind.POINTS, 0) + by_kind.get(TenderKind.VOUCHER, 0),
        stored=by_kind.get(TenderKind.STORED_VALUE, 0),
        bonus=bonus,
        platform=by_kind.get(TenderKind.PLATFORM, 0),
        on_account=by_kind.get(TenderKind.ON_ACCOUNT, 0),
    )


def _most(lines: Sequence[PaidLine]) -> int:
    """What tenders paid on these lines; the unit value of a session is paid by its pack."""
    return sum(line.payable - (line.net if line.session_use else 0) for line in lines)
