"""Making a salon beside the window: the one that was described, or the demo."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from salon_pos.db import connection, salon_file
from salon_pos.ui.work import Task
from salon_pos.usecases.founding import Founding, found_salon

DEMO_CLIENTS, DEMO_MONTHS, DEMO_SEED = 120, 6, 1
_UNFINISHED = "demo.new"


class Cancelled(Exception):
    """Somebody asked the work to stop; what it had made is gone."""


def make_salon(folder: Path, founding: Founding, *, now: datetime) -> str:
    """Create the file, fill it, and give its recovery code. A file that an interrupted first run
    left empty is taken up. `FileProblem` and `Refusal` as their makers raise them."""
    if salon_file.exists(folder):
        salon_file.open_folder(folder)
    else:
        salon_file.create(folder)
    found_salon(founding, now=now)
    return salon_file.recovery_code(folder)


def make_demo_salon(task: Task, folder: Path, *, language: str, now: datetime) -> None:
    """Make the demo in a folder beside, and move it into `folder` when it is whole. Raises
    `Cancelled` when the task was asked to stop: then there is nothing."""
    from salon_pos.demo import make_demo

    unfinished = folder / _UNFINISHED
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        make_demo(
            unfinished, clients=DEMO_CLIENTS, months=DEMO_MONTHS, seed=DEMO_SEED,
            progress=_told(task), language=language, now=now,
        )  # fmt: skip
        connection.close()
        for name in (salon_file.NAME_FILE, connection.FILE_NAME):
            (unfinished / name).rename(folder / name)
    finally:
        connection.close()
        shutil.rmtree(unfinished, ignore_errors=True)


def _told(task: Task) -> Callable[[int, int], None]:
    def tell(done: int, total: int) -> None:
        if task.is_cancelled:
            raise Cancelled
        task.progressed.emit(done, total)

    return tell
