"""A client's statement: every entry that moved their points, stored value, packs or debts."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from salon_pos.db.queries import balances, cards, people, value
from salon_pos.db.queries.balances import PostedEntry
from salon_pos.db.queries.earned import LineOfSale, lines_of_sales
from salon_pos.domain import ledger
from salon_pos.domain.ledger import Account
from salon_pos.domain.people import Client
from salon_pos.domain.receipt_value import earned_nothing

_OWED = ledger.receivable("").code  # what each client's account of debts begins with
_AT_ONCE = 500  # sales that are asked for in one query


def statement(client_id: int) -> tuple[PostedEntry, ...]:
    """All that ever moved on the accounts of a client, the newest first; of cards, on those whose
    wallet is theirs."""
    client = people.client(client_id)
    if client is None:
        return ()
    found = balances.entries(*accounts_of(client), limit=None)
    deeds = [_merged(list(group)) for _, group in groupby(found, _deed)]
    return _with_sales(deeds, client_id)


def statement_page(client_id: int, *, limit: int) -> tuple[tuple[PostedEntry, ...], bool]:
    """The newest of a client's statement, and whether it goes on: of the `limit` entries that are
    read then, the last deed's are left to the next page, for more of them may follow."""
    client = people.client(client_id)
    if client is None:
        return (), False
    found = balances.entries(*accounts_of(client), limit=limit)
    deeds = [_merged(list(group)) for _, group in groupby(found, _deed)]
    goes_on = len(found) == limit and len(deeds) > 1
    return _with_sales(deeds[:-1] if goes_on else deeds, client_id), goes_on


def _deed(entry: PostedEntry) -> tuple[object, ...]:
    """Parts that say different things (what each lot's points paid) are not one."""
    said = sorted(entry.inputs.items())
    return entry.uid, entry.account, entry.rule, entry.amount > 0, said


def _merged(parts: list[PostedEntry]) -> PostedEntry:
    """What one deed moved on one account, from or into however many lots."""
    return replace(parts[0], amount=sum(part.amount for part in parts))


def _with_sales(deeds: Sequence[PostedEntry], client_id: int) -> tuple[PostedEntry, ...]:
    """The entries with the numbers of the sales behind them; one entry of each sale tells what of
    it earned this client nothing."""
    sales = _sales_behind(deeds, client_id)
    by_sale = _by_sale(deeds)
    telling = {sale: min(of, key=_tells).id for sale, of in by_sale.items()}
    return tuple(
        _with_sale(entry, sales[sale], by_sale[sale] if telling[sale] == entry.id else ())
        if sale in sales
        else entry
        for entry in deeds
        for sale in [_sale_of(entry)]
    )


def _with_sale(
    entry: PostedEntry, lines: list[LineOfSale], told: Sequence[PostedEntry]
) -> PostedEntry:
    """With the number of its sale, and, where it tells for all that were `told` of it, what of the
    sale earned nothing."""
    earned = [line.earned for line in lines if line.earned] if told else []
    on_account = any(one.uid == _sale_of(one) and _is_owed(one) for one in told)
    nothing = tuple(earned_nothing(earned, on_account=on_account))
    return replace(entry, number=lines[0].number, nothing=nothing)


def _is_owed(entry: PostedEntry) -> bool:
    return entry.account.startswith(_OWED)


def _tells(entry: PostedEntry) -> tuple[bool, bool]:
    """Points that the sale itself earned come first, then its other entries, then what came later
    (a claim, a debt that was paid)."""
    return entry.uid != _sale_of(entry), entry.rule != "points.earn"


def _by_sale(deeds: Sequence[PostedEntry]) -> dict[str, list[PostedEntry]]:
    found: dict[str, list[PostedEntry]] = {}
    for entry in deeds:
        found.setdefault(_sale_of(entry), []).append(entry)
    return found


def _sale_of(entry: PostedEntry) -> str:
    """The uid of the sale that an entry belongs to: its own deed's, or the one it names."""
    return str(entry.inputs.get("sale", entry.uid))


def _sales_behind(deeds: Sequence[PostedEntry], client_id: int) -> dict[str, list[LineOfSale]]:
    uids = sorted({_sale_of(entry) for entry in deeds})
    found: dict[str, list[LineOfSale]] = {}
    for first in range(0, len(uids), _AT_ONCE):
        for line in lines_of_sales(uids[first : first + _AT_ONCE], client_id):
            found.setdefault(line.sale_uid, []).append(line)
    return found


def accounts_of(client: Client) -> tuple[Account, ...]:
    """Every account that a client has something on, or owes on."""
    owned = [card for card in cards.cards_of(client.id) if card.owner_id == client.id]
    wallets = dict.fromkeys(card.wallet for card in owned)
    return (
        ledger.points(client.uid),
        ledger.points_debt(client.uid),
        *(account(uid) for uid in wallets for account in (ledger.principal, ledger.bonus)),
        *(ledger.pack(uid) for uid in value.pack_uids(client.id)),
        ledger.deposit(client.uid),
        ledger.receivable(client.uid),
    )


def names_of(client_id: int) -> dict[str, str]:
    """How sentences call the keys and uids among a client's entries: tiers, rewards, people and
    packs by name, cards by number. A wallet is called by its newest card where the client has
    several, and is not in it where they have one."""
    found = cards.cards_of(client_id)
    numbers = {card.uid: card.number for card in found}
    wallets = {card.wallet: card.number for card in found if card.owner_id == client_id}
    staff = {member.uid: member.name for member in people.staff_members(with_retired=True)}
    names = value.tier_names() | value.reward_names() | staff | numbers
    return names | value.pack_names(client_id) | (wallets if len(wallets) > 1 else {})
