"""Staff and clients, and what a client bought."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from peewee import SQL, fn

from salon_pos.db import search
from salon_pos.db.models.base import from_millis
from salon_pos.db.models.catalog import ItemRow
from salon_pos.db.models.people import ClientRow, StaffRow
from salon_pos.db.models.sales import SaleLineRow, SaleRow
from salon_pos.db.prepared import P, Prepared
from salon_pos.db.queries.cards import find_cards
from salon_pos.db.queries.claimed import for_lines, lines_of_client
from salon_pos.db.queries.left import left_of
from salon_pos.db.queries.pins import PinState
from salon_pos.domain.cards import Card, CardState
from salon_pos.domain.people import Client, StaffMember
from salon_pos.domain.rights import Role

_STAFF = (
    StaffRow.name, StaffRow.role, StaffRow.code, StaffRow.level, StaffRow.serves, StaffRow.id,
    StaffRow.uid, StaffRow.retired,
)  # fmt: skip
_CLIENT = (
    ClientRow.name, ClientRow.phone, ClientRow.gender, ClientRow.birthday, ClientRow.note,
    ClientRow.code, ClientRow.id, ClientRow.uid, ClientRow.retired, ClientRow.referrer,
)  # fmt: skip

_ALL_STAFF = Prepared(lambda: StaffRow.select(*_STAFF).order_by(StaffRow.id))
_ONE_STAFF = Prepared(lambda: StaffRow.select(*_STAFF).where(StaffRow.id == P))
_STAFF_BY_CODE = Prepared(lambda: StaffRow.select(*_STAFF).where(StaffRow.code == P))
_PIN = Prepared(
    lambda: StaffRow.select(StaffRow.pin_hash, StaffRow.failures, StaffRow.wait_until).where(
        StaffRow.id == P
    )
)
_WITH_PIN = Prepared(lambda: StaffRow.select(StaffRow.id).where(StaffRow.pin_hash.is_null(False)))
_ONE_CLIENT = Prepared(lambda: ClientRow.select(*_CLIENT).where(ClientRow.id == P))
_CLIENT_BY_UID = Prepared(lambda: ClientRow.select(*_CLIENT).where(ClientRow.uid == P))
_CLIENT_BY_CODE = Prepared(lambda: ClientRow.select(*_CLIENT).where(ClientRow.code == P))
_NEWEST = Prepared(
    lambda: (
        ClientRow.select(ClientRow.id)
        .where(ClientRow.retired == SQL("0"))
        .order_by(ClientRow.id.desc())
        .limit(P)
    )
)
_RETIRED = Prepared(
    lambda: (
        ClientRow.select(ClientRow.id)
        .where(ClientRow.retired == SQL("1"))
        .order_by(ClientRow.id.desc())
        .limit(P)
    )
)
_LAST_VISIT = Prepared(
    lambda: (
        SaleLineRow.select(fn.MAX(SaleRow.business_day))
        .join(SaleRow)
        .switch(SaleLineRow)
        .join(ItemRow)
        .where(
            lines_of_client(), ItemRow.kind != SQL("'prepaid'"), SaleLineRow.quantity > SQL("0"),
            left_of(SaleLineRow.quantity) > SQL("0"),
        )
    )
)  # fmt: skip
_LATELY_SERVED = Prepared(
    lambda: (
        SaleLineRow.select(SaleLineRow.client)
        .where(SaleLineRow.client.is_null(False))
        .order_by(SaleLineRow.id.desc())
        .limit(P)
    )
)
LINES_A_CLIENT = 8  # how many of the newest lines are read for each client of a list


def staff_members(*, with_retired: bool = False) -> tuple[StaffMember, ...]:
    """Everyone who signs in, in the order they were added."""
    found = (_staff(row) for row in _ALL_STAFF.all())
    return tuple(member for member in found if with_retired or not member.retired)


def staff_member(staff_id: int) -> StaffMember | None:
    """One staff member, retired or not."""
    row = _ONE_STAFF.one(staff_id)
    return _staff(row) if row else None


def staff_uids(ids: Collection[int]) -> dict[int, str]:
    """The uids of these staff members by id, retired ones too."""
    return dict(_staff_uids(len(ids)).all(*ids)) if ids else {}


@cache
def _staff_uids(count: int) -> Prepared:
    places = [P] * count
    return Prepared(
        lambda: StaffRow.select(StaffRow.id, StaffRow.uid).where(StaffRow.id.in_(places))
    )


def staff_by_code(code: str) -> StaffMember | None:
    """The staff member with this short code, retired or not."""
    row = _STAFF_BY_CODE.one(code)
    return _staff(row) if row else None


def staff_with_pin() -> frozenset[int]:
    """The ids of everyone who has a PIN."""
    return frozenset(row[0] for row in _WITH_PIN.all())


def pin_state(staff_id: int) -> PinState | None:
    """What `sign_in` and `approve` check a PIN against."""
    row = _PIN.one(staff_id)
    if row is None:
        return None
    return PinState(row[0], row[1], from_millis(row[2]) if row[2] is not None else None)


def client(client_id: int) -> Client | None:
    """One client, retired or not."""
    row = _ONE_CLIENT.one(client_id)
    return _client(row) if row else None


def client_by_uid(uid: str) -> Client | None:
    """The client with this uid."""
    row = _CLIENT_BY_UID.one(uid)
    return _client(row) if row else None


def client_by_code(code: str) -> Client | None:
    """The client another system knew by `code`."""
    row = _CLIENT_BY_CODE.one(code)
    return _client(row) if row else None


@dataclass(frozen=True, slots=True)
class FoundClient:
    """A client in a list of found ones, with the business day of their last visit, and the card
    whose number they were found by (None: by something else)."""

    client: Client
    last_visit: date | None
    card: Card | None = None


def find_clients(text: str, *, limit: int = 20) -> tuple[FoundClient, ...]:
    """Clients for what was typed or scanned: part of a phone, a name, pinyin, initials, a
    code; then whose card has a number that begins or ends so."""
    found = _found(search.find_clients(text, limit))
    cards = find_cards(text, limit=limit - len(found)) if len(found) < limit else ()
    return (*found, *_holders(cards, {one.client.id for one in found}))


def recent_clients(*, limit: int = 50) -> tuple[FoundClient, ...]:
    """Whom the salon served lately, the latest visit first, then who was put on file last: the
    list before anything is typed."""
    served = [row[0] for row in _LATELY_SERVED.all(limit * LINES_A_CLIENT)]
    newest = [row[0] for row in _NEWEST.all(limit)]
    found = _found(list(dict.fromkeys((*served, *newest)))[:limit])
    return tuple(sorted(found, key=lambda one: one.last_visit or date.min, reverse=True))


def retired_clients(*, limit: int = 50) -> tuple[FoundClient, ...]:
    """Clients taken off the list, the ones put on file last first."""
    return _found([row[0] for row in _RETIRED.all(limit)], retired=True)


def last_visit(client_id: int) -> date | None:
    """The latest business day on which something was done for this client that did not come back
    (RULES 26), as in `sales.standing`; None before the first."""
    row = _LAST_VISIT.one(*for_lines(client_id))
    return date.fromisoformat(row[0]) if row and row[0] else None


def _found(ids: Sequence[int], *, retired: bool = False) -> tuple[FoundClient, ...]:
    clients = (client(client_id) for client_id in ids)
    return tuple(
        FoundClient(found, last_visit(found.id)) for found in clients
        if found is not None and found.retired == retired
    )  # fmt: skip


def _holders(cards: Sequence[Card], known: set[int]) -> Iterator[FoundClient]:
    """Who has them and is not `known`, each once, by a card that is good sooner than a dead one."""
    for card in sorted(cards, key=lambda card: card.state is not CardState.ACTIVE):
        if card.holder_id not in known:
            known.add(card.holder_id)
            yield from (replace(found, card=card) for found in _found([card.holder_id]))


def _staff(row: tuple[Any, ...]) -> StaffMember:
    name, role, code, level, serves, id_, uid, retired = row
    return StaffMember(name, Role(role), code, level, bool(serves), id_, uid, bool(retired))


def _client(row: tuple[Any, ...]) -> Client:
    name, phone, gender, birthday, note, code, id_, uid, retired, referrer = row
    born = date.fromisoformat(birthday) if birthday else None
    return Client(
        name, phone, gender, born, note, code or "", id_, uid, bool(retired), referrer_id=referrer
    )
