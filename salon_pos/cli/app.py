"""The `salon-pos` command: every group of it in one place, and its help in three languages."""

import sys
from io import TextIOWrapper
from typing import Annotated, Any

import typer

from salon_pos import __version__, i18n
from salon_pos.cli import batch, common, demo, doctor, folder, imports, receipt, statement, window
from salon_pos.domain.words import N_

app = typer.Typer(
    add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)  # fmt: skip
for group in (window, demo, imports, batch, receipt, statement, doctor):
    group.add_to(app)


def _say_version(wanted: bool) -> None:
    if wanted:
        print(f"salon-pos {__version__}")
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option(
        "--version", callback=_say_version, is_eager=True, help=N_("Say which version this is.")
    ),
]


@app.callback(
    invoke_without_command=True,
    help=N_(
        """The program a hair or beauty salon runs its day on. Without a command, it opens the
window.

\b
salon-pos                                   the window
salon-pos demo --data ./demo                a salon to try things on
salon-pos import ./books --data ./salon     another system's CSV files
salon-pos doctor --data ./salon             is everything as it should be?"""
    ),
)
def start(context: typer.Context, _version: Version = False) -> None:
    """Open the window where no command was typed."""
    if context.invoked_subcommand is None:
        window.open_(data=folder.data_from_environment())


def run() -> None:
    """Run what was typed, speaking the terminal's language."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a name must not stop a terminal without it
    i18n.use(common.system_language())
    command = typer.main.get_command(app)
    _translate(command)
    command(prog_name="salon-pos")


def _translate(command: Any) -> None:
    """Put the help of a command, its options and its subcommands into the terminal's language."""
    for part in (command, *command.params):
        if getattr(part, "help", None):
            part.help = i18n.screen().text(part.help)
    for sub in getattr(command, "commands", {}).values():
        _translate(sub)
