"""`salon-pos doctor`: is everything as it should be?"""

from collections import Counter

import typer

from salon_pos.cli.common import Data, opened
from salon_pos.domain.words import N_
from salon_pos.i18n import _, screen

MOST_OF_ONE_SORT = 10


def add_to(app: typer.Typer) -> None:
    """Add `doctor`."""
    app.command(
        "doctor",
        help=N_(
            """Look at the whole file: pages, links, tables and triggers, numbers without gaps,
every sale's sums, every transaction's seal, every balance, open tickets, the look-up.

Writes nothing; a till may work on. Ends with 0 where all is well, else with 1 and sentences.

\b
salon-pos doctor --data ./salon"""
        ),
    )(look)


def look(data: Data = None) -> None:
    """Examine the salon and say what was found."""
    from salon_pos.db.doctor import examine

    with opened(data):
        examined, faults = examine()
    shown: Counter[str] = Counter()
    for fault in faults:
        shown[fault.text] += 1
        if shown[fault.text] <= MOST_OF_ONE_SORT:
            print(screen().sentence(fault))
    for text, count in shown.items():
        if count > MOST_OF_ONE_SORT:
            print(_("{n} more like this: {sentence}", n=count - MOST_OF_ONE_SORT,
                    sentence=screen().text(text)))  # fmt: skip
    if faults:
        print(_("{n} faults were found. Keep this file; restore the newest good backup.",
                n=len(faults)))  # fmt: skip
        raise typer.Exit(1)
    print(
        _(
            "All is well: {sales} sales, {transactions} transactions, {clients} clients, "
            "{tickets} open tickets.",
            sales=examined.sales, transactions=examined.transactions,
            clients=examined.clients, tickets=examined.open_tickets,
        )
    )  # fmt: skip
