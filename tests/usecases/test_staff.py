"""Signing in, the wait after wrong PINs, and who may change whom on the staff file."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from salon_pos.db.queries import people
from salon_pos.domain.people import StaffMember
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.rights import Role
from salon_pos.usecases.pins import hash_secret
from salon_pos.usecases.staff import save_staff, sign_in
from tests.salons import NOW, PINS, Salon
from tests.usecases.keeping import changed, everything, refused, rows

WRONG = "9999"
# None to wait for two in a row, then 5, 15, 30 and 60 seconds, a minute more each time, at most 5.
WAITS = (0, 0, 5, 15, 30, 60, 120, 180, 240, 300, 300)


def save(salon: Salon, member: StaffMember, by: str = "olga", pin: str = "") -> StaffMember:
    return save_staff(member, pin=pin, by=salon.by(by), now=NOW)


def enter(salon: Salon, name: str, pin: str, after: int = 0) -> StaffMember:
    """Sign in at the counter so many seconds later."""
    now = NOW + timedelta(seconds=after)
    return sign_in(salon.staff[name].id, pin, till_id=salon.till_id, now=now)


@contextmanager
def refused_and_noted(key: str) -> Iterator[pytest.ExceptionInfo[Refusal]]:
    """Expects a wrong try: a refusal that keeps the try, and nothing else."""
    before = everything()
    with pytest.raises(Refusal) as seen:
        yield seen
    assert (seen.value.key, seen.value.field) == (key, "pin")
    assert changed(before) == {"staff", "journal", "stamp"}


def test_the_right_pin_lets_in_and_is_written_down(salon: Salon) -> None:
    before = everything()
    assert enter(salon, "kai", PINS["kai"]) == salon.staff["kai"]
    assert changed(before) == {"journal", "stamp"}
    (noted,) = rows("SELECT deed, staff_id, till_id, subject FROM journal ORDER BY id DESC LIMIT 1")
    assert noted == ("sign_in", salon.staff["kai"].id, salon.till_id, salon.staff["kai"].uid)


def test_each_wrong_pin_makes_the_next_try_wait_longer(salon: Salon) -> None:
    at = 0
    for failures, seconds in enumerate(WAITS, 1):
        with refused_and_noted("wait" if seconds else "wrong_pin") as no:
            enter(salon, "kai", WRONG, at)
        assert no.value.values.get("seconds", 0) == seconds
        state = people.pin_state(salon.staff["kai"].id)
        assert state is not None
        assert state.failures == failures
        if seconds:
            # Until it is over the right PIN waits as well, and a try does not make it longer.
            with refused("wait", "pin") as still:
                enter(salon, "kai", PINS["kai"], at + seconds - 1)
            assert still.value.values["seconds"] == 1
        at += seconds
    assert enter(salon, "kai", PINS["kai"], at) == salon.staff["kai"]


def test_the_right_pin_clears_the_slate(salon: Salon) -> None:
    for _ in range(2):
        with refused_and_noted("wrong_pin"):
            enter(salon, "kai", WRONG)
    enter(salon, "kai", PINS["kai"])
    for _ in range(2):
        with refused_and_noted("wrong_pin"):
            enter(salon, "kai", WRONG)


def test_wrong_pins_of_one_make_nobody_else_wait(salon: Salon) -> None:
    for seconds in WAITS[:3]:
        with refused_and_noted("wait" if seconds else "wrong_pin"):
            enter(salon, "kai", WRONG)
    assert enter(salon, "mei", PINS["mei"]) == salon.staff["mei"]


def test_a_new_pin_ends_the_wait_and_the_old_one(salon: Salon) -> None:
    for seconds in WAITS[:3]:
        with refused_and_noted("wait" if seconds else "wrong_pin"):
            enter(salon, "kai", WRONG)
    save(salon, salon.staff["kai"], "chen", pin="87654321")
    assert enter(salon, "kai", "87654321") == salon.staff["kai"]
    with refused_and_noted("wrong_pin"):
        enter(salon, "kai", PINS["kai"])


def test_who_has_left_or_has_no_pin_does_not_sign_in(salon: Salon) -> None:
    new = save(salon, StaffMember("Ping", Role.STYLIST, "PING"))
    gone = save(salon, replace(salon.staff["jie"], retired=True))
    for staff_id, field in ((new.id, "pin"), (gone.id, ""), (9_999, "")):
        with refused("no_pin", field):
            sign_in(staff_id, PINS["jie"], till_id=salon.till_id, now=NOW)


def test_no_pin_is_on_file_as_it_is_typed(salon: Salon) -> None:
    kept = [text for (text,) in rows("SELECT pin_hash FROM staff WHERE pin_hash IS NOT NULL")]
    assert len(kept) == len(PINS)
    assert all(text.startswith("$argon2id$") for text in kept)
    assert not [pin for pin in PINS.values() if any(pin in text for text in kept)]


def test_a_pin_costs_a_thief_what_owasp_asks_at_least() -> None:
    assert hash_secret("1234").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_staff_member_is_kept_whole(salon: Salon) -> None:
    new = StaffMember(" Ping ", Role.CASHIER, " ping ", level_id=2, serves=False)
    saved = save(salon, new, "chen", pin="2468")
    assert saved == people.staff_member(saved.id) == people.staff_by_code("PING")
    assert saved == replace(new, name="Ping", code="PING", id=saved.id, uid=saved.uid)
    assert sign_in(saved.id, "2468", till_id=salon.till_id, now=NOW) == saved


def test_a_change_without_a_pin_keeps_the_one_there(salon: Salon) -> None:
    after = save(salon, replace(salon.staff["mei"], name="May", level_id=2))
    assert after == people.staff_member(salon.staff["mei"].id)
    assert enter(salon, "mei", PINS["mei"]) == after


PARTICULARS: dict[str, tuple[dict[str, str], str, str]] = {
    "no name": ({"name": " "}, "name_missing", "name"),
    "no code": ({"code": " "}, "code_missing", "code"),
    "somebody's code": ({"code": "kai"}, "code_taken", "code"),
    "the code of who has left": ({"code": "WU"}, "code_taken", "code"),
    "a short PIN": ({"pin": "123"}, "bad_pin", "pin"),
    "a PIN of letters": ({"pin": "12a4"}, "bad_pin", "pin"),
}


@pytest.mark.parametrize("wrong", PARTICULARS)
def test_what_no_staff_member_can_have(salon: Salon, wrong: str) -> None:
    given, key, field = PARTICULARS[wrong]
    particulars = {"name": "Ping", "code": "PING", "pin": "2468"} | given
    new = StaffMember(particulars["name"], Role.STYLIST, particulars["code"])
    with refused(key, field):
        save(salon, new, pin=particulars["pin"])


def test_only_an_owner_touches_an_owner(salon: Salon) -> None:
    with refused("owner_only", "role"):
        save(salon, StaffMember("Ping", Role.OWNER, "PING"), "chen")
    with refused("owner_only", "role"):
        save(salon, replace(salon.staff["mei"], role=Role.OWNER), "chen")
    with refused("owner_only", "role"):
        save(salon, replace(salon.staff["olga"], name="Olga the Second"), "chen")
    with refused("owner_only", "role"):
        save(salon, salon.staff["olga"], "chen", pin="4321")


def test_the_last_owner_stays_one(salon: Salon) -> None:
    as_manager = replace(salon.staff["olga"], role=Role.MANAGER)
    with refused("last_owner", "role"):
        save(salon, as_manager)
    save(salon, replace(salon.staff["chen"], role=Role.OWNER))
    assert save(salon, as_manager).role is Role.MANAGER
    with refused("own_retirement"):
        save(salon, replace(salon.staff["chen"], role=Role.OWNER, retired=True), "chen")


def test_nobody_retires_themselves(salon: Salon) -> None:
    with refused("own_retirement"):
        save(salon, replace(salon.staff["chen"], retired=True), "chen")
    assert save(salon, replace(salon.staff["chen"], retired=True)).retired
