"""Strictness for every test: no display, no keyring, no user folders, no stray log line.

The environment is set while this file is imported, before anything of the program is.
"""

import atexit
import gc
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

REAL_SALON = Path(__file__).resolve().parents[2] / "shared" / "data" / "real-salon"

HOME = Path(tempfile.mkdtemp(prefix="salon-pos-tests-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
for variable in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
    os.environ[variable] = str(HOME)
for kind in ("CONFIG", "DATA", "CACHE", "STATE"):
    os.environ[f"XDG_{kind}_HOME"] = str(HOME / kind.lower())
# The screenless platform's own screen is 800 × 800, and a finger's tap beyond it hits nothing.
_SCREEN = os.path.relpath(Path(__file__).with_name("screen.json"))
os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={_SCREEN}"
os.environ["SALON_POS_NO_KEYRING"] = "1"
os.environ.pop("SALON_POS_DATA", None)

# Its choices would depend on the constants of whatever modules happen to be loaded.
providers._get_local_constants = Constants  # pyright: ignore[reportPrivateUsage]

# The same examples on every machine; `dev.py soak` draws new ones, and many more.
settings.register_profile("default", derandomize=True, deadline=None)
settings.register_profile(
    "soak", derandomize=False, max_examples=5_000, deadline=None, print_blob=True
)
settings.load_profile("default")


def pytest_collection_finish() -> None:
    """What was imported stays to the end: the collector need not look through it again and again,
    which took a fifth of the long tests' time."""
    gc.collect()
    gc.freeze()


class StrayLines(logging.Handler):
    """Keeps what was logged at WARNING or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_stray_log_lines(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that logs at WARNING or above without `@pytest.mark.expects_log(text)`, and one
    that does not log what it announces."""
    expected = [str(mark.args[0]) for mark in request.node.iter_markers("expects_log")]
    stray = StrayLines()
    logging.getLogger().addHandler(stray)
    yield
    logging.getLogger().removeHandler(stray)
    unexpected = [line for line in stray.lines if not any(text in line for text in expected)]
    missing = [text for text in expected if not any(text in line for line in stray.lines)]
    assert not unexpected, f"stray log lines: {unexpected}"
    assert not missing, f"expected log lines did not come: {missing}"


@pytest.fixture(autouse=True)
def no_open_transaction() -> Iterator[None]:
    """Fail a test that leaves a transaction open, and close the salon's file after each test."""
    yield
    # A test that never imported the connection has none, and importing it here would slow it.
    connection = sys.modules.get("salon_pos.db.connection")
    if connection is None or connection.database.deferred or connection.database.is_closed():
        return
    left_open = connection.database.connection().in_transaction
    while connection.database.in_transaction():
        connection.database.pop_transaction()
    if left_open:
        connection.database.rollback()
    connection.database.close()
    assert not left_open, "the test left a transaction open"


@pytest.fixture
def real_salon() -> Path:
    """The folder with the books of a real salon, which lies beside the repository."""
    if not REAL_SALON.is_dir():
        pytest.skip("the real salon's books (shared/data/real-salon) are not beside the repository")
    return REAL_SALON
