"""A till that is killed in the middle of anything: all it acknowledged is on the disk, whole."""

import random
from pathlib import Path

import pytest

from salon_pos.db import connection
from tests.faults.till import Errand
from tests.faults.tills import Heard, Till
from tests.salons import Salon, opened_copy

LONGEST_LIFE = 0.4  # seconds from opening the file: some forty sales
KILLS_PER_FILE = 25  # then a fresh one, as the doctor's look grows with the file


def kill_often(salon: Salon, kills: int, seed: int) -> int:
    """One till after another sells in this file and is killed at a moment of its own, and the file
    is looked at after each; how many sales there were."""
    moments, heard = random.Random(seed), Heard()
    for number in range(kills):
        with Till(Errand(salon, "sell", f"life {seed}.{number}", seed=seed + number)) as till:
            till.hear_until("opening")
            heard.take(till.kill(after=moments.uniform(0, LONGEST_LIFE)))
        assert heard.wrong(salon.folder) == []
    return len(heard.sold)


@pytest.mark.parametrize("kills", [5, pytest.param(1_000, marks=pytest.mark.soak)])
def test_nothing_acknowledged_is_lost(kills: int, salon_template: Salon, tmp_path: Path) -> None:
    sales = 0
    for first in range(0, kills, KILLS_PER_FILE):
        salon = opened_copy(salon_template, tmp_path / f"from {first}")
        connection.close()
        sales += kill_often(salon, min(KILLS_PER_FILE, kills - first), seed=first)
    print(f"{kills} kills, {sales} sales")
    assert sales > 2 * kills  # they did sell, and were killed amid it, on a slow machine, too


# --- the harness itself, with planted faults ---


def test_it_sees_a_till_that_acknowledges_before_the_commit(salon: Salon) -> None:
    connection.close()
    heard = Heard()
    for number in range(30):
        with Till(Errand(salon, "sell_early", f"early {number}", seed=number)) as till:
            said = till.hear_until("sold")
            heard.take(said + till.kill())
        if f"lost sale {said[-1]['sold']}" in heard.wrong(salon.folder):
            return
    pytest.fail("no till was killed between its word and its commit")


@pytest.mark.parametrize("left", [0, 2])  # of the log: nothing, its first half
def test_it_sees_a_log_that_lost_its_tail(left: int, salon: Salon) -> None:
    connection.close()
    heard = Heard()
    with Till(Errand(salon, "sell")) as till:
        heard.take(till.hear_until("sold") + till.hear_until("sold") + till.kill())
    log = salon.folder / "salon.db-wal"
    whole = log.read_bytes()
    log.write_bytes(whole[: len(whole) // left] if left else b"")
    assert any(one.startswith("lost sale") for one in heard.wrong(salon.folder))


def test_it_sees_a_ticket_that_changed_and_one_that_is_gone(salon: Salon) -> None:
    connection.close()
    heard = Heard()
    with Till(Errand(salon, "sell")) as till:
        heard.take(till.hear_until("sold") + till.kill())
    heard.wrong(salon.folder)
    heard.tickets["gone"] = (1, True, "{}")
    heard.sold["never"] = ("A-000099", 100)
    assert heard.wrong(salon.folder) == ["lost sale never", "ticket gone is not as it was kept"]
