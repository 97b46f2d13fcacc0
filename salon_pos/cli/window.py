"""`salon-pos open`: the window."""

from typing import Annotated

import typer

from salon_pos.cli.common import Data
from salon_pos.cli.folder import salon_folder
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
