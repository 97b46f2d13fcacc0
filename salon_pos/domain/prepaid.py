"""What a prepaid line delivers: a top-up, a pack, a gift card, a deposit. Its money is owed until
it is used, and is no revenue before that."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from salon_pos.domain import ledger
from salon_pos.domain.ledger import Account, Entry, NewLot
from salon_pos.domain.lots import MOST_DAYS, last_good_day
from salon_pos.domain.money import MOST, Amount, is_whole
from salon_pos.domain.packs import runs
from salon_pos.domain.refusal import refuse
from salon_pos.domain.words import N_

MOST_SESSIONS = 999


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


def check_plan(plan: Plan, price: int | None) -> None:
    """Refuse a plan that nobody can sell, pay or use, beside its field; `price` is that of its
    item in minor units (None: typed when it is sold)."""
    if plan.kind is PrepaidKind.TOP_UP:
        _check_top_up(plan, price)
    elif plan.kind is PrepaidKind.PACK:
        _check_pack(plan)
    elif plan.days is not None and not is_whole(plan.days, 1, MOST_DAYS):
        refuse("bad_plan_days", N_("It is good for 1 to {most} days, or leave the days empty."),
               field="days", most=MOST_DAYS)  # fmt: skip
    if plan.kind is PrepaidKind.DEPOSIT and plan.days is not None:
        refuse("deposit_days",
               N_("A deposit never ends: it is owed until it is used, paid back or forfeited. "
                  "Leave the days empty."), field="days")  # fmt: skip
    if plan.kind is not PrepaidKind.TOP_UP and plan.bonus:
        refuse("bad_bonus", N_("Only a top-up gives a bonus. Leave it empty."), field="bonus")
    if plan.kind is not PrepaidKind.PACK and (plan.bought or plan.given):
        refuse("bad_sessions", N_("Only a pack has sessions. Leave them empty."), field="bought")
    if price == 0:
        refuse(
            "prepaid_for_nothing",
            N_("Type what it costs, or let the price be typed at the counter."),
            field="price",
        )


def _check_top_up(plan: Plan, price: int | None) -> None:
    """RULES 7: the bonus alone ends, and one of any amount gives none."""
    if price is None and plan.bonus:
        refuse(
            "bonus_of_any_amount",
            N_(
                "A top-up of any amount gives no bonus. Leave it empty, or give the top-up a price."
            ),
            field="bonus",
        )
    if price is not None:
        _check_principal(price)
    if not is_whole(plan.bonus, 0, MOST):
        refuse("bad_bonus", N_("A bonus is zero or more, and at most {most}."), field="bonus",
               most=Amount(MOST))  # fmt: skip
    if plan.days is not None and not is_whole(plan.days, 1, MOST_DAYS):
        refuse("bad_bonus_days",
               N_("A bonus is good for 1 to {most} days, or leave the days empty."),
               field="days", most=MOST_DAYS)  # fmt: skip
    if plan.days is not None and not plan.bonus:
        refuse("days_of_no_bonus",
               N_("Without a bonus there is nothing that ends. Leave the days empty."),
               field="days")  # fmt: skip


def _check_principal(price: int) -> None:
    if is_whole(price, -MOST, 0):
        refuse("bad_principal", N_("A top-up is more than zero."), field="price")
    if not is_whole(price, 1, MOST):
        refuse("bad_principal", N_("A top-up is more than zero and at most {most}."),
               field="price", most=Amount(MOST))  # fmt: skip


def _check_pack(plan: Plan) -> None:
    """RULES 25."""
    if not plan.item_ids:
        refuse("pack_of_nothing", N_("Choose what the pack is for."), field="items")
    if not is_whole(plan.bought, 1, MOST_SESSIONS):
        _refuse_sessions("bought")
    if not is_whole(plan.given, 0, MOST_SESSIONS - plan.bought):
        _refuse_sessions("given")
    if plan.days is not None and not is_whole(plan.days, 1, MOST_DAYS):
        refuse("bad_pack_days",
               N_("A pack is good for 1 to {most} days, or leave the days empty."),
               field="days", most=MOST_DAYS)  # fmt: skip


def _refuse_sessions(field: str) -> None:
    refuse("bad_sessions",
           N_("A pack has 1 to {most} sessions together, at least one of them bought."),
           field=field, most=MOST_SESSIONS)  # fmt: skip


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
