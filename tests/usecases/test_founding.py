"""The first run fills the empty file at once or not at all; the settings it writes may change."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from salon_pos.db import connection, salon_file
from salon_pos.db.doctor import examine
from salon_pos.db.queries import catalog
from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain.catalog import Item, Tax, TaxMode, TaxRounding, TenderKind
from salon_pos.domain.rights import Role
from salon_pos.usecases.founding import REASONS, Founding, check_owner, found_salon
from salon_pos.usecases.settings import change_settings
from salon_pos.usecases.staff import sign_in
from salon_pos.usecases.starting_list import starting_list
from tests.salons import ITEMS, NOW, SETTINGS, TAXES, Salon
from tests.usecases.keeping import refused, rows

PLAIN = Founding(SETTINGS, " Olga ", "1234")


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[None]:
    """A file that was just made, open."""
    salon_file.create(tmp_path / "salon")
    yield
    connection.close()


def test_the_least_a_salon_needs(empty: None) -> None:
    owner = found_salon(PLAIN, now=NOW)
    assert salon_queries.is_founded()
    assert salon_queries.settings() == SETTINGS
    assert (owner.name, owner.role, owner.serves) == ("Olga", Role.OWNER, True)
    till = salon_queries.till_id()
    assert sign_in(owner.id, "1234", till_id=till, now=NOW) == owner
    assert [level.name for level in catalog.levels()] == ["Junior", "Senior", "Director"]
    kinds = [method.kind for method in catalog.tender_methods().values()]
    assert kinds.count(TenderKind.CASH) == kinds.count(TenderKind.IMPORTED) == 1
    assert sum(reason.is_round_off for reason in catalog.discount_reasons().values()) == 1
    assert len(catalog.discount_reasons()) == len(REASONS)
    assert examine()[1] == ()


def test_places_in_its_lists_become_the_rows_there(empty: None) -> None:
    found_salon(
        replace(PLAIN, taxes=TAXES, categories=("A", "B", "C"), items=tuple(ITEMS.values())),
        now=NOW,
    )
    taxes = {tax.id: tax.name for tax in catalog.taxes()}
    groups = {category.id: category.name for category in catalog.categories()}
    levels = {level.id: level.name for level in catalog.levels()}
    cut, wash = catalog.items()[:2]
    assert [taxes[tax_id] for tax_id in sorted(cut.tax_ids)] == ["GST"]
    assert [taxes[tax_id] for tax_id in sorted(wash.tax_ids)] == ["GST", "PST"]
    assert groups[cut.category_id or 0] == "A"
    assert {levels[cell.level_id or 0]: cell.price for cell in cut.cells} == {
        "Junior": 5_000, "Director": 8_000,
    }  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
def test_the_starting_list_is_one_that_a_salon_can_have(empty: None, language: str) -> None:
    listed = starting_list(language, "CAD")
    found_salon(replace(PLAIN, categories=listed.categories, items=listed.items), now=NOW)
    assert [item.name for item in catalog.items()] == [item.name for item in listed.items]
    assert len(catalog.categories()) == len(listed.categories)


def test_a_password_is_kept_as_a_hash(empty: None) -> None:
    found_salon(replace(PLAIN, owner_password="correct horse"), now=NOW)
    ((kept,),) = rows("SELECT password_hash FROM staff")
    assert kept.startswith("$argon2id$")


WRONG: dict[str, tuple[Founding, str, str]] = {
    "a salon without a name": (
        replace(PLAIN, settings=replace(SETTINGS, name=" ")), "name_missing", "name",
    ),
    "an owner without a name": (replace(PLAIN, owner_name=" "), "name_missing", "owner_name"),
    "a short PIN": (replace(PLAIN, owner_pin="123"), "bad_pin", "pin"),
    "a short password": (
        replace(PLAIN, owner_password="seven77"), "short_password", "password",
    ),
    "a tax of nothing": (replace(PLAIN, taxes=(Tax(0, "GST", 0),)), "bad_rate", "rate"),
    "an item without a name": (replace(PLAIN, items=(Item(0, ""),)), "name_missing", "name"),
    "a code that is there twice": (
        replace(PLAIN, items=(Item(0, "A", code="X"), Item(0, "B", code="X"))),
        "code_taken", "code",
    ),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_what_no_salon_begins_with(empty: None, wrong: str) -> None:
    founding, key, field = WRONG[wrong]
    with refused(key, field):
        found_salon(founding, now=NOW)
    assert not salon_queries.is_founded()


def test_an_owner_needs_no_password() -> None:
    check_owner("Olga", "1234")
    check_owner("Olga", "1234", "eight888")


def test_a_salon_is_founded_once(salon: Salon) -> None:
    with refused("founded"):
        found_salon(PLAIN, now=NOW)


def test_settings_change_but_not_the_currency_and_not_what_a_demo_is(salon: Salon) -> None:
    by = salon.by("olga")
    wish = replace(
        SETTINGS, name="Cloud", tax_mode=TaxMode.INCLUSIVE, tax_rounding=TaxRounding.LINE,
        is_demo=True,
    )  # fmt: skip
    kept = change_settings(wish, by=by, now=NOW)
    assert kept == replace(wish, is_demo=False) == salon_queries.settings()
    with refused("currency_stays", "currency_code"):
        change_settings(replace(kept, currency_code="USD"), by=by, now=NOW)
    with refused("bad_lock", "lock_after"):
        change_settings(replace(kept, lock_after=1), by=by, now=NOW)
