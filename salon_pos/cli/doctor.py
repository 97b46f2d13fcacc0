"""`salon-pos doctor`: is everything as it should be?"""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from salon_pos.cli.common import Data, opened
from salon_pos.domain.words import N_
from salon_pos.i18n import _, screen

if TYPE_CHECKING:
    from salon_pos.db.doctor import Fault

MOST_OF_ONE_SORT = 10

Stamp = Annotated[
    str,
    typer.Option(
        "--stamp",
        help=N_("A stamp on paper, from a closed shift: is what came before it still the same?"),
        metavar="TEXT",
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add `doctor`."""
    app.command(
        "doctor",
        help=N_(
            """Look at the whole file: pages, links, tables and triggers, numbers without gaps,
every sale's sums, every transaction's seal, every balance, every deed's stamp, open tickets, the
look-up.

Writes nothing; a till may work on. Ends with 0 where all is well, else with 1 and sentences.

\b
salon-pos doctor --data ./salon
salon-pos doctor --data ./salon --stamp 3f2a9c0177be"""
        ),
    )(look)


def look(data: Data = None, stamp: Stamp = "") -> None:
    """Examine the salon and say what was found."""
    from salon_pos.db import stamps
    from salon_pos.db.doctor import examine

    with opened(data):
        examined, faults = examine()
        newest, since = stamps.head(), stamps.stamps_since(stamp) if stamp else 0
    _say(faults)
    if since is None:
        print(_("No stamp of this file begins with {stamp}: it is another salon's, or what came "
                "before it was changed.", stamp=stamp))  # fmt: skip
    elif stamp:
        print(_("The stamp {stamp} is in this file. Stamps after it: {n}.", stamp=stamp, n=since))
    if faults:
        print(_("{n} faults were found. Keep this file; restore the newest good backup.",
                n=len(faults)))  # fmt: skip
    if faults or since is None:
        raise typer.Exit(1)
    print(
        _(
            "All is well: {sales} sales, {transactions} transactions, {clients} clients, "
            "{tickets} open tickets.",
            sales=examined.sales, transactions=examined.transactions,
            clients=examined.clients, tickets=examined.open_tickets,
        )
    )  # fmt: skip
    print(_("The newest stamp: {stamp}.", stamp=newest))


def _say(faults: "Sequence[Fault]") -> None:
    """Every fault in a sentence, a few of each sort."""
    shown: Counter[str] = Counter()
    for fault in faults:
        shown[fault.text] += 1
        if shown[fault.text] <= MOST_OF_ONE_SORT:
            print(screen().sentence(fault))
    for text, count in shown.items():
        if count > MOST_OF_ONE_SORT:
            print(_("{n} more like this: {sentence}", n=count - MOST_OF_ONE_SORT,
                    sentence=screen().text(text)))  # fmt: skip
