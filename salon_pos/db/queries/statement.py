"""A client's statement: every entry that moved their points, stored value, packs or debts."""

from dataclasses import replace
from itertools import groupby

from salon_pos.db.queries import balances, cards, people, value
from salon_pos.db.queries.balances import PostedEntry
from salon_pos.domain import ledger
from salon_pos.domain.ledger import Account
from salon_pos.domain.people import Client


def statement(client_id: int, *, limit: int = 200) -> tuple[PostedEntry, ...]:
    """What moved on all accounts of a client by their `limit` newest entries, the newest first; of
    cards, those whose wallet is theirs."""
    client = people.client(client_id)
    if client is None:
        return ()
    found = balances.entries(*accounts_of(client), limit=limit)
    return tuple(_merged(list(group)) for _, group in groupby(found, _deed))


def statement_page(client_id: int, *, limit: int) -> tuple[tuple[PostedEntry, ...], bool]:
    """The newest of a client's statement, and whether it goes on: of the `limit` entries that are
    read then, the last deed's are left to the next page, for more of them may follow."""
    client = people.client(client_id)
    if client is None:
        return (), False
    found = balances.entries(*accounts_of(client), limit=limit)
    deeds = [_merged(list(group)) for _, group in groupby(found, _deed)]
    goes_on = len(found) == limit and len(deeds) > 1
    return tuple(deeds[:-1] if goes_on else deeds), goes_on


def _deed(entry: PostedEntry) -> tuple[object, ...]:
    """Parts that say different things (what each lot's points paid) are not one."""
    said = sorted(entry.inputs.items())
    return entry.uid, entry.account, entry.rule, entry.amount > 0, said


def _merged(parts: list[PostedEntry]) -> PostedEntry:
    """What one deed moved on one account, from or into however many lots."""
    return replace(parts[0], amount=sum(part.amount for part in parts))


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
    """How sentences call the keys and uids among the inputs of a client's entries: tiers, rewards
    and people by name, cards by number."""
    numbers = {card.uid: card.number for card in cards.cards_of(client_id)}
    staff = {member.uid: member.name for member in people.staff_members(with_retired=True)}
    return value.tier_names() | value.reward_names() | staff | numbers
