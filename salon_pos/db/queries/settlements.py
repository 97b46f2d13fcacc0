"""What a client paid off of their account, as its receipt: right after it, and years later."""

from collections.abc import Sequence
from datetime import date

from salon_pos.db.models.base import from_millis
from salon_pos.db.models.ledger import AccountRow, EntryRow, TransactionRow
from salon_pos.db.models.people import ClientRow, StaffRow
from salon_pos.db.models.sales import SaleRow
from salon_pos.db.models.value import OwedSaleRow, SettledRow
from salon_pos.db.prepared import P, Prepared
from salon_pos.db.queries import catalog, deeds
from salon_pos.db.queries.receipt_value import Posted, value_of
from salon_pos.db.queries.settings import settings as read_settings
from salon_pos.domain.catalog import TenderKind
from salon_pos.domain.receipt import SettledSale, SettlementReceipt
from salon_pos.domain.settings import Settings

_RULE = "account.settle"
_DEED = Prepared(
    lambda: (
        TransactionRow.select(
            TransactionRow.id, TransactionRow.business_day, TransactionRow.posted_at, StaffRow.name
        )
        .join(StaffRow)
        .where(TransactionRow.uid == P, TransactionRow.deed == P)
    )
)
_ENTRIES = Prepared(
    lambda: (
        EntryRow.select(AccountRow.code, EntryRow.amount)
        .join(AccountRow)
        .where(EntryRow.transaction == P, EntryRow.rule == P)
        .order_by(EntryRow.id)
    )
)
_CLIENT = Prepared(lambda: ClientRow.select(ClientRow.id, ClientRow.name).where(ClientRow.uid == P))
_SALES = Prepared(
    lambda: (
        SettledRow.select(SaleRow.number, SaleRow.business_day, SettledRow.amount)
        .join(OwedSaleRow)
        .join(SaleRow)
        .where(SettledRow.transaction == P)
        .order_by(SaleRow.id)
    )
)


def settlement(uid: str, settings: Settings | None = None) -> SettlementReceipt:
    """The receipt of the settlement with this uid, in the salon's words; KeyError if there is
    none."""
    row = _DEED.one(uid, "settle_account")
    if row is None:
        raise KeyError(uid)
    transaction_id, day, posted_at, cashier = row
    salon, entries = settings or read_settings(), _ENTRIES.all(transaction_id, _RULE)
    ((client_uid, amount),) = [
        (code.partition(":")[2], -part) for code, part in entries if code.startswith("receivable:")
    ]
    money = [(code, part) for code, part in entries if not code.startswith("receivable:")]
    client_id, client = _CLIENT.all(client_uid)[0]
    sales = (SettledSale(n, date.fromisoformat(of), part)
             for n, of, part in _SALES.all(transaction_id))  # fmt: skip
    return SettlementReceipt(
        uid=uid, business_day=date.fromisoformat(day),
        paid_at=salon.local(from_millis(posted_at)), salon=salon.name, address=salon.address,
        phone=salon.phone, language=salon.language, currency=salon.currency, cashier=cashier,
        client=client, sales=tuple(sales), amount=amount, paid=sum(part for _, part in money),
        tender=tender_then(uid, [code for code, _ in money]),
        value=value_of(
            Posted(0, uid, transaction_id, client_id, client_uid, day, posted_at, is_sale=False)
        ),
    )  # fmt: skip


def tender_then(uid: str, codes: Sequence[str]) -> str:
    """What the means of payment of the deed with this uid, whose money lies on these accounts, was
    called then; what it is called now, of a deed that did not keep it."""
    kept = deeds.answer(uid)
    if name := str(kept.content.get("tender", "")) if kept else "":
        return name
    methods = catalog.tender_methods().values()
    by_code = {f"tender:{each.code}": each.name for each in methods}
    cash = next((each.name for each in methods if each.kind is TenderKind.CASH), "")
    return next((by_code.get(code, cash) for code in codes), cash)
