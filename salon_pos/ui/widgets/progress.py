"""Progress: long work says how far it is, how long it takes, and can be cancelled."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.ui import theme
from salon_pos.ui.widgets import paint
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.text import Text


class Bar(QWidget):
    """`share` 0.0–1.0; None while the end is not known yet."""

    def __init__(self) -> None:
        super().__init__()
        self.share: float | None = None
        self.setFixedHeight(theme.tokens().s)

    def paintEvent(self, event) -> None:
        box = QRectF(self.rect())
        with QPainter(self) as p:
            paint.fill(p, box, theme.colour("sunk"), box.height() / 2)
            if self.share is None:
                box.setWidth(box.width() / 6)
            else:
                box.setWidth(
                    max(box.height(), box.width() * min(self.share, 1)) if self.share else 0
                )
            paint.fill(p, box, theme.colour("accent"), box.height() / 2)


class Progress(QWidget):
    """`tell` moves it; `cancelled` asks the work to stop, and the screen says when it has."""

    cancelled = Signal()

    def __init__(
        self, text: str, cancel_word: str, *, key: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        t = theme.tokens()
        self.text, self.left = Text(text), Text("", "small", tone="muted", right=True)
        self.bar, self.cancel = Bar(), Button(cancel_word, "secondary", key=key)
        words = QHBoxLayout()
        words.addWidget(self.text, 1)
        words.addWidget(self.left)
        column = QVBoxLayout()
        column.setSpacing(t.s)
        column.addLayout(words)
        column.addWidget(self.bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(t.l)
        row.addLayout(column, 1)
        row.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignVCenter)
        self.cancel.clicked.connect(self.cancelled)

    def tell(self, done: int, total: int, text: str = "", left: str = "") -> None:
        """`done` of `total` steps (total 0: not known); `left` is the time left in words."""
        self.bar.share = done / total if total else None
        self.bar.update()
        if text:
            self.text.setText(text)
        self.left.setText(left)
        self.setAccessibleDescription(f"{self.text.text()} {left}".strip())
