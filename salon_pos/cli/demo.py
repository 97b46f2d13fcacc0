"""`salon-pos demo`: a salon to try things on."""

from enum import StrEnum
from typing import Annotated

import typer

from salon_pos.cli.common import Data, speaking
from salon_pos.cli.folder import salon_folder
from salon_pos.domain.words import N_
from salon_pos.i18n import _, n_

MONTHS = 240
"""The oldest demo: twenty years."""


class Language(StrEnum):
    """What the demo salon speaks."""

    EN = "en"
    ZH_CN = "zh_CN"
    ZH_TW = "zh_TW"


def add_to(app: typer.Typer) -> None:
    """Add `demo`."""
    app.command(
        "demo",
        help=N_(
            """Make an invented salon: price list, staff, clients with habits, months of sales.

\b
salon-pos demo --data ./demo
salon-pos demo --data ./demo --language en --clients 300 --months 12
salon-pos demo --data ./big --clients 1000000 --months 0

The same seed makes the same salon on the same day. Everybody's PIN is 1234."""
        ),
    )(make)


def make(
    *,
    data: Data = None,
    clients: Annotated[int, typer.Option(min=0, help=N_("How many clients."))] = 120,
    months: Annotated[
        int, typer.Option(min=0, max=MONTHS, help=N_("How many months of sales."))
    ] = 6,
    seed: Annotated[int, typer.Option(help=N_("Another number makes another salon."))] = 1,
    language: Annotated[
        Language, typer.Option(help=N_("The salon's language."))
    ] = Language.ZH_CN,
) -> None:  # fmt: skip
    """Make the salon and say how to get in."""
    from salon_pos.cli.progress import ProgressLine
    from salon_pos.db import connection
    from salon_pos.demo import PIN, make_demo

    folder, line = salon_folder(data), ProgressLine()
    with speaking():
        make_demo(
            folder, clients=clients, months=months, seed=seed, progress=line, language=language
        )
    line.end()
    connection.close()
    print(n_("A salon with {n} client is ready.", "A salon with {n} clients is ready.", clients))
    print(_("Everybody's PIN is {pin}. Open it:  {command}", pin=PIN,
            command=f'salon-pos open --data "{folder}"'))  # fmt: skip
