"""A scanner is a keyboard that types very fast: its codes are told from what people type.

Keys that follow each other within `GAP_MS` are a burst; a burst of `SHORTEST` or more characters
that Enter ends is a code. What it typed into a field is taken out again, so a code lands in the
right place wherever the cursor was. Where the cursor is in no field, keys are held back until it
is clear what they are; an input method, which only attends fields, then never sees them.
"""

import time
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

GAP_MS = 35
SHORTEST = 6
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CHORDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


@dataclass(frozen=True, slots=True)
class _Before:
    """What a field held before a burst began."""

    field: QLineEdit
    text: str
    cursor: int

    def restore(self) -> None:
        if self.field.text() != self.text:
            self.field.setText(self.text)
            self.field.textEdited.emit(self.text)
        self.field.setCursorPosition(self.cursor)


class Scanner(QObject):
    """`watch(window)` sees every key on its way from the window to the widget with the focus.
    `scanned(code)`; `enabled` switches it off."""

    scanned = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.enabled = True
        self._code, self._last = "", 0
        self._before: dict[QLineEdit, _Before] = {}
        self._held: list[QKeyEvent] = []
        self._attended: QObject | None = None
        self._pause = QTimer(self, singleShot=True, interval=GAP_MS)
        self._pause.timeout.connect(self._let_go)

    def watch(self, window: QWindow) -> None:
        """Begin to listen to a window's keys."""
        window.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.enabled:
            return False
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return isinstance(watched, QWindow) and self._key(event)
        if isinstance(event, QInputMethodEvent):
            self._composed(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        now = event.timestamp() or _now_ms()
        fast = bool(self._code) and now - self._last <= GAP_MS
        if event.key() in _ENTERS:
            return self._enter(fast=fast)
        text = event.text()
        if len(text) != 1 or not text.isprintable() or event.modifiers() & _CHORDS:
            self._let_go()
            return False
        self._count(text, now, fast=fast)
        return not _takes_text(QApplication.focusWidget()) and self._hold(event, fast=fast)

    def _count(self, text: str, now: int, *, fast: bool) -> None:
        if not fast:
            self._let_go()
            self._code, self._before = "", {}
            self._remember(QApplication.focusWidget())
        self._code, self._last = self._code + text, now

    def _remember(self, widget: QObject | None) -> None:
        if isinstance(widget, QLineEdit) and widget not in self._before:
            self._before[widget] = _Before(widget, widget.text(), widget.cursorPosition())

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Attend what an input method writes; and a screen may carry a burst into another field."""
        if self._attended is not None:
            self._attended.removeEventFilter(self)
        self._attended = new if isinstance(new, QLineEdit) else None
        if self._attended is not None:
            self._attended.installEventFilter(self)
        if self._code:
            self._remember(new)

    def _hold(self, event: QKeyEvent, *, fast: bool) -> bool:
        """Keep a key back where no field takes it: it may be a code's, and then nothing must
        happen (a space would press the button that has the focus). A lone space goes through."""
        if event.text() == " " and not fast:
            return False
        self._held.append(event.clone())
        self._pause.start()
        return True

    def _enter(self, *, fast: bool) -> bool:
        code = self._code if fast else ""
        self._code = ""
        if len(code) < SHORTEST:
            self._let_go()
            return False
        self._held.clear()
        self._pause.stop()
        for before in self._before.values():
            before.restore()
        self._before = {}
        self.scanned.emit(code)
        return True

    def _let_go(self) -> None:
        """What was held back was typed by a person after all."""
        held, self._held = self._held, []
        self._pause.stop()
        for event in held:
            if (widget := QApplication.focusWidget()) is not None:
                QCoreApplication.sendEvent(widget, event)

    def _composed(self, event: QInputMethodEvent) -> None:
        """An input method that hands on plain characters one by one is a keyboard like any."""
        text = event.commitString()
        if len(text) == 1 and text.isascii():
            now = _now_ms()
            self._count(text, now, fast=bool(self._code) and now - self._last <= GAP_MS)


def _now_ms() -> int:
    return round(time.monotonic() * 1000)


def _takes_text(widget: QWidget | None) -> bool:
    return isinstance(widget, (QLineEdit, QPlainTextEdit))
