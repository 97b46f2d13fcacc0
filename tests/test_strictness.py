"""The strictness of conftest.py and pyproject.toml, each rule shown to fail a careless test."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

CARELESS = """
import logging, warnings
import pytest
from salon_pos.db import connection
KEPT = []

def test_clean(): pass
def test_warning(): warnings.warn("careless", stacklevel=1)
def test_stray_log(): logging.getLogger("salon").warning("stray")
@pytest.mark.expects_log("stray")
def test_expected_log(): logging.getLogger("salon").warning("stray")
@pytest.mark.expects_log("stray")
def test_announced_log_is_missing(): pass
def test_qt_warning(qtbot):
    from PySide6.QtCore import qWarning
    qWarning("careless")
def test_open_transaction(tmp_path):
    connection.create(tmp_path / "salon.db", bytes(32))
    KEPT.append(connection.transaction())
    KEPT[0].__enter__()
def test_closed_after_it():
    assert connection.database.is_closed()
    assert not connection.database.in_transaction()
def test_open_raw_transaction(tmp_path):
    connection.create(tmp_path / "salon.db", bytes(32))
    connection.database.execute_sql("BEGIN IMMEDIATE")
@pytest.mark.xfail(reason="it passes, so the mark is stale")
def test_stale_xfail(): pass
@pytest.mark.soak
def test_soak(): pass
"""
UNKNOWN_MARKER = "import pytest\n@pytest.mark.unknown\ndef test_marked(): pass\n"


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """What a pytest of its own says about each careless test."""
    folder = tmp_path_factory.mktemp("careless")
    tests = folder / "tests"
    tests.mkdir()
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name in ("conftest.py", "screen.json"):
        shutil.copy(ROOT / "tests" / name, tests)
    (tests / "test_careless.py").write_text(CARELESS, encoding="utf-8")
    (tests / "test_marker.py").write_text(UNKNOWN_MARKER, encoding="utf-8")
    options = ["-p", "no:cacheprovider", "-rA", "--tb=no", "--continue-on-collection-errors"]
    command = [sys.executable, "-m", "pytest", *options]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    found: dict[str, set[str]] = {}
    for outcome, name in re.findall(
        r"^(PASSED|FAILED|ERROR) \S*?(\w+)(?:\.py)?(?: - .*)?$", done.stdout, re.M
    ):
        found.setdefault(name, set()).add(outcome)
    return found


@pytest.mark.parametrize(
    "name",
    [
        "test_warning",
        "test_stray_log",
        "test_announced_log_is_missing",
        "test_qt_warning",
        "test_open_transaction",
        "test_open_raw_transaction",
        "test_stale_xfail",
        "test_marker",
    ],
)
def test_a_careless_test_fails(outcomes: dict[str, set[str]], name: str) -> None:
    assert outcomes[name] & {"FAILED", "ERROR"}


@pytest.mark.parametrize("name", ["test_clean", "test_expected_log", "test_closed_after_it"])
def test_a_clean_test_passes(outcomes: dict[str, set[str]], name: str) -> None:
    assert outcomes[name] == {"PASSED"}


def test_the_long_runs_are_left_out(outcomes: dict[str, set[str]]) -> None:
    assert "test_soak" not in outcomes


def test_no_folder_of_the_user_is_in_reach(tmp_path_factory: pytest.TempPathFactory) -> None:
    from platformdirs import user_config_path, user_data_path

    home = Path(os.environ["HOME"])
    assert home.name.startswith("salon-pos-tests-")
    if sys.platform == "linux":
        assert user_config_path("salon-pos").is_relative_to(home)
        assert user_data_path("salon-pos").is_relative_to(home)
