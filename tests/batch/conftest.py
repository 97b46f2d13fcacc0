"""A small demo salon and a way to send it lines."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from salon_pos.cli.app import app
from salon_pos.db import connection, salon_file
from salon_pos.demo import make_demo
from tests.salons import NOW, salon, salon_template, selling

__all__ = ["salon", "salon_template", "selling"]

Answers = list[dict[str, Any]]
Send = Callable[..., Answers]


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "salon"
    make_demo(folder, clients=10, months=0, now=NOW)
    connection.close()
    return folder


@pytest.fixture
def demo(demo_template: Path, tmp_path: Path) -> Iterator[Path]:
    yield Path(shutil.copytree(demo_template, tmp_path / "demo"))
    connection.close()


@pytest.fixture
def send(demo: Path) -> Send:
    """Send lines (objects or raw text) to the batch command as a staff member; its answers."""

    def run(*lines: dict[str, Any] | str | bytes, staff: str = "MANAGER") -> Answers:
        raw = [line if isinstance(line, bytes) else _text(line).encode() for line in lines]
        command = ["batch", "--data", str(demo), "--staff", staff]
        result = CliRunner().invoke(app, command, input=b"\n".join(raw))
        assert result.exit_code == 0, result.output
        return [json.loads(answer) for answer in result.stdout.splitlines()]

    return run


@pytest.fixture
def look(demo: Path) -> Iterator[None]:
    """Open the demo for a look with queries, after lines were sent."""
    salon_file.open_folder(demo)
    yield
    connection.close()


def _text(line: dict[str, Any] | str) -> str:
    return line if isinstance(line, str) else json.dumps(line)
