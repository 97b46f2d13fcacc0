"""What the whole salon owes its clients and is owed, by kind: sums of the ledger, nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass

from peewee import SQL, Select, fn

from salon_pos.db.models.ledger import AccountRow, EntryRow
from salon_pos.db.prepared import Prepared
from salon_pos.db.queries import value

PREPAID = ("principal", "bonus", "pack_value", "gift_card", "deposit")
"""Kinds of money that was taken or given ahead and is owed until it is used."""
TO_US = ("receivable", "platform")
"""Kinds of money that others owe the salon."""
KINDS = (*PREPAID, "pack", "points", "points_debt", *TO_US)
_DEBIT = ("points_debt", *TO_US)


def _by_kind() -> Select:
    """A kind stands before the colon of an account's code."""
    colon = fn.INSTR(AccountRow.code, SQL("':'"))
    each = (
        EntryRow.select(
            fn.SUBSTR(AccountRow.code, SQL("1"), colon - SQL("1")).alias("kind"),
            fn.SUM(EntryRow.amount).alias("amount"),
        )
        .join(AccountRow)
        .where(colon > SQL("0"))
        .group_by(EntryRow.account)
    )
    return (
        Select([each], [each.c.kind, fn.SUM(each.c.amount), fn.COUNT(each.c.amount)])
        .where(each.c.amount != SQL("0"))
        .group_by(each.c.kind)
    )


_SUMS = Prepared(_by_kind)


@dataclass(frozen=True, slots=True)
class Owed:
    """The sum of one kind's accounts (minor units, points or sessions), counted on their side, and
    how many hold something."""

    amount: int = 0
    holders: int = 0


@dataclass(frozen=True, slots=True)
class OwedInAll:
    """Every kind of `KINDS`; `points_worth` is what the points would pay by the rules in force, in
    minor units, None where they pay nothing."""

    kinds: Mapping[str, Owed]
    points_worth: int | None

    @property
    def prepaid(self) -> int:
        """All that is paid or given ahead, in minor units; points are not in it."""
        return sum(self.kinds[kind].amount for kind in PREPAID)

    @property
    def to_us(self) -> int:
        """All that others owe the salon, in minor units."""
        return sum(self.kinds[kind].amount for kind in TO_US)


def owed_in_all() -> OwedInAll:
    """What is owed as the books have it now; what has ended counts until its end is posted. It
    reads the whole ledger: for a thread of its own."""
    found = {
        kind: Owed(amount if kind in _DEBIT else -amount, holders)
        for kind, amount, holders in _SUMS.all()
    }
    kinds = {kind: found.get(kind, Owed()) for kind in KINDS}
    rules = value.points_in_force()
    burn = rules.burn if rules else None
    points = kinds["points"].amount
    return OwedInAll(kinds, points // burn.step * burn.value if burn else None)
