"""What every command shares: the salon's folder, the language it speaks, and its refusals."""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from salon_pos import i18n
from salon_pos.cli.folder import salon_folder
from salon_pos.domain.words import N_

Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        envvar="SALON_POS_DATA",
        help=N_("The salon's folder. Left out: this user's data folder."),
        metavar="DIR",
    ),
]


def typed(text: str) -> str:
    """What was typed, with `?` for bytes that are no text: no name on file has any."""
    return text.encode(errors="replace").decode()


def system_language() -> str:
    """The language the terminal asks for, where it is one of ours; else English."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    asked = next((os.environ[name] for name in names if os.environ.get(name)), "")
    if not asked and sys.platform == "win32":
        import locale

        asked = locale.getlocale()[0] or ""
    return _language(asked.replace("-", "_"))


def _language(asked: str) -> str:
    if not asked.startswith(("zh", "Chinese")):
        return "en"
    traditional = ("TW", "HK", "MO", "Hant", "Traditional", "Taiwan", "Hong Kong")
    return "zh_TW" if any(place in asked for place in traditional) else "zh_CN"


@contextmanager
def speaking() -> Generator[None]:
    """Say what the shop's rules or the file refuse as one sentence, and end with exit code 1."""
    from salon_pos.db.connection import FileProblem
    from salon_pos.domain.refusal import Refusal

    try:
        yield
    except Refusal as refusal:
        fail(i18n.screen().sentence(refusal))
    except FileProblem as problem:
        fail(i18n.screen().text(problem.text))


def fail(sentence: str) -> None:
    """Say why nothing (more) is done, and end with exit code 1."""
    print(sentence, file=sys.stderr)
    raise typer.Exit(1)


@contextmanager
def opened(data: Path | None) -> Generator[Path]:
    """The salon in the named folder, open, its amounts spoken in its currency; its folder."""
    from salon_pos.db import connection, salon_file
    from salon_pos.db.queries import settings as salon

    folder = salon_folder(data)
    with speaking():
        salon_file.open_folder(folder)
        try:
            if not salon.is_founded():
                fail(
                    i18n.screen().text(
                        N_("This salon is not set up yet. Finish the first run in the window.")
                    )
                )
            i18n.use(i18n.screen().language, salon.settings().currency)
            yield folder
        finally:
            connection.close()
