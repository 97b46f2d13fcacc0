"""Files as other systems write them, and profiles as people write them."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salon_pos.domain.money import half_up
from salon_pos.domain.refusal import Refusal
from salon_pos.usecases.import_books import files_in, read_books
from salon_pos.usecases.import_profile import profile_for, read_profile, shipped_profiles
from salon_pos.usecases.import_sales import whole_taxes
from salon_pos.usecases.import_tables import Table, decoded, read_table
from tests.imports.books import SALES, SALES_HEAD, write_books

TODAY = date(2026, 5, 4)


def table(tmp_path: Path, data: bytes) -> Table:
    path = tmp_path / "some.csv"
    path.write_bytes(data)
    return read_table(path, ["Code", "Name"])


def names(read: Table) -> list[str]:
    return [row.cells["Name"] for row in read.rows]


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        ("染发 Bréva", "utf-8", "UTF-8"),
        ("染发 Bréva", "utf-8-sig", "UTF-8"),
        ("染发、护理", "gb18030", "GB18030"),
        ("Shampoo 张雨桐", "gb18030", "GB18030"),
        ("Renée Zoë", "cp1252", "Windows-1252"),
        ("Café, crème", "cp1252", "Windows-1252"),
        ("plain", "ascii", "UTF-8"),
    ],
)
def test_sambapos_319_odoo_287883_a_table_is_read_in_its_encoding(
    text: str, encoding: str, found: str
) -> None:
    assert decoded(text.encode(encoding)) == (text, found)


def test_a_byte_of_no_encoding_stops_nothing(tmp_path: Path) -> None:
    assert len(table(tmp_path, b"Code,Name\n1,a\x81b\n2,c\n").rows) == 2


def test_columns_may_stand_in_any_order_with_others_between(tmp_path: Path) -> None:
    read = table(tmp_path, b"x,Name,Code\r\n0,Gel,G1\r\n\r\n0,Wax,W1\r\n")
    assert names(read) == ["Gel", "Wax"]
    assert [row.line for row in read.rows] == [2, 4]


def test_a_quoted_field_may_span_lines(tmp_path: Path) -> None:
    read = table(tmp_path, b'Code,Name\n1,"Two\nlines"\n2,Next\n')
    assert names(read) == ["Two\nlines", "Next"]
    assert [row.line for row in read.rows] == [2, 4]


@pytest.mark.parametrize("damaged", [b'2,"Wax', b'2,"Wax"x', b"2", b"2,Wax,3", b'"2,Wax"'])
def test_a_damaged_row_never_takes_its_neighbours_along(tmp_path: Path, damaged: bytes) -> None:
    rest = b"".join(b'%d,"Item %d"\n' % (n, n) for n in range(3, 60))
    read = table(tmp_path, b"Code,Name\n1,Gel\n" + damaged + b"\n" + rest)
    assert [row.line for row in read.rejected] == [3]
    assert names(read) == ["Gel", *(f"Item {n}" for n in range(3, 60))]
    assert read.row_count == 59


@pytest.mark.parametrize(
    ("data", "key"), [(b"Code\n1\n", "column_missing"), (b"", "column_missing")]
)
def test_a_file_without_its_columns_is_refused(tmp_path: Path, data: bytes, key: str) -> None:
    with pytest.raises(Refusal, match=key):
        table(tmp_path, data)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="file_unreadable"):
        read_table(tmp_path / "none.csv", ["Code"])


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (",05/01/2018,Blowdry,A,R,1,1,0,0", "“{column}” is empty."),
        ("1,13/45/2018,Blowdry,A,R,1,1,0,0", "“{column}” is no day from 1970 to today: {text}."),
        ("1,05/05/2026,Blowdry,A,R,1,1,0,0", "“{column}” is no day from 1970 to today: {text}."),
        ("1,,Blowdry,A,R,1,1,0,0", "“{column}” is no day from 1970 to today: {text}."),
        ("1,05/01/2018,Blowdry,A,R,0,1,0,0", "“{column}” is zero."),
        ("1,05/01/2018,Blowdry,A,R,1.5,1,0,0", "“{column}” is no whole number: {text}."),
        ("1,05/01/2018,Blowdry,A,R,,1,0,0", "“{column}” is no whole number: {text}."),
        ("1,05/01/2018,Blowdry,A,R,1,1.005,0,0", "“{column}” has too many decimals: {text}."),
        ("1,05/01/2018,Blowdry,A,R,1,1e9,0,0", "“{column}” is no amount: {text}."),
        ("1,05/01/2018,Blowdry,A,R,1,9999999999999999,0,0", "“{column}” is no amount: {text}."),
        ("1,05/01/2018,Blowdry,A,R,1,1,NaN,0", "“{column}” is no amount: {text}."),
        ("9,05/02/2018,Blowdry,A,R,1,1,0,0", "Receipt {number} is of {day}, this row of {other}."),
    ],
)
def test_a_row_that_makes_no_sense_is_rejected(tmp_path: Path, row: str, sentence: str) -> None:
    folder = write_books(tmp_path, row)
    profile = profile_for(files_in(folder))
    books = read_books(files_in(folder), profile, today=TODAY)
    assert [(r.line, r.text) for r in books.rejected] == [(15, sentence)]
    assert books.rejected[0].text.format_map(books.rejected[0].values)
    assert sum(len(receipt.lines) for receipt in books.receipts) == 13


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("TRUE,,Nothing,STYLE,0,5", "“{column}” is empty."),
        ("TRUE,CUTW,Again,STYLE,0,5", "The code {code} is there twice."),
        ("TRUE,NEW,New,STYLE,-1,5", "“{column}” is below zero: {text}."),
        ("TRUE,NEW,New,STYLE,ten,5", "“{column}” is no amount: {text}."),
    ],
)
def test_an_item_that_makes_no_sense_is_rejected(tmp_path: Path, row: str, sentence: str) -> None:
    listing = write_books(tmp_path) / "service-listing.csv"
    listing.write_text(f"{listing.read_text('utf-8')}{row}\n", "utf-8")
    books = read_books([listing], profile_for((listing,)), today=TODAY)
    assert [(r.line, r.text) for r in books.rejected] == [(8, sentence)]
    assert len(books.items) == 6


def test_files_that_nobody_knows_are_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello", "utf-8")
    with pytest.raises(Refusal, match="no_profile"):
        profile_for(files_in(tmp_path))


def test_files_beside_the_known_ones_are_named(tmp_path: Path) -> None:
    folder = write_books(tmp_path)
    (folder / "notes.txt").write_text("hello", "utf-8")
    books = read_books(files_in(folder), profile_for(files_in(folder)), today=TODAY)
    assert books.ignored == ("notes.txt",)


def test_a_profile_of_ones_own_reads_other_columns(tmp_path: Path) -> None:
    text = shipped_profiles()[0].read_text("utf-8")
    text = text.replace("receipt-transactions", "kassa").replace('"Receipt"', '"Bon"')
    own = tmp_path / "own.toml"
    own.write_text(text.replace("month/day/year", "day/month/year"), "utf-8")
    sold = tmp_path / "kassa.csv"
    rows = (SALES_HEAD.replace("Receipt", "Bon"), *SALES[:2])
    sold.write_text("\n".join(rows), "utf-8")
    books = read_books([sold], read_profile(own), today=TODAY)
    assert [(r.number, r.day, len(r.lines)) for r in books.receipts] == [("9", date(2018, 1, 5), 2)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('currency = "CAD"', 'currency = "XXX"'),
        ('currency = "CAD"', ""),
        ("month/day/year", "month/day"),
        ('holds = "sales"', 'holds = "secrets"'),
        ('receipt = "Receipt"', ""),
        ('percent = "5"', 'percent = "five"'),
        ("[salon]", "[salon"),
        ('tax_mode = "exclusive"', "tax_mode = 3"),
        ('"products/MISC"', '"shelf/MISC"'),
    ],
)
def test_a_wrong_profile_is_refused(tmp_path: Path, old: str, new: str) -> None:
    text = shipped_profiles()[0].read_text("utf-8")
    assert old in text
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(Refusal, match=r"bad_profile|currency_unknown"):
        read_profile(wrong)


tax_parts = st.lists(
    st.builds(Fraction, st.integers(-100_000, 100_000), st.sampled_from([1, 2, 20, 10_000])),
    min_size=1,
    max_size=8,
)


@given(tax_parts)
def test_the_whole_cents_of_a_tax_sum_to_it_and_lie_beside_the_exact_ones(
    exact: list[Fraction],
) -> None:
    whole = whole_taxes(exact)
    assert sum(whole) == half_up(sum(exact, Fraction(0)))
    assert all(abs(part - one) < 1 for part, one in zip(whole, exact, strict=True))


@pytest.mark.parametrize(
    ("exact", "whole"),
    [
        (["51.25", "51.25"], (52, 51)),  # 102.5 is 103: the earlier of equals gets the cent
        (["87.75", "150"], (88, 150)),
        (["250", "-250"], (250, -250)),
        (["-127.5", "0"], (-128, 0)),
        (["0.4", "0.3", "0.3"], (1, 0, 0)),
    ],
)
def test_examples_of_whole_cents(exact: list[str], whole: tuple[int, ...]) -> None:
    assert whole_taxes([Fraction(part) for part in exact]) == whole
