"""What a payment moves beside its money: prepaid delivered, value spent, points earned, the tier.

Called by `checkout.take_payment` inside its transaction: `move` works out what happens, `keep` puts
it on file once the sale is there.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from salon_pos.db.queries import balances, cards, members, sales, tier_moves, value
from salon_pos.db.queries.given_bonuses import given_bonuses
from salon_pos.db.records import ledger as ledger_records
from salon_pos.db.records import owed as owed_records
from salon_pos.db.records import value as records
from salon_pos.domain import ledger
from salon_pos.domain.birthdays import AGAIN
from salon_pos.domain.cards import KEEPING_MONEY, check_takes_money
from salon_pos.domain.catalog import ItemKind, TenderKind, TenderMethod
from salon_pos.domain.earning import (
    Earned,
    Occasion,
    PaidLine,
    earn,
    near_birthday,
    once_settled,
)
from salon_pos.domain.holdings import Spent, spend_value
from salon_pos.domain.ledger import Entry, NewLot
from salon_pos.domain.lots import good, held, last_good_day
from salon_pos.domain.money import MOST, Amount
from salon_pos.domain.people import Client
from salon_pos.domain.points import BonusKind, PointsRules
from salon_pos.domain.points_moves import Why
from salon_pos.domain.prepaid import Delivery, Plan, PrepaidKind, delivery_entries, use_entries
from salon_pos.domain.pricing import Bill, BillLine
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rights import Actor
from salon_pos.domain.settings import Settings
from salon_pos.domain.tenders import Handed, Settlement
from salon_pos.domain.ticket import Ticket
from salon_pos.domain.words import N_
from salon_pos.usecases.codes import new_code, typed_code
from salon_pos.usecases.gift_cards import check_numbers
from salon_pos.usecases.holdings import holdings_for
from salon_pos.usecases.later_points import new_points
from salon_pos.usecases.once import check_free
from salon_pos.usecases.tier_moves import look_at_tier


@dataclass(frozen=True, slots=True)
class Paying:
    """A ticket being paid: its bill, its payer if there is one, on which business day."""

    ticket: Ticket
    bill: Bill
    payer: Client | None
    day: date
    settings: Settings


@dataclass(frozen=True, slots=True)
class Owed:
    """What the points of a part on account depend on once it is paid: the version of the rules (0
    for none) and the occasion, as they are now."""

    version: int
    occasion: Occasion


@dataclass(frozen=True, slots=True)
class Moved:
    """What a payment moves beside its money. All `entries` go into the sale's transaction."""

    entries: tuple[Entry, ...]
    deliveries: tuple[Delivery, ...] = ()
    vouchers: tuple[str, ...] = ()
    earned: Earned | None = None
    spent: tuple[Spent, ...] = ()
    owed: Owed | None = None


def pack_tenders(bill: Bill, methods: Mapping[int, TenderMethod]) -> tuple[Handed, ...]:
    """The tenders by which packs pay the lines that use their sessions, in the lines' order."""
    used = [line for line in bill.lines if line.session]
    method = next((one for one in methods.values() if one.kind is TenderKind.PACK), None)
    if used and method is None:
        refuse("packs_not_taken", N_("Packs are not taken here. Add them to the tenders first."))
    return tuple(Handed(method.id, line.net, source=line.line.source) for line in used if method)


def move(paying: Paying, settlement: Settlement, handed: Sequence[Handed]) -> Moved:
    """Everything that a payment moves beside its money. Only the lots that its prepaid lines open
    are on file afterwards. Refuses what the tenders may not take."""
    sold = tuple(deliveries(paying))
    _check_room(sold, paying)
    delivered = ledger_records.open_lots(
        [entry for each in sold for entry in delivery_entries(each, paying.day)]
    )
    return _moved(paying, settlement, handed, sold=sold, delivered=delivered)


def foresee(paying: Paying, settlement: Settlement, handed: Sequence[Handed]) -> Moved:
    """What `move` would move, with nothing put on file, also while the tenders do not meet the
    total yet. A card's own PIN is asked for when payment is taken, not here."""
    sold = tuple(deliveries(paying))
    _check_room(sold, paying)
    entries = [entry for each in sold for entry in delivery_entries(each, paying.day)]
    delivered = [
        replace(entry, lot=_NOT_YET + number) if isinstance(entry.lot, NewLot) else entry
        for number, entry in enumerate(entries)
    ]
    unasked = replace(paying, settings=replace(paying.settings, card_pin_above=MOST))
    return _moved(unasked, settlement, handed, sold=sold, delivered=delivered)


_NOT_YET = 1 << 60
"""Above every id on file: the lots that a sale opens are the newest."""


def _moved(
    paying: Paying,
    settlement: Settlement,
    handed: Sequence[Handed],
    *,
    sold: tuple[Delivery, ...],
    delivered: Sequence[Entry],
) -> Moved:
    rules = value.points_in_force()
    methods = [taken.method for taken in settlement.taken]
    holdings = holdings_for(
        paying.ticket, list(zip(methods, handed, strict=True)), payer=paying.payer,
        day=paying.day, settings=paying.settings, rules=rules, bill=paying.bill.without_prepaid,
        delivered=delivered,
    )  # fmt: skip
    bill = paying.bill
    spent = spend_value(settlement.taken, holdings, bill.total, bill.prepaid_total)
    owed = sum(t.applied for t in settlement.taken if t.method.kind is TenderKind.ON_ACCOUNT)
    entries = [*delivered, *_session_entries(bill)]
    entries += [entry for each in spent for entry in each.entries]
    vouchers = tuple(t.source for t in settlement.taken if t.method.kind is TenderKind.VOUCHER)
    moved = Moved(tuple(entries), sold, vouchers, spent=spent)
    return _with_points(moved, paying, rules, owed) if paying.payer else moved


def _with_points(moved: Moved, paying: Paying, rules: PointsRules | None, owed: int) -> Moved:
    """With the points that its client earns now; what goes on account earns when it is settled."""
    payer, bill, day = paying.payer, paying.bill, paying.day
    assert payer is not None
    if rules is None:
        return replace(moved, owed=Owed(0, Occasion(day)) if owed else None)
    when = occasion(payer, bill, day, rules)
    lines = paid_lines(bill, value.plans() if moved.deliveries else {})
    not_earning = sum(each.not_earning for each in moved.spent)
    earned = earn(lines, not_earning, rules, when, owed=owed)
    if owed:
        earned = once_settled(earned, earn(lines, not_earning, rules, when))
    why = Why("points.earn", rules.version, earned.why)
    eligible = sum(line.eligible for line in earned.lines)
    points = new_points(payer, earned.points, why, rules, day=day, eligible=eligible)
    return replace(
        moved, entries=(*moved.entries, *points), earned=earned,
        owed=Owed(rules.version, when) if owed else None,
    )  # fmt: skip


def keep(moved: Moved, paying: Paying, sale_id: int, *, by: Actor, now: datetime) -> None:
    """Put on file what the sale's lines delivered and earned, and the tier that led to."""
    for delivery in moved.deliveries:
        _keep_delivery(delivery, paying)
    for code in moved.vouchers:
        found = value.voucher(code)
        assert found is not None
        records.voucher_used(found.uid, paying.ticket.uid)
    if paying.payer is None:
        return
    payer_id = paying.payer.id
    if moved.earned:
        line_ids = sales.line_ids(sale_id)
        records.add_earnings(
            [
                (line_ids[line.uid], payer_id, line.eligible, line.points, line.nothing)
                for line in moved.earned.lines
            ]
        )
    if moved.owed:
        owed_records.add_owed_sale(sale_id, payer_id, moved.owed.version, moved.owed.occasion)
    look_at_tier(payer_id, paying.day, cause=paying.ticket.uid, by=by, now=now)


def deliveries(paying: Paying) -> Iterator[Delivery]:
    """What each prepaid line delivers, and to whom. Refuses one that buys nothing: only sessions
    may be had for 0.00."""
    sold = [line for line in paying.bill.lines if line.item.kind is ItemKind.PREPAID]
    known = value.plans() if sold else {}
    for line in sold:
        plan = known.get(line.item.id)
        if plan is None:
            refuse("no_plan", N_("{item} delivers nothing yet. Say what in the price list first."),
                   item=line.item.name)  # fmt: skip
        if not line.net and plan.kind is not PrepaidKind.PACK:
            refuse("prepaid_of_nothing", N_("Type how much {item} is for; it is more than zero."),
                   field="price", item=line.item.name)  # fmt: skip
        tax = sum(line.taxes)
        paid = line.net - (tax if line.payable == line.net else 0)
        yield Delivery(
            plan, _to(line, plan, paying), paid, line.line.quantity, line.line.uid, tax=tax
        )


def _to(line: BillLine, plan: Plan, paying: Paying) -> str:
    """The uid of what a prepaid line goes to. A new pack or gift card has the line's own."""
    if plan.kind is PrepaidKind.GIFT_CARD:
        _check_one(line)
        check_numbers(line, paying.bill)
        return line.line.uid
    payer = paying.payer
    if payer is None:
        refuse("payer_missing", N_("Choose whose {item} it is: find the client first."),
               item=line.item.name)  # fmt: skip
    if plan.kind is PrepaidKind.TOP_UP:
        return _wallet(line, payer, paying.day)
    if plan.kind is PrepaidKind.PACK:
        _check_one(line)
        return line.line.uid
    return payer.uid


def _check_one(line: BillLine) -> None:
    if line.line.quantity != 1:
        refuse("one_a_line", N_("{item} is sold one a line. Add another line for the next."),
               field="quantity", item=line.item.name)  # fmt: skip


def _wallet(line: BillLine, payer: Client, day: date) -> str:
    """The wallet that a top-up goes to: that of the chosen card, else of the payer's first one."""
    if line.line.source:
        card = cards.card_by_uid(line.line.source)
        if card is None:
            refuse("card_unknown", N_("This card is not on file."), field="card")
        if card.kind not in KEEPING_MONEY:
            refuse("card_holds_no_money", N_("Card {number} keeps no money. Choose another card."),
                   field="card", number=card.number)  # fmt: skip
        check_takes_money(card, day)
        return card.wallet
    theirs = [
        one for one in cards.cards_of(payer.id) if one.kind in KEEPING_MONEY and not one.is_dead
    ]
    card = theirs[0] if theirs else None
    if card is None:
        refuse("no_card", N_("{name} has no card to top up yet. Issue one first."), field="card",
               name=payer.name)  # fmt: skip
    check_takes_money(card, day)
    return card.wallet


def _check_room(sold: Iterable[Delivery], paying: Paying) -> None:
    """Refuse to put more on a card than the salon lets one hold, principal and bonus together."""
    most = paying.settings.card_most
    if most is None:
        return
    more = Counter[str]()
    for each in sold:
        if each.plan.kind is PrepaidKind.TOP_UP:
            more[each.to] += each.paid + each.plan.bonus * each.quantity
    for wallet, amount in more.items():
        lots = balances.lots(ledger.principal(wallet)), balances.lots(ledger.bonus(wallet))
        there = sum(held(good(each, paying.day)) for each in lots)
        if there + amount > most:
            refuse(
                "card_full",
                N_("A card holds at most {most}; there is {there} on this one. Top up less."),
                field="quantity", most=Amount(most), there=Amount(there),
            )  # fmt: skip


def _session_entries(bill: Bill) -> Iterator[Entry]:
    for line in bill.lines:
        if line.session:
            yield from use_entries(
                line.line.source, session_lot=line.session.lot_id, value=line.net,
                line=line.line.uid,
            )  # fmt: skip


def paid_lines(bill: Bill, plans: Mapping[int, Plan]) -> list[PaidLine]:
    """The lines of a bill as earning looks at them."""
    return [
        PaidLine(
            line.line.uid, line.item.id, line.item.category_id, line.item.kind, line.net,
            line.payable, session_use=line.session is not None,
            top_up=line.item.id in plans and plans[line.item.id].kind is PrepaidKind.TOP_UP,
        )
        for line in bill.lines
    ]  # fmt: skip


def occasion(payer: Client, bill: Bill, day: date, rules: PointsRules) -> Occasion:
    """RULES 13: the tier is the one before this sale; a top-up on it comes first."""
    tiers = value.tiers_in_force()
    top_up = members.largest_top_up((line.line, line.item) for line in bill.lines)
    standing = members.standing_of(payer.id, day, tiers, top_up=top_up) if tiers else None
    return Occasion(
        day=day,
        tier=standing.tier if standing else None,
        birthday=payer.birthday,
        first_visit=not tier_moves.was_here(payer.id, day),
        birthday_given=is_birthday(payer, day, rules) and had_birthday_points(payer.id, day, rules),
    )


def birthday_keys(rules: PointsRules) -> set[str]:
    """The keys of the fixed points that these rules give for a birthday."""
    return {b.key for b in rules.bonuses if b.kind is BonusKind.BIRTHDAY and b.points}


def is_birthday(payer: Client, day: date, rules: PointsRules) -> bool:
    """Whether these rules give a client fixed birthday points around this day. On other days
    nobody asks whether they were given, and nothing is read."""
    fixed = (b for b in rules.bonuses if b.kind is BonusKind.BIRTHDAY and b.points)
    return any(near_birthday(payer.birthday, day, bonus) for bonus in fixed)


def had_birthday_points(client_id: int, day: date, rules: PointsRules, *, beside: str = "") -> bool:
    """Whether a client was given fixed birthday points around this birthday, by another sale than
    the one with the uid `beside`, and has not given them back."""
    keys = birthday_keys(rules)
    if not keys:
        return False
    around = (day - AGAIN, day + AGAIN)
    return bool(keys & given_bonuses(client_id, *around, beside=beside))


def _keep_delivery(delivery: Delivery, paying: Paying) -> None:
    ends = last_good_day(paying.day, delivery.plan.days)
    line = paying.bill.line(delivery.line)
    if delivery.plan.kind in (PrepaidKind.PACK, PrepaidKind.GIFT_CARD):
        check_free(delivery.to)
    if delivery.plan.kind is PrepaidKind.PACK:
        assert paying.payer is not None
        records.add_pack(
            delivery.to, client_id=paying.payer.id, item_id=line.item.id, line_uid=delivery.line,
            sessions=delivery.plan.sessions, expires=ends,
        )  # fmt: skip
    if delivery.plan.kind is PrepaidKind.GIFT_CARD:
        code = typed_code(line.line.source) or new_code()
        records.add_gift_card(delivery.to, code, line_uid=delivery.line, expires=ends)
