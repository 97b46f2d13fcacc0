"""Words on the command line that once ended a command with a traceback."""

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from salon_pos.cli.app import app
from salon_pos.db import connection
from tests.salons import Salon, salon, salon_template, selling

__all__ = ["salon", "salon_template", "selling"]

NO_TEXT = os.fsdecode(b"\xff\xfe")  # as the system hands over bytes that are no text


@pytest.mark.parametrize(
    "command", [("batch", "--staff", NO_TEXT), ("receipt", NO_TEXT, "--out", "x.pdf")]
)
def test_a_word_that_is_no_text_names_nothing(selling: Salon, command: tuple[str, ...]) -> None:
    connection.close()
    result = CliRunner().invoke(app, [*command, "--data", str(selling.folder)], input="")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1), result.output


def test_a_demo_older_than_the_calendar_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    command = ["demo", "--data", str(tmp_path / "demo"), "--months", "99999999"]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 2
    assert not (tmp_path / "demo").exists()
