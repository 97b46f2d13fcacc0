"""What the files of another system say: items, and receipts line by line. Nothing is written."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

from salon_pos.domain.catalog import ItemKind
from salon_pos.domain.money import half_up
from salon_pos.domain.words import N_
from salon_pos.usecases.import_profile import Holds, Profile, Source
from salon_pos.usecases.import_tables import Rejected, Row, Table, read_table

_AMOUNT = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_WHOLE = re.compile(r"-?[0-9]+(\.0+)?")
_DAY = re.compile(r"[0-9]+")
OLDEST = date(1970, 1, 1)
LONGEST_NUMBER = 15
_LINES = uuid5(NAMESPACE_OID, "salon-pos import line")


@dataclass(frozen=True, slots=True)
class ListedItem:
    """An item as a listing has it. `name` is what sales call it; `price` and `cost` in minor
    units, a price of 0 is open."""

    file: str
    line: int
    holds: Holds
    code: str
    name: str
    category: str
    price: int
    cost: int
    stock: int | None
    active: bool

    @property
    def kind(self) -> ItemKind:
        """Service or product."""
        return ItemKind.PRODUCT if self.holds is Holds.PRODUCTS else ItemKind.SERVICE


@dataclass(frozen=True, slots=True)
class SoldLine:
    """One line of a receipt. `amount` in minor units is that of the whole quantity before taxes;
    `taxes` are the exact tax columns, in minor units, by the tax's name. `uid` follows from what
    the row says, so the same row is the same line in every import."""

    file: str
    line: int
    uid: str
    receipt: str
    day: date
    item: str
    client: str
    staff: str
    quantity: int
    amount: int
    taxes: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class OldReceipt:
    """A receipt with its lines in the order of the file."""

    number: str
    lines: tuple[SoldLine, ...]

    @property
    def day(self) -> date:
        """The day of all of its lines."""
        return self.lines[0].day

    @property
    def payer(self) -> str:
        """The code of the first line's client: another system's file does not say who paid."""
        return self.lines[0].client


@dataclass(frozen=True, slots=True)
class Books:
    """Everything the files say. `ignored` are files that the profile does not know."""

    profile: Profile
    tables: tuple[Table, ...]
    items: tuple[ListedItem, ...]
    receipts: tuple[OldReceipt, ...]
    rejected: tuple[Rejected, ...]
    ignored: tuple[str, ...]


class _Unfit(Exception):
    """A cell says what it cannot."""

    def __init__(self, text: str, /, **values: object) -> None:
        super().__init__(text)
        self.text, self.values = text, values


def files_in(path: Path) -> tuple[Path, ...]:
    """The file itself, or the files of a folder by name."""
    if not path.is_dir():
        return (path,)
    return tuple(sorted(file for file in path.iterdir() if file.is_file()))


def read_books(files: Sequence[Path], profile: Profile, *, today: date) -> Books:
    """Read what `profile` knows of `files`. Rows that make no sense are rejected one by one."""
    found = [(file, profile.source_of(file)) for file in files]
    known = [(read_table(file, s.headers), s) for file, s in found if s is not None]
    known.sort(key=lambda read: profile.sources.index(read[1]))  # as the profile lists them
    rejected = [row for table, _ in known for row in table.rejected]
    cells = _Cells(profile.date, profile.settings.currency.digits, today)
    items: dict[tuple[Holds, str], ListedItem] = {}
    receipts: dict[str, OldReceipt] = {}
    for table, source in known:
        if source.holds is Holds.SALES:
            rejected += _read_receipts(table, source, cells, receipts)
        else:
            rejected += _read_items(table, source, cells, items)
    return Books(
        profile=profile,
        tables=tuple(table for table, _ in known),
        items=tuple(items.values()),
        receipts=tuple(receipts.values()),
        rejected=tuple(sorted(rejected, key=lambda row: (row.file, row.line))),
        ignored=tuple(file.name for file, source in found if source is None),
    )


def _read_items(
    table: Table, source: Source, cells: "_Cells", items: dict[tuple[Holds, str], ListedItem]
) -> list[Rejected]:
    """Add the rows of a listing to `items`; of a code that is there twice, the first counts."""
    rejected: list[Rejected] = []
    for row in table.rows:
        try:
            item = _item(table.file, row, source, cells)
            if items.setdefault((item.holds, item.code), item) is not item:
                raise _Unfit(N_("The code {code} is there twice."), code=item.code)
        except _Unfit as unfit:
            rejected.append(Rejected(table.file, row.line, unfit.text, unfit.values))
    return rejected


def _read_receipts(
    table: Table, source: Source, cells: "_Cells", receipts: dict[str, OldReceipt]
) -> list[Rejected]:
    """Add the rows of a sales file to `receipts`. A row that another file has too counts once."""
    rejected: list[Rejected] = []
    copies: Counter[str] = Counter()
    for row in table.rows:
        try:
            sold = _line(table.file, row, source, cells, copies=copies)
            before = receipts.get(sold.receipt) or OldReceipt(sold.receipt, ())
            receipts[sold.receipt] = _with_line(before, sold)
        except _Unfit as unfit:
            rejected.append(Rejected(table.file, row.line, unfit.text, unfit.values))
    return rejected


def _with_line(receipt: OldReceipt, sold: SoldLine) -> OldReceipt:
    if receipt.lines and receipt.day != sold.day:
        raise _Unfit(
            N_("Receipt {number} is of {day}, this row of {other}."),
            number=sold.receipt,
            day=receipt.day,
            other=sold.day,
        )
    if any(sold.uid == other.uid for other in receipt.lines):
        return receipt
    return replace(receipt, lines=(*receipt.lines, sold))


def _item(file: str, row: Row, source: Source, cells: "_Cells") -> ListedItem:
    get = _getter(row, source)
    code = cells.needed(get("code"), source.columns["code"])
    return ListedItem(
        file=file,
        line=row.line,
        holds=source.holds,
        code=code,
        name=get("name"),
        category=get("category"),
        price=cells.price(get("price"), source.columns["price"]),
        cost=half_up(cells.exact(get("cost") or "0", source.columns["cost"])),
        stock=cells.whole(get("stock"), source.columns["stock"]) if "stock" in source.columns
        else None,
        active=get("active").lower() not in ("false", "0", "no", "n"),
    )  # fmt: skip


def _line(
    file: str, row: Row, source: Source, cells: "_Cells", *, copies: Counter[str]
) -> SoldLine:
    get, columns = _getter(row, source), source.columns
    receipt = cells.needed(get("receipt"), columns["receipt"])
    quantity = cells.whole(get("quantity"), columns["quantity"])
    if not quantity:
        raise _Unfit(N_("“{column}” is zero."), column=columns["quantity"])
    taxes = {name: cells.exact(row.cells[column], column) for name, column in source.taxes.items()}
    content = "|".join(row.cells[header] for header in source.headers)
    copies[content] += 1  # two equal rows of one file are two lines
    return SoldLine(
        file=file,
        line=row.line,
        uid=str(uuid5(_LINES, f"{content}|{copies[content]}")),
        receipt=receipt,
        day=cells.day(get("date"), columns["date"]),
        item=get("item"),
        client=get("client"),
        staff=get("staff").upper(),
        quantity=quantity,
        amount=cells.money(get("amount"), columns["amount"]),
        taxes=taxes,
    )


def _getter(row: Row, source: Source) -> Callable[[str], str]:
    return lambda field: row.cells[source.columns[field]]


@dataclass(frozen=True, slots=True)
class _Cells:
    """Reads the text of a cell, and says what is wrong with it. `digits` of the currency."""

    date_order: tuple[str, ...]
    digits: int
    today: date

    def needed(self, text: str, column: str) -> str:
        """Any text but none."""
        if not text:
            raise _Unfit(N_("“{column}” is empty."), column=column)
        return text

    def exact(self, text: str, column: str) -> Fraction:
        """An amount in minor units, parts of one too."""
        if not _AMOUNT.fullmatch(text) or len(text) > LONGEST_NUMBER:
            raise _Unfit(N_("“{column}” is no amount: {text}."), column=column, text=text)
        return Fraction(text) * 10**self.digits

    def money(self, text: str, column: str) -> int:
        """An amount in whole minor units."""
        exact = self.exact(text, column)
        if exact.denominator != 1:
            raise _Unfit(N_("“{column}” has too many decimals: {text}."), column=column, text=text)
        return exact.numerator

    def price(self, text: str, column: str) -> int:
        """An amount in whole minor units that is not below zero."""
        price = self.money(text, column)
        if price < 0:
            raise _Unfit(N_("“{column}” is below zero: {text}."), column=column, text=text)
        return price

    def whole(self, text: str, column: str) -> int:
        """A whole number."""
        if not _WHOLE.fullmatch(text) or len(text) > LONGEST_NUMBER:
            raise _Unfit(N_("“{column}” is no whole number: {text}."), column=column, text=text)
        return int(text.partition(".")[0])

    def day(self, text: str, column: str) -> date:
        """A day between 1970 and today."""
        parts = dict(zip(self.date_order, map(int, _DAY.findall(text[:30])), strict=False))
        try:
            day = date(parts["year"], parts["month"], parts["day"])
        except (KeyError, ValueError, OverflowError):
            day = date.min
        if not OLDEST <= day <= self.today:
            raise _Unfit(
                N_("“{column}” is no day from 1970 to today: {text}."), column=column, text=text
            )
        return day
