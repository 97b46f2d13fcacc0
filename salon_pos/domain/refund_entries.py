"""What a refund and a void post to the ledger (RULES 16-23): the sale's entries turned round, as
far as it comes back. Entries of one transaction sum to zero per unit."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from salon_pos.domain import ledger
from salon_pos.domain.catalog import ItemKind, TenderKind, TenderMethod
from salon_pos.domain.giving_back import TenderBack
from salon_pos.domain.ledger import Account, Entry, NewLot
from salon_pos.domain.lots import Back, held
from salon_pos.domain.prepaid import PrepaidKind
from salon_pos.domain.reversal import Reversal, ReversedLine
from salon_pos.domain.sale_facts import Delivered, SaleFacts, TenderFacts
from salon_pos.domain.sold import MONEY, SoldTender

Inputs = Mapping[str, int | str]


def refund_entries(
    facts: SaleFacts, reversal: Reversal, methods: Mapping[int, TenderMethod], till: str
) -> tuple[Entry, ...]:
    """The entries of a refund; `till` is the code of the till that pays. What goes to a lot that
    has ended opens a child lot: equal `NewLot`s with a parent are one lot."""
    entries = (
        *_tenders(facts, reversal, methods, till),
        *_revenue(facts, reversal),
        *_taxes(facts, reversal),
        Entry(ledger.CASH_ROUNDING, reversal.cash_rounding, "cash_rounding"),
        *(entry for line in reversal.lines for entry in _line(facts, line)),
        *prepaid_entries(facts, reversal),
    )
    return tuple(entry for entry in entries if entry.amount)


def prepaid_entries(facts: SaleFacts, reversal: Reversal) -> Iterator[Entry]:
    """Of these the ones that take back what prepaid lines delivered."""
    for line in reversal.lines:
        if delivered := facts.lines[line.line.uid].delivered:
            yield from _prepaid(delivered, line)


def void_entries(facts: SaleFacts) -> tuple[Entry, ...]:
    """Every entry of the sale, of its claim and its corrections, turned round in its own lot."""
    return tuple(
        Entry(
            entry.account, -entry.amount, f"void.{entry.account.unit}", inputs={"of": entry.rule},
            lot=entry.lot,
        )
        for entry in facts.posted
    )  # fmt: skip


# --- what each tender gives back ---


def _tenders(
    facts: SaleFacts, reversal: Reversal, methods: Mapping[int, TenderMethod], till: str
) -> Iterator[Entry]:
    sold = {tender.position: tender for tender in facts.sold.tenders}
    for back in reversal.tenders:
        of = facts.tenders[back.position]
        if back.kind in MONEY:
            account = ledger.money(methods[back.method_id], till)
            inputs = {"tender": back.position}
            yield Entry(account, -(back.amount + back.tip), "tender.back", inputs=inputs)
        else:
            yield from _GIVES_BACK[back.kind](back, sold[back.position], of, facts)
        if back.tip:
            for tip in of.tips:
                yield Entry(ledger.tips(tip.staff_uid), tip.amount, "tip.back")


def _to_card(
    back: TenderBack, sold: SoldTender, of: TenderFacts, facts: SaleFacts
) -> Iterator[Entry]:
    del facts
    principal, bonus = (sum(to.amount for to in lots) for lots in (back.principal, back.bonus))
    inputs = {"tender": sold.position, "value": back.part, "principal": principal, "bonus": bonus,
              "principal_left": sold.principal_left, "bonus_left": sold.bonus_left}  # fmt: skip
    yield from _to_lots(ledger.principal(of.holder), back.principal, "value.give_back", inputs)
    yield from _to_lots(ledger.bonus(of.holder), back.bonus, "value.give_back", inputs)


def _to_points(
    back: TenderBack, sold: SoldTender, of: TenderFacts, facts: SaleFacts
) -> Iterator[Entry]:
    """RULES 19: the points of a money share, as `explain` works them out."""
    del of
    used = sum(use.amount for use in sold.points)
    before = used * sold.returned // sold.applied if sold.applied else 0
    inputs = {"tender": sold.position, "used": used, "paid": sold.applied, "before": before,
              "refunded": sold.returned + back.part}  # fmt: skip
    account = ledger.points(facts.client_uid)
    yield from _to_lots(account, back.points_back, "points.give_back", inputs)
    yield Entry(ledger.POINTS_BURNED, back.points, "points.give_back", inputs=inputs)
    paid = {"tender": sold.position, "points": back.points}
    yield Entry(ledger.POINTS_SPENT, -back.part, "points.pay_back", inputs=paid)


def _to_gift_card(
    back: TenderBack, sold: SoldTender, of: TenderFacts, facts: SaleFacts
) -> Iterator[Entry]:
    del facts
    inputs = {"tender": sold.position}
    return _to_lots(ledger.gift_card(of.holder), back.principal, "gift_card.give_back", inputs)


def _to_deposit(
    back: TenderBack, sold: SoldTender, of: TenderFacts, facts: SaleFacts
) -> Iterator[Entry]:
    del facts
    inputs = {"tender": sold.position}
    return _to_lots(ledger.deposit(of.holder), back.principal, "deposit.give_back", inputs)


def _to_voucher(
    back: TenderBack, sold: SoldTender, of: TenderFacts, facts: SaleFacts
) -> Iterator[Entry]:
    del of, facts
    inputs = {"tender": sold.position}
    yield Entry(ledger.VOUCHER_GIVEN, -back.part, "voucher.give_back", inputs=inputs)


def _to_account(
    back: TenderBack, sold: SoldTender, of: TenderFacts, facts: SaleFacts
) -> Iterator[Entry]:
    del facts
    inputs = {"tender": sold.position}
    yield Entry(ledger.receivable(of.holder), -back.part, "account.give_back", inputs=inputs)


def _to_platform(
    back: TenderBack, sold: SoldTender, of: TenderFacts, facts: SaleFacts
) -> Iterator[Entry]:
    """RULES 24: settlement and fee go back in the proportion in which they were owed."""
    del facts
    before, after = (of.fee * part // sold.applied if sold.applied else 0
                     for part in (sold.returned, sold.returned + back.part))  # fmt: skip
    fee = after - before
    inputs = {"tender": sold.position, "settlement": back.part - fee, "fee": fee}
    owed = ledger.platform(of.holder)
    yield Entry(owed, fee - back.part, "platform.give_back", inputs=inputs)
    yield Entry(ledger.PLATFORM_FEES, -fee, "platform.give_back", inputs=inputs)


def _nothing(
    back: TenderBack, sold: SoldTender, of: TenderFacts, facts: SaleFacts
) -> Iterator[Entry]:
    """A pack's part: the lines that used its sessions say what goes back."""
    del back, sold, of, facts
    return iter(())


_GIVES_BACK: Mapping[
    TenderKind, Callable[[TenderBack, SoldTender, TenderFacts, SaleFacts], Iterator[Entry]]
] = {
    TenderKind.STORED_VALUE: _to_card,
    TenderKind.POINTS: _to_points,
    TenderKind.GIFT_CARD: _to_gift_card,
    TenderKind.DEPOSIT: _to_deposit,
    TenderKind.VOUCHER: _to_voucher,
    TenderKind.ON_ACCOUNT: _to_account,
    TenderKind.PLATFORM: _to_platform,
    TenderKind.PACK: _nothing,
}


def _to_lots(account: Account, backs: Sequence[Back], rule: str, inputs: Inputs) -> Iterator[Entry]:
    for back in backs:
        yield Entry(account, -back.amount, rule, inputs=inputs, lot=_lot(account, back))


def _lot(account: Account, back: Back) -> int | NewLot:
    if back.child_expires is None:
        return back.lot_id
    # A session that was a gift is worth nothing, which is not the same as having no worth.
    worth = back.unit_value if account.unit == ledger.SESSIONS else None
    return NewLot(back.child_expires, worth, parent_id=back.lot_id)


# --- what comes off the lines ---


def _revenue(facts: SaleFacts, reversal: Reversal) -> Iterator[Entry]:
    earned: dict[str, int] = {}
    for line in reversal.lines:
        kind = facts.lines[line.line.uid].kind
        if kind is not ItemKind.PREPAID:
            earned[kind] = earned.get(kind, 0) + line.revenue
    for kind, income in earned.items():
        yield Entry(ledger.revenue(kind), income, "revenue.back")


def _taxes(facts: SaleFacts, reversal: Reversal) -> Iterator[Entry]:
    for tax in facts.taxes:
        amount = sum(part for line in reversal.lines for id_, part in line.taxes if id_ == tax.id)
        yield Entry(ledger.tax(tax.uid), amount, "tax.back", inputs={"rate_ppm": tax.rate_ppm})


def _line(facts: SaleFacts, line: ReversedLine) -> Iterator[Entry]:
    of = facts.lines[line.line.uid]
    if line.sessions:
        yield from _sessions(of.source, line)
    yield from points_entries(facts.client_uid, line)


def _sessions(pack: str, line: ReversedLine) -> Iterator[Entry]:
    sessions = sum(back.amount for back in line.sessions)
    # Their worth, as they were used: of the revenue the taxes that a use holds are no part.
    value = sum(back.amount * back.unit_value for back in line.sessions)
    inputs = {"line": line.line.uid, "sessions": sessions, "value": value}
    yield from _to_lots(ledger.pack(pack), line.sessions, "pack.give_back", inputs)
    yield Entry(ledger.SESSIONS_SOLD, sessions, "pack.give_back", inputs=inputs)
    yield Entry(ledger.pack_value(pack), -value, "pack.give_back", inputs=inputs)


def _prepaid(delivered: Delivered, line: ReversedLine) -> Iterator[Entry]:
    """RULES 22: what is left of it is owed no more."""
    if delivered.kind is PrepaidKind.PACK:
        yield from _pack(delivered, line.line.uid)
        return
    rule, account = _OWED[delivered.kind]
    inputs = {"line": line.line.uid, "principal": held(delivered.lots)}
    for lot in delivered.lots:
        yield Entry(account(delivered.to), lot.left, rule, inputs=inputs, lot=lot.id)
    cancelled = {"line": line.line.uid, "bonus": held(delivered.bonus),
                 "refunded": held(delivered.lots), "principal": held(delivered.lots)}  # fmt: skip
    given = ledger.bonus(delivered.to)
    for lot in delivered.bonus:
        yield Entry(given, lot.left, "value.cancel_bonus", inputs=cancelled, lot=lot.id)
    bonus = held(delivered.bonus)
    yield Entry(ledger.BONUS_GIVEN, -bonus, "value.cancel_bonus", inputs=cancelled)


def _pack(delivered: Delivered, line_uid: str) -> Iterator[Entry]:
    unused = held(delivered.lots)
    value = sum(lot.left * lot.unit_value for lot in delivered.lots)
    inputs = {"line": line_uid, "sessions": unused, "value": value}
    for lot in delivered.lots:
        account = ledger.pack(delivered.to)
        yield Entry(account, lot.left, "pack.refund", inputs=inputs, lot=lot.id)
    yield Entry(ledger.SESSIONS_SOLD, -unused, "pack.refund", inputs=inputs)
    yield Entry(ledger.pack_value(delivered.to), value, "pack.refund", inputs=inputs)


_OWED: Mapping[PrepaidKind, tuple[str, Callable[[str], Account]]] = {
    PrepaidKind.TOP_UP: ("value.refund", ledger.principal),
    PrepaidKind.GIFT_CARD: ("gift_card.refund", ledger.gift_card),
    PrepaidKind.DEPOSIT: ("deposit.refund", ledger.deposit),
}


# --- the points it earned ---


def points_entries(client_uid: str, line: ReversedLine) -> Iterator[Entry]:
    """RULES 18: what the line gave comes back from lots, as forgiven, or as debt."""
    taken, inputs = line.taken, _take_inputs(line)
    if not taken.points:
        return
    yield Entry(ledger.POINTS_ISSUED, -taken.points, "points.take_back", inputs=inputs)
    account = ledger.points(client_uid)
    for take in taken.takes:
        lot = take.lot_id if take.child_expires is None else NewLot(
            take.child_expires, parent_id=take.lot_id
        )  # fmt: skip
        yield Entry(account, take.amount, "points.take_back", inputs=inputs, lot=lot)
    said = {"line": line.line.uid}
    yield Entry(ledger.points_debt(client_uid), taken.debt, "points.debt", inputs=said)
    yield Entry(ledger.POINTS_EXPIRED, taken.forgiven, "points.forgive", inputs=said)


def _take_inputs(line: ReversedLine) -> Inputs:
    """What `explain` works the line's points out from; of a prepaid line its money counts."""
    sold = line.line
    said = {"line": sold.uid, "gave": sold.points, "before": sold.points_taken}
    if sold.prepaid and sold.net:
        returned = sold.prepaid.gone + sold.prepaid.left
        return {**said, "returned": returned, "quantity": sold.net, "money": 1}
    return {**said, "returned": sold.refunded + line.quantity, "quantity": sold.quantity}
