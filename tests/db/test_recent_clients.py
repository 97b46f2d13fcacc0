"""The list of clients before anything is typed, and the day of a client's latest visit."""

from dataclasses import replace
from datetime import timedelta

from salon_pos.db.connection import database
from salon_pos.db.queries import people
from salon_pos.domain.people import Client
from salon_pos.usecases.clients import save_client
from tests.salons import NOW, Salon


def test_who_was_served_comes_before_who_is_only_on_file(sold: Salon) -> None:
    served = next(one.client for one in people.recent_clients() if one.last_visit)
    fresh = save_client(Client("New Face"), by=sold.by("olga"), now=NOW + timedelta(hours=1))
    listed = [one.client.id for one in people.recent_clients()]
    assert listed.index(served.id) < listed.index(fresh.id)


def test_a_retired_client_is_not_listed(sold: Salon) -> None:
    served = next(one.client for one in people.recent_clients() if one.last_visit)
    save_client(replace(served, retired=True), by=sold.by("olga"), now=NOW)
    assert served.id not in [one.client.id for one in people.recent_clients()]


def test_the_latest_visit_follows_the_day_not_the_order_on_file(sold: Salon) -> None:
    """Another system's older sales may be taken over after newer ones were made here."""
    row = database.execute_sql(
        "SELECT sale_line.client_id, business_day FROM sale_line JOIN sale ON sale.id = sale_id "
        "WHERE sale_line.client_id IS NOT NULL ORDER BY business_day DESC"
    ).fetchone()
    latest = people.last_visit(row[0])
    assert latest is not None
    assert latest.isoformat() == row[1]
