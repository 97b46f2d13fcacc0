"""`salon-pos statement`: every entry with its sentence; who is meant must be clear."""

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from salon_pos.cli.app import app
from salon_pos.db import connection
from salon_pos.db.queries import settings as salon_queries
from salon_pos.usecases.points import PointsChange, adjust_points
from salon_pos.usecases.settings import change_settings
from tests.salons import NOW, Salon, salon, salon_template, selling
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


def said(folder: Path, client: str, code: int = 0, *more: str) -> str:
    result = CliRunner().invoke(app, ["statement", client, "--data", str(folder), *more])
    assert result.exit_code == code, result.output
    return result.output


def test_every_entry_explains_itself(folder: Path) -> None:
    lines = said(folder, "Maya").splitlines()
    assert lines[0] == "Maya Torres"
    bonus, principal, given, _, topped_up = lines[3:]
    spent = "Paid from the card: $11.42 = $9.52 principal + $1.90 bonus"
    assert f"Bonus  −$1.90  {spent}" in bonus
    assert f"Principal  −$9.52  {spent}" in principal
    assert "Bonus  +$200.00  Bonus for a top-up of $1,000.00" in given
    assert "Principal  +$1,000.00  Topped up: $1,000.00 principal." in topped_up


def test_an_entry_names_its_sale_its_rules_and_what_earned_nothing(folder: Path) -> None:
    """1.90 of 11.42 was bonus: 1.68 of the 10.10 without tax. The top-up earned nothing."""
    _, points, not_counted, _, _, given, prepaid, _ = said(folder, "Maya").splitlines()
    assert points.endswith("  Kai · sale A-000002 · points rules, version 1")
    assert not_counted == ("    Paid with points, bonus or a voucher, so not counted: $1.68.")
    assert given.endswith("  Kai · sale A-000001")
    assert prepaid == (
        "    Top-up 1000: Prepaid earns nothing when it is sold; what it pays for later may."
    )


def test_the_reason_of_points_by_hand_is_told(selling: Salon) -> None:
    change = PointsChange("p", selling.clients["maya"].id, 3, "Forgot the card")
    adjust_points(change, by=selling.by("olga"), now=NOW)
    connection.close()
    (_, line) = said(selling.folder, "Maya").splitlines()
    assert line.endswith("Points  +3 points  Points changed by hand: 3.  Olga · Forgot the card")


def test_a_few_of_the_newest_are_whole_and_the_rest_is_told(selling: Salon) -> None:
    """Three times 100 points lie in three lots; 250 are taken from all of them by one deed."""
    made(selling)
    for n, points in enumerate((100, 100, 100, -250)):
        change = PointsChange(f"p{n}", selling.clients["maya"].id, points, "because")
        adjust_points(change, by=selling.by("olga"), now=NOW)
    connection.close()
    everything = said(selling.folder, "Maya").splitlines()
    newest = said(selling.folder, "Maya", 0, "--limit", "1").splitlines()
    assert "Points  −250 points  " in newest[1]
    assert newest == [*everything[:2], "3 older entries are left out."]
    assert len(everything) == 5


def test_every_entry_is_every_one(selling: Salon) -> None:
    """More than any page holds."""
    made(selling)
    settings = replace(salon_queries.settings(), points_adjust_above=2_000)
    change_settings(settings, by=selling.by("olga"), now=NOW)
    for n in range(1_003):
        change = PointsChange(f"p{n}", selling.clients["maya"].id, 1, "because")
        adjust_points(change, by=selling.by("olga"), now=NOW)
    connection.close()
    assert len(said(selling.folder, "Maya").splitlines()) == 1 + 1_003


def test_who_has_nothing_is_told_so(folder: Path) -> None:
    assert "Nothing has moved yet." in said(folder, "Leo")


def test_nobody_and_several_are_no_one(folder: Path) -> None:
    assert "No client answers to Zorro." in said(folder, "Zorro", 1)
    assert "Several clients answer" in said(folder, "+", 1) + said(folder, "1", 1)
