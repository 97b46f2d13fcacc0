"""The report of an import in words, for the terminal and for a screen."""

from collections.abc import Iterator
from fractions import Fraction

from salon_pos.i18n import Words
from salon_pos.usecases.import_report import Report


def report_lines(report: Report, words: Words, *, dry_run: bool) -> Iterator[str]:
    """Files, totals, months, what had to be decided, what was rejected."""
    yield from file_lines(report, words)
    yield ""
    yield from total_lines(report, words)
    yield ""
    yield from decision_lines(report, words)
    yield from tax_lines(report, words)
    yield from pack_lines(report, words)
    yield from rejected_lines(report, words)
    yield ""
    yield end_line(report, words, dry_run=dry_run)


def file_lines(report: Report, words: Words) -> Iterator[str]:
    """What became of each file's rows."""
    for file in report.files:
        yield words.text(
            "{file}: {read} rows read, {new} new, {there} on file already, {rejected} rejected "
            "({encoding})",
            file=file.file, read=file.read, new=file.new, there=file.there,
            rejected=file.rejected, encoding=file.encoding,
        )  # fmt: skip
    if report.ignored:
        yield words.text("Not imported: {files}", files=list(report.ignored))


def total_lines(report: Report, words: Words) -> Iterator[str]:
    """What the files hold, month by month, and what of it is new."""
    yield words.text(
        "In these files: {receipts} sales, {lines} lines, {clients} clients, net {net}",
        receipts=report.receipts, lines=report.lines, clients=report.clients,
        net=words.money(report.net, symbol=False),
    )  # fmt: skip
    for month in report.months:
        yield words.text(
            "  {month}: net {net}, {lines} lines",
            month=f"{month.year}-{month.month:02}",
            net=words.money(month.net, symbol=False),
            lines=month.lines,
        )
    yield words.text(
        "New: {sales} sales, {clients} clients, {items} services and products, {staff} staff",
        sales=report.new_sales, clients=report.new_clients, items=report.new_items,
        staff=report.new_staff,
    )  # fmt: skip


def decision_lines(report: Report, words: Words) -> Iterator[str]:
    """What was decided where the files are silent."""
    if not report.receipts:
        return
    yield words.text(
        "Sales keep their old numbers, on the till IMPORT, without a shift and without entries in "
        "the ledger. They are paid by the tender “Imported”, for the files do not say how."
    )
    yield words.text("The files have no time of day: every sale is at noon of its day.")
    yield words.text(
        "Who paid is not in the files: the client of a sale's first line counts as the payer. "
        "Each line stays its own client's; {n} sales have lines of several clients.",
        n=report.families,
    )
    yield words.text("Stock is as the product listing counts it; imported sales do not change it.")


def tax_lines(report: Report, words: Words) -> Iterator[str]:
    """How taxes were rounded, and what it made of the files' sums."""
    if not report.new_sales or not report.taxes:
        return
    yield words.text(
        "Taxes are rounded once for each sale and tax, half a cent up, and spread over the "
        "lines by largest remainder:"
    )
    for tax in report.taxes:
        yield words.text(
            "  {tax}: {exact} in the files, {booked} on file, difference {difference}",
            tax=tax.name,
            exact=_exact(tax.exact, words),
            booked=words.money(tax.booked, symbol=False),
            difference=_exact(tax.booked - tax.exact, words),
        )


def pack_lines(report: Report, words: Words) -> Iterator[str]:
    """Which lines read as session packs and their uses, and other negative ones."""
    if report.packs_sold:
        yield words.text("{n} session packs were sold; they are imported as services.",
                         n=report.packs_sold)  # fmt: skip
    if report.pack_uses:
        buyers = sum(use.buys_packs for use in report.pack_uses)
        yield words.text(
            "{n} negative lines read as uses of a session pack: each stands beside a service of "
            "exactly the same amount; {buyers} of them are of clients who buy packs in these "
            "files. They are imported as they are:",
            n=len(report.pack_uses),
            buyers=buyers,
        )
    for use in report.pack_uses:
        yield words.text(
            "  sale {number}, line {line}: {item}, {client}, {amount}",
            number=use.receipt, line=str(use.line.line), item=use.line.item,
            client=use.line.client, amount=words.money(use.line.amount, symbol=False),
        )  # fmt: skip
    if report.other_negatives:
        yield words.text("Other negative lines, imported as they are:")
    for line in report.other_negatives:
        yield words.text(
            "  sale {number}, line {line}: {quantity} × {item}, {client}, {amount}",
            number=line.receipt, line=str(line.line), quantity=line.quantity, item=line.item,
            client=line.client, amount=words.money(line.amount, symbol=False),
        )  # fmt: skip


def rejected_lines(report: Report, words: Words) -> Iterator[str]:
    """Which rows were not taken, and why."""
    if report.rejected:
        yield words.text(
            "Rejected rows. The other lines of such a sale are imported; repair the file and "
            "import it again to add these:"
        )
    for row in report.rejected:
        reason = words.text(row.text, **row.values) if row.values else words.text(row.text)
        yield words.text(
            "  {file}, line {line}: {reason}", file=row.file, line=str(row.line), reason=reason
        )


def end_line(report: Report, words: Words, *, dry_run: bool) -> str:
    """Whether anything was written."""
    if not report.to_write:
        return words.text("Everything is on file already. Nothing was changed.")
    if dry_run:
        return words.text("Dry run: nothing was written.")
    return words.text("{n} of {total} new rows were written.", n=report.written,
                      total=report.to_write)  # fmt: skip


def _exact(amount: Fraction, words: Words) -> str:
    """Minor units with two decimals more than the currency has: 5788.4515 dollars."""
    sign = "-" if amount < 0 else ""
    whole, part = divmod(round(abs(amount) * 100), words.currency.unit * 100)
    return f"{sign}{whole:,}.{part:0{words.currency.digits + 2}}"
