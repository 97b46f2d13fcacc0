"""What a sale moved beside its money, and what was left right after it, however long ago it was.

Entries are numbered as they are posted, so a balance at that time is the sum up to the last entry
of the sale's transaction. Names are those of that time, too: a reprint says the same.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from peewee import fn

from salon_pos.db.models.base import from_millis
from salon_pos.db.models.catalog import ItemRow
from salon_pos.db.models.ledger import AccountRow, EntryRow, LotRow
from salon_pos.db.models.sales import SaleLineRow
from salon_pos.db.models.value import (
    CardRow,
    GiftCardRow,
    PackRow,
    SaleEarningRow,
    TierMoveRow,
    WalletRow,
)
from salon_pos.db.prepared import P, Prepared
from salon_pos.db.queries import value
from salon_pos.db.queries.tier_then import Moment, standing_then
from salon_pos.domain.expiry import soon
from salon_pos.domain.explain import Names, explain
from salon_pos.domain.receipt import Ending, Holding, ReceiptPoints, ReceiptTier, ReceiptValue
from salon_pos.domain.receipt_value import (
    KINDS,
    Left,
    LineEarning,
    Moved,
    earned_nothing,
    holdings_moved,
    points_moves,
    points_repaid,
    receipt_holding,
)
from salon_pos.domain.tiers import TierRules

_ENTRIES = Prepared(
    lambda: (
        EntryRow.select(
            EntryRow.id, AccountRow.code, EntryRow.amount, EntryRow.rule, EntryRow.inputs
        )
        .join(AccountRow)
        .where(EntryRow.transaction == P)
        .order_by(EntryRow.id)
    )
)


@cache
def _sums(count: int) -> Prepared:
    """The sums of so many accounts up to an entry."""
    return Prepared(
        lambda: (
            EntryRow.select(AccountRow.code, fn.SUM(EntryRow.amount))
            .join(AccountRow)
            .where(AccountRow.code.in_([P] * count), EntryRow.id <= P)
            .group_by(AccountRow.code)
        )
    )


@cache
def _endings(count: int) -> Prepared:
    """What is left, up to an entry, in the lots of so many accounts that end between two days."""
    return Prepared(
        lambda: (
            LotRow.select(AccountRow.code, LotRow.expires, fn.SUM(EntryRow.amount))
            .join(AccountRow)
            .switch(LotRow)
            .join(EntryRow, on=EntryRow.lot == LotRow.id)
            .where(
                AccountRow.code.in_([P] * count), LotRow.expires >= P, LotRow.expires <= P,
                EntryRow.id <= P,
            )
            .group_by(AccountRow.code, LotRow.expires)
            .order_by(LotRow.expires.desc())
        )
    )  # fmt: skip


# What is settled or claimed later adds rows to a line; those of the sale itself came first.
_EARNED = Prepared(
    lambda: (
        SaleEarningRow.select(
            fn.MIN(SaleEarningRow.id), SaleLineRow.item_name, SaleLineRow.net,
            SaleEarningRow.eligible, SaleEarningRow.points, SaleEarningRow.why,
        )
        .join(SaleLineRow)
        .where(SaleLineRow.sale == P)
        .group_by(SaleEarningRow.line)
        .order_by(SaleLineRow.position)
    )
)  # fmt: skip
_TIER = Prepared(
    lambda: (
        TierMoveRow.select(
            TierMoveRow.tier,
            TierMoveRow.day,
            TierMoveRow.until,
            TierMoveRow.is_override,
            TierMoveRow.reason,
            TierMoveRow.cause,
        )
        .where(TierMoveRow.client == P, TierMoveRow.cause == P)
        .order_by(TierMoveRow.id.desc())
    )
)
_OWN_MOVE = TierMoveRow.alias()
_EARLIER_TIER = Prepared(
    lambda: (
        TierMoveRow.select(TierMoveRow.id)
        .join(_OWN_MOVE, on=(_OWN_MOVE.client == TierMoveRow.client) & (_OWN_MOVE.cause == P))
        .where(TierMoveRow.client == P, TierMoveRow.id < _OWN_MOVE.id)
    )
)
# Its owner's newest one comes last.
_CARDS = Prepared(
    lambda: (
        CardRow.select(CardRow.uid, CardRow.number)
        .join(WalletRow)
        .where(WalletRow.uid == P, CardRow.issued_at < P)
        .order_by(CardRow.client == WalletRow.client, CardRow.id)
    )
)
_FIRST_CARD = Prepared(
    lambda: CardRow.select(CardRow.id, CardRow.number).join(WalletRow).where(WalletRow.uid == P)
)
_PACK = Prepared(lambda: SaleLineRow.select(SaleLineRow.item_name).where(SaleLineRow.uid == P))
_GIVEN_PACK = Prepared(  # one for points has no line
    lambda: PackRow.select(ItemRow.name).join(ItemRow).where(PackRow.uid == P)
)
_GIFT_CARD = Prepared(lambda: GiftCardRow.select(GiftCardRow.code).where(GiftCardRow.uid == P))


_EVER = 2**62


@dataclass(frozen=True, slots=True)
class Posted:
    """A sale as it was posted: its client if it has one (an empty uid if not), its business day,
    and when it was paid, in milliseconds. Imported ones have no transaction. `is_sale` unless it
    gives one back; `is_of_several` where it may move points of other clients, too."""

    sale_id: int
    uid: str
    transaction_id: int | None
    client_id: int | None
    client_uid: str
    day: str
    paid_at: int
    is_sale: bool
    is_of_several: bool = False


def value_of(sale: Posted) -> ReceiptValue | None:
    """What the sale moved beside its money; None for nothing."""
    rows = _ENTRIES.all(sale.transaction_id) if sale.transaction_id is not None else []
    if not rows:
        return None
    moved = tuple(_moved(*row) for _, *row in rows)
    left = _left(sale, moved, last=rows[-1][0])
    rules = value.tiers_at(from_millis(sale.paid_at)) if _tells_tiers(sale, moved) else None
    names = {tier.key: tier.name for tier in rules.tiers} if rules else {}
    earned = _EARNED.all(sale.sale_id) if sale.client_uid else []
    told = earned if sale.is_sale else []
    found = ReceiptValue(
        points=_points(sale, moved, left, earned=told, names=names) if sale.client_uid else None,
        holdings=tuple(
            replace(
                receipt_holding(kind, owner, moved, left, name=_name(kind, owner, moved, sale)),
                code=_sold_code(kind, owner, moved),
            )
            for kind, owner in holdings_moved(moved)
        ),
        tier=_tier(sale, rules, names, last=max((row[0] for row in earned), default=0)),
    )
    return found if found != ReceiptValue() else None


def _left(sale: Posted, moved: Sequence[Moved], *, last: int) -> Left:
    """The balances that the sale moved, and its client's points, up to the entry `last`."""
    codes = {f"{e.kind}:{e.owner}" for e in moved if e.kind in KINDS}
    if sale.client_uid:
        codes |= {f"points:{sale.client_uid}", f"points_debt:{sale.client_uid}"}
    if not codes:
        return Left({}, {})
    sums = dict(_sums(len(codes)).all(*codes, last))
    if not any(sums.values()):
        return Left(sums, {})
    until = soon(date.fromisoformat(sale.day)).isoformat()
    lots = _endings(len(codes)).all(*codes, sale.day, until, last)
    # The soonest comes last, and counts.
    ending = {code: Ending(date.fromisoformat(e), -left) for code, e, left in lots if left}
    return Left(sums, ending)


def _moved(code: str, amount: int, rule: str, inputs: str) -> Moved:
    kind, _, owner = code.partition(":")
    return Moved(kind, owner, amount, rule, json.loads(inputs))


def _tells_tiers(sale: Posted, moved: Sequence[Moved]) -> bool:
    """Whether it says something of the tiers that the salon had when the sale was paid."""
    return sale.client_id is not None or any("tier" in entry.inputs for entry in moved)


def _points(
    sale: Posted, moved: Sequence[Moved], left: Left, *, earned: Sequence[tuple[Any, ...]],
    names: Names,
) -> ReceiptPoints | None:  # fmt: skip
    """The client's points; None where they never had any and none were to be had."""
    account, debt = f"points:{sale.client_uid}", f"points_debt:{sale.client_uid}"
    on_account = any(entry.kind == "receivable" for entry in moved)
    if not earned and account not in left.sums and debt not in left.sums:
        return None
    return ReceiptPoints(
        points_moves(moved, sale.client_uid, names, of_several=sale.is_of_several),
        -left.of(account), left.of(debt),
        points_repaid(moved, sale.client_uid), left.ending.get(account),
        tuple(earned_nothing([LineEarning(*row) for _, *row in earned], on_account=on_account)),
    )  # fmt: skip


def _name(kind: Holding, owner: str, moved: Sequence[Moved], sale: Posted) -> str:
    """What a pack is for, and the last four of a card's number."""
    match kind:
        case Holding.CARD:
            numbers = dict(_CARDS.all(owner, _EVER))
            used = (str(e.inputs.get("card")) for e in moved if e.owner == owner)
            number = next((numbers[uid] for uid in used if uid in numbers), "")
            return (number or _newest_card(owner, sale.paid_at))[-4:]
        case Holding.PACK:
            (name,) = _PACK.one(owner) or _GIVEN_PACK.one(owner) or ("",)
            return name
        case Holding.GIFT_CARD:
            return _GIFT_CARD.all(owner)[0][0][-4:]
        case Holding.DEPOSIT | Holding.ON_ACCOUNT:
            return ""


def _sold_code(kind: Holding, owner: str, moved: Sequence[Moved]) -> str:
    """The code of a gift card where this sale sold it: whoever has it can pay with the card."""
    sold = any(e.rule == "gift_card.sell" and e.owner == owner for e in moved)
    return _GIFT_CARD.all(owner)[0][0] if kind is Holding.GIFT_CARD and sold else ""


def _newest_card(wallet: str, at: int) -> str:
    """The number of the owner's newest card at that instant; of the wallet's first one where all
    are newer, as after a clock was put back."""
    earlier = _CARDS.all(wallet, at)
    return earlier[-1][1] if earlier else min(_FIRST_CARD.all(wallet))[1]


def _tier(sale: Posted, rules: TierRules | None, names: Names, *, last: int) -> ReceiptTier | None:
    """The client's tier after a sale, a refund or a void, which led to it by the reason on file, or
    did not. `last` is 0 for a refund of which nothing is on file that tells what was earned by
    then: it says what it led to, and no more."""
    if sale.client_id is None or rules is None:
        return None
    move = _TIER.one(sale.client_id, sale.uid)
    then = None
    if sale.is_sale or last:
        day = date.fromisoformat(sale.day)
        at = Moment(sale.sale_id, sale.client_id, day, sale.paid_at, last)
        then = standing_then(at, rules, move)
    if move:
        key, reason = move[0], json.loads(move[4])
    elif then:
        key, reason = then.tier or "", {"rule": then.rule, **then.inputs}
    else:
        return None
    to_next = (
        explain("tier.next", 0, then.next_inputs, names) if then and then.next_inputs else None
    )
    why = explain(str(reason["rule"]), 0, reason, names)
    # Whom no tier was on file for before is in the one that is open to all: that is no news.
    first = str(reason["rule"]) == "tier.open" and not _EARLIER_TIER.one(sale.uid, sale.client_id)
    is_new = move is not None and not first
    return ReceiptTier(names.get(key, key), why, to_next, is_new=is_new)
