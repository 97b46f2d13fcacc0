"""The sample of each released schema, copied for each test: a sample itself is never opened."""

import shutil
from pathlib import Path

import pytest

from salon_pos.db import connection
from tests.salons import salon_template
from tests.upgrade.sample import SAMPLES

__all__ = ["salon_template"]


@pytest.fixture
def schema_1(tmp_path: Path) -> Path:
    """A folder with a copy of the file that the first release left behind."""
    folder = tmp_path / "salon"
    folder.mkdir()
    shutil.copy(SAMPLES / "schema-1.db", folder / connection.FILE_NAME)
    return folder
