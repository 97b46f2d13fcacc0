"""(d) One key typed in the counter's search field until the answering list is painted."""

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from salon_pos.db.queries import people
from salon_pos.ui.app import Program
from salon_pos.ui.counter.finder import Finder
from salon_pos.ui.counter.room import CounterRoom
from tests.bench import salons
from tests.bench.measure import FRAME_MS, Result, p95, processor_milliseconds, spread
from tests.bench.salons import NOW

HAND_MS = 150  # between two keys: nobody's scanner
CASHIER = "CHEN"
CHINESE = re.compile(r"[㐀-鿿]+")


class Paints(QObject):
    """Notices when one of the finder's answers is painted."""

    def __init__(self, *answers: QWidget) -> None:
        super().__init__()
        self.seen = False
        for answer in answers:
            answer.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.seen = self.seen or event.type() is QEvent.Type.Paint
        return False


class Typist:
    """Types into the counter's search field as a person does, key by key. `busy` has the
    milliseconds of the processor for each key: what is beyond them, others took."""

    def __init__(self, app: QApplication, finder: Finder) -> None:
        self._app, self._finder, self._at = app, finder, 1_000
        self._window = finder.window().windowHandle()
        self._paints = Paints(finder.list.viewport(), finder.nothing)
        self.busy: list[float] = []

    def type(self, words: str) -> Iterator[float]:
        """Milliseconds of each key, from its press to the painted answer."""
        self._finder.field.clear()
        self._app.processEvents()
        typed = ""
        for letter in words:
            spent, busy = processor_milliseconds(lambda letter=letter: self._answer(letter))
            self.busy.append(busy)
            yield spent
            typed += letter
            assert self._finder.field.text() == typed, (typed, self._finder.field.text())
            self._send(QEvent.Type.KeyRelease, letter)

    def _answer(self, letter: str) -> None:
        self._paints.seen = False
        self._send(QEvent.Type.KeyPress, letter)
        for _ in range(20):
            self._app.processEvents()
            if self._paints.seen:
                return
        assert letter == " ", f"nothing was painted after {letter!r}"

    def _send(self, kind: QEvent.Type, letter: str) -> None:
        if CHINESE.match(letter):
            if kind is QEvent.Type.KeyPress:
                event = QInputMethodEvent()
                event.setCommitString(letter)
                self._app.sendEvent(self._finder.field, event)
            return
        self._at += HAND_MS
        none = Qt.KeyboardModifier.NoModifier
        event = QKeyEvent(kind, ord(letter.upper()), none, letter)
        event.setTimestamp(self._at)
        self._app.sendEvent(self._window, event)


def measure(quick: bool) -> list[Result]:
    """Type what clients are looked for by: their phone's last four, names, sounds, initials."""
    clients, warm_up, words = (10_000, 5, 20) if quick else (1_000_000, 30, 400)
    app = QApplication.instance() or QApplication(["bench"])
    assert isinstance(app, QApplication)
    with salons.copies(salons.salon_of(clients), salons.WORK, "typing") as (folder,):
        program = _at_the_counter(app, folder)
        try:
            assert program.shell is not None
            counter = program.shell.room("counter")
            assert isinstance(counter, CounterRoom)
            typist = Typist(app, counter.finder)
            asked = _asked_for(Random(7), clients)
            for _ in range(warm_up):
                list(typist.type(next(asked)))
            typist.busy.clear()
            spent = [[*typist.type(next(asked))] for _ in range(words)]
        finally:
            program.window.close()
            program.close()
    return [_result(spent, typist.busy, clients)]


def _at_the_counter(app: QApplication, folder: Path) -> Program:
    """The window on the salon in `folder`, the cashier at its counter, idle."""
    program = Program(app, folder, preferences_file=folder / "preferences.json", clock=lambda: NOW)
    program.start()
    program.window.show()
    app.processEvents()
    assert program.desk is not None
    program.desk.sign_in(people.staff_by_code(CASHIER))
    QTest.qWait(500)  # what it still learns beside the window
    return program


def _asked_for(chance: Random, clients: int) -> Iterator[str]:
    """Endlessly what somebody types to find one client or another."""
    from pypinyin import lazy_pinyin  # loaded by the program before, as it wants it

    while True:
        client = people.client(chance.randint(1, clients))
        assert client is not None
        ways = [client.phone[-4:], client.name]
        if CHINESE.fullmatch(client.name):
            sounds = lazy_pinyin(client.name)
            ways += ["".join(sounds), "".join(sound[0] for sound in sounds)]
        else:
            ways.append(client.name.split()[-1].lower())
        yield chance.choice([way for way in ways if way])


def _result(spent: list[list[float]], busy: list[float], clients: int) -> Result:
    keys = [one for word in spent for one in word]
    return Result(
        f"a key to the painted list at {clients:,} clients, p95 of a frame",
        p95(keys) / FRAME_MS,
        1.0,
        {"n": len(keys), "words": len(spent)}
        | spread("key", keys)
        | spread("key_processor", busy)
        | {
            "first_key_p95_ms": round(p95([word[0] for word in spent]), 3),
            "worst_ms": round(max(keys), 3),
            "frame_ms": FRAME_MS,
        },
    )
