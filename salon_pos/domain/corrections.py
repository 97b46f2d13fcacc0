"""Corrections of a paid sale: who did a line, and by what a tender was paid. The sale stays as it
was rung up; what is corrected counts from then on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from salon_pos.domain import ledger
from salon_pos.domain.catalog import TenderKind, TenderMethod
from salon_pos.domain.ledger import Entry
from salon_pos.domain.money import Amount, share
from salon_pos.domain.refusal import refuse
from salon_pos.domain.sold import MONEY, SoldTender
from salon_pos.domain.ticket import Credit, check_credit
from salon_pos.domain.words import N_, OnFile


def credit_parts(
    net: int, returned: Sequence[int], shares: Sequence[Credit]
) -> Iterator[tuple[int, ...]]:
    """What each of the `shares` has of a line over `net`, then of each of its refunds (`returned`,
    below zero, the oldest first), as RULES 27 would have shared them: of a line that came back as a
    whole nobody keeps anything."""
    left = list(share(net, [each.part_bp for each in shares]))
    yield tuple(left)
    for back in returned:
        parts = share(back, left)
        left = [had + part for had, part in zip(left, parts, strict=True)]
        yield tuple(parts)


def check_shares(now: Sequence[Credit], shares: Sequence[Credit]) -> None:
    """Refuse nobody, parts that do not sum to exactly 100 %, and what is so already."""
    if not shares:
        refuse("nobody_chosen", N_("Choose who did it."), field="staff")
    check_credit(shares)
    if tuple(now) == tuple(shares):
        refuse("nothing_changed", N_("This is how it is already. Choose what it should be."),
               field="staff")  # fmt: skip


@dataclass(frozen=True, slots=True)
class TenderMove:
    """The tender at `position` of a sale was paid by `to` and not by what it `was`: its `applied`
    and its `tip`, in minor units, lie with another means of payment."""

    sale_uid: str
    position: int
    was: TenderMethod
    to: TenderMethod
    applied: int
    tip: int = 0

    @property
    def amount(self) -> int:
        """All that moves."""
        return self.applied + self.tip

    @property
    def from_drawer(self) -> int:
        """What the drawer should hold less, below zero for more."""
        out = self.amount if self.was.kind is TenderKind.CASH else 0
        return out - (self.amount if self.to.kind is TenderKind.CASH else 0)


def tender_move(
    sale_uid: str, tender: SoldTender, was: TenderMethod, to: TenderMethod | None, *, cash_step: int
) -> TenderMove:
    """What correcting this tender moves. Refuses what is no money on either side, the means that it
    is already, a tender of nothing, one that something was paid back for, and cash that no coins
    can make: the cash part of the sale keeps its steps (RULES 5)."""
    if was.kind not in MONEY:
        refuse("never_corrected",
               N_("{tender} was taken from a balance. Void or refund the sale instead."),
               field="tender", tender=OnFile(was.name))  # fmt: skip
    if to is None or to.retired or to.kind not in MONEY:
        refuse("tender_unknown", N_("This means of payment is not taken here. Choose another."),
               field="method")  # fmt: skip
    if to.id == was.id:
        refuse("nothing_changed", N_("This is how it is already. Choose what it should be."),
               field="method")  # fmt: skip
    move = TenderMove(sale_uid, tender.position, was, to, tender.applied, tender.tip)
    if tender.returned or tender.tip_returned:
        refuse("tender_refunded",
               N_("Something was paid back by {tender}. Refund the rest instead."),
               field="tender", tender=OnFile(was.name))  # fmt: skip
    if not move.amount:
        refuse("tender_empty", N_("Nothing was paid with {tender}."), field="tender",
               tender=OnFile(was.name))  # fmt: skip
    if to.kind is TenderKind.CASH and (tender.applied % cash_step or tender.tip % cash_step):
        refuse("no_such_coins",
               N_("{amount} cannot have been paid in cash, which comes in steps of {step}."),
               field="method", amount=Amount(move.amount), step=Amount(cash_step))  # fmt: skip
    return move


def tender_entries(move: TenderMove, till: str) -> tuple[Entry, Entry]:
    """From the old means of payment to the new one; `till` is the code of the sale's till."""
    inputs = {"sale": move.sale_uid, "tender": move.position, "was": move.was.code,
              "to": move.to.code}  # fmt: skip
    return (
        Entry(ledger.money(move.to, till), move.amount, "tender.correct", inputs=inputs),
        Entry(ledger.money(move.was, till), -move.amount, "tender.correct", inputs=inputs),
    )
