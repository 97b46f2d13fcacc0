"""NoteField: several lines of typing with the same label and error sentence as a Field."""

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from salon_pos.ui import theme
from salon_pos.ui.widgets import wrap
from salon_pos.ui.widgets.labelled import Labelled


class NoteField(Labelled):
    """`lines` is its height. Tab leaves it; Enter begins a new line."""

    def __init__(
        self, label: str, *, placeholder: str = "", lines: int = 3, parent: QWidget | None = None
    ) -> None:
        super().__init__(label, parent=parent)
        self.area = QPlainTextEdit()
        self.area.setTabChangesFocus(True)
        self.area.setPlaceholderText(placeholder)
        self.area.setFixedHeight(lines * wrap.line_height("body") + theme.tokens().xl)
        self.hold(self.area)
        self.area.textChanged.connect(self.tell_changed)

    def value(self) -> str:
        return self.area.toPlainText()

    def set_value(self, value: str) -> None:
        self.area.setPlainText(value)
