"""The architecture as a test: import contracts, the clock, whole money, sizes.

Every rule is shown to fail on a planted breach, so that its silence means something.
"""

import ast
import json
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "salon_pos"
CONTRACTS: list[dict[str, str]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))[
    "tool"
]["importlinter"]["contracts"]

# --- import contracts ---

# A house with the same rooms and next to nothing in them.
ROOMS = {
    "__init__.py": "",
    "__main__.py": "import salon_pos.cli",
    "cli/__init__.py": "import salon_pos.ui",
    "ui/__init__.py": "",
    "ui/desk.py": "import PySide6.QtCore\nimport salon_pos.usecases.checkout",
    "demo/__init__.py": "import salon_pos.usecases.checkout",
    "printing/__init__.py": "",
    "usecases/__init__.py": "",
    "usecases/checkout.py": "import salon_pos.db.records.sales\nimport salon_pos.domain.pricing",
    "db/__init__.py": "",
    "db/connection.py": "import peewee\nimport playhouse.sqlcipher_ext\nimport sqlcipher3",
    "db/models/__init__.py": "",
    "db/queries/__init__.py": "import salon_pos.db.models",
    "db/records/__init__.py": "",
    "db/records/sales.py": "import salon_pos.db.models",
    "i18n.py": "import salon_pos.domain.money",
    "domain/__init__.py": "",
    "domain/money.py": "",
    "domain/pricing.py": "import salon_pos.domain.money",
}

# contract, file, planted line
BREACHES = [
    ("layers", "domain/pricing.py", "import salon_pos.i18n"),
    ("layers", "usecases/checkout.py", "import salon_pos.printing"),
    ("layers", "reports/__init__.py", "import salon_pos.demo"),
    ("layers", "services/__init__.py", ""),
    ("acyclic", "domain/money.py", "import salon_pos.domain.pricing"),
    ("qt", "printing/__init__.py", "from PySide6 import QtGui"),
    ("qt", "cli/__init__.py", "import shiboken6"),
    ("pure", "domain/money.py", "import random"),
    ("pure", "domain/money.py", "import logging"),
    ("sql", "usecases/checkout.py", "from peewee import fn"),
    ("sql", "ui/desk.py", "import playhouse.shortcuts"),
    ("one-sqlite", "db/connection.py", "import sqlite3"),
    ("models", "usecases/checkout.py", "import salon_pos.db.models"),
    ("records", "db/queries/__init__.py", "import salon_pos.db.records.sales"),
    ("records", "demo/__init__.py", "import salon_pos.db.records"),
]


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    linter = Path(sys.executable).with_name("lint-imports")
    command = [linter, "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def broken_contracts(folder: Path) -> set[str]:
    """The ids of the contracts that are broken there."""
    printed = lint_imports(folder).stdout
    return {c["id"] for c in CONTRACTS if f"\n{c['name']} BROKEN" in printed}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name, text in ROOMS.items():
        plant(tmp_path, name, text)
    return tmp_path


def plant(house: Path, name: str, line: str) -> None:
    file = house / "salon_pos" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as text:
        text.write(f"{line}\n")


def test_the_import_contracts_hold() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_house_without_a_breach_keeps_every_contract(house: Path) -> None:
    done = lint_imports(house)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("contract", "name", "line"), BREACHES)
def test_a_planted_breach_breaks_its_contract(
    house: Path, contract: str, name: str, line: str
) -> None:
    plant(house, name, line)
    assert contract in broken_contracts(house)


def test_every_contract_has_a_planted_breach() -> None:
    assert {contract for contract, _, _ in BREACHES} == {c["id"] for c in CONTRACTS}


# --- the clock is passed in (ruff TID251) ---

CLOCK_READERS = """
import time
from datetime import date, datetime, UTC
moments = datetime.now(UTC), datetime.utcnow(), datetime.today(), date.today(), time.time()
"""


def banned_uses(name: str, text: str) -> int:
    """How often ruff finds a banned name in this text, were it the file of that name."""
    command = [sys.executable, "-m", "ruff", "check", "--select", "TID251", "--no-cache"]
    source = ["--output-format", "json", "--stdin-filename", str(ROOT / name), "-"]
    done = subprocess.run(
        command + source, cwd=ROOT, input=text, capture_output=True, text=True, check=False
    )
    return len(json.loads(done.stdout))


def test_reading_the_clock_is_found_in_a_use_case_and_allowed_at_the_edges() -> None:
    assert banned_uses("salon_pos/usecases/checkout.py", CLOCK_READERS) == 5
    assert banned_uses("salon_pos/domain/money.py", CLOCK_READERS) == 5
    assert banned_uses("salon_pos/ui/counter/screen.py", CLOCK_READERS) == 5
    assert banned_uses("salon_pos/ui/desk.py", CLOCK_READERS) == 0
    assert banned_uses("salon_pos/cli/app.py", CLOCK_READERS) == 0


# --- no float touches money ---


def float_uses(tree: ast.AST) -> Iterator[str]:
    """Where a float is written, made or named, or something but a Fraction is divided with `/`."""
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=float() | complex()):
                yield f"line {node.lineno}: the literal {node.value}"
            case ast.Name(id="float"):
                yield f"line {node.lineno}: float"
            case ast.BinOp(op=ast.Div(), left=left) if not _is_fraction(left):
                yield f"line {node.lineno}: `/` (divide a Fraction, or use `//`)"
            case ast.AugAssign(op=ast.Div()):
                yield f"line {node.lineno}: `/=`"


def _is_fraction(node: ast.expr) -> bool:
    """Whether the expression starts from a Fraction made on the spot."""
    return any(isinstance(part, ast.Name) and part.id == "Fraction" for part in ast.walk(node))


def money_files() -> list[Path]:
    rooms = ["domain", "usecases", "db/records", "db/queries"]
    files = [file for room in rooms for file in (PACKAGE / room).rglob("*.py")]
    return files + list((PACKAGE / "printing").rglob("*layout*.py"))


def test_no_float_touches_money() -> None:
    found = [
        f"{file.relative_to(ROOT)} {use}"
        for file in money_files()
        for use in float_uses(ast.parse(file.read_text("utf-8")))
    ]
    assert not found


@pytest.mark.parametrize(
    "line",
    ["fee = 0.5", "fee = float(cents)", "half = cents / 2", "cents /= 2", "def f(x: float): ..."],
)
def test_a_planted_float_is_found(line: str) -> None:
    assert list(float_uses(ast.parse(line)))


@pytest.mark.parametrize("line", ["half = cents // 2", "part = Fraction(total) * weight / whole"])
def test_whole_and_exact_division_is_allowed(line: str) -> None:
    assert not list(float_uses(ast.parse(line)))


# --- sizes ---

LONGEST_FUNCTION, LONGEST_FILE = 60, 500


def too_long(text: str) -> Iterator[str]:
    """The file, and the functions in it, that have more lines than good code keeps."""
    lines = text.count("\n")
    if lines > LONGEST_FILE:
        yield f"{lines} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            length = node.end_lineno - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield f"{node.name} has {length} lines"


def test_functions_and_files_stay_short() -> None:
    files = [*PACKAGE.rglob("*.py"), *(ROOT / "tests").rglob("*.py"), ROOT / "dev.py"]
    found = [
        f"{f.relative_to(ROOT)}: {what}" for f in files for what in too_long(f.read_text("utf-8"))
    ]
    assert not found


def test_a_planted_long_function_and_a_long_file_are_found() -> None:
    assert not list(too_long("def deed():\n" + "    pass\n" * 59))
    assert list(too_long("def deed():\n" + "    pass\n" * 60)) == ["deed has 61 lines"]
    assert not list(too_long("\n" * 500))
    assert list(too_long("\n" * 501)) == ["501 lines"]
