"""`salon-pos open`: the window."""

import os
from pathlib import Path
from typing import Annotated

import typer

from salon_pos.cli.common import Data, salon_folder
from salon_pos.domain.words import N_


def add_to(app: typer.Typer) -> None:
    """Add `open`."""
    app.command(
        "open",
        help=N_(
            """Open the window on a salon; in an empty folder, the first run begins.

\b
salon-pos open --data ./demo"""
        ),
    )(open_)


def open_(
    data: Data = None,
    quit_after_start: Annotated[bool, typer.Option("--quit-after-start", hidden=True)] = False,
) -> None:
    """Open the window; its exit code is the command's."""
    from salon_pos.ui.app import open_window

    raise typer.Exit(open_window(salon_folder(data), quit_after_start=quit_after_start))


def data_from_environment() -> Path | None:
    """The folder that SALON_POS_DATA names, for `salon-pos` alone, which has no options."""
    named = os.environ.get("SALON_POS_DATA")
    return Path(named) if named else None
