"""Reading CSV as other systems write it: any of three encodings, damaged rows named by line."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from salon_pos.domain.refusal import refuse
from salon_pos.domain.words import N_

LONGEST_RECORD = 20
"""Lines that one quoted field may span; an open quote must not swallow the rest of the file."""

# Letters on both sides of one high byte are an accented word of a Western file: in GB18030 the
# byte would begin a character together with the letter after it.
_WESTERN = re.compile(rb"[A-Za-z][\x80-\xff][A-Za-z]")


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that is not taken, and why, as a sentence with its values."""

    file: str
    line: int
    text: str
    values: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class Row:
    """One record by its headers, and the line it begins on (the header is line 1)."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A file's rows, and those that are no rows."""

    file: str
    encoding: str
    rows: tuple[Row, ...]
    rejected: tuple[Rejected, ...]

    @property
    def row_count(self) -> int:
        """How many rows were read, damaged ones too."""
        return len(self.rows) + len(self.rejected)


def read_table(path: Path, headers: Sequence[str]) -> Table:
    """Read a CSV file that must have these columns; refuses one it cannot read, or without one."""
    try:
        text, encoding = decoded(path.read_bytes())
    except OSError as error:
        refuse("file_unreadable", N_("{file} cannot be read: {reason}."), file=path.name,
               reason=error.strerror or str(error))  # fmt: skip
    records = _records(text)
    _, first = next(records, (0, None))
    head = [name.strip() for name in first or ()]
    for header in headers:
        if header not in head:
            refuse("column_missing", N_("{file} has no column “{column}”."), file=path.name,
                   column=header)  # fmt: skip
    return _table(path.name, encoding, head, records)


def decoded(data: bytes) -> tuple[str, str]:
    """The text and the encoding it was in: UTF-8, with or without a mark, GB18030, or Western."""
    for encoding in ("utf-8-sig",) if _WESTERN.search(data) else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding), encoding.removesuffix("-sig").upper()
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", errors="replace"), "Windows-1252"


def _table(
    file: str, encoding: str, head: list[str], records: Iterator[tuple[int, list[str] | None]]
) -> Table:
    rows: list[Row] = []
    rejected: list[Rejected] = []
    for line, cells in records:
        if cells is None:
            rejected.append(Rejected(file, line, N_("The quotes of this row do not match.")))
        elif len(cells) != len(head):
            text = N_("This row has {found} columns, not {wanted}.")
            values = {"found": len(cells), "wanted": len(head)}
            rejected.append(Rejected(file, line, text, values))
        else:
            clean = [cell.replace("\0", "").strip() for cell in cells]
            rows.append(Row(line, dict(zip(head, clean, strict=True))))
    return Table(file, encoding, tuple(rows), tuple(rejected))


def _records(text: str) -> Iterator[tuple[int, list[str] | None]]:
    """Each record with the line it begins on; None for a line whose quotes do not match."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    at = width = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        cells, used = _record(lines[at : at + LONGEST_RECORD], width)
        width = width or len(cells or ())
        yield at + 1, cells
        at += used


def _record(lines: Sequence[str], width: int) -> tuple[list[str] | None, int]:
    """The record that begins with the first of `lines`, and how many of them it takes: more than
    one only where that makes the `width` it should have."""
    for used in range(1, len(lines) + 1):
        try:
            cells = next(csv.reader(["\n".join(lines[:used])], strict=True))
        except csv.Error:
            if '"' not in lines[0]:
                break
        else:
            if used == 1 or len(cells) == width:
                return cells, used
            break
    return None, 1
