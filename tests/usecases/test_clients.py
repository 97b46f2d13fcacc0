"""The client's particulars: what is taken, how it is kept, and what is refused beside its field."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from peewee import IntegrityError

from salon_pos.db import search
from salon_pos.db.connection import database
from salon_pos.db.doctor import examine
from salon_pos.db.queries import people
from salon_pos.domain.people import Client
from salon_pos.usecases.clients import (
    LONGEST_NAME,
    checked_phone,
    name_and_phone,
    save_client,
)
from salon_pos.usecases.import_clients import import_clients
from tests.salons import NOW, Salon
from tests.usecases.keeping import changed, everything, refused, rows


def save(salon: Salon, client: Client) -> Client:
    return save_client(client, by=salon.by("kai"), now=NOW)


def found(text: str) -> list[str]:
    """The names that answer to what is typed."""
    return [one.client.name for one in people.find_clients(text)]


def test_a_client_is_kept_whole(salon: Salon) -> None:
    born = date(1990, 5, 21)
    client = Client(
        " Ann  Lee ", "(604) 555-0199", "female", born, note=" no ammonia \n", code=" C-9 "
    )
    saved = save(salon, client)
    kept = Client(
        "Ann Lee", "+16045550199", "female", born, "no ammonia", "C-9", saved.id, saved.uid
    )
    assert saved == kept == people.client(saved.id) == people.client_by_uid(saved.uid)
    assert len(saved.uid) == 36


@pytest.mark.parametrize("typed", ["shanledan", "shanyue", "sld", "syd", "danle", "单乐"])
def test_a_name_is_found_however_it_is_said(salon: Salon, typed: str) -> None:
    """单 is shan in a name and dan elsewhere, 乐 is le and yue."""
    save(salon, Client("单乐丹"))
    assert found(typed) == ["单乐丹"]


def test_who_was_put_into_the_look_up_before_is_no_fault(salon: Salon) -> None:
    """An earlier program knew one sound of each character; the doctor asks for no more."""
    saved = save(salon, Client("单乐丹"))
    before = "shanledan ledan dan sld ld d 单乐丹 乐丹 丹"
    with database.atomic():
        search.forget_client(saved.id)
        database.execute_sql(
            "INSERT INTO client_search (rowid, words) VALUES (?, ?)", (saved.id, before)
        )
    assert found("danle") == []
    assert examine()[1] == ()
    save(salon, replace(saved, note="asked for Mei"))
    assert found("danle") == ["单乐丹"]


def test_a_long_name_of_many_sounds_stays_small() -> None:
    """Thirty characters of three sounds: no more than eight ways to say them."""
    words = search.search_words("行" * 30, "", "").split()
    assert len(words) <= 30 + 8 * 60


def test_a_change_keeps_who_it_is_and_moves_the_look_up_along(salon: Salon) -> None:
    maya = salon.clients["maya"]
    after = save(salon, replace(maya, name="Maja Stone", phone="604 555 0177"))
    assert (after.id, after.uid) == (maya.id, maya.uid)
    assert people.client(maya.id) == after
    assert found("maja") == found("0177") == ["Maja Stone"]
    assert found("torres") == ["Leo Torres"]
    assert found("0123") == []


def test_a_retired_client_is_not_found_and_comes_back(salon: Salon) -> None:
    leo = save(salon, replace(salon.clients["leo"], retired=True))
    assert found("leo") == []
    assert people.client(leo.id) == leo
    save(salon, replace(leo, retired=False))
    assert found("leo") == ["Leo Torres"]


@pytest.mark.parametrize(
    ("typed", "region", "kept"),
    [
        ("", "CA", ""),
        ("   ", "CA", ""),
        ("604-555-0123", "CA", "+16045550123"),
        ("1 (604) 555.0123", "CA", "+16045550123"),
        ("+86 138 1234 9527", "CA", "+8613812349527"),
        ("0086 138 1234 9527", "GB", "+8613812349527"),
        ("13812349527", "CN", "+8613812349527"),
        ("138-1234-9527", "CN", "+8613812349527"),
        ("１３８１２３４９５２７", "CN", "+8613812349527"),
        ("010 6234 5678", "CN", "+861062345678"),
        ("9123 4567", "HK", "+85291234567"),
        ("0912-345-678", "TW", "+886912345678"),
    ],
)
def test_a_phone_is_kept_with_its_country(typed: str, region: str, kept: str) -> None:
    assert checked_phone(typed, region) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "no phone",
        "604",
        "604-555-012",
        "604-555-01234567890",
        "555-0123",  # without its area code it is nobody's in particular
        "+999 123 456 789",
        "+",
        "6" * 300,
    ],
)
def test_a_phone_that_nobody_can_have(salon: Salon, typed: str) -> None:
    with refused("bad_phone", "phone") as no:
        save(salon, Client("Ann", typed))
    assert str(no.value.values["example"]).startswith("+1 ")


WRONG = {
    "no name": ({"name": ""}, "name_missing", "name"),
    "a name of blanks": ({"name": " \t\n"}, "name_missing", "name"),
    "a name too long": ({"name": "x" * (LONGEST_NAME + 1)}, "name_missing", "name"),
    "born tomorrow": ({"birthday": date(2026, 5, 5)}, "bad_birthday", "birthday"),
    "born too long ago": ({"birthday": date(1899, 12, 31)}, "bad_birthday", "birthday"),
    "a gender of another list": ({"gender": "f"}, "bad_gender", "gender"),
    "another client's code": ({"code": "C-17"}, "code_taken", "code"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_no_client_can_have(salon: Salon, wrong: str) -> None:
    parts, key, field = WRONG[wrong]
    with refused(key, field):
        save(salon, replace(Client("Ann"), **parts))
    with refused(key, field):
        save(salon, replace(salon.clients["leo"], **parts))


def test_who_has_the_code_is_said(salon: Salon) -> None:
    with refused("code_taken", "code") as no:
        save(salon, Client("Ann", code=" C-17 "))
    assert no.value.values == {"name": "Maya Torres"}
    maya = salon.clients["maya"]
    assert save(salon, replace(maya, note="her own code stays")).code == "C-17"


@pytest.mark.parametrize(
    ("typed", "name", "phone"),
    [
        ("李雷", "李雷", ""),
        ("李雷 138 0013 8000", "李雷", "138 0013 8000"),
        ("李雷13800138000", "李雷", "13800138000"),
        ("＋86 138 0013 8000，王 小姐", "王 小姐", "＋86 138 0013 8000"),
        ("１３８－００１３－８０００", "", "１３８－００１３－８０００"),
        ("138‑0013—8000", "", "138‑0013—8000"),
        ("王（13800138000）", "王", "（13800138000"),
        ("+1 (604) 555-0100 Lily  Ng", "Lily Ng", "+1 (604) 555-0100"),
        ("[604] 555-0100", "", "[604] 555-0100"),
        ("Anna, 604-555-0188", "Anna", "604-555-0188"),
        ("8000", "", "8000"),  # the last digits, searched for in vain
        ("lily88", "lily88", ""),
        ("李雷 8000", "李雷 8000", ""),
        ("Anna 1990/05/21", "Anna 1990/05/21", ""),
        ("王（老客）13800138000", "王（老客）", "13800138000"),
        ("李雷-138 0013 8000.", "李雷", "138 0013 8000"),
        ("Dr. Wu 138 0013 8000", "Dr. Wu", "138 0013 8000"),
        ("Anna 2", "Anna 2", ""),
        ("  ", "", ""),
    ],
)
def test_what_was_searched_is_a_name_a_phone_or_both(typed: str, name: str, phone: str) -> None:
    assert name_and_phone(typed, "CN") == (name, phone)
    if len(phone) > 4:
        assert checked_phone(phone, "CN")


def test_many_clients_have_no_code_and_no_phone(salon: Salon) -> None:
    one, other = save(salon, Client("Ann")), save(salon, Client("Ann"))
    assert one.id != other.id


def test_the_longest_name_and_the_youngest_client(salon: Salon) -> None:
    name = "x" * LONGEST_NAME
    assert save(salon, Client(name, birthday=date(2026, 5, 4))).name == name


def test_today_is_the_salons_business_day(salon: Salon) -> None:
    after_midnight = datetime(2026, 5, 5, 8, 0, tzinfo=UTC)  # 01:00 in Vancouver, still Monday
    born = Client("Ann", birthday=date(2026, 5, 5))
    with refused("bad_birthday", "birthday"):
        save_client(born, by=salon.by("kai"), now=after_midnight)


def test_nobody_is_changed_who_is_not_on_file(salon: Salon) -> None:
    """Else the look-up would keep a place that the next client needs."""
    with refused("client_unknown"):
        save(salon, Client("Ann", id=salon.clients["leo"].id + 1))
    assert save(salon, Client("Bea")).id == salon.clients["leo"].id + 1


def test_the_journal_names_nobody(salon: Salon) -> None:
    saved = save(salon, Client("Ann Lee", "604 555 0199", note="no ammonia"))
    told = rows("SELECT subject, details FROM journal WHERE deed = 'save_client'")[-1]
    assert told == (saved.uid, '{"retired":false}')


def test_many_at_once_are_found_like_any_other(salon: Salon) -> None:
    many = [Client(f"Guest {n}", f"+16045550{n:03}", uid=f"guest {n}") for n in range(5)]
    assert list(import_clients(many, chunk=2, by=salon.by("chen"), now=NOW)) == [2, 2, 1]
    assert len(found("guest")) == 5
    assert found("0003") == ["Guest 3"]


def test_a_chunk_is_kept_whole_or_not_at_all(salon: Salon) -> None:
    twins = [Client("Ann", uid="ann"), Client("Bea", uid="bea"), Client("Bea", uid="bea")]
    steps = iter(import_clients(twins, chunk=1, by=salon.by("chen"), now=NOW))
    assert [next(steps), next(steps)] == [1, 1]
    before = everything()
    with pytest.raises(IntegrityError, match="UNIQUE"):
        next(steps)
    assert changed(before) == set()
