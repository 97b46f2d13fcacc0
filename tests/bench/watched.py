"""The program, which says when it is ready. Imported after `salon_pos.ui`, as Qt is there."""

from typing import Any

from PySide6.QtCore import QEvent, QTimer

from salon_pos.db.queries import people
from salon_pos.ui.app import FirstPaint, Program

CASHIER = "CHEN"


class Watched(Program):
    """It says when the sign-in screen is painted, signs somebody in, and says when the counter is
    painted with the cursor in its search field."""

    def start(self) -> None:
        super().start()
        FirstPaint(self.window, self._enter)

    def _enter(self) -> None:
        print("painted", flush=True)
        from salon_pos.ui.counter.room import CounterRoom

        assert self.desk is not None
        assert self.shell is not None
        self.desk.sign_in(people.staff_by_code(CASHIER))
        counter = self.shell.room("counter")
        assert isinstance(counter, CounterRoom)
        counter.finder.field.installEventFilter(self)

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and watched.hasFocus():
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._ready)
        return super().eventFilter(watched, event)

    def _ready(self) -> None:
        print("ready", flush=True)
        from tests.bench.start import say_memory

        assert self.desk is not None
        self.desk.close()  # what it still learns beside the window takes memory, too
        say_memory()
        self.window.close()
