"""A process of its own: the least that a PySide6 program shows, a window without anything."""

import sys

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget


class Painted(QObject):
    """Calls `do` once the window was painted."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, ready)
        return False


def ready() -> None:
    """Say so, then how much memory that takes, and end."""
    print("ready", flush=True)
    from tests.bench.start import say_memory

    say_memory()
    QApplication.quit()


if __name__ == "__main__":
    app = QApplication(["bare"])
    window, painted = QWidget(), Painted()
    window.resize(1440, 900)
    window.installEventFilter(painted)
    window.show()
    sys.exit(app.exec())
