"""Looking at a whole phone number: given to who may see it, and written down each time."""

import pytest

from salon_pos.db.connection import database
from salon_pos.domain.refusal import Refusal
from salon_pos.usecases.clients import look_at_phone
from tests.salons import NOW, Salon

_LOOKS = "SELECT subject, staff_id, details FROM journal WHERE deed = 'look_at_phone'"


def looks() -> list[tuple[object, ...]]:
    return database.execute_sql(_LOOKS).fetchall()


def test_each_look_is_written_down_without_the_number(salon: Salon) -> None:
    client = salon.clients["yutong"]
    for name in ("kai", "olga"):
        assert look_at_phone(client.id, by=salon.by(name), now=NOW) == "+8613812349527"
    assert looks() == [
        (client.uid, salon.staff["kai"].id, "{}"),
        (client.uid, salon.staff["olga"].id, "{}"),
    ]


def test_a_stylist_is_refused_and_nothing_is_kept(salon: Salon) -> None:
    with pytest.raises(Refusal) as refused:
        look_at_phone(salon.clients["yutong"].id, by=salon.by("mei"), now=NOW)
    assert refused.value.key == "not_allowed"
    assert looks() == []


def test_nobody_to_look_at(salon: Salon) -> None:
    with pytest.raises(Refusal) as refused:
        look_at_phone(999, by=salon.by("kai"), now=NOW)
    assert refused.value.key == "client_unknown"
    assert looks() == []
