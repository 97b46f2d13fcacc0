"""Several `salon-pos batch` processes that are sent the same lines at the same moment."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from salon_pos.db import connection, salon_file
from salon_pos.db.doctor import examine
from salon_pos.demo import make_demo
from tests.salons import NOW

ROOT = Path(__file__).parents[2]
PROCESSES = 3
LINES = 80


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    folder = tmp_path / "demo"
    make_demo(folder, clients=0, months=0, now=NOW)
    connection.close()
    return folder


@pytest.mark.parametrize(
    "line",
    [
        {"op": "add_client", "name": "Ann"},
        {"op": "add_item", "name": "Gel", "price": 5},
        {"op": "add_staff", "name": "Lin", "role": "stylist"},
        {"op": "sell", "tenders": [{"tender": "cash"}],
         "lines": [{"item": "女士剪发", "staff": ["MEI"]}]},
    ],
)  # fmt: skip
def test_the_same_lines_sent_to_all_are_done_once(demo: Path, line: dict[str, object]) -> None:
    lines = [_numbered(line, n) for n in range(LINES)]
    answers = _answers_of_each(demo, lines)
    assert [len(each) for each in answers] == [LINES] * PROCESSES
    for same in zip(*answers, strict=True):
        done = [answer for answer in same if answer["ok"]]
        assert {answer.get("refusal") for answer in same} <= {None, "busy"}
        assert done
        assert done == [done[0]] * len(done)
    salon_file.open_folder(demo)
    assert examine()[1] == ()
    connection.close()


def _numbered(line: dict[str, object], n: int) -> dict[str, object]:
    code = {"code": f"L{n}"} if line["op"] == "add_staff" else {}
    return {**line, **code, "uid": f"u-{n}"}


def _answers_of_each(demo: Path, lines: list[dict[str, object]]) -> list[list[dict[str, object]]]:
    """What each process answered, all started before the first is read."""
    command = [
        sys.executable,
        "-m",
        "salon_pos",
        "batch",
        "--data",
        str(demo),
        "--staff",
        "MANAGER",
    ]
    sent = demo.parent / "lines"
    sent.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    running: list[subprocess.Popen[bytes]] = []
    for _ in range(PROCESSES):
        with sent.open("rb") as lines_of_it:
            running.append(
                subprocess.Popen(command, stdin=lines_of_it, stdout=subprocess.PIPE, cwd=ROOT)
            )
    said = [process.communicate()[0].splitlines() for process in running]
    assert [process.returncode for process in running] == [0] * PROCESSES
    return [[json.loads(answer) for answer in each] for each in said]
