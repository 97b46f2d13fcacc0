"""A new salon as the shipped profile founds it, and a short way to import into it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from salon_pos.db import connection, salon_file
from salon_pos.db.queries import settings as salon
from salon_pos.domain.rights import Actor
from salon_pos.usecases import imports
from salon_pos.usecases.deed import GoOn
from salon_pos.usecases.import_profile import read_profile, shipped_profiles
from salon_pos.usecases.import_report import Report
from salon_pos.usecases.imports import ImportFiles
from tests.salons import NOW

Import = Callable[..., Report]


@pytest.fixture
def owner(tmp_path: Path) -> Iterator[Actor]:
    """The owner of a salon with nothing in it."""
    salon_file.create(tmp_path / "salon")
    found = imports.found_from(read_profile(shipped_profiles()[0]), "1234", now=NOW)
    yield Actor(found.id, salon.till_id())
    connection.close()


@pytest.fixture
def import_from(owner: Actor) -> Import:
    """Import a folder or file as the owner; the report."""

    def run(path: Path, *, go_on: GoOn = lambda _done, _total: True) -> Report:
        books = imports.look_at_files(ImportFiles(path), now=NOW)
        return imports.import_books(imports.plan_for(books), by=owner, now=NOW, go_on=go_on)

    return run
