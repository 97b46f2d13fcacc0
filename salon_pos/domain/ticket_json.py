"""A ticket as JSON text, for the file it waits in and for telling whether two are the same."""

import hashlib
import json
from dataclasses import fields
from datetime import date, datetime
from typing import Any, cast

from salon_pos.domain.catalog import HairLength
from salon_pos.domain.ticket import Credit, Discount, Line, Ticket


def to_json(ticket: Ticket) -> str:
    """Canonical JSON: the same ticket always gives the same text."""
    return canonical(ticket)


def canonical(value: object) -> str:
    """Frozen values as JSON: the same ones always give the same text."""
    return json.dumps(
        value, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def digest(value: object) -> str:
    """32 hexadecimal digits of frozen values: they tell a repeated request from a different one."""
    return hashlib.blake2b(canonical(value).encode(), digest_size=16).hexdigest()


def _plain(value: Any) -> object:
    """A frozen value as JSON can write it; quicker than `asdict`, which copies all it holds."""
    if isinstance(value, date):  # an instant is one, too
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(cast(frozenset[Any], value))
    return {field.name: getattr(value, field.name) for field in fields(value)}


def from_json(text: str) -> Ticket:
    """The ticket that `to_json` wrote."""
    plain = json.loads(text)
    return Ticket(
        uid=plain["uid"],
        opened_at=datetime.fromisoformat(plain["opened_at"]),
        lines=tuple(_line(line) for line in plain["lines"]),
        client_id=plain["client_id"],
        tag=plain["tag"],
        discounts=tuple(Discount(**discount) for discount in plain["discounts"]),
        coupon=plain.get("coupon", ""),  # tickets of schema 1 have none
    )


def _line(plain: dict[str, Any]) -> Line:
    length, discount = plain["length"], plain["discount"]
    read: dict[str, Any] = {
        "staff": tuple(Credit(**credit) for credit in plain["staff"]),
        "length": HairLength(length) if length else None,
        "discount": Discount(**discount) if discount else None,
    }
    return Line(**(plain | read))
