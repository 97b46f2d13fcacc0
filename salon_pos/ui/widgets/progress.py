"""Progress: long work says how far it is, how long it takes, and can be cancelled."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.ui import theme
from salon_pos.ui.widgets import paint
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.paragraph import Paragraph
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
    """`tell` moves it; `cancelled` asks the work to stop, and the screen says when it has. A
    `narrow` one has its words and its key above and below the bar."""

    cancelled = Signal()

    def __init__(
        self, text: str, cancel_word: str, *, key: str = "", narrow: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.text = Paragraph(text) if narrow else Text(text)
        self.left = Text("", "small", tone="muted", right=not narrow)
        self.bar, self.cancel = Bar(), Button(cancel_word, "secondary", key=key)
        self._lay_out(narrow=narrow)
        self.cancel.clicked.connect(self.cancelled)

    def _lay_out(self, *, narrow: bool) -> None:
        t, column = theme.tokens(), QVBoxLayout()
        words, row = QHBoxLayout(), QHBoxLayout()
        row.setSpacing(t.l)
        column.setSpacing(t.s)
        words.addWidget(self.text, 1)
        column.addLayout(words)
        column.addWidget(self.bar)
        if narrow:
            row.addWidget(self.left, 1)
            column.addLayout(row)
        else:
            words.addWidget(self.left)
            row.addLayout(column, 1)
        row.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignVCenter)
        whole = column if narrow else row
        whole.setContentsMargins(0, 0, 0, 0)
        self.setLayout(whole)

    def tell(self, done: int, total: int, text: str = "", left: str = "") -> None:
        """`done` of `total` steps (total 0: not known); `left` is the time left in words."""
        self.bar.share = done / total if total else None
        self.bar.update()
        if text:
            self.text.setText(text)
        self.left.setText(left)
        self.setAccessibleDescription(f"{self.text.text()} {left}".strip())
