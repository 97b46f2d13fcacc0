"""Closing a card: what is paid out and cancelled, and what clients give up as its principal is paid
out: what refunding as much of the top-ups would take back (RULES 18, 21-22), seen before and kept
with it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from salon_pos.db.queries import balances, cards, members, people, sold, value
from salon_pos.db.queries import settings as salon
from salon_pos.db.queries.closed_cards import CLOSED, topped_up
from salon_pos.db.records import cards as card_records
from salon_pos.db.records import journal
from salon_pos.db.records import ledger as ledger_records
from salon_pos.db.records import value as records
from salon_pos.domain import ledger
from salon_pos.domain.cards import Card, CardState
from salon_pos.domain.closing import close_top_ups, closing_entries, lots_after
from salon_pos.domain.consequences import Consequence, points_taken
from salon_pos.domain.ledger import Entry
from salon_pos.domain.lots import Lot
from salon_pos.domain.money import Amount
from salon_pos.domain.refusal import refuse
from salon_pos.domain.reversal import Reversal
from salon_pos.domain.rights import Actor, Right
from salon_pos.domain.sale_facts import SaleFacts
from salon_pos.domain.standing import Deeds, Standing
from salon_pos.domain.words import N_
from salon_pos.usecases.approving import WordFor
from salon_pos.usecases.cards import refuse_dead
from salon_pos.usecases.clock import posting
from salon_pos.usecases.deed import deed, permitted
from salon_pos.usecases.once import answered, keep_answer
from salon_pos.usecases.tier_moves import look_at_tier
from salon_pos.usecases.till_money import check_no_value, till_money

_GivenUp = tuple[SaleFacts, Reversal]


@dataclass(frozen=True, slots=True)
class GivesUp:
    """What the client who paid the top-ups of a card gives up with it: points, as `consequences`
    say, and of what counts for the tier. `tier_before` and `tier` say where they stand now and
    afterwards; None without tiers. `reversals` are the sales of the top-ups, and what of them."""

    client_id: int
    name: str
    consequences: tuple[Consequence, ...]
    tier_before: Standing | None
    tier: Standing | None
    reversals: tuple[_GivenUp, ...]

    @property
    def points(self) -> int:
        """The points that are taken back, forgiven and owed ones too."""
        return sum(closed.taken.points for _, closed in self.reversals)

    @property
    def entries(self) -> Iterator[Entry]:
        """What of it the ledger keeps."""
        for facts, closed in self.reversals:
            yield from closing_entries(facts.client_uid, facts.sold.uid, closed.lines)


@dataclass(frozen=True, slots=True)
class Closed:
    """What closing a card moved, in minor units: principal taken off it, what was `paid` out for
    that (in cash, what coins can make), and bonus cancelled. `tender` is what the means of payment
    was called then, for its receipt."""

    principal: int = 0
    paid: int = 0
    bonus: int = 0
    tender: str = ""


def close_card(
    uid: str, card_uid: str, method_id: int | None = None, *, approval: str = "", by: Actor,
    now: datetime,
) -> Closed:  # fmt: skip
    """Close a card for ever. With the last card of a wallet its principal is paid out by this means
    of payment and its bonus is cancelled; other cards keep both. What its top-ups gave for the part
    that is paid out, points and tier, goes as with their refund. What a refund brings to a closed
    card later is paid out by closing it again. Refuses to pay out more cash than the drawer holds,
    what was not bought with money, above the salon's limit without another's `approval`, and a
    clock that jumped. Done again under its uid it answers the same."""
    with deed(Right.REFUND, by):
        asked = (card_uid, method_id)
        if done := answered(uid, "close_card", asked):
            return Closed(**done)
        card = cards.card_by_uid(card_uid)
        if card is None:
            refuse("card_unknown", N_("This card is not on file."), field="card")
        paying = _PayOut(uid, card, method_id, approval)
        closed = Closed() if _others(card) else _pay_out(paying, by=by, now=now)
        if card.is_dead and not (closed.principal or closed.bonus):
            refuse_dead(card)
        if card.state is not CardState.CLOSED:
            card_records.set_state(card.id, CardState.CLOSED)
        journal.note(by, now, "close_card", card.uid, paid=closed.paid, bonus=closed.bonus)
        keep_answer(uid, "close_card", asked, asdict(closed))
        return closed


@dataclass(frozen=True, slots=True)
class Closing:
    """What closing a card would do. `closed.paid` is all the principal: what coins can make depends
    on how it is paid. `gives_up` is what each client loses who paid the top-ups of it. Where there
    are `keepers`, other cards of the same account, those keep what is on it: `kept` minor units."""

    closed: Closed
    gives_up: tuple[GivesUp, ...] = ()
    keepers: tuple[Card, ...] = ()
    kept: int = 0


def preview_close(card_uid: str, *, by: Actor, now: datetime) -> Closing:
    """What closing a card would pay out, cancel and take back; reads only. Refuses what no means
    of payment can pay out: what was not bought with money."""
    permitted(Right.REFUND, by)
    card = cards.card_by_uid(card_uid)
    if card is None:
        refuse("card_unknown", N_("This card is not on file."), field="card")
    principal, bonus = _left(tuple(_emptied(card.wallet)), card)
    keepers = _others(card)
    if card.is_dead and (keepers or not (principal or bonus)):
        refuse_dead(card)
    if keepers:
        return Closing(Closed(), keepers=keepers, kept=principal + bonus)
    lots = balances.lots(ledger.principal(card.wallet)) if principal else ()
    check_no_value(lots)
    gone = gives_up(lots, salon.settings().business_day(now))
    return Closing(Closed(principal, principal, bonus), gone)


def gives_up(lots: Sequence[Lot], day: date) -> tuple[GivesUp, ...]:
    """What each client gives up as all that is left of these lots of principal is paid out on
    `day`; reads only."""
    found: defaultdict[int, list[_GivenUp]] = defaultdict(list)
    points: dict[int, tuple[Lot, ...]] = {}
    for sale_uid, lines in topped_up(lot.id for lot in lots).items():
        facts = sold.sold_sale(sale_uid, day)
        if facts is None or facts.client_id is None:
            continue
        own = points.setdefault(facts.client_id, value.points_lots(facts.client_uid))
        closed = close_top_ups(facts.sold, lines, own, day)
        points[facts.client_id] = lots_after(own, closed)
        found[facts.client_id].append((facts, Reversal(facts.sold, closed, ())))
    return tuple(_of_client(client_id, closed, day) for client_id, closed in found.items())


def keep_given_up(
    gone: Sequence[GivesUp], day: date, *, cause: str, by: Actor, now: datetime
) -> None:
    """Keep what their lines earn no more, and the tiers that this leads to; the entries are posted
    by who calls."""
    for client in gone:
        records.add_earnings([row for closed in client.reversals for row in _rows(closed)])
        look_at_tier(client.client_id, day, cause=cause, by=by, now=now)


@dataclass(frozen=True, slots=True)
class _PayOut:
    """The closing `uid` of a card, how its principal is paid, and another's word for it."""

    uid: str
    card: Card
    method_id: int | None
    approval: str


def _pay_out(paying: _PayOut, *, by: Actor, now: datetime) -> Closed:
    """RULES 22: only principal is paid out."""
    card, uid, taken = paying.card, paying.uid, tuple(_emptied(paying.card.wallet))
    principal, bonus = _left(taken, card)
    if not principal:
        ledger_records.post(posting(uid, "close_card", by, now), taken)
        return Closed(bonus=bonus)
    if paying.method_id is None:
        refuse("how_to_pay", N_("{amount} is to be paid back. Choose how."), field="tender",
               amount=Amount(principal))  # fmt: skip
    money = till_money(paying.method_id, by, now)
    lots = balances.lots(ledger.principal(card.wallet))
    check_no_value(lots)
    money.check_pays_out(principal, WordFor.CLOSE_CARD.subject(uid), paying.approval)
    paid = money.entries(-principal, "value.refund", {"card": card.uid, "principal": principal})
    gone = gives_up(lots, money.day)
    less = (entry for client in gone for entry in client.entries)
    ledger_records.post(money.posting(uid, "close_card", now), (*taken, *paid, *less))
    keep_given_up(gone, money.day, cause=uid, by=by, now=now)
    return Closed(principal, money.coins(principal), bonus, money.method.name)


def _left(taken: Iterable[Entry], card: Card) -> tuple[int, int]:
    """The principal and the bonus that these entries take off a card's wallet."""
    sums = Counter[ledger.Account]()
    for entry in taken:
        sums[entry.account] += entry.amount
    return sums[ledger.principal(card.wallet)], sums[ledger.bonus(card.wallet)]


def _others(card: Card) -> tuple[Card, ...]:
    """The other cards that are not dead and open the same wallet, the oldest first."""
    found = cards.cards_of_wallet(card.wallet_id)
    return tuple(one for one in found if one.id != card.id and not one.is_dead)


def _emptied(wallet: str) -> Iterator[Entry]:
    """The entries that take all principal and bonus off a wallet; the bonus is no expense then."""
    for lot in balances.lots(ledger.principal(wallet)):
        inputs = {"principal": lot.left}
        yield Entry(ledger.principal(wallet), lot.left, "value.refund", inputs=inputs, lot=lot.id)
    for lot in balances.lots(ledger.bonus(wallet)):
        yield Entry(ledger.bonus(wallet), lot.left, "value.close_bonus", lot=lot.id)
        yield Entry(ledger.BONUS_GIVEN, -lot.left, "value.close_bonus")


def _of_client(client_id: int, closed: Sequence[_GivenUp], day: date) -> GivesUp:
    client, rules = people.client(client_id), value.tiers_in_force()
    said = tuple(one for _, reversal in closed for one in points_taken(reversal))
    before = after = None
    if rules is not None:
        before = members.standing_of(client_id, day, rules)
        after = members.standing_of(client_id, day, rules, without=lambda d: _without(d, closed))
    name = client.name if client else ""
    return GivesUp(client_id, name, said, before, after, tuple(closed))


def _without(deeds: Deeds, closed: Sequence[_GivenUp]) -> Deeds:
    """The deeds once these top-ups count for so much less, each on the day of its sale."""
    for facts, reversal in closed:
        top_ups = [line.top_up for line in reversal.lines if line.line.prepaid]
        spend = sum(line.eligible for line in reversal.lines)
        deeds = deeds.less(facts.day, spend=spend, top_ups=top_ups, visit=False)
    return deeds


def _rows(closed: _GivenUp) -> Iterator[records.EarningRow]:
    facts, reversal = closed
    for line in reversal.lines:
        if line.eligible or line.taken.points:
            line_id = facts.lines[line.line.uid].id
            yield line_id, facts.client_id, -line.eligible, -line.taken.points, CLOSED
