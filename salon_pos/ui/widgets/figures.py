"""Stat (a figure on a quiet block) and TotalRow (words left, a figure right)."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.ui import theme
from salon_pos.ui.theme import Size, Weight
from salon_pos.ui.widgets.card import Card
from salon_pos.ui.widgets.text import Text


class Stat(Card):
    """A balance in the client's column: what it is, how much, and one quiet line."""

    def __init__(
        self, caption: str, figure: str, note: str = "", *, note_tone: str = "muted",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(sunk=True, parent=parent)
        self.body.setSpacing(1)
        self.caption = Text(caption, "caption", tone="muted")
        self.figure = Text(figure, "lead", weight=500)
        self.note = Text(note, "caption", tone=note_tone)
        for line in (self.caption, self.figure, self.note):
            self.body.addWidget(line)
        self.setAccessibleName(f"{caption}: {figure}")

    def figure_width(self) -> int:
        """How wide it must be to show its figure whole."""
        return self.figure.sizeHint().width() + 2 * theme.tokens().m

    def whole_width(self) -> int:
        """How wide it must be to cut none of its lines."""
        lines = (self.caption, self.figure, self.note)
        return max(line.sizeHint().width() for line in lines) + 2 * theme.tokens().m

    def tell(self, figure: str, note: str = "", note_tone: str = "muted") -> None:
        """Another figure, and what stands below it."""
        self.figure.setText(figure)
        self.note.setText(note)
        self.note.set_tone(note_tone)
        self.setAccessibleName(f"{self.caption.text()}: {figure}")


class TotalRow(QWidget):
    """One line of a sum. `strong` is the line that matters, `part` a quiet one that the line above
    holds already."""

    def __init__(
        self, label: str, figure: str = "", *, note: str = "", strong: bool = False,
        part: bool = False, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        size: Size = "lead" if strong else "small" if part else "body"
        weight: Weight = 700 if strong else 400
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.tokens().l if part else 0, 1, 0, 1)
        row.setSpacing(theme.tokens().s)
        self.label = Text(
            label, size, tone="ink" if strong else "muted", weight=500 if strong else 400
        )
        tone = "muted" if part else "ink"
        self.figure = Text(figure, size, tone=tone, weight=weight, right=True)
        self.note = Text(note, "caption", tone="muted", right=True)
        row.addWidget(self.label, 1)
        row.addWidget(self.figure)
        row.addWidget(self.note)
        self.tell(figure, note)

    def tell(self, figure: str, note: str = "") -> None:
        """Another figure, and a quiet word behind it."""
        self.figure.setText(figure)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.setAccessibleName(f"{self.label.text()}: {figure} {note}".strip())


class Headline(QWidget):
    """The number that matters most on a panel: its name small above, itself large."""

    def __init__(
        self, caption: str, figure: str, size: Size = "hero", *, tone: str = "ink",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.caption = Text(caption, "caption", tone="muted")
        self.figure = Text(figure, size, weight=700, tone=tone)
        column.addWidget(self.caption)
        column.addWidget(self.figure)

    def tell(self, figure: str, tone: str = "ink") -> None:
        """Another figure, in the colour of this token."""
        self.figure.setText(figure)
        self.figure.set_tone(tone)
        self.setAccessibleName(f"{self.caption.text()}: {figure}")
