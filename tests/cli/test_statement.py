"""`salon-pos statement`: every entry with its sentence; who is meant must be clear."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from salon_pos.cli.app import app
from salon_pos.db import connection
from tests.salons import Salon, salon, salon_template, selling
from tests.usecases.valued import made

__all__ = ["salon", "salon_template", "selling"]


@pytest.fixture
def folder(selling: Salon) -> Path:
    """Maya topped up 1,000.00 and had her wash from the card; Leo did nothing."""
    valued = made(selling)
    wash = valued.salon.ticket("w", valued.salon.line("wash"), client="maya")
    valued.pay(valued.salon.ticket("t", valued.line(valued.top_up), client="maya"))
    valued.pay(wash, valued.handed("stored_value", 1_142, source=valued.card.uid))
    connection.close()
    return selling.folder


def said(folder: Path, client: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["statement", client, "--data", str(folder)])
    assert result.exit_code == code, result.output
    return result.output


def test_every_entry_explains_itself(folder: Path) -> None:
    lines = said(folder, "Maya").splitlines()
    assert lines[0] == "Maya Torres"
    assert "Paid from the card: $11.42 = $9.52 principal + $1.90 bonus" in lines[2]
    assert any("Bonus for a top-up of $1,000.00" in line and "+$200.00" in line for line in lines)
    assert "Topped up: $1,000.00 principal." in lines[-1]


def test_who_has_nothing_is_told_so(folder: Path) -> None:
    assert "Nothing has moved yet." in said(folder, "Leo")


def test_nobody_and_several_are_no_one(folder: Path) -> None:
    assert "No client answers to Zorro." in said(folder, "Zorro", 1)
    assert "Several clients answer" in said(folder, "+", 1) + said(folder, "1", 1)
