"""The commands from outside: their help, their words, their exit codes."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from typer.testing import CliRunner, Result

from salon_pos import __version__
from salon_pos.cli import common
from salon_pos.cli.app import app
from salon_pos.db import connection, salon_file, stamps
from salon_pos.db.connection import database
from salon_pos.usecases.shifts import close_shift, open_shift
from tests.imports.books import write_books
from tests.salons import NOW, Salon, salon, salon_template, selling

__all__ = ["salon", "salon_template", "selling"]

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ("open", "demo", "import", "batch", "receipt", "doctor")


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    connection.close()


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def process(*arguments: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "salon_pos", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **env}, capture_output=True, text=True, check=False,
        encoding="utf-8",
    )  # fmt: skip


# --- help and words ---


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_shows_an_example(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert re.search(rf"^  .*salon-pos {command}\b", result.stdout, re.MULTILINE)
    assert "--data" in result.stdout


def test_the_program_lists_its_commands() -> None:
    result = process("--help", LANG="C")
    assert result.returncode == 0
    for command in COMMANDS:
        assert re.search(rf"^  {command} ", result.stdout, re.MULTILINE)


def test_the_version_is_told() -> None:
    assert process("--version").stdout == f"salon-pos {__version__}\n"


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("zh_CN.UTF-8", "zh_CN"), ("zh", "zh_CN"), ("zh_SG", "zh_CN"), ("zh-Hans-CN", "zh_CN"),
        ("zh_TW.UTF-8", "zh_TW"), ("zh_HK", "zh_TW"), ("zh-Hant", "zh_TW"), ("zh_MO", "zh_TW"),
        ("en_CA.UTF-8", "en"), ("fr_FR", "en"), ("C", "en"),
    ],
)  # fmt: skip
def test_the_terminal_chooses_the_language(
    monkeypatch: pytest.MonkeyPatch, asked: str, language: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", asked)
    assert common.system_language() == language
    monkeypatch.setenv("LC_ALL", "zh_TW")
    assert common.system_language() == "zh_TW"


def test_a_sentence_is_said_in_that_language(tmp_path: Path) -> None:
    result = process("doctor", "--data", tmp_path, LC_ALL="zh_CN.UTF-8")
    assert result.returncode == 1
    assert re.search("[一-鿿]", result.stderr)


def test_the_folder_is_named_by_option_environment_or_platform(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SALON_POS_DATA", str(tmp_path / "named"))
    assert run("demo", "--clients", "0", "--months", "0").exit_code == 0
    assert salon_file.exists(tmp_path / "named")
    assert common.salon_folder(tmp_path) == tmp_path
    assert common.salon_folder(None).name == "salon-pos"


def test_starting_brings_in_nothing_that_the_window_does_not_need() -> None:
    heavy = ("PySide6", "peewee", "reportlab", "phonenumbers", "pypinyin", "salon_pos.demo",
             "salon_pos.usecases", "pypdfium2", "PIL")  # fmt: skip
    code = f"import sys, salon_pos.cli.app\nprint([m for m in {heavy!r} if m in sys.modules])"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


# --- commands ---


def test_a_demo_is_made_once(tmp_path: Path) -> None:
    small = ("--data", tmp_path / "demo", "--clients", "5", "--months", "0", "--language", "en")
    first, again = run("demo", *small), run("demo", *small)
    assert first.exit_code == 0
    assert "1234" in first.stdout
    assert again.exit_code == 1
    assert "There is a salon in this folder already." in again.stderr


def test_doctor_ends_with_0_or_with_1_and_sentences(selling: Salon) -> None:
    connection.close()
    assert run("doctor", "--data", selling.folder).exit_code == 0
    salon_file.open_folder(selling.folder)
    for row in range(1, 4):
        database.execute_sql("DELETE FROM client_search WHERE rowid = ?", (row,))
    connection.close()
    result = run("doctor", "--data", selling.folder)
    assert result.exit_code == 1
    assert "Client 3 is not in the look-up." in result.stdout


def test_doctor_says_the_newest_stamp_and_whether_one_on_paper_is_there(selling: Salon) -> None:
    close_shift(10_000, by=selling.by("kai"), now=NOW)
    on_paper = stamps.head()
    open_shift(0, by=selling.by("kai"), now=NOW)
    newest = stamps.head()
    connection.close()
    result = run("doctor", "--data", selling.folder, "--stamp", on_paper)
    assert result.exit_code == 0
    assert f"The stamp {on_paper} is in this file. Stamps after it: 1." in result.stdout
    assert f"The newest stamp: {newest}." in result.stdout
    other = run("doctor", "--data", selling.folder, "--stamp", "0000 0000 0000")
    assert other.exit_code == 1
    assert "No stamp of this file begins with 0000 0000 0000" in other.stdout
    assert "All is well" not in other.stdout


def test_many_faults_of_one_sort_are_counted(selling: Salon) -> None:
    for row in range(100, 125):
        sql = "INSERT INTO client_search (rowid, words) VALUES (?, 'nobody')"
        database.execute_sql(sql, (row,))
    connection.close()
    said = run("doctor", "--data", selling.folder).stdout
    assert said.count("The look-up still finds client 1") == 10
    assert "15 more like this" in said
    assert "25 faults were found." in said


@pytest.mark.parametrize("command", [("doctor",), ("batch", "--staff", "X")])
def test_a_folder_without_a_salon_is_left_alone(tmp_path: Path, command: tuple[str, ...]) -> None:
    result = run(*command, "--data", tmp_path)
    assert (result.exit_code, list(tmp_path.iterdir())) == (1, [])
    assert "There is no salon in this folder yet." in result.stderr


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    books = write_books(tmp_path / "books")
    result = run("import", books, "--data", tmp_path / "salon", "--dry-run")
    assert result.exit_code == 0
    assert "7 sales, 13 lines, 6 clients, net 506.55" in result.stdout
    assert "Dry run: nothing was written." in result.stdout
    assert not (tmp_path / "salon").exists()


def test_import_founds_a_salon_says_how_to_get_in_and_what_it_decided(tmp_path: Path) -> None:
    books = write_books(tmp_path / "books", "x,1,2")
    first = run("import", books, "--data", tmp_path / "salon")
    assert first.exit_code == 0
    assert re.search(r"^PIN of Owner: \d{6}$", first.stdout, re.MULTILINE)
    assert re.search(r"^Recovery code: \w{4}(-\w{4}){7}$", first.stdout, re.MULTILINE)
    assert "receipt-transactions.csv, line 15: This row has 3 columns, not 9." in first.stdout
    assert "the client of a sale's first line counts as the payer" in first.stdout
    assert "1 negative lines read as uses of a session pack" in first.stdout
    assert "GST: 24.1775 in the files, 24.18 on file, difference 0.0025" in first.stdout
    again = run("import", books, "--data", tmp_path / "salon")
    assert again.exit_code == 0
    assert "Everything is on file already. Nothing was changed." in again.stdout
    assert "PIN" not in again.stdout
    assert run("doctor", "--data", tmp_path / "salon").exit_code == 0


def test_files_that_nobody_knows_found_no_salon(tmp_path: Path) -> None:
    result = run("import", ROOT / "docs", "--data", tmp_path / "salon")
    assert result.exit_code == 1
    assert "None of these files is known." in result.stderr
    assert not (tmp_path / "salon").exists()


@pytest.mark.parametrize("copy", [(), ("--copy",)])
def test_a_receipt_as_pdf(tmp_path: Path, copy: tuple[str, ...]) -> None:
    run("import", write_books(tmp_path / "books"), "--data", tmp_path / "salon")
    out = tmp_path / "receipt.pdf"
    result = run("receipt", "9", "--data", tmp_path / "salon", "--out", out, *copy)
    assert result.exit_code == 0
    document = pypdfium2.PdfDocument(out)
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert "158.20" in text
    assert ("COPY" in text) is bool(copy)


def test_a_receipt_as_a_picture(tmp_path: Path) -> None:
    run("import", write_books(tmp_path / "books"), "--data", tmp_path / "salon")
    out = tmp_path / "receipt.png"
    assert run("receipt", "9", "--data", tmp_path / "salon", "--out", out).exit_code == 0
    assert out.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("number", "out", "sentence"),
    [
        ("77", "r.pdf", "There is no sale 77."),
        ("9", "r.txt", "must end in .pdf or .png"),
        ("9", "no/such/folder/r.pdf", "cannot be written"),
    ],
)
def test_no_receipt_says_why(tmp_path: Path, number: str, out: str, sentence: str) -> None:
    run("import", write_books(tmp_path / "books"), "--data", tmp_path / "salon")
    result = run("receipt", number, "--data", tmp_path / "salon", "--out", tmp_path / out)
    assert result.exit_code == 1
    assert sentence in result.stderr
