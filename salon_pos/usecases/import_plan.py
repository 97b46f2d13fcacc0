"""What an import would do to the salon's file: what is new, what is there, what does not fit."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count

from salon_pos.domain.catalog import Item, ItemKind
from salon_pos.domain.words import N_
from salon_pos.usecases.import_books import Books, ListedItem, OldReceipt, SoldLine
from salon_pos.usecases.import_profile import Holds
from salon_pos.usecases.import_tables import Rejected

_PART = re.compile(r"(.*)\+[0-9]+")


@dataclass(frozen=True, slots=True)
class OnFile:
    """What the salon's file holds already; nothing for a salon that is not founded yet. `lines`
    maps the numbers of imported sales to the uids of their lines."""

    items: tuple[Item, ...] = ()
    staff_codes: frozenset[str] = frozenset()
    client_codes: frozenset[str] = frozenset()
    lines: Mapping[str, frozenset[str]] | None = None

    def lines_by_receipt(self, own: Container[str]) -> dict[str, frozenset[str]]:
        """Line uids by receipt number; what came later as "1003+1" belongs to 1003, unless the
        other system has a receipt of that number of its `own`."""
        found: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
        for number, uids in (self.lines or {}).items():
            part = None if number in own else _PART.fullmatch(number)
            found[part[1] if part else number] |= uids
        return dict(found)


@dataclass(frozen=True, slots=True)
class NewSale:
    """A receipt to be written as a sale; `items` are the keys of its lines' items."""

    number: str
    receipt: OldReceipt
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written, in the order of writing. `accepted` are all receipts that are or will
    be on file, without rejected lines; `items` maps codes on file to what is listed."""

    books: Books
    new_items: Mapping[str, ListedItem]
    new_staff: tuple[str, ...]
    new_clients: tuple[str, ...]
    new_sales: tuple[NewSale, ...]
    accepted: tuple[OldReceipt, ...]
    rejected: tuple[Rejected, ...]

    @property
    def steps(self) -> int:
        """How many rows there are to write."""
        news = (self.new_items, self.new_staff, self.new_clients, self.new_sales)
        return sum(len(new) for new in news)


def plan_import(books: Books, on_file: OnFile) -> Plan:
    """Compare what the files say with what is on file. Nothing is written."""
    codes = _codes(books.items, on_file.items)
    names = _names(books, codes, on_file.items)
    own = {receipt.number for receipt in books.receipts}
    kept = on_file.lines_by_receipt(own)
    rejected: list[Rejected] = []
    sales: list[NewSale] = []
    accepted: list[OldReceipt] = []
    for receipt in books.receipts:
        fitting = _with_known_items(receipt, names, rejected)
        there, missing = _compared(fitting, kept.get(receipt.number, frozenset()), rejected)
        if there or missing:
            accepted.append(replace(receipt, lines=(*there, *missing)))
        if missing:
            number = _free_number(receipt.number, on_file.lines or {}, own)
            items = tuple(names[_folded(line.item)] for line in missing)
            sales.append(NewSale(number, replace(receipt, lines=missing), items))
    lines = [line for sale in sales for line in sale.receipt.lines]
    on_file_codes = {item.code for item in on_file.items}
    return Plan(
        books=books,
        new_items={code: item for code, item in codes.items() if code not in on_file_codes},
        new_staff=_new((line.staff for line in lines), on_file.staff_codes),
        new_clients=_new((line.client for line in lines), on_file.client_codes),
        new_sales=tuple(sorted(sales, key=_time_order)),
        accepted=tuple(accepted),
        rejected=tuple(sorted((*books.rejected, *rejected), key=lambda r: (r.file, r.line))),
    )


def item_key(item: Item) -> str:
    """What a plan calls an item on file: its code, or its id where it has none."""
    return item.code or f"#{item.id}"


def _codes(listed: Sequence[ListedItem], on_file: Sequence[Item]) -> dict[str, ListedItem]:
    """Every listed item by the code it has on file: its own, or that with what the listing holds
    behind it, where a service and a product share one."""
    kinds: dict[str, ItemKind] = {item.code: item.kind for item in on_file if item.code}
    codes: dict[str, ListedItem] = {}
    for item in listed:
        is_own = kinds.setdefault(item.code, item.kind) is item.kind
        codes[item.code if is_own else _other_code(item.holds, item.code)] = item
    return codes


def _other_code(holds: Holds, code: str) -> str:
    return f"{code}.{holds}"


def _names(
    books: Books, codes: Mapping[str, ListedItem], on_file: Sequence[Item]
) -> dict[str, str]:
    """What sales call an item → its key. The listings speak before the file, the first of two
    namesakes counts, and the profile's own word counts most."""
    names: dict[str, str] = {}
    for code, item in codes.items():
        names.setdefault(_folded(item.name), code)
    for item in on_file:
        names.setdefault(_folded(item.name), item_key(item))
    by_code = {(item.holds, item.code): code for code, item in codes.items()}
    there = {item.code for item in on_file}
    for name, (holds, code) in books.profile.items.items():
        other = _other_code(holds, code)
        key = by_code.get((holds, code)) or (other if other in there else code)
        if key in codes or key in there:
            names[_folded(name)] = key
    return names


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _with_known_items(
    receipt: OldReceipt, names: Mapping[str, str], rejected: list[Rejected]
) -> OldReceipt:
    """The receipt with the lines whose item is known; the others are rejected."""
    lines: list[SoldLine] = []
    for line in receipt.lines:
        if _folded(line.item) in names:
            lines.append(line)
        else:
            text = N_("No service or product is called “{item}”.")
            rejected.append(Rejected(line.file, line.line, text, {"item": line.item}))
    return replace(receipt, lines=tuple(lines))


def _compared(
    receipt: OldReceipt, kept: frozenset[str], rejected: list[Rejected]
) -> tuple[tuple[SoldLine, ...], tuple[SoldLine, ...]]:
    """The lines that are on file, and those to add. Where the file has lines that are not in this
    receipt, it is another one or was changed: sales stay as they are, so nothing is added."""
    there = tuple(line for line in receipt.lines if line.uid in kept)
    missing = tuple(line for line in receipt.lines if line.uid not in kept)
    if not missing or kept <= {line.uid for line in there}:
        return there, missing
    for line in missing:
        text = N_("Receipt {number} is on file with other lines. It stays as it is.")
        rejected.append(Rejected(line.file, line.line, text, {"number": receipt.number}))
    return there, ()


def _free_number(number: str, taken: Container[str], own: Container[str]) -> str:
    """The receipt's number; "1003+1" for what is added to receipt 1003 later, where neither a sale
    on file nor a receipt of the other system has that number."""
    if number not in taken:
        return number
    parts = (f"{number}+{n}" for n in count(1))
    return next(part for part in parts if part not in taken and part not in own)


def _time_order(sale: NewSale) -> tuple[date, int, str]:
    """Sales go on file as they happened: by day, then by number (9 before 10)."""
    return sale.receipt.day, len(sale.number), sale.number


def _new(codes: Iterable[str], on_file: frozenset[str]) -> tuple[str, ...]:
    return tuple(code for code in dict.fromkeys(codes) if code and code not in on_file)
