"""One thing that will happen, before it does: what, how much, and a word on it."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.text import Text


class ChangeRow(QWidget):
    """`title` on the left, its `figure` on the right, `text` (may be empty) below."""

    def __init__(self, title: str, figure: str, text: str = "") -> None:
        super().__init__()
        self.words = (title, figure, text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QHBoxLayout()
        top.addWidget(Text(title, "body"), 1)
        top.addWidget(Text(figure, "body", right=True))
        column.addLayout(top)
        if text:
            column.addWidget(Paragraph(text, "small", tone="muted"))
