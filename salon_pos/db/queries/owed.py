"""What a sale's points depend on when they are posted after it: a claim, a debt that is settled."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from peewee import JOIN, SQL, fn

from salon_pos.db.models.base import from_millis
from salon_pos.db.models.catalog import ItemRow, TenderMethodRow, TillRow
from salon_pos.db.models.ledger import AccountRow, EntryRow
from salon_pos.db.models.people import ClientRow
from salon_pos.db.models.sales import SaleLineRow, SaleRow, SaleTenderRow
from salon_pos.db.models.value import ClaimRow, OwedSaleRow, SettledRow
from salon_pos.db.prepared import P, Prepared
from salon_pos.db.queries import earned
from salon_pos.db.queries.value import plans
from salon_pos.domain.catalog import ItemKind, TenderKind
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
            SaleLineRow.net, SaleLineRow.payable, SaleLineRow.source,
            SaleLineRow.quantity + fn.COALESCE(fn.SUM(_REFUND_LINE.quantity), SQL("0")),
            fn.SUM(_REFUND_LINE.net), fn.SUM(_REFUND_LINE.payable), fn.MAX(_REFUND_LINE.id),
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
            (SaleRow.id == P) | (SaleRow.refund_of == P),
            EntryRow.rule.in_([P, P]),
            fn.SUBSTR(AccountRow.code, P, P) == P,
        )
    )
)
_OWED_OF = Prepared(
    lambda: (
        OwedSaleRow.select(SaleRow.uid)
        .join(SaleRow)
        .where(OwedSaleRow.client == P)
        .order_by(OwedSaleRow.sale)
    )
)
_OCCASION = Prepared(
    lambda: OwedSaleRow.select(
        OwedSaleRow.version, OwedSaleRow.tier, OwedSaleRow.first_visit, OwedSaleRow.birthday_given
    ).where(OwedSaleRow.sale == P)
)
_SETTLED = Prepared(
    lambda: SettledRow.select(fn.SUM(SettledRow.amount)).where(SettledRow.sale == P)
)
_CANCELLING = SaleRow.alias()
_CLIENT_SALE = Prepared(
    lambda: (
        SaleRow.select(SaleRow.id)
        .where(
            (SaleRow.client == P) | SaleRow.id.in_(
                ClaimRow.select(ClaimRow.sale).where(ClaimRow.client == P)
            ),
            SaleRow.id < P, SaleRow.deed == P, SaleRow.total > P,
            ~fn.EXISTS(_CANCELLING.select(_CANCELLING.id).where(
                _CANCELLING.refund_of == SaleRow.id, _CANCELLING.deed == P
            )),
        )
        .limit(P)
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EarningLine:
    """A line of a sale as it was sold and as it still stands, so many of it `left`. `eligible` and
    `points` are what is on file for it so far, `refund_*` what its refunds took of that; the newest
    of those is `refund_line_id`."""

    line_id: int
    sold: PaidLine
    stands: PaidLine
    left: int
    refund_line_id: int | None = None
    eligible: int = 0
    points: int = 0
    refund_eligible: int = 0
    refund_points: int = 0


@dataclass(frozen=True, slots=True)
class Paid:
    """What each kind of tender paid, and what of the stored value was bonus, in minor units."""

    by_kind: Mapping[TenderKind, int]
    bonus: int

    def of(self, kind: TenderKind) -> int:
        """What tenders of this kind paid."""
        return self.by_kind.get(kind, 0)


@dataclass(frozen=True, slots=True)
class EarningSale:
    """A sale that may earn later: how it was `paid`, and what of that `stays` after refunds."""

    id: int
    uid: str
    number: str
    business_day: date
    paid_at: datetime
    client_id: int | None
    is_sale: bool
    claimed_by: str
    lines: tuple[EarningLine, ...]
    paid: Paid
    stays: Paid

    @property
    def stands(self) -> bool:
        """Whether anything of it was not given back."""
        return any(line.left for line in self.lines)


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
    """A client's sales on account of which something is still owed, the oldest first."""
    found = (_owed(uid) for (uid,) in _OWED_OF.all(client_id))
    return tuple(one for one in found if one.left > 0)


def has_paid_before(client_id: int, *, before: int = 2**62) -> bool:
    """Whether a client has a sale with something to pay that was not cancelled, of an id below
    `before`."""
    return _CLIENT_SALE.one(client_id, client_id, before, "sale", 0, "void", 1) is not None


def _owed(uid: str) -> OwedSale:
    sale = earning_sale(uid)
    assert sale is not None
    assert sale.client_id is not None
    settled = _SETTLED.one(sale.id)
    left = sale.stays.of(TenderKind.ON_ACCOUNT) - ((settled[0] or 0) if settled else 0)
    row = _OCCASION.one(sale.id)
    assert row is not None
    version, tier, first_visit, birthday_given = row
    occasion = Occasion(
        sale.business_day, tier or None, first_visit=bool(first_visit),
        birthday_given=bool(birthday_given),
    )  # fmt: skip
    return OwedSale(sale, left, version, occasion)


def _paid(sale_id: int) -> tuple[Paid, Paid]:
    """How a sale was paid, and what of it stays."""
    paid: defaultdict[TenderKind, int] = defaultdict(int)
    stays: defaultdict[TenderKind, int] = defaultdict(int)
    for _, kind, applied, back in _TENDERS.all(sale_id):
        paid[TenderKind(kind)] += applied
        stays[TenderKind(kind)] += applied + (back or 0)
    return Paid(dict(paid), _bonus(sale_id, 0)), Paid(dict(stays), _bonus(sale_id, sale_id))


def _bonus(sale_id: int, refund_of: int) -> int:
    row = _BONUS.one(sale_id, refund_of, "value.spend", "value.give_back", 1, 6, "bonus:")
    return (row[0] or 0) if row else 0


def _lines(sale_id: int) -> tuple[EarningLine, ...]:
    top_ups = {item for item, plan in plans().items() if plan.kind is PrepaidKind.TOP_UP}
    gained, taken = earned.earned(sale_id), earned.taken_back(sale_id)
    lines: list[EarningLine] = []
    for id_, uid, item, category, kind, net, payable, source, left, *back in _LINES.all(sale_id):
        sold = PaidLine(
            uid, item, category, ItemKind(kind), net, payable,
            session_use=uses_pack(source, kind), top_up=item in top_ups,
        )  # fmt: skip
        back_net, back_payable, refund_line = back
        stands = replace(sold, net=net + (back_net or 0), payable=payable + (back_payable or 0))
        figures = (*gained.get(id_, (0, 0)), *taken.get(id_, (0, 0)))
        lines.append(EarningLine(id_, sold, stands, left, refund_line, *figures))
    return tuple(lines)
