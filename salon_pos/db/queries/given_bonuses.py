"""Which fixed bonuses a client's sales gave: those that still stand, whenever they were posted; and
for which activities, and how many by hand, they were given points on a day."""

import json
from datetime import date
from typing import Any

from peewee import JOIN, SQL, NodeList, Query, fn

from salon_pos.db.models.ledger import AccountRow, EntryRow, TransactionRow
from salon_pos.db.models.sales import SaleRow
from salon_pos.db.models.value import ClaimRow, SettledRow
from salon_pos.db.prepared import P, Prepared
from salon_pos.db.queries.left import STANDING_LINES
from salon_pos.domain.earning import fixed_bonuses
from salon_pos.domain.ledger import POINTS_ADJUSTED, POINTS_ISSUED, points, points_debt


def _theirs(sales: Any) -> Query:
    """Of these sales those of a client between two days, not wholly given back, beside one."""
    claimed = ClaimRow.select(ClaimRow.sale).where(ClaimRow.client == P)
    return sales.where(
        (SaleRow.client == P) | SaleRow.id.in_(claimed),
        SaleRow.business_day > P, SaleRow.business_day < P, SaleRow.deed == P, SaleRow.uid != P,
        fn.EXISTS(STANDING_LINES),
    )  # fmt: skip


_INPUTS = (SaleRow.uid, EntryRow.inputs)
_BY_SALE = SaleRow.select(*_INPUTS).join(EntryRow, on=EntryRow.transaction == SaleRow.transaction)
_BY_CLAIM = (
    SaleRow.select(*_INPUTS)
    .join(ClaimRow, on=ClaimRow.sale == SaleRow.id)
    .join(EntryRow, on=EntryRow.transaction == ClaimRow.transaction)
)
_BY_SETTLING = (
    SaleRow.select(*_INPUTS)
    .join(SettledRow, on=SettledRow.sale == SaleRow.id)
    .join(EntryRow, on=EntryRow.transaction == SettledRow.transaction)
)
_REFUND = SaleRow.alias()
_BY_REFUND = (
    SaleRow.select(*_INPUTS)
    .join(_REFUND, on=_REFUND.refund_of == SaleRow.id)
    .join(EntryRow, on=EntryRow.transaction == _REFUND.transaction)
)
_EARNED = tuple(
    Prepared(
        lambda by=by: _theirs(
            # The plus keeps SQLite from reading all that was ever earned for each sale.
            by.join(AccountRow, on=NodeList((SQL("+"), EntryRow.account)) == AccountRow.id).where(
                AccountRow.code == P, EntryRow.rule == P
            )
        )
    )
    for by in (_BY_SALE, _BY_CLAIM, _BY_SETTLING, _BY_REFUND)
)

_OWN, _AGAINST = EntryRow.alias(), AccountRow.alias()


def _of_day(entries: Any) -> Query:
    """Of these entries, joined to their transactions, those by a rule on a day in transactions
    that moved the points, or the debt, of one client."""
    theirs = _OWN.select(_OWN.transaction).join(AccountRow).where(AccountRow.code.in_([P, P]))
    return entries.where(
        EntryRow.transaction.in_(theirs), EntryRow.rule == P, TransactionRow.business_day == P
    )


_ACTIVITIES = Prepared(lambda: _of_day(EntryRow.select(EntryRow.inputs).join(TransactionRow)))
_BY_HAND = Prepared(
    lambda: _of_day(
        EntryRow.select(EntryRow.amount)
        .join(_AGAINST, on=EntryRow.account == _AGAINST.id)
        .join(TransactionRow, on=EntryRow.transaction == TransactionRow.id)
    ).where(_AGAINST.code == P)
)


def given_activities(client_uid: str, day: date) -> set[str]:
    """The activities that this client was given points for on this business day, also where all of
    them repaid a debt."""
    own = (points(client_uid).code, points_debt(client_uid).code)
    found = _ACTIVITIES.all(*own, "points.activity", day.isoformat())
    return {json.loads(inputs)["activity"] for (inputs,) in found}


def given_by_hand(client_uid: str, day: date, rule: str) -> list[int]:
    """What each change by this rule gave to this client on this business day, or (below zero) took
    from them, also where all of it repaid a debt."""
    own = (points(client_uid).code, points_debt(client_uid).code)
    found = _BY_HAND.all(*own, rule, day.isoformat(), POINTS_ADJUSTED.code)
    return [amount for (amount,) in found]


_VOID = SaleRow.alias()
_REFERRAL = Prepared(
    lambda: (
        SaleRow.select(SaleRow.id)
        .join(ClaimRow, JOIN.LEFT_OUTER, on=ClaimRow.sale == SaleRow.id)
        .join(SettledRow, JOIN.LEFT_OUTER, on=SettledRow.sale == SaleRow.id)
        .join(
            EntryRow,
            on=EntryRow.transaction.in_(
                [SaleRow.transaction, ClaimRow.transaction, SettledRow.transaction]
            ),
        )
        .where(
            (SaleRow.client == P) | (ClaimRow.client == P), EntryRow.rule == P,
            ~fn.EXISTS(
                _VOID.select(_VOID.id).where(_VOID.refund_of == SaleRow.id, _VOID.deed == P)
            ),
        )
        .limit(P)
    )
)  # fmt: skip


def was_referral_given(client_id: int) -> bool:
    """Whether points were given for bringing this client, with a sale that was not cancelled or
    with what was paid off one."""
    return _REFERRAL.one(client_id, client_id, "points.referral", "void", 1) is not None


def given_bonuses(client_id: int, after: date, before: date, *, beside: str = "") -> set[str]:
    """The keys of the fixed bonuses that a client's sales between these two days (neither included)
    gave and still give; those of the sale with the uid `beside` do not count."""
    given = (
        POINTS_ISSUED.code, "points.earn", client_id, client_id, after.isoformat(),
        before.isoformat(), "sale", beside,
    )  # fmt: skip
    return {
        key
        for query in _EARNED
        for uid, inputs in query.all(*given)
        for key in fixed_bonuses(json.loads(inputs), uid)
    }
