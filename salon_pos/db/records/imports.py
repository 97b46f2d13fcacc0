"""Bulk paths: rows by the thousand, inside a use case's chunk."""

from collections.abc import Sequence
from datetime import datetime

from peewee import fn

from salon_pos.db import search
from salon_pos.db.models.people import ClientRow
from salon_pos.db.prepared import Insert, Prepared
from salon_pos.domain.people import Client

_NEWEST = Prepared(lambda: ClientRow.select(fn.MAX(ClientRow.id)))
_CLIENT = Insert(
    ClientRow, "id", "uid", "code", "name", "phone", "gender", "birthday", "note", "created_at",
    "retired",
)  # fmt: skip


def add_clients(clients: Sequence[Client], *, created_at: datetime) -> None:
    """Put checked clients with uids on file and into the look-up."""
    newest = _NEWEST.one()
    first = 1 + ((newest[0] or 0) if newest else 0)
    numbered = list(enumerate(clients, first))
    _CLIENT.rows(
        [
            (id_, c.uid, c.code or None, c.name, c.phone, c.gender, c.birthday, c.note, created_at,
             c.retired)
            for id_, c in numbered
        ]
    )  # fmt: skip
    search.index_clients((id_, c.name, c.phone, c.code) for id_, c in numbered if not c.retired)
