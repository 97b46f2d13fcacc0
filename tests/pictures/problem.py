"""Pictures of a salon's file that cannot be used: one sentence and a way on for each."""

from contextlib import closing
from pathlib import Path

from sqlcipher3 import dbapi2

from salon_pos.db import connection, keys
from salon_pos.db.connection import FileProblem
from salon_pos.domain.refusal import Refusal
from salon_pos.ui.problem.page import ProblemPage
from tests.pictures.stage import Stage


def problem_code(stage: Stage) -> None:
    """The key does not fit, and neither does the typed code."""
    page = _page(stage, "wrong_key")
    assert page.code is not None
    page.code.set_value("K7QH-XAB2-44KP-9QWE-RTYU-3P8A-SDFG-HJKL")
    try:
        keys.secret_from_code(page.code.value())
    except Refusal as refusal:
        page.refuse(refusal)


def problem_foreign(stage: Stage) -> None:
    """A file of another program."""
    _page(stage, "foreign")


def _page(stage: Stage, key: str) -> ProblemPage:
    path = stage.folder / connection.FILE_NAME
    problem = _problem(path, foreign=key == "foreign")
    assert problem.key == key
    page = ProblemPage(problem, Path("/home/olga/salon"))
    stage.window.show_page(page)
    return page


def _problem(path: Path, *, foreign: bool) -> FileProblem:
    """What the file really answers: opened with a wrong key, or made by something else."""
    key = keys.file_key(keys.new_secret())
    try:
        if foreign:
            path = path.with_name("foreign.db")
            with closing(dbapi2.connect(path)) as other:  # pyright: ignore[reportAttributeAccessIssue]
                other.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
                other.execute("CREATE TABLE other (id INTEGER)")
        connection.open_file(path, key)
    except FileProblem as problem:
        return problem
    raise AssertionError("the file opened")


SCREENS = (problem_code, problem_foreign)
