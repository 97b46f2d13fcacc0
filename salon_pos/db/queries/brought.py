"""Whether a client was brought by another: with the first sale of which something is eligible and
paid, then or off the account (RULES 11), the points for it are given.

A sale from before the first rules, or from elsewhere, has nothing that says what was eligible:
there anything counts that is no prepaid and was paid for.
"""

from peewee import SQL, fn

from salon_pos.db.models.catalog import ItemRow, TenderMethodRow
from salon_pos.db.models.ledger import EntryRow
from salon_pos.db.models.sales import SaleLineRow, SaleRow, SaleTenderRow
from salon_pos.db.models.value import ClaimRow, OwedSaleRow, SaleEarningRow, SettledRow
from salon_pos.db.prepared import P, Prepared

# Each is of the sale that the query around it looks at. A top-up is eligible by a setting.
_ELIGIBLE = SaleEarningRow.select(SaleEarningRow.id).where(
    SaleEarningRow.line == SaleLineRow.id, SaleEarningRow.eligible > SQL("0")
)
_MAY_EARN = (
    SaleLineRow.select(fn.SUM(SaleLineRow.payable))
    .join(ItemRow)
    .where(
        SaleLineRow.sale == SaleRow.id,
        (ItemRow.kind != SQL("'prepaid'")) | fn.EXISTS(_ELIGIBLE),
    )
)
_NO_MONEY = (
    SaleTenderRow.select(fn.SUM(SaleTenderRow.applied))
    .join(TenderMethodRow)
    .where(
        SaleTenderRow.sale == SaleRow.id,
        TenderMethodRow.kind.in_([SQL("'on_account'"), SQL("'points'"), SQL("'voucher'")]),
    )
)
_EARNINGS = (
    SaleEarningRow.select(SaleEarningRow.id).join(SaleLineRow).where(SaleLineRow.sale == SaleRow.id)
)
_CANCELLING = SaleRow.alias()
_CANCELLED = _CANCELLING.select(_CANCELLING.id).where(
    _CANCELLING.refund_of == SaleRow.id, _CANCELLING.deed == SQL("'void'")
)
PAID_AT_ONCE = fn.COALESCE(_NO_MONEY, SQL("0")) < _MAY_EARN
"""Whether something that may earn was paid when it was sold: all of it comes to more than what is
on account and what points and given vouchers paid."""
FIRST = (
    (SaleRow.deed == SQL("'sale'"))
    & ~fn.EXISTS(_CANCELLED)
    & (fn.EXISTS(_EARNINGS.where(SaleEarningRow.eligible > SQL("0"))) | ~fn.EXISTS(_EARNINGS))
)
"""Whether it may be the first of a client's: a sale of which something was eligible, or nobody
said what, and that was not cancelled."""

_PAID_OFF = SettledRow.select(SettledRow.id).where(SettledRow.sale == SaleRow.id)
_PAID_SALE = Prepared(
    lambda: (
        SaleRow.select(SaleRow.id)
        .where(
            (SaleRow.client == P) | SaleRow.id.in_(
                ClaimRow.select(ClaimRow.sale).where(ClaimRow.client == P)
            ),
            FIRST, PAID_AT_ONCE | fn.EXISTS(_PAID_OFF),
        )
        .limit(P)
    )
)  # fmt: skip

_THEIR_SALES = SaleRow.alias()
# The newest entry that gave or took back what a newcomer was brought for: it went with their sale,
# with its claim, with what was paid off it, or back with its void.
_REFERRAL = Prepared(
    lambda: (
        EntryRow.select(EntryRow.rule)
        .where(
            EntryRow.transaction.in_(
                _THEIR_SALES.select(_THEIR_SALES.transaction).where(
                    _THEIR_SALES.client == P, _THEIR_SALES.transaction.is_null(is_null=False)
                )
            )
            | EntryRow.transaction.in_(
                ClaimRow.select(ClaimRow.transaction).where(
                    ClaimRow.client == P, ClaimRow.transaction.is_null(is_null=False)
                )
            )
            | EntryRow.transaction.in_(
                SettledRow.select(SettledRow.transaction)
                .join(OwedSaleRow)
                .where(OwedSaleRow.client == P)
            ),
            (EntryRow.rule == P)
            | ((EntryRow.rule == P) & (fn.json_extract(EntryRow.inputs, P) == P)),
        )
        .order_by(EntryRow.id.desc())
        .limit(P)
    )
)


def has_paid_before(client_id: int) -> bool:
    """Whether a client has a sale of which something was eligible and paid, then or off the
    account, and that was not cancelled."""
    return _PAID_SALE.one(client_id, client_id, 1) is not None


def referral_stands(client_id: int) -> bool | None:
    """Whether the points for bringing a newcomer stand: not where the newest that their sales did
    with them was to take them back, with a void; None where none gave any."""
    rule = "points.referral"
    row = _REFERRAL.one(client_id, client_id, client_id, rule, "void.points", "$.of", rule, 1)
    return None if row is None else row[0] == rule
