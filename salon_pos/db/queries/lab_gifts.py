"""What beside sales gave points in a time that the rule lab looks at: who brought whom, activities.

Who was brought is found by what they paid, not by the points that it gave: rules that give for it
may be tried where none did.
"""

import json
from collections.abc import Iterator
from datetime import date

from peewee import JOIN, Case, fn

from salon_pos.db.models.catalog import TillRow
from salon_pos.db.models.ledger import AccountRow, EntryRow, TransactionRow
from salon_pos.db.models.people import ClientRow
from salon_pos.db.models.sales import SaleRow
from salon_pos.db.models.value import ClaimRow, SettledRow
from salon_pos.db.prepared import rows
from salon_pos.db.queries.brought import FIRST, PAID_AT_ONCE
from salon_pos.domain.lab import Gift
from salon_pos.domain.ledger import POINTS_ISSUED

_PAYER = fn.COALESCE(ClaimRow.client, SaleRow.client)


def gifts(first: date, last: date) -> tuple[Gift, ...]:
    """All that happened from `first` to `last`."""
    return (*_brought(first, last), *_posted(first, last))


def _brought(first: date, last: date) -> Iterator[Gift]:
    """Who was brought by another client and paid the first that they ever did of what is eligible,
    with a sale here that was not cancelled or off one that was on account."""
    paid_off = (
        SettledRow.select(fn.MIN(TransactionRow.business_day))
        .join(TransactionRow)
        .where(SettledRow.sale == SaleRow.id)
    )
    day = Case(None, ((PAID_AT_ONCE, SaleRow.business_day),), paid_off)
    query = (
        SaleRow.select(_PAYER, fn.MIN(day), TillRow.is_import)
        .join(TillRow)
        .switch(SaleRow)
        .join(ClaimRow, JOIN.LEFT_OUTER, on=ClaimRow.sale == SaleRow.id)
        .join(ClientRow, on=ClientRow.id == _PAYER)
        .where(
            FIRST, ClientRow.referrer.is_null(is_null=False), day.is_null(is_null=False),
        )
        .group_by(_PAYER)
    )  # fmt: skip
    for _client, on, is_import in rows(query):
        if not is_import and first <= date.fromisoformat(on) <= last:
            yield Gift(date.fromisoformat(on), is_brought=True)


def _posted(first: date, last: date) -> Iterator[Gift]:
    """Points that were posted, or taken back by a void; of an activity what it was as well."""
    of = fn.json_extract(EntryRow.inputs, "$.of")
    query = (
        EntryRow.select(
            TransactionRow.business_day, EntryRow.rule, EntryRow.inputs, EntryRow.amount
        )
        .join(TransactionRow)
        .switch(EntryRow)
        .join(AccountRow)
        .where(
            AccountRow.code == POINTS_ISSUED.code,
            TransactionRow.business_day.between(first, last),
            EntryRow.rule.in_(["points.referral", "points.activity"])
            | ((EntryRow.rule == "void.points") & (of == "points.referral")),
        )
    )
    for on, rule, inputs, amount in rows(query):
        activity = json.loads(inputs)["activity"] if rule == "points.activity" else ""
        yield Gift(date.fromisoformat(on), amount, activity)
