"""What closing a card paid out, as its receipt: right after it, and years later."""

from datetime import date

from salon_pos.db.models.base import from_millis
from salon_pos.db.models.ledger import AccountRow, EntryRow, JournalRow, TransactionRow
from salon_pos.db.models.people import ClientRow, StaffRow
from salon_pos.db.models.value import CardRow, WalletRow
from salon_pos.db.prepared import P, Prepared
from salon_pos.db.queries.receipt_value import Posted, value_of
from salon_pos.db.queries.settings import settings as read_settings
from salon_pos.db.queries.settlements import tender_then
from salon_pos.domain.receipt import ClosingReceipt, ReceiptValue
from salon_pos.domain.settings import Settings

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
        .where(EntryRow.transaction == P)
        .order_by(EntryRow.id)
    )
)
# Several cards may open the wallet: the journal says which one was closed.
_CARD = Prepared(
    lambda: (
        CardRow.select(CardRow.number, ClientRow.id, ClientRow.uid, ClientRow.name)
        .join(WalletRow)
        .switch(CardRow)
        .join(ClientRow)
        .switch(CardRow)
        .join(JournalRow, on=JournalRow.subject == CardRow.uid)
        .where(WalletRow.uid == P, JournalRow.deed == P, JournalRow.at == P)
        .order_by(JournalRow.id.desc())
    )
)
_CLOSED = "close_card"


def closing(uid: str, settings: Settings | None = None) -> ClosingReceipt:
    """The receipt of the closing with this uid, in the salon's words; KeyError where nothing was on
    the card."""
    row = _DEED.one(uid, _CLOSED)
    if row is None:
        raise KeyError(uid)
    transaction_id, day, posted_at, cashier = row
    salon, sums, wallet = settings or read_settings(), dict[str, int](), ""
    money: list[tuple[str, int]] = []
    for code, amount in _ENTRIES.all(transaction_id):
        kind, _, owner = code.partition(":")
        sums[kind] = sums.get(kind, 0) + amount
        if kind in ("principal", "bonus"):
            wallet = owner
        elif kind in ("drawer", "tender"):
            money.append((code, -amount))
    number, client_id, client_uid, client = _CARD.all(wallet, _CLOSED, posted_at)[0]
    value = value_of(
        Posted(
            0,
            uid,
            transaction_id,
            client_id,
            client_uid,
            day,
            posted_at,
            is_sale=False,
            is_of_several=True,
        )
    )
    return ClosingReceipt(
        uid=uid, business_day=date.fromisoformat(day),
        paid_at=salon.local(from_millis(posted_at)), salon=salon.name, address=salon.address,
        phone=salon.phone, language=salon.language, currency=salon.currency, cashier=cashier,
        client=client, number=number, principal=sums.get("principal", 0),
        bonus=sums.get("bonus", 0), paid=sum(part for _, part in money),
        tender=tender_then(uid, [code for code, _ in money]) if money else "",
        value=_given_up(value),
    )  # fmt: skip


def _given_up(value: ReceiptValue | None) -> ReceiptValue | None:
    """The points and the tier; the card itself is empty, and what left it is said already."""
    if value is None or not (value.tier or (value.points and value.points.moves)):
        return None
    return ReceiptValue(value.points, (), value.tier)
