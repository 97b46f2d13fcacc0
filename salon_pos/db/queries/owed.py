"""What a sale's points depend on when they are posted after it: a claim, a debt that is settled."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from peewee import JOIN, fn

from salon_pos.db.models.base import from_millis
from salon_pos.db.models.catalog import ItemRow, TenderMethodRow, TillRow
from salon_pos.db.models.ledger import AccountRow, EntryRow
from salon_pos.db.models.people import ClientRow
from salon_pos.db.models.sales import SaleLineRow, SaleRow, SaleTenderRow
from salon_pos.db.models.value import ClaimRow, OwedSaleRow, SettledRow
from salon_pos.db.prepared import P, Prepared
from salon_pos.db.queries import balances, earned
from salon_pos.db.queries.value import plans
from salon_pos.domain import ledger
from salon_pos.domain.catalog import ItemKind, TenderKind
from salon_pos.domain.earned_by_now import CameBack, PaidBy, paid_by
from salon_pos.domain.earning import Occasion, PaidLine
from salon_pos.domain.prepaid import PrepaidKind
from salon_pos.domain.ticket import uses_pack

_SALE = Prepared(
    lambda: (
        SaleRow.select(
            SaleRow.id, SaleRow.uid, SaleRow.number, SaleRow.business_day, SaleRow.paid_at,
            SaleRow.client, SaleRow.deed, TillRow.is_import, ClaimRow.client, ClientRow.name,
        )
        .join(TillRow)
        .switch(SaleRow)
        .join(ClaimRow, JOIN.LEFT_OUTER, on=ClaimRow.sale == SaleRow.id)
        .join(ClientRow, JOIN.LEFT_OUTER, on=ClaimRow.client == ClientRow.id)
        .where(SaleRow.uid == P)
    )
)  # fmt: skip
_REFUND_LINE = SaleLineRow.alias()
_LINES = Prepared(
    lambda: (
        SaleLineRow.select(
            SaleLineRow.id, SaleLineRow.uid, SaleLineRow.item, ItemRow.category, ItemRow.kind,
            SaleLineRow.net, SaleLineRow.payable, SaleLineRow.source, SaleLineRow.quantity,
            fn.SUM(_REFUND_LINE.quantity), fn.SUM(_REFUND_LINE.net), fn.MAX(_REFUND_LINE.id),
        )
        .join(ItemRow)
        .switch(SaleLineRow)
        .join(_REFUND_LINE, JOIN.LEFT_OUTER, on=_REFUND_LINE.refunds == SaleLineRow.id)
        .where(SaleLineRow.sale == P)
        .group_by(SaleLineRow.id)
        .order_by(SaleLineRow.position)
    )
)  # fmt: skip
_BACK = SaleTenderRow.alias()
_TENDERS = Prepared(
    lambda: (
        SaleTenderRow.select(
            SaleTenderRow.id, TenderMethodRow.kind, SaleTenderRow.applied, fn.SUM(_BACK.applied)
        )
        .join(TenderMethodRow)
        .switch(SaleTenderRow)
        .join(_BACK, JOIN.LEFT_OUTER, on=_BACK.refunds == SaleTenderRow.id)
        .where(SaleTenderRow.sale == P)
        .group_by(SaleTenderRow.id)
        .order_by(SaleTenderRow.id)
    )
)
_BONUS = Prepared(
    lambda: (
        EntryRow.select(fn.SUM(EntryRow.amount))
        .join(SaleRow, on=SaleRow.transaction == EntryRow.transaction)
        .join(AccountRow, on=EntryRow.account == AccountRow.id)
        .where(
            SaleRow.id == P,
            EntryRow.rule == P,
            fn.SUBSTR(AccountRow.code, P, P) == P,
        )
    )
)
_CLIENT = Prepared(lambda: ClientRow.select(ClientRow.uid).where(ClientRow.id == P))
# From the newest sale back, one by one: the index by clients has them in their order.
_OLDER = Prepared(
    lambda: (
        OwedSaleRow.select(OwedSaleRow.sale, SaleRow.uid)
        .join(SaleRow)
        .where(OwedSaleRow.client == P, OwedSaleRow.sale < P)
        .order_by(OwedSaleRow.sale.desc())
        .limit(P)
    )
)
_OCCASION = Prepared(
    lambda: OwedSaleRow.select(
        OwedSaleRow.version, OwedSaleRow.tier, OwedSaleRow.first_visit, OwedSaleRow.birthday_given
    ).where(OwedSaleRow.sale == P)
)
# What was put on account less what refunds took off it again, and what was paid off.
_PUT = Prepared(
    lambda: (
        SaleTenderRow.select(fn.SUM(SaleTenderRow.applied))
        .join(SaleRow)
        .switch(SaleTenderRow)
        .join(TenderMethodRow)
        .where((SaleRow.id == P) | (SaleRow.refund_of == P), TenderMethodRow.kind == P)
    )
)
_SETTLED = Prepared(
    lambda: SettledRow.select(fn.SUM(SettledRow.amount)).where(SettledRow.sale == P)
)
_NEWEST = 2**62
"""Above every id on file."""


@dataclass(frozen=True, slots=True)
class EarningLine:
    """A line of a sale as it was sold, and what of it came back: the `refunded` of its `quantity`,
    their `net` (both positive). `eligible` and `points` are what is on file for it so
    far, `refund_*` what its refunds took of that, below zero; the newest of those is
    `refund_line`, its id, or below zero while it is being written."""

    line_id: int
    sold: PaidLine
    quantity: int
    refunded: int = 0
    net: int = 0
    refund_line: int | None = None
    eligible: int = 0
    points: int = 0
    refund_eligible: int = 0
    refund_points: int = 0

    @property
    def back(self) -> CameBack:
        """What of it came back."""
        return CameBack(self.quantity, self.refunded, self.net)


@dataclass(frozen=True, slots=True)
class EarningSale:
    """A sale that may earn later: how it was `paid`, and what of its part on account no refund
    gave back, in whatever way (`account_stays`)."""

    id: int
    uid: str
    number: str
    business_day: date
    paid_at: datetime
    client_id: int | None
    is_sale: bool
    claimed_by: str
    lines: tuple[EarningLine, ...]
    paid: PaidBy
    account_stays: int

    @property
    def stands(self) -> bool:
        """Whether anything of it was not given back."""
        return any(line.refunded < line.quantity for line in self.lines)


@dataclass(frozen=True, slots=True)
class OwedSale:
    """A sale on account: `left` minor units of it are still owed. Its points are those of the
    rules of this version on this occasion."""

    sale: EarningSale
    left: int
    version: int
    occasion: Occasion


def earning_sale(uid: str) -> EarningSale | None:
    """The sale with this uid, as far as its points go."""
    row = _SALE.one(uid)
    if row is None:
        return None
    sale_id, uid, number, day, paid_at, client_id, deed, is_import, claimed, name = row
    return EarningSale(
        sale_id, uid, number, date.fromisoformat(day), from_millis(paid_at), client_id,
        deed == "sale" and not is_import, name or "" if claimed else "", _lines(sale_id),
        *_paid(sale_id),
    )  # fmt: skip


def owed_sales(client_id: int) -> tuple[OwedSale, ...]:
    """A client's sales on account of which something is still owed, the oldest first. The oldest
    are paid off first, so they are looked for from the newest back, until they come to all that
    is owed: what was settled long ago is not read."""
    client, before = _CLIENT.one(client_id), _NEWEST
    owes = balances.balance(ledger.receivable(client[0])) if client else 0
    found: list[OwedSale] = []
    while owes > 0 and (row := _OLDER.one(client_id, before, 1)):
        before, uid = row
        if left := left_on_account(before):
            owes -= left
            sale = owed_sale(uid)
            assert sale is not None
            found.append(sale)
    return tuple(reversed(found))


def left_on_account(sale_id: int) -> int:
    """What of a sale's part on account is owed, in minor units: neither paid off nor taken off it
    by a refund."""
    put, settled = _PUT.one(sale_id, sale_id, "on_account"), _SETTLED.one(sale_id)
    return sum(sign * (row[0] or 0) for sign, row in ((1, put), (-1, settled)) if row)


def owed_sale(uid: str) -> OwedSale | None:
    """The sale with this uid if a part of it was put on account, be that paid by now or not."""
    sale = earning_sale(uid)
    row = _OCCASION.one(sale.id) if sale else None
    if sale is None or row is None:
        return None
    left = left_on_account(sale.id)
    version, tier, first_visit, birthday_given = row
    occasion = Occasion(
        sale.business_day, tier or None, first_visit=bool(first_visit),
        birthday_given=bool(birthday_given),
    )  # fmt: skip
    return OwedSale(sale, left, version, occasion)


def _paid(sale_id: int) -> tuple[PaidBy, int]:
    """How a sale was paid, and what of its part on account stays."""
    paid: defaultdict[TenderKind, int] = defaultdict(int)
    account_stays = 0
    for _, kind, applied, back in _TENDERS.all(sale_id):
        paid[TenderKind(kind)] += applied
        if kind == TenderKind.ON_ACCOUNT:
            account_stays += applied + (back or 0)
    bonus = _BONUS.one(sale_id, "value.spend", 1, 6, "bonus:")
    return paid_by(paid, (bonus[0] or 0) if bonus else 0), account_stays


def _lines(sale_id: int) -> tuple[EarningLine, ...]:
    top_ups = {item for item, plan in plans().items() if plan.kind is PrepaidKind.TOP_UP}
    gained, taken = earned.earned(sale_id)
    lines: list[EarningLine] = []
    for row in _LINES.all(sale_id):
        id_, uid, item, category, kind, net, payable, source, quantity, *back = row
        sold = PaidLine(
            uid, item, category, ItemKind(kind), net, payable,
            session_use=uses_pack(source, kind), top_up=item in top_ups,
        )  # fmt: skip
        refunded, back_net = (-(part or 0) for part in back[:2])
        figures = (*gained.get(id_, (0, 0)), *taken.get(id_, (0, 0)))
        lines.append(EarningLine(id_, sold, quantity, refunded, back_net, back[2], *figures))
    return tuple(lines)
