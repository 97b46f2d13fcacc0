"""Starting, hearing, answering and killing tills of their own process, and what one must find after
a kill: every acknowledged deed, whole, and nothing that was neither asked for nor in doubt."""

import json
import pickle
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from salon_pos.db import connection, salon_file
from salon_pos.db.connection import database
from salon_pos.db.doctor import examine
from tests.faults.till import Errand

ROOT = Path(__file__).parents[2]
Said = dict[str, Any]


class Till:
    """A running errand. It never outlives its `with`."""

    def __init__(self, errand: Errand) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.till"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            cwd=ROOT, text=True, encoding="utf-8",
        )  # fmt: skip
        self._tell(pickle.dumps(errand).hex())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def hear(self) -> Said:
        """The next thing it says; fails where it ended instead."""
        line = self._lines().readline()
        assert line, f"the till ended: {self.errors()}"
        return json.loads(line)

    def hear_until(self, word: str) -> list[Said]:
        """Everything up to the first thing that has `word` in it."""
        said = [self.hear()]
        while word not in said[-1]:
            said.append(self.hear())
        return said

    def answer(self) -> None:
        """Let it go on after a question."""
        self._tell("go on")

    def rest(self) -> list[Said]:
        """What it says until it ends by itself, without an error."""
        said = self._left()
        assert self.process.wait() == 0, self.errors()
        return said

    def kill(self, *, after: float = 0.0) -> list[Said]:
        """Kill it after so many seconds, without a warning; what else it said until then."""
        try:
            self.process.wait(after)
        except subprocess.TimeoutExpired:
            self.process.kill()
        said = self._left()
        errors = self.errors()
        self.process.wait()
        assert not errors, errors
        return said

    def errors(self) -> str:
        """What it wrote as it broke, once it has ended."""
        assert self.process.stderr is not None
        return self.process.stderr.read()

    def _left(self) -> list[Said]:
        return [json.loads(line) for line in self._lines()]

    def _lines(self):
        assert self.process.stdout is not None
        return self.process.stdout

    def _tell(self, line: str) -> None:
        assert self.process.stdin is not None
        print(line, file=self.process.stdin, flush=True)


@dataclass
class Heard:
    """What tills have acknowledged so far: sales by uid, open tickets by uid, and what was under
    way when a till was killed, which may have been done or not."""

    sold: dict[str, tuple[str, int]] = field(default_factory=dict)
    tickets: dict[str, tuple[int, bool, str]] = field(default_factory=dict)
    in_doubt: set[str] = field(default_factory=set)

    def take(self, said: Iterable[Said]) -> None:
        """Believe what one till said until it ended."""
        under_way = ""
        for one in (one for one in said if "busy" not in one):
            under_way = one.get("about", "")
            if "sold" in one:
                self.sold[one["sold"]] = (one["number"], one["total"])
                self.tickets.pop(one["sold"], None)
            elif "kept" in one:
                self.tickets[one["kept"]] = (one["revision"], one["parked"], one["content"])
            elif "dropped" in one:
                del self.tickets[one["dropped"]]
        if under_way:
            self.in_doubt.add(under_way)

    def wrong(self, folder: Path) -> list[str]:
        """Open the file and say what is not as acknowledged. What was in doubt is settled then:
        as it is found now it must stay."""
        salon_file.open_folder(folder)
        sold, open_tickets = _sales(), _tickets()
        faults = [f"the doctor: {fault}" for fault in examine()[1]]
        connection.close()
        faults += [f"lost sale {uid}" for uid, sale in self.sold.items() if sold.get(uid) != sale]
        faults += [f"sale {uid} from nowhere" for uid in sold.keys() - self.sold - self.in_doubt]
        faults += [
            f"ticket {uid} is not as it was kept"
            for uid in (self.tickets.keys() | open_tickets.keys()) - self.in_doubt
            if self.tickets.get(uid) != open_tickets.get(uid)
        ]
        self.sold, self.tickets = sold, open_tickets
        self.in_doubt.clear()
        return faults


def _sales() -> dict[str, tuple[str, int]]:
    rows = database.execute_sql("SELECT uid, number, total FROM sale").fetchall()
    return {uid: (number, total) for uid, number, total in rows}


def _tickets() -> dict[str, tuple[int, bool, str]]:
    rows = database.execute_sql("SELECT uid, revision, parked, content FROM ticket").fetchall()
    return {uid: (revision, bool(parked), content) for uid, revision, parked, content in rows}
