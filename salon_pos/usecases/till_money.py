"""Money that a till takes or pays out beside a sale: by which means, in which shift."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from salon_pos.db.queries import catalog, shifts
from salon_pos.db.queries import settings as salon
from salon_pos.db.queries.bought_with import bought_with_value
from salon_pos.db.records.ledger import Posting
from salon_pos.domain import ledger
from salon_pos.domain.catalog import TenderKind, TenderMethod
from salon_pos.domain.ledger import Entry
from salon_pos.domain.lots import Lot
from salon_pos.domain.money import MOST, Amount, to_step
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rights import Actor
from salon_pos.domain.words import N_, OnFile
from salon_pos.usecases.approving import approved_by
from salon_pos.usecases.clock import check_in_shift

_AT_ONCE = N_("Paying back {amount} needs another manager's PIN.")
_IN_PARTS = N_(
    "{before} was paid back before. Paying back {amount} more needs another manager's PIN."
)


@dataclass(frozen=True, slots=True)
class TillMoney:
    """One means of payment of the till with this code, in its open shift, on this business day."""

    method: TenderMethod
    till: str
    shift_id: int
    day: date
    cash_step: int
    by: Actor

    def posting(self, uid: str, deed: str, now: datetime) -> Posting:
        """How the deed with this uid is posted now."""
        return Posting(uid, deed, now, self.day, self.by, self.shift_id)

    def coins(self, amount: int) -> int:
        """What changes hands for `amount` minor units: in cash, what coins can make (RULES 5)."""
        return to_step(amount, self.cash_step) if self.is_cash else amount

    def entries(self, amount: int, rule: str, inputs: Mapping[str, int | str]) -> Iterator[Entry]:
        """The entries of taking `amount`, or below zero of paying it out."""
        paid = self.coins(amount)
        account = ledger.money(self.method, self.till)
        if paid:
            yield Entry(account, paid, rule, inputs=inputs)
        if paid != amount:
            yield Entry(ledger.CASH_ROUNDING, amount - paid, "cash_rounding")

    def check_pays_out(self, amount: int, subject: str, approval: str, *, before: int = 0) -> None:
        """Refuse to pay `amount` out by the deed `subject` in cash that the drawer does not hold,
        and above what is refunded alone (RULES 17) without another person's `approval`; `before`
        was paid out of the same already."""
        coins, held = self.coins(amount), shifts.drawer_balance(self.by.till_id)
        if self.is_cash and coins > held:
            text = N_("The drawer holds {held}. Choose another way to pay it back.")
            refuse("drawer_short", text, field="tender", held=Amount(held))
        if before + amount <= salon.settings().refund_manager_above:
            return
        if approved_by(approval, subject, amount, by_id=self.by.staff_id) is None:
            refuse("needs_manager", _IN_PARTS if before else _AT_ONCE, field="approval",
                   amount=Amount(amount), before=Amount(before))  # fmt: skip

    @property
    def is_cash(self) -> bool:
        """Whether it is the drawer's."""
        return self.method.kind is TenderKind.CASH


def check_no_value(lots: Sequence[Lot]) -> None:
    """Refuse to pay out of lots that were bought with a gift card, a deposit, a platform's voucher
    or on account: those go back to where they came from, with a refund of their sale."""
    bought = bought_with_value(lot.id for lot in lots)
    for one in bought.values():
        refuse("never_money_here",
               N_("It was paid with {tender} and is never paid out. Refund sale {number}: then it "
                  "goes back to where it came from."),
               field="tender", tender=OnFile(one.tender), number=one.number)  # fmt: skip


def till_money(method_id: int, by: Actor, now: datetime) -> TillMoney:
    """The means of payment as this till takes it now. Refuses without an open shift, a clock that
    does not go with it, and what is no money."""
    shift = shifts.open_shift(by.till_id)
    if shift is None:
        refuse("no_shift", N_("Open the shift first."))
    settings = salon.settings()
    day = settings.business_day(now)
    check_in_shift(day, shift, settings)
    method = catalog.tender_methods().get(method_id)
    if method is None or method.retired or not method.kind.is_recorded:
        refuse("no_money", N_("This is settled in money. Choose cash, a card or a transfer."),
               field="tender")  # fmt: skip
    return TillMoney(method, salon.till_code(by.till_id), shift.id, day, settings.cash_step, by)


def check_amount(amount: int, most: int, money: TillMoney | None = None) -> None:
    """Refuse an amount that is no whole number of minor units from one to `most`; and where
    `money` is cash, a part of `most` that no coins can make: many such parts would come to more, or
    to less, than the whole."""
    if type(amount) is not int or not 0 < amount <= min(most, MOST):
        refuse("bad_amount", N_("Type an amount above zero and of {most} at most."),
               field="amount", most=Amount(most))  # fmt: skip
    if money and money.coins(amount) != amount != most:
        refuse("no_such_coins", N_("Cash comes in steps of {step}."), field="amount",
               step=Amount(money.cash_step))  # fmt: skip
