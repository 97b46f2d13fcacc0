"""What value tenders may take for one sale, and what each of them took (RULES 6-8, 10, 24).

Value is what the salon keeps a balance of: stored value, points, gift cards, given vouchers,
deposits, credit on account, and what platforms will settle. A session pays for its own line with
its unit value, so `packs` says what that took.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NoReturn

from salon_pos.domain import ledger
from salon_pos.domain.catalog import TenderKind
from salon_pos.domain.ledger import Account, Entry
from salon_pos.domain.lots import Lot, Use, held, take, without
from salon_pos.domain.money import Amount, share
from salon_pos.domain.refusal import refuse
from salon_pos.domain.stored_value import SpendOrder, spend
from salon_pos.domain.tenders import PointsRule, Taken, cash_voucher, most_points
from salon_pos.domain.words import N_

NOT_FOR_PREPAID = frozenset(
    {
        TenderKind.STORED_VALUE, TenderKind.POINTS, TenderKind.VOUCHER, TenderKind.PACK,
        TenderKind.ON_ACCOUNT,
    }
)  # fmt: skip
"""What buys no prepaid. Bought gift cards, deposits and platform vouchers are money; a debt is none
until it is paid, and what is prepaid can be used at once (RULES 24)."""


@dataclass(frozen=True, slots=True)
class Wallet:
    """What a card pays from: good lots of principal and of bonus. Several cards may share one.
    `name` is how sentences call the card."""

    uid: str
    principal: tuple[Lot, ...] = ()
    bonus: tuple[Lot, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class GiftCard:
    """A bought gift card with its good lots; sentences call it by its code."""

    uid: str
    code: str
    lots: tuple[Lot, ...] = ()


@dataclass(frozen=True, slots=True)
class Voucher:
    """A given cash voucher that is good for this sale, worth `face` minor units at once."""

    uid: str
    face: int


@dataclass(frozen=True, slots=True)
class PlatformVoucher:
    """A voucher of the group-buying platform with this code. What it pays is the settlement that
    the platform owes, and the `fee` that it keeps; its `face` value is a note. `version` is that of
    the rules that hold the platform's terms."""

    platform: str
    face: int
    fee: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True)
class Holdings:
    """All that may pay on one sale, good on its business day, by what its tender's `source` names:
    wallets by card uid, gift cards and vouchers by code or uid, platform vouchers by
    `platform:code:face`; deposits by their client's uid; and of the payer `client_uid`, points and
    how much more may go on account.

    `points_rule` is None where points are no money; it is of `points_version`. Whether what
    platforms and stored value pay earns points is a setting, and so is what is spent first.
    """

    client_uid: str = ""
    wallets: Mapping[str, Wallet] = field(default_factory=dict[str, Wallet])
    points: tuple[Lot, ...] = ()
    points_rule: PointsRule | None = None
    points_version: int = 1
    gift_cards: Mapping[str, GiftCard] = field(default_factory=dict[str, GiftCard])
    vouchers: Mapping[str, Voucher] = field(default_factory=dict[str, Voucher])
    deposits: Mapping[str, tuple[Lot, ...]] = field(default_factory=dict[str, tuple[Lot, ...]])
    credit_left: int = 0
    platforms: Mapping[str, PlatformVoucher] = field(default_factory=dict[str, PlatformVoucher])
    platform_earns: bool = False
    stored_value_earns: bool = True
    spend_order: SpendOrder = SpendOrder.PROPORTION


@dataclass(frozen=True, slots=True)
class Spent:
    """What the value tender at `position` took. `money` debits what it applied; `points` is there
    where points were the tender. `not_earning` (minor units) is the part that earns nothing."""

    position: int
    money: tuple[Entry, ...]
    points: tuple[Entry, ...] = ()
    not_earning: int = 0

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, to be posted with those of the sale."""
        return self.money + self.points


@dataclass(frozen=True, slots=True)
class _Tender:
    """A value tender in its place. `bill` is the sale's total without what is prepaid; `due` is
    what was open before it, `room` how much of that is no prepaid and so open to what buys none;
    `points_used` went before it."""

    taken: Taken
    position: int
    bill: int
    due: int
    room: int
    points_used: int

    @property
    def amount(self) -> int:
        return self.taken.applied

    @property
    def source(self) -> str:
        return self.taken.source

    def inputs(self, **more: int | str) -> Mapping[str, int | str]:
        return {"tender": self.position, **more}


def spend_value(
    taken: Sequence[Taken], holdings: Holdings, total: int, prepaid_total: int
) -> tuple[Spent, ...]:
    """What each value tender took, in the order given, each from what the earlier ones left.

    `total` is the sale's with tax, `prepaid_total` what of it is top-ups, packs, gift cards and
    deposits. Refuses an amount that is not above zero, a source that is not in the holdings, more
    than it holds or may pay, and prepaid paid by what buys none.
    """
    spent: list[Spent] = []
    bill = total - prepaid_total
    left, due, room = holdings, total, bill
    for position, each in enumerate(taken):
        kind = each.method.kind
        used = held(holdings.points) - held(left.points)
        tender = _Tender(each, position, bill, due, room, used)
        if kind.is_value:
            _check_amount(tender)
        if kind in _PAYS:
            one, left = _PAYS[kind](tender, left)
            spent.append(one)
        due -= each.applied
        room -= each.applied if kind in NOT_FOR_PREPAID else 0
    return tuple(spent)


def _check_amount(tender: _Tender) -> None:
    kind = tender.taken.method.kind
    # A session may be worth nothing, where a pack costs less than it has sessions.
    if tender.amount <= 0 and kind is not TenderKind.PACK:
        refuse(
            "nothing_paid",
            N_("This tender pays nothing. Type an amount above zero, or take it off."),
            field="amount",
        )
    if kind in NOT_FOR_PREPAID and tender.amount > tender.room:
        refuse(
            "not_for_prepaid",
            _ON_ACCOUNT_FOR_PREPAID if kind is TenderKind.ON_ACCOUNT else _VALUE_FOR_PREPAID,
            field="amount",
            most=Amount(max(0, tender.room)),
        )


_VALUE_FOR_PREPAID = N_(
    "Stored value, points and vouchers do not pay for what is prepaid: here {most} "
    "more at most. Take another tender for the rest."
)
_ON_ACCOUNT_FOR_PREPAID = N_(
    "What is prepaid is paid for when it is sold: here {most} may go on account at most. Take "
    "another tender for the rest."
)


def _from_card(tender: _Tender, left: Holdings) -> tuple[Spent, Holdings]:
    """RULES 7, 8: the owner's principal and bonus in the salon's order, each from its lots."""
    wallet = left.wallets.get(tender.source)
    if wallet is None:
        _refuse_source(N_("This card cannot pay here. Choose the card again."))
    principal, bonus = held(wallet.principal), held(wallet.bonus)
    if tender.amount > principal + bonus:
        refuse(
            "not_enough_value",
            N_("The card {card} holds {held}. Take another tender for the rest."),
            field="amount",
            card=wallet.name,
            held=Amount(principal + bonus),
        )
    used = spend(tender.amount, wallet.principal, wallet.bonus, left.spend_order)
    inputs = tender.inputs(
        card=tender.source,
        value=tender.amount,
        principal=tender.amount - used.from_bonus,
        bonus=used.from_bonus,
        principal_held=principal,
        bonus_held=bonus,
        **({} if left.spend_order is SpendOrder.PROPORTION else {"order": left.spend_order.value}),
    )
    money = (
        *_from_lots(ledger.principal(wallet.uid), used.principal, "value.spend", inputs),
        *_from_lots(ledger.bonus(wallet.uid), used.bonus, "value.spend", inputs),
    )
    after = replace(
        wallet,
        principal=without(wallet.principal, used.principal),
        bonus=without(wallet.bonus, used.bonus),
    )
    # Another card of the same wallet has no more than this one left.
    wallets = {
        card: after if other.uid == wallet.uid else other for card, other in left.wallets.items()
    }
    not_earning = used.from_bonus if left.stored_value_earns else tender.amount
    one = Spent(tender.position, money, not_earning=not_earning)
    return one, replace(left, wallets=wallets)


def _from_points(tender: _Tender, left: Holdings) -> tuple[Spent, Holdings]:
    """RULES 6, 8: whole steps of the payer's points, up to their share of what is no prepaid."""
    if not left.client_uid or tender.source not in {"", left.client_uid}:
        _refuse_source(N_("Points come from the client who pays. Choose the client first."))
    if left.points_rule is None:
        refuse("points_no_money", N_("Points are no money here. Take another tender."))
    rule, version = left.points_rule, left.points_version
    points = _points_asked(tender, left.points, rule)
    uses = take(left.points, points)
    inputs = tender.inputs(
        points=points, step=rule.step, step_value=rule.value, cap_bp=rule.cap_bp, bill=tender.bill
    )
    worth = share(tender.amount, [use.amount for use in uses])
    account = ledger.points(left.client_uid)
    from_lots = [
        Entry(account, use.amount, "points.burn", version, {**inputs, "value": value}, use.lot_id)
        for use, value in zip(uses, worth, strict=True)
    ]
    whole = {**inputs, "value": tender.amount}
    burned = Entry(ledger.POINTS_BURNED, -points, "points.burn", version, whole)
    paid = Entry(ledger.POINTS_SPENT, tender.amount, "points.pay", version, inputs)
    one = Spent(tender.position, (paid,), (*from_lots, burned), not_earning=tender.amount)
    return one, replace(left, points=without(left.points, uses))


def _points_asked(tender: _Tender, lots: Sequence[Lot], rule: PointsRule) -> int:
    steps, odd = divmod(tender.amount, rule.value)
    if odd:
        refuse(
            "points_step",
            N_("Points pay in steps of {step}. Type a multiple of it."),
            field="amount",
            step=Amount(rule.value),
        )
    points, balance = steps * rule.step, held(lots)
    if points > balance:
        refuse(
            "not_enough_points",
            N_("The client has {points} points, worth {worth}. Take another tender for the rest."),
            field="amount",
            points=balance,
            worth=Amount(balance // rule.step * rule.value),
        )
    used = tender.points_used
    most = most_points(tender.bill, used + balance, rule) - used
    if points > most:
        refuse(
            "points_above_cap",
            N_("Points can pay {most} of this bill at most. Take another tender for the rest."),
            field="amount",
            most=Amount(most // rule.step * rule.value),
        )
    return points


def _from_gift_card(tender: _Tender, left: Holdings) -> tuple[Spent, Holdings]:
    """RULES 6: a gift card keeps what the bill does not need."""
    card = left.gift_cards.get(tender.source)
    if card is None:
        _refuse_source(N_("This gift card cannot pay here. Check its code."))
    balance = held(card.lots)
    if tender.amount > balance:
        refuse(
            "not_enough_value",
            N_("The gift card {code} holds {held}. Take another tender for the rest."),
            field="amount",
            code=card.code,
            held=Amount(balance),
        )
    uses = take(card.lots, tender.amount)
    inputs = tender.inputs(gift_card=card.uid, left=balance - tender.amount)
    money = tuple(_from_lots(ledger.gift_card(card.uid), uses, "gift_card.spend", inputs))
    after = replace(card, lots=without(card.lots, uses))
    gift_cards = {  # its code and its uid name one card
        key: after if other.uid == card.uid else other for key, other in left.gift_cards.items()
    }
    return Spent(tender.position, money), replace(left, gift_cards=gift_cards)


def _from_voucher(tender: _Tender, left: Holdings) -> tuple[Spent, Holdings]:
    """RULES 6: once, and at once; what it is worth above the bill is lost."""
    voucher = left.vouchers.get(tender.source)
    if voucher is None:
        _refuse_source(N_("This voucher cannot pay here, or pays already. Check its code."))
    paid, lost = cash_voucher(voucher.face, min(tender.due, tender.room))
    if tender.amount != paid:
        refuse(
            "voucher_in_parts",
            N_("This voucher is used at once: here it pays {paid}. Type that amount."),
            field="amount",
            paid=Amount(paid),
        )
    inputs = tender.inputs(voucher=voucher.uid, face=voucher.face, lost=lost)
    money = (Entry(ledger.VOUCHER_GIVEN, paid, "voucher.spend", inputs=inputs),)
    vouchers = {key: other for key, other in left.vouchers.items() if other.uid != voucher.uid}
    return Spent(tender.position, money, not_earning=paid), replace(left, vouchers=vouchers)


def _from_deposit(tender: _Tender, left: Holdings) -> tuple[Spent, Holdings]:
    """RULES 24: a deposit is owed until it is used as a tender."""
    if not left.client_uid or tender.source not in {"", left.client_uid}:
        _refuse_source(N_("A deposit pays for the client who left it. Choose that client first."))
    lots = left.deposits.get(left.client_uid)
    if lots is None:
        _refuse_source(N_("This client left no deposit. Take another tender."))
    balance = held(lots)
    if tender.amount > balance:
        refuse(
            "not_enough_value",
            N_("The deposit holds {held}. Take another tender for the rest."),
            field="amount",
            held=Amount(balance),
        )
    uses = take(lots, tender.amount)
    inputs = tender.inputs(client=left.client_uid)
    money = tuple(_from_lots(ledger.deposit(left.client_uid), uses, "deposit.use", inputs))
    deposits = {**left.deposits, left.client_uid: without(lots, uses)}
    return Spent(tender.position, money), replace(left, deposits=deposits)


def _on_account(tender: _Tender, left: Holdings) -> tuple[Spent, Holdings]:
    """RULES 24: the payer owes it. It may earn, but only once it is settled; what is prepaid would
    give before."""
    if not left.client_uid or tender.source not in {"", left.client_uid}:
        _refuse_source(N_("The client who pays owes it. Choose the client first."))
    if tender.amount > left.credit_left:
        refuse(
            "above_credit",
            N_("{left} more may go on account. Take another tender for the rest."),
            field="amount",
            left=Amount(max(0, left.credit_left)),
        )
    inputs = tender.inputs(client=left.client_uid, credit_left=left.credit_left)
    account = ledger.receivable(left.client_uid)
    money = (Entry(account, tender.amount, "account.owe", inputs=inputs),)
    after = replace(left, credit_left=left.credit_left - tender.amount)
    return Spent(tender.position, money), after


def _from_platform(tender: _Tender, left: Holdings) -> tuple[Spent, Holdings]:
    """RULES 24: the platform owes the settlement; its fee is an expense."""
    voucher = left.platforms.get(tender.source)
    if voucher is None:
        _refuse_source(N_("This platform cannot pay here, or pays already. Check the voucher."))
    settlement = tender.amount - voucher.fee
    if voucher.fee < 0 or settlement < 0:
        refuse(
            "bad_fee",
            N_("The platform's fee is zero or more, and at most what its voucher pays: {paid}."),
            field="fee",
            paid=Amount(tender.amount),
        )
    inputs = tender.inputs(
        platform=voucher.platform, face=voucher.face, settlement=settlement, fee=voucher.fee
    )
    parts = (
        (ledger.platform(voucher.platform), settlement),
        (ledger.PLATFORM_FEES, voucher.fee),
    )
    money = tuple(
        Entry(account, amount, "platform.owe", voucher.version, inputs)
        for account, amount in parts
        if amount
    )
    not_earning = 0 if left.platform_earns else tender.amount
    platforms = {key: other for key, other in left.platforms.items() if key != tender.source}
    one = Spent(tender.position, money, not_earning=not_earning)
    return one, replace(left, platforms=platforms)


_PAYS: Mapping[TenderKind, Callable[[_Tender, Holdings], tuple[Spent, Holdings]]] = {
    TenderKind.STORED_VALUE: _from_card,
    TenderKind.POINTS: _from_points,
    TenderKind.GIFT_CARD: _from_gift_card,
    TenderKind.VOUCHER: _from_voucher,
    TenderKind.DEPOSIT: _from_deposit,
    TenderKind.ON_ACCOUNT: _on_account,
    TenderKind.PLATFORM: _from_platform,
}


def _from_lots(
    account: Account, uses: Sequence[Use], rule: str, inputs: Mapping[str, int | str]
) -> Iterator[Entry]:
    for use in uses:
        yield Entry(account, use.amount, rule, inputs=inputs, lot=use.lot_id)


def _refuse_source(text: str) -> NoReturn:
    refuse("source_unknown", text, field="source")
