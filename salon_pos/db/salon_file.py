"""A salon's folder: its file, and the name by which its key is kept."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import uuid6

from salon_pos.db import connection, keys
from salon_pos.db.connection import FileProblem
from salon_pos.domain.words import N_

NAME_FILE = "salon.uid"


def exists(folder: Path) -> bool:
    """Whether there is a salon in `folder`."""
    return (folder / connection.FILE_NAME).exists()


def create(folder: Path) -> str:
    """Make an empty salon file in `folder`, keep its key, leave it open; its recovery code."""
    if exists(folder):
        raise FileProblem("exists", N_("There is a salon in this folder already. Open it."))
    uid, secret = str(uuid6.uuid7()), keys.new_secret()
    with _writing():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / NAME_FILE).write_text(uid)
        keys.keep(uid, secret)
    connection.create(folder / connection.FILE_NAME, keys.file_key(secret))
    return keys.recovery_code(secret)


def open_folder(folder: Path) -> None:
    """Open the salon in `folder` with its kept key. `FileProblem` says what is wrong and what to
    do; "no_key" asks for the recovery code."""
    if not exists(folder):
        raise FileProblem("missing", N_("There is no salon in this folder yet."))
    secret = keys.find(_uid(folder))
    if secret is None:
        raise FileProblem(
            "no_key",
            N_("This machine does not have the key of this salon. Type the recovery code."),
        )
    connection.open_file(folder / connection.FILE_NAME, keys.file_key(secret))


def recover(folder: Path, code: str) -> None:
    """Open with a recovery code, and keep its key here once it has fitted."""
    secret = keys.secret_from_code(code)
    connection.open_file(folder / connection.FILE_NAME, keys.file_key(secret))
    with _writing():
        if not _uid(folder):
            (folder / NAME_FILE).write_text(str(uuid6.uuid7()))
        keys.keep(_uid(folder), secret)


def folder() -> Path:
    """Where the open salon's file lies."""
    return Path(str(connection.database.database)).parent


def recovery_code(folder: Path) -> str:
    """The code of the salon in `folder`, for its owner to print again."""
    secret = keys.find(_uid(folder))
    if secret is None:
        raise FileProblem("no_key", N_("This machine does not have the key of this salon."))
    return keys.recovery_code(secret)


@contextmanager
def _writing() -> Generator[None]:
    """Say calmly where the folder or the key beside the user's settings cannot be written."""
    try:
        yield
    except OSError as error:
        connection.close()
        raise FileProblem("no_access", connection.NO_ACCESS) from error


def _uid(folder: Path) -> str:
    """The name in the folder, "" where there is none or it is damaged: then the recovery code
    opens the file and names it anew."""
    try:
        uid = (folder / NAME_FILE).read_text("ascii").strip()
        UUID(uid)
    except (OSError, ValueError):
        return ""
    return uid
