"""Notices when nobody has touched the window for a while."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow

_TOUCHES = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.TouchBegin,
        QEvent.Type.Wheel,
    )
)


class Idle(QObject):
    """`passed` after so many seconds without a key or touch, while somebody is signed in."""

    passed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.timer = QTimer(self, singleShot=True)
        self.timer.timeout.connect(self.passed)

    def watch(self, window: QWindow) -> None:
        """Every key and touch of this window begins the count anew."""
        window.installEventFilter(self)

    def count(self, seconds: int) -> None:
        """Begin to count; 0 counts no more."""
        self.timer.stop()
        if seconds:
            self.timer.start(seconds * 1000)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES and self.timer.isActive():
            self.timer.start()
        return False
