"""Deposits that are not used: paid back to the client, or forfeited."""

from dataclasses import asdict, dataclass
from datetime import datetime

from salon_pos.db.queries import balances, people
from salon_pos.db.queries.bought_with import bought_with_value
from salon_pos.db.records import journal, ledger
from salon_pos.domain import ledger as accounts
from salon_pos.domain.ledger import BREAKAGE, Entry
from salon_pos.domain.lots import Lot, held, take
from salon_pos.domain.people import Client
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rights import Actor, Right
from salon_pos.domain.words import N_
from salon_pos.usecases.approving import WordFor
from salon_pos.usecases.clock import posting
from salon_pos.usecases.deed import deed
from salon_pos.usecases.once import answered, keep_answer
from salon_pos.usecases.till_money import TillMoney, check_amount, check_no_value, till_money


@dataclass(frozen=True, slots=True)
class DepositMoved:
    """What was taken off a deposit, what was `paid` out for it (in cash, what coins can make), and
    what is left; all minor units."""

    amount: int
    paid: int
    left: int


def refund_deposit(
    uid: str, client_id: int, amount: int, method_id: int, *, approval: str = "", by: Actor,
    now: datetime,
) -> DepositMoved:  # fmt: skip
    """Pay a deposit, or a part of it, back by this means of payment. Refuses more than it or the
    drawer holds, what of it was not bought with money, in cash a part that no coins can make, and
    above the salon's limit, with what was paid back of the same deposits before, without another's
    `approval`. Done again under its uid it answers the same."""
    with deed(Right.REFUND, by):
        asked = (client_id, amount, method_id)
        if done := answered(uid, "refund_deposit", asked):
            return DepositMoved(**done)
        money = till_money(method_id, by, now)
        client, taken = _taken(client_id, amount, "deposit.refund", money)
        lots = [entry.lot for entry in taken if isinstance(entry.lot, int)]
        before = balances.moved_by("deposit.refund", lots)
        subject = WordFor.REFUND_DEPOSIT.subject(uid)
        money.check_pays_out(amount, subject, approval, before=before)
        paid = money.entries(-amount, "deposit.refund", {"client": client.uid})
        ledger.post(money.posting(uid, "refund_deposit", now), (*taken, *paid))
        journal.note(by, now, "refund_deposit", uid, client=client.uid, amount=amount)
        moved = _moved(client, amount, money.coins(amount))
        keep_answer(uid, "refund_deposit", asked, asdict(moved))
        return moved


def forfeit_deposit(
    uid: str, client_id: int, amount: int, *, by: Actor, now: datetime
) -> DepositMoved:
    """Let a deposit, or a part of it, become income: the client did not come. Refuses more than it
    holds, and a clock that jumped."""
    with deed(Right.REFUND, by):
        asked = (client_id, amount)
        if done := answered(uid, "forfeit_deposit", asked):
            return DepositMoved(**done)
        made = posting(uid, "forfeit_deposit", by, now)
        client, taken = _taken(client_id, amount, "deposit.forfeit")
        income = Entry(BREAKAGE, -amount, "deposit.forfeit", inputs={"client": client.uid})
        ledger.post(made, (*taken, income))
        journal.note(by, now, "forfeit_deposit", uid, client=client.uid, amount=amount)
        moved = _moved(client, amount, 0)
        keep_answer(uid, "forfeit_deposit", asked, asdict(moved))
        return moved


def _taken(
    client_id: int, amount: int, rule: str, money: TillMoney | None = None
) -> tuple[Client, tuple[Entry, ...]]:
    """The client, and the entries that take `amount` off their deposit, the oldest first."""
    client = people.client(client_id)
    if client is None:
        refuse("client_unknown", N_("This client is not on file."), field="client")
    account = accounts.deposit(client.uid)
    lots = balances.lots(account)
    if not lots:
        refuse("no_deposit", N_("{name} has no deposit here."), field="client", name=client.name)
    if money is not None:
        lots = _of_money(lots, amount)
    check_amount(amount, held(lots), money)
    inputs = {"client": client.uid}
    return client, tuple(
        Entry(account, use.amount, rule, inputs=inputs, lot=use.lot_id)
        for use in take(lots, amount)
    )


def _of_money(lots: tuple[Lot, ...], amount: int) -> tuple[Lot, ...]:
    """The lots that money bought. Refuses where those do not hold `amount`, and the others would
    have to."""
    bought = bought_with_value(lot.id for lot in lots)
    of_money = tuple(lot for lot in lots if lot.id not in bought)
    if held(of_money) < amount <= held(lots):
        check_no_value(lots)
    return of_money if held(of_money) else lots


def _moved(client: Client, amount: int, paid: int) -> DepositMoved:
    return DepositMoved(amount, paid, balances.balance(accounts.deposit(client.uid)))
