"""What an import found and did, in figures: for the terminal and for a screen."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from salon_pos.usecases.import_books import OldReceipt, SoldLine
from salon_pos.usecases.import_plan import Plan
from salon_pos.usecases.import_profile import Profile
from salon_pos.usecases.import_sales import whole_taxes
from salon_pos.usecases.import_tables import Rejected


@dataclass(frozen=True, slots=True)
class FileReport:
    """A file's rows: read, new, there before, rejected."""

    file: str
    encoding: str
    read: int
    new: int
    rejected: int

    @property
    def there(self) -> int:
        """Rows that were on file already."""
        return self.read - self.new - self.rejected


@dataclass(frozen=True, slots=True)
class Month:
    """A month's lines and their net in minor units."""

    year: int
    month: int
    lines: int
    net: int


@dataclass(frozen=True, slots=True)
class TaxReport:
    """A tax over all new sales: the files' exact sum and what is on file, in minor units."""

    name: str
    exact: Fraction
    booked: int


@dataclass(frozen=True, slots=True)
class PackUse:
    """A negative line that reads as the use of a session pack. `buys_packs`: its client buys packs
    in the same files."""

    receipt: str
    line: SoldLine
    buys_packs: bool


@dataclass(frozen=True, slots=True)
class Report:
    """What the files hold and what of it is new. `net` in minor units before taxes; `written` of
    `to_write` rows were written when the import ended, fewer where it was stopped."""

    files: tuple[FileReport, ...]
    ignored: tuple[str, ...]
    rejected: tuple[Rejected, ...]
    receipts: int
    lines: int
    clients: int
    net: int
    months: tuple[Month, ...]
    new_sales: int
    new_items: int
    new_staff: int
    new_clients: int
    taxes: tuple[TaxReport, ...]
    families: int
    pack_uses: tuple[PackUse, ...]
    packs_sold: int
    other_negatives: tuple[SoldLine, ...]
    to_write: int
    written: int


def report_of(plan: Plan, *, written: int) -> Report:
    """The report of a plan of which `written` rows were written."""
    lines = [line for receipt in plan.accepted for line in receipt.lines]
    profile = plan.books.profile
    uses = tuple(_pack_uses(plan.accepted, profile))
    used = {use.line.uid for use in uses}
    return Report(
        files=tuple(_file_reports(plan)),
        ignored=plan.books.ignored,
        rejected=plan.rejected,
        receipts=len(plan.accepted),
        lines=len(lines),
        clients=len({line.client for line in lines if line.client}),
        net=sum(line.amount for line in lines),
        months=tuple(_months(lines)),
        new_sales=len(plan.new_sales),
        new_items=len(plan.new_items),
        new_staff=len(plan.new_staff),
        new_clients=len(plan.new_clients),
        taxes=tuple(_taxes(plan)),
        families=sum(len({line.client for line in r.lines}) > 1 for r in plan.accepted),
        pack_uses=uses,
        packs_sold=sum(line.item in profile.pack_items for line in lines),
        other_negatives=tuple(line for line in lines if line.amount < 0 and line.uid not in used),
        to_write=plan.steps,
        written=written,
    )


def _file_reports(plan: Plan) -> Iterator[FileReport]:
    rejected = Counter(row.file for row in plan.rejected)
    new_rows = Counter(line.file for sale in plan.new_sales for line in sale.receipt.lines)
    new_rows.update(item.file for item in plan.new_items.values())
    for table in plan.books.tables:
        new = new_rows[table.file]
        yield FileReport(table.file, table.encoding, table.row_count, new, rejected[table.file])


def _months(lines: Sequence[SoldLine]) -> Iterator[Month]:
    by_month: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for line in lines:
        by_month[line.day.year, line.day.month].append(line.amount)
    for (year, month), amounts in sorted(by_month.items()):
        yield Month(year, month, len(amounts), sum(amounts))


def _taxes(plan: Plan) -> Iterator[TaxReport]:
    for tax in plan.books.profile.taxes:
        exact, booked = Fraction(0), 0
        for sale in plan.new_sales:
            parts = [line.taxes.get(tax.name, Fraction(0)) for line in sale.receipt.lines]
            exact += sum(parts, Fraction(0))
            booked += sum(whole_taxes(parts))
        yield TaxReport(tax.name, exact, booked)


def _pack_uses(receipts: Sequence[OldReceipt], profile: Profile) -> Iterator[PackUse]:
    """Negative lines of quantity 1, each beside a line of its own that a pack may have paid."""
    buyers = {line.client for r in receipts for line in r.lines if line.item in profile.pack_items}
    for receipt in receipts:
        paid = Counter(line.amount for line in receipt.lines if line.item in profile.pack_use_items)
        for line in receipt.lines:
            if line.amount < 0 and line.quantity == 1 and paid[-line.amount]:
                paid[-line.amount] -= 1
                yield PackUse(receipt.number, line, line.client in buyers)
