"""What a prepaid line delivers: a top-up, a pack, a gift card, a deposit. Its money is owed until
it is used, and is no revenue before that."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from salon_pos.domain import ledger
from salon_pos.domain.ledger import Account, Entry, NewLot
from salon_pos.domain.lots import last_good_day
from salon_pos.domain.packs import runs


class PrepaidKind(StrEnum):
    """What somebody buys ahead."""

    TOP_UP = "top_up"
    PACK = "pack"
    GIFT_CARD = "gift_card"
    DEPOSIT = "deposit"


@dataclass(frozen=True, slots=True)
class Plan:
    """What comes with a prepaid item, whose price is what is paid. A top-up gives `bonus` minor
    units for each; a pack has `bought` + `given` sessions of any of `item_ids`. What `days` is
    for ends so many days after the sale (None: never): the bonus of a top-up, all of a pack or a
    gift card, and nothing of a deposit (RULES 24)."""

    kind: PrepaidKind
    bonus: int = 0
    bought: int = 0
    given: int = 0
    days: int | None = None
    item_ids: frozenset[int] = field(default_factory=frozenset[int])

    @property
    def sessions(self) -> int:
        """All sessions of a pack."""
        return self.bought + self.given


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one prepaid line delivers: `paid` minor units (without tax held in them) to the wallet,
    pack, gift card or client with uid `to`. `tax` is what was taxed with the sale (RULES 25)."""

    plan: Plan
    to: str
    paid: int
    quantity: int
    line: str
    tax: int = 0


def delivery_entries(delivery: Delivery, day: date) -> Iterator[Entry]:
    """The entries of a delivery on `day`; with those of the sale they sum to zero. What was given
    for nothing is owed no money."""
    ends = last_good_day(day, delivery.plan.days)
    made = _DELIVERS[delivery.plan.kind](delivery, ends)
    yield from (entry for entry in made if entry.amount)


def _top_up(delivery: Delivery, ends: date | None) -> Iterator[Entry]:
    bonus = delivery.plan.bonus * delivery.quantity
    inputs = {"line": delivery.line, "paid": delivery.paid, "bonus": bonus}
    paid = ledger.principal(delivery.to)
    yield Entry(paid, -delivery.paid, "value.top_up", inputs=inputs, lot=NewLot())
    if bonus:
        given = ledger.bonus(delivery.to)
        inputs = inputs | ({"expires": ends.isoformat()} if ends else {})
        yield Entry(given, -bonus, "value.bonus", inputs=inputs, lot=NewLot(expires=ends))
        yield Entry(ledger.BONUS_GIVEN, bonus, "value.bonus", inputs=inputs)


def _pack(delivery: Delivery, ends: date | None) -> Iterator[Entry]:
    sessions = delivery.plan.sessions
    inputs = {"line": delivery.line, "paid": delivery.paid, "sessions": sessions,
              "bought": delivery.plan.bought, "given": delivery.plan.given}  # fmt: skip
    if delivery.tax:
        inputs |= {"tax": delivery.tax}
    for count, unit_value in runs(delivery.paid, sessions):
        lot, own = NewLot(expires=ends, unit_price=unit_value), {**inputs, "each": unit_value}
        yield Entry(ledger.pack(delivery.to), -count, "pack.sell", inputs=own, lot=lot)
    yield Entry(ledger.SESSIONS_SOLD, sessions, "pack.sell", inputs=inputs)
    yield Entry(ledger.pack_value(delivery.to), -delivery.paid, "pack.sell", inputs=inputs)


def _owed(account: Account, rule: str, delivery: Delivery, ends: date | None) -> Iterator[Entry]:
    inputs = {"line": delivery.line, "paid": delivery.paid}
    yield Entry(account, -delivery.paid, rule, inputs=inputs, lot=NewLot(expires=ends))


def _gift_card(delivery: Delivery, ends: date | None) -> Iterator[Entry]:
    return _owed(ledger.gift_card(delivery.to), "gift_card.sell", delivery, ends)


def _deposit(delivery: Delivery, _ends: date | None) -> Iterator[Entry]:
    return _owed(ledger.deposit(delivery.to), "deposit.take", delivery, None)


_DELIVERS: Mapping[PrepaidKind, Callable[[Delivery, date | None], Iterator[Entry]]] = {
    PrepaidKind.TOP_UP: _top_up,
    PrepaidKind.PACK: _pack,
    PrepaidKind.GIFT_CARD: _gift_card,
    PrepaidKind.DEPOSIT: _deposit,
}


def use_entries(pack: str, *, session_lot: int, value: int, line: str) -> tuple[Entry, ...]:
    """One session used from the lot it lies in: its unit value pays its line (RULES 25)."""
    inputs = {"line": line, "value": value}
    uses = (
        Entry(ledger.pack(pack), 1, "pack.use", inputs=inputs, lot=session_lot),
        Entry(ledger.SESSIONS_SOLD, -1, "pack.use", inputs=inputs),
        Entry(ledger.pack_value(pack), value, "pack.use", inputs=inputs),
    )
    return tuple(entry for entry in uses if entry.amount)
